#include <map>
#include <set>

#include "recording.hpp"

using namespace dikast;
using namespace dikast::test;

namespace {

/// Compares one scenario step by step; every difference is a line of text.
class Replay {
 public:
  explicit Replay(const Json& scenario) : scenario_(scenario), machine_(start_escrow(scenario)) {}

  std::vector<std::string> run() {
    std::size_t index = 0;
    for (const Json& step : scenario_["steps"]) {
      where_ = text_of(scenario_, "id") + "#" + std::to_string(index++);
      const Json call = escrow_call(scenario_, step);
      if (!call.is_null()) compare_call(step, call);
      compare_state(step["stateAfter"]);
    }
    where_ = text_of(scenario_, "id") + " final";
    compare_state(scenario_["final"]);
    compare_final(scenario_["final"]);
    return std::move(differences_);
  }

  [[nodiscard]] std::size_t calls() const { return calls_; }

 private:
  void expect(const char* what, const Json& recorded, const Json& ours) {
    // Objects compare without their order here.
    if (nlohmann::json(recorded) == nlohmann::json(ours)) return;
    differences_.push_back(where_ + " " + what + ": recorded " + recorded.dump() + ", ours " +
                           ours.dump());
  }

  void compare_call(const Json& step, const Json& call) {
    ++calls_;
    const auto outcome = machine_->apply(read_call(call));
    if (!outcome) {
      expect("call", "accepted or refused", outcome.error().path + " " + outcome.error().message);
      return;
    }
    const Json ours = to_json(machine::to_json(*outcome));
    expect("ok", step["ok"], ours["ok"]);
    if (!outcome->ok()) return compare_refusal(step, ours);
    expect("returns", step.value("returns", Json()), ours.value("returns", Json()));
    compare_events(step, ours);
    compare_transfers(step, ours);
  }

  void compare_refusal(const Json& step, const Json& ours) {
    expect("revert", step["revert"], ours["revert"]);
    expect("revertIn", step["revertIn"], ours.value("in", "escrow"));
    // An invalid opcode below the arbitrator is a plain revert above it.
    if (step["to"] != "escrow") return;
    expect("error", step["error"], ours["kind"] == "invalid-opcode" ? "invalid-opcode" : "revert");
  }

  void compare_events(const Json& step, const Json& ours) {
    Json recorded = Json::array();
    for (const Json& event : step["events"])
      if (event["address"] == "escrow")
        recorded.push_back(
            {{"contract", "escrow"}, {"name", event["name"]}, {"args", event["args"]}});
    expect("events", recorded, ours["events"]);
  }

  void compare_transfers(const Json& step, const Json& ours) {
    Json recorded = step["transfers"];
    for (Json& one : recorded)
      if (!one.contains("from")) one["from"] = scenario_["contracts"]["escrow"];
    expect("transfers", recorded, ours["transfers"]);
  }

  void compare_state(const Json& recorded) {
    const Json ours = to_json(machine_->dump());
    expect("count", recorded["count"], std::to_string(ours["transactions"].size()));
    expect("ethBalance", recorded["ethBalance"], ours["ethBalance"]);
    if (recorded.contains("tokenBalances")) {
      Json balances = Json::object();
      for (const auto& [name, token] : ours["tokens"].items()) balances[name] = token["balance"];
      expect("tokenBalances", recorded["tokenBalances"], balances);
    }
    for (const auto& [id, transaction] : recorded["transactions"].items()) {
      Json mine = ours["transactions"][std::stoul(id)];
      if (transaction.contains("withdrawable")) mine["withdrawable"] = withdrawable(id);
      expect("transaction", transaction, mine);
    }
  }

  Json withdrawable(const std::string& id) {
    Json amounts = Json::object();
    for (const auto& [name, address] : scenario_["actors"].items()) {
      const Json amount = ask("amountWithdrawable", {id, address});
      if (amount != "0") amounts[address.get<std::string>()] = amount;
    }
    return amounts;
  }

  Json ask(const char* getter, const Json& args) {
    const auto outcome =
        machine_->apply(read_call({{"timestamp", "1"},
                                   {"from", "0x0000000000000000000000000000000000000001"},
                                   {"function", getter},
                                   {"args", args}}));
    REQUIRE(outcome);
    return to_json(outcome->returns);
  }

  void compare_final(const Json& recorded) {
    for (const auto& [dispute, transaction] : recorded["disputeIDtoTransactionID"].items())
      expect("disputeIDtoTransactionID", transaction,
             ask("disputeIDtoTransactionID", Json::array({dispute})));
    for (const auto& [account, ids] : recorded["transactionIDsByAddress"].items())
      expect("transactionIDsByAddress", ids,
             ask("getTransactionIDsByAddress", Json::array({account})));
    // A dumped state is read back as the same state.
    const json::Value dump = machine_->dump();
    const auto loaded = escrow::kind().load(dump);
    expect("load", "", loaded ? "" : loaded.error().path + " " + loaded.error().message);
    if (loaded) expect("dump", to_json(dump), to_json((*loaded)->dump()));
  }

  const Json& scenario_;
  std::unique_ptr<machine::Machine> machine_;
  std::vector<std::string> differences_;
  std::string where_;
  std::size_t calls_ = 0;
};

}  // namespace

TEST_CASE("escrow: the recordings replay", "[escrow][shared]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/escrow-v1/traces.jsonl");
  std::size_t calls = 0;
  std::vector<std::string> differences;
  const std::size_t scenarios = for_each_jsonl(path, [&](const Json& scenario) {
    Replay replay(scenario);
    for (std::string& line : replay.run()) differences.push_back(std::move(line));
    calls += replay.calls();
  });
  for (std::size_t i = 0; i < differences.size() && i < 20; ++i) UNSCOPED_INFO(differences[i]);
  CHECK(differences.empty());
  CHECK(scenarios >= 193);
  CHECK(calls >= 3000);
}
