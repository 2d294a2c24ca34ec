#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dikast/error.hpp"
#include "dikast/json.hpp"

namespace dikast::mapping {

/// A Reality.eth question as its template and its text give it.
struct RealityQuestion {
  std::string title;
  std::string type;  ///< bool, uint, int, single-select, multiple-select, datetime, hash
  std::vector<std::string> outcomes;
  std::string category;
  std::string lang;
  std::string description;
  std::string decimals;  ///< decimal, "" when the template has none
  std::vector<std::string> notes;
};

/// Puts the fields of `text` (separated by U+241F) into the %s of `template_text`. A field inside a
/// JSON string stays inside it; a list field must be quoted texts joined by commas.
/// Errors: mapping.question_invalid. Follows the format of Reality.eth's whitepaper and app, not
/// its library's code.
[[nodiscard]] Result<RealityQuestion> read_question(std::string_view template_text,
                                                    std::string_view text);

/// The answers jurors can choose. A ruling r stands for Reality's answer r-1 (all Kleros proxies),
/// so "No" of a bool question is 0x01 and "Yes" 0x02. Ends with "Answered Too Soon" (2^256-1).
[[nodiscard]] json::Value question_answers(const RealityQuestion& question);

}  // namespace dikast::mapping
