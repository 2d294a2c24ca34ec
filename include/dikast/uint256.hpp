#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "dikast/bytes.hpp"
#include "dikast/error.hpp"

namespace dikast {

/// Unsigned 256-bit integer as the EVM has it; four 64-bit words, least significant first.
/// Arithmetic is checked: a wrap-around in a fee is a bug, so it returns Result. Where a contract
/// wraps or caps, the function says so by its name.
struct Uint256 {
  std::array<std::uint64_t, 4> words{};

  constexpr Uint256() = default;
  constexpr Uint256(std::uint64_t value)
      : words{value, 0, 0, 0} {}  // NOLINT(google-explicit-constructor)

  constexpr bool operator==(const Uint256&) const = default;
  std::strong_ordering operator<=>(const Uint256& other) const;

  [[nodiscard]] bool is_zero() const;
  /// Number of significant bits, 0 for zero.
  [[nodiscard]] unsigned bit_length() const;
  /// The value when it fits in 64 bits.
  [[nodiscard]] bool fits_u64() const { return (words[1] | words[2] | words[3]) == 0; }

  /// Big-endian, 32 bytes.
  [[nodiscard]] std::array<std::uint8_t, 32> to_bytes32() const;
  static Uint256 from_bytes32(const std::uint8_t* big_endian);

  [[nodiscard]] std::string to_decimal() const;
  /// "0x" and the fewest digits ("0x0" for zero).
  [[nodiscard]] std::string to_hex() const;

  /// A decimal string or a 0x-hex string of any number of leading zeros; no sign, no spaces.
  /// Errors: uint256.invalid (also when the value needs more than 256 bits).
  static Result<Uint256> parse(std::string_view text);

  static constexpr Uint256 max() {
    Uint256 m;
    m.words = {~0ULL, ~0ULL, ~0ULL, ~0ULL};
    return m;
  }
};

/// Errors: uint256.overflow.
[[nodiscard]] Result<Uint256> checked_add(const Uint256& a, const Uint256& b);
/// Errors: uint256.underflow.
[[nodiscard]] Result<Uint256> checked_sub(const Uint256& a, const Uint256& b);
/// Errors: uint256.overflow.
[[nodiscard]] Result<Uint256> checked_mul(const Uint256& a, const Uint256& b);
/// Errors: uint256.division_by_zero.
[[nodiscard]] Result<Uint256> checked_div(const Uint256& a, const Uint256& b);
[[nodiscard]] Result<Uint256> checked_mod(const Uint256& a, const Uint256& b);
/// a * b / d with a 512-bit product. Errors: uint256.overflow, uint256.division_by_zero.
[[nodiscard]] Result<Uint256> checked_mul_div(const Uint256& a, const Uint256& b, const Uint256& d);

/// Modulo 2^256, as EVM arithmetic without checks.
[[nodiscard]] Uint256 wrapping_add(const Uint256& a, const Uint256& b);
[[nodiscard]] Uint256 wrapping_sub(const Uint256& a, const Uint256& b);
[[nodiscard]] Uint256 wrapping_mul(const Uint256& a, const Uint256& b);

/// 2^256-1 where the result would be larger (CappedMath of kleros-v2 and kleros-interaction).
[[nodiscard]] Uint256 capped_add(const Uint256& a, const Uint256& b);
[[nodiscard]] Uint256 capped_mul(const Uint256& a, const Uint256& b);
/// 0 where the result would be below zero (CappedMath.subCap).
[[nodiscard]] Uint256 capped_sub(const Uint256& a, const Uint256& b);

[[nodiscard]] Uint256 shift_left(const Uint256& a, unsigned bits);
[[nodiscard]] Uint256 shift_right(const Uint256& a, unsigned bits);

}  // namespace dikast
