#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dikast/bytes.hpp"
#include "dikast/error.hpp"

/// Content identifiers and the addresses of the /ipfs/ namespace. Follows multiformats/cid,
/// multiformats/multihash and multiformats/multibase.
namespace dikast::cid {

// multiformats/multicodec table.csv
constexpr std::uint64_t kRaw = 0x55;
constexpr std::uint64_t kDagPb = 0x70;
constexpr std::uint64_t kLibp2pKey = 0x72;
constexpr std::uint64_t kIdentity = 0x00;
constexpr std::uint64_t kSha256 = 0x12;

/// What the length of a digest may be; longer ones hold content, not a hash.
constexpr std::size_t kMaxDigest = 128;

struct Cid {
  std::uint8_t version = 1;
  std::uint64_t codec = kRaw;
  std::uint64_t hash = kSha256;
  Bytes digest;
  bool operator==(const Cid&) const = default;
};

/// multiformats/unsigned-varint: at most nine bytes, the shortest form. Moves `at` behind it.
[[nodiscard]] std::optional<std::uint64_t> read_varint(ByteView bytes, std::size_t& at);
void append_varint(Bytes& out, std::uint64_t value);

/// Text with a multibase prefix: base 2, 16, 32, 32hex, 36, 58btc and 64 in their letter cases,
/// with or without padding. A text of mixed case where the prefix says one case is refused. At most
/// 1,024 characters. Errors: ipfs.cid.
[[nodiscard]] Result<Bytes> decode_multibase(std::string_view text);

/// CIDv0 ("Qm...") and CIDv1 in any base above. The hash may be one that cannot be checked here;
/// see check_verifiable. Errors: ipfs.cid.
[[nodiscard]] Result<Cid> parse(std::string_view text);

/// The binary form, all of `bytes`. Errors: ipfs.cid.
[[nodiscard]] Result<Cid> decode(ByteView bytes);

/// The binary form at `at`, which moves behind it. Errors: ipfs.cid.
[[nodiscard]] Result<Cid> read(ByteView bytes, std::size_t& at);

[[nodiscard]] Bytes encode(const Cid& cid);
/// As encode, for CIDv1; the multihash alone is this without codec and version.
void append(Bytes& out, const Cid& cid);
[[nodiscard]] Bytes multihash(const Cid& cid);

/// Base58 for version 0, base32 for version 1: the usual spelling.
[[nodiscard]] std::string to_text(const Cid& cid);

/// The same hash of the same codec: CIDv0 and CIDv1 of one block are the same content.
[[nodiscard]] bool same_content(const Cid& a, const Cid& b);

/// Whether bytes can be held against it: SHA-256, all 32 bytes of it. Errors: ipfs.unverifiable,
/// with the reason.
[[nodiscard]] Result<bool> check_verifiable(const Cid& cid);

/// Whether `block` hashes to the CID. Only for verifiable ones; false for others.
[[nodiscard]] bool matches(const Cid& cid, ByteView block);

[[nodiscard]] Cid of_block(std::uint8_t version, std::uint64_t codec, ByteView block);

/// An address of the /ipfs/ namespace.
struct Uri {
  Cid cid;
  std::string text;     ///< the CID as it was written
  std::string path;     ///< segments joined by "/", percent-decoded; "" for the root
  std::string uri;      ///< "/ipfs/<cid>[/<path>]", percent-encoded: what a gateway is asked for
  std::string gateway;  ///< host of the gateway the address names, "" without one
};

/// "/ipfs/CID[/path]", "ipfs://CID[/path]", "CID[/path]" and, with `gateways`,
/// "https://gateway/ipfs/CID[/path]" and "https://CID.ipfs.gateway[/path]" (whose query and
/// fragment speak to the gateway and are dropped). No dot segment (also not encoded), no other
/// namespace. Errors: ipfs.cid, ipfs.uri, ipfs.mutable for /ipns/ and what else can change.
[[nodiscard]] Result<Uri> parse_uri(std::string_view text, bool gateways);

}  // namespace dikast::cid
