#include "dikast/base.hpp"

#include <algorithm>
#include <array>

namespace dikast {
namespace {

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::int8_t kOutside = -1;
using Values = std::array<std::int8_t, 256>;

constexpr Values make_values(std::string_view alphabet) {
  Values values{};
  for (auto& v : values) v = kOutside;
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}

// The work grows with the square of the length; identifiers are shorter than a hundred characters.
constexpr std::size_t kBase58MaxLength = 1024;

constexpr Values kBase58Values = make_values(kBase58);
constexpr Values kBase64Values = make_values(kBase64);
constexpr Values kBase32Values = [] {
  Values values = make_values(kBase32);
  for (std::size_t i = 0; i < 26; ++i) values['A' + i] = static_cast<std::int8_t>(i);
  return values;
}();

int value_of(const Values& values, char c) { return values[static_cast<std::uint8_t>(c)]; }

tl::unexpected<Error> bad_character(std::string_view text, std::size_t at) {
  const bool printable = text[at] > ' ' && text[at] <= '~';
  return fail(ErrorCode::base_invalid, "",
              "Character " + std::to_string(at + 1) +
                  (printable ? std::string(" ('") + text[at] + "')" : std::string()) +
                  " is not in the alphabet.");
}

std::string encode_bits(ByteView bytes, std::string_view alphabet, unsigned bits_each) {
  std::string out;
  out.reserve(bytes.size * 8 / bits_each + 2);
  std::uint32_t held = 0;
  unsigned held_bits = 0;
  const std::uint32_t mask = (1U << bits_each) - 1;
  for (std::size_t i = 0; i < bytes.size; ++i) {
    held = held << 8 | bytes.data[i];
    held_bits += 8;
    while (held_bits >= bits_each) {
      held_bits -= bits_each;
      out += alphabet[held >> held_bits & mask];
    }
  }
  if (held_bits != 0) out += alphabet[held << (bits_each - held_bits) & mask];
  return out;
}

/// Refuses a last digit that carries no whole byte, and unused bits that are not zero: every byte
/// string has exactly one text.
Result<Bytes> decode_bits(std::string_view text, const Values& values, unsigned bits_each) {
  Bytes out;
  out.reserve(text.size() * bits_each / 8);
  std::uint32_t held = 0;
  unsigned held_bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int value = value_of(values, text[i]);
    if (value == kOutside) return bad_character(text, i);
    held = held << bits_each | static_cast<std::uint32_t>(value);
    held_bits += bits_each;
    if (held_bits >= 8) {
      held_bits -= 8;
      out.push_back(static_cast<std::uint8_t>(held >> held_bits));
    }
  }
  if (held_bits >= bits_each) {
    return fail(ErrorCode::base_invalid, "", "The text is one character too long or too short.");
  }
  if ((held & ((1U << held_bits) - 1)) != 0) {
    return fail(ErrorCode::base_invalid, "", "The unused bits of the last character are not zero.");
  }
  return out;
}

/// Number of times `unit` stands at the start.
template <class Range, class Unit>
std::size_t leading(const Range& range, std::size_t size, Unit unit) {
  std::size_t n = 0;
  while (n < size && range[n] == unit) ++n;
  return n;
}

}  // namespace

std::string base58_encode(ByteView bytes) {
  const std::size_t zeros = leading(bytes.data, bytes.size, std::uint8_t{0});
  std::vector<std::uint8_t> digits;  // base 58, least significant first
  for (std::size_t i = zeros; i < bytes.size; ++i) {
    unsigned carry = bytes.data[i];
    for (auto& digit : digits) {
      carry += static_cast<unsigned>(digit) << 8;
      digit = static_cast<std::uint8_t>(carry % 58);
      carry /= 58;
    }
    for (; carry != 0; carry /= 58) digits.push_back(static_cast<std::uint8_t>(carry % 58));
  }
  std::string out(zeros, kBase58[0]);
  for (auto it = digits.rbegin(); it != digits.rend(); ++it) out += kBase58[*it];
  return out;
}

Result<Bytes> base58_decode(std::string_view text) {
  if (text.size() > kBase58MaxLength) {
    return fail(ErrorCode::base_invalid, "", "The text is longer than any base58 identifier.");
  }
  const std::size_t zeros = leading(text, text.size(), kBase58[0]);
  Bytes bytes;  // least significant first until the end
  for (std::size_t i = zeros; i < text.size(); ++i) {
    const int value = value_of(kBase58Values, text[i]);
    if (value == kOutside) return bad_character(text, i);
    auto carry = static_cast<unsigned>(value);
    for (auto& byte : bytes) {
      carry += byte * 58U;
      byte = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    for (; carry != 0; carry >>= 8) bytes.push_back(static_cast<std::uint8_t>(carry));
  }
  bytes.resize(bytes.size() + zeros);
  std::reverse(bytes.begin(), bytes.end());
  return bytes;
}

std::string base32_encode(ByteView bytes) { return encode_bits(bytes, kBase32, 5); }

Result<Bytes> base32_decode(std::string_view text) { return decode_bits(text, kBase32Values, 5); }

std::string base64_encode(ByteView bytes) {
  std::string out = encode_bits(bytes, kBase64, 6);
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

Result<Bytes> base64_decode(std::string_view text) {
  if (text.size() % 4 == 0) {
    for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
  }
  return decode_bits(text, kBase64Values, 6);
}

void append_percent_encoded(std::string& out, std::string_view value) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view marks = "-._~";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (value_of(kBase64Values, c) < 62 && value_of(kBase64Values, c) >= 0) {
      out += c;
    } else if (marks.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
}

}  // namespace dikast
