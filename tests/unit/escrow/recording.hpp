#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "dikast/escrow.hpp"
#include "dikast/machine_io.hpp"
#include "support/shared.hpp"

/// The scenarios of golden/escrow-v1/traces.jsonl as calls of the machine.
namespace dikast::test {

using Json = nlohmann::ordered_json;

inline json::Value to_value(const Json& value) { return json::from_nlohmann(value); }
inline Json to_json(const json::Value& value) { return json::to_nlohmann(value); }

/// The config of a scenario, with the escrow's own address.
inline Json escrow_config(const Json& scenario) {
  Json config = scenario["config"];
  config["system"] = scenario["system"];
  config["escrow"] = scenario["contracts"]["escrow"];
  return config;
}

inline std::unique_ptr<machine::Machine> start_escrow(const Json& scenario) {
  auto made = escrow::kind().initial(to_value(escrow_config(scenario)));
  INFO((made ? std::string() : made.error().path + " " + made.error().message));
  REQUIRE(made);
  return *std::move(made);
}

/// The address of a contract that keeps a share of what it is sent shows it in its own event.
inline void note_received(Json& outgoing, const Json& step, const std::string& escrow) {
  if (outgoing["function"] != "transferFrom") return;
  for (const Json& event : step["events"])
    if (event["address"] == outgoing["to"] && event["name"] == "Transfer" &&
        event["args"]["to"] == escrow)
      outgoing["received"] = event["args"]["value"];
}

/// The outgoing calls of a step with the answers of outside parties; what a refusal says is told by
/// the step, since it goes up unchanged.
inline Json outgoing_calls(const Json& step, const std::string& escrow) {
  Json calls = Json::array();
  for (const Json& recorded : step["calls"]) {
    if (recorded["from"] != "escrow") continue;
    Json outgoing = recorded;
    if (!recorded["ok"].get<bool>() && step["revert"].is_string())
      outgoing["revert"] = step["revert"];
    note_received(outgoing, step, escrow);
    calls.push_back(outgoing);
  }
  return calls;
}

/// The call a step makes on the escrow, or null: a step of the arbitrator or a token that does not
/// reach it.
inline Json escrow_call(const Json& scenario, const Json& step) {
  Json call = step;
  if (step["to"] != "escrow") {
    const Json* rule = nullptr;
    for (const Json& recorded : step["calls"])
      if (recorded["to"] == "escrow" && recorded["from"] == "arbitrator") rule = &recorded;
    if (rule == nullptr) return nullptr;
    for (const char* key : {"function", "args", "value"}) call[key] = (*rule)[key];
    call["from"] = scenario["config"]["arbitrator"];
  }
  Json env = step["env"];
  env["calls"] = outgoing_calls(step, scenario["contracts"]["escrow"]);
  return {{"timestamp", call["timestamp"]}, {"from", call["from"]},
          {"function", call["function"]},   {"args", call["args"]},
          {"value", call["value"]},         {"env", env}};
}

inline machine::Call read_call(const Json& call) {
  auto read = machine::read_call(to_value(call));
  REQUIRE(read);
  return *std::move(read);
}

}  // namespace dikast::test
