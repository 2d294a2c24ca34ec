#include "dikast/uint256.hpp"

#include <algorithm>
#include <bit>

#include "dikast/bytes.hpp"

namespace dikast {
namespace {

constexpr std::size_t kWords = 4;

// Products and quotients work on 32-bit digits: WebAssembly has no 64 x 64 -> 128 multiplication
// and no 128 / 64 division, and calls of the compiler's own routines for them cost more.
using Digit = std::uint32_t;
constexpr std::size_t kDigits = 8;
using Digits = std::array<Digit, kDigits>;
using WideDigits = std::array<Digit, 2 * kDigits>;

Digits to_digits(const Uint256& v) {
  Digits digits{};
  for (std::size_t i = 0; i < kWords; ++i) {
    digits[2 * i] = static_cast<Digit>(v.words[i]);
    digits[2 * i + 1] = static_cast<Digit>(v.words[i] >> 32);
  }
  return digits;
}

template <class Source>
Uint256 from_digits(const Source& digits) {
  Uint256 v;
  for (std::size_t i = 0; i < kWords; ++i) {
    v.words[i] = digits[2 * i] | static_cast<std::uint64_t>(digits[2 * i + 1]) << 32;
  }
  return v;
}

template <class Container>
std::size_t significant(const Container& digits) {
  std::size_t n = digits.size();
  while (n > 0 && digits[n - 1] == 0) --n;
  return n;
}

struct Sum {
  Uint256 value;
  bool carry;
};

Sum add(const Uint256& a, const Uint256& b) {
  Sum sum{{}, false};
  for (std::size_t i = 0; i < kWords; ++i) {
    const std::uint64_t partial = a.words[i] + b.words[i];
    const std::uint64_t total = partial + static_cast<std::uint64_t>(sum.carry);
    sum.carry = partial < a.words[i] || total < partial;
    sum.value.words[i] = total;
  }
  return sum;
}

Sum subtract(const Uint256& a, const Uint256& b) {
  Sum difference{{}, false};
  for (std::size_t i = 0; i < kWords; ++i) {
    const std::uint64_t partial = a.words[i] - b.words[i];
    const bool borrow = a.words[i] < b.words[i] || (difference.carry && partial == 0);
    difference.value.words[i] = partial - static_cast<std::uint64_t>(difference.carry);
    difference.carry = borrow;
  }
  return difference;
}

WideDigits multiply(const Uint256& a, const Uint256& b) {
  const Digits x = to_digits(a);
  const Digits y = to_digits(b);
  const std::size_t used_x = significant(x);
  const std::size_t used_y = significant(y);
  WideDigits product{};
  for (std::size_t i = 0; i < used_x; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < used_y; ++j) {
      const std::uint64_t t = static_cast<std::uint64_t>(x[i]) * y[j] + product[i + j] + carry;
      product[i + j] = static_cast<Digit>(t);
      carry = t >> 32;
    }
    product[i + used_y] = static_cast<Digit>(carry);
  }
  return product;
}

bool fits(const WideDigits& digits) { return significant(digits) <= kDigits; }

struct Division {
  WideDigits quotient{};
  Digits remainder{};
};

Division divide_by_digit(const WideDigits& dividend, Digit divisor) {
  Division result;
  std::uint64_t rest = 0;
  for (std::size_t i = dividend.size(); i-- > 0;) {
    rest = rest << 32 | dividend[i];
    result.quotient[i] = static_cast<Digit>(rest / divisor);
    rest %= divisor;
  }
  result.remainder[0] = static_cast<Digit>(rest);
  return result;
}

/// Knuth's estimate of one quotient digit from the two leading digits, corrected by the third.
std::uint64_t estimate_digit(Digit top, Digit next, Digit third, Digit divisor_top,
                             Digit divisor_next) {
  const std::uint64_t numerator = static_cast<std::uint64_t>(top) << 32 | next;
  std::uint64_t estimate = numerator / divisor_top;
  std::uint64_t rest = numerator % divisor_top;
  while (estimate >> 32 != 0 || estimate * divisor_next > (rest << 32 | third)) {
    --estimate;
    rest += divisor_top;
    if (rest >> 32 != 0) break;
  }
  return estimate;
}

/// The Art of Computer Programming, volume 2, section 4.3.1, algorithm D. `divisor` is not zero.
Division divide(const WideDigits& dividend, const Uint256& divisor_value) {
  const Digits divisor = to_digits(divisor_value);
  const std::size_t n = significant(divisor);
  const std::size_t m = significant(dividend);
  if (n == 1) return divide_by_digit(dividend, divisor[0]);
  Division result;
  if (m < n) {
    std::copy_n(dividend.begin(), kDigits, result.remainder.begin());
    return result;
  }

  const int shift = std::countl_zero(divisor[n - 1]);
  const auto shifted = [shift](Digit high, Digit low) {
    return static_cast<Digit>((static_cast<std::uint64_t>(high) << 32 | low) << shift >> 32);
  };
  Digits v{};
  for (std::size_t i = 0; i < n; ++i) v[i] = shifted(divisor[i], i == 0 ? 0 : divisor[i - 1]);
  std::array<Digit, 2 * kDigits + 1> u{};
  for (std::size_t i = 0; i <= m; ++i) {
    u[i] = shifted(i == m ? 0 : dividend[i], i == 0 ? 0 : dividend[i - 1]);
  }

  for (std::size_t j = m - n + 1; j-- > 0;) {
    std::uint64_t digit = estimate_digit(u[j + n], u[j + n - 1], u[j + n - 2], v[n - 1], v[n - 2]);
    std::uint64_t carry = 0;
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t product = digit * v[i] + carry;
      carry = product >> 32;
      const std::uint64_t t =
          static_cast<std::uint64_t>(u[i + j]) - static_cast<Digit>(product) - borrow;
      u[i + j] = static_cast<Digit>(t);
      borrow = t >> 63;
    }
    const std::uint64_t top = static_cast<std::uint64_t>(u[j + n]) - carry - borrow;
    u[j + n] = static_cast<Digit>(top);
    if (top >> 63 != 0) {  // the estimate was one too large
      --digit;
      std::uint64_t back = 0;
      for (std::size_t i = 0; i < n; ++i) {
        back += static_cast<std::uint64_t>(u[i + j]) + v[i];
        u[i + j] = static_cast<Digit>(back);
        back >>= 32;
      }
      u[j + n] += static_cast<Digit>(back);
    }
    result.quotient[j] = static_cast<Digit>(digit);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t pair = static_cast<std::uint64_t>(u[i + 1]) << 32 | u[i];
    result.remainder[i] = static_cast<Digit>(pair >> shift);
  }
  return result;
}

