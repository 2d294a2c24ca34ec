#include <algorithm>
#include <numeric>
#include <utility>

#include "engine.hpp"

namespace dikast::mustache {
namespace {

using handlebars::Expression;

const json::Value& empty_object() {
  static const json::Value kEmpty = json::Value::object();
  return kEmpty;
}

const std::vector<Node>* main_part(const Node& node) {
  if (node.kind != NodeKind::Inverted) return &node.body;
  return node.has_otherwise ? &node.otherwise : nullptr;
}

const std::vector<Node>* else_part(const Node& node) {
  if (node.kind == NodeKind::Inverted) return &node.body;
  return node.has_otherwise ? &node.otherwise : nullptr;
}

/// Handlebars' isEmpty: what is falsy except zero, and the empty list.
bool is_empty(Found found, const json::Value* value) {
  if (found != Found::Value) return true;
  if (value->is_number() && value->text() != "NaN" && !is_bigint(*value)) return false;
  return !is_truthy(*value) || (value->is_array() && value->items().empty());
}

/// Position of a key among an object's keys as JavaScript orders them: whole numbers first.
constexpr std::uint64_t kNoIndex = ~std::uint64_t{0};
std::uint64_t index_key(const std::string& key) {
  if (key.empty() || key.size() > 10 || (key[0] == '0' && key.size() > 1)) return kNoIndex;
  std::uint64_t index = 0;
  for (const char c : key) {
    if (c < '0' || c > '9') return kNoIndex;
    index = index * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return index < 0xffffffffU ? index : kNoIndex;
}

std::vector<std::size_t> key_order(const std::vector<json::Member>& members) {
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return index_key(members[a].key) < index_key(members[b].key);
  });
  return order;
}

}  // namespace

bool Engine::is_helper(const Expression& made) const {
  bool shadowed = false;
  static_cast<void>(block_param(made.path, shadowed));
  if (shadowed || !made.is_simple()) return false;
  const std::string& name = made.path.dig.front();
  return name == "if" || name == "unless" || name == "each" || name == "with" || name == "lookup" ||
         name == "log";
}

bool Engine::missing_helper(const Expression& made) {
  return stop(ErrorCode::template_helper, "Missing helper: \"" + made.path.original + "\"");
}

bool Engine::part(const std::vector<Node>* body, const Frame& frame) {
  if (body == nullptr) return true;
  // Handlebars hands an empty object on where the context is null.
  if (frame.view->is_null()) return nodes(*body, {&empty_object(), frame.parent});
  return part(body, *frame.view, frame);
}

bool Engine::part(const std::vector<Node>* body, const json::Value& context, const Frame& frame) {
  if (body == nullptr) return true;
  // A context that equals its parent (by ==) is no new step for "../".
  if (loosely_equal(context, *frame.view)) return nodes(*body, {&context, frame.parent});
  return nodes(*body, {&context, &frame});
}

bool Engine::handlebars_node(const Node& node, const Frame& frame) {
  const Expression& made =
      template_->program->expressions[static_cast<std::size_t>(node.expression)];
  if (node.kind == NodeKind::Partial) {
    return stop(ErrorCode::template_helper,
                "The partial " + made.path.original + " could not be found");
  }
  const bool is_block = node.kind != NodeKind::Variable && node.kind != NodeKind::RawVariable;
  bool shadowed = false;
  static_cast<void>(block_param(made.path, shadowed));
  if (is_helper(made)) {
    return is_block ? helper_block(node, made, frame) : helper_variable(node, made, frame);
  }
  if (made.is_call() && !shadowed) return missing_helper(made);
  if (is_block) return block_value(node, made, frame);
  Slot slot;
  const Found found = resolve(made.path, frame, slot);
  return found != Found::Failed && variable(node, found, slot.get(), false);
}

bool Engine::helper_variable(const Node& node, const Expression& made, const Frame& frame) {
  const std::string& name = made.path.dig.front();
  if (name == "log") return true;
  if (name != "lookup") {
    return stop(ErrorCode::template_helper, made.params.size() == 1
                                                ? "#" + name + " is a block helper"
                                                : "#" + name + " requires exactly one argument");
  }
  Slot slot;
  const Found found = lookup_helper(made, frame, slot);
  return found != Found::Failed && variable(node, found, slot.get(), false);
}

bool Engine::helper_block(const Node& node, const Expression& made, const Frame& frame) {
  const std::string& name = made.path.dig.front();
  if (name == "if" || name == "unless") return if_block(node, made, frame);
  if (name == "with") return with_block(node, made, frame);
  if (name == "each") return each_block(node, made, frame);
  if (name == "log") return true;
  Slot slot;
  const Found found = lookup_helper(made, frame, slot);
  if (found != Found::Value) return found == Found::Nothing;
  if (sink_ != nullptr) return sink_->value(node, slot.get());
  return text(to_text(*slot.get()));
}

