#include <memory>
#include <nlohmann/json.hpp>

#include "dikast/arbitrable_proxy.hpp"
#include "dikast/machine_io.hpp"
#include "support/shared.hpp"

using namespace dikast;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kAlice = "0x1000000000000000000000000000000000000001";
constexpr const char* kBob = "0x2000000000000000000000000000000000000002";
constexpr const char* kArbitrator = "0xa000000000000000000000000000000000000000";

/// One proxy with one dispute of two choices, whose appeal costs `cost` from second 100 to 200.
class Fixture {
 public:
  explicit Fixture(const char* cost) {
    const Json config = {{"address", "0xE000000000000000000000000000000000000000"},
                         {"arbitrator", kArbitrator},
                         {"governor", kAlice}};
    machine_ = *arbitrable_proxy::kind().initial(json::from_nlohmann(config));
    env_ = {{"arbitrationCost", "10"}, {"nextDisputeID", "7"},       {"currentRuling", "1"},
            {"appealCost", cost},      {"appealPeriodStart", "100"}, {"appealPeriodEnd", "200"}};
    REQUIRE(call(kAlice, "createDispute", {"0x85", "/ipfs/Qm", "2"}, "10", 50).ok());
  }

  machine::Outcome call(const std::string& from, const std::string& function, const Json& args,
                        const std::string& value, int timestamp) {
    const Json call = {{"timestamp", timestamp}, {"from", from},   {"function", function},
                       {"args", args},           {"value", value}, {"env", env_}};
    auto read = machine::read_call(json::from_nlohmann(call));
    REQUIRE(read);
    auto outcome = machine_->apply(*read);
    INFO(function << (outcome ? std::string() : outcome.error().path));
    REQUIRE(outcome);
    return *std::move(outcome);
  }

  [[nodiscard]] Json state() const { return json::to_nlohmann(machine_->dump()); }
  [[nodiscard]] const machine::Machine& machine() const { return *machine_; }
  Json env_;

 private:
  std::unique_ptr<machine::Machine> machine_;
};

}  // namespace

TEST_CASE("arbitrable_proxy: an appeal is funded by both sides, and the winner is rewarded",
          "[arbitrable_proxy]") {
  Fixture proxy("100");
  CHECK(proxy.state()["disputes"][0]["disputeIDOnArbitratorSide"] == "7");
  // The loser pays 100 + 200 % until half of the period is over.
  CHECK(proxy.call(kBob, "fundAppeal", {"0", "2"}, "300", 150).error ==
        "Funding must be made within the appeal period.");
  const auto funded = proxy.call(kBob, "fundAppeal", {"0", "2"}, "310", 149);
  REQUIRE(funded.ok());
  CHECK(funded.returns.as_bool());
  REQUIRE(funded.transfers.size() == 1);
  CHECK(funded.transfers[0].amount == Uint256(10));
  CHECK(proxy.call(kBob, "fundAppeal", {"0", "2"}, "1", 149).error ==
        "Appeal fee has already been paid.");
  CHECK(proxy.call(kAlice, "fundAppeal", {"0", "3"}, "1", 149).error ==
        "There is no such ruling to fund.");
  // The current ruling has the whole period.
  CHECK(proxy.call(kAlice, "fundAppeal", {"0", "1"}, "200", 200).error ==
        "Funding must be made within the appeal period.");
  const auto appealed = proxy.call(kAlice, "fundAppeal", {"0", "1"}, "200", 199);
  REQUIRE(appealed.ok());
  CHECK(appealed.transfers[0].to == kArbitrator);
  CHECK(appealed.transfers[0].amount == Uint256(100));
  const Json round = proxy.state()["disputes"][0]["rounds"][0];
  CHECK(round["feeRewards"] == "400");
  CHECK(round["fundedRulings"] == Json({"2", "1"}));
  CHECK(proxy.call(kBob, "rule", {"7", "2"}, "0", 300).error ==
        "Only the arbitrator can execute this.");
  REQUIRE(proxy.call(kArbitrator, "rule", {"7", "2"}, "0", 300).ok());
  CHECK(proxy.call(kArbitrator, "rule", {"7", "2"}, "0", 300).error ==
        "This dispute has been ruled already.");
  const auto paid =
      proxy.call(kBob, "withdrawFeesAndRewardsForAllRounds", {"0", kBob, "2"}, "0", 400);
  REQUIRE(paid.ok());
  CHECK(paid.transfers[0].amount == Uint256(400));
  CHECK(paid.returns.is_null());
  CHECK(proxy.state()["ethBalance"] == "0");
  // A dumped state is read back as the same state.
  const auto loaded = arbitrable_proxy::kind().load(proxy.machine().dump());
  REQUIRE(loaded);
  CHECK((*loaded)->dump() == proxy.machine().dump());
}

