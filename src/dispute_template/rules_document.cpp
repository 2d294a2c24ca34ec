#include <algorithm>
#include <array>

#include "answer_rules.hpp"
#include "dikast/document_rules.hpp"
#include "schema.hpp"

namespace dikast::document {
namespace {

using detail::Field;
using detail::kAnswer;
using detail::kAttachment;
using detail::kDocument;
using detail::kEvidence;
using detail::Kind;

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::Null:
      return "null";
    case Kind::Bool:
      return "a boolean";
    case Kind::Number:
      return "a number";
    case Kind::String:
      return "a string";
    case Kind::Array:
      return "an array";
    case Kind::Object:
      return "an object";
  }
  return "";
}

void add(Findings& findings, std::string_view code, std::string path, std::string message) {
  findings.push_back({code, std::move(path), std::move(message)});
}

void add(Findings& findings, const std::optional<Fault>& fault, std::string path) {
  if (fault) {
    add(findings, fault->code, std::move(path), std::string(fault->message));
  }
}

bool expect(const json::Value& value, Kind kind, std::string path, Findings& findings) {
  if (value.kind() == kind) {
    return true;
  }
  add(findings, rule::kFieldType, std::move(path),
      "This must be " + std::string(kind_name(kind)) + ", not " +
          std::string(kind_name(value.kind())) + ".");
  return false;
}

template <std::size_t N>
void check_fields(const json::Value& object, const std::array<Field, N>& fields,
                  const std::string& path, Findings& findings) {
  for (const Field& field : fields) {
    const json::Value* value = object.find(field.name);
    std::string where = pointer_join(path, field.name);
    if (value != nullptr) {
      (void)expect(*value, field.kind, std::move(where), findings);
    } else if (field.required) {
      add(findings, rule::kRequired, std::move(where),
          "\"" + std::string(field.name) + "\" is required.");
    }
  }
}

template <std::size_t N>
void check_items(const json::Value* list, const std::array<Field, N>& fields,
                 const std::string& path, Findings& findings) {
  if (list == nullptr || !list->is_array()) {
    return;
  }
  for (std::size_t i = 0; i < list->items().size(); ++i) {
    const std::string where = pointer_join(path, std::to_string(i));
    if (expect(list->items()[i], Kind::Object, where, findings)) {
      check_fields(list->items()[i], fields, where, findings);
    }
  }
}

const std::string* text_of(const json::Value& object, std::string_view key) {
  const json::Value* value = object.find(key);
  return value != nullptr && value->is_string() ? &value->text() : nullptr;
}

// The rules of the named members, as the table has them.
template <std::size_t N>
void apply(const json::Value& object, const std::array<Field, N>& fields, const std::string& path,
           std::initializer_list<std::string_view> names, Findings& findings) {
  for (const Field& field : fields) {
    const bool named = std::find(names.begin(), names.end(), field.name) != names.end();
    const std::string* text = named ? text_of(object, field.name) : nullptr;
    if (text != nullptr && field.test != nullptr) {
      add(findings, field.test(*text), pointer_join(path, field.name));
    }
  }
}

}  // namespace

void check_schema(const json::Value& document, Findings& findings) {
  if (!expect(document, Kind::Object, "", findings)) {
    return;
  }
  for (const Field& field : kDocument) {
    const json::Value* value = document.find(field.name);
    std::string path = pointer_join("", field.name);
    if (value == nullptr) {
      if (field.required) {
        add(findings, rule::kRequired, std::move(path),
            "\"" + std::string(field.name) + "\" is required.");
      }
      continue;
    }
    if (!expect(*value, field.kind, path, findings)) {
      continue;
    }
    if (field.name == "answers") {
      check_items(value, kAnswer, path, findings);
    } else if (field.name == "extraEvidences") {
      check_items(value, kEvidence, path, findings);
    } else if (field.name == "attachment") {
      check_fields(*value, kAttachment, path, findings);
    } else if (field.name == "aliases") {
      for (const json::Member& member : value->members()) {
        (void)expect(member.value, Kind::String, pointer_join(path, member.key), findings);
      }
    }
  }
}

