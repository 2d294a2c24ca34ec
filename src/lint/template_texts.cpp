#include "confusable.hpp"
#include "dikast/document_rules.hpp"
#include "rules.hpp"

namespace dikast::lint {
namespace {

using source::Node;
using source::NodeKind;

constexpr std::size_t kMaxTitle = 200;    // characters
constexpr std::size_t kMaxCombining = 8;  // marks on one letter

std::string code_point_name(char32_t c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string digits;
  for (; c != 0 || digits.size() < 4; c >>= 4U) digits.insert(digits.begin(), kDigits[c & 15U]);
  return text_of({"U+", digits});
}

// Joiners have work to do in emoji and in scripts such as Arabic and Devanagari.
bool joiner_in_place(char32_t c, char32_t before) {
  if (c == 0x200D) return before >= 0x600;
  if (c == 0x200C) return before >= 0x600 && before < 0x2000;
  if (c >= 0xE0020 && c <= 0xE007F)
    return before == 0x1F3F4 || (before >= 0xE0020 && before <= 0xE007F);
  return false;
}

struct Scan {
  Reporter& report;
  const source::Document& doc;
  const Node& node;
  std::string_view text;
  bool title;      // jurors choose by it
  bool bidi_told;  // the document rules speak of bidirectional controls in this field
  source::Span span_of(std::size_t from, std::size_t to) const {
    return {doc.locate(node, from).begin, doc.locate(node, to > from ? to - 1 : from).end};
  }
  std::string path() const { return doc.pointer(doc.index_of(node)); }
};

void add_invisible(Scan& scan, char32_t c, std::size_t at) {
  const source::Span span = scan.doc.locate(scan.node, at);
  scan.report.add(
      RuleId::template_invisible, span, scan.path(),
      text_of({"An invisible character (", code_point_name(c),
               ") stands here: remove it, so that what jurors see is what is stored."}));
  scan.report.fix("Remove the character", span, "");
}

void scan_characters(Scan& scan) {
  std::size_t marks = 0;
  bool told_invisible = false;
  bool told_marks = false;
  char32_t before = 0;
  for (std::size_t i = 0; i < scan.text.size();) {
    const auto decoded = utf8::decode_at(scan.text, i);
    if (!decoded) {
      ++i;
      continue;
    }
    const char32_t c = decoded->code_point;
    const bool direction =
        document::direction_fault(scan.text.substr(i, decoded->length)).has_value();
    if (!told_invisible && is_invisible(c) && !joiner_in_place(c, before) &&
        !(direction && scan.bidi_told)) {
      add_invisible(scan, c, i);
      told_invisible = true;
    }
    marks = is_combining(c) ? marks + 1 : 0;
    if (marks > kMaxCombining && !told_marks) {
      scan.report.add(
          RuleId::template_combining, scan.doc.locate(scan.node, i), scan.path(),
          "More than 8 combining marks on one letter paint over other lines: remove them.");
      told_marks = true;
    }
    before = c;
    i += decoded->length;
  }
}

bool latin_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void scan_words(Scan& scan) {
  bool latin = false;
  bool alike = false;
  std::size_t begin = 0;
  const auto finish = [&](std::size_t end) {
    if (latin && alike) {
      scan.report.add(RuleId::template_mixed_script, scan.span_of(begin, end), scan.path(),
                      "This word mixes Latin letters with Greek or Cyrillic ones that look the "
                      "same. Write it in one script.");
      return true;
    }
    return false;
  };
  for (std::size_t i = 0; i < scan.text.size();) {
    const auto decoded = utf8::decode_at(scan.text, i);
    const char32_t c = decoded ? decoded->code_point : 0;
    const std::size_t length = decoded ? decoded->length : 1;
    if (c < 0x30 || (c >= 0x2000 && c < 0x2070)) {
      if (finish(i)) return;
      latin = alike = false;
      begin = i + length;
    }
    latin = latin || latin_letter(c);
    alike = alike || looks_latin(c);
    i += length;
  }
  finish(scan.text.size());
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) == 0x80U ? 0U : 1U;
  return count;
}

void scan_node(Reporter& report, const Node& node, bool title, bool bidi_told) {
  if (node.kind != NodeKind::String) return;
  Scan scan{report, report.document(), node, node.text, title, bidi_told};
  scan_characters(scan);
  if (!title) return;
  scan_words(scan);
  if (characters(node.text) > kMaxTitle && !node.has_tags) {
    report.add(
        RuleId::template_long_title, node,
        text_of({"This title has ", std::to_string(characters(node.text)),
                 " characters; keep titles within 200 and put the rest into the description."}));
  }
}

void scan_member(Reporter& report, const Node& object, std::string_view key, bool title,
                 bool bidi_told) {
  if (const Node* member = report.document().find(object, key))
    scan_node(report, *member, title, bidi_told);
}

}  // namespace

void check_texts(Reporter& report) {
  const source::Document& doc = report.document();
  const Node& root = *doc.root_node();
  const bool told = report.strict();
  scan_member(report, root, "title", true, told);
  scan_member(report, root, "question", false, told);
  scan_member(report, root, "description", false, false);
  scan_member(report, root, "category", true, false);
  if (const Node* answers = doc.find(root, "answers")) {
    doc.each_child(*answers, [&](const Node& answer) {
      scan_member(report, answer, "title", true, told);
      scan_member(report, answer, "description", false, told);
    });
  }
  if (const Node* attachment = doc.find(root, "attachment"))
    scan_member(report, *attachment, "label", true, false);
  if (const Node* evidences = doc.find(root, "extraEvidences")) {
    doc.each_child(*evidences, [&](const Node& evidence) {
      scan_member(report, evidence, "name", true, false);
      scan_member(report, evidence, "description", false, false);
    });
  }
}

}  // namespace dikast::lint
