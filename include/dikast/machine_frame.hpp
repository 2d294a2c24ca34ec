#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/address.hpp"
#include "dikast/machine.hpp"
#include "dikast/machine_io.hpp"

/// One call of a contract while it runs, for machines that model one contract and take the rest of
/// the world from the call's env. Rules written on it read like the contract: checks first, in its
/// order. Nothing of a state changes here, so that a refused call leaves no trace.
///
/// Of env it reads `calls`, the outgoing calls in order with what became of them ({to, function,
/// args, value, ok, returns, revert, received}; `to` is a name or an address, `function` null for
/// plain ether), or `refusesEth`, addresses that take no ether; others are honest then.
namespace dikast::machine {

struct EventArgument {
  std::string_view name;
  json::Value value;
};

class Frame {
 public:
  /// `label` is the contract's name in events and recorded calls; `balance_wei` its ether before
  /// the call. `call` outlives the frame.
  Frame(const Call& call, const Address& from, const Address& self, std::string_view label,
        const Uint256& balance_wei);
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  /// `condition`, or a revert with `reason`.
  [[nodiscard]] bool require(bool condition, std::string_view reason);
  bool invalid_opcode();
  /// A revert without a reason; `contract` is whose code it was, "" for this one's.
  bool revert_silently(std::string_view contract = {});
  /// A revert of the contract's own with any data.
  bool refuse(Failure failure, std::string error);
  /// The call's env cannot be used.
  bool wrong_env(std::string path, std::string message);

  /// What `contract` answers to a getter, from env; nullopt when it reverts (the call is refused
  /// then) or env does not say (`error` is set).
  [[nodiscard]] std::optional<Uint256> ask(std::string_view getter,
                                           std::string_view contract = "arbitrator");

  void emit(std::string_view event, std::initializer_list<EventArgument> args);
  /// `send`: whether the ether arrived; a failure is no failure of the call.
  bool send(const Address& to, const Uint256& amount_wei);
  /// `transfer`: reverts with the recipient's own reason.
  [[nodiscard]] bool transfer(const Address& to, const Uint256& amount_wei);

  const Address from;
  const Uint256 now;
  const Uint256 value_wei;
  Outcome out;
  std::optional<Error> error;

  /// Of the contract, the call's value included.
  [[nodiscard]] const Uint256& balance_wei() const { return balance_; }

 protected:
  ~Frame() = default;

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

  /// How `address` is called in refusals and recorded calls.
  [[nodiscard]] virtual std::string name_of(const Address& address) const = 0;
  /// What an honest party answers to a call of a function; nullopt with `error` or `out` set.
  [[nodiscard]] virtual std::optional<Answer> assumed(const Outgoing& call) = 0;
  /// Whether there is a contract without a payable fallback.
  [[nodiscard]] virtual bool takes_no_ether(const Address& to) const = 0;

  /// From env.calls where it is given, else as honest parties answer.
  [[nodiscard]] std::optional<Answer> answer(const Outgoing& call);
  bool refused_by(const Address& who, const Answer& given);
  /// Takes ether that a successful call carried out of the balance.
  void pay_out(const Address& to, const Uint256& amount_wei);

  const Address self_;
  Reader env_;

 private:
  [[nodiscard]] std::optional<Answer> recorded(const Outgoing& call, Reader calls);
  [[nodiscard]] bool same_call(const Outgoing& call, const Reader& entry) const;
  [[nodiscard]] bool refuses_ether(const Address& to);
  void note_eth(const Address& to, const Uint256& amount, bool ok);

  const std::string_view label_;
  const json::Value& env_json_;
  std::size_t next_call_ = 0;
  Uint256 balance_;
};

}  // namespace dikast::machine
