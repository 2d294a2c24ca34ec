#include "dikast/data_mapping/url.hpp"

#include <array>
#include <optional>
#include <vector>

namespace dikast::mapping {
namespace {

constexpr std::size_t kMaxUrl = 2048;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

tl::unexpected<Error> bad(std::string why) {
  return fail(ErrorCode::mapping_url_invalid, {}, std::move(why));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// One decimal number without leading zeros up to `max`.
std::optional<std::uint32_t> decimal(std::string_view text, std::uint32_t max) {
  if (text.empty() || text.size() > 5 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (value > max) return std::nullopt;
  return value;
}

using Ipv4 = std::array<std::uint8_t, 4>;

std::optional<Ipv4> parse_ipv4(std::string_view text) {
  const auto parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  Ipv4 address{};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto octet = decimal(parts[i], 255);
    if (!octet) return std::nullopt;
    address[i] = static_cast<std::uint8_t>(*octet);
  }
  return address;
}

/// IANA's special-purpose registry: everything that is not globally reachable, and multicast.
Reach reach_of(const Ipv4& a) {
  struct Block {
    Ipv4 base;
    unsigned bits;
  };
  constexpr std::array<Block, 15> special{{{{0, 0, 0, 0}, 8},
                                           {{10, 0, 0, 0}, 8},
                                           {{100, 64, 0, 0}, 10},
                                           {{127, 0, 0, 0}, 8},
                                           {{169, 254, 0, 0}, 16},
                                           {{172, 16, 0, 0}, 12},
                                           {{192, 0, 0, 0}, 24},
                                           {{192, 0, 2, 0}, 24},
                                           {{192, 88, 99, 0}, 24},
                                           {{192, 168, 0, 0}, 16},
                                           {{198, 18, 0, 0}, 15},
                                           {{198, 51, 100, 0}, 24},
                                           {{203, 0, 113, 0}, 24},
                                           {{224, 0, 0, 0}, 4},
                                           {{240, 0, 0, 0}, 4}}};
  const auto word = [](const Ipv4& x) {
    return (static_cast<std::uint32_t>(x[0]) << 24) | (static_cast<std::uint32_t>(x[1]) << 16) |
           (static_cast<std::uint32_t>(x[2]) << 8) | x[3];
  };
  for (const Block& block : special) {
    const std::uint32_t mask = ~std::uint32_t{0} << (32 - block.bits);
    if ((word(a) & mask) == word(block.base)) return Reach::Private;
  }
  return Reach::Public;
}

using Ipv6 = std::array<std::uint16_t, 8>;

/// RFC 4291 section 2.2 without zone; an IPv4 tail is not accepted.
std::optional<Ipv6> parse_ipv6(std::string_view text) {
  Ipv6 address{};
  std::vector<std::uint16_t> head;
  std::vector<std::uint16_t> tail;
  bool compressed = false;
  if (text.starts_with("::")) {
    compressed = true;
    text.remove_prefix(2);
  }
  while (!text.empty()) {
    std::size_t n = 0;
    std::uint32_t group = 0;
    while (n < text.size() && n < 5 && is_hex(text[n])) {
      const char c = lower(text[n]);
      group = group * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : c - 'a' + 10);
      ++n;
    }
    if (n == 0 || n > 4) return std::nullopt;
    (compressed ? tail : head).push_back(static_cast<std::uint16_t>(group));
    text.remove_prefix(n);
    if (text.empty()) break;
    if (text[0] != ':') return std::nullopt;
    text.remove_prefix(1);
    if (text.starts_with(":")) {
      if (compressed) return std::nullopt;
      compressed = true;
      text.remove_prefix(1);
    } else if (text.empty()) {
      return std::nullopt;
    }
  }
  const std::size_t groups = head.size() + tail.size();
  if (compressed ? groups > 7 : groups != 8) return std::nullopt;
  for (std::size_t i = 0; i < head.size(); ++i) address[i] = head[i];
  for (std::size_t i = 0; i < tail.size(); ++i) address[8 - tail.size() + i] = tail[i];
  return address;
}

/// Global unicast (2000::/3) without the blocks that hold or stand for other addresses.
Reach reach_of(const Ipv6& a) {
  const bool global = (a[0] & 0xe000) == 0x2000;
  const bool teredo_or_special = a[0] == 0x2001 && a[1] < 0x0200;
  const bool documentation = (a[0] == 0x2001 && a[1] == 0x0db8) || (a[0] & 0xfff0) == 0x3ff0;
  const bool six_to_four = a[0] == 0x2002;
  return global && !teredo_or_special && !documentation && !six_to_four ? Reach::Public
                                                                        : Reach::Private;
}

bool is_number_like(std::string_view label) {
  bool digits = !label.empty();
  for (const char c : label) digits = digits && is_digit(c);
  if (digits) return true;
  if (!label.starts_with("0x")) return false;
  for (const char c : label.substr(2)) {
    if (!is_hex(c)) return false;
  }
  return true;
}

Result<Reach> reach_of_name(std::string_view host) {
  const auto labels = split(host, '.');
  for (const std::string_view label : labels) {
    if (label.empty() || label.size() > 63)
      return bad("A part of the host name is empty or too long.");
    if (label.front() == '-' || label.back() == '-')
      return bad("A part of the host name starts or ends with a hyphen.");
    for (const char c : label) {
      if (!is_lower(c) && !is_digit(c) && c != '-' && c != '_') {
        return bad("The host name has a character outside of a-z, 0-9, '-', '_' and '.'.");
      }
    }
  }
  if (is_number_like(labels.back())) {
    const auto address = parse_ipv4(host);
    if (!address) return bad("The host is a number, but not four decimal numbers from 0 to 255.");
    return reach_of(*address);
  }
  // RFC 6761, RFC 6762, RFC 8375 and names that only local resolvers know.
  constexpr std::array<std::string_view, 9> local{"localhost", "local",     "internal",
                                                  "intranet",  "lan",       "home",
                                                  "corp",      "home.arpa", "localdomain"};
  for (const std::string_view name : local) {
    if (host_within(host, name)) return Reach::Private;
  }
  return labels.size() == 1 ? Reach::Private : Reach::Public;
}

Result<bool> check_path(std::string_view rest) {
  const std::string_view path = rest.substr(0, rest.find('?'));
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    if (c <= ' ' || c > '~')
      return bad(
          "Spaces, control characters and characters outside of ASCII must be percent-encoded.");
    if (c == '\\' || c == '#') return bad("Backslashes and fragments are not allowed.");
    if (c == '%' && (i + 2 >= rest.size() || !is_hex(rest[i + 1]) || !is_hex(rest[i + 2]))) {
      return bad("'%' must be followed by two hex digits.");
    }
  }
  for (const std::string_view segment : split(path, '/')) {
    std::string plain;
    for (std::size_t i = 0; i < segment.size(); ++i) {
      const bool dot = segment[i] == '%' && i + 2 < segment.size() && segment[i + 1] == '2' &&
                       lower(segment[i + 2]) == 'e';
      plain += dot ? '.' : segment[i];
      if (dot) i += 2;
    }
    if (plain == "." || plain == "..") return bad("The path has a '.' or '..' segment.");
  }
  return true;
}

}  // namespace

