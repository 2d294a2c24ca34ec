#include "execution.hpp"

#include <utility>

namespace dikast::escrow {

using machine::to_value;

Execution::Execution(const State& before, const machine::Call& call, const Address& caller)
    : Frame(call, caller, before.self, "escrow", before.eth_balance_wei),
      state(before),
      profile(*before.profile),
      holdings_(before.holdings) {}

bool Execution::open(const Uint256& index) {
  if (!index.fits_u64() || index.words[0] >= state.transactions.size()) return invalid_opcode();
  id = index.words[0];
  tx = state.transactions[static_cast<std::size_t>(id)];
  loaded_ = true;
  return true;
}

void Execution::create(Transaction transaction) {
  id = state.transactions.size();
  tx = std::move(transaction);
  loaded_ = true;
}

std::string Execution::name_of(const Address& address) const {
  if (address == state.self) return "escrow";
  if (address == state.arbitrator) return "arbitrator";
  for (const Holding& known : holdings_)
    if (known.address == address) return known.name;
  return address.to_checksum();
}

// ERC-792 arbitrators have no payable fallback.
bool Execution::takes_no_ether(const Address& to) const { return to == state.arbitrator; }

Holding& Execution::holding(const Address& token) {
  for (Holding& known : holdings_)
    if (known.address == token) return known;
  holdings_.push_back({token.to_checksum(), token, Uint256()});
  return holdings_.back();
}

std::optional<Execution::Answer> Execution::assumed(const Outgoing& call) {
  Answer given;
  if (call.function == "createDispute") {
    const auto next = ask("nextDisputeID");
    if (!next) return std::nullopt;
    given.returns = to_value(*next);
  } else if (call.function == "appeal") {
    const auto status = ask("disputeStatus");
    if (!status) return std::nullopt;
    const auto cost = ask("appealCost");
    if (!cost) return std::nullopt;
    const auto end = ask("appealPeriodEnd");
    if (!end) return std::nullopt;
    given.ok = *status == Uint256(1) && now < *end && call.value_wei >= *cost;
    if (call.value_wei < *cost) given.reason = "Not enough ETH to cover appeal costs.";
  } else {
    given.returns = to_value(true);
    given.ok = call.function != "transfer" || holding(call.to).balance >= call.amount;
  }
  return given;
}

bool Execution::transfer_token(const Address& to, const Uint256& amount) {
  return call_token(tx.token, "transfer", state.self, to, amount,
                    "The `transfer` function must not fail.");
}

bool Execution::collect_token(const Address& token, const Uint256& amount) {
  return call_token(token, "transferFrom", from, state.self, amount,
                    "Sender does not have enough approved funds.");
}

bool Execution::call_token(const Address& token, std::string_view function, const Address& payer,
                           const Address& payee, const Uint256& amount, std::string_view failure) {
  std::vector<json::Value> args;
  if (function == "transferFrom") args.push_back(to_value(payer));
  args.push_back(to_value(payee));
  args.push_back(to_value(amount));
  const auto given = answer({token, function, std::move(args), Uint256(), amount});
  if (!given) return false;
  if (!given->ok) return refused_by(token, *given);
  // solc 0.4.22 and later check the size of what came back.
  if (given->returns.is_null()) return revert_silently();
  const json::Value& returned = given->returns;
  if (!require(returned.as_bool() || returned == to_value("true"), failure)) return false;
  Holding& held = holding(token);
  if (payer == state.self && payee != state.self) {
    if (held.balance < amount) return revert_silently(held.name);
    held.balance = wrapping_sub(held.balance, amount);
  } else if (payer != state.self && payee == state.self) {
    held.balance = wrapping_add(held.balance, given->received.value_or(amount));
  }
  machine::move_money(out, held.name, payer.to_checksum(), payee.to_checksum(), amount);
  return true;
}

std::optional<Uint256> Execution::create_dispute(const Uint256& cost_wei) {
  const auto given = answer({state.arbitrator,
                             "createDispute",
                             {to_value("2"), to_value(state.arbitrator_extra_data)},
                             cost_wei,
                             {}});
  if (!given) return std::nullopt;
  if (!given->ok) {
    refused_by(state.arbitrator, *given);
    return std::nullopt;
  }
  const auto dispute = Uint256::parse(given->returns.text());
  if (!dispute) {
    wrong_env("/env/calls", "createDispute returns the dispute's id as a decimal string.");
    return std::nullopt;
  }
  pay_out(state.arbitrator, cost_wei);
  return *dispute;
}

bool Execution::appeal_dispute(const Uint256& dispute_id, const Uint256& amount_wei) {
  const auto given = answer({state.arbitrator,
                             "appeal",
                             {to_value(dispute_id), to_value(state.arbitrator_extra_data)},
                             amount_wei,
                             {}});
  if (!given) return false;
  if (!given->ok) return refused_by(state.arbitrator, *given);
  pay_out(state.arbitrator, amount_wei);
  return true;
}

void Execution::link(const Uint256& dispute_id) { linked_ = dispute_id; }

void Execution::commit(State& after) const {
  after.eth_balance_wei = balance_wei();
  after.holdings = holdings_;
  if (loaded_) {
    if (id == after.transactions.size())
      after.transactions.push_back(tx);
    else
      after.transactions[static_cast<std::size_t>(id)] = tx;
  }
  if (!linked_) return;
  for (DisputeLink& known : after.disputes) {
    if (known.dispute_id != *linked_) continue;
    known.transaction_id = id;
    return;
  }
  after.disputes.push_back({*linked_, id});
}

}  // namespace dikast::escrow
