#include <algorithm>
#include <utility>

#include "dikast/abi.hpp"
#include "dikast/abi_stream.hpp"
#include "source.hpp"

namespace dikast::abi {
namespace {

constexpr std::size_t kWord = 32;
/// The largest encoding: far above what a block holds, and small enough for 32-bit sizes.
constexpr std::size_t kMaxEncoded = 1'000'000;

Result<void> check_size(std::uint64_t size) {
  if (size <= kMaxEncoded) return {};
  return fail(ErrorCode::input_too_large, {}, "The encoding is larger than 1,000,000 bytes.");
}

void write_number(std::uint8_t* word, std::size_t number) {
  for (std::size_t i = 0; i < sizeof(std::uint32_t); ++i) {
    word[kWord - 1 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
}

void pad(Bytes& out, std::size_t start) {
  out.resize(start + (out.size() - start + kWord - 1) / kWord * kWord);
}

class Encoder {
 public:
  Encoder(Source& source, Bytes& out) : source_(source), out_(out) {}

  /// Heads of `members` at the end of the output, their tails behind.
  Result<void> members(const Parameters& parameters) {
    auto entered = source_.enter_tuple(parameters);
    if (!entered) return entered;
    auto base = reserve(head_words(parameters));
    if (!base) return tl::unexpected(std::move(base).error());
    std::size_t head = *base;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      auto done = source_.go_to(i);
      if (done) done = in_head(parameters[i].type, *base, head);
      if (!done) return done;
      head += static_cast<std::size_t>(parameters[i].type.head_words) * kWord;
    }
    source_.leave();
    return {};
  }

 private:
  Result<std::size_t> reserve(std::uint64_t words) {
    const std::size_t start = out_.size();
    auto fits = check_size(start + words * kWord);
    if (!fits) return tl::unexpected(std::move(fits).error());
    out_.resize(start + static_cast<std::size_t>(words) * kWord);
    return start;
  }

  /// The head of one value at `head`; a dynamic value's tail goes to the end of the output.
  Result<void> in_head(const Type& type, std::size_t base, std::size_t head) {
    if (!type.dynamic) return in_place(type, head);
    write_number(out_.data() + head, out_.size() - base);
    return tail(type);
  }

  /// A static value at `at`, where room is reserved.
  Result<void> in_place(const Type& type, std::size_t at) {
    if (type.kind == TypeKind::Tuple) {
      auto done = source_.enter_tuple(type.components);
      for (std::size_t i = 0; done && i < type.components.size(); ++i) {
        const Type& member = type.components[i].type;
        done = source_.go_to(i);
        if (done) done = in_place(member, at);
        at += static_cast<std::size_t>(member.head_words) * kWord;
      }
      if (done) source_.leave();
      return done;
    }
    if (type.kind == TypeKind::FixedArray) {
      const Type& element = type.element.front();
      auto count = source_.enter_array(type);
      if (!count) return tl::unexpected(std::move(count).error());
      for (std::size_t i = 0; i < *count; ++i) {
        auto done = source_.go_to(i);
        if (done) done = in_place(element, at);
        if (!done) return done;
        at += static_cast<std::size_t>(element.head_words) * kWord;
      }
      source_.leave();
      return {};
    }
    return source_.word(type, out_.data() + at);
  }

  Result<void> tail(const Type& type) {
    switch (type.kind) {
      case TypeKind::Bytes:
      case TypeKind::String:
        return content(type);
      case TypeKind::Array:
      case TypeKind::FixedArray:
        return elements(type);
      case TypeKind::Tuple:
        return members(type.components);
      case TypeKind::Uint:
      case TypeKind::Int:
      case TypeKind::Address:
      case TypeKind::Bool:
      case TypeKind::FixedBytes:
      case TypeKind::Function:
        break;
    }
    return {};
  }

  Result<void> content(const Type& type) {
    auto length_at = reserve(1);
    if (!length_at) return tl::unexpected(std::move(length_at).error());
    const std::size_t start = out_.size();
    auto done = source_.content(type, out_);
    if (done) done = check_size(out_.size());
    if (!done) return done;
    write_number(out_.data() + *length_at, out_.size() - start);
    pad(out_, start);
    return {};
  }

  Result<void> elements(const Type& type) {
    auto count = source_.enter_array(type);
    if (!count) return tl::unexpected(std::move(count).error());
    if (type.kind == TypeKind::Array) {
      auto length_at = reserve(1);
      if (!length_at) return tl::unexpected(std::move(length_at).error());
      write_number(out_.data() + *length_at, *count);
    }
    const Type& element = type.element.front();
    if (*count > kMaxEncoded) return check_size(*count);
    auto base = reserve(*count * element.head_words);
    if (!base) return tl::unexpected(std::move(base).error());
    std::size_t head = *base;
    for (std::size_t i = 0; i < *count; ++i) {
      auto done = source_.go_to(i);
      if (done) done = in_head(element, *base, head);
      if (!done) return done;
      head += static_cast<std::size_t>(element.head_words) * kWord;
    }
    source_.leave();
    return {};
  }

  Source& source_;
  Bytes& out_;
};

}  // namespace

Result<void> encode_from(const Parameters& parameters, Source& source, Bytes& out) {
  return Encoder(source, out).members(parameters);
}

Result<void> encode_in_place(const Type& type, Source& source, Bytes& out, bool padded) {
  const std::size_t start = out.size();
  switch (type.kind) {
    case TypeKind::Bytes:
    case TypeKind::String: {
      auto done = source.content(type, out);
      if (done && padded) pad(out, start);
      return done;
    }
    case TypeKind::Array:
    case TypeKind::FixedArray: {
      auto count = source.enter_array(type);
      if (!count) return tl::unexpected(std::move(count).error());
      for (std::size_t i = 0; i < *count; ++i) {
        auto done = source.go_to(i);
        if (done) done = encode_in_place(type.element.front(), source, out, true);
        if (!done) return done;
      }
      source.leave();
      return {};
    }
    case TypeKind::Tuple: {
      auto done = source.enter_tuple(type.components);
      for (std::size_t i = 0; done && i < type.components.size(); ++i) {
        done = source.go_to(i);
        if (done) done = encode_in_place(type.components[i].type, source, out, true);
      }
      if (done) source.leave();
      return done;
    }
    case TypeKind::Uint:
    case TypeKind::Int:
    case TypeKind::Address:
    case TypeKind::Bool:
    case TypeKind::FixedBytes:
    case TypeKind::Function:
      break;
  }
  out.resize(start + kWord);
  return source.word(type, out.data() + start);
}

Result<Bytes> encode(const Parameters& parameters, const json::Value& values,
                     std::string_view path) {
  Bytes out;
  JsonSource source(values, path);
  auto done = encode_from(parameters, source, out);
  if (!done) return tl::unexpected(std::move(done).error());
  return out;
}

Result<void> encode_tokens(const Parameters& parameters, std::string_view tokens, Bytes& out,
                           std::string_view path) {
  TokenSource source(tokens, path);
  auto done = encode_from(parameters, source, out);
  if (done && !source.at_end()) {
    return fail(ErrorCode::abi_length, std::string(path), "There are more values than parameters.");
  }
  return done;
}

Result<std::string> encode_call(const Item& function, const json::Value& args,
                                std::string_view path) {
  if (function.kind != ItemKind::Function && function.kind != ItemKind::Error) {
    return fail(ErrorCode::abi_item, std::string(path), "Only functions are called.");
  }
  const auto selector = function.selector();
  Bytes out;
  JsonSource source(args, path);
  auto done = encode_from(function.inputs, source, out);
  if (!done) return tl::unexpected(std::move(done).error());
  std::string hex = "0x";
  append_hex(hex, ByteView(selector.data(), selector.size()));
  append_hex(hex, ByteView(out));
  return hex;
}

Result<std::string> encode_text_call(std::string_view signature,
                                     const std::vector<std::string>& args) {
  const auto function = parse_item(signature);
  if (!function) return tl::unexpected(function.error());
  json::Value values = json::Value::array();
  for (const std::string& arg : args) values.push(json::Value::string(arg));
  return encode_call(*function, values);
}

}  // namespace dikast::abi
