#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "dikast/document_rules.hpp"
#include "dikast/json.hpp"

namespace dikast::document::detail {

/// A member of a dispute document and what it must be.
struct Field {
  std::string_view name;
  json::Value::Kind kind;
  bool required = false;
  /// The rule its text follows, if any.
  std::optional<Fault> (*test)(std::string_view) = nullptr;
};

using Kind = json::Value::Kind;

// DisputeDetailsSchema of kleros-sdk 2.4.0 and its parts, in the schema's order.
inline constexpr std::array kDocument{
    Field{"title", Kind::String, true, direction_fault},
    Field{"description", Kind::String, true},
    Field{"question", Kind::String, true, direction_fault},
    Field{"answers", Kind::Array, true},
    Field{"policyURI", Kind::String, true, policy_uri_fault},
    Field{"attachment", Kind::Object},
    Field{"frontendUrl", Kind::String, false, frontend_url_fault},
    Field{"metadata", Kind::Object},
    Field{"arbitratorChainID", Kind::String, true, chain_id_fault},
    Field{"arbitratorAddress", Kind::String, true, arbitrator_address_fault},
    Field{"category", Kind::String},
    Field{"lang", Kind::String},
    Field{"specification", Kind::String},
    Field{"aliases", Kind::Object},
    Field{"extraEvidences", Kind::Array},
    Field{"version", Kind::String, true},
};
inline constexpr std::array kAnswer{
    Field{"id", Kind::String, true},
    Field{"title", Kind::String, true, direction_fault},
    Field{"description", Kind::String, true, direction_fault},
    Field{"reserved", Kind::Bool},
};
inline constexpr std::array kAttachment{
    Field{"label", Kind::String, true},
    Field{"uri", Kind::String, true, attachment_uri_fault},
};
inline constexpr std::array kEvidence{
    Field{"name", Kind::String, true},
    Field{"description", Kind::String, true},
    Field{"fileURI", Kind::String, false, evidence_uri_fault},
    Field{"fileTypeExtension", Kind::String},
    Field{"transactionHash", Kind::String, false, transaction_hash_fault},
    Field{"sender", Kind::String, false, sender_fault},
    Field{"timestamp", Kind::Number},
};

}  // namespace dikast::document::detail
