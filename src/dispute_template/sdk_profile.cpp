#include "dikast/sdk_profile.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "sdk_texts.hpp"

namespace dikast::sdk {
namespace {

using Kind = json::Value::Kind;

// A place in the document, as zod's path and as a JSON Pointer.
struct Place {
  std::string zod;  // the inside of the JSON array, e.g. "answers",0,"id"
  std::string pointer;

  [[nodiscard]] Place key(std::string_view name) const {
    Place next = *this;
    next.zod += next.zod.empty() ? "\"" : ",\"";
    json::append_escaped(next.zod, name, true);
    next.zod += '"';
    next.pointer = pointer_join(pointer, name);
    return next;
  }
  [[nodiscard]] Place index(std::size_t i) const {
    Place next = *this;
    next.zod += next.zod.empty() ? "" : ",";
    next.zod += std::to_string(i);
    next.pointer = pointer_join(pointer, std::to_string(i));
    return next;
  }
};

std::string_view type_name(const json::Value* value) {
  if (value == nullptr) {
    return "undefined";
  }
  switch (value->kind()) {
    case Kind::Null:
      return "null";
    case Kind::Bool:
      return "boolean";
    case Kind::Number:
      return "number";
    case Kind::String:
      return "string";
    case Kind::Array:
      return "array";
    case Kind::Object:
      return "object";
  }
  return "";
}

std::string invalid_type(const json::Value* value, std::string_view expected, const Place& place) {
  const std::string_view received = type_name(value);
  std::string out = R"({"code":"invalid_type","expected":")";
  out.append(expected).append(R"(","received":")").append(received);
  out.append(R"(","path":[)").append(place.zod).append(R"(],"message":")");
  if (value == nullptr) {
    out += "Required";
  } else {
    out.append("Expected ").append(expected).append(", received ").append(received);
  }
  return out + "\"}";
}

std::string custom(std::string_view message, const Place& place) {
  std::string out = R"({"code":"custom","message":")";
  out.append(message).append(R"(","path":[)").append(place.zod);
  return out + "]}";
}

class Checker {
 public:
  Report run(Schema schema, const json::Value* value) {
    const Place root;
    switch (schema) {
      case Schema::DisputeDetails:
        document(value, root);
        break;
      case Schema::Answer:
        (void)answer(value, root);
        break;
      case Schema::Attachment:
        attachment(value, root);
        break;
      case Schema::Aliases:
        aliases(value, root);
        break;
      case Schema::Evidence:
        evidence(value, root);
        break;
      case Schema::EthAddress:
        arbitrator(value, root);
        break;
      case Schema::EnsName:
        ens_name(value, root);
        break;
      case Schema::EthAddressOrEnsName:
        account(value, root);
        break;
      case Schema::TxHash:
        transaction_hash(value, root);
        break;
      case Schema::QuestionType:
        question_type(value, root);
        break;
      case Schema::Multiaddr:
        policy(value, root);
        break;
    }
    return std::move(report_);
  }

 private:
  void document(const json::Value* value, const Place& root) {
    if (!expect(value, Kind::Object, root)) {
      return;
    }
    const json::Value& document = *value;
    text(document, "title", root, true);
    text(document, "description", root, true);
    text(document, "question", root, true);
    answers(document.find("answers"), root.key("answers"));
    policy(document.find("policyURI"), root.key("policyURI"));
    if (const json::Value* file = document.find("attachment")) {
      attachment(file, root.key("attachment"));
    }
    text(document, "frontendUrl", root, false);
    if (const json::Value* metadata = document.find("metadata")) {
      (void)expect(metadata, Kind::Object, root.key("metadata"));
    }
    text(document, "arbitratorChainID", root, true);
    arbitrator(document.find("arbitratorAddress"), root.key("arbitratorAddress"));
    text(document, "category", root, false);
    text(document, "lang", root, false);
    text(document, "specification", root, false);
    if (const json::Value* names = document.find("aliases")) {
      aliases(names, root.key("aliases"));
    }
    evidences(document.find("extraEvidences"), root.key("extraEvidences"));
    text(document, "version", root, true);
  }

