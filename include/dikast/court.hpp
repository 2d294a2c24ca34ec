#pragma once

#include <span>

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
/// resolver(arbitratorDisputeID), resolverAdmin(), templates(), sortition(), pause().
namespace dikast::court {

/// Rows "court", "disputeKit" and "resolver": one state, another contract where a call names none.
[[nodiscard]] std::span<const machine::Kind> kinds();

}  // namespace dikast::court