bool Engine::if_block(const Node& node, const Expression& made, const Frame& frame) {
  const bool unless = made.path.dig.front() == "unless";
  if (made.params.size() != 1) {
    return stop(ErrorCode::template_helper,
                "#" + made.path.original + " requires exactly one argument");
  }
  Slot slot;
  const Found found = evaluate(made.params.front(), frame, slot);
  if (found == Found::Failed) return false;
  bool include_zero = false;
  for (const handlebars::HashEntry& entry : made.hash) {
    Slot given;
    const Found option = evaluate(entry.value, frame, given);
    if (option == Found::Failed) return false;
    if (entry.name == "includeZero")
      include_zero = option == Found::Value && is_truthy(*given.get());
  }
  const bool empty = is_empty(found, slot.get());
  const bool holds = !empty && (include_zero || is_truthy(*slot.get()));
  return part(holds != unless ? main_part(node) : else_part(node), frame);
}

bool Engine::with_block(const Node& node, const Expression& made, const Frame& frame) {
  if (made.params.size() != 1) {
    return stop(ErrorCode::template_helper, "#with requires exactly one argument");
  }
  Slot slot;
  const Found found = evaluate(made.params.front(), frame, slot);
  if (found == Found::Failed) return false;
  if (is_empty(found, slot.get())) return part(else_part(node), frame);
  const BlockParams params{&made.block_params, {slot.get(), nullptr}, params_};
  const BlockParams* const outer = std::exchange(params_, &params);
  const bool go_on = part(main_part(node), *slot.get(), frame);
  params_ = outer;
  return go_on;
}

bool Engine::each_block(const Node& node, const Expression& made, const Frame& frame) {
  if (made.params.size() != 1) {
    return stop(ErrorCode::template_helper, "Must pass iterator to #each");
  }
  Slot slot;
  const Found found = evaluate(made.params.front(), frame, slot);
  if (found == Found::Failed) return false;
  const bool some =
      found == Found::Value && (!slot.get()->items().empty() || !slot.get()->members().empty());
  return some ? each_item(node, made, *slot.get(), frame) : part(else_part(node), frame);
}

bool Engine::each_item(const Node& node, const Expression& made, const json::Value& list,
                       const Frame& frame) {
  const bool is_array = list.is_array();
  std::vector<std::size_t> order;
  if (!is_array) order = key_order(list.members());
  const std::size_t count = is_array ? list.items().size() : order.size();
  if (!charge(bulk_steps(count))) return false;
  EachData data{{}, {}, {}, {}, data_};
  BlockParams params{&made.block_params, {nullptr, &data.key}, params_};
  const EachData* const outer_data = std::exchange(data_, &data);
  const BlockParams* const outer_params = std::exchange(params_, &params);
  bool go_on = true;
  for (std::size_t i = 0; i < count && go_on; ++i) {
    data.index = json::Value::number(std::to_string(i));
    data.key = is_array ? data.index : json::Value::string(list.members()[order[i]].key);
    data.first = json::Value::boolean(i == 0);
    data.last = json::Value::boolean(i + 1 == count);
    params.values[0] = is_array ? &list.items()[i] : &list.members()[order[i]].value;
    go_on = charge(1) && part(main_part(node), *params.values[0], frame);
  }
  data_ = outer_data;
  params_ = outer_params;
  return go_on;
}

bool Engine::hex_is_lambda(const Expression& made, const Frame& frame) const {
  if (!options_.hex_lambda || !made.is_simple() || made.path.data) return false;
  if (made.path.dig.front() != "hex") return false;
  // A context entry of this name wins, as it does in kleros-sdk.
  for (const Frame* at = &frame; at != nullptr; at = at->parent) {
    if (at->view->find("hex") != nullptr) return false;
  }
  return true;
}

bool Engine::inner_hex(const Node& node, const Frame& frame) {
  std::string inner;
  if (!capture(inner, [&] { return nodes(node.body, frame); })) return false;
  return emit_hex(node, std::move(inner));
}

/// A section over a value that is no helper: Handlebars' blockHelperMissing.
bool Engine::block_value(const Node& node, const Expression& made, const Frame& frame) {
  if (node.kind == NodeKind::Section && hex_is_lambda(made, frame)) return inner_hex(node, frame);
  Slot slot;
  const Found found = resolve(made.path, frame, slot);
  if (found == Found::Failed) return false;
  const bool missing = found == Found::Nothing || slot.get()->is_null();
  if (missing || (slot.get()->is_bool() && !slot.get()->as_bool())) {
    return part(else_part(node), frame);
  }
  const json::Value& value = *slot.get();
  if (value.is_bool()) return part(main_part(node), frame);
  if (!value.is_array()) return part(main_part(node), value, frame);
  return value.items().empty() ? part(else_part(node), frame) : each_item(node, made, value, frame);
}

}  // namespace dikast::mustache
