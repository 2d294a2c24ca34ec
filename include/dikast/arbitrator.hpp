#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/address.hpp"
#include "dikast/machine.hpp"
#include "dikast/uint256.hpp"

/// The arbitrators that are used to try an arbitrable without a court: CentralizedArbitrator,
/// AutoAppealableArbitrator and EnhancedAppealableArbitrator of kleros-interaction, and the
/// AutoAppealableArbitrator that comes with ArbitrableProxy.
namespace dikast::arbitrator {

/// In the contracts' order.
enum class Status : std::uint8_t { Waiting, Appealable, Solved };

enum class Contract : std::uint8_t {
  Centralized,
  AutoAppealable,
  AutoAppealableProxy,  ///< of arbitrable-proxy-contracts: solc 0.7, other reasons, resets the
                        ///< period
  EnhancedAppealable,
};

struct Dispute {
  Address arbitrated;
  Uint256 choices;
  Uint256 fee_wei;
  Uint256 ruling;
  Status status = Status::Waiting;
  Uint256 appeal_cost_wei;      ///< AutoAppealable only, like the period
  Uint256 appeal_period_start;  ///< Unix seconds
  Uint256 appeal_period_end;
};

/// EnhancedAppealable: where a dispute was appealed to.
struct Appealed {
  Uint256 ruling_time;  ///< Unix seconds of the appealable ruling, 0 before
  Address arbitrator;   ///< zero: not appealed
  Uint256 dispute_id;   ///< at that arbitrator
};

/// An entry of appealDisputeIDsToDisputeIDs.
struct AppealLink {
  Uint256 appeal_dispute_id;
  Uint256 dispute_id;
};

struct State {
  Contract contract = Contract::Centralized;
  Address self;
  Address owner;
  Uint256 price_wei;
  Uint256 balance_wei;
  std::vector<Dispute> disputes;
  // EnhancedAppealable only.
  Address backup;  ///< may be the contract itself, which is how it is used
  std::string extra_data;
  Uint256 time_out;                ///< seconds
  std::vector<Appealed> appealed;  ///< one a dispute
  std::vector<AppealLink> links;
};

/// The machine's row: name "arbitrator". initial({contract, address, owner, arbitrationPrice,
/// and for EnhancedAppealableArbitrator arbitrator?, arbitratorExtraData?, timeOut}); contract is
/// one of the four names, "AutoAppealableArbitrator@arbitrable-proxy" the third. What the
/// arbitrable does with rule() is env.rule, {ok, revert?}, or a call in env.calls; else it accepts.
/// A back-up arbitrator that is another contract answers in env as backupArbitrationCost,
/// backupNextDisputeID, backupAppealCost, backupDisputeStatus, backupCurrentRuling,
/// backupAppealPeriodStart, backupAppealPeriodEnd and backupAppealDisputeID.
[[nodiscard]] const machine::Kind& kind();

}  // namespace dikast::arbitrator
