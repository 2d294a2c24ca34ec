#include <nlohmann/json.hpp>

#include "dikast/reality_question.hpp"
#include "support/shared.hpp"

using namespace dikast;
using namespace dikast::test;
using namespace dikast::reality;

namespace {

using Json = nlohmann::ordered_json;

Word address_of(const Json& text) {
  return to_word(*Address::parse_unchecked(text.get<std::string>()));
}
Uint256 number_of(const Json& value) {
  return value.is_string() ? *Uint256::parse(value.get<std::string>())
                           : Uint256(value.get<std::uint64_t>());
}

}  // namespace

TEST_CASE("zodiac: questions of the module", "[reality][shared]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/reality/zodiac.json");
  std::size_t count = 0;
  for (const Json& row : Json::parse(read_file(path))) {
    INFO(row["id"]);
    ++count;
    const Word domain = module_domain(number_of(row["chainId"]), address_of(row["module"]));
    CHECK(word_text(domain) == row["domainSeparator"].get<std::string>());
    std::vector<Word> hashes;
    for (const Json& tx : row["txs"])
      hashes.push_back(module_transaction_hash(
          domain,
          {address_of(tx["to"]), number_of(tx["value"]), *from_hex(tx["data"].get<std::string>()),
           static_cast<std::uint8_t>(tx["operation"].get<unsigned>()), number_of(tx["nonce"])}));
    REQUIRE(hashes.size() == row["txHashes"].size());
    for (std::size_t i = 0; i < hashes.size(); ++i)
      CHECK(word_text(hashes[i]) == row["txHashes"][i].get<std::string>());
    const std::string question = module_question(row["proposalId"].get<std::string>(), hashes);
    CHECK(question == row["question"].get<std::string>());
    CHECK(word_text(to_word(keccak256(ByteView(std::string_view(question))))) ==
          row["questionHash"].get<std::string>());
    QuestionKey key;
    key.content = content_hash(number_of(row["template"]), 0, question);
    key.arbitrator = address_of(row["questionArbitrator"]);
    key.timeout = static_cast<std::uint32_t>(number_of(row["questionTimeout"]).words[0]);
    key.sender = address_of(row["module"]);
    key.nonce = number_of(row["nonce"]);
    key.min_bond = number_of(row["minimumBond"]);
    key.contract = address_of(row["oracle"]);
    CHECK(word_text(question_id(*find_version("3.0"), key)) ==
          row["questionId"].get<std::string>());
  }
  CHECK(count >= 60);
}

TEST_CASE("zodiac: when a transaction may be executed", "[reality]") {
  Execution ready;
  ready.result = Word(1);
  ready.min_bond = Uint256(10);
  ready.bond = Uint256(10);
  ready.finalize_ts = 1000;
  ready.cooldown = 100;
  ready.expiration = 500;
  ready.now = 1101;
  CHECK(missing_conditions(ready).empty());
  ready.now = 1100;
  CHECK(missing_conditions(ready) == std::vector<std::string_view>{"cooldown"});
  ready.now = 1500;
  CHECK(missing_conditions(ready).empty());
  ready.now = 1501;
  CHECK(missing_conditions(ready) == std::vector<std::string_view>{"expired"});
  ready.now = 1200;
  ready.bond = Uint256(9);
  CHECK(missing_conditions(ready) == std::vector<std::string_view>{"bond"});
  ready.min_bond = {};
  CHECK(missing_conditions(ready).empty());
  ready.result.reset();
  ready.previous_executed = false;
  CHECK(missing_conditions(ready) == std::vector<std::string_view>{"result", "previous"});
}
