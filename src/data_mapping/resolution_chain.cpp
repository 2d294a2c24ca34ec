#include <algorithm>

#include "contract.hpp"
#include "dikast/address.hpp"
#include "dikast/data_mapping/reality.hpp"
#include "dikast/data_mapping/resolution.hpp"
#include "dikast/data_mapping/slots.hpp"
#include "dikast/keccak.hpp"
#include "dikast/uint256.hpp"

/// The mappings that read a chain: abi/call, abi/event and reality.
namespace dikast::mapping {
namespace {

// RealityETH 2.0 to 3.2, contracts/*/RealityETH-*.sol; kleros/reality-v2 RealityV2.sol `realitio`.
constexpr std::string_view kRealitio = "function realitio() view returns (address)";
constexpr std::string_view kLogNewQuestion =
    "event LogNewQuestion(bytes32 indexed question_id, address indexed user, uint256 template_id, "
    "string question, bytes32 indexed content_hash, address arbitrator, uint32 timeout, uint32 "
    "opening_ts, uint256 nonce, uint256 created)";
constexpr std::string_view kLogNewTemplate =
    "event LogNewTemplate(uint256 indexed template_id, address indexed user, string question_text)";

std::string topic_hex(const abi::Item& event) {
  const Hash32 hash = event.topic();
  return to_hex(ByteView(hash.data(), hash.size()));
}

Result<abi::Item> item_of(std::string_view signature, abi::ItemKind kind) {
  return contract::find_item(json::Value::string(std::string(signature)), kind, "", "");
}

Result<std::string> filled_address(Filler& filler, const json::Value& source,
                                   const std::string& path) {
  auto text = filler.text(source, path);
  if (!text) return text;
  const auto address = Address::parse(*text);
  if (!address) return fail(address.error().code, path, address.error().message);
  return address->to_checksum();
}

/// Logs of the asked address that fit the asked topics; a node that sends others is not believed.
std::vector<contract::Log> fitting(std::vector<contract::Log> logs, const Request& request,
                                   std::vector<std::string>& notes) {
  const auto address = Address::parse_unchecked(request.to);
  const std::string emitter = address ? address->to_lower() : std::string();
  const auto foreign = std::remove_if(logs.begin(), logs.end(), [&](const contract::Log& log) {
    return log.address != emitter || !contract::matches(log, request.topics);
  });
  if (foreign != logs.end())
    notes.emplace_back("The node sent logs that do not fit the filter; they were left out.");
  logs.erase(foreign, logs.end());
  return logs;
}

const std::string& text_at(const json::Value& object, std::string_view key) {
  static const std::string none;
  const json::Value* value = object.find(key);
  return value == nullptr ? none : value->text();
}

/// keccak256 of (uint256 template_id, uint32 opening_ts, string question), packed.
bool content_hash_fits(const json::Value& log) {
  const auto template_id = Uint256::parse(text_at(log, "template_id"));
  const auto opening = Uint256::parse(text_at(log, "opening_ts"));
  if (!template_id || !opening) return false;
  const auto id = template_id->to_bytes32();
  const auto time = opening->to_bytes32();
  Bytes packed(id.begin(), id.end());
  packed.insert(packed.end(), time.end() - 4, time.end());
  const std::string& question = text_at(log, "question");
  packed.insert(packed.end(), question.begin(), question.end());
  const Hash32 hash = keccak256(packed);
  return to_hex(ByteView(hash.data(), hash.size())) == text_at(log, "content_hash");
}

}  // namespace

Result<bool> Resolution::begin_call() {
  const json::Value& source = current().source;
  std::vector<std::string> notes;
  Filler filler(context_, notes);
  auto address = filled_address(filler, *source.find("address"), path("address"));
  if (!address) return tl::unexpected(address.error());
  const json::Value* name = source.find("functionName");
  const auto item =
      contract::find_item(*source.find("abi"), abi::ItemKind::Function,
                          name == nullptr ? std::string() : name->text(), path("abi"));
  if (!item) return tl::unexpected(item.error());
  const json::Value* written = source.find("args");
  const auto args = filler.tree(written == nullptr ? json::Value::array() : *written, path("args"));
  if (!args) return tl::unexpected(args.error());
  auto data = contract::encode_call(*item, *args, path("args"));
  if (!data) return tl::unexpected(data.error());
  Request request;
  request.kind = RequestKind::EthCall;
  request.chain_id = chain_id();
  request.to = std::move(*address);
  request.data = std::move(*data);
  if (auto ok = ask(std::move(request)); !ok) return ok;
  trace_.back().notes = std::move(notes);
  return true;
}

Result<bool> Resolution::accept_call(const json::Value& reply) {
  const json::Value& source = current().source;
  const json::Value* name = source.find("functionName");
  const auto item =
      contract::find_item(*source.find("abi"), abi::ItemKind::Function,
                          name == nullptr ? std::string() : name->text(), path("abi"));
  if (!item) return tl::unexpected(item.error());
  const auto root = contract::decode_result(*item, reply);
  if (!root) return tl::unexpected(root.error());
  if (item->outputs.size() > 1) {
    for (const SeekPath& seek : current().seek) {
      const std::string& first = seek.front().name;
      if (first.find_first_not_of("0123456789") == std::string::npos) continue;
      trace_.back().notes.push_back(
          "Court finds several outputs only by position: write \"0\", \"1\" ... instead of \"" +
          first + "\".");
      break;
    }
  }
  if (auto ok = extract(*root, true); !ok) return ok;
  finish_mapping();
  return true;
}

Result<bool> Resolution::begin_event() {
  const json::Value& source = current().source;
  std::vector<std::string> notes;
  Filler filler(context_, notes);
  auto address = filled_address(filler, *source.find("address"), path("address"));
  if (!address) return tl::unexpected(address.error());
  const json::Value* name = source.find("eventName");
  const auto item =
      contract::find_item(*source.find("abi"), abi::ItemKind::Event,
                          name == nullptr ? std::string() : name->text(), path("abi"));
  if (!item) return tl::unexpected(item.error());
  const std::string at = path("eventFilter");
  const auto filter = filler.tree(*source.find("eventFilter"), at);
  if (!filter) return tl::unexpected(filter.error());
  Request request;
  request.kind = RequestKind::EthGetLogs;
  request.chain_id = chain_id();
  request.to = std::move(*address);
  const auto block = [&](std::string_view key, std::string_view fallback) -> Result<std::string> {
    const json::Value* value = filter->find(key);
    if (value == nullptr || value->is_null()) {
      notes.push_back("Without " + std::string(key) +
                      " Court leaves the range to the node; here it is \"" + std::string(fallback) +
                      "\".");
      return std::string(fallback);
    }
    if (value->is_string() && !value->text().empty() &&
        value->text().find_first_not_of("0123456789") == std::string::npos) {
      notes.push_back("Court sends " + std::string(key) + " as the text \"" + value->text() +
                      "\", which most nodes refuse; write it as 0x-hex.");
    }
    return contract::block(*value, pointer_join(at, key));
  };
  const auto from = block("fromBlock", "earliest");
  if (!from) return tl::unexpected(from.error());
  const auto to = block("toBlock", "latest");
  if (!to) return tl::unexpected(to.error());
  request.from_block = *from;
  request.to_block = *to;
  const json::Value* args = filter->find("args");
  const bool all = args == nullptr || args->is_null();
  auto topics =
      contract::make_filter(*item, all ? json::Value::object() : *args, pointer_join(at, "args"));
  if (!topics) return tl::unexpected(topics.error());
  request.topics = std::move(topics->topics);
  filter_ = std::move(topics->rest);
  if (!filter_.members().empty())
    notes.emplace_back("Court ignores filter values of parameters that are not indexed.");
  if (auto ok = ask(std::move(request)); !ok) return ok;
  trace_.back().notes = std::move(notes);
  return true;
}

Result<bool> Resolution::accept_event(const json::Value& reply) {
  const json::Value& source = current().source;
  const json::Value* name = source.find("eventName");
  const auto item =
      contract::find_item(*source.find("abi"), abi::ItemKind::Event,
                          name == nullptr ? std::string() : name->text(), path("abi"));
  if (!item) return tl::unexpected(item.error());
  auto logs = contract::read_logs(reply);
  if (!logs) return tl::unexpected(logs.error());
  TraceStep& step = trace_.back();
  const auto found = fitting(std::move(*logs), *step.request, step.notes);
  for (const contract::Log& log : found) {
    const auto decoded = abi::decode_log(*item, log.topics, log.data);
    if (!decoded) {
      return fail(ErrorCode::mapping_response_invalid, path(),
                  "A log does not fit the ABI: " + decoded.error().message);
    }
    const auto fits =
        contract::matches_rest(*item, *decoded, filter_, path("eventFilter") + "/args");
    if (!fits) return tl::unexpected(fits.error());
    if (!*fits) continue;
    if (found.size() > 1)
      step.notes.push_back("The first of " + std::to_string(found.size()) +
                           " logs is used, as Court does.");
    if (auto ok = extract(*decoded, true); !ok) return ok;
    finish_mapping();
    return true;
  }
  return fail(ErrorCode::mapping_no_event, path());
}

Result<bool> Resolution::begin_reality() {
  std::vector<std::string> notes;
  Filler filler(context_, notes);
  const auto id =
      filler.text(*current().source.find("realityQuestionID"), path("realityQuestionID"));
  if (!id) return tl::unexpected(id.error());
  const auto bytes = from_hex(*id);
  if (!bytes || bytes->size() != 32) {
    return fail(ErrorCode::mapping_argument_invalid, path("realityQuestionID"),
                "A Reality.eth question id is 32 bytes of hex.");
  }
  question_log_ = json::Value::string(to_hex(*bytes));
  if (!options_.reality_address.empty()) return ask_reality_question(options_.reality_address);
  const json::Value* arbitrable = find_variable(context_, "arbitrableAddress");
  if (arbitrable == nullptr)
    return fail(ErrorCode::mapping_missing_variable, path(),
                "\"arbitrableAddress\" is needed to find Reality.eth's contract.");
  const auto address = Address::parse(arbitrable->text());
  if (!address) return fail(address.error().code, path(), address.error().message);
  const auto item = item_of(kRealitio, abi::ItemKind::Function);
  if (!item) return tl::unexpected(item.error());
  auto data = contract::encode_call(*item, json::Value::array(), "");
  if (!data) return tl::unexpected(data.error());
  Request request;
  request.kind = RequestKind::EthCall;
  request.chain_id = chain_id();
  request.to = address->to_checksum();
  request.data = std::move(*data);
  stage_ = Stage::FindReality;
  return ask(std::move(request));
}

Result<bool> Resolution::ask_reality_question(std::string address) {
  const auto item = item_of(kLogNewQuestion, abi::ItemKind::Event);
  if (!item) return tl::unexpected(item.error());
  Request request;
  request.kind = RequestKind::EthGetLogs;
  request.chain_id = chain_id();
  request.to = std::move(address);
  request.topics = {{topic_hex(*item)}, {question_log_.text()}};
  request.from_block = "earliest";
  request.to_block = "latest";
  stage_ = Stage::Question;
  return ask(std::move(request));
}

Result<bool> Resolution::accept_reality(const json::Value& reply) {
  switch (stage_) {
    case Stage::Idle:
      return true;
    case Stage::FindReality:
      return accept_reality_address(reply);
    case Stage::Question:
      return accept_reality_question(reply);
    case Stage::Template:
      return accept_reality_template(reply);
  }
  return true;
}

Result<bool> Resolution::accept_reality_address(const json::Value& reply) {
  const auto item = item_of(kRealitio, abi::ItemKind::Function);
  if (!item) return tl::unexpected(item.error());
  const auto root = contract::decode_result(*item, reply);
  const auto address = Address::parse(root ? text_at(*root, "value") : std::string());
  TraceStep& step = trace_.back();
  if (address && !address->is_zero()) return ask_reality_question(address->to_checksum());
  step.notes.emplace_back(
      "The arbitrable has no realitio(); Court reads the question from the arbitrable itself, and "
      "so does this.");
  return ask_reality_question(step.request->to);
}

Result<bool> Resolution::accept_reality_question(const json::Value& reply) {
  const auto question = item_of(kLogNewQuestion, abi::ItemKind::Event);
  const auto asked_template = item_of(kLogNewTemplate, abi::ItemKind::Event);
  if (!question || !asked_template) return fail(ErrorCode::mapping_abi_invalid, path());
  auto logs = contract::read_logs(reply);
  if (!logs) return tl::unexpected(logs.error());
  TraceStep& step = trace_.back();
  const auto found = fitting(std::move(*logs), *step.request, step.notes);
  if (found.empty())
    return fail(ErrorCode::mapping_no_event, path(),
                "Reality.eth has no question of this id at " + step.request->to + ".");
  auto decoded = abi::decode_log(*question, found[0].topics, found[0].data);
  if (!decoded) {
    return fail(ErrorCode::mapping_response_invalid, path(),
                "LogNewQuestion: " + decoded.error().message);
  }
  if (!content_hash_fits(*decoded))
    step.notes.emplace_back(
        "The log's content hash does not fit its question: the node or contract is not "
        "Reality.eth's.");
  const auto template_id = Uint256::parse(text_at(*decoded, "template_id"));
  if (!template_id) return fail(ErrorCode::mapping_response_invalid, path());
  const auto id_bytes = template_id->to_bytes32();
  Request request;
  request.kind = RequestKind::EthGetLogs;
  request.chain_id = chain_id();
  request.to = step.request->to;
  request.topics = {{topic_hex(*asked_template)},
                    {to_hex(ByteView(id_bytes.data(), id_bytes.size()))}};
  request.from_block = "earliest";
  request.to_block = "latest";
  question_log_ = std::move(*decoded);
  stage_ = Stage::Template;
  return ask(std::move(request));
}

Result<bool> Resolution::accept_reality_template(const json::Value& reply) {
  const auto item = item_of(kLogNewTemplate, abi::ItemKind::Event);
  if (!item) return tl::unexpected(item.error());
  auto logs = contract::read_logs(reply);
  if (!logs) return tl::unexpected(logs.error());
  TraceStep& step = trace_.back();
  const std::string address = step.request->to;
  const auto found = fitting(std::move(*logs), *step.request, step.notes);
  if (found.empty())
    return fail(ErrorCode::mapping_no_event, path(), "Reality.eth has no such question template.");
  const auto decoded = abi::decode_log(*item, found[0].topics, found[0].data);
  if (!decoded)
    return fail(ErrorCode::mapping_response_invalid, path(),
                "LogNewTemplate: " + decoded.error().message);
  const auto question =
      read_question(text_at(*decoded, "question_text"), text_at(question_log_, "question"));
  if (!question) return fail(ErrorCode::mapping_question_invalid, path(), question.error().message);
  step.notes.insert(step.notes.end(), question->notes.begin(), question->notes.end());
  step.notes.emplace_back(
      "A ruling r stands for Reality's answer r-1, so 0x01 is No (or the first outcome); Court "
      "lists Yes as 0x01 and other question types without answers.");
  const std::array<std::pair<std::string_view, json::Value>, 6> values{{
      {"question", json::Value::string(question->title)},
      {"type", json::Value::string(question->type)},
      {"realityAddress", json::Value::string(address)},
      {"questionId", json::Value::string(text_at(question_log_, "question_id"))},
      {"realityUser", json::Value::string(text_at(question_log_, "user"))},
      {"answers", question_answers(*question)},
  }};
  for (const auto& [name, value] : values) {
    if (auto ok = populate(std::string(name), value, path()); !ok) return ok;
  }
  finish_mapping();
  return true;
}

}  // namespace dikast::mapping
