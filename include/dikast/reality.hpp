#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/address.hpp"
#include "dikast/keccak.hpp"
#include "dikast/uint256.hpp"

/// Reality.eth: identifiers, answers' values and the money of a question, as the contracts compute
/// them (facts from the published bytecode, @reality.eth/contracts 3.2.22).
namespace dikast::reality {

/// A 32-byte word of the contract: a bytes32, or an address in its low 20 bytes.
using Word = Uint256;

[[nodiscard]] Word to_word(const Address& address);
[[nodiscard]] Address to_address(const Word& word);
[[nodiscard]] Word to_word(const Hash32& hash);
/// "0x" and 64 digits.
[[nodiscard]] std::string word_text(const Word& word);
/// With checksum; of a word that is an address.
[[nodiscard]] std::string address_text(const Word& word);

/// What "invalid" is answered as: a convention of the front ends, no rule of the contract.
[[nodiscard]] inline Word invalid_answer() { return Uint256::max(); }
/// "Answered too soon": v3 lets such a question be reopened.
[[nodiscard]] Word too_soon_answer();

enum class Version : std::uint8_t {
  V2_0 = 1,
  V2_1 = 2,
  V2_2 = 4,
  V3_0 = 8,
  V3_2 = 16,
  Erc20_3_0 = 32
};

/// One of the contracts, told apart by what differs.
struct Profile {
  std::string_view name;  ///< "reality-3.0"
  Version version;
  bool v3;         ///< minimum bonds, reopening; Solidity 0.8's panics
  bool token;      ///< bonds and bounties are of an ERC-20 token
  bool fees;       ///< claim fee, cancelArbitration, assignWinner... (2.1 and later)
  bool hash_type;  ///< six built-in templates whose second field is a description (2.2, 3.2)
};

/// By name; nullptr for any other.
[[nodiscard]] const Profile* find_profile(std::string_view name);
/// By the version that the deployments list has, e.g. "3.0" or "ERC20-3.0"; nullptr for any other.
[[nodiscard]] const Profile* find_version(std::string_view version);

/// The text of built-in template `id`, or "" where the contract has none.
[[nodiscard]] std::string built_in_template(const Profile& profile, std::uint64_t id);

[[nodiscard]] Word content_hash(const Uint256& template_id, std::uint32_t opening_ts,
                                std::string_view question);

struct QuestionKey {
  Word content;
  Word arbitrator;
  std::uint32_t timeout = 0;  ///< seconds
  Word sender;
  Uint256 nonce;
  Uint256 min_bond;  ///< v3 only
  Word contract;     ///< v3 only
};
[[nodiscard]] Word question_id(const Profile& profile, const QuestionKey& key);

[[nodiscard]] Word answer_hash(const Word& answer, const Uint256& nonce);
[[nodiscard]] Word commitment_id(const Word& question, const Word& answer_hash,
                                 const Uint256& bond);

/// One step of the answer history.
struct Entry {
  Word previous;  ///< the history hash before it
  Word answer;    ///< or the commitment's id
  Uint256 bond;
  Word answerer;
};
[[nodiscard]] Word history_hash(const Entry& entry, bool is_commitment);

/// What one entry of the history counts as when winnings are claimed.
struct Claimed {
  Word answerer;
  Uint256 bond;
  std::optional<Word> answer;  ///< nothing: a commitment that was never revealed
};

struct Payment {
  Word to;
  Uint256 amount;
};

/// The walk of claimWinnings from the last answer to the first.
class ClaimWalk {
 public:
  ClaimWalk(const Profile& profile, const Word& best_answer, const Uint256& highest_bond,
            const Uint256& bounty)
      : profile_(profile), best_(best_answer), highest_(highest_bond), bounty_(bounty) {}

  void resume(const Word& payee, const Uint256& last_bond, const Uint256& queued);
  /// False where a sum leaves 256 bits.
  [[nodiscard]] bool step(const Claimed& entry);
  /// The first answer was reached: the payee keeps what remains.
  [[nodiscard]] bool finish();
  /// There is more to claim: what is certain is paid now.
  [[nodiscard]] bool pause();

  [[nodiscard]] const std::vector<Payment>& payments() const { return payments_; }
  [[nodiscard]] const Word& payee() const { return payee_; }
  [[nodiscard]] const Uint256& last_bond() const { return last_bond_; }
  [[nodiscard]] const Uint256& queued() const { return queued_; }
  [[nodiscard]] const Uint256& bounty() const { return bounty_; }
  /// Claim fees so far: they stay in the contract for ever.
  [[nodiscard]] const Uint256& kept_fees() const { return fees_; }

 private:
  [[nodiscard]] bool credit(const Claimed& entry);

  const Profile& profile_;
  Word best_;
  Uint256 highest_;
  Uint256 bounty_;
  Word payee_;
  Uint256 last_bond_;
  Uint256 queued_;
  Uint256 fees_;
  std::vector<Payment> payments_;
};

/// floor(bond / 40): 2.5 % of a bond that is not the highest.
[[nodiscard]] Uint256 claim_fee(const Profile& profile, const Uint256& bond,
                                const Uint256& highest_bond);

/// Bonds that follow when everybody pays the least: `steps` values, each twice the one before.
/// Errors: uint256.overflow.
[[nodiscard]] Result<std::vector<Uint256>> bond_ladder(const Uint256& current_bond,
                                                       const Uint256& min_bond, std::size_t steps);

}  // namespace dikast::reality
