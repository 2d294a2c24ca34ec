#include <algorithm>

#include "dikast/abi.hpp"
#include "rules.hpp"

namespace dikast::lint {
namespace {

using source::Node;
using source::NodeKind;

// The constant at a seek path that only names members ("a.b"): enough for values written in
// mappings.
const Node* constant_at(const source::Document& doc, const Node& value, std::string_view path) {
  const Node* at = &value;
  while (at != nullptr) {
    const std::size_t dot = path.find('.');
    at = doc.find(*at, path.substr(0, dot));
    if (dot == std::string_view::npos) break;
    path = path.substr(dot + 1);
  }
  return at;
}

Origin origin_of(const source::Document& doc, const Node& mapping) {
  const Node* type = string_member(doc, mapping, "type");
  if (type == nullptr || type->text != "json") return Origin::Party;
  // A value with tags holds what an earlier mapping brought.
  const Node* value = doc.find(mapping, "value");
  if (value == nullptr) return Origin::Author;
  for (const source::Tag& tag : doc.tags) {
    if (tag.span.begin >= value->span.begin && tag.span.end <= value->span.end)
      return Origin::Party;
  }
  return Origin::Author;
}

bool only_digits(const abi::Type& type) {
  switch (type.kind) {
    case abi::TypeKind::Uint:
    case abi::TypeKind::Int:
    case abi::TypeKind::Address:
    case abi::TypeKind::Bool:
    case abi::TypeKind::FixedBytes:
    case abi::TypeKind::Function:
    case abi::TypeKind::Bytes:
      return true;
    case abi::TypeKind::Array:
    case abi::TypeKind::FixedArray:
      return only_digits(type.element.front());
    case abi::TypeKind::String:
    case abi::TypeKind::Tuple:
      return false;
  }
  return false;
}

std::optional<abi::Item> item_of(const source::Document& doc, const Node& mapping) {
  const Node* text = string_member(doc, mapping, "abi");
  if (text == nullptr || text->has_tags) return std::nullopt;
  auto item = abi::parse_item(text->text);
  if (!item) return std::nullopt;
  return *std::move(item);
}

// Whether the value at `path` of what the contract gives can hold no quote, slash or line break.
bool is_plain(const std::optional<abi::Item>& item, std::string_view path) {
  if (!item) return false;
  const std::string_view step = path.substr(0, std::min(path.find_first_of(".["), path.size()));
  if (item->kind == abi::ItemKind::Event) {
    return std::any_of(item->inputs.begin(), item->inputs.end(), [&](const abi::Parameter& p) {
      return p.name == step && only_digits(p.type);
    });
  }
  return !item->outputs.empty() &&
         std::all_of(item->outputs.begin(), item->outputs.end(),
                     [](const abi::Parameter& p) { return only_digits(p.type); });
}

void add_populated(const source::Document& doc, const Node& mapping, Flow& flow) {
  const Node* populate = doc.find(mapping, "populate");
  if (populate == nullptr || populate->kind != NodeKind::Array) return;
  const Node* seek = doc.find(mapping, "seek");
  const Node* value = doc.find(mapping, "value");
  const Origin origin = origin_of(doc, mapping);
  const auto item = item_of(doc, mapping);
  std::int32_t path = seek != nullptr && seek->kind == NodeKind::Array ? seek->first : -1;
  doc.each_child(*populate, [&](const Node& name) {
    Populated entry;
    entry.origin = origin;
    entry.mapping = mapping.index;
    if (origin == Origin::Author && value != nullptr && path >= 0) {
      const Node* constant = constant_at(doc, *value, doc.node(path).text);
      if (constant != nullptr &&
          (constant->kind == NodeKind::String || constant->kind == NodeKind::Number))
        entry.constant = constant->text;
    }
    entry.plain = path >= 0 && is_plain(item, doc.node(path).text);
    if (name.kind == NodeKind::String) flow.populated.emplace(name.text, std::move(entry));
    if (path >= 0) path = doc.node(path).next;
  });
}

}  // namespace

Flow read_flow(const source::Document& doc, const Options& options) {
  Flow flow;
  flow.known = options.mappings.has_value();
  flow.host = options.context;
  const Node* root = doc.root_node();
  if (root == nullptr || root->kind != NodeKind::Array) return flow;
  flow.empty = root->first < 0;
  doc.each_child(*root, [&](const Node& mapping) {
    add_populated(doc, mapping, flow);
    const Node* type = string_member(doc, mapping, "type");
    if (type == nullptr || type->text != "reality") return;
    // Fixed names, as retrieveRealityData of kleros-sdk 2.4.0 returns them.
    for (const std::string_view name : {"question", "type", "answers"}) {
      flow.populated.emplace(std::string(name),
                             Populated{Origin::Party, mapping.index, std::nullopt});
    }
  });
  return flow;
}

std::int32_t mapping_of(const source::Document& doc, std::int32_t node) {
  while (node >= 0 && doc.node(node).parent != doc.root) node = doc.node(node).parent;
  return node;
}

}  // namespace dikast::lint
