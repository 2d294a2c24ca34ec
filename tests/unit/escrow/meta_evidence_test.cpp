#include "recording.hpp"

using namespace dikast;
using namespace dikast::test;

namespace {

constexpr const char* kSender = "0x96559b33D6A9042b1C34b3e8978Ca922146cB79a";
constexpr const char* kReceiver = "0xa07f5Ffd166Ca3Ff7567e96a0430F1496cdb470a";
constexpr const char* kEscrow = "0x0d67440946949FE293B45c52eFD8A9b3d51e2522";
constexpr const char* kToken = "0x6B175474E89094C44Da98b954EedeAC495271d0F";

Json document() {
  return {
      {"title", "A yacht"},
      {"description", "for a week"},
      {"question", "Which party abided by terms of the contract?"},
      {"rulingOptions", {{"type", "single-select"}, {"titles", {"Refund Sender", "Pay Receiver"}}}},
      {"sender", kSender},
      {"receiver", kReceiver},
      {"amount", "1.4"},
      {"timeout", 8640000000000000},
      {"token", {{"address", nullptr}, {"decimals", 18}}},
      {"arbitrableAddress", "0x0d67440946949fe293b45c52efd8a9b3d51e2522"},
      {"aliases", {{kSender, "sender"}, {kReceiver, "receiver"}}}};
}

Json transaction() {
  return {{"sender", kSender},
          {"receiver", kReceiver},
          {"amount", "1400000000000000000"},
          {"timeoutPayment", "8640000000000000"},
          {"escrow", kEscrow},
          {"chainId", "1"}};
}

/// "code path" of every finding.
std::vector<std::string> findings(const Json& metaevidence, const Json& agreed) {
  const auto read = escrow::read_agreement(test::to_value(agreed));
  REQUIRE(read);
  std::vector<std::string> list;
  for (const escrow::Finding& one :
       escrow::check_meta_evidence(test::to_value(metaevidence), *read))
    list.push_back((one.severity == escrow::Severity::Error ? "error " : "warning ") + one.code +
                   " " + one.path);
  return list;
}

std::vector<std::string> changed(const char* key, const Json& value) {
  Json metaevidence = document();
  metaevidence[key] = value;
  return findings(metaevidence, transaction());
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("escrow: MetaEvidence that says what the chain says has no findings", "[escrow]") {
  CHECK(findings(document(), transaction()) == List{});
}

TEST_CASE("escrow: MetaEvidence is held against its transaction", "[escrow]") {
  CHECK(changed("sender", kReceiver) == List{"error escrow.party /sender"});
  CHECK(changed("receiver", nullptr) == List{"warning escrow.party /receiver"});
  CHECK(changed("amount", "1.39") == List{"error escrow.amount /amount"});
  CHECK(changed("amount", 1.4) == List{});
  CHECK(changed("amount", "1e3") == List{"warning escrow.amount /amount"});
  CHECK(changed("timeout", 604800) == List{"error escrow.timeout /timeout"});
  CHECK(changed("arbitrableAddress", kToken) == List{"error escrow.arbitrable /arbitrableAddress"});
  CHECK(changed("arbitrableChainID", "100") == List{"error escrow.arbitrable /arbitrableChainID"});
  CHECK(changed("token", {{"address", kToken}, {"decimals", 18}}) ==
        List{"error escrow.token /token/address"});
  CHECK(changed("aliases", {{kSender, "receiver"}}) ==
        List{std::string("error escrow.alias /aliases/") + kSender});
  CHECK(changed("aliases", {{kToken, "sender"}}) ==
        List{std::string("warning escrow.alias /aliases/") + kToken});
}

TEST_CASE("escrow: MetaEvidence that leaves jurors without a choice is an error", "[escrow]") {
  CHECK(changed("question", "") == List{"error escrow.text /question"});
  CHECK(changed("rulingOptions", nullptr) == List{"error escrow.ruling_options /rulingOptions"});
  CHECK(changed("rulingOptions", {{"type", "single-select"}, {"titles", {"Yes"}}}) ==
        List{"error escrow.ruling_options /rulingOptions/titles"});
  // The other way round the loser would be paid.
  CHECK(changed("rulingOptions",
                {{"type", "single-select"}, {"titles", {"Pay Receiver", "Refund Sender"}}}) ==
        List{"warning escrow.ruling_options /rulingOptions/titles/0",
             "warning escrow.ruling_options /rulingOptions/titles/1"});
  CHECK(findings(Json::array(), transaction()) == List{"error escrow.text "});
}

TEST_CASE("escrow: MetaEvidence of a token has the token's decimals", "[escrow]") {
  Json metaevidence = document();
  metaevidence["token"] = {{"address", kToken}, {"decimals", 6}};
  Json agreed = transaction();
  agreed["token"] = kToken;
  agreed["amount"] = "1400000";
  CHECK(findings(metaevidence, agreed) == List{});
  agreed["decimals"] = "18";
  CHECK(findings(metaevidence, agreed) ==
        List{"error escrow.token /token/decimals", "error escrow.amount /amount"});
  agreed["sender"] = "nobody";
  const auto read = escrow::read_agreement(test::to_value(agreed));
  REQUIRE_FALSE(read);
  CHECK(read.error().path == "/transaction/sender");
}

TEST_CASE("escrow: real MetaEvidence of the deployed contract", "[escrow][shared]") {
  DIKAST_SHARED_OR_SKIP(path, "corpus/v1-escrow2.json");
  const Json entry = Json::parse(read_file(path));
  const Json metaevidence = Json::parse(entry["template"].get<std::string>());
  Json agreed = transaction();
  agreed["amount"] = "5000000000000000000";
  CHECK(findings(metaevidence, agreed) == List{});
  agreed["amount"] = "4000000000000000000";
  CHECK(findings(metaevidence, agreed) == List{"error escrow.amount /amount"});
}
