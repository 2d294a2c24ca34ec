#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/document_rules.hpp"

namespace dikast::dispute_template {

/// A template read and checked once, so that a render only fills its slots: the fast way for
/// templates whose tags are plain variables inside JSON strings. It never reports an error; where
/// anything is unusual it gives way to fill() and render(), which say what it is. What it renders
/// is what render() gives.
class Skeleton {
 public:
  /// nullopt: the template needs the general way (sections, values outside of strings, anything
  /// that is no valid document).
  static std::optional<Skeleton> build(std::string_view source);

  /// The variables, in order of first occurrence.
  [[nodiscard]] const std::vector<std::string>& variables() const { return variables_; }

  /// Appends the document as compact ASCII JSON. `values`: one text a variable, in order, joined by
  /// NUL. False, with `out` unspecified beyond its former end: take the general way.
  [[nodiscard]] bool render(std::string_view values, std::string& out) const;

  /// Whether render() succeeds, without building anything.
  [[nodiscard]] bool check(std::string_view values) const;

 private:
  friend class SkeletonBuilder;

  struct Slot {
    std::uint32_t at;        ///< offset in text_
    std::uint32_t variable;  ///< index into variables_
  };
  struct Piece {
    std::string text;       ///< UTF-8, before the variable
    std::int32_t variable;  ///< -1: no variable follows
  };
  /// A rule on a text that values are part of.
  struct Check {
    std::optional<document::Fault> (*test)(std::string_view);
    std::vector<Piece> pieces;
  };

  [[nodiscard]] bool split(std::string_view values, std::vector<std::string_view>& parts) const;
  [[nodiscard]] bool checks_pass(const std::vector<std::string_view>& parts) const;

  std::string text_;  ///< ASCII JSON without the values
  std::vector<Slot> slots_;
  std::vector<std::string> variables_;
  std::vector<Check> checks_;
};

}  // namespace dikast::dispute_template
