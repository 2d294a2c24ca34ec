#include <algorithm>
#include <utility>

#include "run.hpp"

// What owners and guardians change, the pauses, and the phases of the sortition module.
namespace dikast::court {

using machine::at;
using machine::put;

void Run::change_core_owner() {
  const Address next = args.address(at(0));
  if (require(sender == setup().owner, Refusal::CoreOwner)) world.setup.edit().owner = next;
}

void Run::change_guardian() {
  const Address next = args.address(at(0));
  if (require(sender == setup().owner, Refusal::CoreOwner)) world.setup.edit().guardian = next;
}

void Run::change_whitelist() {
  const Address arbitrable = args.address(at(0));
  const bool allowed = args.flag(at(1));
  if (!require(sender == setup().owner, Refusal::CoreOwner)) return;
  std::vector<Address>& list = world.setup.edit().whitelist;
  const auto found = std::find(list.begin(), list.end(), arbitrable);
  if (allowed && found == list.end()) list.push_back(arbitrable);
  if (!allowed && found != list.end()) list.erase(found);
}

void Run::change_whitelist_enabled() {
  const bool enabled = args.flag(at(0));
  if (!require(sender == setup().owner, Refusal::CoreOwner)) return;
  world.setup.edit().whitelist_enabled = enabled;
}

void Run::change_court_parameters() {
  const Uint256 id = args.number(at(0));
  CourtParameters parameters;
  parameters.hidden_votes = args.flag(at(1));
  const Uint256 min_stake = args.number(at(2));
  const Uint256 alpha = args.number(at(3));
  const Uint256 fee = args.number(at(4));
  parameters.jurors_for_court_jump = args.number(at(5));
  parameters.times = args.numbers(at(6));
  if (parameters.times.size() != 4) args.refuse(at(6), "Four times are needed.");
  const Address eligibility = neo() ? Address() : args.address(at(7));
  if (!require(sender == setup().owner, Refusal::CoreOwner)) return;
  if (!in_range(id, setup().courts.size())) return;
  const auto court_id = static_cast<Index>(id.words[0]);
  const Court& now = setup().courts[court_id];
  if (court_id != kGeneralCourt) {
    require(setup().courts[now.parent].min_stake <= min_stake, Refusal::MinStakeBelowParent);
  }
  for (Index i = 1; i < setup().courts.size(); ++i) {
    const Court& child = setup().courts[i];
    if (i == court_id || child.parent != court_id || child.min_stake >= min_stake) continue;
    if (!require(false, Refusal::MinStakeAboveChild) && !neo() && out.error_args.is_null()) {
      put(out.error_args = json::Value::object(), "_childCourtID", std::uint64_t{i});
    }
  }
  if (!good()) return;
  Court& court = world.setup.edit().courts[court_id];
  court.min_stake = min_stake;
  court.alpha = alpha;
  court.fee_for_juror = fee;
  if (neo()) court.parameters.clear();
  json::Value& event = emit("core", "CourtModified");
  put(event, "_courtID", id);
  put(event, "_hiddenVotes", parameters.hidden_votes);
  put(event, "_minStake", min_stake);
  put(event, "_alpha", alpha);
  put(event, "_feeForJuror", fee);
  put(event, "_jurorsForCourtJump", parameters.jurors_for_court_jump);
  put(event, "_timesPerPeriod", parameters.times);
  if (!neo()) put(event, "_eligibility", eligibility);
  court.parameters.push_back(std::move(parameters));
}

namespace {

FeeToken& token_entry(World& world, const Address& token) {
  std::vector<FeeToken>& all = world.setup.edit().tokens;
  for (FeeToken& known : all) {
    if (known.token == token) return known;
  }
  return all.emplace_back(FeeToken{token, false, {}, {}});
}

}  // namespace

void Run::change_fee_token() {
  const Address token = args.address(at(0));
  const bool accepted = args.flag(at(1));
  if (!require(sender == setup().owner, Refusal::CoreOwner)) return;
  token_entry(world, token).accepted = accepted;
  json::Value& event = emit("core", "AcceptedFeeToken");
  put(event, "_token", token);
  put(event, "_accepted", accepted);
}

void Run::change_currency_rate() {
  const Address token = args.address(at(0));
  const Uint256 rate = args.u64(at(1));
  const Uint256 decimals = args.number(at(2));
  if (decimals > Uint256(255)) args.refuse(at(2), "A uint8 is needed.");
  if (!require(sender == setup().owner, Refusal::CoreOwner)) return;
  FeeToken& entry = token_entry(world, token);
  entry.rate_in_eth = rate;
  entry.rate_decimals = decimals;
  json::Value& event = emit(neo() ? "core" : "rates", "NewCurrencyRate");
  put(event, "_feeToken", token);
  put(event, "_rateInEth", rate);
  put(event, "_rateDecimals", decimals);
}

void Run::pause() {
  const bool allowed = sender == setup().owner || sender == setup().guardian;
  if (!require(allowed, Refusal::GuardianOrOwner) ||
      !require(!world.paused, Refusal::CoreNotPaused)) {
    return;
  }
  world.paused = true;
  emit("core", "Paused");
}

void Run::unpause() {
  if (!require(sender == setup().owner, Refusal::CoreOwner) ||
      !require(world.paused, Refusal::CorePaused)) {
    return;
  }
  world.paused = false;
  emit("core", "Unpaused");
}

void Run::pause_arbitration() {
  const bool allowed = sender == setup().owner || sender == setup().guardian;
  if (!require(allowed, Refusal::GuardianOrOwner) ||
      !require(!world.arbitration_paused, Refusal::ArbitrationNotPaused)) {
    return;
  }
  world.arbitration_paused = true;
  emit("core", "ArbitrationPaused");
}

void Run::unpause_arbitration() {
  const Uint256 grace = args.number(at(0));
  if (!require(sender == setup().owner, Refusal::CoreOwner) ||
      !require(world.arbitration_paused, Refusal::ArbitrationPaused)) {
    return;
  }
  world.arbitration_paused = false;
  world.grace_start = call.timestamp;
  world.grace_end = add(call.timestamp, grace);
  put(emit("core", "ArbitrationUnpaused"), "_gracePeriodEnd", world.grace_end);
}

void Run::view_pause() {
  json::Value value = json::Value::object();
  put(value, "paused", world.paused);
  if (!neo()) {
    put(value, "arbitrationPaused", world.arbitration_paused);
    put(value, "graceStart", world.grace_start);
    put(value, "graceEnd", world.grace_end);
  }
  answer(std::move(value));
}

void Run::change_next_round() {
  const Uint256 court_id = args.number(at(0));
  machine::Reader settings = args.part(at(1));
  NextRound next;
  next.kit = kit;
  next.enabled = settings.flag("enabled");
  next.court = settings.number("jumpCourtID");
  next.next_kit = settings.number("jumpDisputeKitID");
  next.kit_on_court_jump = settings.number("jumpDisputeKitIDOnCourtJump");
  next.votes = settings.number("nbVotes");
  if (court_id >= Uint256(setup().courts.size())) args.refuse(at(0), "There is no such court.");
  if (!require(sender == setup().owner, Refusal::CoreOwner)) return;
  std::vector<NextRound>& all = world.setup.edit().courts[to_index(court_id)].next_rounds;
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const NextRound& known) { return known.kit == kit; }),
            all.end());
  all.push_back(next);
  json::Value& event = emit(call.to, "NextRoundSettingsChanged");
  put(event, "_courtID", court_id);
  put(event, "_nextRoundSettings", args.raw(at(1)));
}

