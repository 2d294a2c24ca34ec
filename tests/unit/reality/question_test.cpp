#include "dikast/reality_question.hpp"
#include "dikast/utf8.hpp"
#include "support/shared.hpp"

using namespace dikast;
using namespace dikast::test;
using namespace dikast::reality;

namespace {

using json::Value;

std::uint32_t random_code_point(Random& random) {
  switch (random.below(4)) {
    case 0:
      return random.below(0x80);
    case 1:
      return static_cast<unsigned char>("\"\\/%[]{},'\n\t"[random.below(12)]);
    case 2:
      return random.below(0x3000);
    default: {
      const std::uint32_t code = random.below(0x110000);
      return code >= 0xD800 && code < 0xE000 ? 0x1F600 : code;
    }
  }
}

/// Text without the delimiter.
std::string random_text(Random& random) {
  std::string text;
  for (std::uint32_t i = random.below(12); i > 0; --i) {
    const std::uint32_t code = random_code_point(random);
    if (code != 0x241F) utf8::append(text, code);
  }
  return text;
}

Value text_value(const std::string& text) { return Value::string(text); }

std::string text_at(const Value& document, std::string_view key) {
  const Value* value = document.find(key);
  return value == nullptr ? std::string("missing") : value->text();
}

}  // namespace

TEST_CASE("question text: what is encoded is decoded", "[reality]") {
  Random random(20'261'121);
  const std::string pattern = built_in_template(*find_version("3.2"), 3);
  for (int i = 0; i < 100'000; ++i) {
    const std::string title = random_text(random);
    const std::string description = random_text(random);
    const std::string lang = random_text(random);
    std::vector<Value> outcomes;
    for (std::uint32_t n = random.below(4); n > 0; --n)
      outcomes.push_back(text_value(random_text(random)));
    const auto text = encode_fields(
        {text_value(title), Value::array(outcomes), text_value(description), text_value(lang)});
    REQUIRE(text);
    const auto decoded = decode_question(pattern, *text, true);
    if (!decoded || text_at(*decoded, "title") != title ||
        text_at(*decoded, "description") != description || text_at(*decoded, "lang") != lang ||
        decoded->find("outcomes")->items() != outcomes || decoded->find("errors") != nullptr)
      FAIL("text " << i << ": " << *text);
  }
}

TEST_CASE("question text: the delimiter cannot be carried", "[reality]") {
  const std::string inside = "a" + std::string(kDelimiter) + "b";
  const auto refused = encode_fields({text_value("title"), text_value(inside)});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::reality_delimiter);
  CHECK(refused.error().path == "/1");
  const auto listed =
      encode_fields({text_value("title"), Value::array({text_value("x"), text_value(inside)})});
  REQUIRE_FALSE(listed);
  CHECK(listed.error().code == ErrorCode::reality_delimiter);
}

TEST_CASE("question text: what is no question", "[reality]") {
  const auto placeholder = decode_question(R"({"title": "100% %s"})", "x", false);
  REQUIRE_FALSE(placeholder);
  CHECK(placeholder.error().code == ErrorCode::reality_template);
  const auto number = read_document("5", false);
  REQUIRE_FALSE(number);
  CHECK(number.error().code == ErrorCode::reality_question);
}

TEST_CASE("answers: values that a type does not have", "[reality]") {
  const auto question = json::parse(R"({"type":"single-select","outcomes":["a","b"]})");
  REQUIRE(question);
  CHECK(encode_answer(*question, Value::string("1")) == Word(1));
  const auto outside = encode_answer(*question, Value::string("2"));
  REQUIRE_FALSE(outside);
  CHECK(outside.error().code == ErrorCode::reality_answer);
  CHECK(decode_answer(*question, Word(1)).text == "b");
  CHECK(decode_answer(*question, Word(2)).kind == AnswerKind::OutOfRange);
  CHECK(decode_answer(*question, invalid_answer()).kind == AnswerKind::Invalid);
  CHECK(decode_answer(*question, too_soon_answer()).kind == AnswerKind::TooSoon);
}

TEST_CASE("answers: numbers and dates are written out exactly", "[reality]") {
  const auto ether = json::parse(R"({"type":"uint","decimals":18})");
  REQUIRE(ether);
  CHECK(decode_answer(*ether, Word(1)).text == "0.000000000000000001");
  const auto whole = Uint256::parse("1500000000000000000");
  CHECK(decode_answer(*ether, *whole).text == "1.5");
  CHECK(encode_answer(*ether, Value::string("1.5")) == *whole);
  const auto month = json::parse(R"({"type":"datetime","precision":"m"})");
  REQUIRE(month);
  CHECK(decode_answer(*month, Word(1'704'067'200)).text == "2024-01");
  const AnswerText minute = decode_answer(*month, Word(1'700'002'860));
  CHECK(minute.text == "2023-11-14 23:01");
  CHECK_FALSE(minute.exact);
}

TEST_CASE("bonds: ladder and claim fee", "[reality]") {
  const auto ladder = bond_ladder({}, Uint256(3), 4);
  REQUIRE(ladder);
  CHECK(*ladder == std::vector<Uint256>{3, 6, 12, 24});
  CHECK(bond_ladder(Uint256(5), {}, 2)->front() == Uint256(10));
  CHECK_FALSE(bond_ladder(shift_left(Uint256(1), 255), {}, 1));
  const Profile& v3 = *find_version("3.0");
  CHECK(claim_fee(v3, Uint256(39), Uint256(100)).is_zero());
  CHECK(claim_fee(v3, Uint256(40), Uint256(100)) == Uint256(1));
  CHECK(claim_fee(v3, Uint256(100), Uint256(100)).is_zero());
  CHECK(claim_fee(*find_version("2.0"), Uint256(400), Uint256(100)).is_zero());
}
