#include <optional>
#include <utility>

#include "dikast/utf8.hpp"
#include "handlebars.hpp"
#include "scan.hpp"

namespace dikast::mustache::handlebars {
namespace {

/// The text up to the first whitespace.
std::string_view first_word(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && scan::space_at(text, end) == 0) ++end;
  return text.substr(0, end);
}

bool opens_block(std::string_view value) {
  const std::string_view word = first_word(value);
  return word.size() < value.size() &&
         (word == "if" || word == "unless" || word == "each" || word == "with");
}

class Marker {
 public:
  Marker(std::string_view source, std::vector<Token>& tokens, Program& program,
         const Budget& budget)
      : source_(source), tokens_(tokens), program_(program), budget_(budget) {}

  tl::expected<void, SyntaxFault> run() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.type == '#' || (token.type == '^' && (blocks_ == 0 || !value(token).empty()))) {
        if (stack_.size() >= budget_.depth) {
          return tl::unexpected(fault_at(token.span.begin, ErrorCode::template_depth));
        }
        const bool block = token.type == '#' && opens_block(value(token));
        stack_.push_back({i, block});
        blocks_ += block ? 1 : 0;
      } else if (token.type == '/') {
        if (auto fault = close(i)) return tl::unexpected(*std::move(fault));
      }
    }
    if (!stack_.empty()) {
      const Token& open = tokens_[stack_.back().token];
      return tl::unexpected(unclosed(open, source_.size(), open.span.begin));
    }
    return read_expressions();
  }

 private:
  struct Open {
    std::size_t token;
    bool block;
  };

  [[nodiscard]] std::string_view value(const Token& token) const {
    return source_.substr(token.value.begin, token.value.end - token.value.begin);
  }

  [[nodiscard]] std::string offset_text(std::size_t at) const {
    return std::to_string(utf8::utf16_length(source_.substr(0, at)));
  }

  [[nodiscard]] SyntaxFault unclosed(const Token& open, std::size_t at, std::size_t shown) const {
    return syntax_fault(
        "Unclosed section \"" + std::string(value(open)) + "\" at " + offset_text(at), shown);
  }

  std::optional<SyntaxFault> close(std::size_t index) {
    const Token& token = tokens_[index];
    if (stack_.empty()) {
      return syntax_fault("Unopened section \"" + std::string(value(token)) + "\" at " +
                              offset_text(token.span.begin),
                          token.span.begin);
    }
    const Open open = stack_.back();
    const std::string_view opened = value(tokens_[open.token]);
    // Inside a block a section may have arguments, which its end does not repeat.
    const bool whole = opened == value(token);
    if (!whole && (blocks_ == 0 || first_word(opened) != value(token))) {
      return unclosed(tokens_[open.token], token.span.begin, token.span.begin);
    }
    stack_.pop_back();
    if (!open.block) return std::nullopt;
    --blocks_;
    // {{#if x}}...{{/if x}} is a section named "if x".
    if (whole) return std::nullopt;
    for (std::size_t i = open.token; i <= index; ++i) tokens_[i].handlebars = true;
    return std::nullopt;
  }

  tl::expected<void, SyntaxFault> read_expressions() {
    for (Token& token : tokens_) {
      if (!token.handlebars || token.type == 't' || token.type == '!' || token.type == '=') {
        continue;
      }
      std::size_t begin = token.value.begin;
      const std::string_view text = value(token);
      if (token.type == 'n' && first_word(text) == "else") {
        token.type = text.size() == 4 ? 'e' : 'c';
        begin += 4;
      }
      if (token.type == '^' && text.empty()) token.type = 'e';
      if (token.type == 'e') continue;
      auto parsed = parse_tag(source_, begin, token.value.end, Ending::AtLimit, budget_);
      if (!parsed) return tl::unexpected(std::move(parsed.error()));
      token.expression = static_cast<std::int32_t>(program_.expressions.size());
      program_.expressions.push_back(std::move(parsed->expression));
    }
    return {};
  }

  std::string_view source_;
  std::vector<Token>& tokens_;
  Program& program_;
  const Budget& budget_;
  std::vector<Open> stack_;
  std::size_t blocks_ = 0;  ///< open blocks on the stack
};

}  // namespace

bool has_block(std::string_view source, const std::vector<Token>& tokens) {
  for (const Token& token : tokens) {
    const Span name = token.value;
    if (token.type == '#' && opens_block(source.substr(name.begin, name.end - name.begin))) {
      return true;
    }
  }
  return false;
}

tl::expected<void, SyntaxFault> mark_blocks(std::string_view source, std::vector<Token>& tokens,
                                            Program& program, const Budget& budget) {
  return Marker(source, tokens, program, budget).run();
}

}  // namespace dikast::mustache::handlebars
