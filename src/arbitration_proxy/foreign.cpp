#include "world.hpp"

namespace dikast::arbitration_proxy {

namespace {

using machine::to_value;

/// The request whose dispute exists; the zero record of nobody otherwise.
ForeignRequest& created(Frame& f) {
  return f.world.foreign_requests.at(f.word(0)).at(f.world.created_by.get(f.word(0)));
}

bool request_with(Frame& f) {
  World& world = f.world;
  if (!f.run.require(world.created_by.find(f.word(0)) == nullptr, "Dispute already created"))
    return false;
  ForeignRequest& request = world.foreign_requests.at(f.word(0)).at(f.msg.sender);
  if (!f.run.require(request.status == Foreign::None, "Arbitration already requested") ||
      !f.run.require(f.msg.value >= world.kleros[0].cost, "Deposit value too low"))
    return false;
  request.status = Foreign::Requested;
  request.deposit = f.msg.value;
  if (!send_message(f, world.foreign, world.arbitrator, kReceiveRequest,
                    {f.word(0), f.msg.sender, f.word(1)}))
    return false;
  machine::Event& event = f.run.emit(f.msg.self, "ArbitrationRequested");
  put(event.args, "_questionID", as_word(f.word(0)));
  put(event.args, "_requester", as_address(f.msg.sender));
  put(event.args, "_maxPrevious", f.word(1));
  return true;
}

void log_request(Frame& f, std::string_view name, const Uint256* dispute = nullptr) {
  machine::Event& event = f.run.emit(f.msg.self, name);
  put(event.args, "_questionID", as_word(f.word(0)));
  put(event.args, "_requester", as_address(f.word(1)));
  if (dispute != nullptr) put(event.args, "_disputeID", *dispute);
}

/// Gives the deposit back.
bool refund(Frame& f, const Uint256& deposit) { return f.run.pay(f.msg.self, f.word(1), deposit); }

bool handle_failed(Frame& f) {
  ForeignRequest& request = f.world.foreign_requests.at(f.word(0)).at(f.word(1));
  if (!f.run.require(request.status == Foreign::Failed, "Invalid arbitration status")) return false;
  const Uint256 deposit = request.deposit;
  // It stays Failed: the same address can never request again.
  request.deposit = {};
  if (!refund(f, deposit) || !send_message(f, f.world.foreign, f.world.arbitrator, kReceiveFailure,
                                           {f.word(0), f.word(1)}))
    return false;
  log_request(f, "ArbitrationCanceled");
  return true;
}

bool relay_rule(Frame& f) {
  ForeignRequest& request = f.world.foreign_requests.at(f.word(0)).at(f.word(1));
  // Relaying again is allowed.
  if (!f.run.require(request.status == Foreign::Ruled || request.status == Foreign::Relayed,
                     "Dispute not resolved"))
    return false;
  request.status = Foreign::Relayed;
  const Word answer = answer_of_ruling(Kind::HomeForeign, request.answer);
  if (!send_message(f, f.world.foreign, f.world.arbitrator, kReceiveAnswer, {f.word(0), answer}))
    return false;
  machine::Event& event = f.run.emit(f.msg.self, "RulingRelayed");
  put(event.args, "_questionID", as_word(f.word(0)));
  put(event.args, "_ruling", as_word(answer));
  return true;
}

bool fund_appeal(Frame& f) {
  ForeignRequest& request = created(f);
  if (!f.run.require(request.status == Foreign::Created, "No dispute to appeal.")) return false;
  const Dispute& dispute =
      f.world.kleros[0].disputes[static_cast<std::size_t>(request.dispute_id.words[0])];
  const Uint256 now(f.run.now);
  if (!f.run.require(now >= dispute.appeal_start && now < dispute.appeal_end,
                     "Appeal period is over."))
    return false;
  const bool winner = dispute.ruling == f.word(1);
  if (!winner) {
    const Uint256 length = wrapping_sub(dispute.appeal_end, dispute.appeal_start);
    const auto product = checked_mul(length, f.world.loser_period_bps);
    if (!product) return f.run.panic(true, "Panic(0x11)");
    const Uint256 limit = checked_div(*product, f.world.divisor).value_or(Uint256());
    if (!f.run.require(wrapping_sub(now, dispute.appeal_start) < limit,
                       "Appeal period is over for loser"))
      return false;
  }
  return fund(f,
              {request.rounds, request.dispute_id, f.word(0),
               winner ? f.world.winner_multiplier_bps : f.world.loser_multiplier_bps,
               "Appeal fee is already paid."},
              f.word(1));
}

bool is_ruled(const ForeignRequest& request) {
  return request.status == Foreign::Ruled || request.status == Foreign::Relayed;
}

/// rounds[i], or the panic of an index that is not there.
bool has_round(Frame& f, const ForeignRequest& request, const Uint256& index) {
  return index < Uint256(request.rounds.size()) || f.run.panic(true, "Panic(0x32)");
}

bool withdraw_one(Frame& f, ForeignRequest& request, const Uint256& round, const Uint256& ruling,
                  Uint256& paid) {
  return has_round(f, request, round) && f.run.require(is_ruled(request), "Dispute not resolved") &&
         withdraw_round(f, request.rounds, static_cast<std::size_t>(round.words[0]), f.word(0),
                        f.word(1), ruling, request.answer, paid);
}

bool withdraw_fees(Frame& f) {
  Uint256 paid;
  return withdraw_one(f, created(f), f.word(2), f.word(3), paid) && answer_one(f, to_value(paid));
}

bool withdraw_all(Frame& f) {
  ForeignRequest& request = created(f);
  for (std::size_t round = 0; round < request.rounds.size(); ++round) {
    Uint256 paid;
    if (!withdraw_one(f, request, Uint256(round), f.word(2), paid)) return false;
  }
  return true;
}

bool total_withdrawable(Frame& f) {
  const ForeignRequest& request = created(f);
  Uint256 sum;
  if (is_ruled(request)) {
    for (const Round& round : request.rounds) {
      Uint256 amount;
      if (!reward(f, round, f.word(1), f.word(2), request.answer, amount)) return false;
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

bool only_home(Frame& f) {
  return f.run.require(f.msg.sender == f.world.amb, "Only AMB allowed") &&
         f.run.require(f.bridge_sender.has_value(), "Only home chain allowed") &&
         f.run.require(f.bridge_sender == f.world.arbitrator, "Only home proxy allowed");
}

bool failed(Frame& f, ForeignRequest& request) {
  request.status = Foreign::Failed;
  log_request(f, "ArbitrationFailed");
  return true;
}

bool get_request(Frame& f) {
  const ForeignRequest request = f.world.foreign_requests.get(f.word(0)).get(f.word(1));
  f.run.returns({to_value(static_cast<std::uint64_t>(request.status)), to_value(request.deposit),
                 to_value(request.dispute_id), to_value(request.answer)});
  return true;
}

bool get_round_info(Frame& f) {
  const ForeignRequest& request = created(f);
  if (!has_round(f, request, f.word(1))) return false;
  const Round& round = request.rounds[static_cast<std::size_t>(f.word(1).words[0])];
  std::vector<Uint256> paid;
  for (const Uint256& ruling : round.funded) paid.push_back(round.paid_fees.get(ruling));
  f.run.returns({to_value(paid), to_value(round.fee_rewards), to_value(round.funded)});
  return true;
}

bool get_funding_status(Frame& f) {
  const ForeignRequest& request = created(f);
  if (!has_round(f, request, f.word(1))) return false;
  const Round& round = request.rounds[static_cast<std::size_t>(f.word(1).words[0])];
  f.run.returns({to_value(round.paid_fees.get(f.word(2))), to_value(round.has_paid(f.word(2)))});
  return true;
}

bool get_contributions(Frame& f) {
  const ForeignRequest& request = created(f);
  if (!has_round(f, request, f.word(1))) return false;
  const Round& round = request.rounds[static_cast<std::size_t>(f.word(1).words[0])];
  std::vector<Uint256> given;
  for (const Uint256& ruling : round.funded)
    given.push_back(round.contributions.get(f.word(2)).get(ruling));
  f.run.returns({to_value(round.funded), to_value(given)});
  return true;
}

bool get_multipliers(Frame& f) {
  const World& w = f.world;
  f.run.returns({to_value(w.winner_multiplier_bps), to_value(w.loser_multiplier_bps),
                 to_value(w.loser_period_bps), to_value(w.divisor)});
  return true;
}

bool get_details(Frame& f) {
  const DisputeDetails details = f.world.disputes.get(f.word(0));
  f.run.returns({to_value(details.arbitration), as_address(details.requester)});
  return true;
}

bool get_rounds(Frame& f) {
  return answer_one(f, to_value(std::uint64_t{created(f).rounds.size()}));
}
bool get_fee(Frame& f) { return answer_one(f, to_value(f.world.kleros[0].cost)); }
bool get_options(Frame& f) { return answer_one(f, to_value(Uint256::max())); }
bool get_zero(Frame& f) { return answer_one(f, to_value(std::uint64_t{0})); }
bool get_arbitration_id(Frame& f) { return answer_one(f, to_value(f.word(0))); }
bool get_local_id(Frame& f) {
  return answer_one(f, to_value(f.world.disputes.get(f.word(0)).arbitration));
}
bool get_block(Frame& f) { return answer_one(f, to_value(f.world.disputes.get(f.word(0)).block)); }
bool get_exists(Frame& f) {
  return answer_one(f, to_value(f.world.created_by.find(f.word(0)) != nullptr));
}
bool get_requester(Frame& f) {
  return answer_one(f, as_address(f.world.created_by.get(f.word(0))));
}
bool get_extra_data(Frame& f) { return answer_one(f, to_value(f.world.extra_data)); }
bool get_arbitrator(Frame& f) { return answer_one(f, as_address(f.world.kleros[0].self)); }
bool get_home(Frame& f) { return answer_one(f, as_address(f.world.arbitrator)); }
bool get_home_chain(Frame& f) { return answer_one(f, as_word(f.world.chain_id)); }
bool get_amb(Frame& f) { return answer_one(f, as_address(f.world.amb)); }
bool get_w_native(Frame& f) { return answer_one(f, as_address(f.world.w_native)); }
bool get_version(Frame& f) { return answer_one(f, to_value("2.0.0")); }
bool get_winner(Frame& f) { return answer_one(f, to_value(f.world.winner_multiplier_bps)); }
bool get_loser(Frame& f) { return answer_one(f, to_value(f.world.loser_multiplier_bps)); }
bool get_period(Frame& f) { return answer_one(f, to_value(f.world.loser_period_bps)); }
bool get_divisor(Frame& f) { return answer_one(f, to_value(f.world.divisor)); }

}  // namespace

bool receive_acknowledgement(Frame& f) {
  if (!only_home(f)) return false;
  World& world = f.world;
  ForeignRequest& request = world.foreign_requests.at(f.word(0)).at(f.word(1));
  if (!f.run.require(request.status == Foreign::Requested, "Invalid arbitration status"))
    return false;
  const Uint256 cost = world.kleros[0].cost;
  if (request.deposit < cost) return failed(f, request);
  Uint256 dispute;
  if (!create_dispute(f, cost, dispute)) return false;
  world.disputes.at(dispute) = {f.word(0), f.word(1), f.run.block};
  world.created_by.at(f.word(0)) = f.word(1);
  const Uint256 rest = wrapping_sub(request.deposit, cost);
  request.status = Foreign::Created;
  request.deposit = {};
  request.dispute_id = dispute;
  request.rounds.emplace_back();
  if (!refund(f, rest)) return false;
  log_request(f, "ArbitrationCreated", &dispute);
  machine::Event& event = f.run.emit(f.msg.self, "Dispute");
  put(event.args, "_arbitrator", as_address(world.kleros[0].self));
  put(event.args, "_disputeID", dispute);
  put(event.args, "_metaEvidenceID", std::uint64_t{0});
  put(event.args, "_evidenceGroupID", f.word(0));
  return true;
}

bool receive_cancelation(Frame& f) {
  if (!only_home(f)) return false;
  ForeignRequest& request = f.world.foreign_requests.at(f.word(0)).at(f.word(1));
  if (!f.run.require(request.status == Foreign::Requested, "Invalid arbitration status"))
    return false;
  const Uint256 deposit = request.deposit;
  request = {};
  if (!refund(f, deposit)) return false;
  log_request(f, "ArbitrationCanceled");
  return true;
}

bool rule_foreign(Frame& f) {
  const DisputeDetails details = f.world.disputes.get(f.word(0));
  ForeignRequest& request = f.world.foreign_requests.at(details.arbitration).at(details.requester);
  if (!f.run.require(f.msg.sender == f.world.kleros[0].self, "Only arbitrator allowed") ||
      !f.run.require(request.status == Foreign::Created, "Invalid arbitration status"))
    return false;
  request.answer = final_ruling(request.rounds, f.word(1));
  request.status = Foreign::Ruled;
  machine::Event& event = f.run.emit(f.msg.self, "Ruling");
  put(event.args, "_arbitrator", as_address(f.msg.sender));
  put(event.args, "_disputeID", f.word(0));
  put(event.args, "_ruling", request.answer);
  return true;
}

const Function kForeignFunctions[] = {
    {"requestArbitration", "wu", true, request_with},
    {"requestArbitrationCustomParameters", "wuu", true, request_with},
    // Payable since other bridges cost something; here what is sent stays.
    {"handleFailedDisputeCreation", "wa", true, handle_failed},
    {"handleFailedDisputeCreationCustomParameters", "wau", true, handle_failed},
    {"relayRule", "wa", false, relay_rule},
    {"relayRuleCustomParameters", "wau", false, relay_rule},
    {"receiveArbitrationAcknowledgement", "wa", false, receive_acknowledgement},
    {"receiveArbitrationCancelation", "wa", false, receive_cancelation},
    {"fundAppeal", "uu", true, fund_appeal},
    {"withdrawFeesAndRewards", "uauu", false, withdraw_fees},
    {"withdrawFeesAndRewardsForAllRounds", "uau", false, withdraw_all},
    {"getTotalWithdrawableAmount", "uau", false, total_withdrawable},
    {"rule", "uu", false, rule_foreign},
    {"submitEvidence", "us", false, submit_evidence},
    {"arbitrationRequests", "ua", false, get_request},
    {"getRoundInfo", "uu", false, get_round_info},
    {"getFundingStatus", "uuu", false, get_funding_status},
    {"getContributionsToSuccessfulFundings", "uua", false, get_contributions},
    {"getNumberOfRounds", "u", false, get_rounds},
    {"getMultipliers", "", false, get_multipliers},
    {"getDisputeFee", "w", false, get_fee},
    {"numberOfRulingOptions", "u", false, get_options},
    {"disputeIDToDisputeDetails", "u", false, get_details},
    {"externalIDtoLocalID", "u", false, get_local_id},
    {"arbitrationCreatedBlock", "u", false, get_block},
    {"arbitrationIDToDisputeExists", "u", false, get_exists},
    {"arbitrationIDToRequester", "u", false, get_requester},
    {"questionIDToArbitrationID", "w", false, get_arbitration_id},
    {"META_EVIDENCE_ID", "", false, get_zero},
    {"NUMBER_OF_CHOICES_FOR_ARBITRATOR", "", false, get_options},
    {"REFUSE_TO_ARBITRATE_REALITIO", "", false, get_options},
    {"MULTIPLIER_DIVISOR", "", false, get_divisor},
    {"winnerMultiplier", "", false, get_winner},
    {"loserMultiplier", "", false, get_loser},
    {"loserAppealPeriodMultiplier", "", false, get_period},
    {"arbitrator", "", false, get_arbitrator},
    {"arbitratorExtraData", "", false, get_extra_data},
    {"homeProxy", "", false, get_home},
    {"homeChainId", "", false, get_home_chain},
    {"amb", "", false, get_amb},
    {"wNative", "", false, get_w_native},
    {"VERSION", "", false, get_version},
    {"", "", false, nullptr},
};

}  // namespace dikast::arbitration_proxy
