#include <algorithm>
#include <charconv>
#include <utility>

#include "dikast/utf8.hpp"
#include "source.hpp"

namespace dikast::abi {
namespace {

constexpr char kEnd = '\0';
constexpr char kEscape = '\x01';

}  // namespace

tl::unexpected<Error> TokenSource::located(Error error) const {
  error.path = pointer_join(path_, std::to_string(parameter_));
  if (error.message.empty()) error.message = code_advice(error.code);
  return tl::unexpected(std::move(error));
}

Result<std::string_view> TokenSource::next() {
  std::size_t end = rest_.find(kEnd);
  // Escaped ends are rare: only then is the token looked at again.
  while (end != std::string_view::npos) {
    std::size_t escapes = 0;
    while (escapes < end && rest_[end - 1 - escapes] == kEscape) ++escapes;
    if (escapes % 2 == 0) break;
    end = rest_.find(kEnd, end + 1);
  }
  if (end == std::string_view::npos) {
    return located(Error{ErrorCode::abi_length, {}, "Values are missing."});
  }
  const std::string_view token = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  return token;
}

Result<void> TokenSource::word(const Type& type, std::uint8_t* out32) {
  const auto token = next();
  if (!token) return tl::unexpected(token.error());
  auto done = word_from_text(type, *token, out32);
  if (!done) return located(std::move(done).error());
  return {};
}

Result<void> TokenSource::content(const Type& type, Bytes& out) {
  const auto token = next();
  if (!token) return tl::unexpected(token.error());
  if (type.kind == TypeKind::Bytes) {
    auto done = append_from_hex(*token, out);
    if (!done) return located(std::move(done).error());
    return {};
  }
  if (!utf8::is_valid(*token)) return located(Error{ErrorCode::utf8_invalid, {}, {}});
  std::string_view text = *token;
  for (;;) {
    const std::size_t escape = text.find(kEscape);
    const std::string_view plain = text.substr(0, escape);
    out.insert(out.end(), plain.begin(), plain.end());
    if (escape == std::string_view::npos) return {};
    if (escape + 1 < text.size()) out.push_back(static_cast<std::uint8_t>(text[escape + 1]));
    text.remove_prefix(std::min(escape + 2, text.size()));
  }
}

Result<std::size_t> TokenSource::enter_array(const Type& type) {
  ++depth_;
  if (type.kind == TypeKind::FixedArray) return std::size_t{type.count};
  const auto token = next();
  if (!token) return tl::unexpected(token.error());
  std::uint32_t count = 0;
  const char* end = token->data() + token->size();
  const auto [stop, status] = std::from_chars(token->data(), end, count);
  // Every element has at least one character, its end.
  if (status != std::errc{} || stop != end || count > rest_.size()) {
    return located(Error{ErrorCode::abi_length, {}, "Values are missing."});
  }
  return std::size_t{count};
}

Result<void> TokenSource::enter_tuple(const Parameters&) {
  ++depth_;
  return {};
}

Result<void> TokenSource::go_to(std::size_t index) {
  if (depth_ == 1) parameter_ = index;
  return {};
}

}  // namespace dikast::abi
