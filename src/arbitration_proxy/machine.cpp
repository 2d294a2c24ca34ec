#include <memory>
#include <utility>

#include "world.hpp"

namespace dikast::arbitration_proxy {

namespace {

using machine::Machine;
using machine::Outcome;

class Reality final : public Machine {
 public:
  explicit Reality(World world) : world_(std::move(world)) {}

  [[nodiscard]] std::unique_ptr<Machine> clone() const override {
    return std::make_unique<Reality>(world_);
  }

  [[nodiscard]] Result<Outcome> apply(const machine::Call& call) override {
    const auto from = world_.ledger.address(call.from);
    if (!from)
      return fail(ErrorCode::machine_argument, "/from",
                  "The caller is neither an address nor a label of this world.");
    const auto to = world_.ledger.address(call.to.empty() ? "reality" : call.to);
    if (!to)
      return fail(ErrorCode::machine_argument, "/to",
                  "This world has no contract " + call.to + ".");
    machine::Reader env(call.env, "/env", ErrorCode::machine_env);
    const Uint256 block = env.has("block") ? env.number("block") : Uint256();
    if (auto checked = env.check(); !checked) return tl::unexpected(checked.error());
    // A refused call must leave nothing behind, and so works on a copy.
    World next = world_;
    Run run(next.ledger, call, block);
    const auto accepted = run_call(run, next, call, *from, *to);
    if (!accepted) return tl::unexpected(accepted.error());
    if (run.error) return tl::unexpected(*run.error);
    if (*accepted) world_ = std::move(next);
    return std::move(run.out);
  }

  [[nodiscard]] Result<std::vector<machine::Action>> actions(
      const machine::Query& query) const override {
    return list_actions(*this, world_, query);
  }

  [[nodiscard]] Result<std::vector<machine::Deadline>> deadlines(
      const machine::Query& query) const override {
    return list_deadlines(world_, query.timestamp);
  }

  [[nodiscard]] json::Value dump() const override { return write_world(world_); }

 private:
  World world_;
};

machine::Made made(Result<World> world) {
  if (!world) return tl::unexpected(std::move(world.error()));
  return std::make_unique<Reality>(*std::move(world));
}

machine::Made initial(const json::Value& config) { return made(read_config(config)); }
machine::Made load(const json::Value& state) { return made(read_world(state)); }

}  // namespace

const machine::Kind& kind() {
  static constexpr machine::Kind kKind{"reality", initial, load, load};
  return kKind;
}

}  // namespace dikast::arbitration_proxy
