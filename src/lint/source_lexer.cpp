#include "source_reader.hpp"
#include "source_tags.hpp"
#include "text.hpp"

namespace dikast::source {
namespace {

bool bare(char c) {
  return !is_space(c) && std::string_view(",:{}[]\"/").find(c) == std::string_view::npos;
}

// RFC 8259 section 6.
bool is_number(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t from = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - from;
  };
  if (i < text.size() && text[i] == '-') ++i;
  const std::size_t first = i;
  const std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && text[first] == '0')) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (digits() == 0) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

}  // namespace

bool Reader::comment() {
  const std::string_view rest = text_.substr(pos_);
  std::size_t end = 0;
  if (rest.starts_with("//")) {
    end = rest.find('\n');
    if (end == std::string_view::npos) end = rest.size();
  } else if (rest.starts_with("/*")) {
    end = rest.find("*/", 2);
    end = end == std::string_view::npos ? rest.size() : end + 2;
  } else {
    return false;
  }
  const Span span{pos_, pos_ + static_cast<std::uint32_t>(end)};
  fault(FaultKind::Comment, span, frames_.empty() ? doc_.root : frames_.back().node,
        "JSON has no comments; JSON.parse refuses this text. Remove it.");
  pos_ = span.end;
  while (tag_ < doc_.tags.size() && doc_.tags[tag_].span.begin < pos_) track(doc_.tags[tag_++]);
  return true;
}

void Reader::literal() {
  std::uint32_t end = pos_;
  while (end < text_.size() && bare(text_[end])) {
    if (flavour_ == Flavour::Template && tag_ < doc_.tags.size() &&
        doc_.tags[tag_].span.begin == end)
      break;
    ++end;
  }
  if (end == pos_) ++end;  // a lone "/"
  const std::string_view word = text_.substr(pos_, end - pos_);
  NodeKind kind = NodeKind::Invalid;
  if (word == "true" || word == "false")
    kind = NodeKind::Bool;
  else if (word == "null")
    kind = NodeKind::Null;
  else if (is_number(word))
    kind = NodeKind::Number;
  const bool key_place = !frames_.empty() && frames_.back().expect == Expect::Key;
  const bool beside_tag =
      tag_ < doc_.tags.size() && doc_.tags[tag_].span.begin == end && flavour_ == Flavour::Template;
  const Span span{pos_, end};
  if (key_place) {
    fault(FaultKind::Syntax, span, frames_.back().node,
          text_of({"A key in double quotes is needed here, not \"", shown(word), "\"."}));
    frames_.back().expect = Expect::Colon;
    frames_.back().key = std::string(word);
    frames_.back().key_span = span;
    pos_ = end;
    return;
  }
  const std::int32_t made = value_begins(kind, span);
  if (kind == NodeKind::Invalid && !beside_tag && !is_slot(made)) {
    fault(FaultKind::Syntax, span, made,
          text_of({"\"", shown(word), "\" is no JSON value: text needs double quotes."}));
  }
  Node& node = mutable_node(made);
  if (node.text.empty()) node.text = std::string(word);
  value_ends(end);
}

std::string Reader::shown(std::string_view word) {
  if (word.size() <= 40) return std::string(word);
  std::size_t cut = 40;
  while (cut > 0 && (static_cast<unsigned char>(word[cut]) & 0xC0U) == 0x80U) --cut;
  return text_of({word.substr(0, cut), "..."});
}

void Reader::string() {
  const std::uint32_t begin = pos_;
  const std::size_t first_tag = tag_;
  std::string decoded;
  const std::uint32_t end = string_body(decoded);
  const Span span{begin, end};
  if (frames_.empty()) return string_value(span, std::move(decoded), first_tag);
  Frame& frame = frames_.back();
  const bool object = doc_.node(frame.node).kind == NodeKind::Object;
  const bool key_after_value =
      object && frame.expect == Expect::Comma && (!frame.relaxed || colon_follows(end));
  if (object && (frame.expect == Expect::Key || key_after_value)) {
    if (frame.expect == Expect::Comma && !frame.relaxed && !is_slot(doc_.node(frame.node).last))
      missing_comma(span);
    frame.expect = Expect::Colon;
    frame.key = std::move(decoded);
    frame.key_span = span;
    frame.has_comma = false;
    frame.relaxed = false;
    for (std::size_t t = first_tag; t < tag_; ++t) {
      doc_.tags[t].place = TagPlace::Key;
      doc_.tags[t].node = frame.node;
    }
    pos_ = end;
    return;
  }
  string_value(span, std::move(decoded), first_tag);
}

void Reader::string_value(Span span, std::string decoded, std::size_t first_tag) {
  const std::int32_t made = value_begins(NodeKind::String, span);
  Node& node = mutable_node(made);
  if (flavour_ == Flavour::Mappings) {
    scan_tags(text_, span.begin + 1, span.end > span.begin + 1 ? span.end - 1 : span.end,
              doc_.tags);
    tag_ = doc_.tags.size();
  }
  node.has_tags = tag_ > first_tag;
  for (std::size_t t = first_tag; t < tag_; ++t) {
    doc_.tags[t].place = TagPlace::String;
    doc_.tags[t].node = made;
  }
  node.text = std::move(decoded);
  value_ends(span.end);
}

