#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/error.hpp"
#include "dikast/json.hpp"
#include "dikast/uint256.hpp"

/// The frame of every state machine: a state, a call and an environment give an outcome; what can
/// be called now and what ends when are read from the same guards. Reading and writing of values is
/// in machine_io.hpp. Values (args, returns, env) are json::Value in the notation of the
/// recordings: integers as decimal strings, bytes as 0x-hex, addresses with checksum, booleans as
/// booleans, tuples as objects, arrays as arrays.
namespace dikast::machine {

/// One transaction, as a step of a recording has it.
struct Call {
  std::uint64_t timestamp = 0;  ///< block timestamp, Unix seconds
  std::string from;             ///< an address, or a label where the machine has labels
  std::string to;               ///< label of the contract; empty means the machine's own
  std::string function;         ///< bare name, "(fallback)" for no calldata
  json::Value args;             ///< array, positional
  Uint256 value;                ///< wei sent
  json::Value env;              ///< what outside parties answer; each machine lists what it reads
};

/// How a call was refused, as an EVM client sees it.
enum class Failure : std::uint8_t {
  None,
  Reason,         ///< Error(string): `error` is the text
  Custom,         ///< custom error: `error` is its name, `error_args` its arguments
  Panic,          ///< Panic(uint256): `error` is "Panic(0x11)"
  Empty,          ///< reverted without data: `error` is ""
  InvalidOpcode,  ///< all gas is gone (assert before Solidity 0.8): `error` is ""
};

/// One log; `args` is an object by the ABI's names, indexed strings are their hash.
struct Event {
  std::string contract;
  std::string name;
  json::Value args;
};

/// What a call moved. `asset`: "eth" for the native currency, else the label of a token.
/// `ok` is false for a send that failed and was ignored: nothing moved then.
struct Transfer {
  std::string asset;
  std::string from;
  std::string to;
  Uint256 amount;
  bool ok = true;
};

struct Outcome {
  Failure failure = Failure::None;
  std::string error;
  json::Value error_args;     ///< null without arguments
  std::string failed_in;      ///< label of the contract whose code refused, "" for the called one
  std::vector<Event> events;  ///< in log order; empty when refused
  std::vector<Transfer> transfers;
  json::Value returns;  ///< null where the function returns nothing

  [[nodiscard]] bool ok() const { return failure == Failure::None; }
};

/// Who asks what can be done, when, and what outside parties would answer.
struct Query {
  std::string actor;
  std::uint64_t timestamp = 0;
  json::Value env;
};

/// A call that the actor may make, or would if it were not for `reason`.
struct Action {
  std::string to;
  std::string function;
  json::Value args;
  Uint256 value;                          ///< exact, wei
  std::string role;                       ///< why this actor: "winner's funder", "anyone", ...
  std::optional<std::uint64_t> deadline;  ///< last second in which it is accepted
  bool enabled = false;
  std::string reason;  ///< the contract's refusal, empty when enabled
  std::string note;    ///< what a person should know before, may be empty
};

/// What is certain about a deadline.
enum class Certainty : std::uint8_t {
  Fixed,       ///< ends by the clock alone
  AwaitsCall,  ///< from then on somebody may end it; until a call is made the old state goes on
  CanBeCut,    ///< another's call can end it before
};

struct Deadline {
  std::string name;
  std::uint64_t timestamp = 0;  ///< first second of the new situation
  std::string who;              ///< whom it concerns
  bool opens = false;           ///< opens a possibility, else closes one
  std::string function;
  Certainty certainty = Certainty::Fixed;
  std::string subject;  ///< e.g. "dispute 3"; may be empty
};

/// One machine with its state. A refused call (Outcome not ok, or an Error) leaves the state as it
/// was: no half of a call is ever visible.
class Machine {
 public:
  Machine() = default;
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  virtual ~Machine() = default;

  [[nodiscard]] virtual std::unique_ptr<Machine> clone() const = 0;

  /// What the contract does. A refusal of the contract is an Outcome; an Error says that the call
  /// is none: machine.unknown_function, machine.argument, machine.env (a needed answer of an
  /// outside party is missing), with the path inside the call ("/args/0").
  [[nodiscard]] virtual Result<Outcome> apply(const Call& call) = 0;

  /// Candidates with exact values, made with `probe` so that enabled means accepted.
  /// Errors: machine.env.
  [[nodiscard]] virtual Result<std::vector<Action>> actions(const Query& query) const = 0;

  /// By time. Errors: machine.env.
  [[nodiscard]] virtual Result<std::vector<Deadline>> deadlines(const Query& query) const = 0;

  /// The state in the notation that Kind::load reads back.
  [[nodiscard]] virtual json::Value dump() const = 0;
};

using Made = Result<std::unique_ptr<Machine>>;

/// A row of the table of machines (src/api/machine_table.cpp): each domain declares
/// `const machine::Kind& kind();` in its header.
struct Kind {
  std::string_view name;  ///< as in JavaScript: "escrow", "resolver", "reality", ...
  /// From a configuration. Errors: machine.config.
  Made (*initial)(const json::Value& config);
  /// From a dumped state. A state that cannot be is machine.state with the field's path.
  Made (*load)(const json::Value& state);
  /// From what a node answers (getters by name, logs). Errors: machine.state. May be nullptr.
  Made (*from_chain)(const json::Value& values);
};

/// Whether `call` would be accepted, as an action of the caller: applied to a clone, so there is no
/// second copy of the guards. Errors: those of apply.
[[nodiscard]] Result<Action> probe(const Machine& machine, const Call& call, std::string role,
                                   std::optional<std::uint64_t> deadline = std::nullopt);

[[nodiscard]] Outcome refused(Failure failure, std::string error);

[[nodiscard]] std::string_view failure_text(Failure failure);        ///< "reason", "custom", ...
[[nodiscard]] std::string_view certainty_text(Certainty certainty);  ///< "fixed", "awaitsCall", ...

/// Earlier first; those of one second stay in their order.
void sort_by_time(std::vector<Deadline>& deadlines);

}  // namespace dikast::machine
