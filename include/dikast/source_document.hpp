#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/utf8.hpp"

/// Reads the source of a template (JSON with mustache tags anywhere) or of data mappings (JSON
/// whose strings hold tags) and keeps where everything stands. Tolerant: a fault is recorded with
/// its place and reading goes on, so one missing comma does not hide the other problems. Iterative
/// and linear.
namespace dikast::source {

/// Bytes [begin, end) of the source.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

/// Byte offsets to lines, columns and UTF-16 offsets in O(log n). `text` must outlive it.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);
  [[nodiscard]] utf8::Position at(std::uint32_t byte_offset) const;

 private:
  [[nodiscard]] std::uint32_t utf16_offset(std::uint32_t byte_offset) const;
  std::string_view text_;
  std::vector<std::uint32_t> line_starts_;  // bytes
  std::vector<std::uint32_t> checkpoints_;  // UTF-16 units before each block of kBlock bytes
};

enum class TagKind : std::uint8_t {
  Variable,   ///< {{name}}
  Raw,        ///< {{{name}}} or {{&name}}
  Section,    ///< {{#name}}
  Inverted,   ///< {{^name}}
  Block,      ///< {{#if path}}, unless, each, with
  Else,       ///< {{else}}, {{^}}, {{else if path}} inside a Block
  Close,      ///< {{/name}}
  Partial,    ///< {{> name}}
  Comment,    ///< {{! ...}}
  Delimiter,  ///< {{=<% %>=}}
};

/// Where a tag stands in the JSON around it.
enum class TagPlace : std::uint8_t {
  Structure,  ///< between values: around a comma, an element, a member
  Value,      ///< stands where a value is expected
  Key,        ///< inside a key, or where a key is expected
  String,     ///< inside a string value
};

struct Tag {
  TagKind kind = TagKind::Variable;
  TagPlace place = TagPlace::Structure;
  Span span;
  std::string name;             ///< without sigil and spaces; for a Block its path
  std::string helper;           ///< Block: "if", "unless", "each", "with"
  std::int32_t node = -1;       ///< the value it stands in or next to, -1 outside of the root
  std::int32_t partner = -1;    ///< opening and closing tags: index of the other
  std::int32_t enclosing = -1;  ///< innermost Section, Inverted or Block tag around it
};

enum class NodeKind : std::uint8_t { Object, Array, String, Number, Bool, Null, Slot, Invalid };

/// One JSON value of the source. Slot: a tag (or a run of tags and literals) in value position.
struct Node {
  NodeKind kind = NodeKind::Invalid;
  bool has_key = false;
  bool has_tags = false;     ///< String: holds at least one tag
  bool dynamic = false;      ///< Object, Array: sections or slots decide what it holds
  bool conditional = false;  ///< stands inside a section
  Span span;                 ///< strings with their quotes
  Span key_span;
  std::string key;
  std::string text;  ///< String: decoded, tags as written. Number, Invalid: as written
  std::int32_t parent = -1;
  std::int32_t first = -1;
  std::int32_t last = -1;
  std::int32_t next = -1;
  std::uint32_t index = 0;  ///< among its siblings
  std::uint32_t size = 0;   ///< children
};

enum class FaultKind : std::uint8_t {
  Syntax,
  TrailingComma,
  MissingComma,
  Comment,
  ControlCharacter,
  DuplicateKey,
  LoneSurrogate,
  Depth,
  SectionCrosses,  ///< a section begins in one JSON place and ends in another
};

struct Fault {
  FaultKind kind = FaultKind::Syntax;
  Span span;
  std::int32_t node = -1;
  std::string message;
};

enum class Flavour : std::uint8_t {
  Template,  ///< mustache first: a tag may stand anywhere and may hold quotes
  Mappings,  ///< JSON first: tags only inside strings
};

class Document {
 public:
  std::string source;
  std::vector<Node> nodes;
  std::vector<Tag> tags;
  std::vector<Fault> faults;
  std::int32_t root = -1;

  [[nodiscard]] const Node* root_node() const {
    return root < 0 ? nullptr : &nodes[static_cast<std::size_t>(root)];
  }
  [[nodiscard]] const Node& node(std::int32_t i) const {
    return nodes[static_cast<std::size_t>(i)];
  }
  [[nodiscard]] std::int32_t index_of(const Node& n) const {
    return static_cast<std::int32_t>(&n - nodes.data());
  }
  /// The last member of that name, as JSON.parse has it; nullptr when there is none.
  [[nodiscard]] const Node* find(const Node& object, std::string_view key) const;
  /// JSON Pointer (RFC 6901) of a node.
  [[nodiscard]] std::string pointer(std::int32_t node) const;
  /// The bytes of the source that `decoded[offset]` of a String node came from.
  [[nodiscard]] Span locate(const Node& string, std::size_t decoded_offset) const;

  template <class F>
  void each_child(const Node& parent, F&& visit) const {
    for (std::int32_t i = parent.first; i >= 0; i = node(i).next) visit(node(i));
  }
};

/// Never fails: what is wrong is in `faults`. Deeper than `max_depth` is a fault and is not read.
[[nodiscard]] Document read(std::string_view text, Flavour flavour, std::uint32_t max_depth = 64);

}  // namespace dikast::source
