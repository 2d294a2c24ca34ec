#pragma once

#include <string>
#include <string_view>

#include "dikast/dispute_template.hpp"
#include "dikast/template_skeleton.hpp"
#include "support/shared.hpp"

namespace dikast::test {

/// A valid template with `members` in front of the rest; a member given here replaces the default.
inline std::string dispute_with(std::string_view title, std::string_view extra = "") {
  return R"({"title":")" + std::string(title) +
         R"(","description":"D","question":"Q","answers":[{"id":"0x1","title":"Yes","description":"y"},)"
         R"({"id":"0x2","title":"No","description":"n"}],)"
         R"("policyURI":"/ipfs/QmTaZuQjJT9NZCYsqyRmEwLb1Vt3gme1a6BS4NQLiWXtH2",)"
         R"("arbitratorChainID":"42161","arbitratorAddress":"0x991d2df165670b9cac3B022f4B68D65b664222ea",)"
         R"("version":"1.0")" +
         std::string(extra) + "}";
}

inline json::Value context_of(std::string_view text) {
  auto parsed = json::parse_like_javascript(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

inline mustache::Template parse_template(std::string_view source) {
  auto parsed = mustache::parse(source, mustache::Dialect::Auto);
  INFO(source);
  REQUIRE(parsed.has_value());
  return *parsed;
}

inline dispute_template::Rendered<json::Value> render_strict(std::string_view source,
                                                             const json::Value& context) {
  return dispute_template::render(parse_template(source), context);
}

/// The code of the failure, or "" when it rendered.
inline std::string failure_code(std::string_view source, std::string_view context = "{}") {
  const auto result = render_strict(source, context_of(context));
  return result ? "" : std::string(code_text(result.error().error.code));
}

inline std::string text_at(const json::Value& document, std::string_view key) {
  const json::Value* found = document.find(key);
  return found == nullptr ? "" : found->text();
}

}  // namespace dikast::test
