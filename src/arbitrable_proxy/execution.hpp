#pragma once

#include <optional>
#include <string>

#include "dikast/arbitrable_proxy.hpp"
#include "dikast/machine_frame.hpp"

namespace dikast::arbitrable_proxy {

/// One call while it runs, on a copy of the state.
class Execution final : public machine::Frame {
 public:
  Execution(const State& before, const machine::Call& call, const Address& caller)
      : Frame(call, caller, before.self, "arbitrableProxy", before.balance_wei), state(before) {}

  [[nodiscard]] bool create_dispute(const std::string& extra_data, const std::string& meta_evidence,
                                    const Uint256& choices);
  [[nodiscard]] bool submit_evidence(const Uint256& id, const std::string& evidence);
  [[nodiscard]] bool fund_appeal(const Uint256& id, const Uint256& ruling);
  [[nodiscard]] bool withdraw(const Uint256& id, const Address& account, const Uint256& round,
                              const Uint256& ruling);
  [[nodiscard]] bool withdraw_all(const Uint256& id, const Address& account, const Uint256& ruling);
  [[nodiscard]] bool rule(const Uint256& external_id, const Uint256& ruling);
  [[nodiscard]] bool only_governor();
  [[nodiscard]] bool total_withdrawable(const Uint256& id, const Address& account,
                                        const Uint256& ruling, Uint256& sum);

  /// disputes[id], or an invalid opcode.
  [[nodiscard]] Dispute* find(const Uint256& id);
  [[nodiscard]] std::uint64_t local_id(const Uint256& external_id) const;
  /// numberOfRulingOptions[id]; 0 for ids that are none, as in a mapping.
  [[nodiscard]] Uint256 choices(const Uint256& id) const;

  State state;

 private:
  [[nodiscard]] std::string name_of(const Address& address) const override;
  [[nodiscard]] std::optional<Answer> assumed(const Outgoing& call) override;
  // ERC-792 arbitrators have no payable fallback.
  [[nodiscard]] bool takes_no_ether(const Address& to) const override {
    return to == state.arbitrator;
  }
  [[nodiscard]] bool check_period(const Uint256& ruling, const Uint256& current);
  /// What an account gets for a ruling out of a round; false where the contract's division fails.
  [[nodiscard]] bool reward(const Round& round, const Address& account, const Uint256& ruling,
                            const Uint256& final_ruling, Uint256& amount);
  [[nodiscard]] bool pay_reward(Dispute& dispute, const Uint256& id, std::size_t index,
                                const Address& account, const Uint256& ruling);
};

/// What `ruling` was paid in the round; its own slot when there is none yet.
[[nodiscard]] Funding& funding_of(Round& round, const Uint256& ruling);
[[nodiscard]] Funding funding_in(const Round& round, const Uint256& ruling);
[[nodiscard]] Uint256 contributed_wei(const Round& round, const Address& account,
                                      const Uint256& ruling);
/// cost + cost * multiplier / 10000, capped.
[[nodiscard]] Uint256 appeal_total_wei(const State& state, const Uint256& cost_wei, bool winner);
/// First second in which a ruling that is not the current one can no more be funded.
[[nodiscard]] Uint256 loser_end(const State& state, const Uint256& start, const Uint256& end);

/// MAX_NUMBER_OF_CHOICES: 2^256 - 2.
[[nodiscard]] Uint256 max_choices();

/// Runs `call`: whether it was accepted; x.out says the rest. Errors: machine.unknown_function,
/// machine.argument, machine.env.
[[nodiscard]] Result<bool> run(Execution& x, const machine::Call& call);

}  // namespace dikast::arbitrable_proxy
