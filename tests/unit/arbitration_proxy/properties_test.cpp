#include <set>

#include "history.hpp"

using namespace dikast;
using namespace dikast::test;

namespace {

std::uint64_t time_of(const Json& step) {
  return std::stoull(step["timestamp"].get<std::string>());
}

/// A scenario with what its events say, played step by step.
class Tape {
 public:
  explicit Tape(const Json& scenario)
      : machine(start_reality(scenario)),
        state(to_json(machine->dump())),
        books(text_of(scenario, "system") != "reality-2.0") {
    for (const Json& step : scenario["steps"]) {
      const Json& args = step["args"];
      if (step["function"] != "submitAnswerReveal") continue;
      const auto word = [](const Json& text) { return *Uint256::parse(text.get<std::string>()); };
      const auto hash = reality::answer_hash(word(args[1]), number_of(args[2]));
      secrets[reality::word_text(reality::commitment_id(word(args[0]), hash, number_of(args[3])))] =
          args;
    }
  }

  void play(const Json& step) {
    const auto outcome = machine->apply(read_step(step));
    REQUIRE(outcome);
    if (!outcome->ok()) return;
    history.note(*outcome);
    const Json before = std::move(state);
    state = to_json(machine->dump());
    books.note(*outcome, before, state);
  }

  [[nodiscard]] Json env(const Json& step) const {
    return {{"block", step["env"]["block"]}, {"history", history.all(state)}};
  }

  /// How a call would end at `moment`.
  [[nodiscard]] std::string refusal(const Json& call, std::uint64_t moment) const {
    Json step = call;
    step["timestamp"] = std::to_string(moment);
    step["env"] = Json::object();
    const auto outcome = machine->clone()->apply(read_step(step));
    REQUIRE(outcome);
    return refusal_text(*outcome);
  }

  std::unique_ptr<machine::Machine> machine;
  Json state;
  History history;
  Books books;
  std::map<std::string, Json> secrets;  ///< what reveals commitments, by the commitment's id
};

struct Findings {
  std::size_t tried = 0;
  std::size_t recorded = 0;
  std::vector<std::string> wrong;
};

void report(const std::vector<std::string>& wrong) {
  for (std::size_t i = 0; i < wrong.size() && i < 10; ++i) UNSCOPED_INFO(wrong[i]);
  CHECK(wrong.empty());
}

/// Each action is what apply makes of it; the recorded call, where it is one of them, too.
void check_actions(const Tape& tape, const Json& step, const std::string& where,
                   Findings& findings) {
  const json::Value env = to_value(tape.env(step));
  const auto actions = tape.machine->actions({step["from"], time_of(step), env});
  if (!actions) {
    findings.wrong.push_back(where + " " + actions.error().path);
    return;
  }
  for (const machine::Action& action : *actions) {
    const bool same = action.to == step["to"] && action.function == step["function"] &&
                      to_json(action.args) == step["args"] &&
                      action.value.to_decimal() == step["value"];
    if (same) {
      ++findings.recorded;
      if (step["ok"] != action.enabled)
        findings.wrong.push_back(where + " recorded " + action.function);
    }
    if (!same && ++findings.tried % 8 != 0) continue;
    const machine::Call call{time_of(step), step["from"], action.to, action.function,
                             action.args,   action.value, env};
    const auto outcome = tape.machine->clone()->apply(call);
    if (!outcome || outcome->ok() != action.enabled ||
        (!outcome->ok() && !outcome->error.empty() && outcome->error != action.reason))
      findings.wrong.push_back(where + " " + action.function);
  }
}

/// The call that a deadline is about, and how it is refused on the wrong side of it.
struct Trial {
  Json call;
  std::string refusal;
};

std::string subject_id(const machine::Deadline& deadline) {
  return deadline.subject.substr(deadline.subject.find(' ') + 1);
}

Trial answer_trial(const Tape& tape, const std::string& id, const std::string& refusal) {
  const bool token = tape.state.contains("token");
  const std::string bond = Uint256::max().to_decimal();
  Json args = {id, id, "0"};
  if (token) args.push_back(bond);
  return {{{"from", "alice"},
           {"to", "reality"},
           {"function", token ? "submitAnswerERC20" : "submitAnswer"},
           {"args", args},
           {"value", token ? "0" : "1"}},
          refusal};
}

Trial claim_trial(const Tape& tape, const std::string& id) {
  const Json lists = tape.history.lists(id, tape.state);
  return {{{"from", "alice"},
           {"to", "reality"},
           {"function", "claimWinnings"},
           {"args", {id, lists["hashes"], lists["answerers"], lists["bonds"], lists["answers"]}},
           {"value", "0"}},
          "question must be finalized"};
}

/// The question that dispute `index` is about, by its proxy.
std::string disputed_question(const Json& arbitrator, const std::string& index) {
  const Json requests = arbitrator.value("requests", Json::object());
  for (const auto& [id, request] : requests.items())
    if (request["status"] == "1" && request["disputeID"] == index) return id;
  const Json foreign = arbitrator.value("foreignRequests", Json::object());
  for (const auto& [id, by_requester] : foreign.items())
    for (const auto& [requester, request] : by_requester.items())
      if (request["status"] == "2" && request["disputeID"] == index) return id;
  return {};
}

Trial funding_trial(const Tape& tape, const std::string& index, bool winner) {
  const Json& arbitrator = tape.state["arbitrator"];
  const bool foreign = arbitrator.contains("foreignRequests");
  const Json& dispute = arbitrator["kleros"]["disputes"][std::stoul(index)];
  const Uint256 ruling = wrapping_add(number_of(dispute["ruling"]), Uint256(winner ? 0 : 77));
  const std::string id = disputed_question(arbitrator, index);
  const char* early = "Funding must be made within the first half appeal period.";
  const char* late = "Funding must be made within the appeal period.";
  if (foreign) early = "Appeal period is over for loser";
  if (foreign) late = "Appeal period is over.";
  return {{{"from", "alice"},
           {"to", foreign ? "foreign" : "arbitrator"},
           {"function", "fundAppeal"},
           {"args", {Uint256::parse(id)->to_decimal(), ruling.to_decimal()}},
           {"value", "0"}},
          winner ? late : early};
}

std::optional<Trial> trial_of(const Tape& tape, const machine::Deadline& deadline) {
  const std::string id = subject_id(deadline);
  if (deadline.name == "openingTime")
    return answer_trial(tape, id, "opening date must have passed");
  if (deadline.name == "finalization")
    return answer_trial(tape, id, "finalization deadline must not have passed");
  if (deadline.name == "claim") return claim_trial(tape, id);
  if (deadline.name != "revealEnd")
    return funding_trial(tape, id, deadline.name == "appealPeriodEnd");
  const auto secret = tape.secrets.find(id);
  if (secret == tape.secrets.end()) return std::nullopt;
  return Trial{{{"from", "alice"},
                {"to", "reality"},
                {"function", "submitAnswerReveal"},
                {"args", secret->second},
                {"value", "0"}},
               "reveal deadline must not have passed"};
}

}  // namespace

