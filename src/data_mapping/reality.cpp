#include "dikast/data_mapping/reality.hpp"

#include <algorithm>
#include <array>

#include "dikast/uint256.hpp"
#include "json_scanner.hpp"

namespace dikast::mapping {
namespace {

// U+241F SYMBOL FOR UNIT SEPARATOR
constexpr std::string_view kSeparator = "\xE2\x90\x9F";
constexpr std::array<std::string_view, 7> kTypes{
    "bool", "uint", "int", "single-select", "multiple-select", "datetime", "hash"};
/// 2^5 combinations are the most that are spelled out.
constexpr std::size_t kMaxCombined = 5;

tl::unexpected<Error> invalid(std::string why) {
  return fail(ErrorCode::mapping_question_invalid, {}, std::move(why));
}

std::vector<std::string> split_fields(std::string_view text) {
  std::vector<std::string> fields;
  while (true) {
    const std::size_t at = text.find(kSeparator);
    fields.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return fields;
    text.remove_prefix(at + kSeparator.size());
  }
}

/// The field as the inside of a JSON string. Askers escape it, but nobody makes them.
std::string text_field(const std::string& field, std::vector<std::string>& notes) {
  if (json::parse("\"" + field + "\"")) return field;
  notes.emplace_back(
      "A field of the question is not escaped as Reality.eth asks for; its characters are shown as "
      "they are.");
  std::string out;
  json::append_escaped(out, field, false);
  return out;
}

/// Quoted texts joined by commas.
Result<std::string> list_field(const std::string& field) {
  const auto list = json::parse("[" + field + "]");
  const bool texts = list && std::all_of(list->items().begin(), list->items().end(),
                                         [](const json::Value& item) { return item.is_string(); });
  if (!texts) return invalid("The outcomes are not a list of quoted texts.");
  return field;
}

Result<std::string> fill(std::string_view template_text, const std::vector<std::string>& fields,
                         std::vector<std::string>& notes) {
  std::string out;
  JsonScanner scanner;
  std::size_t used = 0;
  while (true) {
    const std::size_t at = template_text.find("%s");
    const std::string_view text = template_text.substr(0, at);
    scanner.feed(text);
    out += text;
    if (at == std::string_view::npos) break;
    const std::string field = used < fields.size() ? fields[used] : std::string();
    ++used;
    if (scanner.escaped()) return invalid("The template has a field behind a backslash.");
    if (scanner.in_string()) {
      out += text_field(field, notes);
    } else {
      auto list = list_field(field);
      if (!list) return list;
      out += *list;
    }
    template_text.remove_prefix(at + 2);
  }
  if (used > fields.size())
    notes.emplace_back("The question has fewer fields than its template; the rest is empty.");
  if (used < fields.size())
    notes.emplace_back("The question has more fields than its template; the rest is not shown.");
  return out;
}

std::string text_of(const json::Value& object, std::string_view key) {
  const json::Value* value = object.find(key);
  return value != nullptr && (value->is_string() || value->is_number()) ? value->text()
                                                                        : std::string();
}

/// "0x" and an even number of digits.
std::string answer_id(std::uint64_t value) {
  std::string digits = Uint256(value).to_hex().substr(2);
  if (digits.size() % 2 != 0) digits.insert(digits.begin(), '0');
  return "0x" + digits;
}

json::Value answer(std::string id, std::string title, bool reserved) {
  json::Value value = json::Value::object();
  value.set("id", json::Value::string(std::move(id)));
  value.set("title", json::Value::string(std::move(title)));
  value.set("description", json::Value::string(""));
  value.set("reserved", json::Value::boolean(reserved));
  value.set("last", json::Value::boolean(reserved));
  return value;
}

std::string combined_title(const std::vector<std::string>& outcomes, std::size_t mask) {
  std::string title;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if ((mask >> i & 1) == 0) continue;
    if (!title.empty()) title += ", ";
    title += outcomes[i];
  }
  return title.empty() ? "None of them" : title;
}

}  // namespace

Result<RealityQuestion> read_question(std::string_view template_text, std::string_view text) {
  RealityQuestion question;
  const auto filled = fill(template_text, split_fields(text), question.notes);
  if (!filled) return tl::unexpected(filled.error());
  const auto document = json::parse(*filled);
  if (!document || !document->is_object())
    return invalid("The question's template does not give a JSON object.");
  question.title = text_of(*document, "title");
  question.type = text_of(*document, "type");
  question.category = text_of(*document, "category");
  question.lang = text_of(*document, "lang");
  question.description = text_of(*document, "description");
  question.decimals = text_of(*document, "decimals");
  if (std::find(kTypes.begin(), kTypes.end(), question.type) == kTypes.end()) {
    return invalid("The question's type \"" + question.type + "\" is unknown.");
  }
  const json::Value* outcomes = document->find("outcomes");
  const bool select = question.type == "single-select" || question.type == "multiple-select";
  if (select && (outcomes == nullptr || !outcomes->is_array() || outcomes->items().empty())) {
    return invalid("A question of this type lists its outcomes.");
  }
  if (outcomes != nullptr) {
    for (const json::Value& outcome : outcomes->items()) {
      if (!outcome.is_string()) return invalid("An outcome is not a text.");
      question.outcomes.push_back(outcome.text());
    }
  }
  if (question.type == "multiple-select" && question.outcomes.size() > kMaxCombined) {
    question.notes.emplace_back(
        "A choice of several of more than five outcomes is not spelled out as answers.");
  }
  return question;
}

json::Value question_answers(const RealityQuestion& question) {
  json::Value answers = json::Value::array();
  std::vector<std::string> titles;
  if (question.type == "bool") titles = {"No", "Yes"};
  if (question.type == "single-select") titles = question.outcomes;
  if (question.type == "multiple-select" && question.outcomes.size() <= kMaxCombined) {
    for (std::size_t mask = 0; mask < std::size_t{1} << question.outcomes.size(); ++mask) {
      titles.push_back(combined_title(question.outcomes, mask));
    }
  }
  for (std::size_t i = 0; i < titles.size(); ++i) {
    answers.push(answer(answer_id(i + 1), std::move(titles[i]), false));
  }
  std::string too_soon = Uint256::max().to_hex();
  std::transform(too_soon.begin() + 2, too_soon.end(), too_soon.begin() + 2, [](char c) {
    return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  answers.push(answer(std::move(too_soon), "Answered Too Soon", true));
  return answers;
}

}  // namespace dikast::mapping
