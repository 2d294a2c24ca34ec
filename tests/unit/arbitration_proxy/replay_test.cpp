#include <algorithm>
#include <set>

#include "recording.hpp"

using namespace dikast;
using namespace dikast::test;

namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// Addresses are compared without their checksum, objects without their order.
nlohmann::json plain(const Json& value) { return nlohmann::json::parse(lower(value.dump())); }

/// One scenario, step by step; every difference is a line of text. The recordings list what
/// changed, so what they do not list must not have changed.
class Replay {
 public:
  explicit Replay(const Json& scenario) : scenario_(scenario), machine_(start_reality(scenario)) {}

  std::vector<std::string> run() {
    std::size_t index = 0;
    for (const Json& step : scenario_["steps"]) {
      step_ = &step;
      where_ = text_of(scenario_, "id") + "#" + std::to_string(index++) + " " +
               text_of(step, "to") + "." + text_of(step, "function");
      compare_call();
      merge(state_, step["stateAfter"]);
      compare_state();
    }
    compare_load();
    return std::move(differences_);
  }

 private:
  void expect(const std::string& what, const Json& recorded, const Json& ours) {
    if (plain(recorded) == plain(ours)) return;
    differences_.push_back(where_ + " " + what + ": recorded " + recorded.dump() + ", ours " +
                           ours.dump());
  }

  void compare_call() {
    const Json& step = *step_;
    const auto outcome = machine_->apply(read_step(step));
    if (!outcome) {
      expect("call", "accepted or refused", outcome.error().path + " " + outcome.error().message);
      return;
    }
    expect("revert", step["ok"].get<bool>() ? Json("ok") : step["revert"], refusal_text(*outcome));
    expect("returns", step.value("returns", Json()), to_json(outcome->returns));
    Json events = Json::array();
    for (const machine::Event& event : outcome->events) {
      Json one = Json::object();
      if (event.contract != "reality") one["emitter"] = event.contract;
      one["name"] = event.name;
      one["args"] = to_json(event.args);
      events.push_back(one);
    }
    expect("events", step["events"], events);
    compare_wei(*outcome);
  }

  void compare_wei(const machine::Outcome& outcome) {
    std::map<std::string, Uint256> in;
    std::map<std::string, Uint256> out;
    for (const machine::Transfer& transfer : outcome.transfers) {
      if (transfer.asset != "eth") continue;
      in[transfer.to] = wrapping_add(in[transfer.to], transfer.amount);
      out[transfer.from] = wrapping_add(out[transfer.from], transfer.amount);
    }
    Json ours = Json::object();
    for (const auto& [label, address] : scenario_["actors"].items()) {
      if (in[label] > out[label]) ours[label] = wrapping_sub(in[label], out[label]).to_decimal();
      if (in[label] < out[label])
        ours[label] = "-" + wrapping_sub(out[label], in[label]).to_decimal();
    }
    expect("ethDelta", (*step_)["stateAfter"].value("ethDelta", Json::object()), ours);
  }

  static void merge(Json& into, const Json& changes) {
    for (const auto& [part, records] : changes.items()) {
      if (part == "ethDelta") continue;
      if (!into.contains(part)) into[part] = Json::object();
      for (const auto& [key, record] : records.items()) into[part][key] = record;
    }
  }

  Json ask(const std::string& to, const char* getter, const Json& args) {
    const auto outcome = machine_->apply(read_step({{"timestamp", (*step_)["timestamp"]},
                                                    {"from", "alice"},
                                                    {"to", to},
                                                    {"function", getter},
                                                    {"args", args},
                                                    {"value", "0"},
                                                    {"env", Json::object()}}));
    if (!outcome) return "error " + outcome.error().message;
    if (!outcome->ok()) return "!" + outcome->error;
    const Json values = to_json(outcome->returns);
    return values.size() == 1 ? values[0] : values;
  }

  void compare_state() {
    dump_ = to_json(machine_->dump());
    for (const auto& [part, records] : state_.items())
      for (const auto& [key, record] : records.items())
        expect(part + " " + key, record, ours(part, key, record));
    expect("question count", Json(state_.value("questions", Json::object()).size()),
           Json(dump_["questions"].size()));
  }

  Json ours(const std::string& part, const std::string& key, const Json& record) {
    if (part == "questions") return question(key, record);
    if (part == "commitments") return commitment(key);
    if (part == "balances")
      return ask("reality", "balanceOf", Json::array({scenario_["actors"][key]}));
    if (part == "requests") return request(key, record);
    if (part == "disputes") return dispute(key, record);
    return misc(key);
  }

