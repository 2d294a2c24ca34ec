#pragma once

#include <string>
#include <string_view>

namespace dikast::lint {

/// A text as a hurried reader sees it: no case, spaces or invisible characters, and the Greek,
/// Cyrillic and full-width letters that look like Latin ones replaced by them. A compact part of
/// the UTS 39 skeleton, enough to tell ballots apart; other scripts are compared as they are.
[[nodiscard]] std::string skeleton(std::string_view text);

[[nodiscard]] bool is_invisible(char32_t c);
[[nodiscard]] bool is_combining(char32_t c);
/// A Greek or Cyrillic letter that looks like a Latin one.
[[nodiscard]] bool looks_latin(char32_t c);

}  // namespace dikast::lint
