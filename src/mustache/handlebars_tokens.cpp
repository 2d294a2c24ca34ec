#include <algorithm>
#include <optional>
#include <utility>

#include "handlebars.hpp"
#include "scan.hpp"

namespace dikast::mustache::handlebars {
namespace {

Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

class Tokeniser {
 public:
  Tokeniser(std::string_view source, Program& program, const Budget& budget)
      : source_(source), program_(program), budget_(budget) {}

  tl::expected<std::vector<Token>, SyntaxFault> run() {
    if (const std::size_t nul = source_.find('\0'); nul != std::string_view::npos) {
      return tl::unexpected(parse_error(source_, nul, "U+0000 in the text"));
    }
    while (pos_ < source_.size()) {
      if (!content()) break;
      if (pos_ < source_.size() && !tag()) return tl::unexpected(*std::move(fault_));
    }
    return std::move(tokens_);
  }

 private:
  /// Text up to the next tag. A backslash before {{ makes the tag text, two stand for one.
  bool content() {
    std::size_t open = std::min(source_.find("{{", pos_), source_.size());
    if (open == source_.size()) {
      text(pos_, open);
      pos_ = open;
      return false;
    }
    const std::string_view before = source_.substr(pos_, open - pos_);
    if (before.ends_with("\\\\")) {
      text(pos_, open - 1);
    } else if (before.ends_with("\\")) {
      text(pos_, open - 1);
      pos_ = escaped_end(open);
      text(open, pos_);
      return content();
    } else {
      text(pos_, open);
    }
    pos_ = open;
    return true;
  }

  /// Where the text that begins with an escaped {{ ends: before the next tag and its backslashes.
  [[nodiscard]] std::size_t escaped_end(std::size_t open) const {
    const std::size_t next = source_.find("{{", open + 2);
    if (next == std::string_view::npos) return source_.size();
    std::size_t end = next;
    while (end > open + 2 && next - end < 2 && source_[end - 1] == '\\') --end;
    return end;
  }

  void text(std::size_t begin, std::size_t end) {
    if (begin < end) tokens_.push_back({.span = span_of(begin, end), .value = span_of(begin, end)});
  }

  [[nodiscard]] bool at(std::size_t where, std::string_view what) const {
    return source_.substr(std::min(where, source_.size())).starts_with(what);
  }

  bool tag() {
    const std::size_t start = pos_;
    if (at(start, "{{{{")) return raw_block(start);
    Token token;
    std::size_t inside = start + 2;
    if (at(inside, "~")) {
      token.tilde_open = true;
      ++inside;
    }
    if (at(inside, "!")) return comment(start, inside, token);
    if (at(inside, ">") || at(inside, "#>")) return partial(start, inside, token);
    if (at(inside, "^") || is_else(inside)) return inverse(start, inside, token);
    if (at(inside, "*") || at(inside, "#*")) return fault(start, "decorators are not supported");
    return plain_tag(start, inside, token);
  }

  bool plain_tag(std::size_t start, std::size_t inside, Token token) {
    Ending ending = Ending::Close;
    token.type = 'n';
    for (const char symbol : std::string_view("#/{&")) {
      if (inside >= source_.size() || source_[inside] != symbol) continue;
      token.type = symbol == '{' ? '&' : symbol;
      ending = symbol == '{' ? Ending::CloseUnescaped : Ending::Close;
      ++inside;
      break;
    }
    return expression(start, inside, ending, token);
  }

  bool expression(std::size_t start, std::size_t inside, Ending ending, Token token) {
    auto parsed = parse_tag(source_, inside, source_.size(), ending, budget_);
    if (!parsed) {
      fault_ = std::move(parsed.error());
      return false;
    }
    const Expression& made = parsed->expression;
    const bool bare = made.params.empty() && made.hash.empty() && made.block_params.empty();
    if ((token.type == '/' && !bare) ||
        ((token.type == 'n' || token.type == '&') && !made.block_params.empty())) {
      return fault(start, "unexpected text in the tag");
    }
    pos_ = parsed->end;
    token.tilde_close = parsed->tilde_close;
    add(start, token, made.span);
    tokens_.back().expression = static_cast<std::int32_t>(program_.expressions.size());
    program_.expressions.push_back(std::move(parsed->expression));
    return true;
  }

  void add(std::size_t start, Token token, Span value) {
    token.handlebars = true;
    token.span = span_of(start, pos_);
    token.value = value;
    tokens_.push_back(token);
  }

