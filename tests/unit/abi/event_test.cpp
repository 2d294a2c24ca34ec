#include <catch2/catch.hpp>

#include "dikast/abi.hpp"
#include "dikast/abi_stream.hpp"

using namespace dikast;

namespace {

abi::Item item(std::string_view text) {
  auto parsed = abi::parse_item(text, abi::ItemKind::Event);
  REQUIRE(parsed);
  return *parsed;
}

json::Value value(std::string_view text) {
  auto parsed = json::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

std::vector<Hash32> hashes(const std::vector<std::optional<Hash32>>& topics) {
  std::vector<Hash32> list;
  for (const auto& topic : topics) list.push_back(topic.value_or(Hash32{}));
  return list;
}

template <class T>
std::string failure(const Result<T>& result) {
  if (result) return "accepted";
  return std::string(code_text(result.error().code)) + " " + result.error().path;
}

std::vector<Hash32> topics_of(const abi::Item& event, std::string_view args) {
  const auto topics = abi::encode_topics(event, value(args));
  REQUIRE(topics);
  return hashes(*topics);
}

Hash32 hash_of(std::string_view hex) {
  const auto bytes = from_hex(hex);
  REQUIRE(bytes);
  return keccak256(ByteView(*bytes));
}

std::string word(std::string_view digits) {
  return std::string(64 - digits.size(), '0') + std::string(digits);
}

}  // namespace

TEST_CASE("abi: logs", "[abi]") {
  const abi::Item event = item("event E(address indexed a, string b, int8 indexed c)");
  const auto topics = topics_of(event, R"(["0x991d2df165670b9cac3b022f4b68d65b664222ea", -5])");
  auto data = abi::encode(*abi::parse_parameters(value(R"("string")")), value(R"(["hey"])"));
  REQUIRE(data);
  const auto args = abi::decode_log(event, topics, ByteView(*data));
  REQUIRE(args);
  CHECK(json::dump(*args) ==
        R"({"a":"0x991d2df165670b9cac3B022f4B68D65b664222ea","b":"hey","c":-5})");
  std::string tokens;
  abi::ChecksumCache addresses;
  REQUIRE(abi::decode_log_tokens(event, topics, ByteView(*data), tokens, addresses));
  CHECK(tokens == std::string("0x991d2df165670b9cac3B022f4B68D65b664222ea\0hey\0-0x05\0", 53));

  SECTION("another number of topics, another event, dirty topics, dirty data") {
    auto wrong = topics;
    wrong.pop_back();
    CHECK(failure(abi::decode_log(event, wrong, ByteView(*data))) == "abi.topics /log/topics");
    wrong = topics;
    wrong.push_back(Hash32{});
    CHECK(failure(abi::decode_log(event, wrong, ByteView(*data))) == "abi.topics /log/topics");
    wrong = topics;
    wrong[0][0] ^= 1;
    CHECK(failure(abi::decode_log(event, wrong, ByteView(*data))) ==
          "abi.topic_mismatch /log/topics/0");
    wrong = topics;
    wrong[1][0] = 1;
    CHECK(failure(abi::decode_log(event, wrong, ByteView(*data))) ==
          "abi.decode_padding /log/topics/1");
    data->push_back(0);
    CHECK(failure(abi::decode_log(event, topics, ByteView(*data))) ==
          "abi.decode_trailing /log/data");
  }
  SECTION("a function is no event") {
    CHECK(failure(abi::decode_log(item("function f()"), {}, ByteView{})) == "abi.item /signature");
  }
}

TEST_CASE("abi: logs without names, without arguments, anonymous", "[abi]") {
  const abi::Item unnamed = item("event E(bool indexed, uint8 b)");
  const auto data = from_hex("0x" + word("7"));
  CHECK(json::dump(*abi::decode_log(unnamed, topics_of(unnamed, "[true]"), ByteView(*data))) ==
        "[true,7]");
  const abi::Item empty = item("event E()");
  CHECK(json::dump(*abi::decode_log(empty, {empty.topic()}, ByteView{})) == "{}");
  const abi::Item anonymous = item("event E(uint8 indexed a) anonymous");
  const auto topics = topics_of(anonymous, "[3]");
  CHECK(topics.size() == 1);
  CHECK(json::dump(*abi::decode_log(anonymous, topics, ByteView{})) == R"({"a":3})");
}

TEST_CASE("abi: indexed reference types are hashed in place", "[abi]") {
  const abi::Item event =
      item("event E(string indexed s, (uint8 a, string b) indexed t, bytes[] indexed u)");
  const auto topics = topics_of(event, R"(["hey", {"a":1,"b":"xy"}, ["0xaa"]])");
  CHECK(topics[1] == hash_of("0x686579"));
  CHECK(topics[2] == hash_of("0x" + word("1") + "7879" + std::string(60, '0')));
  CHECK(topics[3] == hash_of("0xaa" + std::string(62, '0')));
  const auto args = abi::decode_log(event, topics, ByteView{});
  REQUIRE(args);
  CHECK(args->find("s")->text() == to_hex(ByteView(topics[1].data(), 32)));
  CHECK(args->find("u")->text() == to_hex(ByteView(topics[3].data(), 32)));

  const abi::Item fixed = item("event E(uint16[2] indexed a)");
  CHECK(topics_of(fixed, "[[1,2]]")[1] == hash_of("0x" + word("1") + word("2")));
}

TEST_CASE("abi: topics for a filter", "[abi]") {
  const abi::Item event = item("event E(uint8 indexed a, bool b, uint8 indexed c)");
  const auto topics_for = [&event](std::string_view args) {
    return abi::encode_topics(event, value(args));
  };
  const auto some = topics_for("[null, 3]");
  REQUIRE(some);
  CHECK(some->size() == 3);
  CHECK_FALSE((*some)[1]);
  CHECK((*some)[2]);
  CHECK(topics_for(R"({"c":3})") == some);
  CHECK(topics_for("null")->size() == 3);
  CHECK(failure(topics_for("[1,2,3]")) == "abi.length /indexedArgs");
  CHECK(failure(topics_for("[1,256]")) == "abi.range /indexedArgs/1");
  CHECK(failure(topics_for(R"({"c":256})")) == "abi.range /indexedArgs/c");
  CHECK(failure(topics_for("5")) == "abi.value /indexedArgs");
  CHECK(failure(abi::encode_topics(item("function f()"), value("[]"))) == "abi.item /signature");
}

TEST_CASE("abi: the event among several", "[abi]") {
  const auto events = abi::parse_items(value(
      R"j(["event T(address indexed a, uint256 b)","event T(address indexed a, uint256 indexed b)",
          "event U(bool)","event A(uint8 indexed x) anonymous"])j"));
  REQUIRE(events);
  const Hash32 topic = (*events)[0].topic();
  CHECK(abi::find_by_topics(*events, {topic, topic}) == std::size_t{0});
  CHECK(abi::find_by_topics(*events, {topic, topic, topic}) == std::size_t{1});
  CHECK(abi::find_by_topics(*events, {topic}) == std::size_t{0});
  CHECK(abi::find_by_topics(*events, {Hash32{}}) == std::size_t{3});
  CHECK(failure(abi::find_by_topics(*events, {Hash32{}, Hash32{}})) ==
        "abi.topic_mismatch /log/topics/0");
  CHECK(failure(abi::find_by_topics(*events, {})) == "abi.topics /log/topics");
}
