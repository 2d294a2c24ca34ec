#include "chain.hpp"

#include <algorithm>
#include <utility>

#include "state_io.hpp"

namespace dikast::court {
namespace {

using machine::at;
using machine::Reader;

// Votes are listed one by one; a node that claims more than a court could draw is not believed.
constexpr std::uint64_t kMostVotes = 100'000;

Vote read_vote(Reader reader) {
  Vote vote;
  vote.account = reader.address("account");
  if (reader.has("choice")) vote.choice = reader.number("choice");
  if (reader.has("voted")) vote.voted = reader.flag("voted");
  if (reader.has("commit")) {
    const Bytes commit = reader.bytes("commit");
    if (commit.size() != vote.commit.size()) {
      reader.refuse("commit", "32 bytes are needed.");
    } else {
      std::copy(commit.begin(), commit.end(), vote.commit.begin());
    }
  }
  return vote;
}

/// Votes as the counts say, for a reading without the votes themselves: who cast them is unknown.
std::vector<Vote> votes_by_counts(Reader& reader, KitRound& round, std::uint64_t voters) {
  std::vector<Vote> votes(static_cast<std::size_t>(voters));
  std::size_t next = 0;
  for (const Count& count : round.counts) {
    for (std::uint64_t i = 0; i < count.votes && next < votes.size(); ++i, ++next) {
      votes[next].choice = count.choice;
      votes[next].voted = true;
    }
  }
  if (next != round.total_voted) reader.refuse("totalVoted", "Give the votes: counts end at 4.");
  for (std::size_t i = 0; i < round.total_committed && i < votes.size(); ++i) {
    votes[i].commit.fill(0xff);
  }
  return votes;
}

KitRound read_kit_round(Reader& reader) {
  KitRound round;
  round.winning_choice = reader.number("winningChoice");
  round.tied = reader.flag("tied");
  round.total_voted = reader.u64("totalVoted");
  round.total_committed = reader.u64("totalCommitted");
  round.funded = reader.numbers("fundedChoices");
  const std::uint64_t voters = reader.u64("nbVoters");
  if (voters > kMostVotes) reader.refuse("nbVoters", "These are more votes than can be.");
  if (!reader.good()) return round;
  if (reader.has("votes")) {
    Reader list = reader.part("votes");
    list.expect_list();
    for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
      const Vote vote = read_vote(list.part(at(i)));
      round.votes.push_back(vote);
      if (!vote.voted) continue;
      Count* count = nullptr;
      for (Count& known : round.counts) {
        if (known.choice == vote.choice) count = &known;
      }
      if (count == nullptr) count = &round.counts.emplace_back(Count{vote.choice, 0});
      ++count->votes;
    }
  } else {
    std::uint64_t choice = 0;
    for (const Uint256& votes : reader.numbers("counts")) {
      if (!votes.is_zero()) round.counts.push_back({choice, votes.words[0]});
      ++choice;
    }
    round.votes = votes_by_counts(reader, round, voters);
  }
  if (round.votes.size() != voters) reader.refuse("nbVoters", "There is another number of votes.");
  Reader fundings = reader.has("fundings") ? reader.part("fundings") : reader;
  for (std::size_t i = 0; reader.has("fundings") && i < fundings.size() && reader.good(); ++i) {
    Reader one = fundings.part(at(i));
    Funding& funding = round.funding(one.number("choice"));
    funding.paid = one.number("paid");
  }
  for (const Uint256& choice : round.funded) {
    if (round.find_funding(choice) == nullptr) {
      reader.refuse("fundings", "What was paid for a funded choice is needed.");
    }
    round.funding(choice).full = true;
    round.fee_rewards = capped_add(round.fee_rewards, round.funding(choice).paid);
  }
  return round;
}

Round read_round(Reader& reader, bool neo, const std::vector<Vote>& votes) {
  Round round;
  const Uint256 kit = reader.number("disputeKitID");
  round.kit = kit.bit_length() > 32 ? 0xffffffff : static_cast<Index>(kit.words[0]);
  round.pnk_at_stake = reader.number("pnkAtStakePerJuror");
  round.total_fees = reader.number("totalFeesForJurors");
  if (reader.has("feeToken")) round.fee_token = reader.address("feeToken");
  round.votes = reader.number("nbVotes");
  if (reader.number("drawnJurors") != Uint256(votes.size())) {
    reader.refuse("drawnJurors", "The kit has another number of votes.");
  }
  for (const Vote& vote : votes) round.drawn.push_back(vote.account);
  round.draw_iterations = reader.number("drawIterations");
  if (!neo) round.parameters = static_cast<Index>(reader.u64("courtParamsIndex"));
  round.repartitions = reader.number("repartitions");
  round.pnk_penalties = reader.number("pnkPenalties");
  round.fee_paid = reader.number("sumFeeRewardPaid");
  round.pnk_paid = reader.number("sumPnkRewardPaid");
  return round;
}

void read_dispute(World& world, Reader reader) {
  Reader kit_reader = reader.part("kit");
  Reader round_reader = reader.part("round");
  KitRound kit_round = read_kit_round(kit_reader);
  Round round = read_round(round_reader, world.neo(), kit_round.votes);
  const std::uint64_t rounds = reader.u64("rounds");
  if (rounds == 0 || rounds > 256) reader.refuse("rounds", "A dispute has 1 to 256 rounds.");
  if (round.kit == 0 || round.kit >= world.kits.size()) {
    round_reader.refuse("disputeKitID", "There is no such dispute kit.");
  }
  const std::uint64_t period = reader.u64("period");
  if (period > 4) reader.refuse("period", "There are five periods.");
  const std::uint64_t court = reader.u64("courtID");
  if (court == 0 || court >= world.setup->courts.size()) {
    reader.refuse("courtID", "There is no such court.");
  }
  if (!reader.good()) return;
  const Uint256 id = reader.number("id");
  const Index kit = round.kit;
  const bool waits = Uint256(round.drawn.size()) != round.votes;
  Dispute& dispute = world.disputes.emplace_back().edit();
  dispute.court = static_cast<Index>(court);
  dispute.arbitrated = reader.address("arbitrated");
  dispute.period = static_cast<Period>(period);
  dispute.ruled = reader.flag("ruled");
  dispute.last_period_change = reader.u64("lastPeriodChange");
  // Of earlier rounds a reading says nothing; what was funded in them cannot be withdrawn here.
  Round earlier;
  earlier.kit = kit;
  dispute.rounds.assign(static_cast<std::size_t>(rounds - 1), earlier);
  dispute.rounds.push_back(std::move(round));
  Kit& of = world.kits[kit].edit();
  of.links.push_back({id, static_cast<Index>(of.disputes.size()), true});
  KitDispute& local = of.disputes.emplace_back().edit();
  local.choices = kit_reader.number("numberOfChoices");
  if (reader.has("extraData")) local.extra_data = reader.bytes("extraData");
  local.rounds.resize(static_cast<std::size_t>(rounds - 1));
  local.rounds.push_back(std::move(kit_round));
  for (Index i = 0; i < rounds; ++i) local.links.push_back({i, i});
  if (waits) world.disputes_without_jurors = wrapping_add(world.disputes_without_jurors, 1);
}

}  // namespace

