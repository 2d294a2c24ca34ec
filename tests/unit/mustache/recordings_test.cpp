#include "recordings.hpp"

#include <map>

#include "dikast/mustache.hpp"

using namespace dikast;

namespace {

using Contexts = std::map<std::string, json::Value>;

Contexts named_contexts(const std::filesystem::path& file) {
  Contexts contexts;
  test::for_each_record(file, [&](const json::Value& row) {
    if (test::text_at(row, "fn") != "context") return;
    contexts[test::text_at(row, "name")] = test::value_at(row, "context");
  });
  return contexts;
}

json::Value context_of(const json::Value& row, const Contexts& contexts) {
  const json::Value context = test::value_at(row, "context");
  if (const json::Value* name = context.find("$ref")) {
    const auto found = contexts.find(name->text());
    REQUIRE(found != contexts.end());
    return test::untagged(found->second);
  }
  return test::untagged(context);
}

Result<std::string> render_text(std::string_view source, mustache::Dialect dialect,
                                const json::Value& context) {
  const auto parsed = mustache::parse(source, dialect);
  if (!parsed) return tl::unexpected(parsed.error().error);
  return mustache::render(*parsed, context);
}

}  // namespace

TEST_CASE("mustache: every recorded render of mustache.js", "[mustache]") {
  DIKAST_SHARED_OR_SKIP(file, "golden/sdk/golden.jsonl");
  const Contexts contexts = named_contexts(file);
  std::size_t count = 0;
  test::for_each_record(file, [&](const json::Value& row) {
    if (test::text_at(row, "fn") != "mustache.render") return;
    ++count;
    INFO(test::text_at(row, "id"));
    const std::string source = test::untagged(test::value_at(row, "template")).text();
    const json::Value context = context_of(row, contexts);
    const auto rendered = render_text(source, mustache::Dialect::MustacheJs, context);
    if (test::value_at(row, "ok").as_bool()) {
      REQUIRE(rendered.has_value());
      CHECK(*rendered == test::text_at(row, "result"));
      // `~` is Handlebars' in the auto dialect.
      if (source.find('~') == std::string::npos) {
        CHECK(render_text(source, mustache::Dialect::Auto, context) == rendered);
      }
    } else {
      REQUIRE_FALSE(rendered.has_value());
      CHECK(rendered.error().message == test::text_at(test::value_at(row, "error"), "message"));
    }
  });
  CHECK(count > 0);
}

TEST_CASE("mustache: what populateTemplate rendered before it read the JSON", "[mustache]") {
  DIKAST_SHARED_OR_SKIP(file, "golden/sdk/golden.jsonl");
  const Contexts contexts = named_contexts(file);
  std::size_t compared = 0;
  test::for_each_record(file, [&](const json::Value& row) {
    if (test::text_at(row, "fn") != "populateTemplate") return;
    const json::Value error = test::value_at(row, "error");
    const json::Value source = test::untagged(test::value_at(row, "template"));
    if (!source.is_string() || test::has_foreign_tag(row)) return;
    // Object.prototype is not reached here, by design.
    if (test::text_at(row, "group") == "proto") return;
    INFO(test::text_at(row, "id"));
    const auto rendered =
        render_text(source.text(), mustache::Dialect::MustacheJs, context_of(row, contexts));
    const std::string name = test::text_at(error, "name");
    if (name == "Error" && test::text_at(error, "message").rfind("Un", 0) == 0) {
      REQUIRE_FALSE(rendered.has_value());
      CHECK(rendered.error().message == test::text_at(error, "message"));
    } else if (const json::Value* text = error.find("rendered")) {
      REQUIRE(rendered.has_value());
      CHECK(*rendered == text->text());
    } else if (test::value_at(row, "ok").as_bool()) {
      REQUIRE(rendered.has_value());
      const auto details =
          json::parse_like_javascript(*rendered, {.bytes = 16'000'000, .depth = 256});
      REQUIRE(details.has_value());
      const json::Value expected = test::value_at(row, "result");
      for (const char* key : {"title", "description", "question", "policyURI", "category"}) {
        if (expected.find(key) != nullptr) {
          CHECK(test::value_at(*details, key) == test::untagged(test::value_at(expected, key)));
        }
      }
    } else {
      return;
    }
    ++compared;
  });
  CHECK(compared > 100);
}

TEST_CASE("mustache: retrieveVariables of kleros-sdk", "[mustache]") {
  DIKAST_SHARED_OR_SKIP(file, "golden/sdk/golden.jsonl");
  std::size_t count = 0;
  test::for_each_record(file, [&](const json::Value& row) {
    if (test::text_at(row, "fn") != "retrieveVariables") return;
    const json::Value args = test::value_at(row, "args");
    REQUIRE(args.items().size() == 1);
    if (!args.items()[0].is_string()) return;  // null and [] never reach the core
    ++count;
    INFO(test::text_at(row, "id"));
    const auto parsed = mustache::parse(args.items()[0].text(), mustache::Dialect::MustacheJs);
    if (!test::value_at(row, "ok").as_bool()) {
      REQUIRE_FALSE(parsed.has_value());
      CHECK(parsed.error().error.message == test::text_at(test::value_at(row, "error"), "message"));
      return;
    }
    REQUIRE(parsed.has_value());
    std::vector<std::string> expected;
    for (const json::Value& name : test::value_at(row, "result").items()) {
      expected.push_back(name.text());
    }
    CHECK(mustache::retrieve_variables_like_sdk(*parsed) == expected);
  });
  CHECK(count > 0);
}
