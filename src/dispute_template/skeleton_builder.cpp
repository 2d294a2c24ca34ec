#include "skeleton_builder.hpp"

#include <algorithm>
#include <array>

#include "dikast/utf8.hpp"

namespace dikast::dispute_template {
namespace {

namespace schema = document::detail;
using schema::Field;
using Kind = json::Value::Kind;

// As json::Limits and mustache::Budget have it.
constexpr std::uint32_t kMaxDepth = 64;
constexpr std::size_t kMaxSource = 1'000'000;
// Looked through one by one for repetitions; larger objects take the general way.
constexpr std::size_t kMaxKeys = 64;
constexpr std::size_t kMaxChecks = 256;
// Fewer names are found faster by looking at all of them.
constexpr std::size_t kFewNames = 16;

constexpr std::string_view kRefuse =
    R"({"id":"0x0","title":"Refuse to Arbitrate / Invalid","description":"Refuse to Arbitrate / Invalid","reserved":true})";
constexpr std::string_view kRefuseHead =
    R"({"id":"0x0","title":"Refuse to Arbitrate / Invalid","description":")";
constexpr std::string_view kRefuseTail = R"(","reserved":true})";

// Copied as it is from inside a JSON string; '{' may begin a tag.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0x20; c < 0x80; ++c) {
    table[c] = c != '"' && c != '\\' && c != '{';
  }
  return table;
}();

// Letters, digits, _ $ -: names beyond these (dots, spaces) take the general way.
constexpr std::array<bool, 256> kName = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 128; ++c) {
    table[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '_' || c == '$' || c == '-';
  }
  return table;
}();

bool is_plain(char c) { return kPlain[static_cast<std::uint8_t>(c)]; }
bool is_name(char c) { return kName[static_cast<std::uint8_t>(c)]; }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::uint32_t size_of(const std::string& text) { return static_cast<std::uint32_t>(text.size()); }

}  // namespace

void SkeletonBuilder::skip_space() {
  while (at_ < source_.size() && is_space(source_[at_])) {
    ++at_;
  }
}

SkeletonBuilder::SkeletonBuilder(std::string_view source) : source_(source) {
  // Sizes of common templates: what grows beyond them is moved once or twice.
  skeleton_.variables_.reserve(kFewNames);
  skeleton_.slots_.reserve(2 * kFewNames);
  tags_.reserve(2 * kFewNames);
  keys_.reserve(2 * kFewNames);
}

std::uint32_t SkeletonBuilder::variable(std::string_view name) {
  std::vector<std::string>& names = skeleton_.variables_;
  const auto next = static_cast<std::uint32_t>(names.size());
  if (names.size() < kFewNames) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      names.emplace_back(name);
      return next;
    }
    return static_cast<std::uint32_t>(found - names.begin());
  }
  if (index_.empty()) {
    for (std::uint32_t i = 0; i < next; ++i) {
      index_.emplace(names[i], i);
    }
  }
  const auto [found, added] = index_.try_emplace(std::string(name), next);
  if (added) {
    names.emplace_back(name);
  }
  return found->second;
}

// {{name}}, {{{name}}} or {{&name}}; mustache.js allows white space around the name.
bool SkeletonBuilder::tag() {
  const std::size_t begin = at_;
  at_ += 2;
  const bool triple = at('{');
  if (triple || at('&')) {
    ++at_;
  }
  skip_space();
  const std::size_t name_begin = at_;
  while (at_ < source_.size() && is_name(source_[at_])) {
    ++at_;
  }
  const std::string_view name = source_.substr(name_begin, at_ - name_begin);
  skip_space();
  const std::string_view end = triple ? "}}}" : "}}";
  // Names with a meaning of their own in Handlebars or kleros-sdk.
  if (name.empty() || name == "else" || name == "this" || name == "hex" ||
      source_.substr(at_, end.size()) != end) {
    return false;
  }
  at_ += end.size();
  skeleton_.slots_.push_back({size_of(out_), variable(name)});
  tags_.emplace_back(begin, at_);
  return true;
}

bool SkeletonBuilder::escape(Text& out) {
  constexpr std::string_view kShort = "\"\\/bfnrt";
  if (at_ + 1 >= source_.size()) {
    return false;
  }
  const char c = source_[at_ + 1];
  if (kShort.find(c) != std::string_view::npos) {
    out.escapes = true;
    out_.append(source_, at_, 2);
    at_ += 2;
    return true;
  }
  // \u escapes can spell a character a rule is about, or half of one.
  return false;
}

bool SkeletonBuilder::non_ascii() {
  const std::size_t begin = at_;
  while (at_ < source_.size() && static_cast<std::uint8_t>(source_[at_]) >= 0x80) {
    ++at_;
  }
  const std::string_view run = source_.substr(begin, at_ - begin);
  if (!utf8::is_valid(run)) {
    return false;
  }
  json::append_escaped(out_, run, true);
  return true;
}

