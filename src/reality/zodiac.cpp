#include <array>

#include "dikast/reality_question.hpp"

namespace dikast::reality {

namespace {

void append(Bytes& out, const Word& word) {
  const std::array<std::uint8_t, 32> bytes = word.to_bytes32();
  out.insert(out.end(), bytes.begin(), bytes.end());
}

Word type_hash(std::string_view type) { return to_word(keccak256(ByteView(type))); }

}  // namespace

Word module_domain(const Uint256& chain_id, const Word& module) {
  Bytes encoded;
  append(encoded, type_hash("EIP712Domain(uint256 chainId,address verifyingContract)"));
  append(encoded, chain_id);
  append(encoded, module);
  return to_word(keccak256(encoded));
}

Word module_transaction_hash(const Word& domain, const ModuleTransaction& tx) {
  Bytes encoded;
  append(encoded, type_hash("Transaction(address to,uint256 value,bytes data,uint8 operation,"
                            "uint256 nonce)"));
  append(encoded, tx.to);
  append(encoded, tx.value);
  append(encoded, to_word(keccak256(tx.data)));
  append(encoded, Uint256(tx.operation));
  append(encoded, tx.nonce);
  Bytes message{0x19, 0x01};
  append(message, domain);
  append(message, to_word(keccak256(encoded)));
  return to_word(keccak256(message));
}

std::string module_question(std::string_view proposal_id, const std::vector<Word>& tx_hashes) {
  Bytes hashes;
  for (const Word& hash : tx_hashes) append(hashes, hash);
  std::string question(proposal_id);
  question += kDelimiter;
  question += word_text(to_word(keccak256(hashes))).substr(2);
  return question;
}

std::vector<std::string_view> missing_conditions(const Execution& e) {
  std::vector<std::string_view> missing;
  if (e.result != Word(1)) missing.emplace_back("result");
  if (!e.min_bond.is_zero() && e.bond < e.min_bond) missing.emplace_back("bond");
  if (Uint256(e.now) <= wrapping_add(Uint256(e.finalize_ts), Uint256(e.cooldown)))
    missing.emplace_back("cooldown");
  if (e.expiration != 0 &&
      wrapping_add(Uint256(e.finalize_ts), Uint256(e.expiration)) < Uint256(e.now))
    missing.emplace_back("expired");
  if (!e.previous_executed) missing.emplace_back("previous");
  return missing;
}

}  // namespace dikast::reality
