#pragma once

#include <fstream>
#include <string>

#include "dikast/json.hpp"
#include "support/shared.hpp"
#include "support/tagged.hpp"

namespace dikast::test {

/// Calls `row(record)` for every line, read as JSON.parse reads it: recordings hold lone
/// surrogates.
template <class Row>
std::size_t for_each_record(const std::filesystem::path& path, Row row) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in.good());
  std::size_t count = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    const auto record = json::parse_like_javascript(line, {.bytes = 16'000'000, .depth = 256});
    INFO(line.substr(0, 300));
    REQUIRE(record.has_value());
    row(*record);
    ++count;
  }
  return count;
}

inline std::string text_at(const json::Value& record, std::string_view key) {
  const json::Value* found = record.find(key);
  return found == nullptr ? std::string() : found->text();
}

/// The member, or a null that lives on.
inline const json::Value& value_at(const json::Value& record, std::string_view key) {
  static const json::Value kNull;
  const json::Value* found = record.find(key);
  return found == nullptr ? kNull : *found;
}

}  // namespace dikast::test
