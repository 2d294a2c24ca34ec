#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/error.hpp"
#include "dikast/json.hpp"

namespace dikast::mapping {

/// One step of a path: a member's name, or an index. "0" between dots is both: an index for an
/// array, a name for an object.
struct SeekStep {
  std::string name;
  bool bracketed = false;  ///< written as [0]: only an index
};
using SeekPath = std::vector<SeekStep>;

/// Dot notation with [index]: "a.b[0].c", "items.0", "[1]". Errors: mapping.seek_invalid.
[[nodiscard]] Result<SeekPath> parse_seek(std::string_view text);

/// The value at `path`, own members only; `length` of an array or text is its number of items or
/// UTF-16 units, as JavaScript counts. With `positional`, an index also reads the n-th member of an
/// object (ABI results have both). Errors: mapping.seek_missing.
[[nodiscard]] Result<json::Value> seek(const json::Value& root, const SeekPath& path,
                                       bool positional = false);

}  // namespace dikast::mapping
