#include "rules.hpp"

namespace dikast::reality {

namespace {

constexpr std::uint32_t kMaxTimeout = 31'536'000;

struct Asked {
  Uint256 template_id;
  std::string_view text;
  Word arbitrator;
  std::uint32_t timeout = 0;
  std::uint32_t opening_ts = 0;
  Uint256 nonce;
  Uint256 min_bond;
  Uint256 bounty;  ///< before the arbitrator's fee
};

void log_new_question(Frame& f, const Word& id, const Word& content, const Asked& asked) {
  machine::Event& event = f.run.emit(f.contract.self, "LogNewQuestion");
  put(event.args, "question_id", as_word(id));
  put(event.args, "user", as_address(f.msg.sender));
  put(event.args, "content_hash", as_word(content));
  put(event.args, "template_id", asked.template_id);
  put(event.args, "question", asked.text);
  put(event.args, "arbitrator", as_address(asked.arbitrator));
  put(event.args, "timeout", std::uint64_t{asked.timeout});
  put(event.args, "opening_ts", std::uint64_t{asked.opening_ts});
  put(event.args, "nonce", asked.nonce);
  put(event.args, "created", f.run.now);
}

void log_bounty(Frame& f, const Word& id, const Uint256& added, const Uint256& bounty) {
  machine::Event& event = f.run.emit(f.contract.self, "LogFundAnswerBounty");
  put(event.args, "question_id", as_word(id));
  put(event.args, "user", as_address(f.msg.sender));
  put(event.args, "bounty_added", added);
  put(event.args, "bounty", bounty);
}

/// What the arbitrator of the question takes for it being asked.
bool take_question_fee(Frame& f, const Asked& asked, Uint256& bounty) {
  if (asked.arbitrator == f.msg.sender) return true;
  if (f.v3() && asked.arbitrator.is_zero()) return true;
  const Uint256 fee = f.contract.question_fees.get(asked.arbitrator);
  if (!f.run.require(bounty >= fee, f.token() ? "Tokens provided must cover question fee"
                                              : "ETH provided must cover question fee"))
    return false;
  bounty = wrapping_sub(bounty, fee);
  if (fee.is_zero()) return true;
  return f.run.add(f.contract.balances.at(asked.arbitrator), fee, f.v3());
}

bool template_exists(Frame& f, const Uint256& id) {
  return f.run.require(id < Uint256(f.contract.templates.size()), "template must exist");
}

/// The new question's id, or nothing.
std::optional<Word> ask(Frame& f, const Asked& asked) {
  if (!template_exists(f, asked.template_id)) return std::nullopt;
  const Word content = content_hash(asked.template_id, asked.opening_ts, asked.text);
  const Word id =
      question_id(*f.contract.profile, {content, asked.arbitrator, asked.timeout, f.msg.sender,
                                        asked.nonce, asked.min_bond, f.contract.self});
  Run& run = f.run;
  if (!run.require(f.contract.questions.find(id) == nullptr, "question must not exist"))
    return std::nullopt;
  if (!run.require(asked.timeout > 0, "timeout must be positive")) return std::nullopt;
  if (!run.require(asked.timeout < kMaxTimeout, "timeout must be less than 365 days"))
    return std::nullopt;
  if (!f.v3() && !run.require(!asked.arbitrator.is_zero(), "arbitrator must be set"))
    return std::nullopt;
  Uint256 bounty = asked.bounty;
  if (!take_question_fee(f, asked, bounty)) return std::nullopt;
  Question& question = f.contract.questions.at(id);
  question.content_hash = content;
  question.arbitrator = asked.arbitrator;
  question.opening_ts = asked.opening_ts;
  question.timeout = asked.timeout;
  question.bounty = bounty;
  question.min_bond = asked.min_bond;
  const bool bounty_first = f.contract.profile->version == Version::V2_2;
  if (bounty_first && !bounty.is_zero()) log_bounty(f, id, bounty, bounty);
  log_new_question(f, id, content, asked);
  if (f.v3() && !bounty.is_zero()) log_bounty(f, id, bounty, bounty);
  if (!asked.min_bond.is_zero()) {
    machine::Event& event = run.emit(f.contract.self, "LogMinimumBond");
    put(event.args, "question_id", as_word(id));
    put(event.args, "min_bond", asked.min_bond);
  }
  return id;
}

bool answer_id(Frame& f, const std::optional<Word>& id) {
  if (!id) return false;
  f.run.returns({as_word(*id)});
  return true;
}

/// Words template_id, arbitrator, timeout, opening_ts, nonce, then the rest; the ERC-20 contract
/// has the tokens at the end.
Asked read_asked(const Frame& f) {
  Asked asked;
  asked.template_id = f.word(0);
  asked.text = f.args.texts[0];
  asked.arbitrator = f.word(1);
  asked.timeout = f.args.u32(2);
  asked.opening_ts = f.args.u32(3);
  asked.nonce = f.word(4);
  asked.bounty = f.msg.value;
  return asked;
}

Uint256 add_template(Frame& f, std::string_view text) {
  const Uint256 id(f.contract.templates.size());
  f.contract.templates.push_back({f.run.block, to_word(keccak256(ByteView(text)))});
  machine::Event& event = f.run.emit(f.contract.self, "LogNewTemplate");
  put(event.args, "template_id", id);
  put(event.args, "user", as_address(f.msg.sender));
  put(event.args, "question_text", text);
  return id;
}

}  // namespace

bool deduct_tokens(Frame& f, Uint256 tokens) {
  if (tokens.is_zero()) return true;
  if (Uint256* balance = f.contract.balances.find(f.msg.sender)) {
    if (*balance >= tokens) {
      *balance = wrapping_sub(*balance, tokens);
      return true;
    }
    tokens = wrapping_sub(tokens, *balance);
    *balance = {};
  }
  return f.run.require(f.run.move_tokens(f.msg.sender, f.contract.self, tokens, true),
                       "Transfer of tokens failed, insufficient approved balance?");
}

bool create_template(Frame& f) {
  f.run.returns({machine::to_value(add_template(f, f.args.texts[0]))});
  return true;
}

bool create_template_and_ask(Frame& f) {
  Asked asked;
  asked.template_id = add_template(f, f.args.texts[0]);
  asked.text = f.args.texts[1];
  asked.arbitrator = f.word(0);
  asked.timeout = f.args.u32(1);
  asked.opening_ts = f.args.u32(2);
  asked.nonce = f.word(3);
  asked.bounty = f.msg.value;
  return answer_id(f, ask(f, asked));
}

bool ask_question(Frame& f) {
  Asked asked = read_asked(f);
  if (f.args.words.size() > 5) {
    asked.bounty = f.word(5);
    if (!deduct_tokens(f, asked.bounty)) return false;
  }
  return answer_id(f, ask(f, asked));
}

bool ask_with_min_bond(Frame& f) {
  Asked asked = read_asked(f);
  asked.min_bond = f.word(5);
  if (f.token()) {
    asked.bounty = f.word(6);
    if (!deduct_tokens(f, asked.bounty)) return false;
  }
  return answer_id(f, ask(f, asked));
}

bool reopen_question(Frame& f) {
  Run& run = f.run;
  Asked asked = read_asked(f);
  asked.min_bond = f.word(5);
  const Word old_id = f.word(6);
  if (f.token()) asked.bounty = f.word(7);
  const Question old = f.contract.questions.get(old_id);
  if (!require_finalized(run, old)) return false;
  if (!run.require(old.best_answer == too_soon_answer(),
                   "You can only reopen questions that resolved as settled too soon"))
    return false;
  const Word content = content_hash(asked.template_id, asked.opening_ts, asked.text);
  if (!run.require(content == old.content_hash, "content hash mismatch")) return false;
  if (!run.require(asked.arbitrator == old.arbitrator, "arbitrator mismatch")) return false;
  if (!run.require(asked.timeout == old.timeout, "timeout mismatch")) return false;
  if (!run.require(asked.min_bond == old.min_bond, "min_bond mismatch")) return false;
  if (!run.require(!old.is_reopener, "Question is already reopening a previous question"))
    return false;
  Word bounty_from = old_id;
  if (!old.reopened_by.is_zero()) {
    const Question replacement = f.contract.questions.get(old.reopened_by);
    if (!require_finalized(run, replacement)) return false;
    if (!run.require(replacement.best_answer == too_soon_answer(),
                     "Question has already been reopened"))
      return false;
    f.contract.questions.at(old.reopened_by).is_reopener = false;
    bounty_from = old.reopened_by;
  }
  if (f.token() && !deduct_tokens(f, asked.bounty)) return false;
  const std::optional<Word> id = ask(f, asked);
  if (!id) return false;
  f.contract.questions.at(old_id).reopened_by = *id;
  f.contract.questions.at(*id).is_reopener = true;
  const Uint256 bounty = f.contract.questions.get(bounty_from).bounty;
  if (!run.add(f.contract.questions.at(*id).bounty, bounty, true)) return false;
  f.contract.questions.at(bounty_from).bounty = {};
  machine::Event& event = run.emit(f.contract.self, "LogReopenQuestion");
  put(event.args, "question_id", as_word(*id));
  put(event.args, "reopened_question_id", as_word(old_id));
  return answer_id(f, id);
}

bool fund_answer_bounty(Frame& f) {
  if (!require_open(f.run, f.question(0))) return false;
  const Uint256 added = f.token() ? f.word(1) : f.msg.value;
  if (f.token() && !deduct_tokens(f, added)) return false;
  Question& question = f.contract.questions.at(f.word(0));
  if (!f.run.add(question.bounty, added, f.v3())) return false;
  log_bounty(f, f.word(0), added, question.bounty);
  return true;
}

bool set_question_fee(Run& run, Contract& contract, const Word& sender, const Uint256& fee) {
  contract.question_fees.at(sender) = fee;
  machine::Event& event = run.emit(contract.self, "LogSetQuestionFee");
  put(event.args, "arbitrator", as_address(sender));
  put(event.args, "amount", fee);
  return true;
}

bool set_question_fee_rule(Frame& f) {
  return set_question_fee(f.run, f.contract, f.msg.sender, f.word(0));
}

bool set_token(Frame& f) {
  if (!f.run.require(f.run.ledger.token.is_zero(), "Token can only be initialized once"))
    return false;
  f.run.ledger.token = f.word(0);
  return true;
}

}  // namespace dikast::reality
