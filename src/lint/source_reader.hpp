#pragma once

#include <algorithm>

#include "dikast/source_document.hpp"

/// The reading machine behind source::read. Structure is in source_reader.cpp, texts and literals
/// are in source_lexer.cpp.
namespace dikast::source {

enum class Expect : std::uint8_t { Key, Colon, Value, Comma };

/// An open object or array.
struct Frame {
  std::int32_t node = -1;
  Expect expect = Expect::Value;
  bool has_comma = false;  ///< a comma stands before what comes next
  bool relaxed = false;    ///< a tag since the last token: what stands here depends on data
  Span comma;
  Span key_span;
  std::string key;
};

[[nodiscard]] inline bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// -1 for other characters.
[[nodiscard]] inline int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

class Reader {
 public:
  Reader(Document& document, Flavour flavour, std::uint32_t max_depth)
      : doc_(document), text_(document.source), flavour_(flavour), max_depth_(max_depth) {}
  void run();

 private:
  void step();
  bool at_tag() const;
  void structural_tag();
  void track(const Tag& tag);
  void check_sections();
  Node& mutable_node(std::int32_t i);
  std::int32_t value_begins(NodeKind kind, Span span);
  bool is_slot(std::int32_t node) const;
  bool joins_previous(std::int32_t previous, Span span, NodeKind kind);
  std::int32_t make(NodeKind kind, Span span, std::int32_t parent);
  void value_ends(std::uint32_t at);
  void open(NodeKind kind);
  void close(char c);
  void end_container(std::uint32_t at);
  void duplicate_keys(std::int32_t object);
  void comma();
  void colon();
  bool comment();
  void missing_comma(Span span);
  void literal();
  static std::string shown(std::string_view word);
  void string();
  void string_value(Span span, std::string decoded, std::size_t first_tag);
  bool colon_follows(std::uint32_t at) const;
  std::uint32_t string_body(std::string& decoded);
  bool quote_is_missing(std::uint32_t begin);
  void escape(std::string& decoded);
  bool at_tag_from(std::uint32_t at) const;
  std::int32_t hex4(std::uint32_t at) const;
  void unicode(std::string& decoded, char32_t unit, std::uint32_t at);
  void finish();
  void fault(FaultKind kind, Span span, std::int32_t node, std::string message);

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

}  // namespace dikast::source
