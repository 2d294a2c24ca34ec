#include "dikast/abi.hpp"

#include <array>
#include <utility>

#include "dikast/api.hpp"

namespace dikast::api {
namespace {

using Reply = Result<json::Value>;

const json::Value& param(const json::Value& params, std::string_view name) {
  static const json::Value kMissing;
  const json::Value* found = params.find(name);
  return found == nullptr ? kMissing : *found;
}

Result<abi::Item> signature_param(const json::Value& params, abi::ItemKind bare) {
  return abi::parse_one(param(params, "signature"), bare, "/signature");
}

Reply hex_reply(ByteView bytes) { return json::Value::string(to_hex(bytes)); }

/// {signature} -> the JSON ABI item.
Reply parse(const json::Value& params) {
  const auto item = signature_param(params, abi::ItemKind::Function);
  if (!item) return tl::unexpected<Error>(item.error());
  return abi::to_json(*item);
}

/// {signature} -> the four bytes calldata or revert data begins with.
Reply selector(const json::Value& params) {
  const auto item = signature_param(params, abi::ItemKind::Function);
  if (!item) return tl::unexpected<Error>(item.error());
  if (item->kind != abi::ItemKind::Function && item->kind != abi::ItemKind::Error) {
    return fail(ErrorCode::abi_item, "/signature", "Only functions and errors have a selector.");
  }
  const auto bytes = item->selector();
  return hex_reply(ByteView(bytes.data(), bytes.size()));
}

/// {signature} -> topic 0 of the event.
Reply topic(const json::Value& params) {
  const auto item = signature_param(params, abi::ItemKind::Event);
  if (!item) return tl::unexpected<Error>(item.error());
  if (item->kind != abi::ItemKind::Event) {
    return fail(ErrorCode::abi_item, "/signature", "Only events have a topic.");
  }
  return hex_reply(ByteView(item->topic().data(), item->topic().size()));
}

/// {signature, args} -> calldata.
Reply encode_function_data(const json::Value& params) {
  const auto item = signature_param(params, abi::ItemKind::Function);
  if (!item) return tl::unexpected<Error>(item.error());
  if (item->kind != abi::ItemKind::Function) {
    return fail(ErrorCode::abi_item, "/signature", "The signature of a function is needed here.");
  }
  auto data = abi::encode_call(*item, param(params, "args"));
  if (!data) return tl::unexpected<Error>(std::move(data).error());
  return json::Value::string(*std::move(data));
}

/// {types, values} -> the encoding.
Reply encode_parameters(const json::Value& params) {
  const auto types = abi::parse_parameters(param(params, "types"), "/types");
  if (!types) return tl::unexpected<Error>(types.error());
  const auto bytes = abi::encode(*types, param(params, "values"));
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  return hex_reply(ByteView(*bytes));
}

/// {signature, indexedArgs} -> topics for a filter, null where any value goes.
Reply encode_event_topics(const json::Value& params) {
  const auto item = signature_param(params, abi::ItemKind::Event);
  if (!item) return tl::unexpected<Error>(item.error());
  const auto topics = abi::encode_topics(*item, param(params, "indexedArgs"));
  if (!topics) return tl::unexpected<Error>(topics.error());
  json::Value list = json::Value::array();
  for (const auto& topic : *topics) {
    if (topic) {
      list.push_text(to_hex(ByteView(topic->data(), topic->size())));
    } else {
      list.push({});
    }
  }
  return list;
}

constexpr std::array kMethods{
    Method{"abi.parse", parse},
    Method{"abi.selector", selector},
    Method{"abi.topic", topic},
    Method{"abi.encodeFunctionData", encode_function_data},
    Method{"abi.encodeParameters", encode_parameters},
    Method{"abi.encodeEventTopics", encode_event_topics},
};

}  // namespace

std::span<const Method> abi_methods() { return kMethods; }

}  // namespace dikast::api
