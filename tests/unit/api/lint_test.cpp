#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "dikast/api.hpp"

using namespace dikast;

namespace {

nlohmann::ordered_json ask(std::string_view method, std::string_view params) {
  auto reply = nlohmann::ordered_json::parse(api::call(method, params), nullptr, false);
  REQUIRE_FALSE(reply.is_discarded());
  return reply;
}

void check_refused(std::string_view method, std::string_view params, std::string_view code,
                   std::string_view path) {
  const auto reply = ask(method, params);
  INFO(params);
  CHECK(reply["ok"] == false);
  CHECK(reply["error"]["code"] == code);
  CHECK(reply["error"]["path"] == path);
}

}  // namespace

TEST_CASE("api: template.validate", "[api]") {
  const auto reply = ask("template.validate", R"({"template":"{\"lang\":\"en_US\"}"})");
  REQUIRE(reply["ok"] == true);
  CHECK(reply["value"]["valid"] == false);
  const auto& issues = reply["value"]["issues"];
  const auto lang = std::find_if(issues.begin(), issues.end(), [](const auto& issue) {
    return issue["code"] == "template.lang";
  });
  REQUIRE(lang != issues.end());
  CHECK(
      lang->dump() ==
      R"({"severity":"warning","code":"template.lang","path":"/lang","message":"\"en_US\" is no BCP 47 language tag: write e.g. \"en\" or \"en-US\".","line":1,"column":9,"offset":8,"endLine":1,"endColumn":16,"endOffset":15,"source":"template","fix":{"description":"Write en-US","edits":[{"offset":8,"length":7,"text":"\"en-US\""}]}})");
  const auto object =
      ask("template.validate", R"({"template":{"lang":"en_US"},"options":{"mappings":[{}]}})");
  CHECK(object["value"]["issues"].size() > issues.size());
  check_refused("template.validate", R"({"template":7})", "input.type", "/template");
  check_refused("template.validate", R"({"template":"{}","options":7})", "input.type", "/options");
  check_refused("template.validate", R"({"template":"{}","options":{"mappings":7}})", "input.type",
                "/options/mappings");
  check_refused("template.validate", R"({"template":"{}","options":{"profile":"x"}})", "input.type",
                "/options/profile");
  check_refused("template.validate", R"({"template":"{}","options":{"context":["a",1]}})",
                "input.type", "/options/context/1");
  check_refused("template.validate", R"({"template":"{}","options":{"chainId":"-1"}})",
                "uint256.invalid", "/options/chainId");
}

TEST_CASE("api: mapping.validate", "[api]") {
  const auto reply = ask("mapping.validate", R"({"mappings":"[{\"type\":\"jsn\"}]"})");
  REQUIRE(reply["ok"] == true);
  CHECK(reply["value"]["valid"] == false);
  CHECK(reply["value"]["issues"][0]["source"] == "mappings");
  CHECK(ask("mapping.validate", R"({"mappings":""})")["value"]["valid"] == true);
  check_refused("mapping.validate", R"({})", "input.type", "/mappings");
  check_refused("mapping.validate", R"({"mappings":"[]","options":{"template":3}})", "input.type",
                "/options/template");
}

TEST_CASE("api: template.diff", "[api]") {
  const auto reply =
      ask("template.diff", R"({"a":"{\"question\":\"A\"}","b":"{\"question\":\"B\"}"})");
  CHECK(
      reply["value"].dump() ==
      R"([{"path":"/question","kind":"changed","weight":"meaning","visible":true,"before":"A","after":"B"}])");
  check_refused("template.diff", R"({"a":"{}"})", "input.type", "/b");
}

TEST_CASE("api: template.flow, template.givers and template.outline", "[api]") {
  const auto flow =
      ask("template.flow", R"({"template":"{\"a\":\"{{{b}}}\"}","mappings":"[{\"type\":\"json\",)"
                           R"(\"value\":{},\"seek\":[\"x\"],\"populate\":[\"b\"]}]"})");
  REQUIRE(flow["ok"] == true);
  CHECK(flow["value"].dump() ==
        R"({"steps":[{"type":"json","from":"","reads":[],"populates":["b"]}],"variables":[)"
        R"({"name":"b","mapping":0,"party":false,"givenBy":[]}],)"
        R"("reads":[{"name":"b","path":"/a","raw":true}]})");
  const auto givers = ask("template.givers", R"({"names":["externalDisputeID","x"]})");
  CHECK(givers["value"]["court-mainnet"].dump() == R"(["externalDisputeID"])");
  CHECK(givers["value"]["court-devnet"].empty());
  const auto outline = ask("template.outline", R"({"template":"{\"a\":[1]}","path":"/a"})");
  CHECK(outline["value"].dump() ==
        R"([{"path":"/a","kind":"array","start":1,"offset":5,"endOffset":8,"text":""},)"
        R"({"path":"/a/0","kind":"other","start":6,"offset":6,"endOffset":7,"text":"1"}])");
  check_refused("template.flow", R"({"template":7,"mappings":""})", "input.type", "/template");
  check_refused("template.flow", R"({"template":""})", "input.type", "/mappings");
  check_refused("template.givers", R"({"names":{}})", "input.type", "/names");
  check_refused("template.outline", R"({"template":""})", "input.type", "/path");
  check_refused("template.outline",
                R"({"template":")" + std::string(1'000'001, ' ') + R"(","path":""})",
                "input.too_large", "/template");
}
