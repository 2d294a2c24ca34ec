#include <algorithm>
#include <utility>

#include "decoder.hpp"
#include "dikast/abi_stream.hpp"
#include "source.hpp"

namespace dikast::abi {
namespace {

bool is_hashed(const Type& type) {
  return type.dynamic || type.kind == TypeKind::Tuple || type.kind == TypeKind::FixedArray;
}

Type hash_type() {
  Type type;
  type.kind = TypeKind::FixedBytes;
  type.size = 32;
  return type;
}

std::size_t count_indexed(const Item& event) {
  return static_cast<std::size_t>(
      std::count_if(event.inputs.begin(), event.inputs.end(),
                    [](const Parameter& input) { return input.indexed; }));
}

std::size_t first_argument(const Item& event) { return event.anonymous ? 0 : 1; }

Result<void> check_topics(const Item& event, const std::vector<Hash32>& topics) {
  if (event.kind != ItemKind::Event) {
    return fail(ErrorCode::abi_item, "/signature", "The signature of an event is needed here.");
  }
  const std::size_t needed = count_indexed(event) + first_argument(event);
  if (!event.anonymous && !topics.empty() && topics.front() != event.topic()) {
    return fail(ErrorCode::abi_topic_mismatch, "/log/topics/0");
  }
  if (topics.size() != needed) {
    return fail(ErrorCode::abi_topics, "/log/topics",
                event.signature() + " has " + std::to_string(needed) + " topics, the log has " +
                    std::to_string(topics.size()) + ".");
  }
  return {};
}

Result<void> decode_topic(const Type& type, const Hash32& topic, std::size_t index, Sink& sink) {
  static const Type kHash = hash_type();
  if (is_hashed(type)) {
    sink.word(kHash, topic.data());
    return {};
  }
  const std::string path = "/log/topics/" + std::to_string(index);
  return Decoder(ByteView(topic.data(), topic.size()), sink, path).word(type, topic.data());
}

Hash32 hash_of(const Bytes& bytes) { return keccak256(ByteView(bytes)); }

Result<Hash32> encode_topic(const Type& type, JsonSource& source) {
  Bytes bytes;
  auto done = encode_in_place(type, source, bytes, false);
  if (!done) return tl::unexpected(std::move(done).error());
  if (is_hashed(type)) return hash_of(bytes);
  Hash32 topic{};
  std::copy_n(bytes.begin(), topic.size(), topic.begin());
  return topic;
}

/// The arguments a filter leaves open are Null or not there.
json::Value complete(const Parameters& indexed, const json::Value& given) {
  json::Value all = json::Value::array();
  for (std::size_t i = 0; i < indexed.size(); ++i) {
    const json::Value* value = nullptr;
    if (given.is_object()) {
      value = indexed[i].name.empty() ? nullptr : given.find(indexed[i].name);
    } else if (i < given.items().size()) {
      value = &given.items()[i];
    }
    all.push(value == nullptr ? json::Value{} : *value);
  }
  return all;
}

}  // namespace

Result<void> decode_log_into(const Item& event, const std::vector<Hash32>& topics, ByteView data,
                             Sink& sink) {
  auto done = check_topics(event, topics);
  if (!done) return done;
  std::uint64_t words = 0;
  for (const Parameter& input : event.inputs) {
    if (!input.indexed) words = std::min(kMaxWords, words + input.type.head_words);
  }
  Decoder decoder(data, sink, "/log/data");
  done = decoder.open(0, words);
  std::size_t topic = first_argument(event);
  std::uint64_t head = 0;
  for (std::size_t i = 0; done && i < event.inputs.size(); ++i) {
    const Parameter& input = event.inputs[i];
    if (input.indexed) {
      done = decode_topic(input.type, topics[topic], topic, sink);
      ++topic;
    } else {
      done = decoder.value(input.type, 0, head, words * 32);
      head += input.type.head_words * 32;
    }
  }
  if (done) done = decoder.finish();
  return done;
}

Result<json::Value> decode_log(const Item& event, const std::vector<Hash32>& topics,
                               ByteView data) {
  ValueSink sink;
  auto done = decode_log_into(event, topics, data, sink);
  if (!done) return tl::unexpected(std::move(done).error());
  if (event.inputs.empty()) return json::Value::object();
  return tuple_value(event.inputs, sink.take());
}

Result<void> decode_log_tokens(const Item& event, const std::vector<Hash32>& topics, ByteView data,
                               std::string& out, ChecksumCache& addresses) {
  TokenSink sink(out, addresses);
  return decode_log_into(event, topics, data, sink);
}

Result<std::vector<std::optional<Hash32>>> encode_topics(const Item& event,
                                                         const json::Value& indexed_args,
                                                         std::string_view path) {
  if (event.kind != ItemKind::Event) {
    return fail(ErrorCode::abi_item, "/signature", "The signature of an event is needed here.");
  }
  if (!indexed_args.is_array() && !indexed_args.is_object() && !indexed_args.is_null()) {
    return fail(ErrorCode::abi_value, std::string(path),
                "An array or an object of the indexed arguments is needed.");
  }
  Parameters indexed;
  for (const Parameter& input : event.inputs) {
    if (input.indexed) indexed.push_back(input);
  }
  if (indexed_args.items().size() > indexed.size()) {
    return fail(ErrorCode::abi_length, std::string(path),
                "The event has " + std::to_string(indexed.size()) + " indexed parameters.");
  }
  std::vector<std::optional<Hash32>> topics;
  if (!event.anonymous) topics.emplace_back(event.topic());
  const json::Value all = complete(indexed, indexed_args);
  for (std::size_t i = 0; i < indexed.size(); ++i) {
    if (all.items()[i].is_null()) {
      topics.emplace_back(std::nullopt);
      continue;
    }
    const bool by_name = indexed_args.is_object();
    JsonSource source(all.items()[i],
                      pointer_join(path, by_name ? indexed[i].name : std::to_string(i)));
    auto topic = encode_topic(indexed[i].type, source);
    if (!topic) return tl::unexpected(std::move(topic).error());
    topics.emplace_back(*topic);
  }
  return topics;
}

Result<std::size_t> find_by_selector(const std::vector<Item>& items, ByteView data) {
  if (data.size < 4) {
    return fail(ErrorCode::abi_decode_short, "/data", "The data has no selector of four bytes.");
  }
  std::size_t found = items.size();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind != ItemKind::Function && items[i].kind != ItemKind::Error) continue;
    const auto selector = items[i].selector();
    if (!std::equal(selector.begin(), selector.end(), data.data)) continue;
    if (found == items.size()) {
      found = i;
    } else if (items[found].signature() != items[i].signature()) {
      return fail(ErrorCode::abi_ambiguous, "/signature",
                  items[found].signature() + " and " + items[i].signature() +
                      " have the same selector: give the one the contract has.");
    }
  }
  if (found == items.size()) return fail(ErrorCode::abi_selector_mismatch, "/data");
  return found;
}

Result<std::size_t> find_by_topics(const std::vector<Item>& items,
                                   const std::vector<Hash32>& topics) {
  std::size_t close = items.size();  // the right event with another number of topics
  std::size_t anonymous = items.size();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& event = items[i];
    if (event.kind != ItemKind::Event) continue;
    const bool fits = topics.size() == count_indexed(event) + first_argument(event);
    if (event.anonymous) {
      if (fits && anonymous == items.size()) anonymous = i;
    } else if (!topics.empty() && topics.front() == event.topic()) {
      if (fits) return i;
      if (close == items.size()) close = i;
    }
  }
  if (close != items.size()) return close;
  if (anonymous != items.size()) return anonymous;
  if (topics.empty()) return fail(ErrorCode::abi_topics, "/log/topics", "The log has no topics.");
  return fail(ErrorCode::abi_topic_mismatch, "/log/topics/0");
}

}  // namespace dikast::abi
