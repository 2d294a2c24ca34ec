#include "support.hpp"

using namespace dikast;
using namespace dikast::test;
namespace rule = document::rule;

namespace {

std::string code_of(const std::optional<document::Fault>& fault) {
  return fault ? std::string(fault->code) : "";
}

std::vector<std::string> codes(const std::string& document) {
  std::vector<std::string> out;
  for (const document::Finding& finding : document::check(context_of(document))) {
    out.push_back(std::string(finding.code) + " " + finding.path);
  }
  return out;
}

std::string with(std::string_view key, std::string_view json_text) {
  json::Value document = context_of(dispute_with("t"));
  document.set(std::string(key), context_of(json_text));
  return json::dump(document);
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("rules: policyURI", "[rules]") {
  const std::string cid = "QmTaZuQjJT9NZCYsqyRmEwLb1Vt3gme1a6BS4NQLiWXtH2";
  const std::string v1 = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
  for (const std::string& good :
       {"/ipfs/" + cid, "/ipfs/" + cid + "/policy.pdf", "/ipfs/" + cid + "/a/b-c.md", "/ipfs/" + v1,
        "ipfs://" + cid + "/file.json", "ipfs://" + v1 + "/file"}) {
    INFO(good);
    CHECK(code_of(document::policy_uri_fault(good)).empty());
  }
  for (const std::string& bad :
       {std::string(), "https://ipfs.io/ipfs/" + cid, "ipfs://" + cid, "/ipns/" + cid,
        "/ipfs/" + cid + "/", "/ipfs/" + cid + "//a", "/ipfs/" + cid + "/a b",
        "/ipfs/" + cid + "/../x", "/ipfs/" + cid + "/%2e%2E/x", "ipfs://" + cid + "/a/b.json",
        "ipfs://" + cid + "/my-policy.json", "/ipfs/" + cid + "/a\n", std::string("ipfs")}) {
    INFO(bad);
    CHECK(code_of(document::policy_uri_fault(bad)) == rule::kPolicyUriForm);
  }
  for (const std::string& bad :
       {std::string("/ipfs/not-a-cid"), std::string("/ipfs/QmPolicyHash..."), std::string("/ipfs/"),
        "/ipfs/" + cid.substr(1), "/ipfs/" + cid + "x", "/ipfs/?" + cid}) {
    INFO(bad);
    CHECK(code_of(document::policy_uri_fault(bad)) == rule::kPolicyUriCid);
  }
}

TEST_CASE("rules: well-formed CIDs", "[rules]") {
  // The same CID in every base accepted (multiformats/cid, multiformats/multibase).
  CHECK(
      document::is_well_formed_cid("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"));
  CHECK(document::is_well_formed_cid(
      "f01551220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  CHECK(document::is_well_formed_cid(
      "F01551220E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"));
  CHECK_FALSE(document::is_well_formed_cid(
      "f01551221e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  CHECK_FALSE(document::is_well_formed_cid(
      "f0155121fe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8"));
  CHECK_FALSE(document::is_well_formed_cid(
      "f02551220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  CHECK_FALSE(document::is_well_formed_cid("f0155122 e3b0"));
  CHECK_FALSE(
      document::is_well_formed_cid("bAFKREIHDWDCEFGH4DQKJV67UZCMW7OJEE6XEDZDETOJUZJEVTENXQUVYKU"));
  CHECK_FALSE(document::is_well_formed_cid(std::string(5000, 'z')));
  CHECK_FALSE(document::is_well_formed_cid(""));
}

TEST_CASE("rules: links", "[rules]") {
  for (const char* good : {"", "/ipfs/QmX/terms.pdf", "ipfs://QmX", "/ipfs/a?b#c"}) {
    CHECK(code_of(document::attachment_uri_fault(good)).empty());
    CHECK(code_of(document::evidence_uri_fault(good)).empty());
  }
  for (const char* bad :
       {"javascript:alert(1)", "https://x.example/a", "//x.example", "data:text/html,x", "/ipfs/",
        "/ipfs/../a", "ipfs:///a", "/ipfs/a\\b", "JAVASCRIPT:1", " /ipfs/QmX", "/ipns/k"}) {
    INFO(bad);
    CHECK(code_of(document::attachment_uri_fault(bad)) == rule::kAttachmentUri);
    CHECK(code_of(document::evidence_uri_fault(bad)) == rule::kEvidenceUri);
  }
  CHECK(code_of(document::evidence_uri_fault("data:image/png;base64,AAAA")).empty());
  CHECK(code_of(document::evidence_uri_fault("DATA:text/plain,hello")).empty());
  CHECK(code_of(document::evidence_uri_fault("data:image/svg+xml,<svg>")) == rule::kEvidenceUri);
  for (const char* good : {"", "https://escrow-v2.kleros.builders/#/transactions/7",
                           "HTTPS://x.example:8443/a b", "https://[::1]/"}) {
    CHECK(code_of(document::frontend_url_fault(good)).empty());
  }
  for (const char* bad : {"http://x.example", "javascript:alert(1)", "https://", "https:///x",
                          "https://good.example@evil.example", "https://evil.example\\@x",
                          "//x.example", "https://\xd0\xb5.example"}) {
    INFO(bad);
    CHECK(code_of(document::frontend_url_fault(bad)) == rule::kFrontendUrl);
  }
}

TEST_CASE("rules: accounts, chains and hashes", "[rules]") {
  CHECK(code_of(document::arbitrator_address_fault("0x991d2df165670b9cac3B022f4B68D65b664222ea"))
            .empty());
  CHECK(code_of(document::arbitrator_address_fault("0x991d2df165670b9cac3b022f4b68d65b664222ea"))
            .empty());
  CHECK(code_of(document::arbitrator_address_fault("0x991D2df165670b9cac3B022f4B68D65b664222ea")) ==
        rule::kArbitratorChecksum);
  CHECK(code_of(document::arbitrator_address_fault("0x0000000000000000000000000000000000000000")) ==
        rule::kArbitratorZero);
  CHECK(code_of(document::arbitrator_address_fault("0x99")) == rule::kArbitratorAddress);
  for (const char* good :
       {"1", "42161", "421614",
        "115792089237316195423570985008687907853269984665640564039457584007913129639935"}) {
    CHECK(code_of(document::chain_id_fault(good)).empty());
  }
  for (const char* bad :
       {"", "0", "01", "0xa4b1", "-1", "1.0", "1e3", " 1", "eip155:1",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936"}) {
    CHECK(code_of(document::chain_id_fault(bad)) == rule::kArbitratorChain);
  }
  for (const char* good : {"0x1111111111111111111111111111111111111111", "vitalik.eth", "a.b-c.eth",
                           "_x.eth", "\xf0\x9f\x98\x80.eth"}) {
    CHECK(code_of(document::alias_value_fault(good)).empty());
    CHECK(code_of(document::sender_fault(good)).empty());
  }
  for (const char* bad :
       {"", ".eth", "a..eth", "a b.eth", "foo_bar.eth", "xn--a.eth", "vitalik.com", "0x11",
        "0x991D2df165670b9cac3B022f4B68D65b664222ea", "[x].eth", "a\xe2\x80\xae.eth"}) {
    INFO(bad);
    CHECK(code_of(document::alias_value_fault(bad)) == rule::kAliasValue);
    CHECK(code_of(document::sender_fault(bad)) == rule::kEvidenceSender);
  }
  for (const char* bad : {"0x9C1dA9A04925bDfDedf0f6421bC7EEa8305F9002", "0x9C1d...9002", "0XABCD",
                          "vitalik.eth", "Buyer 0x9C1dA9"}) {
    CHECK(code_of(document::alias_name_fault(bad)) == rule::kAliasName);
  }
  for (const char* good : {"Buyer", "0x", "Party 0x1", "Seller (eth)"}) {
    CHECK(code_of(document::alias_name_fault(good)).empty());
  }
  CHECK(code_of(document::transaction_hash_fault("0x" + std::string(64, 'a'))).empty());
  CHECK(code_of(document::transaction_hash_fault("0x" + std::string(65, 'a'))) ==
        rule::kEvidenceHash);
  CHECK(code_of(document::direction_fault("a\xe2\x80\xae"
                                          "b")) == rule::kBidi);
  CHECK(code_of(document::direction_fault("a\xe2\x81\xa6")) == rule::kBidi);
  CHECK(code_of(document::direction_fault("\xe2\x80\xa9\xe2\x80\xaf\xe2\x81\xa5\xe2\x81\xaa\xe2"))
            .empty());
}

TEST_CASE("rules: what counts as refusing", "[rules]") {
  for (const char* yes :
       {"Refuse to Arbitrate / Invalid", "Invalid/Refuse to Arbitrate", "Refuse to Arbitrate",
        "Refuse to Arbitrate / Invalid.", "INVALID", "Refuse to vote"}) {
    CHECK(document::is_refuse_title(yes));
  }
  for (const char* no :
       {"", "Pay the Seller", "Answered Too Soon", "Pay the seller, refuse to arbitrate", "to the",
        "Invalid\xc2\xa0", "None"}) {
    CHECK_FALSE(document::is_refuse_title(no));
  }
}

TEST_CASE("rules: answers by value", "[rules]") {
  const auto answers = [](std::string_view list) { return codes(with("answers", list)); };
  const auto item = [](std::string_view id, std::string_view title = "T") {
    return R"({"id":")" + std::string(id) + R"(","title":")" + std::string(title) +
           R"(","description":"d"})";
  };
  CHECK(answers("[" + item("0x02") + "," + item("0x1") + "]") == Codes{});
  CHECK(answers("[]") == Codes{"template.answers_too_few /answers"});
  CHECK(answers("[" + item("0x1") + "]") == Codes{"template.answers_too_few /answers"});
  CHECK(answers("[" + item("0x1") + "," + item("0x01") + "," + item("0x2") + "]") ==
        Codes{"template.answer_id_duplicate /answers/1/id"});
  CHECK(answers("[" + item("0x1") + "," + item("0x7") + "]") ==
        Codes{"template.answer_id_gap /answers"});
  CHECK(answers("[" + item("0x1") + "," + item("0x1" + std::string(64, '0')) + "]") ==
        Codes{"template.answer_id_range /answers/1/id"});
  CHECK(
      answers("[" + item("1") + "," + item("0X2") + "]") ==
      Codes{"template.answer_id_format /answers/0/id", "template.answer_id_format /answers/1/id"});
  CHECK(answers("[" + item("0x00", "Pay") + "," + item("0x1") + "," + item("0x2") + "]") ==
        Codes{"template.answer_zero_title /answers/0/title"});
  CHECK(answers("[" + item("0x0", "Invalid") + "," + item("0x000", "Invalid") + "," + item("0x1") +
                "," + item("0x2") + "]") == Codes{"template.answer_id_duplicate /answers/1/id"});
  // Reality: a number is typed in, and 2^256-1 says "too soon".
  json::Value document = context_of(with("answers", "[" + item("0x" + std::string(64, 'f')) + "]"));
  CHECK(document::check(document).size() == 2);
  document.set("type", json::Value::string("uint"));
  CHECK(document::check(document).empty());
}

TEST_CASE("rules: fields and their types", "[rules]") {
  CHECK(codes("[]") == Codes{"template.field_type "});
  CHECK(codes("{}").size() == 8);
  CHECK(codes(with("title", "1")) == Codes{"template.field_type /title"});
  CHECK(codes(with("attachment", "{}")) ==
        Codes{"template.required /attachment/label", "template.required /attachment/uri"});
  CHECK(codes(with("aliases", R"({"A":1})")) == Codes{"template.field_type /aliases/A"});
  CHECK(codes(with("extraEvidences", R"([1,{"name":"a"}])")) ==
        Codes{"template.field_type /extraEvidences/0",
              "template.required /extraEvidences/1/description"});
  CHECK(codes(with("aliases", R"({"Buyer":"a.eth"," buyer":"b.eth"})")) ==
        Codes{"template.alias_duplicate /aliases/ buyer"});
  CHECK(codes(with("question", R"("\u202e")")) == Codes{"template.bidi /question"});
  CHECK(codes(with("metadata", R"({"x":"\u202e"})")) == Codes{});
}
