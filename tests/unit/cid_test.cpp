#include "dikast/cid.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "dikast/base.hpp"
#include "support/shared.hpp"

using namespace dikast;

namespace {

const std::string kHello = "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq";
const std::string kEmptyV0 = "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n";

Bytes hex(const std::string& digits) {
  auto bytes = from_hex("0x" + digits);
  REQUIRE(bytes.has_value());
  return *bytes;
}

std::string digits(ByteView bytes) { return to_hex(bytes).substr(2); }

std::uint64_t number(const nlohmann::ordered_json& row, const char* key) {
  const auto* value = row[key].get_ptr<const nlohmann::ordered_json::number_unsigned_t*>();
  REQUIRE(value != nullptr);
  return *value;
}

void check_parsed(const nlohmann::ordered_json& row) {
  const auto parsed = cid::parse(test::text_of(row, "input"));
  const std::string expect = test::text_of(row, "expect");
  if (expect == "reject") {
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().code == ErrorCode::ipfs_cid);
  }
  if (expect != "accept") return;
  REQUIRE(parsed.has_value());
  CHECK(parsed->version == number(row, "version"));
  CHECK(parsed->codec == number(row, "codec"));
  CHECK(parsed->hash == number(row, "multihashCode"));
  CHECK(digits(parsed->digest) == test::text_of(row, "digest"));
  CHECK(digits(cid::encode(*parsed)) == test::text_of(row, "bytes"));
  cid::Cid one = *parsed;
  one.version = 1;
  for (const char* key : {"base32", "v1base32"}) {
    if (row.contains(key)) CHECK(cid::to_text(one) == test::text_of(row, key));
  }
  if (row.contains("verifiable")) {
    CHECK(cid::check_verifiable(*parsed).has_value() == (row["verifiable"] == true));
  }
}

void check_multihash(const nlohmann::ordered_json& row) {
  const auto parsed = cid::decode(hex("0155" + test::text_of(row, "multihash")));
  REQUIRE(parsed.has_value());
  CHECK(digits(cid::multihash(*parsed)) == test::text_of(row, "multihash"));
  // multihash's own tests hash the text as it stands, not the bytes its digits would be.
  const std::string input = test::text_of(row, "inputHex");
  CHECK(cid::matches(*parsed, ByteView(std::string_view(input))) ==
        (test::text_of(row, "expect") == "accept"));
}

}  // namespace

TEST_CASE("cid: the vectors", "[cid]") {
  DIKAST_SHARED_OR_SKIP(path, "data/cid.jsonl");
  test::for_each_jsonl(path, [](const nlohmann::ordered_json& row) {
    const std::string op = test::text_of(row, "op");
    const std::string expect = test::text_of(row, "expect");
    INFO(test::text_of(row, "id"));
    if (op == "parse") check_parsed(row);
    if (op == "multihash") check_multihash(row);
    if (op == "decode-bytes" && expect == "reject") {
      CHECK_FALSE(cid::decode(hex(test::text_of(row, "hex"))).has_value());
    }
    if (op == "multibase-decode") {
      const auto bytes = cid::decode_multibase(test::text_of(row, "input"));
      CHECK((bytes.has_value() || expect == "either"));
      if (bytes) CHECK(digits(*bytes) == test::text_of(row, "bytes"));
    }
  });
}

TEST_CASE("cid: every base and the limits", "[cid]") {
  for (const char* text : {"0110", "f6", "fg0", "FaA", "bA", "b1", "bmzxw7", "k-", "z0", "mZh",
                           "u+", "M====Z", "", "x00", "9", "\xf0\x9f\x9a\x80"}) {
    INFO(text);
    const auto bytes = cid::decode_multibase(text);
    REQUIRE_FALSE(bytes.has_value());
    CHECK(bytes.error().code == ErrorCode::ipfs_cid);
  }
  CHECK(*cid::decode_multibase("cmy======") == *cid::decode_multibase("bmy"));
  CHECK(cid::decode_multibase("f")->empty());
  CHECK_FALSE(cid::decode_multibase("f" + std::string(1024, '0')).has_value());
  CHECK(cid::decode(hex("01550000")).has_value());        // identity of nothing
  CHECK_FALSE(cid::decode(hex("01551200")).has_value());  // SHA-256 of no byte
  CHECK_FALSE(cid::decode(hex("0155000100ff")).has_value());
  CHECK(cid::decode(hex("01550080"
                        "01" +
                        std::string(256, '0')))
            .has_value());
  CHECK_FALSE(cid::decode(hex("01550081"
                              "01" +
                              std::string(258, '0')))
                  .has_value());
}

