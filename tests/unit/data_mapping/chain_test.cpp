#include "dikast/abi.hpp"
#include "dikast/keccak.hpp"
#include "support.hpp"

using namespace dikast;
using namespace dikast::mapping;
using namespace dikast::mapping::test;

namespace {

const std::string kAddress = "0x5D64Cb92c351e46615ce427015A2F1E0823A2402";
const std::string kParty = "0x74199ddaC9607A3a694011793f674FA1E0d0Fe2D";

std::string call(std::string_view abi, std::string_view args, std::string_view seek,
                 std::string_view populate) {
  return R"([{"type":"abi/call","abi":")" + std::string(abi) + R"(","address":")" + kAddress +
         R"(","args":)" + std::string(args) + R"(,"seek":)" + std::string(seek) +
         R"(,"populate":)" + std::string(populate) + "}]";
}

/// The JSON-RPC result for these values.
std::string encoded(std::string_view types, std::string_view values) {
  const auto parameters = abi::parse_parameters(json::Value::string(std::string(types)));
  REQUIRE(parameters.has_value());
  const auto bytes = abi::encode(*parameters, parse(values));
  REQUIRE(bytes.has_value());
  return "\"" + to_hex(*bytes) + "\"";
}

std::string called(std::string_view abi, std::string_view result, std::string_view seek,
                   std::string_view populate) {
  Resolution r = started(call(abi, "[]", seek, populate));
  (void)asked(r);
  const auto ok = r.provide(body(std::string(result)));
  if (!ok) return outcome(ok);
  return json::dump(r.context(), false);
}

std::string word(std::string_view digits) {
  return std::string(64 - digits.size(), '0') + std::string(digits);
}

std::string event(std::string_view filter, std::string_view seek = R"(["v"])",
                  std::string_view populate = R"(["v"])") {
  return R"j([{"type":"abi/event","abi":"event T(address indexed a, uint256 v, string s)","address":")j" +
         kAddress + R"(","eventFilter":)" + std::string(filter) + R"(,"seek":)" +
         std::string(seek) + R"(,"populate":)" + std::string(populate) + "}]";
}

std::string topic(std::string_view signature) {
  const Hash32 hash = keccak256(ByteView(signature));
  return to_hex(ByteView(hash.data(), hash.size()));
}

std::string log(std::string_view value, std::string_view party = kParty,
                std::string_view address = kAddress) {
  const std::string data = encoded("uint256, string", "[\"" + std::string(value) + "\",\"s\"]");
  return R"({"address":")" + std::string(address) + R"(","topics":[")" +
         topic("T(address,uint256,string)") + "\",\"0x" + word(std::string(party.substr(2))) +
         R"("],"data":)" + data + "}";
}

}  // namespace

TEST_CASE("mapping abi/call: the request", "[mapping][chain]") {
  Resolution r = started(
      call("function f(uint256 a, address b) view returns (uint256)", R"(["{{n}}","{{who}}"])",
           R"(["value"])", R"(["out"])"),
      R"({"n":7,"who":"0x74199ddac9607a3a694011793f674fa1e0d0fe2d","arbitrableChainID":"421614"})");
  const Request& request = asked(r);
  CHECK(request.kind == RequestKind::EthCall);
  CHECK(request.to == kAddress);
  CHECK(request.chain_id == "421614");
  CHECK(request.data.size() == 2 + 8 + 128);
  CHECK(request.data.substr(10, 64) == word("7"));
  Options options;
  options.chain_id = "100";
  Resolution other =
      started(call("function f()", "[]", "[]", "[]"), R"({"arbitrableChainID":1})", options);
  CHECK(asked(other).chain_id == "100");
}

TEST_CASE("mapping abi/call: results as kleros-sdk hands them on, and by name",
          "[mapping][chain]") {
  const std::string one = R"(["value"])";
  CHECK(called("function f() view returns (uint256)", encoded("uint256", R"(["9007199254740993"])"),
               one, R"(["o"])") == R"({"o":9007199254740993})");
  CHECK(called("function f() view returns (uint256 total)", encoded("uint256", R"(["5"])"),
               R"(["total"])", R"(["o"])") == R"({"o":5})");
  CHECK(called("function f() view returns (string)", encoded("string", R"(["h\u00e9"])"), one,
               R"(["o"])") == "{\"o\":\"h\xc3\xa9\"}");
  CHECK(called("function f() view returns (uint256[])", encoded("uint256[]", R"([["1","2"]])"),
               R"(["0","length"])", R"(["a","l"])") == R"({"a":1,"l":2})");
  const std::string three = encoded("uint256, bool, bool", R"(["3",true,false])");
  const std::string signature =
      "function f() view returns (uint256 ruling, bool tied, bool overridden)";
  CHECK(called(signature, three, R"(["0","1","2"])", R"(["a","b","c"])") ==
        R"({"a":3,"b":true,"c":false})");
  CHECK(called(signature, three, R"(["ruling","tied"])", R"(["a","b"])") == R"({"a":3,"b":true})");
  const std::string structure = encoded("(uint256, uint256[])", R"([["1",["4","0"]]])");
  CHECK(called("function f() view returns ((uint256, uint256[]))", structure, R"(["1"])",
               R"(["ids"])") == R"({"ids":[4,0]})");
  CHECK(called("function f() view returns ((uint256 n, uint256[] ids) s)", structure,
               R"(["ids","0"])", R"(["ids","n"])") == R"({"ids":[4,0],"n":1})");
}

