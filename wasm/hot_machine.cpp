#include <algorithm>
#include <string>
#include <utility>

#include "dikast/json.hpp"
#include "dikast/machine_io.hpp"
#include "dikast/machine_table.hpp"
#include "door.hpp"

// State machines by handle: a state crosses the boundary only when it is asked for.
namespace dikast {
namespace {

/// What a machine is made from, and what is asked of it; the numbers are those of
/// web/package/src/machine.ts.
enum class From : std::int32_t { Config = 0, State = 1, Chain = 2 };
enum class Ask : std::int32_t { Apply = 0, Actions = 1, Deadlines = 2, State = 3 };

// A long dispute with its votes is larger than a document.
constexpr json::Limits kLimits{.bytes = 33'554'432, .depth = 96};

door::Handles<std::unique_ptr<machine::Machine>>& machines() {
  static door::Handles<std::unique_ptr<machine::Machine>> all;
  return all;
}

machine::Made make(std::string_view name, From from, const json::Value& value) {
  const machine::Kind* kind = api::find_machine(name);
  machine::Made (*maker)(const json::Value&) = nullptr;
  if (kind != nullptr) {
    switch (from) {
      case From::Config:
        maker = kind->initial;
        break;
      case From::State:
        maker = kind->load;
        break;
      case From::Chain:
        maker = kind->from_chain;
        break;
    }
  }
  if (maker == nullptr) return fail(ErrorCode::machine_unknown);
  return maker(value);
}

template <class T>
json::Value list_of(const std::vector<T>& parts) {
  json::Value list = json::Value::array();
  for (const T& part : parts) list.push(machine::to_json(part));
  return list;
}

Result<json::Value> asked(machine::Machine& machine, Ask ask, const json::Value& input) {
  if (ask == Ask::Apply) {
    const auto call = machine::read_call(input);
    if (!call) return tl::unexpected(call.error());
    const auto outcome = machine.apply(*call);
    if (!outcome) return tl::unexpected(outcome.error());
    return machine::to_json(*outcome);
  }
  if (ask == Ask::State) return machine.dump();
  const auto query = machine::read_query(input);
  if (!query) return tl::unexpected(query.error());
  if (ask == Ask::Actions) {
    const auto actions = machine.actions(*query);
    if (!actions) return tl::unexpected(actions.error());
    return list_of(*actions);
  }
  const auto deadlines = machine.deadlines(*query);
  if (!deadlines) return tl::unexpected(deadlines.error());
  return list_of(*deadlines);
}

}  // namespace
}  // namespace dikast

using namespace dikast;

/// Makes a machine. The input is its name, NUL, and a configuration, state or chain values as JSON
/// (`from`: 0, 1, 2); the reply is the handle. Errors: machine.unknown, machine.config,
/// machine.state, those of json::parse.
DIKAST_EXPORT std::int32_t dikast_machine_open(std::uint32_t size, std::int32_t from) {
  const std::string_view input = door::input(size);
  const std::size_t end = std::min(input.find('\0'), input.size());
  const auto value =
      json::parse_like_javascript(input.substr(std::min(end + 1, input.size())), kLimits);
  if (!value) return door::reply_error(value.error());
  if (from < 0 || from > 2) return door::reply_error(Error{ErrorCode::machine_unknown, {}, {}});
  auto made = make(input.substr(0, end), static_cast<From>(from), *value);
  if (!made) return door::reply_error(made.error());
  const std::int32_t handle =
      machines().add(std::make_unique<std::unique_ptr<machine::Machine>>(*std::move(made)));
  if (handle == 0) {
    return door::reply_error(
        Error{ErrorCode::handle_invalid, {}, "Too many machines are open; dispose of some."});
  }
  door::output() = std::to_string(handle);
  return door::reply();
}

/// Asks a machine (`ask`: 0 apply a call, 1 actions, 2 deadlines, 3 state); the input is the call
/// or query as JSON, the reply JSON. Errors: handle.invalid, those of machine::Machine.
DIKAST_EXPORT std::int32_t dikast_machine_ask(std::int32_t handle, std::int32_t ask,
                                              std::uint32_t size) {
  std::unique_ptr<machine::Machine>* machine = machines().get(handle);
  if (machine == nullptr || ask < 0 || ask > 3) {
    return door::reply_error(Error{ErrorCode::handle_invalid, {}, {}});
  }
  json::Value input;
  if (size > 0) {
    auto read = json::parse_like_javascript(door::input(size), kLimits);
    if (!read) return door::reply_error(read.error());
    input = *std::move(read);
  }
  const auto answer = asked(**machine, static_cast<Ask>(ask), input);
  if (!answer) return door::reply_error(answer.error());
  door::output() = json::dump(*answer, true);
  return door::reply();
}

/// Frees a machine; a handle that is none does nothing.
DIKAST_EXPORT void dikast_machine_dispose(std::int32_t handle) { machines().remove(handle); }
