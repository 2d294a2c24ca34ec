#include "dikast/address.hpp"

#include <algorithm>

#include "dikast/keccak.hpp"

namespace dikast {
namespace {

constexpr std::size_t kDigits = 40;

bool is_lower_letter(char c) { return c >= 'a' && c <= 'f'; }
bool is_upper_letter(char c) { return c >= 'A' && c <= 'F'; }

}  // namespace

std::string Address::to_lower() const { return to_hex(ByteView(bytes.data(), bytes.size())); }

std::string Address::to_checksum() const {
  std::string text = to_lower();
  const Hash32 hash = keccak256(ByteView(std::string_view(text).substr(2)));
  for (std::size_t i = 0; i < kDigits; ++i) {
    const unsigned nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15U;
    char& c = text[2 + i];
    if (nibble >= 8 && is_lower_letter(c)) c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

Result<Address> Address::parse_unchecked(std::string_view text) {
  if (text.size() != 2 + kDigits || text[0] != '0' || text[1] != 'x') {
    return fail(ErrorCode::address_invalid);
  }
  Address address;
  if (!decode_hex_digits(text.substr(2), address.bytes.data())) {
    return fail(ErrorCode::address_invalid);
  }
  return address;
}

Result<Address> Address::parse(std::string_view text) {
  auto address = parse_unchecked(text);
  if (!address) return address;
  const std::string_view digits = text.substr(2);
  const bool lower = std::any_of(digits.begin(), digits.end(), is_lower_letter);
  const bool upper = std::any_of(digits.begin(), digits.end(), is_upper_letter);
  if (lower && upper && address->to_checksum() != text) return fail(ErrorCode::address_checksum);
  return address;
}

}  // namespace dikast
