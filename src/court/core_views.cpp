#include "run.hpp"

// Getters of the core and the kits, answered as the contracts do.
namespace dikast::court {

using machine::at;
using machine::put;

void Run::core_arbitration_cost() {
  const Bytes extra_data = args.bytes(at(0));
  if (good()) answer(arbitration_cost(extra_data));
}

void Run::core_token_cost() {
  const Bytes extra_data = args.bytes(at(0));
  const Address token = args.address(at(1));
  if (!good()) return;
  const Uint256 cost = arbitration_cost(extra_data);
  if (good()) answer(token_cost(token, cost));
}

void Run::core_appeal_cost() {
  if (const Shared<Dispute>* dispute = dispute_argument()) answer(appeal_cost(**dispute));
}

void Run::core_appeal_period() {
  const Shared<Dispute>* dispute = dispute_argument();
  if (dispute == nullptr) return;
  answer(described(appeal_window(**dispute)));
}

json::Value described(const AppealWindow& window) {
  json::Value value = json::Value::object();
  put(value, "start", window.start);
  put(value, "end", window.end);
  return value;
}

json::Value described(const Ruling& ruling) {
  json::Value value = json::Value::object();
  put(value, "ruling", ruling.choice);
  put(value, "tied", ruling.tied);
  put(value, "overridden", ruling.overridden);
  return value;
}

void Run::core_current_ruling() {
  const Shared<Dispute>* dispute = dispute_argument();
  if (dispute != nullptr) answer(described(current_ruling(**dispute, args.number(at(0)))));
}

void Run::core_rounds() {
  if (const Shared<Dispute>* dispute = dispute_argument()) {
    answer(std::uint64_t{(*dispute)->rounds.size()});
  }
}

void Run::core_jump() {
  const Shared<Dispute>* found = dispute_argument();
  if (found == nullptr) return;
  const Dispute& dispute = **found;
  if (neo()) {
    const bool jumps =
        dispute.rounds.back().votes >= world.parameters_of(dispute).jurors_for_court_jump;
    const Court& parent = world.court(world.court_of(dispute).parent);
    answer(jumps && !parent.supports(dispute.rounds.back().kit));
    return;
  }
  const NextSettings next = next_settings(dispute);
  json::Value value = json::Value::object();
  put(value, "newCourtID", std::uint64_t{next.court});
  put(value, "newDisputeKitID", std::uint64_t{next.kit});
  put(value, "newRoundNbVotes", next.votes);
  put(value, "courtJump", next.court != dispute.court);
  put(value, "disputeKitJump", next.kit != dispute.rounds.back().kit);
  answer(std::move(value));
}

namespace {

json::Value round_of(const Run& run, const Round& round) {
  json::Value value = json::Value::object();
  put(value, "disputeKitID", std::uint64_t{round.kit});
  put(value, "pnkAtStakePerJuror", round.pnk_at_stake);
  put(value, "totalFeesForJurors", round.total_fees);
  put(value, "nbVotes", round.votes);
  put(value, "repartitions", round.repartitions);
  put(value, "pnkPenalties", round.pnk_penalties);
  put(value, "drawnJurors", std::uint64_t{round.drawn.size()});
  put(value, "sumFeeRewardPaid", round.fee_paid);
  put(value, "sumPnkRewardPaid", round.pnk_paid);
  if (!round.fee_token.is_zero()) put(value, "feeToken", round.fee_token);
  put(value, "drawIterations", round.draw_iterations);
  if (!run.neo()) put(value, "courtParamsIndex", std::uint64_t{round.parameters});
  return value;
}

json::Value kit_of(Run& run, const Dispute& dispute, const Uint256& id) {
  const Index kit = dispute.rounds.back().kit;
  const DisputeLink* link = run.world.kits[kit]->find(id);
  const KitDispute* local = run.world.kit_dispute(kit, id);
  json::Value value = json::Value::object();
  if (link == nullptr || local == nullptr) return value;
  const Index round_id = local->local_round(dispute.rounds.size() - 1);
  const KitRound& round = local->rounds[round_id];
  put(value, "name", run.world.kit_label(kit));
  put(value, "numberOfChoices", local->choices);
  put(value, "localDisputeID", std::uint64_t{link->local});
  put(value, "localRoundID", std::uint64_t{round_id});
  put(value, "fundedChoices", round.funded);
  put(value, "winningChoice", round.winning_choice);
  put(value, "tied", round.tied);
  put(value, "totalVoted", round.total_voted);
  put(value, "totalCommitted", round.total_committed);
  put(value, "nbVoters", std::uint64_t{round.votes.size()});
  json::Value counts = json::Value::array();
  for (std::uint64_t choice = 0; choice <= 4 && Uint256(choice) <= local->choices; ++choice) {
    counts.push(machine::to_value(round.count_of(choice)));
  }
  put(value, "counts", std::move(counts));
  if (run.neo()) {
    put(value, "active", true);
    return value;
  }
  json::Value active = json::Value::object();
  put(active, "dispute", true);
  put(active, "currentRound", link->current_round);
  put(value, "active", std::move(active));
  return value;
}

}  // namespace

void Run::view_dispute() {
  const Shared<Dispute>* found = dispute_argument();
  if (found == nullptr) return;
  const Uint256 id = args.number(at(0));
  const Dispute& dispute = **found;
  json::Value value = json::Value::object();
  put(value, "id", id);
  put(value, "courtID", std::uint64_t{dispute.court});
  put(value, "arbitrated", dispute.arbitrated);
  put(value, "period", std::uint64_t{static_cast<std::uint8_t>(dispute.period)});
  put(value, "ruled", dispute.ruled);
  put(value, "lastPeriodChange", dispute.last_period_change);
  put(value, "rounds", std::uint64_t{dispute.rounds.size()});
  put(value, "round", round_of(*this, dispute.rounds.back()));
  put(value, "currentRuling", described(current_ruling(dispute, id)));
  put(value, "appealPeriod", described(appeal_window(dispute)));
  const Uint256 cost = appeal_cost(dispute);
  if (out.ok()) {
    put(value, "appealCost", cost);
  } else {
    // The getter fails by itself; the rest is there all the same.
    json::Value failed = json::Value::object();
    put(failed, "error", out.error);
    put(value, "appealCost", std::move(failed));
    out = {};
  }
  put(value, "kit", kit_of(*this, dispute, id));
  answer(std::move(value));
}

void Run::kit_funded_choices() {
  const KitDispute* local = world.kit_dispute(kit, args.number(at(0)));
  if (local == nullptr) {
    panic(Panic::Bounds);
  } else {
    answer(local->rounds.back().funded);
  }
}

void Run::kit_commits_all_cast() {
  const KitDispute* local = world.kit_dispute(kit, args.number(at(0)));
  if (local == nullptr) {
    panic(Panic::Bounds);
  } else {
    const KitRound& round = local->rounds.back();
    answer(round.total_committed == round.votes.size());
  }
}

void Run::kit_votes_all_cast() {
  const KitDispute* local = world.kit_dispute(kit, args.number(at(0)));
  const Shared<Dispute>* dispute = local == nullptr ? nullptr : dispute_argument();
  if (local == nullptr) panic(Panic::Bounds);
  if (dispute != nullptr) answer(votes_all_cast(**dispute, local->rounds.back()));
}

void Run::kit_appeal_funded() {
  const Shared<Dispute>* dispute = dispute_argument();
  const KitDispute* local =
      dispute == nullptr ? nullptr : world.kit_dispute(kit, args.number(at(0)));
  if (dispute == nullptr) return;
  if (local == nullptr) {
    panic(Panic::Bounds);
  } else {
    answer(appeal_unfunded(**dispute, local->rounds.back()));
  }
}

}  // namespace dikast::court
