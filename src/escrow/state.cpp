#include "state.hpp"

#include <algorithm>
#include <utility>

#include "rules.hpp"

namespace dikast::escrow {

using machine::at;
using machine::put;
using machine::put_value;
using machine::Reader;

namespace {

constexpr std::string_view kMultipliers[] = {"sharedStakeMultiplier", "winnerStakeMultiplier",
                                             "loserStakeMultiplier"};

/// The outputs of transactions(), in order; token and ruling where the contract has them.
constexpr std::string_view kFields[] = {"sender",          "receiver",  "amount",    "token",
                                        "timeoutPayment",  "disputeId", "senderFee", "receiverFee",
                                        "lastInteraction", "status",    "ruling"};

/// What a getter answers by position, by name.
void put_names(json::Value& value, const std::vector<std::string_view>& names) {
  if (!value.is_array()) return;
  json::Value object = json::Value::object();
  for (std::size_t i = 0; i < names.size() && i < value.items().size(); ++i)
    put_value(object, names[i], std::move(value.items()[i]));
  value = std::move(object);
}

json::Value* member(json::Value& object, std::string_view key) {
  for (json::Member& one : object.members())
    if (one.key == key) return &one.value;
  return nullptr;
}

/// The transactions and rounds of `value` as objects, so that paths stay what they are.
json::Value with_names(json::Value value) {
  const json::Value* system = value.find("system");
  const Profile* profile = system == nullptr ? nullptr : find_profile(system->text());
  json::Value* list = member(value, "transactions");
  if (profile == nullptr || list == nullptr) return value;
  std::vector<std::string_view> names;
  for (const std::string_view field : kFields)
    if ((field != "token" || profile->token) && (field != "ruling" || profile->appeals))
      names.push_back(field);
  names.emplace_back("rounds");
  for (json::Value& transaction : list->items()) {
    put_names(transaction, names);
    json::Value* rounds = member(transaction, "rounds");
    if (rounds == nullptr) continue;
    for (json::Value& round : rounds->items())
      put_names(round, {"paidFees", "hasPaid", "feeRewards", "contributions"});
  }
  return value;
}

std::array<Uint256, 3> triple(Reader& reader, machine::Key key) {
  const std::vector<Uint256> values = reader.numbers(key);
  if (values.size() == 3 && values[0].is_zero()) return {values[0], values[1], values[2]};
  reader.refuse(key, "Here three numbers are needed, the first of them 0.");
  return {};
}

Round read_round(Reader& reader) {
  Round round;
  round.paid_fees_wei = triple(reader, "paidFees");
  round.fee_rewards_wei = reader.number("feeRewards");
  Reader has_paid = reader.part("hasPaid");
  has_paid.expect_size(3);
  for (std::size_t side = 0; side < 3 && has_paid.good(); ++side)
    round.has_paid[side] = has_paid.flag(at(side));
  if (round.has_paid[0]) reader.refuse("hasPaid", "There is no side 0.");
  if (!reader.has("contributions")) return round;
  Reader list = reader.part("contributions");
  for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
    const auto account = Address::parse_unchecked(list.name(i));
    if (!account) list.refuse(list.name(i), "Contributions are listed by address.");
    if (account) round.contributions.push_back({*account, triple(list, list.name(i))});
  }
  return round;
}

/// Contributions add up to what was paid, until somebody withdraws after the resolution.
void check_round(Reader& reader, const Round& round, bool last, bool resolved) {
  const bool funded = round.has_paid[1] && round.has_paid[2];
  if (funded == last)
    reader.refuse("hasPaid", "All rounds but the last were paid by both sides, and it was not.");
  std::array<Uint256, 3> sums;
  for (const Contribution& one : round.contributions)
    for (std::size_t side = 1; side < 3; ++side)
      sums[side] = capped_add(sums[side], one.amounts_wei[side]);
  for (std::size_t side = 1; side < 3; ++side) {
    const Uint256& paid = round.paid_fees_wei[side];
    if (resolved ? sums[side] > paid : sums[side] != paid)
      reader.refuse("contributions", "These do not add up to paidFees.");
  }
  const Uint256 both = capped_add(round.paid_fees_wei[1], round.paid_fees_wei[2]);
  if (funded ? round.fee_rewards_wei > both : round.fee_rewards_wei != both)
    reader.refuse("feeRewards", "This is not what the paid fees leave.");
}

void check_transaction(Reader& reader, const Transaction& tx, const Profile& profile) {
  const bool fees = !tx.sender_fee_wei.is_zero() || !tx.receiver_fee_wei.is_zero();
  const bool disputed = tx.status == Status::DisputeCreated;
  if (fees && (tx.status == Status::NoDispute || tx.status == Status::Resolved))
    reader.refuse(tx.sender_fee_wei.is_zero() ? "receiverFee" : "senderFee",
                  "Fees are held only between the first payment and the resolution.");
  if (tx.status == Status::Resolved && !tx.amount.is_zero())
    reader.refuse("amount", "A resolved transaction holds nothing.");
  if (disputed && tx.sender_fee_wei != tx.receiver_fee_wei)
    reader.refuse("receiverFee", "In a dispute both fees are the arbitration cost.");
  if (tx.status < Status::DisputeCreated && !tx.dispute_id.is_zero())
    reader.refuse("disputeId", "There is no dispute yet.");
  if (!tx.ruling.is_zero() && (tx.status != Status::Resolved || tx.ruling > Uint256(2)))
    reader.refuse("ruling", "A ruling is 0 until the resolution, then 0, 1 or 2.");
  if (disputed && profile.appeals && tx.rounds.empty())
    reader.refuse("rounds", "A dispute has a round from its creation on.");
  if (!tx.rounds.empty() && (!profile.appeals || tx.status < Status::DisputeCreated))
    reader.refuse("rounds", "Only disputes of WithAppeals contracts have rounds.");
}

Transaction read_transaction(Reader& reader, const Profile& profile) {
  Transaction tx;
  tx.sender = reader.address("sender");
  tx.receiver = reader.address("receiver");
  tx.amount = reader.number("amount");
  if (profile.token) tx.token = reader.address("token");
  tx.timeout_payment = reader.number("timeoutPayment");
  tx.dispute_id = reader.number("disputeId");
  tx.sender_fee_wei = reader.number("senderFee");
  tx.receiver_fee_wei = reader.number("receiverFee");
  tx.last_interaction = reader.number("lastInteraction");
  const Uint256 status = reader.number("status");
  if (status > Uint256(4)) reader.refuse("status", "A status is 0 to 4.");
  if (reader.good()) tx.status = static_cast<Status>(status.words[0]);
  if (profile.appeals && reader.has("ruling")) tx.ruling = reader.number("ruling");
  if (reader.has("rounds")) {
    Reader rounds = reader.part("rounds");
    rounds.expect_list();
    const std::size_t count = rounds.size();
    for (std::size_t i = 0; i < count && rounds.good(); ++i) {
      Reader round = rounds.part(at(i));
      tx.rounds.push_back(read_round(round));
      check_round(round, tx.rounds.back(), i + 1 == count, tx.status == Status::Resolved);
    }
  }
  check_transaction(reader, tx, profile);
  return tx;
}

void read_setup(Reader& reader, State& state) {
  state.profile = find_profile(reader.text("system"));
  if (state.profile == nullptr) {
    reader.refuse("system",
                  "Known are escrow-v1-eth-2019, escrow-v1-eth, escrow-v1-token, "
                  "escrow-v1-eth-appeals and escrow-v1-token-appeals.");
    return;
  }
  state.self = reader.address("escrow");
  state.arbitrator = reader.address("arbitrator");
  state.arbitrator_extra_data = to_hex(reader.bytes("arbitratorExtraData"));
  state.fee_timeout = reader.number("feeTimeout");
  for (std::size_t i = 0; i < 3 && state.profile->appeals; ++i)
    state.multipliers_bps[i] = reader.number(kMultipliers[i]);
  if (!reader.has("tokens")) return;
  Reader tokens = reader.part("tokens");
  for (std::size_t i = 0; i < tokens.size() && tokens.good(); ++i) {
    Reader token = tokens.part(tokens.name(i));
    state.holdings.push_back({std::string(tokens.name(i)), token.address("address"),
                              token.has("balance") ? token.number("balance") : Uint256()});
  }
}

/// Given, or read from the disputes that are open.
void read_links(Reader& reader, State& state) {
  if (!reader.has("disputeIDtoTransactionID")) {
    for (std::size_t i = 0; i < state.transactions.size(); ++i)
      if (state.transactions[i].status == Status::DisputeCreated)
        state.disputes.push_back({state.transactions[i].dispute_id, i});
    return;
  }
  Reader links = reader.part("disputeIDtoTransactionID");
  for (std::size_t i = 0; i < links.size() && links.good(); ++i) {
    const auto dispute = Uint256::parse(links.name(i));
    const std::uint64_t transaction = links.u64(links.name(i));
    if (!dispute || transaction >= state.transactions.size())
      links.refuse(links.name(i), "This leads from a dispute's id to a transaction there is.");
    if (dispute) state.disputes.push_back({*dispute, transaction});
  }
}

void check_balances(Reader& reader, State& state, bool balance_given) {
  const Uint256 owed = owed_wei(state);
  if (!balance_given) state.eth_balance_wei = owed;
  if (state.eth_balance_wei < owed)
    reader.refuse("ethBalance", "Open transactions hold more ether than this.");
}

}  // namespace

