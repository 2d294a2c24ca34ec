#include <catch2/catch.hpp>

#include "dikast/base.hpp"
#include "dikast/json.hpp"
#include "support/shared.hpp"

using namespace dikast;

namespace {

/// Both library readers, which have to agree to the last letter of the message.
Result<json::Value> read_both(std::string_view text, const json::Limits& limits = {}) {
  const auto first = json::parse(text, limits);
  const auto second = json::parse_with_nlohmann(text, limits);
  CAPTURE(text);
  REQUIRE(first.has_value() == second.has_value());
  if (first) {
    REQUIRE(*first == *second);
  } else {
    REQUIRE(first.error() == second.error());
  }
  return first;
}

Error refused(std::string_view text, const json::Limits& limits = {}) {
  const auto result = read_both(text, limits);
  CAPTURE(text);
  REQUIRE_FALSE(result);
  return result.error();
}

std::string nested(std::size_t depth, std::string_view inside = "") {
  return std::string(depth, '[') + std::string(inside) + std::string(depth, ']');
}

}  // namespace

TEST_CASE("json: documents that are read", "[json]") {
  for (const char* text :
       {"null", "true", "false", "0", "-0", "\"\"", "[]", "{}", "[[],{}]", "{\"a\":{\"b\":[null]}}",
        "[\"\\\"\\\\/\\b\\f\\n\\r\\t\"]", "[1,-1,1.5,1e5,1E+5,1e-5,-0.0]", "{\"\":\"\"}",
        "{\"__proto__\":1,\"constructor\":2}"}) {
    const auto value = read_both(text);
    REQUIRE(value);
    CHECK(json::dump(*value) == text);
  }
  CHECK(json::dump(*read_both(" \t\r\n[ 1 , 2 ]\n ")) == "[1,2]");
  CHECK(json::dump(*read_both("\"\\/\\u0041\\u00e9\\uD83D\\ude00\"")) ==
        "\"/A\\u00e9\\ud83d\\ude00\"");
  CHECK(read_both("\"a\\u0000b\"")->text() == std::string("a\0b", 3));
}

TEST_CASE("json: numbers keep their text", "[json]") {
  for (const std::string& literal :
       {std::string("9007199254740993"), std::string("123456789012345678901234567890"),
        std::string("18446744073709551616"), std::string("-9223372036854775809"), std::string("-0"),
        std::string("1.10"), std::string("1e400"), std::string("1E-999"), std::string("0.1e+2"),
        std::string(400, '9'), "0." + std::string(400, '3'), std::string("-0e0"),
        std::string("3e0")}) {
    CAPTURE(literal);
    const auto value = read_both("[" + literal + "]");
    REQUIRE(value);
    REQUIRE(value->items().size() == 1);
    CHECK(value->items()[0].is_number());
    CHECK(value->items()[0].text() == literal);
  }
}

