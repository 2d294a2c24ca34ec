#include <utility>

#include "dikast/mustache.hpp"
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

/// The text before a partial on its line when no other tag stands there: it indents the partial.
Span indentation(std::string_view source, const std::vector<Token>& tokens, std::size_t index) {
  const std::uint32_t end = tokens[index].span.begin;
  if (index == 0 || tokens[index - 1].type != 't') return {end, end};
  const Span before = tokens[index - 1].span;
  const std::string_view text = source.substr(before.begin, before.end - before.begin);
  const std::size_t newline = text.rfind('\n');
  if (newline == std::string_view::npos) return index == 1 ? before : Span{end, end};
  return {before.begin + static_cast<std::uint32_t>(newline + 1), end};
}

/// Puts the tokens of a mustache template into a tree.
class Nester {
 public:
  Nester(std::string_view source, const std::vector<Token>& tokens, const Budget& budget)
      : source_(source), tokens_(tokens), budget_(budget) {}

  tl::expected<std::vector<Node>, SyntaxFault> run() {
    std::vector<Node> root;
    std::vector<std::vector<Node>*> levels{&root};
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.type == '/') {
        levels.pop_back();
        levels.back()->back().close = token.span;
        continue;
      }
      if (token.type == 't' && token.value.begin >= token.value.end) continue;
      levels.back()->push_back(node(i));
      if (token.type != '#' && token.type != '^') continue;
      if (levels.size() > budget_.depth) {
        return tl::unexpected(fault_at(token.span.begin, ErrorCode::template_depth));
      }
      levels.push_back(&levels.back()->back().body);
    }
    return root;
  }

 private:
  Node node(std::size_t index) const {
    const Token& token = tokens_[index];
    Node made;
    made.kind = kind_of(token.type);
    made.span = token.type == 't' ? token.value : token.span;
    made.text = source_.substr(token.value.begin, token.value.end - token.value.begin);
    if (token.type == '>') made.close = indentation(source_, tokens_, index);
    return made;
  }

  std::string_view source_;
  const std::vector<Token>& tokens_;
  const Budget& budget_;
};

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
  auto tokens = tokenise(parsed.source, Matching::Sections);
  if (!tokens) return tl::unexpected(std::move(tokens.error()));
  strip_standalone(parsed.source, *tokens);
  auto nodes = Nester(parsed.source, *tokens, budget).run();
  if (!nodes) return tl::unexpected(std::move(nodes.error()));
  parsed.nodes = std::move(*nodes);
  return parsed;
}

}  // namespace dikast::mustache
