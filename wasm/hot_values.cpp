#include <string>

#include "dikast/bytes.hpp"
#include "dikast/json.hpp"
#include "dikast/keccak.hpp"
#include "dikast/sha256.hpp"
#include "door.hpp"

namespace dikast {
namespace {

/// The hash of the input as 0x-hex; with `hex` the input is 0x-hex text itself.
std::int32_t reply_hash(Hash32 (*hash)(ByteView), std::uint32_t size, std::uint32_t hex) {
  const std::string_view input = door::input(size);
  Hash32 digest;
  if (hex == 0) {
    digest = hash(ByteView(input));
  } else {
    const auto bytes = from_hex(input);
    if (!bytes) {
      return door::reply_error(Error{bytes.error().code, "/data", bytes.error().message});
    }
    digest = hash(*bytes);
  }
  door::output() = to_hex(ByteView(digest.data(), digest.size()));
  return door::reply();
}

}  // namespace
}  // namespace dikast

/// Keccak-256 of the first `size` bytes of the input. Errors: bytes.invalid (with `hex` only).
DIKAST_EXPORT std::int32_t dikast_keccak256(std::uint32_t size, std::uint32_t hex) {
  return dikast::reply_hash(dikast::keccak256, size, hex);
}

/// SHA-256 of the first `size` bytes of the input. Errors: bytes.invalid (with `hex` only).
DIKAST_EXPORT std::int32_t dikast_sha256(std::uint32_t size, std::uint32_t hex) {
  return dikast::reply_hash(dikast::sha256, size, hex);
}

/// Reads the input under the JSON policy and replies with nothing, or with `compact` the same
/// document without white space. Errors: those of json::parse.
DIKAST_EXPORT std::int32_t dikast_json_read(std::uint32_t size, std::uint32_t compact) {
  using namespace dikast;
  const auto document = json::parse(door::input(size));
  if (!document) return door::reply_error(document.error());
  door::output().clear();
  if (compact != 0) door::output() = json::dump(*document, true);
  return door::reply();
}
