#include <algorithm>
#include <array>

#include "dikast/address.hpp"
#include "dikast/document_rules.hpp"

namespace dikast::document {
namespace {

constexpr std::string_view kIpfsPath = "/ipfs/";
constexpr std::string_view kIpfsScheme = "ipfs://";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_word(char c) { return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z'); }

bool all(std::string_view text, bool (*test)(char)) {
  return std::all_of(text.begin(), text.end(), test);
}

// Control characters and backslash: browsers drop or rewrite them, so the link would go elsewhere
// than it reads.
bool is_unsafe_in_link(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f || c == '\\';
}

// "." and ".." segments, also percent-encoded: the path would leave the CID.
bool has_traversal(std::string_view path) {
  std::size_t dots = 0;
  bool only_dots = true;
  for (std::size_t i = 0; i <= path.size(); ++i) {
    const char c = i < path.size() ? path[i] : '/';
    if (c == '/' || c == '?' || c == '#') {
      if (only_dots && (dots == 1 || dots == 2)) {
        return true;
      }
      dots = 0;
      only_dots = true;
    } else if (c == '.') {
      ++dots;
    } else if (c == '%' && i + 2 < path.size() && path[i + 1] == '2' &&
               to_lower(path[i + 2]) == 'e') {
      ++dots;
      i += 2;
    } else {
      only_dots = false;
    }
  }
  return false;
}

// What follows "/ipfs/" or "ipfs://"; nullopt for any other form.
std::optional<std::string_view> after_ipfs(std::string_view text) {
  for (const std::string_view prefix : {kIpfsPath, kIpfsScheme}) {
    if (text.substr(0, prefix.size()) == prefix) {
      return text.substr(prefix.size());
    }
  }
  return std::nullopt;
}

bool is_ipfs_link(std::string_view text) {
  const auto rest = after_ipfs(text);
  return rest && !rest->empty() && rest->front() != '/' && !has_traversal(*rest) &&
         std::none_of(rest->begin(), rest->end(), is_unsafe_in_link);
}

bool starts_with_any_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return a == to_lower(b); });
}

bool has_address_shape(std::string_view text) {
  return text.size() == 42 && text[0] == '0' && to_lower(text[1]) == 'x' &&
         all(text.substr(2), is_hex);
}

// The ASCII part of ENSIP-15: letters, digits, hyphen, dollar, underscore only in front, no label
// that starts like Punycode. Characters beyond ASCII are left to a resolver with its tables.
bool is_ens_label(std::string_view label) {
  if (label.empty() || (label.size() >= 4 && label.substr(2, 2) == "--" && is_word(label[0]))) {
    return false;
  }
  const std::size_t first = std::min(label.find_first_not_of('_'), label.size());
  return std::all_of(label.begin() + static_cast<std::ptrdiff_t>(first), label.end(), [](char c) {
    return is_word(c) || c == '-' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
  });
}

bool is_ens_name(std::string_view text) {
  constexpr std::string_view kSuffix = ".eth";
  if (text.size() <= kSuffix.size() || text.substr(text.size() - kSuffix.size()) != kSuffix) {
    return false;
  }
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    if (!is_ens_label(text.substr(begin, end - begin))) {
      return false;
    }
    begin = end + 1;
  }
  return !direction_fault(text);
}

