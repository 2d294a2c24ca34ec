#include <catch2/catch.hpp>

#include "dikast/abi.hpp"
#include "dikast/address.hpp"
#include "support/shared.hpp"

// The shared ABI vectors: ../shared/data/abi.jsonl (ethers.js, ethereum/tests, own hostile rows)
// and
// ../shared/golden/kleros-v2/abi-vectors.json (recorded with viem and ethers).

using namespace dikast;
using nlohmann::ordered_json;

namespace {

/// Integers come back as numbers, the vectors have them as strings; some have addresses without a
/// checksum: compared without either.
std::string plain(const json::Value& value) {
  if (const auto address = Address::parse_unchecked(value.text())) return address->to_lower();
  if (value.is_number() || value.is_string()) return json::dump(json::Value::string(value.text()));
  if (value.is_array()) {
    std::string out = "[";
    for (const json::Value& item : value.items()) out += plain(item) + ",";
    return out + "]";
  }
  if (value.is_object()) {
    std::string out = "[";
    for (const json::Member& member : value.members()) out += plain(member.value) + ",";
    return out + "]";
  }
  return json::dump(value);
}

json::Value given(const ordered_json& record, const char* key) {
  const auto found = record.find(key);
  return found == record.end() ? json::Value{} : json::from_nlohmann(*found);
}

void check_type_row(const ordered_json& row) {
  const auto parsed = abi::parse_parameters(given(row, "types"));
  if (test::text_of(row, "expect") == "reject") CHECK_FALSE(parsed);
  if (test::text_of(row, "expect") == "accept") CHECK(parsed);
}

void check_codec_row(const abi::Parameters& types, const ordered_json& row) {
  const auto bytes = abi::encode(types, given(row, "values"));
  REQUIRE(bytes);
  CHECK(to_hex(ByteView(*bytes)) == test::text_of(row, "encoded"));
  const auto values = abi::decode(types, ByteView(*bytes));
  REQUIRE(values);
  CHECK(plain(*values) == plain(given(row, "values")));
}

void check_abi_row(const ordered_json& row) {
  const std::string id = test::text_of(row, "id");
  CAPTURE(id);
  if (test::text_of(row, "op") == "type") return check_type_row(row);
  const bool reject = test::text_of(row, "expect") == "reject";
  const auto types = abi::parse_parameters(given(row, "types"));
  if (test::text_of(row, "op") == "encode") {
    REQUIRE(types);
    CHECK(abi::encode(*types, given(row, "values")).has_value() == !reject);
    return;
  }
  if (test::text_of(row, "expect") == "accept") {
    REQUIRE(types);
    return check_codec_row(*types, row);
  }
  const auto data = from_hex(test::text_of(row, "encoded"));
  if (!reject || !types || !data) return;
  CHECK_FALSE(abi::decode(*types, ByteView(*data)));
}

std::vector<Hash32> topics_of(const ordered_json& row) {
  std::vector<Hash32> topics;
  for (const auto& text : row["topics"]) {
    const auto bytes = from_hex(*text.get_ptr<const std::string*>());
    REQUIRE((bytes && bytes->size() == 32));
    std::copy(bytes->begin(), bytes->end(), topics.emplace_back().begin());
  }
  return topics;
}

Bytes bytes_of(const ordered_json& row, const char* key) {
  const auto bytes = from_hex(test::text_of(row, key));
  REQUIRE(bytes);
  return *bytes;
}

void check_call(const abi::Item& item, const ordered_json& row, const char* key) {
  CHECK(abi::encode_call(item, given(row, "args")) == test::text_of(row, key));
  const Bytes data = bytes_of(row, key);
  const auto args = abi::decode_call(item, ByteView(data));
  REQUIRE(args);
  CHECK(plain(*args) == plain(given(row, "args")));
}

void check_event(const abi::Item& item, const ordered_json& row) {
  json::Value indexed = json::Value::array();
  for (std::size_t i = 0; i < item.inputs.size(); ++i) {
    if (item.inputs[i].indexed) indexed.push(given(row, "args").items()[i]);
  }
  const auto topics = abi::encode_topics(item, indexed);
  REQUIRE(topics);
  const std::vector<Hash32> expected = topics_of(row);
  REQUIRE(topics->size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK((*topics)[i] == expected[i]);
  const Bytes data = bytes_of(row, "data");
  const auto args = abi::decode_log(item, expected, ByteView(data));
  REQUIRE(args);
  const auto of = [&item](const json::Value& all, std::size_t i) {
    return all.is_object() ? *all.find(item.inputs[i].name) : all.items()[i];
  };
  for (std::size_t i = 0; i < item.inputs.size(); ++i) {
    const std::string actual = plain(of(*args, i));
    const json::Value input = given(row, "args").items()[i];
    // "decoded" is viem's, which loses leading U+0000; for what a log only has the hash of, it is
    // the only source.
    CHECK((actual == plain(input) || actual == plain(of(given(row, "decoded"), i))));
    if (!item.inputs[i].indexed) CHECK(actual == plain(input));
  }
}

/// What a malformed row decodes to must be nothing, unless the change left the data as an encoder
/// writes it (an event without data, "cut" to no data).
bool is_what_an_encoder_writes(const abi::Item& item, const ordered_json& row) {
  if (row.find("topics") == row.end()) return false;
  return item.inputs.empty() && row["topics"].size() == 1 && bytes_of(row, "data").empty() &&
         topics_of(row).front() == item.topic();
}

void check_golden_row(const ordered_json& row) {
  CAPTURE(row.dump());
  const std::string kind = test::text_of(row, "kind");
  const auto item = abi::parse_item(test::text_of(row, "abi"));
  REQUIRE(item);
  if (kind == "function") return check_call(*item, row, "calldata");
  if (kind == "error") return check_call(*item, row, "data");
  if (kind == "event") return check_event(*item, row);
  if (kind == "result") {
    const Bytes data = bytes_of(row, "data");
    const auto values = abi::decode(item->outputs, ByteView(data));
    REQUIRE(values);
    CHECK(plain(*values) == plain(given(row, "values")));
    CHECK(abi::encode(item->outputs, given(row, "values")) == data);
    return;
  }
  if (kind == "malformed-calldata") {
    const Bytes data = bytes_of(row, "calldata");
    CHECK_FALSE(abi::decode_call(*item, ByteView(data)));
    return;
  }
  REQUIRE(kind == "malformed-event");
  const Bytes data = bytes_of(row, "data");
  CHECK(abi::decode_log(*item, topics_of(row), ByteView(data)).has_value() ==
        is_what_an_encoder_writes(*item, row));
}

}  // namespace

TEST_CASE("abi: shared vectors", "[abi][vectors]") {
  DIKAST_SHARED_OR_SKIP(path, "data/abi.jsonl");
  CHECK(test::for_each_jsonl(path, check_abi_row) >= 552);
}

TEST_CASE("abi: recorded vectors of the contracts", "[abi][vectors]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/kleros-v2/abi-vectors.json");
  const auto rows = ordered_json::parse(test::read_file(path), nullptr, false);
  REQUIRE(rows.is_array());
  CHECK(rows.size() >= 650);
  for (const auto& row : rows) check_golden_row(row);
}
