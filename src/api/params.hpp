#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dikast/address.hpp"
#include "dikast/bytes.hpp"
#include "dikast/error.hpp"
#include "dikast/json.hpp"
#include "dikast/uint256.hpp"

/// Typed access to the parameters of a method. Every error names the parameter in its path.
namespace dikast::api {

/// The member, or nullptr where it is missing or null (JavaScript's undefined is left out).
[[nodiscard]] const json::Value* optional_param(const json::Value& params, std::string_view name);

/// Errors: input.type, also when it is missing.
[[nodiscard]] Result<std::string> string_param(const json::Value& params, std::string_view name);

/// Errors: input.type.
[[nodiscard]] Result<bool> bool_param(const json::Value& params, std::string_view name,
                                      bool when_missing);

/// 0x-hex. Errors: bytes.invalid.
[[nodiscard]] Result<Bytes> bytes_param(const json::Value& params, std::string_view name);

/// Errors: address.invalid, address.checksum.
[[nodiscard]] Result<Address> address_param(const json::Value& params, std::string_view name);

/// A decimal or 0x-hex string (bigints arrive as one), or a number up to 2^53-1.
/// Errors: uint256.invalid.
[[nodiscard]] Result<Uint256> uint256_param(const json::Value& params, std::string_view name);

/// The same rule for any value; `path` is where it stands. Errors: uint256.invalid.
[[nodiscard]] Result<Uint256> to_uint256(const json::Value& value, std::string_view path);

}  // namespace dikast::api
