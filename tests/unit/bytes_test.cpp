#include "dikast/bytes.hpp"

#include <catch2/catch.hpp>

using namespace dikast;

TEST_CASE("bytes: hex is written in lower case with 0x", "[bytes]") {
  CHECK(to_hex(Bytes{}) == "0x");
  CHECK(to_hex(Bytes{0x00, 0x0f, 0xa0, 0xff}) == "0x000fa0ff");
  std::string out = "x";
  append_hex(out, Bytes{0xde, 0xad});
  CHECK(out == "xdead");
}

TEST_CASE("bytes: hex of either case is read", "[bytes]") {
  CHECK(from_hex("0x") == Bytes{});
  CHECK(from_hex("0x00Ff") == Bytes{0x00, 0xff});
  CHECK(from_hex("0xabCDef") == Bytes{0xab, 0xcd, 0xef});
}

TEST_CASE("bytes: anything else is bytes.invalid", "[bytes]") {
  for (const char* text :
       {"", "0", "x", "00", "0X00", "0x0", "0x000", "0xg0", "0x0g", "0x 0", "-0x00", "0x00 ",
        " 0x00", "0x0x", "0x\xff\xff", "0x/0", "0x:0", "0x@0", "0x`0"}) {
    CAPTURE(text);
    const auto bytes = from_hex(text);
    REQUIRE_FALSE(bytes);
    CHECK(bytes.error().code == ErrorCode::bytes_invalid);
    CHECK(bytes.error().path.empty());
    CHECK_FALSE(bytes.error().message.empty());
  }
}

TEST_CASE("bytes: hex digits have their values and nothing else has one", "[bytes]") {
  for (int c = 0; c < 256; ++c) {
    CAPTURE(c);
    int expected = -1;
    if (c >= '0' && c <= '9') expected = c - '0';
    if (c >= 'a' && c <= 'f') expected = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') expected = c - 'A' + 10;
    CHECK(hex_digit_value(static_cast<char>(c)) == expected);
    const std::string pair{'0', static_cast<char>(c)};
    std::uint8_t byte = 0;
    CHECK(decode_hex_digits(pair, &byte) == (expected >= 0));
    if (expected >= 0) CHECK(byte == expected);
  }
  CHECK_FALSE(decode_hex_digits("0", nullptr));
  CHECK(decode_hex_digits("", nullptr));
}

TEST_CASE("bytes: every byte comes back", "[bytes]") {
  Bytes all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<std::uint8_t>(i));
  CHECK(from_hex(to_hex(all)) == all);
}

TEST_CASE("bytes: every pair of digits at every place of a long text", "[bytes]") {
  for (unsigned place = 0; place < 20; ++place) {  // eight at a time, and what is left over
    for (unsigned c = 0; c < 256; ++c) {
      std::string digits(20, 'a');
      digits[place] = static_cast<char>(c);
      Bytes out(10);
      const int value = hex_digit_value(static_cast<char>(c));
      CHECK(decode_hex_digits(digits, out.data()) == (value >= 0));
      if (value < 0) continue;
      const unsigned byte = out[place / 2];
      CHECK((place % 2 == 0 ? byte >> 4 : byte & 15) == static_cast<unsigned>(value));
    }
  }
  Bytes all(256);
  for (unsigned i = 0; i < 256; ++i) all[i] = static_cast<std::uint8_t>(i);
  for (std::size_t length = 0; length <= all.size(); ++length) {
    const std::string hex = to_hex(ByteView(all.data(), length));
    CHECK(hex.size() == 2 + 2 * length);
    CHECK(from_hex(hex) == Bytes(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(length)));
  }
}
