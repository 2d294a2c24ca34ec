#include "dikast/api.hpp"

#include <array>
#include <utility>

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
  const std::array tables{values_methods(),   abi_methods(),    mapping_methods(),
                          template_methods(), lint_methods(),   sdk_methods(),
                          flow_methods(),     escrow_methods(), evidence_methods(),
                          court_methods(),    reality_methods()};
  for (const std::span<const Method> table : tables) {
    if (const Method* method = find_in(table, name)) {
      return method;
    }
  }
  return nullptr;
}

Result<json::Value> run(std::string_view name, std::string_view params_json) {
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

json::Value describe(const Error& error) {
  json::Value value = json::Value::object();
  value.add_text("code", code_text(error.code));
  value.add_text("path", error.path);
  value.add_text("message", error.message);
  return value;
}

}  // namespace

std::string call(std::string_view method, std::string_view params_json) {
  Result<json::Value> result = run(method, params_json);
  json::Value reply = json::Value::object();
  reply.add_flag("ok", result.has_value());
  if (result) {
    reply.add("value", *std::move(result));
  } else {
    reply.add("error", describe(result.error()));
  }
  return json::dump(reply, true);
}

}  // namespace dikast::api
