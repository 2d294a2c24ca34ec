#include "value.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "dikast/mustache.hpp"
#include "dikast/utf8.hpp"
#include "scan.hpp"

namespace dikast::mustache {
namespace {

using json::Value;

/// "0", "1", "12" ... as JavaScript's canonical array index; nullopt for anything else.
std::optional<std::size_t> array_index(std::string_view key) {
  if (key.empty() || key.size() > 9 || (key[0] == '0' && key.size() > 1)) return std::nullopt;
  std::size_t index = 0;
  for (const char c : key) {
    if (c < '0' || c > '9') return std::nullopt;
    index = index * 10 + static_cast<std::size_t>(c - '0');
  }
  return index;
}

/// The UTF-16 unit at `index`, a half of a surrogate pair in three bytes.
std::optional<std::string> utf16_unit(std::string_view text, std::size_t index) {
  std::size_t unit = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<std::uint8_t>(text[at]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const std::size_t units = bytes == 4 ? 2 : 1;
    if (index < unit + units) {
      if (units == 1) return std::string(text.substr(at, bytes));
      const auto decoded = utf8::decode_at(text, at);
      if (!decoded) return std::nullopt;
      const char32_t above = decoded->code_point - 0x10000;
      std::string half;
      utf8::append(half, index == unit ? 0xd800 + (above >> 10) : 0xdc00 + (above & 0x3ff));
      return half;
    }
    unit += units;
    at += bytes;
  }
  return std::nullopt;
}

bool string_property(const Value& owner, std::string_view key, Slot& found) {
  if (key == "length") {
    found.make(Value::number(std::to_string(utf8::utf16_length(owner.text()))));
    return true;
  }
  const auto index = array_index(key);
  if (!index || *index >= owner.text().size()) return false;
  auto unit = utf16_unit(owner.text(), *index);
  if (!unit) return false;
  found.make(Value::string(std::move(*unit)));
  return true;
}

bool array_property(const Value& owner, std::string_view key, Slot& found) {
  if (key == "length") {
    found.make(Value::number(std::to_string(owner.items().size())));
    return true;
  }
  const auto index = array_index(key);
  if (!index || *index >= owner.items().size()) return false;
  found.set(&owner.items()[*index]);
  return true;
}

/// Zero in any spelling of JSON or JavaScript: "0", "-0", "0.00", "0e5", "0n".
bool is_zero(std::string_view number) {
  for (const char c : number) {
    if (c >= '1' && c <= '9') return false;
    if (c == 'e' || c == 'E') return true;
    if (c != '0' && c != '-' && c != '.' && c != 'n') return false;
  }
  return true;
}

/// Number(text), NaN for what is none.
double to_number(std::string_view text) {
  std::size_t begin = scan::skip_space(text, 0);
  const std::size_t end = scan::trim_end(text, begin, text.size());
  if (begin == end) return 0;
  const std::string literal(text.substr(begin, end - begin));
  const std::string_view digits =
      std::string_view(literal).substr(literal[0] == '-' || literal[0] == '+');
  if (digits != "Infinity" &&
      digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos) {
    return std::nan("");
  }
  char* stop = nullptr;
  const double number = std::strtod(literal.c_str(), &stop);
  return stop == literal.c_str() + literal.size() ? number : std::nan("");
}

double primitive_number(const Value& value) {
  if (value.is_bool()) return value.as_bool() ? 1 : 0;
  const std::string& text = value.text();
  return to_number(is_bigint(value) ? std::string_view(text).substr(0, text.size() - 1) : text);
}

bool is_container(const Value& value) { return value.is_array() || value.is_object(); }

}  // namespace

bool loosely_equal(const Value& a, const Value& b) {
  if (&a == &b) return !(a.is_number() && a.text() == "NaN");
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (is_container(a) && is_container(b)) return false;
  if (is_container(a)) return loosely_equal(Value::string(to_text(a)), b);
  if (is_container(b)) return loosely_equal(a, Value::string(to_text(b)));
  if (a.is_string() && b.is_string()) return a.text() == b.text();
  return primitive_number(a) == primitive_number(b);
}

bool is_truthy(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Null:
      return false;
    case Value::Kind::Bool:
      return value.as_bool();
    case Value::Kind::Number:
      return !is_zero(value.text()) && value.text() != "NaN";
    case Value::Kind::String:
      return !value.text().empty();
    case Value::Kind::Array:
    case Value::Kind::Object:
      return true;
  }
  return false;
}

bool own_property(const Value& owner, std::string_view key, Slot& found) {
  switch (owner.kind()) {
    case Value::Kind::Object: {
      const Value* member = owner.find(key);
      if (member == nullptr) return false;
      found.set(member);
      return true;
    }
    case Value::Kind::Array:
      return array_property(owner, key, found);
    case Value::Kind::String:
      return string_property(owner, key, found);
    case Value::Kind::Null:
    case Value::Kind::Bool:
    case Value::Kind::Number:
      return false;
  }
  return false;
}

}  // namespace dikast::mustache
