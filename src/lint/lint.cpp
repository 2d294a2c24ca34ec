#include "dikast/lint.hpp"

#include <algorithm>

#include "dikast/mustache.hpp"
#include "rules.hpp"

namespace dikast::lint {
namespace {

constexpr std::size_t kMaxBytes = 1'000'000;

constexpr FaultRules kTemplateFaults{
    RuleId::template_json_syntax,       RuleId::template_trailing_comma,
    RuleId::template_missing_comma,     RuleId::template_comment,
    RuleId::template_control_character, RuleId::template_duplicate_key,
    RuleId::template_lone_surrogate,    RuleId::template_too_deep};
constexpr FaultRules kMappingFaults{
    RuleId::mapping_json_syntax,       RuleId::mapping_trailing_comma,
    RuleId::mapping_missing_comma,     RuleId::mapping_comment,
    RuleId::mapping_control_character, RuleId::mapping_duplicate_key,
    RuleId::mapping_lone_surrogate,    RuleId::mapping_too_deep};

bool blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Indices are sorted, not the issues: one small sort for the whole module.
void sort_by_place(std::vector<Issue>& issues) {
  std::vector<std::uint64_t> order(issues.size());
  for (std::size_t i = 0; i < issues.size(); ++i) {
    const std::uint64_t place =
        (issues[i].source == Source::Mappings ? std::uint64_t{1} << 32 : 0) +
        issues[i].begin.offset;
    order[i] = place << 20 | i;
  }
  std::sort(order.begin(), order.end());
  std::vector<Issue> sorted;
  sorted.reserve(issues.size());
  for (const std::uint64_t key : order) sorted.push_back(std::move(issues[key & 0xFFFFF]));
  issues = std::move(sorted);
}

// A text that is too large is not read at all; the issue points at its beginning.
bool too_large(std::string_view text, RuleId rule, Source source, Profile profile,
               std::vector<Issue>& out) {
  if (text.size() <= kMaxBytes) return false;
  const source::Document nothing;
  Reporter(nothing, source, profile, out)
      .add(rule, {0, 0}, "",
           text_of({"The text has ", std::to_string(text.size()),
                    " bytes; at most 1,000,000 are read. Make it smaller."}));
  return true;
}

// Deploy scripts leave "TODO" or "disputeTemplateMapping: TODO" where the mappings should be.
bool is_placeholder(const source::Document& doc) {
  const source::Node* root = doc.root_node();
  const bool structured = root != nullptr && (root->kind == source::NodeKind::Array ||
                                              root->kind == source::NodeKind::Object);
  return !structured && doc.source.find("TODO") != std::string::npos;
}

void run_mappings(const source::Document& doc, const source::Document* template_document,
                  const Options& options, std::vector<Issue>& out) {
  Reporter report(doc, Source::Mappings, options.profile, out);
  if (is_placeholder(doc)) {
    report.add(RuleId::mapping_placeholder_text, {0, static_cast<std::uint32_t>(doc.source.size())},
               "",
               "These are no mappings but a note left behind. Write a JSON array, or an empty text "
               "when there are none.");
    report.fix("Use no mappings", {0, static_cast<std::uint32_t>(doc.source.size())}, "");
    return;
  }
  report_faults(report, kMappingFaults);
  if (doc.root < 0) return;
  check_mappings(report, read_flow(doc, options), template_document);
  check_abi_mappings(report);
}

void report_mustache(Reporter& report) {
  const auto parsed = mustache::parse(report.document().source, mustache::Dialect::Auto);
  if (parsed) return;
  const std::uint32_t at = parsed.error().byte_offset;
  const auto size = static_cast<std::uint32_t>(report.document().source.size());
  source::Span span{std::min(at, size), std::min(at + 2, size)};
  std::int32_t node = -1;
  for (const source::Tag& tag : report.document().tags) {
    if (tag.span.begin == at) {
      span = tag.span;
      node = tag.node;
    }
  }
  report.add(RuleId::template_syntax, span, report.document().pointer(node),
             parsed.error().error.message);
}

void run_template(const source::Document& doc, const Flow& flow, const Options& options,
                  std::vector<Issue>& out) {
  Reporter report(doc, Source::Template, options.profile, out);
  report_faults(report, kTemplateFaults);
  report_mustache(report);
  check_tags(report);
  if (!check_kind(report)) return;
  check_document(report);
  check_fields(report);
  check_answers(report, options);
  check_texts(report);
  check_arbitrator(report, options);
  check_variables(report, flow);
}

}  // namespace

bool Report::valid() const {
  return std::none_of(issues.begin(), issues.end(),
                      [](const Issue& issue) { return issue.severity == Severity::Error; });
}

Report lint_template(std::string_view text, const Options& options) {
  Report report;
  const std::string_view mappings =
      options.mappings ? std::string_view(*options.mappings) : std::string_view{};
  const bool mappings_too_large = too_large(mappings, RuleId::mapping_too_large, Source::Mappings,
                                            options.profile, report.issues);
  const bool has_mappings = !blank(mappings) && !mappings_too_large;
  const source::Document mapping_document =
      source::read(has_mappings ? mappings : "", source::Flavour::Mappings);
  Flow flow = read_flow(mapping_document, options);
  if (mappings_too_large) flow.known = false;
  if (too_large(text, RuleId::template_too_large, Source::Template, options.profile,
                report.issues)) {
    if (has_mappings) run_mappings(mapping_document, nullptr, options, report.issues);
    sort_by_place(report.issues);
    return report;
  }
  const source::Document document = source::read(text, source::Flavour::Template);
  run_template(document, flow, options, report.issues);
  if (has_mappings) run_mappings(mapping_document, &document, options, report.issues);
  sort_by_place(report.issues);
  return report;
}

Report lint_mappings(std::string_view mappings, std::optional<std::string_view> template_text,
                     const Options& options) {
  Report report;
  if (too_large(mappings, RuleId::mapping_too_large, Source::Mappings, options.profile,
                report.issues) ||
      blank(mappings))
    return report;
  const source::Document document = source::read(mappings, source::Flavour::Mappings);
  std::optional<source::Document> read_template;
  if (template_text && template_text->size() <= kMaxBytes)
    read_template = source::read(*template_text, source::Flavour::Template);
  run_mappings(document, read_template ? &*read_template : nullptr, options, report.issues);
  sort_by_place(report.issues);
  return report;
}

}  // namespace dikast::lint
