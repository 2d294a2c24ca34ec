#include "support.hpp"

using namespace dikast;
using namespace dikast::mapping;
using namespace dikast::mapping::test;

namespace {
std::string json_mapping(std::string_view value, std::string_view seek = R"(["a"])",
                         std::string_view populate = R"(["a"])") {
  return R"([{"type":"json","value":)" + std::string(value) + R"(,"seek":)" + std::string(seek) +
         R"(,"populate":)" + std::string(populate) + "}]";
}
std::string call(std::string_view abi, std::string_view rest) {
  return R"([{"type":"abi/call","abi":)" + std::string(abi) +
         R"(,"address":"0x5D64Cb92c351e46615ce427015A2F1E0823A2402",)" + std::string(rest) +
         R"(,"seek":[],"populate":[]}])";
}
std::string event(std::string_view filter,
                  std::string_view abi = R"j("event T(address indexed a, uint256 v)")j") {
  return R"([{"type":"abi/event","abi":)" + std::string(abi) +
         R"(,"address":"0x5D64Cb92c351e46615ce427015A2F1E0823A2402","eventFilter":)" +
         std::string(filter) + R"(,"seek":[],"populate":[]}])";
}
}  // namespace

TEST_CASE("mapping check: the list", "[mapping][check]") {
  CHECK(first_error("[]") == "none");
  CHECK(first_error("{}") == "mapping.invalid ");
  CHECK(first_error("\"TODO\"") == "mapping.invalid ");
  CHECK(first_error("[1]") == "mapping.invalid /0");
  std::string many = "[";
  for (int i = 0; i < 33; ++i)
    many += (i == 0 ? "" : ",") +
            json_mapping("{\"a\":1}").substr(1, json_mapping("{\"a\":1}").size() - 2);
  CHECK(first_error(many + "]") == "mapping.too_many ");
  std::string realities = "[";
  for (int i = 0; i < 11; ++i) {
    realities += (i == 0 ? "" : ",") +
                 (R"({"type":"reality","realityQuestionID":"0x)" + std::string(64, '1') + "\"}");
  }
  CHECK(first_error(realities + "]") == "mapping.too_many_requests ");
}

