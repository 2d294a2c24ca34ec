#include <utility>

#include "world.hpp"

namespace dikast::arbitration_proxy {

namespace {

using machine::Action;
using machine::Call;
using machine::Certainty;
using machine::Deadline;
using machine::Machine;
using machine::Query;
using machine::Reader;
using machine::to_value;
using reality::Question;

/// Candidates of one actor, each tried on the machine, so that enabled means accepted.
class Listing {
 public:
  Listing(const Machine& machine, const Query& query) : machine_(machine) {
    call_.timestamp = query.timestamp;
    call_.from = query.actor;
    call_.env = query.env;
  }

  /// The last second it is accepted in, where the clock ends it.
  using Until = std::optional<std::uint64_t>;

  Action* add(std::string_view to, std::string_view function, std::vector<json::Value> args,
              std::string_view role, const Uint256& value = {}, Until until = std::nullopt) {
    if (error) return nullptr;
    call_.to = to;
    call_.function = function;
    call_.args = json::Value::array(std::move(args));
    call_.value = value;
    auto action = machine::probe(machine_, call_, std::string(role), until);
    if (!action) {
      error = std::move(action.error());
      return nullptr;
    }
    actions.push_back(*std::move(action));
    if (!actions.back().enabled) actions.back().deadline.reset();
    return &actions.back();
  }

  [[nodiscard]] std::uint64_t now() const { return call_.timestamp; }

  std::vector<Action> actions;
  std::optional<Error> error;

