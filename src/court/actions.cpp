#include "actions.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "run.hpp"

namespace dikast::court {
namespace {

using machine::Action;
using machine::to_value;

/// Collects candidates; whether each is accepted is asked of the machine itself.
class Lister {
 public:
  Lister(const machine::Machine& machine, const World& world, const machine::Query& query)
      : machine_(machine), world_(world), query_(query), run_(world_, call_) {
    call_.timestamp = query.timestamp;
    const Result<Address> actor = Address::parse_unchecked(query.actor);
    if (actor) actor_ = *actor;
  }

  void system() { offer("sortition", "passPhase", {}, {}, "anyone"); }

  void dispute(std::size_t index) {
    const Dispute& dispute = *world_.disputes[index];
    const Uint256 id = world_.id_of(index);
    const json::Value number = to_value(id);
    const Round& round = dispute.rounds.back();
    const KitDispute* local = world_.kit_dispute(round.kit, id);
    if (local == nullptr) return;
    if (dispute.period != Period::Execution) offer("core", "passPeriod", {number}, {}, "anyone");
    switch (dispute.period) {
      case Period::Evidence:
        if (Uint256(round.drawn.size()) < round.votes) {
          draw(number);
        }
        break;
      case Period::Commit:
      case Period::Vote:
        votes(number, dispute, *local);
        break;
      case Period::Appeal:
        fundings(id, dispute, *local);
        break;
      case Period::Execution:
        executions(number, dispute);
        break;
    }
    for (Index kit = 1; kit < world_.kits.size(); ++kit) withdrawals(kit, id, dispute);
  }

  std::optional<Error> error;
  std::vector<Action> actions;

 private:
  Action* offer(std::string_view to, const char* function, std::vector<json::Value> args,
                const Uint256& value, const char* role,
                std::optional<std::uint64_t> deadline = std::nullopt) {
    machine::Call call;
    call.timestamp = query_.timestamp;
    call.from = query_.actor;
    call.to = to;
    call.function = function;
    call.args = json::Value::array(std::move(args));
    call.value = value;
    call.env = env_.is_null() ? query_.env : env_;
    Result<Action> action = machine::probe(machine_, call, role, deadline);
    if (!action) {
      if (!error) error = action.error();
      return nullptr;
    }
    actions.push_back(*std::move(action));
    return &actions.back();
  }

  /// Whether drawing is possible does not depend on who is drawn.
  void draw(const json::Value& id) {
    json::Value nobody = json::Value::array();
    nobody.push({});
    env_ = json::Value::object();
    machine::put(env_, "drawn", std::move(nobody));
    Action* action = offer("core", "draw", {id, to_value(std::uint64_t{1})}, {}, "anyone");
    env_ = {};
    if (action != nullptr) action->note = "Who is drawn is chance; more iterations draw more.";
  }

  void votes(const json::Value& id, const Dispute& dispute, const KitDispute& local) {
    const bool commit = dispute.period == Period::Commit;
    json::Value mine = json::Value::array();
    const std::vector<Vote>& all = local.rounds.back().votes;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool open = commit ? all[i].commit == Hash32{} : !all[i].voted;
      if (all[i].account == actor_ && open) mine.push(to_value(std::uint64_t{i}));
    }
    if (mine.items().empty()) return;
    const std::string_view kit = world_.kit_label(dispute.rounds.back().kit);
    if (commit) {
      const std::string one = "0x" + std::string(63, '0') + "1";
      Action* action = offer(kit, "castCommit", {id, mine, to_value(one)}, {}, "juror");
      if (action != nullptr) action->note = "The commitment is keccak256(choice, salt).";
      return;
    }
    const bool hidden = world_.parameters_of(dispute).hidden_votes;
    const json::Value* choice = query_.env.find("choice");
    const json::Value* salt = query_.env.find("salt");
    const json::Value zero = to_value(Uint256());
    Action* action = offer(kit, "castVote",
                           {id, mine, choice == nullptr ? zero : *choice,
                            salt == nullptr ? zero : *salt, to_value("")},
                           {}, "juror");
    if (action != nullptr && hidden) {
      action->note = "The choice and salt of the commitment are needed: env.choice, env.salt.";
    }
  }

