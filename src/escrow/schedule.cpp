#include "schedule.hpp"

#include <optional>
#include <utility>

#include "rules.hpp"

namespace dikast::escrow {

using machine::Action;
using machine::Call;
using machine::Certainty;
using machine::Deadline;
using machine::Query;
using machine::Reader;
using machine::to_value;

namespace {

/// The first second at which `elapsed(since, limit)` holds, where there will be one.
std::optional<std::uint64_t> opening(const Uint256& since, const Uint256& limit) {
  const auto moment = checked_add(since, limit);
  if (!moment || !moment->fits_u64()) return std::nullopt;
  return moment->words[0];
}

/// What the arbitrator says about the dispute of one transaction.
struct Dispute {
  Uint256 status;
  Uint256 ruling;
  Uint256 cost_wei;
  std::uint64_t start = 0;
  std::uint64_t end = 0;

  [[nodiscard]] bool appealable() const { return status == Uint256(1); }
  /// Where the loser's half ends.
  [[nodiscard]] std::uint64_t half() const { return start + (end - start) / 2; }
};

/// nullopt where env is about another dispute, or the getters revert.
std::optional<Dispute> read_dispute(Reader& env, const Transaction& tx) {
  if (tx.status != Status::DisputeCreated) return std::nullopt;
  if (env.has("disputeID") && env.number("disputeID") != tx.dispute_id) return std::nullopt;
  for (const std::string_view getter :
       {"disputeStatus", "currentRuling", "appealCost", "appealPeriodStart", "appealPeriodEnd"})
    if (!env.has(getter)) return std::nullopt;
  Dispute dispute;
  dispute.status = env.number("disputeStatus");
  dispute.ruling = env.number("currentRuling");
  dispute.cost_wei = env.number("appealCost");
  dispute.start = env.u64("appealPeriodStart");
  dispute.end = env.u64("appealPeriodEnd");
  return dispute;
}

/// The calls of one actor, tried one by one on the state.
class Listing {
 public:
  Listing(const State& state, const Query& query, const Address& actor)
      : state_(state), actor_(actor) {
    call_.timestamp = query.timestamp;
    call_.from = query.actor;
    call_.env = query.env;
  }

  Action* add(std::string_view function, std::vector<json::Value> args, std::string_view role,
              const Uint256& value = {}) {
    if (error) return nullptr;
    call_.function = function;
    call_.args = json::Value::array(std::move(args));
    call_.value = value;
    Execution x(state_, call_, actor_);
    const auto accepted = run(x, call_);
    if (!accepted) {
      error = accepted.error();
      return nullptr;
    }
    Action action;
    action.function = call_.function;
    action.args = call_.args;
    action.value = value;
    action.role = role;
    action.enabled = *accepted;
    if (!*accepted) action.reason = x.out.error.empty() ? "reverted without a reason" : x.out.error;
    actions.push_back(std::move(action));
    return &actions.back();
  }

  std::vector<Action> actions;
  std::optional<Error> error;

