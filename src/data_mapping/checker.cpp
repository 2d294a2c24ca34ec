#include "checker.hpp"

#include <algorithm>
#include <array>

#include "contract.hpp"
#include "dikast/address.hpp"
#include "dikast/data_mapping/cid.hpp"
#include "dikast/data_mapping/slots.hpp"
#include "fields.hpp"

namespace dikast::mapping {
namespace {

constexpr std::size_t kMaxPaths = 256;

constexpr std::array kKinds{Kind::Json,    Kind::Graphql,  Kind::FetchIpfsJson,
                            Kind::AbiCall, Kind::AbiEvent, Kind::Reality};

bool has_tag(std::string_view text) { return text.find("{{") != std::string_view::npos; }

bool has_tag(const json::Value& value) {
  if (value.is_string()) return has_tag(std::string_view(value.text()));
  const auto in = [](const json::Value& v) { return has_tag(v); };
  return std::any_of(value.items().begin(), value.items().end(), in) ||
         std::any_of(value.members().begin(), value.members().end(),
                     [&](const json::Member& m) { return in(m.value); });
}

bool is_identifier(std::string_view name) {
  if (name.empty() || name.size() > 64 || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$';
  });
}

/// Checks one mapping; everything it finds goes to `errors`.
class Checker {
 public:
  Checker(const json::Value& source, std::size_t index, std::vector<Error>& errors)
      : source_(source), path_("/" + std::to_string(index)), errors_(errors) {}