TEST_CASE("json: syntax errors say line, column and what was expected", "[json]") {
  struct Row {
    std::string_view text;
    std::string_view place;
    std::string_view expected;
  };
  for (const Row& row : {
           Row{"", "line 1, column 1", "a value, but found the end of the text"},
           Row{" \n ", "line 2, column 2", "a value"},
           Row{"[1,]", "line 1, column 4", "no comma stands before a closing bracket"},
           Row{"{\"a\":1,\n}", "line 2, column 1", "no comma stands before a closing bracket"},
           Row{"{'a':1}", "line 1, column 2", "a key in double quotes, but found '''"},
           Row{"['a']", "line 1, column 2", "a string stands in double quotes"},
           Row{"{a:1}", "line 1, column 2", "a key in double quotes, but found 'a'"},
           Row{"{\"a\" 1}", "line 1, column 6", "':' after the key"},
           Row{"[1 2]", "line 1, column 4", "',' or ']'"},
           Row{"{\"a\":1 \"b\":2}", "line 1, column 8", "',' or '}'"},
           Row{"[1}", "line 1, column 3", "',' or ']' after a value of the array, but found '}'"},
           Row{"// x\n1", "line 1, column 1", "JSON has no comments"},
           Row{"{\"a\":1} // x", "line 1, column 9", "nothing after the end of the document"},
           Row{"1 2", "line 1, column 3", "nothing after the end of the document"},
           Row{"NaN", "line 1, column 1", "a value, but found 'N'"},
           Row{"nul", "line 1, column 4", "true, false or null"},
           Row{"True", "line 1, column 1", "a value"},
           Row{"01", "line 1, column 2", "without a leading zero"},
           Row{"-", "line 1, column 2", "a digit after '-'"},
           Row{"+1", "line 1, column 1", "a value, but found '+'"},
           Row{"1.", "line 1, column 3", "after the decimal point"},
           Row{".5", "line 1, column 1", "a value"},
           Row{"1e", "line 1, column 3", "of the exponent"},
           Row{"1e+", "line 1, column 4", "of the exponent"},
           Row{"\"a", "line 1, column 3", "at the end of a string"},
           Row{"\"\\x\"", "line 1, column 3", "after a backslash"},
           Row{"\"\\u12g4\"", "line 1, column 6", "four hex digits"},
           Row{"\"\\ud800\\u12\"", "line 1, column 12", "four hex digits"},
           Row{"\"a\nb\"", "line 1, column 3", "line break), but found U+000A"},
           Row{"\xef\xbb\xbf{}", "line 1, column 1", "no byte-order mark"},
           Row{"[1,\xe2\x80\x8b"
               "2]",
               "line 1, column 4", "a value, but found U+200B"},
           Row{std::string_view("{\"a\":1}\0{}", 10), "line 1, column 8", "U+0000"},
           Row{std::string_view("[1\0]", 4), "line 1, column 3", "U+0000"},
       }) {
    const Error error = refused(row.text);
    CAPTURE(row.text, error.message);
    CHECK(error.code == ErrorCode::json_syntax);
    CHECK(error.path.empty());
    CHECK(error.message.find(row.place) != std::string::npos);
    CHECK(error.message.find(row.expected) != std::string::npos);
  }
}

TEST_CASE("json: columns count UTF-16 units", "[json]") {
  CHECK(refused("[\"\xf0\x9f\x98\x80\" x").message.find("column 7") != std::string::npos);
}

TEST_CASE("json: duplicate keys are refused and named", "[json]") {
  const auto expect = [](std::string_view text, std::string_view path) {
    const Error error = refused(text);
    CAPTURE(text);
    CHECK(error.code == ErrorCode::json_duplicate_key);
    CHECK(error.path == path);
  };
  expect(R"({"answers":[1],"answers":[2]})", "/answers");
  expect(R"({"a":1,"\u0061":2})", "/a");
  expect(R"({"x":[0,{"a/b~":1,"a\/b~":1}]})", "/x/1/a~1b~0");
  expect(R"({"":1,"":2})", "/");
  expect(R"([{},{"k":{"z":1,"y":2,"z":3}}])", "/1/k/z");
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += "\"k" + std::to_string(i) + "\":0,";
  expect(many + "\"k57\":1}", "/k57");
  CHECK(refused(R"({"a":1,"a":2)").code == ErrorCode::json_syntax);
  CHECK(refused("{\"a\":1,\n \"a\":2}").message.find("line 2, column 2") != std::string::npos);
  CHECK(read_both(many + "\"K57\":1}"));
}

TEST_CASE("json: half a surrogate pair is refused", "[json]") {
  for (const char* text :
       {R"(["\ud800"])", R"(["\udfff"])", R"(["\ud83dx"])", R"(["\ud83d\n"])",
        R"(["\ude00\ud83d"])", R"(["\ud83d\ud83d\ude00"])", R"(["\uD888\u1234"])"}) {
    CHECK(refused(text).code == ErrorCode::json_surrogate);
    CHECK(refused(text).path == "/0");
  }
  CHECK(refused(R"({"a":{"\ud800":1}})").path == "/a");
}

TEST_CASE("json: bytes that are no UTF-8 are refused", "[json]") {
  for (const char* text : {"\"\xff\"", "\"\xc3(\"", "\"\xed\xa0\x80\"", "[\x80]",
                           "\"\xf4\x90\x80\x80\"", "\"\xc3\"", "\xff\xfe[\"", "{\"\xc0\x80\":1}"}) {
    CHECK(refused(text).code == ErrorCode::utf8_invalid);
  }
}

