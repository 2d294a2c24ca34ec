#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dikast/json.hpp"

/// Context values as JavaScript sees them.
namespace dikast::mustache {

/// & < > " ' ` = as Handlebars escapes them.
void append_handlebars_escaped(std::string& out, std::string_view text);

/// A Number whose text ends in "n".
[[nodiscard]] bool is_bigint(const json::Value& value);

/// JavaScript's truth: false for null, false, "", 0, -0, NaN and 0n.
[[nodiscard]] bool is_truthy(const json::Value& value);

/// A value that was found, or made on the spot (a length, a character).
class Slot {
 public:
  [[nodiscard]] const json::Value* get() const { return pointer_; }
  void set(const json::Value* value) { pointer_ = value; }
  void make(json::Value value) {
    made_ = std::move(value);
    pointer_ = &*made_;
  }
  Slot() = default;
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

 private:
  const json::Value* pointer_ = nullptr;
  std::optional<json::Value> made_;
};

/// The own property `key`: members, array items and lengths, string characters (UTF-16 units) and
/// lengths. False when there is none; `found` is untouched then.
[[nodiscard]] bool own_property(const json::Value& owner, std::string_view key, Slot& found);

/// JavaScript's ==.
[[nodiscard]] bool loosely_equal(const json::Value& a, const json::Value& b);

}  // namespace dikast::mustache
