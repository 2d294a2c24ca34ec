#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dikast/json.hpp"

/// What kleros-sdk 2.4.0 checks in a rendered template (DisputeDetailsSchema through zod 3), to the
/// issue objects zod would report, in zod's order. Follows kleros-sdk/src/dataMappings/utils/
/// disputeDetailsSchema.ts @ 5415b476.
namespace dikast::sdk {

/// A name that kleros-sdk hands to viem's normalize() (ENSIP-15) while it checks, in that order.
/// The core has no ENS tables: when one of them cannot be normalised, kleros-sdk throws that error
/// instead of reporting any issue.
struct EnsName {
  std::string path;  ///< JSON Pointer into the document
  std::string name;
  bool operator==(const EnsName&) const = default;
};

struct Report {
  /// Zod's issue objects as JSON.stringify would print them, given that all names normalise.
  std::vector<std::string> issues;
  std::vector<EnsName> ens;
  /// The first answer of value 0, which becomes the refuse answer; none: one is prepended. Only
  /// meaningful without issues.
  std::optional<std::uint32_t> refuse_index;
};

/// `document` comes from json::parse_like_javascript, which keeps what JSON.parse keeps.
[[nodiscard]] Report check(const json::Value& document);

/// The schemas that kleros-sdk exports besides the whole (`Multiaddr`: that of policyURI).
enum class Schema : std::uint8_t {
  DisputeDetails,
  Answer,
  Attachment,
  Aliases,
  Evidence,
  EthAddress,
  EnsName,
  EthAddressOrEnsName,
  TxHash,
  QuestionType,
  Multiaddr,
};
/// The same for one schema; nullptr is JavaScript's undefined.
[[nodiscard]] Report check(Schema schema, const json::Value* value);

/// {"issues":[...],"refuse":{"index":n|null},"ens":[{"path","name"}]}; ASCII only.
[[nodiscard]] std::string to_json(const Report& report);

}  // namespace dikast::sdk
