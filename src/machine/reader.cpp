#include <algorithm>

#include "dikast/machine_io.hpp"

namespace dikast::machine {
namespace {

const json::Value kNull;

Result<Uint256> parse_number(const json::Value& value) {
  // A larger JavaScript number has lost digits already, so it is refused rather than believed.
  constexpr std::uint64_t max_safe_integer = (1ULL << 53) - 1;
  if (value.is_string()) return Uint256::parse(value.text());
  const std::string& literal = value.text();
  const bool digits = value.is_number() && std::all_of(literal.begin(), literal.end(),
                                                       [](char c) { return c >= '0' && c <= '9'; });
  Result<Uint256> number = digits ? Uint256::parse(literal) : fail(ErrorCode::uint256_invalid);
  if (number && Uint256(max_safe_integer) < *number) return fail(ErrorCode::uint256_invalid);
  return number;
}

}  // namespace

std::string Key::text() const { return name.empty() ? std::to_string(index) : std::string(name); }

Reader::Reader(const json::Value& value, std::string path, ErrorCode code)
    : Reader(value, std::move(path), code, std::make_shared<std::optional<Error>>()) {}

Reader::Reader(const json::Value& value, std::string path, ErrorCode code,
               std::shared_ptr<std::optional<Error>> failed)
    : value_(&value), path_(std::move(path)), code_(code), failed_(std::move(failed)) {}

const json::Value& Reader::raw(Key key) const {
  if (!key.name.empty()) {
    const json::Value* found = value_->find(key.name);
    return found == nullptr ? kNull : *found;
  }
  return key.index < value_->items().size() ? value_->items()[key.index] : kNull;
}

bool Reader::has(Key key) const { return !raw(key).is_null(); }

void Reader::refuse(Key key, std::string message) {
  if (good()) *failed_ = Error{code_, pointer_join(path_, key.text()), std::move(message)};
}

const json::Value& Reader::need(Key key) {
  const json::Value& value = raw(key);
  if (value.is_null()) refuse(key, "This value is missing.");
  return value;
}

Uint256 Reader::number(Key key) {
  const Result<Uint256> number = parse_number(need(key));
  if (!number) refuse(key, "A whole number from 0 to 2^256-1 is needed, as a decimal string.");
  return number && good() ? *number : Uint256();
}

std::uint64_t Reader::u64(Key key) {
  const Uint256 value = number(key);
  if (!value.fits_u64()) refuse(key, "This number is larger than 2^64-1.");
  return value.words[0];
}

bool Reader::flag(Key key) {
  const json::Value& value = need(key);
  if (!value.is_bool()) refuse(key, "This has to be true or false.");
  return value.as_bool();
}

std::string Reader::text(Key key) {
  const json::Value& value = need(key);
  if (!value.is_string()) refuse(key, "This has to be a string.");
  return value.is_string() ? value.text() : std::string();
}

Address Reader::address(Key key) {
  const json::Value& value = need(key);
  const Result<Address> address =
      value.is_string() ? Address::parse_unchecked(value.text()) : fail(ErrorCode::address_invalid);
  if (!address) refuse(key, "An address is 0x followed by 40 hex digits.");
  return address ? *address : Address();
}

Bytes Reader::bytes(Key key) {
  const json::Value& value = need(key);
  Result<Bytes> bytes = value.is_string() ? from_hex(value.text()) : fail(ErrorCode::bytes_invalid);
  if (!bytes) {
    refuse(key, "Bytes are written as 0x followed by an even number of hex digits.");
    return {};
  }
  return *std::move(bytes);
}

std::vector<Uint256> Reader::numbers(Key key) {
  Reader list = part(key);
  list.expect_list();
  std::vector<Uint256> values;
  for (std::size_t i = 0; i < list.size() && good(); ++i) values.push_back(list.number(at(i)));
  return values;
}

Reader Reader::part(Key key) {
  const json::Value& value = need(key);
  if (!value.is_array() && !value.is_object()) refuse(key, "This has to be an object or a list.");
  return {value, pointer_join(path_, key.text()), code_, failed_};
}

std::size_t Reader::size() const {
  return value_->is_object() ? value_->members().size() : value_->items().size();
}

std::string_view Reader::name(std::size_t i) const {
  return i < value_->members().size() ? std::string_view(value_->members()[i].key)
                                      : std::string_view();
}

void Reader::expect_size(std::size_t count) {
  if (value_->is_array() && value_->items().size() == count) return;
  if (good()) {
    *failed_ = Error{code_, path_, "Here a list of " + std::to_string(count) + " is needed."};
  }
}

void Reader::expect_list() {
  if (!value_->is_array() && good()) *failed_ = Error{code_, path_, "Here a list is needed."};
}

Result<void> Reader::check() const {
  if (!good()) return tl::unexpected(**failed_);
  return {};
}

}  // namespace dikast::machine
