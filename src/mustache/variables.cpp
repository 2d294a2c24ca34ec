#include <algorithm>

#include "dikast/mustache.hpp"

namespace dikast::mustache {
namespace {

void collect(const std::vector<Node>& nodes, std::vector<std::string>& names) {
  for (const Node& node : nodes) {
    const bool named = node.kind != NodeKind::Text && node.kind != NodeKind::Comment &&
                       node.kind != NodeKind::Delimiter && node.kind != NodeKind::Partial;
    if (named && node.text != "." &&
        std::find(names.begin(), names.end(), node.text) == names.end()) {
      names.emplace_back(node.text);
    }
    collect(node.body, names);
    collect(node.otherwise, names);
  }
}

}  // namespace

std::vector<std::string> variables(const Template& parsed) {
  std::vector<std::string> names;
  collect(parsed.nodes, names);
  return names;
}

std::vector<std::string> retrieve_variables_like_sdk(const Template& parsed) {
  std::vector<std::string> names;
  for (const Node& node : parsed.nodes) {
    if (node.kind == NodeKind::Variable || node.kind == NodeKind::RawVariable) {
      names.emplace_back(node.text);
    }
  }
  return names;
}

}  // namespace dikast::mustache
