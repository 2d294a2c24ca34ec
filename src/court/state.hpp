#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/address.hpp"
#include "dikast/bytes.hpp"
#include "dikast/keccak.hpp"
#include "dikast/uint256.hpp"

/// What the contracts of one court system store, as far as costs, periods and rulings need it: the
/// core, its dispute kits, the sortition module's phase, a resolver, registries, an example
/// arbitrable. PNK balances and the sortition trees are left out.
namespace dikast::court {

enum class Generation : std::uint8_t { Neo, V2 };
enum class Period : std::uint8_t { Evidence, Commit, Vote, Appeal, Execution };
enum class Phase : std::uint8_t { Staking, Generating, Drawing };

/// A part of the state that copies of the state share until one of them changes it.
template <class T>
class Shared {
 public:
  Shared() : part_(std::make_shared<T>()) {}
  const T& operator*() const { return *part_; }
  const T* operator->() const { return part_.get(); }
  T& edit() {
    if (part_.use_count() != 1) part_ = std::make_shared<T>(*part_);
    return *part_;
  }

 private:
  std::shared_ptr<T> part_;
};

using Index = std::uint32_t;

/// Of a number that was found to be below the size of a list.
[[nodiscard]] inline std::size_t to_index(const Uint256& value) {
  return static_cast<std::size_t>(value.words[0]);
}

constexpr Index kForkingCourt = 0;
constexpr Index kGeneralCourt = 1;
constexpr Index kNullKit = 0;
constexpr Index kClassicKit = 1;
/// Constants.sol of kleros-v2: DEFAULT_NB_OF_JURORS.
constexpr std::uint64_t kDefaultJurors = 3;

/// What v2 keeps a history of: a round goes on under the ones it began with.
struct CourtParameters {
  bool hidden_votes = false;
  Uint256 jurors_for_court_jump;
  std::vector<Uint256> times;  ///< seconds of evidence, commit, vote, appeal; exactly 4
};

/// DisputeKitClassic.NextRoundSettings (v2): 0 leaves a field undefined.
struct NextRound {
  Index kit = 0;  ///< whose setting this is
  bool enabled = false;
  Uint256 court;
  Uint256 next_kit;
  Uint256 kit_on_court_jump;
  Uint256 votes;
};

struct Court {
  Index parent = kForkingCourt;
  Uint256 min_stake;                        ///< PNK, 18 decimals
  Uint256 alpha;                            ///< basis points of min_stake at stake for each vote
  Uint256 fee_for_juror;                    ///< wei
  std::vector<CourtParameters> parameters;  ///< the last ones are current
  std::vector<Index> kits;
  std::vector<NextRound> next_rounds;

  [[nodiscard]] bool supports(Index kit) const;
};

struct Round {
  Index kit = kClassicKit;
  Uint256 pnk_at_stake;
  Uint256 total_fees;
  Address fee_token;  ///< zero for the native currency
  Uint256 votes;
  std::vector<Address> drawn;
  Uint256 draw_iterations;
  Index parameters = 0;
  Uint256 repartitions;
  Uint256 pnk_penalties;
  Uint256 fee_paid;
  Uint256 pnk_paid;
};

struct Dispute {
  Index court = kGeneralCourt;
  Address arbitrated;
  Period period = Period::Evidence;
  bool ruled = false;
  std::uint64_t last_period_change = 0;
  std::vector<Round> rounds;
};

struct Vote {
  Address account;
  Hash32 commit{};
  Uint256 choice;
  bool voted = false;
};

/// What was paid for one choice in one round.
struct Funding {
  Uint256 choice;
  Uint256 paid;
  bool full = false;
};

struct Contribution {
  Address account;
  Uint256 choice;
  Uint256 amount;
};

struct Count {
  Uint256 choice;
  std::uint64_t votes = 0;
};

struct KitRound {
  std::vector<Vote> votes;
  Uint256 winning_choice;
  bool tied = true;
  std::vector<Count> counts;
  std::uint64_t total_voted = 0;
  std::uint64_t total_committed = 0;
  std::vector<Funding> fundings;
  std::vector<Contribution> contributions;
  Uint256 fee_rewards;
  std::vector<Uint256> funded;

