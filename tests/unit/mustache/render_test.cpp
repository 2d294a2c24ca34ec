#include <ctime>

#include "dikast/mustache.hpp"
#include "recordings.hpp"

using namespace dikast;
using mustache::Dialect;

namespace {

json::Value context(std::string_view text) {
  const auto value = json::parse_like_javascript(text);
  REQUIRE(value.has_value());
  return test::untagged(*value);
}

Result<std::string> render(std::string_view source, std::string_view data,
                           Dialect dialect = Dialect::MustacheJs,
                           const mustache::RenderOptions& options = {}) {
  const auto parsed = mustache::parse(source, dialect);
  if (!parsed) return tl::unexpected(parsed.error().error);
  return mustache::render(*parsed, context(data), options);
}

struct Case {
  std::string source;
  std::string data;
  std::string expected;
};

void check_all(const std::vector<Case>& cases, Dialect dialect) {
  for (const Case& one : cases) {
    INFO(one.source << " over " << one.data);
    const auto rendered = render(one.source, one.data, dialect);
    REQUIRE(rendered.has_value());
    CHECK(*rendered == one.expected);
  }
}

ErrorCode code_of(const Result<std::string>& result) {
  REQUIRE_FALSE(result.has_value());
  return result.error().code;
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

/// Writes what it is given as "text" and "<name=value>".
class Recorder : public mustache::Sink {
 public:
  explicit Recorder(std::size_t most = 1000) : most_(most) {}
  bool text(std::string_view piece) override {
    log += piece;
    return --most_ > 0;
  }
  bool value(const mustache::Node& tag, const json::Value* found) override {
    log.append("<").append(tag.text).append("=");
    log.append(found == nullptr ? "?" : mustache::to_text(*found)).append(">");
    return --most_ > 0;
  }
  std::string log;

 private:
  std::size_t most_;
};

}  // namespace

TEST_CASE("mustache: values, lookups and sections as in mustache.js", "[mustache]") {
  check_all(
      {
          {"{{a}}|{{{a}}}|{{&a}}", R"({"a":"& < > \" ' / ` ="})",
           "&amp; &lt; &gt; &quot; &#39; &#x2F; &#x60; &#x3D;|& < > \" ' / ` =|& < > \" ' / ` ="},
          {"{{a}}", R"({"a":[1,null,["x",[]],{}]})", "1,,x,,[object Object]"},
          {"{{a}} {{b}}", R"({"a":{"$bigint":"77"},"b":{"$number":"-0"}})", "77 0"},
          {"{{s.length}} {{s.1}} {{l.length}} {{l.0}}", R"({"s":"h\u00e9","l":[7]})",
           "2 \u00e9 1 7"},
          {"{{s.0}}{{s.1}}", R"({"s":"\ud83d\ude00"})", "\xed\xa0\xbd\xed\xb8\x80"},
          {"{{#s}}{{length}}{{/s}}", R"({"s":"abc","length":9})", "9"},
          {"{{#a}}{{b.c}}{{/a}}", R"({"a":{"b":{}},"b":{"c":"up"}})", "up"},
          {"{{#n}}{{.}}{{/n}}{{#big}}{{.}}{{/big}}", R"({"n":5,"big":{"$bigint":"5"}})",
           "5[object Object]"},
          {"{{#z}}x{{/z}}{{^z}}none{{/z}}", R"({"z":{"$bigint":"0"}})", "none"},
          {"{{#if x}}y{{/if x}}", R"({"if x":true})", "y"},
          {"{{else}}", R"({"else":1})", "1"},
          {"{{.x}}|{{a b}}|{{a.}}", R"({".x":1,"a b":2,"a":{"":3}})", "1|2|3"},
          {"a\n {{#t}} \nb\n {{/t}}\nc", R"({"t":true})", "a\nb\nc"},
          {"a\n {{#t}}{{/t}} \nb", R"({"t":true})", "a\nb"},
          {"{{=<% %>=}}<%a%>{{a}}<%={{ }}=%>{{a}}", R"({"a":1})", "1{{a}}1"},
          {"{{ \u00a0a\ufeff }}", R"({"a":1})", "1"},
          {"{{#l}}{{x}}{{/l}}", R"({"l":[{"x":1},{"y":2}],"x":"up"})", "1up"},
          {"{{> nothing}}{{constructor}}{{a.constructor}}", R"({"a":{}})", ""},
      },
      Dialect::MustacheJs);
}

