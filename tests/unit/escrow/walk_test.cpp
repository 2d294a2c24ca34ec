#include "recording.hpp"

using namespace dikast;
using namespace dikast::test;

namespace {

constexpr const char* kAccounts[] = {
    "0x1000000000000000000000000000000000000001", "0x2000000000000000000000000000000000000002",
    "0x3000000000000000000000000000000000000003", "0x4000000000000000000000000000000000000004"};
constexpr const char* kEscrow = "0xE000000000000000000000000000000000000000";
constexpr const char* kArbitrator = "0xA000000000000000000000000000000000000000";
constexpr const char* kToken = "0x7000000000000000000000000000000000000000";

Uint256 number_of(const Json& value) { return *Uint256::parse(value.get<std::string>()); }

/// An honest arbitrator, as far as the escrow sees one.
struct Arbitrator {
  struct Dispute {
    std::uint64_t status = 0;
    std::uint64_t ruling = 0;
    std::uint64_t cost = 0;
    std::uint64_t start = 0;
    std::uint64_t end = 0;
  };
  std::uint64_t price = 11;
  std::vector<Dispute> disputes;

  [[nodiscard]] Json env(std::size_t id, std::uint64_t now, const Json& refusing) const {
    Json env = {{"arbitrationCost", std::to_string(price)},
                {"nextDisputeID", std::to_string(disputes.size())},
                {"refusesEth", refusing}};
    const bool known = id < disputes.size();
    const Dispute dispute = known ? disputes[id] : Dispute();
    const auto put = [&](const char* key, std::uint64_t value) {
      env[key] = known ? Json(std::to_string(value)) : Json();
    };
    env["disputeID"] = known ? Json(std::to_string(id)) : Json();
    put("disputeStatus", dispute.status == 1 && now >= dispute.end ? 2 : dispute.status);
    put("currentRuling", dispute.ruling);
    put("appealCost", dispute.cost);
    put("appealPeriodStart", dispute.start);
    put("appealPeriodEnd", dispute.end);
    return env;
  }
};

/// Where money of the escrow's can stay for ever.
struct Locked {
  Uint256 failed_sends;
  Uint256 odd_wei;
  Uint256 late_fees;  ///< 2019: what a timed-out party had paid
  Uint256 rewards_paid;
  Uint256 odd_tokens;
};

class Walk {
 public:
  Walk(std::uint32_t seed, const char* system) : random_(seed), system_(system) {
    const Json config = {{"system", system},
                         {"escrow", kEscrow},
                         {"arbitrator", kArbitrator},
                         {"arbitratorExtraData", "0x85"},
                         {"feeTimeout", "100"},
                         {"sharedStakeMultiplier", "5000"},
                         {"winnerStakeMultiplier", "3333"},
                         {"loserStakeMultiplier", "12345"},
                         {"tokens", {{"token", {{"address", kToken}}}}}};
    auto made = escrow::kind().initial(to_value(config));
    REQUIRE(made);
    machine_ = *std::move(made);
    if (random_.below(3) == 0) refusing_.push_back(kAccounts[random_.below(4)]);
  }

  void run(int steps) {
    create();
    create();
    for (int i = 0; i < steps; ++i) {
      step();
      check_money();
    }
  }

  [[nodiscard]] std::size_t accepted() const { return accepted_; }
  [[nodiscard]] Locked locked() const { return locked_; }

 private:
  [[nodiscard]] bool is(const char* part) const { return system_.find(part) != std::string::npos; }

  void create() {
    const std::string receiver = kAccounts[random_.below(4)];
    const std::string amount = std::to_string(random_.below(1000));
    const std::string timeout = std::to_string(random_.below(400));
    Json args = {timeout, receiver, "/ipfs/Qm"};
    if (is("token")) args = {amount, kToken, timeout, receiver, "/ipfs/Qm"};
    call("createTransaction", args, kAccounts[random_.below(4)], is("token") ? "0" : amount, {});
  }

  void step() {
    now_ += random_.below(4) == 0 ? random_.below(200) : random_.below(5);
    const Json state = to_json(machine_->dump());
    const auto id = random_.below(static_cast<std::uint32_t>(state["transactions"].size()));
    const auto dispute = std::stoul(text_of(state["transactions"][id], "disputeId"));
    const bool disputed = state["transactions"][id]["status"] == "3";
    if (random_.below(10) == 0) arbitrator_.price = random_.below(3) == 0 ? 0 : random_.below(40);
    if (disputed && random_.below(3) == 0 && arbitrate(dispute)) return;
    act(arbitrator_.env(dispute, now_, refusing_));
  }

