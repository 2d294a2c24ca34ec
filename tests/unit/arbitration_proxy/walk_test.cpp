#include "history.hpp"
#include "world_fixture.hpp"

using namespace dikast;
using namespace dikast::test;

namespace {

std::string word_of(std::uint64_t number) { return reality::word_text(Uint256(number)); }

/// Somebody who plays a whole world: mostly what is listed, and rulings of the court.
class Walk {
 public:
  Walk(std::uint32_t seed, const char* system, const char* kind)
      : random_(seed),
        kind_(kind),
        token_(std::string_view(system) == "reality-erc20-3.0"),
        v3_(std::string_view(system) >= "reality-3"),
        world_(system, kind),
        books_(std::string_view(system) != "reality-2.0"),
        state_(world_.state()) {}

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      world_.now += random_.below(6) == 0 ? random_.below(80) : random_.below(4);
      step();
      check_money();
      if (i % 16 == 0) check_load();
    }
    for (const auto& [id, question] : state_["questions"].items()) {
      if (!is_claimed(state_, id, history_)) continue;
      Uint256 locked;
      INFO(id);
      CHECK(books_.only_locked(id, state_, history_, locked));
      ++claimed;
    }
  }

  std::size_t accepted = 0;
  std::size_t exact = 0;
  std::size_t claimed = 0;
  std::size_t withdrawals = 0;

 private:
  void step() {
    const std::uint32_t choice = random_.below(12);
    const std::size_t count = state_["questions"].size();
    if (count == 0 || (choice == 0 && count < 6)) return ask();
    if (choice == 1) return commit();
    if (choice == 2 && !secrets_.empty()) return reveal();
    if (choice < 6 && kind_.starts_with("kleros")) return rule();
    act();
  }

  const char* somebody() { return kPeople[random_.below(4)]; }

  std::string some_question() {
    auto it = state_["questions"].begin();
    std::advance(it, random_.below(static_cast<std::uint32_t>(state_["questions"].size())));
    return it.key();
  }

  void ask() {
    const char* timeouts[] = {"8", "60", "300"};
    Json args = {"0",
                 "q",
                 account_address(kind_ == "eoa" ? "arb" : "arbitrator"),
                 timeouts[random_.below(3)],
                 "0",
                 std::to_string(random_.below(1000))};
    const std::string bounty = std::to_string(random_.below(300));
    const bool minimum = v3_ && random_.below(2) == 0;
    if (minimum) args.push_back(std::to_string(random_.below(90)));
    std::string function = minimum ? "askQuestionWithMinBond" : "askQuestion";
    if (token_) function += "ERC20";
    if (token_) args.push_back(bounty);
    call(token_ ? "alice" : somebody(), "reality", function, args, token_ ? "0" : bounty);
  }

  void commit() {
    const std::string id = some_question();
    const Json& question = state_["questions"][id];
    Uint256 bond = wrapping_add(number_of(question["bond"]), number_of(question["bond"]));
    bond = wrapping_add(bond, Uint256(100));
    const Uint256 answer(random_.below(3));
    const Uint256 nonce(random_.below(50));
    const std::string hash = reality::word_text(reality::answer_hash(answer, nonce));
    Json args = {id, hash, "0", account_address("bob")};
    if (token_) args.push_back(bond.to_decimal());
    const bool ok = call(token_ ? "alice" : somebody(), "reality",
                         token_ ? "submitAnswerCommitmentERC20" : "submitAnswerCommitment", args,
                         token_ ? "0" : bond.to_decimal());
    if (ok)
      secrets_.push_back({id, reality::word_text(answer), nonce.to_decimal(), bond.to_decimal()});
  }

  void reveal() {
    const Json args = secrets_[random_.below(static_cast<std::uint32_t>(secrets_.size()))];
    call(somebody(), "reality", "submitAnswerReveal", args, "0");
  }

  void rule() {
    const Json& court = state_["arbitrator"]["kleros"];
    if (court["disputes"].empty()) return act();
    const std::string id =
        std::to_string(random_.below(static_cast<std::uint32_t>(court["disputes"].size())));
    const std::string ruling = std::to_string(random_.below(4));
    const std::uint32_t choice = kind_ == "kleros-reality-v2" ? 0 : random_.below(4);
    if (choice == 0) {
      call("owner", "kleros", "giveRuling", {id, ruling}, "0");
    } else if (choice < 3) {
      const std::string cost = std::to_string(random_.below(2) * random_.below(100));
      call("owner", "kleros", "giveAppealableRuling",
           {id, ruling, cost, std::to_string(random_.below(200))}, "0");
    } else {
      call("dave", "kleros", "executeRuling", {id}, "0");
    }
  }

  /// One of the calls listed for somebody, more often one that is accepted.
  void act() {
    const std::string actor =
        kind_ == "eoa" && random_.below(4) == 0 ? "arb" : std::string(somebody());
    const Json env = {{"block", "7"}, {"history", history_.all(state_)}};
    const auto actions = world_.machine().actions({actor, world_.now, to_value(env)});
    REQUIRE(actions);
    std::vector<const machine::Action*> picks;
    const bool any = random_.below(5) == 0;
    for (const machine::Action& action : *actions)
      if (any || action.enabled) picks.push_back(&action);
    if (picks.empty()) return;
    const machine::Action& action = *picks[random_.below(static_cast<std::uint32_t>(picks.size()))];
    Json args = to_json(action.args);
    // Any answer is taken.
    if (action.function.starts_with("submitAnswer") && action.to == "reality" &&
        action.role == "answerer")
      args[1] = random_.below(4) == 0 ? reality::word_text(reality::too_soon_answer())
                                      : word_of(random_.below(3));
    const bool ok = call(actor, action.to, action.function, args, action.value.to_decimal());
    INFO(action.to << "." << action.function << " " << args.dump());
    CHECK(ok == action.enabled);
    ++exact;
  }

  bool call(const std::string& from, const std::string& to, const std::string& function,
            const Json& args, const std::string& value) {
    const auto outcome = world_.call(from, to, function, args, value);
    Json after = world_.state();
    INFO(to << "." << function << " " << args.dump());
    if (!outcome.ok()) {
      CHECK(after == state_);
      return false;
    }
    ++accepted;
    history_.note(outcome);
    books_.note(outcome, state_, after);
    for (const machine::Event& event : outcome.events) {
      if (event.name != "Withdrawal") continue;
      ++withdrawals;
      withdrawn_ = wrapping_add(withdrawn_, number_of(to_json(event.args)["_reward"]));
    }
    for (const machine::Transfer& one : outcome.transfers)
      if (one.asset == "eth") book(one);
    state_ = std::move(after);
    return true;
  }

  void book(const machine::Transfer& one) {
    const auto is_contract = [&](const std::string& label) {
      return state_["ether"].contains(account_address(label));
    };
    if (is_contract(one.to)) ether_ = *checked_add(ether_, one.amount);
    // More than there is cannot go out.
    const auto rest = is_contract(one.from) ? checked_sub(ether_, one.amount) : ether_;
    REQUIRE(rest);
    ether_ = *rest;
  }

  /// Contributions that are not paid back, and what an appeal has cost taken off.
  static Uint256 owed_by(const Json& rounds) {
    Uint256 owed;
    for (const Json& round : rounds) {
      owed = wrapping_add(owed, number_of(round["feeRewards"]));
      for (const auto& [ruling, paid] : round["paidFees"].items()) {
        bool funded = false;
        for (const Json& one : round["fundedAnswers"]) funded = funded || one == ruling;
        if (!funded) owed = wrapping_add(owed, number_of(paid));
      }
    }
    return owed;
  }

  void check_proxy() {
    const Json& arbitrator = state_["arbitrator"];
    const bool foreign = kind_ == "kleros-v1-home-foreign";
    Uint256 owed;
    if (!foreign)
      for (const auto& [id, request] : arbitrator["requests"].items())
        owed = wrapping_add(owed, owed_by(request["rounds"]));
    if (foreign)
      for (const auto& [id, by_requester] : arbitrator["foreignRequests"].items())
        for (const auto& [who, request] : by_requester.items())
          owed = wrapping_add(wrapping_add(owed, number_of(request["deposit"])),
                              owed_by(request["rounds"]));
    const Json held = state_["ether"][account_address(foreign ? "foreign" : "arbitrator")];
    CHECK(wrapping_add(number_of(held), withdrawn_) == owed);
  }

  void check_money() {
    CHECK(books_.balance(state_, held_by_reality(state_)));
    Uint256 all;
    for (const auto& [contract, wei] : state_["ether"].items())
      all = wrapping_add(all, number_of(wei));
    CHECK(all == ether_);
    if (kind_.starts_with("kleros")) check_proxy();
  }

  void check_load() {
    const json::Value dump = world_.machine().dump();
    const auto loaded = arbitration_proxy::kind().load(dump);
    INFO((loaded ? std::string() : loaded.error().path + " " + loaded.error().message));
    REQUIRE(loaded);
    CHECK((*loaded)->dump() == dump);
  }

  Random random_;
  std::string kind_;
  bool token_;
  bool v3_;
  World world_;
  History history_;
  Books books_;
  Json state_;
  std::vector<Json> secrets_;
  Uint256 ether_;
  Uint256 withdrawn_;
};

}  // namespace

