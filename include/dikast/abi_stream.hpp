#pragma once

#include <string>
#include <string_view>

#include "dikast/abi.hpp"

/// The flat form in which values cross the hot door: one token a leaf, in the order of the types,
/// so that neither side builds a tree for the other.
namespace dikast::abi {

/// Reads tokens, each ended by U+0000, and appends the encoding to `out`. An array T[] is preceded
/// by a token with its length. In string tokens U+0001 stands before a literal U+0000 or U+0001.
/// Integers: as Uint256::parse reads them, "-" first for negatives; booleans "1" and "0"; bytes and
/// addresses 0x-hex. Errors: as encode; the path is that of the parameter, e.g. "/args/1".
[[nodiscard]] Result<void> encode_tokens(const Parameters& parameters, std::string_view tokens,
                                         Bytes& out, std::string_view path);

/// Appends one token a value, each ended by "\n", ASCII only: integers 0x-hex ("-" first for
/// negatives), booleans "1" and "0", strings as the inside of a JSON string, arrays T[] preceded
/// by their length. Errors: as decode.
[[nodiscard]] Result<void> decode_tokens(const Parameters& parameters, ByteView data,
                                         std::string& out, std::string_view path);

/// As decode_log, in tokens, in the order of the event's inputs.
[[nodiscard]] Result<void> decode_log_tokens(const Item& event, const std::vector<Hash32>& topics,
                                             ByteView data, std::string& out);

}  // namespace dikast::abi
