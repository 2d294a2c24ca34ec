#pragma once

#include "dikast/escrow.hpp"
#include "dikast/machine_io.hpp"

namespace dikast::escrow {

/// The contract as it is set up, without transactions. Errors: machine.config.
[[nodiscard]] Result<State> read_config(const json::Value& config);

/// A dumped state, or what the getters of a contract answer (see docs/escrow.md); refuses what no
/// calls lead to. Errors: machine.state.
[[nodiscard]] Result<State> read_state(const json::Value& value);

[[nodiscard]] json::Value write_state(const State& state);

/// Wei that the contract has to pay out one day, whatever happens.
[[nodiscard]] Uint256 owed_wei(const State& state);
/// Units of the token that belong to open transactions.
[[nodiscard]] Uint256 owed_tokens(const State& state, const Address& token);

}  // namespace dikast::escrow
