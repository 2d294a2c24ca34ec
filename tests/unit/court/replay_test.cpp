#include "dikast/keccak.hpp"
#include "scenario.hpp"

using namespace dikast;
using namespace dikast::court_test;
using Json = nlohmann::ordered_json;

namespace {

Value to_value(const Json& value) { return json::from_nlohmann(value); }
Json to_json(const Value& value) { return json::to_nlohmann(value); }

/// Equal, whatever the order of members.
bool alike(const Json& a, const Json& b) { return nlohmann::json(a) == nlohmann::json(b); }

/// What a recording and the machine disagree about, a line each.
class Differences {
 public:
  void at(std::string where) {
    where_ = std::move(where);
    ++cases_;
  }
  bool same(const std::string& what, const Json& recorded, const Json& ours) {
    if (alike(recorded, ours)) return true;
    lines_.push_back(where_ + " " + what + ": recorded " + recorded.dump() + ", ours " +
                     ours.dump());
    return false;
  }
  void check(const std::string& file) const {
    for (std::size_t i = 0; i < lines_.size() && i < 12; ++i) std::cerr << lines_[i] << "\n";
    std::cerr << file << ": " << cases_ << " cases, " << lines_.size() << " mismatches\n";
    CHECK(cases_ > 0);
    CHECK(lines_.empty());
  }

 private:
  std::string where_;
  std::size_t cases_ = 0;
  std::vector<std::string> lines_;
};

machine::Outcome answer_to(machine::Machine& machine, const Json& call) {
  const auto read = machine::read_call(to_value(call));
  INFO(call.dump() << (read ? "" : read.error().path + " " + read.error().message));
  REQUIRE(read);
  auto outcome = machine.apply(*read);
  INFO((outcome ? "" : outcome.error().path + " " + outcome.error().message));
  REQUIRE(outcome);
  return *std::move(outcome);
}

std::string answer_of(const machine::Outcome& outcome) {
  return outcome.ok() ? "ok" : "!" + outcome.error;
}

/// As recorded: null for a call that was accepted.
std::string answer_of(const Json& recorded) {
  return recorded["ok"].get<bool>() ? "ok" : "!" + recorded["error"].get<std::string>();
}

/// One world of the courts files, on a clock that only goes on.
class Court {
 public:
  explicit Court(const Json& scenario)
      : world_(scenario["world"]), neo_(scenario["generation"] == "neo") {
    auto made = kind("court").initial(config_of(to_value(scenario)));
    INFO((made ? "" : made.error().path + " " + made.error().message));
    REQUIRE(made);
    machine_ = *std::move(made);
  }

  machine::Outcome call(const std::string& to, const char* name, const Json& args,
                        const std::string& from, const Json& value = "0",
                        const Json& env = Json::object()) {
    return answer_to(*machine_, {{"timestamp", now_},
                                 {"from", from},
                                 {"to", to},
                                 {"function", name},
                                 {"args", args},
                                 {"value", value},
                                 {"env", env}});
  }
  machine::Outcome as(const char* account, const std::string& to, const char* name,
                      const Json& args, const Json& value = "0", const Json& env = Json::object()) {
    return call(to, name, args, world_["accounts"][account], value, env);
  }
  /// A getter's value, or {error} as the recordings have it.
  Json get(const std::string& to, const char* name, const Json& args) {
    const machine::Outcome outcome = as("P1", to, name, args);
    if (outcome.ok()) return to_json(outcome.returns);
    return {{"error", outcome.error}};
  }
  Json dispute(const Json& id) { return get("view", "disputes", Json::array({id})); }
  Json jump(const Json& id) {
    return get("core", neo_ ? "isDisputeKitJumping" : "getCourtAndDisputeKitJumps",
               Json::array({id}));
  }

  Json created(const Json& id) {
    const Json state = dispute(id);
    Json row = {{"disputeID", id}, {"courtID", state["courtID"]}};
    for (const char* field :
         {"disputeKitID", "nbVotes", "totalFeesForJurors", "pnkAtStakePerJuror", "feeToken"}) {
      if (state["round"].contains(field)) row[field] = state["round"][field];
    }
    row["appealCost"] = state["appealCost"];
    return row;
  }

