#include <memory>
#include <nlohmann/json.hpp>

#include "dikast/arbitrable_proxy.hpp"
#include "dikast/machine_io.hpp"
#include "support/shared.hpp"

using namespace dikast;
using namespace dikast::test;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kSelf = "0xE000000000000000000000000000000000000000";
constexpr const char* kArbitrator = "0xa000000000000000000000000000000000000000";
constexpr const char* kAccounts[] = {"0x1000000000000000000000000000000000000001",
                                     "0x2000000000000000000000000000000000000002",
                                     "0x3000000000000000000000000000000000000003"};

Uint256 number_of(const Json& value) { return *Uint256::parse(value.get<std::string>()); }

/// What the arbitrator says of one dispute.
struct Dispute {
  bool appealable = false;
  bool solved = false;
  std::uint64_t ruling = 0;
  std::uint64_t cost = 0;
  std::uint64_t start = 0;
  std::uint64_t end = 0;
};

class Walk {
 public:
  explicit Walk(std::uint32_t seed) : random_(seed) {
    const Json config = {
        {"address", kSelf}, {"arbitrator", kArbitrator}, {"governor", kArbitrator}};
    machine_ = *arbitrable_proxy::kind().initial(json::from_nlohmann(config));
    if (random_.below(3) == 0) refusing_.push_back(kAccounts[random_.below(3)]);
    create();
  }

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      now_ += random_.below(4) == 0 ? random_.below(100) : random_.below(4);
      step();
      check_money();
      if (i % 16 != 0) continue;
      const auto loaded = arbitrable_proxy::kind().load(machine_->dump());
      INFO((loaded ? std::string() : loaded.error().path + " " + loaded.error().message));
      CHECK(loaded);
    }
  }

  std::size_t accepted = 0;
  std::size_t exact = 0;
  std::size_t boundaries = 0;
  std::size_t withdrawals = 0;

 private:
  [[nodiscard]] Json state() const { return json::to_nlohmann(machine_->dump()); }

  [[nodiscard]] Json env(std::size_t id) const {
    const Dispute& dispute = disputes_[id];
    const auto text = [](std::uint64_t number) { return std::to_string(number); };
    return {{"arbitrationCost", "10"},
            {"nextDisputeID", text(disputes_.size())},
            {"disputeID", text(id)},
            {"currentRuling", text(dispute.ruling)},
            {"appealCost", text(dispute.cost)},
            {"appealPeriodStart", text(dispute.start)},
            {"appealPeriodEnd", text(dispute.end)},
            {"refusesEth", refusing_}};
  }

  const char* somebody() { return kAccounts[random_.below(3)]; }

  void create() {
    disputes_.emplace_back();
    const Json first = env(disputes_.size() - 1);
    Json given = first;
    given["nextDisputeID"] = std::to_string(disputes_.size() - 1);
    const char* choices[] = {"0", "2", "3"};
    REQUIRE(call(somebody(), "createDispute", {"0x", "/ipfs/Qm", choices[random_.below(3)]}, "10",
                 given));
  }

  void step() {
    if (disputes_.size() < 4 && random_.below(20) == 0) return create();
    const std::size_t id = random_.below(static_cast<std::uint32_t>(disputes_.size()));
    if (random_.below(3) == 0 && arbitrate(id)) return;
    if (random_.below(4) == 0) return withdraw(id);
    check_boundaries(id);
    act(id);
  }

  bool arbitrate(std::size_t id) {
    Dispute& dispute = disputes_[id];
    if (dispute.solved) return false;
    if (!dispute.appealable) {
      dispute = {true,
                 false,
                 random_.below(3),
                 random_.below(2) * random_.below(90),
                 now_,
                 now_ + random_.below(200)};
      return true;
    }
    if (now_ < dispute.end) return false;
    dispute.solved = true;
    const std::string ruling = std::to_string(random_.below(3));
    return call(kArbitrator, "rule", {std::to_string(id), ruling}, "0", env(id));
  }

  void withdraw(std::size_t id) {
    const std::string round = std::to_string(random_.below(3));
    const std::string ruling = std::to_string(random_.below(4));
    const Json all = {std::to_string(id), somebody(), ruling};
    const Json one = {std::to_string(id), somebody(), round, ruling};
    if (random_.below(2) == 0)
      call(somebody(), "withdrawFeesAndRewardsForAllRounds", all, "0", env(id));
    else
      call(somebody(), "withdrawFeesAndRewards", one, "0", env(id));
  }

  /// Funding is taken in the second before a deadline, and not at it.
  void check_boundaries(std::size_t id) {
    const auto deadlines = machine_->deadlines({somebody(), now_, json::from_nlohmann(env(id))});
    REQUIRE(deadlines);
    for (const machine::Deadline& deadline : *deadlines) {
      if (deadline.timestamp == disputes_[id].start || deadline.timestamp < 2) continue;
      const bool winner = deadline.name == "appealPeriodEnd";
      const std::uint64_t ruling = winner ? disputes_[id].ruling : (disputes_[id].ruling + 1) % 3;
      const auto accepts = [&](std::uint64_t moment) {
        const auto outcome = machine_->clone()->apply(
            read({somebody(), "fundAppeal", {std::to_string(id), std::to_string(ruling)}, "0"},
                 moment, env(id)));
        REQUIRE(outcome);
        return outcome->ok() || outcome->error == "Appeal fee has already been paid.";
      };
      CHECK(accepts(deadline.timestamp - 1));
      CHECK_FALSE(accepts(deadline.timestamp));
      ++boundaries;
    }
  }

  void act(std::size_t id) {
    const std::string actor = somebody();
    const auto actions = machine_->actions({actor, now_, json::from_nlohmann(env(id))});
    REQUIRE(actions);
    if (actions->empty()) return;
    const machine::Action& action =
        (*actions)[random_.below(static_cast<std::uint32_t>(actions->size()))];
    Uint256 value = action.value;
    const bool off = action.function == "fundAppeal" && random_.below(2) == 0;
    if (off) value = Uint256(random_.below(150));
    const bool ok =
        call(actor, action.function, json::to_nlohmann(action.args), value.to_decimal(), env(id));
    INFO(action.function);
    // Less, or more, is taken as well.
    CHECK(ok == action.enabled);
    exact += off ? 0U : 1U;
  }

  struct Given {
    std::string from;
    std::string function;
    Json args;
    std::string value;
  };
  static machine::Call read(const Given& given, std::uint64_t moment, const Json& env) {
    const Json call = {{"timestamp", moment}, {"from", given.from},   {"function", given.function},
                       {"args", given.args},  {"value", given.value}, {"env", env}};
    auto made = machine::read_call(json::from_nlohmann(call));
    REQUIRE(made);
    return *std::move(made);
  }

  bool call(const std::string& from, const std::string& function, const Json& args,
            const std::string& value, const Json& env) {
    const Json before = state();
    const auto outcome = machine_->apply(read({from, function, args, value}, now_, env));
    INFO(function << " " << args.dump() << (outcome ? std::string() : outcome.error().path));
    REQUIRE(outcome);
    if (!outcome->ok()) {
      CHECK(state() == before);
      return false;
    }
    ++accepted;
    held_ = *checked_add(held_, *Uint256::parse(value));
    for (const machine::Transfer& one : outcome->transfers) {
      if (!one.ok) failed_ = wrapping_add(failed_, one.amount);
      const auto rest = one.ok ? checked_sub(held_, one.amount) : held_;
      // More than there is cannot go out.
      REQUIRE(rest);
      held_ = *rest;
    }
    note(*outcome, function, args, before);
    return true;
  }

  void note(const machine::Outcome& outcome, const std::string& function, const Json& args,
            const Json& before) {
    for (const machine::Event& event : outcome.events) {
      if (event.name != "Withdrawal") continue;
      ++withdrawals;
      const Json values = json::to_nlohmann(event.args);
      withdrawn_ = wrapping_add(withdrawn_, number_of(values["_reward"]));
    }
    if (function != "fundAppeal") return;
    const std::size_t id = std::stoul(args[0].get<std::string>());
    const auto rounds = [id](const Json& of) { return of["disputes"][id]["rounds"].size(); };
    // A round more is an appeal.
    if (rounds(state()) > rounds(before)) disputes_[id] = {};
  }

  /// The proxy holds what is contributed, less what appeals cost and what was paid back, and what
  /// nobody took.
  void check_money() {
    const Json now = state();
    Uint256 owed;
    for (const Json& dispute : now["disputes"])
      for (const Json& round : dispute["rounds"]) {
        owed = wrapping_add(owed, number_of(round["feeRewards"]));
        for (const auto& [ruling, paid] : round["paidFees"].items()) {
          bool funded = false;
          for (const Json& one : round["fundedRulings"]) funded = funded || one == ruling;
          if (!funded) owed = wrapping_add(owed, number_of(paid));
        }
      }
    CHECK(now["ethBalance"] == held_.to_decimal());
    CHECK(wrapping_add(held_, withdrawn_) == wrapping_add(owed, failed_));
  }

  Random random_;
  std::unique_ptr<machine::Machine> machine_;
  std::vector<Dispute> disputes_;
  Json refusing_ = Json::array();
  std::uint64_t now_ = 1'700'000'000;
  Uint256 held_;
  Uint256 withdrawn_;
  Uint256 failed_;
};

}  // namespace

TEST_CASE("arbitrable_proxy: random walks conserve money, and what is listed is what is accepted",
          "[arbitrable_proxy]") {
  const std::uint32_t walks = long_run() ? 500 : 20;
  std::size_t accepted = 0;
  std::size_t exact = 0;
  std::size_t boundaries = 0;
  std::size_t withdrawals = 0;
  for (std::uint32_t seed = 1; seed <= walks; ++seed) {
    INFO("seed " << seed);
    Walk walk(seed * 7919);
    walk.run(150);
    accepted += walk.accepted;
    exact += walk.exact;
    boundaries += walk.boundaries;
    withdrawals += walk.withdrawals;
  }
  CHECK(accepted > walks * 40);
  CHECK(exact > walks * 20);
  CHECK(boundaries > walks * 5);
  CHECK(withdrawals > walks / 2);
}
