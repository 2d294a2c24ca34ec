#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dikast/document_rules.hpp"
#include "dikast/error.hpp"
#include "dikast/json.hpp"
#include "dikast/mustache.hpp"

/// From a dispute template and its values to what jurors see, and the calldata that registers it.
///
/// The strict render treats a value as data. The template's own text drives a JSON reader; a value
/// is written escaped where that reader stands inside a string, or, where a whole JSON value can
/// stand, as the JSON value(s) it must itself be. A value cannot move the reader, so it cannot
/// change the structure of the document.
namespace dikast::dispute_template {

/// Why a render failed. `findings` belong to template.invalid and are never empty then.
struct Failure {
  Error error;
  document::Findings findings;
};

template <class T>
using Rendered = tl::expected<T, Failure>;

/// Bounds of a strict render: as mustache's, on the JSON text that comes out.
using Budget = mustache::Budget;

/// The template's JSON with the values in place, in the template's own formatting; not yet held
/// against the rules of a dispute document. Paths of errors begin with "/context".
/// Errors: template.partial, template.delimiter, template.missing_variable, template.value_type,
/// template.hex, template.slot_value, template.slot_position, template.not_json,
/// template.output_limit, template.step_limit, template.depth, template.null_context,
/// template.helper.
[[nodiscard]] Result<std::string> fill(const mustache::Template& parsed, const json::Value& context,
                                       const Budget& budget = {});

/// The document, valid by every rule of document::check, with kleros-sdk's refuse answer.
/// Errors: as fill, those of json::parse, and template.invalid with findings.
[[nodiscard]] Rendered<json::Value> render(const mustache::Template& parsed,
                                           const json::Value& context, const Budget& budget = {});

/// {"code","path","message"} and, with findings, "issues":[{severity,code,path,message,...}];
/// ASCII only. The issues carry no place in the source: line, column and offset are 1, 1 and 0.
[[nodiscard]] std::string to_json(const Failure& failure);

/// Calldata, 0x-hex, of DisputeTemplateRegistry.setDisputeTemplate(tag, template, mappings).
/// Errors: as abi::encode_call, paths "/tag", "/template", "/mappings".
[[nodiscard]] Result<std::string> registration_calldata(std::string_view tag,
                                                        std::string_view source,
                                                        std::string_view mappings);
/// Calldata of an arbitrable's changeDisputeTemplate(template, mappings) (Escrow V2).
[[nodiscard]] Result<std::string> change_calldata(std::string_view source,
                                                  std::string_view mappings);
/// Calldata of DisputeResolver.createDisputeForTemplate(extraData, template, mappings, options).
[[nodiscard]] Result<std::string> create_dispute_calldata(const Bytes& extra_data,
                                                          std::string_view source,
                                                          std::string_view mappings,
                                                          const Uint256& ruling_options);
/// Calldata of DisputeResolver.createDisputeForTemplateUri(extraData, uri, options).
[[nodiscard]] Result<std::string> create_dispute_uri_calldata(const Bytes& extra_data,
                                                              std::string_view uri,
                                                              const Uint256& ruling_options);

}  // namespace dikast::dispute_template
