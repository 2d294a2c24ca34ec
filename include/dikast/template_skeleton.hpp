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
  [[nodiscard]] std::vector<std::string> variables() const;
  /// The same, joined by commas (no name holds one), and their number.
  [[nodiscard]] const std::string& names() const { return names_; }
  [[nodiscard]] std::size_t name_count() const { return count_; }

  /// Appends the document as compact ASCII JSON. `values`: one text a variable, in order, joined by
  /// NUL. False, with `out` unspecified beyond its former end: take the general way.
  [[nodiscard]] bool render(std::string_view values, std::string& out) const;

  /// Whether render() succeeds, without building anything.
  [[nodiscard]] bool check(std::string_view values) const;

 private:
  friend class SkeletonBuilder;

  struct Slot {
    std::uint32_t at;        ///< offset in text_
    std::uint32_t variable;  ///< index into the names
  };
  struct Piece {
    std::uint32_t begin;  ///< in texts_, UTF-8: what stands before the variable
    std::uint32_t end;
    std::int32_t variable;  ///< -1: no variable follows
  };
  /// A rule on a text that values are part of.
  struct Check {
    std::optional<document::Fault> (*test)(std::string_view);
    std::uint32_t first;  ///< in pieces_
    std::uint32_t last;   ///< one past the end
  };

  [[nodiscard]] bool split(std::string_view values, std::vector<std::string_view>& parts) const;
  [[nodiscard]] bool checks_pass(const std::vector<std::string_view>& parts) const;

  std::string text_;  ///< ASCII JSON without the values
  std::vector<Slot> slots_;
  std::string names_;
  std::size_t count_ = 0;
  std::vector<Check> checks_;
  std::vector<Piece> pieces_;
  std::string texts_;
};

}  // namespace dikast::dispute_template
