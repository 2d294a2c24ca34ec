#include "dikast/court.hpp"

#include <catch2/catch.hpp>

#include "dikast/machine_io.hpp"

using namespace dikast;

namespace {

constexpr const char* kConfig = R"({"generation":"v2",
  "contracts":[{"label":"core","address":"0x00000000000000000000000000000000000000c0"},
    {"label":"kit","address":"0x00000000000000000000000000000000000000d1"},
    {"label":"resolver","address":"0x00000000000000000000000000000000000000e1"},
    {"label":"sortition","address":"0x00000000000000000000000000000000000000f1"},
    {"label":"registry","address":"0x00000000000000000000000000000000000000f2"}],
  "owner":"0x0000000000000000000000000000000000000001",
  "courts":[{"parent":"0","hiddenVotes":false,"minStake":"200","alpha":"5000",
    "feeForJuror":"10","jurorsForCourtJump":"31","timesPerPeriod":["100","100","100","200"],
    "supportedDisputeKits":["1"]}],
  "disputeKits":[{"address":"0x00000000000000000000000000000000000000d1"}],
  "resolver":{"owner":"0x0000000000000000000000000000000000000001",
    "arbitrator":"0x00000000000000000000000000000000000000c0",
    "templateRegistry":"0x00000000000000000000000000000000000000f2"},
  "registries":[{"label":"registry","templates":"0"}]})";

const machine::Kind& court_kind() { return court::kinds().front(); }

json::Value parsed(std::string_view text) {
  auto value = json::parse(text);
  REQUIRE(value);
  return *value;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

machine::Call call(std::string function, std::string_view args, std::uint64_t value = 0) {
  machine::Call result;
  result.timestamp = 1000;
  result.from = "0x0000000000000000000000000000000000000009";
  result.function = std::move(function);
  result.args = parsed(args);
  result.value = value;
  result.env = json::Value::object();
  return result;
}

Error error_of(const Result<machine::Outcome>& outcome) {
  REQUIRE_FALSE(outcome);
  return outcome.error();
}

}  // namespace

TEST_CASE("court: what cannot be set up is named", "[court]") {
  const auto at = [](std::string_view from, std::string_view to) {
    const auto made = court_kind().initial(parsed(replaced(kConfig, from, to)));
    if (made) return std::string("made");
    CHECK(made.error().code == ErrorCode::machine_config);
    return made.error().path;
  };
  CHECK(at("\"v2\"", "\"v2\"") == "made");
  CHECK(at("\"v2\"", "\"v3\"") == "/generation");
  CHECK(at("\"10\"", "\"-1\"") == "/courts/0/feeForJuror");
  CHECK(at("\"200\"]", "\"200\",\"1\"]") == "/courts/0");
  CHECK(at("\"parent\":\"0\"", "\"parent\":\"1\"") == "/courts/0");
  CHECK(at("[\"1\"]", "[\"2\"]") == "/courts/0");
  CHECK(at("\"core\"", "\"other\"") == "/contracts");
}

TEST_CASE("court: a state that cannot be is named", "[court]") {
  auto made = court_kind().initial(parsed(kConfig));
  REQUIRE(made);
  auto done = (*made)->apply(call("createDispute", R"(["2","0x"])", 30));
  REQUIRE(done);
  REQUIRE(done->ok());
  const std::string state = json::dump((*made)->dump());
  CHECK(court_kind().load(parsed(state)));
  const auto at = [&](std::string_view from, std::string_view to) {
    const auto loaded = court_kind().load(parsed(replaced(state, from, to)));
    if (loaded) return std::string("loaded");
    CHECK(loaded.error().code == ErrorCode::machine_state);
    return loaded.error().path;
  };
  CHECK(at(R"("courtID":"1")", R"("courtID":"7")") == "/disputes/0/courtID");
  CHECK(at(R"("period":"0")", R"("period":"9")") == "/disputes/0/period");
  CHECK(at(R"("period":"0")", R"("period":"2")") == "/disputes/0/rounds/0/drawnJurors");
  CHECK(at(R"("ruled":false)", R"("ruled":true)") == "/disputes/0/ruled");
  CHECK(at(R"("totalVoted":"0")", R"("totalVoted":"1")") ==
        "/disputeKits/0/disputes/0/rounds/0/totalVoted");
  CHECK(at(R"("disputesWithoutJurors":"1")", R"("disputesWithoutJurors":"0")") ==
        "/disputesWithoutJurors");
}

