#include <unordered_map>

#include "confusable.hpp"
#include "dikast/document_rules.hpp"
#include "rules.hpp"

namespace dikast::lint {
namespace {

using source::Node;
using source::NodeKind;

struct Answer {
  const Node* node = nullptr;
  const Node* id = nullptr;     // a string without tags
  const Node* title = nullptr;  // a string without tags
  std::optional<Uint256> value;
};

std::vector<Answer> read_answers(const source::Document& doc, const Node& list, bool& literal) {
  std::vector<Answer> answers;
  literal = !list.dynamic;
  doc.each_child(list, [&](const Node& child) {
    Answer answer;
    answer.node = &child;
    const Node* id = string_member(doc, child, "id");
    const Node* title = string_member(doc, child, "title");
    if (id != nullptr && !id->has_tags) answer.id = id;
    if (title != nullptr && !title->has_tags) answer.title = title;
    if (answer.id != nullptr) {
      const auto parsed = document::parse_answer_id(answer.id->text);
      if (parsed && !parsed->too_large) answer.value = parsed->value;
    }
    if (child.conditional || !answer.value) literal = false;
    answers.push_back(answer);
  });
  return answers;
}

bool says_too_soon(std::string_view title) {
  return skeleton(title).find(skeleton("answered too soon")) != std::string::npos;
}

void check_meaning(Reporter& report, const Answer& answer) {
  if (answer.title == nullptr || !answer.value) return;
  const bool too_soon = says_too_soon(answer.title->text);
  if (too_soon && *answer.value != Uint256::max()) {
    report.add(RuleId::template_answered_too_soon, *answer.id,
               "\"Answered Too Soon\" is the ruling 2^256-1 of the Reality proxies; Court writes "
               "its own title over id 0.");
    report.fix("Use 2^256-1", answer.id->span, quoted(Uint256::max().to_hex()));
    return;
  }
  if (!answer.value->is_zero() && document::is_refuse_title(answer.title->text) &&
      *answer.value != Uint256::max()) {
    report.add(
        RuleId::template_answer_refuse, *answer.node,
        text_of(
            {"This answer refuses to arbitrate under id ", answer.id->text,
             "; Court also adds 0x0 for that, so votes split. Remove it, or give it the id 0x0."}));
  }
}

void check_count(Reporter& report, const Node& list, const std::vector<Answer>& answers,
                 const Uint256& options) {
  std::uint64_t substantive = 0;
  for (const Answer& answer : answers) {
    if (answer.value && !answer.value->is_zero() && *answer.value != Uint256::max()) ++substantive;
  }
  if (options == Uint256(substantive)) return;
  report.add(
      RuleId::template_answer_count, list,
      text_of({"The dispute has numberOfRulingOptions ", options.to_decimal(), ", the template ",
               std::to_string(substantive), " answers besides refusing. Make them equal."}));
}

void check_look_alikes(Reporter& report, const std::vector<Answer>& answers) {
  std::unordered_map<std::string, const Answer*> seen;
  for (const Answer& answer : answers) {
    if (answer.title == nullptr || answer.node->conditional) continue;
    std::string shape = skeleton(answer.title->text);
    if (shape.empty()) continue;
    const auto [at, fresh] = seen.emplace(std::move(shape), &answer);
    if (fresh) continue;
    report.add(RuleId::template_answer_confusable, *answer.title,
               text_of({"This title looks the same as that of answer ",
                        std::to_string(at->second->node->index + 1),
                        ": jurors cannot tell them apart. Reword one."}));
  }
}

}  // namespace

void check_answers(Reporter& report, const Options& options) {
  const source::Document& doc = report.document();
  const Node* list = doc.find(*doc.root_node(), "answers");
  if (list == nullptr || list->kind != NodeKind::Array) return;
  bool literal = true;
  const std::vector<Answer> answers = read_answers(doc, *list, literal);
  for (const Answer& answer : answers) check_meaning(report, answer);
  check_look_alikes(report, answers);
  if (literal && options.ruling_options)
    check_count(report, *list, answers, *options.ruling_options);
}

}  // namespace dikast::lint
