#include "reader.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "dikast/bytes.hpp"
#include "dikast/utf8.hpp"
#include "scan.hpp"

namespace dikast::json {
namespace detail {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_high_surrogate(char32_t c) { return c >= 0xd800 && c <= 0xdbff; }
bool is_low_surrogate(char32_t c) { return c >= 0xdc00 && c <= 0xdfff; }

class Reader {
 public:
  Reader(std::string_view text, std::uint32_t depth, Rules rules)
      : text_(text), depth_(std::min(depth, kMaxDepth)), rules_(rules) {}

  Result<Value> run();

 private:
  /// An array or object that is still open. `key` belongs to the value being read.
  struct Frame {
    Value container;
    std::string key;
    std::vector<std::size_t> key_offsets;
  };

  bool value(Value& out, bool& opened);
  bool open(Value container);
  bool next_element(bool first, bool& closed);
  bool next_member(bool first, bool& closed);
  void attach(Value done);
  Value close();
  bool key();
  bool string(std::string& out);
  bool escape(std::string& out);
  bool unicode_escape(std::string& out);
  bool hex4(char32_t& unit);
  bool number(Value& out);
  bool literal(std::string_view word);

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  [[nodiscard]] bool sees(char c) const { return at_ < text_.size() && text_[at_] == c; }
  /// A JSON Pointer to the value being read.
  [[nodiscard]] std::string path() const;

  bool syntax(std::string_view expected) { return syntax_at(at_, expected); }
  bool syntax_at(std::size_t at, std::string_view expected);
  bool refuse(ErrorCode code, std::string path, std::string message);
  /// A breach of the policy in a text whose syntax may still turn out to be wrong.
  void note(ErrorCode code, std::string path, std::string message);
  void note_surrogate(std::size_t at);

