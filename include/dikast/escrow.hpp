#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/address.hpp"
#include "dikast/json.hpp"
#include "dikast/machine.hpp"
#include "dikast/uint256.hpp"

/// Kleros Escrow V1: MultipleArbitrableTransaction and its token and WithAppeals variants, of
/// kleros-interaction. Pure: a state and a call give the next state or the contract's own refusal.
/// Parties outside (arbitrator, tokens, recipients) are input: their answers stand in the call's
/// `env`. A contract that calls back into the escrow while it is being paid is not modelled.
namespace dikast::escrow {

/// In the contracts' order. WaitingSender: the receiver has paid the fee and the sender must.
enum class Status : std::uint8_t {
  NoDispute,
  WaitingSender,
  WaitingReceiver,
  DisputeCreated,
  Resolved
};

/// Sides of an appeal and of a ruling; None is "refused to arbitrate" or "no ruling".
enum class Party : std::uint8_t { None, Sender, Receiver };

/// One of the five contracts that are called Escrow V1.
struct Profile {
  std::string_view name;      ///< e.g. "escrow-v1-eth-2019"
  bool token;                 ///< amounts are of an ERC-20 token, not wei
  bool appeals;               ///< crowdfunded appeals (WithAppeals)
  bool announces;             ///< emits TransactionCreated
  bool returns_late_fee;      ///< a timed-out party gets back the fee it had paid
  std::string_view contract;  ///< name of the source contract
};

/// By name; nullptr for any other.
[[nodiscard]] const Profile* find_profile(std::string_view name);

/// What one account has put into an appeal round, in wei, by side; slot 0 is never used.
struct Contribution {
  Address contributor;
  std::array<Uint256, 3> amounts_wei;
};

struct Round {
  std::array<Uint256, 3> paid_fees_wei;
  std::array<bool, 3> has_paid{};
  Uint256 fee_rewards_wei;
  std::vector<Contribution> contributions;
};

struct Transaction {
  Address sender;
  Address receiver;
  Uint256 amount;  ///< wei, or the token's smallest unit
  Address token;
  Uint256 timeout_payment;  ///< seconds after last_interaction
  Uint256 dispute_id;       ///< 0 without a dispute, as in the contract
  Uint256 sender_fee_wei;
  Uint256 receiver_fee_wei;
  Uint256 last_interaction;  ///< Unix seconds of the creation or the last fee payment
  Status status = Status::NoDispute;
  Uint256 ruling;             ///< WithAppeals only
  std::vector<Round> rounds;  ///< WithAppeals only
};

/// A token the escrow holds, and the name it goes by in transfers and reverts.
struct Holding {
  std::string name;
  Address address;
  Uint256 balance;
};

struct DisputeLink {
  Uint256 dispute_id;
  std::uint64_t transaction_id;
};

struct State {
  const Profile* profile = nullptr;
  Address self;
  Address arbitrator;
  std::string arbitrator_extra_data;  ///< 0x-hex
  Uint256 fee_timeout;                ///< seconds
  /// sharedStakeMultiplier, winner, loser; basis points (WithAppeals only).
  std::array<Uint256, 3> multipliers_bps;
  Uint256 eth_balance_wei;
  std::vector<Holding> holdings;
  std::vector<Transaction> transactions;
  std::vector<DisputeLink> disputes;  ///< disputeIDtoTransactionID, in order of creation
};

/// 604800 s: Kleros' front ends set timeoutPayment to the delivery deadline plus this buffer. A
/// convention of theirs (escrow-ui BUFFER_PERIOD_IN_SECONDS); the contracts know no deadline.
inline constexpr std::uint64_t kBufferSeconds = 604'800;

/// 8640000000000000 s: what the first front end wrote for "no timeout".
inline constexpr std::uint64_t kNoTimeoutSeconds = 8'640'000'000'000'000;

/// The machine's row: name "escrow". initial({system, escrow, arbitrator, arbitratorExtraData,
/// feeTimeout, the three multipliers, tokens: {name: {address}}}). A call's env holds what the
/// arbitrator answers just before it (arbitrationCost, nextDisputeID, disputeStatus, currentRuling,
/// appealCost, appealPeriodStart, appealPeriodEnd; null: the getter reverts), and either `calls`,
/// the outgoing calls in order with what became of them ({to, function, args, value, ok, returns,
/// revert, received}), or `refusesEth`, addresses that take no ether; everybody else is honest
/// then.
[[nodiscard]] const machine::Kind& kind();

/// A transaction as it was made, to hold its MetaEvidence against.
struct Agreement {
  Address sender;
  Address receiver;
  Uint256 timeout_payment;        ///< seconds
  std::optional<Uint256> amount;  ///< of the creation, in the smallest unit
  std::optional<Address> token;
  std::optional<std::uint64_t> decimals;  ///< of the token; ether has 18
  std::optional<Address> escrow;
  std::optional<Uint256> chain_id;
};

enum class Severity : std::uint8_t { Error, Warning };

/// `path` is a JSON Pointer into the MetaEvidence.
struct Finding {
  Severity severity;
  std::string code;
  std::string path;
  std::string message;
};

/// {sender, receiver, timeoutPayment, amount?, token?, decimals?, escrow?, chainId?}.
/// Errors: machine.argument, below "/transaction".
[[nodiscard]] Result<Agreement> read_agreement(const json::Value& value);

/// What of a MetaEvidence document contradicts the transaction it belongs to, or leaves jurors
/// without a question. Codes: escrow.text, escrow.ruling_options, escrow.party, escrow.alias,
/// escrow.amount, escrow.token, escrow.timeout, escrow.arbitrable.
[[nodiscard]] std::vector<Finding> check_meta_evidence(const json::Value& document,
                                                       const Agreement& agreed);

}  // namespace dikast::escrow
