#include <algorithm>
#include <utility>

#include "run.hpp"

// KlerosCore.execute: what jurors lose and earn once a ruling stands. A juror's stake is taken to
// cover every penalty; PNK movements are counted, not moved.
namespace dikast::court {

using machine::at;
using machine::put;

struct Run::Execution {
  Uint256 id;
  Uint256 round_id;
  Round* round = nullptr;
  const KitRound* votes = nullptr;
  Ruling ruling;
  Uint256 coherent;
};

namespace {

bool is_coherent(const Vote& vote, const Ruling& ruling) {
  return vote.voted && (vote.choice == ruling.choice || ruling.tied);
}

Uint256 coherent_count(const KitRound& votes, const Ruling& ruling) {
  return ruling.tied ? votes.total_voted : votes.count_of(ruling.choice);
}

json::Value signed_value(const Uint256& amount, bool negative) {
  const std::string digits = amount.to_decimal();
  return machine::to_value(negative && !amount.is_zero() ? "-" + digits : digits);
}

}  // namespace

void Run::pay_fee(const Address& token, const Address& to, const Uint256& amount) {
  const Address core = address_of("core");
  if (token.is_zero()) {
    safe_send(core, to, amount);
  } else {
    machine::move_money(out, token.to_checksum(), core.to_checksum(), to.to_checksum(), amount);
  }
}

/// Takes an inactive juror out of all courts: at once, or in neo outside of the staking phase as a
/// delayed change that is only noted.
void Run::unstake(const Address& account) {
  const bool delayed = neo() && world.phase != Phase::Staking;
  for (std::size_t i = 0; i < setup().jurors.size(); ++i) {
    const Juror& juror = setup().jurors[i];
    if (juror.account != account || juror.courts.empty()) continue;
    if (!delayed) {
      world.setup.edit().jurors[i].courts.clear();
      continue;
    }
    for (std::size_t k = juror.courts.size(); k > 0; --k) {
      json::Value& event = emit("sortition", "StakeDelayed");
      put(event, "_address", account);
      put(event, "_courtID", std::uint64_t{juror.courts[k - 1]});
      put(event, "_amount", Uint256());
    }
  }
}

void Run::execute_penalty(Execution& execution, std::size_t index) {
  Round& round = *execution.round;
  const Vote& vote = execution.votes->votes[index];
  const bool coherent = is_coherent(vote, execution.ruling);
  const Uint256 penalty = coherent ? Uint256() : round.pnk_at_stake;
  round.pnk_penalties = add(round.pnk_penalties, penalty);
  if (neo() || !penalty.is_zero()) {
    json::Value& event = emit("core", neo() ? "TokenAndETHShift" : "JurorRewardPenalty");
    put(event, "_account", round.drawn[index]);
    put(event, "_disputeID", execution.id);
    put(event, "_roundID", execution.round_id);
    const Uint256 degree = coherent ? kBasis : 0;
    put(event, neo() ? "_degreeOfCoherency" : "_degreeOfCoherencyPnk", degree);
    if (!neo()) put(event, "_degreeOfCoherencyFee", Uint256());
    put(event, neo() ? "_pnkAmount" : "_amountPnk", signed_value(penalty, true));
    put(event, neo() ? "_feeAmount" : "_amountFee", Uint256());
    put(event, "_feeToken", round.fee_token);
  }
  if (!vote.voted) unstake(round.drawn[index]);
  if (index + 1 == round.drawn.size() && execution.coherent.is_zero()) {
    pay_fee(round.fee_token, setup().owner, round.total_fees);
    json::Value& event = emit("core", "LeftoverRewardSent");
    put(event, "_disputeID", execution.id);
    put(event, "_roundID", execution.round_id);
    put(event, neo() ? "_pnkAmount" : "_amountPnk", round.pnk_penalties);
    put(event, neo() ? "_feeAmount" : "_amountFee", round.total_fees);
    put(event, "_feeToken", round.fee_token);
  }
}

void Run::execute_reward(Execution& execution, std::size_t index, bool last) {
  Round& round = *execution.round;
  const Vote& vote = execution.votes->votes[index];
  const bool coherent = is_coherent(vote, execution.ruling);
  const Uint256 pnk = coherent ? div(round.pnk_penalties, execution.coherent) : Uint256();
  const Uint256 fee = coherent ? div(round.total_fees, execution.coherent) : Uint256();
  round.pnk_paid = add(round.pnk_paid, pnk);
  round.fee_paid = add(round.fee_paid, fee);
  if (neo() || !fee.is_zero()) pay_fee(round.fee_token, round.drawn[index], fee);
  if (neo() || !fee.is_zero() || !pnk.is_zero()) {
    json::Value& event = emit("core", neo() ? "TokenAndETHShift" : "JurorRewardPenalty");
    put(event, "_account", round.drawn[index]);
    put(event, "_disputeID", execution.id);
    put(event, "_roundID", execution.round_id);
    const Uint256 degree = coherent ? kBasis : 0;
    put(event, neo() ? "_degreeOfCoherency" : "_degreeOfCoherencyPnk", degree);
    if (!neo()) put(event, "_degreeOfCoherencyFee", degree);
    put(event, neo() ? "_pnkAmount" : "_amountPnk", pnk);
    put(event, neo() ? "_feeAmount" : "_amountFee", fee);
    put(event, "_feeToken", round.fee_token);
  }
  if (!last) return;
  const Uint256 pnk_left = sub(round.pnk_penalties, round.pnk_paid);
  const Uint256 fee_left = sub(round.total_fees, round.fee_paid);
  if (pnk_left.is_zero() && fee_left.is_zero()) return;
  if (!fee_left.is_zero()) pay_fee(round.fee_token, setup().owner, fee_left);
  json::Value& event = emit("core", "LeftoverRewardSent");
  put(event, "_disputeID", execution.id);
  put(event, "_roundID", execution.round_id);
  put(event, neo() ? "_pnkAmount" : "_amountPnk", pnk_left);
  put(event, neo() ? "_feeAmount" : "_amountFee", fee_left);
  put(event, "_feeToken", round.fee_token);
}

void Run::execute_round() {
  Execution execution;
  execution.id = args.number(at(0));
  execution.round_id = args.number(at(1));
  const Uint256 iterations = args.number(at(2));
  if (!require(!world.paused, Refusal::CoreNotPaused)) return;
  const Shared<Dispute>* found = dispute_argument();
  if (found == nullptr) return;
  if (!require((*found)->period == Period::Execution, Refusal::NotExecution) ||
      !in_range(execution.round_id, (*found)->rounds.size())) {
    return;
  }
  Dispute& dispute = edit_dispute(execution.id).edit();
  const std::size_t round_id = to_index(execution.round_id);
  execution.round = &dispute.rounds[round_id];
  const KitDispute* local = world.kit_dispute(execution.round->kit, execution.id);
  const Uint256 end_asked = add(execution.round->repartitions, iterations);
  const std::size_t drawn = execution.round->drawn.size();
  if (drawn == 0) panic(Panic::Division);
  if (local == nullptr) panic(Panic::Bounds);
  if (!good()) return;
  execution.votes = &local->rounds[local->local_round(round_id)];
  execution.ruling = current_ruling(dispute, execution.id);
  execution.coherent = coherent_count(*execution.votes, execution.ruling);
  const std::size_t most = execution.coherent.is_zero() ? drawn : drawn * 2;
  const Uint256 end = std::min(end_asked, Uint256(most));
  const std::uint64_t start = execution.round->repartitions.words[0];
  execution.round->repartitions = end;
  for (std::uint64_t i = start; i < end.words[0] && good(); ++i) {
    const auto vote = static_cast<std::size_t>(i % drawn);
    if (i < drawn) {
      execute_penalty(execution, vote);
    } else {
      execute_reward(execution, vote, i + 1 == 2 * std::uint64_t{drawn});
    }
  }
}

}  // namespace dikast::court
