#include "rules.hpp"

namespace dikast::escrow {

namespace {

using In = Function::In;
using Kind = Function::Kind;

constexpr Profile kProfiles[] = {
    {"escrow-v1-eth-2019", false, false, false, false, "MultipleArbitrableTransaction2019"},
    {"escrow-v1-eth", false, false, true, true, "MultipleArbitrableTransaction"},
    {"escrow-v1-token", true, false, true, true, "MultipleArbitrableTokenTransaction"},
    {"escrow-v1-eth-appeals", false, true, true, true, "MultipleArbitrableTransactionWithAppeals"},
    {"escrow-v1-token-appeals", true, true, true, true,
     "MultipleArbitrableTokenTransactionWithAppeals"},
};

constexpr Function kFunctions[] = {
    {"createTransaction", "uas", In::Ether, Kind::Payable, create_transaction},
    {"createTransaction", "uauas", In::Token, Kind::Nonpayable, create_transaction},
    {"pay", "uu", In::All, Kind::Nonpayable, pay},
    {"reimburse", "uu", In::All, Kind::Nonpayable, reimburse},
    {"executeTransaction", "u", In::All, Kind::Nonpayable, execute_transaction},
    {"payArbitrationFeeBySender", "u", In::All, Kind::Payable, pay_fee_by_sender},
    {"payArbitrationFeeByReceiver", "u", In::All, Kind::Payable, pay_fee_by_receiver},
    {"timeOutBySender", "u", In::All, Kind::Nonpayable, time_out_by_sender},
    {"timeOutByReceiver", "u", In::All, Kind::Nonpayable, time_out_by_receiver},
    {"submitEvidence", "us", In::All, Kind::Nonpayable, submit_evidence},
    {"appeal", "u", In::NoAppeals, Kind::Payable, appeal},
    {"fundAppeal", "ue", In::Appeals, Kind::Payable, fund_appeal},
    {"withdrawFeesAndRewards", "auu", In::Appeals, Kind::Nonpayable, withdraw_fees_and_rewards},
    {"batchRoundWithdraw", "auuu", In::Appeals, Kind::Nonpayable, batch_round_withdraw},
    {"rule", "uu", In::NoAppeals, Kind::Nonpayable, rule},
    {"rule", "uu", In::Appeals, Kind::Nonpayable, rule_with_appeals},
    {"getCountTransactions", "", In::All, Kind::View, get_count},
    {"getTransactionIDsByAddress", "a", In::All, Kind::View, get_ids_by_address},
    {"transactions", "u", In::All, Kind::View, get_transaction},
    {"arbitrator", "", In::All, Kind::View, get_arbitrator},
    {"arbitratorExtraData", "", In::All, Kind::View, get_extra_data},
    {"feeTimeout", "", In::All, Kind::View, get_fee_timeout},
    {"disputeIDtoTransactionID", "u", In::All, Kind::View, get_link},
    {"sharedStakeMultiplier", "", In::Appeals, Kind::View, get_shared_multiplier},
    {"winnerStakeMultiplier", "", In::Appeals, Kind::View, get_winner_multiplier},
    {"loserStakeMultiplier", "", In::Appeals, Kind::View, get_loser_multiplier},
    {"MULTIPLIER_DIVISOR", "", In::Appeals, Kind::View, get_divisor},
    {"getNumberOfRounds", "u", In::Appeals, Kind::View, get_number_of_rounds},
    {"getRoundInfo", "uu", In::Appeals, Kind::View, get_round_info},
    {"getContributions", "uua", In::Appeals, Kind::View, get_contributions},
    {"amountWithdrawable", "ua", In::Appeals, Kind::View, get_withdrawable},
};

bool is_in(const Profile& profile, In in) {
  switch (in) {
    case In::All:
      return true;
    case In::Ether:
      return !profile.token;
    case In::Token:
      return profile.token;
    case In::NoAppeals:
      return !profile.appeals;
    case In::Appeals:
      return profile.appeals;
  }
  return false;
}

Arguments read_arguments(const json::Value& args, std::string_view params,
                         machine::Reader& reader) {
  Arguments read;
  reader.expect_size(params.size());
  std::size_t numbers = 0;
  std::size_t addresses = 0;
  for (std::size_t i = 0; i < params.size() && reader.good(); ++i) {
    const machine::Key key = machine::at(i);
    if (params[i] == 's') {
      read.text = reader.text(key);
    } else if (params[i] == 'a') {
      read.addresses[addresses++] = reader.address(key);
    } else {
      read.numbers[numbers++] = reader.number(key);
    }
  }
  // An enum travels as uint8: more cannot be written into a call.
  if (params.ends_with('e') && reader.good() && read.numbers[1] > Uint256(255))
    reader.refuse(machine::at(args.items().size() - 1), "This has to fit into a uint8.");
  return read;
}

}  // namespace

const Profile* find_profile(std::string_view name) {
  for (const Profile& profile : kProfiles)
    if (profile.name == name) return &profile;
  return nullptr;
}

const Function* find_function(const Profile& profile, std::string_view name) {
  for (const Function& function : kFunctions)
    if (function.name == name && is_in(profile, function.in)) return &function;
  return nullptr;
}

Result<bool> run(Execution& x, const machine::Call& call) {
  // There is no fallback function.
  if (call.function == "(fallback)") return x.revert_silently();
  const Function* function = find_function(x.profile, call.function);
  if (function == nullptr)
    return fail(ErrorCode::machine_unknown_function, "/function",
                "This contract has no function " + call.function + ".");
  machine::Reader reader(call.args, "/args", ErrorCode::machine_argument);
  const Arguments args = read_arguments(call.args, function->params, reader);
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  if (function->kind != Kind::Payable && !call.value.is_zero()) return x.revert_silently();
  const bool done = function->rule(x, args);
  if (x.error) return tl::unexpected(*x.error);
  return done;
}

}  // namespace dikast::escrow
