#include <catch2/catch.hpp>

#include "dikast/abi.hpp"
#include "dikast/abi_stream.hpp"
#include "dikast/address.hpp"

using namespace dikast;

namespace {

json::Value value(std::string_view text) {
  auto parsed = json::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

abi::Parameters types(std::string_view text) {
  auto parsed = abi::parse_parameters(json::Value::string(std::string(text)));
  REQUIRE(parsed);
  return *parsed;
}

template <class T>
std::string failure(const Result<T>& result) {
  if (result) return "accepted";
  return std::string(code_text(result.error().code)) + " " + result.error().path;
}

std::string encoded(std::string_view type_list, std::string_view values) {
  const auto bytes = abi::encode(types(type_list), value(values));
  return bytes ? to_hex(ByteView(*bytes)) : failure(bytes);
}

std::string decoded(std::string_view type_list, std::string_view hex) {
  const auto bytes = from_hex(hex);
  REQUIRE(bytes);
  const auto values = abi::decode(types(type_list), ByteView(*bytes));
  return values ? json::dump(*values) : failure(values);
}

/// One word from its last digits.
std::string word(std::string_view digits) {
  return std::string(64 - digits.size(), '0') + std::string(digits);
}

std::string join(const std::vector<std::string>& digits) {
  std::string hex = "0x";
  for (const std::string& d : digits) hex += word(d);
  return hex;
}

std::string round_trip(std::string_view type_list, std::string_view values) {
  return decoded(type_list, encoded(type_list, values));
}

}  // namespace

TEST_CASE("abi: integers at their limits", "[abi]") {
  CHECK(encoded("uint8", R"(["255"])") == join({"ff"}));
  CHECK(encoded("uint8", R"(["256"])") == "abi.range /values/0");
  CHECK(encoded("uint256", R"(["-1"])") == "abi.range /values/0");
  CHECK(encoded("uint256", R"(["-0"])") == join({"0"}));
  CHECK(encoded("int8", R"([-128])") == "0x" + std::string(62, 'f') + "80");
  CHECK(encoded("int8", R"([-129])") == "abi.range /values/0");
  CHECK(encoded("int8", R"([127])") == join({"7f"}));
  CHECK(encoded("int8", R"([128])") == "abi.range /values/0");
  CHECK(encoded("uint256", R"(["0xff"])") == join({"ff"}));
  CHECK(encoded("uint256", R"([9007199254740991])") == join({"1fffffffffffff"}));
  for (const char* bad : {"9007199254740992", "1.5", "1e3", "true", "null", "[]", R"("")",
                          R"("1e18")", R"(" 1")", R"("0x")", R"("1.0")", R"("+1")", R"("--1")"}) {
    CAPTURE(bad);
    CHECK(encoded("uint256", "[" + std::string(bad) + "]") == "uint256.invalid /values/0");
  }
  const std::string lowest =
      "-57896044618658097711785492504343953926634992332820282019728792003956564819968";
  CHECK(round_trip("int256", "[\"" + lowest + "\"]") == "[" + lowest + "]");
  CHECK(encoded("int256", "[\"" + lowest.substr(1) + "\"]") == "abi.range /values/0");
  CHECK(round_trip("int256,int16", R"(["-1","-32768"])") == "[-1,-32768]");
}

TEST_CASE("abi: other words", "[abi]") {
  CHECK(round_trip("bool,bool", "[true,false]") == "[true,false]");
  for (const char* bad : {"1", "\"true\"", "null"}) {
    CHECK(encoded("bool", "[" + std::string(bad) + "]") == "abi.value /values/0");
  }
  CHECK(round_trip("address", R"(["0x991d2df165670b9cac3b022f4b68d65b664222ea"])") ==
        R"(["0x991d2df165670b9cac3B022f4B68D65b664222ea"])");
  CHECK(encoded("address", R"(["0x991D2df165670b9cac3B022f4B68D65b664222ea"])") ==
        "address.checksum /values/0");
  CHECK(encoded("address", R"(["0x99"])") == "address.invalid /values/0");
  CHECK(encoded("address", R"([5])") == "abi.value /values/0");
  CHECK(round_trip("bytes4", R"(["0xdeadBEEF"])") == R"(["0xdeadbeef"])");
  CHECK(encoded("bytes4", R"(["0xdeadbe"])") == "abi.length /values/0");
  CHECK(encoded("bytes4", R"(["deadbeef"])") == "bytes.invalid /values/0");
  CHECK(encoded("bytes4", R"(["0xdeadbeeg"])") == "bytes.invalid /values/0");
  const std::string function = "112233445566778899aabbccddeeff001122334455667788";
  CHECK(round_trip("function", "[\"0x" + function + "\"]") == "[\"0x" + function + "\"]");
  CHECK(encoded("function", "[\"0x" + function + "99\"]") == "abi.length /values/0");
}

TEST_CASE("abi: text and bytes", "[abi]") {
  CHECK(round_trip("string,bytes", R"(["\u0000a\u0000","0x"])") == R"(["\u0000a\u0000","0x"])");
  CHECK(round_trip("string", R"(["\ud83d\ude00 \u0001"])") == R"(["\ud83d\ude00 \u0001"])");
  CHECK(encoded("bytes", R"(["0x1"])") == "bytes.invalid /values/0");
  CHECK(encoded("bytes", R"(["12"])") == "bytes.invalid /values/0");
  CHECK(encoded("string", "[5]") == "abi.value /values/0");
  CHECK(decoded("string", join({"20", "2"}) + "c328" + std::string(60, '0')) ==
        "utf8.invalid /data");
  json::Value lone = json::Value::array();
  lone.push(json::Value::string("\xed\xa0\x80"));
  CHECK(failure(abi::encode(types("string"), lone)) == "utf8.invalid /values/0");
}

TEST_CASE("abi: arrays and tuples", "[abi]") {
  CHECK(round_trip("(uint8 a, string b)[] c, uint8[2][1] d",
                   R"([[{"b":"x","a":1},[2,"y"]],[[3,4]]])") ==
        R"([[{"a":1,"b":"x"},{"a":2,"b":"y"}],[[3,4]]])");
  CHECK(round_trip("(uint8, string b)", R"([[1,"x"]])") == R"([[1,"x"]])");
  CHECK(round_trip("(uint8 a, uint8 a)", R"([[1,2]])") == "[[1,2]]");
  CHECK(round_trip("string[2][]", R"([[["a","b"]]])") == R"([[["a","b"]]])");
  CHECK(round_trip("(uint8 __proto__)", R"([{"__proto__":1}])") == R"([{"__proto__":1}])");
  CHECK(encoded("uint8[2]", "[[1]]") == "abi.length /values/0");
  CHECK(encoded("uint8[]", R"([[1,"x"]])") == "uint256.invalid /values/0/1");
  CHECK(encoded("uint8[]", "[{}]") == "abi.value /values/0");
  CHECK(encoded("(uint8 a, (bool b) c)", R"([{"a":1,"c":{"b":1}}])") == "abi.value /values/0/c/b");
  CHECK(encoded("(uint8 a, bool b)", R"([{"a":1}])") == "abi.length /values/0/b");
  CHECK(encoded("(uint8 a, bool)", R"([{"a":1}])") == "abi.value /values/0");
  CHECK(encoded("(uint8 a)", "[5]") == "abi.value /values/0");
  CHECK(encoded("uint8, uint8", "[1]") == "abi.length /values");
  CHECK(encoded("uint8", "[1,2]") == "abi.length /values");
  CHECK(encoded("uint8", "5") == "abi.value /values");
  CHECK(encoded("uint8[4294967295]", "[[1]]") == "input.too_large ");
  CHECK(encoded("string[4294967295]", R"([["x"]])") == "abi.length /values/0");
}

TEST_CASE("abi: data that is not what an encoder writes is refused", "[abi]") {
  const std::string one = word("1");
  CHECK(decoded("uint256", "0x") == "abi.decode_short /data");
  CHECK(decoded("uint256", "0x00") == "abi.decode_short /data");
  CHECK(decoded("uint256", "0x" + one + "00") == "abi.decode_trailing /data");
  CHECK(decoded("uint256", "0x" + one + one) == "abi.decode_trailing /data");
  CHECK(decoded("", "0x") == "[]");
  CHECK(decoded("bool", join({"2"})) == "abi.decode_padding /data");
  CHECK(decoded("bool", "0x1" + one.substr(1)) == "abi.decode_padding /data");
  CHECK(decoded("uint64", join({"10000000000000000"})) == "abi.decode_padding /data");
  CHECK(decoded("int8", join({"80"})) == "abi.decode_padding /data");
  CHECK(decoded("int8", "0x" + std::string(62, 'f') + "7f") == "abi.decode_padding /data");
  CHECK(decoded("address", "0x01" + one.substr(2)) == "abi.decode_padding /data");
  CHECK(decoded("bytes4", "0x11223344" + std::string(54, '0') + "01") ==
        "abi.decode_padding /data");
  CHECK(decoded("bytes", join({"20", "1"}) + "aa01" + std::string(60, '0')) ==
        "abi.decode_padding /data");

  SECTION("offsets and lengths") {
    CHECK(decoded("string", join({"0"})) == "abi.decode_offset /data");
    CHECK(decoded("string", join({"21", "0", "0"})) == "abi.decode_offset /data");
    CHECK(decoded("string", join({"40", "0"})) == "abi.decode_short /data");
    CHECK(decoded("string", join({"100000000", "0"})) == "abi.decode_short /data");
    CHECK(decoded("string", join({"10000000000000000", "0"})) == "abi.decode_short /data");
    CHECK(decoded("bytes", join({"20", "21", "0"})) == "abi.decode_short /data");
    CHECK(decoded("bytes", join({"20", "100000001", "0"})) == "abi.decode_short /data");
    CHECK(decoded("uint256[]", join({"20", "8000000"})) == "abi.decode_short /data");
    CHECK(decoded("uint256[]", join({"20", "800000000000000"})) == "abi.decode_short /data");
    CHECK(decoded("uint8[4294967295][4294967295][]", join({"20", "ffffffff"})) ==
          "abi.decode_short /data");
    CHECK(decoded("uint8[4294967295]", join({"20"})) == "abi.decode_short /data");
    CHECK(decoded("(string)", join({"20", "0", "0"})) == "abi.decode_offset /data");
  }
  SECTION("two offsets to one place, and bytes nobody points to") {
    CHECK(decoded("string,string", join({"40", "40", "0"})) == "abi.decode_offset /data");
    CHECK(decoded("string", join({"40", "0", "0"})) == "abi.decode_trailing /data");
  }
  SECTION("tails in another order are one value a byte, too") {
    CHECK(decoded("bytes,bytes", join({"80", "40", "1"}) + "aa" + std::string(62, '0') + word("1") +
                                     "bb" + std::string(62, '0')) == R"(["0xbb","0xaa"])");
  }
  SECTION("size") {
    const Bytes large(1'000'001);
    CHECK(failure(abi::decode(types("uint256[]"), ByteView(large))) == "input.too_large /data");
  }
}

TEST_CASE("abi: calls and results", "[abi]") {
  const auto item = abi::parse_item("function f(uint8 a) returns (bool ok)");
  REQUIRE(item);
  const auto call = abi::encode_call(*item, value("[7]"));
  REQUIRE(call);
  CHECK(abi::encode_call(*item, value(R"({"a":7})")) == *call);
  const auto bytes = from_hex(*call);
  CHECK(json::dump(*abi::decode_call(*item, ByteView(*bytes))) == "[7]");
  CHECK(failure(abi::encode_call(*item, value("[256]"))) == "abi.range /args/0");
  CHECK(failure(abi::decode_call(*item, ByteView(bytes->data(), 3))) == "abi.decode_short /data");
  const auto other = abi::parse_item("g()");
  CHECK(failure(abi::decode_call(*other, ByteView(*bytes))) == "abi.selector_mismatch /data");

  const auto yes = from_hex(join({"1"}));
  CHECK(abi::decode_result(*item, ByteView(*yes))->as_bool());
  CHECK(failure(abi::decode_result(*item, ByteView{})) == "abi.decode_short /data");
  CHECK(abi::decode_result(*other, ByteView{})->is_null());
  const auto two = abi::parse_item("f() returns (bool a, uint8 b)");
  const auto pair = from_hex(join({"1", "2"}));
  CHECK(json::dump(*abi::decode_result(*two, ByteView(*pair))) == "[true,2]");

  const auto event = abi::parse_item("event E()");
  CHECK(failure(abi::encode_call(*event, value("[]"))) == "abi.item /args");
  CHECK(failure(abi::decode_result(*event, ByteView{})) == "abi.item /signature");
}

TEST_CASE("abi: selectors that collide are not guessed", "[abi]") {
  const auto items =
      abi::parse_items(value(R"j(["transfer(address,uint256)","many_msg_babbage(bytes1)"])j"));
  REQUIRE(items);
  const auto data = from_hex("0xa9059cbb");
  CHECK(failure(abi::find_by_selector(*items, ByteView(*data))) == "abi.ambiguous /signature");
  const auto same = abi::parse_items(
      value(R"j(["transfer(address,uint256)","transfer(address to,uint256 amount)"])j"));
  CHECK(abi::find_by_selector(*same, ByteView(*data)) == std::size_t{0});
  const auto none = abi::parse_items(value(R"j(["f()","event transfer(address,uint256)"])j"));
  CHECK(failure(abi::find_by_selector(*none, ByteView(*data))) == "abi.selector_mismatch /data");
  CHECK(failure(abi::find_by_selector(*none, ByteView{})) == "abi.decode_short /data");
}

TEST_CASE("abi: calldata of the registry and the resolver", "[abi]") {
  const auto text = abi::encode_text_call(abi::kSetDisputeTemplate, {"", "{}", "[]"});
  REQUIRE(text);
  CHECK(*text == "0x4a994174" + join({"60", "80", "c0", "0", "2"}).substr(2) + "7b7d" +
                     std::string(60, '0') + word("2") + "5b5d" + std::string(60, '0'));
  CHECK(abi::encode_text_call(abi::kChangeDisputeTemplate, {"{}", "[]"}).has_value());
  CHECK(abi::encode_text_call(abi::kCreateDisputeForTemplate, {"0x", "{}", "[]", "2"}).has_value());
  CHECK(abi::encode_text_call(abi::kCreateDisputeForTemplateUri, {"0x", "ipfs", "2"}).has_value());
  CHECK(failure(abi::encode_text_call(abi::kCreateDisputeForTemplateUri, {"0x", "ipfs"})) ==
        "abi.length /args");
}

TEST_CASE("abi: tokens", "[abi]") {
  // Here "|" stands for U+0000, which ends a token, and "^" for U+0001, which escapes.
  const auto shown = [](std::string text, std::string_view from, std::string_view to) {
    for (char& c : text) {
      const std::size_t found = from.find(c);
      if (found != std::string_view::npos) c = to[found];
    }
    return text;
  };
  const std::string framing("\0\1", 2);
  const abi::Parameters list = types("string a, uint8[] b, (bool c, bytes d) e");
  const auto run = [&](const std::string& tokens) {
    Bytes out;
    const auto done = abi::encode_tokens(list, shown(tokens, "|^", framing), out, "/args");
    if (!done) return failure(done);
    std::string text;
    abi::ChecksumCache addresses;
    const auto read = abi::decode_tokens(list, ByteView(out), text, "/data", addresses);
    return read ? shown(text, framing, "|^") : failure(read);
  };
  CHECK(run("x\n\"\\|2|1|0x2|1|0xAA|") == "x\n\"\\|2|0x01|0x02|1|0xaa|");
  CHECK(run("^|^^y|0|0|0x|") == "^|^^y|0|0|0x|");
  CHECK(run("12345678^^12345678^||0|0|0x|") == "12345678^^12345678^||0|0|0x|");
  CHECK(run("\xc3\xa9\x7f|0|0|0x|") == "\xc3\xa9\x7f|0|0|0x|");
  CHECK(run("") == "abi.length /args/0");
  CHECK(run("x^|") == "abi.length /args/0");
  CHECK(run("x|9|") == "abi.length /args/1");
  CHECK(run("x|y|") == "abi.length /args/1");
  CHECK(run("x|1|300|1|0x|") == "abi.range /args/1");
  CHECK(run("x|1|1^|1|0x|") == "uint256.invalid /args/1");
  CHECK(run("x|0|2|0x|") == "abi.value /args/2");
  CHECK(run("x|0|1|0x1|") == "bytes.invalid /args/2");
  CHECK(run("\xff|0|1|0x|") == "utf8.invalid /args/0");
  CHECK(run("x|0|1|0x|more|") == "abi.length /args");
}

TEST_CASE("abi: remembered checksums are those of the address", "[abi]") {
  abi::ChecksumCache addresses;
  for (int round = 0; round < 2; ++round) {
    for (unsigned i = 0; i < 300; ++i) {
      Address address;
      address.bytes[0] = static_cast<std::uint8_t>(i);
      address.bytes[18] = static_cast<std::uint8_t>(i >> 4);
      address.bytes[19] = static_cast<std::uint8_t>(i * 7);
      CHECK(addresses.text(address.bytes.data()) == address.to_checksum());
    }
  }
}
