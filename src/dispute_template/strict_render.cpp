#include <algorithm>

#include "dikast/dispute_template.hpp"
#include "dikast/uint256.hpp"
#include "json_reader.hpp"

namespace dikast::dispute_template {
namespace {

using detail::JsonReader;
using Kind = json::Value::Kind;

std::string pointer_of(std::string_view name) {
  std::string path = "/context";
  if (name == ".") {
    return path;
  }
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('.', begin), name.size());
    path = pointer_join(path, name.substr(begin, end - begin));
    begin = end + 1;
  }
  return path;
}

std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

bool is_canonical_decimal(std::string_view text) {
  return !text.empty() && text.size() <= 78 && (text.size() == 1 || text.front() != '0') &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Filler final : public mustache::Sink {
 public:
  explicit Filler(const Budget& budget) : budget_(budget), reader_(budget.depth) {}

  bool text(std::string_view piece) override {
    std::size_t fault = 0;
    if (!reader_.feed(piece, fault)) {
      out_ += piece.substr(0, fault);
      return refuse_text(piece.substr(fault));
    }
    out_ += piece;
    return within_budget();
  }

  bool value(const mustache::Node& tag, const json::Value* value) override {
    if (value == nullptr || value->is_null()) {
      return stop(ErrorCode::template_missing_variable, tag,
                  "The template reads " + quoted(tag.text) + ", which the context does not have.");
    }
    const JsonReader::Slot slot = reader_.slot();
    switch (slot) {
      case JsonReader::Slot::InString:
        return in_string(tag, *value) && within_budget();
      case JsonReader::Slot::Value:
      case JsonReader::Slot::ListItems:
        return as_json(tag, *value, slot == JsonReader::Slot::ListItems) && within_budget();
      case JsonReader::Slot::None:
        break;
    }
    return stop(ErrorCode::template_slot_position, tag,
                "The tag " + quoted(tag.text) +
                    " stands neither inside a JSON string nor where a JSON value can stand.");
  }

  Result<std::string> finish(Result<bool> walked) {
    if (error_) {
      return tl::unexpected(*error_);
    }
    if (!walked) {
      return tl::unexpected(walked.error());
    }
    if (!reader_.done()) {
      return fail(ErrorCode::template_not_json, "/template",
                  "The rendered text ends before its JSON does, after " + excerpt() + ".");
    }
    return std::move(out_);
  }

 private:
  bool stop(ErrorCode code, const mustache::Node& tag, std::string message) {
    error_ = Error{code, pointer_of(tag.text), std::move(message)};
    return false;
  }

  [[nodiscard]] std::string excerpt() const {
    constexpr std::size_t kLength = 40;
    std::size_t begin = out_.size() > kLength ? out_.size() - kLength : 0;
    // Not in the middle of a UTF-8 sequence.
    while (begin < out_.size() && (static_cast<unsigned char>(out_[begin]) & 0xC0U) == 0x80) {
      ++begin;
    }
    return out_.empty() ? "nothing" : quoted(std::string_view(out_).substr(begin));
  }

  bool refuse_text(std::string_view rest) {
    std::size_t length = 1;
    while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0U) == 0x80) {
      ++length;
    }
    error_ =
        Error{ErrorCode::template_not_json, "/template",
              quoted(rest.substr(0, length)) + " cannot follow in JSON after " + excerpt() + "."};
    return false;
  }

  bool within_budget() {
    if (out_.size() > budget_.output_bytes) {
      error_ = Error{ErrorCode::template_output_limit, "/template", {}};
      return false;
    }
    return true;
  }

  bool in_string(const mustache::Node& tag, const json::Value& value) {
    switch (value.kind()) {
      case Kind::Null:
      case Kind::Array:
      case Kind::Object:
        return stop(ErrorCode::template_value_type, tag,
                    quoted(tag.text) + " stands inside a text but is " +
                        (value.is_array() ? "a list." : "an object."));
      case Kind::String:
      case Kind::Number:
      case Kind::Bool:
        break;
    }
    const std::string text = mustache::to_text(value);
    if (tag.kind != mustache::NodeKind::Section) {
      json::append_escaped(out_, text, false);
      return true;
    }
    const auto number = is_canonical_decimal(text)
                            ? Uint256::parse(text)
                            : Result<Uint256>(fail(ErrorCode::uint256_invalid));
    if (!number) {
      return stop(ErrorCode::template_hex, tag,
                  "{{#hex}} got " + quoted(text.substr(0, 80)) +
                      ", not a whole number from 0 to 2^256-1 in plain decimal digits.");
    }
    out_ += number->to_hex();
    return true;
  }

  bool as_json(const mustache::Node& tag, const json::Value& value, bool list) {
    const bool data = value.is_array() || value.is_object();
    const std::string text = data ? json::dump(value, false) : mustache::to_text(value);
    const json::Limits limits{.bytes = budget_.output_bytes, .depth = budget_.depth + 1};
    const Result<json::Value> run =
        list && !data ? json::parse("[" + text + "]", limits) : json::parse(text, limits);
    if (!run || (list && !data && run->items().empty())) {
      return stop(ErrorCode::template_slot_value, tag,
                  quoted(tag.text) + " stands outside of quotes, so it must be complete JSON" +
                      (run ? ", not empty." : ": " + run.error().message));
    }
    const std::string written = json::dump(*run, false);
    out_ += list && !data ? std::string_view(written).substr(1, written.size() - 2)
                          : std::string_view(written);
    reader_.value_written();
    return true;
  }

  Budget budget_;
  JsonReader reader_;
  std::string out_;
  std::optional<Error> error_;
};

