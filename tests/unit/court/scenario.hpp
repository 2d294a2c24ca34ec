#pragma once

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/court.hpp"
#include "dikast/machine_io.hpp"
#include "support/shared.hpp"

/// Recordings of kleros-v2 (golden/kleros-v2/FORMAT.md) turned into states and calls.
namespace dikast::court_test {

using json::Value;
using machine::put;

inline const Value& at(const Value& object, std::string_view key) {
  static const Value none;
  const Value* found = object.find(key);
  return found == nullptr ? none : *found;
}

inline const std::string& text(const Value& object, std::string_view key) {
  return at(object, key).text();
}

inline std::vector<Value> read_lines(const std::filesystem::path& path) {
  std::vector<Value> records;
  std::ifstream in(path, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    auto record = json::parse(line, {.bytes = 10'000'000, .depth = 64});
    REQUIRE(record);
    records.push_back(*std::move(record));
  }
  return records;
}

inline const machine::Kind& kind(std::string_view name) {
  for (const machine::Kind& each : court::kinds()) {
    if (each.name == name) return each;
  }
  return court::kinds().front();
}

/// Equal, whatever the order of an object's members.
inline bool same(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is_array()) {
    return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(), same);
  }
  if (!a.is_object()) return a == b;
  if (a.members().size() != b.members().size()) return false;
  for (const json::Member& member : a.members()) {
    const Value* other = b.find(member.key);
    if (other == nullptr || !same(member.value, *other)) return false;
  }
  return true;
}

inline Value courts_of(const Value& world) {
  Value courts = Value::array();
  for (const Value& court : at(world, "courts").items()) {
    Value copy = court;
    Value next = Value::array();
    std::size_t kit_id = 0;
    for (const char* label : {"kit", "kit2", "kit3"}) {
      ++kit_id;
      if (const Value* settings = at(court, "nextRoundSettings").find(label)) {
        Value one = *settings;
        put(one, "disputeKitID", std::uint64_t{kit_id});
        next.push(std::move(one));
      }
    }
    put(copy, "nextRounds", std::move(next));
    courts.push(std::move(copy));
  }
  return courts;
}

/// An address of its own for what a recording does not name.
inline std::string invented(std::size_t i) {
  std::string number = std::to_string(i);
  return "0x" + std::string(36, 'e') + std::string(4 - number.size(), '0') + number;
}

/// label -> address; the courts and periods files name fewer contracts than the others.
inline std::vector<std::pair<std::string, std::string>> contracts_of(const Value& world) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const json::Member& member : at(world, "contracts").members()) {
    all.emplace_back(member.key, member.value.text());
  }
  const auto add = [&](const char* label, const std::string& address) {
    for (const auto& known : all) {
      if (known.first == label) return;
    }
    all.emplace_back(label, address);
  };
  const std::vector<Value>& kits = at(world, "disputeKits").items();
  const char* labels[] = {"kit", "kit2", "kit3"};
  for (std::size_t i = 1; i < kits.size(); ++i) add(labels[i - 1], kits[i].text());
  std::size_t next = 0;
  for (const char* label :
       {"core", "resolver", "registry", "registry2", "evidence", "sortition", "wnative"}) {
    add(label, invented(next++));
  }
  return all;
}

