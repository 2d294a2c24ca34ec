#include "dikast/data_mapping/cid.hpp"

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "dikast/car.hpp"
#include "dikast/unixfs.hpp"

using namespace dikast;
using namespace dikast::mapping;

namespace {
// "hello" as one raw block; "hello world" as a dag-pb file of one chunk (both by kubo's defaults).
const std::string kHello = "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq";
const std::string kHelloWorldV0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";
}  // namespace

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
    const auto uri = parse_ipfs_uri(text);
    REQUIRE_FALSE(uri.has_value());
    CHECK(uri.error().code == ErrorCode::mapping_ipfs_uri);
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
  CHECK(can_verify(below));
  CHECK(verify_content(below, ByteView(std::string_view("hello world"))) == Verdict::Unknown);
}

TEST_CASE("mapping cid: files in a CAR or a block", "[mapping][cid]") {
  const std::string text = "{\"title\":\"below a directory\"}";
  auto builder = unixfs::Builder::start({1, true, 10, 3});
  REQUIRE(builder->begin_file("d/x.json", text.size()).has_value());
  REQUIRE(builder->push(ByteView(std::string_view(text))).has_value());
  const auto root = builder->finish(true);
  REQUIRE(root.has_value());
  std::string body;
  for (const car::Piece& piece : car::write(builder->blocks(), *root)) {
    body.append(piece.bytes.begin(), piece.bytes.end());
    body += text.substr(static_cast<std::size_t>(piece.offset), piece.size);
  }
  const std::string cid = cid::to_text(builder->blocks()[*root].cid);
  const auto uri = parse_ipfs_uri("/ipfs/" + cid + "/d/x.json");
  const std::string type = "application/vnd.ipld.car; version=1";
  const auto content = trustless_content(*uri, type, body, 1000);
  REQUIRE((content.has_value() && content->has_value()));
  CHECK(**content == text);
  const auto code = [&](const std::string& address, const std::string& sent, std::size_t limit) {
    const auto read = trustless_content(*parse_ipfs_uri(address), type, sent, limit);
    REQUIRE((read.has_value() && !read->has_value()));
    return read->error().code;
  };
  CHECK(code("/ipfs/" + cid + "/d/x.json", body, 5) == ErrorCode::mapping_response_too_large);
  CHECK(code("/ipfs/" + cid + "/d/x.json", body.substr(9), 500) ==
        ErrorCode::mapping_ipfs_mismatch);
  CHECK(code("/ipfs/" + cid + "/d/y.json", body, 500) == ErrorCode::mapping_ipfs_mismatch);
  CHECK(code("/ipfs/" + cid + "/d", body, 500) == ErrorCode::mapping_ipfs_mismatch);
  CHECK(code(kHello, body, 500) == ErrorCode::mapping_ipfs_mismatch);
  CHECK_FALSE(trustless_content(*uri, "application/json", text, 500).has_value());
  CHECK_FALSE(trustless_content(*uri, "application/vnd.ipld.raw", text, 500).has_value());
  const auto block =
      trustless_content(*parse_ipfs_uri(kHello), "application/vnd.ipld.raw", "hello", 9);
  REQUIRE((block.has_value() && block->has_value()));
  CHECK(**block == "hello");
}
