#include <algorithm>
#include <numeric>
#include <utility>

#include "dikast/utf8.hpp"
#include "reader.hpp"

namespace dikast::json {
namespace detail {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Indices of `members`, ordered by key and, among equal keys, by place.
std::vector<std::size_t> by_key(const std::vector<Member>& members) {
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&members](std::size_t a, std::size_t b) {
    const int compared = members[a].key.compare(members[b].key);
    return compared != 0 ? compared < 0 : a < b;
  });
  return order;
}

}  // namespace

std::string describe_place(std::string_view text, std::size_t at) {
  const utf8::Position position = utf8::position_at(text, at);
  return "line " + std::to_string(position.line) + ", column " + std::to_string(position.column);
}

std::string describe_found(std::string_view text, std::size_t at) {
  if (at >= text.size()) return "the end of the text";
  if (text[at] > ' ' && text[at] <= '~') return std::string("'") + text[at] + "'";
  const auto decoded = utf8::decode_wtf8_at(text, at);
  const auto code = decoded ? static_cast<unsigned>(decoded->code_point) : 0xfffdU;
  std::string name = "U+";
  for (int shift = code > 0xfffff ? 20 : code > 0xffff ? 16 : 12; shift >= 0; shift -= 4) {
    name += "0123456789ABCDEF"[code >> shift & 15];
  }
  return name;
}

std::optional<std::size_t> first_duplicate(const std::vector<Member>& members) {
  const auto order = by_key(members);
  std::optional<std::size_t> first;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (members[order[i]].key == members[order[i - 1]].key && (!first || order[i] < *first)) {
      first = order[i];
    }
  }
  return first;
}

void keep_last_of_duplicates(std::vector<Member>& members) {
  const auto order = by_key(members);
  std::vector<bool> dropped(members.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t last = i;
    while (last + 1 < order.size() && members[order[last + 1]].key == members[order[i]].key) ++last;
    if (last != i) members[order[i]].value = std::move(members[order[last]].value);
    for (std::size_t k = i + 1; k <= last; ++k) dropped[order[k]] = true;
    i = last + 1;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (dropped[i]) continue;
    if (kept != i) members[kept] = std::move(members[i]);
    ++kept;
  }
  members.erase(members.begin() + static_cast<std::ptrdiff_t>(kept), members.end());
}

bool has_byte_order_mark(std::string_view text) { return text.starts_with(kByteOrderMark); }

std::size_t number_length(std::string_view text) {
  const auto digits = [text](std::size_t from) {
    std::size_t at = from;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
  };
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits(at);
  if (whole == at) return 0;
  at = text[at] == '0' ? at + 1 : whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = digits(at + 1);
    if (end == at + 1) return at;
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const bool sign = at + 1 < text.size() && (text[at + 1] == '+' || text[at + 1] == '-');
    const std::size_t from = at + (sign ? 2 : 1);
    const std::size_t end = digits(from);
    if (end != from) at = end;
  }
  return at;
}

bool has_duplicate_keys(const std::vector<Member>& members) {
  // Few members: comparing each with each costs less than ordering them.
  constexpr std::size_t kFew = 16;
  if (members.size() > kFew) return first_duplicate(members).has_value();
  for (std::size_t i = 1; i < members.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (members[i].key == members[k].key) return true;
    }
  }
  return false;
}

bool starts_well(std::string_view text, const Limits& limits) {
  return text.size() <= limits.bytes && !has_byte_order_mark(text) &&
         text.find('\0') == std::string_view::npos;
}

}  // namespace detail

bool is_number_literal(std::string_view text) {
  return !text.empty() && detail::number_length(text) == text.size();
}

}  // namespace dikast::json
