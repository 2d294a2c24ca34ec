#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/json.hpp"
#include "dikast/mustache.hpp"

// Input: one byte for the dialect, a template, a zero byte, a JSON context. Whatever it is, parsing
// and rendering end within their budgets, with a text or a code of the domain.
namespace {

using namespace dikast;

constexpr mustache::Budget kBudget{.steps = 20'000, .output_bytes = 100'000, .depth = 64};

class Counter : public mustache::Sink {
 public:
  bool text(std::string_view) override { return true; }
  bool value(const mustache::Node& tag, const json::Value*) override {
    return tag.span.begin < tag.span.end;
  }
};

void check(bool holds) {
  if (!holds) std::abort();
}

bool is_render_code(ErrorCode code) {
  return code == ErrorCode::template_syntax || code == ErrorCode::template_depth ||
         code == ErrorCode::template_null_context || code == ErrorCode::template_helper ||
         code == ErrorCode::template_step_limit || code == ErrorCode::template_output_limit ||
         code == ErrorCode::input_too_large;
}

void check_nodes(const std::vector<mustache::Node>& nodes, std::string_view source) {
  for (const mustache::Node& node : nodes) {
    check(node.span.begin <= node.span.end && node.span.end <= source.size());
    check(node.text.empty() ||
          (node.text.data() >= source.data() &&
           node.text.data() + node.text.size() <= source.data() + source.size()));
    check_nodes(node.body, source);
    check_nodes(node.otherwise, source);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static constexpr mustache::Dialect kDialects[] = {
      mustache::Dialect::Auto, mustache::Dialect::Mustache, mustache::Dialect::MustacheJs,
      mustache::Dialect::Handlebars};
  const mustache::Dialect dialect = kDialects[data[0] % 4];
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t split = std::min(rest.find('\0'), rest.size());
  // Copies of exact size let the sanitizers see one byte too many.
  const std::string source(rest.substr(0, split));
  const auto context = json::parse_like_javascript(
      split < rest.size() ? rest.substr(split + 1)
                          : std::string_view(R"({"a":[1,{"a":"b"}],"b":0})"));

  const auto parsed = mustache::parse(source, dialect, kBudget);
  if (!parsed) {
    check(parsed.error().byte_offset <= source.size());
    check(is_render_code(parsed.error().error.code));
    return 0;
  }
  check_nodes(parsed->nodes, parsed->source);
  static_cast<void>(mustache::variables(*parsed));
  static_cast<void>(mustache::retrieve_variables_like_sdk(*parsed));
  if (!context) return 0;
  const mustache::Partials partials = {{"a", source}, {"b", "{{a}}\n"}};
  const auto rendered = mustache::render(
      *parsed, *context, {.hex_lambda = true, .budget = kBudget, .partials = &partials});
  if (rendered) {
    check(rendered->size() <= kBudget.output_bytes);
  } else {
    check(is_render_code(rendered.error().code));
  }
  Counter counter;
  const auto walked = mustache::walk(*parsed, *context, counter, kBudget);
  check(walked.has_value() || is_render_code(walked.error().code));
  return 0;
}
