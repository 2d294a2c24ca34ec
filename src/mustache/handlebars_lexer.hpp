#pragma once

#include <cstdint>
#include <string_view>

namespace dikast::mustache::handlebars {

/// What may stand inside a Handlebars tag.
enum class Kind : std::uint8_t {
  Id,
  Separator,
  Data,
  String,
  Number,
  Boolean,
  Nothing,  ///< undefined, null
  OpenSub,
  CloseSub,
  Equals,
  OpenParams,
  Bar,
  Close,
  CloseUnescaped,
  CloseRaw,
  Limit,
  Invalid,
};

struct Lexeme {
  Kind kind = Kind::Invalid;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Reads one lexeme after the other, from `at` up to `limit`.
class Lexer {
 public:
  Lexer(std::string_view source, std::size_t at, std::size_t limit)
      : source_(source), at_(at), limit_(limit) {}

  Lexeme next() {
    const Lexeme found = peek();
    at_ = found.end;
    return found;
  }
  [[nodiscard]] Lexeme peek() const;
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  [[nodiscard]] bool followed_by(std::size_t at, std::string_view set) const;
  [[nodiscard]] bool ends_id(std::size_t at) const { return followed_by(at, "=~}/.)|"); }
  [[nodiscard]] bool ends_literal(std::size_t at) const { return followed_by(at, "~})"); }
  [[nodiscard]] Lexeme delimited(std::size_t at, char end, Kind kind) const;
  [[nodiscard]] Lexeme word(std::size_t at) const;
  [[nodiscard]] Lexeme number(std::size_t at) const;
  [[nodiscard]] Lexeme id(std::size_t at) const;

  std::string_view source_;
  std::size_t at_;
  std::size_t limit_;
};

}  // namespace dikast::mustache::handlebars