Uint256 owed_wei(const State& state) {
  Uint256 sum;
  for (const Transaction& tx : state.transactions) {
    if (!state.profile->token) sum = capped_add(sum, tx.amount);
    sum = capped_add(sum, tx.sender_fee_wei);
    // In a dispute one of the two fees has gone to the arbitrator.
    if (tx.status != Status::DisputeCreated) sum = capped_add(sum, tx.receiver_fee_wei);
    if (tx.status == Status::Resolved) continue;
    for (const Round& round : tx.rounds) sum = capped_add(sum, round.fee_rewards_wei);
  }
  return sum;
}

Uint256 owed_tokens(const State& state, const Address& token) {
  Uint256 sum;
  for (const Transaction& tx : state.transactions)
    if (state.profile->token && tx.token == token) sum = capped_add(sum, tx.amount);
  return sum;
}

Result<State> read_config(const json::Value& config) {
  Reader reader(config, "", ErrorCode::machine_config);
  State state;
  read_setup(reader, state);
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return state;
}

Result<State> read_state(const json::Value& value) {
  const json::Value named = with_names(value);
  Reader reader(named, "", ErrorCode::machine_state);
  State state;
  read_setup(reader, state);
  if (reader.good()) {
    const bool balance_given = reader.has("ethBalance");
    if (balance_given) state.eth_balance_wei = reader.number("ethBalance");
    Reader list = reader.part("transactions");
    list.expect_list();
    for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
      Reader transaction = list.part(at(i));
      state.transactions.push_back(read_transaction(transaction, *state.profile));
    }
    if (reader.good()) read_links(reader, state);
    if (reader.good()) check_balances(reader, state, balance_given);
  }
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return state;
}

