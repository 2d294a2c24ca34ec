#include <catch2/catch.hpp>

#include "dikast/machine_io.hpp"

using namespace dikast;
using namespace dikast::machine;

namespace {

json::Value parsed(std::string_view text) {
  auto value = json::parse(text);
  REQUIRE(value);
  return *value;
}

}  // namespace

TEST_CASE("machine reader: the first error is kept with its path", "[machine]") {
  const json::Value state = parsed(R"({"a":"5","b":{"c":["1","x"]},"big":"18446744073709551616"})");
  Reader reader(state, "/state", ErrorCode::machine_state);
  CHECK(reader.number("a") == Uint256(5));
  CHECK(reader.check());
  Reader inner = reader.part("b");
  CHECK(inner.numbers("c").size() == 2);
  CHECK_FALSE(reader.good());
  CHECK(reader.u64("big") == 0);
  const auto checked = reader.check();
  REQUIRE_FALSE(checked);
  CHECK(checked.error().code == ErrorCode::machine_state);
  CHECK(checked.error().path == "/state/b/c/1");
}

TEST_CASE("machine reader: each getter refuses what it does not take", "[machine]") {
  const json::Value values =
      parsed(R"({"n":-1,"s":7,"f":"true","a":"0x12","b":"0x1","l":"x","safe":9007199254740991,)"
             R"("unsafe":9007199254740992})");
  const auto refused_at = [&](auto&& read) {
    Reader reader(values, "", ErrorCode::machine_config);
    read(reader);
    const auto checked = reader.check();
    return checked ? std::string("nothing") : checked.error().path;
  };
  CHECK(refused_at([](Reader& r) { (void)r.number("n"); }) == "/n");
  CHECK(refused_at([](Reader& r) { (void)r.number("unsafe"); }) == "/unsafe");
  CHECK(refused_at([](Reader& r) { (void)r.number("safe"); }) == "nothing");
  CHECK(refused_at([](Reader& r) { (void)r.text("s"); }) == "/s");
  CHECK(refused_at([](Reader& r) { (void)r.flag("f"); }) == "/f");
  CHECK(refused_at([](Reader& r) { (void)r.address("a"); }) == "/a");
  CHECK(refused_at([](Reader& r) { (void)r.bytes("b"); }) == "/b");
  CHECK(refused_at([](Reader& r) { (void)r.part("l"); }) == "/l");
  CHECK(refused_at([](Reader& r) { (void)r.number("missing"); }) == "/missing");
}

TEST_CASE("machine call: what is missing is named", "[machine]") {
  const auto call = read_call(parsed(R"({"timestamp":"1","function":"f"})"));
  REQUIRE_FALSE(call);
  CHECK(call.error().code == ErrorCode::machine_argument);
  CHECK(call.error().path == "/from");
  const auto list = read_call(parsed(R"({"timestamp":"1","from":"a","function":"f","args":{}})"));
  REQUIRE_FALSE(list);
  CHECK(list.error().path == "/args");
}

TEST_CASE("machine outcome: written as the recordings have it", "[machine]") {
  Outcome outcome;
  put(emit(outcome, "core", "NewPeriod").args, "_disputeID", Uint256(3));
  move_money(outcome, "eth", "a", "b", Uint256());
  move_money(outcome, "eth", "a", "b", Uint256(7));
  outcome.returns = to_value(true);
  CHECK(json::dump(to_json(outcome)) ==
        R"({"ok":true,"events":[{"contract":"core","name":"NewPeriod","args":{"_disputeID":"3"}}],)"
        R"("transfers":[{"asset":"eth","from":"a","to":"b","amount":"7","ok":true}],)"
        R"("returns":true})");
  CHECK(json::dump(to_json(refused(Failure::Custom, "OwnerOnly"))) ==
        R"({"ok":false,"revert":"OwnerOnly","kind":"custom"})");
  CHECK(json::dump(to_json(refused(Failure::Empty, ""))) ==
        R"({"ok":false,"revert":null,"kind":"empty"})");
}

TEST_CASE("machine deadlines: sorted by time, ties keep their order", "[machine]") {
  std::vector<Deadline> all(3);
  all[0].timestamp = 9;
  all[1].timestamp = 5;
  all[1].name = "first";
  all[2].timestamp = 5;
  sort_by_time(all);
  CHECK(all[0].name == "first");
  CHECK(all[2].timestamp == 9);
}