TEST_CASE("arbitrable_proxy: one funded ruling wins by default", "[arbitrable_proxy]") {
  Fixture proxy("100");
  REQUIRE(proxy.call(kBob, "fundAppeal", {"0", "2"}, "300", 120).ok());
  const auto ruled = proxy.call(kArbitrator, "rule", {"7", "1"}, "0", 300);
  REQUIRE(ruled.ok());
  CHECK(json::to_nlohmann(ruled.events[0].args)["_ruling"] == "2");
}

TEST_CASE("arbitrable_proxy: after a free appeal losers' withdrawals fail for ever",
          "[arbitrable_proxy]") {
  Fixture proxy("0");
  REQUIRE(proxy.call(kBob, "fundAppeal", {"0", "2"}, "0", 120).ok());
  REQUIRE(proxy.call(kAlice, "fundAppeal", {"0", "1"}, "0", 120).ok());
  REQUIRE(proxy.call(kArbitrator, "rule", {"7", "0"}, "0", 300).ok());
  const auto outcome =
      proxy.call(kBob, "withdrawFeesAndRewardsForAllRounds", {"0", kBob, "2"}, "0", 400);
  CHECK(outcome.failure == machine::Failure::InvalidOpcode);
}

TEST_CASE("arbitrable_proxy: deadlines are where funding ends, actions what is accepted",
          "[arbitrable_proxy]") {
  Fixture proxy("100");
  const machine::Query query{kBob, 120, json::from_nlohmann(proxy.env_)};
  const auto deadlines = proxy.machine().deadlines(query);
  REQUIRE(deadlines);
  REQUIRE(deadlines->size() == 2);
  CHECK((*deadlines)[0].timestamp == 150);
  CHECK((*deadlines)[1].timestamp == 200);
  const auto actions = proxy.machine().actions(query);
  REQUIRE(actions);
  for (const machine::Action& action : *actions) {
    CHECK(action.enabled);
    if (action.function != "fundAppeal") continue;
    const bool winner = action.args.items()[1].text() == "1";
    CHECK(action.value == Uint256(winner ? 200 : 300));
    CHECK(action.deadline == (winner ? 199 : 149));
  }
}

TEST_CASE("arbitrable_proxy: a state that no calls lead to is refused", "[arbitrable_proxy]") {
  Fixture proxy("100");
  Json state = proxy.state();
  state["disputes"][0]["ruling"] = "1";
  const auto ruled = arbitrable_proxy::kind().load(json::from_nlohmann(state));
  REQUIRE_FALSE(ruled);
  CHECK(ruled.error().path == "/disputes/0/ruling");
  state = proxy.state();
  state["disputes"][0]["rounds"][0]["fundedRulings"] = {"1", "2"};
  const auto rounds = arbitrable_proxy::kind().load(json::from_nlohmann(state));
  REQUIRE_FALSE(rounds);
  CHECK(rounds.error().path == "/disputes/0/rounds/0/fundedRulings");
}