  void vector(Differences& differences, const Json& vector) {
    const bool token = vector["t"] == "token";
    Json cost_args = Json::array({vector["extraData"]});
    if (token) {
      const Json& asset = vector["feeToken"];
      as("owner", "core", "changeAcceptedFeeTokens", Json::array({asset, vector["accepted"]}));
      as("owner", "core", "changeCurrencyRates",
         Json::array({asset, vector["rateInEth"], vector["rateDecimals"]}));
      cost_args.push_back(asset);
    }
    differences.same("cost", vector["arbitrationCost"], get("core", "arbitrationCost", cost_args));
    if (vector.contains("decoded")) differences.same("decoded", vector["decoded"], decoded(vector));
    const Json& create = vector["create"];
    const Json args =
        token ? Json::array({"2", vector["extraData"], vector["feeToken"], create["feeAmount"]})
              : Json::array({"2", vector["extraData"]});
    Json env = Json::object();
    for (const char* field : {"allowance", "balance"}) {
      if (vector.contains(field)) env[field] = vector[field];
    }
    const Json value = token ? Json("0") : create["value"];
    const machine::Outcome outcome = as("P1", "core", "createDispute", args, value, env);
    if (!differences.same("create", answer_of(create), answer_of(outcome)) || !outcome.ok()) return;
    Json expected = create;
    for (const char* field : {"ok", "error", "value", "feeAmount"}) expected.erase(field);
    differences.same("create", expected, created(to_json(outcome.returns)));
  }

  void ladder(Differences& differences, const Json& ladder) {
    const machine::Outcome made =
        as("P1", "resolver", "createDisputeForTemplate",
           Json::array({ladder["extraData"], "", "", "2"}), ladder["value"]);
    const Json id = to_json(made.returns);
    for (const Json& recorded : ladder["rounds"]) {
      for (const Json& one : ladder["changes"]) {
        if (one["beforeRound"] == recorded["round"]) change(one);
      }
      Json start = recorded;
      for (const char* field : {"fund", "appealCostInAppeal", "jumpInAppeal"}) start.erase(field);
      differences.same("round", start, round_of(id, recorded["round"]));
      if (!recorded.contains("fund")) continue;
      to_appeal(id);
      const Json state = dispute(id);
      differences.same("cost in appeal", recorded["appealCostInAppeal"], state["appealCost"]);
      differences.same("jump in appeal", recorded["jumpInAppeal"], jump(id));
      differences.same("period", "3", state["period"]);
      for (const Json& one : recorded["fund"]) fund(differences, id, state["kit"]["name"], one);
    }
  }

 private:
  Json decoded(const Json& vector) const {
    const auto read = court::decode_extra_data(
        to_value({{"extraData", vector["extraData"]},
                  {"courts", std::to_string(world_["courts"].size() + 1)},
                  {"disputeKits", std::to_string(world_["disputeKits"].size())}}));
    REQUIRE(read);
    const Json value = to_json(*read);
    return {{"courtID", value["courtId"]},
            {"minJurors", value["minJurors"]},
            {"disputeKitID", value["disputeKitId"]}};
  }

  /// The governor changes the fee and the threshold; the rest of the court stays.
  void change(const Json& change) {
    for (const Json& found : world_["courts"]) {
      if (found["id"] != change["courtID"]) continue;
      Json args = Json::array({change["courtID"], found["hiddenVotes"], found["minStake"],
                               found["alpha"], change["feeForJuror"], change["jurorsForCourtJump"],
                               found["timesPerPeriod"]});
      if (!neo_) args.push_back("0x" + std::string(40, '0'));
      as("owner", "core", "changeCourtParameters", args);
    }
  }

  Json round_of(const Json& id, const Json& round) {
    const Json state = dispute(id);
    const Json& now = state["round"];
    Json row = {{"round", round}, {"courtID", state["courtID"]}};
    for (const char* field : {"disputeKitID", "nbVotes", "totalFeesForJurors", "pnkAtStakePerJuror",
                              "courtParamsIndex"}) {
      if (now.contains(field)) row[field] = now[field];
    }
    row["appealCost"] = state["appealCost"];
    row["jump"] = jump(id);
    return row;
  }

  /// Brings the round to its appeal period, with every vote for choice 1.
  void to_appeal(const Json& id) {
    const Json before = dispute(id);
    const std::size_t votes = std::stoul(before["round"]["nbVotes"].get<std::string>());
    while (get("view", "sortition", Json::array())["phase"] != "2") {
      now_ += 1'000'000;
      as("J1", "sortition", "passPhase", Json::array());
    }
    Json drawn = Json::array();
    Json ids = Json::array();
    for (std::size_t i = 0; i < votes; ++i) {
      drawn.push_back(world_["accounts"]["J1"]);
      ids.push_back(std::to_string(i));
    }
    as("J1", "core", "draw", Json::array({id, std::to_string(votes)}), "0", {{"drawn", drawn}});
    pass(id);
    const std::string kit = before["kit"]["name"];
    if (dispute(id)["period"] == "1") {
      Bytes committed(64);
      committed[31] = 1;
      committed[63] = 7;
      const Hash32 hash = keccak256(committed);
      const std::string commitment = to_hex({hash.data(), hash.size()});
      as("J1", kit, "castCommit", Json::array({id, ids, commitment}));
      pass(id);
    }
    as("J1", kit, "castVote", Json::array({id, ids, "1", "7", ""}));
    pass(id);
  }

