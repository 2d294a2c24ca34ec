#include <catch2/catch.hpp>

#include "dikast/abi.hpp"

using namespace dikast;
using abi::ItemKind;

namespace {

std::string json_of(std::string_view text, ItemKind bare = ItemKind::Function) {
  const auto item = abi::parse_item(text, bare);
  if (!item) return std::string(code_text(item.error().code)) + ": " + item.error().message;
  return json::dump(abi::to_json(*item));
}

std::string code_of(std::string_view text) {
  const auto item = abi::parse_item(text);
  return item ? "accepted" : std::string(code_text(item.error().code));
}

json::Value texts(const std::vector<std::string>& items) {
  json::Value list = json::Value::array();
  for (const std::string& item : items) list.push(json::Value::string(item));
  return list;
}

std::string selector_of(std::string_view text) {
  const auto item = abi::parse_item(text);
  REQUIRE(item);
  const auto selector = item->selector();
  return to_hex(ByteView(selector.data(), selector.size()));
}

}  // namespace

TEST_CASE("abi: functions in human-readable form", "[abi]") {
  CHECK(json_of("function f(uint a, string[] memory b) external view returns (bool ok)") ==
        R"({"name":"f","type":"function","stateMutability":"view","inputs":[)"
        R"({"type":"uint256","name":"a"},{"type":"string[]","name":"b"}],)"
        R"("outputs":[{"type":"bool","name":"ok"}]})");
  CHECK(json_of("function f((uint256 a, (bytes4, address payable)[2] b)[] c)") ==
        R"({"name":"f","type":"function","stateMutability":"nonpayable","inputs":[)"
        R"({"type":"tuple[]","name":"c","components":[{"type":"uint256","name":"a"},)"
        R"({"type":"tuple[2]","name":"b","components":[{"type":"bytes4"},{"type":"address"}]}]}],)"
        R"("outputs":[]})");
  CHECK(json_of("  function   f ( uint256 )  view\n returns ( int ) ; ") ==
        R"({"name":"f","type":"function","stateMutability":"view","inputs":[{"type":"uint256"}],)"
        R"("outputs":[{"type":"int256"}]})");
  CHECK(json_of("f(tuple(uint8 x) y)") ==
        R"({"name":"f","type":"function","stateMutability":"nonpayable","inputs":[)"
        R"({"type":"tuple","name":"y","components":[{"type":"uint8","name":"x"}]}],"outputs":[]})");
}

TEST_CASE("abi: events, errors and the unnamed items", "[abi]") {
  CHECK(json_of("event E(address indexed a, string) anonymous") ==
        R"({"name":"E","type":"event","inputs":[{"type":"address","name":"a","indexed":true},)"
        R"({"type":"string"}],"anonymous":true})");
  CHECK(json_of("error E(uint256 code)") ==
        R"({"name":"E","type":"error","inputs":[{"type":"uint256","name":"code"}]})");
  CHECK(json_of("constructor(address a) payable") ==
        R"({"type":"constructor","stateMutability":"payable","inputs":[)"
        R"({"type":"address","name":"a"}]})");
  CHECK(json_of("fallback() external payable") ==
        R"({"type":"fallback","stateMutability":"payable"})");
  CHECK(json_of("receive() external payable") ==
        R"({"type":"receive","stateMutability":"payable"})");
  CHECK(json_of("E(address indexed a)", ItemKind::Event) ==
        R"({"name":"E","type":"event","inputs":[{"type":"address","name":"a","indexed":true}]})");
  CHECK(json_of("error(uint256)") ==
        R"({"name":"error","type":"function","stateMutability":"nonpayable",)"
        R"("inputs":[{"type":"uint256"}],"outputs":[]})");
}

