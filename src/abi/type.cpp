#include <algorithm>
#include <optional>
#include <utility>

#include "dikast/abi_type.hpp"
#include "layout.hpp"

namespace dikast::abi {
namespace {

std::uint64_t saturate(std::uint64_t words) { return std::min(words, kMaxWords); }

std::uint64_t saturated_product(std::uint64_t words, std::uint32_t count) {
  return words > kMaxWords / count ? kMaxWords : words * count;
}

/// A number of at most three digits without a leading zero; nullopt for anything else.
std::optional<unsigned> small_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 3 || digits.front() == '0') return std::nullopt;
  unsigned value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

std::optional<Type> integer(TypeKind kind, std::string_view bits_text) {
  Type type;
  type.kind = kind;
  if (bits_text.empty()) return type;
  const auto bits = small_number(bits_text);
  if (!bits || *bits > 256 || *bits % 8 != 0) return std::nullopt;
  type.size = static_cast<std::uint16_t>(*bits);
  return type;
}

std::optional<Type> fixed_bytes(std::string_view size_text) {
  const auto size = small_number(size_text);
  if (!size || *size > 32) return std::nullopt;
  Type type;
  type.kind = TypeKind::FixedBytes;
  type.size = static_cast<std::uint16_t>(*size);
  return type;
}

std::optional<Type> plain(TypeKind kind, std::uint16_t size) {
  Type type;
  type.kind = kind;
  type.size = size;
  lay_out(type);
  return type;
}

std::optional<Type> elementary_or_none(std::string_view name) {
  if (name == "address") return plain(TypeKind::Address, 20);
  if (name == "bool") return plain(TypeKind::Bool, 1);
  if (name == "string") return plain(TypeKind::String, 0);
  if (name == "bytes") return plain(TypeKind::Bytes, 0);
  if (name == "function") return plain(TypeKind::Function, 24);
  if (name.starts_with("uint")) return integer(TypeKind::Uint, name.substr(4));
  if (name.starts_with("int")) return integer(TypeKind::Int, name.substr(3));
  if (name.starts_with("bytes")) return fixed_bytes(name.substr(5));
  return std::nullopt;
}

/// The name as JSON ABI writes it: tuples are "tuple", their members stand in "components".
std::string json_name(const Type& type) {
  switch (type.kind) {
    case TypeKind::Array:
      return json_name(type.element.front()) + "[]";
    case TypeKind::FixedArray:
      return json_name(type.element.front()) + "[" + std::to_string(type.count) + "]";
    case TypeKind::Tuple:
      return "tuple";
    case TypeKind::Uint:
    case TypeKind::Int:
    case TypeKind::Address:
    case TypeKind::Bool:
    case TypeKind::FixedBytes:
    case TypeKind::Function:
    case TypeKind::Bytes:
    case TypeKind::String:
      break;
  }
  return type.canonical();
}

const Parameters* components_of(const Type& type) {
  if (type.kind == TypeKind::Tuple) return &type.components;
  return type.element.empty() ? nullptr : components_of(type.element.front());
}

}  // namespace

void lay_out(Type& type) {
  type.dynamic = false;
  type.head_words = 1;
  switch (type.kind) {
    case TypeKind::Bytes:
    case TypeKind::String:
    case TypeKind::Array:
      type.dynamic = true;
      return;
    case TypeKind::FixedArray:
      type.dynamic = type.element.front().dynamic;
      if (!type.dynamic)
        type.head_words = saturated_product(type.element.front().head_words, type.count);
      return;
    case TypeKind::Tuple:
      for (const Parameter& member : type.components) type.dynamic |= member.type.dynamic;
      if (!type.dynamic) type.head_words = head_words(type.components);
      return;
    case TypeKind::Uint:
    case TypeKind::Int:
    case TypeKind::Address:
    case TypeKind::Bool:
    case TypeKind::FixedBytes:
    case TypeKind::Function:
      return;
  }
}

Result<Type> elementary(std::string_view name) {
  if (auto type = elementary_or_none(name)) return *std::move(type);
  return fail(ErrorCode::abi_unknown_type, {},
              "\"" + std::string(name) +
                  "\" is no type of the contract ABI, and no struct of this name is given.");
}

std::string Type::canonical() const {
  switch (kind) {
    case TypeKind::Uint:
      return "uint" + std::to_string(size);
    case TypeKind::Int:
      return "int" + std::to_string(size);
    case TypeKind::Address:
      return "address";
    case TypeKind::Bool:
      return "bool";
    case TypeKind::FixedBytes:
      return "bytes" + std::to_string(size);
    case TypeKind::Function:
      return "function";
    case TypeKind::Bytes:
      return "bytes";
    case TypeKind::String:
      return "string";
    case TypeKind::Array:
      return element.front().canonical() + "[]";
    case TypeKind::FixedArray:
      return element.front().canonical() + "[" + std::to_string(count) + "]";
    case TypeKind::Tuple:
      return abi::canonical(components);
  }
  return {};
}

bool all_named(const Parameters& parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].name.empty()) return false;
    for (std::size_t j = 0; j < i; ++j) {
      if (parameters[j].name == parameters[i].name) return false;
    }
  }
  return true;
}

std::uint64_t head_words(const Parameters& parameters) {
  std::uint64_t words = 0;
  for (const Parameter& parameter : parameters) words = saturate(words + parameter.type.head_words);
  return words;
}

std::string canonical(const Parameters& parameters) {
  std::string text = "(";
  for (const Parameter& parameter : parameters) {
    if (text.size() > 1) text += ',';
    text += parameter.type.canonical();
  }
  return text + ")";
}

json::Value to_json(const Parameters& parameters) {
  json::Value list = json::Value::array();
  for (const Parameter& parameter : parameters) {
    json::Value entry = json::Value::object();
    entry.set("type", json::Value::string(json_name(parameter.type)));
    if (!parameter.name.empty()) entry.set("name", json::Value::string(parameter.name));
    if (parameter.indexed) entry.set("indexed", json::Value::boolean(true));
    if (const Parameters* members = components_of(parameter.type)) {
      entry.set("components", to_json(*members));
    }
    list.push(std::move(entry));
  }
  return list;
}

}  // namespace dikast::abi
