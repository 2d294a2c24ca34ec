#include <algorithm>
#include <array>
#include <cstdint>

#include "dikast/mustache.hpp"
#include "scan.hpp"
#include "value.hpp"

namespace dikast::mustache {
namespace {

/// The entity for each byte, empty where a byte stays as it is.
using Entities = std::array<std::string_view, 128>;

constexpr Entities mustache_entities() {
  Entities table{};
  table['&'] = "&amp;";
  table['<'] = "&lt;";
  table['>'] = "&gt;";
  table['"'] = "&quot;";
  table['\''] = "&#39;";
  table['/'] = "&#x2F;";
  table['`'] = "&#x60;";
  table['='] = "&#x3D;";
  return table;
}

constexpr Entities handlebars_entities() {
  Entities table = mustache_entities();
  table['\''] = "&#x27;";
  table['/'] = {};
  return table;
}

constexpr Entities kMustacheEntities = mustache_entities();
constexpr Entities kHandlebarsEntities = handlebars_entities();

void append_escaped(std::string& out, std::string_view text, const Entities& entities) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    if (byte >= entities.size() || entities[byte].empty()) continue;
    out.append(text, from, i - from);
    out += entities[byte];
    from = i + 1;
  }
  out.append(text, from);
}

constexpr unsigned kMantissaBits = 53;
/// The first power of two that is no double.
constexpr std::size_t kOverflowBits = 1024;
/// More significant digits than this are more than the largest double has.
constexpr std::size_t kMostDigits = 309;

/// A natural number of at most 1028 bits, least significant word first.
class Natural {
 public:
  explicit Natural(std::string_view digits) {
    for (const char c : digits) {
      std::uint64_t carry = static_cast<std::uint64_t>(c - '0');
      for (std::uint32_t& word : words_) {
        carry += std::uint64_t{word} * 10;
        word = static_cast<std::uint32_t>(carry);
        carry >>= 32;
      }
    }
  }

  [[nodiscard]] std::size_t bit_length() const {
    for (std::size_t i = words_.size(); i-- > 0;) {
      if (words_[i] == 0) continue;
      std::size_t bits = 0;
      for (std::uint32_t word = words_[i]; word != 0; word >>= 1) ++bits;
      return i * 32 + bits;
    }
    return 0;
  }

  /// Rounds to a multiple of 2^`low`, ties to even.
  void round_to(std::size_t low) {
    if (low == 0) return;
    bool sticky = false;
    for (std::size_t i = 0; i + 1 < low; ++i) sticky = sticky || bit(i);
    const bool up = bit(low - 1) && (sticky || bit(low));
    for (std::size_t i = 0; i < low; ++i) words_[i / 32] &= ~(std::uint32_t{1} << (i % 32));
    if (up) add_bit(low);
  }

  [[nodiscard]] std::string hex() const {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (std::size_t i = words_.size() * 8; i-- > 0;) {
      const std::uint32_t digit = words_[i / 8] >> (i % 8 * 4) & 15U;
      if (digit != 0 || !out.empty() || i == 0) out += kDigits[digit];
    }
    return out;
  }

 private:
  [[nodiscard]] bool bit(std::size_t i) const { return (words_[i / 32] >> (i % 32) & 1U) != 0; }

  void add_bit(std::size_t i) {
    std::uint64_t carry = std::uint64_t{1} << (i % 32);
    for (std::size_t word = i / 32; word < words_.size() && carry != 0; ++word) {
      carry += words_[word];
      words_[word] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
  }

  std::array<std::uint32_t, 33> words_{};
};

}  // namespace

bool is_bigint(const json::Value& value) {
  return value.is_number() && !value.text().empty() && value.text().back() == 'n';
}

void append_text(std::string& out, const json::Value& value) {
  switch (value.kind()) {
    case json::Value::Kind::Null:
      return;
    case json::Value::Kind::Bool:
      out += value.as_bool() ? "true" : "false";
      return;
    case json::Value::Kind::Number:
      if (value.text() == "-0") {
        out += '0';
      } else {
        out.append(value.text(), 0, value.text().size() - (is_bigint(value) ? 1 : 0));
      }
      return;
    case json::Value::Kind::String:
      out += value.text();
      return;
    case json::Value::Kind::Object:
      out += "[object Object]";
      return;
    case json::Value::Kind::Array:
      for (std::size_t i = 0; i < value.items().size(); ++i) {
        if (i > 0) out += ',';
        append_text(out, value.items()[i]);
      }
      return;
  }
}

std::string to_text(const json::Value& value) {
  std::string out;
  append_text(out, value);
  return out;
}

void append_html_escaped(std::string& out, std::string_view text) {
  append_escaped(out, text, kMustacheEntities);
}

void append_handlebars_escaped(std::string& out, std::string_view text) {
  append_escaped(out, text, kHandlebarsEntities);
}

std::string hex_like_sdk(std::string_view text) {
  std::size_t at = scan::skip_space(text, 0);
  const bool negative = at < text.size() && text[at] == '-';
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  const std::size_t first = at;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  if (at == first) return std::string(text);
  std::string_view digits = text.substr(first, at - first);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  std::string out = "0x";
  if (negative && !digits.empty()) out += '-';
  if (digits.size() > kMostDigits) return out += "infinity";
  Natural number(digits);
  const std::size_t bits = number.bit_length();
  if (bits > kMantissaBits) number.round_to(bits - kMantissaBits);
  if (number.bit_length() > kOverflowBits) return out += "infinity";
  return out += number.hex();
}

}  // namespace dikast::mustache
