#include <array>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "dikast/data_mapping.hpp"
#include "rules.hpp"

namespace dikast::lint {
namespace {

using namespace std::string_view_literals;
using source::Node;
using source::NodeKind;
using source::Tag;
using source::TagKind;

constexpr std::size_t kMaxFindings = 300;

constexpr std::array kTypes{"graphql"sv,  "fetch/ipfs/json"sv, "json"sv,
                            "abi/call"sv, "abi/event"sv,       "reality"sv};
constexpr std::array kKeys{
    "type"sv,      "seek"sv,    "populate"sv,    "endpoint"sv,         "query"sv,
    "variables"sv, "ipfsUri"sv, "value"sv,       "functionName"sv,     "address"sv,
    "abi"sv,       "args"sv,    "eventFilter"sv, "realityQuestionID"sv};

// Codes of the lower layers that have no rule of their own.
RuleId rule_of(std::string_view code) {
  if (const auto own = find_rule(code)) return *own;
  if (code.starts_with("address.")) return RuleId::mapping_address;
  if (code.starts_with("abi.")) return RuleId::mapping_abi_invalid;
  return RuleId::mapping_invalid;
}

void offer_repair(Reporter& report, RuleId rule, const Node& node) {
  if (rule == RuleId::mapping_unknown_type && node.kind == NodeKind::String) {
    const std::string_view meant = nearest(node.text, kTypes);
    if (!meant.empty()) report.fix(text_of({"Write ", meant}), node.span, quoted(meant));
  }
  if (rule == RuleId::mapping_unknown_key && node.has_key) {
    const std::string_view meant = nearest(node.key, kKeys);
    if (!meant.empty()) report.fix(text_of({"Rename to ", meant}), node.key_span, quoted(meant));
  }
}

void check_list(Reporter& report) {
  const source::Document& doc = report.document();
  std::size_t count = 0;
  for (const Error& error : mapping::check(static_value(doc, *doc.root_node()))) {
    if (++count > kMaxFindings) return;
    const Place place = resolve(doc, error.path);
    if (place.node == nullptr) continue;
    const RuleId rule = rule_of(code_text(error.code));
    const bool at_key = rule == RuleId::mapping_unknown_key && place.exact && place.node->has_key;
    report.add(rule, at_key ? place.node->key_span : head(*place.node), error.path, error.message);
    if (place.exact) offer_repair(report, rule, *place.node);
  }
}

// --- data flow -----------------------------------------------------------------------------------

// A tag that a person meant as one: mustache takes any text between braces for a name.
bool is_name(std::string_view name) {
  return !name.empty() && name.find_first_of(" \t\r\n{}():,\"'") == std::string_view::npos;
}

bool in_section(const source::Document& doc, const Tag& tag) {
  return tag.enclosing >= 0 && doc.tags[static_cast<std::size_t>(tag.enclosing)].node == tag.node;
}

class DataFlow {
 public:
  DataFlow(Reporter& report, const Flow& flow)
      : report_(report), doc_(report.document()), flow_(flow) {}

  void check_reads() {
    for (const Tag& tag : doc_.tags) {
      if (!reads_variable(tag) || tag.node < 0) continue;
      const std::string_view name = tag.name;
      if (!is_name(name)) {
        query_tag(tag);
        continue;
      }
      read_.insert(std::string(base_name(name)));
      if (!in_section(doc_, tag) && (tag.kind == TagKind::Variable || tag.kind == TagKind::Raw))
        check_read(tag, name);
      check_escape(tag);
    }
  }

  void check_unused(const source::Document* template_document) {
    if (template_document == nullptr) return;
    for (const Tag& tag : template_document->tags) {
      if (reads_variable(tag)) read_.insert(std::string(base_name(tag.name)));
    }
    each_populate([&](const Node& name, const Node&) {
      if (read_.contains(name.text) || name.text.empty()) return;
      report_.add(RuleId::mapping_unused_variable, name,
                  text_of({"Neither the template nor a later mapping reads \"", name.text,
                           "\": remove it, or correct the name."}),
                  near_read(name.text));
    });
  }

