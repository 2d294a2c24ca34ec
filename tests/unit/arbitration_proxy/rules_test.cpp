#include "world_fixture.hpp"

using namespace dikast;
using namespace dikast::test;

namespace {

constexpr const char* kWithAppeals = "kleros-v1-with-appeals";
constexpr const char* kHomeForeign = "kleros-v1-home-foreign";

/// A dispute about an answered question, by either kind of proxy; where appeals are funded is `to`.
struct Disputed {
  explicit Disputed(const std::string& kind)
      : world("reality-3.0", kind), to(kind == kWithAppeals ? "arbitrator" : "foreign") {
    id = world.answered("arbitrator");
    number = number_text(id);
    world.must("carol", to, "requestArbitration", {id, "0"}, "10");
    if (to == "arbitrator") return;
    world.must("dave", "amb", "deliver", {"0"});
    world.must("dave", "arbitrator", "handleNotifiedRequest", {id, account_address("carol")});
    world.must("dave", "amb", "deliver", {"1"});
  }

  machine::Outcome fund(const char* ruling, const std::string& wei) {
    return world.call("bob", to, "fundAppeal", {number, ruling}, wei);
  }

  World world;
  std::string to;
  std::string id;
  std::string number;
};

}  // namespace

TEST_CASE("proxies: a ruling can be executed in the second in which the appeal period ends",
          "[reality]") {
  for (const char* kind : {kWithAppeals, kHomeForeign}) {
    INFO(kind);
    Disputed disputed(kind);
    World& world = disputed.world;
    const std::uint64_t end = world.now + 100;
    world.must("owner", "kleros", "giveAppealableRuling", {"0", "1", "7", "100"});
    world.now = end - 1;
    CHECK(world.call("dave", "kleros", "executeRuling", {"0"}).error ==
          "The dispute must be executed after its appeal period has ended.");
    world.now = end;
    CHECK(world.call("dave", "kleros", "executeRuling", {"0"}).ok());
  }
}

TEST_CASE("proxies: after an appeal that cost nothing the losers' withdrawals fail for ever",
          "[reality]") {
  for (const char* kind : {kWithAppeals, kHomeForeign}) {
    INFO(kind);
    Disputed disputed(kind);
    World& world = disputed.world;
    world.must("owner", "kleros", "giveAppealableRuling", {"0", "1", "0", "100"});
    const auto first = disputed.fund("2", "5");
    REQUIRE(first.ok());
    // The foreign proxy says nothing about a contribution of nothing.
    CHECK(count_events(first, "Contribution") == (kind == kWithAppeals ? 1 : 0));
    CHECK(count_events(first, "RulingFunded") == 1);
    REQUIRE(disputed.fund("1", "0").ok());
    world.must("owner", "kleros", "giveRuling", {"0", "3"});
    const Json bob = account_address("bob");
    const auto refused = [&](const char* function, const Json& args) {
      return refusal_text(world.call("bob", disputed.to, function, args));
    };
    const std::string failure = kind == kWithAppeals ? "INVALID-OPCODE" : "Panic(0x12)";
    CHECK(refused("withdrawFeesAndRewards", {disputed.number, bob, "0", "2"}) == failure);
    CHECK(refused("withdrawFeesAndRewardsForAllRounds", {disputed.number, bob, "2"}) == failure);
    CHECK(refused("getTotalWithdrawableAmount", {disputed.number, bob, "2"}) == failure);
    CHECK(refused("withdrawFeesAndRewards", {disputed.number, bob, "0", "4"}) == "ok");
  }
}

TEST_CASE("proxies: an appeal that costs more than there is", "[reality]") {
  const std::string half = shift_right(Uint256::max(), 1).to_decimal();
  Disputed capped(kWithAppeals);
  capped.world.must("owner", "kleros", "giveAppealableRuling", {"0", "1", half, half});
  CHECK(capped.fund("1", "5").ok());
  Disputed checked(kHomeForeign);
  checked.world.must("owner", "kleros", "giveAppealableRuling", {"0", "1", half, "100"});
  CHECK(refusal_text(checked.fund("1", "5")) == "Panic(0x11)");
  Disputed endless(kHomeForeign);
  const std::string max = Uint256::max().to_decimal();
  CHECK(refusal_text(endless.world.call("owner", "kleros", "giveAppealableRuling",
                                        {"0", "1", "7", max})) == "Panic(0x11)");
  endless.world.must("owner", "kleros", "giveAppealableRuling", {"0", "1", "7", half});
  CHECK(refusal_text(endless.fund("2", "5")) == "Panic(0x11)");
  CHECK(endless.fund("1", "5").ok());
}

