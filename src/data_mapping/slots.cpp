#include "dikast/data_mapping/slots.hpp"

#include <algorithm>

#include "dikast/data_mapping.hpp"
#include "dikast/mustache.hpp"
#include "json_scanner.hpp"

namespace dikast::mapping {
namespace {

tl::unexpected<Error> unsafe(const std::string& path, const Piece& piece, std::string_view why) {
  return fail(ErrorCode::mapping_unsafe_value, path,
              "The value of {{" + piece.text + "}} " + std::string(why));
}

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_number(std::string_view text) {
  const auto value = json::parse(text, {.bytes = 128, .depth = 1});
  return value && value->is_number();
}

/// Where in GraphQL source (specification October 2021, section 2.1) the text fed so far ends.
class QueryScanner {
 public:
  enum class Place : std::uint8_t { Code, String, BlockString, Comment };

  void feed(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (escaped_) {
        escaped_ = false;
        continue;
      }
      switch (place_) {
        case Place::Code:
          if (c == '#') place_ = Place::Comment;
          if (c == '"') open(text, i);
          break;
        case Place::String:
          if (c == '\\') escaped_ = true;
          if (c == '"' || c == '\n' || c == '\r') place_ = Place::Code;
          break;
        case Place::BlockString:
          if (c == '\\') escaped_ = text.substr(i + 1).starts_with("\"\"\"");
          if (text.substr(i).starts_with("\"\"\"")) {
            place_ = Place::Code;
            i += 2;
          }
          break;
        case Place::Comment:
          if (c == '\n' || c == '\r') place_ = Place::Code;
          break;
      }
    }
  }
  [[nodiscard]] Place place() const { return place_; }
  [[nodiscard]] bool escaped() const { return escaped_; }

 private:
  void open(std::string_view text, std::size_t& i) {
    if (text.substr(i).starts_with("\"\"\"")) {
      place_ = Place::BlockString;
      i += 2;
    } else {
      place_ = Place::String;
    }
  }
  Place place_ = Place::Code;
  bool escaped_ = false;
};

Result<bool> check_size(const std::string& text, const std::string& path) {
  if (text.size() <= max_context_bytes) return true;
  return fail(ErrorCode::mapping_context_limit, path);
}

Result<Pieces> pieces_at(const json::Value& source, const std::string& path) {
  auto pieces = parse_pieces(source.text());
  if (!pieces) return fail(pieces.error().code, path, pieces.error().message);
  return pieces;
}

Result<bool> collect(const json::Value& value, const std::string& path,
                     std::vector<std::string>& names) {
  if (value.is_string()) {
    const auto pieces = pieces_at(value, path);
    if (!pieces) return tl::unexpected(pieces.error());
    for (const Piece& piece : *pieces) {
      if (piece.is_value && std::find(names.begin(), names.end(), piece.text) == names.end()) {
        names.push_back(piece.text);
      }
    }
  }
  for (std::size_t i = 0; i < value.items().size(); ++i) {
    auto ok = collect(value.items()[i], pointer_join(path, std::to_string(i)), names);
    if (!ok) return ok;
  }
  for (const json::Member& member : value.members()) {
    auto ok = collect(member.value, pointer_join(path, member.key), names);
    if (!ok) return ok;
  }
  return true;
}

}  // namespace

Result<Pieces> parse_pieces(std::string_view source) {
  const auto parsed = mustache::parse(source, mustache::Dialect::Mustache);
  if (!parsed) return fail(ErrorCode::mapping_placeholder, {}, parsed.error().error.message);
  Pieces pieces;
  for (const mustache::Node& node : parsed->nodes) {
    switch (node.kind) {
      case mustache::NodeKind::Text:
        pieces.push_back({false, false, std::string(node.text)});
        break;
      case mustache::NodeKind::Variable:
        pieces.push_back({true, false, std::string(node.text)});
        break;
      case mustache::NodeKind::RawVariable:
        pieces.push_back({true, true, std::string(node.text)});
        break;
      case mustache::NodeKind::Comment:
        break;
      case mustache::NodeKind::Section:
      case mustache::NodeKind::Inverted:
      case mustache::NodeKind::If:
      case mustache::NodeKind::Unless:
      case mustache::NodeKind::Each:
      case mustache::NodeKind::With:
      case mustache::NodeKind::Partial:
      case mustache::NodeKind::Delimiter:
        return fail(
            ErrorCode::mapping_placeholder, {},
            "A mapping's text may hold {{name}} and {{{name}}}, no blocks and no other tags.");
    }
  }
  return pieces;
}

