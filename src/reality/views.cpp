#include "rules.hpp"

namespace dikast::reality {

namespace {

using machine::to_value;

bool one(Frame& f, json::Value value) {
  f.run.returns({std::move(value)});
  return true;
}

json::Value seconds(std::uint32_t value) { return to_value(std::uint64_t{value}); }

}  // namespace

bool view_question(Frame& f) {
  const Question q = f.question(0);
  std::vector<json::Value> fields = {as_word(q.content_hash), as_address(q.arbitrator),
                                     seconds(q.opening_ts),   seconds(q.timeout),
                                     seconds(q.finalize_ts),  to_value(q.is_pending_arbitration),
                                     to_value(q.bounty),      as_word(q.best_answer),
                                     as_word(q.history_hash), to_value(q.bond)};
  if (f.v3()) fields.push_back(to_value(q.min_bond));
  f.run.returns(std::move(fields));
  return true;
}

bool view_claim(Frame& f) {
  const Question q = f.question(0);
  f.run.returns(
      {as_address(q.claim_payee), to_value(q.claim_last_bond), to_value(q.claim_queued_funds)});
  return true;
}

bool view_commitment(Frame& f) {
  const Commitment commitment = f.contract.commitments.get(f.word(0));
  f.run.returns({seconds(commitment.reveal_ts), to_value(commitment.is_revealed),
                 as_word(commitment.revealed_answer)});
  return true;
}

bool view_balance(Frame& f) { return one(f, to_value(f.contract.balances.get(f.word(0)))); }
bool view_question_fee(Frame& f) {
  return one(f, to_value(f.contract.question_fees.get(f.word(0))));
}

namespace {

Template find_template(const Frame& f) {
  const auto& list = f.contract.templates;
  if (f.word(0) >= Uint256(list.size())) return {};
  return list[static_cast<std::size_t>(f.word(0).words[0])];
}

}  // namespace

bool view_template(Frame& f) { return one(f, to_value(find_template(f).block)); }
bool view_template_hash(Frame& f) { return one(f, as_word(find_template(f).hash)); }
bool view_token(Frame& f) { return one(f, as_address(f.run.ledger.token)); }
bool view_content_hash(Frame& f) { return one(f, as_word(f.question(0).content_hash)); }
bool view_arbitrator(Frame& f) { return one(f, as_address(f.question(0).arbitrator)); }
bool view_opening(Frame& f) { return one(f, seconds(f.question(0).opening_ts)); }
bool view_timeout(Frame& f) { return one(f, seconds(f.question(0).timeout)); }
bool view_finalize(Frame& f) { return one(f, seconds(f.question(0).finalize_ts)); }
bool view_bounty(Frame& f) { return one(f, to_value(f.question(0).bounty)); }
bool view_best_answer(Frame& f) { return one(f, as_word(f.question(0).best_answer)); }
bool view_history_hash(Frame& f) { return one(f, as_word(f.question(0).history_hash)); }
bool view_bond(Frame& f) { return one(f, to_value(f.question(0).bond)); }
bool view_min_bond(Frame& f) { return one(f, to_value(f.question(0).min_bond)); }
bool view_is_pending(Frame& f) { return one(f, to_value(f.question(0).is_pending_arbitration)); }
bool view_reopened(Frame& f) { return one(f, as_word(f.question(0).reopened_by)); }
bool view_reopener(Frame& f) { return one(f, to_value(f.question(0).is_reopener)); }

bool view_is_finalized(Frame& f) {
  return one(f, to_value(is_finalized(f.question(0), f.run.now32())));
}

bool view_result(Frame& f) {
  const Question q = f.question(0);
  return require_finalized(f.run, q) && one(f, as_word(q.best_answer));
}

bool view_result_if_matches(Frame& f) {
  const Question q = f.question(0);
  Run& run = f.run;
  return require_finalized(run, q) &&
         run.require(f.word(1) == q.content_hash, "content hash must match") &&
         run.require(f.word(2) == q.arbitrator, "arbitrator must match") &&
         run.require(f.args.u32(3) <= q.timeout, "timeout must be long enough") &&
         run.require(f.word(4) <= q.bond, "bond must be high enough") &&
         one(f, as_word(q.best_answer));
}

bool view_settled_too_soon(Frame& f) {
  const Question q = f.question(0);
  return require_finalized(f.run, q) && one(f, to_value(q.best_answer == too_soon_answer()));
}

bool view_result_once_settled(Frame& f) {
  const Question q = f.question(0);
  Run& run = f.run;
  if (!require_finalized(run, q)) return false;
  if (q.best_answer != too_soon_answer()) return one(f, as_word(q.best_answer));
  if (!run.require(!q.reopened_by.is_zero(),
                   "Question was settled too soon and has not been reopened"))
    return false;
  const Question next = f.contract.questions.get(q.reopened_by);
  return require_finalized(run, next) &&
         run.require(next.best_answer != too_soon_answer(),
                     "Question replacement was settled too soon and has not been reopened") &&
         one(f, as_word(next.best_answer));
}

}  // namespace dikast::reality
