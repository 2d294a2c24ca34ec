#include "dikast/evidence.hpp"

#include <algorithm>
#include <array>

#include "dikast/cid.hpp"
#include "dikast/document_rules.hpp"
#include "dikast/utf8.hpp"

namespace dikast::evidence {
namespace {

constexpr std::size_t kMaxText = 100'000;

enum class Rule : std::uint8_t { Text, Link, Hash, Extension, Display, Claim };

struct Field {
  std::string_view name;
  Rule rule;
  std::string_view read_as;  ///< its usual name, "" when that is its own
};

// ERC-1497 "Evidence" and "MetaEvidence"; Kleros v2: web SubmitEvidence and kleros-sdk's
// EvidenceSchema. What a log tells (sender and the like) is a claim when it stands in the document.
constexpr std::array kFields{
    Field{"name", Rule::Text, ""},
    Field{"title", Rule::Text, "name"},
    Field{"description", Rule::Text, ""},
    Field{"fileURI", Rule::Link, ""},
    Field{"fileHash", Rule::Hash, ""},
    Field{"fileTypeExtension", Rule::Extension, ""},
    Field{"evidenceType", Rule::Extension, "fileTypeExtension"},
    Field{"selfHash", Rule::Hash, ""},
    Field{"evidenceDisplayInterfaceURI", Rule::Display, ""},
    Field{"evidenceDisplayInterfaceHash", Rule::Hash, ""},
    Field{"dynamicScriptURI", Rule::Display, ""},
    Field{"dynamicScriptHash", Rule::Hash, ""},
    Field{"sender", Rule::Claim, ""},
    Field{"submitter", Rule::Claim, ""},
    Field{"party", Rule::Claim, ""},
    Field{"timestamp", Rule::Claim, ""},
    Field{"date", Rule::Claim, ""},
    Field{"blockNumber", Rule::Claim, ""},
    Field{"transactionHash", Rule::Claim, ""},
    Field{"category", Rule::Text, ""},
    Field{"question", Rule::Text, ""},
};

struct Reader {
  Reading& out;
  Standard standard;
  json::Value claims = json::Value::object();

  void issue(ErrorCode code, Severity severity, std::string_view field, std::string message) {
    out.issues.push_back({code, severity, field.empty() ? std::string() : pointer_join("", field),
                          std::move(message)});
  }

  void text(std::string_view key, const json::Value& value) {
    if (value.text().size() > kMaxText) {
      issue(ErrorCode::evidence_too_long, Severity::Error, key, {});
    }
    if (const auto fault = document::direction_fault(value.text())) {
      issue(ErrorCode::evidence_hidden_text, Severity::Error, key, std::string(fault->message));
    }
  }

  void link(std::string_view key, const json::Value& value) {
    if (value.text().empty()) return;
    const auto uri = cid::parse_uri(value.text(), true);
    if (!uri) {
      const bool can_change = uri.error().code == ErrorCode::ipfs_mutable;
      issue(can_change ? ErrorCode::evidence_mutable : ErrorCode::evidence_link,
            can_change ? Severity::Warning : Severity::Error, key, uri.error().message);
      return;
    }
    if (const auto ok = cid::check_verifiable(uri->cid); !ok) {
      issue(ErrorCode::evidence_link, Severity::Error, key, ok.error().message);
    } else if (!uri->gateway.empty()) {
      issue(ErrorCode::evidence_spelling, Severity::Info, key,
            "The link names a gateway; " + uri->uri + " is the same from any.");
    }
    out.evidence.set(std::string(key), json::Value::string(uri->uri));
  }

  void extension(std::string_view key, const json::Value& value) {
    const std::string& text = value.text();
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             c == '.' || c == '-' || c == '+' || c == ' ' || c == '/';
    });
    if (!plain || text.size() > 64) issue(ErrorCode::evidence_extension, Severity::Error, key, {});
  }

  void display(std::string_view key, const json::Value& value) {
    if (value.text().empty()) return;
    const auto uri = cid::parse_uri(value.text(), true);
    issue(ErrorCode::evidence_display, uri ? Severity::Warning : Severity::Error, key, {});
  }

