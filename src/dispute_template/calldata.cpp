#include "dikast/abi.hpp"
#include "dikast/dispute_template.hpp"
#include "dikast/utf8.hpp"

namespace dikast::dispute_template {
namespace {

struct Argument {
  std::string_view path;
  std::string text;
};

// Bytes and numbers are ASCII already; the texts must be valid for every reader of the log.
Result<std::string> encode(std::string_view signature, std::initializer_list<Argument> arguments) {
  std::vector<std::string> values;
  for (const Argument& argument : arguments) {
    if (!utf8::is_valid(argument.text)) {
      return fail(ErrorCode::utf8_invalid, std::string(argument.path));
    }
    values.push_back(argument.text);
  }
  return abi::encode_text_call(signature, values);
}

}  // namespace

Result<std::string> registration_calldata(std::string_view tag, std::string_view source,
                                          std::string_view mappings) {
  return encode(abi::kSetDisputeTemplate, {{"/tag", std::string(tag)},
                                           {"/template", std::string(source)},
                                           {"/mappings", std::string(mappings)}});
}

Result<std::string> change_calldata(std::string_view source, std::string_view mappings) {
  return encode(abi::kChangeDisputeTemplate,
                {{"/template", std::string(source)}, {"/mappings", std::string(mappings)}});
}

Result<std::string> create_dispute_calldata(const Bytes& extra_data, std::string_view source,
                                            std::string_view mappings,
                                            const Uint256& ruling_options) {
  return encode(abi::kCreateDisputeForTemplate,
                {{"/extraData", to_hex(extra_data)},
                 {"/template", std::string(source)},
                 {"/mappings", std::string(mappings)},
                 {"/numberOfRulingOptions", ruling_options.to_decimal()}});
}

Result<std::string> create_dispute_uri_calldata(const Bytes& extra_data, std::string_view uri,
                                                const Uint256& ruling_options) {
  return encode(abi::kCreateDisputeForTemplateUri,
                {{"/extraData", to_hex(extra_data)},
                 {"/templateUri", std::string(uri)},
                 {"/numberOfRulingOptions", ruling_options.to_decimal()}});
}

}  // namespace dikast::dispute_template
