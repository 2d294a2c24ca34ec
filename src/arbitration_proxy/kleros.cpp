#include "world.hpp"

namespace dikast::arbitration_proxy {

namespace {

using machine::Failure;

bool require_owner(Frame& f, std::string_view reason) {
  return f.run.require(f.msg.sender == f.world.court_owner, reason);
}

void log_dispute(Frame& f, const Word& court, std::string_view name, const Uint256& id,
                 const Word& arbitrable) {
  machine::Event& event = f.run.emit(court, name);
  put(event.args, "_disputeID", id);
  put(event.args, "_arbitrable", as_address(arbitrable));
}

/// The court stand-in of each proxy's repository: Solidity 0.8 beside the foreign proxy.
bool is_modern(const Frame& f) { return f.world.kind == Kind::HomeForeign; }

/// disputes[id].
Dispute* find_dispute(Frame& f, const Uint256& id) {
  auto& list = f.world.kleros[0].disputes;
  if (id < Uint256(list.size())) return &list[static_cast<std::size_t>(id.words[0])];
  f.run.panic(is_modern(f), "Panic(0x32)");
  return nullptr;
}

/// Pays the fees out to whoever executes the ruling, then tells the arbitrable.
bool execute(Frame& f, Dispute& dispute) {
  World& world = f.world;
  dispute.status = DisputeStatus::Solved;
  if (!f.run.pay(world.kleros[0].self, f.msg.sender, dispute.fees)) return false;
  const Args args{{f.word(0), dispute.ruling}, {}, {}};
  Frame inner{f.run, world, {world.kleros[0].self, {}, dispute.arbitrated}, args};
  return dispute.arbitrated == world.foreign ? rule_foreign(inner) : rule_with_appeals(inner);
}

bool require_waiting(Frame& f, const Dispute& dispute) {
  return f.run.require(f.word(1) <= dispute.choices, "Invalid ruling.") &&
         f.run.require(dispute.status == DisputeStatus::Waiting,
                       "The dispute must be waiting for arbitration.");
}

bool give_ruling(Frame& f) {
  if (!require_owner(f, "Can only be called by the owner.")) return false;
  Dispute* dispute = find_dispute(f, f.word(0));
  if (dispute == nullptr || !require_waiting(f, *dispute)) return false;
  dispute->ruling = f.word(1);
  return execute(f, *dispute);
}

bool give_appealable_ruling(Frame& f) {
  if (!require_owner(f, "Can only be called by the owner.")) return false;
  Dispute* dispute = find_dispute(f, f.word(0));
  if (dispute == nullptr || !require_waiting(f, *dispute)) return false;
  const Uint256 now(f.run.now);
  if (is_modern(f) && !checked_add(now, f.word(3))) return f.run.panic(true, "Panic(0x11)");
  dispute->ruling = f.word(1);
  dispute->status = DisputeStatus::Appealable;
  dispute->appeal_cost = f.word(2);
  dispute->appeal_start = now;
  dispute->appeal_end = capped_add(now, f.word(3));
  log_dispute(f, f.world.kleros[0].self, "AppealPossible", f.word(0), dispute->arbitrated);
  return true;
}

bool execute_ruling(Frame& f) {
  Dispute* dispute = find_dispute(f, f.word(0));
  if (dispute == nullptr) return false;
  if (!f.run.require(dispute->status == DisputeStatus::Appealable,
                     "The dispute must be appealable.") ||
      !f.run.require(Uint256(f.run.now) >= dispute->appeal_end,
                     "The dispute must be executed after its appeal period has ended."))
    return false;
  return execute(f, *dispute);
}

bool change_appeal_fee(Frame& f) {
  if (!require_owner(f, "Can only be called by the owner.")) return false;
  Dispute* dispute = find_dispute(f, f.word(0));
  if (dispute == nullptr || !f.run.require(dispute->status == DisputeStatus::Appealable,
                                           "The dispute must be appealable."))
    return false;
  dispute->appeal_cost = f.word(1);
  return true;
}

bool set_price(Frame& f) {
  if (!require_owner(f, "Can only be called by the owner.")) return false;
  f.world.kleros[0].cost = f.word(0);
  return true;
}

bool arbitration_cost(Frame& f) {
  return answer_one(f, machine::to_value(find_court(f.world, f.msg.self)->cost));
}

bool appeal_cost(Frame& f) {
  const Dispute* dispute = find_dispute(f, f.word(0));
  if (dispute == nullptr) return false;
  // NOT_PAYABLE_VALUE where there is nothing to appeal.
  const bool open = dispute->status == DisputeStatus::Appealable;
  return answer_one(
      f, machine::to_value(open ? dispute->appeal_cost : shift_right(Uint256::max(), 1)));
}

bool appeal_period(Frame& f) {
  Dispute* dispute = find_dispute(f, f.word(0));
  if (dispute == nullptr) return false;
  f.run.returns({machine::to_value(dispute->appeal_start), machine::to_value(dispute->appeal_end)});
  return true;
}

bool current_ruling(Frame& f) {
  Dispute* dispute = find_dispute(f, f.word(0));
  return dispute != nullptr && answer_one(f, machine::to_value(dispute->ruling));
}

bool set_cost_v2(Frame& f) {
  if (!require_owner(f, "OwnerOnly")) return false;
  find_court(f.world, f.msg.self)->cost = f.word(0);
  return true;
}

bool give_ruling_v2(Frame& f) {
  if (!require_owner(f, "OwnerOnly")) return false;
  Kleros& court = *find_court(f.world, f.msg.self);
  if (f.word(0) >= Uint256(court.disputes.size())) return f.run.panic(true, "Panic(0x32)");
  Dispute& dispute = court.disputes[static_cast<std::size_t>(f.word(0).words[0])];
  if (!f.run.require(dispute.status != DisputeStatus::Solved, "AlreadyRuled")) return false;
  dispute.ruling = f.word(1);
  dispute.status = DisputeStatus::Solved;
  const Args args{{f.word(0), f.word(1)}, {}, {}};
  Frame inner{f.run, f.world, {court.self, {}, dispute.arbitrated}, args};
  return rule_reality_v2(inner);
}

}  // namespace

Kleros* find_court(World& world, const Word& address) {
  for (Kleros& court : world.kleros)
    if (court.self == address && !address.is_zero()) return &court;
  return nullptr;
}

bool create_dispute(Frame& f, const Uint256& wei, Uint256& id) {
  Kleros& court = f.world.kleros[0];
  if (!f.run.require(wei >= court.cost, "Value is less than required arbitration fee."))
    return false;
  if (!f.run.pay(f.msg.self, court.self, wei)) return false;
  id = Uint256(court.disputes.size());
  Dispute dispute;
  dispute.arbitrated = f.msg.self;
  dispute.choices = Uint256::max();
  dispute.fees = wei;
  court.disputes.push_back(dispute);
  log_dispute(f, court.self, "DisputeCreation", id, f.msg.self);
  return true;
}

bool create_dispute_v2(Frame& f, Kleros& court, const Uint256& wei, Uint256& id) {
  if (!f.run.require(wei >= court.cost, "ArbitrationFeesNotEnough")) return false;
  if (!f.run.pay(f.msg.self, court.self, wei)) return false;
  id = Uint256(court.disputes.size());
  Dispute dispute;
  dispute.arbitrated = f.msg.self;
  dispute.choices = Uint256::max();
  dispute.fees = wei;
  court.disputes.push_back(dispute);
  log_dispute(f, court.self, "DisputeCreation", id, f.msg.self);
  return true;
}

bool appeal(Frame& f, const Uint256& id, const Uint256& wei) {
  Dispute* dispute = find_dispute(f, id);
  if (dispute == nullptr) return false;
  // The proxies only come here while the appeal period runs, with the exact cost.
  if (!f.run.pay(f.msg.self, f.world.kleros[0].self, wei)) return false;
  dispute->fees = wrapping_add(dispute->fees, wei);
  dispute->status = DisputeStatus::Waiting;
  dispute->appeal_start = {};
  dispute->appeal_end = {};
  log_dispute(f, f.world.kleros[0].self, "AppealDecision", id, dispute->arbitrated);
  return true;
}

const Function kKlerosFunctions[] = {
    {"giveRuling", "uu", false, give_ruling},
    {"giveAppealableRuling", "uuuu", false, give_appealable_ruling},
    {"executeRuling", "u", false, execute_ruling},
    {"changeAppealFee", "uu", false, change_appeal_fee},
    {"setArbitrationPrice", "u", false, set_price},
    {"arbitrationCost", "y", false, arbitration_cost},
    {"appealCost", "uy", false, appeal_cost},
    {"appealPeriod", "u", false, appeal_period},
    {"currentRuling", "u", false, current_ruling},
    {"", "", false, nullptr},
};

const Function kKlerosV2Functions[] = {
    {"giveRuling", "uu", false, give_ruling_v2},
    {"setCost", "u", false, set_cost_v2},
    {"arbitrationCost", "y", false, arbitration_cost},
    {"", "", false, nullptr},
};

}  // namespace dikast::arbitration_proxy
