#pragma once

#include "dikast/json.hpp"
#include "state.hpp"

namespace dikast::court {

/// A configuration with `readings`: what the getters say of disputes that follow each other, as
/// "view" disputes(id) answers, with `kit.fundings` [{choice, paid}] where a choice is funded and
/// `kit.votes` [{account, commit, choice, voted}] where votes are to go on. Earlier rounds count,
/// but are empty. Errors: machine.state.
[[nodiscard]] Result<World> world_from_chain(const json::Value& values);

}  // namespace dikast::court