void check_answers(const json::Value& document, Findings& findings) {
  const json::Value* answers = document.find("answers");
  if (answers == nullptr || !answers->is_array()) {
    return;
  }
  detail::AnswerRules rules;
  const auto view = [](const std::string* text) {
    return text == nullptr ? std::nullopt : std::optional<std::string_view>(*text);
  };
  for (const json::Value& answer : answers->items()) {
    rules.add(view(text_of(answer, "id")), view(text_of(answer, "title")), findings);
  }
  const std::string* type = text_of(document, "type");
  rules.finish(type == nullptr ? std::string_view() : std::string_view(*type), findings);
}

void check_links(const json::Value& document, Findings& findings) {
  apply(document, kDocument, "", {"policyURI"}, findings);
  if (const json::Value* attachment = document.find("attachment")) {
    apply(*attachment, kAttachment, "/attachment", {"uri"}, findings);
  }
  apply(document, kDocument, "", {"frontendUrl"}, findings);
}

void check_arbitrator(const json::Value& document, Findings& findings) {
  apply(document, kDocument, "", {"arbitratorChainID", "arbitratorAddress"}, findings);
}

void check_aliases(const json::Value& document, Findings& findings) {
  const json::Value* aliases = document.find("aliases");
  if (aliases == nullptr || !aliases->is_object()) {
    return;
  }
  std::vector<std::string_view> names;
  for (const json::Member& member : aliases->members()) {
    const std::string path = pointer_join("/aliases", member.key);
    add(findings, alias_name_fault(member.key), path);
    names.emplace_back(member.key);
    if (member.value.is_string()) {
      add(findings, alias_value_fault(member.value.text()), path);
    }
  }
  if (const auto twice = detail::repeated_name(names)) {
    add(findings, rule::kAliasDuplicate, pointer_join("/aliases", names[*twice]),
        "Two aliases have the same name: a reader cannot tell whose address it is.");
  }
}

void check_evidences(const json::Value& document, Findings& findings) {
  const json::Value* evidences = document.find("extraEvidences");
  if (evidences == nullptr || !evidences->is_array()) {
    return;
  }
  for (std::size_t i = 0; i < evidences->items().size(); ++i) {
    const std::string path = pointer_join("/extraEvidences", std::to_string(i));
    apply(evidences->items()[i], kEvidence, path, {"fileURI", "transactionHash", "sender"},
          findings);
  }
}

void check_direction(const json::Value& document, Findings& findings) {
  apply(document, kDocument, "", {"title", "question"}, findings);
  if (const json::Value* answers = document.find("answers"); answers && answers->is_array()) {
    for (std::size_t i = 0; i < answers->items().size(); ++i) {
      const std::string path = pointer_join("/answers", std::to_string(i));
      apply(answers->items()[i], kAnswer, path, {"title", "description"}, findings);
    }
  }
  if (const json::Value* aliases = document.find("aliases"); aliases && aliases->is_object()) {
    for (const json::Member& member : aliases->members()) {
      add(findings, direction_fault(member.key), pointer_join("/aliases", member.key));
    }
  }
}

Findings check(const json::Value& document) {
  Findings findings;
  check_schema(document, findings);
  check_answers(document, findings);
  check_links(document, findings);
  check_arbitrator(document, findings);
  check_aliases(document, findings);
  check_evidences(document, findings);
  check_direction(document, findings);
  return findings;
}

void normalise_refuse_answer(json::Value& document) {
  json::Value refuse = json::Value::object();
  refuse.set("id", json::Value::string("0x0"));
  refuse.set("title", json::Value::string(std::string(kRefuseTitle)));
  refuse.set("description", json::Value::string(std::string(kRefuseTitle)));
  refuse.set("reserved", json::Value::boolean(true));
  for (json::Member& member : document.members()) {
    if (member.key != "answers" || !member.value.is_array()) {
      continue;
    }
    std::vector<json::Value>& answers = member.value.items();
    for (json::Value& answer : answers) {
      const json::Value* id = answer.find("id");
      const auto number = id != nullptr ? parse_answer_id(id->text()) : std::nullopt;
      if (number && !number->too_large && number->value.is_zero()) {
        if (const json::Value* own = answer.find("description")) {
          refuse.set("description", *own);
        }
        answer = std::move(refuse);
        return;
      }
    }
    answers.insert(answers.begin(), std::move(refuse));
    return;
  }
}

}  // namespace dikast::document
