#include <optional>
#include <string>
#include <utility>

#include "dikast/escrow.hpp"
#include "dikast/machine_io.hpp"

namespace dikast::escrow {

using machine::Reader;

namespace {

constexpr std::uint64_t kEtherDecimals = 18;

/// The findings on one document, as they come.
class Check {
 public:
  Check(const json::Value& document, std::vector<Finding>& findings)
      : document_(document), findings_(findings) {}

  void report(Severity severity, std::string_view code, std::string path, std::string message) {
    findings_.push_back({severity, std::string(code), std::move(path), std::move(message)});
  }

  [[nodiscard]] const json::Value* find(std::string_view key) const {
    const json::Value* value = document_.find(key);
    return value == nullptr || value->is_null() ? nullptr : value;
  }

  /// A text that jurors or the parties read.
  void text(std::string_view key, Severity severity) {
    const json::Value* value = find(key);
    if (value != nullptr && value->is_string() && !value->text().empty()) return;
    report(severity, "escrow.text", "/" + std::string(key), "This text is missing.");
  }

  /// An address that has to be `expected`.
  void address(std::string_view key, const Address& expected, std::string_view code,
               Severity when_missing) {
    const std::string path = "/" + std::string(key);
    const json::Value* value = find(key);
    if (value == nullptr) {
      report(when_missing, code, path,
             "This is missing; on the chain it is " + expected.to_checksum() + ".");
      return;
    }
    const auto address = value->is_string() ? Address::parse_unchecked(value->text())
                                            : fail(ErrorCode::address_invalid);
    if (!address || *address != expected)
      report(Severity::Error, code, path, "On the chain this is " + expected.to_checksum() + ".");
  }

