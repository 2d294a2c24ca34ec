#include "grammar.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "layout.hpp"

namespace dikast::abi {
namespace {

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Words that cannot be names: docs.soliditylang.org, "Reserved Keywords" and the type names.
constexpr auto kReserved = std::to_array<std::string_view>(
    {"abstract",  "address",   "after",      "alias",       "anonymous", "apply",    "as",
     "assembly",  "auto",      "bool",       "break",       "byte",      "bytes",    "calldata",
     "case",      "catch",     "constant",   "constructor", "continue",  "contract", "copyof",
     "default",   "define",    "delete",     "do",          "else",      "emit",     "enum",
     "event",     "external",  "fallback",   "final",       "for",       "function", "hex",
     "if",        "immutable", "implements", "import",      "in",        "indexed",  "inline",
     "interface", "internal",  "is",         "let",         "library",   "macro",    "mapping",
     "match",     "memory",    "modifier",   "mutable",     "new",       "null",     "of",
     "override",  "partial",   "payable",    "pragma",      "private",   "promise",  "public",
     "pure",      "receive",   "reference",  "relocatable", "return",    "returns",  "sealed",
     "sizeof",    "static",    "storage",    "string",      "struct",    "super",    "supports",
     "switch",    "this",      "throw",      "try",         "tuple",     "type",     "typedef",
     "typeof",    "unchecked", "unicode",    "using",       "var",       "view",     "virtual",
     "while"});

bool is_reserved(std::string_view name) {
  return std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end() ||
         elementary(name).has_value();
}

bool can_have_location(const Type& type) {
  switch (type.kind) {
    case TypeKind::Bytes:
    case TypeKind::String:
    case TypeKind::Array:
    case TypeKind::FixedArray:
    case TypeKind::Tuple:
      return true;
    case TypeKind::Uint:
    case TypeKind::Int:
    case TypeKind::Address:
    case TypeKind::Bool:
    case TypeKind::FixedBytes:
    case TypeKind::Function:
      return false;
  }
  return false;
}

}  // namespace

void SignatureParser::skip_spaces() {
  while (position_ < text_.size() && is_space(text_[position_])) ++position_;
}

char SignatureParser::peek() {
  skip_spaces();
  return position_ < text_.size() ? text_[position_] : '\0';
}

bool SignatureParser::take(char c) {
  if (peek() != c || position_ >= text_.size()) return false;
  ++position_;
  return true;
}

std::string_view SignatureParser::take_name() {
  if (!is_name_start(peek())) return {};
  const std::size_t begin = position_;
  while (position_ < text_.size() && is_name_char(text_[position_])) ++position_;
  return text_.substr(begin, position_ - begin);
}

bool SignatureParser::take_word(std::string_view word) {
  skip_spaces();
  const std::size_t begin = position_;
  if (take_name() == word) return true;
  position_ = begin;
  return false;
}

tl::unexpected<Error> SignatureParser::syntax(std::string_view expected) {
  skip_spaces();
  return fail(ErrorCode::abi_syntax, std::string(path_),
              std::string(expected) + " expected at character " + std::to_string(position_ + 1) +
                  " of the signature.");
}

tl::unexpected<Error> SignatureParser::located(Error error) const {
  error.path = path_;
  return tl::unexpected<Error>(std::move(error));
}

Result<void> SignatureParser::count_node(std::uint32_t depth) {
  if (depth > kMaxTypeDepth) {
    return fail(ErrorCode::abi_syntax, std::string(path_),
                "The types are nested deeper than 64 levels, or a struct contains itself.");
  }
  if (node_budget_ == 0) {
    return fail(ErrorCode::abi_syntax, std::string(path_),
                "The signature has more than 10,000 types once its structs are written out.");
  }
  --node_budget_;
  return {};
}

// --- types ---

Result<Type> SignatureParser::tuple(std::uint32_t depth) {
  Type result;
  result.kind = TypeKind::Tuple;
  auto components = list(ListKind::Members, ',', depth + 1);
  if (!components) return tl::unexpected(std::move(components).error());
  if (!take(')')) return syntax("\",\" or \")\"");
  if (components->empty()) {
    return fail(ErrorCode::abi_syntax, std::string(path_), "A tuple needs at least one member.");
  }
  result.components = *std::move(components);
  lay_out(result);
  return result;
}

Result<Type> SignatureParser::struct_type(const StructDefinition& definition, std::uint32_t depth) {
  SignatureParser inner(definition.body, definition.path, structs_, node_budget_);
  auto components = inner.members(depth + 1);
  if (!components) return tl::unexpected(std::move(components).error());
  Type result;
  result.kind = TypeKind::Tuple;
  result.components = *std::move(components);
  lay_out(result);
  return result;
}

Result<Type> SignatureParser::base_type(std::uint32_t depth, const Parameters* components) {
  if (take('(')) return tuple(depth);
  const std::string_view name = take_name();
  if (name.empty()) return syntax("A type");
  if (name == "tuple") {
    if (take('(')) return tuple(depth);
    if (components == nullptr) return syntax("The members of the tuple, in brackets,");
    Type result;
    result.kind = TypeKind::Tuple;
    result.components = *components;
    lay_out(result);
    return result;
  }
  for (const StructDefinition& definition : structs_) {
    if (definition.name == name) return struct_type(definition, depth);
  }
  auto result = elementary(name);
  if (!result) return located(std::move(result).error());
  if (result->kind == TypeKind::Address) (void)take_word("payable");
  return result;
}

Result<std::uint32_t> SignatureParser::array_length() {
  const std::size_t begin = position_;
  std::uint64_t value = 0;
  while (position_ < text_.size() && is_digit(text_[position_]) && position_ - begin < 10) {
    value = value * 10 + static_cast<std::uint64_t>(text_[position_++] - '0');
  }
  if (position_ == begin || text_[begin] == '0' || value > 0xffffffffULL) {
    position_ = begin;
    return syntax("A number of elements from 1 to 4294967295");
  }
  return static_cast<std::uint32_t>(value);
}

Result<Type> SignatureParser::suffixes(Type type, std::uint32_t depth) {
  while (take('[')) {
    if (auto counted = count_node(++depth); !counted) {
      return tl::unexpected(std::move(counted).error());
    }
    Type array;
    array.kind = TypeKind::Array;
    if (peek() != ']') {
      const auto length = array_length();
      if (!length) return tl::unexpected(length.error());
      array.kind = TypeKind::FixedArray;
      array.count = *length;
    }
    if (!take(']')) return syntax("\"]\"");
    array.element.push_back(std::move(type));
    lay_out(array);
    type = std::move(array);
  }
  return type;
}

Result<Type> SignatureParser::type(std::uint32_t depth, const Parameters* components) {
  if (auto counted = count_node(depth); !counted) {
    return tl::unexpected(std::move(counted).error());
  }
  auto base = base_type(depth, components);
  if (!base) return base;
  return suffixes(*std::move(base), depth);
}

// --- parameters ---

Result<void> SignatureParser::modifiers(ListKind kind, Parameter& parameter) {
  if (kind == ListKind::EventArguments && take_word("indexed")) parameter.indexed = true;
  if (kind != ListKind::Arguments) return {};
  for (const std::string_view location : {"calldata", "memory", "storage"}) {
    if (!take_word(location)) continue;
    if (!can_have_location(parameter.type)) {
      return fail(ErrorCode::abi_syntax, std::string(path_),
                  "\"" + std::string(location) +
                      "\" goes with bytes, string, arrays and structs, "
                      "not with " +
                      parameter.type.canonical() + ".");
    }
    break;
  }
  return {};
}

Result<Parameter> SignatureParser::parameter(ListKind kind, std::uint32_t depth) {
  auto parsed = type(depth, nullptr);
  if (!parsed) return tl::unexpected(std::move(parsed).error());
  Parameter result;
  result.type = *std::move(parsed);
  if (auto done = modifiers(kind, result); !done) return tl::unexpected(std::move(done).error());
  const std::size_t begin = position_;
  const std::string_view name = take_name();
  if (is_reserved(name)) {
    position_ = begin;
    return syntax("A name that is no word of the language");
  }
  result.name = name;
  return result;
}

Result<Parameters> SignatureParser::list(ListKind kind, char separator, std::uint32_t depth) {
  Parameters result;
  const char first = peek();
  if (first == ')' || position_ >= text_.size()) return result;
  do {
    if (separator == ';' && peek() == '\0') break;
    auto next = parameter(kind, depth);
    if (!next) return tl::unexpected(std::move(next).error());
    result.push_back(*std::move(next));
  } while (take(separator));
  return result;
}

Result<Parameters> SignatureParser::parameters(ListKind kind) {
  auto result = list(kind, ',', 1);
  if (!result) return result;
  if (auto done = end(); !done) return tl::unexpected(std::move(done).error());
  return result;
}

Result<Type> SignatureParser::json_type(const Parameters* components) {
  auto result = type(1, components);
  if (!result) return result;
  if (auto done = end(); !done) return tl::unexpected(std::move(done).error());
  return result;
}

Result<Parameters> SignatureParser::members(std::uint32_t depth) {
  auto result = list(ListKind::Members, ';', depth);
  if (!result) return result;
  if (auto done = end(); !done) return tl::unexpected(std::move(done).error());
  if (result->empty()) return syntax("At least one member of the struct");
  return result;
}

Result<void> SignatureParser::end() {
  skip_spaces();
  if (position_ < text_.size()) return syntax("The end");
  return {};
}

}  // namespace dikast::abi
