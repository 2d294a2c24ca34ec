#pragma once

#include <array>
#include <string>

#include "execution.hpp"

namespace dikast::escrow {

/// Arguments by kind, each kind in the order of the signature.
struct Arguments {
  std::array<Uint256, 4> numbers;
  std::array<Address, 2> addresses;
  std::string text;
};

/// Runs `call`: whether it was accepted; x.out says the rest. Errors: machine.unknown_function,
/// machine.argument, machine.env.
[[nodiscard]] Result<bool> run(Execution& x, const machine::Call& call);

/// MULTIPLIER_DIVISOR: multipliers are in basis points.
inline constexpr std::uint64_t kMultiplierDivisor = 10'000;

/// Runs the body of a function; false when it was refused or the input was unusable.
using Rule = bool (*)(Execution&, const Arguments&);

struct Function {
  std::string_view name;
  /// One letter a parameter: u uint256, e the enum Party, a address, s string.
  std::string_view params;
  enum class In : std::uint8_t { All, Ether, Token, NoAppeals, Appeals } in;
  enum class Kind : std::uint8_t { Payable, Nonpayable, View } kind;
  Rule rule;
};

/// The function of this name in this contract, or nullptr.
[[nodiscard]] const Function* find_function(const Profile& profile, std::string_view name);

[[nodiscard]] bool create_transaction(Execution& x, const Arguments& a);
[[nodiscard]] bool pay(Execution& x, const Arguments& a);
[[nodiscard]] bool reimburse(Execution& x, const Arguments& a);
[[nodiscard]] bool execute_transaction(Execution& x, const Arguments& a);
[[nodiscard]] bool time_out_by_sender(Execution& x, const Arguments& a);
[[nodiscard]] bool time_out_by_receiver(Execution& x, const Arguments& a);
[[nodiscard]] bool pay_fee_by_sender(Execution& x, const Arguments& a);
[[nodiscard]] bool pay_fee_by_receiver(Execution& x, const Arguments& a);
[[nodiscard]] bool submit_evidence(Execution& x, const Arguments& a);
[[nodiscard]] bool appeal(Execution& x, const Arguments& a);
[[nodiscard]] bool rule(Execution& x, const Arguments& a);
[[nodiscard]] bool rule_with_appeals(Execution& x, const Arguments& a);
[[nodiscard]] bool execute_ruling(Execution& x, const Uint256& ruling);

[[nodiscard]] bool fund_appeal(Execution& x, const Arguments& a);
[[nodiscard]] bool withdraw_fees_and_rewards(Execution& x, const Arguments& a);
[[nodiscard]] bool batch_round_withdraw(Execution& x, const Arguments& a);

/// What `account` gets out of a round once the transaction is resolved, in wei; plain wrapping
/// products and floors, as in the contract.
[[nodiscard]] Uint256 reward_wei(const Round& round, const Uint256& ruling, const Address& account);
/// What a side has to raise in the last round: cost + cost * multiplier / 10000, capped.
[[nodiscard]] Uint256 appeal_total_wei(const State& state, const Uint256& cost_wei,
                                       const Uint256& current_ruling, unsigned side);
/// Whether this side has only the first half of the appeal period.
[[nodiscard]] bool is_loser(const Uint256& current_ruling, unsigned side);
/// What is put in by `account`, by side.
[[nodiscard]] std::array<Uint256, 3> contributed_wei(const Round& round, const Address& account);

[[nodiscard]] bool get_count(Execution& x, const Arguments& a);
[[nodiscard]] bool get_transaction(Execution& x, const Arguments& a);
[[nodiscard]] bool get_ids_by_address(Execution& x, const Arguments& a);
[[nodiscard]] bool get_arbitrator(Execution& x, const Arguments& a);
[[nodiscard]] bool get_extra_data(Execution& x, const Arguments& a);
[[nodiscard]] bool get_fee_timeout(Execution& x, const Arguments& a);
[[nodiscard]] bool get_link(Execution& x, const Arguments& a);
[[nodiscard]] bool get_shared_multiplier(Execution& x, const Arguments& a);
[[nodiscard]] bool get_winner_multiplier(Execution& x, const Arguments& a);
[[nodiscard]] bool get_loser_multiplier(Execution& x, const Arguments& a);
[[nodiscard]] bool get_divisor(Execution& x, const Arguments& a);
[[nodiscard]] bool get_number_of_rounds(Execution& x, const Arguments& a);
[[nodiscard]] bool get_round_info(Execution& x, const Arguments& a);
[[nodiscard]] bool get_contributions(Execution& x, const Arguments& a);
[[nodiscard]] bool get_withdrawable(Execution& x, const Arguments& a);

/// transactionID of a dispute; 0 when unknown, as a mapping answers.
[[nodiscard]] std::uint64_t transaction_of(const State& state, const Uint256& dispute_id);
/// Sum over all rounds, 0 before the resolution.
[[nodiscard]] Uint256 withdrawable_wei(const Transaction& transaction, const Address& account);

}  // namespace dikast::escrow
