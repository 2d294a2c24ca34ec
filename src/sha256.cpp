#include "dikast/sha256.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace dikast {
namespace {

constexpr std::size_t kBlockBytes = 64;

__extension__ using Wide = unsigned __int128;

/// floor(p^(1/root) * 2^32) mod 2^32: the first 32 fractional bits of a square or cube root, which
/// is what FIPS 180-4 sections 4.2.2 and 5.3.3 take as constants.
constexpr std::uint32_t root_fraction(std::uint32_t p, int root) {
  const Wide target = static_cast<Wide>(p) << (32 * root);
  std::uint64_t low = 0;
  std::uint64_t high = 1ULL << 38;  // sqrt(p) and cbrt(p) stay below 2^5 for the primes used
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    Wide power = 1;
    for (int i = 0; i < root; ++i) power *= middle;
    (power <= target ? low : high) = middle;
  }
  return static_cast<std::uint32_t>(low);
}

template <std::size_t N>
constexpr std::array<std::uint32_t, N> make_constants(int root) {
  std::array<std::uint32_t, N> constants{};
  std::size_t count = 0;
  for (std::uint32_t n = 2; count < N; ++n) {
    bool prime = true;
    for (std::uint32_t d = 2; d * d <= n; ++d) prime = prime && n % d != 0;
    if (prime) constants[count++] = root_fraction(n, root);
  }
  return constants;
}

constexpr auto kRound = make_constants<64>(3);
constexpr auto kInitial = make_constants<8>(2);
static_assert(kRound[0] == 0x428a2f98 && kRound[63] == 0xc67178f2);
static_assert(kInitial[0] == 0x6a09e667 && kInitial[7] == 0x5be0cd19);

std::uint32_t read_be32(const std::uint8_t* p) {
  return static_cast<std::uint32_t>(p[0]) << 24 | static_cast<std::uint32_t>(p[1]) << 16 |
         static_cast<std::uint32_t>(p[2]) << 8 | p[3];
}

void write_be32(std::uint8_t* p, std::uint32_t v) {
  p[0] = static_cast<std::uint8_t>(v >> 24);
  p[1] = static_cast<std::uint8_t>(v >> 16);
  p[2] = static_cast<std::uint8_t>(v >> 8);
  p[3] = static_cast<std::uint8_t>(v);
}

}  // namespace

Sha256::Sha256() : state_(kInitial) {}

void Sha256::block(const std::uint8_t* p) {
  std::array<std::uint32_t, 64> w;
  for (std::size_t i = 0; i < 16; ++i) w[i] = read_be32(p + 4 * i);
  for (std::size_t i = 16; i < 64; ++i) {
    const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ w[i - 15] >> 3;
    const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  auto [a, b, c, d, e, f, g, h] = state_;
  for (std::size_t i = 0; i < 64; ++i) {
    const std::uint32_t big1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t choice = (e & f) ^ (~e & g);
    const std::uint32_t t1 = h + big1 + choice + kRound[i] + w[i];
    const std::uint32_t big0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + big0 + majority;
  }
  const std::array<std::uint32_t, 8> added{a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) state_[i] += added[i];
}

void Sha256::update(ByteView data) {
  if (data.size == 0) return;
  const std::size_t used = static_cast<std::size_t>(total_ % kBlockBytes);
  total_ += data.size;
  std::size_t done = 0;
  if (used != 0) {
    done = std::min(kBlockBytes - used, data.size);
    std::memcpy(buffer_.data() + used, data.data, done);
    if (used + done < kBlockBytes) return;
    block(buffer_.data());
  }
  for (; data.size - done >= kBlockBytes; done += kBlockBytes) block(data.data + done);
  if (done < data.size) std::memcpy(buffer_.data(), data.data + done, data.size - done);
}

Hash32 Sha256::finish() {
  const std::uint64_t bits = total_ * 8;
  std::size_t used = static_cast<std::size_t>(total_ % kBlockBytes);
  buffer_[used++] = 0x80;
  if (used > kBlockBytes - 8) {
    std::fill(buffer_.begin() + static_cast<std::ptrdiff_t>(used), buffer_.end(), std::uint8_t{0});
    block(buffer_.data());
    used = 0;
  }
  std::fill(buffer_.begin() + static_cast<std::ptrdiff_t>(used), buffer_.end(), std::uint8_t{0});
  write_be32(buffer_.data() + 56, static_cast<std::uint32_t>(bits >> 32));
  write_be32(buffer_.data() + 60, static_cast<std::uint32_t>(bits));
  block(buffer_.data());
  Hash32 hash;
  for (std::size_t i = 0; i < 8; ++i) write_be32(hash.data() + 4 * i, state_[i]);
  return hash;
}

Hash32 sha256(ByteView data) {
  Sha256 hasher;
  hasher.update(data);
  return hasher.finish();
}

}  // namespace dikast
