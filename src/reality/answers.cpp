#include "rules.hpp"

namespace dikast::reality {

namespace {

/// A commitment can be revealed for an eighth of the timeout.
constexpr std::uint32_t kRevealShare = 8;

bool require_exists(Run& run, const Question& question) {
  return run.require(question.timeout > 0, "question must exist");
}

bool require_opened(Run& run, const Question& question) {
  return run.require(question.opening_ts == 0 || question.opening_ts <= run.now32(),
                     "opening date must have passed");
}

bool not_too_late(const Run& run, const Question& question) {
  return question.finalize_ts == 0 || question.finalize_ts > run.now32();
}

/// T + seconds in uint32, as the compiler or SafeMath32 checks it.
std::optional<std::uint32_t> later(Run& run, const Contract& contract, std::uint32_t seconds) {
  const std::uint32_t sum = run.now32() + seconds;
  if (sum >= seconds) return sum;
  run.panic(contract.profile->v3, "Panic(0x11)");
  return std::nullopt;
}

bool require_bond(Run& run, const Contract& contract, const Question& question,
                  const Uint256& bond) {
  if (!run.require(!bond.is_zero(), "bond must be positive")) return false;
  if (contract.profile->v3 && question.bond.is_zero())
    return run.require(bond >= question.min_bond, "bond must exceed the minimum");
  Uint256 least = question.bond;
  if (!run.add(least, question.bond, contract.profile->v3)) return false;
  return run.require(bond >= least, "bond must be double at least previous bond");
}

bool require_max_previous(Run& run, const Question& question, const Uint256& max_previous) {
  return run.require(max_previous.is_zero() || question.bond <= max_previous,
                     "bond must exceed max_previous");
}

struct Answer {
  Word question;
  Word answer;  ///< or the commitment's id
  Word answerer;
  Uint256 bond;
  bool is_commitment = false;
};

void add_to_history(Run& run, Contract& contract, const Answer& given) {
  Question& question = contract.questions.at(given.question);
  question.history_hash = history_hash(
      {question.history_hash, given.answer, given.bond, given.answerer}, given.is_commitment);
  if (!given.bond.is_zero()) question.bond = given.bond;
  machine::Event& event = run.emit(contract.self, "LogNewAnswer");
  put(event.args, "question_id", as_word(given.question));
  put(event.args, "user", as_address(given.answerer));
  put(event.args, "answer", as_word(given.answer));
  put(event.args, "history_hash", as_word(question.history_hash));
  put(event.args, "bond", given.bond);
  put(event.args, "ts", run.now);
  put(event.args, "is_commitment", given.is_commitment);
}

bool update_answer(Run& run, Contract& contract, const Word& id, const Word& answer) {
  Question& question = contract.questions.at(id);
  const auto finalize = later(run, contract, question.timeout);
  if (!finalize) return false;
  question.best_answer = answer;
  question.finalize_ts = *finalize;
  return true;
}

/// Checks that every way of answering begins with.
bool accepts(Frame& f, const Uint256& bond) {
  const Question question = f.question(0);
  return require_open(f.run, question) && require_bond(f.run, f.contract, question, bond) &&
         require_max_previous(f.run, question, f.word(2));
}

/// The last argument of the ERC-20 functions is the bond.
Uint256 bond_of(const Frame& f) { return f.token() ? f.args.words.back() : f.msg.value; }

bool answer_as(Frame& f, const Word& answerer, const Uint256& bond) {
  if (f.token() && !deduct_tokens(f, bond)) return false;
  add_to_history(f.run, f.contract, {f.word(0), f.word(1), answerer, bond, false});
  return update_answer(f.run, f.contract, f.word(0), f.word(1));
}

bool require_arbitrator(Run& run, const Question& question, const Word& sender) {
  return run.require(sender == question.arbitrator, "msg.sender must be arbitrator");
}

bool require_pending(Run& run, const Question& question) {
  return run.require(question.is_pending_arbitration, "question must be pending arbitration");
}

}  // namespace

bool is_finalized(const Question& question, std::uint32_t now) {
  return !question.is_pending_arbitration && question.finalize_ts > 0 &&
         question.finalize_ts <= now;
}

bool require_open(Run& run, const Question& question) {
  return require_exists(run, question) &&
         run.require(!question.is_pending_arbitration,
                     "question must not be pending arbitration") &&
         run.require(not_too_late(run, question), "finalization deadline must not have passed") &&
         require_opened(run, question);
}

bool require_finalized(Run& run, const Question& question) {
  return run.require(is_finalized(question, run.now32()), "question must be finalized");
}

bool submit_answer(Frame& f) {
  const Uint256 bond = bond_of(f);
  return accepts(f, bond) && answer_as(f, f.msg.sender, bond);
}

bool submit_answer_for(Frame& f) {
  const Uint256 bond = bond_of(f);
  return accepts(f, bond) && f.run.require(!f.word(3).is_zero(), "answerer must be non-zero") &&
         answer_as(f, f.word(3), bond);
}

bool submit_commitment(Frame& f) {
  const Uint256 bond = bond_of(f);
  if (!accepts(f, bond)) return false;
  if (f.token() && !deduct_tokens(f, bond)) return false;
  const Word id = commitment_id(f.word(0), f.word(1), bond);
  const auto reveal = later(f.run, f.contract, f.question(0).timeout / kRevealShare);
  if (!reveal) return false;
  f.contract.commitments.at(id).reveal_ts = *reveal;
  add_to_history(f.run, f.contract,
                 {f.word(0), id, f.word(3).is_zero() ? f.msg.sender : f.word(3), bond, true});
  return true;
}

bool submit_reveal(Frame& f) {
  Run& run = f.run;
  const Question question = f.question(0);
  if (!require_exists(run, question) ||
      !run.require(not_too_late(run, question), "finalization dealine must not have passed") ||
      !require_opened(run, question))
    return false;
  const Word answer = f.word(1);
  const Word hash = answer_hash(answer, f.word(2));
  const Word id = commitment_id(f.word(0), hash, f.word(3));
  const Commitment commitment = f.contract.commitments.get(id);
  if (!run.require(!commitment.is_revealed, "commitment must not have been revealed yet") ||
      !run.require(commitment.reveal_ts > run.now32(), "reveal deadline must not have passed"))
    return false;
  f.contract.commitments.at(id) = {commitment.reveal_ts, true, answer};
  if (f.word(3) == question.bond && !update_answer(run, f.contract, f.word(0), answer))
    return false;
  machine::Event& event = run.emit(f.contract.self, "LogAnswerReveal");
  put(event.args, "question_id", as_word(f.word(0)));
  put(event.args, "user", as_address(f.msg.sender));
  put(event.args, "answer_hash", as_word(hash));
  put(event.args, "answer", as_word(answer));
  put(event.args, "nonce", f.word(2));
  put(event.args, "bond", f.word(3));
  return true;
}

bool notify_of_arbitration_request(Run& run, Contract& contract, const Word& sender, const Word& id,
                                   const Word& requester, const Uint256& max_previous) {
  const Question question = contract.questions.get(id);
  if (!require_arbitrator(run, question, sender) || !require_open(run, question) ||
      !require_max_previous(run, question, max_previous))
    return false;
  // A question with nothing but commitments counts as answered before v3.
  const bool answered = contract.profile->v3 ? question.finalize_ts > 0 : !question.bond.is_zero();
  if (!run.require(answered, "Question must already have an answer when arbitration is requested"))
    return false;
  contract.questions.at(id).is_pending_arbitration = true;
  machine::Event& event = run.emit(contract.self, "LogNotifyOfArbitrationRequest");
  put(event.args, "question_id", as_word(id));
  put(event.args, "user", as_address(requester));
  return true;
}

bool cancel_arbitration(Run& run, Contract& contract, const Word& sender, const Word& id) {
  const Question question = contract.questions.get(id);
  if (!require_arbitrator(run, question, sender) || !require_pending(run, question)) return false;
  const auto finalize = later(run, contract, question.timeout);
  if (!finalize) return false;
  contract.questions.at(id).is_pending_arbitration = false;
  contract.questions.at(id).finalize_ts = *finalize;
  put(run.emit(contract.self, "LogCancelArbitration").args, "question_id", as_word(id));
  return true;
}

bool submit_answer_by_arbitrator(Run& run, Contract& contract, const Word& sender, const Word& id,
                                 const Word& answer, const Word& answerer) {
  const Question question = contract.questions.get(id);
  if (!require_arbitrator(run, question, sender) || !require_pending(run, question) ||
      !run.require(!answerer.is_zero(), "answerer must be provided"))
    return false;
  machine::Event& event = run.emit(contract.self, "LogFinalize");
  put(event.args, "question_id", as_word(id));
  put(event.args, "answer", as_word(answer));
  add_to_history(run, contract, {id, answer, answerer, {}, false});
  Question& settled = contract.questions.at(id);
  settled.is_pending_arbitration = false;
  settled.best_answer = answer;
  settled.finalize_ts = run.now32();
  return true;
}

bool assign_winner(Run& run, Contract& contract, const Word& sender, const Word& id,
                   const Word& answer, const Word& payee_if_wrong, const LastAnswer& last) {
  const Question question = contract.questions.get(id);
  const Entry entry{last.previous_hash, last.answer, question.bond, last.answerer};
  const bool is_commitment = question.history_hash == history_hash(entry, true);
  if (!run.require(is_commitment || question.history_hash == history_hash(entry, false),
                   "History input provided did not match the expected hash"))
    return false;
  Word payee = question.best_answer == answer ? last.answerer : payee_if_wrong;
  if (is_commitment) {
    const Commitment commitment = contract.commitments.get(last.answer);
    if (!commitment.is_revealed) {
      // In the second of reveal_ts neither this nor a reveal is taken.
      if (!run.require(commitment.reveal_ts < run.now32(),
                       "You must wait for the reveal deadline before finalizing"))
        return false;
      payee = payee_if_wrong;
    }
  }
  return submit_answer_by_arbitrator(run, contract, sender, id, answer, payee);
}

bool notify_rule(Frame& f) {
  return notify_of_arbitration_request(f.run, f.contract, f.msg.sender, f.word(0), f.word(1),
                                       f.word(2));
}

bool cancel_rule(Frame& f) {
  return cancel_arbitration(f.run, f.contract, f.msg.sender, f.word(0));
}

bool arbitrator_answer_rule(Frame& f) {
  return submit_answer_by_arbitrator(f.run, f.contract, f.msg.sender, f.word(0), f.word(1),
                                     f.word(2));
}

bool assign_winner_rule(Frame& f) {
  return assign_winner(f.run, f.contract, f.msg.sender, f.word(0), f.word(1), f.word(2),
                       {f.word(3), f.word(4), f.word(5)});
}

}  // namespace dikast::reality