 private:
  const State& state_;
  const Address& actor_;
  Call call_;
};

void list_basic(Listing& list, const Transaction& tx, const json::Value& id,
                const Uint256& cost_wei) {
  const json::Value rest = to_value(tx.amount);
  list.add("pay", {id, rest}, "sender");
  list.add("reimburse", {id, rest}, "receiver");
  list.add("executeTransaction", {id}, "anyone");
  list.add("payArbitrationFeeBySender", {id}, "sender", capped_sub(cost_wei, tx.sender_fee_wei));
  list.add("payArbitrationFeeByReceiver", {id}, "receiver",
           capped_sub(cost_wei, tx.receiver_fee_wei));
  list.add("timeOutBySender", {id}, "anyone");
  list.add("timeOutByReceiver", {id}, "anyone");
  list.add("submitEvidence", {id, to_value("")}, "sender or receiver");
}

void list_appeals(Listing& list, const State& state, const Transaction& tx, const json::Value& id,
                  const Dispute& dispute) {
  if (!state.profile->appeals) {
    Action* action = list.add("appeal", {id}, "anyone", dispute.cost_wei);
    if (action != nullptr && action->enabled) action->deadline = dispute.end - 1;
    return;
  }
  for (unsigned side = 1; side <= 2; ++side) {
    const Uint256 total = appeal_total_wei(state, dispute.cost_wei, dispute.ruling, side);
    const Uint256 paid = tx.rounds.empty() ? Uint256() : tx.rounds.back().paid_fees_wei[side];
    const bool loser = is_loser(dispute.ruling, side);
    Action* action = list.add("fundAppeal", {id, to_value(std::uint64_t{side})},
                              loser                      ? "anyone for the loser"
                              : dispute.ruling.is_zero() ? "anyone"
                                                         : "anyone for the winner",
                              capped_sub(total, paid));
    if (action == nullptr || !action->enabled) continue;
    action->deadline = (loser ? dispute.half() : dispute.end) - 1;
    action->note = "Less is taken as a contribution; more is sent back.";
  }
}

void list_withdrawals(Listing& list, const Transaction& tx, const json::Value& id,
                      const Address& actor) {
  const json::Value zero = to_value(std::uint64_t{0});
  for (const Round& round : tx.rounds) {
    for (const Contribution& one : round.contributions) {
      if (one.contributor != actor) continue;
      list.add("batchRoundWithdraw", {to_value(actor), id, zero, zero}, "contributor");
      return;
    }
  }
}

void list_rulings(Listing& list, const State& state, const Transaction& tx, const Address& actor) {
  if (actor != state.arbitrator || tx.status != Status::DisputeCreated) return;
  for (std::uint64_t ruling = 0; ruling <= 2; ++ruling)
    list.add("rule", {to_value(tx.dispute_id), to_value(ruling)}, "arbitrator");
}

void add_deadline(std::vector<Deadline>& list, std::string_view name, std::uint64_t moment,
                  std::string_view who, bool opens, std::string_view function, Certainty certainty,
                  std::uint64_t id) {
  list.push_back({std::string(name), moment, std::string(who), opens, std::string(function),
                  certainty, "transaction " + std::to_string(id)});
}

void payment_deadlines(std::vector<Deadline>& list, const Transaction& tx, std::uint64_t id) {
  const auto moment = opening(tx.last_interaction, tx.timeout_payment);
  if (!moment || tx.timeout_payment == Uint256(kNoTimeoutSeconds)) return;
  // What people were shown as the delivery deadline; no contract enforces it.
  if (tx.timeout_payment >= Uint256(kBufferSeconds))
    add_deadline(list, "deliveryDeadlineByConvention", *moment - kBufferSeconds, "receiver", false,
                 "reimburse", Certainty::CanBeCut, id);
  add_deadline(list, "paymentTimeout", *moment, "receiver", true, "executeTransaction",
               Certainty::AwaitsCall, id);
}

void appeal_deadlines(std::vector<Deadline>& list, const State& state, const Dispute& dispute,
                      std::uint64_t now, std::uint64_t id) {
  if (!dispute.appealable()) return;
  const std::string_view function = state.profile->appeals ? "fundAppeal" : "appeal";
  if (dispute.start > now)
    add_deadline(list, "appealPeriodStart", dispute.start, "anyone", true, function,
                 Certainty::Fixed, id);
  if (state.profile->appeals && !dispute.ruling.is_zero())
    add_deadline(list, "loserFundingEnd", dispute.half(),
                 dispute.ruling == Uint256(1)   ? "receiver"
                 : dispute.ruling == Uint256(2) ? "sender"
                                                : "sender and receiver",
                 false, function, Certainty::CanBeCut, id);
  add_deadline(list, "appealPeriodEnd", dispute.end, "anyone", false, function, Certainty::CanBeCut,
               id);
}

}  // namespace

Result<std::vector<Action>> list_actions(const State& state, const Query& query) {
  const auto actor = caller(query.actor, ErrorCode::machine_argument, "/actor");
  if (!actor) return tl::unexpected(actor.error());
  Reader env(query.env, "/env", ErrorCode::machine_env);
  Listing list(state, query, *actor);
  const Uint256 cost = env.has("arbitrationCost") ? env.number("arbitrationCost") : Uint256();
  for (std::uint64_t i = 0; i < state.transactions.size() && env.good() && !list.error; ++i) {
    const Transaction& tx = state.transactions[static_cast<std::size_t>(i)];
    const json::Value id = to_value(i);
    list_basic(list, tx, id, cost);
    if (const auto dispute = read_dispute(env, tx)) list_appeals(list, state, tx, id, *dispute);
    list_withdrawals(list, tx, id, *actor);
    list_rulings(list, state, tx, *actor);
  }
  if (auto checked = env.check(); !checked) return tl::unexpected(checked.error());
  if (list.error) return tl::unexpected(*list.error);
  return std::move(list.actions);
}

Result<std::vector<Deadline>> list_deadlines(const State& state, const Query& query) {
  Reader env(query.env, "/env", ErrorCode::machine_env);
  std::vector<Deadline> list;
  for (std::uint64_t id = 0; id < state.transactions.size() && env.good(); ++id) {
    const Transaction& tx = state.transactions[static_cast<std::size_t>(id)];
    if (tx.status == Status::NoDispute) payment_deadlines(list, tx, id);
    const bool on_sender = tx.status == Status::WaitingSender;
    if (on_sender || tx.status == Status::WaitingReceiver) {
      if (const auto moment = opening(tx.last_interaction, state.fee_timeout))
        add_deadline(list, "feeTimeout", *moment, on_sender ? "sender" : "receiver", true,
                     on_sender ? "timeOutByReceiver" : "timeOutBySender", Certainty::AwaitsCall,
                     id);
    }
    if (const auto dispute = read_dispute(env, tx))
      appeal_deadlines(list, state, *dispute, query.timestamp, id);
  }
  if (auto checked = env.check(); !checked) return tl::unexpected(checked.error());
  machine::sort_by_time(list);
  return list;
}

}  // namespace dikast::escrow
