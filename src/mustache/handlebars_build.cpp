#include <optional>
#include <utility>

#include "handlebars.hpp"

namespace dikast::mustache::handlebars {
namespace {

class Builder {
 public:
  Builder(std::string_view source, const std::vector<Token>& tokens, const Program& program,
          const Budget& budget)
      : source_(source), tokens_(tokens), program_(program), budget_(budget) {}

  tl::expected<std::vector<Node>, SyntaxFault> run() {
    std::vector<Node> root;
    if (!statements(root, 0)) return tl::unexpected(*std::move(fault_));
    if (at_ < tokens_.size()) return tl::unexpected(unexpected(tokens_[at_]));
    return root;
  }

 private:
  /// Up to a closing tag, an {{else}} or the end.
  bool statements(std::vector<Node>& into, std::uint32_t depth) {
    while (at_ < tokens_.size()) {
      const Token& token = tokens_[at_];
      if (token.type == '/' || token.type == 'e' || token.type == 'c') return true;
      into.push_back(leaf(token));
      ++at_;
      if (token.type != '#' && token.type != '^' && token.type != 'R') continue;
      if (depth >= budget_.depth) {
        fault_ = fault_at(token.span.begin, ErrorCode::template_depth);
        return false;
      }
      if (!block(into.back(), token, depth + 1)) return false;
    }
    return true;
  }

  bool block(Node& node, const Token& open, std::uint32_t depth) {
    if (!statements(node.body, depth) || !inverse(node, open, depth)) return false;
    if (at_ >= tokens_.size() || tokens_[at_].type != '/') {
      fault_ = at_ < tokens_.size()
                   ? unexpected(tokens_[at_])
                   : parse_error(source_, open.span.begin, "the block is not closed");
      return false;
    }
    const Token& close = tokens_[at_++];
    if (!closes(open, close)) return false;
    close_with(node, strip_of(close), close.span);
    return true;
  }

  /// {{else}} ... or {{else if x}} ... with what follows it.
  bool inverse(Node& node, const Token& open, std::uint32_t depth) {
    if (at_ >= tokens_.size() || tokens_[at_].type == '/') return true;
    const Token& token = tokens_[at_++];
    node.has_otherwise = true;
    const std::uint8_t strip = strip_of(token);
    if ((strip & mark::kOpenLeft) != 0) node.strip |= mark::kElseLeft;
    if ((strip & mark::kOpenRight) != 0) node.strip |= mark::kElseRight;
    if (token.type == 'e') return statements(node.otherwise, depth);
    if (open.type == '^') {
      fault_ = unexpected(token);
      return false;
    }
    if (depth >= budget_.depth) {
      fault_ = fault_at(token.span.begin, ErrorCode::template_depth);
      return false;
    }
    node.strip |= mark::kChained;
    node.otherwise.push_back(leaf(token));
    Node& chained = node.otherwise.back();
    if (!statements(chained.body, depth + 1)) return false;
    const std::uint32_t next = static_cast<std::uint32_t>(at_);
    if (!inverse(chained, token, depth + 1)) return false;
    // Handlebars takes the tag that follows as this block's end, until the parent's end replaces
    // it.
    if (chained.has_otherwise) close_with(chained, strip_of(tokens_[next]), {});
    return true;
  }

  /// Ends a block, and the blocks of its {{else if}} chain as Handlebars does: each takes over the
  /// end of its parent, and gives its former one on.
  void close_with(Node& node, std::uint8_t strip, Span close) {
    set_close(node, strip);
    node.close = close;
    if ((node.strip & mark::kChained) != 0) set_close(node.otherwise.front(), strip);
    for (Node* link = &node; (link->strip & mark::kChained) != 0;) {
      link = &link->otherwise.front();
      link->close = close;
    }
  }

  static void set_close(Node& node, std::uint8_t strip) {
    node.strip &= static_cast<std::uint8_t>(~(mark::kCloseLeft | mark::kCloseRight));
    if ((strip & mark::kOpenLeft) != 0) node.strip |= mark::kCloseLeft;
    if ((strip & mark::kOpenRight) != 0) node.strip |= mark::kCloseRight;
  }

  static std::uint8_t strip_of(const Token& token) {
    return static_cast<std::uint8_t>((token.tilde_open ? mark::kOpenLeft : 0) |
                                     (token.tilde_close ? mark::kOpenRight : 0));
  }

  bool closes(const Token& open, const Token& close) {
    const Expression* opened = expression(open);
    const Expression* closed = expression(close);
    // Sections in mustache's grammar are matched already.
    if (opened == nullptr || closed == nullptr || opened->path.original == closed->path.original) {
      return true;
    }
    fault_ = located(source_, opened->path.at,
                     opened->path.original + " doesn't match " + closed->path.original);
    return false;
  }

  const Expression* expression(const Token& token) const {
    if (token.expression < 0) return nullptr;
    return &program_.expressions[static_cast<std::size_t>(token.expression)];
  }

  SyntaxFault unexpected(const Token& token) const {
    return parse_error(source_, token.span.begin, "this tag belongs to no block");
  }

  static NodeKind block_kind(const Expression* made) {
    if (made == nullptr || !made->is_simple() || made->path.data) return NodeKind::Section;
    const std::string& name = made->path.dig.front();
    if (name == "if") return NodeKind::If;
    if (name == "unless") return NodeKind::Unless;
    if (name == "each") return NodeKind::Each;
    return name == "with" ? NodeKind::With : NodeKind::Section;
  }

  static NodeKind kind_of(const Token& token, const Expression* made) {
    switch (token.type) {
      case 't':
        return NodeKind::Text;
      case '#':
      case 'R':
      case 'c':
        return block_kind(made);
      case '^':
        return NodeKind::Inverted;
      case '&':
        return NodeKind::RawVariable;
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

  Node leaf(const Token& token) const {
    const Expression* made = expression(token);
    Node node;
    node.kind = kind_of(token, made);
    node.span = token.span;
    if (token.type != 't') {
      node.strip = strip_of(token);
      if (token.handlebars) node.strip |= mark::kHandlebars;
    }
    if (token.type == '>') node.close = indentation(source_, tokens_, at_);
    node.expression = token.expression;
    Span named = token.value;
    if (made != nullptr) {
      named = made->span;
      const bool helper = node.kind == NodeKind::If || node.kind == NodeKind::Unless ||
                          node.kind == NodeKind::Each || node.kind == NodeKind::With;
      if (helper && !made->params.empty()) named = made->params.front().span;
      for (const HashEntry& entry : made->hash) {
        if (entry.name == "includeZero") node.include_zero = entry.value.literal.as_bool();
      }
    }
    node.text = source_.substr(named.begin, named.end - named.begin);
    return node;
  }

  std::string_view source_;
  const std::vector<Token>& tokens_;
  const Program& program_;
  const Budget& budget_;
  std::size_t at_ = 0;
  std::optional<SyntaxFault> fault_;
};

}  // namespace

tl::expected<std::vector<Node>, SyntaxFault> build(std::string_view source,
                                                   const std::vector<Token>& tokens,
                                                   const Program& program, const Budget& budget) {
  return Builder(source, tokens, program, budget).run();
}

}  // namespace dikast::mustache::handlebars
