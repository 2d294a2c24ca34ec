#include <array>
#include <utility>

#include "dikast/api.hpp"
#include "dikast/arbitration_proxy.hpp"
#include "dikast/machine_io.hpp"
#include "dikast/reality_question.hpp"
#include "params.hpp"

namespace dikast::api {
namespace {

using json::Value;
using machine::put;
using machine::Reader;
using machine::to_value;
using reality::Profile;
using reality::Word;

Reader reader_of(const Value& params) { return {params, "", ErrorCode::input_type}; }

Word word_at(Reader& reader, machine::Key key) {
  const Bytes bytes = reader.bytes(key);
  if (bytes.size() != 32) reader.refuse(key, "Here 32 bytes are needed.");
  return bytes.size() == 32 ? Uint256::from_bytes32(bytes.data()) : Word();
}

Word address_at(Reader& reader, machine::Key key) { return reality::to_word(reader.address(key)); }

std::uint32_t seconds_at(Reader& reader, machine::Key key) {
  const std::uint64_t seconds = reader.has(key) ? reader.u64(key) : 0;
  if (seconds > 0xFFFFFFFFU) reader.refuse(key, "This has to fit into a uint32.");
  return static_cast<std::uint32_t>(seconds);
}

/// Ids of version 4 are made as those of version 3.
const Profile& version_at(Reader& reader, machine::Key key) {
  const std::string version = reader.text(key);
  const Profile* known = reality::find_version(version);
  if (known == nullptr && (version == "4.0" || version == "ERC20-4.0"))
    known = reality::find_version("3.2");
  if (known == nullptr && version == "ERC20-3.2") known = reality::find_version("3.2");
  if (known == nullptr && version == "ERC20-2.0") known = reality::find_version("2.0");
  if (known == nullptr) reader.refuse(key, "This version of Reality.eth is not known.");
  return known == nullptr ? *reality::find_version("3.0") : *known;
}

Result<Value> word_reply(const Reader& reader, const Word& word) {
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return to_value(reality::word_text(word));
}

Result<Value> encode_text(const Value& params) {
  Reader reader = reader_of(params);
  Reader fields = reader.part("fields");
  fields.expect_list();
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  auto text = reality::encode_fields(params.find("fields")->items());
  if (!text) return fail(text.error().code, "/fields" + text.error().path);
  return to_value(*text);
}

Result<Value> decode_text(const Value& params) {
  Reader reader = reader_of(params);
  const bool in_title = reader.has("errorsToTitle") && reader.flag("errorsToTitle");
  const std::string text = reader.text("text");
  std::string pattern = "%s";
  const bool whole = !reader.has("template");
  if (!whole) pattern = reader.text("template");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return whole ? reality::read_document(text, in_title)
               : reality::decode_question(pattern, text, in_title);
}

Result<Value> built_in(const Value& params) {
  Reader reader = reader_of(params);
  const Profile& profile = version_at(reader, "version");
  const std::uint64_t id = reader.u64("id");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  std::string text = reality::built_in_template(profile, id);
  return text.empty() ? Value() : Value::string(std::move(text));
}

Result<Value> content_hash(const Value& params) {
  Reader reader = reader_of(params);
  const Word hash = reality::content_hash(reader.number("templateId"),
                                          seconds_at(reader, "openingTs"), reader.text("text"));
  return word_reply(reader, hash);
}

Result<Value> question_id(const Value& params) {
  Reader reader = reader_of(params);
  const Profile& profile = version_at(reader, "version");
  reality::QuestionKey key;
  key.content = reality::content_hash(reader.number("templateId"), seconds_at(reader, "openingTs"),
                                      reader.text("text"));
  key.arbitrator = address_at(reader, "arbitrator");
  key.timeout = seconds_at(reader, "timeout");
  key.sender = address_at(reader, "sender");
  key.nonce = reader.number("nonce");
  if (profile.v3) key.min_bond = reader.number("minBond");
  if (profile.v3) key.contract = address_at(reader, "contract");
  return word_reply(reader, reality::question_id(profile, key));
}

Result<Value> answer_hash(const Value& params) {
  Reader reader = reader_of(params);
  return word_reply(reader,
                    reality::answer_hash(word_at(reader, "answer"), reader.number("nonce")));
}

Result<Value> commitment_id(const Value& params) {
  Reader reader = reader_of(params);
  const Word question = word_at(reader, "questionId");
  const Word hash = word_at(reader, "answerHash");
  return word_reply(reader, reality::commitment_id(question, hash, reader.number("bond")));
}

Result<Value> history_hash(const Value& params) {
  Reader reader = reader_of(params);
  const reality::Entry entry{word_at(reader, "previous"), word_at(reader, "answer"),
                             reader.number("bond"), address_at(reader, "answerer")};
  const bool is_commitment = reader.has("isCommitment") && reader.flag("isCommitment");
  return word_reply(reader, reality::history_hash(entry, is_commitment));
}

Result<Value> encode_answer(const Value& params) {
  Reader reader = reader_of(params);
  (void)reader.part("question");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  const auto word = reality::encode_answer(reader.raw("question"), reader.raw("answer"));
  if (!word) return tl::unexpected(word.error());
  return to_value(reality::word_text(*word));
}

Result<Value> decode_answer(const Value& params) {
  static constexpr std::array<std::string_view, 4> kKinds{"value", "invalid", "tooSoon",
                                                          "outOfRange"};
  Reader reader = reader_of(params);
  (void)reader.part("question");
  const Uint256 word = reader.number("answer");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  const reality::AnswerText answer = reality::decode_answer(reader.raw("question"), word);
  Value reply = Value::object();
  put(reply, "kind", kKinds[static_cast<std::size_t>(answer.kind)]);
  put(reply, "text", answer.text);
  put(reply, "exact", answer.exact);
  return reply;
}

/// Entries stand first answer first, as people read them.
Result<Value> payout(const Value& params) {
  Reader reader = reader_of(params);
  const Profile& profile = version_at(reader, "version");
  Reader list = reader.part("entries");
  list.expect_list();
  std::vector<reality::Claimed> entries;
  Uint256 highest;
  for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
    Reader entry = list.part(machine::at(i));
    reality::Claimed claimed{address_at(entry, "answerer"), entry.number("bond"), std::nullopt};
    if (entry.has("answer")) claimed.answer = word_at(entry, "answer");
    if (!claimed.bond.is_zero()) highest = claimed.bond;
    entries.push_back(claimed);
  }
  const Word best = word_at(reader, "bestAnswer");
  const Uint256 bounty = reader.has("bounty") ? reader.number("bounty") : Uint256();
  if (entries.empty()) list.refuse(machine::at(0), "There is no payout without an answer.");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  reality::ClaimWalk walk(profile, best, highest, bounty);
  bool summed = true;
  for (std::size_t i = entries.size(); i > 0; --i) summed = walk.step(entries[i - 1]) && summed;
  if (!walk.finish() || !summed) return fail(ErrorCode::uint256_overflow, "/entries");
  Value reply = Value::object();
  Value payments = Value::array();
  for (const reality::Payment& payment : walk.payments()) {
    Value one = Value::object();
    put(one, "to", reality::address_text(payment.to));
    put(one, "amount", payment.amount);
    payments.push(std::move(one));
  }
  machine::put_value(reply, "payments", std::move(payments));
  put(reply, "keptFees", walk.kept_fees());
  put(reply, "keptBounty", walk.bounty());
  return reply;
}

Result<Value> bond_ladder(const Value& params) {
  Reader reader = reader_of(params);
  const Uint256 current = reader.has("bond") ? reader.number("bond") : Uint256();
  const Uint256 least = reader.has("minBond") ? reader.number("minBond") : Uint256();
  const std::uint64_t steps = reader.u64("steps");
  if (steps > 256) reader.refuse("steps", "After 256 doublings no bond fits into 256 bits.");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  const auto ladder = reality::bond_ladder(current, least, static_cast<std::size_t>(steps));
  if (!ladder) return tl::unexpected(ladder.error());
  return to_value(*ladder);
}

/// Ruling to answer, or answer to ruling, of a proxy.
Result<Value> ruling(const Value& params) {
  Reader reader = reader_of(params);
  const auto kind = arbitration_proxy::find_kind(reader.text("proxy"));
  if (!kind) reader.refuse("proxy", "This proxy is not known.");
  const bool forward = reader.has("ruling");
  const Uint256 number = reader.number(forward ? "ruling" : "answer");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  if (forward)
    return to_value(reality::word_text(arbitration_proxy::answer_of_ruling(*kind, number)));
  const auto found = arbitration_proxy::ruling_of_answer(*kind, number);
  return found ? to_value(*found) : Value();
}

reality::ModuleTransaction transaction_at(Reader& list, std::size_t i) {
  Reader tx = list.part(machine::at(i));
  reality::ModuleTransaction read;
  read.to = address_at(tx, "to");
  read.value = tx.has("value") ? tx.number("value") : Uint256();
  read.data = tx.has("data") ? tx.bytes("data") : Bytes();
  const std::uint64_t operation = tx.has("operation") ? tx.u64("operation") : 0;
  if (operation > 1) tx.refuse("operation", "0 is a call, 1 a delegatecall.");
  read.operation = static_cast<std::uint8_t>(operation & 1U);
  read.nonce = tx.has("nonce") ? tx.number("nonce") : Uint256(i);
  return read;
}

Result<Value> zodiac_question(const Value& params) {
  Reader reader = reader_of(params);
  const Word domain =
      reality::module_domain(reader.number("chainId"), address_at(reader, "module"));
  Reader list = reader.part("transactions");
  list.expect_list();
  std::vector<Word> hashes;
  Value texts = Value::array();
  for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
    hashes.push_back(reality::module_transaction_hash(domain, transaction_at(list, i)));
    texts.push(to_value(reality::word_text(hashes.back())));
  }
  const std::string question = reality::module_question(reader.text("proposalId"), hashes);
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  Value reply = Value::object();
  put(reply, "domainSeparator", reality::word_text(domain));
  machine::put_value(reply, "txHashes", std::move(texts));
  put(reply, "question", question);
  put(reply, "questionHash",
      reality::word_text(reality::to_word(keccak256(ByteView(std::string_view(question))))));
  return reply;
}

