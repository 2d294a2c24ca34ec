#include <algorithm>
#include <array>

#include "dikast/utf8.hpp"
#include "skeleton_builder.hpp"

// The part of the builder that reads text: tokens, tags, strings and numbers.

namespace dikast::dispute_template {
namespace {

using Kind = json::Value::Kind;

// Looked through one by one for repetitions; larger objects take the general way.
constexpr std::size_t kMaxKeys = 64;
// Fewer names are found faster by looking at all of them.
constexpr std::size_t kFewNames = 16;

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

void SkeletonBuilder::flush() {
  out_.append(source_, copied_, at_ - copied_);
  copied_ = at_;
}

void SkeletonBuilder::pass_space() {
  while (at_ < source_.size() && is_space(source_[at_])) {
    ++at_;
  }
}

// White space between tokens is not copied.
void SkeletonBuilder::skip_space() {
  if (at_ < source_.size() && is_space(source_[at_])) {
    flush();
    pass_space();
    copied_ = at_;
  }
}

SkeletonBuilder::SkeletonBuilder(std::string_view source) : source_(source) {
  // Sizes of common templates: what grows beyond them is moved once or twice.
  names_.reserve(kFewNames);
  skeleton_.slots_.reserve(2 * kFewNames);
  skeleton_.pieces_.reserve(kFewNames);
  skeleton_.checks_.reserve(kFewNames);
  tags_.reserve(2 * kFewNames);
  keys_.reserve(2 * kFewNames);
}

std::uint32_t SkeletonBuilder::variable(std::string_view name) {
  const auto next = static_cast<std::uint32_t>(names_.size());
  if (next < kFewNames) {
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found != names_.end()) {
      return static_cast<std::uint32_t>(found - names_.begin());
    }
    names_.push_back(name);
    return next;
  }
  if (index_.empty()) {
    for (std::uint32_t i = 0; i < next; ++i) {
      index_.emplace(names_[i], i);
    }
  }
  const auto [found, added] = index_.try_emplace(name, next);
  if (added) {
    names_.push_back(name);
  }
  return found->second;
}

// {{name}}, {{{name}}} or {{&name}}; mustache.js allows white space around the name.
bool SkeletonBuilder::tag() {
  flush();
  const std::size_t begin = at_;
  at_ += 2;
  const bool triple = at('{');
  if (triple || at('&')) {
    ++at_;
  }
  pass_space();
  const std::size_t name_begin = at_;
  while (at_ < source_.size() && is_name(source_[at_])) {
    ++at_;
  }
  const std::string_view name = source_.substr(name_begin, at_ - name_begin);
  pass_space();
  const std::string_view end = triple ? "}}}" : "}}";
  // Names with a meaning of their own in Handlebars or kleros-sdk.
  if (name.empty() || name == "else" || name == "this" || name == "hex" ||
      source_.substr(at_, end.size()) != end) {
    return false;
  }
  at_ += end.size();
  skeleton_.slots_.push_back({size_of(out_), variable(name)});
  tags_.emplace_back(begin, at_);
  copied_ = at_;
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
    at_ += 2;
    return true;
  }
  // \u escapes can spell a character a rule is about, or half of one.
  return false;
}

bool SkeletonBuilder::non_ascii() {
  flush();
  const std::size_t begin = at_;
  while (at_ < source_.size() && static_cast<std::uint8_t>(source_[at_]) >= 0x80) {
    ++at_;
  }
  const std::string_view run = source_.substr(begin, at_ - begin);
  if (!utf8::is_valid(run)) {
    return false;
  }
  json::append_escaped(out_, run, true);
  copied_ = at_;
  return true;
}

bool SkeletonBuilder::text(Text& out) {
  const std::size_t begin = ++at_;
  out.out_begin = position();
  out.slot_begin = static_cast<std::uint32_t>(skeleton_.slots_.size());
  while (true) {
    while (at_ < source_.size() && is_plain(source_[at_])) {
      ++at_;
    }
    if (at_ >= source_.size()) {
      return false;
    }
    const char c = source_[at_];
    bool read = false;
    if (c == '"') {
      out.raw = source_.substr(begin, at_ - begin);
      out.out_end = position();
      out.slot_end = static_cast<std::uint32_t>(skeleton_.slots_.size());
      ++at_;
      return true;
    }
    if (c == '{') {
      const bool opens = at_ + 1 < source_.size() && source_[at_ + 1] == '{';
      read = !opens || tag();
      at_ += opens ? 0 : 1;
    } else if (c == '\\') {
      read = escape(out);
    } else {
      read = static_cast<std::uint8_t>(c) >= 0x80 && non_ascii();
    }
    if (!read) {
      return false;
    }
  }
}

bool SkeletonBuilder::literal(Kind& kind) {
  for (const std::string_view word : {"true", "false", "null"}) {
    if (source_.substr(at_, word.size()) == word) {
      at_ += word.size();
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
  skip_space();
  return true;
}

}  // namespace dikast::dispute_template
