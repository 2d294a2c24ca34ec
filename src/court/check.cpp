#include <string>

#include "state_io.hpp"

// A state that no calls lead to is refused: from a lying node, or edited by hand.
namespace dikast::court {
using machine::at;
using machine::Reader;

void check_courts(Reader& reader, const World& world) {
  const std::vector<Court>& courts = world.setup->courts;
  if (courts.size() < 2) reader.refuse("courts", "Court 1, the General Court, is needed.");
  Reader list = reader.part("courts");
  for (std::size_t id = 1; id < courts.size(); ++id) {
    const std::size_t i = id - 1;  // ids begin at 1
    if (courts[id].parent >= id) list.refuse(at(i), "A court's parent is made before it.");
    if (!courts[id].supports(kClassicKit)) {
      list.refuse(at(i), "Every court supports dispute kit 1.");
    }
    for (const Index kit : courts[id].kits) {
      if (kit == 0 || kit >= world.kits.size()) list.refuse(at(i), "There is no such dispute kit.");
    }
    for (const CourtParameters& parameters : courts[id].parameters) {
      if (parameters.times.size() != 4) list.refuse(at(i), "A court has four times.");
    }
  }
}

namespace {

void check_kit_round(Reader& reader, const KitDispute& dispute, const KitRound& round, bool neo) {
  std::uint64_t counted = 0;
  for (const Count& count : round.counts) counted += count.votes;
  std::uint64_t voted = 0;
  std::uint64_t committed = 0;
  for (const Vote& vote : round.votes) {
    voted += vote.voted ? 1 : 0;
    committed += vote.commit != Hash32{} ? 1 : 0;
    if (vote.choice > dispute.choices) reader.refuse("votes", "There is no such choice.");
  }
  if (counted != round.total_voted || voted != round.total_voted) {
    reader.refuse("totalVoted", "The votes do not add up.");
  }
  // neo counts commitments made again once more.
  if (neo ? committed > round.total_committed : committed != round.total_committed) {
    reader.refuse("totalCommitted", "The commitments do not add up.");
  }
  if (round.winning_choice > dispute.choices) {
    reader.refuse("winningChoice", "There is no such choice.");
  }
  std::size_t full = 0;
  for (const Funding& funding : round.fundings) {
    full += funding.full ? 1 : 0;
    if (funding.choice > dispute.choices) reader.refuse("fundings", "There is no such choice.");
  }
  if (full != round.funded.size() || full > 2) {
    reader.refuse("fundedChoices", "At most two choices are funded, and those say so.");
  }
  for (const Uint256& choice : round.funded) {
    const Funding* funding = round.find_funding(choice);
    if (funding == nullptr || !funding->full) {
      reader.refuse("fundedChoices", "This choice is not fully funded.");
    }
  }
}

void check_kits(Reader& reader, const World& world) {
  if (world.kits.size() < 2) reader.refuse("disputeKits", "Dispute kit 1 is needed.");
  Reader list = reader.part("disputeKits");
  for (std::size_t id = 1; id < world.kits.size() && list.good(); ++id) {
    const std::size_t i = id - 1;
    const Kit& kit = *world.kits[id];
    if (world.setup->label_of(kit.address).empty()) {
      list.refuse(at(i), "This kit's address is not among the contracts.");
    }
    Reader part = list.part(at(i));
    for (const DisputeLink& link : kit.links) {
      if (link.local >= kit.disputes.size() || link.core < world.first_dispute ||
          link.core >= world.id_of(world.disputes.size())) {
        part.refuse("disputeIDs", "This leads to no dispute.");
      }
    }
    if (kit.disputes.empty()) continue;
    Reader disputes = part.part("disputes");
    for (std::size_t d = 0; d < kit.disputes.size(); ++d) {
      const KitDispute& dispute = *kit.disputes[d];
      Reader one = disputes.part(at(d));
      if (dispute.rounds.empty()) one.refuse("rounds", "A dispute has a round.");
      for (const RoundLink& link : dispute.links) {
        if (link.local >= dispute.rounds.size()) one.refuse("roundIDs", "There is no such round.");
      }
      Reader rounds = one.part("rounds");
      for (std::size_t r = 0; r < dispute.rounds.size() && rounds.good(); ++r) {
        Reader round = rounds.part(at(r));
        check_kit_round(round, dispute, dispute.rounds[r], world.neo());
      }
    }
  }
}

void check_round(Reader& reader, const World& world, const Round& round, Index court) {
  if (round.kit == 0 || round.kit >= world.kits.size()) {
    reader.refuse("disputeKitID", "There is no such dispute kit.");
  }
  if (Uint256(round.drawn.size()) > round.votes) {
    reader.refuse("drawnJurors", "More jurors are drawn than there are votes.");
  }
  if (round.repartitions > Uint256(2 * std::uint64_t{round.drawn.size()})) {
    reader.refuse("repartitions", "More is distributed than there are votes.");
  }
  if (!world.neo() && court != kForkingCourt && court < world.setup->courts.size() &&
      round.parameters >= world.court(court).parameters.size()) {
    reader.refuse("courtParamsIndex", "The court never had these parameters.");
  }
}

void check_dispute(Reader& reader, const World& world, std::size_t id, const Dispute& dispute) {
  if (dispute.court == kForkingCourt || dispute.court >= world.setup->courts.size()) {
    reader.refuse("courtID", "There is no such court.");
  }
  if (dispute.rounds.empty()) reader.refuse("rounds", "A dispute has a round.");
  if (dispute.ruled && dispute.period != Period::Execution) {
    reader.refuse("ruled", "A ruling is executed in the execution period.");
  }
  Reader rounds = reader.part("rounds");
  for (std::size_t i = 0; i < dispute.rounds.size() && rounds.good(); ++i) {
    Reader round = rounds.part(at(i));
    const bool last = i + 1 == dispute.rounds.size();
    // Earlier rounds may have been in other courts.
    const Round& core_round = dispute.rounds[i];
    check_round(round, world, core_round, last ? dispute.court : kForkingCourt);
    if (!round.good()) return;
    const DisputeLink* link = world.kits[core_round.kit]->find(world.id_of(id));
    if (link == nullptr) {
      round.refuse("disputeKitID", "This kit does not know the dispute.");
      return;
    }
    const KitDispute& local = *world.kits[core_round.kit]->disputes[link->local];
    if (last && local.rounds.back().votes.size() != core_round.drawn.size()) {
      round.refuse("drawnJurors", "The kit has another number of votes.");
    }
    if (last && dispute.period != Period::Evidence &&
        Uint256(core_round.drawn.size()) != core_round.votes) {
      round.refuse("drawnJurors", "All jurors are drawn before the evidence period ends.");
    }
    const KitRound& votes = local.rounds[local.local_round(i)];
    if (votes.votes.size() < core_round.drawn.size()) {
      round.refuse("drawnJurors", "The kit has fewer votes.");
    }
  }
}

}  // namespace

void check_world(Reader& reader, const World& world) {
  check_courts(reader, world);
  if (reader.good()) check_kits(reader, world);
  if (world.setup->label_of(world.setup->address_of("core")) != "core") {
    reader.refuse("contracts", "The address of \"core\" is needed.");
  }
  if (!reader.good() || world.disputes.empty()) return;
  Reader list = reader.part("disputes");
  std::uint64_t waiting = 0;
  for (std::size_t i = 0; i < world.disputes.size() && list.good(); ++i) {
    Reader one = list.part(at(i));
    const Dispute& dispute = *world.disputes[i];
    check_dispute(one, world, i, dispute);
    if (!one.good()) return;
    waiting += Uint256(dispute.rounds.back().drawn.size()) != dispute.rounds.back().votes ? 1 : 0;
  }
  // Where the first disputes were not read, more may wait.
  if (world.first_dispute.is_zero() ? world.disputes_without_jurors != Uint256(waiting)
                                    : world.disputes_without_jurors < Uint256(waiting)) {
    reader.refuse("disputesWithoutJurors", "Another number of disputes waits for jurors.");
  }
  for (const Shared<Arbitrable>* each : {&world.resolver, &world.example}) {
    for (const IdLink& link : (*each)->links) {
      if (link.local >= (*each)->disputes.size()) {
        reader.refuse("resolver", "An id leads to no dispute.");
      }
    }
  }
}

}  // namespace dikast::court
