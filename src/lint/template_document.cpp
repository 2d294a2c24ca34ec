#include <algorithm>
#include <set>

#include "dikast/address.hpp"
#include "dikast/document_rules.hpp"
#include "dikast/sdk_profile.hpp"
#include "rules.hpp"

namespace dikast::lint {
namespace {

using source::Node;
using source::NodeKind;

// More findings than this repeat each other; resolving each walks the document.
constexpr std::size_t kMaxFindings = 300;

// Whether all answers stand in the template as they will be shown.
bool answers_are_literal(const source::Document& doc) {
  const Node* answers = doc.find(*doc.root_node(), "answers");
  if (answers == nullptr || answers->kind != NodeKind::Array || answers->dynamic) return false;
  bool literal = true;
  doc.each_child(*answers, [&](const Node& answer) {
    if (answer.conditional || answer.kind != NodeKind::Object || answer.dynamic) literal = false;
    const Node* id = doc.find(answer, "id");
    if (id != nullptr && depends_on_data(*id)) literal = false;
  });
  return literal;
}

// What a value decides at render time cannot be judged now.
bool undecided(const source::Document& doc, std::string_view code, const Place& place) {
  namespace r = document::rule;
  const Node& node = *place.node;
  if (!place.exact) return depends_on_data(node) || node.kind == NodeKind::Array;
  if (depends_on_data(node) && node.kind != NodeKind::Object) return true;
  if (code == r::kRequired && node.dynamic) return true;
  if (code == r::kAnswersTooFew || code == r::kAnswerIdGap) return !answers_are_literal(doc);
  if (code == r::kAnswerIdDuplicate) {
    return node.conditional;
  }
  if (code == r::kAnswerZeroTitle) {
    const Node& answer = node.kind == NodeKind::Object ? node : doc.node(node.parent);
    const Node* title = doc.find(answer, "title");
    return title != nullptr && depends_on_data(*title);
  }
  return false;
}

bool direction_control(const source::Document& doc, const Node& node, source::Span& span) {
  for (std::size_t i = 0; i < node.text.size();) {
    const auto decoded = utf8::decode_at(node.text, i);
    const std::size_t length = decoded ? decoded->length : 1;
    if (document::direction_fault(std::string_view(node.text).substr(i, length))) {
      span = doc.locate(node, i);
      return true;
    }
    i += length;
  }
  return false;
}

void offer_answer_id(Reporter& report, const Node& answer) {
  const source::Document& doc = report.document();
  if (answer.kind != NodeKind::Object || answer.first < 0 || answer.parent < 0) return;
  const Node& list = doc.node(answer.parent);
  std::uint32_t first = 1;
  bool none = true;
  doc.each_child(list, [&](const Node& other) {
    if (doc.find(other, "id") != nullptr) none = false;
    const Node* title = string_member(doc, other, "title");
    if (other.index == 0 && title != nullptr && document::is_refuse_title(title->text)) first = 0;
  });
  if (!none || list.dynamic) return;
  report.fix("Number the answers in their order", {answer.span.begin + 1, answer.span.begin + 1},
             text_of({"\"id\": \"", Uint256(answer.index + first).to_hex(), "\", "}));
}

void offer_required(Reporter& report, std::string_view path, const Node& parent) {
  const std::string_view field = path.substr(path.rfind('/') + 1);
  if (field == "id") return offer_answer_id(report, parent);
  if (field != "version" || parent.kind != NodeKind::Object || parent.last < 0) return;
  const std::uint32_t end = report.document().node(parent.last).span.end;
  report.fix("Add the version of the format", {end, end}, ",\n  \"version\": \"1.0\"");
}

void offer_checksum(Reporter& report, const Node& node) {
  const auto address = Address::parse_unchecked(node.text);
  if (address)
    report.fix("Write the right checksum, if the address itself is right", node.span,
               quoted(address->to_checksum()));
}

void add_finding(Reporter& report, RuleId rule, const document::Finding& finding,
                 const Place& place) {
  namespace r = document::rule;
  const Node& node = *place.node;
  source::Span span = head(node);
  if (finding.code == r::kBidi) {
    if (node.kind == NodeKind::String) direction_control(report.document(), node, span);
    if (node.has_key && node.kind != NodeKind::String) span = node.key_span;
  }
  if (finding.code == r::kAliasName || finding.code == r::kAliasDuplicate) {
    if (node.has_key) span = node.key_span;
  }
  report.add(rule, span, finding.path, finding.message);
  if (finding.code == r::kRequired && !place.exact) offer_required(report, finding.path, node);
  if (finding.code == r::kArbitratorChecksum) offer_checksum(report, node);
  if (finding.code == r::kBidi && node.kind == NodeKind::String)
    report.fix("Remove the character", span, "");
}

// ["answers",0,"id"] as a JSON Pointer.
std::string pointer_of(const json::Value& path) {
  std::string pointer;
  for (const json::Value& step : path.items()) pointer = pointer_join(pointer, step.text());
  return pointer;
}

void check_sdk(Reporter& report, const json::Value& value, const std::set<std::string>& said) {
  const source::Document& doc = report.document();
  std::size_t count = 0;
  for (const std::string& text : sdk::check(value).issues) {
    if (++count > kMaxFindings) return;
    const auto issue = json::parse(text);
    if (!issue) continue;
    const json::Value* path = issue->find("path");
    const json::Value* message = issue->find("message");
    if (path == nullptr || message == nullptr) continue;
    const std::string pointer = pointer_of(*path);
    const Place place = resolve(doc, pointer);
    if (place.node == nullptr || said.contains(pointer) || undecided(doc, "", place)) continue;
    report.add(
        RuleId::template_sdk_refuses, head(*place.node), pointer,
        text_of({"kleros-sdk refuses ", (pointer.empty() ? std::string("the document") : pointer),
                 ": \"", message->text(), "\". Court shows a blank case."}));
    if (!place.exact) offer_required(report, pointer, *place.node);
  }
}

}  // namespace

bool check_kind(Reporter& report) {
  const source::Document& doc = report.document();
  const Node* root = doc.root_node();
  if (root == nullptr) return false;  // the reader has said so
  const bool unread = std::any_of(doc.faults.begin(), doc.faults.end(), [](const source::Fault& f) {
    return f.kind == source::FaultKind::Depth;
  });
  if (unread) return false;
  if (root->kind != NodeKind::Object) {
    report.add(RuleId::template_not_object, *root,
               "A dispute template is one JSON object: { \"title\": ..., \"answers\": [...] }.");
    return false;
  }
  // ERC-1497 documents describe the choices in rulingOptions and name files by these keys; a v2
  // template has answers or policyURI instead.
  if (doc.find(*root, "answers") != nullptr || doc.find(*root, "policyURI") != nullptr) return true;
  for (const std::string_view key :
       {"rulingOptions", "evidenceDisplayInterfaceURI", "evidenceDisplayInterfaceURL",
        "dynamicScriptURI", "fileURI"}) {
    const Node* member = doc.find(*root, key);
    if (member == nullptr) continue;
    report.add(
        RuleId::template_metaevidence, member->key_span, pointer_join("", key),
        text_of({"This is ERC-1497 MetaEvidence of Kleros v1 (it has \"", key,
                 "\" and no answers), not a v2 dispute template. For v2, turn the ruling options ",
                 "into answers with ids and fileURI into policyURI."}));
    return false;
  }
  return true;
}

void check_document(Reporter& report) {
  const source::Document& doc = report.document();
  const json::Value value = static_value(doc, *doc.root_node());
  std::set<std::string> said;
  if (report.strict()) {
    document::Findings findings = document::check(value);
    if (findings.size() > kMaxFindings) findings.resize(kMaxFindings);
    for (const document::Finding& finding : findings) {
      const auto rule = find_rule(finding.code);
      const Place place = resolve(doc, finding.path);
      if (!rule || place.node == nullptr || undecided(doc, finding.code, place)) continue;
      said.insert(finding.path);
      add_finding(report, *rule, finding, place);
    }
  } else {
    for (const document::Finding& finding : document::check(value)) {
      const auto id = find_rule(finding.code);
      if (!id || rule(*id).sdk == Severity::Off) continue;
      const Place place = resolve(doc, finding.path);
      if (place.node != nullptr && !undecided(doc, finding.code, place))
        add_finding(report, *id, finding, place);
    }
  }
  check_sdk(report, value, said);
}

}  // namespace dikast::lint