  Json question(const std::string& id, const Json& record) {
    Json mine = dump_["questions"].value(id, Json::object());
    for (const char* view :
         {"isFinalized", "resultFor", "resultForOnceSettled", "isSettledTooSoon"})
      if (record.contains(view)) mine[view] = ask("reality", view, Json::array({id}));
    return mine;
  }

  Json commitment(const std::string& id) {
    const Json values = ask("reality", "commitments", Json::array({id}));
    return {{"reveal_ts", values[0]}, {"is_revealed", values[1]}, {"revealed_answer", values[2]}};
  }

  static Json only(const Json& mine, const Json& record) {
    Json picked = Json::object();
    for (const auto& [field, value] : record.items()) picked[field] = mine.value(field, Json());
    return picked;
  }

  Json request(const std::string& key, const Json& record) {
    const Json& arbitrator = dump_["arbitrator"];
    if (record.contains("arbitration_bounty"))
      return {{"arbitration_bounty", ask("arbitrator", "arbitration_bounties", Json::array({key}))},
              {"disputeFee", ask("arbitrator", "getDisputeFee", Json::array({key}))}};
    if (!record.contains("foreign"))
      return only(arbitrator["requests"].value(key, Json::object()), record);
    const std::string id = key.substr(0, 66);
    const Json who = scenario_["actors"][key.substr(67)];
    const Json home = ask("arbitrator", "requests", Json::array({id, who}));
    const Json foreign = ask("foreign", "arbitrationRequests", Json::array({id, who}));
    return {{"foreign",
             {{"status", foreign[0]},
              {"deposit", foreign[1]},
              {"disputeID", foreign[2]},
              {"answer", foreign[3]}}},
            {"home", {{"status", home[0]}, {"arbitratorAnswer", home[1]}}}};
  }

  Json dispute(const std::string& key, const Json& record) {
    const bool second = key.rfind("kleros2:", 0) == 0;
    const std::size_t index = std::stoul(second ? key.substr(8) : key);
    Json mine = dump_["arbitrator"][second ? "kleros2" : "kleros"]["disputes"][index];
    mine["ruled"] = mine["status"] == "2";
    return only(mine, record);
  }

  Json misc(const std::string& key) {
    const std::string name = key.substr(0, key.find(':'));
    const std::string rest = name == key ? "" : key.substr(name.size() + 1);
    if (name == "question_fee")
      return ask("reality", "arbitrator_question_fees", Json::array({scenario_["actors"][rest]}));
    if (name == "token" || name == "tokenBalanceOfReality")
      return dump_["token"]["balances"].value(
          scenario_["actors"][name == "token" ? rest : "reality"].get<std::string>(), "0");
    if (name == "arbitratorOwner" || name == "governor") return dump_["arbitrator"]["owner"];
    if (name == "arbitrationPrice") return dump_["arbitrator"]["kleros"]["cost"];
    if (name == "ambMessages") return std::to_string(dump_["arbitrator"]["messages"].size());
    if (name == "homeRequester")
      return ask("arbitrator", "questionIDToRequester", Json::array({rest}));
    if (name == "templateId") return ask("arbitrator", "templateId", Json::array());
    if (name == "disputeFee")
      return ask("arbitrator", "getDisputeFee", Json::array({"0x" + std::string(64, '0')}));
    if (name != "round") return "unknown";
    const Json info =
        ask("foreign", "getRoundInfo", Json::array({rest.substr(0, 66), rest.substr(67)}));
    return {{"paidFees", info[0]}, {"feeRewards", info[1]}, {"fundedAnswers", info[2]}};
  }

  /// A dumped state is read back as the same state.
  void compare_load() {
    const json::Value dump = machine_->dump();
    const auto loaded = arbitration_proxy::kind().load(dump);
    expect("load", "", loaded ? "" : loaded.error().path + " " + loaded.error().message);
    if (loaded) expect("dump", to_json(dump), to_json((*loaded)->dump()));
  }

  const Json& scenario_;
  std::unique_ptr<machine::Machine> machine_;
  const Json* step_ = nullptr;
  Json state_ = Json::object();
  Json dump_;
  std::vector<std::string> differences_;
  std::string where_;
};

}  // namespace

TEST_CASE("reality: the recordings replay", "[reality][shared]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/reality/traces.jsonl");
  std::size_t steps = 0;
  std::vector<std::string> differences;
  const std::size_t scenarios = for_each_jsonl(path, [&](const Json& scenario) {
    for (std::string& line : Replay(scenario).run()) differences.push_back(std::move(line));
    steps += scenario["steps"].size();
  });
  for (std::size_t i = 0; i < differences.size() && i < 20; ++i) UNSCOPED_INFO(differences[i]);
  CHECK(differences.empty());
  CHECK(scenarios >= 131);
  CHECK(steps >= 5793);
}