  /// {{! ... }} ends at the first }}, {{!-- ... --}} at the first --}}.
  bool comment(std::size_t start, std::size_t inside, Token token) {
    token.type = '!';
    std::size_t from = inside + 1;
    std::size_t end = std::string_view::npos;
    if (at(from, "--")) {
      for (std::size_t i = source_.find("--", from); i != std::string_view::npos && end > i;
           i = source_.find("--", i + 1)) {
        if (at(i, "--}}")) end = i + 4;
        if (at(i, "--~}}")) end = i + 5;
        if (end != std::string_view::npos) break;
      }
    } else if (const std::size_t close = source_.find("}}", from);
               close != std::string_view::npos) {
      end = close + 2;
    }
    if (end == std::string_view::npos) return fault(start, "the comment is not closed");
    pos_ = end;
    token.tilde_close = end >= from + 3 && source_[end - 3] == '~';
    add(start, token, span_of(from, std::max(from, end - 2)));
    return true;
  }

  bool partial(std::size_t start, std::size_t inside, Token token) {
    if (at(inside, "#>")) return fault(start, "partial blocks are not supported");
    token.type = '>';
    return expression(start, inside + 1, Ending::Close, token);
  }

  [[nodiscard]] bool is_else(std::size_t inside) const {
    const std::size_t word = scan::skip_space(source_, inside);
    if (!at(word, "else")) return false;
    const char next = word + 4 < source_.size() ? source_[word + 4] : ' ';
    return !((next >= '0' && next <= '9') || next == '_' || (next >= 'a' && next <= 'z') ||
             (next >= 'A' && next <= 'Z'));
  }

  /// {{^}}, {{else}}; {{else if x}}; {{^x}}.
  bool inverse(std::size_t start, std::size_t inside, Token token) {
    const bool caret = at(inside, "^");
    const std::size_t behind = caret ? inside + 1 : scan::skip_space(source_, inside) + 4;
    const std::size_t close = scan::skip_space(source_, behind);
    if (at(close, "}}") || at(close, "~}}")) {
      token.type = 'e';
      token.tilde_close = at(close, "~");
      pos_ = close + (token.tilde_close ? 3 : 2);
      add(start, token, span_of(close, close));
      return true;
    }
    token.type = caret ? '^' : 'c';
    return expression(start, behind, Ending::Close, token);
  }

  /// {{{{name}}}} text {{{{/name}}}}: nothing inside is a tag.
  bool raw_block(std::size_t start) {
    Token token;
    token.type = 'R';
    if (at(start + 4, "/")) return fault(start, "no raw block is open");
    if (!expression(start, start + 4, Ending::CloseRaw, token)) return false;
    const std::size_t inside = pos_;
    std::size_t nested = 0;
    for (std::size_t i = source_.find("{{{{", pos_); i != std::string_view::npos;
         i = source_.find("{{{{", i + 4)) {
      if (!at(i + 4, "/")) {
        ++nested;
        continue;
      }
      const std::size_t end = source_.find("}}}}", i);
      if (end == std::string_view::npos) break;
      if (nested-- > 0) continue;
      text(inside, i);
      pos_ = end + 4;
      return close_raw(i, end);
    }
    return fault(start, "the raw block is not closed");
  }

  bool close_raw(std::size_t begin, std::size_t end) {
    Token token;
    token.type = '/';
    auto parsed = parse_tag(source_, begin + 5, end + 4, Ending::CloseRaw, budget_);
    if (!parsed) {
      fault_ = std::move(parsed.error());
      return false;
    }
    add(begin, token, parsed->expression.span);
    tokens_.back().expression = static_cast<std::int32_t>(program_.expressions.size());
    program_.expressions.push_back(std::move(parsed->expression));
    return true;
  }

  bool fault(std::size_t where, std::string detail) {
    fault_ = parse_error(source_, where, std::move(detail));
    return false;
  }

  std::string_view source_;
  Program& program_;
  const Budget& budget_;
  std::size_t pos_ = 0;
  std::vector<Token> tokens_;
  std::optional<SyntaxFault> fault_;
};

}  // namespace

tl::expected<std::vector<Token>, SyntaxFault> tokenise(std::string_view source, Program& program,
                                                       const Budget& budget) {
  return Tokeniser(source, program, budget).run();
}

}  // namespace dikast::mustache::handlebars
