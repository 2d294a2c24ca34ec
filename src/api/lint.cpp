#include "dikast/lint.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "dikast/api.hpp"
#include "dikast/template_diff.hpp"
#include "params.hpp"

namespace dikast::api {
namespace {

using Json = nlohmann::ordered_json;
using Reply = Result<Json>;

Json to_json(const lint::Fix& fix) {
  Json edits = Json::array();
  for (const lint::Edit& edit : fix.edits)
    edits.push_back({{"offset", edit.offset}, {"length", edit.length}, {"text", edit.text}});
  return Json{{"description", fix.description}, {"edits", std::move(edits)}};
}

Json to_json(const lint::Issue& issue) {
  Json json{{"severity", lint::severity_text(issue.severity)},
            {"code", lint::rule(issue.rule).id},
            {"path", issue.path},
            {"message", issue.message},
            {"line", issue.begin.line},
            {"column", issue.begin.column},
            {"offset", issue.begin.offset},
            {"endLine", issue.end.line},
            {"endColumn", issue.end.column},
            {"endOffset", issue.end.offset},
            {"source", issue.source == lint::Source::Template ? "template" : "mappings"}};
  if (!issue.hint.empty()) json["hint"] = issue.hint;
  if (issue.fix) json["fix"] = to_json(*issue.fix);
  return json;
}

Json to_json(const lint::Report& report) {
  Json issues = Json::array();
  for (const lint::Issue& issue : report.issues) issues.push_back(to_json(issue));
  return Json{{"valid", report.valid()}, {"issues", std::move(issues)}};
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
  auto text = text_param(params, name);
  if (!text) return tl::unexpected(text.error());
  return std::optional<std::string>(*std::move(text));
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
  const auto text = string_param(params, "profile");
  if (!text) return tl::unexpected(text.error());
  if (*text == "strict") return lint::Profile::Strict;
  if (*text == "kleros-sdk") return lint::Profile::KlerosSdk;
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

/// {template, mappings?, numberOfRulingOptions?, chainId?, profile?, context?} -> {valid, issues}.
Reply validate_template(const json::Value& params) {
  const auto text = text_param(params, "template");
  if (!text) return tl::unexpected(text.error());
  auto options = options_param(params);
  if (!options) return tl::unexpected(options.error());
  auto mappings = optional_text(params, "mappings");
  if (!mappings) return tl::unexpected(mappings.error());
  options->mappings = *std::move(mappings);
  return to_json(lint::lint_template(*text, *options));
}

/// {mappings, template?, context?, profile?} -> {valid, issues}.
Reply validate_mappings(const json::Value& params) {
  auto text = text_param(params, "mappings");
  if (!text) return tl::unexpected(text.error());
  auto options = options_param(params);
  if (!options) return tl::unexpected(options.error());
  const auto template_text = optional_text(params, "template");
  if (!template_text) return tl::unexpected(template_text.error());
  options->mappings = *text;
  std::optional<std::string_view> view;
  if (*template_text) view = **template_text;
  return to_json(lint::lint_mappings(*text, view, *options));
}

/// {a, b} -> [{path, kind, weight, visible, before?, after?}].
Reply diff(const json::Value& params) {
  const auto before = string_param(params, "a");
  if (!before) return tl::unexpected(before.error());
  const auto after = string_param(params, "b");
  if (!after) return tl::unexpected(after.error());
  if (before->size() > 1'000'000) return fail(ErrorCode::input_too_large, "/a");
  if (after->size() > 1'000'000) return fail(ErrorCode::input_too_large, "/b");
  Json list = Json::array();
  for (const lint::TemplateChange& change : lint::diff(*before, *after)) {
    Json json{{"path", change.path},
              {"kind", lint::change_text(change.kind)},
              {"weight", lint::weight_text(change.weight)},
              {"visible", change.visible}};
    if (change.before) json["before"] = *change.before;
    if (change.after) json["after"] = *change.after;
    list.push_back(std::move(json));
  }
  return list;
}

/// {} -> the catalogue: [{id, title, why, source, severity: {strict, kleros-sdk}}].
Reply rules(const json::Value&) {
  Json list = Json::array();
  for (const lint::Rule& rule : lint::catalogue()) {
    list.push_back({{"id", rule.id},
                    {"title", rule.title},
                    {"why", rule.why},
                    {"source", rule.source},
                    {"severity",
                     {{"strict", lint::severity_text(rule.strict)},
                      {"kleros-sdk", lint::severity_text(rule.sdk)}}}});
  }
  return list;
}

constexpr std::array kMethods{Method{"template.validate", validate_template},
                              Method{"mapping.validate", validate_mappings},
                              Method{"template.diff", diff}, Method{"lint.rules", rules}};

}  // namespace

std::span<const Method> lint_methods() { return kMethods; }

}  // namespace dikast::api
