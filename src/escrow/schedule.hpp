#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dikast/escrow.hpp"
#include "dikast/machine.hpp"

namespace dikast::escrow {

/// `text` as an address, else an error of this code and path.
[[nodiscard]] Result<Address> caller(std::string_view text, ErrorCode code, std::string path);

/// Every call of every transaction with its exact value; what needs an arbitrator's answer about a
/// dispute is listed for the transaction whose dispute is env.disputeID (any, when that is absent).
[[nodiscard]] Result<std::vector<machine::Action>> list_actions(const State& state,
                                                                const machine::Query& query);

[[nodiscard]] Result<std::vector<machine::Deadline>> list_deadlines(const State& state,
                                                                    const machine::Query& query);

}  // namespace dikast::escrow
