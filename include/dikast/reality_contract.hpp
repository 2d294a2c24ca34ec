#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dikast/machine_io.hpp"
#include "dikast/reality.hpp"

/// The Reality.eth contract as a state and its functions. It has no machine of its own: the world
/// of arbitration_proxy.hpp holds it together with the arbitrator of its questions.
namespace dikast::reality {

using machine::put;

/// A mapping of the contract, in order of first writing.
template <class T>
class Table {
 public:
  [[nodiscard]] const T* find(const Word& key) const {
    for (const auto& row : rows)
      if (row.first == key) return &row.second;
    return nullptr;
  }
  [[nodiscard]] T* find(const Word& key) {
    return const_cast<T*>(std::as_const(*this).find(key));  // NOLINT
  }
  /// What the EVM reads: zero where nothing was written.
  [[nodiscard]] T get(const Word& key) const {
    const T* found = find(key);
    return found == nullptr ? T{} : *found;
  }
  T& at(const Word& key) {
    if (T* found = find(key)) return *found;
    rows.emplace_back(key, T{});
    return rows.back().second;
  }
  void erase(const Word& key) {
    std::erase_if(rows, [&](const auto& row) { return row.first == key; });
  }

  std::vector<std::pair<Word, T>> rows;
};

struct Question {
  Word content_hash;
  Word arbitrator;
  std::uint32_t opening_ts = 0;
  std::uint32_t timeout = 0;  ///< seconds; 0: there is no such question
  std::uint32_t finalize_ts = 0;
  bool is_pending_arbitration = false;
  Uint256 bounty;
  Word best_answer;
  Word history_hash;
  Uint256 bond;
  Uint256 min_bond;
  Word claim_payee;
  Uint256 claim_last_bond;
  Uint256 claim_queued_funds;
  Word reopened_by;
  bool is_reopener = false;
};

struct Commitment {
  std::uint32_t reveal_ts = 0;
  bool is_revealed = false;
  Word revealed_answer;
};

struct Template {
  Uint256 block;
  Word hash;
};

struct Contract {
  const Profile* profile = nullptr;
  Word self;
  Table<Question> questions;
  Table<Commitment> commitments;
  Table<Uint256> balances;       ///< balanceOf
  Table<Uint256> question_fees;  ///< arbitrator_question_fees
  std::vector<Template> templates;
};

/// Whose address has which name, and what contracts hold.
struct Ledger {
  struct Account {
    std::string label;
    Word address;
  };
  std::vector<Account> accounts;
  Table<Uint256> ether;  ///< wei of the contracts; people's wei are not counted
  Word token;
  Table<Uint256> token_balances;
  Table<Uint256> allowances;  ///< to the Reality contract

  /// "0x..." for an address without a name.
  [[nodiscard]] std::string label(const Word& address) const;
  /// By label or by address.
  [[nodiscard]] std::optional<Word> address(std::string_view name) const;
};

/// Who calls whom.
struct Msg {
  Word sender;
  Uint256 value;
  Word self;
};

/// One transaction while it runs, on a copy of the world. Functions answer whether they went
/// through; the first refusal is in `out`.
class Run {
 public:
  Run(Ledger& l, const machine::Call& call, Uint256 b) : ledger(l), now(call.timestamp), block(b) {}

  /// `condition`, or a revert with `reason`.
  [[nodiscard]] bool require(bool condition, std::string_view reason);
  bool refuse(machine::Failure failure, std::string_view text = {});
  /// Panic(code) of Solidity 0.8, an invalid opcode before.
  bool panic(bool modern, std::string_view code);
  /// sum += amount, or the compiler's overflow check.
  [[nodiscard]] bool add(Uint256& sum, const Uint256& amount, bool modern);
  /// Says that this is no call at all.
  bool wrong(ErrorCode code, std::string path, std::string message);

  machine::Event& emit(const Word& contract, std::string_view name);
  /// Wei from one account to another; a contract that has too little refuses.
  [[nodiscard]] bool pay(const Word& from, const Word& to, const Uint256& wei);
  /// Whether a contract would have the wei.
  [[nodiscard]] bool can_pay(const Word& from, const Uint256& wei) const;
  /// ERC-20 transfer or transferFrom of the honest token; false without a refusal where the owner
  /// has too little.
  [[nodiscard]] bool move_tokens(const Word& from, const Word& to, const Uint256& amount,
                                 bool by_allowance);

  /// The block's time as Reality sees it.
  [[nodiscard]] std::uint32_t now32() const { return static_cast<std::uint32_t>(now); }

  void returns(std::vector<json::Value> values);

  Ledger& ledger;
  const std::uint64_t now;
  const Uint256 block;
  machine::Outcome out;
  std::optional<Error> error;
};

/// Arguments of a call by kind, each in order.
struct Args {
  std::vector<Word> words;               ///< static ones
  std::vector<std::string> texts;        ///< string and bytes (0x-hex)
  std::vector<std::vector<Word>> lists;  ///< arrays of static items

  [[nodiscard]] std::uint32_t u32(std::size_t i) const {
    return static_cast<std::uint32_t>(words[i].words[0]);
  }
};

/// Letters of `params`: w bytes32, u uint256, t uint32, a address, f bool, s string, y bytes;
/// W U A their arrays.
[[nodiscard]] Result<Args> read_args(const json::Value& args, std::string_view params);

inline json::Value as_word(const Word& word) { return json::Value::string(word_text(word)); }
inline json::Value as_address(const Word& word) { return json::Value::string(address_text(word)); }

/// A function of the contract itself: finds it by name, reads its arguments, runs it.
/// Errors: machine.unknown_function, machine.argument.
[[nodiscard]] Result<bool> call_contract(Run& run, Contract& contract, const Msg& msg,
                                         const machine::Call& call);

// What arbitrators call.
[[nodiscard]] bool notify_of_arbitration_request(Run& run, Contract& contract, const Word& sender,
                                                 const Word& question, const Word& requester,
                                                 const Uint256& max_previous);
[[nodiscard]] bool cancel_arbitration(Run& run, Contract& contract, const Word& sender,
                                      const Word& question);
[[nodiscard]] bool submit_answer_by_arbitrator(Run& run, Contract& contract, const Word& sender,
                                               const Word& question, const Word& answer,
                                               const Word& answerer);
struct LastAnswer {
  Word previous_hash;
  Word answer;  ///< or the commitment's id
  Word answerer;
};
[[nodiscard]] bool assign_winner(Run& run, Contract& contract, const Word& sender,
                                 const Word& question, const Word& answer,
                                 const Word& payee_if_wrong, const LastAnswer& last);
[[nodiscard]] bool set_question_fee(Run& run, Contract& contract, const Word& sender,
                                    const Uint256& fee);
[[nodiscard]] bool withdraw(Run& run, Contract& contract, const Word& sender);

[[nodiscard]] bool is_finalized(const Question& question, std::uint32_t now);

}  // namespace dikast::reality
