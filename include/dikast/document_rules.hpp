#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/json.hpp"
#include "dikast/uint256.hpp"

/// What a rendered dispute document must be for jurors to vote on it and for the contract to accept
/// their vote. The one implementation of these rules: the strict render refuses what breaks one,
/// and the lint reports the same findings with their place in the source.
namespace dikast::document {

/// The stable codes of the findings below; the lint catalogue lists the same texts.
namespace rule {
inline constexpr std::string_view kRequired = "template.required";
inline constexpr std::string_view kFieldType = "template.field_type";
inline constexpr std::string_view kAnswersTooFew = "template.answers_too_few";
inline constexpr std::string_view kAnswerIdFormat = "template.answer_id_format";
inline constexpr std::string_view kAnswerIdRange = "template.answer_id_range";
inline constexpr std::string_view kAnswerIdDuplicate = "template.answer_id_duplicate";
inline constexpr std::string_view kAnswerIdGap = "template.answer_id_gap";
inline constexpr std::string_view kAnswerZeroTitle = "template.answer_zero_title";
inline constexpr std::string_view kPolicyUriForm = "template.policy_uri_form";
inline constexpr std::string_view kPolicyUriCid = "template.policy_uri_cid";
inline constexpr std::string_view kAttachmentUri = "template.attachment_uri";
inline constexpr std::string_view kFrontendUrl = "template.frontend_url";
inline constexpr std::string_view kArbitratorAddress = "template.arbitrator_address";
inline constexpr std::string_view kArbitratorChecksum = "template.arbitrator_checksum";
inline constexpr std::string_view kArbitratorZero = "template.arbitrator_zero";
inline constexpr std::string_view kArbitratorChain = "template.arbitrator_chain";
inline constexpr std::string_view kAliasName = "template.alias_name";
inline constexpr std::string_view kAliasDuplicate = "template.alias_duplicate";
inline constexpr std::string_view kAliasValue = "template.alias_value";
inline constexpr std::string_view kEvidenceUri = "template.evidence_uri";
inline constexpr std::string_view kEvidenceHash = "template.evidence_hash";
inline constexpr std::string_view kEvidenceSender = "template.evidence_sender";
inline constexpr std::string_view kBidi = "template.bidi";
}  // namespace rule

/// One broken rule. `path` is a JSON Pointer into the document.
struct Finding {
  std::string_view code;
  std::string path;
  std::string message;
  bool operator==(const Finding&) const = default;
};
using Findings = std::vector<Finding>;

/// All rules, each of severity error, in the order of the schema. Empty: the document is valid.
[[nodiscard]] Findings check(const json::Value& document);

/// The parts of check(), each silent about fields whose type is wrong (check_schema speaks of
/// those). Required fields and JSON types. Follows DisputeDetailsSchema of kleros-sdk 2.4.0.
void check_schema(const json::Value& document, Findings& findings);
/// Ids by value: hex, at most 2^256-1, distinct, 1..N without gap (0 is reserved for "refuse to
/// arbitrate"; 2^256-1 is Reality's "answered too soon" when the document has a `type`), at least
/// two answers besides 0 unless `type` says that jurors type a number.
void check_answers(const json::Value& document, Findings& findings);
/// policyURI, attachment.uri, frontendUrl.
void check_links(const json::Value& document, Findings& findings);
/// arbitratorAddress and arbitratorChainID.
void check_arbitrator(const json::Value& document, Findings& findings);
void check_aliases(const json::Value& document, Findings& findings);
void check_evidences(const json::Value& document, Findings& findings);
/// Bidirectional controls in title, question, answers and alias names.
void check_direction(const json::Value& document, Findings& findings);

/// A rule on one text. nullopt: fine. The message is a sentence for people.
struct Fault {
  std::string_view code;
  std::string_view message;
};
/// "/ipfs/CID[/path]" or "ipfs://CID/file[.ext]" with a well-formed CID: the forms both kleros-sdk
/// 2.4.0 accepts and content addressing protects.
[[nodiscard]] std::optional<Fault> policy_uri_fault(std::string_view text);
/// "/ipfs/..." or "ipfs://...", no traversal; empty means that there is no attachment.
[[nodiscard]] std::optional<Fault> attachment_uri_fault(std::string_view text);
/// As attachment_uri_fault, and a data URI of a bitmap image, a PDF or plain text.
[[nodiscard]] std::optional<Fault> evidence_uri_fault(std::string_view text);
/// https only; empty means that there is none.
[[nodiscard]] std::optional<Fault> frontend_url_fault(std::string_view text);
/// 20 bytes, right checksum when the digits are of mixed case, not zero.
[[nodiscard]] std::optional<Fault> arbitrator_address_fault(std::string_view text);
/// Canonical decimal from 1 to 2^256-1.
[[nodiscard]] std::optional<Fault> chain_id_fault(std::string_view text);
/// An address (checksum as above) or a name that ends in ".eth".
[[nodiscard]] std::optional<Fault> alias_value_fault(std::string_view text);
[[nodiscard]] std::optional<Fault> sender_fault(std::string_view text);
/// Not shaped like an address.
[[nodiscard]] std::optional<Fault> alias_name_fault(std::string_view text);
/// "0x" and 64 hex digits.
[[nodiscard]] std::optional<Fault> transaction_hash_fault(std::string_view text);
/// None of U+202A..202E, U+2066..2069.
[[nodiscard]] std::optional<Fault> direction_fault(std::string_view text);

/// Whether the title of the answer with value 0 says that the juror refuses or that the dispute is
/// invalid. English only: kleros-sdk replaces whatever stands there by its own English title.
[[nodiscard]] bool is_refuse_title(std::string_view title);
/// CIDv0, or CIDv1 in base 16, 32, 36 or 58: version, codec, multihash with its stated length.
[[nodiscard]] bool is_well_formed_cid(std::string_view text);
/// The value of an answer id, or nullopt: not /^0x[0-9a-fA-F]+$/. `too_large`: beyond 2^256-1.
struct AnswerId {
  Uint256 value;
  bool too_large = false;
};
[[nodiscard]] std::optional<AnswerId> parse_answer_id(std::string_view text);

/// kleros-sdk's answer for "refuse to arbitrate".
inline constexpr std::string_view kRefuseTitle = "Refuse to Arbitrate / Invalid";

/// Puts the refuse answer where kleros-sdk puts it: the first answer of value 0 becomes
/// {id:"0x0",title,description:<its own>,reserved:true} in place, else it is prepended.
void normalise_refuse_answer(json::Value& document);

}  // namespace dikast::document
