#include <algorithm>
#include <array>

#include "dikast/cid.hpp"

namespace dikast::cid {
namespace {

constexpr std::size_t kMaxText = 1024;

constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view kBase36 = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct Base {
  char prefix;
  std::uint8_t bits;  ///< a digit; 0 for one large number
  std::uint8_t size;
  bool upper;  ///< digits of the alphabet in capital letters
  bool padded;
  std::string_view alphabet;
};

// multiformats/multibase multibase.csv
constexpr std::array kBases{
    Base{'0', 1, 2, false, false, kBase36},     Base{'f', 4, 16, false, false, kBase36},
    Base{'F', 4, 16, true, false, kBase36},     Base{'b', 5, 32, false, false, kBase32},
    Base{'B', 5, 32, true, false, kBase32},     Base{'c', 5, 32, false, true, kBase32},
    Base{'C', 5, 32, true, true, kBase32},      Base{'v', 5, 32, false, false, kBase36},
    Base{'V', 5, 32, true, false, kBase36},     Base{'t', 5, 32, false, true, kBase36},
    Base{'T', 5, 32, true, true, kBase36},      Base{'k', 0, 36, false, false, kBase36},
    Base{'K', 0, 36, true, false, kBase36},     Base{'z', 0, 58, false, false, kBase58},
    Base{'m', 6, 64, false, false, kBase64},    Base{'M', 6, 64, false, true, kBase64},
    Base{'u', 6, 64, false, false, kBase64Url}, Base{'U', 6, 64, false, true, kBase64Url},
};

/// The digit's value, or `base.size` for a character outside of the alphabet.
std::uint32_t digit(const Base& base, char c) {
  if (base.upper) {
    if (c >= 'a' && c <= 'z') return base.size;
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const std::size_t at = base.alphabet.substr(0, base.size).find(c);
  return at == std::string_view::npos ? base.size : static_cast<std::uint32_t>(at);
}

/// False where the last digit carries no whole byte, or unused bits are not zero.
bool decode_bits(const Base& base, std::string_view text, Bytes& out) {
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const std::uint32_t value = digit(base, c);
    if (value == base.size) return false;
    held = held << base.bits | value;
    bits += base.bits;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::uint8_t>(held >> bits));
      held &= (1U << bits) - 1;
    }
  }
  return bits < base.bits && held == 0;
}

/// A number in base 36 or 58, its leading zeros kept as zero bytes.
bool decode_number(const Base& base, std::string_view text, Bytes& out) {
  for (const char c : text) {
    std::uint32_t carry = digit(base, c);
    if (carry == base.size) return false;
    for (std::uint8_t& byte : out) {
      carry += static_cast<std::uint32_t>(byte) * base.size;
      byte = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    if (carry != 0) out.push_back(static_cast<std::uint8_t>(carry));
  }
  const std::size_t zeros = std::min(text.find_first_not_of(base.alphabet[0]), text.size());
  out.insert(out.end(), zeros, 0);
  std::reverse(out.begin(), out.end());
  return true;
}

}  // namespace

Result<Bytes> decode_multibase(std::string_view text) {
  if (text.empty() || text.size() > kMaxText) return fail(ErrorCode::ipfs_cid);
  const auto base = std::find_if(kBases.begin(), kBases.end(),
                                 [&](const Base& b) { return b.prefix == text.front(); });
  if (base == kBases.end()) {
    return fail(ErrorCode::ipfs_cid, {},
                "A CID starts with Qm (version 0) or with the letter of its base, e.g. b or z.");
  }
  text.remove_prefix(1);
  while (base->padded && text.ends_with('=')) text.remove_suffix(1);
  Bytes out;
  const bool ok = base->bits != 0 ? decode_bits(*base, text, out) : decode_number(*base, text, out);
  if (!ok) {
    return fail(ErrorCode::ipfs_cid, {},
                "The CID has a character outside of its alphabet, or a wrong length.");
  }
  return out;
}

}  // namespace dikast::cid
