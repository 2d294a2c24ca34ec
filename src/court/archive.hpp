#pragma once

#include <algorithm>
#include <utility>

#include "state_io.hpp"

/// One description of each part serves both ways: `fields(archive, part)`, with In reading and Out
/// writing. The descriptions are in state_io.cpp, and are found by the archive's namespace.
namespace dikast::court::io {

using machine::at;
using machine::Key;
using machine::put_value;
using machine::Reader;
using machine::to_value;

class In {
 public:
  explicit In(Reader r) : reader(std::move(r)) {}
  static constexpr bool reads = true;
  Reader reader;

  [[nodiscard]] bool has(const char* key) const { return reader.has(key); }
  void operator()(const char* key, Uint256& value) { value = reader.number(key); }
  void operator()(const char* key, std::uint64_t& value) { value = reader.u64(key); }
  void operator()(const char* key, Index& value) {
    const std::uint64_t number = reader.u64(key);
    if (number > 0xffffffff) reader.refuse(key, "This id is too large.");
    value = static_cast<Index>(number);
  }
  void operator()(const char* key, bool& value) { value = reader.flag(key); }
  void operator()(const char* key, Address& value) { value = reader.address(key); }
  void operator()(const char* key, Bytes& value) { value = reader.bytes(key); }
  void operator()(const char* key, std::string& value) { value = reader.text(key); }
  void operator()(const char* key, Hash32& value) {
    const Bytes bytes = reader.bytes(key);
    if (bytes.size() != value.size()) return reader.refuse(key, "32 bytes are needed.");
    std::copy(bytes.begin(), bytes.end(), value.begin());
  }
  void operator()(const char* key, std::vector<Uint256>& values) { values = reader.numbers(key); }
  void operator()(const char* key, std::vector<Address>& values) {
    Reader list = items(key);
    for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
      values.push_back(list.address(at(i)));
    }
  }
  void operator()(const char* key, std::vector<Index>& values) {
    for (const Uint256& number : reader.numbers(key)) {
      if (Uint256(0xffffffff) < number) reader.refuse(key, "This id is too large.");
      values.push_back(static_cast<Index>(number.words[0]));
    }
  }
  template <class T>
  void list(const char* key, std::vector<T>& values) {
    Reader list = items(key);
    for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
      In part(list.part(at(i)));
      fields(part, values.emplace_back());
    }
  }
  template <class T>
  void list(const char* key, std::vector<Shared<T>>& values) {
    Reader list = items(key);
    for (std::size_t i = 0; i < list.size() && list.good(); ++i) {
      In part(list.part(at(i)));
      fields(part, values.emplace_back().edit());
    }
  }

 private:
  Reader items(const char* key) {
    Reader list = reader.part(key);
    list.expect_list();
    return list;
  }
};

class Out {
 public:
  static constexpr bool reads = false;
  json::Value value = json::Value::object();

  [[nodiscard]] static bool has(const char*) { return true; }
  template <class T>
  void operator()(const char* key, const T& part) {
    put_value(value, key, to_value(part));
  }
  void operator()(const char* key, const Index& part) { (*this)(key, std::uint64_t{part}); }
  void operator()(const char* key, const Bytes& part) {
    put_value(value, key, to_value(to_hex(part)));
  }
  void operator()(const char* key, const Hash32& part) {
    put_value(value, key, to_value(to_hex(ByteView(part.data(), part.size()))));
  }
  void operator()(const char* key, const std::vector<Address>& parts) {
    json::Value items = json::Value::array();
    for (const Address& part : parts) items.push(to_value(part));
    put_value(value, key, std::move(items));
  }
  void operator()(const char* key, const std::vector<Index>& parts) {
    json::Value items = json::Value::array();
    for (const Index part : parts) items.push(to_value(std::uint64_t{part}));
    put_value(value, key, std::move(items));
  }
  template <class T>
  void list(const char* key, std::vector<T>& parts) {
    json::Value items = json::Value::array();
    for (T& part : parts) items.push(written(part));
    put_value(value, key, std::move(items));
  }

 private:
  template <class T>
  static json::Value written(T& part) {
    Out out;
    fields(out, part);
    return std::move(out.value);
  }
  template <class T>
  static json::Value written(Shared<T>& part) {
    return written(part.edit());
  }
};

}  // namespace dikast::court::io
