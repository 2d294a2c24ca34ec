#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dikast/json.hpp"
#include "dikast/lint.hpp"
#include "dikast/source_document.hpp"
#include "text.hpp"

namespace dikast::lint {

/// Collects issues about one source, turning byte spans into positions.
class Reporter {
 public:
  Reporter(const source::Document& document, Source source, Profile profile,
           std::vector<Issue>& out);

  struct ByteEdit {
    source::Span span;
    std::string text;
  };
  /// Drops what the profile switches off, and more than kMaxPerRule issues of one rule.
  void add(RuleId rule, source::Span span, std::string path, std::string message,
           std::string hint = {});
  void add(RuleId rule, const source::Node& node, std::string message, std::string hint = {});
  /// A repair for the issue added last, when it was kept.
  void fix(std::string description, std::vector<ByteEdit> edits);
  void fix(std::string description, source::Span span, std::string text) {
    fix(std::move(description), {ByteEdit{span, std::move(text)}});
  }

  [[nodiscard]] const source::Document& document() const { return doc_; }
  [[nodiscard]] Profile profile() const { return profile_; }
  [[nodiscard]] bool strict() const { return profile_ == Profile::Strict; }

 private:
  const source::Document& doc_;
  source::LineIndex lines_;
  Source source_;
  Profile profile_;
  std::vector<Issue>& out_;
  std::vector<std::uint16_t> counts_;
  bool kept_ = false;
};

/// The source's JSON with tags kept as written in strings and null for slots in value position.
[[nodiscard]] json::Value static_value(const source::Document& document, const source::Node& node);

/// The node a JSON Pointer names, or its nearest ancestor that exists (`exact` false).
struct Place {
  const source::Node* node = nullptr;
  bool exact = false;
};
[[nodiscard]] Place resolve(const source::Document& document, std::string_view pointer);

/// Where to point for "something is missing in here": a container's opening bracket, else the
/// value.
[[nodiscard]] source::Span head(const source::Node& node);

/// Whether tags decide this value or parts of it.
[[nodiscard]] bool depends_on_data(const source::Node& node);

/// The candidate within edit distance 2 (1 for short words; case does not count), or "".
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> known);

/// Reports the faults of reading under the names of one domain.
struct FaultRules {
  RuleId syntax, trailing_comma, missing_comma, comment, control, duplicate, surrogate, depth;
};
void report_faults(Reporter& report, const FaultRules& rules);

/// `value` as a JSON string literal.
[[nodiscard]] std::string quoted(std::string_view value);

}  // namespace dikast::lint
