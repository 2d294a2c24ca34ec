#include "run.hpp"

#include <algorithm>
#include <utility>

namespace dikast::court {
namespace {

struct Text {
  std::string_view v2;
  std::string_view neo;
  machine::Failure neo_kind;
};

constexpr auto Custom = machine::Failure::Custom;
constexpr auto Reason = machine::Failure::Reason;

constexpr Text kTexts[] = {
#define REFUSAL(name, v2, neo, kind) {v2, neo, kind},
#include "refusals.inc"
#undef REFUSAL
};

std::string_view panic_text(Panic panic) {
  switch (panic) {
    case Panic::Arithmetic:
      return "Panic(0x11)";
    case Panic::Division:
      return "Panic(0x12)";
    case Panic::Bounds:
      return "Panic(0x32)";
  }
  return {};
}

}  // namespace

Uint256 non_payable() { return shift_right(wrapping_sub(Uint256::max(), 1), 1); }

Run::Run(World& w, const machine::Call& c)
    : world(w), call(c), args(c.args, "/args", ErrorCode::machine_argument) {}

bool Run::require(bool condition, Refusal refusal) {
  if (!condition && good()) {
    const Text& text = kTexts[static_cast<std::size_t>(refusal)];
    out.failure = neo() ? text.neo_kind : Custom;
    out.error = neo() ? text.neo : text.v2;
  }
  return condition && good();
}

bool Run::panic(Panic which) {
  if (good()) {
    out.failure = machine::Failure::Panic;
    out.error = panic_text(which);
  }
  return false;
}

bool Run::revert_empty() {
  if (good()) out.failure = machine::Failure::Empty;
  return false;
}

bool Run::in_range(const Uint256& index, std::size_t size) {
  return index < Uint256(size) ? good() : panic(Panic::Bounds);
}

namespace {

Uint256 kept(Run& run, const Result<Uint256>& result, Panic panic) {
  if (result) return *result;
  run.panic(panic);
  return {};
}

}  // namespace

Uint256 Run::add(const Uint256& a, const Uint256& b) {
  return kept(*this, checked_add(a, b), Panic::Arithmetic);
}
Uint256 Run::sub(const Uint256& a, const Uint256& b) {
  return kept(*this, checked_sub(a, b), Panic::Arithmetic);
}
Uint256 Run::mul(const Uint256& a, const Uint256& b) {
  return kept(*this, checked_mul(a, b), Panic::Arithmetic);
}
Uint256 Run::div(const Uint256& a, const Uint256& b) {
  return kept(*this, checked_div(a, b), Panic::Division);
}

Address Run::address_of(std::string_view label) const { return setup().address_of(label); }

json::Value& Run::emit(std::string_view contract, std::string_view name) {
  return machine::emit(out, contract, name).args;
}

void Run::move(const Address& from, const Address& to, const Uint256& amount) {
  machine::move_money(out, "eth", from.to_checksum(), to.to_checksum(), amount);
}

bool Run::refuses_money(const Address& account) const {
  const std::vector<Address>& all = setup().refusing;
  return std::find(all.begin(), all.end(), account) != all.end();
}

void Run::safe_send(const Address& from, const Address& to, const Uint256& amount) {
  if (!refuses_money(to)) return move(from, to, amount);
  const Address wrapped = address_of("wnative");
  move(from, wrapped, amount);
  const auto transfer = [&](const Address& sender_of, const Address& receiver) {
    json::Value& event = emit("wnative", "Transfer");
    machine::put(event, "from", sender_of);
    machine::put(event, "to", receiver);
    machine::put(event, "value", amount);
  };
  transfer({}, from);
  transfer(from, to);
  machine::move_money(out, "wnative", from.to_checksum(), to.to_checksum(), amount);
}

const Shared<Dispute>* Run::dispute_argument(std::size_t index) {
  const Uint256 id = args.number(machine::at(index));
  if (!good() || !known_dispute(id)) return nullptr;
  return &edit_dispute(id);
}

bool Run::known_dispute(const Uint256& id, bool by_getter) {
  if (id < world.first_dispute) {
    error =
        Error{ErrorCode::machine_argument, "/args/0", "This dispute was not read from the chain."};
    return false;
  }
  if (wrapping_sub(id, world.first_dispute) < Uint256(world.disputes.size())) return good();
  return by_getter ? revert_empty() : panic(Panic::Bounds);
}

Shared<Dispute>& Run::edit_dispute(const Uint256& id) {
  return world.disputes[to_index(wrapping_sub(id, world.first_dispute))];
}

}  // namespace dikast::court
