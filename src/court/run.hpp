#pragma once

#include <optional>
#include <string_view>

#include "dikast/machine_io.hpp"
#include "state.hpp"

namespace dikast::court {

enum class Refusal : std::uint8_t {
#define REFUSAL(name, v2, neo, kind) name,
#include "refusals.inc"
#undef REFUSAL
};

/// The Solidity panics the contracts can run into.
enum class Panic : std::uint8_t { Arithmetic = 0x11, Division = 0x12, Bounds = 0x32 };

/// A jump as KlerosCore computes it: where the next round would be, and with how many votes.
struct NextSettings {
  Index court = kGeneralCourt;
  Index kit = kClassicKit;
  Uint256 votes;
};

struct Ruling {
  Uint256 choice;
  bool tied = false;
  bool overridden = false;
};

struct AppealWindow {
  Uint256 start;
  Uint256 end;
};

struct ExtraData {
  Uint256 court;  ///< the low 96 bits, with their fallback
  Uint256 jurors;
  Uint256 kit;
  bool dirty = false;  ///< higher bits are set over a court that exists
};

/// `courts` and `kits` count those at 0. Version 1 falls back to court 0 and knows no kits.
[[nodiscard]] ExtraData read_extra_data(const Bytes& data, const Uint256& courts,
                                        const Uint256& kits, bool v1 = false);

/// One call being executed on a world. The first refusal is kept and makes the caller drop the
/// world; from then on arithmetic answers 0 and nothing that is done counts.
class Run {
 public:
  Run(World& world, const machine::Call& call);

  /// Finds the function by `to`, name and number of arguments, and runs it.
  void execute();

  World& world;
  const machine::Call& call;
  machine::Outcome out;
  machine::Reader args;
  std::optional<Error> error;  ///< the call is none
  Address sender;
  Index kit = kClassicKit;  ///< the kit called, where it is one

  [[nodiscard]] bool good() const { return out.ok() && !error && args.good(); }
  /// Keeps the refusal unless `condition` or an earlier one holds; whether all is well.
  bool require(bool condition, Refusal refusal);
  bool panic(Panic panic);
  bool revert_empty();
  /// `index` below `size`, else Panic(0x32).
  bool in_range(const Uint256& index, std::size_t size);
  /// A dispute of the core; else Panic(0x32), or a revert without data for the core's getters.
  bool known_dispute(const Uint256& id, bool by_getter = false);

  [[nodiscard]] Uint256 add(const Uint256& a, const Uint256& b);
  [[nodiscard]] Uint256 sub(const Uint256& a, const Uint256& b);
  [[nodiscard]] Uint256 mul(const Uint256& a, const Uint256& b);
  [[nodiscard]] Uint256 div(const Uint256& a, const Uint256& b);

  [[nodiscard]] bool neo() const { return world.neo(); }
  [[nodiscard]] const Setup& setup() const { return *world.setup; }
  [[nodiscard]] Address address_of(std::string_view label) const;
  json::Value& emit(std::string_view contract, std::string_view name);
  void move(const Address& from, const Address& to, const Uint256& amount);
  /// SafeSend.sol: wrapped native currency for those who take no plain ETH.
  void safe_send(const Address& from, const Address& to, const Uint256& amount);
  template <class T>
  void answer(T&& value) {
    out.returns = machine::to_value(std::forward<T>(value));
  }

  // KlerosCore
  void change_core_owner();
  void change_guardian();
  void change_whitelist();
  void change_whitelist_enabled();
  void change_court_parameters();
  void change_fee_token();
  void change_currency_rate();
  void pause();
  void unpause();
  void pause_arbitration();
  void unpause_arbitration();
  void create_core_dispute();
  void create_core_dispute_with_token();
  void pass_period();
  void draw();
  void appeal();
  void execute_round();
  void execute_ruling();
  void core_arbitration_cost();
  void core_token_cost();
  void core_appeal_cost();
  void core_appeal_period();
  void core_current_ruling();
  void core_rounds();
  void core_jump();

  // DisputeKitClassic
  void kit_create_dispute();
  void cast_commit();
  void cast_vote();
  void fund_appeal();
  void withdraw();
  void kit_funded_choices();
  void kit_commits_all_cast();
  void kit_votes_all_cast();
  void kit_appeal_funded();
  void change_next_round();

  // SortitionModule, registries, evidence
  void pass_phase();
  void set_template();
  void registry_templates();
  void submit_evidence();

  // DisputeResolver, ArbitrableExample
  void resolver_owner();
  void resolver_arbitrator();
  void resolver_registry();
  void resolver_create();
  void resolver_create_uri();
  void resolver_rule();
  void example_extra_data();
  void example_options();
  void example_create();
  void example_rule();