  void fundings(const Uint256& id, const Dispute& dispute, const KitDispute& local) {
    const KitRound& round = local.rounds.back();
    const AppealWindow window = run_.appeal_window(dispute);
    const Uint256 half = wrapping_add(window.start, run_.loser_time(window));
    const Uint256 cost = run_.appeal_cost(dispute);
    const Uint256 ruling = run_.kit_ruling(dispute.rounds.back().kit, dispute, id).choice;
    const Uint256 listed = std::min(local.choices, Uint256(kChoicesListed));
    for (std::uint64_t choice = 0; Uint256(choice) <= listed; ++choice) {
      const bool winner = ruling == Uint256(choice);
      const Funding* funding = round.find_funding(choice);
      run_.out = {};
      const Uint256 total = run_.total_to_fund(cost, winner);
      // A cost that overflows makes the call fail with whatever value.
      const Uint256 left = run_.good()
                               ? capped_sub(total, funding == nullptr ? Uint256() : funding->paid)
                               : Uint256();
      const Uint256 end = winner ? window.end : half;
      std::optional<std::uint64_t> last;
      if (end.fits_u64() && !end.is_zero()) last = end.words[0] - 1;
      offer(world_.kit_label(dispute.rounds.back().kit), "fundAppeal",
            {to_value(id), to_value(choice)}, left,
            winner ? "funder of the winning choice" : "funder of a choice that did not win", last);
    }
  }

  void executions(const json::Value& id, const Dispute& dispute) {
    if (!dispute.ruled) offer("core", "executeRuling", {id}, {}, "anyone");
    for (std::size_t i = 0; i < dispute.rounds.size(); ++i) {
      const Round& round = dispute.rounds[i];
      const Uint256 all = 2 * std::uint64_t{round.drawn.size()};
      if (round.repartitions >= all) continue;
      offer("core", "execute", {id, to_value(std::uint64_t{i}), to_value(all)}, {}, "anyone");
    }
  }

  void withdrawals(Index kit, const Uint256& id, const Dispute& dispute) {
    const DisputeLink* link = world_.kits[kit]->find(id);
    if (link == nullptr) return;
    const KitDispute& local = *world_.kits[kit]->disputes[link->local];
    std::vector<Uint256> done;
    for (std::size_t core = 0; core < dispute.rounds.size(); ++core) {
      if (world_.kits[kit]->disputes.empty() || dispute.rounds[core].kit != kit) continue;
      const KitRound& round = local.rounds[local.local_round(core)];
      for (const Contribution& mine : round.contributions) {
        if (mine.account != actor_ || mine.amount.is_zero()) continue;
        std::vector<json::Value> args{to_value(id), to_value(actor_)};
        if (world_.neo()) {
          args.push_back(to_value(std::uint64_t{core}));
        } else if (std::find(done.begin(), done.end(), mine.choice) != done.end()) {
          continue;  // v2 takes all rounds at once
        }
        done.push_back(mine.choice);
        args.push_back(to_value(mine.choice));
        offer(world_.kit_label(kit), "withdrawFeesAndRewards", std::move(args), {}, "funder");
      }
    }
  }

  const machine::Machine& machine_;
  World world_;
  const machine::Query& query_;
  machine::Call call_;
  Run run_;
  Address actor_;
  json::Value env_;
};

}  // namespace

Result<std::vector<Action>> list_actions(const machine::Machine& machine, const World& world,
                                         const machine::Query& query) {
  Lister lister(machine, world, query);
  for (std::size_t id = 0; id < world.disputes.size(); ++id) lister.dispute(id);
  lister.system();
  if (lister.error) return tl::unexpected(*std::move(lister.error));
  return std::move(lister.actions);
}

}  // namespace dikast::court