TEST_CASE("abi: structs are declared beside the signature", "[abi]") {
  const auto item = abi::parse_one(
      texts({"function f(Order[] orders)", "struct Order { Asset asset; uint256 amount; }",
             "struct Asset { address token; uint96 id; }"}));
  REQUIRE(item);
  CHECK(item->signature() == "f(((address,uint96),uint256)[])");

  SECTION("recursion ends in an error") {
    const auto loop = abi::parse_items(texts({"function f(A a)", "struct A { A[] next; }"}));
    REQUIRE_FALSE(loop);
    CHECK(loop.error().code == ErrorCode::abi_syntax);
    CHECK(loop.error().path == "/1");
  }
  SECTION("doubling ends in an error") {
    std::vector<std::string> lines{"function f(S0 s)"};
    for (int i = 0; i < 40; ++i) {
      const std::string next = "S" + std::to_string(i + 1);
      lines.push_back("struct S" + std::to_string(i) + " { " + next + " a; " + next + " b; }");
    }
    lines.emplace_back("struct S40 { uint256 a; }");
    const auto bomb = abi::parse_items(texts(lines));
    REQUIRE_FALSE(bomb);
    CHECK(bomb.error().code == ErrorCode::abi_syntax);
  }
  SECTION("a struct needs a body, a name of its own, and one declaration") {
    for (const char* bad : {"struct S", "struct { uint256 a; }", "struct S { }",
                            "struct uint256 { bool a; }", "struct S { uint256 a; } x"}) {
      const auto parsed = abi::parse_items(texts({"function f(S s)", bad}));
      REQUIRE_FALSE(parsed);
      CHECK(parsed.error().code == ErrorCode::abi_syntax);
    }
    const std::string twice = "struct S { uint256 a; }";
    CHECK_FALSE(abi::parse_items(texts({"function f(S s)", twice, twice})));
  }
}

TEST_CASE("abi: what cannot be read says so", "[abi]") {
  for (const char* bad :
       {"",
        "function",
        "function f",
        "function f(",
        "function f(uint256",
        "function f(uint256,)",
        "function f(uint256 uint8)",
        "function f(uint256 a b)",
        "function f() view pure",
        "function f() internal",
        "function f() returns",
        "function f() returns (uint256) x",
        "event E(uint256 a, uint256 indexed b) indexed",
        "function f(uint256 indexed a)",
        "function f(uint256 memory a)",
        "function f(uint256[0] a)",
        "function f(uint256[-1] a)",
        "function f(uint256[4294967296] a)",
        "function f(() a)",
        "function f(tuple a)",
        "fallback(uint256) external",
        "receive() external",
        "1f()",
        "f(uint256)\xff",
        "event E(uint8 indexed a, uint8 indexed b, uint8 indexed c, uint8 indexed d)"}) {
    CAPTURE(bad);
    CHECK(code_of(bad) == "abi.syntax");
  }
  for (const char* bad : {"f(uint257)", "f(uint7)", "f(uint08)", "f(int0)", "f(Uint256)",
                          "f(Foo x)", "f(bytes33)", "f(bytes0)", "f(fixed128x18)", "f(uint2560)"}) {
    CAPTURE(bad);
    CHECK(code_of(bad) == "abi.unknown_type");
  }
  const auto item = abi::parse_item("function f(uint256 a b)");
  REQUIRE_FALSE(item);
  CHECK(item.error().message == "\",\" or \")\" expected at character 22 of the signature.");
}

