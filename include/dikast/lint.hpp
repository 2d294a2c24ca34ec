#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/rule_catalogue.hpp"
#include "dikast/uint256.hpp"
#include "dikast/utf8.hpp"

/// Every problem of a dispute template and its data mappings, with its place, and a repair where
/// one exists. Works on the source: nothing is blanked because one comma is missing.
namespace dikast::lint {

/// Replace `length` UTF-16 units at `offset` by `text`.
struct Edit {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::string text;
  bool operator==(const Edit&) const = default;
};

/// A repair an editor can apply; the edits do not overlap and refer to the text as linted.
struct Fix {
  std::string description;
  std::vector<Edit> edits;
  bool operator==(const Fix&) const = default;
};

enum class Source : std::uint8_t { Template, Mappings };

struct Issue {
  RuleId rule{};
  Severity severity = Severity::Error;
  Source source = Source::Template;
  std::string path;     ///< JSON Pointer into the template or the mappings
  std::string message;  ///< what is wrong and what to do
  std::string hint;     ///< where it matters, or empty
  utf8::Position begin;
  utf8::Position end;  ///< one past the last character
  std::optional<Fix> fix;
};

struct Options {
  std::optional<std::string> mappings;    ///< not given: nothing is said about what populates what
  std::optional<Uint256> ruling_options;  ///< numberOfRulingOptions of the dispute
  std::optional<Uint256> chain_id;        ///< where the dispute will be created
  std::vector<std::string> context;       ///< names the host page adds to what Court gives
  Profile profile = Profile::Strict;
};

struct Report {
  std::vector<Issue> issues;  ///< template first, then mappings, each in order of position
  /// No issue of severity error.
  [[nodiscard]] bool valid() const;
};

/// Inputs of any size are read; over 1,000,000 bytes nothing but that is reported.
[[nodiscard]] Report lint_template(std::string_view text, const Options& options);

/// The mappings alone; `text` of the template is given to say which variables are read.
[[nodiscard]] Report lint_mappings(std::string_view mappings,
                                   std::optional<std::string_view> template_text,
                                   const Options& options);

}  // namespace dikast::lint
