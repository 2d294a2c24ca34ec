#include "dikast/uint256.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "dikast/bytes.hpp"
#include "support/shared.hpp"

#ifdef BOOST_NO_EXCEPTIONS
// Boost leaves this to the program where there are no exceptions, as in the wasm build.
void boost::throw_exception(const std::exception&, const boost::source_location&) { std::abort(); }
#endif

using namespace dikast;
using Wide = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<
    0, 0, boost::multiprecision::signed_magnitude, boost::multiprecision::unchecked>>;

namespace {

const Wide kModulus = Wide(1) << 256;

Wide wide(const Uint256& v) {
  Wide w = 0;
  for (std::size_t i = 4; i-- > 0;) w = (w << 64) + v.words[i];
  return w;
}

Uint256 narrow(Wide w) {
  Uint256 v;
  for (auto& word : v.words) {
    word = static_cast<std::uint64_t>(w & ~std::uint64_t{0});
    w >>= 64;
  }
  return v;
}

/// 0, 1, limits, powers of two and their neighbours, patterns that make the digit estimate of the
/// division fail.
std::vector<Uint256> edges() {
  std::vector<Uint256> values;
  const auto add = [&values](const Wide& w) {
    if (w >= 0 && w < kModulus) values.push_back(narrow(w));
  };
  for (const int bits :
       {0, 1, 8, 31, 32, 33, 63, 64, 65, 96, 127, 128, 129, 160, 192, 224, 255, 256}) {
    for (const int off : {-2, -1, 0, 1, 2}) add((Wide(1) << bits) + off);
  }
  add((Wide(1) << 255) + (Wide(1) << 127));
  add((Wide(0xffffffff) << 96) + 1);
  add((Wide(0x80000000) << 32) + 0xffffffff);
  add((Wide(0x7fffffff) << 224) + (Wide(0xfffffffe) << 64));
  add(Wide("1000000000"));
  add(Wide("1000000000000000000"));
  add(Wide("340282366920938463463374607431768211456000000000"));
  return values;
}

Uint256 random_value(test::Random& random) {
  Uint256 v;
  for (auto& word : v.words) {
    word = static_cast<std::uint64_t>(random.next()) << 32 | random.next();
    // Digits of all ones and of all zeros are where carries go wrong.
    if (random.below(6) == 0) word = 0;
    if (random.below(6) == 0) word |= 0xffffffff00000000ULL;
    if (random.below(6) == 0) word |= 0xffffffffULL;
  }
  return shift_right(v, random.below(257));
}

void check_result(const Result<Uint256>& got, const Wide& expected, ErrorCode otherwise) {
  if (expected >= 0 && expected < kModulus) {
    REQUIRE(got);
    REQUIRE(wide(*got) == expected);
  } else {
    REQUIRE_FALSE(got);
    REQUIRE(got.error().code == otherwise);
  }
}

void check_pair(const Uint256& a, const Uint256& b) {
  CAPTURE(a.to_hex(), b.to_hex());
  const Wide x = wide(a);
  const Wide y = wide(b);
  const auto overflow = ErrorCode::uint256_overflow;
  check_result(checked_add(a, b), x + y, overflow);
  check_result(checked_sub(a, b), x - y, ErrorCode::uint256_underflow);
  check_result(checked_mul(a, b), x * y, overflow);
  REQUIRE(wide(wrapping_add(a, b)) == (x + y) % kModulus);
  REQUIRE(wide(wrapping_sub(a, b)) == (x - y + kModulus) % kModulus);
  REQUIRE(wide(wrapping_mul(a, b)) == x * y % kModulus);
  const Wide max = kModulus - 1;
  REQUIRE(wide(capped_add(a, b)) == (x + y > max ? max : x + y));
  REQUIRE(wide(capped_mul(a, b)) == (x * y > max ? max : x * y));
  REQUIRE(wide(capped_sub(a, b)) == (x > y ? x - y : Wide(0)));
  REQUIRE((a < b) == (x < y));
  REQUIRE((a == b) == (x == y));
  REQUIRE((a >= b) == (x >= y));
  if (b.is_zero()) {
    REQUIRE(checked_div(a, b).error().code == ErrorCode::uint256_division_by_zero);
    REQUIRE(checked_mod(a, b).error().code == ErrorCode::uint256_division_by_zero);
  } else {
    check_result(checked_div(a, b), x / y, overflow);
    check_result(checked_mod(a, b), x % y, overflow);
  }
}

void check_mul_div(const Uint256& a, const Uint256& b, const Uint256& d) {
  CAPTURE(a.to_hex(), b.to_hex(), d.to_hex());
  const auto got = checked_mul_div(a, b, d);
  if (d.is_zero()) {
    REQUIRE(got.error().code == ErrorCode::uint256_division_by_zero);
  } else {
    check_result(got, wide(a) * wide(b) / wide(d), ErrorCode::uint256_overflow);
  }
}

void check_texts(const Uint256& v) {
  const Wide w = wide(v);
  REQUIRE(v.to_decimal() == w.str());
  REQUIRE(v.to_hex() == (w == 0 ? "0x0" : "0x" + [&] {
            std::string text = w.str(0, std::ios_base::hex);
            return text;
          }()));
  REQUIRE(Uint256::parse(v.to_decimal()) == v);
  REQUIRE(Uint256::parse(v.to_hex()) == v);
  REQUIRE(Uint256::from_bytes32(v.to_bytes32().data()) == v);
  REQUIRE(v.bit_length() == (w == 0 ? 0U : static_cast<unsigned>(msb(w)) + 1U));
  REQUIRE(v.is_zero() == (w == 0));
  REQUIRE(v.fits_u64() == (w < (Wide(1) << 64)));
  for (const unsigned bits : {0U, 1U, 31U, 63U, 64U, 65U, 128U, 200U, 255U, 256U, 300U}) {
    REQUIRE(wide(shift_left(v, bits)) == (w << bits) % kModulus);
    REQUIRE(wide(shift_right(v, bits)) == w >> bits);
  }
}

}  // namespace

