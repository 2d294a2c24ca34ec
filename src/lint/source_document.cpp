#include "dikast/source_document.hpp"

#include <algorithm>
#include <iterator>

#include "dikast/error.hpp"
#include "source_tags.hpp"
#include "text.hpp"

namespace dikast::source {
namespace {

// More faults than this are noise: the first ones are what has to be repaired.
constexpr std::size_t kMaxFaults = 50;

bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool bare(char c) {
  return !space(c) && std::string_view(",:{}[]\"/").find(c) == std::string_view::npos;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
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

enum class Expect : std::uint8_t { Key, Colon, Value, Comma };

struct Frame {
  std::int32_t node = -1;
  Expect expect = Expect::Value;
  bool has_comma = false;  // a comma stands before what comes next
  bool relaxed = false;    // a tag since the last token: what stands here depends on data
  Span comma;
  Span key_span;
  std::string key;
};

class Reader {
 public:
  Reader(Document& document, Flavour flavour, std::uint32_t max_depth)
      : doc_(document), text_(document.source), flavour_(flavour), max_depth_(max_depth) {}

  void run() {
    const auto size = static_cast<std::uint32_t>(text_.size());
    if (flavour_ == Flavour::Template) scan_tags(text_, 0, size, doc_.tags);
    if (text_.starts_with("\xEF\xBB\xBF")) {
      fault(FaultKind::Syntax, {0, 3}, -1,
            "The text begins with a byte-order mark, which JSON.parse refuses: remove it.");
      pos_ = 3;
    }
    while (pos_ < size && !stopped_) step();
    finish();
    check_sections();
  }

 private:
  void step() {
    if (at_tag()) return structural_tag();
    const char c = text_[pos_];
    switch (c) {
      case ' ':
      case '\t':
      case '\n':
      case '\r':
        ++pos_;
        return;
      case '{':
        return open(NodeKind::Object);
      case '[':
        return open(NodeKind::Array);
      case '}':
      case ']':
        return close(c);
      case ',':
        return comma();
      case ':':
        return colon();
      case '"':
        return string();
      case '/':
        if (comment()) return;
        break;
      default:
        break;
    }
    literal();
  }

  // --- tags -----------------------------------------------------------------------------------

  bool at_tag() const {
    return flavour_ == Flavour::Template && tag_ < doc_.tags.size() &&
           doc_.tags[tag_].span.begin == pos_;
  }

  void structural_tag() {
    Tag& tag = doc_.tags[tag_++];
    pos_ = tag.span.end;
    track(tag);
    const bool value = tag.kind == TagKind::Variable || tag.kind == TagKind::Raw;
    if (!value) {
      tag.place = TagPlace::Structure;
      tag.node = frames_.empty() ? doc_.root : frames_.back().node;
      const bool silent = tag.kind == TagKind::Comment;
      if (!frames_.empty() && !silent) {
        frames_.back().relaxed = true;
        mutable_node(frames_.back().node).dynamic = true;
      }
      return;
    }
    if (!frames_.empty() && frames_.back().expect == Expect::Key) {
      tag.place = TagPlace::Key;
      tag.node = frames_.back().node;
      mutable_node(tag.node).dynamic = true;
      frames_.back().relaxed = true;
      return;
    }
    tag.place = TagPlace::Value;
    tag.node = value_begins(NodeKind::Slot, tag.span);
    if (tag.node >= 0) value_ends(tag.span.end);
    if (!frames_.empty() && doc_.node(frames_.back().node).kind == NodeKind::Array) {
      mutable_node(frames_.back().node).dynamic = true;
    }
  }

  void track(const Tag& tag) {
    switch (tag.kind) {
      case TagKind::Section:
      case TagKind::Inverted:
      case TagKind::Block:
        ++sections_;
        break;
      case TagKind::Close:
        if (sections_ > 0) --sections_;
        break;
      case TagKind::Variable:
      case TagKind::Raw:
      case TagKind::Else:
      case TagKind::Partial:
      case TagKind::Comment:
      case TagKind::Delimiter:
        break;
    }
  }

  void check_sections() {
    for (const Tag& tag : doc_.tags) {
      if (tag.kind == TagKind::Close || tag.partner < 0) continue;
      const Tag& other = doc_.tags[static_cast<std::size_t>(tag.partner)];
      if (tag.place != other.place || tag.node != other.node) {
        fault(FaultKind::SectionCrosses, tag.span, tag.node,
              text_of({"The section \"", tag.name,
                       "\" begins in one place of the JSON and ends in another, so the structure "
                       "depends on a value. Close it where it was opened."}));
      }
    }
  }

  // --- values ---------------------------------------------------------------------------------

  Node& mutable_node(std::int32_t i) { return doc_.nodes[static_cast<std::size_t>(i)]; }

  std::int32_t value_begins(NodeKind kind, Span span) {
    if (frames_.empty()) {
      if (doc_.root >= 0) {
        if (joins_previous(doc_.root, span, kind)) return doc_.root;
        if (!ended_)
          fault(FaultKind::Syntax, span, doc_.root,
                "Text after the end of the document: remove it, or put it inside.");
        ended_ = true;
      }
      const std::int32_t made = make(kind, span, -1);
      if (doc_.root < 0) doc_.root = made;
      return made;
    }
    Frame& frame = frames_.back();
    const std::int32_t previous = doc_.node(frame.node).last;
    if (frame.expect == Expect::Comma && previous >= 0 && joins_previous(previous, span, kind))
      return previous;
    if (doc_.node(frame.node).kind == NodeKind::Array) {
      if (frame.expect == Expect::Comma && !frame.relaxed && !is_slot(previous))
        missing_comma(span);
    } else if (frame.expect == Expect::Colon) {
      fault(FaultKind::Syntax, span, frame.node,
            "A \":\" is missing between the key and its value.");
    } else if (frame.expect != Expect::Value && !frame.relaxed) {
      fault(FaultKind::Syntax, span, frame.node,
            "A key in double quotes and a \":\" are needed before this value.");
    }
    const std::int32_t made = make(kind, span, frame.node);
    if (doc_.node(frame.node).kind == NodeKind::Object && frame.expect != Expect::Key) {
      Node& node = mutable_node(made);
      node.has_key = frame.key_span.end > 0;
      node.key = frame.key;
      node.key_span = frame.key_span;
    }
    return made;
  }

  bool is_slot(std::int32_t node) const {
    return node >= 0 && doc_.node(node).kind == NodeKind::Slot;
  }

  // 12{{x}} or {{a}}{{b}} without a space between is one value.
  bool joins_previous(std::int32_t previous, Span span, NodeKind kind) {
    Node& node = mutable_node(previous);
    if (node.span.end != span.begin || (kind != NodeKind::Slot && node.kind != NodeKind::Slot))
      return false;
    if (kind == NodeKind::Object || kind == NodeKind::Array || node.first >= 0) return false;
    node.kind = NodeKind::Slot;
    node.span.end = span.end;
    return true;
  }

  std::int32_t make(NodeKind kind, Span span, std::int32_t parent) {
    const auto made = static_cast<std::int32_t>(doc_.nodes.size());
    Node node;
    node.kind = kind;
    node.span = span;
    node.parent = parent;
    node.conditional = sections_ > 0;
    if (parent >= 0) {
      Node& above = mutable_node(parent);
      node.index = above.size++;
      if (above.last >= 0) mutable_node(above.last).next = made;
      if (above.first < 0) above.first = made;
      above.last = made;
    }
    doc_.nodes.push_back(std::move(node));
    return made;
  }

  void value_ends(std::uint32_t at) {
    pos_ = at;
    if (frames_.empty()) return;
    Frame& frame = frames_.back();
    frame.expect = Expect::Comma;
    frame.has_comma = false;
    frame.relaxed = false;
  }

  void open(NodeKind kind) {
    if (frames_.size() >= max_depth_) {
      fault(
          FaultKind::Depth, {pos_, pos_ + 1}, frames_.back().node,
          text_of({"The document is nested deeper than ", std::to_string(max_depth_), " levels."}));
      stopped_ = true;
      return;
    }
    const std::int32_t made = value_begins(kind, {pos_, pos_ + 1});
    Frame frame;
    frame.node = made;
    frame.expect = kind == NodeKind::Object ? Expect::Key : Expect::Value;
    frames_.push_back(std::move(frame));
    ++pos_;
  }

  void close(char c) {
    const NodeKind kind = c == '}' ? NodeKind::Object : NodeKind::Array;
    std::size_t depth = frames_.size();
    while (depth > 0 && doc_.node(frames_[depth - 1].node).kind != kind) --depth;
    const Span here{pos_, pos_ + 1};
    if (depth == 0) {
      fault(FaultKind::Syntax, here, frames_.empty() ? doc_.root : frames_.back().node,
            text_of({"This \"", std::string_view(&c, 1), "\" closes nothing: remove it."}));
      ++pos_;
      return;
    }
    if (depth < frames_.size()) {
      const char wanted = kind == NodeKind::Object ? ']' : '}';
      fault(FaultKind::Syntax, here, frames_.back().node,
            text_of({"\"", std::string_view(&wanted, 1), "\" is missing before this \"",
                     std::string_view(&c, 1), "\"."}));
    }
    while (frames_.size() >= depth) end_container(here.begin);
    mutable_node(closed_).span.end = here.end;
    value_ends(here.end);
  }

  void end_container(std::uint32_t at) {
    const Frame& frame = frames_.back();
    closed_ = frame.node;
    const bool object = doc_.node(frame.node).kind == NodeKind::Object;
    if (frame.has_comma && !frame.relaxed) {
      fault(FaultKind::TrailingComma, frame.comma, frame.node,
            text_of({"A comma stands after the last ", object ? "member" : "element",
                     "; JSON.parse refuses it. Remove it."}));
    } else if (object && (frame.expect == Expect::Value || frame.expect == Expect::Colon) &&
               !frame.relaxed) {
      fault(FaultKind::Syntax, frame.key_span, frame.node,
            text_of({"The key \"", frame.key, "\" has no value."}));
    }
    if (object) duplicate_keys(frame.node);
    mutable_node(frame.node).span.end = at;
    frames_.pop_back();
    if (!frames_.empty()) frames_.back().expect = Expect::Comma;
  }

  void duplicate_keys(std::int32_t object) {
    std::vector<std::int32_t> keyed;
    for (std::int32_t i = doc_.node(object).first; i >= 0; i = doc_.node(i).next) {
      if (doc_.node(i).has_key && !doc_.node(i).conditional) keyed.push_back(i);
    }
    std::sort(keyed.begin(), keyed.end(), [&](std::int32_t a, std::int32_t b) {
      const int order = doc_.node(a).key.compare(doc_.node(b).key);
      return order != 0 ? order < 0 : a < b;
    });
    for (std::size_t k = 1; k < keyed.size(); ++k) {
      const Node& node = doc_.node(keyed[k]);
      if (node.key == doc_.node(keyed[k - 1]).key) {
        fault(
            FaultKind::DuplicateKey, node.key_span, keyed[k],
            text_of(
                {"The key \"", node.key,
                 "\" stands twice in this object; parsers disagree which one counts. Keep one."}));
      }
    }
  }

  void comma() {
    const Span here{pos_, pos_ + 1};
    ++pos_;
    if (frames_.empty()) {
      fault(FaultKind::Syntax, here, doc_.root, "This comma stands outside of the document.");
      return;
    }
    Frame& frame = frames_.back();
    const bool object = doc_.node(frame.node).kind == NodeKind::Object;
    const bool after_value = frame.expect == Expect::Comma;
    if (!after_value && !frame.relaxed && sections_ == 0) {
      fault(FaultKind::Syntax, here, frame.node,
            frame.has_comma ? "Two commas in a row: remove one."
                            : "A value is missing before this comma.");
    }
    frame.expect = object ? Expect::Key : Expect::Value;
    frame.has_comma = sections_ == 0;
    frame.relaxed = false;
    frame.comma = here;
    frame.key.clear();
    frame.key_span = {};
  }

  void colon() {
    const Span here{pos_, pos_ + 1};
    ++pos_;
    if (!frames_.empty() && frames_.back().expect == Expect::Colon) {
      frames_.back().expect = Expect::Value;
      frames_.back().relaxed = false;
      return;
    }
    // {{{key}}}: value
    if (!frames_.empty() && frames_.back().relaxed &&
        doc_.node(frames_.back().node).kind == NodeKind::Object) {
      frames_.back().expect = Expect::Value;
      return;
    }
    fault(FaultKind::Syntax, here, frames_.empty() ? doc_.root : frames_.back().node,
          "This \":\" follows no key.");
  }

  bool comment() {
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

  void missing_comma(Span span) {
    fault(FaultKind::MissingComma, {span.begin, span.begin + 1}, frames_.back().node,
          "A comma is missing before this.");
  }

  void literal() {
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
    const bool beside_tag = tag_ < doc_.tags.size() && doc_.tags[tag_].span.begin == end &&
                            flavour_ == Flavour::Template;
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

  static std::string shown(std::string_view word) {
    if (word.size() <= 40) return std::string(word);
    std::size_t cut = 40;
    while (cut > 0 && (static_cast<unsigned char>(word[cut]) & 0xC0U) == 0x80U) --cut;
    return text_of({word.substr(0, cut), "..."});
  }

  // --- strings --------------------------------------------------------------------------------

  void string() {
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

  void string_value(Span span, std::string decoded, std::size_t first_tag) {
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

  bool colon_follows(std::uint32_t at) const {
    while (at < text_.size() && space(text_[at])) ++at;
    return at < text_.size() && text_[at] == ':';
  }

  // Returns the position after the closing quote.
  std::uint32_t string_body(std::string& decoded) {
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
  bool quote_is_missing(std::uint32_t begin) {
    std::uint32_t at = pos_;
    while (at < text_.size() && space(text_[at])) ++at;
    if (at >= text_.size() || std::string_view("\"}]").find(text_[at]) == std::string_view::npos)
      return false;
    fault(FaultKind::Syntax, {begin, begin + 1}, frames_.empty() ? doc_.root : frames_.back().node,
          "This string has no closing quote on its line.");
    return true;
  }

  void escape(std::string& decoded) {
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

  bool at_tag_from(std::uint32_t at) const {
    return flavour_ == Flavour::Template && tag_ < doc_.tags.size() &&
           doc_.tags[tag_].span.begin == at;
  }

  std::int32_t hex4(std::uint32_t at) const {
    if (at + 4 > text_.size()) return -1;
    std::int32_t value = 0;
    for (std::uint32_t i = at; i < at + 4; ++i) {
      const int digit = hex_digit(text_[i]);
      if (digit < 0) return -1;
      value = value * 16 + digit;
    }
    return value;
  }

  void unicode(std::string& decoded, char32_t unit, std::uint32_t at) {
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
      fault(
          FaultKind::LoneSurrogate, {at, at + 6}, frames_.empty() ? doc_.root : frames_.back().node,
          "Half of a surrogate pair is no character: write both halves, or the character itself.");
    }
    utf8::append(decoded, unit);
  }

  // --- the end --------------------------------------------------------------------------------

  void finish() {
    const auto size = static_cast<std::uint32_t>(text_.size());
    if (doc_.root < 0) {
      fault(FaultKind::Syntax, {0, std::min(1U, size)}, -1, "There is no JSON value in this text.");
      return;
    }
    if (!frames_.empty() && !stopped_ && !open_string_) {
      const Node& node = doc_.node(frames_.back().node);
      const bool object = node.kind == NodeKind::Object;
      fault(FaultKind::Syntax, {node.span.begin, node.span.begin + 1}, frames_.back().node,
            text_of({"This \"", (object ? "{" : "["), "\" is never closed."}));
    }
    while (!frames_.empty()) {
      // What is missing at the end was said once.
      frames_.back().relaxed = true;
      end_container(size);
    }
  }

  void fault(FaultKind kind, Span span, std::int32_t node, std::string message) {
    if (doc_.faults.size() >= kMaxFaults) return;
    // Kept in order of place; most come in that order.
    auto at = doc_.faults.end();
    while (at != doc_.faults.begin() && std::prev(at)->span.begin > span.begin) --at;
    doc_.faults.insert(at, {kind, span, node, std::move(message)});
  }

  Document& doc_;
  std::string_view text_;
  Flavour flavour_;
  std::uint32_t max_depth_;
  std::uint32_t pos_ = 0;
  std::size_t tag_ = 0;
  std::uint32_t sections_ = 0;
  std::vector<Frame> frames_;
  std::int32_t closed_ = -1;
  bool ended_ = false;
  bool stopped_ = false;
  bool open_string_ = false;
};

}  // namespace

const Node* Document::find(const Node& object, std::string_view key) const {
  const Node* found = nullptr;
  if (object.kind != NodeKind::Object) return found;
  each_child(object, [&](const Node& child) {
    if (child.has_key && child.key == key) found = &child;
  });
  return found;
}

std::string Document::pointer(std::int32_t at) const {
  std::vector<std::int32_t> chain;
  for (; at >= 0; at = node(at).parent) chain.push_back(at);
  std::string path;
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    const Node& step = node(*it);
    if (step.parent < 0) continue;
    path = pointer_join(path, step.has_key ? step.key : std::to_string(step.index));
  }
  return path;
}

Span Document::locate(const Node& string, std::size_t decoded_offset) const {
  // Walks the source again, counting what each piece decodes to.
  const std::string_view text = source;
  std::uint32_t at = string.span.begin + 1;
  std::size_t decoded = 0;
  while (at < string.span.end) {
    std::uint32_t width = 1;
    std::size_t produced = 1;
    if (text[at] == '\\' && at + 1 < string.span.end) {
      width = 2;
      if (text[at + 1] == 'u' && at + 6 <= string.span.end) {
        const auto unit = [&](std::uint32_t from) {
          std::int32_t v = 0;
          for (std::uint32_t i = from; i < from + 4; ++i)
            v = v * 16 + std::max(0, hex_digit(text[i]));
          return v;
        };
        const std::int32_t value = unit(at + 2);
        width = 6;
        produced = value < 0x80 ? 1 : value < 0x800 ? 2 : 3;
        if (value >= 0xD800 && value < 0xDC00 && at + 12 <= string.span.end &&
            text[at + 6] == '\\') {
          width = 12;
          produced = 4;
        }
      }
    } else {
      const auto byte = static_cast<unsigned char>(text[at]);
      if (byte >= 0xC0) width = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      produced = width;
    }
    if (decoded + produced > decoded_offset) return {at, std::min(at + width, string.span.end)};
    decoded += produced;
    at += width;
  }
  return string.span;
}

Document read(std::string_view text, Flavour flavour, std::uint32_t max_depth) {
  Document document;
  document.source = std::string(text);
  Reader(document, flavour, max_depth).run();
  return document;
}

}  // namespace dikast::source
