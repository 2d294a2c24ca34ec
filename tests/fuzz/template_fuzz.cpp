// The strict render over any template and any values: whatever comes out is one JSON document, and
// the skeleton gives the same as the general way.
#include <cstdlib>
#include <string_view>

#include "dikast/dispute_template.hpp"
#include "dikast/template_skeleton.hpp"

namespace {

using namespace dikast;

void must(bool holds) {
  if (!holds) std::abort();
}

// The texts after the first 0xFF, cut at 0xFF: values of the variables in turn.
json::Value values_of(std::string_view rest, const std::vector<std::string>& names) {
  json::Value context = json::Value::object();
  for (const std::string& name : names) {
    const std::size_t end = std::min(rest.find('\xff'), rest.size());
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto parsed = json::parse_like_javascript(text);
    // Texts that are lists or objects stand for themselves: contexts hold both.
    context.set(name, parsed && (parsed->is_array() || parsed->is_object())
                          ? *parsed
                          : json::Value::string(std::string(text)));
  }
  return context;
}

void compare(std::string_view source, const json::Value& context,
             const dispute_template::Rendered<json::Value>& general) {
  const auto skeleton = dispute_template::Skeleton::build(source);
  if (!skeleton) return;
  std::string values;
  const std::vector<std::string> names = skeleton->variables();
  for (const std::string& name : names) {
    const json::Value* value = context.find(name);
    if (value == nullptr || !value->is_string()) return;
    if (&name != &names.front()) values += '\0';
    values += value->text();
  }
  std::string out;
  if (skeleton->render(values, out)) must(general && out == json::dump(*general));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = std::min(input.find('\xff'), input.size());
  const std::string_view source = input.substr(0, cut);
  const auto parsed = mustache::parse(source, mustache::Dialect::Auto);
  if (!parsed) {
    must(!dispute_template::Skeleton::build(source));
    return 0;
  }
  const json::Value context =
      values_of(input.substr(std::min(cut + 1, size)), mustache::variables(*parsed));
  const auto text = dispute_template::fill(*parsed, context);
  const auto document = dispute_template::render(*parsed, context);
  must(text || !document);
  if (document) {
    const auto again = json::parse(json::dump(*document));
    must(again && *again == *document && document::check(*again).empty());
  }
  compare(source, context, document);
  return 0;
}
