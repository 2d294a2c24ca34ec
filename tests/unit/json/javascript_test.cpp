#include <catch2/catch.hpp>

#include "dikast/json.hpp"
#include "support/shared.hpp"

using namespace dikast;

TEST_CASE("json like JavaScript: the last of duplicate keys, at the place of the first", "[json]") {
  const auto read = [](std::string_view text) {
    const auto value = json::parse_like_javascript(text);
    REQUIRE(value);
    return json::dump(*value);
  };
  CHECK(read(R"({"a":1,"b":2,"a":3})") == R"({"a":3,"b":2})");
  CHECK(read(R"({"a":1,"\u0061":2,"a":3})") == R"({"a":3})");
  CHECK(read(R"([{"x":{"y":1,"y":{"z":1,"z":2}}}])") == R"([{"x":{"y":{"z":2}}}])");
  std::string many = "{";
  std::string expected = "{";
  for (int i = 0; i < 50; ++i) {
    many += "\"k" + std::to_string(i) + "\":0,";
    expected += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":" + (i == 7 ? "8" : "0");
  }
  CHECK(read(many + "\"k7\":9,\"k7\":8}") == expected + "}");
}

TEST_CASE("json like JavaScript: lone surrogates stay", "[json]") {
  const auto read = [](std::string_view text) {
    const auto value = json::parse_like_javascript(text);
    REQUIRE(value);
    return value->text();
  };
  CHECK(read(R"("\ud800")") == "\xed\xa0\x80");
  CHECK(read(R"("\udc00\ud800x")") == "\xed\xb0\x80\xed\xa0\x80x");
  CHECK(read(R"("\ud83d\ude00")") == "\xf0\x9f\x98\x80");
  CHECK(read("\"\xed\xa0\x80\"") == "\xed\xa0\x80");
  // One half as an escape, the other as it is: JavaScript joins units, so they are a pair.
  CHECK(read("\"\\ud83d\xed\xb8\x80\"") == "\xf0\x9f\x98\x80");
  CHECK(read("\"\xed\xa0\xbd\\ude00\"") == "\xf0\x9f\x98\x80");
}

TEST_CASE("json like JavaScript: what JSON.parse refuses", "[json]") {
  for (const std::string_view text :
       {std::string_view("\xef\xbb\xbf{}"), std::string_view("1\0", 2), std::string_view("[1,]"),
        std::string_view("\"\t\""), std::string_view("\v1"),
        std::string_view("\xc2\xa0"
                         "1"),
        std::string_view("01"), std::string_view("")}) {
    const auto value = json::parse_like_javascript(text);
    REQUIRE_FALSE(value);
    CHECK(value.error().code == ErrorCode::json_syntax);
  }
  CHECK(json::parse_like_javascript("\"\xff\"").error().code == ErrorCode::utf8_invalid);
  CHECK(json::parse_like_javascript("\"\xc0\x80\"").error().code == ErrorCode::utf8_invalid);
  CHECK(json::parse_like_javascript("[[]]", {.bytes = 4, .depth = 1}).error().code ==
        ErrorCode::json_depth);
  CHECK(json::parse_like_javascript("[[]]", {.bytes = 3, .depth = 2}).error().code ==
        ErrorCode::input_too_large);
}

TEST_CASE("json like JavaScript: recorded from V8", "[json]") {
  const std::size_t rows = test::for_each_jsonl(
      test::vectors_dir() / "json" / "javascript.jsonl", [](const nlohmann::ordered_json& row) {
        const std::string text = test::text_of(row, "text");
        CAPTURE(text);
        const auto value = json::parse_like_javascript(text);
        REQUIRE(value.has_value() == row.contains("stringified"));
        if (value) {
          CHECK(json::dump(*value, false) == test::text_of(row, "stringified"));
        } else {
          CHECK(value.error().code == ErrorCode::json_syntax);
        }
      });
  CHECK(rows > 100);
}
