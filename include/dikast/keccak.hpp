#pragma once

#include <array>
#include <cstdint>

#include "dikast/bytes.hpp"

namespace dikast {

using Hash32 = std::array<std::uint8_t, 32>;

/// Keccak-256 as Ethereum uses it: the Keccak submission's padding 0x01, not SHA3-256's 0x06.
[[nodiscard]] Hash32 keccak256(ByteView data);

}  // namespace dikast