  // What the recordings read after each step
  void view_dispute();
  void view_resolver();
  void view_resolver_admin();
  void view_templates();
  void view_sortition();
  void view_pause();
  /// The planner: costs, totals and outlook of an appeal, and the rounds after it.
  void view_appeal();

  // Shared by calls and views
  /// Panic(0x32) for v2 over dirty bits: it checks the low ones and indexes with the whole word.
  [[nodiscard]] ExtraData read_request(const Bytes& data);
  [[nodiscard]] Uint256 arbitration_cost(const Bytes& extra_data);
  [[nodiscard]] Uint256 token_cost(const Address& token, const Uint256& amount_wei);
  [[nodiscard]] Uint256 appeal_cost(const Dispute& dispute);
  [[nodiscard]] NextSettings next_settings(const Dispute& dispute);
  [[nodiscard]] AppealWindow appeal_window(const Dispute& dispute);
  [[nodiscard]] Ruling current_ruling(const Dispute& dispute, const Uint256& id);
  [[nodiscard]] Ruling kit_ruling(Index kit, const Dispute& dispute, const Uint256& id);
  [[nodiscard]] bool votes_all_cast(const Dispute& dispute, const KitRound& round) const;
  [[nodiscard]] bool appeal_unfunded(const Dispute& dispute, const KitRound& round);
  /// Where a loser's time is over: half of the appeal period, floored.
  [[nodiscard]] Uint256 loser_time(const AppealWindow& window);
  /// What a choice has to raise in all: the cost and the stake on top.
  [[nodiscard]] Uint256 total_to_fund(const Uint256& cost, bool winner);
  [[nodiscard]] bool refuses_money(const Address& account) const;
  /// The round after an appeal that was paid with `value`.
  void begin_round(Dispute& dispute, const NextSettings& next, const Uint256& value);

 private:
  // The dispute at args[0]; nullptr and Panic(0x32) where there is none.
  const Shared<Dispute>* dispute_argument(std::size_t index = 0);
  Shared<Dispute>& edit_dispute(const Uint256& id);
  Uint256 create_core(const Address& arbitrated, const Uint256& choices, const Bytes& extra_data,
                      const Address& token, const Uint256& amount);
  void create_in_kit(Index target, const Uint256& id, std::size_t core_round,
                     const Uint256& choices, const Bytes& extra_data);
  void appeal_core(const Uint256& id, const Uint256& value, const Uint256& choices,
                   const Bytes& extra_data, const Address& from);
  bool may_pass(const Dispute& dispute, const Uint256& id);
  struct Execution;
  void execute_penalty(Execution& execution, std::size_t vote);
  void execute_reward(Execution& execution, std::size_t vote, bool last);
  void pay_fee(const Address& token, const Address& to, const Uint256& amount);
  void unstake(const Address& account);
  bool active_in_kit(const Uint256& id, bool jumped_first);
  KitDispute& edit_kit_dispute(const Uint256& id);
  void count_vote(KitRound& round, const Uint256& choice, std::size_t votes);
  Uint256 withdrawable(const KitRound& round, const Address& account, const Uint256& choice,
                       const Uint256& ruling);
  void start_appeal(const Uint256& id, const Uint256& cost);
  void put_amount(json::Value& row, const char* key, const Uint256& amount);
  void put_open(json::Value& row, Index of, const Uint256& id, const Uint256& choice,
                const Uint256& value) const;
  void put_outlook(json::Value& row, const KitDispute& local, const KitRound& round,
                   const Uint256& choice, const Uint256& ruling, const Uint256& cost);
  json::Value appeal_choice(const Dispute& dispute, const Uint256& id, const KitDispute& local,
                            const Uint256& choice);
  void create_for_template(const std::string& data, const std::string& mappings,
                           const std::string& uri, const Bytes& extra_data, const Uint256& options);
  Uint256 store_template(const Address& registry, const std::string& tag, const std::string& data,
                         const std::string& mappings);
  void rule_in(Shared<Arbitrable>& arbitrable, std::string_view label, const Address& from,
               const Uint256& id, const Uint256& ruling);
  std::vector<Uint256> vote_ids(std::size_t index);
};

[[nodiscard]] json::Value described(const Ruling& ruling);
[[nodiscard]] json::Value described(const AppealWindow& window);

/// A row for each round from the dispute's last one on, as far as appeals can be paid.
[[nodiscard]] json::Value plan_rounds(Run& run, Dispute dispute, std::uint64_t rounds);

/// Choices are listed from 0 to this one.
constexpr std::uint64_t kChoicesListed = 16;
/// KlerosCore.NON_PAYABLE_AMOUNT: (2^256 - 2) / 2.
[[nodiscard]] Uint256 non_payable();
/// ONE_BASIS_POINT, ALPHA_DIVISOR.
constexpr std::uint64_t kBasis = 10000;

}  // namespace dikast::court
