#include <algorithm>

#include "world.hpp"

namespace dikast::arbitration_proxy {

bool Round::has_paid(const Uint256& ruling) const {
  return std::find(funded.begin(), funded.end(), ruling) != funded.end();
}

namespace {

Uint256 share(const Uint256& amount, const Uint256& part, const Uint256& whole) {
  return checked_mul_div(amount, part, whole).value_or(Uint256());
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
  const Uint256 stake =
      checked_div(capped_mul(cost, funding.multiplier_bps), f.world.divisor).value_or(Uint256());
  const Uint256 total = capped_add(cost, stake);
  const Uint256 missing = capped_sub(total, round.paid_fees.get(ruling));
  const Uint256 contribution = f.msg.value > missing ? missing : f.msg.value;
  log_funding(f, funding, ruling, &contribution);
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

Uint256 reward(const Round& round, const Word& beneficiary, const Uint256& ruling,
               const Uint256& winner) {
  const Uint256 given = round.contributions.get(beneficiary).get(ruling);
  if (given.is_zero() || !round.has_paid(ruling)) return given;
  if (!round.has_paid(winner)) {
    Uint256 all;
    for (const Uint256& side : round.funded) all = wrapping_add(all, round.paid_fees.get(side));
    return share(given, round.fee_rewards, all);
  }
  if (winner != ruling) return {};
  return share(given, round.fee_rewards, round.paid_fees.get(ruling));
}

bool withdraw_round(Frame& f, std::vector<Round>& rounds, std::size_t round, const Word& local_id,
                    const Word& beneficiary, const Uint256& ruling, const Uint256& winner,
                    Uint256& reward_wei) {
  reward_wei = reward(rounds[round], beneficiary, ruling, winner);
  if (auto* given = rounds[round].contributions.find(beneficiary)) given->erase(ruling);
  if (reward_wei.is_zero()) return true;
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