  [[nodiscard]] std::uint64_t count_of(const Uint256& choice) const;
  [[nodiscard]] const Funding* find_funding(const Uint256& choice) const;
  Funding& funding(const Uint256& choice);
};

/// coreRoundIDToLocal
struct RoundLink {
  Index core = 0;
  Index local = 0;
};

struct KitDispute {
  Uint256 choices;
  Bytes extra_data;
  bool jumped = false;  ///< neo
  std::vector<KitRound> rounds;
  std::vector<RoundLink> links;

  /// 0 for a round this kit never saw, as the mapping of the contract answers.
  [[nodiscard]] Index local_round(const Uint256& core_round) const;
};

/// coreDisputeIDToLocal and coreDisputeIDToActive
struct DisputeLink {
  Uint256 core;
  Index local = 0;
  bool current_round = true;  ///< v2
};

struct Kit {
  Address address;
  std::vector<DisputeLink> links;
  std::vector<Shared<KitDispute>> disputes;

  [[nodiscard]] const DisputeLink* find(const Uint256& core_dispute) const;
};

struct FeeToken {
  Address token;
  bool accepted = false;
  Uint256 rate_in_eth;    ///< uint64 in the contract
  Uint256 rate_decimals;  ///< uint8
};

struct ResolverDispute {
  Bytes extra_data;
  bool ruled = false;
  Uint256 ruling;
  Uint256 options;
};

struct IdLink {
  Uint256 external;
  Index local = 0;
};

/// DisputeResolver, and ArbitrableExample for what they have in common.
struct Arbitrable {
  Address owner;
  Address arbitrator;
  Address registry;
  std::vector<ResolverDispute> disputes;
  std::vector<IdLink> links;
  Bytes extra_data;  ///< example only, as the next two
  Uint256 options = 2;
  Uint256 template_id;

  /// 0 for an id it never got, as the mapping answers.
  [[nodiscard]] Index local_id(const Uint256& external) const;
};

struct Registry {
  std::string label;
  Uint256 templates;
};

struct Juror {
  Address account;
  std::vector<Index> courts;  ///< where PNK is staked, in the order it was
};

struct Named {
  std::string label;
  Address address;
};

/// What a call rarely changes.
struct Setup {
  std::vector<Named> contracts;
  Address owner;
  Address guardian;
  bool whitelist_enabled = false;
  std::vector<Address> whitelist;
  std::vector<Address> refusing;  ///< contracts that take no plain ETH
  std::vector<FeeToken> tokens;
  std::vector<Juror> jurors;
  std::vector<Court> courts;
  Uint256 min_staking_time;
  Uint256 max_drawing_time;

  /// The zero address for a label that is not there.
  [[nodiscard]] Address address_of(std::string_view label) const;
  /// "" for an address that is none of the contracts.
  [[nodiscard]] std::string_view label_of(const Address& address) const;
};

struct World {
  Generation generation = Generation::V2;
  Shared<Setup> setup;
  bool paused = false;
  bool arbitration_paused = false;
  Uint256 grace_start;
  Uint256 grace_end;
  Phase phase = Phase::Staking;
  Uint256 disputes_without_jurors;
  std::uint64_t last_phase_change = 0;
  std::vector<Shared<Kit>> kits;  ///< by id; the one at 0 is no kit
  Uint256 first_dispute;          ///< the core's id of disputes[0]; earlier ones were not read
  std::vector<Shared<Dispute>> disputes;
  Shared<Arbitrable> resolver;
  Shared<Arbitrable> example;
  std::vector<Registry> registries;

  [[nodiscard]] bool neo() const { return generation == Generation::Neo; }
  [[nodiscard]] const Court& court(Index id) const { return setup->courts[id]; }
  [[nodiscard]] const Court& court_of(const Dispute& dispute) const;
  /// The parameters a round goes by: those it began with (v2), or the current ones (neo).
  [[nodiscard]] const CourtParameters& parameters_of(const Dispute& dispute) const;
  /// The dispute of a kit that the core's id leads to; nullptr where the contract would panic.
  [[nodiscard]] const KitDispute* kit_dispute(Index kit, const Uint256& core_dispute) const;
  [[nodiscard]] std::string_view kit_label(Index kit) const;
  /// The core's id of disputes[i].
  [[nodiscard]] Uint256 id_of(std::size_t i) const { return wrapping_add(first_dispute, i); }
};

}  // namespace dikast::court
