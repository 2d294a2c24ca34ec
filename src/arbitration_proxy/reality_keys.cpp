#include "world.hpp"

namespace dikast::arbitration_proxy {

namespace {

using machine::Failure;
using machine::to_value;

bool only_owner(Frame& f) { return f.msg.sender == f.world.owner || f.run.refuse(Failure::Empty); }

/// setRealitio may have pointed it to somewhere else, where nothing answers.
bool reaches_reality(Frame& f) {
  return f.world.reality_of_arbitrator == f.world.reality.self || f.run.refuse(Failure::Empty);
}

Uint256 fee_of(const World& world, const Word& question) {
  const Uint256 custom = world.custom_fees.get(question);
  return custom.is_zero() ? world.dispute_fee : custom;
}

void log_fee(Frame& f, std::string_view name, std::size_t i) {
  put(f.run.emit(f.msg.self, name).args, "fee", f.word(i));
}

bool request_arbitration(Frame& f) {
  const Word id = f.word(0);
  const Uint256 fee = fee_of(f.world, id);
  if (!f.run.require(!fee.is_zero(),
                     "The arbitrator must have set a non-zero fee for the question"))
    return false;
  Uint256& paid = f.world.bounties.at(id);
  if (!f.run.add(paid, f.msg.value, true) || !reaches_reality(f)) return false;
  const bool complete = paid >= fee;
  if (complete) {
    if (!notify_of_arbitration_request(f.run, f.world.reality, f.msg.self, id, f.msg.sender,
                                       f.word(1)))
      return false;
  } else if (!f.run.require(!is_finalized(f.world.reality.questions.get(id), f.run.now32()),
                            "The question must not have been finalized")) {
    return false;
  }
  machine::Event& event = f.run.emit(f.msg.self, "LogRequestArbitration");
  put(event.args, "question_id", as_word(id));
  put(event.args, "fee_paid", f.msg.value);
  put(event.args, "requester", as_address(f.msg.sender));
  put(event.args, "remaining", complete ? Uint256() : wrapping_sub(fee, paid));
  return answer_one(f, to_value(complete));
}

bool submit_answer_rule(Frame& f) {
  if (!only_owner(f) || !reaches_reality(f)) return false;
  f.world.bounties.erase(f.word(0));
  return submit_answer_by_arbitrator(f.run, f.world.reality, f.msg.self, f.word(0), f.word(1),
                                     f.word(2));
}

bool assign_winner_rule(Frame& f) {
  if (!only_owner(f) || !reaches_reality(f)) return false;
  f.world.bounties.erase(f.word(0));
  return assign_winner(f.run, f.world.reality, f.msg.self, f.word(0), f.word(1), f.word(2),
                       {f.word(3), f.word(4), f.word(5)});
}

bool cancel_rule(Frame& f) {
  return only_owner(f) && reaches_reality(f) &&
         cancel_arbitration(f.run, f.world.reality, f.msg.self, f.word(0));
}

bool set_dispute_fee(Frame& f) {
  if (!only_owner(f)) return false;
  f.world.dispute_fee = f.word(0);
  log_fee(f, "LogSetDisputeFee", 0);
  return true;
}

bool set_custom_fee(Frame& f) {
  if (!only_owner(f)) return false;
  f.world.custom_fees.at(f.word(0)) = f.word(1);
  machine::Event& event = f.run.emit(f.msg.self, "LogSetCustomDisputeFee");
  put(event.args, "question_id", as_word(f.word(0)));
  put(event.args, "fee", f.word(1));
  return true;
}

bool set_question_fee_rule(Frame& f) {
  if (!only_owner(f) || !reaches_reality(f) ||
      !set_question_fee(f.run, f.world.reality, f.msg.self, f.word(0)))
    return false;
  log_fee(f, "LogSetQuestionFee", 0);
  return true;
}

bool set_metadata(Frame& f) {
  if (!only_owner(f)) return false;
  f.world.metadata = f.args.texts[0];
  return true;
}

bool set_realitio(Frame& f) {
  if (!only_owner(f)) return false;
  f.world.reality_of_arbitrator = f.word(0);
  return true;
}

bool transfer_ownership(Frame& f) {
  if (!only_owner(f)) return false;
  f.world.owner = f.word(0);
  return true;
}

bool withdraw_rule(Frame& f) {
  if (!only_owner(f)) return false;
  // These take no ether that comes without a call.
  if (f.word(0) == f.world.reality.self || f.word(0) == f.world.ledger.token)
    return f.run.refuse(Failure::Empty);
  return f.run.pay(f.msg.self, f.word(0), f.world.ledger.ether.get(f.msg.self));
}

bool call_withdraw(Frame& f) {
  return only_owner(f) && reaches_reality(f) && withdraw(f.run, f.world.reality, f.msg.self);
}

bool receive(Frame& /*f*/) { return true; }

bool get_fee(Frame& f) { return answer_one(f, to_value(fee_of(f.world, f.word(0)))); }
bool get_base_fee(Frame& f) { return answer_one(f, to_value(f.world.dispute_fee)); }
bool get_custom(Frame& f) { return answer_one(f, to_value(f.world.custom_fees.get(f.word(0)))); }
bool get_bounty(Frame& f) { return answer_one(f, to_value(f.world.bounties.get(f.word(0)))); }
bool get_metadata(Frame& f) { return answer_one(f, to_value(f.world.metadata)); }
bool get_owner(Frame& f) { return answer_one(f, as_address(f.world.owner)); }
bool get_reality(Frame& f) { return answer_one(f, as_address(f.world.reality_of_arbitrator)); }

}  // namespace

const Function kRealityKeysFunctions[] = {
    {"requestArbitration", "wu", true, request_arbitration},
    {"submitAnswerByArbitrator", "wwa", false, submit_answer_rule},
    {"assignWinnerAndSubmitAnswerByArbitrator", "wwawwa", false, assign_winner_rule},
    {"cancelArbitration", "w", false, cancel_rule},
    {"setDisputeFee", "u", false, set_dispute_fee},
    {"setCustomDisputeFee", "wu", false, set_custom_fee},
    {"setQuestionFee", "u", false, set_question_fee_rule},
    {"setMetaData", "s", false, set_metadata},
    {"setRealitio", "a", false, set_realitio},
    {"transferOwnership", "a", false, transfer_ownership},
    {"withdraw", "a", false, withdraw_rule},
    {"callWithdraw", "", false, call_withdraw},
    {"(fallback)", "", true, receive},
    {"getDisputeFee", "w", false, get_fee},
    {"dispute_fee", "", false, get_base_fee},
    {"custom_dispute_fees", "w", false, get_custom},
    {"arbitration_bounties", "w", false, get_bounty},
    {"metadata", "", false, get_metadata},
    {"owner", "", false, get_owner},
    {"realitio", "", false, get_reality},
    {"realitycheck", "", false, get_reality},
    {"", "", false, nullptr},
};

}  // namespace dikast::arbitration_proxy
