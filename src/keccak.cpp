#include "dikast/keccak.hpp"

#include <bit>
#include <cstring>

#if defined(__GNUC__) || defined(__clang__)
#define DIKAST_INLINE inline __attribute__((always_inline))
#else
#define DIKAST_INLINE inline
#endif

namespace dikast {
namespace {

static_assert(std::endian::native == std::endian::little, "lanes are read as they lie in memory");

constexpr int kRounds = 24;
constexpr std::size_t kRateBytes = 136;  // 1600 - 2 * 256 bits
constexpr std::size_t kRateLanes = kRateBytes / 8;

using Lanes = std::array<std::uint64_t, 25>;

/// iota's constants: bit 2^j - 1 of round r is output 7r + j of the LFSR x^8+x^6+x^5+x^4+1.
/// FIPS 202 section 3.2.5, algorithms 5 and 6.
constexpr std::array<std::uint64_t, kRounds> make_round_constants() {
  std::array<std::uint64_t, kRounds> constants{};
  unsigned lfsr = 1;
  for (auto& constant : constants) {
    for (unsigned j = 0; j <= 6; ++j) {
      if ((lfsr & 1) != 0) constant |= 1ULL << ((1U << j) - 1);
      lfsr = (lfsr << 1) ^ ((lfsr >> 7 & 1) * 0x171);
    }
  }
  return constants;
}
constexpr auto kRoundConstants = make_round_constants();
static_assert(kRoundConstants[1] == 0x8082 && kRoundConstants[23] == 0x8000000080008008ULL);

/// rho's rotation of lane x + 5y. FIPS 202 section 3.2.2, algorithm 2.
constexpr std::array<int, 25> make_rotations() {
  std::array<int, 25> rotations{};
  std::size_t x = 1;
  std::size_t y = 0;
  for (int t = 0; t < 24; ++t) {
    rotations[x + 5 * y] = (t + 1) * (t + 2) / 2 % 64;
    const std::size_t next = (2 * x + 3 * y) % 5;
    x = y;
    y = next;
  }
  return rotations;
}
constexpr auto kRotations = make_rotations();
static_assert(kRotations[0] == 0 && kRotations[1] == 1 && kRotations[24] == 14);

/// Lane `Target` after rho and pi, taken from `a` with theta's column parities `d` applied.
/// pi: B[x, y] = A[(x + 3y) mod 5, x]. FIPS 202 section 3.2.3.
template <std::size_t Target>
DIKAST_INLINE std::uint64_t moved(const Lanes& a, const std::array<std::uint64_t, 5>& d) {
  constexpr std::size_t x = Target % 5;
  constexpr std::size_t y = Target / 5;
  constexpr std::size_t from_x = (x + 3 * y) % 5;
  constexpr std::size_t from = from_x + 5 * x;
  return std::rotl(a[from] ^ d[from_x], kRotations[from]);
}

template <std::size_t Row>
DIKAST_INLINE void chi_row(const Lanes& a, const std::array<std::uint64_t, 5>& d, Lanes& out) {
  const std::uint64_t b0 = moved<Row>(a, d);
  const std::uint64_t b1 = moved<Row + 1>(a, d);
  const std::uint64_t b2 = moved<Row + 2>(a, d);
  const std::uint64_t b3 = moved<Row + 3>(a, d);
  const std::uint64_t b4 = moved<Row + 4>(a, d);
  out[Row] = b0 ^ (~b1 & b2);
  out[Row + 1] = b1 ^ (~b2 & b3);
  out[Row + 2] = b2 ^ (~b3 & b4);
  out[Row + 3] = b3 ^ (~b4 & b0);
  out[Row + 4] = b4 ^ (~b0 & b1);
}

/// One round from `a` to `out`. Two of them alternate between two sets of lanes, so that every
/// lane stays a local of the compiled function and none is copied.
DIKAST_INLINE void round(const Lanes& a, Lanes& out, std::uint64_t constant) {
  const std::uint64_t c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20];
  const std::uint64_t c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21];
  const std::uint64_t c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22];
  const std::uint64_t c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23];
  const std::uint64_t c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24];
  const std::array<std::uint64_t, 5> d{c4 ^ std::rotl(c1, 1), c0 ^ std::rotl(c2, 1),
                                       c1 ^ std::rotl(c3, 1), c2 ^ std::rotl(c4, 1),
                                       c3 ^ std::rotl(c0, 1)};
  chi_row<0>(a, d, out);
  chi_row<5>(a, d, out);
  chi_row<10>(a, d, out);
  chi_row<15>(a, d, out);
  chi_row<20>(a, d, out);
  out[0] ^= constant;
}

void permute(Lanes& state) {
  Lanes even = state;
  Lanes odd;
  for (std::size_t r = 0; r < kRounds; r += 2) {
    round(even, odd, kRoundConstants[r]);
    round(odd, even, kRoundConstants[r + 1]);
  }
  state = even;
}

void absorb(Lanes& state, const std::uint8_t* block) {
  for (std::size_t i = 0; i < kRateLanes; ++i) {
    std::uint64_t lane = 0;
    std::memcpy(&lane, block + 8 * i, 8);
    state[i] ^= lane;
  }
  permute(state);
}

}  // namespace

Hash32 keccak256(ByteView data) {
  Lanes state{};
  std::size_t done = 0;
  for (; data.size - done >= kRateBytes; done += kRateBytes) absorb(state, data.data + done);
  std::array<std::uint8_t, kRateBytes> last{};
  const std::size_t rest = data.size - done;
  if (rest != 0) std::memcpy(last.data(), data.data + done, rest);
  last[rest] = 0x01;
  last[kRateBytes - 1] |= 0x80;
  absorb(state, last.data());
  Hash32 hash;
  std::memcpy(hash.data(), state.data(), hash.size());
  return hash;
}

}  // namespace dikast
