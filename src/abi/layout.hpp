#pragma once

#include "dikast/abi_type.hpp"

namespace dikast::abi {

/// Sets `dynamic` and `head_words` of one type whose parts are already complete.
void lay_out(Type& type);

/// The elementary type of this name; errors: abi.unknown_type (with an empty path).
[[nodiscard]] Result<Type> elementary(std::string_view name);

/// Characters of identifiers, as Solidity has them.
[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
[[nodiscard]] constexpr bool is_name_char(char c) { return is_name_start(c) || is_digit(c); }

}  // namespace dikast::abi