TEST_CASE("mapping check: types and fields", "[mapping][check]") {
  CHECK(first_error("[{}]") == "mapping.missing_field /0");
  CHECK(first_error(R"([{"type":"js","code":"x"}])") == "mapping.unknown_type /0/type");
  CHECK(first_error(R"([{"type":null}])") == "mapping.unknown_type /0/type");
  CHECK(first_error(R"([{"type":"{{t}}"}])") == "mapping.unknown_type /0/type");
  CHECK(first_error(R"([{"type":"json","seek":[],"populate":[]}])") == "mapping.missing_field /0");
  CHECK(first_error(R"([{"type":"json","value":null,"seek":[],"populate":[]}])") ==
        "mapping.field_type /0/value");
  CHECK(first_error(R"([{"type":"json","value":{},"seek":"a","populate":[]}])") ==
        "mapping.field_type /0/seek");
  CHECK(first_error(R"([{"type":"json","value":{},"seek":[1],"populate":["a"]}])") ==
        "mapping.field_type /0/seek");
  CHECK(first_error(R"([{"type":"json","value":{},"seek":[],"populate":[],"endpoint":"x"}])") ==
        "mapping.unknown_key /0/endpoint");
  CHECK(first_error(R"([{"type":"json","value":"{a","seek":[],"populate":[]}])") ==
        "mapping.field_type /0/value");
  CHECK(check(parse(R"([{"type":"json"},{"type":"x"}])")).size() == 4);
}

TEST_CASE("mapping check: seek and populate", "[mapping][check]") {
  CHECK(first_error(json_mapping("{}", R"(["a","b"])")) == "mapping.length_mismatch /0/populate");
  CHECK(first_error(json_mapping("{}", R"(["a..b"])")) == "mapping.seek_invalid /0/seek/0");
  CHECK(first_error(json_mapping("{}", R"(["a"])", R"(["a b"])")) ==
        "mapping.populate_invalid /0/populate/0");
  CHECK(first_error(json_mapping("{}", R"(["a"])", R"([""])")) ==
        "mapping.populate_invalid /0/populate/0");
  CHECK(first_error(json_mapping("{}", R"(["a"])", R"(["0a"])")) ==
        "mapping.populate_invalid /0/populate/0");
  CHECK(first_error(json_mapping("{}", R"(["a","b"])", R"(["x","x"])")) ==
        "mapping.populate_invalid /0/populate/1");
  for (const char* name :
       {"__proto__", "constructor", "prototype", "graphApiKey", "alchemyApiKey"}) {
    CHECK(first_error(json_mapping("{}", R"(["a"])", "[\"" + std::string(name) + "\"]")) ==
          "mapping.reserved_name /0/populate/0");
  }
  CHECK(first_error(json_mapping("{}", R"(["{{a}}"])")) == "mapping.placeholder /0/seek");
  CHECK(first_error(json_mapping("{}", R"(["a"])", R"(["{{a}}"])")) ==
        "mapping.placeholder /0/populate");
  std::string names = "[";
  for (int i = 0; i < 257; ++i) names += (i == 0 ? "\"a" : ",\"a") + std::to_string(i) + "\"";
  CHECK(first_error(json_mapping("{}", names + "]", names + "]")) == "mapping.too_many /0/seek");
}

TEST_CASE("mapping check: tags", "[mapping][check]") {
  CHECK(first_error(json_mapping(R"({"a":"{{#x}}y{{/x}}"})")) == "mapping.placeholder /0/value/a");
  CHECK(first_error(json_mapping(R"({"a":["{{x"]})")) == "mapping.placeholder /0/value/a/0");
  CHECK(first_error(call(R"j("function f{{x}}()")j", R"j("functionName":"f")j")) ==
        "mapping.placeholder /0/abi");
}

TEST_CASE("mapping check: endpoints", "[mapping][check]") {
  CHECK(first_error(graphql("https://example.com/g")) == "none");
  CHECK(first_error(graphql("https://example.com/{{x}}")) == "none");
  CHECK(first_error(graphql("https://example.com?k={{x}}")) == "none");
  CHECK(first_error(graphql("{{{url}}}")) == "mapping.url_invalid /0/endpoint");
  CHECK(first_error(graphql("https://{{host}}/x")) == "mapping.url_invalid /0/endpoint");
  CHECK(first_error(graphql("https://example.com{{x}}")) == "mapping.url_invalid /0/endpoint");
  CHECK(first_error(graphql("https://example.com:{{port}}/")) == "mapping.url_invalid /0/endpoint");
  CHECK(first_error(graphql("https://u@example.com/")) == "mapping.url_invalid /0/endpoint");
  CHECK(first_error(graphql("ftp://example.com/")) == "mapping.url_invalid /0/endpoint");
  CHECK(first_error(graphql("http://2130706433:8650/")) == "mapping.url_invalid /0/endpoint");
}

TEST_CASE("mapping check: keys stay home", "[mapping][check]") {
  CHECK(first_error(graphql("https://gateway.thegraph.com/api/{{{graphApiKey}}}/x")) == "none");
  CHECK(first_error(graphql("https://eth-mainnet.alchemy.com/v2/{{alchemyApiKey}}")) == "none");
  const std::string leak = "mapping.secret_to_foreign_host /0/endpoint";
  CHECK(first_error(graphql("https://evil.example/{{{graphApiKey}}}")) == leak);
  CHECK(first_error(graphql("https://thegraph.com.evil.example/{{{graphApiKey}}}")) == leak);
  CHECK(first_error(graphql("https://gateway.thegraph.com/{{{alchemyApiKey}}}")) == leak);
  CHECK(first_error(graphql("http://gateway.thegraph.com/{{{graphApiKey}}}")) == leak);
  CHECK(first_error(graphql("https://gateway.thegraph.com/x", "{x(a: {{graphApiKey}})}")) ==
        "mapping.secret_to_foreign_host /0/query");
  CHECK(first_error(json_mapping(R"({"a":"{{graphApiKey}}"})")) ==
        "mapping.secret_to_foreign_host /0/value");
  CHECK(
      first_error(
          R"([{"type":"fetch/ipfs/json","ipfsUri":"/ipfs/{{{graphApiKey}}}","seek":[],"populate":[]}])") ==
      "mapping.secret_to_foreign_host /0/ipfsUri");
}

TEST_CASE("mapping check: ipfs", "[mapping][check]") {
  const auto uri = [](std::string_view text) {
    return first_error(R"([{"type":"fetch/ipfs/json","ipfsUri":")" + std::string(text) +
                       R"(","seek":[],"populate":[]}])");
  };
  CHECK(uri("/ipfs/bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq") == "none");
  CHECK(uri("{{{u}}}") == "none");
  CHECK(uri("/ipfs/../ipns/attacker.example/x.json") == "mapping.ipfs_uri /0/ipfsUri");
}

TEST_CASE("mapping check: calls", "[mapping][check]") {
  const std::string f = R"j("function f(uint256 a) view returns (uint256)")j";
  CHECK(first_error(call(f, R"j("functionName":"f","args":["1"])j")) == "none");
  CHECK(first_error(call(f, R"j("args":["{{x}}"])j")) == "none");
  CHECK(first_error(call(f, R"j("functionName":"g","args":["1"])j")) ==
        "mapping.abi_invalid /0/abi");
  CHECK(first_error(call(R"j("event f(uint256)")j", R"j("functionName":"f","args":["1"])j")) ==
        "mapping.abi_invalid /0/abi");
  CHECK(first_error(call(R"j("function f(")j", R"j("functionName":"f")j")) ==
        "mapping.abi_invalid /0/abi");
  CHECK(first_error(call(R"j(["function f(uint256)","function f(address)"])j",
                         R"j("functionName":"f")j")) == "mapping.abi_invalid /0/abi");
  CHECK(first_error(call(f, R"("functionName":"f","args":["-1"])")) ==
        "mapping.argument_invalid /0/args/0");
  CHECK(first_error(call(f, R"("functionName":"f","args":["1","2"])")) ==
        "mapping.argument_invalid /0/args");
  CHECK(first_error(call(f, R"("functionName":"f")")) == "mapping.argument_invalid /0/args");
  CHECK(
      first_error(
          R"j([{"type":"abi/call","abi":"function f()","address":"0xViewContractAddress","seek":[],"populate":[]}])j") ==
      "address.invalid /0/address");
  CHECK(
      first_error(
          R"j([{"type":"abi/call","abi":"function f()","address":"0x5d64Cb92c351e46615ce427015A2F1E0823A2402","seek":[],"populate":[]}])j") ==
      "address.checksum /0/address");
}

TEST_CASE("mapping check: events", "[mapping][check]") {
  CHECK(first_error(event(R"({"fromBlock":"123","toBlock":"latest","args":[]})")) == "none");
  CHECK(first_error(event(R"({})")) == "none");
  CHECK(first_error(event(R"({"fromBlock":"soon"})")) ==
        "mapping.block_invalid /0/eventFilter/fromBlock");
  CHECK(first_error(event(R"({"fromBlock":-1})")) ==
        "mapping.block_invalid /0/eventFilter/fromBlock");
  CHECK(first_error(event(R"({"toBlock":{}})")) == "mapping.block_invalid /0/eventFilter/toBlock");
  CHECK(first_error(event(R"({"blocks":1})")) == "mapping.unknown_key /0/eventFilter/blocks");
  CHECK(first_error(event(R"({"args":{"b":1}})")) ==
        "mapping.argument_invalid /0/eventFilter/args/b");
  CHECK(first_error(event(R"({"args":{"a":"x"}})")) ==
        "mapping.argument_invalid /0/eventFilter/args/a");
  CHECK(first_error(event(R"({"args":["0x5D64Cb92c351e46615ce427015A2F1E0823A2402",1]})")) ==
        "mapping.argument_invalid /0/eventFilter/args");
  CHECK(
      first_error(
          R"j([{"type":"abi/event","abi":"event T(uint256 v) ","address":"{{a}}","seek":[],"populate":[]}])j") ==
      "mapping.missing_field /0");
}

TEST_CASE("mapping check: reality", "[mapping][check]") {
  CHECK(first_error(R"([{"type":"reality","realityQuestionID":"{{{q}}}"}])") == "none");
  CHECK(
      first_error(
          R"([{"type":"reality","realityQuestionID":"{{{q}}}","seek":["ignored"],"populate":["ignored"]}])") ==
      "none");
  CHECK(first_error(R"([{"type":"reality","realityQuestionID":"0x12"}])") ==
        "mapping.argument_invalid /0/realityQuestionID");
  CHECK(first_error(R"([{"type":"reality"}])") == "mapping.missing_field /0");
}

TEST_CASE("mapping check: variables", "[mapping][check]") {
  const Mappings mappings = read_ok(R"([
    {"type":"json","value":{"a":"{{x}}"},"seek":["a"],"populate":["y"]},
    {"type":"json","value":{"a":"{{y}} {{z}} {{o.p}}"},"seek":["a"],"populate":["w"]}])");
  const auto missing = missing_variables(mappings, {"x", "o"});
  REQUIRE(missing.size() == 1);
  CHECK(missing[0].code == ErrorCode::mapping_missing_variable);
  CHECK(missing[0].path == "/1/value");
  CHECK(variables(mappings.list[1]) == std::vector<std::string>{"y", "z", "o.p"});
  CHECK(outputs(mappings.list[0]) == std::vector<std::string>{"y"});
}
