#include <memory>
#include <utility>

#include "execution.hpp"

namespace dikast::arbitrator {

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

constexpr std::string_view kContracts[] = {"CentralizedArbitrator", "AutoAppealableArbitrator",
                                           "AutoAppealableArbitrator@arbitrable-proxy",
                                           "EnhancedAppealableArbitrator"};

/// Rulings offered one by one; disputes with more choices take any number.
constexpr std::uint64_t kListedRulings = 8;

Result<Address> caller(std::string_view text, std::string path) {
  auto address = Address::parse_unchecked(text);
  if (!address) return fail(ErrorCode::machine_argument, std::move(path), address.error().message);
  return address;
}

void read_setup(Reader& reader, State& state) {
  const std::string name = reader.text("contract");
  bool known = false;
  for (std::size_t i = 0; i < std::size(kContracts); ++i) {
    if (name != kContracts[i]) continue;
    state.contract = static_cast<Contract>(i);
    known = true;
  }
  if (!known) reader.refuse("contract", "There is no model of an arbitrator of this name.");
  state.self = reader.address("address");
  state.owner = reader.address("owner");
  state.price_wei = reader.number("arbitrationPrice");
  if (state.contract != Contract::EnhancedAppealable) return;
  state.backup = reader.has("arbitrator") ? reader.address("arbitrator") : state.self;
  state.extra_data = reader.has("arbitratorExtraData") ? to_hex(reader.bytes("arbitratorExtraData"))
                                                       : std::string("0x");
  state.time_out = reader.number("timeOut");
}

Dispute read_dispute(Reader& reader) {
  Dispute dispute;
  dispute.arbitrated = reader.address("arbitrated");
  dispute.choices = reader.number("choices");
  dispute.fee_wei = reader.number("fees");
  dispute.ruling = reader.number("ruling");
  const Uint256 status = reader.number("status");
  if (status > Uint256(2)) reader.refuse("status", "A status is 0, 1 or 2.");
  if (reader.good()) dispute.status = static_cast<Status>(status.words[0]);
  if (!reader.has("appealCost")) return dispute;
  dispute.appeal_cost_wei = reader.number("appealCost");
  dispute.appeal_period_start = reader.number("appealPeriodStart");
  dispute.appeal_period_end = reader.number("appealPeriodEnd");
  if (dispute.appeal_period_end < dispute.appeal_period_start)
    reader.refuse("appealPeriodEnd", "A period does not end before it starts.");
  return dispute;
}

void read_appeal(Reader& reader, const Dispute& dispute, State& state) {
  Appealed entry;
  entry.ruling_time = reader.number("rulingTime");
  entry.arbitrator = reader.address("arbitrator");
  entry.dispute_id = reader.number("appealDisputeID");
  if (!entry.arbitrator.is_zero())
    state.links.push_back({entry.dispute_id, Uint256(state.appealed.size())});
  if (entry.ruling_time.is_zero() != (dispute.status == Status::Waiting))
    reader.refuse("rulingTime", "It is the time of the first ruling, 0 before it.");
  state.appealed.push_back(entry);
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
  Uint256 held;
  Reader list = reader.part("disputes");
  list.expect_list();
  for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
    Reader item = list.part(at(i));
    state.disputes.push_back(read_dispute(item));
    const Dispute& dispute = state.disputes.back();
    if (dispute.status != Status::Solved) held = capped_add(held, dispute.fee_wei);
    if (state.contract == Contract::EnhancedAppealable) read_appeal(item, dispute, state);
  }
  state.balance_wei = reader.has("ethBalance") ? reader.number("ethBalance") : held;
  if (state.balance_wei < held) reader.refuse("ethBalance", "Open disputes hold more ether.");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return make(std::move(state));
}

json::Value dump_dispute(const State& state, std::size_t i) {
  const Dispute& dispute = state.disputes[i];
  json::Value item = json::Value::object();
  put(item, "arbitrated", dispute.arbitrated);
  put(item, "choices", dispute.choices);
  put(item, "fees", dispute.fee_wei);
  put(item, "ruling", dispute.ruling);
  put(item, "status", static_cast<std::uint64_t>(dispute.status));
  if (state.contract == Contract::EnhancedAppealable) {
    put(item, "rulingTime", state.appealed[i].ruling_time);
    put(item, "arbitrator", state.appealed[i].arbitrator);
    put(item, "appealDisputeID", state.appealed[i].dispute_id);
  } else if (state.contract != Contract::Centralized) {
    put(item, "appealCost", dispute.appeal_cost_wei);
    put(item, "appealPeriodStart", dispute.appeal_period_start);
    put(item, "appealPeriodEnd", dispute.appeal_period_end);
  }
  return item;
}

class Arbitrator final : public Machine {
 public:
  explicit Arbitrator(State state) : state_(std::move(state)) {}

  [[nodiscard]] std::unique_ptr<Machine> clone() const override {
    return std::make_unique<Arbitrator>(state_);
  }