 private:
  const json::Value& document_;
  std::vector<Finding>& findings_;
};

/// "1.4" with 18 decimals in wei; nullopt where it is no plain decimal number or has more digits.
std::optional<Uint256> units(std::string_view text, std::uint64_t decimals) {
  const std::size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  if (digits.empty() || decimals > 77 || fraction.size() > decimals) return std::nullopt;
  digits += fraction;
  digits.append(static_cast<std::size_t>(decimals) - fraction.size(), '0');
  for (const char c : digits)
    if (c < '0' || c > '9') return std::nullopt;
  const auto number = Uint256::parse(digits);
  return number ? std::optional<Uint256>(*number) : std::nullopt;
}

std::string_view scalar(const json::Value* value) {
  const bool readable = value != nullptr && (value->is_string() || value->is_number());
  return readable ? std::string_view(value->text()) : std::string_view();
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool mentions(std::string_view text, std::string_view word) {
  for (std::size_t i = 0; i + word.size() <= text.size(); ++i) {
    std::size_t same = 0;
    while (same < word.size() && lower(text[i + same]) == word[same]) ++same;
    if (same == word.size()) return true;
  }
  return false;
}

void check_titles(Check& check, const json::Value& titles) {
  const std::string path = "/rulingOptions/titles";
  if (!titles.is_array() || titles.items().size() != 2) {
    check.report(Severity::Error, "escrow.ruling_options", path,
                 "The escrow knows two rulings: 1 for the sender, 2 for the receiver.");
    return;
  }
  const std::string_view words[] = {"sender", "receiver"};
  for (std::size_t i = 0; i < 2; ++i) {
    const json::Value& title = titles.items()[i];
    if (!title.is_string() || title.text().empty()) {
      check.report(Severity::Error, "escrow.ruling_options", path + "/" + std::to_string(i),
                   "This answer has no text.");
    } else if (mentions(title.text(), words[1 - i]) && !mentions(title.text(), words[i])) {
      check.report(Severity::Warning, "escrow.ruling_options", path + "/" + std::to_string(i),
                   "This is ruling " + std::to_string(i + 1) + ": it gives the money to the " +
                       std::string(words[i]) + ".");
    }
  }
}

void check_rulings(Check& check) {
  const json::Value* options = check.find("rulingOptions");
  const json::Value* titles = options == nullptr ? nullptr : options->find("titles");
  if (titles == nullptr) {
    check.report(Severity::Error, "escrow.ruling_options", "/rulingOptions",
                 "Without titles jurors have nothing to choose from.");
    return;
  }
  const json::Value* type = options->find("type");
  if (type == nullptr || !type->is_string() || type->text() != "single-select")
    check.report(Severity::Warning, "escrow.ruling_options", "/rulingOptions/type",
                 "This has to be single-select.");
  check_titles(check, *titles);
}

void check_aliases(Check& check, const Agreement& agreed) {
  const json::Value* aliases = check.find("aliases");
  if (aliases == nullptr) return;
  for (const json::Member& alias : aliases->members()) {
    const std::string path = pointer_join("/aliases", alias.key);
    const auto address = Address::parse_unchecked(alias.key);
    if (!address || (*address != agreed.sender && *address != agreed.receiver)) {
      check.report(Severity::Warning, "escrow.alias", path, "This is neither of the parties.");
      continue;
    }
    const std::string_view other = *address == agreed.sender ? "receiver" : "sender";
    if (agreed.sender != agreed.receiver && alias.value.is_string() && alias.value.text() == other)
      check.report(Severity::Error, "escrow.alias", path, "This is the other party's name.");
  }
}

void check_amount(Check& check, const Agreement& agreed) {
  const json::Value* token = check.find("token");
  const json::Value* given = token == nullptr ? nullptr : token->find("decimals");
  std::uint64_t decimals = agreed.decimals.value_or(kEtherDecimals);
  if (const auto said = Uint256::parse(scalar(given)); said && said->fits_u64()) {
    if (agreed.decimals && said->words[0] != decimals)
      check.report(Severity::Error, "escrow.token", "/token/decimals",
                   "The token has " + std::to_string(decimals) + " decimals.");
    if (!agreed.decimals) decimals = said->words[0];
  }
  const auto amount = units(scalar(check.find("amount")), decimals);
  if (!amount) {
    check.report(Severity::Warning, "escrow.amount", "/amount",
                 "This is missing, or no plain decimal number.");
  } else if (agreed.amount && *amount != *agreed.amount) {
    check.report(Severity::Error, "escrow.amount", "/amount",
                 "On the chain this is " + agreed.amount->to_decimal() + " of the smallest unit.");
  }
}

void check_token(Check& check, const Agreement& agreed) {
  const json::Value* token = check.find("token");
  const json::Value* address = token == nullptr ? nullptr : token->find("address");
  const bool named = address != nullptr && address->is_string() && !address->text().empty();
  if (!agreed.token) {
    if (named)
      check.report(Severity::Error, "escrow.token", "/token/address",
                   "This transaction is in ether.");
    return;
  }
  const auto said =
      named ? Address::parse_unchecked(address->text()) : fail(ErrorCode::address_invalid);
  if (!said || *said != *agreed.token)
    check.report(Severity::Error, "escrow.token", "/token/address",
                 "On the chain this is " + agreed.token->to_checksum() + ".");
}

void check_number(Check& check, std::string_view key, std::string_view code,
                  const Uint256& expected) {
  const auto said = Uint256::parse(scalar(check.find(key)));
  if (said && *said == expected) return;
  check.report(said ? Severity::Error : Severity::Warning, code, "/" + std::string(key),
               "On the chain this is " + expected.to_decimal() + ".");
}

}  // namespace

std::vector<Finding> check_meta_evidence(const json::Value& document, const Agreement& agreed) {
  std::vector<Finding> findings;
  Check check(document, findings);
  if (!document.is_object()) {
    check.report(Severity::Error, "escrow.text", "", "MetaEvidence is a JSON object.");
    return findings;
  }
  check.text("title", Severity::Warning);
  check.text("description", Severity::Warning);
  check.text("question", Severity::Error);
  check_rulings(check);
  // Front ends show the parties from this document, the contract pays those on the chain.
  check.address("sender", agreed.sender, "escrow.party", Severity::Warning);
  check.address("receiver", agreed.receiver, "escrow.party", Severity::Warning);
  if (agreed.sender == agreed.receiver)
    check.report(Severity::Warning, "escrow.party", "/receiver",
                 "Sender and receiver are the same account.");
  if (agreed.escrow && check.find("arbitrableAddress") != nullptr)
    check.address("arbitrableAddress", *agreed.escrow, "escrow.arbitrable", Severity::Warning);
  if (agreed.chain_id && check.find("arbitrableChainID") != nullptr)
    check_number(check, "arbitrableChainID", "escrow.arbitrable", *agreed.chain_id);
  check_aliases(check, agreed);
  check_amount(check, agreed);
  check_token(check, agreed);
  check_number(check, "timeout", "escrow.timeout", agreed.timeout_payment);
  return findings;
}

Result<Agreement> read_agreement(const json::Value& value) {
  Reader reader(value, "/transaction", ErrorCode::machine_argument);
  Agreement agreed;
  agreed.sender = reader.address("sender");
  agreed.receiver = reader.address("receiver");
  agreed.timeout_payment = reader.number("timeoutPayment");
  if (reader.has("amount")) agreed.amount = reader.number("amount");
  if (reader.has("token")) agreed.token = reader.address("token");
  if (reader.has("decimals")) agreed.decimals = reader.u64("decimals");
  if (reader.has("escrow")) agreed.escrow = reader.address("escrow");
  if (reader.has("chainId")) agreed.chain_id = reader.number("chainId");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return agreed;
}

}  // namespace dikast::escrow
