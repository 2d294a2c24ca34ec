#include <algorithm>
#include <utility>
#include <vector>

#include "dikast/abi.hpp"
#include "dikast/abi_stream.hpp"
#include "dikast/json.hpp"
#include "door.hpp"

// Encoding and decoding by handle: signatures are read once, values cross as tokens
// (include/dikast/abi_stream.hpp).
namespace dikast {
namespace {

/// What a list of signatures is opened for; the numbers are those of web/package/src/abi.ts.
enum class Use : std::int32_t { Functions = 0, Events = 1, Errors = 2, Parameters = 3 };

/// What data is decoded as; likewise.
enum class As : std::int32_t { Call = 0, Result = 1, Log = 2, Parameters = 3 };

struct Opened {
  std::vector<abi::Item> items;
};

door::Handles<Opened>& handles() {
  static door::Handles<Opened> all;
  return all;
}

Bytes& scratch() {
  static Bytes bytes;
  return bytes;
}

abi::ChecksumCache& addresses() {
  static abi::ChecksumCache cache;
  return cache;
}

constexpr std::size_t kMaxDataBytes = 1'000'000;

abi::ItemKind bare_kind(Use use) {
  switch (use) {
    case Use::Functions:
    case Use::Parameters:
      break;
    case Use::Events:
      return abi::ItemKind::Event;
    case Use::Errors:
      return abi::ItemKind::Error;
  }
  return abi::ItemKind::Function;
}

/// Reverts of require() and of checked arithmetic can come from every contract.
Result<void> add_builtin_errors(std::vector<abi::Item>& items) {
  for (const std::string_view text : {"error Error(string message)", "error Panic(uint256 code)"}) {
    auto item = abi::parse_item(text);
    if (!item) return tl::unexpected<Error>(std::move(item).error());
    items.push_back(*std::move(item));
  }
  return {};
}

Result<std::vector<abi::Item>> read_items(const json::Value& signature, Use use) {
  if (use == Use::Parameters) {
    auto parameters = abi::parse_parameters(signature, "/types");
    if (!parameters) return tl::unexpected<Error>(std::move(parameters).error());
    abi::Item item;
    item.inputs = *std::move(parameters);
    return std::vector<abi::Item>{std::move(item)};
  }
  const bool only_builtin = signature.is_array() && signature.items().empty();
  Result<std::vector<abi::Item>> items;
  if (use != Use::Errors || !only_builtin) {
    items = abi::parse_items(signature, bare_kind(use), "/signature");
  }
  if (items && use == Use::Errors) {
    auto added = add_builtin_errors(*items);
    if (!added) return tl::unexpected<Error>(std::move(added).error());
  }
  return items;
}

/// {"handle":1,"items":[{JSON ABI item, "signature"}]}
void describe(std::int32_t handle, const std::vector<abi::Item>& items) {
  json::Value list = json::Value::array();
  for (const abi::Item& item : items) {
    json::Value entry = abi::to_json(item);
    entry.set("signature", json::Value::string(item.signature()));
    list.push(std::move(entry));
  }
  json::Value reply = json::Value::object();
  reply.set("handle", json::Value::number(std::to_string(handle)));
  reply.set("items", std::move(list));
  door::output() = json::dump(reply);
}

Result<void> read_hex(std::string_view text, const char* path, Bytes& out) {
  if (text.size() > 2 + 2 * kMaxDataBytes) return fail(ErrorCode::input_too_large, path);
  if (!text.starts_with("0x")) return fail(ErrorCode::bytes_invalid, path, "Bytes start with 0x.");
  text.remove_prefix(2);
  out.resize(text.size() / 2);
  if (!decode_hex_digits(text, out.data())) return fail(ErrorCode::bytes_invalid, path);
  return {};
}

constexpr std::size_t kTopicSize = 66;

std::vector<Hash32>& scratch_topics() {
  static std::vector<Hash32> topics;
  return topics;
}

/// `count` topics without anything between them, at the beginning of the input.
Result<void> take_topics(std::string_view& rest, std::uint32_t count) {
  std::vector<Hash32>& topics = scratch_topics();
  topics.resize(std::min<std::size_t>(count, rest.size() / kTopicSize));
  for (std::size_t i = 0; i < topics.size(); ++i) {
    const std::string_view text = rest.substr(0, kTopicSize);
    if (!text.starts_with("0x") || !decode_hex_digits(text.substr(2), topics[i].data())) {
      return fail(ErrorCode::bytes_invalid, "/log/topics/" + std::to_string(i),
                  "A topic is 0x and 64 hex digits.");
    }
    rest.remove_prefix(kTopicSize);
  }
  return {};
}

void begin_output(std::size_t index) {
  std::string& out = door::output();
  out = std::to_string(index);
  out += '\0';
}

Result<void> decode_log(const Opened& opened, std::string_view input, std::uint32_t topic_count) {
  auto done = take_topics(input, topic_count);
  if (done) done = read_hex(input, "/log/data", scratch());
  if (!done) return done;
  const std::vector<Hash32>& topics = scratch_topics();
  const auto index = abi::find_by_topics(opened.items, topics);
  if (!index) return tl::unexpected<Error>(index.error());
  begin_output(*index);
  return abi::decode_log_tokens(opened.items[*index], topics, ByteView(scratch()), door::output(),
                                addresses());
}

Result<void> decode_call(const Opened& opened, std::string_view input) {
  auto done = read_hex(input, "/data", scratch());
  if (!done) return done;
  const auto index = abi::find_by_selector(opened.items, ByteView(scratch()));
  if (!index) return tl::unexpected<Error>(index.error());
  begin_output(*index);
  return abi::decode_tokens(opened.items[*index].inputs,
                            ByteView(scratch().data() + 4, scratch().size() - 4), door::output(),
                            "/data", addresses());
}

Result<void> decode_values(const Opened& opened, std::string_view input, As as) {
  auto done = read_hex(input, "/data", scratch());
  if (!done) return done;
  const abi::Item& item = opened.items.front();
  const bool result = as == As::Result;
  if (result && item.kind != abi::ItemKind::Function) {
    return fail(ErrorCode::abi_item, "/signature", "Only functions have results.");
  }
  if (result && scratch().empty() && !item.outputs.empty()) {
    return fail(ErrorCode::abi_decode_short, "/data",
                "Nothing came back: is there a contract at this address, with this function?");
  }
  begin_output(0);
  return abi::decode_tokens(result ? item.outputs : item.inputs, ByteView(scratch()),
                            door::output(), "/data", addresses());
}

Result<void> decode_as(const Opened& opened, std::string_view input, As as,
                       std::uint32_t topic_count) {
  switch (as) {
    case As::Call:
      return decode_call(opened, input);
    case As::Log:
      return decode_log(opened, input, topic_count);
    case As::Result:
    case As::Parameters:
      break;
  }
  return decode_values(opened, input, as);
}

}  // namespace
}  // namespace dikast

