#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dikast/abi.hpp"
#include "sink.hpp"

namespace dikast::abi {

/// Reads values strictly. Every byte of the data belongs to one value: the bytes handed out are
/// counted, so data whose offsets lead to the same place twice, or whose bytes are left over, is
/// refused, and the work is bounded by the size of the data.
class Decoder {
 public:
  Decoder(ByteView data, Sink& sink, std::string_view path)
      : data_(data), sink_(sink), path_(path) {}

  /// Checks the size and counts the heads of `words` words at `base`.
  [[nodiscard]] Result<void> open(std::uint64_t base, std::uint64_t words);
  /// The value whose head is at `head`; offsets count from `base`, heads end at `heads_end`.
  [[nodiscard]] Result<void> value(const Type& type, std::uint64_t base, std::uint64_t head,
                                   std::uint64_t heads_end);
  /// A single word from elsewhere (a topic). `type` is no reference type.
  [[nodiscard]] Result<void> word(const Type& type, const std::uint8_t* word32);
  /// Refuses bytes that belong to no value.
  [[nodiscard]] Result<void> finish();

 private:
  [[nodiscard]] tl::unexpected<Error> refuse(ErrorCode code, std::string message = {}) const;
  [[nodiscard]] Result<void> count_bytes(std::uint64_t bytes);
  [[nodiscard]] Result<std::uint32_t> length_at(std::uint64_t at);
  [[nodiscard]] Result<void> fixed(const Type& type, std::uint64_t base, std::uint64_t head,
                                   std::uint64_t heads_end);
  [[nodiscard]] Result<void> members(const Parameters& members, std::uint64_t base,
                                     std::uint64_t head, std::uint64_t heads_end);
  [[nodiscard]] Result<void> elements(const Type& type, std::uint64_t count, std::uint64_t base,
                                      std::uint64_t head, std::uint64_t heads_end);
  [[nodiscard]] Result<void> tail(const Type& type, std::uint64_t at);
  [[nodiscard]] Result<void> content(const Type& type, std::uint64_t at);
  [[nodiscard]] Result<void> array(const Type& type, std::uint64_t at);

  ByteView data_;
  Sink& sink_;
  std::string_view path_;
  std::uint64_t counted_ = 0;
};

}  // namespace dikast::abi