void Run::pass_phase() {
  const Uint256 elapsed = sub(call.timestamp, world.last_phase_change);
  switch (world.phase) {
    case Phase::Staking:
      require(elapsed >= setup().min_staking_time, Refusal::StakingTime);
      require(!world.disputes_without_jurors.is_zero(), Refusal::NoDisputes);
      world.phase = Phase::Generating;
      break;
    case Phase::Generating: {
      // The random number comes from outside; it is taken to be there unless said otherwise.
      const json::Value* ready = call.env.find("randomNumberReady");
      require(ready == nullptr || ready->as_bool(), Refusal::NoRandomNumber);
      world.phase = Phase::Drawing;
      break;
    }
    case Phase::Drawing:
      require(world.disputes_without_jurors.is_zero() || elapsed >= setup().max_drawing_time,
              Refusal::DrawingTime);
      world.phase = Phase::Staking;
      break;
  }
  world.last_phase_change = call.timestamp;
  put(emit("sortition", "NewPhase"), "_phase",
      std::uint64_t{static_cast<std::uint8_t>(world.phase)});
}

void Run::view_sortition() {
  json::Value value = json::Value::object();
  put(value, "phase", std::uint64_t{static_cast<std::uint8_t>(world.phase)});
  put(value, "disputesWithoutJurors", world.disputes_without_jurors);
  put(value, "lastPhaseChange", world.last_phase_change);
  answer(std::move(value));
}

}  // namespace dikast::court
