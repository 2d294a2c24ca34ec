#pragma once

#include "world.hpp"

/// One description of a record serves reading and writing it, so the two cannot disagree.
namespace dikast::arbitration_proxy {

enum class KeyKind : std::uint8_t { Bytes32, Address, Number };

class Archive {
 public:
  /// Writes into `object`.
  explicit Archive(json::Value& object) : object_(&object) {}
  /// Reads.
  explicit Archive(machine::Reader& reader) : reader_(&reader) {}

  [[nodiscard]] bool reading() const { return reader_ != nullptr; }
  [[nodiscard]] machine::Reader& reader() { return *reader_; }

  void word(machine::Key key, Word& value);
  void address(machine::Key key, Word& value);
  void number(machine::Key key, Uint256& value);
  void u32(machine::Key key, std::uint32_t& value);
  void flag(machine::Key key, bool& value);
  void text(machine::Key key, std::string& value);
  void hex(machine::Key key, std::string& value);
  void numbers(machine::Key key, std::vector<Uint256>& values);

  template <class E>
  void choice(machine::Key key, E& value, E last) {
    Uint256 number(static_cast<std::uint64_t>(value));
    this->number(key, number);
    if (number > Uint256(static_cast<std::uint64_t>(last)))
      reader_->refuse(key, "There is no such status.");
    value = static_cast<E>(number.words[0]);
  }

  /// `each(Archive&, T&)` for an object in the field `name`.
  template <class T, class F>
  void part(std::string_view name, T& value, F each) {
    if (reading()) {
      machine::Reader inner = reader_->part(name);
      Archive archive(inner);
      each(archive, value);
    } else {
      json::Value inner = json::Value::object();
      Archive archive(inner);
      each(archive, value);
      machine::put_value(*object_, name, std::move(inner));
    }
  }

  template <class T, class F>
  void list(std::string_view name, std::vector<T>& values, F each) {
    if (reading()) {
      machine::Reader items = reader_->part(name);
      items.expect_list();
      for (std::size_t i = 0; i < items.size() && items.good(); ++i) {
        machine::Reader item = items.part(machine::at(i));
        Archive archive(item);
        values.emplace_back();
        each(archive, values.back());
      }
      return;
    }
    json::Value items = json::Value::array();
    for (T& value : values) {
      json::Value item = json::Value::object();
      Archive archive(item);
      each(archive, value);
      items.push(std::move(item));
    }
    machine::put_value(*object_, name, std::move(items));
  }

  /// `each(Archive&, Key, T&)`: the value stands at the key of the table's object.
  template <class T, class F>
  void table(std::string_view name, KeyKind kind, Table<T>& values, F each) {
    if (reading()) {
      if (!reader_->has(name)) return;
      machine::Reader fields = reader_->part(name);
      Archive archive(fields);
      for (std::size_t i = 0; i < fields.size() && fields.good(); ++i) {
        const std::string key(fields.name(i));
        const Word word = read_key(fields, key, kind);
        if (values.find(word) != nullptr)
          fields.refuse(std::string_view(key), "This key stands here twice.");
        each(archive, machine::Key(std::string_view(key)), values.at(word));
      }
      return;
    }
    json::Value fields = json::Value::object();
    Archive archive(fields);
    for (auto& row : values.rows) {
      const std::string key = write_key(row.first, kind);
      each(archive, machine::Key(std::string_view(key)), row.second);
    }
    machine::put_value(*object_, name, std::move(fields));
  }

  /// A table of records.
  template <class T, class F>
  void records(std::string_view name, KeyKind kind, Table<T>& values, F each) {
    table(name, kind, values,
          [&](Archive& a, machine::Key key, T& value) { a.part(key.name, value, each); });
  }
  void number_table(std::string_view name, KeyKind kind, Table<Uint256>& values);

 private:
  [[nodiscard]] static Word read_key(machine::Reader& reader, std::string_view key, KeyKind kind);
  [[nodiscard]] static std::string write_key(const Word& key, KeyKind kind);
  void write(machine::Key key, json::Value value);

  json::Value* object_ = nullptr;
  machine::Reader* reader_ = nullptr;
};

}  // namespace dikast::arbitration_proxy
