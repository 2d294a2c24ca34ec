#include "source_reader.hpp"

#include <iterator>

#include "source_tags.hpp"
#include "text.hpp"

namespace dikast::source {
namespace {

// More faults than this are noise: the first ones are what has to be repaired.
constexpr std::size_t kMaxFaults = 50;

}  // namespace

void Reader::run() {
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

void Reader::step() {
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

bool Reader::at_tag() const {
  return flavour_ == Flavour::Template && tag_ < doc_.tags.size() &&
         doc_.tags[tag_].span.begin == pos_;
}

void Reader::structural_tag() {
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

void Reader::track(const Tag& tag) {
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

void Reader::check_sections() {
  for (const Tag& tag : doc_.tags) {
    if (tag.kind == TagKind::Close || tag.partner < 0) continue;
    const Tag& other = doc_.tags[static_cast<std::size_t>(tag.partner)];
    if (tag.place != other.place || tag.node != other.node) {
      fault(FaultKind::SectionCrosses, tag.span, tag.node,
            text_of({"The section \"", tag.name,
                     "\" begins in one place of the JSON and ends in another, so the structure ",
                     "depends on a value. Close it where it was opened."}));
    }
  }
}

Node& Reader::mutable_node(std::int32_t i) { return doc_.nodes[static_cast<std::size_t>(i)]; }

std::int32_t Reader::value_begins(NodeKind kind, Span span) {
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
    if (frame.expect == Expect::Comma && !frame.relaxed && !is_slot(previous)) missing_comma(span);
  } else if (frame.expect == Expect::Colon) {
    fault(FaultKind::Syntax, span, frame.node, "A \":\" is missing between the key and its value.");
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

bool Reader::is_slot(std::int32_t node) const {
  return node >= 0 && doc_.node(node).kind == NodeKind::Slot;
}

// 12{{x}} or {{a}}{{b}} without a space between is one value.
bool Reader::joins_previous(std::int32_t previous, Span span, NodeKind kind) {
  Node& node = mutable_node(previous);
  if (node.span.end != span.begin || (kind != NodeKind::Slot && node.kind != NodeKind::Slot))
    return false;
  if (kind == NodeKind::Object || kind == NodeKind::Array || node.first >= 0) return false;
  node.kind = NodeKind::Slot;
  node.span.end = span.end;
  return true;
}

std::int32_t Reader::make(NodeKind kind, Span span, std::int32_t parent) {
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

void Reader::value_ends(std::uint32_t at) {
  pos_ = at;
  if (frames_.empty()) return;
  Frame& frame = frames_.back();
  frame.expect = Expect::Comma;
  frame.has_comma = false;
  frame.relaxed = false;
}

void Reader::open(NodeKind kind) {
  if (frames_.size() >= max_depth_) {
    fault(FaultKind::Depth, {pos_, pos_ + 1}, frames_.back().node,
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

void Reader::close(char c) {
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

void Reader::end_container(std::uint32_t at) {
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

void Reader::duplicate_keys(std::int32_t object) {
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
      fault(FaultKind::DuplicateKey, node.key_span, keyed[k],
            text_of(
                {"The key \"", node.key,
                 "\" stands twice in this object; parsers disagree which one counts. Keep one."}));
    }
  }
}

void Reader::comma() {
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

void Reader::colon() {
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

void Reader::missing_comma(Span span) {
  fault(FaultKind::MissingComma, {span.begin, span.begin + 1}, frames_.back().node,
        "A comma is missing before this.");
}

void Reader::finish() {
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

void Reader::fault(FaultKind kind, Span span, std::int32_t node, std::string message) {
  if (doc_.faults.size() >= kMaxFaults) return;
  // Kept in order of place; most come in that order.
  auto at = doc_.faults.end();
  while (at != doc_.faults.begin() && std::prev(at)->span.begin > span.begin) --at;
  doc_.faults.insert(at, {kind, span, node, std::move(message)});
}

}  // namespace dikast::source