TEST_CASE("proxies: the court's fee for an appeal can change while it is funded", "[reality]") {
  Disputed disputed(kWithAppeals);
  World& world = disputed.world;
  const auto cost = [&] {
    return to_json(world.must("bob", "kleros", "appealCost", {"0", "0x"}).returns)[0];
  };
  CHECK(cost() == shift_right(Uint256::max(), 1).to_decimal());
  CHECK(world.call("owner", "kleros", "changeAppealFee", {"0", "9"}).error ==
        "The dispute must be appealable.");
  world.must("owner", "kleros", "giveAppealableRuling", {"0", "1", "1000", "100"});
  CHECK(cost() == "1000");
  world.must("owner", "kleros", "changeAppealFee", {"0", "10"});
  const auto funded = disputed.fund("1", "20");
  REQUIRE(funded.ok());
  // 10 and 30 % of it.
  CHECK(funded.transfers.back().amount == Uint256(7));
}

TEST_CASE("proxies: what is sent along with a failed dispute's refund stays", "[reality]") {
  World world("reality-3.0", kHomeForeign);
  const std::string id = world.answered("arbitrator");
  world.must("carol", "foreign", "requestArbitration", {id, "0"}, "10");
  world.must("owner", "kleros", "setArbitrationPrice", {"11"});
  world.must("dave", "amb", "deliver", {"0"});
  const Json carol = account_address("carol");
  world.must("dave", "arbitrator", "handleNotifiedRequest", {id, carol});
  const auto failed = world.must("dave", "amb", "deliver", {"1"});
  CHECK(count_events(failed, "ArbitrationFailed") == 1);
  world.must("dave", "foreign", "handleFailedDisputeCreation", {id, carol}, "3");
  CHECK(world.state()["ether"][account_address("foreign")] == "3");
  CHECK(refusal_text(world.call("dave", "foreign", "relayRule", {id, carol}, "3")) == "NO-REASON");
}

TEST_CASE("proxies: Reality.eth takes no ether from the arbitrator's owner", "[reality]") {
  World world("reality-3.0", "realitykeys-arbitrator");
  world.must("alice", "arbitrator", "(fallback)", Json::array(), "5");
  const auto refused = world.call("owner", "arbitrator", "withdraw", {account_address("reality")});
  CHECK(refusal_text(refused) == "NO-REASON");
  CHECK(world.must("owner", "arbitrator", "withdraw", {account_address("bob")}).transfers.size() ==
        1);
}

TEST_CASE("proxies: a contribution to the loser is not forgotten", "[reality]") {
  Disputed disputed(kHomeForeign);
  World& world = disputed.world;
  world.must("owner", "kleros", "giveAppealableRuling", {"0", "1", "100", "100"});
  REQUIRE(disputed.fund("2", "170").ok());
  REQUIRE(disputed.fund("1", "130").ok());
  world.must("owner", "kleros", "giveRuling", {"0", "1"});
  const Json bob = account_address("bob");
  const auto given = [&] {
    const auto answer = world.must("dave", "foreign", "getContributionsToSuccessfulFundings",
                                   {disputed.number, "0", bob});
    return to_json(answer.returns);
  };
  const Json both = Json::array({{"2", "1"}, {"170", "130"}});
  CHECK(given() == both);
  const auto lost =
      world.must("bob", "foreign", "withdrawFeesAndRewards", {disputed.number, bob, "0", "2"});
  CHECK(lost.events.empty());
  CHECK(given() == both);
  const auto won =
      world.must("bob", "foreign", "withdrawFeesAndRewards", {disputed.number, bob, "0", "1"});
  CHECK(to_json(won.returns)[0] == "200");
  CHECK(given() == Json::array({{"2", "1"}, {"170", "0"}}));
}
