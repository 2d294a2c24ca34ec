#include <cstdio>
#include <cstdlib>
#include <string>

#include "dikast/base.hpp"
#include "dikast/cid.hpp"

using namespace dikast;

namespace {

void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

bool is_address_code(ErrorCode code) {
  return code == ErrorCode::ipfs_cid || code == ErrorCode::ipfs_uri ||
         code == ErrorCode::ipfs_mutable;
}

void check_cid(const cid::Cid& cid) {
  const Bytes bytes = cid::encode(cid);
  const auto again = cid::decode(bytes);
  require(again.has_value() && *again == cid, "a CID comes back from its bytes");
  const auto read = cid::parse(cid::to_text(cid));
  require(read.has_value() && *read == cid, "and from its usual text");
  require(cid::same_content(cid, *read), "which is the same content");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Copied to its exact size, so that the sanitizer sees a read past the end.
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto cid = cid::decode(ByteView(text))) check_cid(*cid);
  if (const auto cid = cid::parse(text)) {
    check_cid(*cid);
  } else {
    require(cid.error().code == ErrorCode::ipfs_cid, "only listed codes");
  }
  for (const bool gateways : {false, true}) {
    const auto uri = cid::parse_uri(text, gateways);
    if (!uri) {
      require(is_address_code(uri.error().code), "only listed codes");
      continue;
    }
    check_cid(uri->cid);
    const auto again = cid::parse_uri(uri->uri, false);
    require(again.has_value(), "the address that is asked for is an address");
    require(again->path == uri->path && again->uri == uri->uri, "and the same one");
    require(uri->uri.find("..") == std::string::npos || uri->path.find("..") != std::string::npos,
            "no dots that the path does not have");
  }
  return 0;
}
