#include "dikast/abi.hpp"
#include "dikast/dispute_template.hpp"
#include "dikast/utf8.hpp"

namespace dikast::dispute_template {
namespace {

struct Argument {
  std::string_view path;
  std::string_view text;
};

Result<std::string> encode(std::string_view signature, std::initializer_list<Argument> arguments) {
  json::Value values = json::Value::array();
  for (const Argument& argument : arguments) {
    if (!utf8::is_valid(argument.text)) {
      return fail(ErrorCode::utf8_invalid, std::string(argument.path));
    }
    values.push(json::Value::string(std::string(argument.text)));
  }
  const Result<abi::Item> function = abi::parse_item(signature);
  if (!function) {
    return tl::unexpected(function.error());
  }
  return abi::encode_call(*function, values);
}

}  // namespace

Result<std::string> registration_calldata(std::string_view tag, std::string_view source,
                                          std::string_view mappings) {
  return encode(abi::kSetDisputeTemplate,
                {{"/tag", tag}, {"/template", source}, {"/mappings", mappings}});
}

Result<std::string> change_calldata(std::string_view source, std::string_view mappings) {
  return encode(abi::kChangeDisputeTemplate, {{"/template", source}, {"/mappings", mappings}});
}

}  // namespace dikast::dispute_template
