#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "dikast/abi.hpp"
#include "dikast/abi_stream.hpp"

using namespace dikast;

// Input: a line with a signature or types, then data. What decodes must encode to data that decodes
// to the same, whichever way it is decoded; what a signature reads as must read as the same again.
namespace {

void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

bool is_decoding_code(ErrorCode code) {
  return code == ErrorCode::abi_decode_short || code == ErrorCode::abi_decode_offset ||
         code == ErrorCode::abi_decode_padding || code == ErrorCode::abi_decode_trailing ||
         code == ErrorCode::utf8_invalid || code == ErrorCode::input_too_large;
}

/// Decoded integers are numbers beyond 2^53, which an encoder takes as text.
json::Value as_given(const json::Value& value) {
  if (value.is_number()) return json::Value::string(value.text());
  json::Value out = value;
  for (json::Value& item : out.items()) item = as_given(item);
  for (json::Member& member : out.members()) member.value = as_given(member.value);
  return out;
}

void check_decoding(const abi::Parameters& parameters, ByteView data) {
  const auto values = abi::decode(parameters, data);
  std::string tokens;
  abi::ChecksumCache addresses;
  const auto streamed = abi::decode_tokens(parameters, data, tokens, "/data", addresses);
  require(values.has_value() == streamed.has_value(), "both decoders agree");
  if (!values) {
    require(values.error() == streamed.error(), "both decoders give one reason");
    return require(is_decoding_code(values.error().code), "decoding refuses with its own codes");
  }
  const auto bytes = abi::encode(parameters, as_given(*values));
  require(bytes.has_value(), "what was decoded can be encoded");
  require(bytes->size() == data.size, "every byte belongs to one value");
  const auto again = abi::decode(parameters, ByteView(*bytes));
  require(again && *again == *values, "and decodes to the same");
  Bytes from_tokens;
  const auto encoded = abi::encode_tokens(parameters, tokens, from_tokens, "/values");
  require(encoded && from_tokens == *bytes, "both encoders agree");
}

void check_item(const abi::Item& item, ByteView data) {
  const json::Value text = abi::to_json(item);
  const auto again = abi::parse_one(text);
  require(again.has_value(), "a JSON item of ours can be read");
  require(again->signature() == item.signature() && abi::to_json(*again) == text,
          "and reads as the same");
  check_decoding(item.inputs, data);
  check_decoding(item.outputs, data);
  if (item.kind != abi::ItemKind::Event) return;
  const std::size_t topics = data.size % 6;
  std::vector<Hash32> list(topics, item.topic());
  const auto args = abi::decode_log(item, list, data);
  require(args.has_value() || !args.error().message.empty(), "a refusal says why");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string first(input.substr(0, end));
  // Copied to its exact size, so that the sanitizer sees a read past the end.
  const std::string_view rest = input.substr(std::min(end + 1, input.size()));
  const Bytes data(rest.begin(), rest.end());
  if (const auto item = abi::parse_item(first)) check_item(*item, ByteView(data));
  if (const auto types = abi::parse_parameters(json::Value::string(first))) {
    check_decoding(*types, ByteView(data));
  }
  if (const auto value = json::parse(first)) {
    if (const auto items = abi::parse_items(*value)) check_item(items->front(), ByteView(data));
    const auto parameters = abi::parse_parameters(json::Value::string("(uint8 a, string[] b)[] c"));
    const auto encoded = abi::encode(*parameters, *value);
    if (encoded) check_decoding(*parameters, ByteView(*encoded));
  }
  Bytes out;
  const auto fixed =
      abi::parse_parameters(json::Value::string("string, int16[], (bool, bytes)[2]"));
  if (abi::encode_tokens(*fixed, rest, out, "/values")) check_decoding(*fixed, ByteView(out));
  return 0;
}
