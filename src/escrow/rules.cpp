#include "rules.hpp"

namespace dikast::escrow {

using machine::to_value;

namespace {

constexpr std::string_view kNotSender = "The caller must be the sender.";
constexpr std::string_view kNotReceiver = "The caller must be the receiver.";
constexpr std::string_view kDisputed = "The transaction shouldn't be disputed.";

/// AMOUNT_OF_CHOICES: 1 the sender wins, 2 the receiver wins; 0 is a refusal to rule.
constexpr std::uint64_t kChoices = 2;

Uint256 half(const Uint256& value) { return shift_right(value, 1); }

/// What is left of the transaction goes out, in ether or tokens; failing, it all reverts.
bool pay_out(Execution& x, const Address& to, const Uint256& amount) {
  return x.profile.token ? x.transfer_token(to, amount) : x.transfer(to, amount);
}

/// pay and reimburse are the same, seen from either side.
bool hand_over(Execution& x, const Arguments& a, bool to_receiver) {
  const Uint256& amount = a.numbers[1];
  if (!x.open(a.numbers[0])) return false;
  if (to_receiver ? !x.require(x.tx.sender == x.from, kNotSender)
                  : !x.require(x.tx.receiver == x.from, kNotReceiver))
    return false;
  if (!x.require(x.tx.status == Status::NoDispute, kDisputed)) return false;
  const std::string_view too_much =
      !to_receiver      ? "The amount reimbursed has to be less or equal than the transaction."
      : x.profile.token ? "The amount paid has to be less or equal than the transaction."
                        : "The amount paid has to be less than or equal to the transaction.";
  if (!x.require(amount <= x.tx.amount, too_much)) return false;
  if (!pay_out(x, to_receiver ? x.tx.receiver : x.tx.sender, amount)) return false;
  x.tx.amount = wrapping_sub(x.tx.amount, amount);
  x.emit("Payment", {{"_transactionID", to_value(x.id)},
                     {"_amount", to_value(amount)},
                     {"_party", to_value(x.from)}});
  return true;
}

bool time_out(Execution& x, const Arguments& a, Party winner) {
  const bool for_sender = winner == Party::Sender;
  if (!x.open(a.numbers[0])) return false;
  if (for_sender ? !x.require(x.tx.status == Status::WaitingReceiver,
                              "The transaction is not waiting on the receiver.")
                 : !x.require(x.tx.status == Status::WaitingSender,
                              "The transaction is not waiting on the sender."))
    return false;
  if (!x.require(x.elapsed(x.tx.last_interaction, x.state.fee_timeout),
                 "Timeout time has not passed yet."))
    return false;
  if (x.profile.returns_late_fee) {
    Uint256& late = for_sender ? x.tx.receiver_fee_wei : x.tx.sender_fee_wei;
    if (!late.is_zero()) {
      x.send(for_sender ? x.tx.receiver : x.tx.sender, late);
      late = Uint256();
    }
  }
  return execute_ruling(x, Uint256(for_sender ? 1 : 2));
}

void refund_excess(Execution& x, Uint256& fee, const Uint256& cost, const Address& to) {
  if (fee <= cost) return;
  const Uint256 extra = wrapping_sub(fee, cost);
  fee = cost;
  x.send(to, extra);
}

bool raise_dispute(Execution& x, const Uint256& cost) {
  x.tx.status = Status::DisputeCreated;
  const auto dispute = x.create_dispute(cost);
  if (!dispute) return false;
  x.tx.dispute_id = *dispute;
  x.link(*dispute);
  if (x.profile.appeals) x.tx.rounds.emplace_back();
  x.emit("Dispute", {{"_arbitrator", to_value(x.state.arbitrator)},
                     {"_disputeID", to_value(*dispute)},
                     {"_metaEvidenceID", to_value(x.id)},
                     {"_evidenceGroupID", to_value(x.id)}});
  refund_excess(x, x.tx.sender_fee_wei, cost, x.tx.sender);
  refund_excess(x, x.tx.receiver_fee_wei, cost, x.tx.receiver);
  return true;
}

bool pay_fee(Execution& x, const Arguments& a, Party payer) {
  const bool by_sender = payer == Party::Sender;
  if (!x.open(a.numbers[0])) return false;
  const auto cost = x.ask("arbitrationCost");
  if (!cost) return false;
  if (!x.require(x.tx.status < Status::DisputeCreated,
                 x.profile.token ? "Dispute has already been created."
                                 : "Dispute has already been created or because the transaction "
                                   "has been executed."))
    return false;
  if (!x.require(x.from == (by_sender ? x.tx.sender : x.tx.receiver),
                 by_sender ? kNotSender : kNotReceiver))
    return false;
  Uint256& own = by_sender ? x.tx.sender_fee_wei : x.tx.receiver_fee_wei;
  const Uint256& other = by_sender ? x.tx.receiver_fee_wei : x.tx.sender_fee_wei;
  own = wrapping_add(own, x.value_wei);
  if (!x.require(own >= *cost, by_sender ? "The sender fee must cover arbitration costs."
                                         : "The receiver fee must cover arbitration costs."))
    return false;
  x.tx.last_interaction = x.now;
  if (other >= *cost) return raise_dispute(x, *cost);
  // Not paid yet, or paid before the cost was raised.
  x.tx.status = by_sender ? Status::WaitingReceiver : Status::WaitingSender;
  // Party is {Sender, Receiver} in the contracts without appeals, {None, Sender, Receiver} with.
  const std::uint64_t party = (by_sender ? 1U : 0U) + (x.profile.appeals ? 1U : 0U);
  x.emit("HasToPayFee", {{"_transactionID", to_value(x.id)}, {"_party", to_value(party)}});
  return true;
}

/// Ether: fee and amount go together, so the odd wei of a split is lost once.
void settle_ether(Execution& x, const Uint256& ruling, const Transaction& before) {
  const Uint256 sender_sum = wrapping_add(before.sender_fee_wei, before.amount);
  if (ruling == Uint256(1)) {
    x.send(before.sender, sender_sum);
  } else if (ruling == Uint256(2)) {
    x.send(before.receiver, wrapping_add(before.receiver_fee_wei, before.amount));
  } else {
    x.send(before.sender, half(sender_sum));
    x.send(before.receiver, half(sender_sum));
  }
}

/// Tokens: fee and amount are split apart, the receiver first.
bool settle_tokens(Execution& x, const Uint256& ruling, const Transaction& before) {
  if (ruling == Uint256(1)) {
    x.send(before.sender, before.sender_fee_wei);
    return x.transfer_token(before.sender, before.amount);
  }
  if (ruling == Uint256(2)) {
    x.send(before.receiver, before.receiver_fee_wei);
    return x.transfer_token(before.receiver, before.amount);
  }
  x.send(before.receiver, half(before.sender_fee_wei));
  x.send(before.sender, half(before.sender_fee_wei));
  return x.transfer_token(before.receiver, half(before.amount)) &&
         x.transfer_token(before.sender, half(before.amount));
}

bool announce_and_execute(Execution& x, const Uint256& dispute_id, const Uint256& ruling) {
  x.emit("Ruling", {{"_arbitrator", to_value(x.from)},
                    {"_disputeID", to_value(dispute_id)},
                    {"_ruling", to_value(ruling)}});
  return execute_ruling(x, ruling);
}

bool may_rule(Execution& x) {
  return x.require(x.from == x.state.arbitrator, "The caller must be the arbitrator.") &&
         x.require(x.tx.status == Status::DisputeCreated, "The dispute has already been resolved.");
}

}  // namespace

bool create_transaction(Execution& x, const Arguments& a) {
  Transaction made;
  made.sender = x.from;
  made.last_interaction = x.now;
  if (x.profile.token) {
    made.token = a.addresses[0];
    made.receiver = a.addresses[1];
    made.amount = a.numbers[0];
    made.timeout_payment = a.numbers[1];
    if (!x.collect_token(made.token, made.amount)) return false;
  } else {
    made.receiver = a.addresses[0];
    made.amount = x.value_wei;
    made.timeout_payment = a.numbers[0];
  }
  x.create(made);
  x.emit("MetaEvidence", {{"_metaEvidenceID", to_value(x.id)}, {"_evidence", to_value(a.text)}});
  if (x.profile.token) {
    x.emit("TransactionCreated", {{"_transactionID", to_value(x.id)},
                                  {"_sender", to_value(made.sender)},
                                  {"_receiver", to_value(made.receiver)},
                                  {"_token", to_value(made.token)},
                                  {"_amount", to_value(made.amount)}});
  } else if (x.profile.announces) {
    x.emit("TransactionCreated", {{"_transactionID", to_value(x.id)},
                                  {"_sender", to_value(made.sender)},
                                  {"_receiver", to_value(made.receiver)},
                                  {"_amount", to_value(made.amount)}});
  }
  x.out.returns = to_value(x.id);
  return true;
}

bool pay(Execution& x, const Arguments& a) { return hand_over(x, a, true); }
bool reimburse(Execution& x, const Arguments& a) { return hand_over(x, a, false); }

bool execute_transaction(Execution& x, const Arguments& a) {
  if (!x.open(a.numbers[0])) return false;
  if (!x.require(x.elapsed(x.tx.last_interaction, x.tx.timeout_payment),
                 "The timeout has not passed yet."))
    return false;
  if (!x.require(x.tx.status == Status::NoDispute, kDisputed)) return false;
  if (!pay_out(x, x.tx.receiver, x.tx.amount)) return false;
  x.tx.amount = Uint256();
  x.tx.status = Status::Resolved;
  return true;
}

bool time_out_by_sender(Execution& x, const Arguments& a) { return time_out(x, a, Party::Sender); }
bool time_out_by_receiver(Execution& x, const Arguments& a) {
  return time_out(x, a, Party::Receiver);
}

bool pay_fee_by_sender(Execution& x, const Arguments& a) { return pay_fee(x, a, Party::Sender); }
bool pay_fee_by_receiver(Execution& x, const Arguments& a) {
  return pay_fee(x, a, Party::Receiver);
}

bool submit_evidence(Execution& x, const Arguments& a) {
  if (!x.open(a.numbers[0])) return false;
  if (!x.require(x.from == x.tx.sender || x.from == x.tx.receiver,
                 x.profile.token ? "The caller must be the receiver or the sender."
                                 : "The caller must be the sender or the receiver."))
    return false;
  if (!x.require(x.tx.status < Status::Resolved,
                 "Must not send evidence if the dispute is resolved."))
    return false;
  x.emit("Evidence", {{"_arbitrator", to_value(x.state.arbitrator)},
                      {"_evidenceGroupID", to_value(x.id)},
                      {"_party", to_value(x.from)},
                      {"_evidence", to_value(a.text)}});
  return true;
}

// No check of its own: without a dispute this appeals dispute 0, somebody else's.
bool appeal(Execution& x, const Arguments& a) {
  return x.open(a.numbers[0]) && x.appeal_dispute(x.tx.dispute_id, x.value_wei);
}

bool rule(Execution& x, const Arguments& a) {
  return x.open(Uint256(transaction_of(x.state, a.numbers[0]))) && may_rule(x) &&
         announce_and_execute(x, a.numbers[0], a.numbers[1]);
}

bool rule_with_appeals(Execution& x, const Arguments& a) {
  Uint256 ruling = a.numbers[1];
  // The conversion to Party comes first, and the last round before the caller is looked at.
  if (ruling > Uint256(kChoices)) return x.invalid_opcode();
  if (!x.open(Uint256(transaction_of(x.state, a.numbers[0])))) return false;
  if (x.tx.rounds.empty()) return x.invalid_opcode();
  if (!may_rule(x)) return false;
  const Round& last = x.tx.rounds.back();
  if (last.has_paid[1])
    ruling = Uint256(1);
  else if (last.has_paid[2])
    ruling = Uint256(2);
  return announce_and_execute(x, a.numbers[0], ruling);
}

bool execute_ruling(Execution& x, const Uint256& ruling) {
  if (!x.require(ruling <= Uint256(kChoices), "Invalid ruling.")) return false;
  const Transaction before = x.tx;
  x.tx.amount = x.tx.sender_fee_wei = x.tx.receiver_fee_wei = Uint256();
  x.tx.status = Status::Resolved;
  if (x.profile.appeals) x.tx.ruling = ruling;
  if (x.profile.token) return settle_tokens(x, ruling, before);
  settle_ether(x, ruling, before);
  return true;
}

std::uint64_t transaction_of(const State& state, const Uint256& dispute_id) {
  for (const DisputeLink& link : state.disputes)
    if (link.dispute_id == dispute_id) return link.transaction_id;
  return 0;
}

}  // namespace dikast::escrow
