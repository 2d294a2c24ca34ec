#include <utility>

#include "grammar.hpp"
#include "layout.hpp"

// The item level of the grammar: function, event, error, constructor, fallback, receive, struct.
namespace dikast::abi {
namespace {

struct Keyword {
  std::string_view word;
  ItemKind kind;
  bool named;
};

constexpr Keyword kKeywords[] = {
    {"function", ItemKind::Function, true},  {"event", ItemKind::Event, true},
    {"error", ItemKind::Error, true},        {"constructor", ItemKind::Constructor, false},
    {"fallback", ItemKind::Fallback, false}, {"receive", ItemKind::Receive, false},
};

ListKind list_kind(ItemKind kind) {
  return kind == ItemKind::Event ? ListKind::EventArguments : ListKind::Arguments;
}

}  // namespace

Result<void> SignatureParser::head(Item& item, ItemKind bare) {
  const std::size_t begin = position_;
  const std::string_view word = take_name();
  for (const Keyword& keyword : kKeywords) {
    if (word != keyword.word) continue;
    item.kind = keyword.kind;
    if (!keyword.named) return {};
    // "error(uint256)": no keyword but the name of a function; "function" and "event" are reserved.
    if (peek() == '(' && item.kind == ItemKind::Error) break;
    item.name = take_name();
    if (item.name.empty()) return syntax("A name");
    return {};
  }
  if (word.empty()) {
    position_ = begin;
    return syntax("\"function\", \"event\", \"error\", \"constructor\" or a name");
  }
  item.kind = bare;
  item.name = word;
  return {};
}

Result<void> SignatureParser::arguments(Parameters& into, ListKind kind) {
  if (!take('(')) return syntax("\"(\"");
  auto parsed = list(kind, ',', 1);
  if (!parsed) return tl::unexpected(std::move(parsed).error());
  if (!take(')')) return syntax("\",\" or \")\"");
  into = *std::move(parsed);
  return {};
}

Result<void> SignatureParser::function_tail(Item& item) {
  bool has_visibility = false;
  bool has_mutability = false;
  for (;;) {
    const std::size_t begin = position_;
    const std::string_view word = take_name();
    if (word.empty()) return {};
    if ((word == "external" || word == "public") && !has_visibility) {
      has_visibility = true;
    } else if ((word == "view" || word == "pure" || word == "payable" || word == "nonpayable") &&
               !has_mutability) {
      has_mutability = true;
      item.state_mutability = word;
    } else if (word == "returns") {
      return arguments(item.outputs, ListKind::Arguments);
    } else if (word != "virtual" && word != "override") {
      position_ = begin;
      return syntax("\"external\", \"public\", \"view\", \"pure\", \"payable\" or \"returns\"");
    }
  }
}

Result<void> SignatureParser::event_tail(Item& item) {
  item.anonymous = take_word("anonymous");
  return check_indexed(item, path_);
}

Result<void> SignatureParser::special_tail(Item& item) {
  if (item.kind != ItemKind::Constructor && !item.inputs.empty()) {
    return fail(ErrorCode::abi_syntax, std::string(path_),
                "fallback and receive take no arguments.");
  }
  (void)take_word(item.kind == ItemKind::Constructor ? "public" : "external");
  if (take_word("payable")) item.state_mutability = "payable";
  if (item.kind == ItemKind::Receive && item.state_mutability != "payable") {
    return syntax("\"payable\"");
  }
  return {};
}

Result<Item> SignatureParser::item(ItemKind bare) {
  Item result;
  Result<void> done = head(result, bare);
  if (done) done = arguments(result.inputs, list_kind(result.kind));
  if (done) {
    switch (result.kind) {
      case ItemKind::Function:
        done = function_tail(result);
        break;
      case ItemKind::Event:
        done = event_tail(result);
        break;
      case ItemKind::Error:
        break;
      case ItemKind::Constructor:
      case ItemKind::Fallback:
      case ItemKind::Receive:
        done = special_tail(result);
        break;
    }
  }
  (void)take(';');  // signatures are often copied with it
  if (done) done = end();
  if (!done) return tl::unexpected(std::move(done).error());
  return result;
}

Result<void> check_indexed(const Item& item, std::string_view path) {
  std::size_t indexed = 0;
  for (const Parameter& input : item.inputs) indexed += input.indexed ? 1 : 0;
  const std::size_t most = item.anonymous ? 4 : 3;
  if (indexed <= most) return {};
  return fail(ErrorCode::abi_syntax, std::string(path),
              "An event has at most " + std::to_string(most) + " indexed parameters" +
                  (item.anonymous ? "." : " (four when it is anonymous)."));
}

bool is_struct(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\n' ||
                           text.front() == '\r')) {
    text.remove_prefix(1);
  }
  return text.starts_with("struct") && text.size() > 6 && !is_name_char(text[6]);
}

Result<StructDefinition> split_struct(std::string_view text, std::string_view path) {
  const std::size_t open = text.find('{');
  const std::size_t close = text.rfind('}');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open ||
      text.find_first_not_of(" \t\r\n;", close + 1) != std::string_view::npos) {
    return fail(ErrorCode::abi_syntax, std::string(path),
                "A struct is written as: struct Name { uint256 a; string b; }");
  }
  std::string_view name = text.substr(0, open);
  name.remove_prefix(name.find("struct") + 6);
  const std::size_t begin = name.find_first_not_of(" \t\r\n");
  const std::size_t end = name.find_last_not_of(" \t\r\n");
  name = begin == std::string_view::npos ? std::string_view{} : name.substr(begin, end - begin + 1);
  bool valid = !name.empty() && is_name_start(name.front()) && name != "tuple" &&
               !elementary(name).has_value();
  for (const char c : name) valid = valid && is_name_char(c);
  if (!valid) {
    return fail(ErrorCode::abi_syntax, std::string(path), "This is no name for a struct.");
  }
  return StructDefinition{name, text.substr(open + 1, close - open - 1), std::string(path)};
}

}  // namespace dikast::abi
