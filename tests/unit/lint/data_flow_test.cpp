#include "dikast/data_flow.hpp"

#include <catch2/catch.hpp>

using namespace dikast::lint;

namespace {

const std::string kMappings = R"([
 {"type":"graphql","endpoint":"https://x/{{{graphApiKey}}}","query":"{a}",
  "variables":{"id":"{{externalDisputeID}}"},"seek":["a","b"],"populate":["buyer","uri"]},
 {"type":"json","value":{"x":"1"},"seek":["x"],"populate":["fixed"]},
 {"type":"fetch/ipfs/json","ipfsUri":"{{{uri}}}","seek":["t"],"populate":["title"]}])";

}  // namespace

TEST_CASE("data flow: mappings, variables and the fields that show them", "[flow]") {
  const DataFlow flow = data_flow(
      R"({"title":"{{title}}","answers":[{"id":"{{{n}}}"}],"frontendUrl":"{{buyer}}"})", kMappings);
  REQUIRE(flow.steps.size() == 3);
  CHECK(flow.steps[0].type == "graphql");
  CHECK(flow.steps[0].from == "https://x/{{{graphApiKey}}}");
  CHECK(flow.steps[0].reads == std::vector<std::string>{"graphApiKey", "externalDisputeID"});
  CHECK(flow.steps[0].populates == std::vector<std::string>{"buyer", "uri"});
  CHECK(flow.steps[1].from.empty());
  CHECK(flow.steps[2].reads == std::vector<std::string>{"uri"});
  REQUIRE(flow.variables.size() == 7);
  CHECK(flow.variables[0].name == "buyer");
  CHECK(flow.variables[0].mapping == 0);
  CHECK(flow.variables[0].party);
  CHECK(flow.variables[1].name == "fixed");
  CHECK_FALSE(flow.variables[1].party);
  CHECK(flow.variables[6].name == "n");
  CHECK(flow.variables[6].mapping == std::nullopt);
  REQUIRE(flow.reads.size() == 3);
  CHECK(flow.reads[1].path == "/answers/0/id");
  CHECK(flow.reads[1].raw);
  CHECK_FALSE(flow.reads[0].raw);
}

TEST_CASE("data flow: faulty texts are read as far as they go", "[flow]") {
  CHECK(data_flow("", "").variables.empty());
  CHECK(data_flow("{{x", "TODO").steps.empty());
  CHECK(data_flow(R"({"a":"{{x}}",)", "[{").variables.size() == 1);
  CHECK(data_flow("{}", R"([1, {"type":"reality"}])").steps.at(1).populates.size() == 3);
}

TEST_CASE("data flow: what each consumer gives", "[flow]") {
  using enum Consumer;
  CHECK(gives(CourtMainnet, "externalDisputeID"));
  CHECK(gives(CourtTestnet, "externalDisputeID"));
  CHECK_FALSE(gives(CourtDevnet, "externalDisputeID"));
  CHECK_FALSE(gives(KlerosSdk, "externalDisputeID"));
  CHECK(gives(CourtDevnet, "arbitratorDisputeID"));
  CHECK_FALSE(gives(KlerosSdk, "arbitratorDisputeID"));
  for (const Consumer consumer : kConsumers) {
    INFO(consumer_text(consumer));
    CHECK(gives(consumer, "arbitrableAddress"));
    CHECK_FALSE(gives(consumer, "arbitrable"));
  }
}

TEST_CASE("outline: values with their places", "[flow]") {
  const std::string text =
      "{\"t\":\"\xC3\xA9\",\"answers\":[{\"id\":\"0x1\",\"title\":\"{{a}}\"},true]}";
  const auto nodes = outline(text, "/answers");
  REQUIRE(nodes.size() == 5);
  CHECK(nodes[0].kind == dikast::source::NodeKind::Array);
  CHECK(nodes[1].path == "/answers/0");
  CHECK(nodes[2].text == "0x1");
  CHECK(nodes[2].offset == 26);  // one unit less than its byte
  CHECK(nodes[2].start == 21);
  CHECK(nodes[2].end_offset == 31);
  CHECK(nodes[3].text == "{{a}}");
  CHECK(nodes[4].path == "/answers/1");
  CHECK(nodes[4].text == "true");
  CHECK(outline(text, "/nothing").empty());
  CHECK(outline("", "/answers").empty());
}
