#include <utility>

#include "actions.hpp"
#include "chain.hpp"
#include "dikast/court.hpp"
#include "run.hpp"
#include "state_io.hpp"

namespace dikast::court {
namespace {

using machine::Made;

/// The contracts of one court system as one state; `main_` is called where a call names none.
class System final : public machine::Machine {
 public:
  System(World world, std::string_view main) : world_(std::move(world)), main_(main) {}

  [[nodiscard]] std::unique_ptr<Machine> clone() const override {
    return std::make_unique<System>(world_, main_);
  }

  [[nodiscard]] Result<machine::Outcome> apply(const machine::Call& call) override {
    if (!call.to.empty()) return run(call);
    machine::Call named = call;
    named.to = main_;
    return run(named);
  }

  [[nodiscard]] Result<std::vector<machine::Action>> actions(
      const machine::Query& query) const override {
    return list_actions(*this, world_, query);
  }

  [[nodiscard]] Result<std::vector<machine::Deadline>> deadlines(
      const machine::Query& query) const override {
    return list_deadlines(world_, query);
  }

  [[nodiscard]] json::Value dump() const override { return write_world(world_); }

 private:
  Result<machine::Outcome> run(const machine::Call& call) {
    World before = world_;  // parts are shared until they change
    Run run(world_, call);
    run.execute();
    if (!run.good()) world_ = std::move(before);
    if (run.error) return tl::unexpected(*std::move(run.error));
    if (!run.out.ok()) {
      run.out.events.clear();
      run.out.transfers.clear();
      run.out.returns = {};
    }
    return std::move(run.out);
  }

  World world_;
  std::string_view main_;
};

Made made(Result<World> world, std::string_view main) {
  if (!world) return tl::unexpected(std::move(world).error());
  return std::make_unique<System>(*std::move(world), main);
}

constexpr char kCore[] = "core";
constexpr char kKit[] = "kit";
constexpr char kResolver[] = "resolver";

template <const char* main>
Made initial(const json::Value& config) {
  return made(read_world(config, ErrorCode::machine_config), main);
}

template <const char* main>
Made load(const json::Value& state) {
  return made(read_world(state, ErrorCode::machine_state), main);
}

template <const char* main>
Made from_chain(const json::Value& values) {
  return made(world_from_chain(values), main);
}

constexpr machine::Kind kKinds[] = {
    {"court", initial<kCore>, load<kCore>, from_chain<kCore>},
    {"disputeKit", initial<kKit>, load<kKit>, from_chain<kKit>},
    {"resolver", initial<kResolver>, load<kResolver>, from_chain<kResolver>},
};

}  // namespace

std::span<const machine::Kind> kinds() { return kKinds; }

}  // namespace dikast::court