  void field(const Field& known, const json::Member& member) {
    const json::Value& value = member.value;
    if (known.rule == Rule::Claim) {
      issue(ErrorCode::evidence_claim, Severity::Warning, member.key, {});
      claims.set(member.key, value);
      return;
    }
    if (!value.is_string()) {
      if (!value.is_null()) issue(ErrorCode::evidence_field_type, Severity::Error, member.key, {});
      return;
    }
    const std::string name(known.read_as.empty() ? known.name : known.read_as);
    if (name != member.key) {
      if (out.evidence.find(name) != nullptr) return;
      issue(ErrorCode::evidence_spelling, Severity::Info, member.key,
            "\"" + member.key + "\" is read as \"" + name + "\".");
    }
    out.evidence.set(name, value);
    check(known.rule, member);
  }

  void check(Rule rule, const json::Member& member) {
    switch (rule) {
      case Rule::Text:
        return text(member.key, member.value);
      case Rule::Link:
        return link(member.key, member.value);
      case Rule::Hash: {
        if (member.value.text().empty()) return;
        const auto hash = read_hash(member.value.text());
        if (!hash) issue(ErrorCode::evidence_hash, Severity::Error, member.key, {});
        return;
      }
      case Rule::Extension:
        return extension(member.key, member.value);
      case Rule::Display:
        return display(member.key, member.value);
      case Rule::Claim:
        return;
    }
  }

  [[nodiscard]] bool has(std::string_view name) const {
    const json::Value* value = out.evidence.find(name);
    return value != nullptr && !value->text().empty();
  }

  void require(std::string_view name, Severity severity) {
    if (!has(name)) {
      issue(ErrorCode::evidence_required, severity, "",
            "\"" + std::string(name) + "\" is missing: jurors would see nothing there.");
    }
  }

  /// MetaEvidence: titles and descriptions of the rulings, one each.
  void answers() {
    const json::Value* options = out.evidence.find("rulingOptions");
    if (options == nullptr) return;
    const json::Value* titles = options->find("titles");
    const json::Value* descriptions = options->find("descriptions");
    const bool lists = (titles == nullptr || titles->is_array()) &&
                       (descriptions == nullptr || descriptions->is_array());
    const bool fits = !titles || !descriptions || !lists || descriptions->items().empty() ||
                      titles->items().size() == descriptions->items().size();
    if (!options->is_object() || !lists || !fits) {
      issue(ErrorCode::evidence_answers, Severity::Error, "rulingOptions", {});
      return;
    }
    for (const json::Value* list : {titles, descriptions}) {
      if (list == nullptr) continue;
      for (const json::Value& item : list->items()) {
        if (!item.is_string()) {
          return issue(ErrorCode::evidence_answers, Severity::Error, "rulingOptions", {});
        }
        text("rulingOptions", item);
      }
    }
  }
};

const Field* find_field(std::string_view key, Standard standard) {
  const auto found = std::find_if(kFields.begin(), kFields.end(),
                                  [&](const Field& field) { return field.name == key; });
  if (found == kFields.end()) return nullptr;
  // MetaEvidence has a title of its own.
  static constexpr Field title{"title", Rule::Text, ""};
  return standard == Standard::MetaEvidence && key == "title" ? &title : &*found;
}

}  // namespace

bool Reading::valid() const {
  return std::none_of(issues.begin(), issues.end(),
                      [](const Issue& issue) { return issue.severity == Severity::Error; });
}

Reading read(const json::Value& document, Standard standard) {
  Reading out;
  Reader reader{out, standard};
  if (!document.is_object()) {
    reader.issue(ErrorCode::evidence_shape, Severity::Error, "", {});
    return out;
  }
  for (const json::Member& member : document.members()) {
    if (const Field* known = find_field(member.key, standard)) {
      reader.field(*known, member);
    } else {
      out.evidence.set(member.key, member.value);
    }
  }
  if (!reader.claims.members().empty()) out.evidence.set("claims", std::move(reader.claims));
  switch (standard) {
    case Standard::MetaEvidence:
      reader.require("title", Severity::Warning);
      reader.require("question", Severity::Warning);
      reader.answers();
      break;
    case Standard::KlerosV2:
      reader.require("name", Severity::Error);
      reader.require("description", Severity::Error);
      break;
    case Standard::Erc1497: {
      const bool empty =
          !reader.has("name") && !reader.has("description") && !reader.has("fileURI");
      reader.require("name", empty ? Severity::Error : Severity::Warning);
      break;
    }
  }
  return out;
}

}  // namespace dikast::evidence
