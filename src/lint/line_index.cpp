#include <algorithm>

#include "dikast/source_document.hpp"

namespace dikast::source {
namespace {

constexpr std::uint32_t kBlock = 256;

// Continuation bytes add nothing, four-byte characters are two UTF-16 units.
std::uint32_t units(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if ((byte & 0xC0U) == 0x80U) return 0;
  return byte >= 0xF0U ? 2 : 1;
}

}  // namespace

LineIndex::LineIndex(std::string_view text) : text_(text) {
  line_starts_.push_back(0);
  std::uint32_t total = 0;
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    if (i % kBlock == 0) checkpoints_.push_back(total);
    total += units(text[i]);
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
  checkpoints_.push_back(total);
}

std::uint32_t LineIndex::utf16_offset(std::uint32_t byte_offset) const {
  const std::uint32_t block = byte_offset / kBlock;
  if (block >= checkpoints_.size()) return checkpoints_.back();
  std::uint32_t total = checkpoints_[block];
  for (std::uint32_t i = block * kBlock; i < byte_offset && i < text_.size(); ++i)
    total += units(text_[i]);
  return total;
}

utf8::Position LineIndex::at(std::uint32_t byte_offset) const {
  byte_offset = std::min(byte_offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), byte_offset);
  const auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
  const std::uint32_t offset = utf16_offset(byte_offset);
  return {line, offset - utf16_offset(line_starts_[line - 1]) + 1, offset};
}

}  // namespace dikast::source
