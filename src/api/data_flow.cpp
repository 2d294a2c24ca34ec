#include "dikast/data_flow.hpp"

#include <array>
#include <utility>

#include "dikast/api.hpp"
#include "params.hpp"

namespace dikast::api {
namespace {

using json::Value;
using Reply = Result<Value>;

Value names(const std::vector<std::string>& list) {
  Value value = Value::array();
  for (const std::string& name : list) value.push_text(name);
  return value;
}

/// A text of at most 1,000,000 bytes.
Result<std::string> document_param(const json::Value& params, std::string_view name) {
  auto given = string_param(params, name);
  if (given && given->size() > 1'000'000)
    return fail(ErrorCode::input_too_large, pointer_join("", name));
  return given;
}

Value to_value(const lint::FlowVariable& variable) {
  Value value = Value::object();
  value.add_text("name", variable.name);
  if (variable.mapping) value.add_number("mapping", *variable.mapping);
  value.add_flag("party", variable.party);
  Value given = Value::array();
  for (const lint::Consumer consumer : lint::kConsumers) {
    if (lint::gives(consumer, variable.name)) given.push_text(lint::consumer_text(consumer));
  }
  value.add("givenBy", std::move(given));
  return value;
}

/// {template, mappings} -> {steps: [{type, from, reads, populates}], variables: [{name, mapping?,
/// party, givenBy}], reads: [{name, path, raw}]}.
Reply flow(const json::Value& params) {
  const auto source = document_param(params, "template");
  if (!source) return tl::unexpected(source.error());
  const auto mappings = document_param(params, "mappings");
  if (!mappings) return tl::unexpected(mappings.error());
  const lint::DataFlow flow = lint::data_flow(*source, *mappings);
  Value steps = Value::array();
  for (const lint::FlowStep& step : flow.steps) {
    Value item = Value::object();
    item.add_text("type", step.type);
    item.add_text("from", step.from);
    item.add("reads", names(step.reads));
    item.add("populates", names(step.populates));
    steps.push(std::move(item));
  }
  Value variables = Value::array();
  for (const lint::FlowVariable& variable : flow.variables) variables.push(to_value(variable));
  Value reads = Value::array();
  for (const lint::FlowRead& read : flow.reads) {
    Value item = Value::object();
    item.add_text("name", read.name);
    item.add_text("path", read.path);
    item.add_flag("raw", read.raw);
    reads.push(std::move(item));
  }
  Value value = Value::object();
  value.add("steps", std::move(steps));
  value.add("variables", std::move(variables));
  value.add("reads", std::move(reads));
  return value;
}

/// {names: [...]} -> {consumer: the names that it gives}.
Reply givers(const json::Value& params) {
  const json::Value* list = optional_param(params, "names");
  if (list == nullptr || !list->is_array()) return fail(ErrorCode::input_type, "/names");
  Value value = Value::object();
  for (const lint::Consumer consumer : lint::kConsumers) {
    Value given = Value::array();
    for (const json::Value& name : list->items()) {
      if (lint::gives(consumer, name.text())) given.push(name);
    }
    value.add(lint::consumer_text(consumer), std::move(given));
  }
  return value;
}

std::string_view kind_text(source::NodeKind kind) {
  switch (kind) {
    case source::NodeKind::Object:
      return "object";
    case source::NodeKind::Array:
      return "array";
    case source::NodeKind::String:
      return "string";
    case source::NodeKind::Number:
    case source::NodeKind::Bool:
    case source::NodeKind::Null:
    case source::NodeKind::Slot:
    case source::NodeKind::Invalid:
      return "other";
  }
  return {};
}

/// {template, path} -> [{path, kind, start, offset, endOffset, text}].
Reply outline(const json::Value& params) {
  const auto source = document_param(params, "template");
  if (!source) return tl::unexpected(source.error());
  const auto path = string_param(params, "path");
  if (!path) return tl::unexpected(path.error());
  Value value = Value::array();
  for (const lint::OutlineNode& node : lint::outline(*source, *path)) {
    Value item = Value::object();
    item.add_text("path", node.path);
    item.add_text("kind", kind_text(node.kind));
    item.add_number("start", node.start);
    item.add_number("offset", node.offset);
    item.add_number("endOffset", node.end_offset);
    item.add_text("text", node.text);
    value.push(std::move(item));
  }
  return value;
}

constexpr std::array kMethods{Method{"template.flow", flow}, Method{"template.givers", givers},
                              Method{"template.outline", outline}};

}  // namespace

std::span<const Method> flow_methods() { return kMethods; }

}  // namespace dikast::api