TEST_CASE("reality: random walks conserve money, and what is listed is what is accepted",
          "[reality]") {
  const std::uint32_t walks = long_run() ? 100 : 3;
  const char* worlds[][2] = {{"reality-2.0", "eoa"},
                             {"reality-3.0", "eoa"},
                             {"reality-erc20-3.0", "eoa"},
                             {"reality-3.2", "realitykeys-arbitrator"},
                             {"reality-2.0", "kleros-v1-with-appeals"},
                             {"reality-3.0", "kleros-v1-with-appeals"},
                             {"reality-3.0", "kleros-v1-home-foreign"},
                             {"reality-3.0", "kleros-reality-v2"}};
  std::size_t claimed = 0;
  std::size_t withdrawals = 0;
  for (const auto& [system, kind] : worlds) {
    std::size_t accepted = 0;
    std::size_t exact = 0;
    for (std::uint32_t seed = 1; seed <= walks; ++seed) {
      INFO(system << " " << kind << " seed " << seed);
      Walk walk(seed * 7919, system, kind);
      walk.run(150);
      accepted += walk.accepted;
      exact += walk.exact;
      claimed += walk.claimed;
      withdrawals += walk.withdrawals;
    }
    INFO(system << " " << kind);
    CHECK(accepted > walks * 30);
    CHECK(exact > walks * 40);
  }
  CHECK(claimed > walks);
  CHECK(withdrawals > 0);
}
