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

TEST_CASE("court: Kleros v1 costs, from its rules", "[court]") {
  // n' = 2n + 1; a round as large as jurorsForCourtJump is appealed to the parent; out of court 0
  // nobody can pay. Fees are the next court's.
  const auto planned = [](const char* rest) {
    const std::string text = std::string(R"({"generation":"v1","rounds":"9","courts":[
      {"parent":"0","feeForJuror":"5","jurorsForCourtJump":"15"},
      {"parent":"0","feeForJuror":"10","jurorsForCourtJump":"7"}],)") +
                             rest + "}";
    return court::appeal_plan(parsed(text));
  };
  const auto plan = planned(R"("courtID":"1","nbVotes":"3",
      "multipliers":{"winner":"10000","loser":"20000","shared":"15000"})");
  REQUIRE(plan);
  REQUIRE(plan->items().size() == 3);
  CHECK(json::dump(plan->items()[0]) ==
        R"({"round":"0","courtID":"1","disputeKitID":"0","nbVotes":"3","feesForJurors":"30",)"
        R"("appealCost":"70","payable":true,"courtJump":false,"winnerTotal":"140",)"
        R"("loserTotal":"210","sharedTotal":"175"})");
  CHECK(plan->items()[1].find("appealCost")->text() == "75");
  CHECK(plan->items()[1].find("courtJump")->as_bool());
  CHECK(plan->items()[2].find("courtID")->text() == "0");
  CHECK(plan->items()[2].find("nbVotes")->text() == "15");
  CHECK(plan->items()[2].find("appealCost")->text() ==
        "57896044618658097711785492504343953926634992332820282019728792003956564819967");
  CHECK_FALSE(plan->items()[2].find("payable")->as_bool());
  CHECK(planned(R"("courtID":"2","nbVotes":"3")").error().path == "/courtID");
  const auto orphan = court::appeal_plan(parsed(
      R"({"generation":"v1","courtID":"0","nbVotes":"3","courts":[{"parent":"0","feeForJuror":"5",
      "jurorsForCourtJump":"15"},{"parent":"1","feeForJuror":"5","jurorsForCourtJump":"15"}]})"));
  REQUIRE_FALSE(orphan);
  CHECK(orphan.error().path == "/courts/1/parent");
  const auto funding = court::appeal_funding(
      parsed(R"({"appealCost":"75","winner":false,"multiplier":"5000","paid":"12"})"));
  REQUIRE(funding);
  CHECK(json::dump(*funding) == R"({"payable":true,"total":"112","remaining":"100"})");
}

TEST_CASE("court: deadlines of a dispute without a state", "[court]") {
  const auto listed = [](const char* dispute, const char* generation = "neo") {
    const auto found = court::periods(
        parsed(std::string(R"({"now":"1","court":{"timesPerPeriod":["10","20","30","41"]},)") +
               "\"generation\":\"" + generation + "\",\"dispute\":" + dispute + "}"));
    if (!found) return found.error().path;
    std::string all;
    for (const json::Value& one : found->items()) {
      all += one.find("name")->text() + " " + one.find("timestamp")->text() + ";";
    }
    return all;
  };
  CHECK(listed(R"({"period":"0","lastPeriodChange":"100"})") == "evidencePeriodEnd 110;");
  CHECK(listed(R"({"period":"0","lastPeriodChange":"100","round":"1"})").empty());
  CHECK(listed(R"({"period":"2","lastPeriodChange":"100"})", "v2") ==
        "votePeriodEnd 130;votePeriodPassable 130;");
  CHECK(listed(R"({"period":"3","lastPeriodChange":"100"})") ==
        "loserFundingEnd 120;appealPeriodPassableUnfunded 120;winnerFundingEnd 141;"
        "appealPeriodPassable 141;");
  CHECK(listed(R"({"period":"3","lastPeriodChange":"100","fundedChoices":["1"]})") ==
        "loserFundingEnd 120;winnerFundingEnd 141;appealPeriodPassable 141;");
  CHECK(listed(R"({"period":"4","lastPeriodChange":"100"})").empty());
  CHECK(listed(R"({"period":"5","lastPeriodChange":"100"})") == "/dispute/period");
  CHECK(listed(R"({"period":"0","lastPeriodChange":"100"})", "v3") == "/generation");
}

TEST_CASE("court: what each choice needs, without a state", "[court]") {
  const auto funding = [](const std::string& rest) {
    return court::choice_funding(
        parsed(R"({"appealCost":"70","currentRuling":"1","numberOfChoices":"2","now":"119",)"
               R"("period":{"start":"100","end":"141"},)" +
               rest + "}"));
  };
  const auto found = funding(R"("contributions":[{"choice":"2","paid":"200"}])");
  REQUIRE(found);
  REQUIRE(found->items().size() == 3);
  CHECK(json::dump(found->items()[2]) ==
        R"({"choice":"2","winner":false,"paid":"200","funded":false,"end":"120","open":true,)"
        R"("total":"210","remaining":"10","stake":"10","ifUnopposed":"10","opponent":"1",)"
        R"("opponentTotal":"140","ifWins":"13","ifOpponentWins":"0","ifAnotherWins":"8"})");
  const auto opposed = funding(R"("contributions":[{"choice":"2","paid":"210"}])");
  REQUIRE(opposed);
  CHECK(opposed->items()[2].find("funded")->as_bool());
  CHECK(opposed->items()[1].find("opponent")->text() == "2");
  CHECK(opposed->items()[1].find("open")->as_bool());
  CHECK(opposed->items()[1].find("ifUnopposed") == nullptr);
  CHECK(funding(R"("contributions":[{"choice":"3","paid":"1"}])").error().path ==
        "/contributions/0/choice");
  CHECK(funding(R"("contributions":[{"choice":"1","paid":"140"},{"choice":"2","paid":"210"}])")
            .error()
            .path == "/contributions/0");
}

