#include "dikast/keccak.hpp"

#include <catch2/catch.hpp>

#include "dikast/bytes.hpp"
#include "dikast/sha256.hpp"
#include "support/shared.hpp"

using namespace dikast;

namespace {

std::string digits(const Hash32& hash) {
  std::string out;
  append_hex(out, ByteView(hash.data(), hash.size()));
  return out;
}

/// The message of a row: "hex" digits, or "repeat" {byte, count}.
Bytes message_of(const nlohmann::ordered_json& row) {
  if (const auto repeat = row.find("repeat"); repeat != row.end()) {
    return Bytes((*repeat)["count"].get<std::size_t>(), (*repeat)["byte"].get<std::uint8_t>());
  }
  const auto bytes = from_hex("0x" + test::text_of(row, "hex"));
  REQUIRE(bytes);
  return *bytes;
}

std::size_t check_file(const std::filesystem::path& path) {
  return test::for_each_jsonl(path, [](const nlohmann::ordered_json& row) {
    CAPTURE(test::text_of(row, "id"));
    const Bytes message = message_of(row);
    CHECK(digits(keccak256(message)) == test::text_of(row, "keccak256"));
    CHECK(digits(sha256(message)) == test::text_of(row, "sha256"));
  });
}

}  // namespace

TEST_CASE("keccak256 and sha256: our vectors", "[keccak][sha256]") {
  CHECK(check_file(test::vectors_dir() / "values" / "hashes.jsonl") >= 10);
}

TEST_CASE("keccak256 and sha256: the shared vectors", "[keccak][sha256]") {
  DIKAST_SHARED_OR_SKIP(path, "data/keccak256.jsonl");
  CHECK(check_file(path) > 0);
}

TEST_CASE("sha256: pieces of any size give the same hash", "[sha256]") {
  Bytes data;
  for (int i = 0; i < 500; ++i) data.push_back(static_cast<std::uint8_t>(i * 7));
  const Hash32 whole = sha256(data);
  for (std::size_t step = 1; step <= 130; ++step) {
    Sha256 hasher;
    for (std::size_t at = 0; at < data.size(); at += step) {
      hasher.update(ByteView(data.data() + at, std::min(step, data.size() - at)));
    }
    CAPTURE(step);
    CHECK(hasher.finish() == whole);
  }
}