TEST_CASE("json: depth and size have limits", "[json]") {
  CHECK(read_both(nested(64)));
  CHECK(refused(nested(65)).code == ErrorCode::json_depth);
  CHECK(refused(std::string(100'000, '[')).code == ErrorCode::json_depth);
  CHECK(refused(nested(100'000)).code == ErrorCode::json_depth);
  std::string objects;
  for (int i = 0; i < 65; ++i) objects += "{\"a\":";
  CHECK(refused(objects + "1" + std::string(65, '}')).code == ErrorCode::json_depth);
  CHECK(read_both(nested(2, "1"), {.bytes = 5, .depth = 2}));
  CHECK(refused(nested(2, "1"), {.bytes = 4, .depth = 2}).code == ErrorCode::input_too_large);
  CHECK(refused(nested(2, "1"), {.bytes = 5, .depth = 1}).code == ErrorCode::json_depth);
  CHECK(read_both("1", {.bytes = 1, .depth = 0}));
  CHECK(refused("[]", {.bytes = 2, .depth = 0}).code == ErrorCode::json_depth);
  // The stack holds out at the largest depth that can be asked for.
  CHECK(read_both(nested(256), {.bytes = 1000, .depth = 100'000}));
  CHECK(refused(nested(257), {.bytes = 1000, .depth = 100'000}).code == ErrorCode::json_depth);
  CHECK(read_both(std::string(999'999, ' ') + "1"));
  CHECK(refused(std::string(1'000'000, ' ') + "1").code == ErrorCode::input_too_large);
}

TEST_CASE("json: JSONTestSuite", "[json]") {
  DIKAST_SHARED_OR_SKIP(path, "data/json-testsuite.jsonl");
  const std::size_t rows = test::for_each_jsonl(path, [](const nlohmann::ordered_json& row) {
    const auto bytes = base64_decode(test::text_of(row, "base64"));
    REQUIRE(bytes);
    const std::string text(bytes->begin(), bytes->end());
    const std::string expect = test::text_of(row, "expect");
    const auto value = read_both(text);
    CAPTURE(test::text_of(row, "name"));
    if (expect == "reject") CHECK_FALSE(value);
    if (expect == "accept") {
      // The suite takes duplicate keys; our policy does not, and nothing else.
      CHECK((value || value.error().code == ErrorCode::json_duplicate_key));
      CHECK(json::parse_like_javascript(text));
    }
  });
  CHECK(rows > 0);
}

TEST_CASE("json: the shared attacks", "[json]") {
  DIKAST_SHARED_OR_SKIP(path, "data/attacks.jsonl");
  const std::size_t rows = test::for_each_jsonl(path, [](const nlohmann::ordered_json& row) {
    if (test::text_of(row, "surface") != "json") return;
    const auto& input = row["input"];
    std::string text = test::text_of(input, "text");
    if (input.contains("base64")) {
      const auto bytes = base64_decode(test::text_of(input, "base64"));
      REQUIRE(bytes);
      text.assign(bytes->begin(), bytes->end());
    } else if (const auto generator = input.find("generator"); generator != input.end()) {
      const auto repeated = [](const std::string& unit, std::size_t times) {
        std::string out;
        for (std::size_t i = 0; i < times; ++i) out += unit;
        return out;
      };
      text = generator->contains("open")
                 ? repeated((*generator)["open"], (*generator)["depth"]) +
                       repeated((*generator)["close"], (*generator)["depth"])
                 : repeated((*generator)["repeat"], (*generator)["times"]) +
                       std::string((*generator)["tail"]);
    }
    CAPTURE(test::text_of(row, "id"));
    const auto value = read_both(text);
    const auto& check = row["check"];
    if (test::text_of(check, "verdict") == "exact-or-reject") {
      if (!value) return;
      const json::Value* found = value->find(test::text_of(check, "path"));
      REQUIRE(found != nullptr);
      CHECK(found->text() == test::text_of(check, "equals"));
    } else {
      CHECK_FALSE(value);
    }
  });
  CHECK(rows > 0);
}
