#include <cstdio>
#include <cstdlib>
#include <string>

#include "dikast/evidence.hpp"

using namespace dikast;

namespace {

void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

void check(const json::Value& document, evidence::Standard standard) {
  const evidence::Reading reading = evidence::read(document, standard);
  for (const evidence::Issue& issue : reading.issues) {
    require(code_text(issue.code).starts_with("evidence."), "only listed codes");
    require(issue.path.empty() || issue.path[0] == '/', "a path is a pointer");
  }
  require(reading.evidence.is_object(), "what is read is an object");
  for (const char* claim : {"sender", "timestamp", "transactionHash"}) {
    require(reading.evidence.find(claim) == nullptr, "claims stand apart");
  }
  const json::Value* link = reading.evidence.find("fileURI");
  if (reading.valid() && link != nullptr && !link->text().empty()) {
    const bool fixed = link->text().starts_with("/ipfs/");
    bool labelled = false;
    for (const evidence::Issue& issue : reading.issues) {
      labelled = labelled || issue.code == ErrorCode::evidence_mutable;
    }
    require(fixed || labelled, "a link that can change is labelled");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto hash = evidence::read_hash(text)) {
    require(hash->digest.size() == 32, "a hash has 32 bytes");
  }
  const auto document = json::parse(text);
  if (!document) return 0;
  for (const evidence::Standard standard :
       {evidence::Standard::Erc1497, evidence::Standard::KlerosV2,
        evidence::Standard::MetaEvidence}) {
    check(*document, standard);
  }
  (void)evidence::without_self_hash(*document);
  return 0;
}
