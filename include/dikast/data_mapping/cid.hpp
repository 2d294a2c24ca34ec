#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dikast/bytes.hpp"
#include "dikast/cid.hpp"
#include "dikast/error.hpp"

/// IPFS addresses of mappings, and the check that bytes are the ones an address names.
namespace dikast::mapping {

using IpfsUri = cid::Uri;

/// "/ipfs/CID[/path]", "ipfs://CID[/path]" or "CID[/path]" (cid::parse_uri), with a CID a file can
/// be fetched by: base 16, 32, 36 or 58, no IPNS key, no identity, a digest of at least 20 bytes.
/// Errors: mapping.ipfs_uri.
[[nodiscard]] Result<IpfsUri> parse_ipfs_uri(std::string_view text);

/// Whether bytes can be held against the address at all: SHA-256 of raw or dag-pb blocks.
[[nodiscard]] bool can_verify(const IpfsUri& address);

enum class Verdict : std::uint8_t {
  Match,
  Mismatch,
  Unknown,  ///< the bytes alone cannot tell: a path below a directory, an unusual way of cutting
};

/// Whether `content` is the file that `address` names, by the usual ways of cutting it into blocks.
[[nodiscard]] Verdict verify_content(const IpfsUri& address, ByteView content);

/// The file that `address` names, from a CAR or a block as trustless gateways send them; nullopt
/// for another content type. Errors: mapping.ipfs_mismatch, mapping.response_too_large,
/// mapping.unverified.
[[nodiscard]] std::optional<Result<std::string>> trustless_content(const IpfsUri& address,
                                                                   std::string_view content_type,
                                                                   std::string_view body,
                                                                   std::size_t limit);

}  // namespace dikast::mapping
