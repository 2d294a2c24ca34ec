#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dikast/bytes.hpp"
#include "dikast/error.hpp"

/// IPFS addresses of mappings, and the check that bytes are the ones an address names.
namespace dikast::mapping {

/// A content identifier. Follows multiformats/cid.
struct Cid {
  std::string text;  ///< as it was written
  std::uint8_t version = 1;
  std::uint64_t codec = 0;  ///< 0x55 raw, 0x70 dag-pb
  std::uint64_t hash = 0;   ///< 0x12 sha2-256
  Bytes digest;
};

/// CIDv0 (base58, sha2-256 of dag-pb) and CIDv1 in base32 (b), base58 (z) and base16 (f).
/// Errors: mapping.ipfs_uri.
[[nodiscard]] Result<Cid> parse_cid(std::string_view text);

/// An address of the /ipfs/ namespace.
struct IpfsUri {
  Cid cid;
  std::string path;  ///< segments joined by "/", percent-decoded; "" for the root
  std::string uri;   ///< "/ipfs/<cid>[/<path>]", percent-encoded: what a gateway is asked for
};

/// "/ipfs/CID[/path]", "ipfs://CID[/path]" or "CID[/path]": no dot segment (also not encoded), no
/// query or fragment, no other namespace. Errors: mapping.ipfs_uri.
[[nodiscard]] Result<IpfsUri> parse_ipfs_uri(std::string_view text);

enum class Verdict : std::uint8_t {
  Match,
  Mismatch,
  Unknown,  ///< this version cannot tell: a path below a directory, many blocks, another hash
};

/// Whether verify_content can tell at all: a CID without a path, of a raw or dag-pb block, by
/// SHA-256.
[[nodiscard]] bool can_verify(const IpfsUri& address);

/// Whether `content` is the file that `address` names: one raw block, or one dag-pb leaf with
/// UnixFS data (how files up to one chunk are added). Follows the multiformats and UnixFS
/// specifications.
[[nodiscard]] Verdict verify_content(const IpfsUri& address, ByteView content);

}  // namespace dikast::mapping
