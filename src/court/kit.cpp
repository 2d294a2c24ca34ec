#include <algorithm>
#include <utility>

#include "run.hpp"

// DisputeKitClassic: votes, funding of appeals, withdrawal.
namespace dikast::court {

using machine::at;
using machine::put;

void Run::create_in_kit(Index target, const Uint256& id, std::size_t core_round,
                        const Uint256& choices, const Bytes& extra_data) {
  Kit& of = world.kits[target].edit();
  DisputeLink* link = nullptr;
  for (DisputeLink& known : of.links) {
    if (known.core == id) link = &known;
  }
  // v2 goes on with the dispute of an earlier round, neo makes a new one.
  if (link == nullptr || neo()) {
    const auto local = static_cast<Index>(of.disputes.size());
    of.disputes.emplace_back();
    if (link == nullptr) link = &of.links.emplace_back();
    *link = {id, local, true};
  }
  link->current_round = true;
  KitDispute& dispute = of.disputes[link->local].edit();
  dispute.choices = choices;
  dispute.extra_data = extra_data;
  dispute.links.push_back(
      {static_cast<Index>(core_round), static_cast<Index>(dispute.rounds.size())});
  dispute.rounds.emplace_back();
  json::Value& event = emit(world.kit_label(target), "DisputeCreation");
  put(event, "_coreDisputeID", id);
  put(event, "_numberOfChoices", choices);
  put(event, "_extraData", to_hex(extra_data));
}

void Run::kit_create_dispute() {
  // Only the core calls this, from inside; nobody else may.
  require(sender == address_of("core"), Refusal::CoreOnly);
  if (good()) {
    error = Error{ErrorCode::machine_unknown_function, "/function",
                  "The core creates disputes in its kits by itself, in createDispute and appeal."};
  }
}

/// The modifiers of the kit: known here, and its current round here. neo looks at the local dispute
/// first, which is number 0 for an id it does not know.
bool Run::active_in_kit(const Uint256& id, bool jumped_first) {
  const DisputeLink* link = world.kits[kit]->find(id);
  if (!neo()) {
    return require(link != nullptr, Refusal::UnknownInKit) &&
           require(link->current_round, Refusal::Jumped);
  }
  if (!jumped_first) return require(link != nullptr, Refusal::UnknownInKit);
  const KitDispute* local = world.kit_dispute(kit, id);
  if (local == nullptr) return panic(Panic::Bounds);
  return require(!local->jumped, Refusal::Jumped);
}

KitDispute& Run::edit_kit_dispute(const Uint256& id) {
  const DisputeLink* link = world.kits[kit]->find(id);
  return world.kits[kit].edit().disputes[link == nullptr ? 0 : link->local].edit();
}

std::vector<Uint256> Run::vote_ids(std::size_t index) { return args.numbers(at(index)); }

void Run::cast_commit() {
  const Uint256 id = args.number(at(0));
  const std::vector<Uint256> votes = vote_ids(1);
  const Bytes commit = args.bytes(at(2));
  if (commit.size() != 32) args.refuse(at(2), "A commitment has 32 bytes.");
  if (!good()) return;
  Hash32 hash{};
  std::copy(commit.begin(), commit.end(), hash.begin());
  if (!neo()) require(!world.arbitration_paused, Refusal::ArbitrationNotPaused);
  if (!active_in_kit(id, true)) return;
  if (!known_dispute(id, true)) return;
  if (!require(edit_dispute(id)->period == Period::Commit, Refusal::NotCommit)) return;
  if (!neo() && !require(!votes.empty(), Refusal::NoVoteIds)) return;
  if (!require(hash != Hash32{}, Refusal::EmptyCommit) || !active_in_kit(id, false)) return;
  KitRound& round = edit_kit_dispute(id).rounds.back();
  std::uint64_t counted = 0;
  for (const Uint256& vote_id : votes) {
    if (!in_range(vote_id, round.votes.size())) return;
    Vote& vote = round.votes[to_index(vote_id)];
    if (!require(vote.account == sender, Refusal::CommitterOwnsVote)) return;
    // neo counts a vote that is committed again once more.
    if (neo() || vote.commit == Hash32{}) ++counted;
    vote.commit = hash;
  }
  round.total_committed += counted;
  json::Value& event = emit(call.to, "CommitCast");
  put(event, "_coreDisputeID", id);
  put(event, "_juror", sender);
  put(event, "_voteIDs", votes);
  put(event, "_commit", to_hex(commit));
}

namespace {

/// keccak256(abi.encodePacked(choice, salt))
Hash32 vote_hash(const Uint256& choice, const Uint256& salt) {
  Bytes packed;
  for (const Uint256& word : {choice, salt}) {
    const auto bytes = word.to_bytes32();
    packed.insert(packed.end(), bytes.begin(), bytes.end());
  }
  return keccak256(packed);
}

}  // namespace

void Run::count_vote(KitRound& round, const Uint256& choice, std::size_t votes) {
  round.total_voted += votes;
  Count* count = nullptr;
  for (Count& known : round.counts) {
    if (known.choice == choice) count = &known;
  }
  if (count == nullptr) count = &round.counts.emplace_back(Count{choice, 0});
  count->votes += votes;
  if (choice == round.winning_choice) {
    round.tied = false;
    return;
  }
  const std::uint64_t best = round.count_of(round.winning_choice);
  if (count->votes == best) {
    round.tied = true;
  } else if (count->votes > best) {
    round.winning_choice = choice;
    round.tied = false;
  }
}

void Run::cast_vote() {
  const Uint256 id = args.number(at(0));
  const std::vector<Uint256> votes = vote_ids(1);
  const Uint256 choice = args.number(at(2));
  const Uint256 salt = args.number(at(3));
  const std::string justification = args.text(at(4));
  if (!good()) return;
  if (!neo()) require(!world.arbitration_paused, Refusal::ArbitrationNotPaused);
  if (!active_in_kit(id, true)) return;
  if (!known_dispute(id, true)) return;
  const Dispute& dispute = *edit_dispute(id);
  if (!require(dispute.period == Period::Vote, Refusal::NotVote) ||
      !require(!votes.empty(), Refusal::NoVoteIds) || !active_in_kit(id, false)) {
    return;
  }
  KitDispute& local = edit_kit_dispute(id);
  if (!require(choice <= local.choices, Refusal::VoteChoice)) return;
  KitRound& round = local.rounds.back();
  const bool hidden = world.parameters_of(dispute).hidden_votes;
  const Hash32 hash = vote_hash(choice, salt);
  // v2 checks all commitments before whose votes they are.
  for (const Uint256& vote_id : votes) {
    if (neo() || !hidden) break;
    if (!in_range(vote_id, round.votes.size()) ||
        !require(round.votes[to_index(vote_id)].commit == hash, Refusal::CommitMismatch)) {
      return;
    }
  }
  for (const Uint256& vote_id : votes) {
    if (!in_range(vote_id, round.votes.size())) return;
    Vote& vote = round.votes[to_index(vote_id)];
    if (!require(vote.account == sender, Refusal::VoterOwnsVote) ||
        !require(!hidden || vote.commit == hash, Refusal::CommitMismatch) ||
        !require(!vote.voted, Refusal::AlreadyVoted)) {
      return;
    }
    vote.choice = choice;
    vote.voted = true;
  }
  count_vote(round, choice, votes.size());
  json::Value& event = emit(call.to, "VoteCast");
  put(event, "_coreDisputeID", id);
  put(event, "_juror", sender);
  put(event, "_voteIDs", votes);
  put(event, "_choice", choice);
  put(event, "_justification", justification);
}

/// Both sides are funded: the kit pays the core for the next round.
void Run::start_appeal(const Uint256& id, const Uint256& cost) {
  KitDispute& local = edit_kit_dispute(id);
  KitRound& round = local.rounds.back();
  round.fee_rewards = sub(round.fee_rewards, cost);
  const Dispute& dispute = *edit_dispute(id);
  const std::size_t next_round = dispute.rounds.size();
  if (next_settings(dispute).kit != dispute.rounds.back().kit) {
    if (neo()) local.jumped = true;
    for (DisputeLink& link : world.kits[kit].edit().links) {
      if (link.core == id && !neo()) link.current_round = false;
    }
  } else {
    local.links.push_back(
        {static_cast<Index>(next_round), static_cast<Index>(local.rounds.size())});
    local.rounds.emplace_back();
  }
  const Uint256 choices = local.choices;
  const Bytes extra_data = local.extra_data;
  const Address self = world.kits[kit]->address;
  appeal_core(id, cost, choices, extra_data, self);
  if (good()) move(self, address_of("core"), cost);
}

void Run::fund_appeal() {
  const Uint256 id = args.number(at(0));
  const Uint256 choice = args.number(at(1));
  if (!good()) return;
  if (!neo()) require(!world.arbitration_paused, Refusal::ArbitrationNotPaused);
  if (!active_in_kit(id, true)) return;
  const KitDispute* known = world.kit_dispute(kit, id);
  if (!require(choice <= known->choices, Refusal::FundChoice) || !active_in_kit(id, false)) return;
  const Dispute& dispute = *edit_dispute(id);
  const AppealWindow window = appeal_window(dispute);
  const Uint256 now = call.timestamp;
  if (!require(now >= window.start && now < window.end, Refusal::AppealOver)) return;
  const bool winner = kit_ruling(kit, dispute, id).choice == choice;
  if (!winner &&
      !require(sub(now, window.start) < loser_time(window), Refusal::AppealOverForLoser)) {
    return;
  }
  const Funding* before = known->rounds.back().find_funding(choice);
  if (!require(before == nullptr || !before->full, Refusal::AlreadyPaid)) return;
  const Uint256 cost = appeal_cost(dispute);
  const Uint256 total = total_to_fund(cost, winner);
  if (!good()) return;

  const Uint256 core_round = dispute.rounds.size() - 1;
  const std::string contract = call.to;
  KitRound& round = edit_kit_dispute(id).rounds.back();
  Funding& funding = round.funding(choice);
  Uint256 contribution;
  if (total > funding.paid) {
    contribution = std::min(wrapping_sub(total, funding.paid), call.value);
    json::Value& event = emit(contract, "Contribution");
    put(event, "_coreDisputeID", id);
    put(event, "_coreRoundID", core_round);
    put(event, "_choice", choice);
    put(event, "_contributor", sender);
    put(event, "_amount", contribution);
  }
  if (!contribution.is_zero()) {
    Contribution* mine = nullptr;
    for (Contribution& each : round.contributions) {
      if (each.account == sender && each.choice == choice) mine = &each;
    }
    if (mine == nullptr) {
      mine = &round.contributions.emplace_back(Contribution{sender, choice, {}});
    }
    mine->amount = add(mine->amount, contribution);
  }
  funding.paid = add(funding.paid, contribution);
  if (funding.paid >= total) {
    round.fee_rewards = add(round.fee_rewards, funding.paid);
    round.funded.push_back(choice);
    funding.full = true;
    json::Value& event = emit(contract, "ChoiceFunded");
    put(event, "_coreDisputeID", id);
    put(event, "_coreRoundID", core_round);
    put(event, "_choice", choice);
  }
  const Address self = world.kits[kit]->address;
  move(sender, self, call.value);
  if (round.funded.size() > 1) start_appeal(id, cost);
  if (good() && call.value > contribution) {
    safe_send(self, sender, wrapping_sub(call.value, contribution));
  }
}

Uint256 Run::withdrawable(const KitRound& round, const Address& account, const Uint256& choice,
                          const Uint256& ruling) {
  Uint256 mine;
  for (const Contribution& each : round.contributions) {
    if (each.account == account && each.choice == choice) mine = each.amount;
  }
  const auto is_full = [&](const Uint256& of) {
    const Funding* funding = round.find_funding(of);
    return funding != nullptr && funding->full;
  };
  const auto paid = [&](const Uint256& of) {
    const Funding* funding = round.find_funding(of);
    return funding == nullptr ? Uint256() : funding->paid;
  };
  if (!is_full(choice)) return mine;
  if (choice == ruling) {
    return paid(choice).is_zero() ? Uint256() : div(mul(mine, round.fee_rewards), paid(choice));
  }
  if (is_full(ruling)) return {};
  if (round.funded.size() < 2) {
    panic(Panic::Bounds);
    return {};
  }
  return div(mul(mine, round.fee_rewards), add(paid(round.funded[0]), paid(round.funded[1])));
}

void Run::withdraw() {
  const Uint256 id = args.number(at(0));
  const Address beneficiary = args.address(at(1));
  const Uint256 core_round = neo() ? args.number(at(2)) : Uint256();
  const Uint256 choice = args.number(at(neo() ? 3 : 2));
  if (!good()) return;
  if (!known_dispute(id, true)) return;
  const Dispute& dispute = *edit_dispute(id);
  const bool resolved = neo() ? dispute.ruled : dispute.period == Period::Execution;
  const DisputeLink* link = world.kits[kit]->find(id);
  if (!require(resolved, Refusal::NotResolved) || !require(!world.paused, Refusal::CoreIsPaused) ||
      !require(link != nullptr, Refusal::UnknownInKit)) {
    return;
  }
  const Uint256 ruling = current_ruling(dispute, id).choice;
  KitDispute& local = edit_kit_dispute(id);
  Uint256 amount;
  for (std::size_t i = 0; i < local.rounds.size(); ++i) {
    if (neo() && i != local.local_round(core_round)) {
      continue;
    }
    KitRound& round = local.rounds[i];
    amount = add(amount, withdrawable(round, beneficiary, choice, ruling));
    for (Contribution& each : round.contributions) {
      if (each.account == beneficiary && each.choice == choice) each.amount = {};
    }
  }
  if (!good()) return;
  answer(amount);
  if (amount.is_zero()) return;
  safe_send(world.kits[kit]->address, beneficiary, amount);
  json::Value& event = emit(call.to, "Withdrawal");
  put(event, "_coreDisputeID", id);
  if (neo()) put(event, "_coreRoundID", core_round);
  put(event, "_choice", choice);
  put(event, "_contributor", beneficiary);
  put(event, "_amount", amount);
}

}  // namespace dikast::court
