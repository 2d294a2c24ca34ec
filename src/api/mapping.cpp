#include <array>
#include <map>
#include <utility>

#include "dikast/address.hpp"
#include "dikast/api.hpp"
#include "dikast/base.hpp"
#include "dikast/data_mapping.hpp"
#include "dikast/data_mapping/resolution.hpp"
#include "params.hpp"

namespace dikast::api {
namespace {

using json::Value;
using Reply = Result<Value>;

constexpr std::size_t kMaxMappingsBytes = 1'000'000;
constexpr std::size_t kMaxAlive = 1024;

/// Conversations that are not finished. The only state of this layer; what JavaScript forgets it
/// gives back through mapping.dispose.
struct Alive {
  std::map<std::uint32_t, mapping::Resolution> table;
  std::uint32_t next = 1;
};

Alive& alive() {
  static Alive instance;
  return instance;
}

tl::unexpected<Error> in_mappings(Error error) {
  if (!error.path.starts_with("/context") && !error.path.starts_with("/options"))
    error.path = "/mappings" + error.path;
  return tl::unexpected(std::move(error));
}

Result<json::Value> mappings_param(const json::Value& params) {
  const json::Value* value = optional_param(params, "mappings");
  if (value == nullptr || (!value->is_string() && !value->is_array() && !value->is_object())) {
    return fail(ErrorCode::input_type, "/mappings",
                "\"mappings\" has to be a JSON text or a list.");
  }
  if (value->is_string()) {
    auto document = mapping::parse_text(value->text());
    if (!document) return in_mappings(document.error());
    return document;
  }
  if (json::dump(*value, false).size() > kMaxMappingsBytes)
    return fail(ErrorCode::input_too_large, "/mappings");
  return *value;
}

/// Whether a JavaScript number holds the literal without losing a digit and writes it the same way:
/// at most 15 significant digits, no exponent, no zero at the end of a fraction.
bool is_plain_number(std::string_view literal) {
  if (literal.starts_with('-')) literal.remove_prefix(1);
  const std::size_t dot = literal.find('.');
  const std::size_t digits = literal.size() - (dot == std::string_view::npos ? 0 : 1);
  if (digits > 15 || literal.find_first_not_of("0123456789.") != std::string_view::npos)
    return false;
  if (dot == std::string_view::npos) return true;
  return literal.back() != '0' && !literal.starts_with("0.000000");
}

/// Values as JavaScript gets them: a number that would not survive as one comes as its digits.
Value to_javascript(Value value) {
  if (value.is_number() && (!is_plain_number(value.text()) || value.text() == "-0"))
    return Value::string(value.text());
  for (Value& item : value.items()) item = to_javascript(std::move(item));
  for (json::Member& member : value.members())
    member.value = to_javascript(std::move(member.value));
  return value;
}

Value to_value(const Error& error, std::string_view prefix) {
  Value out = Value::object();
  out.add_text("code", code_text(error.code));
  out.add_text("path", std::string(prefix) + error.path);
  out.add_text("message", error.message);
  return out;
}

std::string_view kind_text(mapping::RequestKind kind) {
  switch (kind) {
    case mapping::RequestKind::Graphql:
      return "graphql";
    case mapping::RequestKind::Ipfs:
      return "ipfs";
    case mapping::RequestKind::EthCall:
      return "eth_call";
    case mapping::RequestKind::EthGetLogs:
      return "eth_getLogs";
  }
  return "";
}

/// The URL with the host page's keys as their names, for people, traces and recordings.
std::string masked(std::string url, const json::Value& context) {
  for (const json::Member& member : context.members()) {
    if (mapping::find_secret(member.key) == nullptr || member.value.text().empty()) continue;
    std::string value;
    mapping::append_percent_encoded(value, member.value.text());
    const std::string name = "{" + member.key + "}";
    // The host stands in the mapping itself; a short key must not hide a part of it.
    std::size_t at = url.find('/', url.find("//") + 2);
    while (at != std::string::npos && (at = url.find(value, at)) != std::string::npos) {
      url.replace(at, value.size(), name);
      at += name.size();
    }
  }
  return url;
}

Value topics_value(const std::vector<mapping::Topic>& topics) {
  Value list = Value::array();
  for (const mapping::Topic& topic : topics) {
    Value any = Value::array();
    for (const std::string& each : topic) any.push_text(each);
    list.push(topic.empty() ? Value() : topic.size() == 1 ? any.items().front() : std::move(any));
  }
  return list;
}

/// As design/API.md has it, and the mapping's index. `shown`: without the keys.
Value to_value(const mapping::Request& request, const Value& context, bool shown) {
  Value out = Value::object();
  out.add_number("id", request.id);
  out.add_text("kind", kind_text(request.kind));
  out.add_number("mapping", request.mapping);
  const bool on_chain = request.kind == mapping::RequestKind::EthCall ||
                        request.kind == mapping::RequestKind::EthGetLogs;
  if (on_chain && !request.chain_id.empty()) out.add_text("chainId", request.chain_id);
  switch (request.kind) {
    case mapping::RequestKind::Graphql:
      out.add_text("url", shown ? masked(request.url, context) : request.url);
      if (!shown) out.add_text("maskedUrl", masked(request.url, context));
      out.add_text("body", request.body);
      return out;
    case mapping::RequestKind::Ipfs:
      out.add_text("uri", request.ipfs.uri);
      out.add_text("cid", request.ipfs.text);
      out.add_text("path", request.ipfs.path);
      return out;
    case mapping::RequestKind::EthCall:
      out.add_text("to", request.to);
      out.add_text("data", request.data);
      return out;
    case mapping::RequestKind::EthGetLogs:
      out.add_text("address", request.to);
      out.add("topics", topics_value(request.topics));
      out.add_text("fromBlock", request.from_block);
      out.add_text("toBlock", request.to_block);
      return out;
  }
  return out;
}

Value to_value(const mapping::TraceStep& step, const Value& context) {
  Value out = Value::object();
  out.add_number("mapping", step.mapping);
  out.add_text("type", mapping::kind_text(step.kind));
  if (step.request) out.add("request", to_value(*step.request, context, true));
  if (!step.response_sha256.empty()) {
    Value response = Value::object();
    response.add_number("status", step.status);
    response.add_number("bytes", step.response_bytes);
    response.add_text("sha256", step.response_sha256);
    if (step.request && step.request->kind == mapping::RequestKind::Ipfs)
      response.add_flag("verified", step.verified);
    out.add("response", std::move(response));
  }
  out.add("extracted", to_javascript(step.extracted));
  Value notes = Value::array();
  for (const std::string& note : step.notes) notes.push_text(note);
  out.add("notes", std::move(notes));
  if (step.error) out.add("error", to_value(*step.error, "/mappings"));
  return out;
}

Result<mapping::Resolution*> handle_param(const json::Value& params) {
  const json::Value* value = optional_param(params, "handle");
  const auto id = to_uint256(value == nullptr ? json::Value() : *value, "/handle");
  if (id && id->fits_u64()) {
    const auto found = alive().table.find(static_cast<std::uint32_t>(id->words[0]));
    if (found != alive().table.end() && id->words[0] <= UINT32_MAX) return &found->second;
  }
  return fail(ErrorCode::handle_invalid, "/handle");
}

Result<std::vector<std::string>> strings(const json::Value* value, const std::string& path) {
  std::vector<std::string> out;
  if (value == nullptr) return out;
  for (const json::Value& item : value->items()) {
    if (!item.is_string()) return fail(ErrorCode::input_type, path, "A list of texts is needed.");
    out.push_back(item.text());
  }
  return out;
}

Result<std::size_t> limit(const json::Value* limits, std::string_view name, std::size_t most) {
  const json::Value* value = limits == nullptr ? nullptr : optional_param(*limits, name);
  if (value == nullptr) return most;
  const auto number = to_uint256(*value, "/options/limits/" + std::string(name));
  if (!number) return tl::unexpected(number.error());
  return number->fits_u64() && number->words[0] < most ? static_cast<std::size_t>(number->words[0])
                                                       : most;
}

Result<mapping::Options> options_param(const json::Value& params) {
  mapping::Options options;
  const json::Value* given = optional_param(params, "options");
  if (given == nullptr) return options;
  auto hosts = strings(optional_param(*given, "allowedHosts"), "/options/allowedHosts");
  if (!hosts) return tl::unexpected(hosts.error());
  options.allowed_hosts = std::move(*hosts);
  const auto only = bool_param(*given, "onlyAllowedHosts", false);
  if (!only) return fail(only.error().code, "/options" + only.error().path, only.error().message);
  options.only_allowed_hosts = *only;
  const auto verify = bool_param(*given, "verify", true);
  if (!verify)
    return fail(verify.error().code, "/options" + verify.error().path, verify.error().message);
  options.verify = *verify;
  const json::Value* limits = optional_param(*given, "limits");
  const auto bytes = limit(limits, "bytes", mapping::max_response_bytes);
  if (!bytes) return tl::unexpected(bytes.error());
  options.max_response_bytes = *bytes;
  const auto requests = limit(limits, "requests", mapping::max_requests);
  if (!requests) return tl::unexpected(requests.error());
  options.max_requests = *requests;
  if (const json::Value* chain = optional_param(*given, "chainId")) {
    const auto id = to_uint256(*chain, "/options/chainId");
    if (!id) return tl::unexpected(id.error());
    options.chain_id = id->to_decimal();
  }
  if (const json::Value* reality = optional_param(*given, "realityAddress")) {
    const auto address = Address::parse(reality->text());
    if (!address)
      return fail(address.error().code, "/options/realityAddress", address.error().message);
    options.reality_address = address->to_checksum();
  }
  return options;
}

/// {mappings, context, options: {allowedHosts, onlyAllowedHosts, verify, limits: {bytes, requests},
/// chainId, realityAddress}} -> the conversation's handle.
Reply start(const json::Value& params) {
  const auto document = mappings_param(params);
  if (!document) return tl::unexpected(document.error());
  auto mappings = mapping::read(*document);
  if (!mappings) return in_mappings(mappings.error());
  auto options = options_param(params);
  if (!options) return tl::unexpected(options.error());
  const json::Value* context = optional_param(params, "context");
  auto resolution = mapping::Resolution::start(
      std::move(*mappings), context == nullptr ? json::Value::object() : *context,
      std::move(*options));
  if (!resolution) return in_mappings(resolution.error());
  if (alive().table.size() >= kMaxAlive) {
    return fail(ErrorCode::handle_invalid, "",
                "More than 1,024 resolutions are open; dispose of some.");
  }
  std::uint32_t& next = alive().next;
  while (next == 0 || alive().table.contains(next)) ++next;
  const std::uint32_t handle = next++;
  alive().table.emplace(handle, std::move(*resolution));
  return Value::integer(handle);
}

/// {handle} -> the waiting request, or null when all is resolved.
Reply next(const json::Value& params) {
  const auto resolution = handle_param(params);
  if (!resolution) return tl::unexpected(resolution.error());
  const auto request = (*resolution)->next();
  if (!request) return in_mappings(request.error());
  if (*request == nullptr) return Value();
  return to_value(**request, (*resolution)->context(), false);
}

Result<mapping::Response> response_param(const json::Value& params) {
  const json::Value* given = optional_param(params, "response");
  if (given == nullptr || !given->is_object()) return fail(ErrorCode::input_type, "/response");
  mapping::Response response;
  if (const json::Value* error = optional_param(*given, "error")) {
    response.failure = error->text().empty()
                           ? std::string(code_advice(ErrorCode::mapping_transport))
                           : error->text();
    return response;
  }
  if (const json::Value* status = optional_param(*given, "status")) {
    const auto number = to_uint256(*status, "/response/status");
    if (!number || *number > Uint256(999)) return fail(ErrorCode::input_type, "/response/status");
    response.status = static_cast<std::uint16_t>(number->words[0]);
  }
  if (const json::Value* type = optional_param(*given, "contentType"))
    response.content_type = type->text();
  if (const json::Value* body = optional_param(*given, "body")) response.body = body->text();
  if (const json::Value* body = optional_param(*given, "bodyBase64")) {
    const auto bytes = base64_decode(body->text());
    if (!bytes) return fail(bytes.error().code, "/response/bodyBase64", bytes.error().message);
    response.body.assign(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  }
  return response;
}

/// {handle, response: {status, contentType, body | bodyBase64} | {error}} -> null.
Reply provide(const json::Value& params) {
  const auto resolution = handle_param(params);
  if (!resolution) return tl::unexpected(resolution.error());
  const auto response = response_param(params);
  if (!response) return tl::unexpected(response.error());
  if (const auto ok = (*resolution)->provide(*response); !ok) return in_mappings(ok.error());
  return Value();
}

/// {handle} -> {context, trace} as they are now.
Reply state(const json::Value& params) {
  const auto resolution = handle_param(params);
  if (!resolution) return tl::unexpected(resolution.error());
  const json::Value& context = (*resolution)->context();
  Value trace = Value::array();
  for (const mapping::TraceStep& step : (*resolution)->trace()) trace.push(to_value(step, context));
  Value out = Value::object();
  out.add("context", to_javascript(context));
  out.add("trace", std::move(trace));
  return out;
}

/// {handle} -> null.
Reply dispose(const json::Value& params) {
  const json::Value* value = optional_param(params, "handle");
  const auto id = to_uint256(value == nullptr ? json::Value() : *value, "/handle");
  if (id && *id <= Uint256(UINT32_MAX))
    alive().table.erase(static_cast<std::uint32_t>(id->words[0]));
  return Value();
}

/// {mappings} -> the hosts they would ask, so that the caller can decide: [{path, host, origin,
/// secure, private}]. Mappings that cannot be read name none.
Reply hosts(const json::Value& params) {
  const auto document = mappings_param(params);
  if (!document) return tl::unexpected(document.error());
  Value list = Value::array();
  const auto mappings = mapping::read(*document);
  if (!mappings) return list;
  for (std::size_t i = 0; i < mappings->list.size(); ++i) {
    const mapping::Mapping& item = mappings->list[i];
    if (item.kind != mapping::Kind::Graphql) continue;
    const bool secure = item.endpoint.scheme == mapping::Scheme::Https;
    const std::uint16_t own = secure ? 443 : 80;
    std::string origin = (secure ? "https://" : "http://") + item.endpoint.host;
    if (item.endpoint.port != own) origin += ":" + std::to_string(item.endpoint.port);
    Value host = Value::object();
    host.add_text("path", "/mappings/" + std::to_string(i) + "/endpoint");
    host.add_text("host", item.endpoint.host);
    host.add_text("origin", origin);
    host.add_flag("secure", secure);
    host.add_flag("private", item.endpoint.reach == mapping::Reach::Private);
    list.push(std::move(host));
  }
  return list;
}

constexpr std::array kMethods{
    Method{"mapping.start", start},     Method{"mapping.next", next},
    Method{"mapping.provide", provide}, Method{"mapping.state", state},
    Method{"mapping.dispose", dispose}, Method{"mapping.hosts", hosts},
};

}  // namespace

std::span<const Method> mapping_methods() { return kMethods; }

}  // namespace dikast::api
