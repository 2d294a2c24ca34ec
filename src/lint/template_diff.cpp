#include "dikast/template_diff.hpp"

#include <unordered_map>

#include "dikast/document_rules.hpp"
#include "dikast/source_document.hpp"
#include "text.hpp"

namespace dikast::lint {
namespace {

using source::Document;
using source::Node;
using source::NodeKind;
using source::Tag;
using source::TagKind;
using source::TagPlace;

std::string_view raw_text(const Document& doc, source::Span span) {
  return std::string_view(doc.source).substr(span.begin, span.end - span.begin);
}

// {{{x}}}, {{&x}} and {{ x }} stand for the same value.
std::string plain_tags(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find("{{");
    const std::size_t close = open == std::string_view::npos ? open : text.find("}}", open);
    if (close == std::string_view::npos) return out.append(text);
    out.append(text.substr(0, open));
    std::string_view name = text.substr(open + 2, close - open - 2);
    while (!name.empty() && (name.front() == '{' || name.front() == '&' || name.front() == ' '))
      name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    out.append("{{").append(name).append("}}");
    text.remove_prefix(close + 2);
    if (text.starts_with("}")) text.remove_prefix(1);
  }
  return out;
}

// How jurors read a value: a text itself, anything else as it is written without its layout.
std::string shown(const Document& doc, const Node& node) {
  switch (node.kind) {
    case NodeKind::String:
      return plain_tags(node.text);
    case NodeKind::Object:
    case NodeKind::Array: {
      const bool object = node.kind == NodeKind::Object;
      std::string out = object ? "{" : "[";
      doc.each_child(node, [&](const Node& child) {
        if (out.size() > 1) out += ',';
        if (child.has_key) out += text_of({"\"", child.key, "\":"});
        out += child.kind == NodeKind::String ? text_of({"\"", shown(doc, child), "\""})
                                              : shown(doc, child);
      });
      return out + (object ? "}" : "]");
    }
    case NodeKind::Number:
    case NodeKind::Bool:
    case NodeKind::Null:
    case NodeKind::Slot:
    case NodeKind::Invalid:
      break;
  }
  return plain_tags(raw_text(doc, node.span));
}

ChangeWeight weight_of(std::string_view path) {
  const std::string_view top = path.substr(0, path.find('/', 1));
  if (top == "/question" || top == "/answers" || top == "/policyURI" ||
      top == "/arbitratorAddress" || top == "/arbitratorChainID") {
    return ChangeWeight::Meaning;
  }
  if (top == "/title" || top == "/description" || top == "/attachment" || top == "/aliases" ||
      top == "/extraEvidences" || top == "/frontendUrl" || top == "/category" || top == "/type") {
    return ChangeWeight::Text;
  }
  return ChangeWeight::Data;
}

// The value of an answer's id, in one spelling.
std::optional<std::string> answer_key(const Document& doc, const Node& answer) {
  if (answer.kind != NodeKind::Object) return std::nullopt;
  const Node* id = doc.find(answer, "id");
  if (id == nullptr || id->kind != NodeKind::String) return std::nullopt;
  if (const auto value = document::parse_answer_id(id->text); value && !value->too_large)
    return value->value.to_hex();
  return plain_tags(id->text);
}

class Differ {
 public:
  Differ(const Document& before, const Document& after) : a_(before), b_(after) {}

  std::vector<TemplateChange> run() {
    if (a_.source == b_.source) return {};
    if (a_.root_node() == nullptr || b_.root_node() == nullptr) {
      add("", ChangeKind::Changed, true, a_.source, b_.source);
      return std::move(changes_);
    }
    compare(*a_.root_node(), *b_.root_node(), "");
    if (changes_.empty()) add("", ChangeKind::Changed, false, std::nullopt, std::nullopt);
    return std::move(changes_);
  }

 private:
  void add(std::string path, ChangeKind kind, bool visible, std::optional<std::string> before,
           std::optional<std::string> after) {
    TemplateChange change;
    change.weight = weight_of(path);
    change.path = std::move(path);
    change.kind = kind;
    change.visible = visible && change.weight != ChangeWeight::Data;
    if (change.path.empty() && visible) change.visible = true;
    change.before = std::move(before);
    change.after = std::move(after);
    changes_.push_back(std::move(change));
  }

