#include "dikast/data_mapping/seek.hpp"

#include <optional>

#include "dikast/utf8.hpp"

namespace dikast::mapping {
namespace {

tl::unexpected<Error> invalid(std::string why) {
  return fail(ErrorCode::mapping_seek_invalid, {}, std::move(why));
}

std::optional<std::size_t> index_of(std::string_view name) {
  if (name.empty() || name.size() > 7 || (name.size() > 1 && name[0] == '0')) return std::nullopt;
  std::size_t value = 0;
  for (const char c : name) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::size_t>(c - '0');
  }
  return value;
}

/// The member or item a step names, or nullptr.
const json::Value* member_at(const json::Value& value, const SeekStep& step, bool positional) {
  if (value.is_object() && !step.bracketed) {
    if (const json::Value* member = value.find(step.name)) return member;
  }
  const auto index = index_of(step.name);
  if (!index) return nullptr;
  if (value.is_array() && *index < value.items().size()) return &value.items()[*index];
  if (positional && value.is_object() && *index < value.members().size()) {
    return &value.members()[*index].value;
  }
  return nullptr;
}

std::optional<std::size_t> length_of(const json::Value& value) {
  if (value.is_array()) return value.items().size();
  if (value.is_string()) return utf8::utf16_length(value.text());
  return std::nullopt;
}

std::string_view kind_name(const json::Value& value) {
  switch (value.kind()) {
    case json::Value::Kind::Null:
      return "null";
    case json::Value::Kind::Bool:
      return "true or false";
    case json::Value::Kind::Number:
      return "a number";
    case json::Value::Kind::String:
      return "a text";
    case json::Value::Kind::Array:
      return "an array";
    case json::Value::Kind::Object:
      return "an object";
  }
  return "";
}

Result<bool> parse_brackets(std::string_view& rest, SeekPath& path) {
  while (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) return invalid("'[' without ']'.");
    const std::string_view inside = rest.substr(1, close - 1);
    if (!index_of(inside)) return invalid("Between brackets stands an index, such as [0].");
    path.push_back({std::string(inside), true});
    rest.remove_prefix(close + 1);
  }
  return true;
}

}  // namespace

Result<SeekPath> parse_seek(std::string_view text) {
  constexpr std::size_t max_steps = 64;
  SeekPath path;
  std::string_view rest = text;
  if (rest.empty()) return invalid("The path is empty.");
  if (auto ok = parse_brackets(rest, path); !ok) return tl::unexpected(ok.error());
  if (!path.empty() && rest.empty()) return path;
  if (!path.empty()) {
    if (!rest.starts_with('.')) return invalid("After ']' comes '.', '[' or the end.");
    rest.remove_prefix(1);
  }
  while (true) {
    const std::size_t end = rest.find_first_of(".[]");
    const std::string_view name = rest.substr(0, end);
    if (name.empty()) return invalid("A name in the path is empty.");
    path.push_back({std::string(name), false});
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end);
    if (auto ok = parse_brackets(rest, path); !ok) return tl::unexpected(ok.error());
    if (path.size() > max_steps) return invalid("The path has more than 64 steps.");
    if (rest.empty()) return path;
    if (!rest.starts_with('.')) return invalid("After ']' comes '.', '[' or the end.");
    rest.remove_prefix(1);
  }
}

Result<json::Value> seek(const json::Value& root, const SeekPath& path, bool positional) {
  const json::Value* at = &root;
  std::string walked;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const SeekStep& step = path[i];
    const json::Value* next = member_at(*at, step, positional);
    if (next == nullptr) {
      const bool last = i + 1 == path.size();
      const auto length = length_of(*at);
      if (last && length && !step.bracketed && step.name == "length") {
        return json::Value::number(std::to_string(*length));
      }
      const std::string where = walked.empty() ? std::string("the answer") : "\"" + walked + "\"";
      return fail(ErrorCode::mapping_seek_missing, {},
                  "\"" + step.name + "\" is not in " + where + ", which is " +
                      std::string(kind_name(*at)) + ".");
    }
    if (!walked.empty()) walked += '.';
    walked += step.name;
    at = next;
  }
  return *at;
}

}  // namespace dikast::mapping