WideDigits widen(const Uint256& v) {
  WideDigits wide{};
  const Digits digits = to_digits(v);
  std::copy(digits.begin(), digits.end(), wide.begin());
  return wide;
}

/// value = value * factor + addend; the carry out of 256 bits.
Digit multiply_add(Digits& value, Digit factor, Digit addend) {
  std::uint64_t carry = addend;
  for (auto& digit : value) {
    carry += static_cast<std::uint64_t>(digit) * factor;
    digit = static_cast<Digit>(carry);
    carry >>= 32;
  }
  return static_cast<Digit>(carry);
}

constexpr Digit kBillion = 1'000'000'000;  // the largest power of ten in a digit
constexpr std::size_t kBillionDigits = 9;

tl::unexpected<Error> too_large() {
  return fail(ErrorCode::uint256_invalid, "", "The number is larger than 2^256-1.");
}

Result<Uint256> parse_hex(std::string_view digits) {
  if (digits.empty()) return fail(ErrorCode::uint256_invalid);
  if (std::any_of(digits.begin(), digits.end(), [](char c) { return hex_digit_value(c) < 0; })) {
    return fail(ErrorCode::uint256_invalid);
  }
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() > 64) return too_large();
  Uint256 v;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto nibble = static_cast<std::uint64_t>(hex_digit_value(digits[digits.size() - 1 - i]));
    v.words[i / 16] |= nibble << (4 * (i % 16));
  }
  return v;
}

Result<Uint256> parse_decimal(std::string_view digits) {
  if (digits.empty() ||
      std::any_of(digits.begin(), digits.end(), [](char c) { return c < '0' || c > '9'; })) {
    return fail(ErrorCode::uint256_invalid);
  }
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() > 78) return too_large();  // 2^256 has 78 digits
  Digits value{};
  while (!digits.empty()) {
    const std::size_t take = (digits.size() - 1) % kBillionDigits + 1;
    Digit chunk = 0;
    for (const char c : digits.substr(0, take)) chunk = chunk * 10 + static_cast<Digit>(c - '0');
    if (multiply_add(value, kBillion, chunk) != 0) return too_large();
    digits.remove_prefix(take);
  }
  return from_digits(value);
}

}  // namespace

std::strong_ordering Uint256::operator<=>(const Uint256& other) const {
  for (std::size_t i = kWords; i-- > 0;) {
    if (words[i] != other.words[i]) return words[i] <=> other.words[i];
  }
  return std::strong_ordering::equal;
}

bool Uint256::is_zero() const { return (words[0] | words[1] | words[2] | words[3]) == 0; }

unsigned Uint256::bit_length() const {
  for (std::size_t i = kWords; i-- > 0;) {
    if (words[i] != 0) {
      return static_cast<unsigned>(64 * (i + 1)) -
             static_cast<unsigned>(std::countl_zero(words[i]));
    }
  }
  return 0;
}

std::array<std::uint8_t, 32> Uint256::to_bytes32() const {
  std::array<std::uint8_t, 32> bytes;
  for (std::size_t i = 0; i < 32; ++i) {
    bytes[31 - i] = static_cast<std::uint8_t>(words[i / 8] >> (8 * (i % 8)));
  }
  return bytes;
}