  static std::string_view kind_name(Kind kind) {
    switch (kind) {
      case Kind::Null:
        return "null";
      case Kind::Bool:
        return "boolean";
      case Kind::Number:
        return "number";
      case Kind::String:
        return "string";
      case Kind::Array:
        return "array";
      case Kind::Object:
        return "object";
    }
    return "";
  }

  bool expect(const json::Value* value, Kind kind, const Place& place) {
    if (value != nullptr && value->kind() == kind) {
      return true;
    }
    report_.issues.push_back(invalid_type(value, kind_name(kind), place));
    return false;
  }

  void optional(const json::Value& object, std::string_view name, Kind kind, const Place& at) {
    if (const json::Value* value = object.find(name)) {
      (void)expect(value, kind, at.key(name));
    }
  }

  void text(const json::Value& object, std::string_view name, const Place& at, bool required) {
    const json::Value* value = object.find(name);
    if (required || value != nullptr) {
      (void)expect(value, Kind::String, at.key(name));
    }
  }

  void answers(const json::Value* list, const Place& at) {
    if (!expect(list, Kind::Array, at)) {
      return;
    }
    for (std::size_t i = 0; i < list->items().size(); ++i) {
      if (answer(&list->items()[i], at.index(i)) && !report_.refuse_index) {
        report_.refuse_index = static_cast<std::uint32_t>(i);
      }
    }
  }

  // Whether it is the answer of value 0.
  bool answer(const json::Value* value, const Place& at) {
    if (!expect(value, Kind::Object, at)) {
      return false;
    }
    bool zero = false;
    const json::Value* id = value->find("id");
    if (expect(id, Kind::String, at.key("id"))) {
      if (is_hex_text(id->text(), 1, std::string::npos)) {
        zero = id->text().find_first_not_of('0', 2) == std::string::npos;
      } else {
        report_.issues.push_back(
            R"({"validation":"regex","code":"invalid_string","message":"Invalid","path":[)" +
            at.key("id").zod + "]}");
      }
    }
    text(*value, "title", at, true);
    text(*value, "description", at, true);
    optional(*value, "reserved", Kind::Bool, at);
    return zero;
  }

  void policy(const json::Value* value, const Place& at) {
    if (expect(value, Kind::String, at) && !is_multiaddr_path(value->text()) &&
        !is_ipfs_file(value->text())) {
      report_.issues.push_back(custom("Provided policy URI is not a valid multiaddr.", at));
    }
  }

  void attachment(const json::Value* value, const Place& at) {
    if (expect(value, Kind::Object, at)) {
      text(*value, "label", at, true);
      text(*value, "uri", at, true);
    }
  }

  void arbitrator(const json::Value* value, const Place& at) {
    if (expect(value, Kind::String, at) && !is_address(value->text())) {
      report_.issues.push_back(custom("Provided address is invalid.", at));
    }
  }

  // A union of two string schemas: when both are refined away, zod reports the first one's issue.
  void account(const json::Value* value, const Place& at) {
    if (value == nullptr || !value->is_string()) {
      const std::string inner = invalid_type(value, "string", at);
      std::string issue = R"({"code":"invalid_union","unionErrors":[)";
      issue.append(R"({"issues":[)").append(inner).append(R"(],"name":"ZodError"},)");
      issue.append(R"({"issues":[)").append(inner).append(R"(],"name":"ZodError"}],"path":[)");
      issue.append(at.zod).append(R"(],"message":"Provided address or ENS name is invalid."})");
      report_.issues.push_back(std::move(issue));
      return;
    }
    if (is_address(value->text())) {
      return;
    }
    report_.ens.push_back({at.pointer, value->text()});
    if (!ends_with_eth(value->text())) {
      report_.issues.push_back(custom("Provided address is invalid.", at));
    }
  }