// Partials would pull in text that was never checked, delimiter changes hide variables from every
// other reader of the template.
std::optional<Error> refused_tag(const std::vector<mustache::Node>& nodes) {
  for (const mustache::Node& node : nodes) {
    if (node.kind == mustache::NodeKind::Partial) {
      return Error{
          ErrorCode::template_partial, "/template",
          "{{> " + std::string(node.text) + "}} is refused: there are no partials to load."};
    }
    if (node.kind == mustache::NodeKind::Delimiter) {
      return Error{ErrorCode::template_delimiter, "/template", {}};
    }
    for (const auto* inner : {&node.body, &node.otherwise}) {
      if (auto error = refused_tag(*inner)) {
        return error;
      }
    }
  }
  return std::nullopt;
}

Failure invalid(document::Findings findings) {
  std::string message = findings.front().path.empty() ? "" : findings.front().path + ": ";
  message += findings.front().message;
  if (findings.size() > 1) {
    message += " (and " + std::to_string(findings.size() - 1) + " more)";
  }
  return {{ErrorCode::template_invalid, "/template", std::move(message)}, std::move(findings)};
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out.append(out.back() == '{' ? "\"" : ",\"").append(name).append("\":\"");
  json::append_escaped(out, text, true);
  out += '"';
}

}  // namespace

Result<std::string> fill(const mustache::Template& parsed, const json::Value& context,
                         const Budget& budget) {
  if (const auto error = refused_tag(parsed.nodes)) {
    return tl::unexpected(*error);
  }
  Filler filler(budget);
  return filler.finish(mustache::walk(parsed, context, filler, budget));
}

Rendered<json::Value> render(const mustache::Template& parsed, const json::Value& context,
                             const Budget& budget) {
  const Result<std::string> text = fill(parsed, context, budget);
  if (!text) {
    return tl::unexpected(Failure{text.error(), {}});
  }
  Result<json::Value> document =
      json::parse(*text, {.bytes = budget.output_bytes, .depth = budget.depth});
  if (!document) {
    Error error = document.error();
    error.message += error.path.empty() ? "" : " (at " + error.path + " of the rendered document)";
    error.path = "/template";
    return tl::unexpected(Failure{std::move(error), {}});
  }
  document::Findings findings = document::check(*document);
  if (!findings.empty()) {
    return tl::unexpected(invalid(std::move(findings)));
  }
  document::normalise_refuse_answer(*document);
  return std::move(*document);
}

std::string to_json(const Failure& failure) {
  std::string out = "{";
  append_member(out, "code", code_text(failure.error.code));
  append_member(out, "path", failure.error.path);
  append_member(out, "message",
                failure.error.message.empty() ? code_advice(failure.error.code)
                                              : std::string_view(failure.error.message));
  if (!failure.findings.empty()) {
    out += ",\"issues\":[";
    for (std::size_t i = 0; i < failure.findings.size(); ++i) {
      out += i == 0 ? "{" : ",{";
      append_member(out, "severity", "error");
      append_member(out, "code", failure.findings[i].code);
      append_member(out, "path", failure.findings[i].path);
      append_member(out, "message", failure.findings[i].message);
      out += ",\"line\":1,\"column\":1,\"offset\":0";
      append_member(out, "source", "template");
      out += '}';
    }
    out += ']';
  }
  return out + "}";
}

}  // namespace dikast::dispute_template
