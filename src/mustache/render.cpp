#include <utility>

#include "engine.hpp"
#include "scan.hpp"

namespace dikast::mustache {
namespace {

/// What {{hex}} prints: JavaScript turns the lambda, a function, into its source. kleros-sdk
/// src/dataMappings/utils/populateTemplate.ts as compiled in 2.4.0.
constexpr std::string_view kHexSource =
    "function (text, render) {\n"
    "            const originalValueStr = render(text);\n"
    "            const num = parseInt(originalValueStr, 10);\n"
    "            if (!isNaN(num)) {\n"
    "                return \"0x\" + num.toString(16).toLowerCase();\n"
    "            }\n"
    "            return originalValueStr;\n"
    "        }";

constexpr std::uint64_t parse_steps(std::size_t bytes) { return 1 + bytes / 16; }

/// The partial with every line indented, as mustache.js does it: blanks and tabs are kept, other
/// characters before the tag count as one blank for each UTF-16 unit.
std::string indented(std::string_view partial, std::string_view before) {
  std::string indent;
  bool line_has_text = false;
  for (std::size_t at = 0; at < before.size();) {
    const auto lead = static_cast<std::uint8_t>(before[at]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const std::size_t space = scan::space_at(before, at);
    if (space == 0) {
      line_has_text = true;
      indent.append(bytes == 4 ? 2 : 1, ' ');
    } else if (before[at] == ' ' || before[at] == '\t') {
      indent += before[at];
    }
    at += space == 0 ? bytes : space;
  }
  std::string out;
  bool first = true;
  while (true) {
    const std::size_t newline = partial.find('\n');
    const std::string_view line = partial.substr(0, newline);
    if (!line.empty() && (!first || !line_has_text)) out += indent;
    out += line;
    if (newline == std::string_view::npos) return out;
    out += '\n';
    partial.remove_prefix(newline + 1);
    first = false;
  }
}

}  // namespace

bool Engine::stop(ErrorCode code, std::string message) {
  if (!error_) error_ = fail(code, {}, std::move(message)).value();
  return false;
}

bool Engine::charge(std::uint64_t steps) {
  steps_ += steps;
  return steps_ <= options_.budget.steps || stop(ErrorCode::template_step_limit);
}

bool Engine::text(std::string_view piece) {
  if (!charge(bulk_steps(piece.size()))) return false;
  if (sink_ != nullptr) return sink_->text(piece);
  out_ += piece;
  return out_.size() <= options_.budget.output_bytes || stop(ErrorCode::template_output_limit);
}

bool Engine::variable(const Node& node, Found found, const json::Value* value,
                      bool mustache_escapes) {
  if (sink_ != nullptr) return sink_->value(node, found == Found::Value ? value : nullptr);
  const bool raw = node.kind == NodeKind::RawVariable;
  const std::size_t before = out_.size();
  if (found == Found::Hex) {
    raw ? void(out_ += kHexSource) : append_html_escaped(out_, kHexSource);
  } else if (found == Found::Value && (raw || !(value->is_string() || value->is_array()))) {
    append_text(out_, *value);
  } else if (found == Found::Value && mustache_escapes) {
    append_html_escaped(out_, value->is_string() ? value->text() : to_text(*value));
  } else if (found == Found::Value) {
    append_handlebars_escaped(out_, value->is_string() ? value->text() : to_text(*value));
  }
  if (out_.size() > options_.budget.output_bytes) return stop(ErrorCode::template_output_limit);
  return charge(bulk_steps(out_.size() - before));
}

bool Engine::nested(std::string_view source, const Frame& frame) {
  if (!charge(parse_steps(source.size()))) return false;
  if (depth_ >= options_.budget.depth) return stop(ErrorCode::template_depth);
  const auto parsed = parse(source, template_->dialect, options_.budget);
  if (!parsed) return stop(parsed.error().error.code, parsed.error().error.message);
  ++depth_;
  const Template* const outer = std::exchange(template_, &*parsed);
  const bool go_on = nodes(parsed->nodes, frame);
  template_ = outer;
  --depth_;
  return go_on;
}

bool Engine::hex_section(const Node& node, const Frame& frame) {
  // mustache.js gives a lambda the text as it stands in the source and parses it anew, with the
  // standard delimiters.
  const std::string_view inside =
      template_->source.substr(node.span.end, node.close.begin - node.span.end);
  std::string inner;
  if (!capture(inner, [&] { return nested(inside, frame); })) return false;
  return emit_hex(node, std::move(inner));
}

bool Engine::emit_hex(const Node& node, std::string inner) {
  if (sink_ == nullptr) return text(hex_like_sdk(inner));
  const json::Value value = json::Value::string(std::move(inner));
  return sink_->value(node, &value);
}

bool Engine::section(const Node& node, const Frame& frame) {
  Slot slot;
  const Found found = lookup(node.text, frame, slot);
  if (found == Found::Hex) return hex_section(node, frame);
  if (found != Found::Value) return found == Found::Nothing;
  const json::Value& value = *slot.get();
  if (!is_truthy(value)) return true;
  if (value.is_array()) {
    for (const json::Value& item : value.items()) {
      if (!charge(1) || !nodes(node.body, {&item, &frame})) return false;
    }
    return true;
  }
  if (value.is_bool() || is_bigint(value)) return nodes(node.body, frame);
  return nodes(node.body, {&value, &frame});
}

bool Engine::inverted(const Node& node, const Frame& frame) {
  Slot slot;
  const Found found = lookup(node.text, frame, slot);
  if (found == Found::Failed) return false;
  if (found == Found::Hex) return true;
  const bool some = found == Found::Value && is_truthy(*slot.get()) &&
                    !(slot.get()->is_array() && slot.get()->items().empty());
  return some || nodes(node.body, frame);
}

bool Engine::partial(const Node& node, const Frame& frame) {
  if (options_.partials == nullptr) return true;
  const auto found = options_.partials->find(node.text);
  if (found == options_.partials->end()) return true;
  const std::string_view before =
      template_->source.substr(node.close.begin, node.close.end - node.close.begin);
  if (!charge(parse_steps(found->second.size()))) return false;
  return nested(before.empty() ? found->second : indented(found->second, before), frame);
}

bool Engine::node(const Node& node, const Frame& frame) {
  if (node.expression >= 0) return handlebars_node(node, frame);
  switch (node.kind) {
    case NodeKind::Text:
      return text(node.text);
    case NodeKind::Variable:
    case NodeKind::RawVariable: {
      Slot slot;
      const Found found = lookup(node.text, frame, slot);
      return found != Found::Failed && variable(node, found, slot.get(), true);
    }
    case NodeKind::Section:
      return section(node, frame);
    case NodeKind::Inverted:
      return inverted(node, frame);
    case NodeKind::Partial:
      return partial(node, frame);
    case NodeKind::If:
    case NodeKind::Unless:
    case NodeKind::Each:
    case NodeKind::With:
    case NodeKind::Comment:
    case NodeKind::Delimiter:
      return true;
  }
  return true;
}

bool Engine::nodes(const std::vector<Node>& list, const Frame& frame) {
  for (const Node& each : list) {
    if (!charge(1) || !node(each, frame)) return false;
  }
  return true;
}

bool Engine::run(const Template& parsed, const json::Value& context) {
  template_ = &parsed;
  if (sink_ == nullptr) out_.reserve(parsed.source.size());
  return nodes(parsed.nodes, {&context, nullptr});
}

std::string Engine::take_output() { return std::move(out_); }

Result<std::string> render(const Template& parsed, const json::Value& context,
                           const RenderOptions& options) {
  Engine engine(options, nullptr);
  if (!engine.run(parsed, context) && engine.error()) return tl::unexpected(*engine.error());
  return engine.take_output();
}

Result<bool> walk(const Template& parsed, const json::Value& context, Sink& sink,
                  const Budget& budget) {
  RenderOptions options;
  options.budget = budget;
  Engine engine(options, &sink);
  const bool finished = engine.run(parsed, context);
  if (engine.error()) return tl::unexpected(*engine.error());
  return finished;
}

}  // namespace dikast::mustache
