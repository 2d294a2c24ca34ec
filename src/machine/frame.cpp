#include <utility>

#include "dikast/machine_frame.hpp"

namespace dikast::machine {

Frame::Frame(const Call& call, const Address& caller, const Address& self, std::string_view label,
             const Uint256& balance_wei)
    : from(caller),
      now(call.timestamp),
      value_wei(call.value),
      self_(self),
      env_(call.env, "/env", ErrorCode::machine_env),
      label_(label),
      env_json_(call.env),
      balance_(wrapping_add(balance_wei, call.value)) {}

bool Frame::refuse(Failure failure, std::string text) {
  out = refused(failure, std::move(text));
  return false;
}

bool Frame::require(bool condition, std::string_view reason) {
  return condition || refuse(Failure::Reason, std::string(reason));
}

bool Frame::invalid_opcode() { return refuse(Failure::InvalidOpcode, {}); }

bool Frame::revert_silently(std::string_view contract) {
  refuse(Failure::Empty, {});
  out.failed_in = contract;
  return false;
}

bool Frame::refused_by(const Address& who, const Answer& given) {
  refuse(given.reason ? Failure::Reason : Failure::Empty, given.reason.value_or(std::string()));
  if (given.called && who != self_) out.failed_in = name_of(who);
  return false;
}

bool Frame::wrong_env(std::string path, std::string message) {
  if (!error) error = Error{ErrorCode::machine_env, std::move(path), std::move(message)};
  return false;
}

std::optional<Uint256> Frame::ask(std::string_view getter, std::string_view contract) {
  if (env_json_.find(getter) == nullptr) {
    wrong_env("/env/" + std::string(getter),
              "What the contract answers is missing; null says that it reverts.");
    return std::nullopt;
  }
  if (!env_.has(getter)) {
    revert_silently(contract);
    return std::nullopt;
  }
  const Uint256 number = env_.number(getter);
  if (auto checked = env_.check(); !checked) {
    error = std::move(checked.error());
    return std::nullopt;
  }
  return number;
}

void Frame::emit(std::string_view event, std::initializer_list<EventArgument> args) {
  Event& made = machine::emit(out, label_, event);
  for (const EventArgument& arg : args) put(made.args, arg.name, arg.value);
}

std::optional<Frame::Answer> Frame::answer(const Outgoing& call) {
  std::optional<Answer> given;
  if (env_.has("calls")) {
    given = recorded(call, env_.part("calls"));
  } else if (call.function.empty()) {
    given.emplace().ok = !refuses_ether(call.to);
  } else {
    given = assumed(call);
  }
  if (auto checked = env_.check(); !checked) {
    if (!error) error = std::move(checked.error());
    return std::nullopt;
  }
  return given;
}

bool Frame::same_call(const Outgoing& call, const Reader& entry) const {
  const json::Value& to = entry.raw("to");
  if (to != to_value(name_of(call.to)) && to != to_value(call.to)) return false;
  const json::Value& function = entry.raw("function");
  if (call.function.empty() ? !function.is_null() : function != to_value(call.function))
    return false;
  if (entry.has("args") && entry.raw("args") != json::Value::array(call.args)) return false;
  return !entry.has("value") || entry.raw("value") == to_value(call.value_wei);
}

std::optional<Frame::Answer> Frame::recorded(const Outgoing& call, Reader calls) {
  // A call the other way (the arbitrator's rule) is the one that runs here.
  while (next_call_ < calls.size()) {
    const json::Value* caller = calls.raw(at(next_call_)).find("from");
    if (caller == nullptr || *caller == to_value(label_)) break;
    ++next_call_;
  }
  Answer given;
  if (next_call_ == calls.size()) {
    given.ok = given.called = false;
    if (!call.function.empty()) return given;
    wrong_env("/env/calls", "The contract makes a call more than these.");
    return std::nullopt;
  }
  const std::size_t index = next_call_++;
  Reader entry = calls.part(at(index));
  given.ok = entry.flag("ok");
  given.returns = entry.raw("returns");
  if (entry.has("revert")) given.reason = entry.text("revert");
  if (entry.has("received")) given.received = entry.number("received");
  if (!entry.good()) return std::nullopt;
  if (!same_call(call, entry)) {
    wrong_env("/env/calls/" + std::to_string(index), "The contract makes another call than this.");
    return std::nullopt;
  }
  return given;
}

bool Frame::refuses_ether(const Address& to) {
  if (to == self_ || takes_no_ether(to)) return true;
  if (!env_.has("refusesEth")) return false;
  Reader list = env_.part("refusesEth");
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list.address(at(i)) == to) return true;
  return false;
}

void Frame::note_eth(const Address& to, const Uint256& amount, bool ok) {
  move_money(out, "eth", self_.to_checksum(), to.to_checksum(), amount, ok);
}

void Frame::pay_out(const Address& to, const Uint256& amount_wei) {
  if (to != self_) balance_ = wrapping_sub(balance_, amount_wei);
  note_eth(to, amount_wei, true);
}

bool Frame::send(const Address& to, const Uint256& amount_wei) {
  const auto given = answer({to, {}, {}, amount_wei, {}});
  if (!given) return false;
  const bool ok = given->ok && amount_wei <= balance_;
  if (ok)
    pay_out(to, amount_wei);
  else
    note_eth(to, amount_wei, false);
  return ok;
}

bool Frame::transfer(const Address& to, const Uint256& amount_wei) {
  const auto given = answer({to, {}, {}, amount_wei, {}});
  if (!given) return false;
  if (!given->ok || amount_wei > balance_) return refused_by(to, *given);
  pay_out(to, amount_wei);
  return true;
}

}  // namespace dikast::machine
