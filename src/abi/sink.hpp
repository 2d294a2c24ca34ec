#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/abi.hpp"
#include "dikast/abi_stream.hpp"

namespace dikast::abi {

/// What a decoder hands its values to. Everything is checked before it arrives here.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  /// The word of an integer, address, bool, bytesN or function value.
  virtual void word(const Type& type, const std::uint8_t* word32) = 0;
  virtual void bytes(ByteView content) = 0;
  virtual void text(std::string_view content) = 0;
  virtual void begin_array(const Type& type, std::size_t count) = 0;
  virtual void end_array() = 0;
  virtual void begin_tuple(const Parameters& members) = 0;
  virtual void end_tuple(const Parameters& members) = 0;
};

/// Builds a json::Value.
class ValueSink final : public Sink {
 public:
  void word(const Type& type, const std::uint8_t* word32) override;
  void bytes(ByteView content) override;
  void text(std::string_view content) override;
  void begin_array(const Type& type, std::size_t count) override;
  void end_array() override;
  void begin_tuple(const Parameters& members) override;
  void end_tuple(const Parameters& members) override;

  /// What was put in at the outermost level, in order.
  [[nodiscard]] std::vector<json::Value> take() { return std::move(levels_.front()); }

 private:
  std::vector<std::vector<json::Value>> levels_{1};
};

/// Appends tokens: see abi_stream.hpp.
class TokenSink final : public Sink {
 public:
  TokenSink(std::string& out, ChecksumCache& addresses) : out_(out), addresses_(addresses) {}

  void word(const Type& type, const std::uint8_t* word32) override;
  void bytes(ByteView content) override;
  void text(std::string_view content) override;
  void begin_array(const Type& type, std::size_t count) override;
  void end_array() override {}
  void begin_tuple(const Parameters&) override {}
  void end_tuple(const Parameters&) override {}

 private:
  std::string& out_;
  ChecksumCache& addresses_;
};

/// The members of a tuple as they come back: an Object when all are named, else an Array.
[[nodiscard]] json::Value tuple_value(const Parameters& members, std::vector<json::Value> values);

/// The list of all values goes to the sink, one after another.
[[nodiscard]] Result<void> decode_into(const Parameters& parameters, ByteView data, Sink& sink,
                                       std::string_view path);

/// An event's inputs in order: indexed ones from the topics, the others from the data.
[[nodiscard]] Result<void> decode_log_into(const Item& event, const std::vector<Hash32>& topics,
                                           ByteView data, Sink& sink);

}  // namespace dikast::abi
