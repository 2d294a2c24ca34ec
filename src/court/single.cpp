#include <utility>

#include "actions.hpp"
#include "dikast/court.hpp"
#include "run.hpp"

// One dispute of one court, from the few numbers a caller has instead of a state.
namespace dikast::court {

using machine::at;
using machine::put;
using machine::Reader;

namespace {

Generation read_generation(Reader& reader) {
  const std::string name = reader.has("generation") ? reader.text("generation") : "neo";
  if (name != "neo" && name != "v2") reader.refuse("generation", "This is \"neo\" or \"v2\".");
  return name == "v2" ? Generation::V2 : Generation::Neo;
}

struct Single {
  Generation generation = Generation::Neo;
  Uint256 id;
  Court court;
  Dispute dispute;  ///< with its last round alone
  Uint256 choices;
  KitRound round;
};

World world_of(Single single) {
  World world;
  world.generation = single.generation;
  Kit kit;
  kit.address = Address::parse_unchecked("0x" + std::string(39, '0') + "1").value_or(Address());
  world.setup.edit().contracts = {{"kit", kit.address}};
  single.court.kits = {kClassicKit};
  world.setup.edit().courts = {Court(), std::move(single.court)};
  kit.links = {{single.id, 0, true}};
  KitDispute& local = kit.disputes.emplace_back().edit();
  local.choices = single.choices;
  local.rounds = {std::move(single.round)};
  local.links = {{static_cast<Index>(single.dispute.rounds.size() - 1), 0}};
  world.kits.resize(2);
  world.kits[kClassicKit].edit() = std::move(kit);
  world.first_dispute = single.id;
  world.disputes.emplace_back().edit() = std::move(single.dispute);
  return world;
}

Dispute read_dispute(Reader reader, Single& single) {
  Dispute dispute;
  const std::uint64_t period = reader.u64("period");
  if (period > 4) reader.refuse("period", "There are five periods.");
  const std::uint64_t round = reader.has("round") ? reader.u64("round") : 0;
  if (round > 255) reader.refuse("round", "A dispute has no so many rounds.");
  if (!reader.good()) return dispute;
  dispute.period = static_cast<Period>(period);
  dispute.last_period_change = reader.u64("lastPeriodChange");
  dispute.rounds.resize(static_cast<std::size_t>(round) + 1);
  if (reader.has("id")) single.id = reader.number("id");
  if (reader.has("fundedChoices")) single.round.funded = reader.numbers("fundedChoices");
  return dispute;
}

/// What was paid so far; a choice is funded when that is all it needs.
void read_payments(Reader list, Run& run, const Uint256& cost, Single& single) {
  list.expect_list();
  for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
    Reader one = list.part(at(i));
    const Uint256 choice = one.number("choice");
    if (choice > single.choices) one.refuse("choice", "There is no such choice.");
    Funding& funding = single.round.funding(choice);
    if (!funding.paid.is_zero()) one.refuse("choice", "This choice was named before.");
    funding.paid = one.number("paid");
    const Uint256 total = run.total_to_fund(cost, choice == single.round.winning_choice);
    funding.full = run.good() && !funding.paid.is_zero() && funding.paid >= total;
    if (!funding.full) continue;
    single.round.funded.push_back(choice);
    single.round.fee_rewards = capped_add(single.round.fee_rewards, funding.paid);
  }
  if (single.round.funded.size() > 1) list.refuse(at(0), "With two funded the appeal is made.");
}

}  // namespace

Result<json::Value> periods(const json::Value& params) {
  Reader reader(params, "", ErrorCode::machine_argument);
  Single single;
  single.generation = read_generation(reader);
  Reader court = reader.part("court");
  CourtParameters& parameters = single.court.parameters.emplace_back();
  parameters.times = court.numbers("timesPerPeriod");
  if (court.good() && parameters.times.size() != 4) {
    court.refuse("timesPerPeriod", "A court has four times.");
  }
  single.dispute = read_dispute(reader.part("dispute"), single);
  machine::Query query;
  query.timestamp = reader.u64("now");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  const auto deadlines = list_deadlines(world_of(std::move(single)), query);
  if (!deadlines) return tl::unexpected(deadlines.error());
  json::Value list = json::Value::array();
  for (const machine::Deadline& deadline : *deadlines) list.push(machine::to_json(deadline));
  return list;
}

Result<json::Value> choice_funding(const json::Value& params) {
  Reader reader(params, "", ErrorCode::machine_argument);
  Single single;
  single.generation = read_generation(reader);
  const Uint256 cost = reader.number("appealCost");
  single.choices = reader.number("numberOfChoices");
  single.round.winning_choice = reader.number("currentRuling");
  single.round.tied = false;
  if (single.round.winning_choice > single.choices) {
    reader.refuse("currentRuling", "There is no such choice.");
  }
  // No votes and one juror next: an appeal costs the court's fee.
  single.court.fee_for_juror = cost;
  CourtParameters& parameters = single.court.parameters.emplace_back();
  parameters.jurors_for_court_jump = Uint256::max();
  Reader period = reader.part("period");
  single.dispute.period = Period::Appeal;
  single.dispute.last_period_change = period.u64("start");
  const Uint256 end = period.number("end");
  if (end < Uint256(single.dispute.last_period_change)) {
    period.refuse("end", "The period ends before it starts.");
  }
  parameters.times.assign(3, {});
  parameters.times.push_back(capped_sub(end, single.dispute.last_period_change));
  single.dispute.rounds.resize(1);
  machine::Call call;
  call.timestamp = reader.u64("now");
  World none;
  Run sums(none, call);
  if (reader.has("contributions")) {
    read_payments(reader.part("contributions"), sums, cost, single);
  }
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  call.to = "view";
  call.function = "appeal";
  call.args = json::Value::array({machine::to_value(single.id), machine::to_value(Uint256())});
  World world = world_of(std::move(single));
  Run run(world, call);
  run.execute();
  if (run.error) return tl::unexpected(*std::move(run.error));
  return *run.out.returns.find("choices");
}

}  // namespace dikast::court
