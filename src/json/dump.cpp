#include <array>
#include <cstring>

#include "dikast/json.hpp"
#include "dikast/utf8.hpp"

namespace dikast::json {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

/// The high bit of each byte of `word` that is zero (and, above such a byte, possibly of a 0x01).
constexpr std::uint64_t zero_bytes(std::uint64_t word) {
  return (word - kOnes) & ~word & kHighBits;
}

/// Whether one of eight bytes is a quote, a backslash, below 0x20 or above 0x7f.
constexpr bool needs_care(std::uint64_t word) {
  const std::uint64_t control = (word - kOnes * 0x20) & ~word & kHighBits;
  return ((word & kHighBits) | control | zero_bytes(word ^ kOnes * '"') |
          zero_bytes(word ^ kOnes * '\\')) != 0;
}

bool is_plain(char c) {
  const auto byte = static_cast<std::uint8_t>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

/// Length of the run from `at` that is copied as it is.
std::size_t plain_run(std::string_view text, std::size_t at) {
  const std::size_t start = at;
  while (text.size() - at >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if (needs_care(word)) break;
    at += 8;
  }
  while (at < text.size() && is_plain(text[at])) ++at;
  return at - start;
}

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

void append_ascii_escape(std::string& out, char c) {
  // The short forms JSON.stringify uses (ECMA-262 QuoteJSONString).
  constexpr std::string_view from = "\"\\\b\f\n\r\t";
  constexpr std::string_view to = "\"\\bfnrt";
  const std::size_t i = from.find(c);
  if (i == std::string_view::npos) {
    append_unit(out, static_cast<std::uint8_t>(c));
  } else {
    out += '\\';
    out += to[i];
  }
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
    const std::size_t run = plain_run(text, at);
    out.append(text.data() + at, run);
    at += run;
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
