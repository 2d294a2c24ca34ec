#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "dikast/data_mapping.hpp"
#include "dikast/json.hpp"

/// The fields each type of mapping has.
namespace dikast::mapping {

enum class FieldType : std::uint8_t { Text, TextList, List, Object, Any };

struct Field {
  std::string_view name;
  bool required;
  FieldType type;
};

[[nodiscard]] std::span<const Field> fields_of(Kind kind);
[[nodiscard]] bool has_type(const json::Value& value, FieldType type);
/// For messages: "a text".
[[nodiscard]] std::string_view type_name(FieldType type);

}  // namespace dikast::mapping
