#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dikast/base.hpp"
#include "dikast/error.hpp"

/// A strict reader of http(s) URLs, for endpoints that a stranger's mapping names. It accepts less
/// than a browser: what it accepts, every browser reads the same way.
namespace dikast::mapping {

enum class Scheme : std::uint8_t { Http, Https };

/// What the host part can reach.
enum class Reach : std::uint8_t {
  Public,   ///< a public name or a globally routed address
  Private,  ///< loopback, private, link-local or otherwise special: never without the caller's word
};

struct Url {
  Scheme scheme = Scheme::Https;
  std::string host;          ///< lower case, without port; IPv6 in brackets
  std::uint16_t port = 443;  ///< the scheme's own when none was written
  Reach reach = Reach::Public;
  std::size_t path_begin = 0;  ///< where the path starts in the text, its size when there is none
};

/// Whole URL: scheme, host, port, path and query in printable ASCII; no user name, fragment,
/// backslash or dot segment (also not percent-encoded), no number-like host other than four decimal
/// octets. Errors: mapping.url_invalid. Follows RFC 3986, narrowed as the WHATWG URL standard reads
/// it.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

/// Only "scheme://host[:port]" at the start of `text`; the rest is not looked at.
/// Errors: mapping.url_invalid.
[[nodiscard]] Result<Url> parse_origin(std::string_view text);

/// Whether `host` is `domain` or a name below it.
[[nodiscard]] bool host_within(std::string_view host, std::string_view domain);

using dikast::append_percent_encoded;

}  // namespace dikast::mapping
