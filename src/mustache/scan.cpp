#include "scan.hpp"

#include <cstdint>

namespace dikast::mustache::scan {
namespace {

constexpr bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Whether three bytes are one of U+1680, U+2000..200A, U+2028, U+2029, U+202F, U+205F, U+3000,
/// U+FEFF.
bool is_wide_space(std::string_view bytes) {
  const auto third = static_cast<std::uint8_t>(bytes[2]);
  if (bytes[0] == '\xe2' && bytes[1] == '\x80') {
    return third <= 0x8a || third == 0xa8 || third == 0xa9 || third == 0xaf;
  }
  return bytes == "\xe1\x9a\x80" || bytes == "\xe2\x81\x9f" || bytes == "\xe3\x80\x80" ||
         bytes == "\xef\xbb\xbf";
}

}  // namespace

std::size_t space_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (is_ascii_space(text[at])) return 1;
  if (static_cast<std::uint8_t>(text[at]) < 0x80) return 0;
  const std::size_t left = text.size() - at;
  if (left >= 2 && text[at] == '\xc2' && text[at + 1] == '\xa0') return 2;
  return left >= 3 && is_wide_space(text.substr(at, 3)) ? 3 : 0;
}

std::size_t space_before(std::string_view text, std::size_t from, std::size_t end) {
  if (end <= from || end > text.size()) return 0;
  if (is_ascii_space(text[end - 1])) return 1;
  if (static_cast<std::uint8_t>(text[end - 1]) < 0x80) return 0;
  if (end - from >= 2 && text[end - 2] == '\xc2' && text[end - 1] == '\xa0') return 2;
  return end - from >= 3 && is_wide_space(text.substr(end - 3, 3)) ? 3 : 0;
}

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (const std::size_t bytes = space_at(text, at)) at += bytes;
  return at;
}

std::size_t trim_end(std::string_view text, std::size_t from, std::size_t end) {
  while (const std::size_t bytes = space_before(text, from, end)) end -= bytes;
  return end;
}

bool is_blank(std::string_view text, std::size_t from, std::size_t end) {
  return skip_space(text.substr(0, end), from) == end;
}

}  // namespace dikast::mustache::scan
