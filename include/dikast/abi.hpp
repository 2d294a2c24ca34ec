#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/abi_type.hpp"
#include "dikast/bytes.hpp"
#include "dikast/error.hpp"
#include "dikast/json.hpp"
#include "dikast/keccak.hpp"

/// The contract ABI: signatures in human-readable or JSON form, calldata, results, logs, errors.
///
/// Values cross as json::Value. Given: integers as Number (safe integers only) or String (decimal
/// or 0x-hex, "-" first for negatives), booleans as Bool, address and bytes as 0x-hex String,
/// arrays as Array, tuples as Array or Object by member names. Coming back: integers as Number with
/// their decimal text, booleans as Bool, addresses with checksum and bytes as String, arrays as
/// Array, tuples as Object when all members are named (no name twice), else as Array.
///
/// Decoding is strict: every offset and length in bounds, no byte read as two values, none left
/// over, padding zero, integers within their type, strings valid UTF-8.
namespace dikast::abi {

enum class ItemKind : std::uint8_t { Function, Event, Error, Constructor, Fallback, Receive };

/// One item of a contract's ABI. Made by the parsers below, which fill in `hash`.
struct Item {
  ItemKind kind = ItemKind::Function;
  std::string name;
  Parameters inputs;
  Parameters outputs;                           ///< functions only
  std::string state_mutability = "nonpayable";  ///< not for events and errors
  bool anonymous = false;                       ///< events only

  /// Name and canonical types: "transfer(address,uint256)".
  [[nodiscard]] std::string signature() const;
  /// First four bytes of the signature's Keccak-256.
  [[nodiscard]] std::array<std::uint8_t, 4> selector() const {
    return {hash[0], hash[1], hash[2], hash[3]};
  }
  /// The signature's Keccak-256; topic 0 of an event that is not anonymous.
  [[nodiscard]] const Hash32& topic() const { return hash; }

  Hash32 hash{};
};

/// A human-readable signature ("function f(uint256 a) view returns (bool)", as abitype's
/// parseAbiItem reads them; "f(uint256)" without a keyword is read as `bare`), or the text of one
/// JSON ABI item. Errors: abi.syntax, abi.unknown_type, and json.* for JSON text.
[[nodiscard]] Result<Item> parse_item(std::string_view text, ItemKind bare = ItemKind::Function);

/// One or several items: a string as above (or the text of a JSON array), a JSON ABI item, or an
/// array of these, where strings "struct Name { ... }" declare structs for the others.
/// Errors: as parse_item, and input.type; paths below `path`.
[[nodiscard]] Result<std::vector<Item>> parse_items(const json::Value& signature,
                                                    ItemKind bare = ItemKind::Function,
                                                    std::string_view path = {});

/// As parse_items, where exactly one item is needed.
[[nodiscard]] Result<Item> parse_one(const json::Value& signature,
                                     ItemKind bare = ItemKind::Function,
                                     std::string_view path = {});

/// The JSON ABI item, as viem's parseAbiItem gives it.
[[nodiscard]] json::Value to_json(const Item& item);

/// Calldata as 0x-hex: selector and arguments (an Array; an Object by names also goes). Errors:
/// abi.value, abi.length, abi.range, uint256.invalid, address.*, bytes.invalid, utf8.invalid;
/// paths below `path`, e.g. "/args/1/0".
[[nodiscard]] Result<std::string> encode_call(const Item& function, const json::Value& args,
                                              std::string_view path = "/args");

/// Arguments without a selector. Errors: as encode_call.
[[nodiscard]] Result<Bytes> encode(const Parameters& parameters, const json::Value& values,
                                   std::string_view path = "/values");

/// All values, by position, as an Array. Errors: abi.decode_short, abi.decode_offset,
/// abi.decode_padding, abi.decode_trailing, utf8.invalid, input.too_large; the path is `path`.
[[nodiscard]] Result<json::Value> decode(const Parameters& parameters, ByteView data,
                                         std::string_view path = "/data");

/// Arguments of a call, by position, as an Array. Errors: as decode, and abi.selector_mismatch.
[[nodiscard]] Result<json::Value> decode_call(const Item& function, ByteView calldata);

/// What a call returned: nothing gives Null, one output its value, several an Array.
/// Errors: as decode.
[[nodiscard]] Result<json::Value> decode_result(const Item& function, ByteView data);

/// The arguments of a log: an Object when all are named, else an Array. Indexed parameters of
/// dynamic, array or tuple type come back as the Keccak-256 the log holds. Errors: as decode, and
/// abi.topics, abi.topic_mismatch.
[[nodiscard]] Result<json::Value> decode_log(const Item& event, const std::vector<Hash32>& topics,
                                             ByteView data);

/// Topics for a log filter; nullopt stands for "any". `indexed_args` is an Array over the indexed
/// parameters or an Object by name; what is absent or Null is "any". Errors: as encode_call.
[[nodiscard]] Result<std::vector<std::optional<Hash32>>> encode_topics(
    const Item& event, const json::Value& indexed_args, std::string_view path = "/indexedArgs");

/// The items that calldata, revert data or a log can be of. Errors: abi.decode_short,
/// abi.selector_mismatch, abi.topic_mismatch, and abi.ambiguous when items of different
/// signatures share the selector.
[[nodiscard]] Result<std::size_t> find_by_selector(const std::vector<Item>& items, ByteView data);
[[nodiscard]] Result<std::size_t> find_by_topics(const std::vector<Item>& items,
                                                 const std::vector<Hash32>& topics);

/// Kleros v2's DisputeTemplateRegistry and DisputeResolver (contracts/src/arbitration/
/// DisputeTemplateRegistry.sol, arbitrables/DisputeResolver.sol), for parse_item.
inline constexpr std::string_view kSetDisputeTemplate =
    "function setDisputeTemplate(string _templateTag, string _templateData, string "
    "_templateDataMappings) returns (uint256 templateId)";
inline constexpr std::string_view kChangeDisputeTemplate =
    "function changeDisputeTemplate(string _templateData, string _templateDataMappings)";
inline constexpr std::string_view kCreateDisputeForTemplate =
    "function createDisputeForTemplate(bytes _arbitratorExtraData, string _disputeTemplate, string "
    "_disputeTemplateDataMappings, uint256 _numberOfRulingOptions) payable returns (uint256 "
    "disputeID)";
inline constexpr std::string_view kCreateDisputeForTemplateUri =
    "function createDisputeForTemplateUri(bytes _arbitratorExtraData, string _disputeTemplateUri, "
    "uint256 _numberOfRulingOptions) payable returns (uint256 disputeID)";

/// Calldata of one of the signatures above with string, bytes (0x-hex) and uint256 (decimal)
/// arguments as text. Errors: as encode_call.
[[nodiscard]] Result<std::string> encode_text_call(std::string_view signature,
                                                   const std::vector<std::string>& args);

}  // namespace dikast::abi
