#include <memory>
#include <utility>

#include "rules.hpp"
#include "schedule.hpp"
#include "state.hpp"

namespace dikast::escrow {

namespace {

using machine::Action;
using machine::Call;
using machine::Deadline;
using machine::Machine;
using machine::Outcome;
using machine::Query;

class Escrow final : public Machine {
 public:
  explicit Escrow(State state) : state_(std::move(state)) {}

  [[nodiscard]] std::unique_ptr<Machine> clone() const override {
    return std::make_unique<Escrow>(state_);
  }

  [[nodiscard]] Result<Outcome> apply(const Call& call) override {
    const auto from = caller(call.from, ErrorCode::machine_argument, "/from");
    if (!from) return tl::unexpected(from.error());
    Execution x(state_, call, *from);
    const auto accepted = run(x, call);
    if (!accepted) return tl::unexpected(accepted.error());
    if (*accepted) x.commit(state_);
    return std::move(x.out);
  }

  [[nodiscard]] Result<std::vector<Action>> actions(const Query& query) const override {
    return list_actions(state_, query);
  }

  [[nodiscard]] Result<std::vector<Deadline>> deadlines(const Query& query) const override {
    return list_deadlines(state_, query);
  }

  [[nodiscard]] json::Value dump() const override { return write_state(state_); }

 private:
  State state_;
};

machine::Made made(Result<State> state) {
  if (!state) return tl::unexpected(std::move(state.error()));
  return std::make_unique<Escrow>(*std::move(state));
}

machine::Made initial(const json::Value& config) { return made(read_config(config)); }
machine::Made load(const json::Value& state) { return made(read_state(state)); }

}  // namespace

Result<Address> caller(std::string_view text, ErrorCode code, std::string path) {
  auto address = Address::parse_unchecked(text);
  if (!address) return fail(code, std::move(path), "An address is 0x followed by 40 hex digits.");
  return address;
}

const machine::Kind& kind() {
  static constexpr machine::Kind kKind{"escrow", initial, load, load};
  return kKind;
}

}  // namespace dikast::escrow
