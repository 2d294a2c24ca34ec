#include "dikast/data_mapping/cid.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "dikast/base.hpp"
#include "dikast/data_mapping/url.hpp"
#include "dikast/sha256.hpp"
#include "dikast/utf8.hpp"

namespace dikast::mapping {
namespace {

// multiformats/multicodec table.csv
constexpr std::uint64_t kRaw = 0x55;
constexpr std::uint64_t kDagPb = 0x70;
constexpr std::uint64_t kLibp2pKey = 0x72;
constexpr std::uint64_t kIdentity = 0x00;
constexpr std::uint64_t kSha256 = 0x12;
constexpr std::size_t kMaxUri = 2048;

tl::unexpected<Error> bad(std::string why) {
  return fail(ErrorCode::mapping_ipfs_uri, {}, std::move(why));
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// multiformats/unsigned-varint: at most nine bytes, the shortest form.
std::optional<std::uint64_t> varint(const Bytes& bytes, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < 9 && at < bytes.size(); ++i) {
    const std::uint8_t byte = bytes[at++];
    value |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * i);
    if ((byte & 0x80) == 0) {
      if (byte == 0 && i > 0) return std::nullopt;
      return value;
    }
  }
  return std::nullopt;
}

Result<Bytes> multibase(std::string_view text) {
  const std::string_view body = text.substr(1);
  switch (text[0]) {
    case 'b':
      if (std::any_of(body.begin(), body.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
        return bad("A base32 CID is written in small letters.");
      }
      return base32_decode(body);
    case 'z':
      return base58_decode(body);
    case 'f': {
      if (body.size() % 2 != 0) return bad("A base16 CID has an even number of digits.");
      Bytes bytes;
      for (std::size_t i = 0; i < body.size(); i += 2) {
        const int high = hex_digit(body[i]);
        const int low = hex_digit(body[i + 1]);
        if (high < 0 || low < 0) return bad("A base16 CID has hex digits only.");
        bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
      }
      return bytes;
    }
    default:
      return bad("A CID starts with Qm (version 0) or with b, z or f (version 1).");
  }
}

Result<bool> check_multihash(const Cid& cid) {
  if (cid.codec == kLibp2pKey)
    return bad("This is the key of an IPNS name, which can change; only /ipfs/ content is fixed.");
  if (cid.hash == kIdentity)
    return bad("An identity CID holds its bytes itself and cannot be fetched.");
  if (cid.hash == kSha256 && cid.digest.size() != 32)
    return bad("The CID's SHA-256 digest is not 32 bytes long.");
  if (cid.digest.size() < 20 || cid.digest.size() > 64)
    return bad("The CID's digest is too short to be safe, or too long.");
  return true;
}

void append_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(static_cast<unsigned char>(value) | 0x80U);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

/// A dag-pb node without links whose data is the UnixFS message {Type, Data, filesize}
/// (ipfs/specs UNIXFS.md); `type` 2 is a file, 0 a raw leaf of older imports.
bool is_leaf(const IpfsUri& address, ByteView content, std::uint64_t type) {
  std::string unixfs{'\x08', static_cast<char>(type)};
  if (content.size > 0) {
    unixfs += '\x12';
    append_varint(unixfs, content.size);
    unixfs.append(reinterpret_cast<const char*>(content.data), content.size);
  }
  unixfs += '\x18';
  append_varint(unixfs, content.size);
  std::string node{'\x0a'};
  append_varint(node, unixfs.size());
  node += unixfs;
  const Hash32 hash = sha256(ByteView(std::string_view(node)));
  return std::equal(hash.begin(), hash.end(), address.cid.digest.begin());
}

Result<std::string> decode_segment(std::string_view segment) {
  std::string plain;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const char c = segment[i];
    if (c != '%') {
      plain += c;
      continue;
    }
    const int high = i + 2 < segment.size() ? hex_digit(segment[i + 1]) : -1;
    const int low = i + 2 < segment.size() ? hex_digit(segment[i + 2]) : -1;
    if (high < 0 || low < 0) return bad("'%' in an IPFS path must be followed by two hex digits.");
    plain += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (plain.empty()) return bad("The IPFS path has an empty segment.");
  if (plain == "." || plain == "..") return bad("The IPFS path has a '.' or '..' segment.");
  for (const char c : plain) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || c == '/' || c == '\\') {
      return bad("The IPFS path has a control character, a backslash or an encoded slash.");
    }
  }
  if (!utf8::is_valid(plain)) return bad("The IPFS path is not valid UTF-8.");
  // A second round of decoding somewhere on the way must not find a dot segment either.
  if (plain.find("%2e") != std::string::npos || plain.find("%2E") != std::string::npos ||
      plain.find("%2f") != std::string::npos || plain.find("%2F") != std::string::npos) {
    return bad("The IPFS path is percent-encoded twice.");
  }
  return plain;
}

}  // namespace

