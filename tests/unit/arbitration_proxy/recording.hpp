#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "dikast/arbitration_proxy.hpp"
#include "dikast/machine_io.hpp"
#include "support/shared.hpp"

/// The scenarios of golden/reality/traces.jsonl as calls of the machine.
namespace dikast::test {

using Json = nlohmann::ordered_json;

inline json::Value to_value(const Json& value) { return json::from_nlohmann(value); }
inline Json to_json(const json::Value& value) { return json::to_nlohmann(value); }

/// "alice,bob: 1e24; frank: 1e15" as amounts by label.
inline Json read_amounts(const std::string& text) {
  Json amounts = Json::object();
  std::stringstream groups(text);
  for (std::string group; std::getline(groups, group, ';');) {
    const std::size_t colon = group.find(':');
    std::string number = group.substr(colon + 1);
    number.erase(0, number.find_first_not_of(' '));
    const std::size_t e = number.find('e');
    if (e != std::string::npos)
      number = number.substr(0, e) + std::string(std::stoul(number.substr(e + 1)), '0');
    std::stringstream labels(group.substr(0, colon));
    for (std::string label; std::getline(labels, label, ',');) {
      label.erase(0, label.find_first_not_of(' '));
      label = label.substr(0, label.find(' '));
      amounts[label] = number;
    }
  }
  return amounts;
}

/// The config of a scenario. What its contracts were deployed with and FORMAT.md does not say is
/// as the getters recorded it.
inline Json reality_config(const Json& scenario) {
  Json config = scenario["config"];
  config["system"] = scenario["system"];
  config["accounts"] = scenario["actors"];
  const std::string kind = config["arbitratorKind"];
  if (kind == "kleros-v1-with-appeals") config["metadata"] = "{\"tos\":\"ipfs://x\"}";
  if (kind == "kleros-v1-home-foreign-gnosis-0.8") {
    config["metadata"] = "{\"foreignProxy\":true}";
    config["wNative"] = "0x59a667a6430CBcED19023a97c0A6faC758259Bfc";
  }
  if (kind == "kleros-reality-v2") config["metadata"] = "{\"tos\":\"x\"}";
  config["arbitratorExtraData"] = "0x" + std::string(63, '0') + "0" + std::string(62, '0') + "1f";
  for (const char* field : {"tokenBalances", "tokenAllowances"})
    if (config.contains(field)) config[field] = read_amounts(config[field]);
  return config;
}

inline std::unique_ptr<machine::Machine> start_reality(const Json& scenario) {
  auto made = arbitration_proxy::kind().initial(to_value(reality_config(scenario)));
  INFO((made ? std::string() : made.error().path + " " + made.error().message));
  REQUIRE(made);
  return *std::move(made);
}

inline machine::Call read_step(const Json& step) {
  Json call = Json::object();
  for (const char* key : {"timestamp", "from", "to", "function", "args", "value", "env"})
    call[key] = step[key];
  auto read = machine::read_call(to_value(call));
  REQUIRE(read);
  return *std::move(read);
}

inline std::string refusal_text(const machine::Outcome& outcome) {
  switch (outcome.failure) {
    case machine::Failure::None:
      return "ok";
    case machine::Failure::Custom:
      return outcome.error + "()";
    case machine::Failure::InvalidOpcode:
      return "INVALID-OPCODE";
    case machine::Failure::Empty:
      return "NO-REASON";
    case machine::Failure::Reason:
    case machine::Failure::Panic:
      return outcome.error;
  }
  return {};
}

}  // namespace dikast::test
