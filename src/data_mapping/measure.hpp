#pragma once

#include <algorithm>
#include <cstdint>

#include "dikast/json.hpp"

namespace dikast::mapping {

/// Size as JSON text (without escapes) and nesting of arrays and objects.
struct Measure {
  std::size_t bytes = 0;
  std::uint32_t depth = 0;
};

[[nodiscard]] inline Measure measure(const json::Value& value) {
  Measure total{value.text().size() + 5, 0};
  for (const json::Value& item : value.items()) {
    const Measure m = measure(item);
    total.bytes += m.bytes;
    total.depth = std::max(total.depth, m.depth);
  }
  for (const json::Member& member : value.members()) {
    const Measure m = measure(member.value);
    total.bytes += m.bytes + member.key.size() + 3;
    total.depth = std::max(total.depth, m.depth);
  }
  if (value.is_array() || value.is_object()) ++total.depth;
  return total;
}

}  // namespace dikast::mapping
