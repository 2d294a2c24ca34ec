#include <nlohmann/json.hpp>

#include "support.hpp"

using namespace dikast;
using namespace dikast::test;

TEST_CASE("strict: a value inside a string is text", "[strict]") {
  const std::vector<std::string> values = {"O'Brien & Sons <Ltd> a/b=c`",
                                           "line 1\nline 2\tTab",
                                           "\\u202e\\u0022",
                                           "{{secret}}",
                                           "\"",
                                           "\\",
                                           "\"},\"answers\":[{\"id\":\"0x1\"",
                                           "",
                                           std::string("\0", 1),
                                           "\x7f",
                                           "\xf0\x9f\x98\x80"};
  for (const std::string& value : values) {
    for (const char* tag : {"{{t}}", "{{{t}}}", "{{&t}}", "{{ t }}"}) {
      json::Value context = json::Value::object();
      context.set("t", json::Value::string(value));
      context.set("secret", json::Value::string("KEY"));
      const auto result = render_strict(dispute_with(std::string("a ") + tag + " b"), context);
      INFO(value);
      REQUIRE(result.has_value());
      CHECK(text_at(*result, "title") == "a " + value + " b");
    }
  }
}

TEST_CASE("strict: numbers and booleans print as JavaScript prints them", "[strict]") {
  json::Value context = json::Value::object();
  context.set("a", json::Value::number("12"));
  context.set("b", json::Value::boolean(false));
  context.set("c", json::Value::number("77n"));
  const auto result = render_strict(dispute_with("{{a}} {{b}} {{c}}"), context);
  REQUIRE(result.has_value());
  CHECK(text_at(*result, "title") == "12 false 77");
}

TEST_CASE("strict: every refusal has its code and names the variable", "[strict]") {
  struct Row {
    std::string source;
    std::string context;
    std::string code;
    std::string path;
  };
  const std::vector<Row> rows = {
      {dispute_with("{{seller}}"), "{}", "template.missing_variable", "/context/seller"},
      {dispute_with("{{seller}}"), R"({"seller":null})", "template.missing_variable",
       "/context/seller"},
      {dispute_with("{{a.b}}"), R"({"a":{}})", "template.missing_variable", "/context/a/b"},
      {dispute_with("{{toString}}"), "{}", "template.missing_variable", "/context/toString"},
      {dispute_with("{{constructor.name}}"), "{}", "template.missing_variable",
       "/context/constructor/name"},
      {dispute_with("{{a}}"), R"({"a":[1]})", "template.value_type", "/context/a"},
      {dispute_with("{{a}}"), R"({"a":{}})", "template.value_type", "/context/a"},
      {dispute_with("{{> a}}"), "{}", "template.partial", "/template"},
      {dispute_with("{{=<% %>=}}<% a %>"), R"({"a":"A"})", "template.delimiter", "/template"},
      {dispute_with("{{#hex}}{{n}}{{/hex}}"), R"({"n":"0x10"})", "template.hex", "/context/hex"},
      {dispute_with("t", R"(,"metadata":{"{{a}}":"x"})"), R"({"a":"A"})", "template.slot_position",
       "/context/a"},
      {dispute_with("\\{{a}}"), R"({"a":"\""})", "template.slot_position", "/context/a"},
      {dispute_with("\\u00{{a}}"), R"({"a":"22"})", "template.slot_position", "/context/a"},
      {dispute_with("t", R"(,"metadata":{"n":1{{a}}})"), R"({"a":"2"})", "template.slot_position",
       "/context/a"},
      {dispute_with("t", R"(,"metadata":{"n":{{a}} })"), R"({"a":"1,2"})", "template.slot_value",
       "/context/a"},
      {dispute_with("t", R"(,"extraEvidences":[{{{a}}}])"), R"({"a":""})", "template.slot_value",
       "/context/a"},
      {dispute_with("t", R"(,"metadata":{"n":{{a}}0})"), R"({"a":"1"})", "template.not_json",
       "/template"},
      {dispute_with("t", ",}"), "{}", "template.not_json", "/template"},
      {dispute_with("t", R"(,"metadata":{)"), "{}", "template.not_json", "/template"},
      {dispute_with("t", R"(,"title":"again")"), "{}", "json.duplicate_key", "/template"},
      {dispute_with("t", R"(,"lang":tru)"), "{}", "json.syntax", "/template"},
      {dispute_with("t", R"(,"lang":null)"), "{}", "template.invalid", "/template"},
  };
  for (const Row& row : rows) {
    INFO(row.source << " " << row.context);
    const auto result = render_strict(row.source, context_of(row.context));
    REQUIRE_FALSE(result.has_value());
    CHECK(code_text(result.error().error.code) == row.code);
    CHECK(result.error().error.path == row.path);
    CHECK((row.code == "template.invalid") == !result.error().findings.empty());
    CHECK_FALSE(nlohmann::json::parse(dispute_template::to_json(result.error()), nullptr, false)
                    .is_discarded());
  }
}