TEST_CASE("mustache: the hex lambda", "[mustache]") {
  struct Hex {
    std::string text;
    std::string expected;
  };
  const std::vector<Hex> cases = {
      {"0", "0x0"},
      {"-0", "0x0"},
      {"5", "0x5"},
      {"-5", "0x-5"},
      {" +26 ", "0x1a"},
      {"0x10", "0x0"},
      {"3.9", "0x3"},
      {"1e3", "0x1"},
      {"", ""},
      {"abc", "abc"},
      {"NaN", "NaN"},
      {"9007199254740991", "0x1fffffffffffff"},
      {"9007199254740993", "0x20000000000000"},
      {"9007199254740994", "0x20000000000002"},
      {"9007199254740995", "0x20000000000004"},
      {"18446744073709551615", "0x10000000000000000"},
      {"123456789012345678901234567890", "0x18ee90ff6c373e00000000000"},
      {"115792089237316195423570985008687907853269984665640564039457584007913129639935",
       "0x1" + std::string(64, '0')},
      {"1" + std::string(400, '0'), "0xinfinity"},
      {std::string(400, '0') + "7", "0x7"},
  };
  for (const Hex& one : cases) {
    INFO(one.text);
    CHECK(mustache::hex_like_sdk(one.text) == one.expected);
  }
  // 2^1024 - 2^970: half way between the largest double and the next power of two.
  const std::string half_past =
      "17976931348623158079372897140530341507993413271003782693617377898044496829276475"
      "09466490179775872070963302864166928879109465555478519404026306574886715058206819"
      "08902000708383676273854845817711531764475730270069855571366959622842914819860834"
      "936475292719074168444365510704342711559699508093042880177904174497792";
  CHECK(mustache::hex_like_sdk(half_past) == "0xinfinity");
  std::string below = half_past;
  below.back() -= 1;
  CHECK(mustache::hex_like_sdk(below) == "0x" + std::string(13, 'f') + "8" + std::string(242, '0'));

  check_all(
      {
          {"{{#hex}}{{v}}{{/hex}}", R"({"v":255})", "0xff"},
          {"{{#hex}}{{#hex}}16{{/hex}}{{/hex}}", "{}", "0x0"},
          {"{{#hex}}26{{/hex}}|{{hex}}", R"({"hex":"mine"})", "26|mine"},
          {"{{^hex}}no{{/hex}}{{hex.name}}{{hex.length}}", "{}", "hex0"},
          {"{{#l}}{{#hex}}{{.}}{{/hex}},{{/l}}", R"({"l":["10","x"]})", "0xa,x,"},
      },
      Dialect::MustacheJs);
  const auto source = render("{{{hex}}}", "{}");
  REQUIRE(source.has_value());
  CHECK(source->rfind("function (text, render) {", 0) == 0);
  CHECK(render("{{#hex}}1{{/hex}}{{hex}}", "{}", Dialect::MustacheJs, {.hex_lambda = false}) == "");
  // Inside of a lambda the standard delimiters hold again.
  CHECK(render("{{=<% %>=}}<%#hex%>{{a}}<%/hex%>", R"({"a":"11"})") == "0xb");
  CHECK(code_of(render("{{=<% %>=}}<%#hex%>{{#a}}<%/hex%>", "{}")) == ErrorCode::template_syntax);
}

