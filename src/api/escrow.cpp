#include "dikast/escrow.hpp"

#include <array>
#include <utility>

#include "dikast/api.hpp"
#include "params.hpp"

namespace dikast::api {
namespace {

using json::Value;

/// The document as text or as what was read from it.
Result<Value> read_document(const Value& params) {
  const Value* given = optional_param(params, "metaEvidence");
  if (given == nullptr) return fail(ErrorCode::input_type, "/metaEvidence", "It is missing.");
  if (!given->is_string()) return *given;
  Result<Value> document = json::parse(given->text());
  if (!document) document.error().path = "/metaEvidence" + document.error().path;
  return document;
}

Result<Value> check_meta_evidence(const Value& params) {
  Result<Value> document = read_document(params);
  if (!document) return tl::unexpected(std::move(document.error()));
  const Value* transaction = optional_param(params, "transaction");
  const auto agreed = escrow::read_agreement(transaction == nullptr ? Value() : *transaction);
  if (!agreed) return tl::unexpected(agreed.error());
  Value findings = Value::array();
  for (const escrow::Finding& one : escrow::check_meta_evidence(*document, *agreed)) {
    Value item = Value::object();
    item.add_text("severity", one.severity == escrow::Severity::Error ? "error" : "warning");
    item.add_text("code", one.code);
    item.add_text("path", one.path);
    item.add_text("message", one.message);
    findings.push(std::move(item));
  }
  return findings;
}

constexpr std::array kMethods{Method{"escrow.checkMetaEvidence", check_meta_evidence}};

}  // namespace

std::span<const Method> escrow_methods() { return kMethods; }

}  // namespace dikast::api
