#pragma once

#include <optional>
#include <span>

#include "dikast/bytes.hpp"
#include "dikast/machine.hpp"

/// The contracts of a Kleros v2 court system: KlerosCore, its dispute kits, the phases of the
/// sortition module, DisputeResolver, template registries, the evidence module and
/// ArbitrableExample, in two generations: "neo" (Arbitrum One) and "v2" (repository of 2026-08-20).
/// Follows: kleros-v2 contracts/src/arbitration @ 5415b476, and for neo @ 4a845346.
///
/// Left out: PNK balances, stakes and transfers (a juror's stake is taken to cover every penalty),
/// and the sortition trees. What they would answer is input:
///  - core.draw: env.drawn, a list with an address or null for each iteration;
///  - core.createDispute with a token: env.balance and env.allowance of the caller;
///  - core.executeRuling for an arbitrable that is none of the contracts:
///    env.arbitrableTakesRuling (default: no, as for an account without code);
///  - sortition.passPhase: env.randomNumberReady (default: yes).
/// Labels of calls: core, sortition, resolver, evidence, example, the labels of kits and
/// registries, and "view" for what the recordings read after each step: disputes(id),
/// resolver(arbitratorDisputeID), resolverAdmin(), templates(), sortition(), pause(), and
/// appeal(id, rounds): what an appeal costs, brings and can lose, by choice, and the rounds ahead.
namespace dikast::court {

/// Rows "court", "disputeKit" and "resolver": one state, another contract where a call names none.
[[nodiscard]] std::span<const machine::Kind> kinds();

/// Words of 32 bytes: court, jurors and, from version 2 on, the dispute kit and its data.
[[nodiscard]] Bytes encode_extra_data(const Uint256& court, const Uint256& jurors,
                                      const std::optional<Uint256>& kit, const Bytes& kit_data);

/// {courtId, minJurors, disputeKitId?, kitData?, version?} -> 0x-hex.
/// Errors: machine.argument, also for a court above 96 bits, over which v2 panics.
[[nodiscard]] Result<json::Value> encode_extra_data(const json::Value& params);

/// {extraData, version?, courts?, disputeKits?} -> {courtId, minJurors, disputeKitId, kitData,
/// dirty} with the contract's fallbacks; the two numbers count those at 0. Errors:
/// machine.argument.
[[nodiscard]] Result<json::Value> decode_extra_data(const json::Value& params);

/// {feeForJuror, minJurors?, token?: {rateInEth, rateDecimals}, version?} -> wei or the token's
/// units; version 1 wraps at 2^256. Errors: machine.argument, also where the contract panics.
[[nodiscard]] Result<json::Value> arbitration_cost(const json::Value& params);

/// {generation, courts, disputeKits?, courtID, disputeKitID?, nbVotes, rounds?} -> a row for each
/// round: where it is, its votes and fees, what its appeal costs and each side has to raise. For
/// generation "v1" (KlerosLiquid) courts count from 0, disputeKitID is 0, and what the sides raise
/// follows the arbitrable's `multipliers` {winner, loser, shared?}, in basis points.
/// Errors: machine.argument.
[[nodiscard]] Result<json::Value> appeal_plan(const json::Value& params);

/// {appealCost, winner, paid?, start?, end?, multiplier?} -> {payable, total, remaining, end};
/// `multiplier`: a V1 arbitrable's, in basis points, in place of those of Kleros v2.
/// Errors: machine.argument.
[[nodiscard]] Result<json::Value> appeal_funding(const json::Value& params);

/// {generation?, court: {timesPerPeriod}, dispute: {period, lastPeriodChange, round?,
/// fundedChoices?, id?}, now} -> the dispute's deadlines, as the machine lists them. Errors:
/// machine.argument.
[[nodiscard]] Result<json::Value> periods(const json::Value& params);

/// {generation?, appealCost, currentRuling, numberOfChoices, period: {start, end}, now,
/// contributions?: [{choice, paid}]} -> for each choice what view.appeal says of it. Errors:
/// machine.argument.
[[nodiscard]] Result<json::Value> choice_funding(const json::Value& params);

}  // namespace dikast::court
