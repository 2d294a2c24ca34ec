#include <algorithm>
#include <optional>

#include "dikast/utf8.hpp"
#include "handlebars.hpp"
#include "handlebars_lexer.hpp"

namespace dikast::mustache::handlebars {
namespace {

/// String(Number(text)) for the decimal literals of the grammar.
std::string number_text(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  std::string_view whole = text.substr(0, dot);
  std::string_view fraction = dot == std::string_view::npos ? "" : text.substr(dot + 1);
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  std::string out = negative ? "-" : "";
  out += whole.empty() ? "0" : whole;
  if (!fraction.empty()) out.append(".").append(fraction);
  return out;
}

class TagParser {
 public:
  TagParser(std::string_view source, std::size_t at, std::size_t limit, Ending ending,
            const Budget& budget)
      : source_(source), lexer_(source, at, limit), ending_(ending), budget_(budget) {}

  tl::expected<ParsedTag, SyntaxFault> run() {
    ParsedTag tag;
    if (!call(tag.expression, true)) return tl::unexpected(*std::move(fault_));
    const Lexeme end = lexer_.next();
    if (end.kind != closing()) {
      unexpected(end);
      return tl::unexpected(*std::move(fault_));
    }
    tag.end = end.end;
    tag.tilde_close =
        ending_ != Ending::AtLimit && end.end - end.begin >= 3 && source_[end.end - 3] == '~';
    return tag;
  }

 private:
  [[nodiscard]] Kind closing() const {
    switch (ending_) {
      case Ending::AtLimit:
        return Kind::Limit;
      case Ending::Close:
        return Kind::Close;
      case Ending::CloseUnescaped:
        return Kind::CloseUnescaped;
      case Ending::CloseRaw:
        return Kind::CloseRaw;
    }
    return Kind::Invalid;
  }

  bool unexpected(const Lexeme& lexeme) {
    fault_ = parse_error(source_, lexeme.begin, "unexpected text in the tag");
    return false;
  }

  std::string_view slice(const Lexeme& lexeme) const {
    return source_.substr(lexeme.begin, lexeme.end - lexeme.begin);
  }

  /// helperName param* hash? and, where `outer`, block parameters.
  bool call(Expression& made, bool outer) {
    const std::size_t begin = lexer_.peek().begin;
    if (!value(made, false)) return false;
    if (made.kind == Expression::Kind::Literal) {
      const std::string name = made.literal.is_null() || made.literal.is_bool()
                                   ? std::string(source_.substr(begin, made.span.end - begin))
                                   : made.literal.text();
      made.path.dig = {name};
      made.path.original = name;
      made.path.at = static_cast<std::uint32_t>(begin);
      made.path.scoped = false;
    }
    made.kind = Expression::Kind::Path;
    if (!arguments(made)) return false;
    made.span.end = static_cast<std::uint32_t>(lexer_.at());
    return !outer || lexer_.peek().kind != Kind::OpenParams || block_params(made);
  }

  bool arguments(Expression& made) {
    while (true) {
      const Lexeme ahead = lexer_.peek();
      switch (ahead.kind) {
        case Kind::Id:
          if (is_hash()) {
            if (!hash_entry(made)) return false;
            continue;
          }
          break;
        case Kind::Data:
        case Kind::String:
        case Kind::Number:
        case Kind::Boolean:
        case Kind::Nothing:
        case Kind::OpenSub:
          break;
        case Kind::Separator:
        case Kind::CloseSub:
        case Kind::Equals:
        case Kind::OpenParams:
        case Kind::Bar:
        case Kind::Close:
        case Kind::CloseUnescaped:
        case Kind::CloseRaw:
        case Kind::Limit:
        case Kind::Invalid:
          return true;
      }
      // A parameter behind a hash is a fault.
      if (!made.hash.empty()) return unexpected(ahead);
      made.params.emplace_back();
      if (!value(made.params.back(), true)) return false;
    }
  }

  [[nodiscard]] bool is_hash() const {
    Lexer ahead = lexer_;
    ahead.next();
    return ahead.peek().kind == Kind::Equals;
  }

  bool hash_entry(Expression& made) {
    std::string name = part(lexer_.next());
    lexer_.next();
    made.hash.push_back({std::move(name), {}});
    return value(made.hash.back().value, true);
  }

  bool block_params(Expression& made) {
    lexer_.next();
    while (lexer_.peek().kind == Kind::Id) made.block_params.push_back(part(lexer_.next()));
    const Lexeme bar = lexer_.next();
    return (bar.kind == Kind::Bar && !made.block_params.empty()) || unexpected(bar);
  }

