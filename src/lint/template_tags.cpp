#include <set>

#include "rules.hpp"

namespace dikast::lint {
namespace {

using source::Tag;
using source::TagKind;
using source::TagPlace;

// {{#if x}}A{{/if}} as the section that does the same in every mustache; not with an else part.
void offer_section(Reporter& report, const Tag& tag, std::size_t index) {
  const auto& tags = report.document().tags;
  if (tag.partner < 0 || (tag.helper != "if" && tag.helper != "unless") || tag.name.empty()) return;
  for (std::size_t i = index + 1; i < static_cast<std::size_t>(tag.partner); ++i) {
    if (tags[i].kind == TagKind::Else && tags[i].enclosing == static_cast<std::int32_t>(index))
      return;
  }
  const std::string open = tag.helper == "if" ? "{{#" : "{{^";
  report.fix("Write a section instead", {{tag.span, text_of({open, tag.name, "}}"})},
                                         {tags[static_cast<std::size_t>(tag.partner)].span,
                                          text_of({"{{/", tag.name, "}}"})}});
}

void check_tag(Reporter& report, const Tag& tag, std::size_t index) {
  const std::string path = report.document().pointer(tag.node);
  switch (tag.kind) {
    case TagKind::Block:
      report.add(
          RuleId::template_handlebars, tag.span, path,
          text_of({"{{#", tag.helper,
                   " ...}} is Handlebars; Court's mustache throws on it and shows a blank case. ",
                   "Write a section: {{#", tag.name, "}}...{{/", tag.name, "}}."}));
      offer_section(report, tag, index);
      return;
    case TagKind::Delimiter:
      report.add(RuleId::template_delimiter, tag.span, path,
                 "A delimiter change hides variables from every check. Use {{ }} throughout.");
      return;
    case TagKind::Partial:
      report.add(RuleId::template_partial, tag.span, path,
                 "Partials are not loaded: nothing appears here. Write the text itself.");
      report.fix("Remove the partial", tag.span, "");
      return;
    case TagKind::Variable:
      if (tag.name == "else" || tag.name.starts_with("else ")) {
        report.add(RuleId::template_stray_else, tag.span, path,
                   "This {{else}} belongs to no {{#if}} block and prints a variable named "
                   "\"else\". Use an inverted section {{^x}}...{{/x}}.");
        return;
      }
      [[fallthrough]];
    case TagKind::Raw:
      if (tag.name == "hex") {
        report.add(RuleId::template_hex_variable, tag.span, path,
                   "hex is no variable: write {{#hex}}{{id}}{{/hex}}.");
      }
      return;
    case TagKind::Section:
      if (tag.name == "hex") {
        report.add(RuleId::template_hex_precision, tag.span, path,
                   "In Court this id is rounded when the number is above 2^53 (9007199254740992), "
                   "and NaN when it is no decimal number.");
      }
      return;
    case TagKind::Inverted:
    case TagKind::Else:
    case TagKind::Close:
    case TagKind::Comment:
      return;
  }
}

}  // namespace

bool court_gives(std::string_view name) {
  return sdk_gives(name) || name == "arbitrator" || name == "arbitratorDisputeID" ||
         is_secret(name);
}
bool sdk_gives(std::string_view name) {
  return name == "arbitrableAddress" || name == "arbitrableChainID";
}
bool only_devtools_gives(std::string_view name) {
  return name == "arbitrable" || name == "templateID";
}
bool is_secret(std::string_view name) { return name == "graphApiKey" || name == "alchemyApiKey"; }

bool is_inherited(std::string_view name) {
  static const std::set<std::string_view> kNames{
      "__proto__",        "constructor",          "prototype",        "toString",
      "valueOf",          "hasOwnProperty",       "isPrototypeOf",    "toLocaleString",
      "__defineGetter__", "propertyIsEnumerable", "__defineSetter__", "__lookupGetter__",
      "__lookupSetter__"};
  return kNames.contains(name);
}

bool host_adds(const Flow& flow, std::string_view name) {
  for (const std::string& given : flow.host) {
    if (given == name) return true;
  }
  return false;
}

std::string_view base_name(std::string_view name) {
  while (name.starts_with("../")) name.remove_prefix(3);
  if (name.starts_with("this.")) name.remove_prefix(5);
  if (name == "." || name == "this" || name.starts_with("@")) return {};
  return name.substr(0, std::min(name.find('.'), name.size()));
}

bool reads_variable(const Tag& tag) {
  switch (tag.kind) {
    case TagKind::Variable:
    case TagKind::Raw:
    case TagKind::Section:
    case TagKind::Inverted:
    case TagKind::Block:
      return tag.name != "hex" && !base_name(tag.name).empty();
    case TagKind::Else:
    case TagKind::Close:
    case TagKind::Partial:
    case TagKind::Comment:
    case TagKind::Delimiter:
      return false;
  }
  return false;
}

const source::Node* string_member(const source::Document& doc, const source::Node& object,
                                  std::string_view key) {
  const source::Node* member = doc.find(object, key);
  return member != nullptr && member->kind == source::NodeKind::String ? member : nullptr;
}

void check_tags(Reporter& report) {
  const auto& tags = report.document().tags;
  for (std::size_t i = 0; i < tags.size(); ++i) check_tag(report, tags[i], i);
}

}  // namespace dikast::lint
