#include "sdk_texts.hpp"

#include <algorithm>
#include <array>

#include "dikast/utf8.hpp"

namespace dikast::sdk {
namespace {

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// What \s matches in an ECMAScript regular expression (WhiteSpace and LineTerminator).
bool is_script_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000 || c == 0xfeff;
}

bool has_script_space(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto decoded = utf8::decode_at(text, i);
    if (decoded && is_script_space(decoded->code_point)) {
      return true;
    }
    // Half a surrogate pair (WTF-8) does not decode and is no space.
    i += decoded ? decoded->length : 1;
  }
  return false;
}

}  // namespace

// ^0x[a-fA-F0-9]{least,most}$
bool is_hex_text(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least + 2 && text.size() - 2 <= most && text.substr(0, 2) == "0x" &&
         std::all_of(text.begin() + 2, text.end(), is_hex);
}

bool is_address(std::string_view text) { return is_hex_text(text, 40, 40); }

bool ends_with_eth(std::string_view text) {
  return text.size() >= 4 && text.substr(text.size() - 4) == ".eth";
}

bool is_multiaddr_path(std::string_view text) {
  constexpr std::array kProtocols{std::string_view("ip4"),
                                  std::string_view("ip6"),
                                  std::string_view("dns4"),
                                  std::string_view("dns6"),
                                  std::string_view("dnsaddr"),
                                  std::string_view("tcp"),
                                  std::string_view("udp"),
                                  std::string_view("utp"),
                                  std::string_view("tls"),
                                  std::string_view("ws"),
                                  std::string_view("wss"),
                                  std::string_view("p2p-circuit"),
                                  std::string_view("p2p-webrtc-star"),
                                  std::string_view("p2p-webrtc-direct"),
                                  std::string_view("p2p-websocket-star"),
                                  std::string_view("onion"),
                                  std::string_view("ipfs")};
  if (text.empty() || text.front() != '/') {
    return false;
  }
  const std::size_t slash = text.find('/', 1);
  if (slash == std::string_view::npos || std::find(kProtocols.begin(), kProtocols.end(),
                                                   text.substr(1, slash - 1)) == kProtocols.end()) {
    return false;
  }
  const std::string_view rest = text.substr(slash);
  return rest.back() != '/' && rest.find("//") == std::string_view::npos && !has_script_space(rest);
}

// ^ipfs:\/\/[a-zA-Z0-9]+\/[a-zA-Z0-9]+(\.[a-zA-Z0-9]+)?$
bool is_ipfs_file(std::string_view text) {
  constexpr std::string_view kScheme = "ipfs://";
  if (text.substr(0, kScheme.size()) != kScheme) {
    return false;
  }
  std::size_t at = kScheme.size();
  const auto run = [&] {
    const std::size_t begin = at;
    while (at < text.size() && is_word(text[at])) {
      ++at;
    }
    return at > begin;
  };
  if (!run() || at >= text.size() || text[at++] != '/' || !run()) {
    return false;
  }
  if (at == text.size()) {
    return true;
  }
  return text[at++] == '.' && run() && at == text.size();
}

}  // namespace dikast::sdk
