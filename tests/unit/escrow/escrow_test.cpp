#include "dikast/escrow.hpp"

#include "recording.hpp"

using namespace dikast;
using namespace dikast::test;

namespace {

constexpr const char* kSender = "0x1000000000000000000000000000000000000001";
constexpr const char* kReceiver = "0x2000000000000000000000000000000000000002";
constexpr const char* kArbitrator = "0xA000000000000000000000000000000000000000";

Json config(const char* system) {
  return {{"system", system},
          {"escrow", "0xE000000000000000000000000000000000000000"},
          {"arbitrator", kArbitrator},
          {"arbitratorExtraData", "0x85"},
          {"feeTimeout", "100"},
          {"sharedStakeMultiplier", "5000"},
          {"winnerStakeMultiplier", "5000"},
          {"loserStakeMultiplier", "10000"}};
}

Error error_of(const machine::Made& made) {
  REQUIRE_FALSE(made);
  return made.error();
}

Error refused_call(machine::Machine& machine, const Json& call) {
  const auto outcome = machine.apply(read_call(call));
  REQUIRE_FALSE(outcome);
  return outcome.error();
}

Json transaction() {
  return {{"sender", kSender},      {"receiver", kReceiver},  {"amount", "5"},
          {"timeoutPayment", "10"}, {"disputeId", "0"},       {"senderFee", "0"},
          {"receiverFee", "0"},     {"lastInteraction", "1"}, {"status", "0"}};
}

/// The path a state with one changed transaction is refused at; "" where it is accepted.
std::string refused_at(const char* system, const Json& changes) {
  Json one = transaction();
  one.update(changes);
  Json state = config(system);
  state["transactions"] = Json::array({one});
  const auto made = escrow::kind().load(to_value(state));
  if (made) return {};
  CHECK(made.error().code == ErrorCode::machine_state);
  return made.error().path;
}

}  // namespace

TEST_CASE("escrow: a configuration that cannot be is refused", "[escrow]") {
  Json bad = config("escrow-v3");
  CHECK(error_of(escrow::kind().initial(to_value(bad))).path == "/system");
  bad = config("escrow-v1-eth");
  bad["arbitrator"] = "0x12";
  const Error error = error_of(escrow::kind().initial(to_value(bad)));
  CHECK(error.code == ErrorCode::machine_config);
  CHECK(error.path == "/arbitrator");
}

TEST_CASE("escrow: a call that is none is an error, never a refusal", "[escrow]") {
  const auto machine = *escrow::kind().initial(to_value(config("escrow-v1-eth")));
  const Json base = {
      {"timestamp", "1"}, {"from", kSender}, {"function", "fundAppeal"}, {"args", {"0", "1"}}};
  CHECK(refused_call(*machine, base).code == ErrorCode::machine_unknown_function);
  Json call = base;
  call["function"] = "pay";
  call["args"] = {"0"};
  CHECK(refused_call(*machine, call).path == "/args");
  call["args"] = {"0", "-1"};
  CHECK(refused_call(*machine, call).code == ErrorCode::machine_argument);
  CHECK(refused_call(*machine, call).path == "/args/1");
  call["from"] = "alice";
  CHECK(refused_call(*machine, call).path == "/from");
}

TEST_CASE("escrow: an answer that is missing is an error, one that reverts a refusal", "[escrow]") {
  Json state = config("escrow-v1-eth");
  state["transactions"] = Json::array({transaction()});
  const auto machine = *escrow::kind().load(to_value(state));
  Json call = {{"timestamp", "5"}, {"from", kSender}, {"function", "payArbitrationFeeBySender"},
               {"args", {"0"}},    {"value", "7"},    {"env", Json::object()}};
  const Error error = refused_call(*machine, call);
  CHECK(error.code == ErrorCode::machine_env);
  CHECK(error.path == "/env/arbitrationCost");
  call["env"]["arbitrationCost"] = nullptr;
  const auto outcome = machine->apply(read_call(call));
  REQUIRE(outcome);
  CHECK(outcome->failure == machine::Failure::Empty);
  CHECK(outcome->failed_in == "arbitrator");
  // A recorded call that is not the one the escrow makes.
  call = {{"timestamp", "50"},
          {"from", kSender},
          {"function", "executeTransaction"},
          {"args", {"0"}},
          {"env", {{"calls", {{{"to", kSender}, {"function", nullptr}, {"ok", true}}}}}}};
  CHECK(refused_call(*machine, call).path == "/env/calls/0");
}

