#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

/// Access to the recordings and vectors that lie beside the repository (../shared), which is
/// not always there: tests that need it skip, and say so.
namespace dikast::test {

/// $DIKAST_SHARED, else ../shared beside the source tree; nullopt when neither is a folder.
inline std::optional<std::filesystem::path> shared_dir() {
  std::error_code error;
  if (const char* given = std::getenv("DIKAST_SHARED"); given != nullptr && *given != '\0') {
    std::filesystem::path path(given);
    if (std::filesystem::is_directory(path, error)) return path;
  }
  std::filesystem::path path = std::filesystem::path(DIKAST_SOURCE_DIR).parent_path() / "shared";
  if (std::filesystem::is_directory(path, error)) return path;
  return std::nullopt;
}

/// A file below ../shared, e.g. shared_file("data/eip55.jsonl"); nullopt when it is missing.
inline std::optional<std::filesystem::path> shared_file(std::string_view relative) {
  const auto dir = shared_dir();
  std::error_code error;
  if (!dir || !std::filesystem::exists(*dir / relative, error)) return std::nullopt;
  return *dir / relative;
}

/// The folder of the repository's own vectors.
inline std::filesystem::path vectors_dir() {
  return std::filesystem::path(DIKAST_SOURCE_DIR) / "tests" / "vectors";
}

/// The whole file; a missing one fails the test.
inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  INFO(path.string());
  REQUIRE(in.good());
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

/// Calls `row(record)` for every line of a JSON Lines file and returns their number. Empty lines
/// and bare strings (comments) are left out; a line that is no JSON fails the test.
template <class Row>
std::size_t for_each_jsonl(const std::filesystem::path& path, Row row) {
  std::ifstream in(path, std::ios::binary);
  INFO(path.string());
  REQUIRE(in.good());
  std::size_t count = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    const auto record = nlohmann::ordered_json::parse(line, nullptr, /*allow_exceptions=*/false);
    REQUIRE_FALSE(record.is_discarded());
    if (record.is_string()) continue;
    row(record);
    ++count;
  }
  return count;
}

/// The string member `key`, or "" when there is none.
inline std::string text_of(const nlohmann::ordered_json& record, const char* key) {
  const auto found = record.find(key);
  if (found == record.end()) return {};
  const auto* text = found->get_ptr<const std::string*>();
  return text == nullptr ? std::string() : *text;
}

/// Whether the long runs were asked for (DIKAST_LONG=1).
inline bool long_run() {
  const char* value = std::getenv("DIKAST_LONG");
  return value != nullptr && std::string_view(value) == "1";
}

/// xorshift32: the same numbers on every machine, so that a finding can be repeated.
class Random {
 public:
  explicit Random(std::uint32_t seed) : state_(seed == 0 ? 1 : seed) {}
  std::uint32_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }
  /// 0 <= result < bound.
  std::uint32_t below(std::uint32_t bound) { return bound == 0 ? 0 : next() % bound; }

 private:
  std::uint32_t state_;
};

}  // namespace dikast::test

/// Declares `name` as the path of ../shared/<relative>, or leaves the test case with a line on
/// standard error that cannot be overlooked.
#define DIKAST_SHARED_OR_SKIP(name, relative)                                               \
  const auto name##_optional = dikast::test::shared_file(relative);                         \
  if (!name##_optional) {                                                                   \
    std::cerr << "SKIPPED: ../shared/" << (relative)                                        \
              << " is missing; not run: " << Catch::getResultCapture().getCurrentTestName() \
              << "\n";                                                                      \
    WARN("skipped: ../shared/" << (relative) << " is missing");                             \
    return;                                                                                 \
  }                                                                                         \
  const std::filesystem::path& name = *name##_optional
