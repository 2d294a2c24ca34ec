#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// The catalogue of lint rules: every problem the core can point to. Titles, reasons and sources
/// stand in the same table (lint_rules.inc); they are for people, so the package carries them apart
/// from the WebAssembly (web/package/src/rules.ts, docs/rules.md).
namespace dikast::lint {

enum class Severity : std::uint8_t { Error, Warning, Info, Off };
[[nodiscard]] std::string_view severity_text(Severity severity);

/// Strict: what the documents and safety ask for. KlerosSdk: what kleros-sdk 2.4.0 and Court do
/// with it; an error there is a case jurors cannot read.
enum class Profile : std::uint8_t { Strict, KlerosSdk };

enum class RuleId : std::uint8_t {
#define DIKAST_RULE(name, id, strict, sdk, title, why, source) name,
#include "dikast/lint_rules.inc"
#undef DIKAST_RULE
};

struct Rule {
  std::string_view id;  ///< stable: "template.<reason>" or "mapping.<reason>"
  Severity strict;
  Severity sdk;

  [[nodiscard]] Severity severity(Profile profile) const {
    return profile == Profile::Strict ? strict : sdk;
  }
};

[[nodiscard]] std::span<const Rule> catalogue();
[[nodiscard]] const Rule& rule(RuleId id);
/// The rule of a stable id; nullopt when there is none.
[[nodiscard]] std::optional<RuleId> find_rule(std::string_view id);

}  // namespace dikast::lint