std::optional<Fault> account_fault(std::string_view text, std::string_view code) {
  if (has_address_shape(text)) {
    const auto parsed = Address::parse(text);
    if (!parsed) {
      return Fault{code, parsed.error().code == ErrorCode::address_checksum
                             ? "The capital letters of this address do not match its checksum: a "
                               "digit may be wrong."
                             : "This is not an address."};
    }
    return std::nullopt;
  }
  if (!is_ens_name(text)) {
    return Fault{code,
                 "An address (0x and 40 hex digits) or an ENS name ending in .eth is needed."};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Fault> policy_uri_fault(std::string_view text) {
  const auto rest = after_ipfs(text);
  const bool scheme = rest && text.front() == 'i';
  if (!rest || std::any_of(text.begin(), text.end(), is_unsafe_in_link) || has_traversal(*rest)) {
    return Fault{rule::kPolicyUriForm, "A policy is written /ipfs/CID or /ipfs/CID/path."};
  }
  const std::size_t slash = std::min(rest->find('/'), rest->size());
  if (!is_well_formed_cid(rest->substr(0, slash))) {
    return Fault{rule::kPolicyUriCid, "The policy's address holds no well-formed CID."};
  }
  // kleros-sdk: no empty or blank segment after /ipfs/, and ipfs:// only with one plain file name.
  const std::string_view path = rest->substr(slash);
  if (scheme) {
    const std::string_view file = path.empty() ? path : path.substr(1);
    const std::size_t dot = std::min(file.find('.'), file.size());
    const bool plain =
        dot > 0 && all(file.substr(0, dot), is_word) &&
        (dot == file.size() || (dot + 1 < file.size() && all(file.substr(dot + 1), is_word)));
    if (!plain) {
      return Fault{rule::kPolicyUriForm,
                   "Kleros Court refuses this ipfs:// form; write /ipfs/CID or /ipfs/CID/path."};
    }
    return std::nullopt;
  }
  if (path.find("//") != std::string_view::npos || (!path.empty() && path.back() == '/') ||
      path.find(' ') != std::string_view::npos) {
    return Fault{rule::kPolicyUriForm,
                 "Kleros Court refuses a policy path with an empty segment or a space."};
  }
  return std::nullopt;
}

std::optional<Fault> attachment_uri_fault(std::string_view text) {
  if (text.empty() || is_ipfs_link(text)) {
    return std::nullopt;
  }
  return Fault{rule::kAttachmentUri, "An attachment is written /ipfs/CID or ipfs://CID."};
}

std::optional<Fault> evidence_uri_fault(std::string_view text) {
  constexpr std::array kData{
      std::string_view("data:image/png"),       std::string_view("data:image/jpeg"),
      std::string_view("data:image/gif"),       std::string_view("data:image/webp"),
      std::string_view("data:application/pdf"), std::string_view("data:text/plain")};
  if (text.empty() || is_ipfs_link(text)) {
    return std::nullopt;
  }
  for (const std::string_view prefix : kData) {
    if (starts_with_any_case(text, prefix) && text.size() > prefix.size() &&
        (text[prefix.size()] == ';' || text[prefix.size()] == ',')) {
      return std::nullopt;
    }
  }
  return Fault{rule::kEvidenceUri,
               "An evidence file is written /ipfs/CID or ipfs://CID, or is a data URI of an image, "
               "a PDF or plain text."};
}

std::optional<Fault> frontend_url_fault(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  if (text.empty()) {
    return std::nullopt;
  }
  if (starts_with_any_case(text, kScheme) &&
      std::none_of(text.begin(), text.end(), is_unsafe_in_link)) {
    const std::string_view rest = text.substr(kScheme.size());
    const std::string_view host = rest.substr(0, std::min(rest.find_first_of("/?#"), rest.size()));
    // No user part ("https://known.site@other.site") and no look-alike letters.
    if (!host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
          return is_word(c) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']' || c == '_';
        })) {
      return std::nullopt;
    }
  }
  return Fault{rule::kFrontendUrl, "Only an https:// address of a plain host is shown as a link."};
}

std::optional<Fault> arbitrator_address_fault(std::string_view text) {
  const auto parsed = Address::parse(text);
  if (!parsed) {
    return parsed.error().code == ErrorCode::address_checksum
               ? Fault{rule::kArbitratorChecksum,
                       "The capital letters of the arbitrator's address do not match its checksum: "
                       "a digit may be wrong."}
               : Fault{rule::kArbitratorAddress,
                       "The arbitrator's address is 0x and 40 hex digits."};
  }
  if (parsed->is_zero()) {
    return Fault{rule::kArbitratorZero, "The arbitrator's address is zero."};
  }
  return std::nullopt;
}

std::optional<Fault> chain_id_fault(std::string_view text) {
  if (!text.empty() && all(text, is_digit) && text.front() != '0' && text.size() <= 78 &&
      Uint256::parse(text)) {
    return std::nullopt;
  }
  return Fault{rule::kArbitratorChain,
               "A chain id is a decimal number without sign, spaces or leading zeros."};
}

