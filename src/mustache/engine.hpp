#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dikast/mustache.hpp"
#include "handlebars.hpp"
#include "value.hpp"

namespace dikast::mustache {

/// One context on the stack; the last parent is the root.
struct Frame {
  const json::Value* view;
  const Frame* parent;
};

/// What a name leads to.
enum class Found : std::uint8_t {
  Nothing,
  Value,
  Hex,     ///< the lambda of kleros-sdk
  Failed,  ///< the error is recorded
};

/// Handlebars' @index, @key, @first and @last of an each.
struct EachData {
  json::Value key;
  json::Value index;
  json::Value first;
  json::Value last;
  const EachData* parent;
};

/// `as |a b|`: names and what they stand for.
struct BlockParams {
  const std::vector<std::string>* names;
  const json::Value* values[2];
  const BlockParams* parent;
};

/// One render: mustache nodes here, Handlebars nodes in handlebars_render.cpp. Functions that
/// return bool return false when the render is over, by an error or by the sink.
class Engine {
 public:
  Engine(const RenderOptions& options, Sink* sink) : options_(options), sink_(sink) {}

  [[nodiscard]] bool run(const Template& parsed, const json::Value& context);
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] std::string take_output();

 private:
  // render.cpp
  bool nodes(const std::vector<Node>& list, const Frame& frame);
  bool node(const Node& node, const Frame& frame);
  bool section(const Node& node, const Frame& frame);
  bool inverted(const Node& node, const Frame& frame);
  bool hex_section(const Node& node, const Frame& frame);
  bool emit_hex(const Node& node, std::string inner);
  bool partial(const Node& node, const Frame& frame);
  bool text(std::string_view piece);
  bool variable(const Node& node, Found found, const json::Value* value, bool mustache_escapes);
  bool nested(std::string_view source, const Frame& frame);
  /// Renders into a string of its own, out of the sink's sight.
  template <class Render>
  bool capture(std::string& into, Render render) {
    Sink* const sink = std::exchange(sink_, nullptr);
    into.swap(out_);
    const bool go_on = render();
    into.swap(out_);
    sink_ = sink;
    return go_on;
  }

  // lookup.cpp
  Found lookup(std::string_view name, const Frame& frame, Slot& slot);
  Found lookup_dotted_js(std::string_view name, const Frame& frame, Slot& slot);
  Found lookup_dotted_spec(std::string_view name, const Frame& frame, Slot& slot);
  Found lookup_plain(std::string_view name, const Frame& frame, Slot& slot);
  bool is_hex(std::string_view name, const Frame& frame) const;

  // handlebars_render.cpp
  bool handlebars_node(const Node& node, const Frame& frame);
  bool helper_variable(const Node& node, const handlebars::Expression& made, const Frame& frame);
  bool helper_block(const Node& node, const handlebars::Expression& made, const Frame& frame);
  bool block_value(const Node& node, const handlebars::Expression& made, const Frame& frame);
  bool if_block(const Node& node, const handlebars::Expression& made, const Frame& frame);
  bool with_block(const Node& node, const handlebars::Expression& made, const Frame& frame);
  bool each_block(const Node& node, const handlebars::Expression& made, const Frame& frame);
  bool each_item(const Node& node, const handlebars::Expression& made, const json::Value& list,
                 const Frame& frame);
  bool inner_hex(const Node& node, const Frame& frame);
  bool hex_is_lambda(const handlebars::Expression& made, const Frame& frame) const;
  /// A part of a block over a context of its own, or over the present one.
  bool part(const std::vector<Node>* body, const json::Value& context, const Frame& frame);
  bool part(const std::vector<Node>* body, const Frame& frame);
  bool is_helper(const handlebars::Expression& made) const;
  bool missing_helper(const handlebars::Expression& made);

  // handlebars_values.cpp
  Found evaluate(const handlebars::Expression& made, const Frame& frame, Slot& slot);
  Found resolve(const handlebars::Path& path, const Frame& frame, Slot& slot);
  Found resolve_data(const handlebars::Path& path, const Frame& frame, Slot& slot);
  Found lookup_helper(const handlebars::Expression& made, const Frame& frame, Slot& slot);
  const json::Value* block_param(const handlebars::Path& path, bool& known) const;

  bool charge(std::uint64_t steps);
  bool stop(ErrorCode code, std::string message = {});

  const RenderOptions& options_;
  Sink* sink_;
  const Template* template_ = nullptr;
  std::string out_;
  std::uint64_t steps_ = 0;
  std::uint32_t depth_ = 0;
  const EachData* data_ = nullptr;
  const BlockParams* params_ = nullptr;
  std::optional<Error> error_;
};

/// Steps for looking through or copying `bytes` or `items`: long values must not be free.
constexpr std::uint64_t bulk_steps(std::size_t amount) { return amount / 32; }

}  // namespace dikast::mustache