  void pass(const Json& id) {
    now_ += 10'000'000;
    as("J1", "core", "passPeriod", Json::array({id}));
  }

  void fund(Differences& differences, const Json& id, const std::string& kit, const Json& one) {
    const machine::Outcome outcome =
        as("P1", kit, "fundAppeal", Json::array({id, one["choice"]}), one["value"]);
    if (!differences.same("fund", answer_of(one), answer_of(outcome))) return;
    Json events = Json::array();
    const Value all = events_of(outcome);
    for (const Value& event : all.items()) {
      if (text(event, "name") != "NewPeriod") events.push_back(to_json(event));
    }
    differences.same("fund", one["events"], events);
  }

  const Json& world_;
  bool neo_;
  std::uint64_t now_ = 1'000'000'000;
  std::unique_ptr<machine::Machine> machine_;
};

/// Whose votes they are is told by who commits; nobody else's matters.
Json votes_of(const Json& one, const Json& accounts) {
  const Json& kit = one["state"]["kit"];
  const Json* casting = nullptr;
  for (const Json& attempt : one["attempts"]) {
    if (casting == nullptr && attempt["function"] == "castCommit") casting = &attempt;
  }
  const auto owner = [&](std::size_t i) -> Json {
    if (casting == nullptr) return accounts["J1"];
    for (const Json& id : (*casting)["args"][1]) {
      if (id == std::to_string(i)) return (*casting)["from"];
    }
    return accounts["J1"];
  };
  std::vector<std::string> voted;
  for (std::size_t choice = 0; choice < kit["counts"].size(); ++choice) {
    const std::size_t count = std::stoul(kit["counts"][choice].get<std::string>());
    voted.insert(voted.end(), count, std::to_string(choice));
  }
  const std::size_t committed = std::stoul(kit["totalCommitted"].get<std::string>());
  Json votes = Json::array();
  for (std::size_t i = 0; i < std::stoul(kit["nbVoters"].get<std::string>()); ++i) {
    votes.push_back({{"account", owner(i)},
                     {"voted", i < voted.size()},
                     {"choice", i < voted.size() ? voted[i] : "0"},
                     {"commit", "0x" + std::string(64, i < committed ? '1' : '0')}});
  }
  return votes;
}

/// What was paid before the case begins: its label says so, the getters do not.
Json fundings_of(const Json& one) {
  const Json& state = one["state"];
  const Uint256 cost = *Uint256::parse(state["appealCost"].get<std::string>());
  const Json& ruling = state["currentRuling"]["ruling"];
  const auto total = [&](const Json& choice) {
    return *checked_mul(cost, choice == ruling ? Uint256(2) : Uint256(3));
  };
  Json fundings = Json::array();
  for (const Json& choice : state["kit"]["fundedChoices"]) {
    fundings.push_back({{"choice", choice}, {"paid", total(choice).to_decimal()}});
  }
  const std::string label = one["label"];
  if (!label.ends_with("1 wei short")) return fundings;
  for (const Json& attempt : one["attempts"]) {
    if (attempt["function"] != "fundAppeal" || attempt["value"] != "1") continue;
    const Json& choice = attempt["args"][1];
    if (choice == ruling) continue;
    const Uint256 paid = wrapping_sub(total(choice), 1);
    fundings.push_back({{"choice", choice}, {"paid", paid.to_decimal()}});
    break;
  }
  return fundings;
}

Json values_of(const Json& scenario, const Json& config, const Json& one) {
  const Json& world = scenario["world"];
  const Json& state = one["state"];
  Json values = config;
  if (state["arbitrated"] == world["contracts"]["resolver"]) {
    values["resolver"]["disputes"] = {{{"arbitratorExtraData", "0x"},
                                       {"isRuled", false},
                                       {"ruling", "0"},
                                       {"numberOfRulingOptions", state["kit"]["numberOfChoices"]}}};
    values["resolver"]["disputeIDs"] = {{{"arbitratorDisputeID", state["id"]}, {"localID", "0"}}};
  }
  values["paused"] = state["paused"];
  values["arbitrationPaused"] = state.value("arbitrationPaused", false);
  values["graceStart"] = state.value("graceStart", "0");
  values["graceEnd"] = state.value("graceEnd", "0");
  Json reading = state;
  reading["kit"]["votes"] = votes_of(one, world["accounts"]);
  reading["kit"]["fundings"] = fundings_of(one);
  values["readings"] = Json::array({reading});
  return values;
}

/// Who paid is told by who withdraws in the end; no getter says it.
std::unique_ptr<machine::Machine> start_of(const Json& scenario, const Json& config,
                                           const Json& one) {
  auto read = kind("court").from_chain(to_value(values_of(scenario, config, one)));
  INFO(one["label"].get<std::string>()
       << (read ? "" : read.error().path + " " + read.error().message));
  REQUIRE(read);
  for (const Json& attempt : one["attempts"]) {
    if (attempt["function"] != "withdrawFeesAndRewards") continue;
    Json state = to_json((*read)->dump());
    const std::size_t kit =
        std::stoul(one["state"]["round"]["disputeKitID"].get<std::string>()) - 1;
    Json& round = state["disputeKits"][kit]["disputes"].back()["rounds"].back();
    round["contributions"] = Json::array();
    for (const Json& funding : round["fundings"]) {
      round["contributions"].push_back({{"account", attempt["args"][1]},
                                        {"choice", funding["choice"]},
                                        {"amount", funding["paid"]}});
    }
    auto again = kind("court").load(to_value(state));
    INFO((again ? "" : again.error().path + " " + again.error().message));
    REQUIRE(again);
    return *std::move(again);
  }
  return *std::move(read);
}

Json call_json(const Json& attempt, const Json& to, const char* function, const Json& args) {
  return {{"timestamp", attempt["t"]},
          {"from", attempt["from"]},
          {"to", to},
          {"function", function},
          {"args", args}};
}

void compare_attempt(Differences& differences, machine::Machine& machine, const Json& attempt,
                     const Json& state) {
  if (attempt.contains("isAppealFundedAtT")) {
    const machine::Outcome funded = answer_to(
        machine,
        call_json(attempt, state["kit"]["name"], "isAppealFunded", Json::array({state["id"]})));
    differences.same("isAppealFunded", attempt["isAppealFundedAtT"], to_json(funded.returns));
  }
  const auto outcome = machine.apply(call_of(to_value(attempt)));
  REQUIRE(outcome);
  if (!differences.same("answer", answer_of(attempt), answer_of(*outcome)) || !outcome->ok())
    return;
  Json names = Json::array();
  for (const machine::Event& event : outcome->events) names.push_back(event.name);
  differences.same("events", attempt["events"], names);
  const Json seen =
      to_json(answer_to(machine, call_json(attempt, "view", "disputes", Json::array({state["id"]})))
                  .returns);
  Json after = Json::object();
  for (const char* field : {"period", "lastPeriodChange", "rounds", "courtID", "ruled",
                            "currentRuling", "appealPeriod"}) {
    after[field] = seen[field];
  }
  after["fundedChoices"] = seen["kit"]["fundedChoices"];
  differences.same("after", attempt["after"], after);
}

}  // namespace

