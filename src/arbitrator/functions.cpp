#include <utility>

#include "execution.hpp"

namespace dikast::arbitrator {

using machine::Reader;
using machine::to_value;

namespace {

using Args = std::vector<json::Value>;

/// One bit a contract, in the order of the enum.
constexpr unsigned kCentralized = 1;
constexpr unsigned kAuto = 2 | 4;
constexpr unsigned kEnhanced = 8;
constexpr unsigned kAll = 15;

struct Arguments {
  std::array<Uint256, 4> numbers;
  std::string bytes = "0x";
  Address address;
};

using Body = bool (*)(Execution&, const Arguments&);

struct Function {
  std::string_view name;
  std::string_view params;  ///< u uint256, b bytes, a address
  unsigned contracts;
  bool payable;
  Body body;
};

bool returns(Execution& x, json::Value value) {
  x.out.returns = std::move(value);
  return true;
}

Caller transaction(const Execution& x) { return {x.from, x.value_wei}; }

bool create_dispute(Execution& x, const Arguments& a) {
  Uint256 id;
  return x.create_dispute(transaction(x), a.numbers[0], id) && returns(x, to_value(id));
}
bool appeal(Execution& x, const Arguments& a) {
  return x.appeal(transaction(x), a.numbers[0], a.bytes);
}
bool give_ruling(Execution& x, const Arguments& a) {
  return x.give_ruling(transaction(x), a.numbers[0], a.numbers[1]);
}
bool give_appealable_ruling(Execution& x, const Arguments& a) {
  return x.give_appealable_ruling(a.numbers[0], a.numbers[1], a.numbers[2], a.numbers[3]);
}
bool change_appeal_fee(Execution& x, const Arguments& a) {
  return x.change_appeal_fee(a.numbers[0], a.numbers[1]);
}
bool execute_ruling(Execution& x, const Arguments& a) { return x.execute_ruling(a.numbers[0]); }
bool rule(Execution& x, const Arguments& a) {
  return x.rule(transaction(x), a.numbers[0], a.numbers[1]);
}
bool set_price(Execution& x, const Arguments& a) {
  if (!x.only_owner()) return false;
  x.state.price_wei = a.numbers[0];
  return true;
}
bool change_arbitrator(Execution& x, const Arguments& a) {
  if (!x.only_owner()) return false;
  x.state.backup = a.address;
  return true;
}
bool change_time_out(Execution& x, const Arguments& a) {
  if (!x.only_owner()) return false;
  x.state.time_out = a.numbers[0];
  return true;
}

bool get_arbitration_cost(Execution& x, const Arguments&) {
  return returns(x, to_value(x.state.price_wei));
}
bool get_appeal_cost(Execution& x, const Arguments& a) {
  Uint256 cost;
  return x.appeal_cost(a.numbers[0], cost) && returns(x, to_value(cost));
}
bool get_status(Execution& x, const Arguments& a) {
  Uint256 status;
  return x.dispute_status(a.numbers[0], status) && returns(x, to_value(status));
}
bool get_ruling(Execution& x, const Arguments& a) {
  Uint256 ruling;
  return x.current_ruling(a.numbers[0], ruling) && returns(x, to_value(ruling));
}
bool get_period(Execution& x, const Arguments& a) {
  Uint256 start;
  Uint256 end;
  return x.appeal_period(a.numbers[0], start, end) &&
         returns(x, json::Value::array({to_value(start), to_value(end)}));
}
bool get_dispute(Execution& x, const Arguments& a) {
  const Dispute* dispute = x.find(a.numbers[0]);
  if (dispute == nullptr) return false;
  Args fields = {to_value(dispute->arbitrated), to_value(dispute->choices),
                 to_value(dispute->fee_wei), to_value(dispute->ruling),
                 to_value(static_cast<std::uint64_t>(dispute->status))};
  if (x.state.contract == Contract::AutoAppealable ||
      x.state.contract == Contract::AutoAppealableProxy)
    for (const Uint256* field :
         {&dispute->appeal_cost_wei, &dispute->appeal_period_start, &dispute->appeal_period_end})
      fields.push_back(to_value(*field));
  return returns(x, json::Value::array(std::move(fields)));
}
bool get_owner(Execution& x, const Arguments&) { return returns(x, to_value(x.state.owner)); }
bool get_backup(Execution& x, const Arguments&) { return returns(x, to_value(x.state.backup)); }
bool get_extra_data(Execution& x, const Arguments&) {
  return returns(x, to_value(x.state.extra_data));
}
bool get_time_out(Execution& x, const Arguments&) { return returns(x, to_value(x.state.time_out)); }
bool get_appealed(Execution& x, const Arguments& a) {
  const Appealed entry = x.appealed(a.numbers[0]);
  return returns(x, json::Value::array({to_value(entry.ruling_time), to_value(entry.arbitrator),
                                        to_value(entry.dispute_id)}));
}
bool get_link(Execution& x, const Arguments& a) {
  return returns(x, to_value(x.linked(a.numbers[0])));
}
bool get_appeal_dispute_id(Execution& x, const Arguments& a) {
  Uint256 at;
  return x.appeal_dispute_id(a.numbers[0], at) && returns(x, to_value(at));
}

constexpr Function kFunctions[] = {
    {"createDispute", "ub", kAll, true, create_dispute},
    {"appeal", "ub", kAll, true, appeal},
    {"giveRuling", "uu", kAll, false, give_ruling},
    {"setArbitrationPrice", "u", kAll, false, set_price},
    {"giveAppealableRuling", "uuuu", kAuto, false, give_appealable_ruling},
    {"changeAppealFee", "uu", kAuto, false, change_appeal_fee},
    {"executeRuling", "u", kAuto, false, execute_ruling},
    {"rule", "uu", kEnhanced, false, rule},
    {"changeArbitrator", "a", kEnhanced, false, change_arbitrator},
    {"changeTimeOut", "u", kEnhanced, false, change_time_out},
    {"arbitrationCost", "b", kAll, false, get_arbitration_cost},
    {"appealCost", "ub", kAll, false, get_appeal_cost},
    {"disputeStatus", "u", kAll, false, get_status},
    {"currentRuling", "u", kAll, false, get_ruling},
    {"appealPeriod", "u", kAll, false, get_period},
    {"disputes", "u", kAll, false, get_dispute},
    {"owner", "", kAll, false, get_owner},
    {"arbitrator", "", kEnhanced, false, get_backup},
    {"arbitratorExtraData", "", kEnhanced, false, get_extra_data},
    {"timeOut", "", kEnhanced, false, get_time_out},
    {"appealDisputes", "u", kEnhanced, false, get_appealed},
    {"appealDisputeIDsToDisputeIDs", "u", kEnhanced, false, get_link},
    {"getAppealDisputeID", "u", kEnhanced, false, get_appeal_dispute_id},
};

Arguments read_arguments(std::string_view params, Reader& reader) {
  Arguments read;
  reader.expect_size(params.size());
  std::size_t numbers = 0;
  for (std::size_t i = 0; i < params.size() && reader.good(); ++i) {
    if (params[i] == 'b')
      read.bytes = to_hex(reader.bytes(machine::at(i)));
    else if (params[i] == 'a')
      read.address = reader.address(machine::at(i));
    else
      read.numbers[numbers++] = reader.number(machine::at(i));
  }
  return read;
}

}  // namespace

Result<bool> run(Execution& x, const machine::Call& call) {
  if (call.function == "(fallback)") return x.revert_silently();
  const unsigned own = 1U << static_cast<unsigned>(x.state.contract);
  static_assert(kCentralized == 1U << static_cast<unsigned>(Contract::Centralized));
  for (const Function& function : kFunctions) {
    if (function.name != call.function || (function.contracts & own) == 0) continue;
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

}  // namespace dikast::arbitrator
