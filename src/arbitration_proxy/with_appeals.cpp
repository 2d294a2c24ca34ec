#include "world.hpp"

namespace dikast::arbitration_proxy {

namespace {

using machine::to_value;

Request request_of(const Frame& f, std::size_t i) { return f.world.requests.get(f.word(i)); }

bool request_arbitration(Frame& f) {
  const Word id = f.word(0);
  if (!f.run.require(request_of(f, 0).status == Status::None, "Arbitration already requested"))
    return false;
  Uint256 dispute;
  if (!create_dispute(f, f.msg.value, dispute)) return false;
  machine::Event& event = f.run.emit(f.msg.self, "Dispute");
  put(event.args, "_arbitrator", as_address(f.world.kleros[0].self));
  put(event.args, "_disputeID", dispute);
  put(event.args, "_metaEvidenceID", std::uint64_t{0});
  put(event.args, "_evidenceGroupID", id);
  machine::Event& link = f.run.emit(f.msg.self, "DisputeIDToQuestionID");
  put(link.args, "_disputeID", dispute);
  put(link.args, "_questionID", as_word(id));
  f.world.local_ids.at(dispute) = id;
  Request& request = f.world.requests.at(id);
  request.status = Status::Disputed;
  request.requester = f.msg.sender;
  request.dispute_id = dispute;
  request.rounds.emplace_back();
  if (!notify_of_arbitration_request(f.run, f.world.reality, f.msg.self, id, f.msg.sender,
                                     f.word(1)))
    return false;
  return answer_one(f, to_value(dispute));
}

bool fund_appeal(Frame& f) {
  Request* request = f.world.requests.find(f.word(0));
  if (!f.run.require(request != nullptr && request->status == Status::Disputed,
                     "No dispute to appeal."))
    return false;
  const Dispute& dispute =
      f.world.kleros[0].disputes[static_cast<std::size_t>(request->dispute_id.words[0])];
  const Uint256 now(f.run.now);
  const bool winner = dispute.ruling == f.word(1);
  const bool started = now >= dispute.appeal_start;
  if (winner) {
    if (!f.run.require(started && now < dispute.appeal_end,
                       "Funding must be made within the appeal period."))
      return false;
  } else {
    const Uint256 length = wrapping_sub(dispute.appeal_end, dispute.appeal_start);
    const Uint256 half = wrapping_add(dispute.appeal_start, shift_right(length, 1));
    if (!f.run.require(started && now < half,
                       "Funding must be made within the first half appeal period."))
      return false;
  }
  const Uint256 multiplier = winner ? f.world.winner_multiplier_bps : f.world.loser_multiplier_bps;
  return fund(f,
              {request->rounds, request->dispute_id, f.word(0), multiplier,
               "Appeal fee has already been paid."},
              f.word(1));
}

bool is_ruled(const Request& request) {
  return request.status == Status::Ruled || request.status == Status::Reported;
}

bool withdraw_one(Frame& f, Request& request, std::size_t round, const Uint256& ruling,
                  Uint256& paid) {
  if (!f.run.require(is_ruled(request), "There is no ruling yet.")) return false;
  if (round >= request.rounds.size()) return f.run.panic(false, "");
  return withdraw_round(f, request.rounds, round, f.word(0), f.word(1), ruling, request.ruling,
                        paid);
}

bool withdraw_fees(Frame& f) {
  Request& request = f.world.requests.at(f.word(0));
  const std::size_t round = f.word(2) < Uint256(request.rounds.size())
                                ? static_cast<std::size_t>(f.word(2).words[0])
                                : request.rounds.size();
  Uint256 paid;
  if (!withdraw_one(f, request, round, f.word(3), paid)) return false;
  return answer_one(f, to_value(paid));
}

bool withdraw_all(Frame& f) {
  Request& request = f.world.requests.at(f.word(0));
  for (std::size_t round = 0; round < request.rounds.size(); ++round) {
    Uint256 paid;
    if (!withdraw_one(f, request, round, f.word(2), paid)) return false;
  }
  return true;
}

bool total_withdrawable(Frame& f) {
  const Request request = request_of(f, 0);
  Uint256 sum;
  if (is_ruled(request)) {
    for (const Round& round : request.rounds) {
      Uint256 amount;
      if (!reward(f, round, f.word(1), f.word(2), request.ruling, amount)) return false;
      sum = wrapping_add(sum, amount);
    }
  }
  return answer_one(f, to_value(sum));
}

bool submit_evidence(Frame& f) {
  machine::Event& event = f.run.emit(f.msg.self, "Evidence");
  put(event.args, "_arbitrator", as_address(f.world.kleros[0].self));
  put(event.args, "_evidenceGroupID", f.word(0));
  put(event.args, "_party", as_address(f.msg.sender));
  put(event.args, "_evidence", f.args.texts[0]);
  return true;
}

/// The stored request, once it is ruled; it is reported from here on.
const Request* report(Frame& f) {
  Request* request = f.world.requests.find(f.word(0));
  if (!f.run.require(request != nullptr && request->status == Status::Ruled,
                     "The status should be Ruled."))
    return nullptr;
  request->status = Status::Reported;
  return request;
}

bool report_answer(Frame& f) {
  const Request* request = report(f);
  if (request == nullptr) return false;
  return assign_winner(f.run, f.world.reality, f.msg.self, f.word(0),
                       answer_of_ruling(Kind::WithAppeals, request->ruling), request->requester,
                       {f.word(1), f.word(2), f.word(3)});
}

/// For Reality 2.0, which cannot find out itself who gave the last answer.
bool compute_winner(Frame& f) {
  const Request* request = report(f);
  if (request == nullptr) return false;
  const bool is_commitment = !f.word(5).is_zero();
  const reality::Question question = f.world.reality.questions.get(f.word(0));
  const reality::Entry entry{f.word(1), f.word(2), f.word(3), f.word(4)};
  if (!f.run.require(question.history_hash == history_hash(entry, is_commitment),
                     "The hash of the history parameters supplied does not match the one stored "
                     "in the Realitio contract."))
    return false;
  const Word answer = answer_of_ruling(Kind::WithAppeals, request->ruling);
  std::optional<Word> last = f.word(2);
  if (is_commitment) {
    const reality::Commitment commitment = f.world.reality.commitments.get(f.word(2));
    last.reset();
    if (commitment.is_revealed) {
      last = commitment.revealed_answer;
    } else if (!f.run.require(commitment.reveal_ts <= f.run.now32(),
                              "Arbitration cannot be done until the last answerer has had time "
                              "to reveal its commitment.")) {
      return false;
    }
  }
  return submit_answer_by_arbitrator(f.run, f.world.reality, f.msg.self, f.word(0), answer,
                                     last == answer ? f.word(4) : request->requester);
}

bool get_request(Frame& f) {
  const Request request = request_of(f, 0);
  f.run.returns({to_value(static_cast<std::uint64_t>(request.status)),
                 as_address(request.requester), to_value(request.dispute_id),
                 to_value(request.ruling)});
  return true;
}

bool get_multipliers(Frame& f) {
  const World& w = f.world;
  f.run.returns({to_value(w.winner_multiplier_bps), to_value(w.loser_multiplier_bps),
                 to_value(w.loser_period_bps), to_value(w.divisor)});
  return true;
}

bool get_fee(Frame& f) { return answer_one(f, to_value(f.world.kleros[0].cost)); }
bool get_options(Frame& f) { return answer_one(f, to_value(Uint256::max())); }
bool get_local_id(Frame& f) { return answer_one(f, to_value(f.world.local_ids.get(f.word(0)))); }
bool get_metadata(Frame& f) { return answer_one(f, to_value(f.world.metadata)); }
bool get_extra_data(Frame& f) { return answer_one(f, to_value(f.world.extra_data)); }
bool get_arbitrator(Frame& f) { return answer_one(f, as_address(f.world.kleros[0].self)); }
bool get_realitio(Frame& f) { return answer_one(f, as_address(f.world.reality.self)); }
bool get_version(Frame& f) { return answer_one(f, to_value("2.0.0")); }
bool get_winner(Frame& f) { return answer_one(f, to_value(f.world.winner_multiplier_bps)); }
bool get_loser(Frame& f) { return answer_one(f, to_value(f.world.loser_multiplier_bps)); }
bool get_period(Frame& f) { return answer_one(f, to_value(f.world.loser_period_bps)); }
bool get_divisor(Frame& f) { return answer_one(f, to_value(f.world.divisor)); }

}  // namespace

bool rule_with_appeals(Frame& f) {
  const Word id = f.world.local_ids.get(f.word(0));
  Request& request = f.world.requests.at(id);
  if (!f.run.require(f.msg.sender == f.world.kleros[0].self, "Only arbitrator allowed") ||
      !f.run.require(request.status == Status::Disputed, "Invalid arbitration status"))
    return false;
  request.ruling = final_ruling(request.rounds, f.word(1));
  request.status = Status::Ruled;
  machine::Event& event = f.run.emit(f.msg.self, "Ruling");
  put(event.args, "_arbitrator", as_address(f.world.kleros[0].self));
  put(event.args, "_disputeID", f.word(0));
  put(event.args, "_ruling", request.ruling);
  return true;
}

#define DIKAST_WITH_APPEALS_FUNCTIONS                                                             \
  {"requestArbitration", "wu", true, request_arbitration},                                        \
      {"fundAppeal", "uu", true, fund_appeal},                                                    \
      {"withdrawFeesAndRewards", "uauu", false, withdraw_fees},                                   \
      {"withdrawFeesAndRewardsForAllRounds", "uau", false, withdraw_all},                         \
      {"getTotalWithdrawableAmount", "uau", false, total_withdrawable},                           \
      {"submitEvidence", "us", false, submit_evidence}, {"rule", "uu", false, rule_with_appeals}, \
      {"arbitrationRequests", "u", false, get_request},                                           \
      {"getMultipliers", "", false, get_multipliers}, {"getDisputeFee", "w", false, get_fee},     \
      {"numberOfRulingOptions", "u", false, get_options},                                         \
      {"externalIDtoLocalID", "u", false, get_local_id}, {"metadata", "", false, get_metadata},   \
      {"arbitratorExtraData", "", false, get_extra_data},                                         \
      {"arbitrator", "", false, get_arbitrator}, {"realitio", "", false, get_realitio},           \
      {"VERSION", "", false, get_version}, {"WINNER_STAKE_MULTIPLIER", "", false, get_winner},    \
      {"LOSER_STAKE_MULTIPLIER", "", false, get_loser},                                           \
      {"LOSER_APPEAL_PERIOD_MULTIPLIER", "", false, get_period}, {                                \
    "MULTIPLIER_DENOMINATOR", "", false, get_divisor                                              \
  }

const Function kWithAppealsFunctions[] = {
    {"reportAnswer", "wwwa", false, report_answer},
    DIKAST_WITH_APPEALS_FUNCTIONS,
    {"", "", false, nullptr},
};

const Function kWithAppeals20Functions[] = {
    {"computeWinnerAndReportAnswer", "wwwuaf", false, compute_winner},
    DIKAST_WITH_APPEALS_FUNCTIONS,
    {"", "", false, nullptr},
};
#undef DIKAST_WITH_APPEALS_FUNCTIONS

}  // namespace dikast::arbitration_proxy
