#include "execution.hpp"

#include <utility>

namespace dikast::arbitrable_proxy {

using machine::to_value;

namespace {

/// DENOMINATOR: multipliers are in basis points.
constexpr std::uint64_t kDenominator = 10'000;

constexpr std::string_view kTooLate = "Funding must be made within the appeal period.";

Uint256 basis_points(const Uint256& product) {
  return *checked_div(product, Uint256(kDenominator));
}

}  // namespace

Uint256 max_choices() { return wrapping_sub(Uint256::max(), Uint256(1)); }

Uint256 appeal_total_wei(const State& state, const Uint256& cost_wei, bool winner) {
  const Uint256& multiplier = winner ? state.winner_multiplier_bps : state.loser_multiplier_bps;
  return capped_add(cost_wei, basis_points(capped_mul(cost_wei, multiplier)));
}

Uint256 loser_end(const State& state, const Uint256& start, const Uint256& end) {
  const Uint256 share =
      basis_points(wrapping_mul(wrapping_sub(end, start), state.loser_period_multiplier_bps));
  return wrapping_add(start, share);
}

Funding funding_in(const Round& round, const Uint256& ruling) {
  for (const Funding& known : round.fundings)
    if (known.ruling == ruling) return known;
  return {ruling, {}, false};
}

Funding& funding_of(Round& round, const Uint256& ruling) {
  for (Funding& known : round.fundings)
    if (known.ruling == ruling) return known;
  round.fundings.push_back({ruling, {}, false});
  return round.fundings.back();
}

Uint256 contributed_wei(const Round& round, const Address& account, const Uint256& ruling) {
  for (const Contribution& one : round.contributions)
    if (one.contributor == account && one.ruling == ruling) return one.amount_wei;
  return {};
}

std::string Execution::name_of(const Address& address) const {
  if (address == state.self) return "arbitrableProxy";
  return address == state.arbitrator ? "arbitrator" : address.to_checksum();
}

std::optional<Execution::Answer> Execution::assumed(const Outgoing& call) {
  Answer given;
  if (call.function != "createDispute") return given;
  const auto cost = ask("arbitrationCost");
  if (!cost) return std::nullopt;
  const auto next = ask("nextDisputeID");
  if (!next) return std::nullopt;
  given.ok = call.value_wei >= *cost;
  if (!given.ok) given.reason = "Not enough ETH to cover arbitration costs.";
  given.returns = to_value(*next);
  return given;
}

Dispute* Execution::find(const Uint256& id) {
  if (id < Uint256(state.disputes.size()))
    return &state.disputes[static_cast<std::size_t>(id.words[0])];
  invalid_opcode();
  return nullptr;
}

std::uint64_t Execution::local_id(const Uint256& external_id) const {
  for (const Link& link : state.links)
    if (link.external_id == external_id) return link.local_id;
  return 0;
}

Uint256 Execution::choices(const Uint256& id) const {
  if (id < Uint256(state.disputes.size()))
    return state.disputes[static_cast<std::size_t>(id.words[0])].choices;
  return {};
}

bool Execution::only_governor() {
  return require(from == state.governor, "Only the governor can execute this.");
}

bool Execution::create_dispute(const std::string& extra_data, const std::string& meta_evidence,
                               const Uint256& wanted) {
  if (!require(wanted <= max_choices(), "Number of ruling options out of range.")) return false;
  Dispute dispute;
  dispute.choices = wanted.is_zero() ? max_choices() : wanted;
  dispute.extra_data = extra_data;
  const auto given = answer({state.arbitrator,
                             "createDispute",
                             {to_value(dispute.choices), to_value(extra_data)},
                             value_wei,
                             {}});
  if (!given) return false;
  if (!given->ok) return refused_by(state.arbitrator, *given);
  const auto made = Uint256::parse(given->returns.text());
  if (!made) return wrong_env("/env/calls", "createDispute returns the dispute's id.");
  pay_out(state.arbitrator, value_wei);
  dispute.dispute_id = *made;
  dispute.rounds.emplace_back();
  const std::uint64_t id = state.disputes.size();
  state.disputes.push_back(std::move(dispute));
  std::erase_if(state.links, [&](const Link& link) { return link.external_id == *made; });
  state.links.push_back({*made, id});
  emit("MetaEvidence", {{"_metaEvidenceID", to_value(id)}, {"_evidence", to_value(meta_evidence)}});
  emit("Dispute", {{"_arbitrator", to_value(state.arbitrator)},
                   {"_disputeID", to_value(*made)},
                   {"_metaEvidenceID", to_value(id)},
                   {"_evidenceGroupID", to_value(id)}});
  out.returns = to_value(*made);
  return true;
}

bool Execution::submit_evidence(const Uint256& id, const std::string& evidence) {
  const Dispute* dispute = find(id);
  if (dispute == nullptr ||
      !require(!dispute->is_ruled, "Cannot submit evidence to a resolved dispute."))
    return false;
  emit("Evidence", {{"_arbitrator", to_value(state.arbitrator)},
                    {"_evidenceGroupID", to_value(id)},
                    {"_party", to_value(from)},
                    {"_evidence", to_value(evidence)}});
  return true;
}

// The start is not looked at: before there is a period, its end is 0.
bool Execution::check_period(const Uint256& ruling, const Uint256& current) {
  const auto start = ask("appealPeriodStart");
  if (!start) return false;
  const auto end = ask("appealPeriodEnd");
  if (!end) return false;
  return require(now < (ruling == current ? *end : loser_end(state, *start, *end)), kTooLate);
}

bool Execution::fund_appeal(const Uint256& id, const Uint256& ruling) {
  if (!require(ruling <= choices(id), "There is no such ruling to fund.")) return false;
  Dispute* dispute = find(id);
  if (dispute == nullptr) return false;
  const auto current = ask("currentRuling");
  if (!current) return false;
  const auto cost = ask("appealCost");
  if (!cost || !check_period(ruling, *current)) return false;
  const Uint256 total = appeal_total_wei(state, *cost, ruling == *current);
  const std::size_t index = dispute->rounds.size() - 1;
  Round& round = dispute->rounds[index];
  if (!require(!funding_in(round, ruling).has_paid, "Appeal fee has already been paid."))
    return false;
  Funding& funding = funding_of(round, ruling);
  const Uint256 needed = capped_sub(total, funding.paid_wei);
  const Uint256 taken = needed > value_wei ? value_wei : needed;
  funding.paid_wei = wrapping_add(funding.paid_wei, taken);
  const json::Value round_number = to_value(std::uint64_t{index});
  emit("Contribution", {{"_localDisputeID", to_value(id)},
                        {"_round", round_number},
                        {"ruling", to_value(ruling)},
                        {"_contributor", to_value(from)},
                        {"_amount", to_value(taken)}});
  const Uint256 before = contributed_wei(round, from, ruling);
  std::erase_if(round.contributions, [&](const Contribution& one) {
    return one.contributor == from && one.ruling == ruling;
  });
  const Uint256 sum = wrapping_add(before, taken);
  if (!sum.is_zero()) round.contributions.push_back({from, ruling, sum});
  if (funding.paid_wei >= total) {
    round.fee_rewards_wei = wrapping_add(round.fee_rewards_wei, funding.paid_wei);
    round.funded_rulings.push_back(ruling);
    funding.has_paid = true;
    emit("RulingFunded", {{"_localDisputeID", to_value(id)},
                          {"_round", round_number},
                          {"_ruling", to_value(ruling)}});
  }
  out.returns = to_value(funding.has_paid);
  if (round.funded_rulings.size() == 2) {
    round.fee_rewards_wei = capped_sub(round.fee_rewards_wei, *cost);
    const auto given = answer({state.arbitrator,
                               "appeal",
                               {to_value(dispute->dispute_id), to_value(dispute->extra_data)},
                               *cost,
                               {}});
    if (!given) return false;
    if (!given->ok) return refused_by(state.arbitrator, *given);
    pay_out(state.arbitrator, *cost);
    dispute->rounds.emplace_back();
  }
  send(from, capped_sub(value_wei, taken));
  return true;
}

bool Execution::reward(const Round& round, const Address& account, const Uint256& ruling,
                       const Uint256& final_ruling, Uint256& amount) {
  const Funding funding = funding_in(round, ruling);
  const Uint256 own = contributed_wei(round, account, ruling);
  amount = Uint256();
  if (!funding.has_paid) {
    amount = own;
    return true;
  }
  const Uint256 product = wrapping_mul(own, round.fee_rewards_wei);
  if (ruling == final_ruling) {
    if (!funding.paid_wei.is_zero()) amount = *checked_div(product, funding.paid_wei);
    return true;
  }
  if (funding_in(round, final_ruling).has_paid) return true;
  // Two funded rulings share where the final one was not funded; with a free appeal there is
  // nothing to divide by, and the call fails for ever.
  if (round.funded_rulings.size() < 2) return invalid_opcode();
  const auto share =
      checked_div(product, wrapping_add(funding_in(round, round.funded_rulings[0]).paid_wei,
                                        funding_in(round, round.funded_rulings[1]).paid_wei));
  if (!share) return invalid_opcode();
  amount = *share;
  return true;
}

bool Execution::pay_reward(Dispute& dispute, const Uint256& id, std::size_t index,
                           const Address& account, const Uint256& ruling) {
  Round& round = dispute.rounds[index];
  Uint256 amount;
  if (!reward(round, account, ruling, dispute.ruling, amount)) return false;
  out.returns = to_value(amount);
  if (amount.is_zero()) return true;
  std::erase_if(round.contributions, [&](const Contribution& one) {
    return one.contributor == account && one.ruling == ruling;
  });
  send(account, amount);
  emit("Withdrawal", {{"_localDisputeID", to_value(id)},
                      {"_round", to_value(std::uint64_t{index})},
                      {"_ruling", to_value(ruling)},
                      {"_contributor", to_value(account)},
                      {"_reward", to_value(amount)}});
  return true;
}

bool Execution::withdraw(const Uint256& id, const Address& account, const Uint256& round,
                         const Uint256& ruling) {
  Dispute* dispute = find(id);
  if (dispute == nullptr || !require(dispute->is_ruled, "The dispute should be solved"))
    return false;
  if (round >= Uint256(dispute->rounds.size())) return invalid_opcode();
  return pay_reward(*dispute, id, static_cast<std::size_t>(round.words[0]), account, ruling);
}

bool Execution::withdraw_all(const Uint256& id, const Address& account, const Uint256& ruling) {
  // Of a dispute there is not, the rounds are an empty array.
  if (id >= Uint256(state.disputes.size())) return true;
  Dispute* dispute = find(id);
  if (!require(dispute->is_ruled, "The dispute should be solved")) return false;
  for (std::size_t i = 0; i < dispute->rounds.size(); ++i)
    if (!pay_reward(*dispute, id, i, account, ruling)) return false;
  out.returns = json::Value();
  return true;
}

bool Execution::rule(const Uint256& external_id, const Uint256& ruling) {
  const Uint256 id(local_id(external_id));
  Dispute* dispute = find(id);
  if (dispute == nullptr ||
      !require(from == state.arbitrator, "Only the arbitrator can execute this.") ||
      !require(ruling <= dispute->choices, "Invalid ruling.") ||
      !require(!dispute->is_ruled, "This dispute has been ruled already."))
    return false;
  const std::vector<Uint256>& funded = dispute->rounds.back().funded_rulings;
  dispute->is_ruled = true;
  dispute->ruling = funded.size() == 1 ? funded[0] : ruling;
  emit("Ruling", {{"_arbitrator", to_value(from)},
                  {"_disputeID", to_value(external_id)},
                  {"_ruling", to_value(dispute->ruling)}});
  return true;
}

bool Execution::total_withdrawable(const Uint256& id, const Address& account, const Uint256& ruling,
                                   Uint256& sum) {
  const Dispute* dispute = find(id);
  if (dispute == nullptr) return false;
  if (!dispute->is_ruled) return true;
  for (const Round& round : dispute->rounds) {
    Uint256 amount;
    if (!reward(round, account, ruling, dispute->ruling, amount)) return false;
    sum = wrapping_add(sum, amount);
  }
  return true;
}

}  // namespace dikast::arbitrable_proxy
