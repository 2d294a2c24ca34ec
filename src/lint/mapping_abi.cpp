#include <algorithm>

#include "dikast/abi.hpp"
#include "rules.hpp"

namespace dikast::lint {
namespace {

using source::Node;
using source::NodeKind;

// What stands before the first "." or "[".
std::string_view first_step(std::string_view path) {
  return path.substr(0, std::min(path.find_first_of(".["), path.size()));
}

bool is_index(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<abi::Item> item_of(const source::Document& doc, const Node& mapping) {
  const Node* text = string_member(doc, mapping, "abi");
  if (text == nullptr || text->has_tags) return std::nullopt;
  auto item = abi::parse_item(text->text);
  if (!item) return std::nullopt;
  return *std::move(item);
}

template <class F>
void each_seek(const source::Document& doc, const Node& mapping, F&& visit) {
  const Node* seek = doc.find(mapping, "seek");
  if (seek == nullptr || seek->kind != NodeKind::Array) return;
  doc.each_child(*seek, [&](const Node& path) {
    if (path.kind == NodeKind::String && !path.has_tags) visit(path);
  });
}

void check_call(Reporter& report, const Node& mapping) {
  const source::Document& doc = report.document();
  const auto item = item_of(doc, mapping);
  if (!item || item->kind != abi::ItemKind::Function) return;
  const bool several = item->outputs.size() > 1;
  const bool single_plain =
      item->outputs.size() == 1 && item->outputs[0].type.kind != abi::TypeKind::Tuple;
  each_seek(doc, mapping, [&](const Node& path) {
    const std::string_view step = first_step(path.text);
    if (several && !is_index(step)) {
      report.add(RuleId::mapping_call_names, path,
                 text_of({"Several outputs come by index only: write \"0\" to \"",
                          std::to_string(item->outputs.size() - 1), "\"."}));
      for (std::size_t i = 0; i < item->outputs.size(); ++i) {
        if (item->outputs[i].name != step) continue;
        report.fix("Use the index", path.span,
                   quoted(std::to_string(i) + path.text.substr(step.size())));
      }
    } else if (several && step.size() < 4 &&
               std::stoul(std::string(step)) >= item->outputs.size()) {
      report.add(
          RuleId::mapping_call_names, path,
          text_of({"The function has ", std::to_string(item->outputs.size()),
                   " outputs: the last index is ", std::to_string(item->outputs.size() - 1), "."}));
    } else if (single_plain && step != "value") {
      report.add(RuleId::mapping_call_names, path,
                 "A single output arrives under the name \"value\".");
      report.fix("Use value", path.span, quoted(text_of({"value", path.text.substr(step.size())})));
    }
  });
}

bool has_input(const abi::Item& item, std::string_view name, bool indexed_only) {
  return std::any_of(item.inputs.begin(), item.inputs.end(), [&](const abi::Parameter& p) {
    return p.name == name && (!indexed_only || p.indexed);
  });
}

void check_event(Reporter& report, const Node& mapping) {
  const source::Document& doc = report.document();
  const auto item = item_of(doc, mapping);
  if (!item || item->kind != abi::ItemKind::Event) return;
  each_seek(doc, mapping, [&](const Node& path) {
    const std::string_view step = first_step(path.text);
    if (has_input(*item, step, false) || is_index(step)) return;
    report.add(RuleId::mapping_event_seek, path,
               text_of({"The event has no argument \"", step, "\"."}));
  });
  const Node* filter = doc.find(mapping, "eventFilter");
  if (filter == nullptr || filter->kind != NodeKind::Object) return;
  const Node* args = doc.find(*filter, "args");
  if (args == nullptr || args->first < 0) {
    report.add(RuleId::mapping_event_filter, *filter,
               "Without \"args\" the first log of the contract is taken, whichever dispute it "
               "belongs to. Filter by an indexed argument.");
    return;
  }
  doc.each_child(*args, [&](const Node& arg) {
    if (!arg.has_key || has_input(*item, arg.key, true)) return;
    report.add(
        RuleId::mapping_event_filter, arg.key_span, doc.pointer(doc.index_of(arg)),
        has_input(*item, arg.key, false)
            ? text_of({"\"", arg.key, "\" is not indexed, so the filter ignores it."})
            : text_of({"The event has no argument \"", arg.key, "\", so the filter ignores it."}));
  });
}

}  // namespace

void check_abi_mappings(Reporter& report) {
  const source::Document& doc = report.document();
  const Node& root = *doc.root_node();
  if (root.kind != NodeKind::Array) return;
  doc.each_child(root, [&](const Node& mapping) {
    const Node* type = string_member(doc, mapping, "type");
    if (type == nullptr) return;
    if (type->text == "abi/call") check_call(report, mapping);
    if (type->text == "abi/event") check_event(report, mapping);
    if (type->text == "reality") {
      report.add(
          RuleId::mapping_reality, *type,
          "In Court this works only when the arbitrable is the Reality.eth contract, for template "
          "0 and bool questions. Read the question with a graphql mapping instead.");
    }
  });
}

}  // namespace dikast::lint