TEST_CASE("reality: an action is enabled when and only when the call is accepted",
          "[reality][shared]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/reality/traces.jsonl");
  Findings findings;
  for_each_jsonl(path, [&](const Json& scenario) {
    Tape tape(scenario);
    std::size_t index = 0;
    for (const Json& step : scenario["steps"]) {
      check_actions(tape, step, text_of(scenario, "id") + "#" + std::to_string(index++), findings);
      tape.play(step);
    }
  });
  report(findings.wrong);
  CHECK(findings.tried > 50'000);
  CHECK(findings.recorded > 400);
}

TEST_CASE("reality: a deadline is the first second of the new situation", "[reality][shared]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/reality/traces.jsonl");
  std::map<std::string, std::size_t> seen;
  std::vector<std::string> wrong;
  for_each_jsonl(path, [&](const Json& scenario) {
    Tape tape(scenario);
    std::set<std::string> known;
    for (const Json& step : scenario["steps"]) {
      const std::uint64_t now = time_of(step);
      const auto deadlines = tape.machine->deadlines({step["from"], now, {}});
      REQUIRE(deadlines);
      for (const machine::Deadline& deadline : *deadlines) {
        const std::string key =
            deadline.name + deadline.subject + std::to_string(deadline.timestamp);
        const auto trial = trial_of(tape, deadline);
        if (deadline.timestamp <= now + 1 || !trial || !known.insert(key).second) continue;
        const bool before = tape.refusal(trial->call, deadline.timestamp - 1) == trial->refusal;
        const bool after = tape.refusal(trial->call, deadline.timestamp) == trial->refusal;
        // Reality stops taking reveals when the question is final, which may be the same second.
        const bool final = deadline.name == "revealEnd" && !after;
        if (before != deadline.opens || (after == deadline.opens && !final))
          wrong.push_back(text_of(scenario, "id") + " " + deadline.name);
        ++seen[deadline.name];
      }
      tape.play(step);
    }
  });
  report(wrong);
  for (const char* name : {"openingTime", "finalization", "claim", "revealEnd", "loserFundingEnd",
                           "appealPeriodEnd"}) {
    INFO(name);
    CHECK(seen[name] > 10);
  }
}

TEST_CASE("reality: money is conserved in the recordings, and what stays locked is known",
          "[reality][shared]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/reality/traces.jsonl");
  std::vector<std::string> wrong;
  std::size_t claimed = 0;
  Uint256 all_locked;
  for_each_jsonl(path, [&](const Json& scenario) {
    Tape tape(scenario);
    std::size_t index = 0;
    for (const Json& step : scenario["steps"]) {
      tape.play(step);
      const std::string where = text_of(scenario, "id") + "#" + std::to_string(index++);
      if (!tape.books.balance(tape.state, held_by_reality(tape.state))) wrong.push_back(where);
    }
    for (const auto& [id, question] : tape.state["questions"].items()) {
      if (!is_claimed(tape.state, id, tape.history)) continue;
      Uint256 locked;
      ++claimed;
      if (!tape.books.only_locked(id, tape.state, tape.history, locked))
        wrong.push_back(text_of(scenario, "id") + " " + id);
      all_locked = wrapping_add(all_locked, locked);
    }
  });
  report(wrong);
  CHECK(claimed > 100);
  CHECK_FALSE(all_locked.is_zero());
}