bool host_within(std::string_view host, std::string_view domain) {
  if (host == domain) return true;
  return host.size() > domain.size() && host.ends_with(domain) &&
         host[host.size() - domain.size() - 1] == '.';
}

Result<Url> parse_origin(std::string_view text) {
  Url url;
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
    url.scheme = Scheme::Http;
    url.port = 80;
  } else {
    return bad("An endpoint starts with https://, in small letters.");
  }
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#\\"));
  url.path_begin = text.size() - rest.size() + authority.size();
  if (authority.find('@') != std::string_view::npos)
    return bad("User names and passwords are not allowed.");
  std::string_view host = authority;
  std::string_view port;
  bool has_port = false;
  if (authority.starts_with("[")) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return bad("The IPv6 address has no closing bracket.");
    host = authority.substr(0, end + 1);
    has_port = end + 1 < authority.size();
    if (has_port && authority[end + 1] != ':') return bad("Text after the IPv6 address.");
    if (has_port) port = authority.substr(end + 2);
  } else if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
    host = authority.substr(0, colon);
    port = authority.substr(colon + 1);
    has_port = true;
  }
  if (has_port) {
    const auto number = decimal(port, 65535);
    if (!number || *number == 0) return bad("The port is not a number from 1 to 65535.");
    url.port = static_cast<std::uint16_t>(*number);
  }
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty() || host.size() > 253) return bad("The host is missing or too long.");
  for (const char c : host) url.host += lower(c);
  if (host.starts_with('[')) {
    const auto address = parse_ipv6(std::string_view(url.host).substr(1, url.host.size() - 2));
    if (!address) return bad("This is not an IPv6 address.");
    url.reach = reach_of(*address);
    return url;
  }
  const auto reach = reach_of_name(url.host);
  if (!reach) return tl::unexpected(reach.error());
  url.reach = *reach;
  return url;
}

Result<Url> parse_url(std::string_view text) {
  if (text.size() > kMaxUrl) return bad("The URL is longer than 2,048 characters.");
  auto url = parse_origin(text);
  if (!url) return url;
  if (auto ok = check_path(text.substr(url->path_begin)); !ok) return tl::unexpected(ok.error());
  return url;
}

}  // namespace dikast::mapping
