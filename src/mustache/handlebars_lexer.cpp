#include "handlebars_lexer.hpp"

#include <algorithm>

#include "scan.hpp"

namespace dikast::mustache::handlebars {
namespace {

bool is_id_byte(char c) {
  // [^\s!"#%-,./;->@[-^`{-~]
  static constexpr std::string_view kExcluded = "!\"#%&'()*+,./;<=>@[\\]^`{|}~";
  return kExcluded.find(c) == std::string_view::npos;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Fixed {
  std::string_view text;
  Kind kind;
};
constexpr Fixed kFixed[] = {
    {"(", Kind::OpenSub},
    {")", Kind::CloseSub},
    {"}}}}", Kind::CloseRaw},
    {"=", Kind::Equals},
    {"..", Kind::Id},
    {"}}}", Kind::CloseUnescaped},
    {"}~}}", Kind::CloseUnescaped},
    {"}}", Kind::Close},
    {"~}}", Kind::Close},
    {"@", Kind::Data},
    {"|", Kind::Bar},
};

}  // namespace

/// jison takes the first rule that matches, not the longest; the order here is that of Handlebars'
/// rules.
Lexeme Lexer::peek() const {
  const std::size_t at = std::min(scan::skip_space(source_.substr(0, limit_), at_), limit_);
  if (at >= limit_) return {Kind::Limit, limit_, limit_};
  for (const auto& [text, kind] : kFixed) {
    if (source_.substr(at, limit_ - at).starts_with(text)) return {kind, at, at + text.size()};
  }
  if (source_[at] == '.' && ends_id(at + 1)) return {Kind::Id, at, at + 1};
  if (source_[at] == '.' || source_[at] == '/') return {Kind::Separator, at, at + 1};
  if (source_[at] == '"' || source_[at] == '\'') return delimited(at, source_[at], Kind::String);
  if (const Lexeme literal = word(at); literal.kind != Kind::Invalid) return literal;
  return source_[at] == '[' ? delimited(at, ']', Kind::Id) : id(at);
}

bool Lexer::followed_by(std::size_t at, std::string_view set) const {
  if (at >= limit_) return limit_ < source_.size();
  return set.find(source_[at]) != std::string_view::npos || scan::space_at(source_, at) > 0;
}

/// "text", 'text' or [text]; a backslash keeps the end from ending it.
Lexeme Lexer::delimited(std::size_t at, char end, Kind kind) const {
  for (std::size_t i = at + 1; i < limit_; ++i) {
    if (source_[i] == '\\' && i + 1 < limit_ && source_[i + 1] == end) {
      ++i;
    } else if (source_[i] == end) {
      return {kind, at, i + 1};
    }
  }
  return {Kind::Invalid, at, at + 1};
}

/// true, false, undefined, null, `as |`, or a number.
Lexeme Lexer::word(std::size_t at) const {
  const std::string_view rest = source_.substr(at, limit_ - at);
  for (const std::string_view name : {"true", "false", "undefined", "null"}) {
    if (!rest.starts_with(name) || !ends_literal(at + name.size())) continue;
    const bool boolean = name == "true" || name == "false";
    return {boolean ? Kind::Boolean : Kind::Nothing, at, at + name.size()};
  }
  if (rest.starts_with("as") && scan::space_at(source_, at + 2) > 0) {
    const std::size_t bar = scan::skip_space(source_, at + 2);
    if (bar < limit_ && source_[bar] == '|') return {Kind::OpenParams, at, bar + 1};
  }
  return number(at);
}

/// -?[0-9]+(.[0-9]+)? before the end of a literal.
Lexeme Lexer::number(std::size_t at) const {
  std::size_t i = at + (source_[at] == '-' ? 1 : 0);
  const std::size_t digits = i;
  while (i < limit_ && is_digit(source_[i])) ++i;
  if (i == digits) return {};
  if (i + 1 < limit_ && source_[i] == '.' && is_digit(source_[i + 1])) {
    std::size_t j = i + 1;
    while (j < limit_ && is_digit(source_[j])) ++j;
    if (ends_literal(j)) return {Kind::Number, at, j};
  }
  return ends_literal(i) ? Lexeme{Kind::Number, at, i} : Lexeme{};
}

Lexeme Lexer::id(std::size_t at) const {
  std::size_t i = at;
  while (i < limit_ && is_id_byte(source_[i]) && scan::space_at(source_, i) == 0) ++i;
  if (i == at || !ends_id(i)) return {Kind::Invalid, at, at + 1};
  return {Kind::Id, at, i};
}

}  // namespace dikast::mustache::handlebars