Uint256 Uint256::from_bytes32(const std::uint8_t* big_endian) {
  Uint256 v;
  for (std::size_t i = 0; i < 32; ++i) {
    v.words[i / 8] |= static_cast<std::uint64_t>(big_endian[31 - i]) << (8 * (i % 8));
  }
  return v;
}

std::string Uint256::to_decimal() const {
  if (fits_u64()) return std::to_string(words[0]);
  Digits digits = to_digits(*this);
  std::array<char, 81> text;  // nine billions of nine digits
  std::size_t start = text.size();
  std::size_t used = significant(digits);
  while (used > 0) {
    std::uint64_t rest = 0;
    for (std::size_t i = used; i-- > 0;) {
      rest = rest << 32 | digits[i];
      digits[i] = static_cast<Digit>(rest / kBillion);
      rest %= kBillion;
    }
    if (digits[used - 1] == 0) --used;
    for (std::size_t i = 0; i < kBillionDigits; ++i, rest /= 10) {
      text[--start] = static_cast<char>('0' + rest % 10);
    }
  }
  while (text[start] == '0') ++start;
  return std::string(text.data() + start, text.size() - start);
}

std::string Uint256::to_hex() const {
  const unsigned digits = std::max(1U, (bit_length() + 3) / 4);
  std::string text = "0x";
  for (unsigned i = digits; i-- > 0;) {
    text += "0123456789abcdef"[words[i / 16] >> (4 * (i % 16)) & 15];
  }
  return text;
}

Result<Uint256> Uint256::parse(std::string_view text) {
  if (text.size() >= 2 && text[0] == '0' && text[1] == 'x') return parse_hex(text.substr(2));
  return parse_decimal(text);
}

Result<Uint256> checked_add(const Uint256& a, const Uint256& b) {
  const Sum sum = add(a, b);
  if (sum.carry) return fail(ErrorCode::uint256_overflow);
  return sum.value;
}

Result<Uint256> checked_sub(const Uint256& a, const Uint256& b) {
  const Sum difference = subtract(a, b);
  if (difference.carry) return fail(ErrorCode::uint256_underflow);
  return difference.value;
}

Result<Uint256> checked_mul(const Uint256& a, const Uint256& b) {
  const WideDigits product = multiply(a, b);
  if (!fits(product)) return fail(ErrorCode::uint256_overflow);
  return from_digits(product);
}

Result<Uint256> checked_div(const Uint256& a, const Uint256& b) {
  if (b.is_zero()) return fail(ErrorCode::uint256_division_by_zero);
  return from_digits(divide(widen(a), b).quotient);
}

Result<Uint256> checked_mod(const Uint256& a, const Uint256& b) {
  if (b.is_zero()) return fail(ErrorCode::uint256_division_by_zero);
  return from_digits(divide(widen(a), b).remainder);
}

Result<Uint256> checked_mul_div(const Uint256& a, const Uint256& b, const Uint256& d) {
  if (d.is_zero()) return fail(ErrorCode::uint256_division_by_zero);
  const Division division = divide(multiply(a, b), d);
  if (!fits(division.quotient)) return fail(ErrorCode::uint256_overflow);
  return from_digits(division.quotient);
}

Uint256 wrapping_add(const Uint256& a, const Uint256& b) { return add(a, b).value; }

Uint256 wrapping_sub(const Uint256& a, const Uint256& b) { return subtract(a, b).value; }

Uint256 wrapping_mul(const Uint256& a, const Uint256& b) { return from_digits(multiply(a, b)); }

Uint256 capped_add(const Uint256& a, const Uint256& b) {
  const Sum sum = add(a, b);
  return sum.carry ? Uint256::max() : sum.value;
}

Uint256 capped_mul(const Uint256& a, const Uint256& b) {
  const WideDigits product = multiply(a, b);
  return fits(product) ? from_digits(product) : Uint256::max();
}

Uint256 capped_sub(const Uint256& a, const Uint256& b) {
  const Sum difference = subtract(a, b);
  return difference.carry ? Uint256() : difference.value;
}

Uint256 shift_left(const Uint256& a, unsigned bits) {
  Uint256 v;
  if (bits >= 256) return v;
  const std::size_t whole = bits / 64;
  const unsigned part = bits % 64;
  for (std::size_t i = whole; i < kWords; ++i) {
    v.words[i] = a.words[i - whole] << part;
    if (part != 0 && i > whole) v.words[i] |= a.words[i - whole - 1] >> (64 - part);
  }
  return v;
}

Uint256 shift_right(const Uint256& a, unsigned bits) {
  Uint256 v;
  if (bits >= 256) return v;
  const std::size_t whole = bits / 64;
  const unsigned part = bits % 64;
  for (std::size_t i = 0; i + whole < kWords; ++i) {
    v.words[i] = a.words[i + whole] >> part;
    if (part != 0 && i + whole + 1 < kWords) {
      v.words[i] |= a.words[i + whole + 1] << (64 - part);
    }
  }
  return v;
}

}  // namespace dikast
