#include <utility>

#include "dikast/utf8.hpp"
#include "source.hpp"

namespace dikast::abi {
namespace {

constexpr std::string_view kMaxSafeInteger = "9007199254740991";  // 2^53 - 1

std::string_view kind_words(const json::Value& value) {
  switch (value.kind()) {
    case json::Value::Kind::Null:
      return "nothing";
    case json::Value::Kind::Bool:
      return "a boolean";
    case json::Value::Kind::Number:
      return "a number";
    case json::Value::Kind::String:
      return "a string";
    case json::Value::Kind::Array:
      return "an array";
    case json::Value::Kind::Object:
      return "an object";
  }
  return {};
}

/// Whether the literal is a whole number that a JavaScript number holds exactly.
bool is_safe_integer(std::string_view literal) {
  if (literal.starts_with('-')) literal.remove_prefix(1);
  if (literal.empty() || literal.size() > kMaxSafeInteger.size()) return false;
  for (const char c : literal) {
    if (c < '0' || c > '9') return false;
  }
  return literal.size() < kMaxSafeInteger.size() || literal <= kMaxSafeInteger;
}

}  // namespace

std::string JsonSource::path() const {
  std::string result = path_;
  for (std::size_t i = 1; i < levels_.size(); ++i) {
    const Level& level = levels_[i];
    if (level.value == nullptr) continue;
    const bool named = level.members != nullptr && levels_[i - 1].value->is_object();
    result = pointer_join(result,
                          named ? (*level.members)[level.index].name : std::to_string(level.index));
  }
  return result;
}

tl::unexpected<Error> JsonSource::refuse(ErrorCode code, std::string message) const {
  return fail(code, path(), std::move(message));
}

tl::unexpected<Error> JsonSource::located(Error error) const {
  error.path = path();
  return tl::unexpected(std::move(error));
}

Result<std::string_view> JsonSource::integer_text() const {
  const json::Value& value = here();
  if (value.is_string()) return std::string_view(value.text());
  if (value.is_number() && is_safe_integer(value.text())) return std::string_view(value.text());
  if (value.is_number()) {
    return refuse(ErrorCode::uint256_invalid,
                  "This number is no whole number or beyond 2^53, where digits are lost: give a "
                  "bigint or a string.");
  }
  return refuse(ErrorCode::uint256_invalid,
                "A whole number is needed (a bigint, a safe integer, or a decimal or 0x-hex "
                "string), not " +
                    std::string(kind_words(value)) + ".");
}

Result<void> JsonSource::word(const Type& type, std::uint8_t* out32) {
  const json::Value& value = here();
  if (type.kind == TypeKind::Bool) {
    if (!value.is_bool()) {
      return refuse(ErrorCode::abi_value,
                    "true or false is needed, not " + std::string(kind_words(value)) + ".");
    }
    out32[31] = value.as_bool() ? 1 : 0;
    return {};
  }
  std::string_view text;
  if (type.kind == TypeKind::Uint || type.kind == TypeKind::Int) {
    auto integer = integer_text();
    if (!integer) return tl::unexpected(std::move(integer).error());
    text = *integer;
  } else if (value.is_string()) {
    text = value.text();
  } else {
    return refuse(ErrorCode::abi_value, "0x-hex text is needed for " + type.canonical() + ", not " +
                                            std::string(kind_words(value)) + ".");
  }
  auto done = word_from_text(type, text, out32);
  if (!done) return located(std::move(done).error());
  return {};
}

Result<void> JsonSource::content(const Type& type, Bytes& out) {
  const json::Value& value = here();
  if (!value.is_string()) {
    return refuse(ErrorCode::abi_value, "A string is needed for " + type.canonical() + ", not " +
                                            std::string(kind_words(value)) + ".");
  }
  if (type.kind == TypeKind::Bytes) {
    auto done = append_from_hex(value.text(), out);
    if (!done) return located(std::move(done).error());
    return {};
  }
  if (!utf8::is_valid(value.text())) {
    return refuse(ErrorCode::utf8_invalid, "The text holds half of a surrogate pair.");
  }
  out.insert(out.end(), value.text().begin(), value.text().end());
  return {};
}

Result<std::size_t> JsonSource::enter_array(const Type& type) {
  const json::Value& value = here();
  if (!value.is_array()) {
    return refuse(ErrorCode::abi_value, "An array is needed for " + type.canonical() + ", not " +
                                            std::string(kind_words(value)) + ".");
  }
  const std::size_t count = value.items().size();
  if (type.kind == TypeKind::FixedArray && count != type.count) {
    return refuse(ErrorCode::abi_length, type.canonical() + " has " + std::to_string(type.count) +
                                             " elements, not " + std::to_string(count) + ".");
  }
  levels_.push_back(Level{nullptr, nullptr, 0});
  return count;
}

Result<void> JsonSource::enter_tuple(const Parameters& members) {
  const json::Value& value = here();
  if (value.is_array()) {
    if (value.items().size() != members.size()) {
      return refuse(ErrorCode::abi_length, std::to_string(members.size()) +
                                               " values are needed, not " +
                                               std::to_string(value.items().size()) + ".");
    }
  } else if (!value.is_object()) {
    return refuse(ErrorCode::abi_value, "An array or an object of the members is needed, not " +
                                            std::string(kind_words(value)) + ".");
  } else if (!all_named(members)) {
    return refuse(ErrorCode::abi_value,
                  "The signature does not name all of these values: give them as an array.");
  }
  levels_.push_back(Level{nullptr, &members, 0});
  return {};
}

Result<void> JsonSource::go_to(std::size_t index) {
  Level& level = levels_.back();
  const json::Value& above = *levels_[levels_.size() - 2].value;
  level.index = index;
  if (above.is_array()) {
    level.value = &above.items()[index];
    return {};
  }
  level.value = above.find((*level.members)[index].name);
  if (level.value != nullptr) return {};
  return fail(ErrorCode::abi_length, pointer_join(path(), (*level.members)[index].name),
              "The value of \"" + (*level.members)[index].name + "\" is missing.");
}

}  // namespace dikast::abi
