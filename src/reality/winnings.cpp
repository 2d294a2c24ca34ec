#include "rules.hpp"

namespace dikast::reality {

namespace {

constexpr std::string_view kOutOfBounds = "Panic(0x32)";

/// One list of history entries of a claim, last answer first.
struct Claim {
  Word question;
  std::vector<Entry> entries;
};

bool pay_out(Frame& f, const Word& id, const std::vector<Payment>& payments) {
  for (const Payment& payment : payments) {
    if (!f.run.add(f.contract.balances.at(payment.to), payment.amount, f.v3())) return false;
    machine::Event& event = f.run.emit(f.contract.self, "LogClaim");
    put(event.args, "question_id", as_word(id));
    put(event.args, "user", as_address(payment.to));
    put(event.args, "amount", payment.amount);
  }
  return true;
}

/// What the entry says; its commitment is used up.
Claimed read_entry(Frame& f, const Entry& entry, bool is_commitment) {
  Claimed claimed{entry.answerer, entry.bond, entry.answer};
  if (!is_commitment) return claimed;
  const Commitment commitment = f.contract.commitments.get(entry.answer);
  f.contract.commitments.erase(entry.answer);
  if (commitment.is_revealed) {
    claimed.answer = commitment.revealed_answer;
  } else {
    claimed.answer.reset();
  }
  return claimed;
}

bool claim(Frame& f, const Claim& given) {
  Run& run = f.run;
  const Question old = f.contract.questions.get(given.question);
  if (!require_finalized(run, old)) return false;
  if (!run.require(!given.entries.empty(), "at least one history hash entry must be provided"))
    return false;
  ClaimWalk walk(*f.contract.profile, old.best_answer, old.bond, old.bounty);
  walk.resume(old.claim_payee, old.claim_last_bond, old.claim_queued_funds);
  Word expected = old.history_hash;
  for (const Entry& entry : given.entries) {
    const bool is_commitment = expected == history_hash(entry, true);
    if (!run.require(is_commitment || expected == history_hash(entry, false),
                     "History input provided did not match the expected hash"))
      return false;
    if (!walk.step(read_entry(f, entry, is_commitment))) return run.panic(f.v3(), "Panic(0x11)");
    expected = entry.previous;
  }
  if (!(expected.is_zero() ? walk.finish() : walk.pause())) return run.panic(f.v3(), "Panic(0x11)");
  if (!pay_out(f, given.question, walk.payments())) return false;
  Question& question = f.contract.questions.at(given.question);
  question.bounty = walk.bounty();
  question.claim_payee = walk.payee();
  question.claim_last_bond = walk.last_bond();
  question.claim_queued_funds = walk.queued();
  question.history_hash = expected;
  return true;
}

/// Takes `count` entries from the lists (hashes, addresses, bonds, answers) at `from`; false
/// where one of them is too short.
bool take_entries(const Frame& f, std::size_t first_list, std::size_t from, std::size_t count,
                  std::vector<Entry>& entries) {
  const auto& lists = f.args.lists;
  for (std::size_t i = from; i < from + count; ++i) {
    for (std::size_t list = first_list; list < first_list + 4; ++list)
      if (i >= lists[list].size()) return false;
    entries.push_back({lists[first_list][i], lists[first_list + 3][i], lists[first_list + 2][i],
                       lists[first_list + 1][i]});
  }
  return true;
}

/// Entries up to where the shortest list ends, and whether the contract would read on.
bool claim_with(Frame& f, const Word& question, std::size_t entry_count) {
  Claim given{question, {}};
  const bool complete = take_entries(f, 0, 0, entry_count, given.entries);
  if (complete) return claim(f, given);
  // The contract finds the shortage only when it gets there.
  const Question old = f.contract.questions.get(question);
  if (!require_finalized(f.run, old)) return false;
  if (!given.entries.empty() && !claim(f, given)) return false;
  return f.run.panic(f.v3(), kOutOfBounds);
}

}  // namespace

bool withdraw(Run& run, Contract& contract, const Word& sender) {
  const Uint256 amount = contract.balances.get(sender);
  if (!amount.is_zero()) contract.balances.at(sender) = {};
  if (contract.profile->token) {
    if (!run.require(run.move_tokens(contract.self, sender, amount, false), "")) return false;
  } else if (!run.pay(contract.self, sender, amount)) {
    return false;
  }
  machine::Event& event = run.emit(contract.self, "LogWithdraw");
  put(event.args, "user", as_address(sender));
  put(event.args, "amount", amount);
  return true;
}

bool withdraw_rule(Frame& f) { return withdraw(f.run, f.contract, f.msg.sender); }

bool claim_winnings(Frame& f) { return claim_with(f, f.word(0), f.args.lists[0].size()); }

bool claim_multiple(Frame& f) {
  const auto& lists = f.args.lists;
  std::size_t from = 0;
  for (std::size_t i = 0; i < lists[0].size(); ++i) {
    if (i >= lists[1].size()) return f.run.panic(f.v3(), kOutOfBounds);
    const Uint256& length = lists[1][i];
    // Memory for so many entries cannot be had.
    if (length >= shift_left(Uint256(1), 64)) return f.run.panic(f.v3(), "Panic(0x41)");
    Claim given{lists[0][i], {}};
    const std::size_t count = static_cast<std::size_t>(
        length > Uint256(lists[2].size()) ? lists[2].size() + 1 : length.words[0]);
    if (!take_entries(f, 2, from, count, given.entries)) return f.run.panic(f.v3(), kOutOfBounds);
    from += count;
    if (!claim(f, given)) return false;
  }
  return withdraw(f.run, f.contract, f.msg.sender);
}

}  // namespace dikast::reality
