#include "world.hpp"

namespace dikast::arbitration_proxy {

using reality::Version;

namespace {

struct Named {
  std::string_view name;
  Kind kind;
};

constexpr Named kKinds[] = {
    {"eoa", Kind::Eoa},
    {"realitykeys-arbitrator", Kind::RealityKeys},
    {"kleros-v1-with-appeals", Kind::WithAppeals},
    {"kleros-v1-home-foreign-gnosis-0.8", Kind::HomeForeign},
    {"kleros-v1-home-foreign", Kind::HomeForeign},
    {"kleros-reality-v2", Kind::RealityV2},
    {"kleros-v1-single-ruling", Kind::SingleRuling},
};

}  // namespace

std::optional<Kind> find_kind(std::string_view name) {
  for (const Named& one : kKinds)
    if (one.name == name) return one.kind;
  return std::nullopt;
}

Word answer_of_ruling(Kind kind, const Uint256& ruling) {
  if (kind == Kind::RealityV2) {
    if (ruling.is_zero()) return reality::invalid_answer();
    if (ruling == Uint256(1)) return reality::too_soon_answer();
  }
  // Ruling 0 wraps around to the invalid answer, as in the contracts.
  return wrapping_sub(ruling, Uint256(1));
}

std::optional<Uint256> ruling_of_answer(Kind kind, const Word& answer) {
  if (kind == Kind::RealityV2) {
    // No ruling gives answer 0: 1 means too soon there.
    if (answer.is_zero()) return std::nullopt;
    if (answer == reality::too_soon_answer()) return Uint256(1);
  }
  if (kind == Kind::SingleRuling && answer == reality::too_soon_answer()) return std::nullopt;
  return wrapping_add(answer, Uint256(1));
}

bool answer_one(Frame& f, json::Value value) {
  f.run.returns({std::move(value)});
  return true;
}

const Function* functions_of(const World& world, const Word& contract) {
  if (contract.is_zero()) return nullptr;
  const bool with_appeals = world.kind == Kind::WithAppeals;
  if (contract == world.kleros[0].self || contract == world.kleros[1].self)
    return world.kind == Kind::RealityV2 ? kKlerosV2Functions : kKlerosFunctions;
  if (contract == world.amb) return kAmbFunctions;
  if (contract == world.foreign) return kForeignFunctions;
  if (contract != world.arbitrator || world.kind == Kind::Eoa) return nullptr;
  if (with_appeals)
    return world.reality.profile->version == Version::V2_0 ? kWithAppeals20Functions
                                                           : kWithAppealsFunctions;
  if (world.kind == Kind::HomeForeign) return kHomeFunctions;
  return world.kind == Kind::RealityV2 ? kRealityV2Functions : kRealityKeysFunctions;
}

Result<bool> run_call(Run& run, World& world, const machine::Call& call, const Word& from,
                      const Word& to) {
  Msg msg{from, call.value, to};
  if (to == world.reality.self) return call_contract(run, world.reality, msg, call);
  const Function* function = functions_of(world, to);
  if (function == nullptr)
    return fail(ErrorCode::machine_argument, "/to", "This is no contract of this world.");
  for (; function->rule != nullptr; ++function) {
    if (function->name != call.function) continue;
    const auto args = reality::read_args(call.args, function->params);
    if (!args) return tl::unexpected(args.error());
    if (!function->payable && !call.value.is_zero()) return run.refuse(machine::Failure::Empty);
    if (!run.pay(from, to, call.value)) return false;
    Frame frame{run, world, msg, *args};
    return function->rule(frame);
  }
  if (call.function == "(fallback)") return run.refuse(machine::Failure::Empty);
  return fail(ErrorCode::machine_unknown_function, "/function",
              "This contract has no function " + call.function + ".");
}

}  // namespace dikast::arbitration_proxy
