#include "rules.hpp"

namespace dikast::reality {

namespace {

using Versions = std::uint8_t;
constexpr Versions kAll = 63;
constexpr Versions kV3 = 8 | 16 | 32;
constexpr Versions kEther = 1 | 2 | 4 | 8 | 16;
constexpr Versions kEtherV3 = 8 | 16;
constexpr Versions kLater = kAll & ~1;  // 2.1 and later
constexpr Versions kToken = 32;

struct Function {
  std::string_view name;
  std::string_view params;
  Versions versions;
  bool payable;
  Rule rule;
};

constexpr Function kFunctions[] = {
    {"createTemplate", "s", kAll, false, create_template},
    {"createTemplateAndAskQuestion", "ssattu", kEther, true, create_template_and_ask},
    {"createTemplateAndAskQuestion", "ssattu", kToken, false, create_template_and_ask},
    {"askQuestion", "usattu", kEther, true, ask_question},
    {"askQuestion", "usattu", kToken, false, ask_question},
    {"askQuestionERC20", "usattuu", kToken, false, ask_question},
    {"askQuestionWithMinBond", "usattuu", kEtherV3, true, ask_with_min_bond},
    {"askQuestionWithMinBondERC20", "usattuuu", kToken, false, ask_with_min_bond},
    {"reopenQuestion", "usattuuw", kEtherV3, true, reopen_question},
    {"reopenQuestionERC20", "usattuuwu", kToken, false, reopen_question},
    {"fundAnswerBounty", "w", kEther, true, fund_answer_bounty},
    {"fundAnswerBountyERC20", "wu", kToken, false, fund_answer_bounty},
    {"setQuestionFee", "u", kAll, false, set_question_fee_rule},
    {"setToken", "a", kToken, false, set_token},
    {"submitAnswer", "wwu", kEther, true, submit_answer},
    {"submitAnswerERC20", "wwuu", kToken, false, submit_answer},
    {"submitAnswerFor", "wwua", kEther& kLater, true, submit_answer_for},
    {"submitAnswerForERC20", "wwuau", kToken, false, submit_answer_for},
    {"submitAnswerCommitment", "wwua", kEther, true, submit_commitment},
    {"submitAnswerCommitmentERC20", "wwuau", kToken, false, submit_commitment},
    {"submitAnswerReveal", "wwuu", kAll, false, submit_reveal},
    {"notifyOfArbitrationRequest", "wau", kAll, false, notify_rule},
    {"cancelArbitration", "w", kLater, false, cancel_rule},
    {"submitAnswerByArbitrator", "wwa", kAll, false, arbitrator_answer_rule},
    {"assignWinnerAndSubmitAnswerByArbitrator", "wwawwa", kLater, false, assign_winner_rule},
    {"claimWinnings", "wWAUW", kAll, false, claim_winnings},
    {"claimMultipleAndWithdrawBalance", "WUWAUW", kAll, false, claim_multiple},
    {"withdraw", "", kAll, false, withdraw_rule},
    {"questions", "w", kAll, false, view_question},
    {"question_claims", "w", kAll, false, view_claim},
    {"commitments", "w", kAll, false, view_commitment},
    {"balanceOf", "a", kAll, false, view_balance},
    {"arbitrator_question_fees", "a", kAll, false, view_question_fee},
    {"templates", "u", kAll, false, view_template},
    {"template_hashes", "u", kAll, false, view_template_hash},
    {"token", "", kToken, false, view_token},
    {"getContentHash", "w", kAll, false, view_content_hash},
    {"getArbitrator", "w", kAll, false, view_arbitrator},
    {"getOpeningTS", "w", kAll, false, view_opening},
    {"getTimeout", "w", kAll, false, view_timeout},
    {"getFinalizeTS", "w", kAll, false, view_finalize},
    {"getBounty", "w", kAll, false, view_bounty},
    {"getBestAnswer", "w", kAll, false, view_best_answer},
    {"getHistoryHash", "w", kAll, false, view_history_hash},
    {"getBond", "w", kAll, false, view_bond},
    {"getMinBond", "w", kV3, false, view_min_bond},
    {"isFinalized", "w", kAll, false, view_is_finalized},
    {"isPendingArbitration", "w", kAll, false, view_is_pending},
    {"resultFor", "w", kAll, false, view_result},
    {"getFinalAnswer", "w", kAll, false, view_result},
    {"getFinalAnswerIfMatches", "wwatu", kAll, false, view_result_if_matches},
    {"resultForOnceSettled", "w", kV3, false, view_result_once_settled},
    {"isSettledTooSoon", "w", kV3, false, view_settled_too_soon},
    {"reopened_questions", "w", kV3, false, view_reopened},
    {"reopener_questions", "w", kV3, false, view_reopener},
};

}  // namespace

Result<bool> call_contract(Run& run, Contract& contract, const Msg& msg,
                           const machine::Call& call) {
  const auto version = static_cast<Versions>(contract.profile->version);
  for (const Function& function : kFunctions) {
    if (function.name != call.function || (function.versions & version) == 0) continue;
    const auto args = read_args(call.args, function.params);
    if (!args) return tl::unexpected(args.error());
    if (!function.payable && !msg.value.is_zero()) return run.refuse(machine::Failure::Empty);
    if (!run.pay(msg.sender, contract.self, msg.value)) return false;
    Frame frame{run, contract, msg, *args};
    return function.rule(frame);
  }
  if (call.function == "(fallback)") return run.refuse(machine::Failure::Empty);
  return fail(ErrorCode::machine_unknown_function, "/function",
              "This version of Reality.eth has no function " + call.function + ".");
}

}  // namespace dikast::reality