TEST_CASE("court: Kleros v1 computes without checks", "[court]") {
  const auto cost = [](const std::string& rest) {
    // 2^255
    const std::string fee =
        "57896044618658097711785492504343953926634992332820282019728792003956564819968";
    return court::arbitration_cost(parsed("{\"feeForJuror\":\"" + fee + "\"," + rest + "}"));
  };
  const auto wrapped = cost(R"("minJurors":"2","version":"1")");
  REQUIRE(wrapped);
  CHECK(wrapped->text() == "0");
  CHECK(cost(R"("minJurors":"2")").error().message == "The contract reverts: Panic(0x11)");
  const auto token = cost(R"("version":"1","token":{"rateInEth":"1","rateDecimals":"1"})");
  REQUIRE_FALSE(token);
  CHECK(token.error().path == "/token");
}

TEST_CASE("court: an appeal is planned by what funding and withdrawing do", "[court]") {
  auto made = court_kind().initial(parsed(kConfig));
  REQUIRE(made);
  machine::Machine& machine = **made;
  const auto done = [&](const char* to, const char* function, const char* args,
                        std::uint64_t timestamp, std::uint64_t value = 0, const char* env = "{}") {
    machine::Call one = call(function, args, value);
    one.to = to;
    one.timestamp = timestamp;
    one.env = parsed(env);
    const auto outcome = machine.apply(one);
    INFO(function << (outcome ? outcome->error : outcome.error().message));
    REQUIRE(outcome);
    REQUIRE(outcome->ok());
    return outcome->returns;
  };
  done("core", "createDispute", R"(["2","0x"])", 1000, 30);
  const json::Value early = done("view", "appeal", R"(["0","2"])", 1000);
  CHECK(early.find("appealCost")->text() == "70");
  CHECK_FALSE(early.find("choices")->items()[0].find("open")->as_bool());
  CHECK(early.find("choices")->items()[0].find("reason")->text() == "NotAppealPeriod");
  done("sortition", "passPhase", "[]", 1000);
  done("sortition", "passPhase", "[]", 1000);
  const std::string me = "\"0x0000000000000000000000000000000000000009\"";
  const std::string drawn = "{\"drawn\":[" + me + "," + me + "," + me + "]}";
  done("core", "draw", R"(["0","3"])", 1000, 0, drawn.c_str());
  done("core", "passPeriod", R"(["0"])", 1100);
  done("kit", "castVote", R"(["0",["0","1","2"],"1","0",""])", 1100);
  done("core", "passPeriod", R"(["0"])", 1100);
  done("kit", "fundAppeal", R"(["0","2"])", 1150, 200);
  const json::Value plan = done("view", "appeal", R"(["0","3"])", 1150);
  CHECK(json::dump(*plan.find("choices")) ==
        R"([{"choice":"0","winner":false,"paid":"0","funded":false,"end":"1200","open":true,)"
        R"("total":"210","remaining":"210","stake":"210","ifUnopposed":"210","opponent":"1",)"
        R"("opponentTotal":"140","ifWins":"280","ifOpponentWins":"0","ifAnotherWins":"168"},)"
        R"({"choice":"1","winner":true,"paid":"0","funded":false,"end":"1300","open":true,)"
        R"("total":"140","remaining":"140","stake":"140","ifUnopposed":"140","opponent":"0",)"
        R"("opponentTotal":"210","ifWins":"280","ifOpponentWins":"0","ifAnotherWins":"112"},)"
        R"({"choice":"2","winner":false,"paid":"200","funded":false,"end":"1200","open":true,)"
        R"("total":"210","remaining":"10","stake":"10","ifUnopposed":"10","opponent":"1",)"
        R"("opponentTotal":"140","ifWins":"13","ifOpponentWins":"0","ifAnotherWins":"8"}])");
  CHECK(plan.find("rounds")->items().size() == 3);
  const json::Value late = done("view", "appeal", R"(["0","0"])", 1200);
  CHECK(late.find("choices")->items()[2].find("reason")->text() == "NotAppealPeriodForLoser");
  CHECK(late.find("choices")->items()[1].find("open")->as_bool());
  const Error many = [&] {
    machine::Call one = call("appeal", R"(["0","65"])");
    one.to = "view";
    return error_of(machine.apply(one));
  }();
  CHECK(many.path == "/args/1");
}