  void check_duplicates() {
    std::unordered_map<std::string, std::uint32_t> seen;
    each_populate([&](const Node& name, const Node& mapping) {
      const auto [at, fresh] = seen.emplace(name.text, mapping.index);
      if (fresh) return;
      report_.add(
          RuleId::mapping_duplicate_populate, name,
          text_of({"\"", name.text, "\" was already populated by mapping ",
                   std::to_string(at->second + 1), "; the later value wins. Use two names."}));
    });
  }

 private:
  template <class F>
  void each_populate(F&& visit) {
    const Node& root = *doc_.root_node();
    if (root.kind != NodeKind::Array) return;
    doc_.each_child(root, [&](const Node& mapping) {
      const Node* populate = doc_.find(mapping, "populate");
      if (populate == nullptr || populate->kind != NodeKind::Array) return;
      doc_.each_child(*populate, [&](const Node& name) {
        if (name.kind == NodeKind::String) visit(name, mapping);
      });
    });
  }

  void check_read(const Tag& tag, std::string_view name) {
    const std::int32_t at = mapping_of(doc_, tag.node);
    if (at < 0) return;
    const std::string path = doc_.pointer(tag.node);
    const std::string shown = text_of({"\"", name, "\""});
    const auto found = flow_.populated.find(name);
    if (found != flow_.populated.end() && found->second.mapping < doc_.node(at).index) return;
    if (host_adds(flow_, name) || sdk_gives(name) || is_secret(name)) return;
    if (name == "externalDisputeID") {
      report_.add(
          RuleId::mapping_external_dispute_id, tag.span, path,
          "Court's current code gives no externalDisputeID and shows a blank case "
          "(InvalidContextError). Use {{arbitratorDisputeID}} where the source knows it.",
          "Court mainnet gives it; Court's dev branch, devnet and kleros-sdk 2.4.0 do not.");
    } else if (only_devtools_gives(name)) {
      report_.add(RuleId::mapping_devtools_name, tag.span, path,
                  name == "arbitrable" ? "Court calls it \"arbitrableAddress\"; \"arbitrable\" "
                                         "exists in the devtools preview only."
                                       : text_of({shown, " exists in the devtools preview only."}));
      if (name == "arbitrable")
        report_.fix("Rename to arbitrableAddress", tag.span,
                    tag.kind == TagKind::Raw ? "{{{arbitrableAddress}}}" : "{{arbitrableAddress}}");
    } else if (court_gives(name)) {
      report_.add(
          RuleId::mapping_court_name, tag.span, path,
          text_of({"Court gives ", shown,
                   "; other pages that use kleros-sdk must add it to the context themselves."}));
    } else if (found != flow_.populated.end()) {
      const std::uint32_t writer = static_cast<std::uint32_t>(found->second.mapping);
      report_.add(RuleId::mapping_order, tag.span, path,
                  writer == doc_.node(at).index
                      ? text_of({"This mapping reads ", shown,
                                 ", which it populates itself: it has no value yet."})
                      : text_of({"Mapping ", std::to_string(writer + 1), " populates ", shown,
                                 ", after this one reads it: move it up."}));
    } else {
      report_.add(
          RuleId::mapping_unknown_variable, tag.span, path,
          text_of({"Nothing populates ", shown,
                   " before this mapping: Court throws InvalidContextError. Correct the name, ",
                   "or populate it in an earlier mapping."}));
    }
  }

  // The member of the mapping the tag stands in.
  std::string_view member_key(const Tag& tag) const {
    std::int32_t at = tag.node;
    while (at >= 0 && doc_.node(at).parent >= 0 &&
           doc_.node(doc_.node(at).parent).parent != doc_.root)
      at = doc_.node(at).parent;
    return at >= 0 ? std::string_view(doc_.node(at).key) : std::string_view{};
  }

  void query_tag(const Tag& tag) {
    report_.add(RuleId::mapping_query_tag, tag.span, doc_.pointer(tag.node),
                "The braces here are read as a mustache tag, not as part of the query: put spaces "
                "between them, { { ... } }.");
  }