Result<World> world_from_chain(const json::Value& values) {
  Result<World> base = read_world(values, ErrorCode::machine_state);
  if (!base) return base;
  World& world = *base;
  Reader reader(values, "", ErrorCode::machine_state);
  Reader list = reader.part("readings");
  list.expect_list();
  world.disputes.clear();
  world.disputes_without_jurors = {};
  if (list.size() > 0) world.first_dispute = list.part(at(0)).number("id");
  for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
    Reader one = list.part(at(i));
    if (one.number("id") != wrapping_add(world.first_dispute, i)) {
      one.refuse("id", "Readings are of disputes that follow each other.");
    }
    read_dispute(world, one);
  }
  // Disputes outside of the readings may wait for jurors as well.
  if (reader.has("disputesWithoutJurors")) {
    const Uint256 all = reader.number("disputesWithoutJurors");
    if (all < world.disputes_without_jurors) {
      reader.refuse("disputesWithoutJurors", "More disputes than these wait for jurors.");
    }
    world.disputes_without_jurors = all;
  }
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  // The parts that were made of readings stand in the state, not in what was given.
  const json::Value state = write_world(world);
  Reader made(state, "", ErrorCode::machine_state);
  check_world(made, world);
  if (auto checked = made.check(); !checked) return tl::unexpected(checked.error());
  return base;
}

}  // namespace dikast::court
