#include "skeleton_builder.hpp"

#include <algorithm>

#include "dikast/utf8.hpp"

namespace dikast::dispute_template {
namespace {

namespace schema = document::detail;
using schema::Field;
using Kind = json::Value::Kind;

// As json::Limits and mustache::Budget have it.
constexpr std::uint32_t kMaxDepth = 64;
constexpr std::size_t kMaxSource = 1'000'000;
constexpr std::size_t kMaxChecks = 256;
constexpr std::string_view kRefuse =
    R"({"id":"0x0","title":"Refuse to Arbitrate / Invalid","description":"Refuse to Arbitrate / Invalid","reserved":true})";
constexpr std::string_view kRefuseHead =
    R"({"id":"0x0","title":"Refuse to Arbitrate / Invalid","description":")";
constexpr std::string_view kRefuseTail = R"(","reserved":true})";

std::uint32_t size_of(const std::string& text) { return static_cast<std::uint32_t>(text.size()); }

}  // namespace

bool SkeletonBuilder::apply_rule(const Text& text,
                                 std::optional<document::Fault> (*test)(std::string_view)) {
  if (skeleton_.checks_.size() >= kMaxChecks) {
    return false;
  }
  if (test == document::direction_fault) {
    // A rule on single characters: the template's once, each value's by itself.
    if (test(text.raw)) {
      return false;
    }
    for (std::uint32_t i = text.slot_begin; i < text.slot_end; ++i) {
      const auto variable = static_cast<std::int32_t>(skeleton_.slots_[i].variable);
      const bool known = std::any_of(
          skeleton_.checks_.begin(), skeleton_.checks_.end(), [&](const Skeleton::Check& check) {
            return check.test == test && skeleton_.pieces_[check.first].variable == variable;
          });
      if (!known) {
        add_check(test, {{}, {}, variable});
      }
    }
    return true;
  }
  if (text.escapes) {
    return false;
  }
  if (!text.has_slots()) {
    return !test(text.raw);
  }
  auto from = static_cast<std::size_t>(text.raw.data() - source_.data());
  const std::size_t end = from + text.raw.size();
  std::string& texts = skeleton_.texts_;
  const auto piece = [&](std::size_t until, std::int32_t variable) {
    const std::uint32_t begin = size_of(texts);
    texts.append(source_, from, until - from);
    return Skeleton::Piece{begin, size_of(texts), variable};
  };
  for (std::uint32_t i = text.slot_begin; i < text.slot_end; ++i) {
    const auto variable = static_cast<std::int32_t>(skeleton_.slots_[i].variable);
    const Skeleton::Piece next = piece(tags_[i].first, variable);
    from = tags_[i].second;
    if (i == text.slot_begin) {
      add_check(test, next);
    } else {
      skeleton_.pieces_.push_back(next);
    }
  }
  if (from < end) {
    skeleton_.pieces_.push_back(piece(end, -1));
  }
  skeleton_.checks_.back().last = static_cast<std::uint32_t>(skeleton_.pieces_.size());
  return true;
}

void SkeletonBuilder::add_check(std::optional<document::Fault> (*test)(std::string_view),
                                Skeleton::Piece first) {
  const auto at = static_cast<std::uint32_t>(skeleton_.pieces_.size());
  skeleton_.pieces_.push_back(first);
  skeleton_.checks_.push_back({test, at, at + 1});
}

bool SkeletonBuilder::value(Part part, const Field* field, std::uint32_t depth) {
  if (at_ >= source_.size()) {
    return false;
  }
  Kind kind = Kind::Null;
  switch (source_[at_]) {
    case '"': {
      Text text;
      return (field == nullptr || field->kind == Kind::String) && this->text(text) &&
             (field == nullptr || field->test == nullptr || apply_rule(text, field->test));
    }
    case '{':
      return (field == nullptr || field->kind == Kind::Object) && object(part, depth + 1);
    case '[':
      return (field == nullptr || field->kind == Kind::Array) && list(part, depth + 1);
    default:
      return literal(kind) && (field == nullptr || field->kind == kind);
  }
}

bool SkeletonBuilder::member(Part part, std::span<const Field> fields, std::string_view key,
                             std::uint32_t& seen, std::uint32_t depth) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == key; });
  const Field* field = found == fields.end() ? nullptr : &*found;
  if (field != nullptr) {
    seen |= 1U << (found - fields.begin());
  }
  Part inner = Part::Other;
  switch (part) {
    case Part::Document:
      inner = key == "answers"          ? Part::Answers
              : key == "attachment"     ? Part::Attachment
              : key == "aliases"        ? Part::Aliases
              : key == "extraEvidences" ? Part::Evidences
                                        : Part::Other;
      if (key == "type" && at('"')) {
        // Whether the answers follow Reality's conventions must not depend on a value.
        Text text;
        const bool read = this->text(text) && !text.has_slots() && !text.escapes;
        type_ = text.raw;
        return read;
      }
      break;
    case Part::Aliases: {
      static constexpr Field kAlias{"", Kind::String, true, document::alias_value_fault};
      aliases_.push_back(key);
      return !document::alias_name_fault(key) && !document::direction_fault(key) &&
             value(Part::Other, &kAlias, depth);
    }
    case Part::Answer:
      if (at('"') && field != nullptr && field->kind == Kind::String) {
        Text& text = key == "id"      ? answer_.id
                     : key == "title" ? answer_.title
                                      : answer_.description;
        text = {};
        return this->text(text) && (field->test == nullptr || apply_rule(text, field->test));
      }
      break;
    case Part::Other:
    case Part::Answers:
    case Part::Attachment:
    case Part::Evidences:
    case Part::Evidence:
      break;
  }
  return value(inner, field, depth);
}

