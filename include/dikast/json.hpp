#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/error.hpp"

/// One JSON policy for everything that comes from outside: RFC 8259, UTF-8 without a byte-order
/// mark, no duplicate keys, no lone surrogates, bounded size and depth, numbers kept as the text
/// they were written in (nothing is rounded). simdjson reads; nlohmann builds and edits; a second
/// reader on nlohmann follows the same policy and is held against the first in the tests.
namespace dikast::json {

struct Member;

/// A JSON value. Numbers keep their literal text. Also the value type of template contexts, where
/// a number's text may come from a JavaScript number or bigint ("NaN", "-0", 78 digits).
class Value {
 public:
  enum class Kind : std::uint8_t { Null, Bool, Number, String, Array, Object };

  // Out of line: a value is five words and owns three of its parts, so copying, moving and
  // destroying it would be repeated wherever one is passed on.
  Value();
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();
  static Value boolean(bool b);
  static Value number(std::string literal);
  static Value integer(std::uint64_t number);
  static Value string(std::string text);
  static Value array();
  static Value array(std::vector<Value> items);
  static Value object();
  static Value object(std::vector<Member> members);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::Null; }
  [[nodiscard]] bool is_string() const { return kind_ == Kind::String; }
  [[nodiscard]] bool is_number() const { return kind_ == Kind::Number; }
  [[nodiscard]] bool is_array() const { return kind_ == Kind::Array; }
  [[nodiscard]] bool is_object() const { return kind_ == Kind::Object; }
  [[nodiscard]] bool is_bool() const { return kind_ == Kind::Bool; }

  /// Only meaningful for the matching kind; empty or false otherwise.
  [[nodiscard]] bool as_bool() const { return bool_; }
  [[nodiscard]] const std::string& text() const { return text_; }  // String or Number
  [[nodiscard]] const std::vector<Value>& items() const { return items_; }
  [[nodiscard]] std::vector<Value>& items() { return items_; }
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }
  [[nodiscard]] std::vector<Member>& members() { return members_; }

  /// The member's value, or nullptr: own members only, there is no prototype.
  [[nodiscard]] const Value* find(std::string_view key) const;
  /// Replaces or appends.
  void set(std::string key, Value value);
  void push(Value value);
  /// Appends a member without looking for the key: for building an object whose keys are known to
  /// differ. Out of line, one call a member.
  void add(std::string_view key, Value value);
  void add_text(std::string_view key, std::string_view text);
  void add_number(std::string_view key, std::uint64_t number);
  void add_flag(std::string_view key, bool flag);
  void push_text(std::string_view text);

  bool operator==(const Value&) const;

 private:
  Kind kind_ = Kind::Null;
  bool bool_ = false;
  std::string text_;
  std::vector<Value> items_;
  std::vector<Member> members_;
};

struct Member {
  std::string key;
  Value value;

  Member();
  Member(std::string key, Value value);
  Member(const Member&);
  Member(Member&&) noexcept;
  Member& operator=(const Member&);
  Member& operator=(Member&&) noexcept;
  ~Member();

  bool operator==(const Member&) const = default;
};

/// `bytes`: input length, checked before reading; `depth`: nested arrays and objects, checked
/// before each one is opened, at most 256.
struct Limits {
  std::size_t bytes = 1'000'000;
  std::uint32_t depth = 64;
};

/// Reads with simdjson. Errors: input.too_large, utf8.invalid, json.syntax, json.depth,
/// json.duplicate_key, json.surrogate; the path names the place for a duplicate key, and the
/// message of json.syntax says line and column.
[[nodiscard]] Result<Value> parse(std::string_view text, const Limits& limits = {});

/// The same policy through nlohmann's SAX reader.
[[nodiscard]] Result<Value> parse_with_nlohmann(std::string_view text, const Limits& limits = {});

/// What JavaScript's JSON.parse accepts: the last of duplicate keys wins (at the place of the
/// first), lone surrogates are kept (in WTF-8, as an escape or in the text itself), depth up to
/// `limits.depth`. Only for reproducing kleros-sdk. Errors: input.too_large, utf8.invalid (bytes
/// that no JavaScript string has), json.syntax, json.depth.
[[nodiscard]] Result<Value> parse_like_javascript(std::string_view text, const Limits& limits = {});

/// Whether `text` is a number of RFC 8259 section 6, all of it.
[[nodiscard]] bool is_number_literal(std::string_view text);

/// Compact JSON text. With `ascii_only`, everything above U+007F as \uXXXX. Lone surrogates always
/// are, bytes that are no text become U+FFFD, and numbers JSON cannot write (NaN) become null.
[[nodiscard]] std::string dump(const Value& value, bool ascii_only = true);

/// Appends `text` as the inside of a JSON string (no quotes): \" \\ and control characters escaped
/// as JSON.stringify does; the rest as dump says.
void append_escaped(std::string& out, std::string_view text, bool ascii_only);

/// Bridges to the building side. A number that a JavaScript reader would round (an integer above
/// 2^53-1, a fraction no double is written as) becomes a string with its literal. Text that holds
/// lone surrogates must be dumped with nlohmann's error_handler_t::replace, or with dump() above.
[[nodiscard]] nlohmann::ordered_json to_nlohmann(const Value& value);
[[nodiscard]] Value from_nlohmann(const nlohmann::ordered_json& value);

}  // namespace dikast::json
