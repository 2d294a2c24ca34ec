#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/error.hpp"
#include "dikast/json.hpp"

/// Mustache (mustache/spec v1.4, required modules), mustache.js 4.2 as kleros-sdk uses it, and
/// Handlebars 4.7 without custom helpers.
///
/// Context values follow JavaScript: a Number holds what String(number) gives ("NaN", "-0",
/// "1e+21"); a Number whose text ends in "n" ("77n") is a bigint: it prints without the "n", only
/// "0n" is falsy, and a section over it does not change the context. undefined is a Null.
namespace dikast::mustache {

/// How tags are read and values are judged.
///
/// Auto: what mustache.js accepts is rendered as mustache.js renders it, byte for byte, so no
/// template that works today changes (`{{#if x}}...{{/if x}}` stays a section named "if x"). A
/// template that mustache.js refuses, or that has a `~` tag, is read again with the blocks
/// `{{#if|unless|each|with path}}...{{/if}}`: inside these blocks everything follows Handlebars
/// (paths, falsiness, escaping, whitespace), outside of them everything stays mustache.js.
enum class Dialect : std::uint8_t {
  Auto,
  Mustache,    ///< The mustache specification (dotted names follow the specification).
  MustacheJs,  ///< mustache.js 4.2 with its one deviation from the specification.
  Handlebars,  ///< Handlebars 4.7.10 throughout, with its built-in helpers only.
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
  Partial,  ///< {{> name}}: renders as nothing unless partials are given
  Comment,
  Delimiter,  ///< {{=<% %>=}}
};

/// Views point into Template::source. Sections inside Handlebars blocks may have an `otherwise`
/// part as well.
struct Node {
  NodeKind kind = NodeKind::Text;
  bool include_zero = false;   ///< {{#if x includeZero=true}}
  bool has_otherwise = false;  ///< an {{else}} or {{^}} was written, be its part empty
  std::uint8_t strip = 0;      ///< whitespace marks of the Handlebars parser
  Span span;                   ///< the whole tag, for blocks the opening tag
  Span close;                  ///< blocks: the closing tag; Partial: the indentation before it
  std::string_view text;  ///< Text: what is to be written (after trimming); else the name or path
  std::vector<Node> body;
  std::vector<Node> otherwise;   ///< the {{else}} part
  std::int32_t expression = -1;  ///< index into the template's Handlebars expressions, -1: mustache
};

namespace handlebars {
struct Program;
}

/// A parsed template. Copies share the source text, so the views in the nodes stay valid.
struct Template {
  std::string_view source;
  std::vector<Node> nodes;
  Dialect dialect = Dialect::Auto;
  bool uses_handlebars = false;
  std::shared_ptr<const std::string> storage;
  std::shared_ptr<const handlebars::Program> program;
};

/// Bounds on work and output: a template bomb ends in an error, not in a hung page.
struct Budget {
  std::uint64_t steps = 200'000;
  std::size_t output_bytes = 1'048'576;
  std::uint32_t depth = 64;
};

/// Largest template in bytes.
inline constexpr std::size_t kMaxTemplateBytes = 1'000'000;

/// Errors: input.too_large, template.syntax (message as mustache.js words it, e.g.
/// `Unclosed section "x" at 12`, offsets in UTF-16 units), template.depth. The path is "", the byte
/// offset of the fault is in `byte_offset`.
struct SyntaxFault {
  Error error;
  std::uint32_t byte_offset = 0;
};
[[nodiscard]] tl::expected<Template, SyntaxFault> parse(std::string_view source, Dialect dialect,
                                                        const Budget& budget = {});

/// Names of all variables the template can read, sections included, in order of first occurrence
/// (with block paths). "." / "this" and Handlebars data names (@index, @key ...) are not variables.
[[nodiscard]] std::vector<std::string> variables(const Template& parsed);

/// What kleros-sdk's retrieveVariables gives: the names of {{x}}, {{{x}}} and {{&x}} tags outside
/// of any section, in order, with repetitions. These are also the names its
/// replacePlaceholdersWithValues demands from the context.
[[nodiscard]] std::vector<std::string> retrieve_variables_like_sdk(const Template& parsed);

/// Sources of partials by name. A partial may use partials, up to Budget::depth.
using Partials = std::map<std::string, std::string, std::less<>>;

/// What the template renders to in its dialect: HTML escaping on {{x}}, none on {{{x}}}; missing
/// names are empty; the lambda `hex` of kleros-sdk is known when `hex_lambda` (a context entry
/// "hex" wins over it). Only own properties are found, never JavaScript's prototypes. Errors:
/// template.output_limit, template.step_limit, template.depth, template.syntax (a partial, or the
/// inside of a hex section after a delimiter change), template.null_context (mustache.js reads a
/// name inside a section over a null list item: a TypeError there), template.helper (Handlebars: an
/// unknown helper, or arguments a helper refuses).
struct RenderOptions {
  bool hex_lambda = true;
  Budget budget = {};
  const Partials* partials = nullptr;
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
/// Errors: as render, or none (false) when the sink stopped it.
[[nodiscard]] Result<bool> walk(const Template& parsed, const json::Value& context, Sink& sink,
                                const Budget& budget = {});

/// JavaScript's string of a value ("" for null, "1,2" for arrays, "[object Object]").
[[nodiscard]] std::string to_text(const json::Value& value);
void append_text(std::string& out, const json::Value& value);
/// & < > " ' / ` = as mustache.js escapes them.
void append_html_escaped(std::string& out, std::string_view text);

/// kleros-sdk's hex lambda: "0x" and parseInt(text, 10) in hex, rounded to a double as JavaScript
/// does; the text itself when it is not a number.
[[nodiscard]] std::string hex_like_sdk(std::string_view text);

}  // namespace dikast::mustache