std::optional<Fault> alias_value_fault(std::string_view text) {
  return account_fault(text, rule::kAliasValue);
}

std::optional<Fault> sender_fault(std::string_view text) {
  return account_fault(text, rule::kEvidenceSender);
}

std::optional<Fault> alias_name_fault(std::string_view text) {
  const std::size_t at = text.find("0x");
  const std::size_t capital = text.find("0X");
  for (const std::size_t begin : {at, capital}) {
    if (begin == std::string_view::npos) {
      continue;
    }
    // Also a shortened address ("0x9C1d...9002") passes for the account it names.
    const std::string_view digits = text.substr(begin + 2);
    const auto end = std::find_if_not(digits.begin(), digits.end(), is_hex);
    if (end - digits.begin() >= 4) {
      return Fault{rule::kAliasName, "The name of this alias looks like an address itself."};
    }
  }
  if (is_ens_name(text)) {
    return Fault{rule::kAliasName, "The name of this alias looks like an ENS name itself."};
  }
  return std::nullopt;
}

std::optional<Fault> transaction_hash_fault(std::string_view text) {
  if (text.size() == 66 && text.substr(0, 2) == "0x" && all(text.substr(2), is_hex)) {
    return std::nullopt;
  }
  return Fault{rule::kEvidenceHash, "A transaction hash is 0x and 64 hex digits."};
}

std::optional<Fault> direction_fault(std::string_view text) {
  // U+202A..202E are E2 80 AA..AE, U+2066..2069 are E2 81 A6..A9.
  for (std::size_t i = text.find('\xE2'); i != std::string_view::npos && i + 2 < text.size();
       i = text.find('\xE2', i + 1)) {
    const auto second = static_cast<unsigned char>(text[i + 1]);
    const auto third = static_cast<unsigned char>(text[i + 2]);
    if ((second == 0x80 && third >= 0xAA && third <= 0xAE) ||
        (second == 0x81 && third >= 0xA6 && third <= 0xA9)) {
      return Fault{rule::kBidi,
                   "An invisible character here turns the direction of the text: jurors would "
                   "read another order of letters than the one that is stored."};
    }
  }
  return std::nullopt;
}

bool is_refuse_title(std::string_view title) {
  constexpr std::array kWords{
      std::string_view("refuse"),    std::string_view("refused"),     std::string_view("to"),
      std::string_view("arbitrate"), std::string_view("arbitration"), std::string_view("rule"),
      std::string_view("vote"),      std::string_view("invalid"),     std::string_view("dispute"),
      std::string_view("case"),      std::string_view("question"),    std::string_view("or"),
      std::string_view("and"),       std::string_view("the"),         std::string_view("is"),
      std::string_view("this")};
  bool refuses = false;
  std::string word;
  for (std::size_t i = 0; i <= title.size(); ++i) {
    const char c = i < title.size() ? to_lower(title[i]) : ' ';
    if (is_word(c)) {
      word += c;
      continue;
    }
    if (static_cast<unsigned char>(c) >= 0x80) {
      return false;
    }
    if (!word.empty() && std::find(kWords.begin(), kWords.end(), word) == kWords.end()) {
      return false;
    }
    refuses = refuses || word == "refuse" || word == "refused" || word == "invalid";
    word.clear();
  }
  return refuses;
}

std::optional<AnswerId> parse_answer_id(std::string_view text) {
  if (text.size() < 3 || text.substr(0, 2) != "0x" || !all(text.substr(2), is_hex)) {
    return std::nullopt;
  }
  const std::size_t first = std::min(text.find_first_not_of('0', 2), text.size());
  if (text.size() - first > 64) {
    return AnswerId{{}, true};
  }
  AnswerId id;
  for (std::size_t i = 0; i < text.size() - first; ++i) {
    const char c = to_lower(text[text.size() - 1 - i]);
    const auto digit = static_cast<std::uint64_t>(is_digit(c) ? c - '0' : c - 'a' + 10);
    id.value.words[i / 16] |= digit << (4 * (i % 16));
  }
  return id;
}

}  // namespace dikast::document
