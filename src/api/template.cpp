#include <array>
#include <utility>

#include "dikast/abi.hpp"
#include "dikast/api.hpp"
#include "dikast/dispute_template.hpp"
#include "params.hpp"

namespace dikast::api {
namespace {

using Reply = Result<json::Value>;

Reply reply(Result<std::string> text) {
  if (!text) return tl::unexpected(std::move(text).error());
  return json::Value::string(*std::move(text));
}

/// {tag, template, mappings} -> calldata of setDisputeTemplate.
Reply registration_calldata(const json::Value& params) {
  const auto tag = string_param(params, "tag");
  if (!tag) return tl::unexpected(tag.error());
  const auto source = string_param(params, "template");
  if (!source) return tl::unexpected(source.error());
  const auto mappings = string_param(params, "mappings");
  if (!mappings) return tl::unexpected(mappings.error());
  return reply(dispute_template::registration_calldata(*tag, *source, *mappings));
}

/// {template, mappings} -> calldata of changeDisputeTemplate.
Reply change_calldata(const json::Value& params) {
  const auto source = string_param(params, "template");
  if (!source) return tl::unexpected(source.error());
  const auto mappings = string_param(params, "mappings");
  if (!mappings) return tl::unexpected(mappings.error());
  return reply(dispute_template::change_calldata(*source, *mappings));
}

/// {extraData, template, mappings, numberOfRulingOptions}, or {extraData, templateUri,
/// numberOfRulingOptions} -> calldata of createDisputeForTemplate(Uri).
Reply create_dispute_calldata(const json::Value& params) {
  const auto extra = bytes_param(params, "extraData");
  if (!extra) return tl::unexpected(extra.error());
  const auto options = uint256_param(params, "numberOfRulingOptions");
  if (!options) return tl::unexpected(options.error());
  if (optional_param(params, "templateUri") != nullptr) {
    const auto uri = string_param(params, "templateUri");
    if (!uri) return tl::unexpected(uri.error());
    return reply(dispute_template::create_dispute_uri_calldata(*extra, *uri, *options));
  }
  const auto source = string_param(params, "template");
  if (!source) return tl::unexpected(source.error());
  const auto mappings = string_param(params, "mappings");
  if (!mappings) return tl::unexpected(mappings.error());
  return reply(dispute_template::create_dispute_calldata(*extra, *source, *mappings, *options));
}

constexpr std::array kMethods{
    Method{"template.registrationCalldata", registration_calldata},
    Method{"template.changeCalldata", change_calldata},
    Method{"template.createDisputeCalldata", create_dispute_calldata},
};

}  // namespace

std::span<const Method> template_methods() { return kMethods; }

}  // namespace dikast::api
