#include "answer_rules.hpp"

#include <algorithm>
#include <string>

namespace dikast::document::detail {
namespace {

std::string path_of(std::size_t answer, std::string_view member) {
  return pointer_join(pointer_join("/answers", std::to_string(answer)), member);
}

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view name) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = name.find_first_not_of(kSpace);
  return first == std::string_view::npos
             ? std::string_view()
             : name.substr(first, name.find_last_not_of(kSpace) + 1 - first);
}

bool before(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(),
      [](char left, char right) { return to_lower(left) < to_lower(right); });
}

}  // namespace

void AnswerRules::add(std::optional<std::string_view> id, std::optional<std::string_view> title,
                      Findings& findings) {
  const std::size_t place = count_++;
  const auto number = id ? parse_answer_id(*id) : std::nullopt;
  if (!number || number->too_large) {
    all_read_ = false;
    if (number) {
      findings.push_back(
          {rule::kAnswerIdRange, path_of(place, "id"),
           "An answer's id is at most 2^256-1: the contract cannot take this number."});
    } else if (id) {
      findings.push_back(
          {rule::kAnswerIdFormat, path_of(place, "id"), "An answer's id is 0x and hex digits."});
    }
    return;
  }
  ids_.emplace_back(number->value, place);
  if (number->value.is_zero() && title && !is_refuse_title(*title)) {
    findings.push_back({rule::kAnswerZeroTitle, path_of(place, "title"),
                        "Answer 0 means \"refuse to arbitrate\": Kleros Court replaces this title, "
                        "and the arbitrator treats the answer as no ruling."});
  }
}

// Leaves one of each value, in order.
void AnswerRules::repetitions(Findings& findings) {
  std::sort(ids_.begin(), ids_.end());
  const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
  std::vector<std::pair<std::size_t, Uint256>> again;
  for (std::size_t i = 1; i < ids_.size(); ++i) {
    if (same(ids_[i - 1], ids_[i])) {
      again.emplace_back(ids_[i].second, ids_[i].first);
    }
  }
  std::sort(again.begin(), again.end());
  for (const auto& [place, value] : again) {
    findings.push_back({rule::kAnswerIdDuplicate, path_of(place, "id"),
                        "Another answer has the same number " + value.to_decimal() + "."});
  }
  count_ -= again.size();
  ids_.erase(std::unique(ids_.begin(), ids_.end(), same), ids_.end());
}

void AnswerRules::sequence(bool reality, Findings& findings) const {
  const std::size_t first = !ids_.empty() && ids_.front().first.is_zero() ? 1 : 0;
  const bool too_soon = reality && !ids_.empty() && ids_.back().first == Uint256::max();
  const std::size_t end = ids_.size() - (too_soon ? 1 : 0);
  for (std::size_t i = first; i < end; ++i) {
    const std::size_t wanted = i - first + 1;
    if (ids_[i].first != Uint256(wanted)) {
      findings.push_back({rule::kAnswerIdGap, "/answers",
                          "The answers' ids are not 1 to " + std::to_string(end - first) +
                              ": number " + std::to_string(wanted) + " is missing, " +
                              ids_[i].first.to_decimal() +
                              " follows. The contract accepts only 0 to numberOfRulingOptions."});
      return;
    }
  }
}

void AnswerRules::finish(std::string_view type, Findings& findings) {
  const bool typed_number = type == "uint" || type == "datetime";
  repetitions(findings);
  if (all_read_) {
    sequence(!type.empty(), findings);
  }
  const std::size_t refuse = !ids_.empty() && ids_.front().first.is_zero() ? 1 : 0;
  if (count_ - refuse < 2 && !typed_number) {
    findings.push_back({rule::kAnswersTooFew, "/answers",
                        "At least two answers besides \"refuse to arbitrate\" are needed: with "
                        "fewer there is nothing to decide."});
  }
}

std::optional<std::size_t> repeated_name(const std::vector<std::string_view>& names) {
  std::vector<std::pair<std::string_view, std::size_t>> order;
  order.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    order.emplace_back(trimmed(names[i]), i);
  }
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return before(a.first, b.first) || (!before(b.first, a.first) && a.second < b.second);
  });
  std::optional<std::size_t> found;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (!before(order[i - 1].first, order[i].first) && (!found || order[i].second < *found)) {
      found = order[i].second;
    }
  }
  return found;
}

}  // namespace dikast::document::detail
