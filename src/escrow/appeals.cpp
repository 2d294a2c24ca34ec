#include "rules.hpp"

namespace dikast::escrow {

using machine::to_value;

namespace {

const Uint256 kAppealable(1);

/// a * b / d, the product modulo 2^256; 0 for d = 0, which the contract asks before dividing.
Uint256 share(const Uint256& a, const Uint256& b, const Uint256& d) {
  const auto result = checked_div(wrapping_mul(a, b), d);
  return result ? *result : Uint256();
}

Contribution& contribution_of(Round& round, const Address& account) {
  for (Contribution& known : round.contributions)
    if (known.contributor == account) return known;
  round.contributions.push_back({account, {}});
  return round.contributions.back();
}

struct Funding {
  Uint256 cost_wei;
  Uint256 total_wei;
};

/// The checks of fundAppeal, in its order; nullopt when one of them ended the call.
std::optional<Funding> may_fund(Execution& x, unsigned side) {
  if (!x.require(side == 1 || side == 2, "Wrong party.")) return std::nullopt;
  if (!x.require(x.tx.status == Status::DisputeCreated, "No dispute to appeal"))
    return std::nullopt;
  const auto status = x.ask("disputeStatus");
  if (!status) return std::nullopt;
  if (!x.require(*status == kAppealable, "Dispute is not appealable.")) return std::nullopt;
  const auto start = x.ask("appealPeriodStart");
  if (!start) return std::nullopt;
  const auto end = x.ask("appealPeriodEnd");
  if (!end) return std::nullopt;
  if (!x.require(x.now >= *start && x.now < *end, "Funding must be made within the appeal period."))
    return std::nullopt;
  const auto winner = x.ask("currentRuling");
  if (!winner) return std::nullopt;
  const Uint256 half = shift_right(wrapping_sub(*end, *start), 1);
  if (!x.require(!is_loser(*winner, side) || wrapping_sub(x.now, *start) < half,
                 "The loser must pay during the first half of the appeal period."))
    return std::nullopt;
  if (x.tx.rounds.empty()) {
    x.invalid_opcode();
    return std::nullopt;
  }
  if (!x.require(!x.tx.rounds.back().has_paid[side], "Appeal fee has already been paid."))
    return std::nullopt;
  const auto cost = x.ask("appealCost");
  if (!cost) return std::nullopt;
  return Funding{*cost, appeal_total_wei(x.state, *cost, *winner, side)};
}

/// Pays what the beneficiary gets from a round and forgets his contributions.
bool withdraw(Execution& x, const Address& beneficiary, std::size_t index) {
  Round& round = x.tx.rounds[index];
  if (!x.require(x.tx.status == Status::Resolved, "The transaction should be resolved."))
    return false;
  const Uint256 reward = reward_wei(round, x.tx.ruling, beneficiary);
  std::erase_if(round.contributions,
                [&](const Contribution& known) { return known.contributor == beneficiary; });
  x.send(beneficiary, reward);
  return true;
}

}  // namespace

bool is_loser(const Uint256& current_ruling, unsigned side) {
  return !current_ruling.is_zero() && current_ruling != Uint256(side);
}

Uint256 appeal_total_wei(const State& state, const Uint256& cost_wei, const Uint256& current_ruling,
                         unsigned side) {
  const std::size_t stake = is_loser(current_ruling, side) ? 2 : current_ruling.is_zero() ? 0 : 1;
  const Uint256 product = capped_mul(cost_wei, state.multipliers_bps[stake]);
  return capped_add(cost_wei, share(product, Uint256(1), Uint256(kMultiplierDivisor)));
}

std::array<Uint256, 3> contributed_wei(const Round& round, const Address& account) {
  for (const Contribution& known : round.contributions)
    if (known.contributor == account) return known.amounts_wei;
  return {};
}

bool fund_appeal(Execution& x, const Arguments& a) {
  // The enum's conversion comes with the decoding of the arguments.
  if (a.numbers[1] > Uint256(2)) return x.invalid_opcode();
  const auto side = static_cast<unsigned>(a.numbers[1].words[0]);
  if (!x.open(a.numbers[0])) return false;
  const auto funding = may_fund(x, side);
  if (!funding) return false;
  const std::size_t index = x.tx.rounds.size() - 1;
  Round& round = x.tx.rounds[index];
  const Uint256 required = capped_sub(funding->total_wei, round.paid_fees_wei[side]);
  const Uint256 taken = required > x.value_wei ? x.value_wei : required;
  if (!taken.is_zero()) {
    Uint256& own = contribution_of(round, x.from).amounts_wei[side];
    own = wrapping_add(own, taken);
  }
  round.paid_fees_wei[side] = wrapping_add(round.paid_fees_wei[side], taken);
  round.fee_rewards_wei = wrapping_add(round.fee_rewards_wei, taken);
  if (round.paid_fees_wei[side] >= funding->total_wei) {
    round.has_paid[side] = true;
    x.emit("HasPaidAppealFee",
           {{"_transactionID", to_value(a.numbers[0])}, {"_party", to_value(a.numbers[1])}});
  }
  x.send(x.from, wrapping_sub(x.value_wei, taken));
  if (!round.has_paid[1] || !round.has_paid[2]) return true;
  if (!x.appeal_dispute(x.tx.dispute_id, funding->cost_wei)) return false;
  round.fee_rewards_wei = capped_sub(round.fee_rewards_wei, funding->cost_wei);
  x.tx.rounds.emplace_back();
  return true;
}

Uint256 reward_wei(const Round& round, const Uint256& ruling, const Address& account) {
  const auto own = contributed_wei(round, account);
  const auto& paid = round.paid_fees_wei;
  if (!round.has_paid[1] || !round.has_paid[2]) return wrapping_add(own[1], own[2]);
  if (ruling.is_zero()) {
    const Uint256 both = wrapping_add(paid[1], paid[2]);
    return wrapping_add(share(own[1], round.fee_rewards_wei, both),
                        share(own[2], round.fee_rewards_wei, both));
  }
  const std::size_t winner = ruling == Uint256(1) ? 1 : 2;
  return share(own[winner], round.fee_rewards_wei, paid[winner]);
}

bool withdraw_fees_and_rewards(Execution& x, const Arguments& a) {
  if (!x.open(a.numbers[0])) return false;
  const Uint256& round = a.numbers[1];
  if (round >= Uint256(x.tx.rounds.size())) return x.invalid_opcode();
  return withdraw(x, a.addresses[0], static_cast<std::size_t>(round.words[0]));
}

bool batch_round_withdraw(Execution& x, const Arguments& a) {
  if (!x.open(a.numbers[0])) return false;
  const Uint256& cursor = a.numbers[1];
  const Uint256& count = a.numbers[2];
  const Uint256 stop = wrapping_add(cursor, count);
  // The end wraps as the contract's does, so that (1, 2^256-1) withdraws nothing.
  for (Uint256 i = cursor; i < Uint256(x.tx.rounds.size()) && (count.is_zero() || i < stop);
       i = wrapping_add(i, Uint256(1)))
    if (!withdraw(x, a.addresses[0], static_cast<std::size_t>(i.words[0]))) return false;
  return true;
}

Uint256 withdrawable_wei(const Transaction& transaction, const Address& account) {
  Uint256 total;
  if (transaction.status != Status::Resolved) return total;
  for (const Round& round : transaction.rounds)
    total = wrapping_add(total, reward_wei(round, transaction.ruling, account));
  return total;
}

}  // namespace dikast::escrow
