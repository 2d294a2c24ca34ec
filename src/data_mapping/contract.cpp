#include "contract.hpp"

#include <algorithm>

#include "dikast/address.hpp"
#include "dikast/uint256.hpp"

namespace dikast::mapping::contract {
namespace {

constexpr std::size_t kMaxAlternatives = 32;

tl::unexpected<Error> invalid(std::string why) {
  return fail(ErrorCode::mapping_response_invalid, {}, std::move(why));
}

std::string hash_hex(const Hash32& hash) { return to_hex(ByteView(hash.data(), hash.size())); }

Result<Hash32> read_hash(const json::Value& value) {
  if (!value.is_string()) return invalid("A topic is not a text.");
  const auto bytes = from_hex(value.text());
  if (!bytes || bytes->size() != 32) return invalid("A topic is not 32 bytes of hex.");
  Hash32 hash{};
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

Result<Log> read_log(const json::Value& value) {
  const json::Value* address = value.find("address");
  const json::Value* topics = value.find("topics");
  const json::Value* data = value.find("data");
  if (address == nullptr || topics == nullptr || data == nullptr || !topics->is_array()) {
    return invalid("A log has no address, topics or data.");
  }
  Log log;
  const auto emitter = Address::parse_unchecked(address->text());
  if (!emitter) return invalid("A log's address is not an address.");
  log.address = emitter->to_lower();
  if (topics->items().size() > 4) return invalid("A log has more than four topics.");
  for (const json::Value& topic : topics->items()) {
    const auto hash = read_hash(topic);
    if (!hash) return tl::unexpected(hash.error());
    log.topics.push_back(*hash);
  }
  auto bytes = from_hex(data->text());
  if (!bytes) return invalid("A log's data is not hex.");
  log.data = std::move(*bytes);
  return log;
}

/// eventFilter.args by parameter name. A list is positional over the indexed parameters, as viem
/// reads it.
Result<json::Value> by_name(const abi::Item& event, const json::Value& args,
                            const std::string& path) {
  if (args.is_object()) return args;
  if (!args.is_array())
    return fail(ErrorCode::mapping_argument_invalid, path,
                "eventFilter.args is a list or an object.");
  json::Value named = json::Value::object();
  std::size_t i = 0;
  for (const abi::Parameter& input : event.inputs) {
    if (!input.indexed || i >= args.items().size()) continue;
    if (input.name.empty() && !args.items()[i].is_null()) {
      return fail(ErrorCode::mapping_argument_invalid, path,
                  "A parameter without a name cannot be filtered by.");
    }
    named.set(input.name, args.items()[i++]);
  }
  if (i < args.items().size()) {
    return fail(ErrorCode::mapping_argument_invalid, path,
                "More values than the event has indexed parameters.");
  }
  return named;
}

/// The topic of one value for one parameter, through an event that has only that parameter.
Result<std::string> topic_of(const abi::Parameter& input, const json::Value& value,
                             const std::string& path) {
  abi::Item single;
  single.kind = abi::ItemKind::Event;
  single.name = "E";
  single.inputs = {input};
  json::Value args = json::Value::array();
  args.push(value);
  const auto topics = abi::encode_topics(single, args, path);
  if (!topics || topics->size() < 2 || !(*topics)[1]) {
    return fail(ErrorCode::mapping_argument_invalid, path,
                topics ? "This value cannot be filtered by." : topics.error().message);
  }
  return hash_hex(*(*topics)[1]);
}

/// A list stands for several accepted values, unless the parameter itself is a list.
bool has_alternatives(const abi::Parameter& input, const json::Value& value) {
  switch (input.type.kind) {
    case abi::TypeKind::Array:
    case abi::TypeKind::FixedArray:
    case abi::TypeKind::Tuple:
      return false;
    case abi::TypeKind::Uint:
    case abi::TypeKind::Int:
    case abi::TypeKind::Address:
    case abi::TypeKind::Bool:
    case abi::TypeKind::FixedBytes:
    case abi::TypeKind::Function:
    case abi::TypeKind::Bytes:
    case abi::TypeKind::String:
      return value.is_array();
  }
  return false;
}

Result<Topic> topic_values(const abi::Parameter& input, const json::Value& wanted,
                           const std::string& path) {
  Topic topic;
  if (!has_alternatives(input, wanted)) {
    auto one = topic_of(input, wanted, path);
    if (!one) return tl::unexpected(one.error());
    topic.push_back(std::move(*one));
    return topic;
  }
  if (wanted.items().empty() || wanted.items().size() > kMaxAlternatives) {
    return fail(ErrorCode::mapping_argument_invalid, path,
                "A list of accepted values has 1 to 32 of them.");
  }
  for (const json::Value& value : wanted.items()) {
    auto one = topic_of(input, value, path);
    if (!one) return tl::unexpected(one.error());
    topic.push_back(std::move(*one));
  }
  return topic;
}

/// The canonical encoding of one value, for comparing what was written with what was decoded.
Result<Bytes> encoded(const abi::Parameter& input, const json::Value& value,
                      const std::string& path) {
  json::Value values = json::Value::array();
  values.push(value);
  auto bytes = abi::encode({input}, values, path);
  if (!bytes) return fail(ErrorCode::mapping_argument_invalid, path, bytes.error().message);
  return bytes;
}

}  // namespace

Result<abi::Item> find_item(const json::Value& abi, abi::ItemKind kind, std::string_view name,
                            const std::string& path) {
  const auto items = abi::parse_items(abi, kind, path);
  if (!items) return fail(ErrorCode::mapping_abi_invalid, path, items.error().message);
  const abi::Item* found = nullptr;
  for (const abi::Item& item : *items) {
    if (item.kind != kind || (!name.empty() && item.name != name)) continue;
    if (found != nullptr)
      return fail(ErrorCode::mapping_abi_invalid, path, "Several items of the ABI fit; name one.");
    found = &item;
  }
  if (found == nullptr) {
    const std::string what = kind == abi::ItemKind::Event ? "event" : "function";
    return fail(
        ErrorCode::mapping_abi_invalid, path,
        "The ABI has no " + what + (name.empty() ? "." : " \"" + std::string(name) + "\"."));
  }
  return *found;
}

Result<std::string> encode_call(const abi::Item& item, const json::Value& args,
                                const std::string& path) {
  auto data = abi::encode_call(item, args, path);
  if (!data)
    return fail(ErrorCode::mapping_argument_invalid, data.error().path, data.error().message);
  return data;
}

Result<json::Value> decode_result(const abi::Item& item, const json::Value& result) {
  if (!result.is_string()) return invalid("The result of eth_call is not a hex text.");
  const auto data = from_hex(result.text());
  if (!data) return invalid("The result of eth_call is not hex.");
  if (data->empty() && !item.outputs.empty()) {
    return invalid(
        "The call returned nothing: there may be no contract at this address on this chain.");
  }
  auto values = abi::decode(item.outputs, *data, "");
  if (!values) return invalid("The result does not fit the ABI: " + values.error().message);
  json::Value root = json::Value::object();
  if (item.outputs.size() == 1) {
    json::Value only = std::move(values->items()[0]);
    if (only.is_array() || only.is_object()) return only;
    root.set("value", only);
    const std::string& name = item.outputs[0].name;
    if (!name.empty() && name != "value") root.set(name, std::move(only));
    return root;
  }
  for (std::size_t i = 0; i < item.outputs.size(); ++i) {
    const std::string& name = item.outputs[i].name;
    const bool taken = name.empty() || root.find(name) != nullptr;
    root.members().push_back({taken ? std::to_string(i) : name, std::move(values->items()[i])});
  }
  return root;
}

Result<std::string> block(const json::Value& value, const std::string& path) {
  constexpr std::array<std::string_view, 5> tags{"earliest", "latest", "safe", "finalized",
                                                 "pending"};
  const bool text = value.is_string() || value.is_number();
  if (text && std::find(tags.begin(), tags.end(), value.text()) != tags.end()) return value.text();
  const auto number =
      text ? Uint256::parse(value.text()) : Result<Uint256>(fail(ErrorCode::mapping_block_invalid));
  if (!number || !number->fits_u64()) {
    return fail(ErrorCode::mapping_block_invalid, path);
  }
  return number->to_hex();
}

Result<Filter> make_filter(const abi::Item& event, const json::Value& args,
                           const std::string& path) {
  const auto named = by_name(event, args, path);
  if (!named) return tl::unexpected(named.error());
  Filter filter;
  if (!event.anonymous) filter.topics.push_back({hash_hex(event.topic())});
  for (const json::Member& member : named->members()) {
    const bool known = std::any_of(event.inputs.begin(), event.inputs.end(),
                                   [&](const abi::Parameter& p) { return p.name == member.key; });
    if (!known) {
      return fail(ErrorCode::mapping_argument_invalid, pointer_join(path, member.key),
                  "The event has no parameter \"" + member.key + "\".");
    }
  }
  for (const abi::Parameter& input : event.inputs) {
    const json::Value* wanted = input.name.empty() ? nullptr : named->find(input.name);
    const bool any = wanted == nullptr || wanted->is_null();
    if (input.indexed && any) filter.topics.emplace_back();
    if (any) continue;
    const std::string at = pointer_join(path, input.name);
    if (input.indexed) {
      auto topic = topic_values(input, *wanted, at);
      if (!topic) return tl::unexpected(topic.error());
      filter.topics.push_back(std::move(*topic));
    } else {
      filter.rest.set(input.name, *wanted);
    }
  }
  while (!filter.topics.empty() && filter.topics.back().empty()) filter.topics.pop_back();
  return filter;
}

Result<std::vector<Log>> read_logs(const json::Value& result) {
  if (!result.is_array()) return invalid("The result of eth_getLogs is not a list.");
  std::vector<Log> logs;
  for (const json::Value& item : result.items()) {
    const json::Value* removed = item.find("removed");
    if (removed != nullptr && removed->as_bool()) continue;
    auto log = read_log(item);
    if (!log) return tl::unexpected(log.error());
    logs.push_back(std::move(*log));
  }
  return logs;
}

bool matches(const Log& log, const std::vector<Topic>& topics) {
  for (std::size_t i = 0; i < topics.size(); ++i) {
    if (topics[i].empty()) continue;
    if (i >= log.topics.size()) return false;
    const std::string have = hash_hex(log.topics[i]);
    if (std::find(topics[i].begin(), topics[i].end(), have) == topics[i].end()) return false;
  }
  return true;
}

Result<bool> matches_rest(const abi::Item& event, const json::Value& decoded,
                          const json::Value& rest, const std::string& path) {
  for (std::size_t i = 0; i < event.inputs.size(); ++i) {
    const abi::Parameter& input = event.inputs[i];
    const json::Value* wanted = input.name.empty() ? nullptr : rest.find(input.name);
    if (wanted == nullptr) continue;
    const json::Value* have = decoded.find(input.name);
    if (have == nullptr && decoded.is_array() && i < decoded.items().size())
      have = &decoded.items()[i];
    if (have == nullptr) return false;
    const std::string at = pointer_join(path, input.name);
    const auto have_bytes = encoded(input, *have, at);
    bool found = false;
    const std::vector<json::Value> one{*wanted};
    for (const json::Value& value : has_alternatives(input, *wanted) ? wanted->items() : one) {
      const auto wanted_bytes = encoded(input, value, at);
      if (!wanted_bytes) return tl::unexpected(wanted_bytes.error());
      found = found || (have_bytes && *have_bytes == *wanted_bytes);
    }
    if (!found) return false;
  }
  return true;
}

}  // namespace dikast::mapping::contract
