#include "dikast/mustache.hpp"
#include "recordings.hpp"

using namespace dikast;

namespace {

Result<std::string> render_text(const json::Value& row, mustache::Dialect dialect) {
  const auto parsed = mustache::parse(test::text_at(row, "template"), dialect);
  if (!parsed) return tl::unexpected(parsed.error().error);
  return mustache::render(*parsed, test::untagged(test::value_at(row, "context")));
}

}  // namespace

TEST_CASE("handlebars: every recorded render", "[mustache][handlebars]") {
  DIKAST_SHARED_OR_SKIP(file, "golden/sdk/handlebars-golden.jsonl");
  const std::size_t count = test::for_each_record(file, [](const json::Value& row) {
    INFO(test::text_at(row, "id"));
    const auto rendered = render_text(row, mustache::Dialect::Handlebars);
    if (test::value_at(row, "ok").as_bool()) {
      REQUIRE(rendered.has_value());
      CHECK(*rendered == test::text_at(row, "result"));
    } else {
      REQUIRE_FALSE(rendered.has_value());
      const std::string expected = test::text_at(test::value_at(row, "error"), "message");
      CHECK(rendered.error().message.substr(0, rendered.error().message.find('\n')) == expected);
    }
  });
  CHECK(count == 323);
}

// What mustache.js accepts stays mustache.js; what it refuses, and what has a `~`, is Handlebars.
TEST_CASE("handlebars: the auto dialect over the recorded renders", "[mustache][handlebars]") {
  DIKAST_SHARED_OR_SKIP(file, "golden/sdk/handlebars-golden.jsonl");
  std::size_t as_handlebars = 0;
  std::size_t as_mustache = 0;
  test::for_each_record(file, [&](const json::Value& row) {
    INFO(test::text_at(row, "id"));
    const std::string source = test::text_at(row, "template");
    const auto rendered = render_text(row, mustache::Dialect::Auto);
    const json::Value& plain = test::value_at(row, "mustacheJs");
    if (plain.is_string() && source.find('~') == std::string::npos) {
      ++as_mustache;
      // JavaScript's prototypes are not reached, by design.
      if (source.find("constructor") != std::string::npos) return;
      if (source.find("toString") != std::string::npos) return;
      REQUIRE(rendered.has_value());
      CHECK(*rendered == plain.text());
      return;
    }
    ++as_handlebars;
    REQUIRE(rendered.has_value() == test::value_at(row, "ok").as_bool());
    if (rendered) CHECK(*rendered == test::text_at(row, "result"));
  });
  CHECK(as_handlebars + as_mustache == 323);
  CHECK(as_handlebars > 200);
}
