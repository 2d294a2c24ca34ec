#include "dikast/source_document.hpp"

#include <algorithm>

#include "dikast/error.hpp"
#include "source_reader.hpp"

namespace dikast::source {

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
