#include <algorithm>

#include "dikast/reality_question.hpp"

namespace dikast::reality {

namespace {

using json::Value;

constexpr std::uint64_t kMaxOutcomes = 128;

Result<void> append_field(std::string& out, const Value& field, const std::string& path) {
  std::string written;
  if (field.is_string()) {
    json::append_escaped(written, field.text(), false);
  } else {
    written = json::dump(field, false);
    if (field.is_array()) written = written.substr(1, written.size() - 2);
  }
  if (written.find(kDelimiter) != std::string::npos)
    return fail(ErrorCode::reality_delimiter, path);
  out += written;
  return {};
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t at = text.find(kDelimiter);
    fields.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return fields;
    text.remove_prefix(at + kDelimiter.size());
  }
}

struct Filled {
  std::string text;
  std::size_t used = 0;  ///< fields
};

tl::unexpected<Error> bad_placeholder() {
  return fail(ErrorCode::reality_template, "",
              "A % in a template is %s, %1$s or %%; this one is none of them.");
}

/// %s in turn, %2$s by number, %% for itself.
Result<Filled> fill(std::string_view pattern, const std::vector<std::string_view>& fields) {
  Filled filled;
  std::size_t next = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      filled.text += pattern[i];
      continue;
    }
    if (++i == pattern.size()) return bad_placeholder();
    if (pattern[i] == '%') {
      filled.text += '%';
      continue;
    }
    std::size_t number = 0;
    const std::size_t from = i;
    while (i < pattern.size() && pattern[i] >= '0' && pattern[i] <= '9' && i - from < 4)
      number = number * 10 + static_cast<std::size_t>(pattern[i++] - '0');
    if (number > 0 && (i == pattern.size() || pattern[i++] != '$')) return bad_placeholder();
    if (i >= pattern.size() || pattern[i] != 's') return bad_placeholder();
    const std::size_t index = number > 0 ? number - 1 : next++;
    filled.used = std::max(filled.used, index + 1);
    // What readers in JavaScript put where the question says nothing.
    filled.text += index < fields.size() ? fields[index] : std::string_view("undefined");
  }
  return filled;
}

/// Notes the error, and says it in the title where that is asked for.
void add_error(Value& document, std::string_view name, std::string_view prefix, bool in_title) {
  Value errors = Value::object();
  if (const Value* known = document.find("errors"); known != nullptr && known->is_object())
    errors = *known;
  errors.set(std::string(name), Value::boolean(true));
  document.set("errors", std::move(errors));
  if (!in_title) return;
  const Value* title = document.find("title");
  if (title != nullptr && title->is_string())
    document.set("title", Value::string(std::string(prefix) + title->text()));
}

bool too_many(const Value& outcomes) {
  if (outcomes.is_array()) return outcomes.items().size() > kMaxOutcomes;
  const Value* length = outcomes.find("length");
  if (length == nullptr || !length->is_number()) return false;
  const auto count = Uint256::parse(length->text());
  return count && *count > Uint256(kMaxOutcomes);
}

bool is_text(const Value* value, std::string_view text) {
  return value != nullptr && value->is_string() && value->text() == text;
}

bool is_precision(const Value& value) {
  if (!value.is_string() || value.text().size() != 1) return false;
  return std::string_view("YmdHis").find(value.text()[0]) != std::string_view::npos;
}

Value broken(std::string_view document) {
  Value value = Value::object();
  value.set("title", Value::string("[Badly formatted question]: " + std::string(document)));
  value.set("type", Value::string("broken-question"));
  add_error(value, "json_parse_failed", "", false);
  return value;
}

void check_document(Value& document, bool errors_to_title) {
  if (const Value* outcomes = document.find("outcomes"); outcomes != nullptr && too_many(*outcomes))
    add_error(document, "too_many_outcomes", "[Too many outcomes] ", errors_to_title);
  const Value* precision = document.find("precision");
  if (is_text(document.find("type"), "datetime") && precision != nullptr &&
      !is_precision(*precision))
    add_error(document, "invalid_precision", "[Invalid precision] ", errors_to_title);
  const Value* format = document.find("format");
  if (format == nullptr || format->is_null() || is_text(format, ""))
    document.set("format", Value::string("text/plain"));
  format = document.find("format");
  if (is_text(format, "text/plain")) {
    if (const Value* title = document.find("title")) {
      Value copy = *title;
      document.set("title_text", std::move(copy));
    }
  } else if (!is_text(format, "text/markdown")) {
    add_error(document, "invalid_format", "[Invalid format] ", errors_to_title);
  }
}

}  // namespace

Result<std::string> encode_fields(const std::vector<Value>& fields) {
  std::string text;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) text += kDelimiter;
    if (auto added = append_field(text, fields[i], "/" + std::to_string(i)); !added)
      return tl::unexpected(added.error());
  }
  return text;
}

Result<Value> read_document(std::string_view document, bool errors_to_title) {
  std::string text(document);
  // Readers drop these bytes before they read.
  std::erase(text, '\0');
  auto read = json::parse_like_javascript(text);
  if (!read) {
    Value value = broken(text);
    check_document(value, false);
    return value;
  }
  if (read->is_array()) return *std::move(read);
  if (!read->is_object())
    return fail(ErrorCode::reality_question, "", "The question is JSON, but no object.");
  check_document(*read, errors_to_title);
  return *std::move(read);
}

Result<Value> decode_question(std::string_view template_text, std::string_view text,
                              bool errors_to_title) {
  const std::vector<std::string_view> fields = split(text);
  const auto filled = fill(template_text, fields);
  if (!filled) return tl::unexpected(filled.error());
  auto document = read_document(filled->text, errors_to_title);
  if (!document || !document->is_object()) return document;
  if (fields.size() > filled->used && !text.empty())
    add_error(*document, "suspicious_extra_data", "[Suspicious Extra Data] ", errors_to_title);
  return document;
}

}  // namespace dikast::reality
