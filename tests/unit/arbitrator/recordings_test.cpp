#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "dikast/arbitrator.hpp"
#include "dikast/machine_io.hpp"
#include "support/shared.hpp"

using namespace dikast;
using namespace dikast::test;
using Json = nlohmann::ordered_json;

namespace {

/// The arbitrator of an escrow scenario, held against what is recorded of it.
class Replay {
 public:
  explicit Replay(const Json& scenario) : scenario_(scenario) {
    const Json& config = scenario["config"];
    Json own = {{"contract", config["arbitratorContract"]},
                {"address", config["arbitrator"]},
                {"owner", config["arbitratorOwner"]},
                {"arbitrationPrice", scenario["steps"][0]["env"]["arbitrationCost"]}};
    if (config.contains("arbitratorAppealTimeOut"))
      own["timeOut"] = config["arbitratorAppealTimeOut"];
    auto made = arbitrator::kind().initial(json::from_nlohmann(own));
    INFO((made ? std::string() : made.error().path));
    REQUIRE(made);
    machine_ = *std::move(made);
    for (const auto& [name, contract] : scenario["contractActors"].items())
      refusing_.push_back(scenario["actors"][name]);
  }

  std::vector<std::string> run() {
    std::size_t index = 0;
    for (const Json& step : scenario_["steps"]) {
      where_ = text_of(scenario_, "id") + "#" + std::to_string(index++);
      compare_getters(step);
      events_.clear();
      if (step["to"] == "arbitrator") compare_step(step);
      if (step["to"] == "escrow") compare_calls(step);
    }
    const Json dump = json::to_nlohmann(machine_->dump());
    where_ += " final";
    expect("balance", scenario_["final"]["arbitratorEthBalance"], dump["ethBalance"]);
    const auto loaded = arbitrator::kind().load(machine_->dump());
    expect("load", "", loaded ? "" : loaded.error().path);
    return std::move(differences_);
  }

 private:
  void expect(const std::string& what, const Json& recorded, const Json& ours) {
    if (nlohmann::json(recorded) == nlohmann::json(ours)) return;
    differences_.push_back(where_ + " " + what + ": recorded " + recorded.dump() + ", ours " +
                           ours.dump());
  }

  Json ask(const Json& step, const char* getter, const Json& args) {
    const auto outcome = apply(*machine_->clone(), step, step["from"], getter, args, "0", {});
    return outcome.ok() ? Json(json::to_nlohmann(outcome.returns)) : Json();
  }

  machine::Outcome apply(machine::Machine& machine, const Json& step, const Json& from,
                         const std::string& function, const Json& args, const Json& value,
                         const Json& env) {
    const auto call = machine::read_call(
        json::from_nlohmann(Json{{"timestamp", step["timestamp"]},
                                 {"from", from},
                                 {"function", function},
                                 {"args", args},
                                 {"value", value},
                                 {"env", env.is_null() ? Json::object() : env}}));
    REQUIRE(call);
    auto outcome = machine.apply(*call);
    INFO(where_ << " " << function << (outcome ? std::string() : outcome.error().path));
    REQUIRE(outcome);
    return *std::move(outcome);
  }

  void compare_getters(const Json& step) {
    const Json& env = step["env"];
    expect("arbitrationCost", env["arbitrationCost"],
           ask(step, "arbitrationCost", Json::array({"0x"})));
    const Json dump = json::to_nlohmann(machine_->dump());
    expect("nextDisputeID", env["nextDisputeID"], std::to_string(dump["disputes"].size()));
    if (env["disputeID"].is_null()) return;
    const Json id = Json::array({env["disputeID"]});
    expect("disputeStatus", env["disputeStatus"], ask(step, "disputeStatus", id));
    expect("currentRuling", env["currentRuling"], ask(step, "currentRuling", id));
    // The recorder asks nothing else about a dispute there is not.
    if (env["disputeStatus"].is_null()) return;
    expect("appealCost", env["appealCost"],
           ask(step, "appealCost", Json::array({env["disputeID"], "0x"})));
    const Json period = ask(step, "appealPeriod", id);
    expect("start", env["appealPeriodStart"], period.is_null() ? Json() : period[0]);
    expect("end", env["appealPeriodEnd"], period.is_null() ? Json() : period[1]);
  }

  void compare_events(const Json& step, const machine::Outcome& outcome) {
    for (const machine::Event& event : outcome.events)
      events_.push_back({{"address", "arbitrator"},
                         {"name", event.name},
                         {"args", json::to_nlohmann(event.args)}});
    Json recorded = Json::array();
    for (const Json& event : step["events"])
      if (event["address"] == "arbitrator") recorded.push_back(event);
    expect("events", recorded, events_);
  }

  void compare_step(const Json& step) {
    Json env = {{"refusesEth", refusing_}};
    for (const Json& call : step["calls"])
      if (call["to"] == "escrow" && call["function"] == "rule")
        env["rule"] = {{"ok", call["ok"]}, {"revert", step["revert"]}};
    const auto outcome =
        apply(*machine_, step, step["from"], step["function"], step["args"], step["value"], env);
    const Json ours = json::to_nlohmann(machine::to_json(outcome));
    expect("ok", step["ok"], ours["ok"]);
    if (outcome.ok()) return compare_events(step, outcome);
    expect("revert", step["revert"], ours["revert"]);
    expect("error", step["error"],
           outcome.failure == machine::Failure::InvalidOpcode ? "invalid-opcode" : "revert");
    if (!env.contains("rule")) expect("in", step["revertIn"], ours.value("in", "arbitrator"));
  }

  /// What the escrow asked of it; kept when the whole step succeeded.
  void compare_calls(const Json& step) {
    bool called = false;
    machine::Outcome last;
    for (const Json& call : step["calls"]) {
      const bool disputes = call["function"] == "createDispute" || call["function"] == "appeal";
      if (call["to"] != "arbitrator" || !disputes) continue;
      const auto trial = machine_->clone();
      last =
          apply(step["ok"].get<bool>() ? *machine_ : *trial, step, scenario_["contracts"]["escrow"],
                call["function"], call["args"], call["value"], Json::object());
      called = true;
      expect("call ok", call["ok"], last.ok());
      if (last.ok() && call["function"] == "createDispute")
        expect("returns", call["returns"], json::to_nlohmann(last.returns));
      if (!last.ok())
        expect("revert", step["revert"], last.error.empty() ? Json() : Json(last.error));
    }
    if (called && step["ok"].get<bool>()) compare_events(step, last);
  }

  const Json& scenario_;
  std::unique_ptr<machine::Machine> machine_;
  Json refusing_ = Json::array();
  Json events_ = Json::array();
  std::vector<std::string> differences_;
  std::string where_;
};

}  // namespace

TEST_CASE("arbitrator: the arbitrators of the escrow's recordings replay", "[arbitrator][shared]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/escrow-v1/traces.jsonl");
  std::vector<std::string> differences;
  std::map<std::string, std::size_t> seen;
  for_each_jsonl(path, [&](const Json& scenario) {
    const std::string contract = scenario["config"]["arbitratorContract"];
    if (contract == "PuppetArbitrator") return;
    ++seen[contract];
    Replay replay(scenario);
    for (std::string& line : replay.run()) differences.push_back(std::move(line));
  });
  for (std::size_t i = 0; i < differences.size() && i < 20; ++i) UNSCOPED_INFO(differences[i]);
  CHECK(differences.empty());
  CHECK(seen.size() == 3);
}