TEST_CASE("mustache: the auto dialect mixes mustache and Handlebars blocks", "[mustache]") {
  check_all(
      {
          // Outside of blocks mustache.js decides, inside Handlebars.
          {"{{a}}{{#if a}}{{a}}{{/if}}{{a}}", R"({"a":"/'"})", "&#x2F;&#39;/&#x27;&#x2F;&#39;"},
          {"{{#z}}0{{/z}}{{#if t}}{{#z}}0{{/z}}{{/if}}", R"({"z":0,"t":1})", "0"},
          {"{{else}}{{#if x}}{{else}}no{{/if}}", R"({"else":"v"})", "vno"},
          {"{{#if x}}a{{/if x}}{{#if y}}b{{/if}}", R"({"if x":1,"y":1})", "ab"},
          {"{{#s}}{{#if this}}{{../x}}{{/if}}{{/s}}", R"({"s":["p","q"],"x":"X"})", "XX"},
          {"{\"a\":{\"b\":{{x}}}{{#if x}},\"c\":1{{/if}}}", R"({"x":7})",
           "{\"a\":{\"b\":7},\"c\":1}"},
          {"{{#each l}}{{@index}}={{#hex}}{{this}}{{/hex}};{{/each}}", R"({"l":["10","11"]})",
           "0=0xa;1=0xb;"},
          {"{{#each o}}{{@key}}{{/each}}", R"({"b":1,"o":{"b":1,"10":2,"9":3}})", "910b"},
          {"[\n{{#each l}}\n  {{this}}{{#unless @last}},{{/unless}}\n{{/each}}\n]",
           R"({"l":[1,2]})", "[\n  1,\n  2\n]"},
          {"{{=<% %>=}}<%#if a%>x<%else%>y<%/if%>", R"({"a":0})", "y"},
          {"a {{~b~}} c", R"({"b":1})", "a1c"},
          {"a {{~! c ~}} b", "{}", "ab"},
          {"{{#if a}}{{else if b}}B{{else}}C{{/if}}", R"({"b":1})", "B"},
          {"{{#if a}}1{{^}}2{{/if}}", "{}", "2"},
          {"{{#if n includeZero=true}}y{{/if}}", R"({"n":0})", "y"},
          // A tilde that cannot be Handlebars stays a name.
          {"{{~{a}}", R"({"~{a":"odd"})", "odd"},
      },
      Dialect::Auto);
  CHECK(code_of(render("{{#if a}}x{{/unless}}", "{}", Dialect::Auto)) ==
        ErrorCode::template_syntax);
  CHECK(code_of(render("{{#if a}}", "{}", Dialect::Auto)) == ErrorCode::template_syntax);
  CHECK(code_of(render("{{#if a}}{{b c=}}{{/if}}", "{}", Dialect::Auto)) ==
        ErrorCode::template_syntax);
  CHECK(code_of(render("{{#if a b}}x{{/if}}", "{}", Dialect::Auto)) == ErrorCode::template_helper);
  CHECK(code_of(render("{{#if a}}{{f x}}{{/if}}", R"({"a":1})", Dialect::Auto)) ==
        ErrorCode::template_helper);
}

TEST_CASE("handlebars: faults carry Handlebars' words", "[mustache][handlebars]") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\n{{#if v}}", "Parse error on line 2:"},
      {"{{", "Parse error on line 1:"},
      {"{{> p}}", "The partial p could not be found"},
      {"{{#if v}}x{{/each}}", "if doesn't match each - 1:3"},
      {"{{a/../b}}", "Invalid path: a/.. - 1:2"},
      {"{{lookup v}}", "lookup requires an object and a name"},
      {"{{#with}}{{/with}}", "#with requires exactly one argument"},
      {"{{each a}}", "#each is a block helper"},
      {"{{foo 1}}", "Missing helper: \"foo\""},
      {"{{#if (foo)}}{{/if}}", "Missing helper: \"foo\""},
      {"{{* d}}", "Parse error on line 1:"},
      {"{{#> p}}{{/p}}", "Parse error on line 1:"},
      {std::string("a\0b", 3), "Parse error on line 1:"},
  };
  for (const auto& [source, message] : cases) {
    INFO(source);
    const auto rendered = render(source, R"({"v":1})", Dialect::Handlebars);
    REQUIRE_FALSE(rendered.has_value());
    CHECK(rendered.error().message.substr(0, rendered.error().message.find('\n')) == message);
  }
  // Handlebars adds raw numbers at the start of a program up ("{{{n}}}{{{n}}}" over 1 gives "2"); a
  // value is text here.
  CHECK(render("{{{n}}}{{{n}}}", R"({"n":1})", Dialect::Handlebars) == "11");
}

TEST_CASE("mustache: budgets end a render with a code", "[mustache]") {
  const std::string list = "{\"a\":[" + repeated("1,", 9) + "1]}";
  const std::string bomb = repeated("{{#a}}", 33) + "lol" + repeated("{{/a}}", 33);
  const std::clock_t start = std::clock();
  CHECK(code_of(render(bomb, list)) == ErrorCode::template_step_limit);
  const std::string each = repeated("{{#each @root.a}}", 20) + "lol" + repeated("{{/each}}", 20);
  CHECK(code_of(render(each, list, Dialect::Auto)) == ErrorCode::template_step_limit);
  CHECK(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC < 1.0);

  const std::string text(1000, 'x');
  const std::string data = "{\"t\":\"" + text + "\"}";
  mustache::RenderOptions options;
  options.budget.output_bytes = 2000;
  CHECK(render("{{t}}{{{t}}}", data, Dialect::Auto, options).has_value());
  CHECK(code_of(render("{{t}}{{{t}}}.", data, Dialect::Auto, options)) ==
        ErrorCode::template_output_limit);
  CHECK(code_of(render("{{t}}{{{t}}}{{t}}", data, Dialect::Auto, options)) ==
        ErrorCode::template_output_limit);
  // What a lambda throws away counts as well.
  CHECK(code_of(render("{{#hex}}{{t}}{{t}}{{t}}{{/hex}}", data, Dialect::Auto, options)) ==
        ErrorCode::template_output_limit);

  options = {};
  options.budget.steps = 10;
  CHECK(code_of(render(repeated("{{t}}", 11), "{}", Dialect::Auto, options)) ==
        ErrorCode::template_step_limit);

  const mustache::Partials partials = {{"p", "x{{>p}}"}, {"q", "{{"}, {"ok", "[{{a}}]"}};
  options = {};
  options.partials = &partials;
  CHECK(code_of(render("{{>p}}", "{}", Dialect::Mustache, options)) == ErrorCode::template_depth);
  CHECK(code_of(render("{{>q}}", "{}", Dialect::Mustache, options)) == ErrorCode::template_syntax);
  CHECK(render("{{>ok}}", R"({"a":1})", Dialect::Mustache, options) == "[1]");
}

TEST_CASE("mustache: a name over a null item fails as in mustache.js", "[mustache]") {
  const auto failed = render("{{#l}}{{x}}{{/l}}", R"({"l":[null],"x":1})");
  CHECK(code_of(failed) == ErrorCode::template_null_context);
  CHECK(failed.error().message == "Cannot read properties of null (reading 'x')");
  CHECK(render("{{#l}}{{.}}{{l.length}}{{/l}}", R"({"l":[null]})") == "1");
  CHECK(render("{{#l}}{{x}}{{/l}}", R"({"l":[null],"x":1})", Dialect::Mustache) == "1");
}

TEST_CASE("mustache: walk hands over text and values", "[mustache]") {
  const json::Value data = context(R"({"a":"<","l":["1"],"n":null})");
  const auto walk = [&](std::string_view source, Recorder& recorder) {
    const auto parsed = mustache::parse(source, Dialect::Auto);
    REQUIRE(parsed.has_value());
    return mustache::walk(*parsed, data, recorder);
  };
  Recorder all;
  CHECK(walk("t{{a}}{{b}}{{n}}{{#l}}{{#hex}}1{{.}}{{/hex}}{{/l}}{{#if a}}{{@root.a}}{{/if}}{{hex}}",
             all) == true);
  CHECK(all.log == "t<a=<><b=?><n=><hex=11><@root.a=<><hex=?>");
  Recorder stopping(2);
  CHECK(walk("t{{a}}{{b}}", stopping) == false);
  CHECK(stopping.log == "t<a=<>");
  Recorder failing;
  const auto failed = walk("{{#n}}{{/n}}{{#each l}}{{no x}}{{/each}}", failing);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().code == ErrorCode::template_helper);
}

TEST_CASE("mustache: random templates never fail but with a code of the domain", "[mustache]") {
  const std::vector<std::string_view> pieces = {
      "{{",  "}}",    "{{{",        "}}}",         "#",        "^",  "/",      "a",      ".",
      "if ", "each ", "{{#if a}}",  "{{/if}}",     "{{else}}", "~",  "{{#a}}", "{{/a}}", "\n",
      " ",   "{{a}}", "{{^}}",      "{{=<% %>=}}", "<%",       "%>", "|",      "as |x|", "@index",
      "..",  "\"",    "(lookup a ", ")",           "[",        "]",  "\\",     "!--",    "--}}"};
  const json::Value data = context(R"({"a":[{"a":[1,"x"]},null,3],"b":"t"})");
  test::Random random(20260801);
  const int runs = test::long_run() ? 1'000'000 : 30'000;
  for (int run = 0; run < runs; ++run) {
    std::string source;
    for (std::uint32_t i = random.below(14) + 1; i > 0; --i) {
      source += pieces[random.below(static_cast<std::uint32_t>(pieces.size()))];
    }
    for (const Dialect dialect :
         {Dialect::Auto, Dialect::Mustache, Dialect::MustacheJs, Dialect::Handlebars}) {
      const auto parsed = mustache::parse(source, dialect);
      if (!parsed) {
        if (parsed.error().byte_offset > source.size()) FAIL_CHECK(source);
        continue;
      }
      const auto rendered = mustache::render(*parsed, data);
      Recorder recorder(100'000);
      const auto walked = mustache::walk(*parsed, data, recorder);
      if (rendered.has_value() != walked.has_value()) FAIL_CHECK(source);
    }
  }
}
