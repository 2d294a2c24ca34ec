#include <utility>

#include "dikast/mustache.hpp"
#include "handlebars.hpp"
#include "tokens.hpp"

namespace dikast::mustache {
namespace {

NodeKind kind_of(char type) {
  switch (type) {
    case 't':
      return NodeKind::Text;
    case '&':
      return NodeKind::RawVariable;
    case '#':
      return NodeKind::Section;
    case '^':
      return NodeKind::Inverted;
    case '>':
      return NodeKind::Partial;
    case '!':
      return NodeKind::Comment;
    case '=':
      return NodeKind::Delimiter;
    default:
      return NodeKind::Variable;
  }
}

/// Puts the tokens of a mustache template into a tree.
class Nester {
 public:
  Nester(std::string_view source, const std::vector<Token>& tokens, const Budget& budget)
      : source_(source), tokens_(tokens), budget_(budget) {}

  tl::expected<std::vector<Node>, SyntaxFault> run() {
    std::vector<Node> root;
    const std::vector<std::uint32_t> counts = children();
    std::size_t opened = 0;
    root.reserve(counts[opened]);
    std::vector<std::vector<Node>*> levels{&root};
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.type == '/') {
        levels.pop_back();
        levels.back()->back().close = token.span;
        continue;
      }
      if (is_gone(token)) continue;
      levels.back()->push_back(node(i));
      if (token.type != '#' && token.type != '^') continue;
      if (levels.size() > budget_.depth) {
        return tl::unexpected(fault_at(token.span.begin, ErrorCode::template_depth));
      }
      levels.push_back(&levels.back()->back().body);
      levels.back()->reserve(counts[++opened]);
    }
    return root;
  }

 private:
  static bool is_gone(const Token& token) {
    return token.type == 't' && token.value.begin >= token.value.end;
  }

  /// The number of nodes at the root and in every section, in the order they open.
  [[nodiscard]] std::vector<std::uint32_t> children() const {
    std::vector<std::uint32_t> counts{0};
    std::vector<std::size_t> open{0};
    for (const Token& token : tokens_) {
      if (token.type == '/') {
        open.pop_back();
      } else if (!is_gone(token)) {
        ++counts[open.back()];
        if (token.type != '#' && token.type != '^') continue;
        open.push_back(counts.size());
        counts.push_back(0);
      }
    }
    return counts;
  }

  Node node(std::size_t index) const {
    const Token& token = tokens_[index];
    Node made;
    made.kind = kind_of(token.type);
    made.span = token.span;
    made.text = source_.substr(token.value.begin, token.value.end - token.value.begin);
    if (token.type == '>') made.close = indentation(source_, tokens_, index);
    return made;
  }

  std::string_view source_;
  const std::vector<Token>& tokens_;
  const Budget& budget_;
};

using Nodes = tl::expected<std::vector<Node>, SyntaxFault>;

Nodes parse_handlebars(Template& parsed, const Budget& budget) {
  const auto program = std::make_shared<handlebars::Program>();
  parsed.program = program;
  parsed.uses_handlebars = true;
  const auto tokens = handlebars::tokenise(parsed.source, *program, budget);
  if (!tokens) return tl::unexpected(tokens.error());
  return handlebars::build(parsed.source, *tokens, *program, budget);
}

/// Mustache with Handlebars blocks in it.
Nodes parse_mixed(Template& parsed, std::vector<Token>& tokens, const Budget& budget) {
  const auto program = std::make_shared<handlebars::Program>();
  parsed.program = program;
  parsed.uses_handlebars = true;
  auto marked = handlebars::mark_blocks(parsed.source, tokens, *program, budget);
  if (!marked) return tl::unexpected(std::move(marked.error()));
  strip_standalone(parsed.source, tokens);
  return handlebars::build(parsed.source, tokens, *program, budget);
}

Nodes nest(const Template& parsed, std::vector<Token>& tokens, const Budget& budget) {
  strip_standalone(parsed.source, tokens);
  return Nester(parsed.source, tokens, budget).run();
}

Nodes parse_auto(Template& parsed, const Budget& budget) {
  auto plain = tokenise(parsed.source, Grammar::Mustache);
  const bool tilde = plain && has_tilde(parsed.source, *plain);
  if (plain && !tilde) return nest(parsed, *plain, budget);
  auto mixed = tokenise(parsed.source, Grammar::Mixed);
  if (mixed && (tilde || handlebars::has_block(parsed.source, *mixed))) {
    Nodes nodes = parse_mixed(parsed, *mixed, budget);
    if (nodes || !plain) return nodes;
  }
  if (!plain) return tl::unexpected(std::move(plain.error()));
  parsed.program = nullptr;
  parsed.uses_handlebars = false;
  return nest(parsed, *plain, budget);
}

Nodes parse_mustache(const Template& parsed, const Budget& budget) {
  auto tokens = tokenise(parsed.source, Grammar::Mustache);
  if (!tokens) return tl::unexpected(std::move(tokens.error()));
  return nest(parsed, *tokens, budget);
}

Nodes parse_nodes(Template& parsed, const Budget& budget) {
  switch (parsed.dialect) {
    case Dialect::Auto:
      return parse_auto(parsed, budget);
    case Dialect::Mustache:
    case Dialect::MustacheJs:
      return parse_mustache(parsed, budget);
    case Dialect::Handlebars:
      return parse_handlebars(parsed, budget);
  }
  return std::vector<Node>();
}

}  // namespace

tl::expected<Template, SyntaxFault> parse(std::string_view source, Dialect dialect,
                                          const Budget& budget) {
  if (source.size() > kMaxTemplateBytes) {
    return tl::unexpected(fault_at(0, ErrorCode::input_too_large));
  }
  Template parsed;
  parsed.dialect = dialect;
  parsed.storage = std::make_shared<const std::string>(source);
  parsed.source = *parsed.storage;
  auto nodes = parse_nodes(parsed, budget);
  if (!nodes) return tl::unexpected(std::move(nodes.error()));
  parsed.nodes = std::move(*nodes);
  if (parsed.uses_handlebars) handlebars::control_whitespace(parsed.source, parsed.nodes);
  return parsed;
}

}  // namespace dikast::mustache