TEST_CASE("strict: a value outside of quotes is complete JSON", "[strict]") {
  const std::string one = R"({"name":"a","description":"b"})";
  json::Value context = json::Value::object();
  context.set("a", json::Value::string(one));
  context.set("two", json::Value::string(" " + one + ",\n" + one + " "));
  context.set("n", json::Value::string("1e2"));
  context.set("list", context_of(R"([1,{"x":"\"}"}])"));
  context.set("evil", json::Value::string(one + R"(],"answers":[)"));
  const auto evidences = [&](std::string_view inside) -> std::optional<std::size_t> {
    const auto result = render_strict(
        dispute_with("t", ",\"extraEvidences\":[" + std::string(inside) + "]"), context);
    if (!result) return std::nullopt;
    return result->find("extraEvidences")->items().size();
  };
  CHECK(evidences("{{{a}}}") == 1u);
  CHECK(evidences("{{{two}}}") == 2u);
  CHECK(evidences("{{{a}}},{{{two}}}") == 3u);
  CHECK_FALSE(evidences("{{{evil}}}"));
  CHECK_FALSE(evidences("{{{a}}}{{{a}}}"));
  const auto result =
      render_strict(dispute_with("t", R"(,"metadata":{"n":{{n}},"list":{{{list}}} })"), context);
  REQUIRE(result.has_value());
  CHECK(json::dump(*result->find("metadata")) == R"({"n":1e2,"list":[1,{"x":"\"}"}]})");
}

TEST_CASE("strict: sections choose the template's text", "[strict]") {
  // The form Curate V2 uses.
  const std::string source = dispute_with(
      "t",
      R"(,"extraEvidences":[{{#r}}{{{r}}}{{/r}}{{#r}}{{#c}},{{/c}}{{/r}}{{#c}}{{{c}}}{{/c}}])");
  const std::string handlebars = dispute_with(
      "t",
      R"(,"extraEvidences":[{{#if r}}{{{r}}}{{/if}}{{#if r}}{{#if c}},{{/if}}{{/if}}{{#if c}}{{{c}}}{{/if}}])");
  const std::string evidence = R"("{\"name\":\"a\",\"description\":\"b\"}")";
  for (const std::string& text : {source, handlebars}) {
    const auto count = [&](const std::string& context) {
      const auto result = render_strict(text, context_of(context));
      REQUIRE(result.has_value());
      return result->find("extraEvidences")->items().size();
    };
    CHECK(count("{}") == 0);
    CHECK(count("{\"r\":" + evidence + "}") == 1);
    CHECK(count("{\"c\":" + evidence + "}") == 1);
    CHECK(count("{\"r\":" + evidence + ",\"c\":" + evidence + "}") == 2);
  }
}