  void check_escape(const Tag& tag) {
    if (tag.kind != TagKind::Variable) return;
    const std::string_view key = member_key(tag);
    const std::string raw = text_of({"{{{", tag.name, "}}}"});
    const std::string path = doc_.pointer(tag.node);
    if (key == "ipfsUri" || (key == "endpoint" && !is_secret(tag.name))) {
      report_.add(
          RuleId::mapping_escaped_uri, tag.span, path,
          text_of({"{{", tag.name, "}} breaks the address: / becomes &#x2F;. Write ", raw, "."}));
      report_.fix(text_of({"Write ", raw}), tag.span, raw);
    } else if (key == "value" && doc_.node(doc_.node(tag.node).parent).parent == doc_.root) {
      report_.add(
          RuleId::mapping_escaped_json, tag.span, path,
          text_of({"{{", tag.name,
                   "}} turns the quotes of the JSON text into &quot;, which then cannot be ",
                   "parsed. Write ", raw, "."}));
      report_.fix(text_of({"Write ", raw}), tag.span, raw);
    }
  }

  std::string near_read(std::string_view name) const {
    std::vector<std::string_view> names;
    for (const std::string& read : read_) {
      if (names.size() < 200 && !flow_.populated.contains(read)) names.push_back(read);
    }
    const std::string_view meant = nearest(name, names);
    return meant.empty() ? std::string() : text_of({"The template reads \"", meant, "\"."});
  }

  Reporter& report_;
  const source::Document& doc_;
  const Flow& flow_;
  std::set<std::string, std::less<>> read_;
};

void check_endpoint(Reporter& report, const Node& endpoint) {
  const auto origin = mapping::parse_origin(endpoint.text);
  if (!origin) return;  // mapping::check has said why
  if (origin->reach == mapping::Reach::Private) {
    report.add(RuleId::mapping_endpoint_private, endpoint,
               text_of({"\"", origin->host, "\" is in a private network: use a public host."}));
    return;
  }
  if (origin->scheme == mapping::Scheme::Https) return;
  report.add(RuleId::mapping_endpoint_http, endpoint, "Write https:// instead of http://.");
  if (endpoint.text.starts_with("http://")) {
    const source::Span scheme{endpoint.span.begin + 1, endpoint.span.begin + 5};
    report.fix("Write https", scheme, "https");
  }
}

void check_blocks(Reporter& report, const Node& filter) {
  for (const std::string_view key : {"fromBlock", "toBlock"}) {
    const Node* block = report.document().find(filter, key);
    if (block == nullptr || block->has_tags) continue;
    const bool digits =
        !block->text.empty() && block->text.find_first_not_of("0123456789") == std::string::npos;
    const auto value = digits ? Uint256::parse(block->text) : fail(ErrorCode::uint256_invalid);
    if (!value) continue;
    report.add(RuleId::mapping_block_decimal, *block,
               text_of({"Nodes take blocks in hex: write \"", value->to_hex(), "\"."}));
    report.fix("Write it in hex", block->span, quoted(value->to_hex()));
  }
}

void check_host_names(Reporter& report, const Node& populate) {
  report.document().each_child(populate, [&](const Node& name) {
    if (name.kind != NodeKind::String || !court_gives(name.text)) return;
    report.add(RuleId::mapping_host_name, name,
               text_of({"\"", name.text,
                        "\" is given by the page that shows the dispute: choose another name."}));
  });
}

void check_members(Reporter& report) {
  const source::Document& doc = report.document();
  const Node& root = *doc.root_node();
  if (root.kind != NodeKind::Array) return;
  doc.each_child(root, [&](const Node& mapping) {
    if (const Node* endpoint = string_member(doc, mapping, "endpoint"))
      check_endpoint(report, *endpoint);
    if (const Node* filter = doc.find(mapping, "eventFilter")) check_blocks(report, *filter);
    if (const Node* populate = doc.find(mapping, "populate")) check_host_names(report, *populate);
  });
}

}  // namespace

void check_mappings(Reporter& report, const Flow& flow, const source::Document* template_document) {
  check_list(report);
  check_members(report);
  DataFlow data(report, flow);
  data.check_reads();
  data.check_unused(template_document);
  data.check_duplicates();
}

}  // namespace dikast::lint
