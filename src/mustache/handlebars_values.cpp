#include "engine.hpp"

namespace dikast::mustache {
namespace {

std::size_t size_of(const json::Value& owner) {
  return owner.is_object() ? owner.members().size() : owner.text().size() / 32;
}

const Frame* frame_at(const Frame& frame, std::uint32_t depth) {
  const Frame* at = &frame;
  while (at != nullptr && depth-- > 0) at = at->parent;
  return at;
}

const Frame* root_of(const Frame& frame) {
  const Frame* at = &frame;
  while (at->parent != nullptr) at = at->parent;
  return at;
}

}  // namespace

const json::Value* Engine::block_param(const handlebars::Path& path, bool& known) const {
  known = false;
  if (path.depth > 0 || path.scoped || path.dig.empty()) return nullptr;
  for (const BlockParams* at = params_; at != nullptr; at = at->parent) {
    for (std::size_t i = 0; i < at->names->size(); ++i) {
      if ((*at->names)[i] != path.dig.front()) continue;
      known = true;
      return i < 2 ? at->values[i] : nullptr;
    }
  }
  return nullptr;
}

Found Engine::resolve(const handlebars::Path& path, const Frame& frame, Slot& slot) {
  bool known = false;
  const json::Value* start = block_param(path, known);
  std::size_t from = 1;
  if (!known && !path.dig.empty() && path.data) return resolve_data(path, frame, slot);
  if (!known) {
    const Frame* at = frame_at(frame, path.depth);
    start = at == nullptr ? nullptr : at->view;
    from = 0;
  }
  if (start == nullptr) return Found::Nothing;
  slot.set(start);
  for (std::size_t i = from; i < path.dig.size() && !slot.get()->is_null(); ++i) {
    if (!charge(bulk_steps(size_of(*slot.get())))) return Found::Failed;
    if (!own_property(*slot.get(), path.dig[i], slot)) return Found::Nothing;
  }
  return Found::Value;
}

Found Engine::resolve_data(const handlebars::Path& path, const Frame& frame, Slot& slot) {
  const EachData* data = data_;
  for (std::uint32_t i = 0; i < path.depth; ++i) {
    if (data == nullptr) return Found::Nothing;
    data = data->parent;
  }
  const std::string& name = path.dig.front();
  if (name == "root") {
    slot.set(root_of(frame)->view);
  } else if (data == nullptr) {
    return Found::Nothing;
  } else if (name == "index") {
    slot.set(&data->index);
  } else if (name == "key") {
    slot.set(&data->key);
  } else if (name == "first") {
    slot.set(&data->first);
  } else if (name == "last") {
    slot.set(&data->last);
  } else {
    return Found::Nothing;
  }
  // Handlebars joins these names with &&: a falsy value ends the path.
  for (std::size_t i = 1; i < path.dig.size() && is_truthy(*slot.get()); ++i) {
    if (!charge(bulk_steps(size_of(*slot.get())))) return Found::Failed;
    if (!own_property(*slot.get(), path.dig[i], slot)) return Found::Nothing;
  }
  return Found::Value;
}

Found Engine::evaluate(const handlebars::Expression& made, const Frame& frame, Slot& slot) {
  switch (made.kind) {
    case handlebars::Expression::Kind::Literal:
      slot.set(&made.literal);
      return Found::Value;
    case handlebars::Expression::Kind::Path:
      return resolve(made.path, frame, slot);
    case handlebars::Expression::Kind::Call:
      break;
  }
  bool shadowed = false;
  static_cast<void>(block_param(made.path, shadowed));
  if (shadowed) return resolve(made.path, frame, slot);
  if (made.is_simple() && made.path.dig.front() == "lookup") {
    return lookup_helper(made, frame, slot);
  }
  if (made.is_simple() && made.path.dig.front() == "log") return Found::Nothing;
  if (is_helper(made)) {
    stop(ErrorCode::template_helper, "#" + made.path.original + " is a block helper");
  } else {
    missing_helper(made);
  }
  return Found::Failed;
}

Found Engine::lookup_helper(const handlebars::Expression& made, const Frame& frame, Slot& slot) {
  if (made.params.empty()) {
    stop(ErrorCode::template_helper, "lookup requires an object and a name");
    return Found::Failed;
  }
  const Found object = evaluate(made.params[0], frame, slot);
  if (object != Found::Value || !is_truthy(*slot.get())) return object;
  if (made.params.size() != 2) {
    stop(ErrorCode::template_helper, "lookup requires an object and a name");
    return Found::Failed;
  }
  Slot field;
  const Found found = evaluate(made.params[1], frame, field);
  if (found == Found::Failed) return found;
  const std::string name = found == Found::Nothing  ? "undefined"
                           : field.get()->is_null() ? "null"
                                                    : to_text(*field.get());
  if (!charge(1 + bulk_steps(size_of(*slot.get())) + bulk_steps(name.size()))) {
    return Found::Failed;
  }
  return own_property(*slot.get(), name, slot) ? Found::Value : Found::Nothing;
}

}  // namespace dikast::mustache
