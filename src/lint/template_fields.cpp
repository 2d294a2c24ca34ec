#include <algorithm>
#include <array>
#include <unordered_map>

#include "rules.hpp"

namespace dikast::lint {
namespace {

using source::Node;
using source::NodeKind;
using namespace std::string_view_literals;

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }

using Names = std::span<const std::string_view>;

constexpr std::array kTop{"title"sv,
                          "description"sv,
                          "question"sv,
                          "answers"sv,
                          "policyURI"sv,
                          "attachment"sv,
                          "frontendUrl"sv,
                          "arbitratorChainID"sv,
                          "arbitratorAddress"sv,
                          "metadata"sv,
                          "category"sv,
                          "lang"sv,
                          "specification"sv,
                          "aliases"sv,
                          "version"sv,
                          "extraEvidences"sv,
                          "$schema"sv,
                          "type"sv,
                          "arbitrableChainID"sv,
                          "arbitrableAddress"sv};
constexpr std::array kAnswer{"id"sv, "title"sv, "description"sv, "reserved"sv};
constexpr std::array kAttachment{"label"sv, "uri"sv};
constexpr std::array kEvidence{
    "name"sv,   "description"sv, "fileURI"sv, "fileTypeExtension"sv, "transactionHash"sv,
    "sender"sv, "timestamp"sv};

bool known(Names names, std::string_view key) {
  return std::find(names.begin(), names.end(), key) != names.end();
}

void check_names(Reporter& report, const Node& object, Names names) {
  const source::Document& doc = report.document();
  if (object.kind != NodeKind::Object) return;
  doc.each_child(object, [&](const Node& member) {
    if (!member.has_key || known(names, member.key) || member.key.find("{{") != std::string::npos)
      return;
    const std::string path = doc.pointer(doc.index_of(member));
    if (member.key == "evidenceType" && names.data() == kEvidence.data()) {
      report.add(RuleId::template_evidence_spelling, member.key_span, path,
                 "Court reads \"fileTypeExtension\" (e.g. \"pdf\"), not \"evidenceType\": rename "
                 "the field.");
      report.fix("Rename to fileTypeExtension", member.key_span, "\"fileTypeExtension\"");
      return;
    }
    if (member.key == "templateId" || member.key == "templateUri" || member.key == "templateURI") {
      report.add(
          RuleId::template_template_uri, member.key_span, path,
          text_of({"\"", member.key,
                   "\" belongs to the DisputeRequest event, not into the template; Court never ",
                   "loads a templateUri. Remove it."}));
      return;
    }
    const std::string_view meant = nearest(member.key, names);
    if (!meant.empty() && doc.find(object, meant) == nullptr) {
      report.add(RuleId::template_misspelled_field, member.key_span, path,
                 text_of({"\"", member.key, "\" is no field of a dispute template. Did you mean \"",
                          meant, "\"?"}));
      report.fix(text_of({"Rename to ", meant}), member.key_span, quoted(meant));
      return;
    }
    report.add(RuleId::template_unknown_field, member.key_span, path,
               text_of({"\"", member.key,
                        "\" is no field that Court shows. Put product data into \"metadata\"."}));
  });
}

// A word that deploy scripts leave for later.
bool is_placeholder(std::string_view text) {
  for (const std::string_view word : {"TODO", "TBD", "FIXME"}) {
    const std::size_t at = text.find(word);
    if (at == std::string_view::npos) continue;
    const bool left = at == 0 || !letter(text[at - 1]);
    const std::size_t end = at + word.size();
    if (left && (end == text.size() || !letter(text[end]))) return true;
  }
  return false;
}

void check_strings(Reporter& report) {
  const source::Document& doc = report.document();
  for (const Node& node : doc.nodes) {
    if (node.kind == NodeKind::String && is_placeholder(node.text)) {
      report.add(RuleId::template_placeholder, node,
                 "A placeholder was left here: write what jurors should see.");
    }
  }
}

bool only_spaces(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void check_not_empty(Reporter& report, const Node& object, Names names) {
  const source::Document& doc = report.document();
  for (const std::string_view name : names) {
    const Node* member = string_member(doc, object, name);
    if (member != nullptr && only_spaces(member->text)) {
      report.add(RuleId::template_empty_field, *member,
                 text_of({"\"", name, "\" is empty: jurors see nothing here."}));
    }
  }
}

// RFC 5646 section 2.1, the shape of a tag: subtags of 1 to 8 letters and digits, the first of 2 to
// 8 letters (or "x", "i").
bool is_language_tag(std::string_view tag) {
  std::size_t begin = 0;
  bool first = true;
  while (begin <= tag.size()) {
    const std::size_t end = std::min(tag.find('-', begin), tag.size());
    const std::string_view part = tag.substr(begin, end - begin);
    if (part.empty() || part.size() > 8) return false;
    if (!std::all_of(part.begin(), part.end(),
                     [&](char c) { return letter(c) || (!first && digit(c)); }))
      return false;
    if (first && part.size() < 2 && part != "x" && part != "i") return false;
    first = false;
    begin = end + 1;
  }
  return true;
}

bool is_version(std::string_view text) {
  std::size_t i = 0;
  std::size_t numbers = 0;
  while (i < text.size() && numbers < 3) {
    const std::size_t from = i;
    while (i < text.size() && digit(text[i])) ++i;
    if (i == from) return false;
    ++numbers;
    if (i == text.size() || text[i] != '.') break;
    ++i;
    if (i == text.size()) return false;
  }
  return numbers >= 2 && (i == text.size() || text[i] == '-' || text[i] == '+');
}

void check_values(Reporter& report) {
  const source::Document& doc = report.document();
  const Node& root = *doc.root_node();
  if (const Node* lang = string_member(doc, root, "lang");
      lang != nullptr && !lang->has_tags && !is_language_tag(lang->text)) {
    report.add(RuleId::template_lang, *lang,
               text_of({"\"", lang->text,
                        "\" is no BCP 47 language tag: write e.g. \"en\" or \"en-US\"."}));
    std::string repaired = lang->text;
    std::replace(repaired.begin(), repaired.end(), '_', '-');
    if (is_language_tag(repaired))
      report.fix(text_of({"Write ", repaired}), lang->span, quoted(repaired));
  }
  if (const Node* version = string_member(doc, root, "version");
      version != nullptr && !version->has_tags && !is_version(version->text)) {
    report.add(RuleId::template_version, *version, "Write the version as numbers, e.g. \"1.0\".");
  }
  constexpr std::array<std::string_view, 5> kTypes{"bool", "single-select", "multiple-select",
                                                   "uint", "datetime"};
  if (const Node* type = string_member(doc, root, "type");
      type != nullptr && !type->has_tags &&
      std::find(kTypes.begin(), kTypes.end(), type->text) == kTypes.end()) {
    report.add(
        RuleId::template_reality_type, *type,
        text_of({"\"", type->text,
                 "\" is no question type of Reality V2: bool, single-select, multiple-select, ",
                 "uint or datetime."}));
    const std::string_view meant = nearest(type->text, kTypes);
    if (!meant.empty()) report.fix(text_of({"Write ", meant}), type->span, quoted(meant));
  }
  if (const Node* url = string_member(doc, root, "frontendUrl"); url != nullptr) {
    const std::size_t at = url->text.find("%s");
    if (at != std::string::npos) {
      const source::Span span{doc.locate(*url, at).begin, doc.locate(*url, at + 1).end};
      report.add(
          RuleId::template_url_placeholder, span, "/frontendUrl",
          "Nothing replaces %s. Use the variable that holds the id, e.g. {{externalDisputeID}}.");
    }
  }
}

void check_accounts(Reporter& report, const Node& aliases) {
  std::unordered_map<std::string, const Node*> seen;
  report.document().each_child(aliases, [&](const Node& alias) {
    if (alias.kind != NodeKind::String || alias.has_tags || !alias.has_key || alias.conditional)
      return;
    std::string account = alias.text;
    std::transform(account.begin(), account.end(), account.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto [at, fresh] = seen.emplace(std::move(account), &alias);
    if (fresh) return;
    report.add(RuleId::template_alias_same_account, alias,
               text_of({"\"", at->second->key, "\" and \"", alias.key,
                        "\" are the same account: name it once."}));
  });
}

}  // namespace

void check_fields(Reporter& report) {
  const source::Document& doc = report.document();
  const Node& root = *doc.root_node();
  check_names(report, root, kTop);
  check_not_empty(report, root, std::array{"title"sv, "question"sv});
  if (const Node* answers = doc.find(root, "answers")) {
    doc.each_child(*answers, [&](const Node& answer) {
      check_names(report, answer, kAnswer);
      check_not_empty(report, answer, std::array{"title"sv});
    });
  }
  if (const Node* attachment = doc.find(root, "attachment"))
    check_names(report, *attachment, kAttachment);
  if (const Node* evidences = doc.find(root, "extraEvidences")) {
    doc.each_child(*evidences,
                   [&](const Node& evidence) { check_names(report, evidence, kEvidence); });
  }
  if (const Node* aliases = doc.find(root, "aliases")) check_accounts(report, *aliases);
  check_values(report);
  check_strings(report);
}

}  // namespace dikast::lint
