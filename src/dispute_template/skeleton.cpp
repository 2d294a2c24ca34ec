#include <algorithm>
#include <cstring>

#include "dikast/mustache.hpp"
#include "dikast/template_skeleton.hpp"

namespace dikast::dispute_template {
namespace {

// What the encoder of the browser writes for half of a surrogate pair. The general way gets the
// values unharmed and says what is wrong with them, if anything is.
bool may_hide_surrogate(std::string_view text) {
  for (std::size_t i = text.find('\xEF'); i != std::string_view::npos;
       i = text.find('\xEF', i + 1)) {
    if (text.substr(i + 1, 2) == "\xBF\xBD") {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string> Skeleton::variables() const {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < names_.size();) {
    const std::size_t end = std::min(names_.find(',', begin), names_.size());
    out.push_back(names_.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

bool Skeleton::split(std::string_view values, std::vector<std::string_view>& parts) const {
  parts.reserve(count_);
  if (count_ == 0) {
    return values.empty();
  }
  std::size_t begin = 0;
  for (std::size_t i = 1; i < count_; ++i) {
    const std::size_t end = values.find('\0', begin);
    if (end == std::string_view::npos) {
      return false;
    }
    parts.push_back(values.substr(begin, end - begin));
    begin = end + 1;
  }
  parts.push_back(values.substr(begin));
  // A value with a NUL of its own would move all that follow.
  return parts.back().find('\0') == std::string_view::npos && !may_hide_surrogate(values);
}

bool Skeleton::checks_pass(const std::vector<std::string_view>& parts) const {
  std::string joined;
  for (const Check& check : checks_) {
    const Piece& first = pieces_[check.first];
    if (check.last - check.first == 1 && first.begin == first.end) {
      if (check.test(parts[static_cast<std::size_t>(first.variable)])) {
        return false;
      }
      continue;
    }
    joined.clear();
    for (std::uint32_t i = check.first; i < check.last; ++i) {
      joined.append(texts_, pieces_[i].begin, pieces_[i].end - pieces_[i].begin);
      if (pieces_[i].variable >= 0) {
        joined += parts[static_cast<std::size_t>(pieces_[i].variable)];
      }
    }
    if (check.test(joined)) {
      return false;
    }
  }
  return true;
}

bool Skeleton::check(std::string_view values) const {
  // Beyond this the output limit may be met: six bytes of output a byte, for every slot.
  const mustache::Budget budget;
  std::vector<std::string_view> parts;
  return split(values, parts) && checks_pass(parts) &&
         text_.size() + values.size() * 6 * slots_.size() <= budget.output_bytes;
}

bool Skeleton::render(std::string_view values, std::string& out) const {
  const mustache::Budget budget;
  std::vector<std::string_view> parts;
  if (!split(values, parts) || !checks_pass(parts)) {
    return false;
  }
  const std::size_t start = out.size();
  std::size_t from = 0;
  for (const Slot& slot : slots_) {
    out.append(text_, from, slot.at - from);
    from = slot.at;
    json::append_escaped(out, parts[slot.variable], true);
    if (out.size() - start > budget.output_bytes) {
      return false;
    }
  }
  out.append(text_, from, std::string::npos);
  return out.size() - start <= budget.output_bytes;
}

}  // namespace dikast::dispute_template
