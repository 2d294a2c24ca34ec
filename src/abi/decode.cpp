#include <algorithm>
#include <utility>

#include "decoder.hpp"
#include "dikast/abi_stream.hpp"
#include "dikast/utf8.hpp"

// Positions and sizes are 64-bit throughout: on wasm32 a size_t would wrap where a hostile offset
// or count asks for it.
namespace dikast::abi {
namespace {

constexpr std::uint64_t kWord = 32;
constexpr std::size_t kMaxData = 1'000'000;

bool all_equal(const std::uint8_t* begin, const std::uint8_t* end, std::uint8_t value) {
  std::uint8_t difference = 0;
  for (; begin != end; ++begin)
    difference = static_cast<std::uint8_t>(difference | (*begin ^ value));
  return difference == 0;
}

bool is_zero(const std::uint8_t* begin, std::size_t size) {
  return all_equal(begin, begin + size, 0);
}

/// Whether a word is what the encoder writes for its type, and nothing else.
bool is_clean(const Type& type, const std::uint8_t* word) {
  const std::size_t bytes = type.size;
  switch (type.kind) {
    case TypeKind::Uint:
      return is_zero(word, kWord - bytes / 8);
    case TypeKind::Int: {
      const std::size_t above = kWord - bytes / 8;
      if (above == 0) return true;
      return all_equal(word, word + above, (word[above] & 0x80) != 0 ? 0xff : 0);
    }
    case TypeKind::Address:
      return is_zero(word, 12);
    case TypeKind::Bool:
      return is_zero(word, 31) && word[31] <= 1;
    case TypeKind::FixedBytes:
    case TypeKind::Function:
      return is_zero(word + bytes, kWord - bytes);
    case TypeKind::Bytes:
    case TypeKind::String:
    case TypeKind::Array:
    case TypeKind::FixedArray:
    case TypeKind::Tuple:
      break;
  }
  return false;
}

}  // namespace

tl::unexpected<Error> Decoder::refuse(ErrorCode code, std::string message) const {
  return fail(code, std::string(path_), std::move(message));
}

Result<void> Decoder::count_bytes(std::uint64_t bytes) {
  counted_ += bytes;
  if (counted_ > data_.size) return refuse(ErrorCode::abi_decode_offset);
  return {};
}

Result<void> Decoder::open(std::uint64_t base, std::uint64_t words) {
  if (data_.size > kMaxData) return refuse(ErrorCode::input_too_large);
  if (base > data_.size || words > (data_.size - base) / kWord) {
    return refuse(ErrorCode::abi_decode_short);
  }
  return count_bytes(words * kWord);
}

Result<void> Decoder::finish() {
  if (counted_ == data_.size) return {};
  return refuse(ErrorCode::abi_decode_trailing,
                std::to_string(data_.size - counted_) + " bytes of the data belong to no value.");
}

Result<std::uint32_t> Decoder::length_at(std::uint64_t at) {
  const std::uint8_t* word = data_.data + at;
  if (!is_zero(word, 28)) return refuse(ErrorCode::abi_decode_short);
  return static_cast<std::uint32_t>(word[28]) << 24 | static_cast<std::uint32_t>(word[29]) << 16 |
         static_cast<std::uint32_t>(word[30]) << 8 | word[31];
}

Result<void> Decoder::word(const Type& type, const std::uint8_t* word32) {
  if (!is_clean(type, word32)) {
    return refuse(ErrorCode::abi_decode_padding,
                  "A word of the data is no " + type.canonical() +
                      ": the data is damaged, or belongs to another signature.");
  }
  sink_.word(type, word32);
  return {};
}

Result<void> Decoder::value(const Type& type, std::uint64_t base, std::uint64_t head,
                            std::uint64_t heads_end) {
  if (!type.dynamic) return fixed(type, base, head, heads_end);
  const auto offset = length_at(head);
  if (!offset) return tl::unexpected(offset.error());
  const std::uint64_t at = base + *offset;
  if (at > data_.size) return refuse(ErrorCode::abi_decode_short);
  if (at < heads_end || *offset % kWord != 0) return refuse(ErrorCode::abi_decode_offset);
  return tail(type, at);
}

/// A static value in the heads, which are in bounds and counted.
Result<void> Decoder::fixed(const Type& type, std::uint64_t base, std::uint64_t head,
                            std::uint64_t heads_end) {
  if (type.kind == TypeKind::Tuple) return members(type.components, base, head, heads_end);
  if (type.kind == TypeKind::FixedArray) return elements(type, type.count, base, head, heads_end);
  return word(type, data_.data + head);
}

Result<void> Decoder::members(const Parameters& parameters, std::uint64_t base, std::uint64_t head,
                              std::uint64_t heads_end) {
  sink_.begin_tuple(parameters);
  for (const Parameter& member : parameters) {
    auto done = value(member.type, base, head, heads_end);
    if (!done) return done;
    head += member.type.head_words * kWord;
  }
  sink_.end_tuple(parameters);
  return {};
}

Result<void> Decoder::elements(const Type& type, std::uint64_t count, std::uint64_t base,
                               std::uint64_t head, std::uint64_t heads_end) {
  const Type& element = type.element.front();
  sink_.begin_array(type, static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i < count; ++i) {
    auto done = value(element, base, head, heads_end);
    if (!done) return done;
    head += element.head_words * kWord;
  }
  sink_.end_array();
  return {};
}

Result<void> Decoder::tail(const Type& type, std::uint64_t at) {
  switch (type.kind) {
    case TypeKind::Bytes:
    case TypeKind::String:
      return content(type, at);
    case TypeKind::Array:
    case TypeKind::FixedArray:
      return array(type, at);
    case TypeKind::Tuple: {
      const std::uint64_t words = head_words(type.components);
      auto done = open(at, words);
      if (done) done = members(type.components, at, at, at + words * kWord);
      return done;
    }
    case TypeKind::Uint:
    case TypeKind::Int:
    case TypeKind::Address:
    case TypeKind::Bool:
    case TypeKind::FixedBytes:
    case TypeKind::Function:
      break;
  }
  return {};
}

Result<void> Decoder::content(const Type& type, std::uint64_t at) {
  auto opened = open(at, 1);
  if (!opened) return opened;
  const auto length = length_at(at);
  if (!length) return tl::unexpected(length.error());
  const std::uint64_t words = (std::uint64_t{*length} + kWord - 1) / kWord;
  const std::uint64_t start = at + kWord;
  opened = open(start, words);
  if (!opened) return opened;
  const std::uint8_t* bytes = data_.data + start;
  if (!is_zero(bytes + *length, static_cast<std::size_t>(words * kWord - *length))) {
    return refuse(ErrorCode::abi_decode_padding);
  }
  if (type.kind == TypeKind::Bytes) {
    sink_.bytes(ByteView(bytes, *length));
    return {};
  }
  const std::string_view text(reinterpret_cast<const char*>(bytes), *length);
  if (!utf8::is_valid(text)) {
    return refuse(ErrorCode::utf8_invalid, "A string in the data is not valid UTF-8.");
  }
  sink_.text(text);
  return {};
}

Result<void> Decoder::array(const Type& type, std::uint64_t at) {
  const Type& element = type.element.front();
  std::uint64_t count = type.count;
  if (type.kind == TypeKind::Array) {
    auto opened = open(at, 1);
    if (!opened) return opened;
    const auto length = length_at(at);
    if (!length) return tl::unexpected(length.error());
    count = *length;
    at += kWord;
  }
  // Below 2^32 elements of at most 2^40 words: a product could wrap, a quotient cannot.
  if (count > (data_.size - at) / kWord / element.head_words) {
    return refuse(ErrorCode::abi_decode_short);
  }
  const std::uint64_t words = count * element.head_words;
  auto opened = open(at, words);
  if (opened) opened = elements(type, count, at, at, at + words * kWord);
  return opened;
}

Result<void> decode_into(const Parameters& parameters, ByteView data, Sink& sink,
                         std::string_view path) {
  Decoder decoder(data, sink, path);
  const std::uint64_t words = head_words(parameters);
  auto done = decoder.open(0, words);
  std::uint64_t head = 0;
  for (std::size_t i = 0; done && i < parameters.size(); ++i) {
    done = decoder.value(parameters[i].type, 0, head, words * kWord);
    head += parameters[i].type.head_words * kWord;
  }
  if (done) done = decoder.finish();
  return done;
}

Result<json::Value> decode(const Parameters& parameters, ByteView data, std::string_view path) {
  ValueSink sink;
  auto done = decode_into(parameters, data, sink, path);
  if (!done) return tl::unexpected(std::move(done).error());
  return json::Value::array(sink.take());
}

Result<void> decode_tokens(const Parameters& parameters, ByteView data, std::string& out,
                           std::string_view path, ChecksumCache& addresses) {
  TokenSink sink(out, addresses);
  return decode_into(parameters, data, sink, path);
}

Result<json::Value> decode_call(const Item& function, ByteView calldata) {
  const auto selector = function.selector();
  if (calldata.size < selector.size()) {
    return fail(ErrorCode::abi_decode_short, "/data", "The data has no selector of four bytes.");
  }
  if (!std::equal(selector.begin(), selector.end(), calldata.data)) {
    return fail(ErrorCode::abi_selector_mismatch, "/data");
  }
  return decode(function.inputs, ByteView(calldata.data + 4, calldata.size - 4));
}

Result<json::Value> decode_result(const Item& function, ByteView data) {
  if (function.kind != ItemKind::Function) {
    return fail(ErrorCode::abi_item, "/signature", "Only functions have results.");
  }
  if (data.size == 0 && !function.outputs.empty()) {
    return fail(ErrorCode::abi_decode_short, "/data",
                "Nothing came back: is there a contract at this address, with this function?");
  }
  auto values = decode(function.outputs, data);
  if (!values) return values;
  if (values->items().empty()) return json::Value{};
  if (values->items().size() == 1) return std::move(values->items().front());
  return values;
}

}  // namespace dikast::abi
