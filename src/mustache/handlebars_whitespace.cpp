#include "handlebars.hpp"
#include "scan.hpp"

namespace dikast::mustache::handlebars {
namespace {

using Body = std::vector<Node>;

/// What a node tells its parent about the whitespace around it.
struct Strip {
  bool left = false;
  bool right = false;
  bool open_standalone = false;
  bool close_standalone = false;
  bool inline_standalone = false;
};

bool has(const Node& node, std::uint8_t bit) { return (node.strip & bit) != 0; }

bool is_block(const Node& node) {
  switch (node.kind) {
    case NodeKind::Section:
    case NodeKind::Inverted:
    case NodeKind::If:
    case NodeKind::Unless:
    case NodeKind::Each:
    case NodeKind::With:
      return true;
    case NodeKind::Text:
    case NodeKind::Variable:
    case NodeKind::RawVariable:
    case NodeKind::Partial:
    case NodeKind::Comment:
    case NodeKind::Delimiter:
      return false;
  }
  return false;
}

class Control {
 public:
  explicit Control(std::string_view source) : source_(source) {}

  void program(Body& body, bool is_root) {
    for (std::size_t i = 0; i < body.size(); ++i) {
      Node& node = body[i];
      if (node.kind == NodeKind::Text) continue;
      const Strip strip = is_block(node) ? block(node) : leaf(node);
      const bool before = strip.open_standalone || strip.inline_standalone
                              ? is_blank_before(body, i, is_root)
                              : false;
      const bool after = strip.close_standalone || strip.inline_standalone
                             ? is_blank_after(body, i + 1, is_root)
                             : false;
      if (strip.right) omit_right(body, i + 1, true);
      if (strip.left) omit_left(body, i, true);
      if (strip.inline_standalone && before && after) {
        omit_right(body, i + 1, false);
        omit_left(body, i, false);
      }
      if (strip.open_standalone && before) {
        omit_right(main_part(node), 0, false);
        omit_left(body, i, false);
      }
      if (strip.close_standalone && after) {
        omit_right(body, i + 1, false);
        Body& last = last_part(node);
        omit_left(last, last.size(), false);
      }
    }
  }

 private:
  /// Handlebars' program, or the inverse where {{^x}} has no program.
  static Body& main_part(Node& node) {
    return node.kind == NodeKind::Inverted && node.has_otherwise ? node.otherwise : node.body;
  }

  /// Handlebars' inverse, or the program where there is no inverse.
  static Body& last_part(Node& node) {
    return node.kind != NodeKind::Inverted && node.has_otherwise ? node.otherwise : node.body;
  }

  static Strip leaf(const Node& node) {
    Strip strip{.left = has(node, mark::kOpenLeft), .right = has(node, mark::kOpenRight)};
    strip.inline_standalone = has(node, mark::kHandlebars) &&
                              (node.kind == NodeKind::Comment || node.kind == NodeKind::Partial);
    return strip;
  }

  Strip block(Node& node) {
    program(main_part(node), false);
    if (node.has_otherwise) program(last_part(node), false);
    Strip strip{.left = has(node, mark::kOpenLeft), .right = has(node, mark::kCloseRight)};
    Body& main = main_part(node);
    if (has(node, mark::kOpenRight)) omit_right(main, 0, true);
    if (!node.has_otherwise) {
      standalone(strip, node, main, main);
      if (has(node, mark::kCloseLeft)) omit_left(main, main.size(), true);
      return strip;
    }
    // Of an {{else if}} chain Handlebars looks at the first link only.
    Body& inverse = last_part(node);
    Body& first = has(node, mark::kChained) ? main_part(inverse.front()) : inverse;
    standalone(strip, node, main, first);
    else_tag(node, main, first);
    return strip;
  }

  void standalone(Strip& strip, const Node& node, const Body& main, const Body& first_inverse) {
    if (!has(node, mark::kHandlebars)) return;
    strip.open_standalone = is_blank_after(main, 0, false);
    strip.close_standalone = is_blank_before(first_inverse, first_inverse.size(), false);
  }

