#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dikast/address.hpp"
#include "dikast/machine.hpp"
#include "dikast/uint256.hpp"

/// ArbitrableProxy 5.0.3 of arbitrable-proxy-contracts (solc 0.7, unchecked arithmetic): disputes
/// of Kleros v1 with crowdfunded appeals for any number of rulings.
namespace dikast::arbitrable_proxy {

/// What one account has put on one ruling in a round.
struct Contribution {
  Address contributor;
  Uint256 ruling;
  Uint256 amount_wei;
};

/// A ruling that somebody has paid for in a round.
struct Funding {
  Uint256 ruling;
  Uint256 paid_wei;
  bool has_paid = false;
};

struct Round {
  std::vector<Funding> fundings;
  std::vector<Contribution> contributions;
  Uint256 fee_rewards_wei;
  std::vector<Uint256> funded_rulings;  ///< in the order they were completed
};

struct Dispute {
  std::string extra_data;  ///< 0x-hex
  bool is_ruled = false;
  Uint256 ruling;
  Uint256 dispute_id;  ///< at the arbitrator
  Uint256 choices;     ///< numberOfRulingOptions
  std::vector<Round> rounds;
};

/// externalIDtoLocalID.
struct Link {
  Uint256 external_id;
  std::uint64_t local_id;
};

struct State {
  Address self;
  Address arbitrator;
  Address governor;
  Uint256 winner_multiplier_bps{10'000};
  Uint256 loser_multiplier_bps{20'000};
  Uint256 loser_period_multiplier_bps{5'000};
  Uint256 balance_wei;
  std::vector<Dispute> disputes;
  std::vector<Link> links;
};

/// The machine's row: name "arbitrableProxy". initial({address, arbitrator, governor,
/// winnerStakeMultiplier?, loserStakeMultiplier?, loserAppealPeriodMultiplier?}). env:
/// nextDisputeID, arbitrationCost, currentRuling, appealCost, appealPeriodStart, appealPeriodEnd,
/// and of the frame calls and refusesEth.
[[nodiscard]] const machine::Kind& kind();

}  // namespace dikast::arbitrable_proxy