  // JavaScript enumerates keys that are array indices (canonical, below 2^32-1) first, by value.
  static std::optional<std::uint32_t> array_index(std::string_view key) {
    if (key.empty() || key.size() > 10 || (key.size() > 1 && key.front() == '0')) {
      return std::nullopt;
    }
    std::uint64_t value = 0;
    for (const char c : key) {
      if (c < '0' || c > '9') {
        return std::nullopt;
      }
      value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value < 0xffffffffULL ? std::optional(static_cast<std::uint32_t>(value)) : std::nullopt;
  }

  void aliases(const json::Value* value, const Place& at) {
    if (!expect(value, Kind::Object, at)) {
      return;
    }
    std::vector<const json::Member*> order;
    for (const json::Member& member : value->members()) {
      order.push_back(&member);
    }
    std::stable_sort(order.begin(), order.end(), [](const json::Member* a, const json::Member* b) {
      const auto left = array_index(a->key);
      const auto right = array_index(b->key);
      return left && (!right || *left < *right);
    });
    for (const json::Member* member : order) {
      account(&member->value, at.key(member->key));
    }
  }

  void evidences(const json::Value* list, const Place& at) {
    if (list == nullptr || !expect(list, Kind::Array, at)) {
      return;
    }
    for (std::size_t i = 0; i < list->items().size(); ++i) {
      evidence(&list->items()[i], at.index(i));
    }
  }

  void evidence(const json::Value* value, const Place& at) {
    if (!expect(value, Kind::Object, at)) {
      return;
    }
    text(*value, "name", at, true);
    text(*value, "description", at, true);
    text(*value, "fileURI", at, false);
    text(*value, "fileTypeExtension", at, false);
    if (const json::Value* hash = value->find("transactionHash")) {
      transaction_hash(hash, at.key("transactionHash"));
    }
    if (const json::Value* sender = value->find("sender")) {
      account(sender, at.key("sender"));
    }
    optional(*value, "timestamp", Kind::Number, at);
  }

  void transaction_hash(const json::Value* value, const Place& at) {
    if (expect(value, Kind::String, at) && !is_hex_text(value->text(), 64, 64)) {
      report_.issues.push_back(custom("Provided transaction hash is invalid.", at));
    }
  }

  void ens_name(const json::Value* value, const Place& at) {
    if (!expect(value, Kind::String, at)) {
      return;
    }
    report_.ens.push_back({at.pointer, value->text()});
    if (!ends_with_eth(value->text())) {
      report_.issues.push_back(custom("Provided ENS name is invalid.", at));
    }
  }

  // A native enum: another type than string is told apart from another string.
  void question_type(const json::Value* value, const Place& at) {
    constexpr std::array kTypes{std::string_view("bool"), std::string_view("datetime"),
                                std::string_view("multiple-select"),
                                std::string_view("single-select"), std::string_view("uint")};
    constexpr std::string_view kOptions =
        R"('bool' | 'datetime' | 'multiple-select' | 'single-select' | 'uint')";
    if (value == nullptr || !value->is_string()) {
      report_.issues.push_back(invalid_type(value, kOptions, at));
      return;
    }
    if (std::find(kTypes.begin(), kTypes.end(), value->text()) != kTypes.end()) {
      return;
    }
    std::string received;
    json::append_escaped(received, value->text(), true);
    report_.issues.push_back(R"({"received":")" + received +
                             R"(","code":"invalid_enum_value","options":["bool","datetime",)" +
                             R"("multiple-select","single-select","uint"],"path":[)" + at.zod +
                             R"(],"message":"Invalid enum value. Expected )" +
                             std::string(kOptions) + ", received '" + received + R"('"})");
  }

  Report report_;
};

}  // namespace

Report check(const json::Value& document) {
  return Checker().run(Schema::DisputeDetails, &document);
}

Report check(Schema schema, const json::Value* value) { return Checker().run(schema, value); }

std::string to_json(const Report& report) {
  std::string out = "{\"issues\":[";
  for (std::size_t i = 0; i < report.issues.size(); ++i) {
    out.append(i == 0 ? "" : ",").append(report.issues[i]);
  }
  out += "],\"refuse\":{\"index\":";
  out += report.refuse_index ? std::to_string(*report.refuse_index) : "null";
  out += "},\"ens\":[";
  for (std::size_t i = 0; i < report.ens.size(); ++i) {
    out += i == 0 ? "{\"path\":\"" : ",{\"path\":\"";
    json::append_escaped(out, report.ens[i].path, true);
    out += "\",\"name\":\"";
    json::append_escaped(out, report.ens[i].name, true);
    out += "\"}";
  }
  return out + "]}";
}

}  // namespace dikast::sdk
