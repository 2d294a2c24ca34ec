#include "liquid.hpp"

#include <utility>

#include "run.hpp"

namespace dikast::court {

using machine::at;
using machine::put;
using machine::Reader;

void read_liquid_courts(Reader& reader, World& world) {
  world.generation = Generation::Neo;
  Reader list = reader.part("courts");
  list.expect_list();
  if (list.size() == 0) list.refuse(at(0), "Court 0, the General Court, is needed.");
  std::vector<Court>& courts = world.setup.edit().courts;
  courts.resize(1);  // where the General Court's parent would be
  for (std::size_t id = 0; id < list.size() && list.good(); ++id) {
    Reader one = list.part(at(id));
    Court court;
    const Uint256 parent = one.number("parent");
    if (id > 0 && parent >= Uint256(id))
      one.refuse("parent", "A court's parent is made before it.");
    if (id > 0) court.parent = static_cast<Index>(parent.words[0] + 1);
    court.fee_for_juror = one.number("feeForJuror");
    court.parameters.emplace_back().jurors_for_court_jump = one.number("jurorsForCourtJump");
    court.kits = {kClassicKit};
    courts.push_back(std::move(court));
  }
  world.kits.resize(2);
}

Multipliers read_multipliers(Reader reader) {
  Multipliers read{reader.number("winner"), reader.number("loser"), std::nullopt};
  if (reader.has("shared")) read.shared = reader.number("shared");
  return read;
}

Uint256 liquid_total(const Uint256& cost, const Uint256& multiplier) {
  const auto stake = checked_div(capped_mul(cost, multiplier), kBasis);
  return capped_add(cost, stake.value_or(Uint256()));
}

json::Value liquid_rows(json::Value rows, const std::optional<Multipliers>& multipliers) {
  for (json::Value& row : rows.items()) {
    json::Value changed = json::Value::object();
    Reader reader(row, "", ErrorCode::machine_argument);
    const Uint256 cost = reader.number("appealCost");
    // A jump out of the General Court, or a court without fee, ends the appeals.
    const bool payable = row.find("payable")->as_bool();
    put(changed, "round", reader.number("round"));
    put(changed, "courtID", wrapping_sub(reader.number("courtID"), 1));
    put(changed, "disputeKitID", Uint256());
    put(changed, "nbVotes", reader.number("nbVotes"));
    put(changed, "feesForJurors", reader.number("feesForJurors"));
    put(changed, "appealCost", cost);
    put(changed, "payable", payable);
    if (payable) {
      put(changed, "courtJump", row.find("courtJump")->as_bool());
      if (multipliers) {
        put(changed, "winnerTotal", liquid_total(cost, multipliers->winner));
        put(changed, "loserTotal", liquid_total(cost, multipliers->loser));
        if (multipliers->shared)
          put(changed, "sharedTotal", liquid_total(cost, *multipliers->shared));
      }
    }
    row = std::move(changed);
  }
  return rows;
}

}  // namespace dikast::court
