#include <cmath>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "dikast/json.hpp"
#include "reader.hpp"

namespace dikast::json {
namespace {

bool is_integer(std::string_view literal) {
  return literal.find_first_of(".eE") == std::string_view::npos;
}

/// nlohmann refuses numbers that overflow a double. Those that could (an exponent, or very many
/// digits) are replaced by "<index>e0" and put back from this list, so that every literal survives.
struct Substituted {
  std::string text;
  std::vector<std::string_view> literals;
};

constexpr std::size_t kSafeDigits = 300;

Substituted substitute_large_numbers(std::string_view text) {
  Substituted result;
  result.text.reserve(text.size());
  bool in_string = false;
  std::size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (in_string || c == '"') {
      if (c == '"') in_string = !in_string;
      const std::size_t length = in_string && c == '\\' && i + 1 < text.size() ? 2 : 1;
      result.text += text.substr(i, length);
      i += length;
      continue;
    }
    const std::size_t end = std::min(text.find_first_not_of("+-.0123456789eE", i), text.size());
    const std::string_view token = text.substr(i, end - i);
    if (token.empty()) {
      result.text += c;
      ++i;
      continue;
    }
    const bool large =
        token.size() > kSafeDigits || token.find_first_of("eE") != std::string_view::npos;
    if (large && is_number_literal(token)) {
      result.text += std::to_string(result.literals.size()) + "e0";
      result.literals.push_back(token);
    } else {
      result.text += token;
    }
    i = end;
  }
  return result;
}

/// Builds values from nlohmann's events; false stops its parser.
class Builder {
 public:
  using Json = nlohmann::ordered_json;

  Builder(const std::vector<std::string_view>& literals, std::uint32_t depth)
      : literals_(literals), depth_(depth) {}

  // The names are nlohmann's SAX interface.
  bool null() { return attach(Value()); }
  bool boolean(bool flag) { return attach(Value::boolean(flag)); }
  bool number_integer(Json::number_integer_t v) {
    // nlohmann reads "-0" as the signed integer 0, which nothing else gives.
    return attach(Value::number(v == 0 ? "-0" : std::to_string(v)));
  }
  bool number_unsigned(Json::number_unsigned_t v) {
    return attach(Value::number(std::to_string(v)));
  }
  bool number_float(Json::number_float_t, const std::string& literal) {
    if (literal.ends_with("e0")) {
      const std::size_t index = std::strtoul(literal.c_str(), nullptr, 10);
      return index < literals_.size() && attach(Value::number(std::string(literals_[index])));
    }
    return attach(Value::number(literal));
  }
  bool string(std::string& text) { return attach(Value::string(std::move(text))); }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Value::object()); }
  bool start_array(std::size_t) { return open(Value::array()); }
  bool key(std::string& name) {
    stack_.back().key = std::move(name);
    return true;
  }
  bool end_object() {
    return !detail::has_duplicate_keys(stack_.back().container.members()) && close();
  }
  bool end_array() { return close(); }
  template <class Exception>
  bool parse_error(std::size_t, const std::string&, const Exception&) {
    return false;
  }

  [[nodiscard]] Value take() { return std::move(root_); }

 private:
  struct Frame {
    Value container;
    std::string key;
  };

  bool open(Value container) {
    if (stack_.size() >= depth_) return false;
    stack_.push_back(Frame{std::move(container), {}});
    return true;
  }

  bool close() {
    Value done = std::move(stack_.back().container);
    stack_.pop_back();
    return attach(std::move(done));
  }

  bool attach(Value value) {
    if (stack_.empty()) {
      root_ = std::move(value);
    } else if (Frame& frame = stack_.back(); frame.container.is_array()) {
      frame.container.push(std::move(value));
    } else {
      frame.container.members().push_back(Member{std::move(frame.key), std::move(value)});
    }
    return true;
  }

  const std::vector<std::string_view>& literals_;
  std::uint32_t depth_;
  std::vector<Frame> stack_;
  Value root_;
};

/// A number as its significant digits and the place of the last one: equal for equal values.
struct Decimal {
  bool negative = false;
  std::string digits;
  long exponent = 0;
  bool operator==(const Decimal&) const = default;
};

