#include "dikast/cid.hpp"

#include <algorithm>

#include "dikast/base.hpp"
#include "dikast/sha256.hpp"

namespace dikast::cid {
namespace {

constexpr std::size_t kV0Text = 46;
constexpr std::size_t kV0Bytes = 34;

tl::unexpected<Error> bad(std::string why) { return fail(ErrorCode::ipfs_cid, {}, std::move(why)); }

Cid version_0(const std::uint8_t* digest) {
  return {.version = 0, .codec = kDagPb, .hash = kSha256, .digest = Bytes(digest, digest + 32)};
}

bool is_v0(ByteView bytes, std::size_t at) {
  return bytes.size - at >= kV0Bytes && bytes.data[at] == kSha256 && bytes.data[at + 1] == 32;
}

}  // namespace

std::optional<std::uint64_t> read_varint(ByteView bytes, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 63 && at < bytes.size; shift += 7) {
    const std::uint8_t byte = bytes.data[at++];
    value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
    if ((byte & 0x80U) == 0) {
      return byte == 0 && shift != 0 ? std::nullopt : std::optional(value);
    }
  }
  return std::nullopt;
}

void append_varint(Bytes& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<std::uint8_t>(value | 0x80U));
  out.push_back(static_cast<std::uint8_t>(value));
}

Result<Cid> read(ByteView bytes, std::size_t& at) {
  if (at > bytes.size) return bad("The CID is cut.");
  if (is_v0(bytes, at)) {
    Cid cid = version_0(bytes.data + at + 2);
    at += kV0Bytes;
    return cid;
  }
  const auto version = read_varint(bytes, at);
  const auto codec = version ? read_varint(bytes, at) : std::nullopt;
  const auto hash = codec ? read_varint(bytes, at) : std::nullopt;
  const auto length = hash ? read_varint(bytes, at) : std::nullopt;
  if (!length || *version != 1) return bad("This is not a CID of version 1.");
  if (*length > bytes.size - at) return bad("The CID's digest is cut.");
  if (*length > kMaxDigest) return bad("The CID's digest is longer than 128 bytes.");
  if (*length == 0 && *hash != kIdentity) return bad("The CID's digest is empty.");
  Cid cid{.version = 1, .codec = *codec, .hash = *hash, .digest = {}};
  const std::uint8_t* digest = bytes.data + at;
  cid.digest.assign(digest, digest + *length);
  at += static_cast<std::size_t>(*length);
  return cid;
}

Result<Cid> decode(ByteView bytes) {
  std::size_t at = 0;
  auto cid = read(bytes, at);
  if (cid && at != bytes.size) return bad("Bytes are left over behind the CID.");
  return cid;
}

Result<Cid> parse(std::string_view text) {
  if (text.size() == kV0Text && text.starts_with("Qm")) {
    const auto bytes = base58_decode(text);
    if (!bytes || bytes->size() != kV0Bytes || !is_v0(*bytes, 0)) {
      return bad("This looks like a CID of version 0 but does not decode to a SHA-256 hash.");
    }
    return version_0(bytes->data() + 2);
  }
  const auto bytes = decode_multibase(text);
  if (!bytes) return tl::unexpected(bytes.error());
  // Version 0 has no multibase prefix, and its bytes must not stand behind one.
  if (!bytes->empty() && bytes->front() == kSha256) return bad("This is not a CID of version 1.");
  return decode(*bytes);
}

Bytes multihash(const Cid& cid) {
  Bytes out;
  append_varint(out, cid.hash);
  append_varint(out, cid.digest.size());
  out.insert(out.end(), cid.digest.begin(), cid.digest.end());
  return out;
}

void append(Bytes& out, const Cid& cid) {
  if (cid.version != 0) {
    append_varint(out, cid.version);
    append_varint(out, cid.codec);
  }
  const Bytes hash = multihash(cid);
  out.insert(out.end(), hash.begin(), hash.end());
}

Bytes encode(const Cid& cid) {
  Bytes out;
  append(out, cid);
  return out;
}

std::string to_text(const Cid& cid) {
  const Bytes bytes = encode(cid);
  return cid.version == 0 ? base58_encode(bytes) : "b" + base32_encode(bytes);
}

bool same_content(const Cid& a, const Cid& b) {
  return a.codec == b.codec && a.hash == b.hash && a.digest == b.digest;
}

Result<bool> check_verifiable(const Cid& cid) {
  const char* why = nullptr;
  if (cid.codec == kLibp2pKey) {
    why = "This is the key of an IPNS name, which can change; only /ipfs/ content is fixed.";
  } else if (cid.hash == kIdentity) {
    why = "An identity CID holds its bytes itself; it is no hash of them.";
  } else if (cid.hash != kSha256) {
    why = "Only SHA-256 is checked here; the CID has another hash.";
  } else if (cid.digest.size() != 32) {
    why = "The CID's SHA-256 digest is not 32 bytes long.";
  }
  if (why != nullptr) return fail(ErrorCode::ipfs_unverifiable, {}, why);
  return true;
}

bool matches(const Cid& cid, ByteView block) {
  if (cid.hash != kSha256 || cid.digest.size() != 32) return false;
  const Hash32 hash = sha256(block);
  return std::equal(hash.begin(), hash.end(), cid.digest.begin());
}

Cid of_block(std::uint8_t version, std::uint64_t codec, ByteView block) {
  const Hash32 hash = sha256(block);
  return {
      .version = version, .codec = codec, .hash = kSha256, .digest = {hash.begin(), hash.end()}};
}

}  // namespace dikast::cid