TEST_CASE("court: what is no call is an error, never a silent no", "[court]") {
  auto made = court_kind().initial(parsed(kConfig));
  REQUIRE(made);
  machine::Machine& machine = **made;
  CHECK(error_of(machine.apply(call("fly", "[]"))).code == ErrorCode::machine_unknown_function);
  CHECK(error_of(machine.apply(call("passPeriod", "[]"))).code ==
        ErrorCode::machine_unknown_function);
  const Error argument = error_of(machine.apply(call("passPeriod", R"(["x"])")));
  CHECK(argument.code == ErrorCode::machine_argument);
  CHECK(argument.path == "/args/0");
  machine::Call unnamed = call("passPeriod", R"(["0"])");
  unnamed.from = "somebody";
  CHECK(error_of(machine.apply(unnamed)).path == "/from");
  REQUIRE(machine.apply(call("createDispute", R"(["2","0x"])", 30)));
  for (int i = 0; i < 2; ++i) {
    machine::Call pass = call("passPhase", "[]");
    pass.to = "sortition";
    REQUIRE(machine.apply(pass)->ok());
  }
  const Error missing = error_of(machine.apply(call("draw", R"(["0","1"])")));
  CHECK(missing.code == ErrorCode::machine_env);
  CHECK(missing.path == "/env/drawn");
  // None of these left anything behind.
  CHECK(machine.apply(call("getNumberOfRounds", R"(["0"])"))->returns.text() == "1");
}

TEST_CASE("court: value for what is not payable reverts without data", "[court]") {
  auto made = court_kind().initial(parsed(kConfig));
  REQUIRE(made);
  const auto outcome = (*made)->apply(call("pause", "[]", 1));
  REQUIRE(outcome);
  CHECK(outcome->failure == machine::Failure::Empty);
}

TEST_CASE("court: extraData of both versions, with every fallback", "[court]") {
  const std::string zeros(62, '0');
  const std::string word1 = zeros + "01";
  const std::string word3 = zeros + "03";
  const auto encoded = court::encode_extra_data(
      parsed(R"({"courtId":"1","minJurors":"3","disputeKitId":"1","kitData":"0xff"})"));
  REQUIRE(encoded);
  CHECK(encoded->text() == "0x" + word1 + word3 + word1 + "ff");
  const auto v1 =
      court::encode_extra_data(parsed(R"({"version":"1","courtId":"0","minJurors":"3"})"));
  REQUIRE(v1);
  CHECK(v1->text() == "0x" + zeros + "00" + word3);
  const auto wide = court::encode_extra_data(
      parsed(R"({"courtId":"79228162514264337593543950336","minJurors":"3"})"));
  REQUIRE_FALSE(wide);
  CHECK(wide.error().path == "/courtId");

  const auto decoded = [](const std::string& data, const char* rest) {
    const auto value =
        court::decode_extra_data(parsed("{\"extraData\":\"0x" + data + "\"" + rest + "}"));
    REQUIRE(value);
    return json::dump(*value);
  };
  CHECK(decoded("", "") ==
        R"({"courtId":"1","minJurors":"3","disputeKitId":"1","kitData":"0x","dirty":false})");
  CHECK(decoded("", R"(,"version":"1")") == R"({"courtId":"0","minJurors":"3"})");
  CHECK(decoded(zeros + "09" + zeros + "00" + zeros + "07", R"(,"courts":"5","disputeKits":"3")") ==
        R"({"courtId":"1","minJurors":"3","disputeKitId":"1","kitData":"0x","dirty":false})");
  CHECK(decoded("01" + zeros.substr(2) + "02" + word3, R"(,"courts":"5")") ==
        R"({"courtId":"2","minJurors":"3","disputeKitId":"1","kitData":"0x","dirty":true})");
}

TEST_CASE("court: an appeal plan goes as far as appeals can be paid", "[court]") {
  const auto planned = [](const char* generation) {
    std::string text = kConfig;
    text = replaced(text, "\"v2\"", generation);
    text = replaced(text, "\"owner\"", R"("courtID":"1","nbVotes":"3","rounds":"5","owner")");
    text = replaced(text, "\"31\"", "\"7\"");
    const auto plan = court::appeal_plan(parsed(text));
    REQUIRE(plan);
    return plan->items();
  };
  const auto v2 = planned("\"v2\"");
  REQUIRE(v2.size() == 5);
  CHECK(v2[0].find("appealCost")->text() == "70");
  CHECK(v2[0].find("winnerTotal")->text() == "140");
  CHECK(v2[0].find("loserTotal")->text() == "210");
  CHECK(v2[4].find("nbVotes")->text() == "63");
  // In neo nothing leads out of the General Court.
  const auto neo = planned("\"neo\"");
  REQUIRE(neo.size() == 2);
  CHECK_FALSE(neo[1].find("payable")->as_bool());
}

TEST_CASE("court: what a side has to raise, and until when", "[court]") {
  const auto funding = court::appeal_funding(
      parsed(R"({"appealCost":"70","winner":false,"paid":"10","start":"100","end":"301"})"));
  REQUIRE(funding);
  CHECK(json::dump(*funding) == R"({"payable":true,"total":"210","remaining":"200","end":"200"})");
  const auto cost = court::arbitration_cost(parsed(
      R"({"feeForJuror":"10","minJurors":"3","token":{"rateInEth":"7","rateDecimals":"2"}})"));
  REQUIRE(cost);
  CHECK(cost->text() == "428");
  const auto panic = court::arbitration_cost(
      parsed(R"({"feeForJuror":"10","token":{"rateInEth":"0","rateDecimals":"2"}})"));
  REQUIRE_FALSE(panic);
  CHECK(panic.error().message == "The contract reverts: Panic(0x12)");
}
