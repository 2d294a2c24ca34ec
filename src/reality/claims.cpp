#include "dikast/reality.hpp"

namespace dikast::reality {

namespace {

/// 2.5 %.
constexpr std::uint64_t kClaimFeeDivisor = 40;

bool add_to(Uint256& sum, const Uint256& amount) {
  const auto total = checked_add(sum, amount);
  if (!total) return false;
  sum = *total;
  return true;
}

}  // namespace

Uint256 claim_fee(const Profile& profile, const Uint256& bond, const Uint256& highest_bond) {
  if (!profile.fees || bond == highest_bond) return {};
  return checked_div(bond, Uint256(kClaimFeeDivisor)).value_or(Uint256());
}

void ClaimWalk::resume(const Word& payee, const Uint256& last_bond, const Uint256& queued) {
  payee_ = payee;
  last_bond_ = last_bond;
  queued_ = queued;
}

bool ClaimWalk::step(const Claimed& entry) {
  if (!add_to(queued_, last_bond_)) return false;
  if (entry.answer == best_ && !credit(entry)) return false;
  const Uint256 fee = claim_fee(profile_, entry.bond, highest_);
  fees_ = wrapping_add(fees_, fee);
  last_bond_ = wrapping_sub(entry.bond, fee);
  return true;
}

bool ClaimWalk::credit(const Claimed& entry) {
  if (payee_.is_zero()) {
    payee_ = entry.answerer;
    if (!profile_.v3) {
      if (!add_to(queued_, bounty_)) return false;
      bounty_ = {};
    } else if (best_ != too_soon_answer() && !bounty_.is_zero()) {
      payments_.push_back({payee_, bounty_});
      bounty_ = {};
    }
    return true;
  }
  if (entry.answerer == payee_) return true;
  const Uint256 takeover = entry.bond < queued_ ? entry.bond : queued_;
  payments_.push_back({payee_, wrapping_sub(queued_, takeover)});
  payee_ = entry.answerer;
  queued_ = takeover;
  return true;
}

bool ClaimWalk::finish() {
  if (!add_to(queued_, last_bond_)) return false;
  payments_.push_back({payee_, queued_});
  resume({}, {}, {});
  return true;
}

bool ClaimWalk::pause() {
  if (payee_.is_zero()) return true;
  payments_.push_back({payee_, queued_});
  queued_ = {};
  return true;
}

Result<std::vector<Uint256>> bond_ladder(const Uint256& current_bond, const Uint256& min_bond,
                                         std::size_t steps) {
  std::vector<Uint256> ladder;
  Uint256 next = min_bond.is_zero() ? Uint256(1) : min_bond;
  if (!current_bond.is_zero()) {
    const auto doubled = checked_add(current_bond, current_bond);
    if (!doubled) return tl::unexpected(doubled.error());
    next = *doubled;
  }
  while (ladder.size() < steps) {
    ladder.push_back(next);
    if (ladder.size() == steps) break;
    const auto doubled = checked_add(next, next);
    if (!doubled) return tl::unexpected(doubled.error());
    next = *doubled;
  }
  return ladder;
}

}  // namespace dikast::reality
