#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What changes for jurors between two versions of a dispute template, compared as they read it:
/// placeholders stand for values, answers are matched by the value of their id and not by their
/// place, and what Court shows nowhere is told apart.
namespace dikast::lint {

enum class ChangeKind : std::uint8_t { Added, Removed, Changed };

/// Meaning: what the vote decides (question, answers, policy, arbitrator). Text: what else jurors
/// read. Data: what Court does not show.
enum class ChangeWeight : std::uint8_t { Meaning, Text, Data };

struct TemplateChange {
  std::string path;  ///< JSON Pointer into the new template; for Removed into the old one
  ChangeKind kind = ChangeKind::Changed;
  ChangeWeight weight = ChangeWeight::Data;
  bool visible =
      true;  ///< false: jurors see the same (another spelling of an id or a tag, order, layout)
  std::optional<std::string>
      before;  ///< texts as jurors read them, placeholders as {{name}}; else JSON
  std::optional<std::string> after;
};

[[nodiscard]] std::string_view change_text(ChangeKind kind);
[[nodiscard]] std::string_view weight_text(ChangeWeight weight);

/// In the order of the new template, what was removed last. Both texts may be faulty; what cannot
/// be read is compared as text. Empty: the texts are equal.
[[nodiscard]] std::vector<TemplateChange> diff(std::string_view before, std::string_view after);

}  // namespace dikast::lint
