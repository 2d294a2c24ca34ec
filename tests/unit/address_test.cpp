#include "dikast/address.hpp"

#include <catch2/catch.hpp>

#include "support/shared.hpp"

using namespace dikast;

TEST_CASE("address: the examples of EIP-55", "[address]") {
  for (const char* text :
       {"0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77", "0x27b1fdb04752bbc536007a920d24acb045561c26",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"}) {
    CAPTURE(text);
    const auto address = Address::parse(text);
    REQUIRE(address);
    CHECK(address->to_checksum() == text);
    CHECK(Address::parse(address->to_lower()) == address);
  }
}

TEST_CASE("address: all upper case carries no checksum", "[address]") {
  const auto address = Address::parse("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED");
  REQUIRE(address);
  CHECK(address->to_checksum() == "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  CHECK(address->to_lower() == "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
}

TEST_CASE("address: a wrong checksum is address.checksum", "[address]") {
  const std::string wrong = "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
  const auto address = Address::parse(wrong);
  REQUIRE_FALSE(address);
  CHECK(address.error().code == ErrorCode::address_checksum);
  const auto unchecked = Address::parse_unchecked(wrong);
  REQUIRE(unchecked);
  CHECK(unchecked->to_checksum() == "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
}

TEST_CASE("address: everything else is address.invalid", "[address]") {
  const std::string digits(40, '1');
  for (const std::string& text :
       {std::string(), std::string("0x"), "0x" + digits.substr(1), "0x" + digits + "1", digits,
        "0X" + digits, " 0x" + digits, "0x" + digits + "\n", "0x" + digits.substr(1) + "g",
        std::string("kleros.eth"),
        "\xe2\x80\xae"
        "0x" +
            digits,
        "0x" + digits.substr(1) + '\0'}) {
    CAPTURE(text);
    REQUIRE_FALSE(Address::parse(text));
    CHECK(Address::parse(text).error().code == ErrorCode::address_invalid);
    REQUIRE_FALSE(Address::parse_unchecked(text));
    CHECK(Address::parse_unchecked(text).error().code == ErrorCode::address_invalid);
  }
}

TEST_CASE("address: zero and order", "[address]") {
  CHECK(Address{}.is_zero());
  const auto one = Address::parse("0x0000000000000000000000000000000000000001");
  REQUIRE(one);
  CHECK_FALSE(one->is_zero());
  CHECK(Address{} < *one);
}

TEST_CASE("address: the shared vectors", "[address]") {
  DIKAST_SHARED_OR_SKIP(path, "data/eip55.jsonl");
  const std::size_t rows = test::for_each_jsonl(path, [](const nlohmann::ordered_json& row) {
    const std::string expect = test::text_of(row, "expect");
    const auto address = Address::parse(test::text_of(row, "input"));
    CAPTURE(test::text_of(row, "id"), expect);
    if (expect == "either") return;
    REQUIRE(address.has_value() == (expect != "reject"));
    if (address) CHECK(address->to_checksum() == test::text_of(row, "checksummed"));
  });
  CHECK(rows > 0);
}
