#include "dikast/bytes.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace dikast {
namespace {

static_assert(std::endian::native == std::endian::little, "digits are handled eight at a time");

constexpr std::uint64_t repeated(std::uint8_t byte) { return byte * 0x0101010101010101ULL; }

/// The digits of four bytes as eight characters, the first in the lowest byte.
std::uint64_t digits_of(std::uint32_t four) {
  std::uint64_t spread = four;
  spread = (spread | spread << 16) & 0x0000ffff0000ffffULL;
  spread = (spread | spread << 8) & 0x00ff00ff00ff00ffULL;
  const std::uint64_t nibbles = (spread >> 4 & repeated(0x0f)) | (spread & repeated(0x0f)) << 8;
  const std::uint64_t letters = (nibbles + repeated(6)) >> 4 & repeated(1);
  return nibbles + repeated('0') + letters * ('a' - '0' - 10);
}

/// What was wrong with digits read so far: looked at once, at the end.
struct Faults {
  std::uint64_t top_bits = 0;  ///< bit 7: no ASCII
  std::uint64_t values = 0;    ///< bit 4: letters above f
  std::uint64_t low_bits = 0;  ///< bit 0: everything else

  [[nodiscard]] bool any() const {
    return ((top_bits & repeated(0x80)) | (values & repeated(0x10)) | (low_bits & repeated(1))) !=
           0;
  }
};

/// Four bytes from eight digits.
inline std::uint32_t four_from(std::uint64_t digits, Faults& faults) {
  // Digits are 0x30-0x39, letters 0x41-0x46 and 0x61-0x66: bit 6 tells them apart.
  const std::uint64_t letters = digits >> 6 & repeated(1);
  const std::uint64_t values = (digits & repeated(0x0f)) + (letters << 3 | letters);
  faults.top_bits |= digits;
  faults.values |= values;
  // A value above 9 and being a letter go together; bit 4 is set in digits only; so is bit 5, or
  // it is a letter.
  faults.low_bits |=
      ((values + repeated(6)) >> 4 ^ letters) | ~(digits >> 4 ^ letters) | ~(digits >> 5 | letters);
  std::uint64_t pairs = (values << 4 | values >> 8) & 0x00ff00ff00ff00ffULL;
  pairs = (pairs | pairs >> 8) & 0x0000ffff0000ffffULL;
  return static_cast<std::uint32_t>(pairs | pairs >> 16);
}

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
  std::size_t i = 0;
  for (; bytes.size - i >= 4; i += 4, to += 8) {
    std::uint32_t four = 0;
    std::memcpy(&four, bytes.data + i, 4);
    const std::uint64_t digits = digits_of(four);
    std::memcpy(to, &digits, 8);
  }
  for (; i < bytes.size; ++i) {
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
  Faults faults;
  std::size_t i = 0;
  for (; digits.size() - i >= 8; i += 8, out += 4) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, digits.data() + i, 8);
    const std::uint32_t four = four_from(eight, faults);
    std::memcpy(out, &four, 4);
  }
  unsigned bad = 0;
  for (; i + 1 < digits.size(); i += 2) {
    const unsigned high = kDigitValues[static_cast<std::uint8_t>(digits[i])];
    const unsigned low = kDigitValues[static_cast<std::uint8_t>(digits[i + 1])];
    bad |= high | low;  // only kNoDigit sets bits above the low four
    *out++ = static_cast<std::uint8_t>(high << 4 | (low & 15));
  }
  return !faults.any() && bad < 16 && digits.size() % 2 == 0;
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
