#pragma once

#include <string>
#include <utility>

#include "dikast/json.hpp"

/// The recordings' tagged values ({"$bigint":"12"}, {"$number":"NaN"}, {"$undefined":true} ...; see
/// golden/sdk/FORMAT.md) as template contexts have them: a bigint is a Number with the text "12n".
namespace dikast::test {

/// {"$concat":[["text",times],...]} written out.
inline std::string concatenated(const json::Value& parts) {
  std::string out;
  for (const json::Value& part : parts.items()) {
    if (part.items().size() != 2) continue;
    const int times = std::atoi(part.items()[1].text().c_str());
    for (int i = 0; i < times; ++i) out += part.items()[0].text();
  }
  return out;
}

/// A member that stands for undefined is kept, as null: its name is an own property.
inline json::Value untagged(const json::Value& value) {
  if (value.is_array()) {
    json::Value out = json::Value::array();
    for (const json::Value& item : value.items()) out.push(untagged(item));
    return out;
  }
  if (!value.is_object()) return value;
  if (value.members().size() == 1) {
    const json::Member& only = value.members().front();
    if (only.key == "$undefined") return {};
    if (only.key == "$bigint") return json::Value::number(only.value.text() + "n");
    if (only.key == "$number") return json::Value::number(only.value.text());
    if (only.key == "$concat") return json::Value::string(concatenated(only.value));
  }
  json::Value out = json::Value::object();
  for (const json::Member& member : value.members()) out.set(member.key, untagged(member.value));
  return out;
}

/// Whether a tag occurs that no JSON value can stand for: functions, dates, prototypes.
inline bool has_foreign_tag(const json::Value& value) {
  for (const json::Value& item : value.items()) {
    if (has_foreign_tag(item)) return true;
  }
  for (const json::Member& member : value.members()) {
    if (member.key == "$fn" || member.key == "$date" || member.key == "$objectPrototype" ||
        member.key == "$protoSet" || has_foreign_tag(member.value)) {
      return true;
    }
  }
  return false;
}

}  // namespace dikast::test
