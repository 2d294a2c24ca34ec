#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/escrow.hpp"
#include "dikast/machine_io.hpp"

/// One call while it runs. Nothing of the state changes before commit(), so that a refused call
/// leaves no trace; the rules read like the contracts: checks first, in their order.
namespace dikast::escrow {

struct EventArgument {
  std::string_view name;
  json::Value value;
};

class Execution {
 public:
  /// `state` and `call` outlive the execution.
  Execution(const State& state, const machine::Call& call, const Address& from);

  /// Loads transactions[id]; an index outside is an invalid opcode.
  [[nodiscard]] bool open(const Uint256& id);
  /// A transaction at the end of the array.
  void create(Transaction transaction);

  /// `condition`, or a revert with `reason`.
  [[nodiscard]] bool require(bool condition, std::string_view reason);
  bool invalid_opcode();
  /// A revert without a reason.
  bool revert_silently(std::string_view contract = {});
  /// What the arbitrator's getter answers; nullopt when it reverts (the call is refused then) or
  /// env does not say.
  [[nodiscard]] std::optional<Uint256> ask(std::string_view getter);

  void emit(std::string_view event, std::initializer_list<EventArgument> args);
  /// `send`: whether the ether arrived; a failure is no failure of the call.
  bool send(const Address& to, const Uint256& amount_wei);
  /// `transfer`: reverts with the recipient's own reason.
  [[nodiscard]] bool transfer(const Address& to, const Uint256& amount_wei);
  /// token.transfer(to, amount), required to be true.
  [[nodiscard]] bool transfer_token(const Address& to, const Uint256& amount);
  /// token.transferFrom(caller, escrow, amount), required to be true.
  [[nodiscard]] bool collect_token(const Address& token, const Uint256& amount);
  /// arbitrator.createDispute: the dispute's id.
  [[nodiscard]] std::optional<Uint256> create_dispute(const Uint256& cost_wei);
  [[nodiscard]] bool appeal_dispute(const Uint256& dispute_id, const Uint256& amount_wei);
  void link(const Uint256& dispute_id);

  /// now - since >= limit, in the contract's wrapping arithmetic.
  [[nodiscard]] bool elapsed(const Uint256& since, const Uint256& limit) const {
    return wrapping_sub(now, since) >= limit;
  }

  /// Writes the transaction, balances and links into `state`, which must be the one given.
  void commit(State& state) const;

  const State& state;
  const Profile& profile;
  const Address from;
  const Uint256 now;
  const Uint256 value_wei;
  std::uint64_t id = 0;
  Transaction tx;

  machine::Outcome out;
  std::optional<Error> error;

 private:
  /// What a party outside did with a call.
  struct Answer {
    bool ok = true;
    bool called = true;                 ///< false: there is no contract at that address
    json::Value returns;                ///< null: it returned nothing
    std::optional<std::string> reason;  ///< of a failure
    std::optional<Uint256> received;    ///< what a token really moved, where it is not the amount
  };
  struct Outgoing {
    Address to;
    std::string_view function;  ///< empty: plain ether
    std::vector<json::Value> args;
    Uint256 value_wei;
    Uint256 amount;  ///< of a token call
  };
  /// From env.calls where it is given, else as honest parties answer.
  [[nodiscard]] std::optional<Answer> answer(const Outgoing& call);
  [[nodiscard]] std::optional<Answer> recorded(const Outgoing& call, machine::Reader calls);
  /// Whether the recorded call is this one.
  [[nodiscard]] bool same_call(const Outgoing& call, const machine::Reader& entry) const;
  [[nodiscard]] std::optional<Answer> assumed(const Outgoing& call);
  [[nodiscard]] bool refuses_ether(const Address& to);
  bool refused_by(const Address& who, const Answer& given);
  bool wrong_env(std::string path, std::string message);
  [[nodiscard]] std::string name_of(const Address& address) const;
  [[nodiscard]] Holding& holding(const Address& token);
  [[nodiscard]] bool call_token(const Address& token, std::string_view function,
                                const Address& payer, const Address& payee, const Uint256& amount,
                                std::string_view failure);
  void note_eth(const Address& to, const Uint256& amount, bool ok);

  const json::Value& env_json_;
  machine::Reader env_;
  std::size_t next_call_ = 0;
  Uint256 eth_balance_;
  std::vector<Holding> holdings_;
  std::optional<Uint256> linked_;
  bool loaded_ = false;
};

}  // namespace dikast::escrow
