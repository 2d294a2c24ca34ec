#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/json.hpp"

/// The reader that knows places. It reproduces JSON.parse for kleros-sdk, and it words the errors
/// of the two library readers, which say neither where nor what was expected.
namespace dikast::json::detail {

enum class Rules : std::uint8_t {
  Strict,      ///< the policy of json.hpp
  JavaScript,  ///< what JSON.parse takes
};

/// Limits.depth is held to this: printing, copying and comparing values recurse.
inline constexpr std::uint32_t kMaxDepth = 256;

[[nodiscard]] Result<Value> read(std::string_view text, const Limits& limits, Rules rules);

/// The error of a text that a library reader refused under the strict rules.
[[nodiscard]] Error explain(std::string_view text, const Limits& limits);

/// Whether two members have the same key.
[[nodiscard]] bool has_duplicate_keys(const std::vector<Member>& members);

/// The index of the earliest member whose key stands before it already.
[[nodiscard]] std::optional<std::size_t> first_duplicate(const std::vector<Member>& members);

/// As an object in JavaScript: the last value, at the place of the first.
void keep_last_of_duplicates(std::vector<Member>& members);

/// What both library readers refuse before they start: a size above the limit (input.too_large),
/// and a leading byte-order mark or a NUL, which some versions of them let pass.
[[nodiscard]] bool starts_well(std::string_view text, const Limits& limits);

[[nodiscard]] bool has_byte_order_mark(std::string_view text);

/// Length of the longest prefix that is a number of RFC 8259 section 6; 0 when there is none.
[[nodiscard]] std::size_t number_length(std::string_view text);

/// "line 3, column 14".
[[nodiscard]] std::string describe_place(std::string_view text, std::size_t at);

/// "the end of the text", "'}'" or "U+200B".
[[nodiscard]] std::string describe_found(std::string_view text, std::size_t at);

}  // namespace dikast::json::detail