/// A recording's world as a configuration.
inline Value config_of(const Value& scenario) {
  const Value& world = at(scenario, "world");
  const Value& accounts = at(world, "accounts");
  const bool neo = text(scenario, "generation") == "neo";
  Value config = Value::object();
  put(config, "generation", text(scenario, "generation"));
  Value named = Value::array();
  Value contracts = Value::object();
  for (const auto& [label, address] : contracts_of(world)) {
    Value one = Value::object();
    put(one, "label", label);
    put(one, "address", address);
    named.push(std::move(one));
    put(contracts, label, address);
  }
  put(config, "contracts", std::move(named));
  const auto account = [&](const char* name, std::size_t otherwise) {
    return accounts.find(name) == nullptr ? invented(otherwise) : text(accounts, name);
  };
  const std::string owner = account("owner", 100);
  put(config, "owner", owner);
  put(config, "guardian", account("guardian", 101));
  Value whitelist = Value::array();
  for (const Value* each : {&at(contracts, "resolver"), &at(accounts, "P1"), &at(accounts, "P2")}) {
    if (neo && each->is_string()) whitelist.push(*each);
  }
  put(config, "whitelist", std::move(whitelist));
  Value refusing = Value::array();
  if (const Value* none = contracts.find("noreceive")) refusing.push(*none);
  put(config, "refusing", std::move(refusing));
  Value jurors = Value::array();
  for (const Value& juror : at(world, "jurors").items()) {
    Value courts = Value::array();
    for (const Value& stake : at(juror, "stakes").items()) courts.push(at(stake, "court"));
    Value one = Value::object();
    put(one, "account", at(juror, "account"));
    put(one, "courts", std::move(courts));
    jurors.push(std::move(one));
  }
  put(config, "jurors", std::move(jurors));
  put(config, "courts", courts_of(world));
  put(config, "minStakingTime", at(world, "minStakingTime"));
  put(config, "maxDrawingTime", at(world, "maxDrawingTime"));
  Value kits = Value::array();
  for (std::size_t i = 1; i < at(world, "disputeKits").items().size(); ++i) {
    Value one = Value::object();
    put(one, "address", at(world, "disputeKits").items()[i]);
    kits.push(std::move(one));
  }
  put(config, "disputeKits", std::move(kits));
  Value resolver = Value::object();
  put(resolver, "owner", owner);
  put(resolver, "arbitrator", at(contracts, "core"));
  put(resolver, "templateRegistry", at(contracts, "registry"));
  if (!neo) {
    Value example = resolver;
    put(example, "arbitratorExtraData",
        "0x" + std::string(63, '0') + "1" + std::string(63, '0') + "3");
    put(config, "example", std::move(example));
  }
  put(config, "resolver", std::move(resolver));
  Value registries = Value::array();
  for (const char* label : {"registry", "registry2"}) {
    Value one = Value::object();
    put(one, "label", label);
    put(one, "templates", std::uint64_t{!neo && std::string_view(label) == "registry" ? 1U : 0U});
    registries.push(std::move(one));
  }
  put(config, "registries", std::move(registries));
  // The one fact the recordings have only in the env of a step.
  for (const Value& step : at(scenario, "steps").items()) {
    if (text(step, "function") != "passPhase") continue;
    put(config, "lastPhaseChange", at(at(step, "env"), "lastPhaseChange"));
    break;
  }
  return config;
}

/// The step as a call; jurors drawn are taken from its events.
inline machine::Call call_of(const Value& step) {
  machine::Call call;
  call.timestamp =
      std::strtoull(text(step, step.find("t") ? "t" : "timestamp").c_str(), nullptr, 10);
  call.from = text(step, "from");
  call.to = text(step, "to");
  call.function = text(step, "function");
  call.args = at(step, "args");
  call.value = *Uint256::parse(text(step, "value"));
  call.env = Value::object();
  if (call.function == "draw") {
    Value drawn = Value::array();
    for (const Value& event : at(step, "events").items()) {
      if (text(event, "name") == "Draw") drawn.push(at(at(event, "args"), "_address"));
    }
    put(call.env, "drawn", std::move(drawn));
  }
  return call;
}

/// As the recorder read the logs: viem drops leading U+0000 of strings (but the last character) and
/// gives no arguments as null.
inline Value events_of(const machine::Outcome& outcome) {
  Value events = at(machine::to_json(outcome), "events");
  for (Value& event : events.items()) {
    Value& args = event.members()[2].value;
    for (json::Member& member : args.members()) {
      const std::string& whole = member.value.text();
      if (!member.value.is_string() || whole.empty()) continue;
      const std::size_t begin = std::min(whole.find_first_not_of('\0'), whole.size() - 1);
      if (begin > 0) member.value = Value::string(whole.substr(begin));
    }
    if (args.members().empty()) args = Value();
  }
  return events;
}

