#pragma once

#include <cstddef>
#include <string_view>

/// Whitespace as JavaScript's \s has it, in UTF-8.
namespace dikast::mustache::scan {

/// Bytes of the whitespace character that starts at `at`, 0 when none does.
[[nodiscard]] std::size_t space_at(std::string_view text, std::size_t at);

/// Bytes of the whitespace character that ends before `end` and starts at or after `from`.
[[nodiscard]] std::size_t space_before(std::string_view text, std::size_t from, std::size_t end);

/// The first position at or after `at` that holds no whitespace.
[[nodiscard]] std::size_t skip_space(std::string_view text, std::size_t at);

/// The end of [from, end) without the whitespace at its end.
[[nodiscard]] std::size_t trim_end(std::string_view text, std::size_t from, std::size_t end);

/// Whether [from, end) holds only whitespace.
[[nodiscard]] bool is_blank(std::string_view text, std::size_t from, std::size_t end);

}  // namespace dikast::mustache::scan
