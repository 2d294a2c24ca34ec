#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Finding the end of a run of harmless characters, eight bytes at a time. The loads are of plain
/// 64-bit words, which WebAssembly has without SIMD.
namespace dikast::json::detail {

static_assert(std::endian::native == std::endian::little, "the lowest byte is the first");

inline constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
inline constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

/// Not zero when one of eight bytes is `c`. Carries may mark a neighbour too, never miss one.
constexpr std::uint64_t has_byte(std::uint64_t word, char c) {
  const std::uint64_t x = word ^ kOnes * static_cast<std::uint8_t>(c);
  return (x - kOnes) & ~x & kHighBits;
}

/// Not zero when one of eight bytes is a quote, a backslash or a control character.
constexpr std::uint64_t ends_plain_text(std::uint64_t word) {
  const std::uint64_t control = (word - kOnes * 0x20) & ~word & kHighBits;
  return control | has_byte(word, '"') | has_byte(word, '\\');
}

constexpr bool is_plain(char c) {
  return static_cast<std::uint8_t>(c) >= 0x20 && c != '"' && c != '\\';
}

/// The first place at or after `at` where a quote, a backslash or a control character stands, or,
/// with `AsciiOnly`, a byte above 0x7f; else the end of the text.
template <bool AsciiOnly>
std::size_t plain_end(std::string_view text, std::size_t at) {
  const char* data = text.data();
  const std::size_t size = text.size();
  while (size - at >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, data + at, 8);
    const std::uint64_t stops = ends_plain_text(word) | (AsciiOnly ? word & kHighBits : 0);
    // Marks by carry stand only above a true one, so the lowest is true.
    if (stops != 0) return at + static_cast<std::size_t>(std::countr_zero(stops)) / 8;
    at += 8;
  }
  while (at < size && is_plain(data[at]) && !(AsciiOnly && (data[at] & 0x80) != 0)) ++at;
  return at;
}

}  // namespace dikast::json::detail
