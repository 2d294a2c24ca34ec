#include <algorithm>
#include <memory>
#include <utility>

#include "execution.hpp"

namespace dikast::arbitrable_proxy {

namespace {

using machine::Action;
using machine::at;
using machine::Call;
using machine::Certainty;
using machine::Deadline;
using machine::Machine;
using machine::Outcome;
using machine::put;
using machine::Query;
using machine::Reader;
using machine::to_value;

/// Rulings offered one by one; more are funded by number.
constexpr std::uint64_t kListedRulings = 8;

void read_setup(Reader& reader, State& state) {
  state.self = reader.address("address");
  state.arbitrator = reader.address("arbitrator");
  state.governor = reader.address("governor");
  if (reader.has("winnerStakeMultiplier"))
    state.winner_multiplier_bps = reader.number("winnerStakeMultiplier");
  if (reader.has("loserStakeMultiplier"))
    state.loser_multiplier_bps = reader.number("loserStakeMultiplier");
  if (reader.has("loserAppealPeriodMultiplier"))
    state.loser_period_multiplier_bps = reader.number("loserAppealPeriodMultiplier");
}

Round read_round(Reader& reader) {
  Round round;
  round.fee_rewards_wei = reader.number("feeRewards");
  round.funded_rulings = reader.numbers("fundedRulings");
  Reader paid = reader.part("paidFees");
  for (std::size_t i = 0; i < paid.size() && paid.good(); ++i) {
    const auto ruling = Uint256::parse(paid.name(i));
    if (!ruling) paid.refuse(paid.name(i), "Fees are listed by ruling.");
    if (ruling) round.fundings.push_back({*ruling, paid.number(paid.name(i)), false});
  }
  for (const Uint256& ruling : round.funded_rulings) funding_of(round, ruling).has_paid = true;
  Reader list = reader.part("contributions");
  list.expect_list();
  for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
    Reader item = list.part(at(i));
    round.contributions.push_back(
        {item.address("contributor"), item.number("ruling"), item.number("amount")});
  }
  if (round.funded_rulings.size() > 2)
    reader.refuse("fundedRulings", "Two funded rulings make an appeal.");
  return round;
}

Dispute read_dispute(Reader& reader) {
  Dispute dispute;
  dispute.extra_data = to_hex(reader.bytes("arbitratorExtraData"));
  dispute.is_ruled = reader.flag("isRuled");
  dispute.ruling = reader.number("ruling");
  dispute.dispute_id = reader.number("disputeIDOnArbitratorSide");
  dispute.choices = reader.number("numberOfRulingOptions");
  if (!dispute.is_ruled && !dispute.ruling.is_zero())
    reader.refuse("ruling", "There is no ruling yet.");
  if (dispute.ruling > dispute.choices) reader.refuse("ruling", "There is no such ruling.");
  Reader rounds = reader.part("rounds");
  rounds.expect_list();
  for (std::size_t i = 0; i < rounds.size() && rounds.good(); ++i) {
    Reader round = rounds.part(at(i));
    dispute.rounds.push_back(read_round(round));
    const bool last = i + 1 == rounds.size();
    if ((dispute.rounds.back().funded_rulings.size() == 2) == last)
      round.refuse("fundedRulings", "All rounds but the last have two, and it has fewer.");
  }
  if (dispute.rounds.empty()) reader.refuse("rounds", "A dispute has a round from the start.");
  return dispute;
}

machine::Made make(State state);

machine::Made initial(const json::Value& config) {
  Reader reader(config, "", ErrorCode::machine_config);
  State state;
  read_setup(reader, state);
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return make(std::move(state));
}

machine::Made load(const json::Value& value) {
  Reader reader(value, "", ErrorCode::machine_state);
  State state;
  read_setup(reader, state);
  Reader list = reader.part("disputes");
  list.expect_list();
  Uint256 held;
  for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
    Reader item = list.part(at(i));
    state.disputes.push_back(read_dispute(item));
    const Dispute& dispute = state.disputes.back();
    state.links.push_back({dispute.dispute_id, i});
    if (dispute.is_ruled) continue;
    for (const Round& round : dispute.rounds) {
      if (round.funded_rulings.size() == 2) held = capped_add(held, round.fee_rewards_wei);
      for (const Funding& one : round.fundings)
        if (!one.has_paid || round.funded_rulings.size() < 2) held = capped_add(held, one.paid_wei);
    }
  }
  state.balance_wei = reader.has("ethBalance") ? reader.number("ethBalance") : held;
  if (state.balance_wei < held) reader.refuse("ethBalance", "Open disputes hold more ether.");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return make(std::move(state));
}

