#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "dikast/json.hpp"

using namespace dikast;

namespace {

/// A broken property ends the process, which is how libFuzzer keeps the input.
void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

void check_refusal(const Error& error, const Result<json::Value>& loose) {
  if (error.code == ErrorCode::json_duplicate_key || error.code == ErrorCode::json_surrogate) {
    require(loose.has_value(), "JSON.parse takes what only the policy refuses");
    return;
  }
  if (error.code == ErrorCode::utf8_invalid) return;
  require(error.code == ErrorCode::json_syntax || error.code == ErrorCode::json_depth,
          "only listed codes");
  require(!loose, "JSON.parse refuses what is no JSON");
  require(error.message != code_advice(error.code), "a refusal says what and where");
}

void check_value(const json::Value& value, const json::Limits& limits) {
  for (const bool ascii_only : {true, false}) {
    const auto again = json::parse(json::dump(value, ascii_only), limits);
    require(again && *again == value, "a dumped value reads back");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // An exact-size copy, so that a read behind the end is seen.
  const std::string text(reinterpret_cast<const char*>(data), size);
  // Escapes make a document at most six times longer, so that a dump is never too large.
  const json::Limits limits{.bytes = 6 * size + 2, .depth = 40};
  const auto first = json::parse(text, limits);
  const auto second = json::parse_with_nlohmann(text, limits);
  const auto loose = json::parse_like_javascript(text, limits);
  require(first.has_value() == second.has_value(), "both readers agree");
  if (!first) {
    require(first.error() == second.error(), "both readers refuse alike");
    check_refusal(first.error(), loose);
    if (loose) require(!json::dump(*loose, false).empty(), "a loose value can be dumped");
    return 0;
  }
  require(*first == *second, "both readers read the same");
  require(loose && *loose == *first, "JSON.parse reads the same");
  check_value(*first, limits);
  static_cast<void>(json::to_nlohmann(*first));
  return 0;
}