  /// One of the calls listed for somebody, more often one that is accepted.
  void act(const Json& env) {
    if (random_.below(30) == 0) return create();
    const std::string actor = kAccounts[random_.below(4)];
    const auto actions = machine_->actions({actor, now_, to_value(env)});
    REQUIRE(actions);
    std::vector<const machine::Action*> picks;
    const bool any = random_.below(5) == 0;
    for (const machine::Action& action : *actions)
      if (any || action.enabled) picks.push_back(&action);
    if (picks.empty()) return;
    const machine::Action& action = *picks[random_.below(static_cast<std::uint32_t>(picks.size()))];
    Json args = to_json(action.args);
    Uint256 value = action.value;
    bool exact = true;
    if (action.function == "pay" || action.function == "reimburse") {
      args[1] = std::to_string(random_.below(60));
      exact = false;
    } else if (random_.below(3) == 0 &&
               (action.function == "fundAppeal" || action.function.starts_with("payArb"))) {
      value = wrapping_add(value, Uint256(random_.below(30)));
      exact = false;
    }
    const bool ok = call(action.function, args, actor, value.to_decimal(), env);
    if (exact) CHECK(ok == action.enabled);
  }

  bool arbitrate(std::size_t id) {
    Arbitrator::Dispute& dispute = arbitrator_.disputes[id];
    if (dispute.status == 0) {
      dispute = {1, random_.below(2) * random_.below(3),
                 random_.below(4) == 0 ? 0ULL : random_.below(50), now_, now_ + random_.below(300)};
      return true;
    }
    if (dispute.status == 1 && now_ < dispute.end) return false;
    const std::uint64_t ruling = dispute.ruling;
    return call("rule", {std::to_string(id), std::to_string(ruling)}, kArbitrator, "0",
                arbitrator_.env(id, now_, refusing_));
  }

  bool call(const std::string& function, const Json& args, const std::string& from,
            const std::string& value, Json env) {
    if (env.is_null()) env = arbitrator_.env(0, now_, refusing_);
    const Json before = to_json(machine_->dump());
    const auto outcome = machine_->apply(read_call({{"timestamp", std::to_string(now_)},
                                                    {"from", from},
                                                    {"function", function},
                                                    {"args", args},
                                                    {"value", value},
                                                    {"env", env}}));
    INFO(function << " " << args.dump());
    REQUIRE(outcome);
    if (!outcome->ok()) {
      CHECK(to_json(machine_->dump()) == before);
      return false;
    }
    ++accepted_;
    ether_ = *checked_add(ether_, number_of(value));
    for (const machine::Transfer& one : outcome->transfers) book(function, one);
    book_events(*outcome, env);
    book_losses(function, args, before);
    return true;
  }

  void book(const std::string& function, const machine::Transfer& one) {
    const bool withdrawal = function == "batchRoundWithdraw";
    if (one.asset == "eth" && withdrawal)
      locked_.rewards_paid = wrapping_add(locked_.rewards_paid, one.amount);
    if (!one.ok) {
      CHECK(one.asset == "eth");
      locked_.failed_sends = wrapping_add(locked_.failed_sends, one.amount);
      return;
    }
    const bool out = to_json(machine::to_value(one.from)) ==
                     to_json(machine::to_value(*Address::parse_unchecked(kEscrow)));
    Uint256& purse = one.asset == "eth" ? ether_ : tokens_;
    // More than there is cannot go out.
    const auto left = out ? checked_sub(purse, one.amount) : checked_add(purse, one.amount);
    REQUIRE(left);
    purse = *left;
  }

  void book_events(const machine::Outcome& outcome, const Json& env) {
    bool ruled = false;
    for (const machine::Event& event : outcome.events) {
      if (event.name == "Dispute") arbitrator_.disputes.emplace_back();
      ruled = ruled || event.name == "Ruling";
    }
    const Json state = to_json(machine_->dump());
    if (!is("appeals") || !env["disputeID"].is_string() || ruled) return;
    // A new round is an appeal.
    const auto id = std::stoul(text_of(env, "disputeID"));
    std::size_t rounds = 0;
    for (const Json& transaction : state["transactions"])
      if (transaction["status"] == "3" && transaction["disputeId"] == std::to_string(id))
        rounds = transaction["rounds"].size();
    if (rounds > rounds_[id] && rounds > 1) arbitrator_.disputes[id].status = 0;
    rounds_[id] = rounds;
  }

