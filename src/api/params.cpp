#include "params.hpp"

#include <algorithm>
#include <utility>

namespace dikast::api {
namespace {

std::string path_of(std::string_view name) { return pointer_join("", name); }

/// The error of a value parser, moved to where the parameter stands.
template <class T>
Result<T> placed(Result<T> result, std::string_view path) {
  if (!result) result.error().path = path;
  return result;
}

std::string_view text_or_empty(const json::Value* value) {
  return value != nullptr && value->is_string() ? std::string_view(value->text())
                                                : std::string_view();
}

}  // namespace

const json::Value* optional_param(const json::Value& params, std::string_view name) {
  const json::Value* value = params.find(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

Result<std::string> string_param(const json::Value& params, std::string_view name) {
  const json::Value* value = optional_param(params, name);
  if (value == nullptr || !value->is_string()) {
    return fail(ErrorCode::input_type, path_of(name),
                "\"" + std::string(name) + "\" has to be a string.");
  }
  return value->text();
}

Result<bool> bool_param(const json::Value& params, std::string_view name, bool when_missing) {
  const json::Value* value = optional_param(params, name);
  if (value == nullptr) return when_missing;
  if (!value->is_bool()) {
    return fail(ErrorCode::input_type, path_of(name),
                "\"" + std::string(name) + "\" has to be true or false.");
  }
  return value->as_bool();
}

Result<Bytes> bytes_param(const json::Value& params, std::string_view name) {
  return placed(from_hex(text_or_empty(optional_param(params, name))), path_of(name));
}

Result<Address> address_param(const json::Value& params, std::string_view name) {
  return placed(Address::parse(text_or_empty(optional_param(params, name))), path_of(name));
}

Result<Uint256> to_uint256(const json::Value& value, std::string_view path) {
  if (value.is_string()) return placed(Uint256::parse(value.text()), path);
  if (value.is_number()) {
    // A larger JavaScript number has lost digits already, so it is refused rather than believed.
    constexpr std::uint64_t max_safe_integer = (1ULL << 53) - 1;
    const std::string& literal = value.text();
    const bool digits =
        std::all_of(literal.begin(), literal.end(), [](char c) { return c >= '0' && c <= '9'; });
    auto parsed = digits ? Uint256::parse(literal) : fail(ErrorCode::uint256_invalid);
    if (parsed && *parsed <= Uint256(max_safe_integer)) return parsed;
  }
  return fail(ErrorCode::uint256_invalid, std::string(path));
}

Result<Uint256> uint256_param(const json::Value& params, std::string_view name) {
  const json::Value* value = optional_param(params, name);
  return to_uint256(value == nullptr ? json::Value() : *value, path_of(name));
}

}  // namespace dikast::api
