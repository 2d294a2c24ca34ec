#include <algorithm>

#include "dikast/base.hpp"
#include "dikast/cid.hpp"
#include "dikast/evidence.hpp"
#include "dikast/keccak.hpp"
#include "dikast/sha256.hpp"

namespace dikast::evidence {
namespace {

constexpr std::uint64_t kKeccak256 = 0x1b;  // multiformats/multicodec table.csv
constexpr std::size_t kDigest = 32;

}  // namespace

Result<FileHash> read_hash(std::string_view text) {
  if (text.starts_with("0x")) {
    auto bytes = from_hex(text);
    if (!bytes || bytes->size() != kDigest) return fail(ErrorCode::evidence_hash);
    return FileHash{false, std::move(*bytes)};
  }
  const auto bytes = base58_decode(text);
  if (!bytes) return fail(ErrorCode::evidence_hash);
  std::size_t at = 0;
  const auto code = cid::read_varint(*bytes, at);
  const auto size = code ? cid::read_varint(*bytes, at) : std::nullopt;
  if (!size || *size != bytes->size() - at || (*code != kKeccak256 && *code != cid::kSha256)) {
    return fail(ErrorCode::evidence_hash);
  }
  FileHash hash{*code == cid::kSha256, Bytes(bytes->data() + at, bytes->data() + bytes->size())};
  if (hash.digest.size() == kDigest) return hash;
  // archon's: the digest is the text of its hex digits, with 0x or without.
  std::string digits(hash.digest.begin(), hash.digest.end());
  auto plain = from_hex(digits.starts_with("0x") ? digits : "0x" + digits);
  if (!plain || plain->size() != kDigest) return fail(ErrorCode::evidence_hash);
  hash.digest = std::move(*plain);
  return hash;
}

Result<bool> matches(std::string_view hash, ByteView content) {
  const auto wanted = read_hash(hash);
  if (!wanted) return tl::unexpected(wanted.error());
  const Hash32 found = wanted->sha256 ? sha256(content) : keccak256(content);
  return std::equal(found.begin(), found.end(), wanted->digest.begin());
}

std::string without_self_hash(const json::Value& document) {
  json::Value rest = json::Value::object();
  for (const json::Member& member : document.members()) {
    if (member.key != "selfHash") rest.add(member.key, member.value);
  }
  return json::dump(rest, false);
}

}  // namespace dikast::evidence
