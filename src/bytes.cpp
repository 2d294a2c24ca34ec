#include "dikast/bytes.hpp"

#include <array>

namespace dikast {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

/// Both digits of every byte value, so that encoding is one table look-up a byte.
constexpr std::array<char, 512> make_pairs() {
  std::array<char, 512> pairs{};
  for (std::size_t i = 0; i < 256; ++i) {
    pairs[2 * i] = kDigits[i >> 4];
    pairs[2 * i + 1] = kDigits[i & 15];
  }
  return pairs;
}
constexpr auto kPairs = make_pairs();

constexpr std::uint8_t kNoDigit = 0xff;

constexpr std::array<std::uint8_t, 256> make_digit_values() {
  std::array<std::uint8_t, 256> values{};
  for (auto& v : values) v = kNoDigit;
  for (std::uint8_t i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    values[static_cast<std::size_t>('a' + i)] = static_cast<std::uint8_t>(10 + i);
    values[static_cast<std::size_t>('A' + i)] = static_cast<std::uint8_t>(10 + i);
  }
  return values;
}
constexpr auto kDigitValues = make_digit_values();

}  // namespace

int hex_digit_value(char c) {
  const std::uint8_t v = kDigitValues[static_cast<std::uint8_t>(c)];
  return v == kNoDigit ? -1 : v;
}

void append_hex(std::string& out, ByteView bytes) {
  const std::size_t start = out.size();
  out.resize(start + 2 * bytes.size);
  char* to = out.data() + start;
  for (std::size_t i = 0; i < bytes.size; ++i) {
    const char* pair = &kPairs[2 * static_cast<std::size_t>(bytes.data[i])];
    *to++ = pair[0];
    *to++ = pair[1];
  }
}

std::string to_hex(ByteView bytes) {
  std::string out = "0x";
  append_hex(out, bytes);
  return out;
}

bool decode_hex_digits(std::string_view digits, std::uint8_t* out) {
  unsigned bad = 0;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    const unsigned high = kDigitValues[static_cast<std::uint8_t>(digits[i])];
    const unsigned low = kDigitValues[static_cast<std::uint8_t>(digits[i + 1])];
    bad |= high | low;  // only kNoDigit sets bits above the low four
    *out++ = static_cast<std::uint8_t>(high << 4 | (low & 15));
  }
  return bad < 16 && digits.size() % 2 == 0;
}

Result<Bytes> from_hex(std::string_view hex) {
  if (hex.size() < 2 || hex[0] != '0' || hex[1] != 'x') {
    return fail(ErrorCode::bytes_invalid, "", "Bytes start with 0x.");
  }
  hex.remove_prefix(2);
  if (hex.size() % 2 != 0) {
    return fail(
        ErrorCode::bytes_invalid, "",
        "Bytes need an even number of hex digits; there are " + std::to_string(hex.size()) + ".");
  }
  Bytes bytes(hex.size() / 2);
  if (!decode_hex_digits(hex, bytes.data())) return fail(ErrorCode::bytes_invalid);
  return bytes;
}

}  // namespace dikast
