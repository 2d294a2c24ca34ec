#pragma once

#include <array>
#include <cstdint>

#include "dikast/bytes.hpp"
#include "dikast/keccak.hpp"

namespace dikast {

/// SHA-256 over data that may arrive in pieces. Follows FIPS 180-4.
class Sha256 {
 public:
  Sha256();
  void update(ByteView data);
  [[nodiscard]] Hash32 finish();

 private:
  void block(const std::uint8_t* p);
  std::array<std::uint32_t, 8> state_;
  std::array<std::uint8_t, 64> buffer_{};
  std::uint64_t total_ = 0;
};

[[nodiscard]] Hash32 sha256(ByteView data);

}  // namespace dikast
