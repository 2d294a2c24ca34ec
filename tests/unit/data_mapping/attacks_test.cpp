#include "support.hpp"
#include "support/shared.hpp"

using namespace dikast;
using namespace dikast::mapping;
using namespace dikast::mapping::test;
using dikast::test::for_each_jsonl;

namespace {

std::string generated(const nlohmann::ordered_json& generator) {
  std::string list = "[";
  if (dikast::test::text_of(generator, "kind") == "doubling") {
    list += R"({"type":"json","value":{"v":"x"},"seek":["v"],"populate":["v0"]})";
    const int steps = generator.value("steps", 0);
    for (int i = 0; i < steps; ++i) {
      const std::string name = "{{{v" + std::to_string(i) + "}}}";
      list += R"(,{"type":"json","value":{"v":")" + name + name +
              R"("},"seek":["v"],"populate":["v)" + std::to_string(i + 1) + R"("]})";
    }
  } else {
    for (int i = 0; i < generator.value("times", 0); ++i) {
      const std::string one = graphql("https://example.com/g");
      list += (i == 0 ? "" : ",") + one.substr(1, one.size() - 2);
    }
  }
  return list + "]";
}

Response response_of(const nlohmann::ordered_json& row) {
  Response response;
  response.status = row.value("status", std::uint16_t{200});
  response.content_type = dikast::test::text_of(row, "type");
  response.body = dikast::test::text_of(row, "body");
  const auto generator = row.find("bodyGenerator");
  if (generator != row.end())
    response.body = "\"" + std::string(generator->value("bytes", std::size_t{0}), 'x') + "\"";
  if (row.contains("trickle")) response.failure = "too slow";
  return response;
}

struct Run {
  bool refused = false;
  json::Value context;
  std::vector<std::string> requests;
};

Run resolve(const nlohmann::ordered_json& input) {
  Run run;
  const std::string mappings =
      input.contains("mappings") ? input["mappings"].dump() : generated(input["mappingsGenerator"]);
  run.context = input.contains("context") ? parse(input["context"].dump()) : json::Value::object();
  const auto list = read(parse(mappings));
  auto resolution = list ? Resolution::start(*list, run.context, {})
                         : Result<Resolution>(tl::unexpected(list.error()));
  run.refused = !resolution;
  std::size_t answer = 0;
  while (!run.refused) {
    const auto request = resolution->next();
    run.refused = !request;
    if (!request || *request == nullptr) break;
    run.requests.push_back((*request)->url + (*request)->body + (*request)->ipfs.uri);
    bool taken = false;
    while (!taken && input.contains("responses") && answer < input["responses"].size()) {
      taken = resolution->provide(response_of(input["responses"][answer++])).has_value();
    }
    run.refused = !taken;
  }
  if (resolution) run.context = resolution->context();
  return run;
}

bool is_safe(const nlohmann::ordered_json& check, const Run& run) {
  using dikast::test::text_of;
  const std::string verdict = text_of(check, "verdict");
  const auto nowhere = [&](const char* list) {
    for (const auto& text : check[list]) {
      for (const std::string& request : run.requests) {
        if (request.find(*text.template get_ptr<const std::string*>()) != std::string::npos)
          return false;
      }
    }
    return true;
  };
  if (verdict == "reject") return run.refused;
  if (verdict == "no-request") return nowhere("hosts") && run.requests.empty();
  if (verdict == "no-secret-in-request") return nowhere("secrets");
  if (verdict == "reject-or-context-absent")
    return run.refused || run.context.find(text_of(check, "key")) == nullptr;
  if (verdict == "bounded")
    return json::dump(run.context, false).size() <= check.value("maxOutputBytes", std::size_t{0});
  if (verdict != "context") return false;
  const json::Value* value = run.context.find(text_of(check, "key"));
  return value != nullptr && value->text() == text_of(check, "equals");
}

}  // namespace

TEST_CASE("mapping attacks: every M row is safe", "[mapping][attacks]") {
  DIKAST_SHARED_OR_SKIP(path, "data/attacks.jsonl");
  std::size_t rows = 0;
  for_each_jsonl(path, [&](const nlohmann::ordered_json& row) {
    if (dikast::test::text_of(row, "surface") != "mapping") return;
    ++rows;
    INFO(dikast::test::text_of(row, "id"));
    CHECK(is_safe(row["check"], resolve(row["input"])));
  });
  CHECK(rows >= 10);
}
