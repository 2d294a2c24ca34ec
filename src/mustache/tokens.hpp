#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dikast/mustache.hpp"

namespace dikast::mustache {

/// One piece of a template. `type` is the tag's symbol as mustache.js has it: # ^ / > & ! = , or
/// 'n' for a plain variable and 't' for text; Handlebars adds 'e' for {{else}} and {{^}}, 'c' for
/// {{else if x}} and 'R' for a raw block's opening.
struct Token {
  char type = 't';
  bool tilde_open = false;       ///< {{~ : eats the whitespace before the tag
  bool tilde_close = false;      ///< ~}} : eats the whitespace after it
  bool handlebars = false;       ///< read by Handlebars' rules
  Span span;                     ///< the whole tag or text
  Span value;                    ///< its name; Text: what is left of it
  std::int32_t expression = -1;  ///< index into the Program
};

/// A fault at a byte of the source; an empty message means the code's own advice.
[[nodiscard]] SyntaxFault fault_at(std::size_t at, ErrorCode code, std::string message = {});
/// The same with the code template.syntax.
[[nodiscard]] SyntaxFault syntax_fault(std::string message, std::size_t at);

enum class Grammar : std::uint8_t {
  Mustache,  ///< as mustache.js, which also matches the sections
  Mixed,     ///< with `~`; the caller matches sections and blocks
};

/// Cuts a template into tokens as mustache.js 4.2 does: in one pass, in linear time.
[[nodiscard]] tl::expected<std::vector<Token>, SyntaxFault> tokenise(std::string_view source,
                                                                     Grammar grammar);

/// Whether a tag begins or ends with `~`, which mustache.js takes as part of the name.
[[nodiscard]] bool has_tilde(std::string_view source, const std::vector<Token>& tokens);

/// Takes the whitespace away from lines that hold section, comment, partial or delimiter tags and
/// nothing else. Lines with a Handlebars tag are left alone.
void strip_standalone(std::string_view source, std::vector<Token>& tokens);

/// The text before a partial on its line when no other tag stands there: it indents the partial.
[[nodiscard]] Span indentation(std::string_view source, const std::vector<Token>& tokens,
                               std::size_t index);

}  // namespace dikast::mustache
