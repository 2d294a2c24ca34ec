#pragma once

#include <cstddef>
#include <string_view>

/// The texts that kleros-sdk 2.4.0 tells apart by regular expressions, read without one. Follows
/// kleros-sdk/src/dataMappings/utils/disputeDetailsSchema.ts @ 5415b476.
namespace dikast::sdk {

/// ^0x[a-fA-F0-9]{least,most}$
[[nodiscard]] bool is_hex_text(std::string_view text, std::size_t least, std::size_t most);
/// viem's isAddress without the checksum.
[[nodiscard]] bool is_address(std::string_view text);
[[nodiscard]] bool ends_with_eth(std::string_view text);
/// The first half of isMultiaddr: "/<protocol>/..." without spaces or empty parts.
[[nodiscard]] bool is_multiaddr_path(std::string_view text);
/// Its second half: ^ipfs:\/\/[a-zA-Z0-9]+\/[a-zA-Z0-9]+(\.[a-zA-Z0-9]+)?$
[[nodiscard]] bool is_ipfs_file(std::string_view text);

}  // namespace dikast::sdk
