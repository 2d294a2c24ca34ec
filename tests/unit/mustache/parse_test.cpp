#include <catch2/catch.hpp>
#include <string>

#include "dikast/mustache.hpp"

using namespace dikast;
using mustache::Dialect;
using mustache::NodeKind;

namespace {

struct FaultCase {
  std::string source;
  std::string message;
  std::uint32_t byte_offset;
};

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

}  // namespace

TEST_CASE("mustache: syntax faults are worded as mustache.js words them", "[mustache]") {
  const std::vector<FaultCase> cases = {
      {"{{", "Unclosed tag at 2", 0},
      {"a{{b", "Unclosed tag at 4", 1},
      {"a{{{b}}", "Unclosed tag at 7", 1},
      {"{{=<% %>", "Unclosed tag at 8", 0},
      {"\u00e9\U0001f600{{x", "Unclosed tag at 6", 6},
      {"{{#a}}", "Unclosed section \"a\" at 6", 0},
      {"{{#a}}x{{/b}}", "Unclosed section \"a\" at 7", 7},
      {"x{{/b}}", "Unopened section \"b\" at 1", 1},
      {"{{=|=}}", "Invalid tags: |", 0},
      {"{{==}}", "Invalid tags: ", 0},
      {"{{^}}", "Unclosed section \"\" at 5", 0},
      {"\u00e9{{#if x}}{{/if}}", "Unclosed section \"if x\" at 10", 11},
  };
  for (const FaultCase& one : cases) {
    INFO(one.source);
    const auto parsed = mustache::parse(one.source, Dialect::MustacheJs);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().error.code == ErrorCode::template_syntax);
    CHECK(parsed.error().error.path.empty());
    CHECK(parsed.error().error.message == one.message);
    CHECK(parsed.error().byte_offset == one.byte_offset);
  }
}

TEST_CASE("mustache: nodes are views of the source and survive moves and copies", "[mustache]") {
  auto parsed = mustache::parse("a{{b}}{{#c}}d{{/c}}", Dialect::Auto);
  REQUIRE(parsed.has_value());
  const mustache::Template copy = *parsed;
  const mustache::Template moved = std::move(*parsed);
  for (const mustache::Template* one : {&copy, &moved}) {
    REQUIRE(one->nodes.size() == 3);
    CHECK(one->nodes[0].text == "a");
    CHECK(one->nodes[1].kind == NodeKind::Variable);
    CHECK(one->nodes[1].text == "b");
    CHECK(one->nodes[1].span.begin == 1);
    CHECK(one->nodes[1].span.end == 6);
    CHECK(one->nodes[2].kind == NodeKind::Section);
    CHECK(one->nodes[2].close.begin == 13);
    CHECK(one->nodes[2].body.front().text == "d");
    CHECK(one->nodes[0].text.data() == one->source.data());
  }
}

TEST_CASE("mustache: limits on size and depth", "[mustache]") {
  const std::string longest(mustache::kMaxTemplateBytes, 'x');
  CHECK(mustache::parse(longest, Dialect::Auto).has_value());
  const auto too_long = mustache::parse(longest + "x", Dialect::Auto);
  REQUIRE_FALSE(too_long.has_value());
  CHECK(too_long.error().error.code == ErrorCode::input_too_large);

  struct Shape {
    Dialect dialect;
    std::string open;
    std::string close;
  };
  const std::vector<Shape> shapes = {{Dialect::MustacheJs, "{{#a}}", "{{/a}}"},
                                     {Dialect::Auto, "{{#if a}}", "{{/if}}"},
                                     {Dialect::Handlebars, "{{#a}}", "{{/a}}"},
                                     {Dialect::Handlebars, "{{#if a}}{{else if b}}", "{{/if}}"}};
  for (const Shape& shape : shapes) {
    INFO(shape.open);
    const std::size_t per = shape.open.find("else") == std::string::npos ? 1 : 2;
    const std::size_t most = 64 / per;
    CHECK(mustache::parse(repeated(shape.open, most) + repeated(shape.close, most), shape.dialect)
              .has_value());
    const auto deeper = mustache::parse(
        repeated(shape.open, most + 1) + repeated(shape.close, most + 1), shape.dialect);
    REQUIRE_FALSE(deeper.has_value());
    CHECK(deeper.error().error.code == ErrorCode::template_depth);
  }
  const auto calls = mustache::parse(
      "{{#if " + repeated("(a ", 65) + repeated(")", 65) + "}}{{/if}}", Dialect::Handlebars);
  REQUIRE_FALSE(calls.has_value());
  CHECK(calls.error().error.code == ErrorCode::template_depth);
}

TEST_CASE("mustache: variables in order of first occurrence", "[mustache]") {
  const auto names = [](std::string_view source, Dialect dialect) {
    const auto parsed = mustache::parse(source, dialect);
    REQUIRE(parsed.has_value());
    return mustache::variables(*parsed);
  };
  using Names = std::vector<std::string>;
  CHECK(names("{{b}}{{#a}}{{.}}{{c.d}}{{/a}}{{^e}}{{/e}}{{&b}}{{!x}}", Dialect::MustacheJs) ==
        Names{"b", "a", "c.d", "e"});
  CHECK(names("{{#if x.y}}{{z}}{{else}}{{w}}{{/if}}{{a}}", Dialect::Auto) ==
        Names{"x.y", "z", "w", "a"});
  CHECK(names("{{#each l as |v|}}{{v.x}}{{@index}}{{this.q}}{{../up}}{{lookup o k}}{{/each}}",
              Dialect::Auto) == Names{"l", "q", "up", "o", "k"});
}

TEST_CASE("mustache: names demanded by the SDK lie outside of sections", "[mustache]") {
  const auto parsed =
      mustache::parse("{{a}}{{#s}}{{b}}{{/s}}{{{c}}}{{&a}}{{>p}}{{!d}}", Dialect::MustacheJs);
  REQUIRE(parsed.has_value());
  CHECK(mustache::retrieve_variables_like_sdk(*parsed) == std::vector<std::string>{"a", "c", "a"});
}

TEST_CASE("mustache: JSON braces beside tags are text as in mustache.js", "[mustache]") {
  const auto parsed = mustache::parse(R"({"a":{"b":{{x}}}})", Dialect::Auto);
  REQUIRE(parsed.has_value());
  REQUIRE(parsed->nodes.size() == 3);
  CHECK(parsed->nodes[1].text == "x");
  CHECK(parsed->nodes[2].text == "}}");
  const auto triple = mustache::parse(R"({"a":{{{x}}},"b":{{{y}}}})", Dialect::Auto);
  REQUIRE(triple.has_value());
  CHECK(mustache::variables(*triple) == std::vector<std::string>{"x", "y"});
}