  void compare(const Node& a, const Node& b, const std::string& path) {
    if (a.kind == NodeKind::Object && b.kind == NodeKind::Object) return objects(a, b, path);
    if (a.kind == NodeKind::Array && b.kind == NodeKind::Array) return arrays(a, b, path);
    if (raw_text(a_, a.span) == raw_text(b_, b.span)) return;
    std::string before = shown(a_, a);
    std::string after = shown(b_, b);
    const bool same = (before == after && a.kind == b.kind) || same_id(path, before, after) ||
                      overwritten(b, path);
    add(path, ChangeKind::Changed, !same, std::move(before), std::move(after));
  }

  static bool same_id(std::string_view path, std::string_view before, std::string_view after) {
    if (!path.starts_with("/answers/") || !path.ends_with("/id")) return false;
    const auto a = document::parse_answer_id(before);
    const auto b = document::parse_answer_id(after);
    return a && b && !a->too_large && !b->too_large && a->value == b->value;
  }

  // Court writes its own title over that of answer 0.
  bool overwritten(const Node& node, std::string_view path) const {
    if (!path.starts_with("/answers/") || !path.ends_with("/title") || node.parent < 0)
      return false;
    return answer_key(b_, b_.node(node.parent)) == "0x0";
  }

  void objects(const Node& a, const Node& b, const std::string& path) {
    std::unordered_map<std::string_view, const Node*> old;
    a_.each_child(a, [&](const Node& child) {
      if (child.has_key) old[child.key] = &child;
    });
    sections(a, b, path);
    std::unordered_map<std::string_view, const Node*> now;
    b_.each_child(b, [&](const Node& child) {
      if (!child.has_key) return;
      now[child.key] = &child;
      const std::string where = pointer_join(path, child.key);
      const auto found = old.find(child.key);
      if (found == old.end())
        return add(where, ChangeKind::Added, true, std::nullopt, shown(b_, child));
      compare(*found->second, child, where);
    });
    a_.each_child(a, [&](const Node& child) {
      if (child.has_key && !now.contains(child.key))
        add(pointer_join(path, child.key), ChangeKind::Removed, true, shown(a_, child),
            std::nullopt);
    });
  }

  void arrays(const Node& a, const Node& b, const std::string& path) {
    sections(a, b, path);
    std::unordered_map<std::string, const Node*> old;
    a_.each_child(a, [&](const Node& child) { old.emplace(key_of(a_, child, path), &child); });
    std::unordered_map<std::string, const Node*> now;
    b_.each_child(b, [&](const Node& child) {
      const std::string where = pointer_join(path, std::to_string(child.index));
      const std::string key = key_of(b_, child, path);
      now.emplace(key, &child);
      const auto found = old.find(key);
      if (found == old.end())
        return add(where, ChangeKind::Added, true, std::nullopt, shown(b_, child));
      compare(*found->second, child, where);
    });
    a_.each_child(a, [&](const Node& child) {
      if (now.contains(key_of(a_, child, path))) return;
      add(pointer_join(path, std::to_string(child.index)), ChangeKind::Removed, true,
          shown(a_, child), std::nullopt);
    });
  }

  static std::string key_of(const Document& doc, const Node& child, std::string_view path) {
    if (path == "/answers") {
      if (auto key = answer_key(doc, child)) return *key;
    }
    return "#" + std::to_string(child.index);
  }

  // The sections around the members: they decide what is shown at all.
  void sections(const Node& a, const Node& b, const std::string& path) {
    std::string before = section_tags(a_, a);
    std::string after = section_tags(b_, b);
    if (before != after) add(path, ChangeKind::Changed, true, std::move(before), std::move(after));
  }

  static std::string section_tags(const Document& doc, const Node& node) {
    std::string out;
    if (!node.dynamic) return out;
    const std::int32_t index = doc.index_of(node);
    for (const Tag& tag : doc.tags) {
      if (tag.node == index && tag.place == TagPlace::Structure && tag.kind != TagKind::Comment)
        out += raw_text(doc, tag.span);
    }
    return plain_tags(out);
  }

  const Document& a_;
  const Document& b_;
  std::vector<TemplateChange> changes_;
};

}  // namespace

std::string_view change_text(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::Added:
      return "added";
    case ChangeKind::Removed:
      return "removed";
    case ChangeKind::Changed:
      return "changed";
  }
  return "";
}

std::string_view weight_text(ChangeWeight weight) {
  switch (weight) {
    case ChangeWeight::Meaning:
      return "meaning";
    case ChangeWeight::Text:
      return "text";
    case ChangeWeight::Data:
      return "data";
  }
  return "";
}

std::vector<TemplateChange> diff(std::string_view before, std::string_view after) {
  const Document a = source::read(before, source::Flavour::Template);
  const Document b = source::read(after, source::Flavour::Template);
  return Differ(a, b).run();
}

}  // namespace dikast::lint
