#include <algorithm>
#include <array>
#include <cstdint>

#include "dikast/api.hpp"
#include "dikast/mustache.hpp"
#include "dikast/sdk_profile.hpp"
#include "params.hpp"

namespace dikast::api {
namespace {

using Reply = Result<json::Value>;

struct NamedSchema {
  std::string_view name;
  sdk::Schema schema;
};

constexpr std::array kSchemas{
    NamedSchema{"disputeDetails", sdk::Schema::DisputeDetails},
    NamedSchema{"answer", sdk::Schema::Answer},
    NamedSchema{"attachment", sdk::Schema::Attachment},
    NamedSchema{"aliases", sdk::Schema::Aliases},
    NamedSchema{"evidence", sdk::Schema::Evidence},
    NamedSchema{"ethAddress", sdk::Schema::EthAddress},
    NamedSchema{"ensName", sdk::Schema::EnsName},
    NamedSchema{"ethAddressOrEnsName", sdk::Schema::EthAddressOrEnsName},
    NamedSchema{"txHash", sdk::Schema::TxHash},
    NamedSchema{"questionType", sdk::Schema::QuestionType},
    NamedSchema{"multiaddr", sdk::Schema::Multiaddr},
};

/// {schema, json?} -> {issues, refuse, ens}; without `json` the value is JavaScript's undefined.
Reply check(const json::Value& params) {
  const auto name = string_param(params, "schema");
  if (!name) return tl::unexpected(name.error());
  const auto* entry = std::find_if(kSchemas.begin(), kSchemas.end(),
                                   [&](const NamedSchema& each) { return each.name == *name; });
  if (entry == kSchemas.end()) {
    return fail(ErrorCode::input_type, "/schema", "There is no schema of this name.");
  }
  sdk::Report report;
  if (optional_param(params, "json") == nullptr) {
    report = sdk::check(entry->schema, nullptr);
  } else {
    const auto text = string_param(params, "json");
    if (!text) return tl::unexpected(text.error());
    const auto value = json::parse_like_javascript(
        *text, {.bytes = mustache::Budget{}.output_bytes * 2, .depth = 512});
    if (!value) return fail(value.error().code, "/json", value.error().message);
    report = sdk::check(entry->schema, &*value);
  }
  return json::parse_like_javascript(sdk::to_json(report), {.bytes = SIZE_MAX, .depth = 256});
}

/// {template} -> what kleros-sdk's retrieveVariables gives.
Reply variables(const json::Value& params) {
  const auto source = string_param(params, "template");
  if (!source) return tl::unexpected(source.error());
  const auto parsed = mustache::parse(*source, mustache::Dialect::MustacheJs);
  if (!parsed) {
    return fail(parsed.error().error.code, "/template", parsed.error().error.message);
  }
  json::Value names = json::Value::array();
  for (const std::string& each : mustache::retrieve_variables_like_sdk(*parsed))
    names.push_text(each);
  return names;
}

constexpr std::array kMethods{Method{"sdk.check", check}, Method{"sdk.variables", variables}};

}  // namespace

std::span<const Method> sdk_methods() { return kMethods; }

}  // namespace dikast::api
