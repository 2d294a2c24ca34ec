#include "dikast/utf8.hpp"

#include <catch2/catch.hpp>

using namespace dikast;

TEST_CASE("utf8: well-formed text", "[utf8]") {
  for (const char* text : {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
                           "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
                           "plain ASCII longer than eight bytes", "eight by\xc3\xa9 and more"}) {
    CAPTURE(text);
    CHECK(utf8::is_valid(text));
    CHECK_FALSE(utf8::first_invalid(text));
  }
  CHECK(utf8::is_valid(std::string_view("a\0b", 3)));
}

TEST_CASE("utf8: what is no UTF-8, and where", "[utf8]") {
  struct Row {
    std::string_view text;
    std::size_t at;
  };
  // RFC 3629 section 3, limits first: continuation alone, overlong, surrogates, above U+10FFFF,
  // cut.
  for (const Row& row :
       {Row{"\x80", 0}, Row{"\xbf", 0}, Row{"\xc0\x80", 0}, Row{"\xc1\xbf", 0},
        Row{"\xe0\x80\x80", 0}, Row{"\xe0\x9f\xbf", 0}, Row{"\xed\xa0\x80", 0},
        Row{"\xed\xbf\xbf", 0}, Row{"\xf0\x80\x80\x80", 0}, Row{"\xf0\x8f\xbf\xbf", 0},
        Row{"\xf4\x90\x80\x80", 0}, Row{"\xf5\x80\x80\x80", 0}, Row{"\xff", 0}, Row{"abc\xc3", 3},
        Row{"12345678\xe2\x82", 8}, Row{"\xe2\x28\xa1", 0}, Row{"ok \xc3\xa9 then \xc3(", 11}}) {
    CAPTURE(row.at);
    CHECK_FALSE(utf8::is_valid(row.text));
    CHECK(utf8::first_invalid(row.text) == row.at);
    CHECK_FALSE(utf8::decode_at(row.text, row.at));
  }
}

TEST_CASE("utf8: every code point comes back", "[utf8]") {
  bool good = true;
  for (char32_t code = 0; code <= 0x10ffff; ++code) {
    std::string text;
    utf8::append(text, code);
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    const auto strict = utf8::decode_at(text, 0);
    const auto loose = utf8::decode_wtf8_at(text, 0);
    good = good && strict.has_value() == !surrogate && utf8::is_valid(text) == !surrogate;
    good = good && loose && loose->code_point == code && loose->length == text.size();
    good = good && !utf8::first_invalid_wtf8(text);
    good = good && utf8::utf16_length(text) == (code < 0x10000 ? 1U : 2U);
    if (!good) FAIL("code point " << static_cast<unsigned>(code));
  }
  SUCCEED();
}

TEST_CASE("utf8: nothing is read behind the end", "[utf8]") {
  CHECK_FALSE(utf8::decode_at("", 0));
  CHECK_FALSE(utf8::decode_at("a", 1));
  CHECK_FALSE(utf8::decode_at("a", 99));
  const std::string exact = "\xf0\x9f\x98\x80";
  for (std::size_t n = 1; n < 4; ++n) {
    // An exact-size copy, so that a sanitizer sees one byte too many.
    const std::string cut(exact, 0, n);
    CHECK_FALSE(utf8::decode_at(cut, 0));
    CHECK(utf8::first_invalid_wtf8(cut) == 0U);
  }
}

TEST_CASE("utf8: positions count as an editor does", "[utf8]") {
  using utf8::Position;
  // One UTF-16 unit for e-acute, two for the emoji.
  const std::string text = "a\xc3\xa9\xf0\x9f\x98\x80z\nb\r\nc\rd";
  CHECK(utf8::position_at(text, 0) == Position{1, 1, 0});
  CHECK(utf8::position_at(text, 3) == Position{1, 3, 2});
  CHECK(utf8::position_at(text, 7) == Position{1, 5, 4});
  CHECK(utf8::position_at(text, 8) == Position{1, 6, 5});
  CHECK(utf8::position_at(text, 9) == Position{2, 1, 6});
  CHECK(utf8::position_at(text, 10) == Position{2, 2, 7});
  CHECK(utf8::position_at(text, 12) == Position{3, 1, 9});
  CHECK(utf8::position_at(text, 14) == Position{4, 1, 11});
  CHECK(utf8::position_at(text, 999) == Position{4, 2, 12});
  CHECK(utf8::position_at("", 5) == Position{1, 1, 0});
  // Between CR and LF the line has not ended yet.
  CHECK(utf8::position_at("a\r\nb", 2) == Position{1, 3, 2});
}