TEST_CASE("cid: what can be checked", "[cid]") {
  for (const char* text : {"0155000568656c6c6f", "0155120401020304"}) {
    const auto parsed = cid::decode(hex(text));
    REQUIRE(parsed.has_value());
    const auto ok = cid::check_verifiable(*parsed);
    REQUIRE_FALSE(ok.has_value());
    CHECK(ok.error().code == ErrorCode::ipfs_unverifiable);
    CHECK_FALSE(cid::matches(*parsed, {}));
  }
  const auto key = cid::decode(hex("01721220" + std::string(64, '0')));
  CHECK_FALSE(cid::check_verifiable(*key).has_value());
  const auto v0 = cid::parse(kEmptyV0);
  const auto v1 = cid::parse("bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
  REQUIRE((v0.has_value() && v1.has_value()));
  CHECK(cid::same_content(*v0, *v1));
  CHECK_FALSE(*v0 == *v1);
  CHECK(cid::matches(*v0, {}));
  CHECK(cid::to_text(*v0) == kEmptyV0);
  CHECK(cid::to_text(cid::of_block(1, cid::kRaw, ByteView(std::string_view("hello")))) == kHello);
}

TEST_CASE("cid: addresses of gateways", "[cid]") {
  for (const std::string& text :
       {"https://ipfs.io/ipfs/" + kHello + "/a/b.txt?download=true#page=2",
        "http://127.0.0.1:8080/ipfs/" + kHello + "/a/b.txt",
        "https://" + kHello + ".ipfs.dweb.link/a/b.txt", "ipfs://" + kHello + "/a/b.txt"}) {
    INFO(text);
    const auto uri = cid::parse_uri(text, true);
    REQUIRE(uri.has_value());
    CHECK(uri->uri == "/ipfs/" + kHello + "/a/b.txt");
    CHECK(uri->path == "a/b.txt");
    CHECK(uri->text == kHello);
    CHECK(uri->gateway.empty() == text.starts_with("ipfs:"));
  }
  // In base64 a slash is a digit.
  const auto parsed = cid::parse(kHello);
  const auto packed = cid::parse_uri("m" + base64_encode(cid::encode(*parsed)), true);
  REQUIRE(packed.has_value());
  CHECK(packed->uri == "/ipfs/" + kHello);
  CHECK(cid::parse_uri("https://ipfs.io/ipfs/" + kHello, true)->gateway == "ipfs.io");
  CHECK(cid::parse_uri("https://" + kHello + ".ipfs.dweb.link", true)->gateway == "dweb.link");
  const std::pair<std::string, ErrorCode> refused[] = {
      {"https://example.com/terms.pdf", ErrorCode::ipfs_mutable},
      {"https://ipfs.io/ipns/" + kHello, ErrorCode::ipfs_mutable},
      {"/ipns/" + kHello, ErrorCode::ipfs_mutable},
      {"ipns://" + kHello, ErrorCode::ipfs_mutable},
      {"https:///ipfs/" + kHello, ErrorCode::ipfs_uri},
      {"https://a@b/ipfs/" + kHello, ErrorCode::ipfs_uri},
      {"https://ipfs.io/ipfs/" + kHello + "/%2e%2e/x", ErrorCode::ipfs_uri},
      {"https://" + kEmptyV0.substr(1) + ".ipfs.dweb.link/", ErrorCode::ipfs_cid},
      {"javascript:alert(1)", ErrorCode::ipfs_uri},
      {"", ErrorCode::ipfs_cid},
      {kHello + "/" + std::string(2048, 'a'), ErrorCode::ipfs_uri},
      {"/ipfs/../ipns/x", ErrorCode::ipfs_cid},
  };
  for (const auto& [text, code] : refused) {
    INFO(text);
    const auto uri = cid::parse_uri(text, true);
    REQUIRE_FALSE(uri.has_value());
    CHECK(uri.error().code == code);
  }
  CHECK(cid::parse_uri("https://ipfs.io/ipfs/" + kHello, false).error().code ==
        ErrorCode::ipfs_mutable);
}
