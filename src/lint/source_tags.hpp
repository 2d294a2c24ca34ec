#pragma once

#include "dikast/source_document.hpp"

namespace dikast::source {

/// All tags of text[begin, end), with partners and enclosing sections. An unclosed tag ends the
/// scan: mustache reports it.
void scan_tags(std::string_view text, std::uint32_t begin, std::uint32_t end,
               std::vector<Tag>& out);

}  // namespace dikast::source
