#include "dikast/cid.hpp"
#include "dikast/document_rules.hpp"

namespace dikast::document {
namespace {

// A CID of a file on IPFS is 34 to 70 bytes; longer texts are no CID and are not decoded (the big-
// number bases take quadratic time).
constexpr std::size_t kLongest = 256;
constexpr std::size_t kShortestDigest = 20;

}  // namespace

bool is_well_formed_cid(std::string_view text) {
  constexpr std::string_view first = "QbBzfFk";
  if (text.size() < 8 || text.size() > kLongest || first.find(text[0]) == std::string_view::npos) {
    return false;
  }
  const auto parsed = cid::parse(text);
  if (!parsed) return false;
  if (parsed->hash == cid::kSha256) return parsed->digest.size() == 32;
  // A digest cut below 20 bytes can be forged; identity carries the content itself.
  const std::size_t least = parsed->hash == cid::kIdentity ? 1 : kShortestDigest;
  return parsed->digest.size() >= least;
}

}  // namespace dikast::document
