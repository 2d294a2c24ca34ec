#pragma once

#include <vector>

#include "dikast/machine.hpp"
#include "state.hpp"

namespace dikast::court {

/// What the actor can do about each dispute, with exact values; `machine` holds `world`.
[[nodiscard]] Result<std::vector<machine::Action>> list_actions(const machine::Machine& machine,
                                                                const World& world,
                                                                const machine::Query& query);

/// When periods end, and what ends with them.
[[nodiscard]] Result<std::vector<machine::Deadline>> list_deadlines(const World& world,
                                                                    const machine::Query& query);

}  // namespace dikast::court