Result<Value> zodiac_check(const Value& params) {
  Reader reader = reader_of(params);
  const auto seconds = [&](std::string_view key) {
    return reader.has(key) ? reader.u64(key) : std::uint64_t{0};
  };
  reality::Execution execution;
  if (reader.has("result")) execution.result = word_at(reader, "result");
  execution.min_bond = reader.has("minBond") ? reader.number("minBond") : Uint256();
  execution.bond = reader.has("bond") ? reader.number("bond") : Uint256();
  execution.finalize_ts = seconds("finalizeTs");
  execution.cooldown = seconds("cooldown");
  execution.expiration = seconds("expiration");
  execution.now = reader.u64("now");
  execution.previous_executed = !reader.has("previousExecuted") || reader.flag("previousExecuted");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  Value missing = Value::array();
  for (const std::string_view name : reality::missing_conditions(execution))
    missing.push(to_value(name));
  return missing;
}

constexpr std::array kMethods{
    Method{"reality.encodeText", encode_text},
    Method{"reality.decodeText", decode_text},
    Method{"reality.template", built_in},
    Method{"reality.contentHash", content_hash},
    Method{"reality.questionId", question_id},
    Method{"reality.answerHash", answer_hash},
    Method{"reality.commitmentId", commitment_id},
    Method{"reality.historyHash", history_hash},
    Method{"reality.encodeAnswer", encode_answer},
    Method{"reality.decodeAnswer", decode_answer},
    Method{"reality.payout", payout},
    Method{"reality.bondLadder", bond_ladder},
    Method{"reality.ruling", ruling},
    Method{"reality.zodiacQuestion", zodiac_question},
    Method{"reality.zodiacMissing", zodiac_check},
};

}  // namespace

std::span<const Method> reality_methods() { return kMethods; }

}  // namespace dikast::api
