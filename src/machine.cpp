#include "dikast/machine.hpp"

#include <algorithm>
#include <utility>

#include "dikast/machine_io.hpp"

namespace dikast::machine {

Outcome refused(Failure failure, std::string error) {
  Outcome outcome;
  outcome.failure = failure;
  outcome.error = std::move(error);
  return outcome;
}

Result<Action> probe(const Machine& machine, const Call& call, std::string role,
                     std::optional<std::uint64_t> deadline) {
  const Result<Outcome> outcome = machine.clone()->apply(call);
  if (!outcome) return tl::unexpected(outcome.error());
  Action action;
  action.to = call.to;
  action.function = call.function;
  action.args = call.args;
  action.value = call.value;
  action.role = std::move(role);
  action.deadline = deadline;
  action.enabled = outcome->ok();
  if (!action.enabled) {
    action.reason = outcome->error.empty() ? "reverted without a reason" : outcome->error;
  }
  return action;
}

std::string_view failure_text(Failure failure) {
  switch (failure) {
    case Failure::None:
      return "none";
    case Failure::Reason:
      return "reason";
    case Failure::Custom:
      return "custom";
    case Failure::Panic:
      return "panic";
    case Failure::Empty:
      return "empty";
    case Failure::InvalidOpcode:
      return "invalid-opcode";
  }
  return {};
}

std::string_view certainty_text(Certainty certainty) {
  switch (certainty) {
    case Certainty::Fixed:
      return "fixed";
    case Certainty::AwaitsCall:
      return "awaitsCall";
    case Certainty::CanBeCut:
      return "canBeCut";
  }
  return {};
}

void sort_by_time(std::vector<Deadline>& deadlines) {
  // Few, and mostly in order already.
  for (std::size_t i = 1; i < deadlines.size(); ++i) {
    for (std::size_t k = i; k > 0 && deadlines[k].timestamp < deadlines[k - 1].timestamp; --k) {
      std::swap(deadlines[k], deadlines[k - 1]);
    }
  }
}

Event& emit(Outcome& outcome, std::string_view contract, std::string_view name) {
  Event& event = outcome.events.emplace_back();
  event.contract = contract;
  event.name = name;
  event.args = json::Value::object();
  return event;
}

void move_money(Outcome& outcome, std::string_view asset, std::string_view from,
                std::string_view to, const Uint256& amount, bool ok) {
  if (amount.is_zero()) return;
  outcome.transfers.push_back({std::string(asset), std::string(from), std::string(to), amount, ok});
}

}  // namespace dikast::machine
