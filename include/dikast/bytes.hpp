#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/error.hpp"

namespace dikast {

using Bytes = std::vector<std::uint8_t>;

/// A read-only view of bytes.
struct ByteView {
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;

  ByteView() = default;
  ByteView(const std::uint8_t* d, std::size_t n) : data(d), size(n) {}
  ByteView(const Bytes& b)
      : data(b.data()), size(b.size()) {}  // NOLINT(google-explicit-constructor)
  explicit ByteView(std::string_view s)
      : data(reinterpret_cast<const std::uint8_t*>(s.data())), size(s.size()) {}
};

/// "0x" and two lower-case digits a byte.
[[nodiscard]] std::string to_hex(ByteView bytes);

/// Appends the digits without "0x".
void append_hex(std::string& out, ByteView bytes);

/// 0 to 15, or -1 for a character that is no hex digit (either case).
[[nodiscard]] int hex_digit_value(char c);

/// Writes digits.size() / 2 bytes to `out`; false for an odd number of digits or a non-digit.
[[nodiscard]] bool decode_hex_digits(std::string_view digits, std::uint8_t* out);

/// "0x"-prefixed, even number of digits of either case. Errors: bytes.invalid.
[[nodiscard]] Result<Bytes> from_hex(std::string_view hex);

}  // namespace dikast
