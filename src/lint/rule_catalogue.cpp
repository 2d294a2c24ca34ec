#include "dikast/rule_catalogue.hpp"

namespace dikast::lint {
namespace {

using enum Severity;

constexpr Rule kRules[] = {
#define DIKAST_RULE(name, id, strict, sdk, title, why, source) {id, strict, sdk},
#include "dikast/lint_rules.inc"
#undef DIKAST_RULE
};

}  // namespace

std::string_view severity_text(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Info:
      return "info";
    case Severity::Off:
      return "off";
  }
  return "";
}

std::span<const Rule> catalogue() { return kRules; }

const Rule& rule(RuleId id) { return kRules[static_cast<std::size_t>(id)]; }

std::optional<RuleId> find_rule(std::string_view id) {
  for (std::size_t i = 0; i < std::size(kRules); ++i) {
    if (kRules[i].id == id) return static_cast<RuleId>(i);
  }
  return std::nullopt;
}

}  // namespace dikast::lint
