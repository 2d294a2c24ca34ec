#include <algorithm>

#include "dikast/base.hpp"
#include "dikast/cid.hpp"
#include "dikast/utf8.hpp"

namespace dikast::cid {
namespace {

constexpr std::size_t kMaxUri = 2048;

tl::unexpected<Error> bad(std::string why) { return fail(ErrorCode::ipfs_uri, {}, std::move(why)); }

Result<std::string> decode_segment(std::string_view segment) {
  std::string plain;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const char c = segment[i];
    if (c != '%') {
      plain += c;
      continue;
    }
    std::uint8_t byte = 0;
    if (i + 2 >= segment.size() || !decode_hex_digits(segment.substr(i + 1, 2), &byte)) {
      return bad("'%' in an IPFS path must be followed by two hex digits.");
    }
    plain += static_cast<char>(byte);
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
  for (const char* twice : {"%2e", "%2E", "%2f", "%2F"}) {
    if (plain.find(twice) != std::string::npos)
      return bad("The IPFS path is percent-encoded twice.");
  }
  return plain;
}

Result<bool> read_path(std::string_view path, Uri& uri) {
  if (path.ends_with('/')) path.remove_suffix(1);
  for (bool more = !path.empty(); more;) {
    const std::size_t end = path.find('/');
    more = end != std::string_view::npos;
    auto segment = decode_segment(path.substr(0, end));
    if (!segment) return tl::unexpected(segment.error());
    if (!uri.path.empty()) uri.path += '/';
    uri.path += *segment;
    uri.uri += '/';
    append_percent_encoded(uri.uri, *segment);
    if (more) path.remove_prefix(end + 1);
  }
  return true;
}

Result<Uri> read_cid_and_path(std::string_view text, std::string_view gateway) {
  const std::size_t slash = text.find('/');
  const std::string_view name = text.substr(0, slash);
  auto parsed = parse(name);
  if (!parsed) return tl::unexpected(parsed.error());
  Uri uri{.cid = std::move(*parsed),
          .text = std::string(name),
          .path = {},
          .uri = "/ipfs/" + std::string(name),
          .gateway = std::string(gateway)};
  if (slash != std::string_view::npos) {
    if (auto ok = read_path(text.substr(slash + 1), uri); !ok) return tl::unexpected(ok.error());
  }
  return uri;
}

/// "host[:port]/..." of a gateway in its path or subdomain form.
Result<Uri> read_gateway(std::string_view rest) {
  constexpr std::string_view label = ".ipfs.";
  rest = rest.substr(0, rest.find_first_of("?#"));
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view host = rest.substr(0, slash);
  const std::string_view path = rest.substr(slash);
  if (host.empty() || host.find('@') != std::string_view::npos) {
    return bad("The gateway's host cannot be read.");
  }
  if (path.starts_with("/ipfs/")) return read_cid_and_path(path.substr(6), host);
  const std::size_t dot = host.find(label);
  if (dot == std::string_view::npos) {
    return fail(ErrorCode::ipfs_mutable, {},
                "What stands at a web address can change at any time.");
  }
  return read_cid_and_path(std::string(host.substr(0, dot)) + std::string(path),
                           host.substr(dot + label.size()));
}

}  // namespace

Result<Uri> parse_uri(std::string_view text, bool gateways) {
  if (text.size() > kMaxUri) return bad("The IPFS address is longer than 2,048 bytes.");
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (gateways && text.starts_with(scheme)) return read_gateway(text.substr(scheme.size()));
  }
  if (text.find_first_of("?#") != std::string_view::npos)
    return bad("An IPFS address has no query and no fragment.");
  if (text.starts_with("/ipns/") || text.starts_with("ipns:") || text.starts_with("http")) {
    return fail(ErrorCode::ipfs_mutable, {},
                "Only /ipfs/ addresses are fixed; this one can change.");
  }
  std::string_view rest = text;
  if (rest.starts_with("/ipfs/")) {
    rest.remove_prefix(6);
  } else if (rest.starts_with("ipfs://")) {
    rest.remove_prefix(7);
    if (rest.starts_with("ipfs/")) rest.remove_prefix(5);
  } else if (rest.starts_with("/") || rest.find(':') != std::string_view::npos) {
    return bad("Only /ipfs/CID, ipfs://CID and a bare CID are accepted.");
  } else if (rest.starts_with('m') || rest.starts_with('M')) {
    // In base64 a slash is a digit, so such a CID stands alone.
    auto whole = parse(rest);
    if (!whole) return tl::unexpected(whole.error());
    const std::string text_of = to_text(*whole);
    return Uri{.cid = std::move(*whole),
               .text = std::string(rest),
               .path = {},
               .uri = "/ipfs/" + text_of,
               .gateway = {}};
  }
  return read_cid_and_path(rest, {});
}

}  // namespace dikast::cid
