#include "scenario.hpp"

using namespace dikast;
using namespace dikast::court_test;

namespace {

std::vector<std::string> actors(const Value& scenario) {
  std::vector<std::string> all;
  for (const char* name : {"owner", "J1", "J2", "P1", "P2", "X"}) {
    all.push_back(text(at(at(scenario, "world"), "accounts"), name));
  }
  return all;
}

machine::Call call_of(const machine::Action& action, const machine::Query& query) {
  machine::Call call;
  call.timestamp = query.timestamp;
  call.from = query.actor;
  call.to = action.to;
  call.function = action.function;
  call.args = action.args;
  call.value = action.value;
  call.env = Value::object();
  if (call.function == "draw") put(call.env, "drawn", Value::array({Value()}));
  return call;
}

/// Enabled means accepted, for every action of every actor; the number of actions.
std::size_t check_actions(const machine::Machine& machine, const std::vector<std::string>& all,
                          std::uint64_t timestamp) {
  std::size_t count = 0;
  for (const std::string& actor : all) {
    const machine::Query query{actor, timestamp, Value::object()};
    const auto actions = machine.actions(query);
    REQUIRE(actions);
    for (const machine::Action& action : *actions) {
      const auto outcome = machine.clone()->apply(call_of(action, query));
      REQUIRE(outcome);
      INFO(action.to << "." << action.function << " " << outcome->error);
      CHECK(action.enabled == outcome->ok());
      CHECK(action.enabled == action.reason.empty());
      ++count;
    }
  }
  return count;
}

machine::Call passing(const machine::Deadline& deadline, std::uint64_t timestamp) {
  machine::Call call;
  call.from = "0x0000000000000000000000000000000000000001";
  call.to = "core";
  call.function = "passPeriod";
  call.args = Value::array({machine::to_value(deadline.subject.substr(8))});
  call.timestamp = timestamp;
  return call;
}

/// What is said to close with `deadline` is enabled for nobody at that second.
void check_closed(const machine::Machine& machine, const machine::Deadline& deadline) {
  const bool winner = deadline.name == "winnerFundingEnd";
  const auto actions = machine.actions({passing(deadline, 0).from, deadline.timestamp, {}});
  REQUIRE(actions);
  for (const machine::Action& action : *actions) {
    if (action.function != "fundAppeal") continue;
    if (action.args.items().front().text() != deadline.subject.substr(8)) continue;
    const bool of_winner = action.role == "funder of the winning choice";
    INFO(deadline.subject << " " << deadline.name << " " << action.role);
    CHECK_FALSE((action.enabled && (winner || !of_winner)));
  }
}

/// At a deadline what it opens is open, and what it closes is closed; one second before, passPeriod
/// is refused, unless there is another reason for it to be accepted.
std::size_t check_boundaries(const machine::Machine& machine, std::uint64_t now) {
  const auto deadlines = machine.deadlines({"", now, Value::object()});
  REQUIRE(deadlines);
  std::size_t count = 0;
  for (const machine::Deadline& deadline : *deadlines) {
    if (deadline.subject.rfind("dispute ", 0) != 0) continue;
    if (deadline.function == "fundAppeal") check_closed(machine, deadline);
    if (deadline.function != "passPeriod") continue;
    const auto pass = [&](std::uint64_t timestamp) {
      auto outcome = machine.clone()->apply(passing(deadline, timestamp));
      REQUIRE(outcome);
      INFO(deadline.subject << " " << deadline.name << " " << outcome->error);
      // Jurors who are not drawn yet hold a period longer.
      return outcome->ok() || outcome->error == "DisputeStillDrawing";
    };
    CHECK(pass(deadline.timestamp));
    ++count;
    if (deadline.timestamp <= now) continue;
    const bool earlier =
        std::any_of(deadlines->begin(), deadlines->end(), [&](const machine::Deadline& other) {
          return other.subject == deadline.subject && other.function == "passPeriod" &&
                 other.timestamp < deadline.timestamp;
        });
    if (!earlier && !pass(now)) CHECK_FALSE(pass(deadline.timestamp - 1));
  }
  return count;
}

}  // namespace

