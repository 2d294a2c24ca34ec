#include "execution.hpp"

#include <utility>

namespace dikast::arbitrator {

using machine::Failure;
using machine::to_value;

namespace {

/// NOT_PAYABLE_VALUE: (2^256 - 2) / 2.
Uint256 not_payable() { return shift_right(Uint256::max(), 1); }

constexpr std::string_view kOnlyOwner = "Can only be called by the owner.";
constexpr std::string_view kInvalidRuling = "Invalid ruling.";
constexpr std::string_view kNotWaiting = "The dispute must be waiting for arbitration.";
constexpr std::string_view kNotAppealable = "The dispute must be appealable.";
constexpr std::string_view kTooLittle = "Not enough ETH to cover appeal costs.";

}  // namespace

std::string Execution::name_of(const Address& address) const {
  if (address == state.self) return "arbitrator";
  if (is_enhanced() && address == state.backup) return "backup";
  return address.to_checksum();
}

std::optional<Execution::Answer> Execution::assumed(const Outgoing& call) {
  Answer given;
  if (call.function == "createDispute") {
    const auto next = ask("backupNextDisputeID", "backup");
    if (!next) return std::nullopt;
    given.returns = to_value(*next);
  } else if (call.function == "rule" && env_.has("rule")) {
    machine::Reader rule = env_.part("rule");
    given.ok = rule.flag("ok");
    if (rule.has("revert")) given.reason = rule.text("revert");
  }
  return given;
}

Dispute* Execution::find(const Uint256& id) {
  if (id < Uint256(state.disputes.size()))
    return &state.disputes[static_cast<std::size_t>(id.words[0])];
  invalid_opcode();
  return nullptr;
}

Appealed Execution::appealed(const Uint256& id) const {
  if (id < Uint256(state.appealed.size()))
    return state.appealed[static_cast<std::size_t>(id.words[0])];
  return {};
}

Uint256 Execution::linked(const Uint256& id) const {
  for (const AppealLink& link : state.links)
    if (link.appeal_dispute_id == id) return link.dispute_id;
  return {};
}

bool Execution::is_appealed(const Uint256& id) const {
  return is_enhanced() && !appealed(id).arbitrator.is_zero();
}

bool Execution::inside(bool done) {
  if (!done && out.failure == Failure::InvalidOpcode) return revert_silently();
  return done;
}

bool Execution::ask_backup(std::string_view getter, Uint256& given) {
  const auto number = ask(getter, "backup");
  if (number) given = *number;
  return number.has_value();
}

void Execution::announce(std::string_view event, const Uint256& id, const Address& arbitrable) {
  emit(event, {{"_disputeID", to_value(id)}, {"_arbitrable", to_value(arbitrable)}});
}

bool Execution::only_owner() { return require(from == state.owner, kOnlyOwner); }

bool Execution::create_dispute(const Caller& caller, const Uint256& choices, Uint256& id) {
  if (!require(caller.value_wei >= state.price_wei,
               state.contract == Contract::AutoAppealableProxy
                   ? "Value is less than required arbitration fee."
                   : "Not enough ETH to cover arbitration costs."))
    return false;
  Dispute dispute;
  dispute.arbitrated = caller.from;
  dispute.choices = choices;
  dispute.fee_wei = caller.value_wei;
  id = Uint256(state.disputes.size());
  state.disputes.push_back(dispute);
  if (is_enhanced()) state.appealed.emplace_back();
  announce("DisputeCreation", id, caller.from);
  return true;
}

bool Execution::appeal_cost(const Uint256& id, Uint256& cost_wei) {
  cost_wei = not_payable();
  if (state.contract == Contract::Centralized) return true;
  if (is_appealed(id)) {
    const Appealed at = appealed(id);
    return at.arbitrator == state.self ? inside(appeal_cost(at.dispute_id, cost_wei))
                                       : ask_backup("backupAppealCost", cost_wei);
  }
  const Dispute* dispute = find(id);
  if (dispute == nullptr) return false;
  if (dispute->status != Status::Appealable) return true;
  if (!is_enhanced()) {
    cost_wei = dispute->appeal_cost_wei;
    return true;
  }
  if (state.backup != state.self) return ask_backup("backupArbitrationCost", cost_wei);
  cost_wei = state.price_wei;
  return true;
}

bool Execution::appeal_auto(const Caller& caller, const Uint256& id) {
  const bool proxy = state.contract == Contract::AutoAppealableProxy;
  Uint256 cost;
  if (!appeal_cost(id, cost)) return false;
  if (!proxy && !require(caller.value_wei >= cost, kTooLittle)) return false;
  Dispute* dispute = find(id);
  if (dispute == nullptr) return false;
  if (!require(dispute->status == Status::Appealable, kNotAppealable)) return false;
  if (!require(now < dispute->appeal_period_end,
               "The appeal must occur before the end of the appeal period."))
    return false;
  if (proxy) {
    if (!require(caller.value_wei >= cost, "Value is less than required appeal fee")) return false;
    dispute->appeal_period_start = dispute->appeal_period_end = Uint256();
  }
  // Overpayments stay here, and go to who gives the ruling.
  dispute->fee_wei = wrapping_add(dispute->fee_wei, caller.value_wei);
  dispute->status = Status::Waiting;
  announce("AppealDecision", id, caller.from);
  return true;
}

// There is no look at the time: an appeal is possible until the ruling is given a second time.
bool Execution::appeal_enhanced(const Caller& caller, const Uint256& id,
                                std::string_view extra_data) {
  announce("AppealDecision", id, caller.from);
  const Caller own{state.self, caller.value_wei};
  const auto data = json::Value::string(std::string(extra_data));
  if (is_appealed(id)) {
    const Appealed at = appealed(id);
    if (at.arbitrator == state.self) return inside(appeal(own, at.dispute_id, extra_data));
    const auto given =
        answer({at.arbitrator, "appeal", {to_value(at.dispute_id), data}, own.value_wei, {}});
    if (!given) return false;
    if (!given->ok) return refused_by(at.arbitrator, *given);
    pay_out(at.arbitrator, own.value_wei);
    return true;
  }
  const Dispute* dispute = find(id);
  if (dispute == nullptr) return false;
  Uint256 made;
  if (state.backup == state.self) {
    if (!inside(create_dispute(own, dispute->choices, made))) return false;
  } else {
    const auto given = answer(
        {state.backup, "createDispute", {to_value(dispute->choices), data}, own.value_wei, {}});
    if (!given) return false;
    if (!given->ok) return refused_by(state.backup, *given);
    const auto number = Uint256::parse(given->returns.text());
    if (!number) return wrong_env("/env/calls", "createDispute returns the dispute's id.");
    made = *number;
    pay_out(state.backup, own.value_wei);
  }
  Appealed& entry = state.appealed[static_cast<std::size_t>(id.words[0])];
  entry.arbitrator = state.backup;
  entry.dispute_id = made;
  std::erase_if(state.links,
                [&](const AppealLink& link) { return link.appeal_dispute_id == made; });
  state.links.push_back({made, id});
  return true;
}

bool Execution::appeal(const Caller& caller, const Uint256& id, std::string_view extra_data) {
  if (is_auto()) return appeal_auto(caller, id);
  Uint256 cost;
  if (!appeal_cost(id, cost) || !require(caller.value_wei >= cost, kTooLittle)) return false;
  if (is_enhanced()) return appeal_enhanced(caller, id, extra_data);
  announce("AppealDecision", id, caller.from);
  return true;
}

bool Execution::pay_and_rule(const Caller& caller, const Uint256& id) {
  const Dispute dispute = state.disputes[static_cast<std::size_t>(id.words[0])];
  if (state.contract == Contract::AutoAppealableProxy) {
    if (!transfer(caller.from, dispute.fee_wei)) return false;
  } else {
    send(caller.from, dispute.fee_wei);
  }
  if (dispute.arbitrated == state.self && is_enhanced())
    return inside(rule({state.self, {}}, id, dispute.ruling));
  const auto given =
      answer({dispute.arbitrated, "rule", {to_value(id), to_value(dispute.ruling)}, Uint256(), {}});
  if (!given) return false;
  return given->ok || refused_by(dispute.arbitrated, *given);
}

bool Execution::solve(const Caller& caller, const Uint256& id, const Uint256& ruling) {
  Dispute* dispute = find(id);
  if (dispute == nullptr || !require(ruling <= dispute->choices, kInvalidRuling)) return false;
  if (is_auto()
          ? !require(dispute->status == Status::Waiting, kNotWaiting)
          : !require(dispute->status != Status::Solved, "The dispute must not be solved already."))
    return false;
  dispute->ruling = ruling;
  dispute->status = Status::Solved;
  return pay_and_rule(caller, id);
}

bool Execution::give_enhanced_ruling(const Caller& caller, const Uint256& id,
                                     const Uint256& ruling) {
  Dispute* dispute = find(id);
  if (dispute == nullptr ||
      !require(dispute->status != Status::Solved, "The specified dispute is already resolved."))
    return false;
  Appealed& at = state.appealed[static_cast<std::size_t>(id.words[0])];
  if (!at.arbitrator.is_zero())
    return require(caller.from == at.arbitrator,
                   "Appealed disputes must be ruled by their back up arbitrator.") &&
           solve(caller, id, ruling);
  if (!require(caller.from == state.owner, "Not appealed disputes must be ruled by the owner."))
    return false;
  if (dispute->status == Status::Appealable)
    return require(wrapping_sub(now, at.ruling_time) > state.time_out,
                   "Time out time has not passed yet.") &&
           solve(caller, id, dispute->ruling);
  // The number of choices is looked at only when the ruling becomes final.
  dispute->ruling = ruling;
  dispute->status = Status::Appealable;
  at.ruling_time = now;
  announce("AppealPossible", id, dispute->arbitrated);
  return true;
}

bool Execution::give_ruling(const Caller& caller, const Uint256& id, const Uint256& ruling) {
  if (is_enhanced()) return give_enhanced_ruling(caller, id, ruling);
  return only_owner() && solve(caller, id, ruling);
}

bool Execution::give_appealable_ruling(const Uint256& id, const Uint256& ruling,
                                       const Uint256& cost_wei, const Uint256& seconds) {
  if (!only_owner()) return false;
  Dispute* dispute = find(id);
  if (dispute == nullptr || !require(ruling <= dispute->choices, kInvalidRuling) ||
      !require(dispute->status == Status::Waiting, kNotWaiting))
    return false;
  dispute->ruling = ruling;
  dispute->status = Status::Appealable;
  dispute->appeal_cost_wei = cost_wei;
  dispute->appeal_period_start = now;
  dispute->appeal_period_end = capped_add(now, seconds);
  announce("AppealPossible", id, dispute->arbitrated);
  return true;
}

bool Execution::change_appeal_fee(const Uint256& id, const Uint256& cost_wei) {
  if (!only_owner()) return false;
  Dispute* dispute = find(id);
  if (dispute == nullptr || !require(dispute->status == Status::Appealable, kNotAppealable))
    return false;
  dispute->appeal_cost_wei = cost_wei;
  return true;
}

bool Execution::execute_ruling(const Uint256& id) {
  Dispute* dispute = find(id);
  if (dispute == nullptr || !require(dispute->status == Status::Appealable, kNotAppealable) ||
      !require(now >= dispute->appeal_period_end,
               "The dispute must be executed after its appeal period has ended."))
    return false;
  dispute->status = Status::Solved;
  return pay_and_rule({from, value_wei}, id);
}

bool Execution::rule(const Caller& caller, const Uint256& id, const Uint256& ruling) {
  if (!require(caller.from == state.backup, "Can only be called by the arbitrator.")) return false;
  emit("Ruling", {{"_arbitrator", to_value(caller.from)},
                  {"_disputeID", to_value(id)},
                  {"_ruling", to_value(ruling)}});
  const Uint256 own = linked(id);
  return require(is_appealed(own), "The dispute must have been appealed.") &&
         give_ruling(caller, own, ruling);
}

bool Execution::dispute_status(const Uint256& id, Uint256& status) {
  if (is_appealed(id)) {
    const Appealed at = appealed(id);
    return at.arbitrator == state.self ? inside(dispute_status(at.dispute_id, status))
                                       : ask_backup("backupDisputeStatus", status);
  }
  const Dispute* dispute = find(id);
  if (dispute == nullptr) return false;
  // Over is over, even if nobody has executed the ruling yet.
  const bool over =
      is_auto() && dispute->status == Status::Appealable && now >= dispute->appeal_period_end;
  status = Uint256(static_cast<std::uint64_t>(over ? Status::Solved : dispute->status));
  return true;
}

bool Execution::current_ruling(const Uint256& id, Uint256& ruling) {
  if (is_appealed(id)) {
    const Appealed at = appealed(id);
    return at.arbitrator == state.self ? inside(current_ruling(at.dispute_id, ruling))
                                       : ask_backup("backupCurrentRuling", ruling);
  }
  const Dispute* dispute = find(id);
  if (dispute != nullptr) ruling = dispute->ruling;
  return dispute != nullptr;
}

bool Execution::appeal_period(const Uint256& id, Uint256& start, Uint256& end) {
  if (state.contract == Contract::Centralized) return true;
  if (is_auto()) {
    const Dispute* dispute = find(id);
    if (dispute == nullptr) return false;
    start = dispute->appeal_period_start;
    end = dispute->appeal_period_end;
    return true;
  }
  const Appealed at = appealed(id);
  if (!at.arbitrator.is_zero())
    return at.arbitrator == state.self ? inside(appeal_period(at.dispute_id, start, end))
                                       : ask_backup("backupAppealPeriodStart", start) &&
                                             ask_backup("backupAppealPeriodEnd", end);
  start = at.ruling_time;
  end = wrapping_add(start, state.time_out);
  return require(!start.is_zero(), "The specified dispute is not appealable.");
}

bool Execution::appeal_dispute_id(const Uint256& id, Uint256& at) {
  at = id;
  if (!is_appealed(id)) return true;
  const Appealed entry = appealed(id);
  return entry.arbitrator == state.self ? inside(appeal_dispute_id(entry.dispute_id, at))
                                        : ask_backup("backupAppealDisputeID", at);
}

}  // namespace dikast::arbitrator