bool SkeletonBuilder::text(Text& out) {
  const std::size_t begin = ++at_;
  out_ += '"';
  out.out_begin = size_of(out_);
  out.slot_begin = static_cast<std::uint32_t>(skeleton_.slots_.size());
  while (at_ < source_.size()) {
    const std::size_t run = at_;
    while (at_ < source_.size() && is_plain(source_[at_])) {
      ++at_;
    }
    out_.append(source_, run, at_ - run);
    if (at_ >= source_.size()) {
      break;
    }
    const char c = source_[at_];
    if (c == '"') {
      out.raw = source_.substr(begin, at_ - begin);
      out.out_end = size_of(out_);
      out.slot_end = static_cast<std::uint32_t>(skeleton_.slots_.size());
      out_ += '"';
      ++at_;
      return true;
    }
    bool read = false;
    if (c == '{') {
      if (at_ + 1 < source_.size() && source_[at_ + 1] == '{') {
        read = tag();
      } else {
        out_ += '{';
        ++at_;
        read = true;
      }
    } else if (c == '\\') {
      read = escape(out);
    } else {
      read = static_cast<std::uint8_t>(c) >= 0x80 && non_ascii();
    }
    if (!read) {
      return false;
    }
  }
  return false;
}

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
            return check.test == test && check.pieces.front().variable == variable;
          });
      if (!known) {
        skeleton_.checks_.push_back({test, {{"", variable}}});
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
  Skeleton::Check check{test, {}};
  auto from = static_cast<std::size_t>(text.raw.data() - source_.data());
  const std::size_t end = from + text.raw.size();
  for (std::uint32_t i = text.slot_begin; i < text.slot_end; ++i) {
    check.pieces.push_back({std::string(source_.substr(from, tags_[i].first - from)),
                            static_cast<std::int32_t>(skeleton_.slots_[i].variable)});
    from = tags_[i].second;
  }
  if (from < end) {
    check.pieces.push_back({std::string(source_.substr(from, end - from)), -1});
  }
  skeleton_.checks_.push_back(std::move(check));
  return true;
}

bool SkeletonBuilder::literal(Kind& kind) {
  const std::size_t begin = at_;
  for (const std::string_view word : {"true", "false", "null"}) {
    if (source_.substr(at_, word.size()) == word) {
      at_ += word.size();
      out_ += word;
      kind = word == "null" ? Kind::Null : Kind::Bool;
      return true;
    }
  }
  const auto digits = [&] {
    const std::size_t first = at_;
    while (at_ < source_.size() && is_digit(source_[at_])) {
      ++at_;
    }
    return at_ - first;
  };
  at_ += at('-') ? 1 : 0;
  const bool zero = at('0');
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) {
    return false;
  }
  if (at('.')) {
    ++at_;
    if (digits() == 0) {
      return false;
    }
  }
  if (at('e') || at('E')) {
    ++at_;
    at_ += at('+') || at('-') ? 1 : 0;
    if (digits() == 0) {
      return false;
    }
  }
  out_.append(source_, begin, at_ - begin);
  kind = Kind::Number;
  return true;
}

bool SkeletonBuilder::key(std::size_t first, std::string_view& name) {
  Text text;
  const auto own = keys_.begin() + static_cast<std::ptrdiff_t>(first);
  if (!at('"') || !this->text(text) || text.has_slots() || text.escapes ||
      keys_.size() - first >= kMaxKeys || std::find(own, keys_.end(), text.raw) != keys_.end()) {
    return false;
  }
  keys_.push_back(text.raw);
  name = text.raw;
  skip_space();
  if (!at(':')) {
    return false;
  }
  ++at_;
  out_ += ':';
  skip_space();
  return true;
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
  out_ += '{';
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
      out_ += ',';
      skip_space();
    }
  }
  if (!at('}')) {
    return false;
  }
  ++at_;
  out_ += '}';
  keys_.resize(first_key);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].required && (seen >> i & 1U) == 0) {
      return false;
    }
  }
  return true;
}

bool SkeletonBuilder::answer(std::uint32_t depth) {
  const std::uint32_t begin = size_of(out_);
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

bool SkeletonBuilder::answers_end(std::uint32_t list_begin) {
  if (has_refuse_) {
    return true;
  }
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
  return true;
}

bool SkeletonBuilder::list(Part part, std::uint32_t depth) {
  static constexpr Field kItem{"", Kind::Object, true, nullptr};
  if (depth > kMaxDepth) {
    return false;
  }
  ++at_;
  out_ += '[';
  const std::uint32_t begin = size_of(out_);
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
      out_ += ',';
      skip_space();
    }
  }
  if (!at(']')) {
    return false;
  }
  ++at_;
  if (part == Part::Answers && !answers_end(begin)) {
    return false;
  }
  out_ += ']';
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
  skeleton_.text_ = std::move(out_);
  return std::move(skeleton_);
}

std::optional<Skeleton> Skeleton::build(std::string_view source) {
  return SkeletonBuilder(source).build();
}

}  // namespace dikast::dispute_template
