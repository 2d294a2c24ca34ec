#include "dikast/data_mapping/cid.hpp"

#include "dikast/car.hpp"
#include "dikast/unixfs.hpp"

namespace dikast::mapping {
namespace {

constexpr std::size_t kShortestDigest = 20;

tl::unexpected<Error> bad(std::string why) {
  return fail(ErrorCode::mapping_ipfs_uri, {}, std::move(why));
}

/// The mapping's word for what is wrong with a CAR or a block.
ErrorCode mapped(ErrorCode code) {
  if (code == ErrorCode::ipfs_too_large) return ErrorCode::mapping_response_too_large;
  const bool unread = code == ErrorCode::ipfs_unsupported || code == ErrorCode::ipfs_unverifiable;
  return unread ? ErrorCode::mapping_unverified : ErrorCode::mapping_ipfs_mismatch;
}

Result<std::string> read_content(const IpfsUri& address, car::Reader::Input input,
                                 std::string_view body, std::size_t limit) {
  const std::string_view path =
      input == car::Reader::Input::Car ? std::string_view(address.path) : std::string_view();
  auto reader = car::Reader::start(address.cid, path, input, {.bytes = limit, .whole = false});
  if (!reader) return fail(mapped(reader.error().code), {}, reader.error().message);
  Result<bool> ok = reader->push(ByteView(body));
  auto target = ok ? reader->finish() : tl::unexpected(ok.error());
  if (!target) return fail(mapped(target.error().code), {}, target.error().message);
  if (target->type == unixfs::Type::Directory) {
    return fail(ErrorCode::mapping_ipfs_mismatch, {}, "The address names a directory.");
  }
  std::string content;
  for (const car::Extent& extent : reader->take()) {
    const auto offset = static_cast<std::size_t>(extent.offset);
    const auto size = static_cast<std::size_t>(extent.size);
    if (extent.from_content) {
      content.append(std::string(content, offset, size));
    } else {
      content.append(body.substr(offset, size));
    }
  }
  return content;
}

}  // namespace

Result<IpfsUri> parse_ipfs_uri(std::string_view text) {
  auto uri = cid::parse_uri(text, false);
  if (!uri) return bad(uri.error().message);
  const cid::Cid& found = uri->cid;
  const std::string_view bases = "bBzfFk";
  if (found.version == 1 && bases.find(uri->text[0]) == std::string_view::npos) {
    return bad("A CID starts with Qm (version 0) or with b, z, k or f (version 1).");
  }
  const bool is_cut = found.hash == cid::kSha256 && found.digest.size() != 32;
  if (found.codec == cid::kLibp2pKey || found.hash == cid::kIdentity || is_cut) {
    return bad(cid::check_verifiable(found).error().message);
  }
  if (found.digest.size() < kShortestDigest)
    return bad("The CID's digest is too short to be safe.");
  return uri;
}

bool can_verify(const IpfsUri& address) {
  const bool known = address.cid.codec == cid::kRaw || address.cid.codec == cid::kDagPb;
  return known && cid::check_verifiable(address.cid).has_value();
}

Verdict verify_content(const IpfsUri& address, ByteView content) {
  if (!can_verify(address) || !address.path.empty()) return Verdict::Unknown;
  if (unixfs::is_file(address.cid, content)) return Verdict::Match;
  // Other ways of cutting the same content into blocks give other hashes, so a difference is not
  // yet a lie.
  return address.cid.codec == cid::kRaw ? Verdict::Mismatch : Verdict::Unknown;
}

std::optional<Result<std::string>> trustless_content(const IpfsUri& address,
                                                     std::string_view content_type,
                                                     std::string_view body, std::size_t limit) {
  if (content_type.starts_with("application/vnd.ipld.car")) {
    return read_content(address, car::Reader::Input::Car, body, limit);
  }
  if (content_type.starts_with("application/vnd.ipld.raw") && address.path.empty()) {
    return read_content(address, car::Reader::Input::Block, body, limit);
  }
  return std::nullopt;
}

}  // namespace dikast::mapping