static_assert(Uint256(7) == Uint256(7) && Uint256() == Uint256(0) && Uint256::max() != Uint256());

TEST_CASE("uint256: arithmetic equals boost's at the edges", "[uint256]") {
  const auto values = edges();
  for (const auto& a : values) {
    check_texts(a);
    for (const auto& b : values) check_pair(a, b);
  }
}

TEST_CASE("uint256: 512-bit products divided equal boost's at the edges", "[uint256]") {
  const auto values = edges();
  for (std::size_t i = 0; i < values.size(); i += 3) {
    for (std::size_t j = 1; j < values.size(); j += 4) {
      for (const auto& d : values) check_mul_div(values[i], values[j], d);
    }
  }
}

TEST_CASE("uint256: arithmetic equals boost's on random values", "[uint256]") {
  test::Random random(20240607);
  const int rounds = test::long_run() ? 400'000 : 20'000;
  for (int i = 0; i < rounds; ++i) {
    const Uint256 a = random_value(random);
    const Uint256 b = random_value(random);
    check_pair(a, b);
    check_mul_div(a, b, random_value(random));
    if (i % 16 == 0) check_texts(a);
  }
}

TEST_CASE("uint256: texts that are read", "[uint256]") {
  CHECK(Uint256::parse("0") == Uint256(0));
  CHECK(Uint256::parse("0x0") == Uint256(0));
  CHECK(Uint256::parse("000000000000000000000000000000000000000000000000000000000000000000000000000"
                       "000000000000000000012") == Uint256(12));
  CHECK(Uint256::parse("0x" + std::string(100, '0') + "fF") == Uint256(255));
  CHECK(Uint256::parse("0x" + std::string(64, 'f')) == Uint256::max());
  CHECK(Uint256::parse("115792089237316195423570985008687907853269984665640564039457584007913129639"
                       "935") == Uint256::max());
}

TEST_CASE("uint256: texts that are uint256.invalid", "[uint256]") {
  for (const char* text :
       {"",
        " ",
        "-1",
        "+1",
        "1 ",
        " 1",
        "1.0",
        "1e3",
        "0x",
        "0X1",
        "0xg",
        "x1",
        "1_000",
        "1,000",
        "0b1",
        "1n",
        "\xd9\xa1",
        "NaN",
        "Infinity",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936",
        "999999999999999999999999999999999999999999999999999999999999999999999999999999",
        "1000000000000000000000000000000000000000000000000000000000000000000000000000000",
        "0x10000000000000000000000000000000000000000000000000000000000000000"}) {
    CAPTURE(text);
    const auto value = Uint256::parse(text);
    REQUIRE_FALSE(value);
    CHECK(value.error().code == ErrorCode::uint256_invalid);
  }
  CHECK_FALSE(Uint256::parse(std::string_view("1\0", 2)));
}
