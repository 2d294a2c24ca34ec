#pragma once

#include "dikast/bytes.hpp"
#include "dikast/error.hpp"

namespace dikast::car {

/// The version a CAR header states: {roots: [CID...], version: 1}, or CARv2's {version: 2}. Strict
/// dag-cbor. Errors: ipfs.car.
[[nodiscard]] Result<unsigned> read_header(ByteView cbor);

}  // namespace dikast::car
