#include "archive.hpp"

namespace dikast::arbitration_proxy {

using machine::Key;
using machine::to_value;

void Archive::write(Key key, json::Value value) {
  machine::put_value(*object_, key.text(), std::move(value));
}

void Archive::word(Key key, Word& value) {
  if (!reading()) return write(key, as_word(value));
  const Bytes bytes = reader_->bytes(key);
  if (bytes.size() != 32) {
    reader_->refuse(key, "Here 32 bytes are needed.");
    return;
  }
  value = Uint256::from_bytes32(bytes.data());
}

void Archive::address(Key key, Word& value) {
  if (!reading()) return write(key, as_address(value));
  value = reality::to_word(reader_->address(key));
}

void Archive::number(Key key, Uint256& value) {
  if (!reading()) return write(key, to_value(value));
  value = reader_->number(key);
}

void Archive::u32(Key key, std::uint32_t& value) {
  if (!reading()) return write(key, to_value(std::uint64_t{value}));
  const std::uint64_t number = reader_->u64(key);
  if (number > 0xFFFFFFFFU) reader_->refuse(key, "This has to fit into a uint32.");
  value = static_cast<std::uint32_t>(number);
}

void Archive::flag(Key key, bool& value) {
  if (!reading()) return write(key, to_value(value));
  value = reader_->flag(key);
}

void Archive::text(Key key, std::string& value) {
  if (!reading()) return write(key, to_value(value));
  value = reader_->text(key);
}

void Archive::hex(Key key, std::string& value) {
  if (!reading()) return write(key, to_value(value));
  value = to_hex(reader_->bytes(key));
}

void Archive::numbers(Key key, std::vector<Uint256>& values) {
  if (!reading()) return write(key, to_value(values));
  values = reader_->numbers(key);
}

void Archive::number_table(std::string_view name, KeyKind kind, Table<Uint256>& values) {
  table(name, kind, values, [](Archive& a, Key key, Uint256& value) { a.number(key, value); });
}

Word Archive::read_key(machine::Reader& reader, std::string_view key, KeyKind kind) {
  if (kind == KeyKind::Address) {
    const auto address = Address::parse_unchecked(key);
    if (!address) reader.refuse(key, "This key has to be an address.");
    return address ? reality::to_word(*address) : Word();
  }
  const auto number = Uint256::parse(key);
  if (!number || (kind == KeyKind::Bytes32 && key.size() != 66))
    reader.refuse(key, "This key has to be a number or 32 bytes.");
  return number.value_or(Word());
}

std::string Archive::write_key(const Word& key, KeyKind kind) {
  switch (kind) {
    case KeyKind::Bytes32:
      return reality::word_text(key);
    case KeyKind::Address:
      return reality::address_text(key);
    case KeyKind::Number:
      return key.to_decimal();
  }
  return {};
}

}  // namespace dikast::arbitration_proxy
