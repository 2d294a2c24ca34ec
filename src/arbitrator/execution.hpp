#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/arbitrator.hpp"
#include "dikast/machine_frame.hpp"

namespace dikast::arbitrator {

/// Who calls, and with what: differs from the transaction's when the arbitrator calls itself.
struct Caller {
  Address from;
  Uint256 value_wei;
};

/// One call while it runs, on a copy of the state.
class Execution final : public machine::Frame {
 public:
  Execution(const State& before, const machine::Call& call, const Address& caller)
      : Frame(call, caller, before.self, "arbitrator", before.balance_wei), state(before) {}

  [[nodiscard]] bool create_dispute(const Caller& caller, const Uint256& choices, Uint256& id);
  [[nodiscard]] bool appeal(const Caller& caller, const Uint256& id, std::string_view extra_data);
  [[nodiscard]] bool give_ruling(const Caller& caller, const Uint256& id, const Uint256& ruling);
  [[nodiscard]] bool give_appealable_ruling(const Uint256& id, const Uint256& ruling,
                                            const Uint256& cost_wei, const Uint256& seconds);
  [[nodiscard]] bool change_appeal_fee(const Uint256& id, const Uint256& cost_wei);
  [[nodiscard]] bool execute_ruling(const Uint256& id);
  /// What the back-up arbitrator calls (EnhancedAppealable).
  [[nodiscard]] bool rule(const Caller& caller, const Uint256& id, const Uint256& ruling);
  [[nodiscard]] bool only_owner();

  [[nodiscard]] bool appeal_cost(const Uint256& id, Uint256& cost_wei);
  [[nodiscard]] bool dispute_status(const Uint256& id, Uint256& status);
  [[nodiscard]] bool current_ruling(const Uint256& id, Uint256& ruling);
  [[nodiscard]] bool appeal_period(const Uint256& id, Uint256& start, Uint256& end);
  [[nodiscard]] bool appeal_dispute_id(const Uint256& id, Uint256& at);

  /// disputes[id], or an invalid opcode.
  [[nodiscard]] Dispute* find(const Uint256& id);
  /// appealDisputes[id]; ids that are none have an empty entry, as in a mapping.
  [[nodiscard]] Appealed appealed(const Uint256& id) const;
  /// appealDisputeIDsToDisputeIDs[id].
  [[nodiscard]] Uint256 linked(const Uint256& id) const;

  State state;

 private:
  [[nodiscard]] std::string name_of(const Address& address) const override;
  [[nodiscard]] std::optional<Answer> assumed(const Outgoing& call) override;
  [[nodiscard]] bool takes_no_ether(const Address&) const override { return false; }

  [[nodiscard]] bool solve(const Caller& caller, const Uint256& id, const Uint256& ruling);
  [[nodiscard]] bool pay_and_rule(const Caller& caller, const Uint256& id);
  [[nodiscard]] bool appeal_enhanced(const Caller& caller, const Uint256& id,
                                     std::string_view extra_data);
  [[nodiscard]] bool appeal_auto(const Caller& caller, const Uint256& id);
  [[nodiscard]] bool give_enhanced_ruling(const Caller& caller, const Uint256& id,
                                          const Uint256& ruling);
  void announce(std::string_view event, const Uint256& id, const Address& arbitrable);
  [[nodiscard]] bool is_auto() const {
    return state.contract == Contract::AutoAppealable ||
           state.contract == Contract::AutoAppealableProxy;
  }
  [[nodiscard]] bool is_enhanced() const { return state.contract == Contract::EnhancedAppealable; }
  /// Whether a dispute is decided by the back-up now.
  [[nodiscard]] bool is_appealed(const Uint256& id) const;
  [[nodiscard]] bool ask_backup(std::string_view getter, Uint256& answer);
  /// A failure inside a call to itself: an invalid opcode there is a plain revert here.
  [[nodiscard]] bool inside(bool done);
};

/// Runs `call`: whether it was accepted; x.out says the rest. Errors: machine.unknown_function,
/// machine.argument, machine.env.
[[nodiscard]] Result<bool> run(Execution& x, const machine::Call& call);

}  // namespace dikast::arbitrator
