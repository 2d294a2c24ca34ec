#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dikast/mustache.hpp"
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
  bool partial(const Node& node, const Frame& frame);
  bool text(std::string_view piece);
  bool variable(const Node& node, Found found, const json::Value* value, bool mustache_escapes);
  bool nested(std::string_view source, const Frame& frame);
  /// Renders into a string of its own, out of the sink's sight.
  template <class Render>
  bool capture(std::string& into, Render render);

  // lookup.cpp
  Found lookup(std::string_view name, const Frame& frame, Slot& slot);
  Found lookup_dotted_js(std::string_view name, const Frame& frame, Slot& slot);
  Found lookup_dotted_spec(std::string_view name, const Frame& frame, Slot& slot);
  Found lookup_plain(std::string_view name, const Frame& frame, Slot& slot);
  bool is_hex(std::string_view name, const Frame& frame) const;

  bool charge(std::uint64_t steps);
  bool stop(ErrorCode code, std::string message = {});

  const RenderOptions& options_;
  Sink* sink_;
  const Template* template_ = nullptr;
  std::string out_;
  std::uint64_t steps_ = 0;
  std::uint32_t depth_ = 0;
  std::optional<Error> error_;
};

/// Steps for looking through or copying `bytes` or `items`: long values must not be free.
constexpr std::uint64_t bulk_steps(std::size_t amount) { return amount / 32; }

}  // namespace dikast::mustache
