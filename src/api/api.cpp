#include "dikast/api.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace dikast::api {
namespace {

// The caller's document of 1,000,000 bytes is one string inside the parameters, where escaping can
// make each byte six; a few such arguments fit. Each method bounds its own arguments.
constexpr json::Limits kParamsLimits{.bytes = 33'554'432, .depth = 96};

const Method* find_in(std::span<const Method> table, std::string_view name) {
  for (const Method& method : table) {
    if (method.name == name) {
      return &method;
    }
  }
  return nullptr;
}

const Method* find(std::string_view name) {
  const std::array tables{values_methods(), abi_methods(), mapping_methods(), template_methods(),
                          lint_methods(),   sdk_methods(), flow_methods()};
  for (const std::span<const Method> table : tables) {
    if (const Method* method = find_in(table, name)) {
      return method;
    }
  }
  return nullptr;
}

Result<nlohmann::ordered_json> run(std::string_view name, std::string_view params_json) {
  const Method* method = find(name);
  if (method == nullptr) {
    return fail(ErrorCode::method_unknown, {}, "There is no method \"" + std::string(name) + "\".");
  }
  // JSON.stringify wrote this: keys are unique, and half a surrogate pair in a string is kept.
  const Result<json::Value> params = json::parse_like_javascript(params_json, kParamsLimits);
  if (!params) {
    return tl::unexpected(params.error());
  }
  if (!params->is_object()) {
    return fail(ErrorCode::input_type, {}, "The parameters of a method are one object.");
  }
  return method->handler(*params);
}

nlohmann::ordered_json describe(const Error& error) {
  return {{"code", std::string(code_text(error.code))},
          {"path", error.path},
          {"message", error.message}};
}

}  // namespace

std::string call(std::string_view method, std::string_view params_json) {
  const Result<nlohmann::ordered_json> result = run(method, params_json);
  nlohmann::ordered_json reply;
  reply["ok"] = result.has_value();
  if (result) {
    reply["value"] = *result;
  } else {
    reply["error"] = describe(result.error());
  }
  // Not nlohmann's own dump(): half a surrogate pair in the caller's text has to come back as it
  // was.
  return json::dump(json::from_nlohmann(reply), true);
}

}  // namespace dikast::api