bool Reader::colon_follows(std::uint32_t at) const {
  while (at < text_.size() && is_space(text_[at])) ++at;
  return at < text_.size() && text_[at] == ':';
}

// Returns the position after the closing quote.
std::uint32_t Reader::string_body(std::string& decoded) {
  const std::uint32_t begin = pos_++;
  bool control_seen = false;
  while (pos_ < text_.size()) {
    if (at_tag()) {
      const Tag& tag = doc_.tags[tag_++];
      track(tag);
      decoded.append(text_, tag.span.begin, tag.span.end - tag.span.begin);
      pos_ = tag.span.end;
      continue;
    }
    const char c = text_[pos_];
    if (c == '"') return ++pos_;
    if (c == '\\') {
      escape(decoded);
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
      if (c == '\n' && quote_is_missing(begin)) return pos_;
      if (!control_seen) {
        fault(FaultKind::ControlCharacter, {pos_, pos_ + 1},
              frames_.empty() ? doc_.root : frames_.back().node,
              "A raw line break, tab or control character stands inside a string; JSON.parse "
              "refuses it. Write \\n or \\t.");
      }
      control_seen = true;
    }
    decoded += c;
    ++pos_;
  }
  fault(FaultKind::Syntax, {begin, begin + 1}, frames_.empty() ? doc_.root : frames_.back().node,
        "This string has no closing quote.");
  open_string_ = true;
  return pos_;
}

// A line that goes on with a quote or a bracket means the closing quote was forgotten.
bool Reader::quote_is_missing(std::uint32_t begin) {
  std::uint32_t at = pos_;
  while (at < text_.size() && is_space(text_[at])) ++at;
  if (at >= text_.size() || std::string_view("\"}]").find(text_[at]) == std::string_view::npos)
    return false;
  fault(FaultKind::Syntax, {begin, begin + 1}, frames_.empty() ? doc_.root : frames_.back().node,
        "This string has no closing quote on its line.");
  return true;
}

void Reader::escape(std::string& decoded) {
  const std::uint32_t at = pos_;
  const char c = at + 1 < text_.size() ? text_[at + 1] : '\0';
  pos_ += 2;
  switch (c) {
    case '"':
    case '\\':
    case '/':
      decoded += c;
      return;
    case 'b':
      decoded += '\b';
      return;
    case 'f':
      decoded += '\f';
      return;
    case 'n':
      decoded += '\n';
      return;
    case 'r':
      decoded += '\r';
      return;
    case 't':
      decoded += '\t';
      return;
    case 'u': {
      const std::int32_t unit = hex4(at + 2);
      if (unit < 0) break;
      pos_ = at + 6;
      unicode(decoded, static_cast<char32_t>(unit), at);
      return;
    }
    default:
      break;
  }
  pos_ = std::min(pos_, static_cast<std::uint32_t>(text_.size()));
  if (c == '\0' || static_cast<unsigned char>(c) >= 0x80 || at_tag_from(at + 1)) pos_ = at + 1;
  fault(FaultKind::Syntax, {at, std::min(at + 2, static_cast<std::uint32_t>(text_.size()))},
        frames_.empty() ? doc_.root : frames_.back().node,
        "JSON knows no such escape: write \\\\ for a backslash.");
}

bool Reader::at_tag_from(std::uint32_t at) const {
  return flavour_ == Flavour::Template && tag_ < doc_.tags.size() &&
         doc_.tags[tag_].span.begin == at;
}

std::int32_t Reader::hex4(std::uint32_t at) const {
  if (at + 4 > text_.size()) return -1;
  std::int32_t value = 0;
  for (std::uint32_t i = at; i < at + 4; ++i) {
    const int digit = hex_digit(text_[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

void Reader::unicode(std::string& decoded, char32_t unit, std::uint32_t at) {
  if (unit >= 0xD800 && unit < 0xDC00 && pos_ + 6 <= text_.size() && text_[pos_] == '\\' &&
      text_[pos_ + 1] == 'u') {
    const std::int32_t low = hex4(pos_ + 2);
    if (low >= 0xDC00 && low < 0xE000) {
      utf8::append(decoded,
                   0x10000 + ((unit - 0xD800) << 10U) + (static_cast<char32_t>(low) - 0xDC00));
      pos_ += 6;
      return;
    }
  }
  if (unit >= 0xD800 && unit < 0xE000) {
    fault(FaultKind::LoneSurrogate, {at, at + 6}, frames_.empty() ? doc_.root : frames_.back().node,
          "Half of a surrogate pair is no character: write both halves, or the character itself.");
  }
  utf8::append(decoded, unit);
}

}  // namespace dikast::source
