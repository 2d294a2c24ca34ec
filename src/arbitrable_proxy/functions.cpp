#include <array>
#include <utility>

#include "execution.hpp"

namespace dikast::arbitrable_proxy {

using machine::Reader;
using machine::to_value;

namespace {

struct Arguments {
  std::array<Uint256, 3> numbers;
  std::string bytes;
  std::string text;
  Address address;
};

using Body = bool (*)(Execution&, const Arguments&);

struct Function {
  std::string_view name;
  std::string_view params;  ///< u uint256, b bytes, s string, a address
  bool payable;
  Body body;
};

bool returns(Execution& x, json::Value value) {
  x.out.returns = std::move(value);
  return true;
}

bool create_dispute(Execution& x, const Arguments& a) {
  return x.create_dispute(a.bytes, a.text, a.numbers[0]);
}
bool submit_evidence(Execution& x, const Arguments& a) {
  return x.submit_evidence(a.numbers[0], a.text);
}
bool fund_appeal(Execution& x, const Arguments& a) {
  return x.fund_appeal(a.numbers[0], a.numbers[1]);
}
bool withdraw(Execution& x, const Arguments& a) {
  return x.withdraw(a.numbers[0], a.address, a.numbers[1], a.numbers[2]);
}
bool withdraw_all(Execution& x, const Arguments& a) {
  return x.withdraw_all(a.numbers[0], a.address, a.numbers[1]);
}
bool rule(Execution& x, const Arguments& a) { return x.rule(a.numbers[0], a.numbers[1]); }
bool set_governor(Execution& x, const Arguments& a) {
  if (!x.only_governor()) return false;
  x.state.governor = a.address;
  return true;
}
bool change_multipliers(Execution& x, const Arguments& a) {
  if (!x.only_governor()) return false;
  x.state.winner_multiplier_bps = a.numbers[0];
  x.state.loser_multiplier_bps = a.numbers[1];
  x.state.loser_period_multiplier_bps = a.numbers[2];
  return true;
}

bool get_withdrawable(Execution& x, const Arguments& a) {
  Uint256 sum;
  return x.total_withdrawable(a.numbers[0], a.address, a.numbers[1], sum) &&
         returns(x, to_value(sum));
}
bool get_arbitrator(Execution& x, const Arguments&) {
  return returns(x, to_value(x.state.arbitrator));
}
bool get_governor(Execution& x, const Arguments&) { return returns(x, to_value(x.state.governor)); }
bool get_winner(Execution& x, const Arguments&) {
  return returns(x, to_value(x.state.winner_multiplier_bps));
}
bool get_loser(Execution& x, const Arguments&) {
  return returns(x, to_value(x.state.loser_multiplier_bps));
}
bool get_loser_period(Execution& x, const Arguments&) {
  return returns(x, to_value(x.state.loser_period_multiplier_bps));
}
bool get_denominator(Execution& x, const Arguments&) { return returns(x, to_value("10000")); }
bool get_multipliers(Execution& x, const Arguments&) {
  return returns(
      x, json::Value::array({to_value(x.state.winner_multiplier_bps),
                             to_value(x.state.loser_multiplier_bps),
                             to_value(x.state.loser_period_multiplier_bps), to_value("10000")}));
}
bool get_max_choices(Execution& x, const Arguments&) { return returns(x, to_value(max_choices())); }
bool get_version(Execution& x, const Arguments&) { return returns(x, to_value("2.0.0")); }
bool get_local_id(Execution& x, const Arguments& a) {
  return returns(x, to_value(x.local_id(a.numbers[0])));
}
bool get_choices(Execution& x, const Arguments& a) {
  return returns(x, to_value(x.choices(a.numbers[0])));
}
bool get_dispute(Execution& x, const Arguments& a) {
  const Dispute* dispute = x.find(a.numbers[0]);
  return dispute != nullptr &&
         returns(x, json::Value::array({to_value(dispute->extra_data), to_value(dispute->is_ruled),
                                        to_value(dispute->ruling), to_value(dispute->dispute_id)}));
}
bool get_round(Execution& x, const Arguments& a) {
  // The array of a dispute there is not is empty.
  const Dispute* dispute = x.find(a.numbers[0]);
  if (dispute == nullptr) return false;
  if (a.numbers[1] >= Uint256(dispute->rounds.size())) return x.invalid_opcode();
  const Round& round = dispute->rounds[static_cast<std::size_t>(a.numbers[1].words[0])];
  return returns(x, to_value(round.fee_rewards_wei));
}

constexpr Function kFunctions[] = {
    {"createDispute", "bsu", true, create_dispute},
    {"submitEvidence", "us", false, submit_evidence},
    {"fundAppeal", "uu", true, fund_appeal},
    {"withdrawFeesAndRewards", "uauu", false, withdraw},
    {"withdrawFeesAndRewardsForAllRounds", "uau", false, withdraw_all},
    {"rule", "uu", false, rule},
    {"setGovernor", "a", false, set_governor},
    {"changeMultipliers", "uuu", false, change_multipliers},
    {"getTotalWithdrawableAmount", "uau", false, get_withdrawable},
    {"arbitrator", "", false, get_arbitrator},
    {"governor", "", false, get_governor},
    {"winnerStakeMultiplier", "", false, get_winner},
    {"loserStakeMultiplier", "", false, get_loser},
    {"loserAppealPeriodMultiplier", "", false, get_loser_period},
    {"DENOMINATOR", "", false, get_denominator},
    {"getMultipliers", "", false, get_multipliers},
    {"MAX_NUMBER_OF_CHOICES", "", false, get_max_choices},
    {"VERSION", "", false, get_version},
    {"externalIDtoLocalID", "u", false, get_local_id},
    {"numberOfRulingOptions", "u", false, get_choices},
    {"disputes", "u", false, get_dispute},
    {"disputeIDtoRoundArray", "uu", false, get_round},
};

Arguments read_arguments(std::string_view params, Reader& reader) {
  Arguments read;
  reader.expect_size(params.size());
  std::size_t numbers = 0;
  for (std::size_t i = 0; i < params.size() && reader.good(); ++i) {
    const machine::Key key = machine::at(i);
    if (params[i] == 'b')
      read.bytes = to_hex(reader.bytes(key));
    else if (params[i] == 's')
      read.text = reader.text(key);
    else if (params[i] == 'a')
      read.address = reader.address(key);
    else
      read.numbers[numbers++] = reader.number(key);
  }
  return read;
}

}  // namespace

Result<bool> run(Execution& x, const machine::Call& call) {
  if (call.function == "(fallback)") return x.revert_silently();
  for (const Function& function : kFunctions) {
    if (function.name != call.function) continue;
    Reader reader(call.args, "/args", ErrorCode::machine_argument);
    const Arguments args = read_arguments(function.params, reader);
    if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
    if (!function.payable && !call.value.is_zero()) return x.revert_silently();
    const bool done = function.body(x, args);
    if (x.error) return tl::unexpected(*x.error);
    return done;
  }
  return fail(ErrorCode::machine_unknown_function, "/function",
              "This contract has no function " + call.function + ".");
}

}  // namespace dikast::arbitrable_proxy