TEST_CASE("court: enabled is accepted, at every third step of the recordings", "[court]") {
  DIKAST_SHARED_OR_SKIP(folder, "golden/kleros-v2");
  for (const char* name : {"appeals-v2.jsonl", "appeals-neo.jsonl"}) {
    std::size_t number = 0;
    std::size_t actions = 0;
    std::size_t boundaries = 0;
    const std::vector<Value> scenarios = read_lines(folder / name);
    for (std::size_t i = 0; i < scenarios.size(); i += 10) {
      auto machine = kind("court").initial(config_of(scenarios[i]));
      REQUIRE(machine);
      for (const Value& step : at(scenarios[i], "steps").items()) {
        const machine::Call call = court_test::call_of(step);
        if (++number % 3 == 0) {
          actions += check_actions(**machine, actors(scenarios[i]), call.timestamp);
          boundaries += check_boundaries(**machine, call.timestamp);
        }
        REQUIRE((*machine)->apply(call));
      }
    }
    CHECK(actions > 1000);
    CHECK(boundaries > 100);
  }
}

TEST_CASE("court: a state read back is the state that was written", "[court]") {
  DIKAST_SHARED_OR_SKIP(folder, "golden/kleros-v2");
  for (const char* name :
       {"appeals-v2.jsonl", "appeals-neo.jsonl", "resolver-v2.jsonl", "resolver-neo.jsonl"}) {
    const std::vector<Value> scenarios = read_lines(folder / name);
    for (std::size_t i = 0; i < scenarios.size(); i += 10) {
      auto machine = kind("court").initial(config_of(scenarios[i]));
      REQUIRE(machine);
      for (const Value& step : at(scenarios[i], "steps").items()) {
        REQUIRE((*machine)->apply(court_test::call_of(step)));
      }
      const Value state = (*machine)->dump();
      auto again = kind("court").load(state);
      INFO(name << " " << i << (again ? "" : again.error().path + " " + again.error().message));
      REQUIRE(again);
      CHECK(same((*again)->dump(), state));
    }
  }
}

TEST_CASE("court: a walk of enabled actions loses and makes no money", "[court]") {
  DIKAST_SHARED_OR_SKIP(folder, "golden/kleros-v2");
  for (const char* name : {"appeals-v2.jsonl", "appeals-neo.jsonl"}) {
    const std::vector<Value> scenarios = read_lines(folder / name);
    for (std::size_t i = 0; i < 5; ++i) {
      const Value& scenario = scenarios[i];
      auto made = kind("court").initial(config_of(scenario));
      REQUIRE(made);
      machine::Machine& machine = **made;
      const Value& contracts = at(at(scenario, "world"), "contracts");
      const std::vector<std::string> all = actors(scenario);
      std::map<std::string, std::pair<Uint256, Uint256>> flows;  // in, out
      const auto note = [&](const machine::Outcome& outcome) {
        for (const machine::Transfer& each : outcome.transfers) {
          if (each.asset != "eth" || !each.ok) continue;
          flows[each.to].first = wrapping_add(flows[each.to].first, each.amount);
          flows[each.from].second = wrapping_add(flows[each.from].second, each.amount);
        }
      };
      dikast::test::Random random(static_cast<std::uint32_t>(i + 1));
      machine::Query query{all[3], 1'000'000'000, Value::object()};
      machine::Call create = court_test::call_of(at(scenario, "steps").items().front());
      for (const Value& step : at(scenario, "steps").items()) {
        if (text(step, "function").rfind("createDispute", 0) != 0) continue;
        create = court_test::call_of(step);
        create.timestamp = query.timestamp;
        const auto outcome = machine.apply(create);
        REQUIRE(outcome);
        if (outcome->ok()) note(*outcome);
      }
      for (int step = 0; step < 300; ++step) {
        query.actor = all[random.below(static_cast<std::uint32_t>(all.size()))];
        query.timestamp += random.below(600);
        const auto actions = machine.actions(query);
        REQUIRE(actions);
        if (actions->empty()) continue;
        const auto& action = (*actions)[random.below(static_cast<std::uint32_t>(actions->size()))];
        machine::Call call = call_of(action, query);
        if (call.function == "draw") {
          call.env = Value::object();
          put(call.env, "drawn", Value::array({machine::to_value(all[1 + random.below(2)])}));
        }
        const auto outcome = machine.apply(call);
        REQUIRE(outcome);
        CHECK(outcome->ok() == action.enabled);
        note(*outcome);
        // No contract of the system ever pays out what it did not take in.
        for (const json::Member& contract : contracts.members()) {
          const auto& flow = flows[contract.value.text()];
          CHECK(flow.second <= flow.first);
        }
      }
    }
  }
}