  [[nodiscard]] Result<Outcome> apply(const Call& call) override {
    const auto from = caller(call.from, "/from");
    if (!from) return tl::unexpected(from.error());
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
    put(object, "contract", kContracts[static_cast<std::size_t>(state_.contract)]);
    put(object, "address", state_.self);
    put(object, "owner", state_.owner);
    put(object, "arbitrationPrice", state_.price_wei);
    put(object, "ethBalance", state_.balance_wei);
    if (state_.contract == Contract::EnhancedAppealable) {
      put(object, "arbitrator", state_.backup);
      put(object, "arbitratorExtraData", state_.extra_data);
      put(object, "timeOut", state_.time_out);
    }
    json::Value list = json::Value::array();
    for (std::size_t i = 0; i < state_.disputes.size(); ++i) list.push(dump_dispute(state_, i));
    put(object, "disputes", std::move(list));
    return object;
  }

 private:
  [[nodiscard]] bool is_auto() const {
    return state_.contract == Contract::AutoAppealable ||
           state_.contract == Contract::AutoAppealableProxy;
  }

  State state_;
};

machine::Made make(State state) { return std::make_unique<Arbitrator>(std::move(state)); }

Result<std::vector<Action>> Arbitrator::actions(const Query& query) const {
  std::vector<Action> list;
  std::optional<Error> error;
  const auto add = [&](const char* function, std::vector<json::Value> args, const char* role,
                       const Uint256& value, std::optional<std::uint64_t> deadline) {
    if (error) return;
    const Call call{query.timestamp, query.actor, {}, function, json::Value::array(std::move(args)),
                    value,           query.env};
    auto action = machine::probe(*this, call, role, deadline);
    if (action)
      list.push_back(*std::move(action));
    else
      error = std::move(action.error());
  };
  add("createDispute", {to_value("2"), to_value("0x")}, "anyone", state_.price_wei, {});
  for (std::uint64_t i = 0; i < state_.disputes.size() && !error; ++i) {
    const Dispute& dispute = state_.disputes[static_cast<std::size_t>(i)];
    if (dispute.status == Status::Solved) continue;
    const json::Value id = to_value(i);
    const std::uint64_t last =
        dispute.choices < Uint256(kListedRulings) ? dispute.choices.words[0] : kListedRulings;
    for (std::uint64_t ruling = 0; ruling <= last; ++ruling) {
      add("giveRuling", {id, to_value(ruling)}, "owner", {}, {});
      if (is_auto())
        add("giveAppealableRuling",
            {id, to_value(ruling), to_value(state_.price_wei), to_value("3600")}, "owner", {}, {});
    }
    if (state_.contract == Contract::Centralized) continue;
    const Call probe{query.timestamp, query.actor, {}, {}, {}, {}, query.env};
    const auto from = caller(query.actor, "/actor");
    if (!from) return tl::unexpected(from.error());
    Execution x(state_, probe, *from);
    Uint256 cost;
    const bool priced = x.appeal_cost(Uint256(i), cost);
    // NOT_PAYABLE_VALUE would be taken, if anybody had as much.
    const bool payable = is_auto() || cost != shift_right(Uint256::max(), 1);
    if (priced && payable) {
      std::optional<std::uint64_t> deadline;
      if (is_auto() && dispute.status == Status::Appealable && dispute.appeal_period_end.fits_u64())
        deadline = dispute.appeal_period_end.words[0] - 1;
      add("appeal", {id, to_value("0x")}, "anyone", cost, deadline);
    }
    if (is_auto()) add("executeRuling", {id}, "anyone", {}, {});
  }
  if (error) return tl::unexpected(*error);
  return list;
}

Result<std::vector<Deadline>> Arbitrator::deadlines(const Query&) const {
  std::vector<Deadline> list;
  for (std::size_t i = 0; i < state_.disputes.size(); ++i) {
    const Dispute& dispute = state_.disputes[i];
    if (dispute.status != Status::Appealable) continue;
    const std::string subject = "dispute " + std::to_string(i);
    if (is_auto()) {
      if (!dispute.appeal_period_end.fits_u64()) continue;
      const std::uint64_t end = dispute.appeal_period_end.words[0];
      list.push_back(
          {"appealPeriodEnd", end, "anyone", false, "appeal", Certainty::CanBeCut, subject});
      list.push_back(
          {"executionStart", end, "anyone", true, "executeRuling", Certainty::AwaitsCall, subject});
    } else if (state_.appealed[i].arbitrator.is_zero()) {
      // Strictly later than the time-out.
      const auto end =
          checked_add(state_.appealed[i].ruling_time, capped_add(state_.time_out, Uint256(1)));
      if (end && end->fits_u64())
        list.push_back({"rulingTimeOut", end->words[0], "owner", true, "giveRuling",
                        Certainty::AwaitsCall, subject});
    }
  }
  machine::sort_by_time(list);
  return list;
}

}  // namespace

const machine::Kind& kind() {
  static constexpr machine::Kind kKind{"arbitrator", initial, load, load};
  return kKind;
}

}  // namespace dikast::arbitrator
