#include "execution.hpp"

#include <utility>

namespace dikast::escrow {

using machine::Failure;
using machine::to_value;

Execution::Execution(const State& before, const machine::Call& call, const Address& caller)
    : state(before),
      profile(*before.profile),
      from(caller),
      now(call.timestamp),
      value_wei(call.value),
      env_json_(call.env),
      env_(call.env, "/env", ErrorCode::machine_env),
      eth_balance_(wrapping_add(before.eth_balance_wei, call.value)),
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

bool Execution::require(bool condition, std::string_view reason) {
  if (!condition) out = machine::refused(Failure::Reason, std::string(reason));
  return condition;
}

bool Execution::invalid_opcode() {
  out = machine::refused(Failure::InvalidOpcode, {});
  return false;
}

bool Execution::revert_silently(std::string_view contract) {
  out = machine::refused(Failure::Empty, {});
  out.failed_in = contract;
  return false;
}

bool Execution::refused_by(const Address& who, const Answer& given) {
  out = given.reason ? machine::refused(Failure::Reason, *given.reason)
                     : machine::refused(Failure::Empty, {});
  if (given.called && who != state.self) out.failed_in = name_of(who);
  return false;
}

bool Execution::wrong_env(std::string path, std::string message) {
  if (!error) error = Error{ErrorCode::machine_env, std::move(path), std::move(message)};
  return false;
}

std::optional<Uint256> Execution::ask(std::string_view getter) {
  const std::string path = "/env/" + std::string(getter);
  if (env_json_.find(getter) == nullptr) {
    wrong_env(path, "What the arbitrator answers is missing; null says that it reverts.");
    return std::nullopt;
  }
  if (!env_.has(getter)) {
    revert_silently("arbitrator");
    return std::nullopt;
  }
  const Uint256 number = env_.number(getter);
  if (auto checked = env_.check(); !checked) {
    error = std::move(checked.error());
    return std::nullopt;
  }
  return number;
}

void Execution::emit(std::string_view event, std::initializer_list<EventArgument> args) {
  machine::Event& made = machine::emit(out, "escrow", event);
  for (const EventArgument& arg : args) machine::put(made.args, arg.name, arg.value);
}

std::string Execution::name_of(const Address& address) const {
  if (address == state.self) return "escrow";
  if (address == state.arbitrator) return "arbitrator";
  for (const Holding& known : holdings_)
    if (known.address == address) return known.name;
  return address.to_checksum();
}

Holding& Execution::holding(const Address& token) {
  for (Holding& known : holdings_)
    if (known.address == token) return known;
  holdings_.push_back({token.to_checksum(), token, Uint256()});
  return holdings_.back();
}

std::optional<Execution::Answer> Execution::answer(const Outgoing& call) {
  std::optional<Answer> given =
      env_.has("calls") ? recorded(call, env_.part("calls")) : assumed(call);
  if (auto checked = env_.check(); !checked) {
    if (!error) error = std::move(checked.error());
    return std::nullopt;
  }
  return given;
}

bool Execution::same_call(const Outgoing& call, const machine::Reader& entry) const {
  const json::Value& to = entry.raw("to");
  if (to != to_value(name_of(call.to)) && to != to_value(call.to)) return false;
  const json::Value& function = entry.raw("function");
  if (call.function.empty() ? !function.is_null() : function != to_value(call.function))
    return false;
  if (entry.has("args") && entry.raw("args") != json::Value::array(call.args)) return false;
  return !entry.has("value") || entry.raw("value") == to_value(call.value_wei);
}

std::optional<Execution::Answer> Execution::recorded(const Outgoing& call, machine::Reader calls) {
  // A call the other way (the arbitrator's rule) is the one that runs here.
  while (next_call_ < calls.size()) {
    const json::Value* caller = calls.raw(machine::at(next_call_)).find("from");
    if (caller == nullptr || *caller == to_value("escrow")) break;
    ++next_call_;
  }
  Answer given;
  if (next_call_ == calls.size()) {
    given.ok = given.called = false;
    if (!call.function.empty()) return given;
    wrong_env("/env/calls", "The escrow makes a call more than these.");
    return std::nullopt;
  }
  const std::size_t index = next_call_++;
  machine::Reader entry = calls.part(machine::at(index));
  given.ok = entry.flag("ok");
  given.returns = entry.raw("returns");
  if (entry.has("revert")) given.reason = entry.text("revert");
  if (entry.has("received")) given.received = entry.number("received");
  if (!entry.good()) return std::nullopt;
  if (!same_call(call, entry)) {
    wrong_env("/env/calls/" + std::to_string(index), "The escrow makes another call than this.");
    return std::nullopt;
  }
  return given;
}

bool Execution::refuses_ether(const Address& to) {
  // Neither the escrow nor an ERC-792 arbitrator has a payable fallback.
  if (to == state.self || to == state.arbitrator) return true;
  if (!env_.has("refusesEth")) return false;
  machine::Reader list = env_.part("refusesEth");
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list.address(machine::at(i)) == to) return true;
  return false;
}

std::optional<Execution::Answer> Execution::assumed(const Outgoing& call) {
  Answer given;
  if (call.function.empty()) {
    given.ok = !refuses_ether(call.to);
  } else if (call.function == "createDispute") {
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
    if (call.value_wei < *cost) {
      given.ok = false;
      given.reason = "Not enough ETH to cover appeal costs.";
    } else {
      given.ok = *status == Uint256(1) && now < *end;
    }
  } else {
    given.returns = to_value(true);
    given.ok = call.function != "transfer" || holding(call.to).balance >= call.amount;
  }
  return given;
}

void Execution::note_eth(const Address& to, const Uint256& amount, bool ok) {
  machine::move_money(out, "eth", state.self.to_checksum(), to.to_checksum(), amount, ok);
}

bool Execution::send(const Address& to, const Uint256& amount_wei) {
  const auto given = answer({to, {}, {}, amount_wei, {}});
  if (!given) return false;
  const bool ok = given->ok && amount_wei <= eth_balance_;
  if (ok && to != state.self) eth_balance_ = wrapping_sub(eth_balance_, amount_wei);
  note_eth(to, amount_wei, ok);
  return ok;
}

bool Execution::transfer(const Address& to, const Uint256& amount_wei) {
  const auto given = answer({to, {}, {}, amount_wei, {}});
  if (!given) return false;
  if (!given->ok || amount_wei > eth_balance_) return refused_by(to, *given);
  if (to != state.self) eth_balance_ = wrapping_sub(eth_balance_, amount_wei);
  note_eth(to, amount_wei, true);
  return true;
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
  eth_balance_ = wrapping_sub(eth_balance_, cost_wei);
  note_eth(state.arbitrator, cost_wei, true);
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
  eth_balance_ = wrapping_sub(eth_balance_, amount_wei);
  note_eth(state.arbitrator, amount_wei, true);
  return true;
}

void Execution::link(const Uint256& dispute_id) { linked_ = dispute_id; }

void Execution::commit(State& after) const {
  after.eth_balance_wei = eth_balance_;
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