json::Value dump_round(const Round& round) {
  json::Value item = json::Value::object();
  json::Value paid = json::Value::object();
  for (const Funding& one : round.fundings) put(paid, one.ruling.to_decimal(), one.paid_wei);
  put(item, "paidFees", std::move(paid));
  put(item, "feeRewards", round.fee_rewards_wei);
  put(item, "fundedRulings", to_value(round.funded_rulings));
  json::Value list = json::Value::array();
  for (const Contribution& one : round.contributions) {
    json::Value contribution = json::Value::object();
    put(contribution, "contributor", one.contributor);
    put(contribution, "ruling", one.ruling);
    put(contribution, "amount", one.amount_wei);
    list.push(std::move(contribution));
  }
  put(item, "contributions", std::move(list));
  return item;
}

json::Value dump_dispute(const Dispute& dispute) {
  json::Value item = json::Value::object();
  put(item, "arbitratorExtraData", dispute.extra_data);
  put(item, "isRuled", dispute.is_ruled);
  put(item, "ruling", dispute.ruling);
  put(item, "disputeIDOnArbitratorSide", dispute.dispute_id);
  put(item, "numberOfRulingOptions", dispute.choices);
  json::Value rounds = json::Value::array();
  for (const Round& round : dispute.rounds) rounds.push(dump_round(round));
  put(item, "rounds", std::move(rounds));
  return item;
}

class Proxy final : public Machine {
 public:
  explicit Proxy(State state) : state_(std::move(state)) {}

  [[nodiscard]] std::unique_ptr<Machine> clone() const override {
    return std::make_unique<Proxy>(state_);
  }

  [[nodiscard]] Result<Outcome> apply(const Call& call) override {
    const auto from = Address::parse_unchecked(call.from);
    if (!from) return fail(ErrorCode::machine_argument, "/from", from.error().message);
    Execution x(state_, call, *from);
    const auto accepted = run(x, call);
    if (!accepted) return tl::unexpected(accepted.error());
    if (*accepted) {
      x.state.balance_wei = x.balance_wei();
      state_ = std::move(x.state);
    }
    return std::move(x.out);
  }

  [[nodiscard]] Result<std::vector<Action>> actions(const Query& query) const override;
  [[nodiscard]] Result<std::vector<Deadline>> deadlines(const Query& query) const override;

  [[nodiscard]] json::Value dump() const override {
    json::Value object = json::Value::object();
    put(object, "address", state_.self);
    put(object, "arbitrator", state_.arbitrator);
    put(object, "governor", state_.governor);
    put(object, "winnerStakeMultiplier", state_.winner_multiplier_bps);
    put(object, "loserStakeMultiplier", state_.loser_multiplier_bps);
    put(object, "loserAppealPeriodMultiplier", state_.loser_period_multiplier_bps);
    put(object, "ethBalance", state_.balance_wei);
    json::Value list = json::Value::array();
    for (const Dispute& dispute : state_.disputes) list.push(dump_dispute(dispute));
    put(object, "disputes", std::move(list));
    return object;
  }

 private:
  State state_;
};

machine::Made make(State state) { return std::make_unique<Proxy>(std::move(state)); }

/// The appeal of one dispute as env has it.
struct Appeal {
  Uint256 ruling;
  Uint256 cost_wei;
  Uint256 start;
  Uint256 end;
};

/// nullopt where env is about another dispute, or says nothing of it.
std::optional<Appeal> read_appeal(Reader& env, const Dispute& dispute) {
  if (dispute.is_ruled) return std::nullopt;
  if (env.has("disputeID") && env.number("disputeID") != dispute.dispute_id) return std::nullopt;
  for (const char* getter : {"currentRuling", "appealCost", "appealPeriodStart", "appealPeriodEnd"})
    if (!env.has(getter)) return std::nullopt;
  return Appeal{env.number("currentRuling"), env.number("appealCost"),
                env.number("appealPeriodStart"), env.number("appealPeriodEnd")};
}