namespace {

json::Value write_triple(const std::array<Uint256, 3>& values) {
  return machine::to_value(std::vector<Uint256>(values.begin(), values.end()));
}

json::Value write_round(const Round& round) {
  json::Value object = json::Value::object();
  put(object, "paidFees", write_triple(round.paid_fees_wei));
  json::Value has_paid = json::Value::array();
  for (const bool paid : round.has_paid) has_paid.push(machine::to_value(paid));
  put(object, "hasPaid", std::move(has_paid));
  put(object, "feeRewards", round.fee_rewards_wei);
  json::Value contributions = json::Value::object();
  for (const Contribution& one : round.contributions)
    put(contributions, one.contributor.to_checksum(), write_triple(one.amounts_wei));
  put(object, "contributions", std::move(contributions));
  return object;
}

json::Value write_transaction(const Transaction& tx, const Profile& profile) {
  json::Value object = json::Value::object();
  put(object, "sender", tx.sender);
  put(object, "receiver", tx.receiver);
  put(object, "amount", tx.amount);
  if (profile.token) put(object, "token", tx.token);
  put(object, "timeoutPayment", tx.timeout_payment);
  put(object, "disputeId", tx.dispute_id);
  put(object, "senderFee", tx.sender_fee_wei);
  put(object, "receiverFee", tx.receiver_fee_wei);
  put(object, "lastInteraction", tx.last_interaction);
  put(object, "status", static_cast<std::uint64_t>(tx.status));
  if (!profile.appeals) return object;
  put(object, "ruling", tx.ruling);
  json::Value rounds = json::Value::array();
  for (const Round& round : tx.rounds) rounds.push(write_round(round));
  put(object, "rounds", std::move(rounds));
  return object;
}

}  // namespace

json::Value write_state(const State& state) {
  json::Value object = json::Value::object();
  put(object, "system", state.profile->name);
  put(object, "escrow", state.self);
  put(object, "arbitrator", state.arbitrator);
  put(object, "arbitratorExtraData", state.arbitrator_extra_data);
  put(object, "feeTimeout", state.fee_timeout);
  for (std::size_t i = 0; i < 3 && state.profile->appeals; ++i)
    put(object, kMultipliers[i], state.multipliers_bps[i]);
  put(object, "ethBalance", state.eth_balance_wei);
  json::Value tokens = json::Value::object();
  for (const Holding& held : state.holdings) {
    json::Value token = json::Value::object();
    put(token, "address", held.address);
    put(token, "balance", held.balance);
    put(tokens, held.name, std::move(token));
  }
  put(object, "tokens", std::move(tokens));
  json::Value transactions = json::Value::array();
  for (const Transaction& tx : state.transactions)
    transactions.push(write_transaction(tx, *state.profile));
  put(object, "transactions", std::move(transactions));
  json::Value links = json::Value::object();
  for (const DisputeLink& link : state.disputes)
    put(links, link.dispute_id.to_decimal(), link.transaction_id);
  put(object, "disputeIDtoTransactionID", std::move(links));
  return object;
}

}  // namespace dikast::escrow