using namespace dikast;

/// Reads signatures (JSON text in the input): {"handle","items"}. Errors: as abi::parse_items.
DIKAST_EXPORT std::int32_t dikast_abi_open(std::uint32_t size, std::int32_t use) {
  const auto signature = json::parse_like_javascript(door::input(size));
  if (!signature) return door::reply_error(signature.error());
  auto items = read_items(*signature, static_cast<Use>(use));
  if (!items) return door::reply_error(items.error());
  auto opened = std::make_unique<Opened>(Opened{*std::move(items)});
  const Opened& kept = *opened;
  const std::int32_t handle = handles().add(std::move(opened));
  if (handle == 0) return door::reply_error(Error{ErrorCode::handle_invalid, {}, {}});
  describe(handle, kept.items);
  return door::reply();
}

DIKAST_EXPORT std::int32_t dikast_abi_close(std::int32_t handle) {
  return handles().remove(handle) ? 1 : 0;
}

/// Encodes the tokens in the input for the first item: 0x-hex, with a selector for a function.
/// Errors: as abi::encode_tokens.
DIKAST_EXPORT std::int32_t dikast_abi_encode(std::int32_t handle, std::uint32_t size) {
  const Opened* opened = handles().get(handle);
  if (opened == nullptr) return door::reply_error(Error{ErrorCode::handle_invalid, {}, {}});
  const abi::Item& item = opened->items.front();
  Bytes& bytes = scratch();
  bytes.clear();
  auto done = abi::encode_tokens(item.inputs, door::input(size), bytes, "/args");
  if (!done) return door::reply_error(done.error());
  std::string& out = door::output();
  out = "0x";
  out.reserve(out.size() + 8 + 2 * bytes.size());
  if (!item.name.empty()) {
    const auto selector = item.selector();
    append_hex(out, ByteView(selector.data(), selector.size()));
  }
  append_hex(out, ByteView(bytes));
  return door::reply();
}

/// Decodes the input (0x-hex; of a log the topics, `topic_count` of them, stand before the data):
/// the number of the item it belongs to, and its values, in tokens. Errors: as abi::decode_call,
/// decode_result, decode_log.
DIKAST_EXPORT std::int32_t dikast_abi_decode(std::int32_t handle, std::uint32_t size,
                                             std::int32_t as, std::uint32_t topic_count) {
  const Opened* opened = handles().get(handle);
  if (opened == nullptr) return door::reply_error(Error{ErrorCode::handle_invalid, {}, {}});
  const auto done = decode_as(*opened, door::input(size), static_cast<As>(as), topic_count);
  return done ? door::reply() : door::reply_error(done.error());
}