/// Wei gained and lost by each of the accounts the recordings follow.
inline std::map<std::string, std::string> deltas(const machine::Outcome& outcome,
                                                 const std::set<std::string>& followed) {
  std::map<std::string, std::pair<Uint256, Uint256>> sums;
  for (const machine::Transfer& transfer : outcome.transfers) {
    if (transfer.asset != "eth" || !transfer.ok) continue;
    sums[transfer.from].second = wrapping_add(sums[transfer.from].second, transfer.amount);
    sums[transfer.to].first = wrapping_add(sums[transfer.to].first, transfer.amount);
  }
  std::map<std::string, std::string> result;
  for (const auto& [account, sum] : sums) {
    if (sum.first == sum.second || !followed.contains(account)) continue;
    result[account] = sum.first > sum.second
                          ? wrapping_sub(sum.first, sum.second).to_decimal()
                          : "-" + wrapping_sub(sum.second, sum.first).to_decimal();
  }
  return result;
}

/// What the contracts say of themselves after the step.
inline Value view(machine::Machine& machine, const Value& step, std::string_view name,
                  std::vector<Value> args) {
  machine::Call call = call_of(step);
  call.to = "view";
  call.function = name;
  call.args = Value::array(std::move(args));
  call.value = {};
  auto outcome = machine.apply(call);
  return outcome ? outcome->returns : Value();
}

inline std::string state_difference(const Value& step, machine::Machine& machine) {
  for (const json::Member& part : at(step, "stateAfter").members()) {
    std::vector<std::pair<Value, Value>> pairs;
    if (part.key == "disputes" || part.key == "resolver") {
      const char* id = part.key == "disputes" ? "id" : "arbitratorDisputeID";
      for (const Value& each : part.value.items()) {
        pairs.push_back({each, view(machine, step, part.key, {at(each, id)})});
      }
    } else if (part.key == "templates") {
      const Value all = view(machine, step, part.key, {});
      for (const json::Member& registry : part.value.members()) {
        pairs.push_back({registry.value, at(all, registry.key)});
      }
    } else {
      pairs.push_back({part.value, view(machine, step, part.key, {})});
    }
    for (const auto& [expected, actual] : pairs) {
      if (!same(expected, actual)) {
        return part.key + ": " + json::dump(expected) + " but " + json::dump(actual);
      }
    }
  }
  return {};
}

/// What differs between the step and the machine's outcome and state, "" when nothing does.
inline std::string difference(const Value& step, const machine::Outcome& outcome,
                              machine::Machine& machine, const std::set<std::string>& followed) {
  const bool ok = at(step, "ok").as_bool();
  if (ok != outcome.ok()) return "ok: " + outcome.error;
  if (!ok) {
    const std::string kind(machine::failure_text(outcome.failure));
    const bool same_kind = step.find("errorKind") == nullptr || text(step, "errorKind") == kind;
    if (text(step, "error") != outcome.error || !same_kind) {
      return "error: " + kind + " " + outcome.error;
    }
    return {};
  }
  const Value events = events_of(outcome);
  if (!same(at(step, "events"), events)) {
    return "events: " + json::dump(at(step, "events")) + " but " + json::dump(events);
  }
  std::map<std::string, std::string> expected;
  for (const json::Member& member : at(step, "balances").members()) {
    expected[member.key] = member.value.text();
  }
  auto actual = deltas(outcome, followed);
  for (const auto& [account, delta] : expected) {
    if (actual[account] != delta) return "balance of " + account + ": " + actual[account];
  }
  for (const auto& [account, delta] : actual) {
    if (expected[account] != delta) return "balance of " + account + ": " + delta;
  }
  return state_difference(step, machine);
}

}  // namespace dikast::court_test
