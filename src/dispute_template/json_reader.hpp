#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace dikast::dispute_template::detail {

/// A JSON reader that is fed text in pieces and can say, between any two of them, what may stand
/// there. It accepts exactly the structure of RFC 8259; that literals and escapes are spelled right
/// is left to the parser that reads the whole.
class JsonReader {
 public:
  enum class Slot : std::uint8_t {
    InString,   ///< inside a string that is a value
    Value,      ///< one JSON value can stand here
    ListItems,  ///< as Value, and the value is an item of a list
    None,       ///< a tag has no meaning here: in a key, an escape, a literal, between tokens
  };

  explicit JsonReader(std::uint32_t max_depth) : max_depth_(max_depth) {}

  /// False when `text` cannot follow; `fault` is the offset in `text` then.
  bool feed(std::string_view text, std::size_t& fault);
  [[nodiscard]] Slot slot() const;
  /// A whole value was written at a Slot::Value or Slot::ListItems.
  void value_written() { state_ = State::After; }
  /// Whether a complete document was read.
  [[nodiscard]] bool done() const;

 private:
  enum class State : std::uint8_t {
    Value,
    ItemOrEnd,
    KeyOrEnd,
    Key,
    Colon,
    After,
    String,
    Literal
  };

  bool structural(char c);
  bool open(bool object);
  bool close(bool object);
  std::size_t string(std::string_view text, std::size_t at);

  std::vector<bool> stack_;  // true: object
  State state_ = State::Value;
  bool in_key_ = false;
  std::uint8_t escape_ = 0;  // 1: after a backslash; 2..5: digits of \u still to come, plus one
  std::uint32_t max_depth_;
};

}  // namespace dikast::dispute_template::detail
