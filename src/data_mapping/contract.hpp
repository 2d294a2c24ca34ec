#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dikast/abi.hpp"
#include "dikast/data_mapping/resolution.hpp"
#include "dikast/error.hpp"
#include "dikast/json.hpp"

/// What abi/call and abi/event need of the ABI layer.
namespace dikast::mapping::contract {

/// The one item of that kind and name ("" when the ABI has only one). Errors: mapping.abi_invalid.
[[nodiscard]] Result<abi::Item> find_item(const json::Value& abi, abi::ItemKind kind,
                                          std::string_view name, const std::string& path);

/// Errors: mapping.argument_invalid.
[[nodiscard]] Result<std::string> encode_call(const abi::Item& item, const json::Value& args,
                                              const std::string& path);

/// The outputs as kleros-sdk hands them to `seek`, and by name: one value as {"value": ...}, one
/// struct or list as itself, several as an object by name (by position where a name is missing).
/// `result` is the JSON-RPC result. Errors: mapping.response_invalid.
[[nodiscard]] Result<json::Value> decode_result(const abi::Item& item, const json::Value& result);

/// A block number (decimal or 0x-hex, text or number) or tag as JSON-RPC takes it.
/// Errors: mapping.block_invalid.
[[nodiscard]] Result<std::string> block(const json::Value& value, const std::string& path);

/// What of eventFilter.args the node can filter by, and what is compared after decoding.
struct Filter {
  std::vector<Topic> topics;
  json::Value rest = json::Value::object();
};
/// Errors: mapping.argument_invalid.
[[nodiscard]] Result<Filter> make_filter(const abi::Item& event, const json::Value& args,
                                         const std::string& path);

/// One log of eth_getLogs, checked.
struct Log {
  std::string address;  ///< lower case
  std::vector<Hash32> topics;
  Bytes data;
};
/// Errors: mapping.response_invalid.
[[nodiscard]] Result<std::vector<Log>> read_logs(const json::Value& result);

/// Whether the log has one of each position's topics.
[[nodiscard]] bool matches(const Log& log, const std::vector<Topic>& topics);

/// Whether decoded arguments have the values that eventFilter.args wants.
[[nodiscard]] Result<bool> matches_rest(const abi::Item& event, const json::Value& decoded,
                                        const json::Value& rest, const std::string& path);

}  // namespace dikast::mapping::contract