  std::string_view text_;
  std::uint32_t depth_;
  Rules rules_;
  std::size_t at_ = 0;
  std::vector<Frame> stack_;
  bool in_key_ = false;
  std::optional<Error> error_;
  std::optional<Error> breach_;
};

bool Reader::refuse(ErrorCode code, std::string path, std::string message) {
  error_ = Error{code, std::move(path), std::move(message)};
  return false;
}

void Reader::note(ErrorCode code, std::string path, std::string message) {
  if (!breach_) breach_ = Error{code, std::move(path), std::move(message)};
}

bool Reader::syntax_at(std::size_t at, std::string_view expected) {
  std::string message = "At " + describe_place(text_, at) + ": expected ";
  message += expected;
  message += ", but found " + describe_found(text_, at) + ".";
  return refuse(ErrorCode::json_syntax, "", std::move(message));
}

std::string Reader::path() const {
  std::string pointer;
  for (std::size_t i = 0; i < stack_.size(); ++i) {
    if (in_key_ && i + 1 == stack_.size()) break;
    const Frame& frame = stack_[i];
    pointer = frame.container.is_array()
                  ? pointer_join(pointer, std::to_string(frame.container.items().size()))
                  : pointer_join(pointer, frame.key);
  }
  return pointer;
}

void Reader::note_surrogate(std::size_t at) {
  note(ErrorCode::json_surrogate, path(),
       "At " + describe_place(text_, at) +
           ": half of a surrogate pair stands alone, which is no character.");
}

bool Reader::hex4(char32_t& unit) {
  unit = 0;
  for (std::size_t i = 0; i < 4; ++i, ++at_) {
    const int digit = at_ < text_.size() ? hex_digit_value(text_[at_]) : -1;
    if (digit < 0) return syntax("four hex digits after \\u");
    unit = unit << 4 | static_cast<char32_t>(digit);
  }
  return true;
}

bool Reader::unicode_escape(std::string& out) {
  const std::size_t start = at_ - 2;
  char32_t unit = 0;
  if (!hex4(unit)) return false;
  if (is_high_surrogate(unit) && text_.substr(at_, 2) == "\\u") {
    const std::size_t back = at_;
    at_ += 2;
    char32_t low = 0;
    if (!hex4(low)) return false;
    if (is_low_surrogate(low)) {
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    } else {
      at_ = back;
    }
  }
  if (is_high_surrogate(unit) || is_low_surrogate(unit)) note_surrogate(start);
  utf8::append(out, unit);
  return true;
}

bool Reader::escape(std::string& out) {
  constexpr std::string_view from = "\"\\/bfnrt";
  constexpr std::string_view to = "\"\\/\b\f\n\r\t";
  ++at_;
  if (sees('u')) {
    ++at_;
    return unicode_escape(out);
  }
  const std::size_t i = at_ < text_.size() ? from.find(text_[at_]) : std::string_view::npos;
  if (i == std::string_view::npos) return syntax("one of \" \\ / b f n r t u after a backslash");
  out += to[i];
  ++at_;
  return true;
}

/// Halves that came one from an escape and one as they are still make a pair in JavaScript.
void join_surrogates(std::string& text) {
  std::string joined;
  joined.reserve(text.size());
  std::size_t i = 0;
  while (i < text.size()) {
    const auto first = utf8::decode_wtf8_at(text, i);
    const auto second = first ? utf8::decode_wtf8_at(text, i + first->length) : std::nullopt;
    if (first && second && is_high_surrogate(first->code_point) &&
        is_low_surrogate(second->code_point)) {
      utf8::append(joined,
                   0x10000 + ((first->code_point - 0xd800) << 10) + (second->code_point - 0xdc00));
      i += first->length + second->length;
    } else {
      const std::size_t length = first ? first->length : 1;
      joined.append(text, i, length);
      i += length;
    }
  }
  text = std::move(joined);
}

bool Reader::string(std::string& out) {
  ++at_;
  while (true) {
    const std::size_t end = plain_end<false>(text_, at_);
    out.append(text_.data() + at_, end - at_);
    at_ = end;
    if (at_ == text_.size()) return syntax("'\"' at the end of a string");
    if (text_[at_] == '"') break;
    if (text_[at_] != '\\') {
      return syntax(
          "an escape such as \\n (a string holds no bare control character or line break)");
    }
    if (!escape(out)) return false;
  }
  ++at_;
  if (rules_ == Rules::JavaScript && breach_) {
    join_surrogates(out);
    breach_.reset();
  }
  return true;
}

bool Reader::number(Value& out) {
  const std::size_t length = number_length(text_.substr(at_));
  const std::size_t end = at_ + length;
  if (length == 0) return syntax_at(at_ + 1, "a digit after '-'");
  const char next = end < text_.size() ? text_[end] : ' ';
  if (next == '.') return syntax_at(end + 1, "a digit after the decimal point");
  if (next == 'e' || next == 'E') {
    const bool sign = end + 1 < text_.size() && (text_[end + 1] == '+' || text_[end + 1] == '-');
    return syntax_at(end + (sign ? 2 : 1), "a digit of the exponent");
  }
  if (is_digit(next)) return syntax_at(end, "a number without a leading zero");
  out = Value::number(std::string(text_.substr(at_, length)));
  at_ = end;
  return true;
}

bool Reader::literal(std::string_view word) {
  for (const char c : word) {
    if (!sees(c)) return syntax("a value (a word here is true, false or null, in small letters)");
    ++at_;
  }
  return true;
}

bool Reader::open(Value container) {
  if (stack_.size() >= depth_) {
    return refuse(ErrorCode::json_depth, "",
                  "At " + describe_place(text_, at_) + ": nested deeper than " +
                      std::to_string(depth_) + " levels.");
  }
  ++at_;
  stack_.push_back(Frame{std::move(container), {}, {}});
  return true;
}

/// Reads a scalar into `out`, or opens a container.
bool Reader::value(Value& out, bool& opened) {
  skip_space();
  opened = false;
  const char c = at_ < text_.size() ? text_[at_] : '\0';
  if (c == '"') {
    std::string text;
    if (!string(text)) return false;
    out = Value::string(std::move(text));
    return true;
  }
  if (c == '-' || is_digit(c)) return number(out);
  if (c == '{' || c == '[') {
    opened = true;
    return open(c == '{' ? Value::object() : Value::array());
  }
  if (c == 't' || c == 'f') {
    out = Value::boolean(c == 't');
    return literal(c == 't' ? "true" : "false");
  }
  if (c == 'n') {
    out = Value();
    return literal("null");
  }
  if (at_ == 0 && has_byte_order_mark(text_)) {
    return syntax("a value (JSON has no byte-order mark)");
  }
  if (c == '\'') return syntax("a value (a string stands in double quotes)");
  if (c == '/') return syntax("a value (JSON has no comments)");
  if (c == ']' || c == '}') return syntax("a value (no comma stands before a closing bracket)");
  return syntax("a value");
}

bool Reader::key() {
  if (!sees('"')) {
    if (sees('}')) return syntax("a key (no comma stands before a closing bracket)");
    return syntax("a key in double quotes");
  }
  Frame& frame = stack_.back();
  frame.key_offsets.push_back(at_);
  frame.key.clear();
  in_key_ = true;
  if (!string(frame.key)) return false;
  in_key_ = false;
  skip_space();
  if (!sees(':')) return syntax("':' after the key");
  ++at_;
  return true;
}

bool Reader::next_element(bool first, bool& closed) {
  skip_space();
  closed = sees(']');
  if (closed || first) return true;
  if (!sees(',')) return syntax("',' or ']' after a value of the array");
  ++at_;
  return true;
}

bool Reader::next_member(bool first, bool& closed) {
  skip_space();
  closed = sees('}');
  if (closed) return true;
  if (!first) {
    if (!sees(',')) return syntax("',' or '}' after a member of the object");
    ++at_;
    skip_space();
  }
  return key();
}

void Reader::attach(Value done) {
  Frame& frame = stack_.back();
  if (frame.container.is_array()) {
    frame.container.push(std::move(done));
  } else {
    frame.container.members().push_back(Member{std::move(frame.key), std::move(done)});
  }
}

Value Reader::close() {
  ++at_;
  Frame frame = std::move(stack_.back());
  stack_.pop_back();
  std::vector<Member>& members = frame.container.members();
  if (has_duplicate_keys(members)) {
    if (rules_ == Rules::JavaScript) {
      keep_last_of_duplicates(members);
    } else if (const auto twice = first_duplicate(members)) {
      const std::string& name = members[*twice].key;
      std::string quoted;
      append_escaped(quoted, name, false);
      note(ErrorCode::json_duplicate_key, pointer_join(path(), name),
           "At " + describe_place(text_, frame.key_offsets[*twice]) + ": the key \"" + quoted +
               "\" stands twice in one object; parsers disagree which one counts.");
    }
  }
  return std::move(frame.container);
}

Result<Value> Reader::run() {
  Value done;
  bool opened = false;
  bool good = value(done, opened);
  while (good && !stack_.empty()) {
    if (!opened) attach(std::exchange(done, Value()));
    const bool in_array = stack_.back().container.is_array();
    bool closed = false;
    good = in_array ? next_element(opened, closed) : next_member(opened, closed);
    if (!good) break;
    if (closed) {
      done = close();
      opened = false;
      if (stack_.empty()) break;
    } else {
      good = value(done, opened);
    }
  }
  skip_space();
  if (good && at_ != text_.size()) good = syntax("nothing after the end of the document");
  if (!good) return tl::unexpected<Error>(*error_);
  if (breach_) return tl::unexpected<Error>(*breach_);
  return done;
}

std::optional<Error> check_text(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) {
    return Error{ErrorCode::input_too_large, "",
                 "The text has " + std::to_string(text.size()) + " bytes; " +
                     std::to_string(limits.bytes) + " are the limit."};
  }
  return std::nullopt;
}

}  // namespace

Result<Value> read(std::string_view text, const Limits& limits, Rules rules) {
  if (auto error = check_text(text, limits)) return tl::unexpected<Error>(std::move(*error));
  const auto invalid =
      rules == Rules::Strict ? utf8::first_invalid(text) : utf8::first_invalid_wtf8(text);
  if (invalid) {
    return fail(ErrorCode::utf8_invalid, "",
                "At " + describe_place(text, *invalid) + ": the text is not valid UTF-8.");
  }
  return Reader(text, limits.depth, rules).run();
}

Error explain(std::string_view text, const Limits& limits) {
  const auto read_again = read(text, limits, Rules::Strict);
  if (!read_again) return read_again.error();
  return fail(ErrorCode::json_syntax).value();
}

}  // namespace detail

Result<Value> parse_like_javascript(std::string_view text, const Limits& limits) {
  return detail::read(text, limits, detail::Rules::JavaScript);
}

}  // namespace dikast::json