TEST_CASE("escrow: a state that no calls lead to is refused with its field", "[escrow]") {
  const char* eth = "escrow-v1-eth";
  const char* appeals = "escrow-v1-eth-appeals";
  CHECK(refused_at(eth, Json::object()).empty());
  CHECK(refused_at(eth, {{"status", "5"}}) == "/transactions/0/status");
  CHECK(refused_at(eth, {{"amount", "x"}}) == "/transactions/0/amount");
  CHECK(refused_at(eth, {{"senderFee", "1"}}) == "/transactions/0/senderFee");
  CHECK(refused_at(eth, {{"disputeId", "1"}}) == "/transactions/0/disputeId");
  CHECK(refused_at(eth, {{"status", "4"}}) == "/transactions/0/amount");
  CHECK(refused_at(eth, {{"status", "3"}, {"senderFee", "2"}, {"receiverFee", "3"}}) ==
        "/transactions/0/receiverFee");
  const Json fees = {{"status", "3"}, {"senderFee", "2"}, {"receiverFee", "2"}};
  CHECK(refused_at(eth, fees).empty());
  CHECK(refused_at(appeals, fees) == "/transactions/0/rounds");
  Json funded = fees;
  funded["rounds"] = {{{"paidFees", {"0", "4", "0"}},
                       {"hasPaid", {false, false, false}},
                       {"feeRewards", "4"},
                       {"contributions", {{kSender, {"0", "4", "0"}}}}}};
  CHECK(refused_at(appeals, funded).empty());
  Json& round = funded["rounds"][0];
  round["feeRewards"] = "3";
  CHECK(refused_at(appeals, funded) == "/transactions/0/rounds/0/feeRewards");
  round["feeRewards"] = "4";
  round["contributions"][kSender] = {"0", "3", "0"};
  CHECK(refused_at(appeals, funded) == "/transactions/0/rounds/0/contributions");
  round["hasPaid"] = {false, true, true};
  CHECK(refused_at(appeals, funded) == "/transactions/0/rounds/0/hasPaid");
  funded = fees;
  funded["ruling"] = "1";
  CHECK(refused_at(appeals, funded) == "/transactions/0/ruling");

  Json state = config(eth);
  state["transactions"] = Json::array({transaction()});
  state["ethBalance"] = "4";
  CHECK(error_of(escrow::kind().load(to_value(state))).path == "/ethBalance");
  state["ethBalance"] = "6";
  state["disputeIDtoTransactionID"] = {{"0", "1"}};
  CHECK(error_of(escrow::kind().load(to_value(state))).path == "/disputeIDtoTransactionID/0");
}

TEST_CASE("escrow: what getters answer by position is read as a state", "[escrow]") {
  Json values = config("escrow-v1-eth-appeals");
  const Json round = {{"0", "4", "0"}, {false, false, false}, "4", {{kSender, {"0", "4", "0"}}}};
  values["transactions"] = Json::array({Json::array(
      {kSender, kReceiver, "5", "10", "7", "2", "2", "1", "3", "0", Json::array({round})})});
  const auto machine = escrow::kind().from_chain(to_value(values));
  INFO((machine ? std::string() : machine.error().path + " " + machine.error().message));
  REQUIRE(machine);
  const Json state = to_json((*machine)->dump());
  CHECK(state["transactions"][0]["disputeId"] == "7");
  CHECK(state["transactions"][0]["rounds"][0]["feeRewards"] == "4");
  CHECK(state["disputeIDtoTransactionID"]["7"] == "0");
  // Amount, one of the two fees, and what the round holds.
  CHECK(state["ethBalance"] == "11");
}

TEST_CASE("escrow: the buffer is the front ends', and no timeout is no deadline", "[escrow]") {
  Json state = config("escrow-v1-eth");
  Json one = transaction();
  one["timeoutPayment"] = "700000";
  Json never = transaction();
  never["timeoutPayment"] = "8640000000000000";
  state["transactions"] = {one, never};
  const auto machine = *escrow::kind().load(to_value(state));
  const auto deadlines = machine->deadlines({kSender, 5, to_value(Json::object())});
  REQUIRE(deadlines);
  REQUIRE(deadlines->size() == 2);
  CHECK((*deadlines)[0].name == "deliveryDeadlineByConvention");
  CHECK((*deadlines)[0].timestamp == 700001 - escrow::kBufferSeconds);
  CHECK((*deadlines)[1].name == "paymentTimeout");
  CHECK((*deadlines)[1].timestamp == 700001);
}
