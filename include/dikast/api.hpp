#pragma once

#include <span>
#include <string>
#include <string_view>

#include "dikast/error.hpp"
#include "dikast/json.hpp"

/// The structured door of the boundary: a method name and JSON in, JSON out. Nothing below this
/// layer knows of methods.
namespace dikast::api {

/// `params` is what the wrapper sent: JSON.stringify of the arguments, bigints as decimal strings.
using Handler = Result<json::Value> (*)(const json::Value& params);

struct Method {
  std::string_view name;  ///< "domain.verb"
  Handler handler;
};

/// {"ok":true,"value":...} or {"ok":false,"error":{code,path,message}}; ASCII only.
/// Errors inside the reply: method.unknown, input.type, and what the method lists.
[[nodiscard]] std::string call(std::string_view method, std::string_view params_json);

/// One table a domain, each in src/api/<domain>.cpp.
[[nodiscard]] std::span<const Method> values_methods();
[[nodiscard]] std::span<const Method> template_methods();
[[nodiscard]] std::span<const Method> mapping_methods();
[[nodiscard]] std::span<const Method> abi_methods();
[[nodiscard]] std::span<const Method> sdk_methods();
[[nodiscard]] std::span<const Method> lint_methods();
[[nodiscard]] std::span<const Method> flow_methods();
[[nodiscard]] std::span<const Method> court_methods();
[[nodiscard]] std::span<const Method> reality_methods();
[[nodiscard]] std::span<const Method> escrow_methods();
[[nodiscard]] std::span<const Method> evidence_methods();

}  // namespace dikast::api
