#include "dikast/utf8.hpp"

#include <cstring>

namespace dikast::utf8 {
namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

/// Number of leading bytes of `text` from `offset` that are ASCII, eight at a time.
std::size_t ascii_run(std::string_view text, std::size_t offset) {
  const std::size_t start = offset;
  while (text.size() - offset >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + offset, 8);
    if ((word & kHighBits) != 0) break;
    offset += 8;
  }
  while (offset < text.size() && static_cast<std::uint8_t>(text[offset]) < 0x80) ++offset;
  return offset - start;
}

struct Shape {
  std::uint32_t length;
  char32_t lead_bits;
  char32_t smallest;
};

std::optional<Shape> shape_of(std::uint8_t lead) {
  if (lead < 0x80) return Shape{1, lead, 0};
  if (lead < 0xc2) return std::nullopt;  // continuation bytes, and the overlong C0 and C1
  if (lead < 0xe0) return Shape{2, static_cast<char32_t>(lead & 0x1f), 0x80};
  if (lead < 0xf0) return Shape{3, static_cast<char32_t>(lead & 0x0f), 0x800};
  if (lead < 0xf5) return Shape{4, static_cast<char32_t>(lead & 0x07), 0x10000};
  return std::nullopt;
}

std::optional<Decoded> decode(std::string_view text, std::size_t offset, bool allow_surrogates) {
  if (offset >= text.size()) return std::nullopt;
  const auto shape = shape_of(static_cast<std::uint8_t>(text[offset]));
  if (!shape || text.size() - offset < shape->length) return std::nullopt;
  char32_t code = shape->lead_bits;
  for (std::uint32_t i = 1; i < shape->length; ++i) {
    const auto byte = static_cast<std::uint8_t>(text[offset + i]);
    if ((byte & 0xc0) != 0x80) return std::nullopt;
    code = code << 6 | (byte & 0x3f);
  }
  if (code < shape->smallest || code > 0x10ffff) return std::nullopt;
  if (!allow_surrogates && code >= 0xd800 && code <= 0xdfff) return std::nullopt;
  return Decoded{code, shape->length};
}

std::optional<std::size_t> first_undecodable(std::string_view text, bool allow_surrogates) {
  std::size_t i = 0;
  while (true) {
    i += ascii_run(text, i);
    if (i == text.size()) return std::nullopt;
    const auto decoded = decode(text, i, allow_surrogates);
    if (!decoded) return i;
    i += decoded->length;
  }
}

}  // namespace

std::optional<std::size_t> first_invalid(std::string_view text) {
  return first_undecodable(text, false);
}

std::optional<std::size_t> first_invalid_wtf8(std::string_view text) {
  return first_undecodable(text, true);
}

bool is_valid(std::string_view text) { return !first_invalid(text).has_value(); }

std::optional<Decoded> decode_at(std::string_view text, std::size_t offset) {
  return decode(text, offset, false);
}

std::optional<Decoded> decode_wtf8_at(std::string_view text, std::size_t offset) {
  return decode(text, offset, true);
}

void append(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | c >> 6);
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3f));
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  }
}

std::size_t utf16_length(std::string_view text) {
  // Every byte that is no continuation starts a unit; a four-byte lead stands for two.
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    units +=
        static_cast<std::size_t>((byte & 0xc0) != 0x80) + static_cast<std::size_t>(byte >= 0xf0);
  }
  return units;
}

Position position_at(std::string_view text, std::size_t byte_offset) {
  const std::string_view before = text.substr(0, byte_offset);
  Position at;
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    // A line ends at LF, or at a CR that no LF follows (looked up in the whole text).
    const bool lone_cr = before[i] == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n');
    if (before[i] == '\n' || lone_cr) {
      ++at.line;
      line_start = i + 1;
    }
  }
  at.column = static_cast<std::uint32_t>(1 + utf16_length(before.substr(line_start)));
  at.offset = static_cast<std::uint32_t>(utf16_length(before));
  return at;
}

}  // namespace dikast::utf8
