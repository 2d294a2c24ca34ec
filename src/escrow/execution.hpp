#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/escrow.hpp"
#include "dikast/machine_frame.hpp"

/// One call of the escrow while it runs.
namespace dikast::escrow {

class Execution final : public machine::Frame {
 public:
  /// `state` and `call` outlive the execution.
  Execution(const State& state, const machine::Call& call, const Address& from);

  /// Loads transactions[id]; an index outside is an invalid opcode.
  [[nodiscard]] bool open(const Uint256& id);
  /// A transaction at the end of the array.
  void create(Transaction transaction);

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
  std::uint64_t id = 0;
  Transaction tx;

 private:
  [[nodiscard]] std::string name_of(const Address& address) const override;
  [[nodiscard]] std::optional<Answer> assumed(const Outgoing& call) override;
  [[nodiscard]] bool takes_no_ether(const Address& to) const override;
  [[nodiscard]] Holding& holding(const Address& token);
  [[nodiscard]] bool call_token(const Address& token, std::string_view function,
                                const Address& payer, const Address& payee, const Uint256& amount,
                                std::string_view failure);

  std::vector<Holding> holdings_;
  std::optional<Uint256> linked_;
  bool loaded_ = false;
};

}  // namespace dikast::escrow
