#pragma once

#include "dikast/reality_contract.hpp"

/// The functions of the contract. Checks stand in the contract's order.
namespace dikast::reality {

/// One function while it runs.
struct Frame {
  Run& run;
  Contract& contract;
  const Msg& msg;
  const Args& args;

  [[nodiscard]] bool v3() const { return contract.profile->v3; }
  [[nodiscard]] bool token() const { return contract.profile->token; }
  [[nodiscard]] const Word& word(std::size_t i) const { return args.words[i]; }
  /// The question args.words[i] names; a zero record where there is none.
  [[nodiscard]] Question question(std::size_t i) const { return contract.questions.get(word(i)); }
};

using Rule = bool (*)(Frame&);

// ask.cpp
bool create_template(Frame& f);
bool create_template_and_ask(Frame& f);
bool ask_question(Frame& f);
bool ask_with_min_bond(Frame& f);
bool reopen_question(Frame& f);
bool fund_answer_bounty(Frame& f);
bool set_question_fee_rule(Frame& f);
bool set_token(Frame& f);

// answers.cpp
bool submit_answer(Frame& f);
bool submit_answer_for(Frame& f);
bool submit_commitment(Frame& f);
bool submit_reveal(Frame& f);
bool notify_rule(Frame& f);
bool cancel_rule(Frame& f);
bool arbitrator_answer_rule(Frame& f);
bool assign_winner_rule(Frame& f);

// winnings.cpp
bool claim_winnings(Frame& f);
bool claim_multiple(Frame& f);
bool withdraw_rule(Frame& f);

// views.cpp
bool view_question(Frame& f);
bool view_claim(Frame& f);
bool view_commitment(Frame& f);
bool view_balance(Frame& f);
bool view_question_fee(Frame& f);
bool view_template(Frame& f);
bool view_template_hash(Frame& f);
bool view_token(Frame& f);
bool view_content_hash(Frame& f);
bool view_arbitrator(Frame& f);
bool view_opening(Frame& f);
bool view_timeout(Frame& f);
bool view_finalize(Frame& f);
bool view_bounty(Frame& f);
bool view_best_answer(Frame& f);
bool view_history_hash(Frame& f);
bool view_bond(Frame& f);
bool view_min_bond(Frame& f);
bool view_is_finalized(Frame& f);
bool view_is_pending(Frame& f);
bool view_result(Frame& f);
bool view_result_if_matches(Frame& f);
bool view_result_once_settled(Frame& f);
bool view_settled_too_soon(Frame& f);
bool view_reopened(Frame& f);
bool view_reopener(Frame& f);

/// The modifiers. "Open": answers are taken.
[[nodiscard]] bool require_open(Run& run, const Question& question);
[[nodiscard]] bool require_finalized(Run& run, const Question& question);

/// ERC-20: takes the tokens from the caller's winnings first, then from the caller.
[[nodiscard]] bool deduct_tokens(Frame& f, Uint256 tokens);

}  // namespace dikast::reality