TEST_CASE("court: costs and ladders of the recorded courts", "[court][recordings]") {
  DIKAST_SHARED_OR_SKIP(folder, "golden/kleros-v2");
  for (const char* name : {"courts-v2.jsonl", "courts-neo.jsonl"}) {
    Differences differences;
    dikast::test::for_each_jsonl(folder / name, [&](const Json& scenario) {
      const std::string id = scenario["id"];
      Court court(scenario);
      for (std::size_t i = 0; i < scenario["vectors"].size(); ++i) {
        differences.at(id + " vector " + std::to_string(i));
        court.vector(differences, scenario["vectors"][i]);
      }
      for (std::size_t i = 0; i < scenario["ladders"].size(); ++i) {
        differences.at(id + " ladder " + std::to_string(i));
        Court(scenario).ladder(differences, scenario["ladders"][i]);
      }
    });
    differences.check(name);
  }
}

TEST_CASE("court: every second around the recorded deadlines", "[court][recordings]") {
  DIKAST_SHARED_OR_SKIP(folder, "golden/kleros-v2");
  for (const char* name : {"periods-v2.jsonl", "periods-neo.jsonl"}) {
    Differences differences;
    dikast::test::for_each_jsonl(folder / name, [&](const Json& scenario) {
      const Json config = to_json(config_of(to_value(scenario)));
      for (const Json& one : scenario["cases"]) {
        const auto start = start_of(scenario, config, one);
        for (std::size_t i = 0; i < one["attempts"].size(); ++i) {
          const Json& attempt = one["attempts"][i];
          differences.at(scenario["id"].get<std::string>() + " " + one["label"].get<std::string>() +
                         " #" + std::to_string(i));
          compare_attempt(differences, *start->clone(), attempt, one["state"]);
        }
      }
    });
    differences.check(name);
  }
}
