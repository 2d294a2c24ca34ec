#include "reporter.hpp"

#include <algorithm>

namespace dikast::lint {
namespace {

constexpr std::uint16_t kMaxPerRule = 50;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Edit distance with a transposition as one step; words are field names, so short.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        next[j] = std::min(next[j], before[j - 2] + 1);
      }
    }
    before.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

// The next reference token of a JSON Pointer, unescaped.
std::string token_of(std::string_view& pointer) {
  pointer.remove_prefix(1);
  const std::size_t end = std::min(pointer.find('/'), pointer.size());
  std::string token;
  for (std::size_t i = 0; i < end; ++i) {
    if (pointer[i] == '~' && i + 1 < end) {
      token += pointer[i + 1] == '1' ? '/' : '~';
      ++i;
    } else {
      token += pointer[i];
    }
  }
  pointer.remove_prefix(end);
  return token;
}

const source::Node* child_of(const source::Document& doc, const source::Node& parent,
                             std::string_view token) {
  if (parent.kind == source::NodeKind::Object) return doc.find(parent, token);
  if (parent.kind != source::NodeKind::Array) return nullptr;
  std::uint32_t index = 0;
  for (const char c : token) {
    if (c < '0' || c > '9' || index > 100'000'000) return nullptr;
    index = index * 10 + static_cast<std::uint32_t>(c - '0');
  }
  for (std::int32_t i = parent.first; i >= 0; i = doc.node(i).next) {
    if (doc.node(i).index == index) return &doc.node(i);
  }
  return nullptr;
}

RuleId rule_of(source::FaultKind kind, const FaultRules& rules) {
  using source::FaultKind;
  switch (kind) {
    case FaultKind::Syntax:
      return rules.syntax;
    case FaultKind::TrailingComma:
      return rules.trailing_comma;
    case FaultKind::MissingComma:
      return rules.missing_comma;
    case FaultKind::Comment:
      return rules.comment;
    case FaultKind::ControlCharacter:
      return rules.control;
    case FaultKind::DuplicateKey:
      return rules.duplicate;
    case FaultKind::LoneSurrogate:
      return rules.surrogate;
    case FaultKind::Depth:
      return rules.depth;
    case FaultKind::SectionCrosses:
      return RuleId::template_section_crosses;
  }
  return rules.syntax;
}

void offer_fix(Reporter& report, const source::Fault& fault) {
  using source::FaultKind;
  switch (fault.kind) {
    case FaultKind::TrailingComma:
      report.fix("Remove the comma", fault.span, "");
      return;
    case FaultKind::MissingComma:
      report.fix("Insert a comma", {fault.span.begin, fault.span.begin}, ",");
      return;
    case FaultKind::Comment:
      report.fix("Remove the comment", fault.span, "");
      return;
    case FaultKind::ControlCharacter: {
      const char c = report.document().source[fault.span.begin];
      if (c == '\n' || c == '\t' || c == '\r') {
        report.fix("Write the escape", fault.span, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r");
      } else {
        report.fix("Remove the character", fault.span, "");
      }
      return;
    }
    case FaultKind::Syntax:
    case FaultKind::DuplicateKey:
    case FaultKind::LoneSurrogate:
    case FaultKind::Depth:
    case FaultKind::SectionCrosses:
      return;
  }
}

}  // namespace

Reporter::Reporter(const source::Document& document, Source source, Profile profile,
                   std::vector<Issue>& out)
    : doc_(document),
      lines_(document.source),
      source_(source),
      profile_(profile),
      out_(out),
      counts_(catalogue().size()) {}

void Reporter::add(RuleId id, source::Span span, std::string path, std::string message,
                   std::string hint) {
  const Severity severity = rule(id).severity(profile_);
  std::uint16_t& count = counts_[static_cast<std::size_t>(id)];
  kept_ = severity != Severity::Off && count < kMaxPerRule;
  if (!kept_) return;
  ++count;
  Issue issue;
  issue.rule = id;
  issue.severity = severity;
  issue.source = source_;
  issue.path = std::move(path);
  issue.message = std::move(message);
  issue.hint = std::move(hint);
  issue.begin = lines_.at(span.begin);
  issue.end = lines_.at(span.end);
  out_.push_back(std::move(issue));
}

void Reporter::add(RuleId id, const source::Node& node, std::string message, std::string hint) {
  add(id, head(node), doc_.pointer(doc_.index_of(node)), std::move(message), std::move(hint));
}

void Reporter::fix(std::string description, std::vector<ByteEdit> edits) {
  if (!kept_) return;
  Fix made{std::move(description), {}};
  for (ByteEdit& edit : edits) {
    const std::uint32_t from = lines_.at(edit.span.begin).offset;
    made.edits.push_back({from, lines_.at(edit.span.end).offset - from, std::move(edit.text)});
  }
  out_.back().fix = std::move(made);
}

json::Value static_value(const source::Document& doc, const source::Node& node) {
  using source::NodeKind;
  switch (node.kind) {
    case NodeKind::Object: {
      json::Value object = json::Value::object();
      object.members().reserve(node.size);
      doc.each_child(node, [&](const source::Node& child) {
        if (child.has_key) object.members().push_back({child.key, static_value(doc, child)});
      });
      return object;
    }
    case NodeKind::Array: {
      json::Value array = json::Value::array();
      array.items().reserve(node.size);
      doc.each_child(node,
                     [&](const source::Node& child) { array.push(static_value(doc, child)); });
      return array;
    }
    case NodeKind::String:
      return json::Value::string(node.text);
    case NodeKind::Number:
      return json::Value::number(node.text);
    case NodeKind::Bool:
      return json::Value::boolean(node.text == "true");
    case NodeKind::Null:
    case NodeKind::Slot:
    case NodeKind::Invalid:
      break;
  }
  return {};
}

Place resolve(const source::Document& doc, std::string_view pointer) {
  const source::Node* at = doc.root_node();
  if (at == nullptr) return {};
  while (!pointer.empty()) {
    const std::string token = token_of(pointer);
    const source::Node* next = child_of(doc, *at, token);
    if (next == nullptr) return {at, false};
    at = next;
  }
  return {at, true};
}

source::Span head(const source::Node& node) {
  const bool container =
      node.kind == source::NodeKind::Object || node.kind == source::NodeKind::Array;
  return container ? source::Span{node.span.begin, node.span.begin + 1} : node.span;
}

bool depends_on_data(const source::Node& node) {
  return node.has_tags || node.dynamic || node.kind == source::NodeKind::Slot;
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  std::string_view best;
  std::size_t best_distance = word.size() < 5 ? 2 : 3;
  if (word.size() > 64) return best;
  for (const auto candidate : known) {
    const std::size_t d = distance(word, candidate);
    if (d < best_distance) {
      best_distance = d;
      best = candidate;
    }
  }
  return best == word ? std::string_view{} : best;
}

void report_faults(Reporter& report, const FaultRules& rules) {
  for (const source::Fault& fault : report.document().faults) {
    report.add(rule_of(fault.kind, rules), fault.span, report.document().pointer(fault.node),
               fault.message);
    offer_fix(report, fault);
  }
}

std::string quoted(std::string_view value) {
  std::string out = "\"";
  json::append_escaped(out, value, false);
  return text_of({out, "\""});
}

}  // namespace dikast::lint
