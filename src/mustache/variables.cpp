#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "dikast/mustache.hpp"
#include "handlebars.hpp"

namespace dikast::mustache {
namespace {

class Collector {
 public:
  explicit Collector(const Template& parsed) : parsed_(parsed) {}

  std::vector<std::string> run() {
    nodes(parsed_.nodes);
    return std::move(names_);
  }

 private:
  void nodes(const std::vector<Node>& list) {
    for (const Node& node : list) {
      const bool named = node.kind != NodeKind::Text && node.kind != NodeKind::Comment &&
                         node.kind != NodeKind::Delimiter && node.kind != NodeKind::Partial;
      if (named && node.expression >= 0) {
        call(parsed_.program->expressions[static_cast<std::size_t>(node.expression)]);
      } else if (named && node.text != ".") {
        add(std::string(node.text));
      }
      const std::size_t params = params_.size();
      if (named && node.expression >= 0) {
        const auto& made = parsed_.program->expressions[static_cast<std::size_t>(node.expression)];
        params_.insert(params_.end(), made.block_params.begin(), made.block_params.end());
      }
      nodes(node.body);
      params_.resize(params);
      nodes(node.otherwise);
    }
  }

  /// The head of a call with arguments is a helper, and so are the names of the built-in ones.
  void call(const handlebars::Expression& made) {
    static constexpr std::string_view kHelpers[] = {"if",   "unless", "each",
                                                    "with", "lookup", "log"};
    const bool helper = made.is_call() || (made.is_simple() &&
                                           std::find(std::begin(kHelpers), std::end(kHelpers),
                                                     made.path.dig.front()) != std::end(kHelpers));
    if (!helper) path(made.path);
    for (const auto& param : made.params) value(param);
    for (const auto& entry : made.hash) value(entry.value);
  }

  void value(const handlebars::Expression& made) {
    if (made.kind == handlebars::Expression::Kind::Path) path(made.path);
    if (made.kind == handlebars::Expression::Kind::Call) call(made);
  }

  void path(const handlebars::Path& path) {
    if (path.data || path.dig.empty()) return;
    if (std::find(params_.begin(), params_.end(), path.dig.front()) != params_.end()) return;
    std::string name;
    for (const std::string& part : path.dig) name.append(name.empty() ? "" : ".").append(part);
    add(std::move(name));
  }

  void add(std::string name) {
    if (seen_.insert(name).second) names_.push_back(std::move(name));
  }

  const Template& parsed_;
  std::vector<std::string> names_;
  std::set<std::string> seen_;
  std::vector<std::string> params_;
};

}  // namespace

std::vector<std::string> variables(const Template& parsed) { return Collector(parsed).run(); }

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
