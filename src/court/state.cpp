#include "state.hpp"

#include <algorithm>

namespace dikast::court {

bool Court::supports(Index kit) const {
  return std::find(kits.begin(), kits.end(), kit) != kits.end();
}

std::uint64_t KitRound::count_of(const Uint256& choice) const {
  for (const Count& count : counts) {
    if (count.choice == choice) return count.votes;
  }
  return 0;
}

const Funding* KitRound::find_funding(const Uint256& choice) const {
  for (const Funding& funding : fundings) {
    if (funding.choice == choice) return &funding;
  }
  return nullptr;
}

Funding& KitRound::funding(const Uint256& choice) {
  for (Funding& funding : fundings) {
    if (funding.choice == choice) return funding;
  }
  fundings.push_back({choice, {}, false});
  return fundings.back();
}

Index KitDispute::local_round(const Uint256& core_round) const {
  for (const RoundLink& link : links) {
    if (Uint256(link.core) == core_round) return link.local;
  }
  return 0;
}

const DisputeLink* Kit::find(const Uint256& core_dispute) const {
  for (const DisputeLink& link : links) {
    if (link.core == core_dispute) return &link;
  }
  return nullptr;
}

Index Arbitrable::local_id(const Uint256& external) const {
  for (const IdLink& link : links) {
    if (link.external == external) return link.local;
  }
  return 0;
}

Address Setup::address_of(std::string_view label) const {
  for (const Named& named : contracts) {
    if (named.label == label) return named.address;
  }
  return {};
}

std::string_view Setup::label_of(const Address& address) const {
  for (const Named& named : contracts) {
    if (named.address == address) return named.label;
  }
  return {};
}

const Court& World::court_of(const Dispute& dispute) const { return court(dispute.court); }

const CourtParameters& World::parameters_of(const Dispute& dispute) const {
  const std::vector<CourtParameters>& all = court_of(dispute).parameters;
  return neo() ? all.back() : all[dispute.rounds.back().parameters];
}

const KitDispute* World::kit_dispute(Index kit, const Uint256& core_dispute) const {
  const DisputeLink* link = kits[kit]->find(core_dispute);
  const Index local = link == nullptr ? 0 : link->local;
  return local < kits[kit]->disputes.size() ? &*kits[kit]->disputes[local] : nullptr;
}

std::string_view World::kit_label(Index kit) const { return setup->label_of(kits[kit]->address); }

}  // namespace dikast::court