Result<Cid> parse_cid(std::string_view text) {
  Cid cid;
  cid.text = std::string(text);
  if (text.size() < 8 || text.size() > 128) return bad("This is not a CID.");
  if (text.size() == 46 && text.starts_with("Qm")) {
    const auto bytes = base58_decode(text);
    if (!bytes || bytes->size() != 34 || (*bytes)[0] != kSha256 || (*bytes)[1] != 32) {
      return bad("This looks like a CID of version 0 but does not decode to a SHA-256 hash.");
    }
    cid.version = 0;
    cid.codec = kDagPb;
    cid.hash = kSha256;
    cid.digest.assign(bytes->begin() + 2, bytes->end());
    return cid;
  }
  const auto bytes = multibase(text);
  if (!bytes) return bad(bytes.error().message);
  std::size_t at = 0;
  const auto version = varint(*bytes, at);
  const auto codec = varint(*bytes, at);
  const auto hash = varint(*bytes, at);
  const auto length = varint(*bytes, at);
  if (!version || *version != 1 || !codec || !hash || !length || *length != bytes->size() - at) {
    return bad("This is not a CID of version 1.");
  }
  cid.codec = *codec;
  cid.hash = *hash;
  cid.digest.assign(bytes->begin() + static_cast<std::ptrdiff_t>(at), bytes->end());
  if (auto ok = check_multihash(cid); !ok) return tl::unexpected(ok.error());
  return cid;
}

Result<IpfsUri> parse_ipfs_uri(std::string_view text) {
  if (text.size() > kMaxUri) return bad("The IPFS address is longer than 2,048 bytes.");
  if (text.find_first_of("?#") != std::string_view::npos)
    return bad("An IPFS address has no query and no fragment.");
  std::string_view rest = text;
  if (rest.starts_with("/ipfs/")) {
    rest.remove_prefix(6);
  } else if (rest.starts_with("ipfs://")) {
    rest.remove_prefix(7);
    if (rest.starts_with("ipfs/")) rest.remove_prefix(5);
  } else if (rest.starts_with("/") || rest.find(':') != std::string_view::npos) {
    return bad(
        "Only /ipfs/CID, ipfs://CID and a bare CID are accepted: other addresses can change.");
  }
  const std::size_t slash = rest.find('/');
  auto cid = parse_cid(rest.substr(0, slash));
  if (!cid) return tl::unexpected(cid.error());
  IpfsUri address;
  address.uri = "/ipfs/" + cid->text;
  address.cid = std::move(*cid);
  std::string_view path =
      slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  if (path.ends_with('/')) path.remove_suffix(1);
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    auto segment = decode_segment(path.substr(0, end));
    if (!segment) return tl::unexpected(segment.error());
    if (!address.path.empty()) address.path += '/';
    address.path += *segment;
    address.uri += '/';
    append_percent_encoded(address.uri, *segment);
    if (end == std::string_view::npos) break;
    path.remove_prefix(end + 1);
    if (path.empty()) return bad("The IPFS path has an empty segment.");
  }
  return address;
}

bool can_verify(const IpfsUri& address) {
  const bool known = address.cid.codec == kRaw || address.cid.codec == kDagPb;
  return address.path.empty() && address.cid.hash == kSha256 && known;
}

Verdict verify_content(const IpfsUri& address, ByteView content) {
  if (!can_verify(address)) return Verdict::Unknown;
  if (address.cid.codec == kRaw) {
    const Hash32 hash = sha256(content);
    return std::equal(hash.begin(), hash.end(), address.cid.digest.begin()) ? Verdict::Match
                                                                            : Verdict::Mismatch;
  }
  // Other ways of cutting the same content into blocks give other hashes, so a difference here is
  // not yet a lie.
  return is_leaf(address, content, 2) || is_leaf(address, content, 0) ? Verdict::Match
                                                                      : Verdict::Unknown;
}

}  // namespace dikast::mapping
