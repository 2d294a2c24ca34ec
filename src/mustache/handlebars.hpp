#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dikast/mustache.hpp"
#include "tokens.hpp"

namespace dikast::mustache::handlebars {

/// a.b, ../a, this.a, @index: `dig` are the names to follow after `depth` steps up.
struct Path {
  std::vector<std::string> dig;
  std::string original;
  std::uint32_t depth = 0;
  bool data = false;
  bool scoped = false;  ///< written with "." or "this": never a helper or block parameter
  std::uint32_t at = 0;
};

struct Expression;
struct HashEntry;

/// One value or call. A head that is a literal stands for the name it spells: {{1}}, {{"a b"}}.
struct Expression {
  enum class Kind : std::uint8_t { Path, Literal, Call } kind = Kind::Path;
  Path path;            ///< Path, and the callee of a Call
  json::Value literal;  ///< Literal
  std::vector<Expression> params;
  std::vector<HashEntry> hash;
  std::vector<std::string> block_params;
  Span span;  ///< where it is written

  /// One plain name, which may be a helper's.
  [[nodiscard]] bool is_simple() const {
    return path.dig.size() == 1 && !path.scoped && path.depth == 0;
  }
  [[nodiscard]] bool is_call() const { return !params.empty() || !hash.empty(); }
};

struct HashEntry {
  std::string name;
  Expression value;
};

/// The expressions of a template's Handlebars nodes.
struct Program {
  std::vector<Expression> expressions;
};

/// How a tag ends: nothing for a piece cut out by the caller, else the closing token.
enum class Ending : std::uint8_t { AtLimit, Close, CloseUnescaped, CloseRaw };

struct ParsedTag {
  Expression expression;
  std::size_t end = 0;  ///< behind the closing token
  bool tilde_close = false;
};

/// Reads `name param* hash? (as |a b|)?` from `at` up to the ending. Errors: template.syntax,
/// template.depth.
[[nodiscard]] tl::expected<ParsedTag, SyntaxFault> parse_tag(std::string_view source,
                                                             std::size_t at, std::size_t limit,
                                                             Ending ending, const Budget& budget);

/// Handlebars words its faults by line: "Parse error on line 3:".
[[nodiscard]] SyntaxFault parse_error(std::string_view source, std::size_t at, std::string detail);
/// "<message> - line:column".
[[nodiscard]] SyntaxFault located(std::string_view source, std::size_t at, std::string message);

/// A whole template in Handlebars' own grammar, cut into tokens.
[[nodiscard]] tl::expected<std::vector<Token>, SyntaxFault> tokenise(std::string_view source,
                                                                     Program& program,
                                                                     const Budget& budget);

/// Whether {{#if x}}, {{#unless x}}, {{#each x}} or {{#with x}} occurs.
[[nodiscard]] bool has_block(std::string_view source, const std::vector<Token>& tokens);

/// Finds the Handlebars blocks among the tokens of a template in mustache's grammar, marks all that
/// lies in them and reads the expressions there.
[[nodiscard]] tl::expected<void, SyntaxFault> mark_blocks(std::string_view source,
                                                          std::vector<Token>& tokens,
                                                          Program& program, const Budget& budget);

/// Puts matched tokens into a tree. Errors: template.syntax, template.depth.
[[nodiscard]] tl::expected<std::vector<Node>, SyntaxFault> build(std::string_view source,
                                                                 const std::vector<Token>& tokens,
                                                                 const Program& program,
                                                                 const Budget& budget);

/// Bits of Node::strip. For tags: which sides of the opening, the {{else}} and the closing tag eat
/// whitespace; for text: what the whitespace pass did to it.
namespace mark {
inline constexpr std::uint8_t kOpenLeft = 1;
inline constexpr std::uint8_t kOpenRight = 2;
inline constexpr std::uint8_t kElseLeft = 4;
inline constexpr std::uint8_t kElseRight = 8;
inline constexpr std::uint8_t kCloseLeft = 16;
inline constexpr std::uint8_t kCloseRight = 32;
inline constexpr std::uint8_t kChained = 64;      ///< the else part is one {{else if}} block
inline constexpr std::uint8_t kHandlebars = 128;  ///< Handlebars' standalone lines apply
inline constexpr std::uint8_t kTextRight = 1;
inline constexpr std::uint8_t kTextLeft = 2;
}  // namespace mark

/// Whitespace around standalone blocks and `~`, as Handlebars treats it.
void control_whitespace(std::string_view source, std::vector<Node>& root);

}  // namespace dikast::mustache::handlebars
