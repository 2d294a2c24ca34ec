#include "scenario.hpp"

using namespace dikast;
using namespace dikast::court_test;

namespace {

/// Accounts whose balance every step of the scenario follows.
std::set<std::string> followed(const Value& scenario, const Value& step) {
  const Value& contracts = at(at(scenario, "world"), "contracts");
  const Value& accounts = at(at(scenario, "world"), "accounts");
  std::set<std::string> all{text(step, "from"), text(accounts, "owner")};
  for (const char* label : {"core", "kit", "kit2", "resolver"}) all.insert(text(contracts, label));
  if (text(step, "function") == "withdrawFeesAndRewards") {
    all.insert(at(step, "args").items()[1].text());
  }
  if (text(step, "function") == "execute") {
    for (const char* label : {"J1", "J2", "J3"}) all.insert(text(accounts, label));
  }
  return all;
}

void replay(const std::filesystem::path& path) {
  std::size_t steps = 0;
  std::size_t failed = 0;
  for (const Value& scenario : read_lines(path)) {
    auto made = kind("court").initial(config_of(scenario));
    INFO(text(scenario, "id") << (made ? "" : made.error().path + " " + made.error().message));
    REQUIRE(made);
    machine::Machine& machine = **made;
    std::size_t number = 0;
    for (const Value& step : at(scenario, "steps").items()) {
      auto outcome = machine.apply(call_of(step));
      const std::string where = text(scenario, "id") + "#" + std::to_string(number++) + " " +
                                text(step, "to") + "." + text(step, "function");
      INFO(where);
      if (!outcome) UNSCOPED_INFO(outcome.error().path << " " << outcome.error().message);
      REQUIRE(outcome);
      const std::string wrong = difference(step, *outcome, machine, followed(scenario, step));
      ++steps;
      if (wrong.empty()) continue;
      if (++failed <= 12) std::cerr << where << ": " << wrong.substr(0, 1500) << "\n";
      break;
    }
  }
  std::cerr << path.filename().string() << ": " << steps << " steps, " << failed << " mismatches\n";
  CHECK(failed == 0);
}

}  // namespace

TEST_CASE("court: every recorded step of kleros-v2 is answered alike", "[court][recordings]") {
  DIKAST_SHARED_OR_SKIP(folder, "golden/kleros-v2");
  for (const char* name : {"resolver-v2", "resolver-neo", "appeals-v2", "appeals-neo"}) {
    replay(folder / (std::string(name) + ".jsonl"));
  }
}
