#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "dikast/document_rules.hpp"

namespace dikast::document::detail {

/// The rules on answer ids, fed answer by answer: the one place where they are decided, for
/// documents and for templates that are not rendered yet.
class AnswerRules {
 public:
  /// `id` and `title` are nullopt where the answer has no such text.
  void add(std::optional<std::string_view> id, std::optional<std::string_view> title,
           Findings& findings);
  /// After the last answer. `type` is the document's, "" for none.
  void finish(std::string_view type, Findings& findings);

 private:
  void repetitions(Findings& findings);
  void sequence(bool reality, Findings& findings) const;

  std::vector<std::pair<Uint256, std::size_t>> ids_;  ///< value and place of each id
  std::size_t count_ = 0;
  bool all_read_ = true;
};

/// The first name that an earlier one equals, but for letter case (ASCII) and white space around
/// it.
[[nodiscard]] std::optional<std::size_t> repeated_name(const std::vector<std::string_view>& names);

}  // namespace dikast::document::detail
