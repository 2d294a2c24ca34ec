#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/abi.hpp"

namespace dikast::abi {

/// Where an encoder takes its values from: a JSON value or a stream of tokens. The encoder walks
/// the types; the source follows. Errors of a source carry the path of the value.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// The word of a type that has no content of its own (integers, address, bool, bytesN, function).
  [[nodiscard]] virtual Result<void> word(const Type& type, std::uint8_t* out32) = 0;
  /// Appends the bytes of a string or bytes value.
  [[nodiscard]] virtual Result<void> content(const Type& type, Bytes& out) = 0;
  /// Goes into an array T[] or T[k] and says how many elements it has.
  [[nodiscard]] virtual Result<std::size_t> enter_array(const Type& type) = 0;
  [[nodiscard]] virtual Result<void> enter_tuple(const Parameters& members) = 0;
  /// Goes to the i-th element or member of what was entered.
  [[nodiscard]] virtual Result<void> go_to(std::size_t index) = 0;
  virtual void leave() = 0;
};

/// Values from JSON.
class JsonSource final : public Source {
 public:
  JsonSource(const json::Value& root, std::string_view path) : path_(path) {
    levels_.push_back(Level{&root, nullptr, 0});
  }

  [[nodiscard]] Result<void> word(const Type& type, std::uint8_t* out32) override;
  [[nodiscard]] Result<void> content(const Type& type, Bytes& out) override;
  [[nodiscard]] Result<std::size_t> enter_array(const Type& type) override;
  [[nodiscard]] Result<void> enter_tuple(const Parameters& members) override;
  [[nodiscard]] Result<void> go_to(std::size_t index) override;
  void leave() override { levels_.pop_back(); }

  /// The value the source stands at.
  [[nodiscard]] const json::Value& here() const { return *levels_.back().value; }
  /// Where that is, as a JSON Pointer.
  [[nodiscard]] std::string path() const;

 private:
  struct Level {
    const json::Value* value;
    const Parameters* members;  ///< of the tuple this value is in, for names
    std::size_t index;          ///< within the value above
  };

  [[nodiscard]] tl::unexpected<Error> refuse(ErrorCode code, std::string message) const;
  [[nodiscard]] tl::unexpected<Error> located(Error error) const;
  [[nodiscard]] Result<std::string_view> integer_text() const;

  std::string path_;
  std::vector<Level> levels_;
};

/// Values from tokens: see abi_stream.hpp.
class TokenSource final : public Source {
 public:
  TokenSource(std::string_view tokens, std::string_view path) : rest_(tokens), path_(path) {}

  [[nodiscard]] Result<void> word(const Type& type, std::uint8_t* out32) override;
  [[nodiscard]] Result<void> content(const Type& type, Bytes& out) override;
  [[nodiscard]] Result<std::size_t> enter_array(const Type& type) override;
  [[nodiscard]] Result<void> enter_tuple(const Parameters& members) override;
  [[nodiscard]] Result<void> go_to(std::size_t index) override;
  void leave() override { --depth_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  [[nodiscard]] Result<std::string_view> next();
  [[nodiscard]] tl::unexpected<Error> located(Error error) const;

  std::string_view rest_;
  std::string_view path_;
  std::size_t depth_ = 0;
  std::size_t parameter_ = 0;
};

/// The word of a value written as text; errors with an empty path.
[[nodiscard]] Result<void> word_from_text(const Type& type, std::string_view text,
                                          std::uint8_t* out32);

/// Appends the bytes of a 0x-hex text. Errors: bytes.invalid.
[[nodiscard]] Result<void> append_from_hex(std::string_view text, Bytes& out);

/// Appends the tuple of `parameters` to `out`; the source stands at the tuple.
[[nodiscard]] Result<void> encode_from(const Parameters& parameters, Source& source, Bytes& out);

/// Appends the form in which indexed reference types are hashed (Contract ABI Specification,
/// "Encoding of Indexed Event Parameters"): in place, no lengths, padded to words inside of others.
[[nodiscard]] Result<void> encode_in_place(const Type& type, Source& source, Bytes& out,
                                           bool padded);

}  // namespace dikast::abi
