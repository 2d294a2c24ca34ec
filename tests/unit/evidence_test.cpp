#include "dikast/evidence.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "dikast/base.hpp"
#include "dikast/cid.hpp"
#include "dikast/keccak.hpp"
#include "dikast/sha256.hpp"

using namespace dikast;
using evidence::Severity;
using evidence::Standard;

namespace {

const std::string kLink = "/ipfs/bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4";

evidence::Reading read(const std::string& text, Standard standard = Standard::KlerosV2) {
  const auto document = json::parse(text);
  REQUIRE(document.has_value());
  return evidence::read(*document, standard);
}

/// "severity code path" of each issue, joined by "; ".
std::string issues(const evidence::Reading& reading) {
  std::string out;
  for (const evidence::Issue& issue : reading.issues) {
    if (!out.empty()) out += "; ";
    out += issue.severity == Severity::Error     ? "error "
           : issue.severity == Severity::Warning ? "warning "
                                                 : "info ";
    out += std::string(code_text(issue.code)) + " " + issue.path;
  }
  return out;
}

std::string v2(const std::string& more) {
  return issues(read("{\"name\":\"n\",\"description\":\"d\"" + more + "}"));
}

}  // namespace

TEST_CASE("evidence: each rule", "[evidence]") {
  CHECK(v2("").empty());
  CHECK(v2(",\"fileURI\":\"" + kLink + "\",\"fileTypeExtension\":\"pdf\"").empty());
  CHECK(v2(",\"fileURI\":\"\",\"sender\":null") == "warning evidence.claim /sender");
  CHECK(v2(",\"fileURI\":\"javascript:alert(1)\"") == "error evidence.link /fileURI");
  CHECK(v2(",\"fileURI\":\"data:text/html,x\"") == "error evidence.link /fileURI");
  CHECK(v2(",\"fileURI\":\"/ipfs/QmNoCid\"") == "error evidence.link /fileURI");
  CHECK(v2(",\"fileURI\":\"f0155000568656c6c6f\"") == "error evidence.link /fileURI");
  CHECK(v2(",\"fileURI\":\"https://a.example/b\"") == "warning evidence.mutable /fileURI");
  CHECK(v2(",\"fileURI\":\"/ipns/a.example/b\"") == "warning evidence.mutable /fileURI");
  CHECK(v2(",\"fileURI\":\"https://ipfs.io" + kLink + "\"") == "info evidence.spelling /fileURI");
  CHECK(v2(",\"fileURI\":7") == "error evidence.field_type /fileURI");
  CHECK(v2(",\"fileHash\":\"zz\"") == "error evidence.hash /fileHash");
  CHECK(v2(",\"evidenceType\":\"Image\"") == "info evidence.spelling /evidenceType");
  CHECK(v2(",\"fileTypeExtension\":\"<b>\"") == "error evidence.extension /fileTypeExtension");
  CHECK(v2(",\"dynamicScriptURI\":\"" + kLink + "\"") ==
        "warning evidence.display /dynamicScriptURI");
  CHECK(v2(",\"evidenceDisplayInterfaceURI\":\"https://a.example/\"") ==
        "error evidence.display /evidenceDisplayInterfaceURI");
  CHECK(issues(read(R"({"name":"a\u202ecod.exe","description":"d"})")) ==
        "error evidence.hidden_text /name");
  CHECK(v2(",\"question\":\"" + std::string(100'001, 'x') + "\"") ==
        "error evidence.too_long /question");
  CHECK(issues(read("[]")) == "error evidence.shape ");
  CHECK(issues(read("{}")) == "error evidence.required ; error evidence.required ");
  CHECK_FALSE(read("{}").valid());
}

TEST_CASE("evidence: the standards", "[evidence]") {
  CHECK(issues(read("{}", Standard::Erc1497)) == "error evidence.required ");
  CHECK(issues(read("{\"fileURI\":\"" + kLink + "\"}", Standard::Erc1497)) ==
        "warning evidence.required ");
  CHECK(issues(read(R"({"title":"t","description":"d"})", Standard::Erc1497)) ==
        "info evidence.spelling /title");
  const auto meta = [](const std::string& options) {
    return issues(read("{\"title\":\"t\",\"question\":\"q\",\"rulingOptions\":" + options + "}",
                       Standard::MetaEvidence));
  };
  CHECK(meta(R"({"type":"single-select","titles":["a","b"],"descriptions":["x","y"]})").empty());
  CHECK(meta(R"({"titles":["a"],"descriptions":[]})").empty());
  for (const char* wrong : {"[]", R"({"titles":"a"})", R"({"titles":[1]})",
                            R"({"titles":["a"],"descriptions":["x","y"]})"}) {
    CHECK(meta(wrong) == "error evidence.answers /rulingOptions");
  }
  CHECK(issues(read("{}", Standard::MetaEvidence)) ==
        "warning evidence.required ; warning evidence.required ");
}

TEST_CASE("evidence: one form, and claims apart", "[evidence]") {
  const auto reading =
      read("{\"title\":\"t\",\"description\":\"d\",\"fileURI\":\"ipfs://" + kLink.substr(6) +
           "\",\"sender\":\"0x1\",\"timestamp\":1700000000,\"own\":{\"x\":1},\"__proto__\":\"p\"}");
  CHECK(reading.valid());
  CHECK(json::dump(reading.evidence) ==
        "{\"name\":\"t\",\"description\":\"d\",\"fileURI\":\"" + kLink +
            "\",\"own\":{\"x\":1},\"__proto__\":\"p\",\"claims\":{\"sender\":\"0x1\","
            "\"timestamp\":1700000000}}");
  // What the document calls itself does not replace what it is called.
  CHECK(read(R"({"name":"n","title":"t","description":"d"})").evidence.find("name")->text() == "n");
}

TEST_CASE("evidence: hashes", "[evidence]") {
  const std::string text = "hello world\n";
  const ByteView content{std::string_view(text)};
  const Hash32 keccak = keccak256(content);
  const Hash32 sha = sha256(content);
  const auto packed = [](std::uint64_t code, const Bytes& digest) {
    Bytes out;
    cid::append_varint(out, code);
    cid::append_varint(out, digest.size());
    out.insert(out.end(), digest.begin(), digest.end());
    return base58_encode(out);
  };
  const Bytes keccak_bytes(keccak.begin(), keccak.end());
  const Bytes sha_bytes(sha.begin(), sha.end());
  const std::string spelled = to_hex(keccak_bytes);
  for (const std::string& hash : {spelled, packed(0x1b, keccak_bytes), packed(0x12, sha_bytes),
                                  packed(0x1b, Bytes(spelled.begin(), spelled.end())),
                                  packed(0x1b, Bytes(spelled.begin() + 2, spelled.end()))}) {
    INFO(hash);
    CHECK(evidence::matches(hash, content).value_or(false));
    CHECK_FALSE(evidence::matches(hash, {}).value_or(true));
  }
  for (const std::string& hash :
       {std::string(), std::string("0x12"), spelled.substr(2), packed(0x11, sha_bytes),
        packed(0x12, Bytes(20)), packed(0x12, Bytes(64, 'z')), std::string("Qm0")}) {
    INFO(hash);
    CHECK(evidence::matches(hash, content).error().code == ErrorCode::evidence_hash);
  }
  const auto document = json::parse(R"({"b":1,"selfHash":"x","a":"\u00e9"})");
  CHECK(evidence::without_self_hash(*document) == "{\"b\":1,\"a\":\"\xc3\xa9\"}");
}
