#include <algorithm>
#include <utility>

#include "run.hpp"

// What an appeal of a dispute costs each side, brings it and can lose it, for who has to decide.
namespace dikast::court {

using machine::at;
using machine::put;

namespace {

constexpr std::uint64_t kMostRounds = 64;

/// `round` with a choice funded in full, as fundAppeal leaves it.
void fund(Run& run, KitRound& round, const Uint256& choice, const Uint256& total) {
  Funding& funding = round.funding(choice);
  if (funding.full) return;
  funding.full = true;
  funding.paid = std::max(funding.paid, total);
  round.fee_rewards = run.add(round.fee_rewards, funding.paid);
  round.funded.push_back(choice);
}

/// The smallest choice that is neither of these.
Uint256 third(const Uint256& a, const Uint256& b) {
  Uint256 choice;
  while (choice == a || choice == b) choice = wrapping_add(choice, 1);
  return choice;
}

std::vector<Uint256> listed_choices(const KitDispute& local, const KitRound& round) {
  std::vector<Uint256> all;
  const Uint256 last = std::min(local.choices, Uint256(kChoicesListed));
  for (std::uint64_t choice = 0; Uint256(choice) <= last; ++choice) all.emplace_back(choice);
  for (const Funding& funding : round.fundings) {
    if (funding.choice > last) all.push_back(funding.choice);
  }
  return all;
}

json::Value next_round(const NextSettings& next, const Dispute& dispute) {
  json::Value value = json::Value::object();
  put(value, "courtID", std::uint64_t{next.court});
  put(value, "disputeKitID", std::uint64_t{next.kit});
  put(value, "nbVotes", next.votes);
  put(value, "courtJump", next.court != dispute.court);
  put(value, "disputeKitJump", next.kit != dispute.rounds.back().kit);
  return value;
}

}  // namespace

/// Puts the amount, unless it cannot be computed: the contract would revert over it.
void Run::put_amount(json::Value& row, const char* key, const Uint256& amount) {
  if (good()) put(row, key, amount);
  out = {};
}

/// What fundAppeal would say now to somebody who pays `value`.
void Run::put_open(json::Value& row, Index of, const Uint256& id, const Uint256& choice,
                   const Uint256& value) const {
  World copy = world;
  machine::Call attempt;
  attempt.timestamp = call.timestamp;
  attempt.from = Address().to_checksum();
  attempt.to = world.kit_label(of);
  attempt.function = "fundAppeal";
  attempt.args = json::Value::array({machine::to_value(id), machine::to_value(choice)});
  attempt.value = value;
  Run tried(copy, attempt);
  tried.execute();
  put(row, "open", tried.good());
  if (!tried.good()) put(row, "reason", tried.out.error);
}

/// What comes back to somebody who pays all that this choice still lacks (or who paid for it), by
/// what the final ruling is and whether another choice is funded too.
void Run::put_outlook(json::Value& row, const KitDispute& local, const KitRound& round,
                      const Uint256& choice, const Uint256& ruling, const Uint256& cost) {
  const Uint256 stake = *Uint256::parse(row.find("stake")->text());
  KitRound then = round;
  then.contributions = {{Address(), choice, stake}};
  fund(*this, then, choice, total_to_fund(cost, choice == ruling));
  if (then.funded.size() == 1) {
    put_amount(row, "ifUnopposed", withdrawable(then, Address(), choice, choice));
  }
  Uint256 opponent = choice == ruling ? third(choice, choice) : ruling;
  for (const Uint256& funded : round.funded) {
    if (funded != choice) opponent = funded;
  }
  if (opponent > local.choices) return;
  fund(*this, then, opponent, total_to_fund(cost, opponent == ruling));
  then.fee_rewards = sub(then.fee_rewards, cost);
  put(row, "opponent", opponent);
  put_amount(row, "opponentTotal", then.funding(opponent).paid);
  put_amount(row, "ifWins", withdrawable(then, Address(), choice, choice));
  put_amount(row, "ifOpponentWins", withdrawable(then, Address(), choice, opponent));
  const Uint256 another = third(choice, opponent);
  if (another > local.choices) return;
  put_amount(row, "ifAnotherWins", withdrawable(then, Address(), choice, another));
}

json::Value Run::appeal_choice(const Dispute& dispute, const Uint256& id, const KitDispute& local,
                               const Uint256& choice) {
  const KitRound& round = local.rounds.back();
  const Index of = dispute.rounds.back().kit;
  const AppealWindow window = appeal_window(dispute);
  const Uint256 ruling = kit_ruling(of, dispute, id).choice;
  const bool winner = ruling == choice;
  const Funding* funding = round.find_funding(choice);
  const Uint256 paid = funding == nullptr ? Uint256() : funding->paid;
  const bool full = funding != nullptr && funding->full;
  json::Value row = json::Value::object();
  put(row, "choice", choice);
  put(row, "winner", winner);
  put(row, "paid", paid);
  put(row, "funded", full);
  if (!window.end.is_zero()) {
    // The first second in which it is too late.
    put(row, "end", winner ? window.end : add(window.start, loser_time(window)));
  }
  const Uint256 cost = appeal_cost(dispute);
  const Uint256 total = total_to_fund(cost, winner);
  const Uint256 left = full ? Uint256() : capped_sub(total, paid);
  const bool payable = good();
  out = {};
  put_open(row, of, id, choice, left);
  if (!payable) return row;
  put(row, "total", total);
  put(row, "remaining", left);
  put(row, "stake", full ? paid : left);
  put_outlook(row, local, round, choice, ruling, cost);
  return row;
}

void Run::view_appeal() {
  const Shared<Dispute>* found = dispute_argument();
  const std::uint64_t rounds = args.u64(at(1));
  if (rounds > kMostRounds) args.refuse(at(1), "At most 64 rounds are planned.");
  if (found == nullptr || !good()) return;
  const Uint256 id = args.number(at(0));
  const Dispute& dispute = **found;
  const Round& round = dispute.rounds.back();
  const KitDispute* local = world.kit_dispute(round.kit, id);
  if (local == nullptr) {
    panic(Panic::Bounds);
    return;
  }
  json::Value value = json::Value::object();
  put(value, "id", id);
  put(value, "round", std::uint64_t{dispute.rounds.size() - 1});
  put(value, "period", std::uint64_t{static_cast<std::uint8_t>(dispute.period)});
  put(value, "courtID", std::uint64_t{dispute.court});
  put(value, "disputeKitID", std::uint64_t{round.kit});
  put(value, "nbVotes", round.votes);
  put(value, "numberOfChoices", local->choices);
  put(value, "currentRuling", described(current_ruling(dispute, id)));
  put(value, "appealPeriod", described(appeal_window(dispute)));
  put(value, "next", next_round(next_settings(dispute), dispute));
  put_amount(value, "appealCost", appeal_cost(dispute));
  json::Value choices = json::Value::array();
  for (const Uint256& choice : listed_choices(*local, local->rounds.back())) {
    choices.push(appeal_choice(dispute, id, *local, choice));
  }
  put(value, "choices", std::move(choices));
  World copy = world;
  Run ahead(copy, call);
  put(value, "rounds", plan_rounds(ahead, dispute, rounds));
  answer(std::move(value));
}

}  // namespace dikast::court
