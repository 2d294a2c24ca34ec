#include <array>

#include "dikast/json.hpp"
#include "dikast/utf8.hpp"
#include "scan.hpp"

namespace dikast::json {
namespace {

void append_unit(std::string& out, unsigned unit) {
  constexpr char digits[] = "0123456789abcdef";
  const std::array<char, 6> escape{'\\',
                                   'u',
                                   digits[unit >> 12 & 15],
                                   digits[unit >> 8 & 15],
                                   digits[unit >> 4 & 15],
                                   digits[unit & 15]};
  out.append(escape.data(), escape.size());
}

/// The letter after the backslash in the short forms JSON.stringify uses (ECMA-262
/// QuoteJSONString); 'u' for the other control characters.
constexpr std::array<char, 128> make_escape_letters() {
  std::array<char, 128> letters{};
  for (std::size_t c = 0; c < 0x20; ++c) letters[c] = 'u';
  constexpr std::string_view from = "\"\\\b\f\n\r\t";
  constexpr std::string_view to = "\"\\bfnrt";
  for (std::size_t i = 0; i < from.size(); ++i) letters[static_cast<std::uint8_t>(from[i])] = to[i];
  return letters;
}
constexpr auto kEscapeLetters = make_escape_letters();

void append_ascii_escape(std::string& out, char c) {
  const char letter = kEscapeLetters[static_cast<std::uint8_t>(c)];
  if (letter == 'u') {
    append_unit(out, static_cast<std::uint8_t>(c));
    return;
  }
  const std::array<char, 2> escape{'\\', letter};
  out.append(escape.data(), escape.size());
}

/// Bytes that are no text at all become U+FFFD, one each: the output is always valid.
constexpr utf8::Decoded kReplacement{0xfffd, 1};

/// Writes the character at `at` and returns its length in bytes.
std::size_t append_character(std::string& out, std::string_view text, std::size_t at,
                             bool ascii_only) {
  const auto found = utf8::decode_wtf8_at(text, at);
  const utf8::Decoded decoded = found.value_or(kReplacement);
  const char32_t code = decoded.code_point;
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (!ascii_only && !surrogate) {
    utf8::append(out, code);
  } else if (code < 0x10000) {
    append_unit(out, static_cast<unsigned>(code));
  } else {
    append_unit(out, static_cast<unsigned>(0xd800 + ((code - 0x10000) >> 10)));
    append_unit(out, static_cast<unsigned>(0xdc00 + ((code - 0x10000) & 0x3ff)));
  }
  return decoded.length;
}

void append_value(std::string& out, const Value& value, bool ascii_only);

void append_string(std::string& out, std::string_view text, bool ascii_only) {
  out += '"';
  append_escaped(out, text, ascii_only);
  out += '"';
}

void append_array(std::string& out, const Value& value, bool ascii_only) {
  out += '[';
  bool first = true;
  for (const Value& item : value.items()) {
    if (!first) out += ',';
    first = false;
    append_value(out, item, ascii_only);
  }
  out += ']';
}

void append_object(std::string& out, const Value& value, bool ascii_only) {
  out += '{';
  bool first = true;
  for (const Member& member : value.members()) {
    if (!first) out += ',';
    first = false;
    append_string(out, member.key, ascii_only);
    out += ':';
    append_value(out, member.value, ascii_only);
  }
  out += '}';
}

void append_value(std::string& out, const Value& value, bool ascii_only) {
  switch (value.kind()) {
    case Value::Kind::Null:
      out += "null";
      return;
    case Value::Kind::Bool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Value::Kind::Number:
      // A context's number may have been made from a JavaScript NaN or Infinity: null, as
      // JSON.stringify writes them.
      out += is_number_literal(value.text()) ? std::string_view(value.text())
                                             : std::string_view("null");
      return;
    case Value::Kind::String:
      append_string(out, value.text(), ascii_only);
      return;
    case Value::Kind::Array:
      append_array(out, value, ascii_only);
      return;
    case Value::Kind::Object:
      append_object(out, value, ascii_only);
      return;
  }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text, bool ascii_only) {
  std::size_t at = 0;
  while (true) {
    const std::size_t end = detail::plain_end<true>(text, at);
    out.append(text.data() + at, end - at);
    at = end;
    if (at == text.size()) return;
    if (static_cast<std::uint8_t>(text[at]) < 0x80) {
      append_ascii_escape(out, text[at]);
      ++at;
    } else {
      at += append_character(out, text, at, ascii_only);
    }
  }
}

std::string dump(const Value& value, bool ascii_only) {
  std::string out;
  append_value(out, value, ascii_only);
  return out;
}

}  // namespace dikast::json
