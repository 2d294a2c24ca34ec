#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "dikast/data_mapping.hpp"
#include "dikast/data_mapping/resolution.hpp"

namespace dikast::mapping::test {

inline json::Value parse(std::string_view text) {
  auto value = json::parse(text);
  INFO(std::string(text));
  REQUIRE(value.has_value());
  return *value;
}

inline Mappings read_ok(std::string_view text) {
  auto mappings = read(parse(text));
  if (!mappings)
    INFO(std::string(code_text(mappings.error().code)) + " " + mappings.error().path + " " +
         mappings.error().message);
  REQUIRE(mappings.has_value());
  return *mappings;
}

/// "code path" of the first structural error.
inline std::string first_error(std::string_view text) {
  const auto errors = check(parse(text));
  if (errors.empty()) return "none";
  return std::string(code_text(errors[0].code)) + " " + errors[0].path;
}

template <class T>
std::string outcome(const Result<T>& result) {
  if (result) return "ok";
  return std::string(code_text(result.error().code)) + " " + result.error().path;
}

inline Result<Resolution> start(std::string_view mappings, std::string_view context = "{}",
                                Options options = {}) {
  return Resolution::start(read_ok(mappings), parse(context), std::move(options));
}

inline Resolution started(std::string_view mappings, std::string_view context = "{}",
                          Options options = {}) {
  auto resolution = start(mappings, context, std::move(options));
  INFO(outcome(resolution));
  REQUIRE(resolution.has_value());
  return *resolution;
}

inline const Request& asked(Resolution& resolution) {
  const auto request = resolution.next();
  INFO(outcome(request));
  REQUIRE(request.has_value());
  REQUIRE(*request != nullptr);
  return **request;
}

inline Response body(std::string text) {
  Response response;
  response.content_type = "application/json";
  response.body = std::move(text);
  return response;
}

inline std::string text_at(const json::Value& context, std::string_view name) {
  const json::Value* value = context.find(name);
  return value == nullptr ? "(absent)" : json::dump(*value, false);
}

/// One graphql mapping over `endpoint`.
inline std::string graphql(std::string_view endpoint, std::string_view query = "{x}") {
  return R"([{"type":"graphql","endpoint":")" + std::string(endpoint) + R"(","query":")" +
         std::string(query) + R"(","seek":["x"],"populate":["x"]}])";
}

}  // namespace dikast::mapping::test