TEST_CASE("strict: hex is exact on uint256", "[strict]") {
  const auto title = [](const std::string& n) {
    const auto result =
        render_strict(dispute_with("{{#hex}}{{n}}{{/hex}}"), context_of("{\"n\":\"" + n + "\"}"));
    return result ? text_at(*result, "title") : std::string(code_text(result.error().error.code));
  };
  CHECK(title("0") == "0x0");
  CHECK(title("9007199254740993") == "0x20000000000001");
  CHECK(title("115792089237316195423570985008687907853269984665640564039457584007913129639935") ==
        "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
  for (const char* bad :
       {"115792089237316195423570985008687907853269984665640564039457584007913129639936", "", "-1",
        "01", "1.5", "1e3", " 1", "0x1", "ten"}) {
    CHECK(title(bad) == "template.hex");
  }
}

TEST_CASE("strict: work, output and depth are bounded", "[strict]") {
  std::string bomb = "lol";
  for (int i = 0; i < 7; ++i) bomb = "{{#a}}" + bomb + "{{/a}}";
  const std::string code =
      failure_code(dispute_with(bomb), R"({"a":[{},{},{},{},{},{},{},{},{},{}]})");
  CHECK((code == "template.step_limit" || code == "template.output_limit"));
  const std::string big(600'000, 'x');
  CHECK(failure_code(dispute_with("{{a}}{{a}}"), "{\"a\":\"" + big + "\"}") ==
        "template.output_limit");
  std::string deep;
  for (int i = 0; i < 63; ++i) deep += '[';
  std::string closing(63, ']');
  CHECK(failure_code(dispute_with("t", ",\"x\":" + deep + closing)).empty());
  CHECK_FALSE(failure_code(dispute_with("t", ",\"x\":[" + deep + closing + "]")).empty());
  CHECK_FALSE(
      failure_code(dispute_with("t", ",\"x\":{{{v}}}"), "{\"v\":\"[" + deep + closing + "]\"}")
          .empty());
}

TEST_CASE("strict: the refuse answer stands where kleros-sdk puts it", "[strict]") {
  const auto answers = [](std::string_view list) {
    std::string source = dispute_with("t");
    const std::size_t begin = source.find("\"answers\":") + 10;
    source.replace(begin, source.find("],") + 1 - begin, list);
    const auto result = render_strict(source, json::Value::object());
    REQUIRE(result.has_value());
    return json::dump(*result->find("answers"));
  };
  const std::string yes = R"({"id":"0x1","title":"Yes","description":"y"})";
  const std::string no = R"({"id":"0x02","title":"No","description":"n"})";
  CHECK(
      answers("[" + yes + "," + no + "]") ==
      R"([{"id":"0x0","title":"Refuse to Arbitrate / Invalid","description":"Refuse to Arbitrate / Invalid","reserved":true},)" +
          yes + "," + no + "]");
  CHECK(
      answers(
          "[" + yes +
          R"(,{"title":"Invalid","id":"0x000","extra":1,"description":"own","reserved":false},)" +
          no + "]") ==
      "[" + yes +
          R"(,{"id":"0x0","title":"Refuse to Arbitrate / Invalid","description":"own","reserved":true},)" +
          no + "]");
}

TEST_CASE("registration calldata is setDisputeTemplate's", "[calldata]") {
  const auto data = dispute_template::registration_calldata("tag", "{}", "[]");
  REQUIRE(data.has_value());
  CHECK(data->size() == 2 + 2 * (4 + 32 * 3 + 3 * 64));
  const auto change = dispute_template::change_calldata("{}", "[]");
  REQUIRE(change.has_value());
  CHECK(change->substr(0, 10) != data->substr(0, 10));
  const auto bad = dispute_template::registration_calldata("tag", "\xff", "[]");
  REQUIRE_FALSE(bad.has_value());
  CHECK(bad.error().code == ErrorCode::utf8_invalid);
  CHECK(bad.error().path == "/template");
}
