#pragma once

#include <string>
#include <vector>

#include "recording.hpp"

/// A world of Reality.eth and an arbitrator that is played by hand.
namespace dikast::test {

inline constexpr const char* kPeople[] = {"alice", "bob", "carol", "dave"};

inline std::string account_address(const std::string& label) {
  static const std::vector<std::string> labels = {
      "alice", "bob",    "carol", "dave",       "arb",     "owner",   "reality",
      "token", "kleros", "amb",   "arbitrator", "foreign", "kleros2", "registry"};
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] == label) {
      const std::string digits = std::to_string(i + 10);
      return "0x" + std::string(40 - digits.size(), '0') + digits;
    }
  return label;
}

inline Json world_config(const std::string& system, const std::string& kind) {
  Json accounts = Json::object();
  for (const char* label : {"alice", "bob", "carol", "dave", "arb", "owner", "reality"})
    accounts[label] = account_address(label);
  const auto add = [&](std::initializer_list<const char*> labels) {
    for (const char* label : labels) accounts[label] = account_address(label);
  };
  Json config = {{"system", system},
                 {"arbitratorKind", kind},
                 {"arbitrationCost", "10"},
                 {"arbitrationCost2", "20"},
                 {"winnerStakeMultiplier", "3000"},
                 {"loserStakeMultiplier", "7000"},
                 {"winnerMultiplier", "3000"},
                 {"loserMultiplier", "7000"},
                 {"loserAppealPeriodMultiplier", "5000"},
                 {"divisor", "10000"},
                 {"chainId", "31337"}};
  if (system == "reality-erc20-3.0") {
    add({"token"});
    config["tokenBalances"] = {{"alice", "100000000"}, {"bob", "100000000"}, {"carol", "90"}};
    config["tokenAllowances"] = {{"alice", "100000000"}, {"bob", "500"}, {"carol", "500"}};
  }
  if (kind != "eoa") add({"arbitrator"});
  if (kind.rfind("kleros", 0) == 0) add({"kleros"});
  if (kind == "kleros-v1-home-foreign") add({"foreign", "amb"});
  if (kind == "kleros-reality-v2") add({"kleros2", "registry"});
  config["accounts"] = accounts;
  return config;
}

class World {
 public:
  World(const std::string& system, const std::string& kind) {
    auto made = arbitration_proxy::kind().initial(to_value(world_config(system, kind)));
    INFO((made ? std::string() : made.error().path + " " + made.error().message));
    REQUIRE(made);
    machine_ = *std::move(made);
  }

  /// At `now`, which is a second later afterwards when the call goes through.
  machine::Outcome call(const std::string& from, const std::string& to, const std::string& function,
                        const Json& args, const std::string& value = "0") {
    auto outcome = machine_->apply(read_step({{"timestamp", std::to_string(now)},
                                              {"from", from},
                                              {"to", to},
                                              {"function", function},
                                              {"args", args},
                                              {"value", value},
                                              {"env", {{"block", "7"}}}}));
    INFO(to << "." << function << " " << args.dump()
            << (outcome ? std::string() : " " + outcome.error().path));
    REQUIRE(outcome);
    if (outcome->ok()) ++now;
    return *std::move(outcome);
  }

  /// The same, which has to go through.
  machine::Outcome must(const std::string& from, const std::string& to, const std::string& function,
                        const Json& args, const std::string& value = "0") {
    auto outcome = call(from, to, function, args, value);
    INFO(to << "." << function << ": " << refusal_text(outcome));
    REQUIRE(outcome.ok());
    return outcome;
  }

  /// A question that bob has answered with 1; its id.
  std::string answered(const std::string& arbitrator) {
    const auto asked = must("alice", "reality", "askQuestion",
                            {"0", "q", account_address(arbitrator), "1000", "0", "0"}, "50");
    const std::string id = to_json(asked.returns)[0];
    const std::string one = "0x" + std::string(63, '0') + "1";
    must("bob", "reality", "submitAnswer", {id, one, "0"}, "100");
    return id;
  }

  [[nodiscard]] Json state() const { return to_json(machine_->dump()); }
  [[nodiscard]] machine::Machine& machine() { return *machine_; }

  std::uint64_t now = 1'700'000'000;

 private:
  std::unique_ptr<machine::Machine> machine_;
};

/// The question's id as the number by which proxies know it.
inline std::string number_text(const std::string& id) { return Uint256::parse(id)->to_decimal(); }

inline std::size_t count_events(const machine::Outcome& outcome, const std::string& name) {
  std::size_t count = 0;
  for (const machine::Event& event : outcome.events) count += event.name == name ? 1U : 0U;
  return count;
}

}  // namespace dikast::test
