#include <algorithm>
#include <utility>

#include "run.hpp"

// KlerosCore: disputes, periods, appeals, rulings.
namespace dikast::court {

using machine::at;
using machine::put;

void Run::create_core_dispute() {
  const Uint256 choices = args.number(at(0));
  const Bytes extra_data = args.bytes(at(1));
  if (!good()) return;
  const Uint256 id = create_core(sender, choices, extra_data, {}, call.value);
  if (!good()) return;
  move(sender, address_of("core"), call.value);
  answer(id);
}

void Run::create_core_dispute_with_token() {
  const Uint256 choices = args.number(at(0));
  const Bytes extra_data = args.bytes(at(1));
  const Address token = args.address(at(2));
  const Uint256 amount = args.number(at(3));
  if (!good()) return;
  bool accepted = false;
  for (const FeeToken& known : setup().tokens) accepted |= known.token == token && known.accepted;
  if (!require(accepted, Refusal::TokenNotAccepted)) return;
  const Uint256 cost = token_cost(token, arbitration_cost(extra_data));
  if (!require(amount >= cost, Refusal::FeesNotEnough)) return;
  machine::Reader env(call.env, "/env", ErrorCode::machine_env);
  const bool paid = env.number("balance") >= amount && env.number("allowance") >= amount;
  if (auto checked = env.check(); !checked) {
    error = checked.error();
    return;
  }
  if (!require(paid, Refusal::TransferFailed)) return;
  const Uint256 id = create_core(sender, choices, extra_data, token, amount);
  if (!good()) return;
  machine::move_money(out, token.to_checksum(), sender.to_checksum(),
                      address_of("core").to_checksum(), amount);
  answer(id);
}

Uint256 Run::create_core(const Address& arbitrated, const Uint256& choices, const Bytes& extra_data,
                         const Address& token, const Uint256& amount) {
  if (token.is_zero()) {
    const Uint256 cost = arbitration_cost(extra_data);
    if (!require(amount >= cost, Refusal::FeesNotEnough)) return {};
  }
  const std::vector<Address>& allowed = setup().whitelist;
  const bool listed = std::find(allowed.begin(), allowed.end(), arbitrated) != allowed.end();
  const bool enforced = neo() || setup().whitelist_enabled;
  if (!require(!enforced || listed, Refusal::NotWhitelisted)) return {};
  const ExtraData read = read_request(extra_data);
  if (!good()) return {};
  const auto court_id = static_cast<Index>(read.court.words[0]);
  const auto kit_id = static_cast<Index>(read.kit.words[0]);
  const Court& court = world.court(court_id);
  if (!require(court.supports(kit_id), Refusal::KitNotSupported)) return {};

  const Uint256 fee =
      token.is_zero() ? court.fee_for_juror : token_cost(token, court.fee_for_juror);
  Round round;
  round.kit = kit_id;
  round.votes = div(amount, fee);
  round.pnk_at_stake = div(mul(court.min_stake, court.alpha), kBasis);
  round.total_fees = amount;
  round.fee_token = token;
  round.parameters = static_cast<Index>(court.parameters.size() - 1);
  if (!good()) return {};

  const Uint256 id = world.id_of(world.disputes.size());
  Dispute& dispute = world.disputes.emplace_back().edit();
  dispute.court = court_id;
  dispute.arbitrated = arbitrated;
  dispute.last_period_change = call.timestamp;
  dispute.rounds.push_back(std::move(round));
  world.disputes_without_jurors = add(world.disputes_without_jurors, 1);
  create_in_kit(kit_id, id, 0, choices, extra_data);
  json::Value& event = emit("core", "DisputeCreation");
  put(event, "_disputeID", id);
  put(event, "_arbitrable", arbitrated);
  return id;
}

bool Run::may_pass(const Dispute& dispute, const Uint256& id) {
  const Round& round = dispute.rounds.back();
  const KitDispute* local = world.kit_dispute(round.kit, id);
  if (local == nullptr) return panic(Panic::Bounds);
  const KitRound& votes = local->rounds.back();
  const CourtParameters& parameters = world.parameters_of(dispute);
  const Uint256 elapsed = sub(call.timestamp, dispute.last_period_change);
  const auto passed = [&](Period period) {
    return elapsed >= parameters.times[static_cast<std::size_t>(period)];
  };
  switch (dispute.period) {
    case Period::Evidence:
      return require(dispute.rounds.size() > 1 || passed(Period::Evidence),
                     Refusal::EvidenceNotPassed) &&
             require(round.votes == Uint256(round.drawn.size()), Refusal::StillDrawing);
    case Period::Commit:
      return require(passed(Period::Commit) || votes.total_committed == votes.votes.size(),
                     Refusal::CommitNotPassed);
    case Period::Vote:
      return require(passed(Period::Vote) || votes_all_cast(dispute, votes),
                     Refusal::VoteNotPassed);
    case Period::Appeal:
      return require(passed(Period::Appeal) || appeal_unfunded(dispute, votes),
                     Refusal::AppealNotPassed);
    case Period::Execution:
      return require(false, Refusal::PeriodIsFinal);
  }
  return false;
}

void Run::pass_period() {
  if (!neo()) {
    require(!world.arbitration_paused && Uint256(call.timestamp) > world.grace_end,
            Refusal::ArbitrationNotPaused);
  }
  const Shared<Dispute>* found = dispute_argument();
  if (found == nullptr) return;
  const Uint256 id = args.number(at(0));
  if (!may_pass(**found, id) || !good()) return;
  Dispute& dispute = edit_dispute(id).edit();
  const Period before = dispute.period;
  const bool skips_commit =
      before == Period::Evidence && !world.parameters_of(dispute).hidden_votes;
  dispute.period = static_cast<Period>(static_cast<std::uint8_t>(before) + (skips_commit ? 2 : 1));
  dispute.last_period_change = call.timestamp;
  if (before == Period::Vote) {
    json::Value& event = emit("core", "AppealPossible");
    put(event, "_disputeID", id);
    put(event, "_arbitrable", dispute.arbitrated);
  }
  if (before == Period::Appeal && !neo()) {
    json::Value& event = emit("core", "Ruling");
    put(event, "_arbitrable", dispute.arbitrated);
    put(event, "_disputeID", id);
    put(event, "_ruling", current_ruling(dispute, id).choice);
  }
  json::Value& event = emit("core", "NewPeriod");
  put(event, "_disputeID", id);
  put(event, "_period", std::uint64_t{static_cast<std::uint8_t>(dispute.period)});
}

void Run::draw() {
  if (!neo()) require(!world.arbitration_paused, Refusal::ArbitrationNotPaused);
  const Uint256 iterations = args.number(at(1));
  const Shared<Dispute>* found = dispute_argument();
  if (found == nullptr) return;
  if (!require((*found)->period == Period::Evidence, Refusal::NotEvidence)) return;
  const Uint256 id = args.number(at(0));
  Dispute& dispute = edit_dispute(id).edit();
  Round& round = dispute.rounds.back();
  kit = round.kit;
  // Who is drawn comes from outside: a list with an address, or null for nobody, each iteration.
  machine::Reader env(call.env, "/env", ErrorCode::machine_env);
  std::size_t i = 0;
  for (; Uint256(i) < iterations && Uint256(round.drawn.size()) < round.votes; ++i) {
    if (!require(world.phase == Phase::Drawing, Refusal::NotDrawing)) return;
    machine::Reader drawn = env.part("drawn");
    if (i >= drawn.size()) drawn.refuse(at(i), "Who is drawn in this iteration is not given.");
    const bool nobody = drawn.good() && !drawn.has(at(i));
    const Address juror = nobody ? Address() : drawn.address(at(i));
    if (auto checked = env.check(); !checked) {
      error = checked.error();
      return;
    }
    if (nobody) continue;
    json::Value& event = emit("core", "Draw");
    put(event, "_address", juror);
    put(event, "_disputeID", id);
    put(event, "_roundID", std::uint64_t{dispute.rounds.size() - 1});
    put(event, "_voteID", std::uint64_t{round.drawn.size()});
    round.drawn.push_back(juror);
    edit_kit_dispute(id).rounds.back().votes.push_back({juror, {}, {}, false});
    if (Uint256(round.drawn.size()) == round.votes) {
      world.disputes_without_jurors = sub(world.disputes_without_jurors, 1);
    }
  }
  round.draw_iterations = add(round.draw_iterations, i);
  answer(std::uint64_t{round.drawn.size()});
}

void Run::appeal() {
  const Uint256 choices = args.number(at(1));
  const Bytes extra_data = args.bytes(at(2));
  const Uint256 id = args.number(at(0));
  if (!good() || !known_dispute(id)) return;
  appeal_core(id, call.value, choices, extra_data, sender);
  if (good()) move(sender, address_of("core"), call.value);
}

void Run::begin_round(Dispute& dispute, const NextSettings& next, const Uint256& value) {
  dispute.court = next.court;
  dispute.period = Period::Evidence;
  dispute.last_period_change = call.timestamp;
  const Court& court = world.court(next.court);
  Round round;
  round.kit = next.kit;
  round.votes = div(value, court.fee_for_juror);
  round.pnk_at_stake = div(mul(court.min_stake, court.alpha), kBasis);
  round.total_fees = value;
  round.parameters = static_cast<Index>(court.parameters.size() - 1);
  dispute.rounds.push_back(std::move(round));
  world.disputes_without_jurors = add(world.disputes_without_jurors, 1);
}

void Run::appeal_core(const Uint256& id, const Uint256& value, const Uint256& choices,
                      const Bytes& extra_data, const Address& from) {
  const Dispute& now = *edit_dispute(id);
  const Uint256 cost = appeal_cost(now);
  const Index old_kit = now.rounds.back().kit;
  if (!require(value >= cost, Refusal::AppealFees) ||
      !require(now.period == Period::Appeal, Refusal::NotAppealable) ||
      !require(from == world.kits[old_kit]->address, Refusal::DisputeKitOnly)) {
    return;
  }
  const NextSettings next = next_settings(now);
  Dispute& dispute = edit_dispute(id).edit();
  const Index old_court = dispute.court;
  const std::size_t round_id = dispute.rounds.size();
  const auto jump = [&](const char* name, const char* before, const char* after, Index a, Index b) {
    json::Value& event = emit("core", name);
    put(event, "_disputeID", id);
    put(event, "_roundID", std::uint64_t{round_id});
    put(event, before, std::uint64_t{a});
    put(event, after, std::uint64_t{b});
  };
  if (next.court != old_court) {
    jump("CourtJump", "_fromCourtID", "_toCourtID", old_court, next.court);
  }
  begin_round(dispute, next, value);
  if (!good()) return;
  if (next.kit != old_kit) {
    jump("DisputeKitJump", "_fromDisputeKitID", "_toDisputeKitID", old_kit, next.kit);
    create_in_kit(next.kit, id, round_id, choices, extra_data);
  }
  json::Value& decision = emit("core", "AppealDecision");
  put(decision, "_disputeID", id);
  put(decision, "_arbitrable", dispute.arbitrated);
  json::Value& period = emit("core", "NewPeriod");
  put(period, "_disputeID", id);
  put(period, "_period", std::uint64_t{0});
}

void Run::execute_ruling() {
  if (!neo()) require(!world.arbitration_paused, Refusal::ArbitrationNotPaused);
  const Shared<Dispute>* found = dispute_argument();
  if (found == nullptr) return;
  if (!require((*found)->period == Period::Execution, Refusal::NotExecution) ||
      !require(!(*found)->ruled, Refusal::AlreadyExecuted)) {
    return;
  }
  const Uint256 id = args.number(at(0));
  Dispute& dispute = edit_dispute(id).edit();
  const Ruling ruling = current_ruling(dispute, id);
  dispute.ruled = true;
  json::Value& event = emit("core", neo() ? "Ruling" : "RulingExecuted");
  put(event, "_arbitrable", dispute.arbitrated);
  put(event, "_disputeID", id);
  put(event, "_ruling", ruling.choice);
  const Address core = address_of("core");
  const std::string_view label = setup().label_of(dispute.arbitrated);
  if (label == "resolver") {
    rule_in(world.resolver, label, core, id, ruling.choice);
  } else if (label == "example") {
    rule_in(world.example, label, core, id, ruling.choice);
  } else {
    // An arbitrable the model does not know: whether it takes the ruling is said from outside.
    // An account without code makes the call revert without data.
    const json::Value* takes = call.env.find("arbitrableTakesRuling");
    if (takes == nullptr || !takes->as_bool()) revert_empty();
  }
}

}  // namespace dikast::court
