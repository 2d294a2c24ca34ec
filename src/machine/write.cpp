#include <utility>

#include "dikast/machine_io.hpp"

namespace dikast::machine {

json::Value to_value(const Uint256& number) { return json::Value::string(number.to_decimal()); }
json::Value to_value(const Address& address) { return json::Value::string(address.to_checksum()); }
json::Value to_value(std::string_view text) { return json::Value::string(std::string(text)); }
json::Value to_value(bool flag) { return json::Value::boolean(flag); }
json::Value to_value(std::uint64_t number) { return json::Value::string(std::to_string(number)); }

json::Value to_value(const std::vector<Uint256>& numbers) {
  json::Value list = json::Value::array();
  for (const Uint256& number : numbers) list.push(to_value(number));
  return list;
}

void put_value(json::Value& object, std::string_view key, json::Value value) {
  object.members().push_back({std::string(key), std::move(value)});
}

Result<Call> read_call(const json::Value& value) {
  Reader reader(value, "", ErrorCode::machine_argument);
  Call call;
  call.timestamp = reader.u64("timestamp");
  call.from = reader.text("from");
  if (reader.has("to")) call.to = reader.text("to");
  call.function = reader.text("function");
  call.args = reader.has("args") ? reader.raw("args") : json::Value::array();
  if (!call.args.is_array())
    reader.refuse("args", "Arguments are a list, in the contract's order.");
  if (reader.has("value")) call.value = reader.number("value");
  call.env = reader.has("env") ? reader.raw("env") : json::Value::object();
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return call;
}

Result<Query> read_query(const json::Value& value) {
  Reader reader(value, "", ErrorCode::machine_argument);
  Query query;
  if (reader.has("actor")) query.actor = reader.text("actor");
  query.timestamp = reader.u64("timestamp");
  query.env = reader.has("env") ? reader.raw("env") : json::Value::object();
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return query;
}

namespace {

json::Value refusal(const Outcome& outcome) {
  json::Value reply = json::Value::object();
  put(reply, "ok", false);
  const bool silent =
      outcome.failure == Failure::Empty || outcome.failure == Failure::InvalidOpcode;
  put_value(reply, "revert", silent ? json::Value() : to_value(outcome.error));
  put(reply, "kind", failure_text(outcome.failure));
  if (!outcome.error_args.is_null()) put(reply, "args", outcome.error_args);
  if (!outcome.failed_in.empty()) put(reply, "in", outcome.failed_in);
  return reply;
}

json::Value to_json(const Event& event) {
  json::Value item = json::Value::object();
  put(item, "contract", event.contract);
  put(item, "name", event.name);
  put(item, "args", event.args);
  return item;
}

json::Value to_json(const Transfer& transfer) {
  json::Value item = json::Value::object();
  put(item, "asset", transfer.asset);
  put(item, "from", transfer.from);
  put(item, "to", transfer.to);
  put(item, "amount", transfer.amount);
  put(item, "ok", transfer.ok);
  return item;
}

}  // namespace

json::Value to_json(const Outcome& outcome) {
  if (!outcome.ok()) return refusal(outcome);
  json::Value reply = json::Value::object();
  put(reply, "ok", true);
  json::Value events = json::Value::array();
  for (const Event& event : outcome.events) events.push(to_json(event));
  put(reply, "events", std::move(events));
  json::Value transfers = json::Value::array();
  for (const Transfer& transfer : outcome.transfers) transfers.push(to_json(transfer));
  put(reply, "transfers", std::move(transfers));
  if (!outcome.returns.is_null()) put(reply, "returns", outcome.returns);
  return reply;
}

json::Value to_json(const Action& action) {
  json::Value item = json::Value::object();
  if (!action.to.empty()) put(item, "to", action.to);
  put(item, "function", action.function);
  put(item, "args", action.args);
  put(item, "value", action.value);
  put(item, "role", action.role);
  if (action.deadline) put(item, "deadline", *action.deadline);
  put(item, "enabled", action.enabled);
  if (!action.reason.empty()) put(item, "reason", action.reason);
  if (!action.note.empty()) put(item, "note", action.note);
  return item;
}

json::Value to_json(const Deadline& deadline) {
  json::Value item = json::Value::object();
  put(item, "name", deadline.name);
  put(item, "timestamp", deadline.timestamp);
  put(item, "who", deadline.who);
  put(item, deadline.opens ? "opens" : "closes", true);
  put(item, "function", deadline.function);
  put(item, "certainty", certainty_text(deadline.certainty));
  if (!deadline.subject.empty()) put(item, "subject", deadline.subject);
  return item;
}

}  // namespace dikast::machine
