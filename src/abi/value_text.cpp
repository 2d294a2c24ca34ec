#include <algorithm>
#include <string>

#include "dikast/address.hpp"
#include "dikast/uint256.hpp"
#include "source.hpp"

// One value from its text: what the JSON source and the token source have in common.
namespace dikast::abi {
namespace {

tl::unexpected<Error> out_of_range(const Type& type, std::string_view text) {
  const std::string shown(text.substr(0, 80));
  return fail(ErrorCode::abi_range, {}, shown + " does not fit " + type.canonical() + ".");
}

Result<void> integer_word(const Type& type, std::string_view text, std::uint8_t* out32) {
  const bool negative = text.starts_with('-');
  const auto magnitude = Uint256::parse(negative ? text.substr(1) : text);
  if (!magnitude) {
    return fail(ErrorCode::uint256_invalid, {},
                "A whole number is needed for " + type.canonical() +
                    ": a bigint, a safe integer, or a decimal or 0x-hex string.");
  }
  const unsigned bits = magnitude->bit_length();
  Uint256 value = *magnitude;
  if (type.kind == TypeKind::Uint) {
    if ((negative && bits != 0) || bits > type.size) return out_of_range(type, text);
  } else if (negative) {
    // The lowest value has one bit more than the highest: -2^(n-1).
    const Uint256 lowest = shift_left(Uint256(1), type.size - 1U);
    if (*magnitude > lowest) return out_of_range(type, text);
    value = wrapping_sub(Uint256(0), *magnitude);
  } else if (bits >= type.size) {
    return out_of_range(type, text);
  }
  const auto bytes = value.to_bytes32();
  std::copy(bytes.begin(), bytes.end(), out32);
  return {};
}

Result<void> left_aligned(std::size_t size, const Type& type, std::string_view text,
                          std::uint8_t* out32) {
  if (text.size() != 2 + 2 * size && text.starts_with("0x") && text.size() % 2 == 0) {
    return fail(ErrorCode::abi_length, {},
                type.canonical() + " has " + std::to_string(size) + " bytes, not " +
                    std::to_string(text.size() / 2 - 1) + ".");
  }
  if (text.size() != 2 + 2 * size || !text.starts_with("0x") ||
      !decode_hex_digits(text.substr(2), out32)) {
    return fail(ErrorCode::bytes_invalid);
  }
  return {};
}

}  // namespace

Result<void> word_from_text(const Type& type, std::string_view text, std::uint8_t* out32) {
  switch (type.kind) {
    case TypeKind::Uint:
    case TypeKind::Int:
      return integer_word(type, text, out32);
    case TypeKind::Address: {
      const auto address = Address::parse(text);
      if (!address) return tl::unexpected(address.error());
      std::copy(address->bytes.begin(), address->bytes.end(), out32 + 12);
      return {};
    }
    case TypeKind::Bool:
      if (text != "0" && text != "1") return fail(ErrorCode::abi_value);
      out32[31] = text == "1" ? 1 : 0;
      return {};
    case TypeKind::FixedBytes:
    case TypeKind::Function:
      return left_aligned(type.size, type, text, out32);
    case TypeKind::Bytes:
    case TypeKind::String:
    case TypeKind::Array:
    case TypeKind::FixedArray:
    case TypeKind::Tuple:
      break;
  }
  return fail(ErrorCode::abi_value);
}

Result<void> append_from_hex(std::string_view text, Bytes& out) {
  if (!text.starts_with("0x")) return fail(ErrorCode::bytes_invalid, {}, "Bytes start with 0x.");
  text.remove_prefix(2);
  const std::size_t start = out.size();
  out.resize(start + text.size() / 2);
  if (!decode_hex_digits(text, out.data() + start)) return fail(ErrorCode::bytes_invalid);
  return {};
}

}  // namespace dikast::abi
