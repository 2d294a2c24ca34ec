#include "dikast/data_flow.hpp"

#include <algorithm>

#include "rules.hpp"

namespace dikast::lint {
namespace {

using source::Document;
using source::Node;
using source::NodeKind;
using source::Tag;

void add_once(std::vector<std::string>& names, std::string_view name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

// The member that says whom a mapping asks: graphql, fetch/ipfs/json, abi/*, reality.
constexpr std::array<std::string_view, 4> kAsked{"endpoint", "ipfsUri", "address",
                                                 "realityQuestionID"};

FlowStep step_of(const Document& doc, const Node& mapping) {
  FlowStep step;
  if (const Node* type = string_member(doc, mapping, "type")) step.type = type->text;
  for (const std::string_view key : kAsked) {
    const Node* from = string_member(doc, mapping, key);
    if (from != nullptr && step.from.empty()) step.from = from->text;
  }
  for (const Tag& tag : doc.tags) {
    if (reads_variable(tag) && mapping_of(doc, tag.node) == doc.index_of(mapping))
      add_once(step.reads, base_name(tag.name));
  }
  return step;
}

class Builder {
 public:
  explicit Builder(DataFlow& flow) : flow_(flow) {}

  void mappings(std::string_view text) {
    const Document doc = source::read(text, source::Flavour::Mappings);
    const Node* root = doc.root_node();
    if (root == nullptr || root->kind != NodeKind::Array) return;
    doc.each_child(*root,
                   [&](const Node& mapping) { flow_.steps.push_back(step_of(doc, mapping)); });
    Options options;
    options.mappings = std::string(text);
    for (const auto& [name, entry] : read_flow(doc, options).populated) {
      const auto mapping = static_cast<std::uint32_t>(entry.mapping);
      flow_.variables.push_back({name, mapping, entry.origin == Origin::Party});
      flow_.steps[mapping].populates.push_back(name);
    }
    for (const FlowStep& step : flow_.steps) {
      for (const std::string& name : step.reads) variable(name);
    }
  }

  void reads(std::string_view text) {
    const Document doc = source::read(text, source::Flavour::Template);
    for (const Tag& tag : doc.tags) {
      if (!reads_variable(tag)) continue;
      const std::string_view name = base_name(tag.name);
      variable(name);
      flow_.reads.push_back(
          {std::string(name), doc.pointer(tag.node), tag.kind == source::TagKind::Raw});
    }
  }

 private:
  void variable(std::string_view name) {
    for (const FlowVariable& known : flow_.variables) {
      if (known.name == name) return;
    }
    flow_.variables.push_back({std::string(name), std::nullopt, false});
  }

  DataFlow& flow_;
};

std::string text_at(const Document& doc, const Node& node) {
  if (node.kind == NodeKind::String) return node.text;
  if (node.kind == NodeKind::Object || node.kind == NodeKind::Array) return {};
  return doc.source.substr(node.span.begin, node.span.end - node.span.begin);
}

}  // namespace

std::string_view consumer_text(Consumer consumer) {
  switch (consumer) {
    case Consumer::CourtMainnet:
      return "court-mainnet";
    case Consumer::CourtTestnet:
      return "court-testnet";
    case Consumer::CourtDevnet:
      return "court-devnet";
    case Consumer::KlerosSdk:
      return "kleros-sdk";
  }
  return {};
}

bool gives(Consumer consumer, std::string_view name) {
  switch (consumer) {
    case Consumer::CourtMainnet:
    case Consumer::CourtTestnet:
      return court_gives(name) || name == "externalDisputeID";
    case Consumer::CourtDevnet:
      return court_gives(name);
    case Consumer::KlerosSdk:
      return sdk_gives(name);
  }
  return false;
}

DataFlow data_flow(std::string_view template_text, std::string_view mappings) {
  DataFlow flow;
  Builder builder(flow);
  builder.mappings(mappings);
  builder.reads(template_text);
  return flow;
}

std::vector<OutlineNode> outline(std::string_view template_text, std::string_view pointer) {
  const Document doc = source::read(template_text, source::Flavour::Template);
  const source::LineIndex lines(doc.source);
  std::vector<OutlineNode> nodes;
  const Place place = resolve(doc, pointer);
  if (!place.exact) return nodes;
  std::vector<std::int32_t> waiting{doc.index_of(*place.node)};
  while (!waiting.empty()) {
    const std::int32_t at = waiting.back();
    waiting.pop_back();
    const Node& node = doc.node(at);
    nodes.push_back({doc.pointer(at), node.kind,
                     lines.at(node.has_key ? node.key_span.begin : node.span.begin).offset,
                     lines.at(node.span.begin).offset, lines.at(node.span.end).offset,
                     text_at(doc, node)});
    // Children go on the stack the last one first, so that they come out in their order.
    const std::size_t first = waiting.size();
    doc.each_child(node, [&](const Node& child) { waiting.push_back(doc.index_of(child)); });
    std::reverse(waiting.begin() + static_cast<std::ptrdiff_t>(first), waiting.end());
  }
  return nodes;
}

}  // namespace dikast::lint
