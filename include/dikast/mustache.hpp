#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/error.hpp"
#include "dikast/json.hpp"

/// Mustache (mustache/spec v1.4, required modules) as mustache.js 4.2 renders it, and the
/// Handlebars 4.7 blocks if / unless / each / with, else chains and `~`.
namespace dikast::mustache {

enum class Dialect : std::uint8_t {
  Auto,        ///< Mustache, and Handlebars blocks where they occur.
  Mustache,    ///< The mustache specification (dotted names follow the specification).
  MustacheJs,  ///< mustache.js 4.2 as kleros-sdk uses it, with its one deviation from the specification.
};

/// Where a tag or text stands in the source, in bytes.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

enum class NodeKind : std::uint8_t {
  Text,
  Variable,     ///< {{name}}: escaped
  RawVariable,  ///< {{{name}}} or {{&name}}
  Section,      ///< {{#name}} ... {{/name}}
  Inverted,     ///< {{^name}} ... {{/name}}
  If,           ///< {{#if path}} ... {{else}} ... {{/if}}
  Unless,
  Each,
  With,
  Partial,      ///< {{> name}}: renders as nothing, no partials are given
  Comment,
  Delimiter,    ///< {{=<% %>=}}
};

struct Node {
  NodeKind kind = NodeKind::Text;
  Span span;               ///< the whole tag, for blocks the opening tag
  Span close;              ///< blocks: the closing tag
  std::string text;        ///< Text: what is to be written (after standalone and ~ trimming); else the name or path
  std::vector<Node> body;
  std::vector<Node> otherwise;  ///< Handlebars blocks: the {{else}} part
  bool include_zero = false;    ///< {{#if x includeZero=true}}
};

struct Template {
  std::string source;
  std::vector<Node> nodes;
  bool uses_handlebars = false;
};

/// Bounds on work and output: a template bomb ends in an error, not in a hung page.
struct Budget {
  std::uint64_t steps = 200'000;
  std::size_t output_bytes = 1'048'576;
  std::uint32_t depth = 64;
};

/// Errors: input.too_large, template.syntax (message as mustache.js words it, e.g.
/// `Unclosed section "x" at 12`, offsets in UTF-16 units), template.depth. The path is "", the byte
/// offset of the fault is in `fault`.
struct SyntaxFault {
  Error error;
  std::uint32_t byte_offset = 0;
};
[[nodiscard]] tl::expected<Template, SyntaxFault> parse(std::string_view source, Dialect dialect,
                                                        const Budget& budget = {});

/// Names of all variables the template can read, in order of first occurrence (with block
/// paths). "." / "this" and Handlebars data names (@index, @key ...) are not variables.
[[nodiscard]] std::vector<std::string> variables(const Template& parsed);

/// The text mustache.js (or Handlebars inside its blocks) would give: HTML escaping on {{x}}, none
/// on {{{x}}}; missing names are empty; the lambda `hex` is known when `hex_lambda`.
/// Errors: template.output_limit, template.step_limit, template.depth.
struct RenderOptions {
  bool hex_lambda = true;
  Budget budget = {};
};
[[nodiscard]] Result<std::string> render(const Template& parsed, const json::Value& context,
                                         const RenderOptions& options = {});

/// A receiver of the render's pieces, for callers that place values themselves (the strict mode):
/// text from the template, and values with the tag they come from.
class Sink {
 public:
  virtual ~Sink() = default;
  /// Both return false to stop the render; the caller knows why.
  virtual bool text(std::string_view text) = 0;
  virtual bool value(const Node& tag, const json::Value* value /* nullptr: missing */) = 0;
};
/// Walks the template over the context and feeds `sink`. hex sections give one `value` with the
/// section node as tag and the inner text as a String value.
/// Errors: template.step_limit, template.depth, or none when the sink stopped it.
[[nodiscard]] Result<bool> walk(const Template& parsed, const json::Value& context, Sink& sink,
                                const Budget& budget = {});

/// mustache.js' string of a value ("" for null, "1,2" for arrays, "[object Object]").
[[nodiscard]] std::string to_text(const json::Value& value);
/// & < > " ' / ` = as mustache.js escapes them.
void append_html_escaped(std::string& out, std::string_view text);

}  // namespace dikast::mustache
