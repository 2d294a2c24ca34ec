#include <simdjson.h>

#include <algorithm>

#include "dikast/json.hpp"
#include "reader.hpp"

namespace dikast::json {
namespace {

namespace ondemand = simdjson::ondemand;

/// The number's text as simdjson delimits it, without the white space it leaves at the end.
std::string_view trimmed(std::string_view token) {
  while (!token.empty() && (token.back() == ' ' || token.back() == '\t' || token.back() == '\n' ||
                            token.back() == '\r')) {
    token.remove_suffix(1);
  }
  return token;
}

bool build(ondemand::value source, Value& out, std::uint32_t depth);

bool build_array(ondemand::value& source, Value& out, std::uint32_t depth) {
  ondemand::array elements;
  if (depth == 0 || source.get_array().get(elements) != simdjson::SUCCESS) return false;
  out = Value::array();
  for (auto element : elements) {
    ondemand::value child;
    if (element.get(child) != simdjson::SUCCESS) return false;
    if (!build(child, out.items().emplace_back(), depth - 1)) return false;
  }
  return true;
}

bool build_object(ondemand::value& source, Value& out, std::uint32_t depth) {
  ondemand::object fields;
  if (depth == 0 || source.get_object().get(fields) != simdjson::SUCCESS) return false;
  out = Value::object();
  for (auto field : fields) {
    std::string_view key;
    ondemand::value child;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS) return false;
    Member& member = out.members().emplace_back();
    member.key = key;
    if (field.value().get(child) != simdjson::SUCCESS) return false;
    if (!build(child, member.value, depth - 1)) return false;
  }
  return !detail::has_duplicate_keys(out.members());
}

/// False for anything that breaks the policy; what and where is for detail::explain to say.
bool build(ondemand::value source, Value& out, std::uint32_t depth) {
  ondemand::json_type type{};
  if (source.type().get(type) != simdjson::SUCCESS) return false;
  switch (type) {
    case ondemand::json_type::array:
      return build_array(source, out, depth);
    case ondemand::json_type::object:
      return build_object(source, out, depth);
    case ondemand::json_type::number: {
      // simdjson's own numbers round, or fail above 64 bits: the token is kept instead.
      const std::string_view literal = trimmed(source.raw_json_token());
      if (!is_number_literal(literal)) return false;
      out = Value::number(std::string(literal));
      return true;
    }
    case ondemand::json_type::string: {
      std::string_view text;
      if (source.get_string().get(text) != simdjson::SUCCESS) return false;
      out = Value::string(std::string(text));
      return true;
    }
    case ondemand::json_type::boolean: {
      bool flag = false;
      if (source.get_bool().get(flag) != simdjson::SUCCESS) return false;
      out = Value::boolean(flag);
      return true;
    }
    case ondemand::json_type::null: {
      bool is_null = false;
      return source.is_null().get(is_null) == simdjson::SUCCESS && is_null;
    }
  }
  return false;
}

/// The document is read as the only element of an array, because a scalar at the root goes another
/// and looser way through simdjson.
bool read(std::string_view text, std::uint32_t depth, Value& out) {
  std::string padded;
  padded.reserve(text.size() + 2 + simdjson::SIMDJSON_PADDING);
  padded += '[';
  padded += text;
  padded += ']';
  const std::size_t length = padded.size();
  padded.append(simdjson::SIMDJSON_PADDING, ' ');

  ondemand::parser parser;
  ondemand::document document;
  ondemand::array root;
  const simdjson::padded_string_view view(padded.data(), length, padded.size());
  if (parser.iterate(view).get(document) != simdjson::SUCCESS) return false;
  if (document.get_array().get(root) != simdjson::SUCCESS) return false;
  std::size_t count = 0;
  for (auto element : root) {
    ondemand::value only;
    if (++count > 1 || element.get(only) != simdjson::SUCCESS) return false;
    if (!build(only, out, depth)) return false;
  }
  // simdjson says OUT_OF_BOUNDS when nothing is left behind the closing bracket.
  const char* rest = nullptr;
  return count == 1 && document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS;
}

}  // namespace

Result<Value> parse(std::string_view text, const Limits& limits) {
  Value out;
  if (detail::starts_well(text, limits) &&
      read(text, std::min(limits.depth, detail::kMaxDepth), out)) {
    return out;
  }
  return tl::unexpected<Error>(detail::explain(text, limits));
}

}  // namespace dikast::json
