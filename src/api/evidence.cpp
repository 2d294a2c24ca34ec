#include "dikast/evidence.hpp"

#include <array>
#include <utility>

#include "dikast/api.hpp"
#include "dikast/source_document.hpp"
#include "params.hpp"

namespace dikast::api {
namespace {

using json::Value;
using Reply = Result<Value>;

Result<evidence::Standard> standard_param(const Value& params) {
  const auto name = string_param(params, "standard");
  if (!name) return tl::unexpected(name.error());
  if (*name == "erc-1497") return evidence::Standard::Erc1497;
  if (*name == "kleros-v2") return evidence::Standard::KlerosV2;
  if (*name == "meta-evidence") return evidence::Standard::MetaEvidence;
  return fail(ErrorCode::input_type, "/standard",
              "The standard is \"erc-1497\", \"kleros-v2\" or \"meta-evidence\".");
}

std::string_view severity_text(evidence::Severity severity) {
  switch (severity) {
    case evidence::Severity::Error:
      return "error";
    case evidence::Severity::Warning:
      return "warning";
    case evidence::Severity::Info:
      return "info";
  }
  return "";
}

/// Where the value at `pointer` begins in the text, 0 for the root.
std::uint32_t offset_of(const source::Document& text, std::string_view pointer) {
  for (std::size_t i = 0; i < text.nodes.size() && !pointer.empty(); ++i) {
    if (text.pointer(static_cast<std::int32_t>(i)) == pointer) return text.nodes[i].span.begin;
  }
  return 0;
}

Value to_value(const evidence::Issue& issue, const source::Document& text,
               const source::LineIndex& lines) {
  const utf8::Position at = lines.at(offset_of(text, issue.path));
  Value out = Value::object();
  out.add_text("severity", severity_text(issue.severity));
  out.add_text("code", code_text(issue.code));
  out.add_text("path", issue.path);
  out.add_text("message", issue.message.empty() ? code_advice(issue.code) : issue.message);
  out.add_number("line", at.line);
  out.add_number("column", at.column);
  out.add_number("offset", at.offset);
  out.add_text("source", "evidence");
  return out;
}

/// {document: text or value, standard} -> {valid, issues, evidence}.
Reply validate(const Value& params) {
  const auto standard = standard_param(params);
  if (!standard) return tl::unexpected(standard.error());
  const Value* given = optional_param(params, "document");
  if (given == nullptr) return fail(ErrorCode::input_type, "/document");
  Value document = *given;
  std::string text;
  if (given->is_string()) {
    text = given->text();
    auto parsed = json::parse(text);
    if (!parsed) return fail(parsed.error().code, "/document", parsed.error().message);
    document = std::move(*parsed);
  } else {
    text = json::dump(document, false);
  }
  const evidence::Reading reading = evidence::read(document, *standard);
  const source::Document places = source::read(text, source::Flavour::Mappings);
  const source::LineIndex lines(text);
  Value issues = Value::array();
  for (const evidence::Issue& issue : reading.issues) issues.push(to_value(issue, places, lines));
  Value out = Value::object();
  out.add_flag("valid", reading.valid());
  out.add("issues", std::move(issues));
  out.add("evidence", reading.evidence);
  return out;
}

/// {hash} -> {function, digest}.
Reply hash(const Value& params) {
  const auto text = string_param(params, "hash");
  if (!text) return tl::unexpected(text.error());
  const auto parsed = evidence::read_hash(*text);
  if (!parsed) return fail(parsed.error().code, "/hash");
  Value out = Value::object();
  out.add_text("function", parsed->sha256 ? "sha256" : "keccak256");
  out.add_text("digest", to_hex(parsed->digest));
  return out;
}

/// {document: text} -> {hash, matches}, or null without a selfHash.
Reply self_hash(const Value& params) {
  const auto text = string_param(params, "document");
  if (!text) return tl::unexpected(text.error());
  const auto document = json::parse(*text);
  if (!document) return fail(document.error().code, "/document", document.error().message);
  const Value* stated = document->find("selfHash");
  if (stated == nullptr || stated->text().empty()) return Value();
  const std::string content = evidence::without_self_hash(*document);
  const auto found = evidence::matches(stated->text(), ByteView(std::string_view(content)));
  if (!found) return fail(found.error().code, "/document/selfHash");
  return Value::boolean(*found);
}

constexpr std::array kMethods{
    Method{"evidence.validate", validate},
    Method{"evidence.hash", hash},
    Method{"evidence.selfHash", self_hash},
};

}  // namespace

std::span<const Method> evidence_methods() { return kMethods; }

}  // namespace dikast::api
