#include "tokens.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "dikast/utf8.hpp"
#include "scan.hpp"

namespace dikast::mustache {
namespace {

constexpr std::string_view kSymbols = "#^/>{&=!";

Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

class Tokeniser {
 public:
  Tokeniser(std::string_view source, Grammar grammar) : source_(source), grammar_(grammar) {}

  tl::expected<std::vector<Token>, SyntaxFault> run() {
    while (pos_ < source_.size()) {
      const std::size_t start = std::min(source_.find(open_, pos_), source_.size());
      if (start > pos_)
        tokens_.push_back({.span = span_of(pos_, start), .value = span_of(pos_, start)});
      if (start == source_.size()) break;
      if (auto fault = tag(start)) return tl::unexpected(std::move(*fault));
    }
    if (!sections_.empty()) {
      const Span name = tokens_[sections_.back()].value;
      return tl::unexpected(
          unclosed_section(name, source_.size(), tokens_[sections_.back()].span.begin));
    }
    return std::move(tokens_);
  }

 private:
  using Fault = std::optional<SyntaxFault>;

  std::string_view slice(Span span) const {
    return source_.substr(span.begin, span.end - span.begin);
  }

  Fault tag(std::size_t start) {
    Token token;
    pos_ = start + open_.size();
    const bool tildes = grammar_ == Grammar::Mixed && open_ == "{{";
    if (tildes && pos_ < source_.size() && source_[pos_] == '~') {
      token.tilde_open = true;
      ++pos_;
    }
    pos_ = scan::skip_space(source_, pos_);
    char symbol = 'n';
    if (pos_ < source_.size() && kSymbols.find(source_[pos_]) != std::string_view::npos) {
      symbol = source_[pos_++];
    }
    pos_ = scan::skip_space(source_, pos_);
    if (!read_value(symbol, token.value)) {
      // mustache.js names the end of the template; the editor is shown the tag.
      return syntax_fault("Unclosed tag at " + offset_text(source_.size()), start);
    }
    token.type = symbol == '{' ? '&' : symbol;
    token.span = span_of(start, pos_);
    if (tildes && source_[pos_ - close_.size() - 1] == '~') close_with_tilde(token);
    tokens_.push_back(token);
    if (symbol == '=') return delimiters(token);
    if (grammar_ == Grammar::Mustache) return match(token);
    return std::nullopt;
  }

  /// Reads up to and over the closing delimiter.
  bool read_value(char symbol, Span& value) {
    if (symbol == '{' && grammar_ == Grammar::Mixed && open_ == "{{") return read_triple(value);
    if (symbol == '{') {
      closing_curly_.assign("}").append(close_);
      const std::size_t at = source_.find(closing_curly_, pos_);
      if (at == std::string_view::npos) return false;
      value = span_of(pos_, scan::trim_end(source_, pos_, at));
      pos_ = at + closing_curly_.size();
      return true;
    }
    if (symbol == '=') {
      const std::size_t at = source_.find('=', pos_);
      if (at == std::string_view::npos) return false;
      value = span_of(pos_, scan::trim_end(source_, pos_, at));
      pos_ = at + 1;
    }
    const std::size_t at = source_.find(close_, pos_);
    if (at == std::string_view::npos) return false;
    if (symbol != '=') value = span_of(pos_, scan::trim_end(source_, pos_, at));
    pos_ = at + close_.size();
    return true;
  }

  /// {{{name}}} whose end may be }~}}.
  bool read_triple(Span& value) {
    for (std::size_t at = source_.find('}', pos_); at != std::string_view::npos;
         at = source_.find('}', at + 1)) {
      const std::string_view rest = source_.substr(at + 1);
      const std::size_t bytes = rest.starts_with("}}") ? 3 : rest.starts_with("~}}") ? 4 : 0;
      if (bytes == 0) continue;
      value = span_of(pos_, scan::trim_end(source_, pos_, at));
      pos_ = at + bytes;
      return true;
    }
    return false;
  }

  void close_with_tilde(Token& token) const {
    const std::size_t tilde = pos_ - close_.size() - 1;
    if (tilde < token.span.begin + open_.size() + (token.tilde_open ? 1 : 0)) return;
    token.tilde_close = true;
    if (tilde < token.value.begin || tilde >= token.value.end) return;
    token.value.end = static_cast<std::uint32_t>(scan::trim_end(source_, token.value.begin, tilde));
  }

  /// The two words of {{=a b=}}; mustache.js takes no notice of further ones.
  Fault delimiters(const Token& token) {
    const std::string_view value = slice(token.value);
    std::size_t first_end = 0;
    while (first_end < value.size() && scan::space_at(value, first_end) == 0) ++first_end;
    const std::size_t second = scan::skip_space(value, first_end);
    if (second >= value.size()) {
      return syntax_fault("Invalid tags: " + std::string(value), token.span.begin);
    }
    std::size_t second_end = second;
    while (second_end < value.size() && scan::space_at(value, second_end) == 0) ++second_end;
    open_ = value.substr(0, first_end);
    close_ = value.substr(second, second_end - second);
    return std::nullopt;
  }

