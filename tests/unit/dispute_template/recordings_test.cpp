#include <chrono>
#include <nlohmann/json.hpp>

#include "dikast/sdk_profile.hpp"
#include "support.hpp"
#include "support/tagged.hpp"

using namespace dikast;
using namespace dikast::test;
using Json = nlohmann::ordered_json;

namespace {

// {"@@":{"open","close","depth"}} nests, {"@@":{"repeat","times","tail"}} repeats.
std::string expanded(std::string source, const Json& input) {
  const auto found = input.find("expand");
  if (found == input.end()) return source;
  for (const auto& [mark, rule] : found->items()) {
    const auto number = [&rule = rule](const char* key) { return rule.value(key, 0); };
    std::string text;
    for (int i = 0; i < number("depth"); ++i) text += text_of(rule, "open");
    for (int i = 0; i < number("depth"); ++i) text += text_of(rule, "close");
    for (int i = 0; i < number("times"); ++i) text += text_of(rule, "repeat");
    text += text_of(rule, "tail");
    source.replace(source.find(mark), mark.size(), text);
  }
  return source;
}

dispute_template::Rendered<json::Value> render_row(const Json& input) {
  const auto parsed =
      mustache::parse(expanded(text_of(input, "template"), input), mustache::Dialect::Auto);
  if (!parsed) return tl::unexpected(dispute_template::Failure{parsed.error().error, {}});
  const json::Value context =
      input.contains("data") ? json::from_nlohmann(input["data"]) : json::Value::object();
  return dispute_template::render(*parsed, context);
}

void check_structure(const json::Value& document, const Json& wanted) {
  for (const char* key : {"policyURI", "question", "arbitratorAddress", "arbitratorChainID"}) {
    CHECK(text_at(document, key) == text_of(wanted, key));
  }
  const json::Value* answers = document.find("answers");
  REQUIRE(answers != nullptr);
  std::vector<std::pair<std::string, std::string>> seen;
  for (const json::Value& answer : answers->items()) {
    const auto id = document::parse_answer_id(text_at(answer, "id"));
    REQUIRE(id.has_value());
    if (!id->value.is_zero()) seen.emplace_back(id->value.to_hex(), text_at(answer, "title"));
  }
  REQUIRE(seen.size() == wanted["answers"].size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    CHECK(Json(seen[i].first) == wanted["answers"][i][0]);
    CHECK(Json(seen[i].second) == wanted["answers"][i][1]);
  }
}

void check_attack(const Json& row) {
  const Json& check = row["check"];
  const std::string verdict = text_of(check, "verdict");
  const auto begin = std::chrono::steady_clock::now();
  const auto result = render_row(row["input"]);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  CHECK(took.count() < check.value("maxMs", 1000));
  if (verdict == "structure-or-reject") {
    if (result) check_structure(*result, check["structure"]);
  } else if (verdict == "reject" || verdict == "reject-or-visible") {
    CHECK_FALSE(result.has_value());
  } else if (verdict == "field") {
    REQUIRE(result.has_value());
    CHECK(text_at(*result, text_of(check, "path")) == text_of(check, "equals"));
  } else if (verdict == "answerId") {
    // The id itself is exact; that 1..N has a gap then is another rule.
    const auto parsed = mustache::parse(text_of(row["input"], "template"), mustache::Dialect::Auto);
    REQUIRE(parsed.has_value());
    const auto text = dispute_template::fill(*parsed, json::from_nlohmann(row["input"]["data"]));
    REQUIRE(text.has_value());
    CHECK(text->find("\"" + text_of(check, "equals") + "\"") != std::string::npos);
  } else if (verdict == "bounded") {
    CHECK((!result || json::dump(*result).size() <= check.value("maxOutputBytes", 1048576U)));
  } else if (verdict == "error-and-alive" && text_of(row, "id").substr(0, 3) == "T15") {
    CHECK_FALSE(result.has_value());
  }
}

}  // namespace

TEST_CASE("attacks: every template row is safe", "[attacks]") {
  DIKAST_SHARED_OR_SKIP(path, "data/attacks.jsonl");
  std::size_t rows = 0;
  for_each_jsonl(path, [&](const Json& row) {
    if (text_of(row, "surface") != "template") return;
    INFO(text_of(row, "id"));
    check_attack(row);
    ++rows;
  });
  CHECK(rows >= 30);
}

TEST_CASE("kleros-sdk: recorded issues are zod's, object by object", "[sdk]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/sdk/golden.jsonl");
  std::size_t rows = 0;
  std::size_t skipped = 0;
  std::ifstream in(path, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    const auto record = json::parse_like_javascript(line, {.bytes = 16'000'000, .depth = 256});
    REQUIRE(record.has_value());
    if (text_at(*record, "fn") != "populateTemplate") continue;
    const std::string id = text_at(*record, "id");
    INFO(id);
    const json::Value* context = record->find("context");
    const json::Value* source = record->find("template");
    if (source == nullptr || has_foreign_tag(*context) || text_at(*record, "group") == "proto") {
      ++skipped;
      continue;
    }
    const json::Value text = untagged(*source);
    const auto parsed = mustache::parse(text.text(), mustache::Dialect::MustacheJs);
    const json::Value* error = record->find("error");
    const std::string name = error == nullptr ? "" : text_at(*error, "name");
    if (!parsed) {
      CHECK(name == "Error");
      continue;
    }
    const auto rendered = mustache::render(*parsed, untagged(*context));
    if (!rendered) {
      CHECK_FALSE(name.empty());
      continue;
    }
    const auto document =
        json::parse_like_javascript(*rendered, {.bytes = 2'000'000, .depth = 256});
    ++rows;
    if (!document) {
      CHECK(name == "SyntaxError");
      continue;
    }
    const sdk::Report report = sdk::check(*document);
    if (name.empty()) {
      CHECK(report.issues.empty());
      continue;
    }
    if (name == "Error") {
      // viem's normalize() threw: one of these names is the one.
      CHECK_FALSE(report.ens.empty());
      continue;
    }
    REQUIRE(name == "ZodError");
    const json::Value* issues = error->find("issues");
    if (issues == nullptr) {
      CHECK(std::to_string(report.issues.size()) == text_at(*error, "issueCount"));
      continue;
    }
    std::string own;
    for (const std::string& issue : report.issues) own += (own.empty() ? "" : ",") + issue;
    const auto mine = json::parse_like_javascript("[" + own + "]");
    REQUIRE(mine.has_value());
    CHECK(json::to_nlohmann(*mine) == json::to_nlohmann(*issues));
  }
  CHECK(rows > 700);
  INFO("skipped " << skipped);
  CHECK(skipped < 60);
}