bool SkeletonBuilder::object(Part part, std::uint32_t depth) {
  std::span<const Field> fields;
  switch (part) {
    case Part::Document:
      fields = schema::kDocument;
      break;
    case Part::Answer:
      fields = schema::kAnswer;
      break;
    case Part::Attachment:
      fields = schema::kAttachment;
      break;
    case Part::Evidence:
      fields = schema::kEvidence;
      break;
    case Part::Other:
    case Part::Answers:
    case Part::Aliases:
    case Part::Evidences:
      break;
  }
  return depth <= kMaxDepth && members(part, fields, depth);
}

bool SkeletonBuilder::members(Part part, std::span<const Field> fields, std::uint32_t depth) {
  const std::size_t first_key = keys_.size();
  std::uint32_t seen = 0;
  ++at_;
  skip_space();
  if (!at('}')) {
    while (true) {
      std::string_view name;
      if (!key(first_key, name) || !member(part, fields, name, seen, depth)) {
        return false;
      }
      skip_space();
      if (!at(',')) {
        break;
      }
      ++at_;
      skip_space();
    }
  }
  if (!at('}')) {
    return false;
  }
  ++at_;
  keys_.resize(first_key);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].required && (seen >> i & 1U) == 0) {
      return false;
    }
  }
  return true;
}

bool SkeletonBuilder::answer(std::uint32_t depth) {
  const std::uint32_t begin = position();
  const auto slots = static_cast<std::uint32_t>(skeleton_.slots_.size());
  answer_ = {};
  if (!at('{') || !object(Part::Answer, depth + 1)) {
    return false;
  }
  if (answer_.id.has_slots() || answer_.id.escapes) {
    return false;
  }
  const auto id = document::parse_answer_id(answer_.id.raw);
  if (!id || id->too_large) {
    return false;
  }
  const bool refuse = id->value.is_zero();
  if (refuse && (answer_.title.has_slots() || answer_.title.escapes)) {
    return false;
  }
  has_answers_ = true;
  answer_rules_.add(answer_.id.raw, answer_.title.raw, findings_);
  if (!refuse || has_refuse_) {
    return true;
  }
  has_refuse_ = true;
  return refuse_in_place(begin, slots);
}

// The answer becomes kleros-sdk's own; of what the template says, the description stays.
bool SkeletonBuilder::refuse_in_place(std::uint32_t begin, std::uint32_t slots_before) {
  const Text& description = answer_.description;
  if (description.slot_begin != slots_before || description.slot_end != skeleton_.slots_.size()) {
    if (description.has_slots() || skeleton_.slots_.size() != slots_before) {
      return false;
    }
  }
  flush();
  const std::string own =
      out_.substr(description.out_begin, description.out_end - description.out_begin);
  out_.resize(begin);
  out_.append(kRefuseHead).append(own).append(kRefuseTail);
  const auto moved_to = begin + static_cast<std::uint32_t>(kRefuseHead.size());
  for (std::size_t i = slots_before; i < skeleton_.slots_.size(); ++i) {
    skeleton_.slots_[i].at = skeleton_.slots_[i].at - description.out_begin + moved_to;
  }
  return true;
}

void SkeletonBuilder::answers_end(std::uint32_t list_begin) {
  if (has_refuse_) {
    return;
  }
  flush();
  std::string refuse(kRefuse);
  if (has_answers_) {
    refuse += ',';
  }
  out_.insert(list_begin, refuse);
  for (Skeleton::Slot& slot : skeleton_.slots_) {
    if (slot.at >= list_begin) {
      slot.at += size_of(refuse);
    }
  }
}

bool SkeletonBuilder::list(Part part, std::uint32_t depth) {
  static constexpr Field kItem{"", Kind::Object, true, nullptr};
  if (depth > kMaxDepth) {
    return false;
  }
  ++at_;
  const std::uint32_t begin = position();
  skip_space();
  if (!at(']')) {
    while (true) {
      const bool read = part == Part::Answers     ? answer(depth)
                        : part == Part::Evidences ? value(Part::Evidence, &kItem, depth)
                                                  : value(Part::Other, nullptr, depth);
      if (!read) {
        return false;
      }
      skip_space();
      if (!at(',')) {
        break;
      }
      ++at_;
      skip_space();
    }
  }
  if (!at(']')) {
    return false;
  }
  if (part == Part::Answers) {
    answers_end(begin);
  }
  ++at_;
  return true;
}

std::optional<Skeleton> SkeletonBuilder::build() {
  if (source_.size() > kMaxSource) {
    return std::nullopt;
  }
  out_.reserve(source_.size() + 256);
  skip_space();
  if (!at('{') || !object(Part::Document, 1)) {
    return std::nullopt;
  }
  skip_space();
  if (at_ != source_.size()) {
    return std::nullopt;
  }
  answer_rules_.finish(type_, findings_);
  if (!findings_.empty() || schema::repeated_name(aliases_)) {
    return std::nullopt;
  }
  flush();
  skeleton_.text_ = std::move(out_);
  for (const std::string_view name : names_) {
    skeleton_.names_.append(skeleton_.names_.empty() ? "" : ",").append(name);
  }
  skeleton_.count_ = names_.size();
  return std::move(skeleton_);
}

std::optional<Skeleton> Skeleton::build(std::string_view source) {
  return SkeletonBuilder(source).build();
}

}  // namespace dikast::dispute_template
