#include "sink.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "dikast/address.hpp"
#include "dikast/uint256.hpp"

namespace dikast::abi {
namespace {

struct Signed {
  bool negative;
  Uint256 magnitude;
};

Signed integer_of(const Type& type, const std::uint8_t* word) {
  const Uint256 value = Uint256::from_bytes32(word);
  const bool negative = type.kind == TypeKind::Int && (word[0] & 0x80) != 0;
  return {negative, negative ? wrapping_sub(Uint256(0), value) : value};
}

std::string checksummed(const std::uint8_t* word) {
  Address address;
  std::copy(word + 12, word + 32, address.bytes.begin());
  return address.to_checksum();
}

/// "0x" and the digits of a word without leading zeros.
void append_short_hex(std::string& out, const std::uint8_t* word) {
  std::size_t first = 0;
  while (first < 31 && word[first] == 0) ++first;
  out += "0x";
  append_hex(out, ByteView(word + first, 32 - first));
}

constexpr char kEnd = '\0';
constexpr char kEscape = '\x01';

/// Whether a byte below 2 occurs. Eight bytes at a time: subtracting borrows into the top bit
/// only of those, and of bytes that had it set already.
bool has_framing(std::string_view text) {
  std::size_t i = 0;
  std::uint64_t found = 0;
  for (; text.size() - i >= 8; i += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + i, 8);
    found |= (eight - 0x0202020202020202ULL) & ~eight & 0x8080808080808080ULL;
  }
  for (; i < text.size(); ++i) found |= static_cast<std::uint8_t>(text[i]) < 2 ? 1U : 0U;
  return found != 0;
}

void append_framed(std::string& out, std::string_view text) {
  if (!has_framing(text)) {
    out += text;
    return;
  }
  for (const char c : text) {
    if (c == kEnd || c == kEscape) out += kEscape;
    out += c;
  }
}

}  // namespace

std::string_view ChecksumCache::text(const std::uint8_t* address20) {
  Entry& entry = entries_[(address20[18] ^ address20[19]) % kEntries];
  if (entry.text.empty() || !std::equal(address20, address20 + 20, entry.address.bytes.begin())) {
    std::copy(address20, address20 + 20, entry.address.bytes.begin());
    entry.text = entry.address.to_checksum();
  }
  return entry.text;
}

json::Value tuple_value(const Parameters& members, std::vector<json::Value> values) {
  if (members.empty() || !all_named(members)) return json::Value::array(std::move(values));
  std::vector<json::Member> named;
  named.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    named.push_back(json::Member{members[i].name, std::move(values[i])});
  }
  return json::Value::object(std::move(named));
}

void ValueSink::word(const Type& type, const std::uint8_t* word32) {
  json::Value value;
  switch (type.kind) {
    case TypeKind::Uint:
    case TypeKind::Int: {
      const Signed integer = integer_of(type, word32);
      value = json::Value::number((integer.negative ? "-" : "") + integer.magnitude.to_decimal());
      break;
    }
    case TypeKind::Address:
      value = json::Value::string(checksummed(word32));
      break;
    case TypeKind::Bool:
      value = json::Value::boolean(word32[31] != 0);
      break;
    case TypeKind::FixedBytes:
    case TypeKind::Function:
      value = json::Value::string(to_hex(ByteView(word32, type.size)));
      break;
    case TypeKind::Bytes:
    case TypeKind::String:
    case TypeKind::Array:
    case TypeKind::FixedArray:
    case TypeKind::Tuple:
      break;
  }
  levels_.back().push_back(std::move(value));
}

void ValueSink::bytes(ByteView content) {
  levels_.back().push_back(json::Value::string(to_hex(content)));
}

void ValueSink::text(std::string_view content) {
  levels_.back().push_back(json::Value::string(std::string(content)));
}

void ValueSink::begin_array(const Type&, std::size_t) { levels_.emplace_back(); }

void ValueSink::end_array() {
  json::Value list = json::Value::array(std::move(levels_.back()));
  levels_.pop_back();
  levels_.back().push_back(std::move(list));
}

void ValueSink::begin_tuple(const Parameters&) { levels_.emplace_back(); }

void ValueSink::end_tuple(const Parameters& members) {
  json::Value tuple = tuple_value(members, std::move(levels_.back()));
  levels_.pop_back();
  levels_.back().push_back(std::move(tuple));
}

void TokenSink::word(const Type& type, const std::uint8_t* word32) {
  switch (type.kind) {
    case TypeKind::Uint:
      append_short_hex(out_, word32);
      break;
    case TypeKind::Int: {
      const Signed integer = integer_of(type, word32);
      if (integer.negative) out_ += '-';
      append_short_hex(out_, integer.magnitude.to_bytes32().data());
      break;
    }
    case TypeKind::Address:
      out_ += addresses_.text(word32 + 12);
      break;
    case TypeKind::Bool:
      out_ += word32[31] != 0 ? '1' : '0';
      break;
    case TypeKind::FixedBytes:
    case TypeKind::Function:
      out_ += "0x";
      append_hex(out_, ByteView(word32, type.size));
      break;
    case TypeKind::Bytes:
    case TypeKind::String:
    case TypeKind::Array:
    case TypeKind::FixedArray:
    case TypeKind::Tuple:
      break;
  }
  out_ += kEnd;
}

void TokenSink::bytes(ByteView content) {
  out_ += "0x";
  append_hex(out_, content);
  out_ += kEnd;
}

void TokenSink::text(std::string_view content) {
  append_framed(out_, content);
  out_ += kEnd;
}

void TokenSink::begin_array(const Type& type, std::size_t count) {
  if (type.kind == TypeKind::Array) out_ += std::to_string(count) + kEnd;
}

}  // namespace dikast::abi