  void book_losses(const std::string& function, const Json& args, const Json& before) {
    if (function != "rule" && function != "timeOutBySender" && function != "timeOutByReceiver")
      return;
    Json id = args[0];
    if (function == "rule") id = before["disputeIDtoTransactionID"][args[0].get<std::string>()];
    const Json& old = before["transactions"][std::stoul(id.get<std::string>())];
    const Json now = to_json(machine_->dump())["transactions"][std::stoul(id.get<std::string>())];
    if (function == "rule") return book_ruling(old, is("appeals") ? now["ruling"] : args[1]);
    const char* late = function == "timeOutBySender" ? "receiverFee" : "senderFee";
    if (is("2019")) locked_.late_fees = wrapping_add(locked_.late_fees, number_of(old[late]));
  }

  void book_ruling(const Json& old, const Json& ruling) {
    if (ruling != "0") return;
    const Uint256 fee = number_of(old["senderFee"]);
    const Uint256 amount = number_of(old["amount"]);
    const Uint256 split = is("token") ? fee : wrapping_add(fee, amount);
    locked_.odd_wei = wrapping_add(locked_.odd_wei, Uint256(split.words[0] & 1));
    if (is("token"))
      locked_.odd_tokens = wrapping_add(locked_.odd_tokens, Uint256(amount.words[0] & 1));
  }

  /// What the escrow holds is what open transactions own, plus exactly what is locked.
  void check_money() {
    const Json state = to_json(machine_->dump());
    CHECK(state["ethBalance"] == ether_.to_decimal());
    CHECK(state["tokens"]["token"]["balance"] == tokens_.to_decimal());
    Uint256 wei;
    Uint256 units;
    const auto add = [](Uint256& sum, const Json& value) {
      sum = wrapping_add(sum, number_of(value));
    };
    for (const Json& transaction : state["transactions"]) {
      add(is("token") ? units : wei, transaction["amount"]);
      add(wei, transaction["senderFee"]);
      if (transaction["status"] != "3") add(wei, transaction["receiverFee"]);
      if (!is("appeals")) continue;
      for (const Json& round : transaction["rounds"]) add(wei, round["feeRewards"]);
    }
    for (const Uint256* lost : {&locked_.failed_sends, &locked_.odd_wei, &locked_.late_fees})
      wei = wrapping_add(wei, *lost);
    CHECK(wei == wrapping_add(ether_, locked_.rewards_paid));
    CHECK(wrapping_add(units, locked_.odd_tokens) == tokens_);
    if (++checks_ % 16 != 0) return;
    auto loaded = escrow::kind().load(machine_->dump());
    INFO((loaded ? std::string() : loaded.error().path + " " + loaded.error().message));
    CHECK(loaded);
  }

  Random random_;
  std::string system_;
  std::unique_ptr<machine::Machine> machine_;
  Arbitrator arbitrator_;
  Json refusing_ = Json::array();
  std::uint64_t now_ = 1'700'000'000;
  Uint256 ether_;
  Uint256 tokens_;
  Locked locked_;
  std::map<std::size_t, std::size_t> rounds_;
  std::size_t accepted_ = 0;
  std::size_t checks_ = 0;
};

}  // namespace

TEST_CASE("escrow: money is conserved in random walks, and what stays locked is known",
          "[escrow]") {
  const std::uint32_t walks = long_run() ? 400 : 5;
  Locked all;
  for (const char* system : {"escrow-v1-eth-2019", "escrow-v1-eth", "escrow-v1-token",
                             "escrow-v1-eth-appeals", "escrow-v1-token-appeals"}) {
    std::size_t accepted = 0;
    Uint256 late_fees;
    for (std::uint32_t seed = 1; seed <= walks; ++seed) {
      INFO(system << " seed " << seed);
      Walk walk(seed * 7919, system);
      walk.run(150);
      accepted += walk.accepted();
      const Locked locked = walk.locked();
      all.failed_sends = wrapping_add(all.failed_sends, locked.failed_sends);
      all.odd_wei = wrapping_add(all.odd_wei, locked.odd_wei);
      late_fees = wrapping_add(late_fees, locked.late_fees);
    }
    INFO(system);
    CHECK(accepted > walks * 30);
    if (std::string_view(system) != "escrow-v1-eth-2019") CHECK(late_fees.is_zero());
  }
  CHECK_FALSE(all.failed_sends.is_zero());
  CHECK_FALSE(all.odd_wei.is_zero());
}