TEST_CASE("mapping abi/call: answers that are refused", "[mapping][chain]") {
  const std::string f = "function f() view returns (uint256)";
  const auto refused = [&](std::string_view result) {
    return called(f, result, R"(["value"])", R"(["o"])");
  };
  CHECK(refused("\"0x\"") == "mapping.response_invalid /0");
  CHECK(refused("\"0x01\"") == "mapping.response_invalid /0");
  CHECK(refused("\"0x" + word("1") + word("2") + "\"") == "mapping.response_invalid /0");
  CHECK(refused("\"12\"") == "mapping.response_invalid /0");
  CHECK(refused("null") == "mapping.response_invalid /0");
  CHECK(refused("{}") == "mapping.response_invalid /0");
  CHECK(called(f, "\"0x" + word("1") + "\"", R"(["nope"])", R"(["o"])") ==
        "mapping.seek_missing /0/seek/0");
}

TEST_CASE("mapping abi/call: a value that is no argument or address", "[mapping][chain]") {
  Resolution bad = started(call("function f(uint256)", R"(["{{n}}"])", "[]", "[]"), R"({"n":"x"})");
  CHECK(outcome(bad.next()) == "mapping.argument_invalid /0/args/0");
  Resolution address = started(
      R"j([{"type":"abi/call","abi":"function f() view","address":"{{a}}","seek":[],"populate":[]}])j",
      R"({"a":"vitalik.eth"})");
  CHECK(outcome(address.next()) == "address.invalid /0/address");
}

TEST_CASE("mapping abi/event: the request", "[mapping][chain]") {
  Resolution r = started(event(R"({"fromBlock":"123","toBlock":"{{to}}","args":{"a":"{{p}}"}})"),
                         "{\"to\":456,\"p\":\"" + kParty + "\"}");
  const Request& request = asked(r);
  CHECK(request.kind == RequestKind::EthGetLogs);
  CHECK(request.from_block == "0x7b");
  CHECK(request.to_block == "0x1c8");
  REQUIRE(request.topics.size() == 2);
  CHECK(request.topics[0] == Topic{topic("T(address,uint256,string)")});
  CHECK(request.topics[1] ==
        Topic{"0x00000000000000000000000074199ddac9607a3a694011793f674fa1e0d0fe2d"});
  CHECK(r.trace()[0].notes.size() == 2);

  Resolution all = started(event("{}"));
  CHECK(asked(all).topics.size() == 1);
  CHECK(asked(all).from_block == "earliest");
  CHECK(asked(all).to_block == "latest");
  Resolution several =
      started(event("{\"args\":{\"a\":[\"" + kParty + "\",\"" + kAddress + "\"]}}"));
  CHECK(asked(several).topics[1].size() == 2);
  Resolution positional = started(event("{\"args\":[\"" + kParty + "\"]}"));
  CHECK(asked(positional).topics.size() == 2);
  CHECK(first_error(event(R"({"args":{"a":[]}})")) ==
        "mapping.argument_invalid /0/eventFilter/args/a");
}

TEST_CASE("mapping abi/event: the first log that fits", "[mapping][chain]") {
  const auto answered = [](std::string_view filter, std::string_view logs) {
    Resolution r = started(event(filter));
    (void)asked(r);
    const auto ok = r.provide(body(std::string(logs)));
    return ok ? json::dump(r.context(), false) : outcome(ok);
  };
  CHECK(answered("{}", "[" + log("1") + "," + log("2") + "]") == R"({"v":1})");
  CHECK(answered(R"({"args":{"v":"2"}})", "[" + log("1") + "," + log("2") + "]") == R"({"v":2})");
  CHECK(answered(R"({"args":{"v":["3","2"]}})", "[" + log("1") + "," + log("2") + "]") ==
        R"({"v":2})");
  CHECK(answered(R"({"args":{"s":"t"}})", "[" + log("1") + "]") == "mapping.no_event /0");
  CHECK(answered("{}", "[]") == "mapping.no_event /0");
  CHECK(answered("{}", "null") == "mapping.response_invalid /0");
  CHECK(answered("{}", R"([{"address":"0x"}])") == "mapping.response_invalid /0");
  // Logs of another contract or another party are not believed.
  CHECK(answered("{}", "[" + log("1", kParty, kParty) + "," + log("2") + "]") == R"({"v":2})");
  CHECK(answered("{\"args\":{\"a\":\"" + kAddress + "\"}}", "[" + log("1") + "]") ==
        "mapping.no_event /0");
  std::string removed = log("1");
  removed.insert(1, "\"removed\":true,");
  CHECK(answered("{}", "[" + removed + "]") == "mapping.no_event /0");
  std::string cut = log("1");
  cut.erase(cut.size() - 4, 2);
  CHECK(answered("{}", "[" + cut + "]") == "mapping.response_invalid /0");
}
