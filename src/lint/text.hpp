#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace dikast {

/// The pieces in a row. One call instead of a chain of operator+, which would be inlined at each of
/// a hundred messages.
[[nodiscard]] std::string text_of(std::initializer_list<std::string_view> pieces);

}  // namespace dikast
