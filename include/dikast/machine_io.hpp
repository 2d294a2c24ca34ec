#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dikast/address.hpp"
#include "dikast/bytes.hpp"
#include "dikast/machine.hpp"

/// Values of the machines read from JSON and written to it.
namespace dikast::machine {

/// A member's name or an item's index.
struct Key {
  std::string_view name;
  std::size_t index = 0;

  Key(std::string_view n) : name(n) {}  // NOLINT(google-explicit-constructor)
  Key(const char* n) : name(n) {}       // NOLINT(google-explicit-constructor)
  explicit Key(std::size_t i) : index(i) {}
  [[nodiscard]] std::string text() const;
};

/// The item at `i` of a list: `args.number(at(0))`.
[[nodiscard]] inline Key at(std::size_t i) { return Key(i); }

/// Typed reading of one object or list. The first thing that is wrong is kept, with its path, and
/// from then on every getter answers a zero value: read everything, then ask once with `check`.
/// Readers of parts report to the one they came from, which has to outlive them.
class Reader {
 public:
  /// `code` is that of every error: machine.state, machine.argument, machine.env, machine.config.
  Reader(const json::Value& value, std::string path, ErrorCode code);

  [[nodiscard]] bool has(Key key) const;     ///< there, and not null
  [[nodiscard]] Uint256 number(Key key);     ///< decimal or 0x-hex string, or a safe JSON integer
  [[nodiscard]] std::uint64_t u64(Key key);  ///< likewise, at most 2^64-1
  [[nodiscard]] bool flag(Key key);
  [[nodiscard]] std::string text(Key key);
  [[nodiscard]] Address address(Key key);  ///< the checksum is not looked at
  [[nodiscard]] Bytes bytes(Key key);
  [[nodiscard]] std::vector<Uint256> numbers(Key key);
  /// The raw part; null where there is none.
  [[nodiscard]] const json::Value& raw(Key key) const;
  /// An object or a list that has to be there.
  [[nodiscard]] Reader part(Key key);
  /// Items of this list, or members of this object.
  [[nodiscard]] std::size_t size() const;
  /// The name of this object's member `i`.
  [[nodiscard]] std::string_view name(std::size_t i) const;
  /// This list has to have exactly `count` items.
  void expect_size(std::size_t count);
  /// This value has to be a list.
  void expect_list();
  /// Says that what stands at `key` cannot be.
  void refuse(Key key, std::string message);

  [[nodiscard]] bool good() const { return !failed_->has_value(); }
  /// The first thing that was wrong.
  [[nodiscard]] Result<void> check() const;

 private:
  Reader(const json::Value& value, std::string path, ErrorCode code,
         std::shared_ptr<std::optional<Error>> failed);
  const json::Value& need(Key key);

  const json::Value* value_;
  std::string path_;
  ErrorCode code_;
  std::shared_ptr<std::optional<Error>> failed_;
};

/// {timestamp, from, to?, function, args?, value?, env?}. Errors: machine.argument.
[[nodiscard]] Result<Call> read_call(const json::Value& value);
/// {actor, timestamp, env?}. Errors: machine.argument.
[[nodiscard]] Result<Query> read_query(const json::Value& value);

[[nodiscard]] json::Value to_value(const Uint256& number);
[[nodiscard]] json::Value to_value(const Address& address);
[[nodiscard]] json::Value to_value(std::string_view text);
[[nodiscard]] inline json::Value to_value(const std::string& text) {
  return to_value(std::string_view(text));
}
[[nodiscard]] inline json::Value to_value(const char* text) {
  return to_value(std::string_view(text));
}
[[nodiscard]] json::Value to_value(bool flag);
[[nodiscard]] json::Value to_value(std::uint64_t number);
[[nodiscard]] json::Value to_value(const std::vector<Uint256>& numbers);
[[nodiscard]] inline json::Value to_value(json::Value value) { return value; }

/// Appends a member; `key` must be new.
void put_value(json::Value& object, std::string_view key, json::Value value);
template <class T>
void put(json::Value& object, std::string_view key, T&& value) {
  put_value(object, key, to_value(std::forward<T>(value)));
}

/// A new event at the end of the outcome; fill its args with `put(event.args, ...)`.
Event& emit(Outcome& outcome, std::string_view contract, std::string_view name);
/// A transfer at the end of the outcome; amounts of 0 are left out.
void move_money(Outcome& outcome, std::string_view asset, std::string_view from,
                std::string_view to, const Uint256& amount, bool ok = true);

/// {ok:true, events, transfers, returns?} | {ok:false, revert, kind, args?, in?}
[[nodiscard]] json::Value to_json(const Outcome& outcome);
[[nodiscard]] json::Value to_json(const Action& action);
[[nodiscard]] json::Value to_json(const Deadline& deadline);

}  // namespace dikast::machine
