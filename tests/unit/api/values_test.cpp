#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "dikast/api.hpp"

using namespace dikast;

namespace {

nlohmann::ordered_json call(std::string_view method, std::string_view params) {
  const auto reply = nlohmann::ordered_json::parse(api::call(method, params), nullptr, false);
  REQUIRE_FALSE(reply.is_discarded());
  return reply;
}

void check_error(const nlohmann::ordered_json& reply, std::string_view code,
                 std::string_view path) {
  CHECK(reply["ok"] == false);
  CHECK(reply["error"]["code"] == code);
  CHECK(reply["error"]["path"] == path);
}

}  // namespace

TEST_CASE("api: address.checksum", "[api]") {
  const auto reply =
      call("address.checksum", R"({"address":"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"})");
  CHECK(reply["value"] == "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  check_error(
      call("address.checksum", R"({"address":"0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"})"),
      "address.checksum", "/address");
  for (const char* params :
       {R"({"address":"kleros.eth"})", R"({"address":5})", "{}", R"({"address":null})"}) {
    check_error(call("address.checksum", params), "address.invalid", "/address");
  }
}

TEST_CASE("api: address.isAddress", "[api]") {
  const auto is_address = [](std::string_view params) {
    return call("address.isAddress", params)["value"];
  };
  CHECK(is_address(R"({"address":"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"})") == true);
  CHECK(is_address(R"({"address":"0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"})") == false);
  CHECK(is_address(R"({"address":"0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed","strict":false})") ==
        true);
  CHECK(is_address(R"({"address":7})") == false);
  CHECK(is_address("{}") == false);
  check_error(call("address.isAddress", R"({"address":"","strict":1})"), "input.type", "/strict");
}

TEST_CASE("api: uint256.parse", "[api]") {
  const auto parsed = [](std::string_view params) {
    return call("uint256.parse", params)["value"];
  };
  CHECK(parsed(R"({"value":"0x10"})") == "16");
  CHECK(parsed(R"({"value":"00123"})") == "123");
  CHECK(parsed(R"({"value":9007199254740991})") == "9007199254740991");
  for (const char* params :
       {R"({"value":9007199254740992})", R"({"value":-1})", R"({"value":1.5})", R"({"value":1e3})",
        R"({"value":""})", R"({"value":true})", R"({"value":null})", "{}", R"({"value":"-1"})"}) {
    CAPTURE(params);
    check_error(call("uint256.parse", params), "uint256.invalid", "/value");
  }
}
