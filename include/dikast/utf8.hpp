#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dikast::utf8 {

/// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
[[nodiscard]] bool is_valid(std::string_view text);

/// The byte offset of the first sequence that is no UTF-8; nullopt when all of it is.
[[nodiscard]] std::optional<std::size_t> first_invalid(std::string_view text);

/// As first_invalid, and lets lone surrogates in their three-byte form through (WTF-8).
[[nodiscard]] std::optional<std::size_t> first_invalid_wtf8(std::string_view text);

/// The code point at byte `offset` and its length in bytes; nullopt where the bytes are no UTF-8.
struct Decoded {
  char32_t code_point;
  std::uint32_t length;
};
[[nodiscard]] std::optional<Decoded> decode_at(std::string_view text, std::size_t offset);

/// As decode_at, and lets lone surrogates in their three-byte form through (WTF-8).
[[nodiscard]] std::optional<Decoded> decode_wtf8_at(std::string_view text, std::size_t offset);

/// Appends one code point; surrogates are written in the three-byte form (WTF-8), because text
/// that came from JavaScript can hold them.
void append(std::string& out, char32_t code_point);

/// Length in UTF-16 code units, as JavaScript counts.
[[nodiscard]] std::size_t utf16_length(std::string_view text);

/// 1-based line and column, and the 0-based offset, of a byte position; column and offset count
/// UTF-16 units, so that an editor can underline the place. A line ends at LF, CR LF or CR. An
/// offset beyond the end means the end.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::uint32_t offset = 0;
  bool operator==(const Position&) const = default;
};
[[nodiscard]] Position position_at(std::string_view text, std::size_t byte_offset);

}  // namespace dikast::utf8
