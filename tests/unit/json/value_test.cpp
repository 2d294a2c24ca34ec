#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "dikast/json.hpp"
#include "dikast/utf8.hpp"
#include "support/shared.hpp"

using namespace dikast;
using json::Value;

namespace {

std::string escaped(std::string_view text, bool ascii_only) {
  std::string out = "<";
  json::append_escaped(out, text, ascii_only);
  return out.substr(1);
}

}  // namespace

TEST_CASE("json value: kinds and members", "[json]") {
  CHECK(Value().is_null());
  CHECK(Value::boolean(true).is_bool());
  CHECK(Value::boolean(true).as_bool());
  CHECK(Value::number("1").is_number());
  CHECK(Value::string("1").is_string());
  CHECK(Value::number("1") != Value::string("1"));
  CHECK(Value::number("1.0") != Value::number("1"));
  CHECK(Value::array().is_array());
  CHECK(Value::object().is_object());
  CHECK(Value::array() != Value::object());

  Value object = Value::object();
  object.set("a", Value::number("1"));
  object.set("b", Value());
  object.set("a", Value::string("x"));
  CHECK(json::dump(object) == R"({"a":"x","b":null})");
  REQUIRE(object.find("a") != nullptr);
  CHECK(object.find("a")->text() == "x");
  CHECK(object.find("c") == nullptr);
  CHECK(object.find("toString") == nullptr);
  CHECK(Value().find("a") == nullptr);

  Value array = Value::array();
  array.push(object);
  array.push(Value::boolean(false));
  CHECK(json::dump(array) == R"([{"a":"x","b":null},false])");
}

TEST_CASE("json dump: numbers JSON cannot write are null", "[json]") {
  CHECK(json::dump(Value::number("NaN")) == "null");
  CHECK(json::dump(Value::number("-Infinity")) == "null");
  CHECK(json::dump(Value::number("")) == "null");
  CHECK(json::dump(Value::number("1 2")) == "null");
}

TEST_CASE("json: number literals", "[json]") {
  for (const char* text : {"0", "-0", "1", "-12", "1.5", "0.10", "1e1", "1E+2", "1.5e-3"}) {
    CAPTURE(text);
    CHECK(json::is_number_literal(text));
  }
  for (const char* text : {"", "-", "+1", "01", "-01", "1.", ".1", "1e", "1e+", "0x1", "1 ", "1n",
                           "NaN", "1.e1", "--1", "1e1.5"}) {
    CAPTURE(text);
    CHECK_FALSE(json::is_number_literal(text));
  }
}

TEST_CASE("json escape: as JSON.stringify", "[json]") {
  for (const bool ascii_only : {false, true}) {
    CHECK(escaped("", ascii_only).empty());
    CHECK(escaped("plain text of more than eight bytes", ascii_only) ==
          "plain text of more than eight bytes");
    CHECK(escaped("\"\\/\b\f\n\r\t", ascii_only) == R"(\"\\/\b\f\n\r\t)");
    CHECK(escaped(std::string_view("\0\x01\x1f\x7f", 4), ascii_only) ==
          "\\u0000\\u0001\\u001f\x7f");
    CHECK(escaped("1234567\"9", ascii_only) == "1234567\\\"9");
  }
}

TEST_CASE("json escape: characters above U+007F", "[json]") {
  const std::string text = "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xe2\x80\xa8";
  CHECK(escaped(text, false) == text);
  CHECK(escaped(text, true) == "\\u00e9\\u20ac\\ud83d\\ude00\\u2028");
  for (const bool ascii_only : {false, true}) {
    CHECK(escaped("\xed\xa0\x80x", ascii_only) == "\\ud800x");
    CHECK(escaped("a\xff", ascii_only) == (ascii_only ? "a\\ufffd" : "a\xef\xbf\xbd"));
    CHECK(escaped("\xe2\x82", ascii_only) ==
          (ascii_only ? "\\ufffd\\ufffd" : "\xef\xbf\xbd\xef\xbf\xbd"));
  }
}

TEST_CASE("json escape: every byte at every place of a word", "[json]") {
  for (int c = 0; c < 128; ++c) {
    const std::string alone = escaped(std::string(1, static_cast<char>(c)), true);
    for (std::size_t at = 0; at < 17; ++at) {
      std::string text(17, 'x');
      text[at] = static_cast<char>(c);
      std::string expected = std::string(at, 'x') + alone + std::string(16 - at, 'x');
      if (escaped(text, true) != expected) FAIL("byte " << c << " at " << at);
    }
  }
  SUCCEED();
}

TEST_CASE("json escape: what is escaped reads back", "[json]") {
  test::Random random(99);
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (std::uint32_t n = random.below(30); n > 0; --n) {
      char32_t code = random.below(4) == 0 ? random.below(0x110000) : random.below(0x80);
      if (code >= 0xd800 && code <= 0xdfff) code = U'\\';
      utf8::append(text, code);
    }
    for (const bool ascii_only : {false, true}) {
      const auto read = json::parse("\"" + escaped(text, ascii_only) + "\"");
      REQUIRE(read);
      REQUIRE(read->text() == text);
    }
  }
}

TEST_CASE("json: the bridge to nlohmann rounds nothing", "[json]") {
  const auto bridged = [](std::string_view text) {
    const auto value = json::parse(text);
    REQUIRE(value);
    return json::to_nlohmann(*value).dump();
  };
  CHECK(bridged(R"({"b":[1,-2,true,null,"x"],"a":{}})") == R"({"b":[1,-2,true,null,"x"],"a":{}})");
  CHECK(bridged("9007199254740991") == "9007199254740991");
  CHECK(bridged("9007199254740992") == "\"9007199254740992\"");
  CHECK(bridged("-9007199254740992") == "\"-9007199254740992\"");
  CHECK(bridged("123456789012345678901234567890") == "\"123456789012345678901234567890\"");
  CHECK(bridged("0.5") == "0.5");
  CHECK(bridged("1.50") == "1.5");
  CHECK(bridged("0.1") == "0.1");
  CHECK(bridged("0.1000000000000000055") == "\"0.1000000000000000055\"");
  CHECK(bridged("1e3") == "1000.0");
  CHECK(bridged("1e400") == "\"1e400\"");
  CHECK(bridged("1e-400") == "\"1e-400\"");
  CHECK(bridged("0e5") == "0.0");
  CHECK(bridged("-0") == "-0.0");
  CHECK(bridged("1e99999999999999999999") == "\"1e99999999999999999999\"");
  CHECK(json::to_nlohmann(Value::number("NaN")) == "NaN");
}

TEST_CASE("json: the bridge from nlohmann keeps order and kinds", "[json]") {
  const nlohmann::ordered_json source = {{"z", 1},
                                         {"a", nullptr},
                                         {"list", {true, -2, 1.5, "s"}},
                                         {"o", nlohmann::ordered_json::object()}};
  CHECK(json::dump(json::from_nlohmann(source)) ==
        R"({"z":1,"a":null,"list":[true,-2,1.5,"s"],"o":{}})");
  std::string many = "{";
  for (int i = 0; i < 2000; ++i)
    many += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  many += "\"end\":[]}";
  const auto value = json::parse(many);
  REQUIRE(value);
  CHECK(json::from_nlohmann(json::to_nlohmann(*value)) == *value);
}