Result<std::vector<std::string>> variables_of(const json::Value& value, const std::string& path) {
  std::vector<std::string> names;
  if (auto ok = collect(value, path, names); !ok) return tl::unexpected(ok.error());
  return names;
}

const json::Value* find_variable(const json::Value& context, std::string_view name) {
  const json::Value* found = context.find(name);
  if (found == nullptr && name != ".") {
    const json::Value* at = &context;
    std::string_view rest = name;
    while (at != nullptr && !rest.empty()) {
      const std::size_t dot = rest.find('.');
      at = at->is_object() ? at->find(rest.substr(0, dot)) : nullptr;
      if (dot == std::string_view::npos) {
        found = at;
        break;
      }
      rest.remove_prefix(dot + 1);
    }
  }
  return found == nullptr || found->is_null() ? nullptr : found;
}

Result<const json::Value*> Filler::find(const Piece& piece, const std::string& path) {
  const json::Value* value = find_variable(context_, piece.text);
  if (value == nullptr) {
    return fail(ErrorCode::mapping_missing_variable, path,
                "No value for \"" + piece.text +
                    "\": neither the context nor an earlier mapping gives it.");
  }
  return value;
}

Result<std::string> Filler::scalar(const Piece& piece, const std::string& path) {
  const auto value = find(piece, path);
  if (!value) return tl::unexpected(value.error());
  switch ((*value)->kind()) {
    case json::Value::Kind::Null:
      break;
    case json::Value::Kind::Bool:
      return std::string((*value)->as_bool() ? "true" : "false");
    case json::Value::Kind::Number:
    case json::Value::Kind::String:
      note_escaping(piece, (*value)->text());
      return (*value)->text();
    case json::Value::Kind::Array:
    case json::Value::Kind::Object:
      break;
  }
  return unsafe(path, piece, "is a list or an object and cannot stand inside a text.");
}

void Filler::note_escaping(const Piece& piece, std::string_view written) {
  if (piece.raw || find_secret(piece.text) != nullptr ||
      written.find_first_of("&<>\"'/`=") == std::string_view::npos)
    return;
  constexpr std::size_t shown = 80;
  std::string court;
  mustache::append_html_escaped(court, written.substr(0, shown));
  std::string note = "Court HTML-escapes {{" + piece.text + "}} here and would use \"" + court +
                     (written.size() > shown ? "...\"" : "\"") + "; write {{{" + piece.text +
                     "}}}.";
  if (std::find(notes_.begin(), notes_.end(), note) == notes_.end())
    notes_.push_back(std::move(note));
}

Result<std::string> Filler::text(const json::Value& source, const std::string& path) {
  const auto pieces = pieces_at(source, path);
  if (!pieces) return tl::unexpected(pieces.error());
  std::string out;
  for (const Piece& piece : *pieces) {
    if (piece.is_value) {
      auto value = scalar(piece, path);
      if (!value) return value;
      out += *value;
    } else {
      out += piece.text;
    }
    if (auto ok = check_size(out, path); !ok) return tl::unexpected(ok.error());
  }
  return out;
}

Result<std::string> Filler::url(const json::Value& source, const std::string& path) {
  const auto pieces = pieces_at(source, path);
  if (!pieces) return tl::unexpected(pieces.error());
  std::string out;
  for (const Piece& piece : *pieces) {
    if (piece.is_value) {
      auto value = scalar(piece, path);
      if (!value) return value;
      append_percent_encoded(out, *value);
    } else {
      out += piece.text;
    }
    if (auto ok = check_size(out, path); !ok) return tl::unexpected(ok.error());
  }
  return out;
}