 private:
  const Machine& machine_;
  Call call_;
};

/// The least bond that is taken now.
Uint256 next_bond(const Question& question) {
  if (!question.bond.is_zero()) return capped_add(question.bond, question.bond);
  return question.min_bond.is_zero() ? Uint256(1) : question.min_bond;
}

/// Reality keeps the low 32 bits of a moment: those of `now` tell the rest.
std::uint64_t full_time(std::uint32_t moment, std::uint64_t now) {
  return now - static_cast<std::uint32_t>(now) + moment;
}

Listing::Until last_second(const Question& question, std::uint64_t now) {
  if (question.finalize_ts == 0) return std::nullopt;
  return full_time(question.finalize_ts, now) - 1;
}

void note(Action* action, std::string_view text) {
  if (action != nullptr) action->note = text;
}

void list_answering(Listing& list, const World& world, const Word& id, const Question& q) {
  const Uint256 bond = next_bond(q);
  const auto until = last_second(q, list.now());
  const json::Value qid = as_word(id);
  const json::Value none = to_value(std::uint64_t{0});
  const json::Value nobody = as_address(Word());
  if (world.reality.profile->token) {
    note(list.add("reality", "submitAnswerERC20",
                  {qid, as_word(q.best_answer), none, to_value(bond)}, "answerer", {}, until),
         "The second argument is the answer; any is taken. More is taken as a higher bond.");
    list.add("reality", "submitAnswerCommitmentERC20",
             {qid, as_word(Word()), none, nobody, to_value(bond)}, "answerer", {}, until);
    list.add("reality", "fundAnswerBountyERC20", {qid, none}, "anyone", {}, until);
    return;
  }
  note(list.add("reality", "submitAnswer", {qid, as_word(q.best_answer), none}, "answerer", bond,
                until),
       "The second argument is the answer; any is taken. More is taken as a higher bond.");
  note(list.add("reality", "submitAnswerCommitment", {qid, as_word(Word()), none, nobody},
                "answerer", bond, until),
       "The second argument is the hash of answer and nonce. It has to be revealed within an "
       "eighth of the timeout.");
  list.add("reality", "fundAnswerBounty", {qid}, "anyone", {}, until);
}

/// The function by which a ruling reaches Reality, or nothing where there is none to report.
std::string_view report_function(const World& world, const Word& id) {
  if (world.kind == Kind::HomeForeign) {
    const Word requester = world.home_requester.get(id);
    const bool ruled = world.home_requests.get(id).get(requester).status == Home::Ruled;
    return ruled ? "reportArbitrationAnswer" : "";
  }
  if (world.requests.get(id).status != Status::Ruled) return "";
  const bool computes =
      world.kind == Kind::WithAppeals && world.reality.profile->version == reality::Version::V2_0;
  return computes ? "computeWinnerAndReportAnswer" : "reportAnswer";
}

/// The last answer is who decides whom the arbitrator's answer pays.
void list_report(Listing& list, const World& world, Reader& history, const Word& id) {
  const std::string_view function = report_function(world, id);
  Reader hashes = history.part("hashes");
  if (function.empty() || hashes.size() == 0) return;
  const machine::Key last = machine::at(0);
  std::vector<json::Value> args = {as_word(id)};
  for (const char* field : {"hashes", "answers", "bonds", "answerers"})
    if (field != std::string_view("bonds") || function.starts_with("compute"))
      args.push_back(history.part(field).raw(last));
  if (function.starts_with("compute")) {
    Reader answers = history.part("answers");
    const Word answer = Uint256::parse(answers.text(last)).value_or(Word());
    args.push_back(to_value(world.reality.commitments.find(answer) != nullptr));
  }
  if (history.good()) list.add("arbitrator", function, std::move(args), "anyone");
}

/// The contract keeps only a hash of the history, so who claims or reports brings it:
/// env.history[id] is {hashes, answerers, bonds, answers}, last answer first.
void list_claim(Listing& list, const World& world, Reader& env, const Word& id) {
  if (!env.has("history")) return;
  Reader histories = env.part("history");
  const std::string key = reality::word_text(id);
  if (!histories.has(std::string_view(key))) return;
  Reader history = histories.part(std::string_view(key));
  for (const char* field : {"hashes", "answerers", "bonds", "answers"}) (void)history.part(field);
  if (!env.good()) return;
  list.add("reality", "claimWinnings",
           {as_word(id), history.raw("hashes"), history.raw("answerers"), history.raw("bonds"),
            history.raw("answers")},
           "anyone");
  list_report(list, world, history, id);
}

/// The account that arbitrates by itself.
void list_account(Listing& list, const World& world, const Word& id, const Question& q,
                  const Word& actor) {
  if (actor != q.arbitrator) return;
  const json::Value qid = as_word(id);
  list.add("reality", "notifyOfArbitrationRequest",
           {qid, as_address(actor), to_value(std::uint64_t{0})}, "arbitrator", {},
           last_second(q, list.now()));
  if (world.reality.profile->fees) list.add("reality", "cancelArbitration", {qid}, "arbitrator");
  list.add("reality", "submitAnswerByArbitrator", {qid, as_word(q.best_answer), as_address(actor)},
           "arbitrator");
}

Uint256 arbitration_cost(const World& world, const Word& id) {
  if (world.kind == Kind::RealityKeys) {
    const Uint256 custom = world.custom_fees.get(id);
    return capped_sub(custom.is_zero() ? world.dispute_fee : custom, world.bounties.get(id));
  }
  if (world.kind != Kind::RealityV2) return world.kleros[0].cost;
  for (const Kleros& court : world.kleros)
    if (court.self == world.params.back().arbitrator) return court.cost;
  return {};
}

struct Window {
  std::uint64_t start = 0;
  std::uint64_t loser_end = 0;
  std::uint64_t end = 0;
};

std::optional<Window> appeal_window(const World& world, const Dispute& dispute) {
  if (dispute.status != DisputeStatus::Appealable || !dispute.appeal_end.fits_u64())
    return std::nullopt;
  const std::uint64_t start = dispute.appeal_start.words[0];
  const std::uint64_t end = dispute.appeal_end.words[0];
  const Uint256 part =
      world.kind == Kind::WithAppeals
          ? Uint256((end - start) / 2)
          : checked_mul_div(Uint256(end - start), world.loser_period_bps, world.divisor)
                .value_or(Uint256());
  return Window{start, start + part.words[0], end};
}

void list_funding(Listing& list, const World& world, std::string_view to, const Word& id,
                  const Dispute& dispute, const Round& round, const Uint256& ruling) {
  const auto window = appeal_window(world, dispute);
  if (!window) return;
  const bool winner = ruling == dispute.ruling;
  const Uint256 stake =
      checked_div(capped_mul(dispute.appeal_cost,
                             winner ? world.winner_multiplier_bps : world.loser_multiplier_bps),
                  world.divisor)
          .value_or(Uint256());
  const Uint256 total = capped_add(dispute.appeal_cost, stake);
  note(list.add(to, "fundAppeal", {to_value(id), to_value(ruling)},
                winner ? "anyone for the winner" : "anyone for a loser",
                capped_sub(total, round.paid_fees.get(ruling)),
                (winner ? window->end : window->loser_end) - 1),
       "Less is taken as a contribution; more is sent back.");
}

/// Funding of the ruling that stands, and of the one that the best answer stands for.
void list_appeals(Listing& list, const World& world, std::string_view to, const Word& id,
                  const Uint256& dispute_id, const std::vector<Round>& rounds) {
  if (rounds.empty()) return;
  const Dispute& dispute = world.kleros[0].disputes[static_cast<std::size_t>(dispute_id.words[0])];
  list_funding(list, world, to, id, dispute, rounds.back(), dispute.ruling);
  const auto other = ruling_of_answer(world.kind, world.reality.questions.get(id).best_answer);
  if (other && *other != dispute.ruling)
    list_funding(list, world, to, id, dispute, rounds.back(), *other);
}

void list_withdrawals(Listing& list, std::string_view to, const Word& id,
                      const std::vector<Round>& rounds, const Word& actor) {
  std::vector<Uint256> rulings;
  for (const Round& round : rounds)
    for (const auto& [ruling, amount] : round.contributions.get(actor).rows) {
      bool listed = amount.is_zero();
      for (const Uint256& known : rulings) listed = listed || known == ruling;
      if (!listed) rulings.push_back(ruling);
    }
  for (const Uint256& ruling : rulings)
    list.add(to, "withdrawFeesAndRewardsForAllRounds",
             {to_value(id), as_address(actor), to_value(ruling)}, "contributor");
}

void list_cross_chain(Listing& list, const World& world, const Word& id, const Word& actor) {
  const json::Value qid = as_word(id);
  list.add("foreign", "requestArbitration", {qid, to_value(std::uint64_t{0})}, "anyone",
           world.kleros[0].cost);
  for (const auto& [requester, request] : world.home_requests.get(id).rows) {
    const json::Value who = as_address(requester);
    if (request.status == Home::Notified)
      list.add("arbitrator", "handleNotifiedRequest", {qid, who}, "anyone");
    if (request.status == Home::Rejected)
      list.add("arbitrator", "handleRejectedRequest", {qid, who}, "anyone");
  }
  for (const auto& [requester, request] : world.foreign_requests.get(id).rows) {
    const json::Value who = as_address(requester);
    if (request.status == Foreign::Failed)
      list.add("foreign", "handleFailedDisputeCreation", {qid, who}, "anyone");
    if (request.status == Foreign::Ruled) list.add("foreign", "relayRule", {qid, who}, "anyone");
    if (request.status == Foreign::Created)
      list_appeals(list, world, "foreign", id, request.dispute_id, request.rounds);
    list_withdrawals(list, "foreign", id, request.rounds, actor);
  }
}

void list_arbitration(Listing& list, const World& world, const Word& id, const Question& q,
                      const Word& actor) {
  if (world.kind == Kind::Eoa || q.arbitrator != world.arbitrator)
    return list_account(list, world, id, q, actor);
  if (world.kind == Kind::HomeForeign) return list_cross_chain(list, world, id, actor);
  list.add("arbitrator", "requestArbitration", {as_word(id), to_value(std::uint64_t{0})}, "anyone",
           arbitration_cost(world, id), last_second(q, list.now()));
  if (const Request* request = world.requests.find(id)) {
    if (world.kind == Kind::WithAppeals && request->status == Status::Disputed)
      list_appeals(list, world, "arbitrator", id, request->dispute_id, request->rounds);
    list_withdrawals(list, "arbitrator", id, request->rounds, actor);
  }
}

void list_messages(Listing& list, const World& world) {
  for (std::size_t i = 0; i < world.messages.size(); ++i)
    if (!world.messages[i].delivered)
      list.add("amb", "deliver", {to_value(std::uint64_t{i})}, "bridge");
}

void add(std::vector<Deadline>& list, std::string_view name, std::uint64_t timestamp,
         std::string_view who, bool opens, std::string_view function, Certainty certainty,
         std::string subject) {
  list.push_back({std::string(name), timestamp, std::string(who), opens, std::string(function),
                  certainty, std::move(subject)});
}

void appeal_deadlines(std::vector<Deadline>& list, const World& world, const Uint256& dispute_id) {
  const auto& disputes = world.kleros[0].disputes;
  const Dispute& dispute = disputes[static_cast<std::size_t>(dispute_id.words[0])];
  const auto window = appeal_window(world, dispute);
  if (!window) return;
  const std::string subject = "dispute " + dispute_id.to_decimal();
  add(list, "loserFundingEnd", window->loser_end, "losers", false, "fundAppeal",
      Certainty::CanBeCut, subject);
  add(list, "appealPeriodEnd", window->end, "anyone", false, "fundAppeal", Certainty::CanBeCut,
      subject);
}

void question_deadlines(std::vector<Deadline>& list, const Question& q, const Word& id,
                        std::uint64_t now) {
  const std::string subject = "question " + reality::word_text(id);
  const auto now32 = static_cast<std::uint32_t>(now);
  if (q.opening_ts > now32)
    add(list, "openingTime", full_time(q.opening_ts, now), "answerers", true, "submitAnswer",
        Certainty::Fixed, subject);
  if (q.is_pending_arbitration || q.finalize_ts <= now32) return;
  const std::uint64_t end = full_time(q.finalize_ts, now);
  // Every further answer moves it, a request for arbitration suspends it.
  add(list, "finalization", end, "answerers", false, "submitAnswer", Certainty::CanBeCut, subject);
  add(list, "claim", end, "anyone", true, "claimWinnings", Certainty::AwaitsCall, subject);
}

}  // namespace

Result<std::vector<Action>> list_actions(const Machine& machine, const World& world,
                                         const Query& query) {
  const auto actor = world.ledger.address(query.actor);
  if (!actor)
    return fail(ErrorCode::machine_argument, "/actor",
                "The actor is neither an address nor a label of this world.");
  Reader env(query.env, "/env", ErrorCode::machine_env);
  Listing list(machine, query);
  for (const auto& [id, question] : world.reality.questions.rows) {
    list_answering(list, world, id, question);
    list_arbitration(list, world, id, question, *actor);
    list_claim(list, world, env, id);
  }
  list_messages(list, world);
  list.add("reality", "withdraw", {}, "anyone");
  if (auto checked = env.check(); !checked) return tl::unexpected(checked.error());
  if (list.error) return tl::unexpected(*list.error);
  return std::move(list.actions);
}

std::vector<Deadline> list_deadlines(const World& world, std::uint64_t now) {
  std::vector<Deadline> list;
  for (const auto& [id, question] : world.reality.questions.rows)
    question_deadlines(list, question, id, now);
  for (const auto& [id, commitment] : world.reality.commitments.rows)
    if (!commitment.is_revealed && commitment.reveal_ts > static_cast<std::uint32_t>(now))
      add(list, "revealEnd", full_time(commitment.reveal_ts, now), "answerer", false,
          "submitAnswerReveal", Certainty::Fixed, "commitment " + reality::word_text(id));
  if (world.kind == Kind::WithAppeals)
    for (const auto& [id, request] : world.requests.rows)
      if (request.status == Status::Disputed) appeal_deadlines(list, world, request.dispute_id);
  if (world.kind == Kind::HomeForeign)
    for (const auto& [id, by_requester] : world.foreign_requests.rows)
      for (const auto& [requester, request] : by_requester.rows)
        if (request.status == Foreign::Created) appeal_deadlines(list, world, request.dispute_id);
  machine::sort_by_time(list);
  return list;
}

}  // namespace dikast::arbitration_proxy