std::optional<std::uint64_t> seconds(const Uint256& moment) {
  return moment.fits_u64() ? std::optional<std::uint64_t>(moment.words[0]) : std::nullopt;
}

Result<std::vector<Action>> Proxy::actions(const Query& query) const {
  std::vector<Action> list;
  std::optional<Error> error;
  Reader env(query.env, "/env", ErrorCode::machine_env);
  const auto add = [&](const char* function, std::vector<json::Value> args, const char* role,
                       const Uint256& value, const std::optional<Uint256>& closes) {
    if (error) return;
    const Call call{query.timestamp, query.actor, {}, function, json::Value::array(std::move(args)),
                    value,           query.env};
    auto action = machine::probe(*this, call, role);
    if (!action) {
      error = std::move(action.error());
      return;
    }
    if (closes && action->enabled) action->deadline = seconds(wrapping_sub(*closes, Uint256(1)));
    list.push_back(*std::move(action));
  };
  for (std::uint64_t i = 0; i < state_.disputes.size() && !error && env.good(); ++i) {
    const Dispute& dispute = state_.disputes[static_cast<std::size_t>(i)];
    const json::Value id = to_value(i);
    add("submitEvidence", {id, to_value("")}, "anyone", {}, {});
    if (const auto appeal = read_appeal(env, dispute)) {
      for (std::uint64_t ruling = 0; ruling <= kListedRulings && Uint256(ruling) <= dispute.choices;
           ++ruling) {
        const bool winner = Uint256(ruling) == appeal->ruling;
        const Uint256 paid = funding_in(dispute.rounds.back(), Uint256(ruling)).paid_wei;
        add("fundAppeal", {id, to_value(ruling)},
            winner ? "anyone for the current ruling" : "anyone for another ruling",
            capped_sub(appeal_total_wei(state_, appeal->cost_wei, winner), paid),
            winner ? appeal->end : loser_end(state_, appeal->start, appeal->end));
      }
    }
    std::vector<Uint256> rulings;
    const auto actor = Address::parse_unchecked(query.actor);
    for (const Round& round : dispute.rounds)
      for (const Contribution& one : round.contributions)
        if (actor && one.contributor == *actor &&
            std::find(rulings.begin(), rulings.end(), one.ruling) == rulings.end())
          rulings.push_back(one.ruling);
    for (const Uint256& ruling : rulings)
      add("withdrawFeesAndRewardsForAllRounds", {id, to_value(query.actor), to_value(ruling)},
          "contributor", {}, {});
  }
  if (auto checked = env.check(); !checked) return tl::unexpected(checked.error());
  if (error) return tl::unexpected(*error);
  return list;
}

Result<std::vector<Deadline>> Proxy::deadlines(const Query& query) const {
  std::vector<Deadline> list;
  Reader env(query.env, "/env", ErrorCode::machine_env);
  for (std::size_t i = 0; i < state_.disputes.size() && env.good(); ++i) {
    const auto appeal = read_appeal(env, state_.disputes[i]);
    if (!appeal || appeal->end.is_zero()) continue;
    const std::string subject = "dispute " + std::to_string(i);
    if (const auto half = seconds(loser_end(state_, appeal->start, appeal->end)))
      list.push_back({"loserFundingEnd", *half, "anyone for another ruling", false, "fundAppeal",
                      Certainty::CanBeCut, subject});
    if (const auto end = seconds(appeal->end))
      list.push_back({"appealPeriodEnd", *end, "anyone for the current ruling", false, "fundAppeal",
                      Certainty::CanBeCut, subject});
  }
  if (auto checked = env.check(); !checked) return tl::unexpected(checked.error());
  machine::sort_by_time(list);
  return list;
}

}  // namespace

const machine::Kind& kind() {
  static constexpr machine::Kind kKind{"arbitrableProxy", initial, load, load};
  return kKind;
}

}  // namespace dikast::arbitrable_proxy