  Fault match(const Token& token) {
    if (token.type == '#' || token.type == '^') {
      sections_.push_back(tokens_.size() - 1);
    } else if (token.type == '/') {
      const std::size_t start = token.span.begin;
      if (sections_.empty()) {
        return syntax_fault(
            "Unopened section \"" + std::string(slice(token.value)) + "\" at " + offset_text(start),
            start);
      }
      const Span name = tokens_[sections_.back()].value;
      if (slice(name) != slice(token.value)) return unclosed_section(name, start, start);
      sections_.pop_back();
    }
    return std::nullopt;
  }

  SyntaxFault unclosed_section(Span name, std::size_t at, std::size_t shown) const {
    return syntax_fault(
        "Unclosed section \"" + std::string(slice(name)) + "\" at " + offset_text(at), shown);
  }

  std::string offset_text(std::size_t at) const {
    return std::to_string(utf8::utf16_length(source_.substr(0, at)));
  }

  std::string_view source_;
  Grammar grammar_;
  std::size_t pos_ = 0;
  std::string_view open_ = "{{";
  std::string_view close_ = "}}";
  std::string closing_curly_;
  std::vector<Token> tokens_;
  std::vector<std::size_t> sections_;
};

/// Follows one line at a time: the blank ends of text on it, and whether it must stay.
class LineStripper {
 public:
  LineStripper(std::string_view source, std::vector<Token>& tokens)
      : source_(source), tokens_(tokens) {}

  void run() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.type != 't') {
        has_tag_ = true;
        if (keeps_line(token)) keep_ = true;
      } else if ((has_tag_ && !keep_) || (i + 1 < tokens_.size() && !keeps_line(tokens_[i + 1]))) {
        text(i);
      } else {
        // The lines on both sides stay as they are, wherever they break.
        blanks_.clear();
      }
    }
    end_line();
  }

 private:
  struct Blank {
    std::size_t token;
    std::uint32_t from;
  };

  static bool keeps_line(const Token& token) {
    return token.handlebars || token.type == 'n' || token.type == '&';
  }

  void text(std::size_t index) {
    Token& token = tokens_[index];
    const std::string_view own = source_.substr(0, token.span.end);
    std::uint32_t line = token.span.begin;
    const std::size_t last = own.substr(line).rfind('\n');
    if (last != std::string_view::npos) {
      if (has_tag_ && !keep_) {
        const std::size_t first = own.find('\n', line);
        if (scan::is_blank(own, line, first)) {
          token.value.begin = static_cast<std::uint32_t>(first + 1);
        } else {
          keep_ = true;
        }
      }
      end_line();
      line += static_cast<std::uint32_t>(last + 1);
    }
    if (keep_) return;
    if (!scan::is_blank(own, line, own.size())) {
      keep_ = true;
    } else if (line < own.size()) {
      blanks_.push_back({index, line});
    }
  }

  void end_line() {
    if (has_tag_ && !keep_) {
      for (const Blank& blank : blanks_) tokens_[blank.token].value.end = blank.from;
    }
    blanks_.clear();
    has_tag_ = false;
    keep_ = false;
  }

  std::string_view source_;
  std::vector<Token>& tokens_;
  std::vector<Blank> blanks_;
  bool has_tag_ = false;
  bool keep_ = false;
};

}  // namespace

Span indentation(std::string_view source, const std::vector<Token>& tokens, std::size_t index) {
  const std::uint32_t end = tokens[index].span.begin;
  if (index == 0 || tokens[index - 1].type != 't') return {end, end};
  const Span before = tokens[index - 1].span;
  const std::string_view text = source.substr(before.begin, before.end - before.begin);
  const std::size_t newline = text.rfind('\n');
  if (newline == std::string_view::npos) return index == 1 ? before : Span{end, end};
  return {before.begin + static_cast<std::uint32_t>(newline + 1), end};
}

SyntaxFault fault_at(std::size_t at, ErrorCode code, std::string message) {
  return {fail(code, {}, std::move(message)).value(), static_cast<std::uint32_t>(at)};
}

SyntaxFault syntax_fault(std::string message, std::size_t at) {
  return fault_at(at, ErrorCode::template_syntax, std::move(message));
}

tl::expected<std::vector<Token>, SyntaxFault> tokenise(std::string_view source, Grammar grammar) {
  return Tokeniser(source, grammar).run();
}

bool has_tilde(std::string_view source, const std::vector<Token>& tokens) {
  for (const Token& token : tokens) {
    if (token.type == 't' || !source.substr(token.span.begin).starts_with("{{")) continue;
    if (source[token.span.begin + 2] == '~') return true;
    // A comment may end in "~" without meaning anything by it.
    const bool closes = token.type != '!' && token.type != '=';
    if (closes && token.span.end - token.span.begin > 4 && source[token.span.end - 3] == '~') {
      return true;
    }
  }
  return false;
}

void strip_standalone(std::string_view source, std::vector<Token>& tokens) {
  LineStripper(source, tokens).run();
}

}  // namespace dikast::mustache