Decimal to_decimal(std::string_view literal) {
  Decimal decimal;
  bool fraction = false;
  std::size_t i = 0;
  for (; i < literal.size() && literal[i] != 'e' && literal[i] != 'E'; ++i) {
    if (literal[i] == '-') decimal.negative = true;
    if (literal[i] == '.') fraction = true;
    if (literal[i] < '0' || literal[i] > '9') continue;
    decimal.digits += literal[i];
    if (fraction) --decimal.exponent;
  }
  if (i < literal.size()) {
    decimal.exponent += std::strtol(std::string(literal.substr(i + 1)).c_str(), nullptr, 10);
  }
  decimal.digits.erase(0, std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size()));
  while (decimal.digits.ends_with('0')) {
    decimal.digits.pop_back();
    ++decimal.exponent;
  }
  if (decimal.digits.empty()) decimal.exponent = 0;
  return decimal;
}

/// The largest integer that JavaScript numbers hold exactly with all smaller ones.
constexpr std::int64_t kMaxSafeInteger = (std::int64_t{1} << 53) - 1;

nlohmann::ordered_json number_to_nlohmann(const std::string& literal) {
  if (!is_number_literal(literal)) return literal;
  if (is_integer(literal) && literal != "-0") {
    constexpr std::size_t kSafeLength = 17;  // sign and 16 digits
    if (literal.size() > kSafeLength) return literal;
    const std::int64_t v = std::strtoll(literal.c_str(), nullptr, 10);
    if (v > kMaxSafeInteger || v < -kMaxSafeInteger) return literal;
    return v;
  }
  constexpr std::size_t kLongestShortest = 32;  // no double needs more to be written exactly again
  if (literal.size() > kLongestShortest) return literal;
  const double v = std::strtod(literal.c_str(), nullptr);
  if (!std::isfinite(v)) return literal;
  nlohmann::ordered_json number = v;
  if (to_decimal(number.dump()) != to_decimal(literal)) return literal;
  return number;
}

}  // namespace

Result<Value> parse_with_nlohmann(std::string_view text, const Limits& limits) {
  if (detail::starts_well(text, limits)) {
    const Substituted input = substitute_large_numbers(text);
    Builder builder(input.literals, std::min(limits.depth, detail::kMaxDepth));
    if (nlohmann::ordered_json::sax_parse(input.text, &builder)) return builder.take();
  }
  return tl::unexpected<Error>(detail::explain(text, limits));
}

nlohmann::ordered_json to_nlohmann(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Null:
      return nullptr;
    case Value::Kind::Bool:
      return value.as_bool();
    case Value::Kind::Number:
      return number_to_nlohmann(value.text());
    case Value::Kind::String:
      return value.text();
    case Value::Kind::Array: {
      auto array = nlohmann::ordered_json::array();
      for (const Value& item : value.items()) array.push_back(to_nlohmann(item));
      return array;
    }
    case Value::Kind::Object: {
      // Members are appended to the underlying list: looking each key up first would make large
      // objects quadratic, and a Value's keys differ already.
      nlohmann::ordered_json::object_t members;
      members.reserve(value.members().size());
      for (const Member& member : value.members()) {
        members.std::vector<std::pair<const std::string, nlohmann::ordered_json>>::emplace_back(
            member.key, to_nlohmann(member.value));
      }
      return members;
    }
  }
  return nullptr;
}

Value from_nlohmann(const nlohmann::ordered_json& value) {
  if (value.is_object()) {
    std::vector<Member> members;
    members.reserve(value.size());
    for (auto it = value.begin(); it != value.end(); ++it) {
      members.push_back(Member{it.key(), from_nlohmann(it.value())});
    }
    return Value::object(std::move(members));
  }
  if (value.is_array()) {
    std::vector<Value> items;
    items.reserve(value.size());
    for (const auto& item : value) items.push_back(from_nlohmann(item));
    return Value::array(std::move(items));
  }
  if (const auto* text = value.get_ptr<const std::string*>()) return Value::string(*text);
  if (const auto* flag = value.get_ptr<const bool*>()) return Value::boolean(*flag);
  if (value.is_number()) return Value::number(value.dump());
  return Value();
}

}  // namespace dikast::json
