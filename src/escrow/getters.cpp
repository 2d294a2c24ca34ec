#include "rules.hpp"

namespace dikast::escrow {

using machine::to_value;

namespace {

json::Value words(const std::array<Uint256, 3>& values) {
  return json::Value::array({to_value(values[0]), to_value(values[1]), to_value(values[2])});
}

bool answer(Execution& x, json::Value value) {
  x.out.returns = std::move(value);
  return true;
}

Round* round_at(Execution& x, const Arguments& a) {
  if (!x.open(a.numbers[0])) return nullptr;
  if (a.numbers[1] >= Uint256(x.tx.rounds.size())) {
    x.invalid_opcode();
    return nullptr;
  }
  return &x.tx.rounds[static_cast<std::size_t>(a.numbers[1].words[0])];
}

}  // namespace

bool get_count(Execution& x, const Arguments&) {
  return answer(x, to_value(std::uint64_t{x.state.transactions.size()}));
}

bool get_transaction(Execution& x, const Arguments& a) {
  if (!x.open(a.numbers[0])) return false;
  std::vector<json::Value> fields = {to_value(x.tx.sender), to_value(x.tx.receiver),
                                     to_value(x.tx.amount)};
  if (x.profile.token) fields.push_back(to_value(x.tx.token));
  for (const Uint256* field : {&x.tx.timeout_payment, &x.tx.dispute_id, &x.tx.sender_fee_wei,
                               &x.tx.receiver_fee_wei, &x.tx.last_interaction})
    fields.push_back(to_value(*field));
  fields.push_back(to_value(static_cast<std::uint64_t>(x.tx.status)));
  if (x.profile.appeals) fields.push_back(to_value(x.tx.ruling));
  return answer(x, json::Value::array(std::move(fields)));
}

bool get_ids_by_address(Execution& x, const Arguments& a) {
  json::Value ids = json::Value::array();
  for (std::size_t i = 0; i < x.state.transactions.size(); ++i) {
    const Transaction& transaction = x.state.transactions[i];
    if (transaction.sender == a.addresses[0] || transaction.receiver == a.addresses[0])
      ids.push(to_value(std::uint64_t{i}));
  }
  return answer(x, std::move(ids));
}

bool get_arbitrator(Execution& x, const Arguments&) {
  return answer(x, to_value(x.state.arbitrator));
}
bool get_extra_data(Execution& x, const Arguments&) {
  return answer(x, to_value(x.state.arbitrator_extra_data));
}
bool get_fee_timeout(Execution& x, const Arguments&) {
  return answer(x, to_value(x.state.fee_timeout));
}
bool get_link(Execution& x, const Arguments& a) {
  return answer(x, to_value(transaction_of(x.state, a.numbers[0])));
}
bool get_shared_multiplier(Execution& x, const Arguments&) {
  return answer(x, to_value(x.state.multipliers_bps[0]));
}
bool get_winner_multiplier(Execution& x, const Arguments&) {
  return answer(x, to_value(x.state.multipliers_bps[1]));
}
bool get_loser_multiplier(Execution& x, const Arguments&) {
  return answer(x, to_value(x.state.multipliers_bps[2]));
}
bool get_divisor(Execution& x, const Arguments&) { return answer(x, to_value(kMultiplierDivisor)); }

bool get_number_of_rounds(Execution& x, const Arguments& a) {
  return x.open(a.numbers[0]) && answer(x, to_value(std::uint64_t{x.tx.rounds.size()}));
}

bool get_round_info(Execution& x, const Arguments& a) {
  const Round* round = round_at(x, a);
  if (round == nullptr) return false;
  json::Value paid = json::Value::array();
  for (const bool has_paid : round->has_paid) paid.push(to_value(has_paid));
  return answer(x, json::Value::array({words(round->paid_fees_wei), std::move(paid),
                                       to_value(round->fee_rewards_wei)}));
}

bool get_contributions(Execution& x, const Arguments& a) {
  const Round* round = round_at(x, a);
  return round != nullptr && answer(x, words(contributed_wei(*round, a.addresses[0])));
}

bool get_withdrawable(Execution& x, const Arguments& a) {
  return x.open(a.numbers[0]) && answer(x, to_value(withdrawable_wei(x.tx, a.addresses[0])));
}

}  // namespace dikast::escrow
