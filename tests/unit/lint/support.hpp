#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "dikast/json.hpp"
#include "dikast/lint.hpp"

namespace dikast::lint::support {

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

inline json::Value read_vectors(const std::string& name) {
  auto value = json::parse(read_file(DIKAST_SOURCE_DIR "/tests/vectors/lint/" + name));
  return value ? *std::move(value) : json::Value();
}

/// The byte a UTF-16 offset stands at.
inline std::size_t byte_at(std::string_view text, std::uint32_t utf16) {
  std::size_t i = 0;
  for (std::uint32_t units = 0; i < text.size() && units < utf16;) {
    const auto byte = static_cast<unsigned char>(text[i]);
    units += byte >= 0xF0 ? 2 : 1;
    i += byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
  }
  return i;
}

inline std::string span_text(std::string_view text, const Issue& issue) {
  const std::size_t begin = byte_at(text, issue.begin.offset);
  return std::string(text.substr(begin, byte_at(text, issue.end.offset) - begin));
}

/// Edits refer to the text as it was, so the last one goes first.
inline std::string apply(const std::string& text, const Fix& fix) {
  std::string out = text;
  for (auto edit = fix.edits.rbegin(); edit != fix.edits.rend(); ++edit) {
    const std::size_t begin = byte_at(text, edit->offset);
    out.replace(begin, byte_at(text, edit->offset + edit->length) - begin, edit->text);
  }
  return out;
}

}  // namespace dikast::lint::support