TEST_CASE("abi: nesting is bounded", "[abi]") {
  std::string deep = "f(uint256";
  for (int i = 0; i < 200; ++i) deep += "[]";
  CHECK(code_of(deep + ")") == "abi.syntax");
  CHECK(code_of("f(" + std::string(100'000, '(')) == "abi.syntax");
  std::string wide = "f(uint256";
  for (int i = 0; i < 20'000; ++i) wide += ",uint256";
  CHECK(code_of(wide + ")") == "abi.syntax");
}

TEST_CASE("abi: JSON items", "[abi]") {
  CHECK(json_of(R"({"type":"function","name":"f","inputs":[{"type":"tuple[]","name":"c",)"
                R"("components":[{"type":"uint","name":"a","internalType":"uint256"}]}],)"
                R"("outputs":[],"stateMutability":"view"})") ==
        R"({"name":"f","type":"function","stateMutability":"view","inputs":[{"type":"tuple[]",)"
        R"("name":"c","components":[{"type":"uint256","name":"a"}]}],"outputs":[]})");
  CHECK(json_of(R"([{"constant":true,"name":"g","inputs":[],"outputs":[{"type":"bool"}]}])") ==
        R"({"name":"g","type":"function","stateMutability":"view","inputs":[],)"
        R"("outputs":[{"type":"bool"}]})");
  CHECK(json_of(R"({"type":"event","name":"E","anonymous":true,"inputs":[)"
                R"({"type":"bytes","indexed":true}]})") ==
        R"({"name":"E","type":"event","inputs":[{"type":"bytes","indexed":true}],)"
        R"("anonymous":true})");

  const auto error_of = [](std::string_view text) {
    const auto item =
        abi::parse_one(json::Value::string(std::string(text)), ItemKind::Function, "/signature");
    return item ? std::string("accepted")
                : std::string(code_text(item.error().code)) + " " + item.error().path;
  };
  CHECK(error_of("{") == "json.syntax /signature");
  CHECK(error_of("[]") == "abi.syntax /signature");
  CHECK(error_of(R"({"type":"nothing"})") == "abi.syntax /signature/type");
  CHECK(error_of(R"({"type":"function"})") == "input.type /signature/name");
  CHECK(error_of(R"({"name":""})") == "abi.syntax /signature/name");
  CHECK(error_of(R"j({"name":"f()"})j") == "abi.syntax /signature/name");
  CHECK(error_of(R"({"name":"f","inputs":[{}]})") == "input.type /signature/inputs/0/type");
  CHECK(error_of(R"({"name":"f","inputs":{}})") == "input.type /signature/inputs");
  CHECK(error_of(R"({"name":"f","inputs":[1]})") == "input.type /signature/inputs/0");
  CHECK(error_of(R"({"name":"f","inputs":[{"type":"tuple"}]})") ==
        "abi.syntax /signature/inputs/0/type");
  CHECK(error_of(R"({"name":"f","inputs":[{"type":"uint999"}]})") ==
        "abi.unknown_type /signature/inputs/0/type");
  CHECK(error_of(R"([{"name":"f"},{"name":"g"}])") == "abi.syntax /signature");
}

TEST_CASE("abi: selectors and topics", "[abi]") {
  CHECK(selector_of("function transfer(address to, uint256 amount) returns (bool)") ==
        "0xa9059cbb");
  CHECK(selector_of("many_msg_babbage(bytes1)") == "0xa9059cbb");
  CHECK(selector_of(abi::kSetDisputeTemplate) == "0x4a994174");
  CHECK(selector_of(abi::kCreateDisputeForTemplate) == "0xdc653511");
  CHECK(selector_of(abi::kCreateDisputeForTemplateUri) == "0x908bb295");
  const auto event = abi::parse_item(
      "event DisputeRequest(address indexed _arbitrator, uint256 indexed _arbitratorDisputeID, "
      "uint256 _templateId)");
  REQUIRE(event);
  CHECK(to_hex(ByteView(event->topic().data(), 32)) ==
        "0xee1017dcbefba87397fcdaab31f187328533572b6a5568177fa2eb64026003b6");
}

TEST_CASE("abi: parameter lists", "[abi]") {
  const auto list = abi::parse_parameters(json::Value::string("uint256 a, (address b)[] c"));
  REQUIRE(list);
  CHECK(json::dump(abi::to_json(*list)) ==
        R"([{"type":"uint256","name":"a"},{"type":"tuple[]","name":"c","components":[)"
        R"({"type":"address","name":"b"}]}])");
  CHECK(abi::parse_parameters(json::Value::string(""))->empty());

  const auto two = abi::parse_parameters(texts({"uint256,bool"}), "/types");
  REQUIRE_FALSE(two);
  CHECK(two.error().path == "/types/0");
  const auto unknown = abi::parse_parameters(texts({"bool", "Foo"}), "/types");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().path == "/types/1");
  CHECK(unknown.error().code == ErrorCode::abi_unknown_type);
  CHECK_FALSE(abi::parse_parameters(json::Value{}));
}