  void run(Mapping& out) {
    if (!source_.is_object()) return add(ErrorCode::mapping_invalid, "", "A mapping is an object.");
    const json::Value* type = source_.find("type");
    if (type == nullptr)
      return add(ErrorCode::mapping_missing_field, "", "The mapping has no \"type\".");
    const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&](Kind k) {
      return type->is_string() && type->text() == kind_text(k);
    });
    if (kind == kKinds.end()) {
      return add(
          ErrorCode::mapping_unknown_type, "type",
          "Known types are json, graphql, fetch/ipfs/json, abi/call, abi/event and reality.");
    }
    out.kind = *kind;
    out.source = source_;
    const std::size_t before = errors_.size();
    fields(out.kind);
    if (errors_.size() > before) return;
    tags();
    lists(out);
    switch (out.kind) {
      case Kind::Json:
        return json_value();
      case Kind::Graphql:
        return endpoint(out);
      case Kind::FetchIpfsJson:
        return ipfs();
      case Kind::AbiCall:
        return call();
      case Kind::AbiEvent:
        return event();
      case Kind::Reality:
        return reality();
    }
  }

 private:
  void add(ErrorCode code, std::string_view field, std::string message) {
    const std::string at = field.empty() ? path_ : pointer_join(path_, field);
    errors_.push_back(
        {code, at, message.empty() ? std::string(code_advice(code)) : std::move(message)});
  }
  void add(const Error& error) { errors_.push_back(error); }
  [[nodiscard]] std::string at(std::string_view field) const { return pointer_join(path_, field); }
  [[nodiscard]] const json::Value& field(std::string_view name) const {
    static const json::Value none;
    const json::Value* value = source_.find(name);
    return value == nullptr ? none : *value;
  }

  void fields(Kind kind) {
    const auto known = fields_of(kind);
    for (const json::Member& member : source_.members()) {
      const auto found = std::find_if(known.begin(), known.end(),
                                      [&](const Field& f) { return f.name == member.key; });
      if (found == known.end()) {
        if (member.key != "type") {
          add(ErrorCode::mapping_unknown_key, member.key,
              "\"" + member.key + "\" is not a field of " + std::string(kind_text(kind)) + ".");
        }
      } else if (!has_type(member.value, found->type)) {
        add(ErrorCode::mapping_field_type, member.key,
            "\"" + member.key + "\" must be " + std::string(type_name(found->type)) + ".");
      }
    }
    for (const Field& f : known) {
      if (f.required && source_.find(f.name) == nullptr) {
        add(ErrorCode::mapping_missing_field, "",
            "\"" + std::string(f.name) + "\" is required for " + std::string(kind_text(kind)) +
                ".");
      }
    }
  }

  /// Every tag is a variable, stands where one may stand, and no key of the host page leaves for
  /// another host.
  void tags() {
    constexpr std::array<std::string_view, 6> literal{"type",      "abi",  "functionName",
                                                      "eventName", "seek", "populate"};
    for (const json::Member& member : source_.members()) {
      if (std::find(literal.begin(), literal.end(), member.key) != literal.end()) {
        if (has_tag(member.value)) {
          add(ErrorCode::mapping_placeholder, member.key,
              "\"" + member.key + "\" cannot hold placeholders.");
        }
        continue;
      }
      const auto names = variables_of(member.value, at(member.key));
      if (!names) {
        add(names.error());
        continue;
      }
      for (const std::string& name : *names) secret(member.key, name);
    }
  }

  void secret(const std::string& key, const std::string& name) {
    const Secret* found = find_secret(name);
    if (found == nullptr) return;
    if (key == "endpoint") {
      const auto origin = parse_origin(literal_start(field("endpoint").text()));
      if (origin && origin->scheme == Scheme::Https && host_within(origin->host, found->domain))
        return;
    }
    add(ErrorCode::mapping_secret_to_foreign_host, key,
        "{{" + name +
            "}} is a key of the page that shows the dispute; it may only stand in an https "
            "endpoint of " +
            std::string(found->domain) + ".");
  }

  static std::string literal_start(std::string_view text) {
    const auto pieces = parse_pieces(text);
    if (!pieces || pieces->empty() || (*pieces)[0].is_value) return {};
    return (*pieces)[0].text;
  }

  void lists(Mapping& out) {
    const auto& seek = field("seek").items();
    const auto& populate = field("populate").items();
    if (seek.size() != populate.size()) {
      add(ErrorCode::mapping_length_mismatch, "populate",
          "seek has " + std::to_string(seek.size()) + " paths, populate " +
              std::to_string(populate.size()) + " names.");
    }
    if (seek.size() > kMaxPaths || populate.size() > kMaxPaths) {
      return add(ErrorCode::mapping_too_many, "seek", "A mapping extracts at most 256 values.");
    }
    if (out.kind == Kind::Reality) return;
    for (std::size_t i = 0; i < seek.size(); ++i) {
      if (has_tag(seek[i])) continue;
      auto parsed = parse_seek(seek[i].text());
      if (parsed) {
        out.seek.push_back(std::move(*parsed));
      } else {
        add({parsed.error().code, pointer_join(at("seek"), std::to_string(i)),
             parsed.error().message});
      }
    }
    for (std::size_t i = 0; i < populate.size(); ++i) {
      populate_name(populate[i].text(), pointer_join(at("populate"), std::to_string(i)),
                    out.populate);
    }
  }

  void populate_name(const std::string& name, const std::string& path,
                     std::vector<std::string>& names) {
    constexpr std::array<std::string_view, 3> prototype{"__proto__", "constructor", "prototype"};
    if (has_tag(name)) return;
    if (std::find(prototype.begin(), prototype.end(), name) != prototype.end() ||
        find_secret(name) != nullptr) {
      return add({ErrorCode::mapping_reserved_name, path, "\"" + name + "\" cannot be populated."});
    }
    if (!is_identifier(name)) {
      return add({ErrorCode::mapping_populate_invalid, path,
                  "\"" + name + "\" is not a name: letters, digits, '_' and '$', at most 64."});
    }
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      return add(
          {ErrorCode::mapping_populate_invalid, path, "\"" + name + "\" is populated twice."});
    }
    names.push_back(name);
  }

  void json_value() {
    const json::Value& value = field("value");
    if (!value.is_string() || has_tag(value)) return;
    const auto parsed = json::parse(value.text());
    if (!parsed)
      add(ErrorCode::mapping_field_type, "value", "A text must be JSON: " + parsed.error().message);
  }

  void endpoint(Mapping& out) {
    const std::string& text = field("endpoint").text();
    const auto pieces = parse_pieces(text);
    if (!pieces) return;  // reported by tags()
    const bool whole = pieces->size() == 1 && !(*pieces)[0].is_value;
    const std::string start = literal_start(text);
    const auto url = whole ? parse_url(start) : parse_origin(start);
    if (!url) {
      return add(ErrorCode::mapping_url_invalid, "endpoint",
                 start.empty() ? "Scheme and host must be written out, not come from a variable."
                               : url.error().message);
    }
    // A host that a value could lengthen ("https://a{{x}}") is no literal host.
    if (!whole && url->path_begin >= start.size()) {
      return add(ErrorCode::mapping_url_invalid, "endpoint",
                 "A placeholder may only stand after the host and a '/'.");
    }
    out.endpoint = *url;
  }

  void ipfs() {
    const json::Value& uri = field("ipfsUri");
    if (has_tag(uri)) return;
    const auto parsed = parse_ipfs_uri(uri.text());
    if (!parsed) add(ErrorCode::mapping_ipfs_uri, "ipfsUri", parsed.error().message);
  }

  void address() {
    const json::Value& value = field("address");
    if (has_tag(value)) return;
    const auto parsed = Address::parse(value.text());
    if (!parsed) add(parsed.error().code, "address", parsed.error().message);
  }

  void call() {
    address();
    if (has_tag(field("abi"))) return;
    const auto item = contract::find_item(field("abi"), abi::ItemKind::Function,
                                          field("functionName").text(), at("abi"));
    if (!item) return add(item.error());
    const json::Value* args = source_.find("args");
    if (args != nullptr && has_tag(*args)) return;
    const auto data =
        contract::encode_call(*item, args == nullptr ? json::Value::array() : *args, at("args"));
    if (!data) add(data.error());
  }

  void event() {
    address();
    const json::Value& filter = field("eventFilter");
    const std::string path = at("eventFilter");
    for (const json::Member& member : filter.members()) {
      if (member.key == "fromBlock" || member.key == "toBlock") {
        if (has_tag(member.value) || member.value.is_null()) continue;
        const auto block = contract::block(member.value, pointer_join(path, member.key));
        if (!block) add(block.error());
      } else if (member.key != "args") {
        add({ErrorCode::mapping_unknown_key, pointer_join(path, member.key),
             "eventFilter has fromBlock, toBlock and args."});
      }
    }
    if (has_tag(field("abi"))) return;
    const auto item = contract::find_item(field("abi"), abi::ItemKind::Event,
                                          field("eventName").text(), at("abi"));
    if (!item) return add(item.error());
    const json::Value* args = filter.find("args");
    if (args == nullptr || args->is_null() || has_tag(*args)) return;
    const auto topics = contract::make_filter(*item, *args, pointer_join(path, "args"));
    if (!topics) add(topics.error());
  }

  void reality() {
    const json::Value& id = field("realityQuestionID");
    if (has_tag(id)) return;
    const auto bytes = from_hex(id.text());
    if (!bytes || bytes->size() != 32) {
      add(ErrorCode::mapping_argument_invalid, "realityQuestionID",
          "A Reality.eth question id is 32 bytes of hex.");
    }
  }

  const json::Value& source_;
  std::string path_;
  std::vector<Error>& errors_;
};

}  // namespace

void check_mapping(const json::Value& source, std::size_t index, Mapping& out,
                   std::vector<Error>& errors) {
  Checker(source, index, errors).run(out);
}

}  // namespace dikast::mapping
