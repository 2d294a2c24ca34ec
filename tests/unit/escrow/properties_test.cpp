#include "recording.hpp"

using namespace dikast;
using namespace dikast::test;

namespace {

machine::Query query_of(const std::string& actor, std::uint64_t timestamp, const Json& env) {
  return {actor, timestamp, to_value(env)};
}

/// Outside parties did what they were asked to.
bool all_honest(const Json& step) {
  for (const Json& call : step["calls"]) {
    if (call["from"] != "escrow") continue;
    if (!call["ok"].get<bool>()) return false;
    const bool token = call["function"] == "transfer" || call["function"] == "transferFrom";
    if (token && call["returns"] != "true") return false;
  }
  return true;
}

struct Findings {
  std::size_t tried = 0;
  std::size_t recorded = 0;
  std::vector<std::string> wrong;
};

/// Each action is what apply makes of it; the recorded call, where it is one of them, too.
void check_actions(const machine::Machine& machine, const Json& step, const std::string& where,
                   Findings& findings) {
  const std::string actor = step["from"];
  const std::uint64_t now = std::stoull(step["timestamp"].get<std::string>());
  const auto actions = machine.actions(query_of(actor, now, step["env"]));
  if (!actions) {
    findings.wrong.push_back(where + " " + actions.error().path);
    return;
  }
  for (const machine::Action& action : *actions) {
    machine::Call call{
        now, actor, "", action.function, action.args, action.value, to_value(step["env"])};
    const auto outcome = machine.clone()->apply(call);
    ++findings.tried;
    if (!outcome || outcome->ok() != action.enabled ||
        (!outcome->ok() && !outcome->error.empty() && outcome->error != action.reason))
      findings.wrong.push_back(where + " " + action.function);
    const bool same = action.function == step["function"] && to_json(action.args) == step["args"] &&
                      action.value.to_decimal() == step["value"] && step["to"] == "escrow";
    if (!same || (!all_honest(step) && step["revertIn"] != "escrow")) continue;
    if (step["revertIn"] == "escrow" && !all_honest(step)) continue;
    ++findings.recorded;
    if (step["ok"] != action.enabled)
      findings.wrong.push_back(where + " recorded " + action.function);
  }
}

/// Whether the escrow holds what the transaction says: not so after a token that keeps a fee.
bool is_covered(const Json& state, const Json& transaction) {
  for (const Json& token : state["tokens"])
    if (transaction.contains("token") && token["address"] == transaction["token"])
      return *Uint256::parse(text_of(token, "balance")) >=
             *Uint256::parse(text_of(transaction, "amount"));
  return true;
}

/// The call a deadline is about, made by somebody who may, at `moment`.
std::optional<bool> accepted_at(const machine::Machine& machine, const machine::Deadline& deadline,
                                const Json& env, std::uint64_t moment) {
  const Json state = to_json(machine.dump());
  const std::string id = deadline.subject.substr(std::string("transaction ").size());
  const Json& transaction = state["transactions"][std::stoul(id)];
  // Before the clock of the period starts there is no second to look at, and an escrow or an
  // arbitrator as the receiver takes no ether at any time.
  if (std::to_string(deadline.timestamp) == transaction["lastInteraction"] ||
      transaction["receiver"] == state["escrow"] ||
      transaction["receiver"] == state["arbitrator"] || !is_covered(state, transaction))
    return std::nullopt;
  Json args = {id};
  Json value = "0";
  if (deadline.function == "fundAppeal") {
    const std::string ruling = env["currentRuling"];
    args.push_back(deadline.name == "loserFundingEnd" ? (ruling == "1" ? "2" : "1")
                   : ruling == "0"                    ? "1"
                                                      : ruling);
    const auto side = std::stoul(args[1].get<std::string>());
    if (side > 2 || transaction["rounds"].back()["hasPaid"][side].get<bool>()) return std::nullopt;
  }
  if (deadline.function == "appeal") value = env["appealCost"];
  auto outcome = machine.clone()->apply(read_call({{"timestamp", std::to_string(moment)},
                                                   {"from", transaction["sender"]},
                                                   {"function", deadline.function},
                                                   {"args", args},
                                                   {"value", value},
                                                   {"env", env}}));
  REQUIRE(outcome);
  return outcome->ok();
}

}  // namespace

TEST_CASE("escrow: an action is enabled when and only when the call is accepted",
          "[escrow][shared]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/escrow-v1/traces.jsonl");
  Findings findings;
  for_each_jsonl(path, [&](const Json& scenario) {
    const auto machine = start_escrow(scenario);
    std::size_t index = 0;
    for (const Json& step : scenario["steps"]) {
      const std::string where = text_of(scenario, "id") + "#" + std::to_string(index++);
      check_actions(*machine, step, where, findings);
      const Json call = escrow_call(scenario, step);
      if (!call.is_null()) REQUIRE(machine->apply(read_call(call)));
    }
  });
  for (std::size_t i = 0; i < findings.wrong.size() && i < 10; ++i)
    UNSCOPED_INFO(findings.wrong[i]);
  CHECK(findings.wrong.empty());
  CHECK(findings.tried > 30'000);
  CHECK(findings.recorded > 800);
}

TEST_CASE("escrow: a deadline is the first second of the new situation", "[escrow][shared]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/escrow-v1/traces.jsonl");
  std::map<std::string, std::size_t> seen;
  std::vector<std::string> wrong;
  for_each_jsonl(path, [&](const Json& scenario) {
    const auto machine = start_escrow(scenario);
    for (const Json& step : scenario["steps"]) {
      const std::uint64_t now = std::stoull(step["timestamp"].get<std::string>());
      const auto deadlines = machine->deadlines(query_of(step["from"], now, step["env"]));
      REQUIRE(deadlines);
      for (const machine::Deadline& deadline : *deadlines) {
        if (deadline.name == "deliveryDeadlineByConvention" || deadline.timestamp < 2) continue;
        const auto before = accepted_at(*machine, deadline, step["env"], deadline.timestamp - 1);
        const auto after = accepted_at(*machine, deadline, step["env"], deadline.timestamp);
        if (!before) continue;
        // A period without a half, or of no length, has no second before its end.
        const bool empty = !deadline.opens &&
                           std::to_string(deadline.timestamp) == step["env"]["appealPeriodStart"];
        if (*after != deadline.opens || (*before == deadline.opens && !empty))
          wrong.push_back(text_of(scenario, "id") + " " + deadline.name);
        ++seen[deadline.name];
      }
      const Json call = escrow_call(scenario, step);
      if (!call.is_null()) REQUIRE(machine->apply(read_call(call)));
    }
  });
  for (std::size_t i = 0; i < wrong.size() && i < 10; ++i) UNSCOPED_INFO(wrong[i]);
  CHECK(wrong.empty());
  for (const char* name : {"paymentTimeout", "feeTimeout", "loserFundingEnd", "appealPeriodEnd"})
    CHECK(seen[name] > 10);
}
