#include <algorithm>
#include <array>
#include <cstdint>

#include "dikast/base.hpp"
#include "dikast/document_rules.hpp"

namespace dikast::document {
namespace {

// A CID of a file on IPFS is 34 to 70 bytes; longer texts are no CID and are not decoded (the big-
// number bases take quadratic time).
constexpr std::size_t kLongest = 256;

// multicodec table (github.com/multiformats/multicodec): identity 0x00, sha2-256 0x12.
constexpr std::uint64_t kIdentity = 0x00;
constexpr std::uint64_t kSha256 = 0x12;

std::optional<Bytes> base16(std::string_view digits) {
  auto bytes = from_hex("0x" + std::string(digits));
  return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

// Base 36 is a plain big number with leading zeros kept as zero bytes, as base 58 is.
std::optional<Bytes> base36(std::string_view text) {
  Bytes little;
  for (const char c : text) {
    std::uint32_t carry = 0;
    if (c >= '0' && c <= '9') {
      carry = static_cast<std::uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'z') {
      carry = static_cast<std::uint32_t>(c - 'a') + 10;
    } else {
      return std::nullopt;
    }
    for (std::uint8_t& byte : little) {
      carry += static_cast<std::uint32_t>(byte) * 36;
      byte = static_cast<std::uint8_t>(carry & 0xff);
      carry >>= 8;
    }
    if (carry != 0) {
      little.push_back(static_cast<std::uint8_t>(carry));
    }
  }
  const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size());
  little.insert(little.end(), zeros, 0);
  std::reverse(little.begin(), little.end());
  return little;
}

std::optional<Bytes> multibase(std::string_view text) {
  const std::string_view rest = text.substr(1);
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  Result<Bytes> decoded = fail(ErrorCode::base_invalid);
  switch (text.front()) {
    case 'b':
    case 'B':
      // The prefix states the case of the digits.
      if (std::any_of(rest.begin(), rest.end(),
                      [&](char c) { return text.front() == 'b' ? upper(c) : lower(c); })) {
        return std::nullopt;
      }
      decoded = base32_decode(rest);
      break;
    case 'z':
      decoded = base58_decode(rest);
      break;
    case 'f':
    case 'F':
      return base16(rest);
    case 'k':
      return base36(rest);
    default:
      break;
  }
  return decoded ? std::optional(std::move(*decoded)) : std::nullopt;
}

// Unsigned varint (github.com/multiformats/unsigned-varint): at most 9 bytes, no needless bytes.
std::optional<std::uint64_t> varint(const Bytes& bytes, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 63 && at < bytes.size(); shift += 7) {
    const std::uint8_t byte = bytes[at++];
    value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
    if ((byte & 0x80U) == 0) {
      return byte == 0 && shift != 0 ? std::nullopt : std::optional(value);
    }
  }
  return std::nullopt;
}

bool is_multihash(const Bytes& bytes, std::size_t at) {
  const auto code = varint(bytes, at);
  const auto length = code ? varint(bytes, at) : std::nullopt;
  if (!length || *length != bytes.size() - at || *length == 0) {
    return false;
  }
  if (*code == kSha256) {
    return *length == 32;
  }
  // A digest cut below 20 bytes can be forged; identity carries the content itself.
  return *code == kIdentity || *length >= 20;
}

}  // namespace

bool is_well_formed_cid(std::string_view text) {
  if (text.size() < 8 || text.size() > kLongest) {
    return false;
  }
  if (text.size() == 46 && text.substr(0, 2) == "Qm") {
    const auto bytes = base58_decode(text);
    return bytes && bytes->size() == 34 && (*bytes)[0] == kSha256 && (*bytes)[1] == 32;
  }
  const auto bytes = multibase(text);
  if (!bytes) {
    return false;
  }
  std::size_t at = 0;
  const auto version = varint(*bytes, at);
  const auto codec = version ? varint(*bytes, at) : std::nullopt;
  return codec && *version == 1 && is_multihash(*bytes, at);
}

}  // namespace dikast::document
