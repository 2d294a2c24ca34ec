#pragma once

#include <optional>

#include "dikast/machine_io.hpp"
#include "state.hpp"

/// KlerosLiquid, the court of Kleros v1, as far as arbitrables need it: what a dispute and its
/// appeals cost and where they are heard. Its rules are those of neo without dispute kits; courts
/// count from 0 (the General Court), and what the sides stake on top is the arbitrable's.
/// Follows: kleros contracts/kleros/KlerosLiquid.sol; the deployed ArbitrableProxy for the stakes.
namespace dikast::court {

/// Basis points of the appeal cost that a side stakes on top, as V1 arbitrables set them.
struct Multipliers {
  Uint256 winner;
  Uint256 loser;
  std::optional<Uint256> shared;  ///< for both sides where the ruling is a tie
};

/// As courts of neo, whose ids are larger by one. Errors go to the reader.
void read_liquid_courts(machine::Reader& reader, World& world);

[[nodiscard]] Multipliers read_multipliers(machine::Reader reader);

/// Rows of a plan with the ids of v1, and with totals where multipliers are known.
[[nodiscard]] json::Value liquid_rows(json::Value rows,
                                      const std::optional<Multipliers>& multipliers);

/// What a side has to raise in all; capped at 2^256-1 like CappedMath.sol.
[[nodiscard]] Uint256 liquid_total(const Uint256& cost, const Uint256& multiplier);

}  // namespace dikast::court