  /// path | @path | "text" | 12 | true | undefined | (call)
  bool value(Expression& made, bool allow_call) {
    const Lexeme lexeme = lexer_.peek();
    made.span.begin = static_cast<std::uint32_t>(lexeme.begin);
    if (lexeme.kind == Kind::OpenSub && allow_call) {
      if (++depth_ > budget_.depth) {
        fault_ = fault_at(lexeme.begin, ErrorCode::template_depth);
        return false;
      }
      lexer_.next();
      if (!call(made, false)) return false;
      made.kind = Expression::Kind::Call;
      const Lexeme close = lexer_.next();
      --depth_;
      if (close.kind != Kind::CloseSub) return unexpected(close);
    } else if (lexeme.kind == Kind::Data || lexeme.kind == Kind::Id) {
      if (!path(made.path)) return false;
    } else if (!literal(made, lexer_.next())) {
      return false;
    }
    made.span.end = static_cast<std::uint32_t>(lexer_.at());
    return true;
  }

  bool literal(Expression& made, const Lexeme& lexeme) {
    made.kind = Expression::Kind::Literal;
    if (lexeme.kind == Kind::String) {
      made.literal = json::Value::string(unquoted(slice(lexeme)));
    } else if (lexeme.kind == Kind::Number) {
      made.literal = json::Value::number(number_text(slice(lexeme)));
    } else if (lexeme.kind == Kind::Boolean) {
      made.literal = json::Value::boolean(slice(lexeme) == "true");
    } else if (lexeme.kind != Kind::Nothing) {
      return unexpected(lexeme);
    }
    return true;
  }

  static std::string unquoted(std::string_view text) {
    const char quote = text.front();
    text = text.substr(1, text.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == quote) ++i;
      out += text[i];
    }
    return out;
  }

  /// A name as it is looked up: [a b] without its brackets and escapes.
  std::string part(const Lexeme& lexeme) const {
    std::string_view text = slice(lexeme);
    if (!text.starts_with('[')) return std::string(text);
    text = text.substr(1, text.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '\\' || text[i + 1] == ']')) {
        ++i;
      }
      out += text[i];
    }
    return out;
  }

  bool path(Path& made) {
    Lexeme lexeme = lexer_.next();
    made.at = static_cast<std::uint32_t>(lexeme.begin);
    if (lexeme.kind == Kind::Data) {
      made.data = true;
      made.original = "@";
      lexeme = lexer_.next();
    }
    while (true) {
      if (lexeme.kind != Kind::Id) return unexpected(lexeme);
      std::string name = part(lexeme);
      made.original += name;
      const bool bracketed = slice(lexeme).starts_with('[');
      if (!bracketed && (name == ".." || name == "." || name == "this")) {
        if (!made.dig.empty()) {
          fault_ = located(source_, made.at, "Invalid path: " + made.original);
          return false;
        }
        if (name == "..") ++made.depth;
      } else {
        made.dig.push_back(std::move(name));
      }
      if (lexer_.peek().kind != Kind::Separator) break;
      made.original += slice(lexer_.next());
      lexeme = lexer_.next();
    }
    made.scoped = made.original.starts_with('.') || names_this(made.original);
    return true;
  }

  /// /this\b/ anywhere in the path, as Handlebars tests it.
  static bool names_this(std::string_view original) {
    for (std::size_t at = original.find("this"); at != std::string_view::npos;
         at = original.find("this", at + 1)) {
      const std::size_t after = at + 4;
      const char c = after < original.size() ? original[after] : ' ';
      const bool word =
          (c >= '0' && c <= '9') || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!word) return true;
    }
    return false;
  }

  std::string_view source_;
  Lexer lexer_;
  Ending ending_;
  const Budget& budget_;
  std::uint32_t depth_ = 0;
  std::optional<SyntaxFault> fault_;
};

}  // namespace

SyntaxFault parse_error(std::string_view source, std::size_t at, std::string detail) {
  const utf8::Position where = utf8::position_at(source, at);
  return syntax_fault("Parse error on line " + std::to_string(where.line) + ":\n" + detail, at);
}

SyntaxFault located(std::string_view source, std::size_t at, std::string message) {
  const utf8::Position where = utf8::position_at(source, at);
  return syntax_fault(std::move(message) + " - " + std::to_string(where.line) + ":" +
                          std::to_string(where.column - 1),
                      at);
}

tl::expected<ParsedTag, SyntaxFault> parse_tag(std::string_view source, std::size_t at,
                                               std::size_t limit, Ending ending,
                                               const Budget& budget) {
  return TagParser(source, at, limit, ending, budget).run();
}

}  // namespace dikast::mustache::handlebars
