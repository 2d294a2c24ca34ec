#include "dikast/data_mapping/cid.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace dikast;
using namespace dikast::mapping;

namespace {
// "hello" as one raw block; "hello world" as a dag-pb file of one chunk (both by kubo's defaults).
const std::string kHello = "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq";
const std::string kHelloWorldV0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";
}  // namespace

TEST_CASE("mapping cid: accepted forms", "[mapping][cid]") {
  const auto v0 = parse_cid(kHelloWorldV0);
  REQUIRE(v0.has_value());
  CHECK(v0->version == 0);
  CHECK(v0->codec == 0x70);
  const auto v1 = parse_cid(kHello);
  REQUIRE(v1.has_value());
  CHECK(v1->version == 1);
  CHECK(v1->codec == 0x55);
  CHECK(v1->digest.size() == 32);
  const auto hex = parse_cid("f01551220" + to_hex(v1->digest).substr(2));
  REQUIRE(hex.has_value());
  CHECK(hex->digest == v1->digest);
}

TEST_CASE("mapping cid: refused forms", "[mapping][cid]") {
  const std::vector<std::string> bad{
      "",
      "Qm",
      "QmNotACid",
      "QmPolicyHash...",
      "bafkrei",
      "Bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq",
      "bAFKREIBM6JG3UX5QUMHCN2B3FLC3TYU6DMLB4XA7U5BF44YEGNRJHC4YEQ",
      kHello.substr(0, kHello.size() - 1),
      kHello + "a",
      "f01550005" + std::string(10, '6'),     // identity: the bytes themselves
      "f0155120401020304",                    // SHA-256 cut to four bytes
      "f01551214" + std::string(40, '0'),     // SHA-256 cut to twenty
      "f01721220" + std::string(64, '0'),     // an IPNS key
      "f02551220" + std::string(64, '0'),     // version 2
      "f81001551220" + std::string(64, '0'),  // a varint longer than needed
      "f0155122" + std::string(64, '0'),      // odd number of digits
      "mAXASIA" + std::string(40, 'A'),       // base64 is not used in paths
      std::string(200, 'b'),
  };
  for (const std::string& text : bad) {
    INFO(text);
    const auto cid = parse_cid(text);
    REQUIRE_FALSE(cid.has_value());
    CHECK(cid.error().code == ErrorCode::mapping_ipfs_uri);
  }
}

TEST_CASE("mapping cid: addresses", "[mapping][cid]") {
  for (const std::string& text : {"/ipfs/" + kHello, "ipfs://" + kHello, "ipfs://ipfs/" + kHello,
                                  kHello, "/ipfs/" + kHello + "/"}) {
    INFO(text);
    const auto uri = parse_ipfs_uri(text);
    REQUIRE(uri.has_value());
    CHECK(uri->uri == "/ipfs/" + kHello);
    CHECK(uri->path.empty());
  }
  const auto below = parse_ipfs_uri("/ipfs/" + kHello + "/a dir/terms%20of.pdf");
  REQUIRE(below.has_value());
  CHECK(below->path == "a dir/terms of.pdf");
  CHECK(below->uri == "/ipfs/" + kHello + "/a%20dir/terms%20of.pdf");

  const std::vector<std::string> bad{"",
                                     "/",
                                     "/ipfs/",
                                     "/ipfs/../ipns/attacker.example/x.json",
                                     "/ipns/" + kHello,
                                     "ipns://" + kHello,
                                     "https://ipfs.io/ipfs/" + kHello,
                                     "/ipfs//" + kHello,
                                     "/ipfs/" + kHello + "//x",
                                     "/ipfs/" + kHello + "/../x",
                                     "/ipfs/" + kHello + "/./x",
                                     "/ipfs/" + kHello + "/%2e%2e/x",
                                     "/ipfs/" + kHello + "/%252e%252e/x",
                                     "/ipfs/" + kHello + "/..%2fx",
                                     "/ipfs/" + kHello + "/a%00",
                                     "/ipfs/" + kHello + "/a\\b",
                                     "/ipfs/" + kHello + "/a%",
                                     "/ipfs/" + kHello + "/a%ff",
                                     "/ipfs/" + kHello + "?x=1",
                                     "/ipfs/" + kHello + "#x",
                                     "/ipfs/" + kHello + "/" + std::string(2048, 'a'),
                                     "&#x2F;ipfs&#x2F;" + kHello};
  for (const std::string& text : bad) {
    INFO(text);
    const auto uri = parse_ipfs_uri(text);
    REQUIRE_FALSE(uri.has_value());
    CHECK(uri.error().code == ErrorCode::mapping_ipfs_uri);
  }
}

TEST_CASE("mapping cid: content is checked against the address", "[mapping][cid]") {
  const auto raw = *parse_ipfs_uri(kHello);
  CHECK(verify_content(raw, ByteView(std::string_view("hello"))) == Verdict::Match);
  CHECK(verify_content(raw, ByteView(std::string_view("hellO"))) == Verdict::Mismatch);
  CHECK(verify_content(raw, ByteView(std::string_view(""))) == Verdict::Mismatch);
  const auto leaf = *parse_ipfs_uri(kHelloWorldV0);
  CHECK(verify_content(leaf, ByteView(std::string_view("hello world"))) == Verdict::Match);
  CHECK(verify_content(leaf, ByteView(std::string_view("hello worle"))) == Verdict::Unknown);
  const auto below = *parse_ipfs_uri(kHelloWorldV0 + "/x.json");
  CHECK_FALSE(can_verify(below));
  CHECK(verify_content(below, ByteView(std::string_view("hello world"))) == Verdict::Unknown);
}
