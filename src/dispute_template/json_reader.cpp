#include "json_reader.hpp"

namespace dikast::dispute_template::detail {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool is_literal(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' ||
         c == 'E';
}

}  // namespace

bool JsonReader::open(bool object) {
  if ((state_ != State::Value && state_ != State::ItemOrEnd) || stack_.size() >= max_depth_) {
    return false;
  }
  stack_.push_back(object);
  state_ = object ? State::KeyOrEnd : State::ItemOrEnd;
  return true;
}

bool JsonReader::close(bool object) {
  const State empty = object ? State::KeyOrEnd : State::ItemOrEnd;
  if (stack_.empty() || stack_.back() != object || (state_ != State::After && state_ != empty)) {
    return false;
  }
  stack_.pop_back();
  state_ = State::After;
  return true;
}

bool JsonReader::structural(char c) {
  switch (c) {
    case '{':
      return open(true);
    case '[':
      return open(false);
    case '}':
      return close(true);
    case ']':
      return close(false);
    case ',':
      if (state_ != State::After || stack_.empty()) {
        return false;
      }
      state_ = stack_.back() ? State::Key : State::Value;
      return true;
    case ':':
      if (state_ != State::Colon) {
        return false;
      }
      state_ = State::Value;
      return true;
    case '"':
      in_key_ = state_ == State::Key || state_ == State::KeyOrEnd;
      if (!in_key_ && state_ != State::Value && state_ != State::ItemOrEnd) {
        return false;
      }
      state_ = State::String;
      return true;
    default:
      if (!is_literal(c) || (state_ != State::Value && state_ != State::ItemOrEnd)) {
        return false;
      }
      state_ = State::Literal;
      return true;
  }
}

std::size_t JsonReader::string(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const char c = text[at++];
    if (escape_ == 1) {
      escape_ = c == 'u' ? 5 : 0;
    } else if (escape_ > 1) {
      escape_ = escape_ == 2 ? 0 : static_cast<std::uint8_t>(escape_ - 1);
    } else if (c == '\\') {
      escape_ = 1;
    } else if (c == '"') {
      state_ = in_key_ ? State::Colon : State::After;
      break;
    }
  }
  return at;
}

bool JsonReader::feed(std::string_view text, std::size_t& fault) {
  for (std::size_t at = 0; at < text.size();) {
    if (state_ == State::String) {
      at = string(text, at);
      continue;
    }
    const char c = text[at];
    if (state_ == State::Literal) {
      if (is_literal(c)) {
        ++at;
        continue;
      }
      state_ = State::After;
    }
    if (!is_space(c) && !structural(c)) {
      fault = at;
      return false;
    }
    ++at;
  }
  return true;
}

JsonReader::Slot JsonReader::slot() const {
  switch (state_) {
    case State::String:
      return in_key_ || escape_ != 0 ? Slot::None : Slot::InString;
    case State::Value:
      return !stack_.empty() && !stack_.back() ? Slot::ListItems : Slot::Value;
    case State::ItemOrEnd:
      return Slot::ListItems;
    case State::KeyOrEnd:
    case State::Key:
    case State::Colon:
    case State::After:
    case State::Literal:
      break;
  }
  return Slot::None;
}

bool JsonReader::done() const {
  return stack_.empty() && (state_ == State::After || state_ == State::Literal);
}

}  // namespace dikast::dispute_template::detail