  void else_tag(const Node& node, Body& main, Body& first) {
    if (has(node, mark::kElseLeft)) omit_left(main, main.size(), true);
    if (has(node, mark::kElseRight)) omit_right(first, 0, true);
    if (has(node, mark::kCloseLeft)) omit_left(first, first.size(), true);
    if (is_blank_before(main, main.size(), false) && is_blank_after(first, 0, false)) {
      omit_left(main, main.size(), false);
      omit_right(first, 0, false);
    }
  }

  std::string_view original(const Node& text) const {
    return source_.substr(text.span.begin, text.span.end - text.span.begin);
  }

  /// Whether the text before body[i] ends with a line break and blanks.
  bool is_blank_before(const Body& body, std::size_t i, bool is_root) const {
    if (i == 0) return is_root;
    if (body[i - 1].kind != NodeKind::Text) return false;
    const std::string_view text = original(body[i - 1]);
    const std::size_t blank = scan::trim_end(text, 0, text.size());
    if (text.find('\n', blank) != std::string_view::npos) return true;
    return is_root && i == 1 && blank == 0;
  }

  /// Whether the text at body[i] begins with blanks and a line break.
  bool is_blank_after(const Body& body, std::size_t i, bool is_root) const {
    if (i >= body.size()) return is_root;
    if (body[i].kind != NodeKind::Text) return false;
    const std::string_view text = original(body[i]);
    const std::size_t blank = scan::skip_space(text, 0);
    if (text.substr(0, blank).find('\n') != std::string_view::npos) return true;
    return is_root && i + 1 == body.size() && blank == text.size();
  }

  /// Cuts the start of the text at body[i]: all whitespace, or the rest of its first line.
  static void omit_right(Body& body, std::size_t i, bool all) {
    if (i >= body.size() || body[i].kind != NodeKind::Text) return;
    Node& node = body[i];
    if (!all && has(node, mark::kTextRight)) return;
    std::size_t cut = 0;
    if (all) {
      cut = scan::skip_space(node.text, 0);
    } else {
      while (cut < node.text.size() && (node.text[cut] == ' ' || node.text[cut] == '\t')) ++cut;
      if (cut < node.text.size() && node.text[cut] == '\r') ++cut;
      if (cut < node.text.size() && node.text[cut] == '\n') ++cut;
    }
    node.text.remove_prefix(cut);
    note(node, mark::kTextRight, cut > 0);
  }

  /// Cuts the end of the text before body[i]: all whitespace, or blanks and tabs.
  static void omit_left(Body& body, std::size_t i, bool all) {
    if (i == 0 || body[i - 1].kind != NodeKind::Text) return;
    Node& node = body[i - 1];
    if (!all && has(node, mark::kTextLeft)) return;
    std::size_t end = node.text.size();
    if (all) {
      end = scan::trim_end(node.text, 0, end);
    } else {
      while (end > 0 && (node.text[end - 1] == ' ' || node.text[end - 1] == '\t')) --end;
    }
    note(node, mark::kTextLeft, end < node.text.size());
    node.text = node.text.substr(0, end);
  }

  static void note(Node& text, std::uint8_t bit, bool cut) {
    text.strip = static_cast<std::uint8_t>(cut ? text.strip | bit : text.strip & ~bit);
  }

  std::string_view source_;
};

/// Text that is gone altogether needs no node.
void drop_empty(Body& body) {
  std::erase_if(body, [](const Node& n) { return n.kind == NodeKind::Text && n.text.empty(); });
  for (Node& node : body) {
    drop_empty(node.body);
    drop_empty(node.otherwise);
  }
}

}  // namespace

void control_whitespace(std::string_view source, std::vector<Node>& root) {
  Control(source).program(root, true);
  drop_empty(root);
}

}  // namespace dikast::mustache::handlebars
