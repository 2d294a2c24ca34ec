#include <algorithm>

#include "world.hpp"

namespace dikast::arbitration_proxy {

bool Round::has_paid(const Uint256& ruling) const {
  return std::find(funded.begin(), funded.end(), ruling) != funded.end();
}

namespace {

/// The foreign proxy is of Solidity 0.8, whose arithmetic is checked.
bool is_modern(const Frame& f) { return f.world.kind == Kind::HomeForeign; }

/// amount * part / whole as the contracts compute it: after an appeal that cost nothing there is
/// nothing to divide by.
bool share(Frame& f, const Uint256& part, const Uint256& whole, Uint256& amount) {
  const auto product = checked_mul(amount, part);
  if (!product && is_modern(f)) return f.run.panic(true, "Panic(0x11)");
  const auto quotient = checked_div(product.value_or(wrapping_mul(amount, part)), whole);
  if (!quotient) return f.run.panic(is_modern(f), "Panic(0x12)");
  amount = *quotient;
  return true;
}

/// What a ruling has to be paid for to be funded.
bool total_cost(Frame& f, const Uint256& cost, const Uint256& multiplier_bps, Uint256& total) {
  const Uint256 stake =
      checked_div(capped_mul(cost, multiplier_bps), f.world.divisor).value_or(Uint256());
  total = capped_add(cost, stake);
  const bool fits = checked_mul(cost, multiplier_bps) && checked_add(cost, stake);
  return fits || !is_modern(f) || f.run.panic(true, "Panic(0x11)");
}

void log_funding(Frame& f, const Funding& funding, const Uint256& ruling, const Uint256* amount) {
  machine::Event& event =
      f.run.emit(f.msg.self, amount != nullptr ? "Contribution" : "RulingFunded");
  put(event.args, "_localDisputeID", funding.local_id);
  put(event.args, "_round", std::uint64_t{funding.rounds.size() - 1});
  if (amount != nullptr) put(event.args, "_contributor", as_address(f.msg.sender));
  put(event.args, amount != nullptr ? "ruling" : "_ruling", ruling);
  if (amount != nullptr) put(event.args, "_amount", *amount);
}

}  // namespace

bool fund(Frame& f, const Funding& funding, const Uint256& ruling) {
  Run& run = f.run;
  Round& round = funding.rounds.back();
  if (!run.require(!round.has_paid(ruling), funding.paid_already)) return false;
  const Dispute& dispute =
      f.world.kleros[0].disputes[static_cast<std::size_t>(funding.dispute_id.words[0])];
  const Uint256 cost = dispute.appeal_cost;
  Uint256 total;
  if (!total_cost(f, cost, funding.multiplier_bps, total)) return false;
  const Uint256 missing = capped_sub(total, round.paid_fees.get(ruling));
  const Uint256 contribution = f.msg.value > missing ? missing : f.msg.value;
  // The foreign proxy says nothing where nothing is missing.
  if (!missing.is_zero() || !is_modern(f)) log_funding(f, funding, ruling, &contribution);
  Uint256& given = round.contributions.at(f.msg.sender).at(ruling);
  given = wrapping_add(given, contribution);
  Uint256& paid = round.paid_fees.at(ruling);
  paid = wrapping_add(paid, contribution);
  const bool complete = paid >= total;
  if (complete) {
    round.funded.push_back(ruling);
    round.fee_rewards = wrapping_add(round.fee_rewards, paid);
    log_funding(f, funding, ruling, nullptr);
  }
  if (round.funded.size() > 1) {
    round.fee_rewards = capped_sub(round.fee_rewards, cost);
    funding.rounds.emplace_back();
    if (!appeal(f, funding.dispute_id, cost)) return false;
  }
  if (!run.pay(f.msg.self, f.msg.sender, wrapping_sub(f.msg.value, contribution))) return false;
  return answer_one(f, machine::to_value(complete));
}

Uint256 final_ruling(const std::vector<Round>& rounds, const Uint256& ruling) {
  if (!rounds.empty() && rounds.back().funded.size() == 1) return rounds.back().funded[0];
  return ruling;
}

bool reward(Frame& f, const Round& round, const Word& beneficiary, const Uint256& ruling,
            const Uint256& winner, Uint256& amount) {
  amount = round.contributions.get(beneficiary).get(ruling);
  if (!round.has_paid(ruling)) return true;
  if (!round.has_paid(winner)) {
    Uint256 all;
    for (const Uint256& side : round.funded) all = wrapping_add(all, round.paid_fees.get(side));
    return share(f, round.fee_rewards, all, amount);
  }
  const Uint256 paid = round.paid_fees.get(ruling);
  if (winner != ruling || paid.is_zero()) {
    amount = {};
    return true;
  }
  return share(f, round.fee_rewards, paid, amount);
}

bool withdraw_round(Frame& f, std::vector<Round>& rounds, std::size_t round, const Word& local_id,
                    const Word& beneficiary, const Uint256& ruling, const Uint256& winner,
                    Uint256& reward_wei) {
  if (!reward(f, rounds[round], beneficiary, ruling, winner, reward_wei)) return false;
  if (reward_wei.is_zero()) return true;
  if (auto* given = rounds[round].contributions.find(beneficiary)) given->erase(ruling);
  if (!f.run.pay(f.msg.self, beneficiary, reward_wei)) return false;
  machine::Event& event = f.run.emit(f.msg.self, "Withdrawal");
  put(event.args, "_localDisputeID", local_id);
  put(event.args, "_round", std::uint64_t{round});
  put(event.args, "_contributor", as_address(beneficiary));
  put(event.args, "_ruling", ruling);
  put(event.args, "_reward", reward_wei);
  return true;
}

}  // namespace dikast::arbitration_proxy
