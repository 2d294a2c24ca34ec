#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "dikast/bytes.hpp"
#include "dikast/error.hpp"

namespace dikast {

/// A 20-byte account or contract address.
struct Address {
  std::array<std::uint8_t, 20> bytes{};

  bool operator==(const Address&) const = default;
  // Not <=>: Emscripten 3.1.6's std::array has none.
  bool operator<(const Address& other) const { return bytes < other.bytes; }
  [[nodiscard]] bool is_zero() const { return *this == Address{}; }

  /// "0x" and 40 digits with the EIP-55 checksum.
  [[nodiscard]] std::string to_checksum() const;
  /// "0x" and 40 lower-case digits.
  [[nodiscard]] std::string to_lower() const;

  /// All-lower-case and all-upper-case digits are accepted; mixed case must carry the right
  /// EIP-55 checksum. Errors: address.invalid, address.checksum.
  static Result<Address> parse(std::string_view text);
  /// As parse, without looking at the checksum. Errors: address.invalid.
  static Result<Address> parse_unchecked(std::string_view text);
};

}  // namespace dikast