Result<std::string> Filler::query(const json::Value& source, const std::string& path) {
  const auto pieces = pieces_at(source, path);
  if (!pieces) return tl::unexpected(pieces.error());
  std::string out;
  QueryScanner scanner;
  for (const Piece& piece : *pieces) {
    if (!piece.is_value) {
      scanner.feed(piece.text);
      out += piece.text;
      continue;
    }
    auto value = scalar(piece, path);
    if (!value) return value;
    const bool in_code = scanner.place() == QueryScanner::Place::Code;
    const bool quiet = std::none_of(value->begin(), value->end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
    });
    if (scanner.escaped() || !quiet || (in_code && !is_name(*value) && !is_number(*value))) {
      return unsafe(path, piece,
                    "cannot stand in the query's text; pass it through \"variables\".");
    }
    out += *value;
    if (auto ok = check_size(out, path); !ok) return tl::unexpected(ok.error());
  }
  return out;
}

Result<json::Value> Filler::document(const json::Value& source, const std::string& path) {
  const auto pieces = pieces_at(source, path);
  if (!pieces) return tl::unexpected(pieces.error());
  std::string out;
  JsonScanner scanner;
  for (const Piece& piece : *pieces) {
    if (!piece.is_value) {
      scanner.feed(piece.text);
      out += piece.text;
      continue;
    }
    if (scanner.escaped()) return unsafe(path, piece, "stands behind a backslash.");
    if (scanner.in_string()) {
      const auto value = scalar(piece, path);
      if (!value) return tl::unexpected(value.error());
      json::append_escaped(out, *value, false);
    } else {
      const auto value = find(piece, path);
      if (!value) return tl::unexpected(value.error());
      if ((*value)->is_string()) note_escaping(piece, (*value)->text());
      if ((*value)->is_string() && !json::parse((*value)->text())) {
        return unsafe(path, piece, "is not a complete JSON value.");
      }
      out += (*value)->is_string() ? (*value)->text() : json::dump(**value, false);
    }
    if (auto ok = check_size(out, path); !ok) return tl::unexpected(ok.error());
  }
  auto parsed = json::parse(out);
  if (!parsed)
    return fail(ErrorCode::mapping_field_type, path,
                "The text is not JSON: " + parsed.error().message);
  return parsed;
}

Result<json::Value> Filler::tree(const json::Value& source, const std::string& path) {
  switch (source.kind()) {
    case json::Value::Kind::Null:
    case json::Value::Kind::Bool:
    case json::Value::Kind::Number:
      return source;
    case json::Value::Kind::String: {
      const auto pieces = pieces_at(source, path);
      if (!pieces) return tl::unexpected(pieces.error());
      if (pieces->size() == 1 && (*pieces)[0].is_value) {
        const auto value = find((*pieces)[0], path);
        if (!value) return tl::unexpected(value.error());
        if ((*value)->is_array() || (*value)->is_object()) return **value;
      }
      auto filled = text(source, path);
      if (!filled) return tl::unexpected(filled.error());
      return json::Value::string(std::move(*filled));
    }
    case json::Value::Kind::Array: {
      json::Value out = json::Value::array();
      for (std::size_t i = 0; i < source.items().size(); ++i) {
        auto item = tree(source.items()[i], pointer_join(path, std::to_string(i)));
        if (!item) return item;
        out.push(std::move(*item));
      }
      return out;
    }
    case json::Value::Kind::Object: {
      json::Value out = json::Value::object();
      for (const json::Member& member : source.members()) {
        auto value = tree(member.value, pointer_join(path, member.key));
        if (!value) return value;
        out.members().push_back({member.key, std::move(*value)});
      }
      return out;
    }
  }
  return source;
}

}  // namespace dikast::mapping
