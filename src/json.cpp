#include "dikast/json.hpp"

#include <algorithm>
#include <utility>

namespace dikast::json {

Value::Value() = default;
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

Member::Member() = default;
Member::Member(std::string key_, Value value_) : key(std::move(key_)), value(std::move(value_)) {}
Member::Member(const Member&) = default;
Member::Member(Member&&) noexcept = default;
Member& Member::operator=(const Member&) = default;
Member& Member::operator=(Member&&) noexcept = default;
Member::~Member() = default;

Value Value::boolean(bool b) {
  Value v;
  v.kind_ = Kind::Bool;
  v.bool_ = b;
  return v;
}

Value Value::number(std::string literal) {
  Value v;
  v.kind_ = Kind::Number;
  v.text_ = std::move(literal);
  return v;
}

Value Value::integer(std::uint64_t number) { return Value::number(std::to_string(number)); }

Value Value::string(std::string text) {
  Value v;
  v.kind_ = Kind::String;
  v.text_ = std::move(text);
  return v;
}

Value Value::array() { return array(std::vector<Value>()); }

Value Value::array(std::vector<Value> items) {
  Value v;
  v.kind_ = Kind::Array;
  v.items_ = std::move(items);
  return v;
}

Value Value::object() { return object(std::vector<Member>()); }

Value Value::object(std::vector<Member> members) {
  Value v;
  v.kind_ = Kind::Object;
  v.members_ = std::move(members);
  return v;
}

const Value* Value::find(std::string_view key) const {
  for (const Member& member : members_) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

void Value::set(std::string key, Value value) {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [&key](const Member& member) { return member.key == key; });
  if (found == members_.end()) {
    members_.push_back(Member{std::move(key), std::move(value)});
  } else {
    found->value = std::move(value);
  }
}

void Value::push(Value value) { items_.push_back(std::move(value)); }

void Value::add(std::string_view key, Value value) {
  members_.push_back(Member{std::string(key), std::move(value)});
}

void Value::add_text(std::string_view key, std::string_view text) {
  add(key, string(std::string(text)));
}

void Value::add_number(std::string_view key, std::uint64_t number) { add(key, integer(number)); }

void Value::add_flag(std::string_view key, bool flag) { add(key, boolean(flag)); }

void Value::push_text(std::string_view text) { push(string(std::string(text))); }

bool Value::operator==(const Value& other) const {
  return kind_ == other.kind_ && bool_ == other.bool_ && text_ == other.text_ &&
         items_ == other.items_ && members_ == other.members_;
}

}  // namespace dikast::json
