#include <algorithm>
#include <string>
#include <utility>

#include "actions.hpp"
#include "run.hpp"

namespace dikast::court {
namespace {

using machine::Certainty;
using machine::Deadline;

class Lister {
 public:
  Lister(World world, const machine::Query& query) : world_(std::move(world)), run_(world_, call_) {
    call_.timestamp = query.timestamp;
  }

  void dispute(std::size_t index) {
    const Dispute& dispute = *world_.disputes[index];
    const Uint256 id = world_.id_of(index);
    subject_ = "dispute " + id.to_decimal();
    const Uint256 begun = dispute.last_period_change;
    const CourtParameters& parameters = world_.parameters_of(dispute);
    const auto end_of = [&](Period period) {
      const auto end = checked_add(begun, parameters.times[static_cast<std::size_t>(period)]);
      return end ? passable(*end) : Uint256::max();
    };
    switch (dispute.period) {
      case Period::Evidence:
        if (dispute.rounds.size() == 1) {
          add("evidencePeriodEnd", end_of(Period::Evidence), "anyone", true, "passPeriod",
              Certainty::AwaitsCall);
        }
        break;
      case Period::Commit:
        add("commitPeriodEnd", end_of(Period::Commit), "jurors", false, "castCommit",
            Certainty::CanBeCut);
        add("commitPeriodPassable", end_of(Period::Commit), "anyone", true, "passPeriod",
            Certainty::AwaitsCall);
        break;
      case Period::Vote:
        add("votePeriodEnd", end_of(Period::Vote), "jurors", false, "castVote",
            Certainty::CanBeCut);
        add("votePeriodPassable", end_of(Period::Vote), "anyone", true, "passPeriod",
            Certainty::AwaitsCall);
        break;
      case Period::Appeal:
        appeal(id, dispute, end_of(Period::Appeal));
        break;
      case Period::Execution:
        break;
    }
  }

  void sortition() {
    subject_ = "sortition";
    const Setup& setup = *world_.setup;
    const Uint256 begun = world_.last_phase_change;
    if (world_.disputes_without_jurors.is_zero() || world_.phase == Phase::Generating) return;
    const bool staking = world_.phase == Phase::Staking;
    const auto end = checked_add(begun, staking ? setup.min_staking_time : setup.max_drawing_time);
    if (end) {
      add(staking ? "stakingPhasePassable" : "drawingPhasePassable", *end, "anyone", true,
          "passPhase", Certainty::AwaitsCall);
    }
  }

  std::vector<Deadline> take() {
    machine::sort_by_time(all_);
    return std::move(all_);
  }

 private:
  /// No period passes before the grace period after a pause is over (v2).
  [[nodiscard]] Uint256 passable(const Uint256& time) const {
    return world_.neo() ? time : std::max(time, wrapping_add(world_.grace_end, 1));
  }

  void appeal(const Uint256& id, const Dispute& dispute, const Uint256& end_of_period) {
    const AppealWindow window = run_.appeal_window(dispute);
    const Uint256 half = wrapping_add(window.start, run_.loser_time(window));
    const KitDispute* local = world_.kit_dispute(dispute.rounds.back().kit, id);
    const bool unfunded = local == nullptr || local->rounds.back().funded.empty();
    add("loserFundingEnd", half, "funders of choices that did not win", false, "fundAppeal",
        Certainty::Fixed);
    // With nothing fully funded at half time, anybody's passPeriod ends the winner's time as well.
    add("winnerFundingEnd", window.end, "funders of the winning choice", false, "fundAppeal",
        unfunded ? Certainty::CanBeCut : Certainty::Fixed);
    if (unfunded) {
      add("appealPeriodPassableUnfunded", std::min(passable(half), end_of_period), "anyone", true,
          "passPeriod", Certainty::AwaitsCall);
    }
    add("appealPeriodPassable", end_of_period, "anyone", true, "passPeriod", Certainty::AwaitsCall);
  }

  void add(const char* name, const Uint256& time, const char* who, bool opens, const char* function,
           Certainty certainty) {
    if (!time.fits_u64()) return;  // never
    all_.push_back({name, time.words[0], who, opens, function, certainty, subject_});
  }

  World world_;
  machine::Call call_;
  Run run_;
  std::string subject_;
  std::vector<Deadline> all_;
};

}  // namespace

Result<std::vector<Deadline>> list_deadlines(const World& world, const machine::Query& query) {
  Lister lister(world, query);
  // Nothing ends while arbitration is paused.
  if (!world.arbitration_paused) {
    for (std::size_t id = 0; id < world.disputes.size(); ++id) lister.dispute(id);
  }
  lister.sortition();
  return lister.take();
}

}  // namespace dikast::court
