#pragma once

#include <map>
#include <string>
#include <vector>

#include "recording.hpp"

/// What the contract keeps only a hash of, and what a question has taken in and given out: both
/// from the events alone.
namespace dikast::test {

inline Uint256 number_of(const Json& value) { return *Uint256::parse(value.get<std::string>()); }

class History {
 public:
  struct Entry {
    std::string before;
    std::string after;
    std::string answer;
    std::string bond;
    std::string user;
  };

  void note(const machine::Outcome& outcome) {
    for (const machine::Event& event : outcome.events) {
      if (event.name != "LogNewAnswer") continue;
      const Json args = to_json(event.args);
      auto& list = entries_[args["question_id"]];
      const std::string before = list.empty() ? "0x" + std::string(64, '0') : list.back().after;
      list.push_back({before, args["history_hash"], args["answer"], args["bond"], args["user"]});
    }
  }

  /// Not claimed yet, last answer first, as env.history has it.
  [[nodiscard]] Json lists(const std::string& id, const Json& state) const {
    Json lists = {{"hashes", Json::array()},
                  {"answerers", Json::array()},
                  {"bonds", Json::array()},
                  {"answers", Json::array()}};
    const auto found = entries_.find(id);
    if (found == entries_.end()) return lists;
    bool unclaimed = false;
    for (auto entry = found->second.rbegin(); entry != found->second.rend(); ++entry) {
      unclaimed = unclaimed || entry->after == state["questions"][id]["history_hash"];
      if (!unclaimed) continue;
      lists["hashes"].push_back(entry->before);
      lists["answerers"].push_back(entry->user);
      lists["bonds"].push_back(entry->bond);
      lists["answers"].push_back(entry->answer);
    }
    return lists;
  }

  [[nodiscard]] Json all(const Json& state) const {
    Json all = Json::object();
    for (const auto& [id, question] : state["questions"].items()) all[id] = lists(id, state);
    return all;
  }

  [[nodiscard]] const std::vector<Entry>& entries(const std::string& id) const {
    static const std::vector<Entry> kNone;
    const auto found = entries_.find(id);
    return found == entries_.end() ? kNone : found->second;
  }

 private:
  std::map<std::string, std::vector<Entry>> entries_;
};

/// Of every question: what came in and what was paid out, told by events.
class Books {
 public:
  explicit Books(bool has_fees) : has_fees_(has_fees) {}

  void note(const machine::Outcome& outcome, const Json& before, const Json& after) {
    std::string asked;
    bool reopened = false;
    for (const machine::Event& event : outcome.events) {
      const Json args = to_json(event.args);
      if (event.name == "LogNewQuestion") asked = args["question_id"];
      reopened = reopened || event.name == "LogReopenQuestion";
    }
    if (!asked.empty()) add(asked, after["questions"][asked]["bounty"]);
    // A reopened question hands its bounty on.
    if (reopened)
      for (const auto& [id, question] : before["questions"].items())
        if (question["bounty"] != after["questions"][id]["bounty"]) take(id, question["bounty"]);
    for (const machine::Event& event : outcome.events) {
      const Json args = to_json(event.args);
      if (event.name == "LogNewAnswer") add(args["question_id"], args["bond"]);
      if (event.name == "LogClaim") take(args["question_id"], args["amount"]);
      if (event.name == "LogFundAnswerBounty" && asked.empty())
        add(args["question_id"], args["bounty_added"]);
    }
  }

  /// Reality holds what accounts may withdraw and what questions have not paid out.
  [[nodiscard]] bool balance(const Json& state, const Uint256& held) const {
    Uint256 owed;
    for (const auto& [account, amount] : state["balances"].items())
      owed = wrapping_add(owed, number_of(amount));
    for (const auto& [id, amount] : held_) owed = wrapping_add(owed, amount);
    return owed == held;
  }

  /// What a question keeps for ever once all of it is claimed: claim fees, and the bounty of one
  /// that was answered too soon.
  [[nodiscard]] bool only_locked(const std::string& id, const Json& state, const History& history,
                                 Uint256& locked) const {
    const Json& question = state["questions"][id];
    locked = number_of(question["bounty"]);
    for (const History::Entry& entry : history.entries(id))
      if (has_fees_ && entry.bond != question["bond"])
        locked = wrapping_add(locked, *checked_div(*Uint256::parse(entry.bond), Uint256(40)));
    return held_.at(id) == locked;
  }

 private:
  void add(const std::string& id, const Json& amount) {
    held_[id] = wrapping_add(held_[id], number_of(amount));
  }
  void take(const std::string& id, const Json& amount) {
    const auto rest = checked_sub(held_[id], number_of(amount));
    INFO(id);
    REQUIRE(rest);
    held_[id] = *rest;
  }

  bool has_fees_;
  std::map<std::string, Uint256> held_;
};

/// Ether or tokens of the Reality contract.
inline Uint256 held_by_reality(const Json& state) {
  const std::string self = state["accounts"]["reality"];
  const Json& amounts = state.contains("token") ? state["token"]["balances"] : state["ether"];
  return amounts.contains(self) ? number_of(amounts[self]) : Uint256();
}

/// A question of which answers came in, all of which are claimed.
inline bool is_claimed(const Json& state, const std::string& id, const History& history) {
  return !history.entries(id).empty() &&
         state["questions"][id]["history_hash"] == "0x" + std::string(64, '0');
}

}  // namespace dikast::test
