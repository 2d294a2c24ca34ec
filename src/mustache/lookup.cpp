#include "engine.hpp"

namespace dikast::mustache {
namespace {

std::size_t lookup_size(const json::Value& owner) {
  if (owner.is_object()) return owner.members().size();
  return owner.is_string() ? owner.text().size() / 32 : 0;
}

/// Follows a.b.c as mustache.js does: a hit needs the last owner to have the last name.
struct Walk {
  bool hit = false;
  std::uint64_t steps = 0;
};

Walk follow(const json::Value& start, std::string_view path, Slot& slot) {
  Walk walk;
  const json::Value* current = &start;
  while (true) {
    const std::size_t dot = path.find('.');
    walk.steps += bulk_steps(lookup_size(*current));
    if (!own_property(*current, path.substr(0, dot), slot)) return walk;
    if (dot == std::string_view::npos) break;
    current = slot.get();
    path.remove_prefix(dot + 1);
  }
  walk.hit = true;
  return walk;
}

}  // namespace

bool Engine::is_hex(std::string_view name, const Frame& frame) const {
  return frame.parent == nullptr && options_.hex_lambda && name == "hex";
}

Found Engine::lookup(std::string_view name, const Frame& frame, Slot& slot) {
  if (name == ".") {
    slot.set(frame.view);
    return Found::Value;
  }
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos || dot == 0) return lookup_plain(name, frame, slot);
  return template_->dialect == Dialect::Mustache ? lookup_dotted_spec(name, frame, slot)
                                                 : lookup_dotted_js(name, frame, slot);
}

Found Engine::lookup_plain(std::string_view name, const Frame& frame, Slot& slot) {
  for (const Frame* at = &frame; at != nullptr; at = at->parent) {
    const json::Value& view = *at->view;
    if (view.is_null() && template_->dialect != Dialect::Mustache) {
      stop(ErrorCode::template_null_context,
           "Cannot read properties of null (reading '" + std::string(name) + "')");
      return Found::Failed;
    }
    if (!charge(bulk_steps(lookup_size(view)))) return Found::Failed;
    if ((view.is_object() || view.is_array()) && own_property(view, name, slot)) {
      return Found::Value;
    }
    if (is_hex(name, *at)) return Found::Hex;
  }
  return Found::Nothing;
}

Found Engine::lookup_dotted_js(std::string_view name, const Frame& frame, Slot& slot) {
  for (const Frame* at = &frame; at != nullptr; at = at->parent) {
    const Walk walk = follow(*at->view, name, slot);
    if (!charge(walk.steps)) return Found::Failed;
    if (walk.hit) return Found::Value;
    if (!is_hex(name.substr(0, name.find('.')), *at)) continue;
    // The lambda is a function, and functions have these two own properties.
    if (name == "hex.length") slot.make(json::Value::number("0"));
    if (name == "hex.name") slot.make(json::Value::string("hex"));
    if (name == "hex.length" || name == "hex.name") return Found::Value;
  }
  return Found::Nothing;
}

Found Engine::lookup_dotted_spec(std::string_view name, const Frame& frame, Slot& slot) {
  const std::size_t dot = name.find('.');
  const Found first = lookup_plain(name.substr(0, dot), frame, slot);
  if (first != Found::Value) return first == Found::Hex ? Found::Nothing : first;
  const Walk walk = follow(*slot.get(), name.substr(dot + 1), slot);
  if (!charge(walk.steps)) return Found::Failed;
  return walk.hit ? Found::Value : Found::Nothing;
}

}  // namespace dikast::mustache
