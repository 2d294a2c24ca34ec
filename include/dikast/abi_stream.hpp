#pragma once

#include <array>
#include <string>
#include <string_view>

#include "dikast/abi.hpp"
#include "dikast/address.hpp"

/// The flat form in which values cross the hot door: one token a leaf, in the order of the types,
/// so that neither side builds a tree for the other.
namespace dikast::abi {

/// Reads tokens, each ended by U+0000, and appends the encoding to `out`. An array T[] is preceded
/// by a token with its length. In string tokens U+0001 stands before a literal U+0000 or U+0001.
/// Integers: as Uint256::parse reads them, "-" first for negatives; booleans "1" and "0"; bytes and
/// addresses 0x-hex. Errors: as encode; the path is that of the parameter, e.g. "/args/1".
[[nodiscard]] Result<void> encode_tokens(const Parameters& parameters, std::string_view tokens,
                                         Bytes& out, std::string_view path);

/// Checksummed addresses of late: a log's contract and parties come again and again, and each
/// checksum is a hash. Kept by who decodes; the same text with or without it.
class ChecksumCache {
 public:
  /// "0x" and 40 digits of the 20 bytes; valid until the next call.
  [[nodiscard]] std::string_view text(const std::uint8_t* address20);

 private:
  struct Entry {
    Address address;
    std::string text;
  };
  static constexpr std::size_t kEntries = 64;
  std::array<Entry, kEntries> entries_;
};

/// Appends one token a value, each ended by U+0000, UTF-8: integers 0x-hex ("-" first for
/// negatives), booleans "1" and "0", strings with U+0001 before U+0000 and U+0001, bytes and
/// addresses as they come back, arrays T[] preceded by their length. Errors: as decode.
[[nodiscard]] Result<void> decode_tokens(const Parameters& parameters, ByteView data,
                                         std::string& out, std::string_view path,
                                         ChecksumCache& addresses);

/// As decode_log, in tokens, in the order of the event's inputs.
[[nodiscard]] Result<void> decode_log_tokens(const Item& event, const std::vector<Hash32>& topics,
                                             ByteView data, std::string& out,
                                             ChecksumCache& addresses);

}  // namespace dikast::abi
