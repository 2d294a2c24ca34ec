#include <utility>

#include "run.hpp"

// Costs, jumps, appeal windows and rulings: what calls and getters read alike.
namespace dikast::court {
namespace {

/// A word of 32 bytes at `offset`, as mload sees it: bytes beyond the end read as zero.
Uint256 word_at(const Bytes& data, std::size_t offset) {
  std::array<std::uint8_t, 32> word{};
  for (std::size_t i = 0; i < word.size() && offset + i < data.size(); ++i) {
    word[i] = data[offset + i];
  }
  return Uint256::from_bytes32(word.data());
}

Uint256 low_96_bits(const Uint256& value) {
  Uint256 low = value;
  low.words[1] &= 0xffffffff;
  low.words[2] = low.words[3] = 0;
  return low;
}

}  // namespace

ExtraData read_extra_data(const Bytes& data, const Uint256& courts, const Uint256& kits, bool v1) {
  const Uint256 fallback = v1 ? 0 : kGeneralCourt;
  ExtraData read{fallback, kDefaultJurors, kClassicKit, false};
  if (data.size() < 64) return read;
  const Uint256 word = word_at(data, 0);
  read.court = low_96_bits(word);
  const bool known = read.court < courts && (v1 || !read.court.is_zero());
  read.dirty = known && word != read.court;
  if (!known) read.court = fallback;
  read.jurors = word_at(data, 32);
  if (read.jurors.is_zero()) read.jurors = kDefaultJurors;
  read.kit = word_at(data, 64);
  if (read.kit.is_zero() || read.kit >= kits) read.kit = kClassicKit;
  return read;
}

ExtraData Run::read_request(const Bytes& data) {
  const ExtraData read = read_extra_data(data, setup().courts.size(), world.kits.size());
  if (read.dirty && !neo()) panic(Panic::Bounds);
  return read;
}

Uint256 Run::arbitration_cost(const Bytes& extra_data) {
  const ExtraData read = read_request(extra_data);
  if (!good()) return {};
  return mul(setup().courts[to_index(read.court)].fee_for_juror, read.jurors);
}

Uint256 Run::token_cost(const Address& token, const Uint256& amount_wei) {
  FeeToken rate;
  for (const FeeToken& known : setup().tokens) {
    if (known.token == token) rate = known;
  }
  Uint256 scale = 1;
  for (std::uint64_t i = 0; i < rate.rate_decimals.words[0] && good(); ++i) scale = mul(scale, 10);
  return div(mul(amount_wei, scale), rate.rate_in_eth);
}

namespace {

/// DisputeKitClassic.getNextRoundSettings; 0 where nothing fits an index.
NextSettings proposal(Run& run, const Court& court, const Dispute& dispute, const Round& round,
                      Uint256& proposed_court, Uint256& proposed_kit) {
  NextSettings next;
  NextRound settings;
  for (const NextRound& known : court.next_rounds) {
    if (known.kit == round.kit && known.enabled) settings = known;
  }
  next.votes = settings.votes;
  proposed_court = settings.court;
  proposed_kit = settings.next_kit;
  const CourtParameters& parameters = run.world.parameters_of(dispute);
  if (proposed_court.is_zero()) {
    proposed_court = round.votes >= parameters.jurors_for_court_jump ? court.parent : dispute.court;
  }
  if (proposed_kit.is_zero()) {
    const bool jumps = proposed_court != Uint256(dispute.court);
    proposed_kit = jumps && !settings.kit_on_court_jump.is_zero() ? settings.kit_on_court_jump
                                                                  : Uint256(round.kit);
  }
  if (next.votes.is_zero()) next.votes = run.add(run.mul(round.votes, 2), 1);
  return next;
}

}  // namespace

NextSettings Run::next_settings(const Dispute& dispute) {
  const Round& round = dispute.rounds.back();
  const Court& court = world.court_of(dispute);
  NextSettings next{dispute.court, round.kit, {}};
  if (neo()) {
    next.votes = add(mul(round.votes, 2), 1);
    if (round.votes >= world.parameters_of(dispute).jurors_for_court_jump) {
      next.court = court.parent;
      if (!world.court(next.court).supports(next.kit)) next.kit = kClassicKit;
    }
    return next;
  }
  Uint256 new_court;
  Uint256 new_kit;
  next.votes = proposal(*this, court, dispute, round, new_court, new_kit).votes;
  const bool possible = !new_court.is_zero() && new_court < Uint256(setup().courts.size()) &&
                        !new_kit.is_zero() && new_kit < Uint256(world.kits.size());
  if (possible) {
    next.court = static_cast<Index>(new_court.words[0]);
    next.kit = static_cast<Index>(new_kit.words[0]);
  } else {
    next.votes = add(mul(round.votes, 2), 1);
  }
  if (!world.court(next.court).supports(next.kit)) {
    next.kit = kClassicKit;
    next.votes = add(mul(round.votes, 2), 1);
  }
  return next;
}

Uint256 Run::appeal_cost(const Dispute& dispute) {
  const NextSettings next = next_settings(dispute);
  const bool jumps =
      neo() ? dispute.rounds.back().votes >= world.parameters_of(dispute).jurors_for_court_jump
            : next.court != dispute.court;
  if (jumps && dispute.court == kGeneralCourt) return non_payable();
  return mul(world.court(next.court).fee_for_juror, next.votes);
}

AppealWindow Run::appeal_window(const Dispute& dispute) {
  AppealWindow window;
  if (dispute.period != Period::Appeal) return window;
  window.start = dispute.last_period_change;
  window.end = add(window.start, world.parameters_of(dispute).times[3]);
  if (window.end < world.grace_end) window = {world.grace_start, world.grace_end};
  return window;
}

Uint256 Run::loser_time(const AppealWindow& window) {
  return div(mul(sub(window.end, window.start), 5000), kBasis);
}

Uint256 Run::total_to_fund(const Uint256& cost, bool winner) {
  return add(cost, div(mul(cost, winner ? 10000 : 20000), kBasis));
}

Ruling Run::kit_ruling(Index of, const Dispute& dispute, const Uint256& id) {
  const KitDispute* local = world.kit_dispute(of, id);
  if (local == nullptr) {
    panic(Panic::Bounds);
    return {};
  }
  const KitRound& round = local->rounds.back();
  Ruling ruling{round.tied ? Uint256() : round.winning_choice, round.tied, false};
  if (dispute.period == Period::Execution && round.funded.size() == 1) {
    ruling = {round.funded.front(), false, true};
  }
  return ruling;
}

Ruling Run::current_ruling(const Dispute& dispute, const Uint256& id) {
  return kit_ruling(dispute.rounds.back().kit, dispute, id);
}

bool Run::votes_all_cast(const Dispute& dispute, const KitRound& round) const {
  const bool hidden = world.parameters_of(dispute).hidden_votes;
  return round.total_voted == (hidden ? round.total_committed : round.votes.size());
}

bool Run::appeal_unfunded(const Dispute& dispute, const KitRound& round) {
  const AppealWindow window = appeal_window(dispute);
  const Uint256 half = loser_time(window);
  // A window of the grace period can begin after the appeal period did, never after now.
  return round.funded.empty() && sub(call.timestamp, window.start) >= half;
}

}  // namespace dikast::court
