#include "dikast/lint.hpp"

#include <array>
#include <utility>

#include "dikast/api.hpp"
#include "dikast/template_diff.hpp"
#include "params.hpp"

namespace dikast::api {
namespace {

using json::Value;
using Reply = Result<Value>;

void put_position(Value& object, std::string_view line, std::string_view column,
                  std::string_view offset, const utf8::Position& at) {
  object.add_number(line, at.line);
  object.add_number(column, at.column);
  object.add_number(offset, at.offset);
}

Value to_value(const lint::Fix& fix) {
  Value edits = Value::array();
  for (const lint::Edit& edit : fix.edits) {
    Value item = Value::object();
    item.add_number("offset", edit.offset);
    item.add_number("length", edit.length);
    item.add_text("text", edit.text);
    edits.push(std::move(item));
  }
  Value value = Value::object();
  value.add_text("description", fix.description);
  value.add("edits", std::move(edits));
  return value;
}

Value to_value(const lint::Issue& issue) {
  Value value = Value::object();
  value.add_text("severity", lint::severity_text(issue.severity));
  value.add_text("code", lint::rule(issue.rule).id);
  value.add_text("path", issue.path);
  value.add_text("message", issue.message);
  put_position(value, "line", "column", "offset", issue.begin);
  put_position(value, "endLine", "endColumn", "endOffset", issue.end);
  value.add_text("source", issue.source == lint::Source::Template ? "template" : "mappings");
  if (!issue.hint.empty()) value.add_text("hint", issue.hint);
  if (issue.fix) value.add("fix", to_value(*issue.fix));
  return value;
}

Value to_value(const lint::Report& report) {
  Value issues = Value::array();
  for (const lint::Issue& issue : report.issues) issues.push(to_value(issue));
  Value value = Value::object();
  value.add_flag("valid", report.valid());
  value.add("issues", std::move(issues));
  return value;
}

/// A document given as text, or as the value that text would have.
Result<std::string> text_param(const json::Value& params, std::string_view name) {
  const json::Value* value = optional_param(params, name);
  if (value != nullptr && (value->is_object() || value->is_array()))
    return json::dump(*value, false);
  return string_param(params, name);
}

Result<std::optional<std::string>> optional_text(const json::Value& params, std::string_view name) {
  if (optional_param(params, name) == nullptr) return std::nullopt;
  auto given = text_param(params, name);
  if (!given) return tl::unexpected(given.error());
  return std::optional<std::string>(*std::move(given));
}

Result<std::vector<std::string>> names_param(const json::Value& params, std::string_view name) {
  std::vector<std::string> names;
  const json::Value* value = optional_param(params, name);
  if (value == nullptr) return names;
  const std::string path = pointer_join("", name);
  if (!value->is_array()) return fail(ErrorCode::input_type, path);
  for (const json::Value& item : value->items()) {
    if (!item.is_string())
      return fail(ErrorCode::input_type, pointer_join(path, std::to_string(names.size())));
    names.push_back(item.text());
  }
  return names;
}

Result<lint::Profile> profile_param(const json::Value& params) {
  if (optional_param(params, "profile") == nullptr) return lint::Profile::Strict;
  const auto name = string_param(params, "profile");
  if (!name) return tl::unexpected(name.error());
  if (*name == "strict") return lint::Profile::Strict;
  if (*name == "kleros-sdk") return lint::Profile::KlerosSdk;
  return fail(ErrorCode::input_type, "/profile", "The profile is \"strict\" or \"kleros-sdk\".");
}

Result<lint::Options> options_param(const json::Value& params) {
  lint::Options options;
  const auto profile = profile_param(params);
  if (!profile) return tl::unexpected(profile.error());
  options.profile = *profile;
  auto names = names_param(params, "context");
  if (!names) return tl::unexpected(names.error());
  options.context = *std::move(names);
  for (const auto& [name, field] : {std::pair{"numberOfRulingOptions", &options.ruling_options},
                                    std::pair{"chainId", &options.chain_id}}) {
    if (optional_param(params, name) == nullptr) continue;
    const auto number = uint256_param(params, name);
    if (!number) return tl::unexpected(number.error());
    *field = *number;
  }
  return options;
}

/// The member "options", or an empty object; its errors name it in their path.
Result<json::Value> nested_options(const json::Value& params) {
  const json::Value* nested = optional_param(params, "options");
  if (nested == nullptr) return json::Value::object();
  if (!nested->is_object())
    return fail(ErrorCode::input_type, "/options", "Options are an object.");
  return *nested;
}

tl::unexpected<Error> in_options(Error error) {
  error.path.insert(0, "/options");
  return tl::unexpected(std::move(error));
}

/// {template, options?: {mappings?, numberOfRulingOptions?, chainId?, profile?, context?}} ->
/// {valid, issues}.
Reply validate_template(const json::Value& params) {
  const auto source = text_param(params, "template");
  if (!source) return tl::unexpected(source.error());
  const auto nested = nested_options(params);
  if (!nested) return tl::unexpected(nested.error());
  auto options = options_param(*nested);
  if (!options) return in_options(options.error());
  auto mappings = optional_text(*nested, "mappings");
  if (!mappings) return in_options(mappings.error());
  options->mappings = *std::move(mappings);
  return to_value(lint::lint_template(*source, *options));
}

/// {mappings, options?: {template?, context?, profile?}} -> {valid, issues}.
Reply validate_mappings(const json::Value& params) {
  const auto mappings = text_param(params, "mappings");
  if (!mappings) return tl::unexpected(mappings.error());
  const auto nested = nested_options(params);
  if (!nested) return tl::unexpected(nested.error());
  auto options = options_param(*nested);
  if (!options) return in_options(options.error());
  const auto template_text = optional_text(*nested, "template");
  if (!template_text) return in_options(template_text.error());
  options->mappings = *mappings;
  std::optional<std::string_view> view;
  if (*template_text) view = **template_text;
  return to_value(lint::lint_mappings(*mappings, view, *options));
}

/// {a, b} -> [{path, kind, weight, visible, before?, after?}].
Reply diff(const json::Value& params) {
  const auto before = string_param(params, "a");
  if (!before) return tl::unexpected(before.error());
  const auto after = string_param(params, "b");
  if (!after) return tl::unexpected(after.error());
  if (before->size() > 1'000'000) return fail(ErrorCode::input_too_large, "/a");
  if (after->size() > 1'000'000) return fail(ErrorCode::input_too_large, "/b");
  Value list = Value::array();
  for (const lint::TemplateChange& change : lint::diff(*before, *after)) {
    Value item = Value::object();
    item.add_text("path", change.path);
    item.add_text("kind", lint::change_text(change.kind));
    item.add_text("weight", lint::weight_text(change.weight));
    item.add_flag("visible", change.visible);
    if (change.before) item.add_text("before", *change.before);
    if (change.after) item.add_text("after", *change.after);
    list.push(std::move(item));
  }
  return list;
}

constexpr std::array kMethods{Method{"template.validate", validate_template},
                              Method{"mapping.validate", validate_mappings},
                              Method{"template.diff", diff}};

}  // namespace

std::span<const Method> lint_methods() { return kMethods; }

}  // namespace dikast::api
