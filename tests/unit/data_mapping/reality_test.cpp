#include "dikast/data_mapping/reality.hpp"

#include "dikast/abi.hpp"
#include "support.hpp"

using namespace dikast;
using namespace dikast::mapping;
using namespace dikast::mapping::test;

namespace {

const std::string kSep = "\xE2\x90\x9F";
const char* const kBool = R"({"title": "%s", "type": "bool", "category": "%s", "lang": "%s"})";
const char* const kUint =
    R"({"title": "%s", "type": "uint", "decimals": 18, "category": "%s", "lang": "%s"})";
const char* const kSingle =
    R"({"title": "%s", "type": "single-select", "outcomes": [%s], "category": "%s", "lang": "%s"})";
const char* const kMultiple =
    R"({"title": "%s", "type": "multiple-select", "outcomes": [%s], "category": "%s", "lang": "%s"})";
const char* const kDatetime =
    R"({"title": "%s", "type": "datetime", "category": "%s", "lang": "%s"})";
const std::string kTooSoon =
    R"({"id":"0x)" + std::string(64, 'F') +
    R"(","title":"Answered Too Soon","description":"","reserved":true,"last":true})";

RealityQuestion question(std::string_view template_text, std::string_view text) {
  const auto read = read_question(template_text, text);
  INFO(outcome(read));
  REQUIRE(read.has_value());
  return *read;
}

std::vector<std::string> titles(const RealityQuestion& q) {
  std::vector<std::string> out;
  const json::Value answers = question_answers(q);
  for (const json::Value& answer : answers.items())
    out.push_back(answer.find("id")->text() + " " + answer.find("title")->text());
  out.pop_back();
  return out;
}

std::string word(std::string_view digits) {
  return std::string(64 - digits.size(), '0') + std::string(digits);
}

std::string data(std::string_view types, const json::Value& values) {
  const auto parameters = abi::parse_parameters(json::Value::string(std::string(types)));
  REQUIRE(parameters.has_value());
  const auto bytes = abi::encode(*parameters, values);
  REQUIRE(bytes.has_value());
  return to_hex(*bytes);
}

}  // namespace

TEST_CASE("mapping reality: question types", "[mapping][reality]") {
  const auto b = question(kBool, "Did it?" + kSep + "news" + kSep + "en");
  CHECK(b.title == "Did it?");
  CHECK(b.type == "bool");
  CHECK(b.category == "news");
  CHECK(b.lang == "en");
  CHECK(b.notes.empty());
  CHECK(titles(b) == std::vector<std::string>{"0x01 No", "0x02 Yes"});
  CHECK(json::dump(question_answers(b).items().back(), false) == kTooSoon);

  const auto s = question(
      kSingle, "Which?" + kSep + R"("Lakers","Celtics \"C\"")" + kSep + "sports" + kSep + "en");
  CHECK(s.outcomes == std::vector<std::string>{"Lakers", "Celtics \"C\""});
  CHECK(titles(s) == std::vector<std::string>{"0x01 Lakers", "0x02 Celtics \"C\""});

  const auto m = question(kMultiple, "Which?" + kSep + R"("a","b")" + kSep + kSep);
  CHECK(titles(m) ==
        std::vector<std::string>{"0x01 None of them", "0x02 a", "0x03 b", "0x04 a, b"});
  const auto many =
      question(kMultiple, "Which?" + kSep + R"("a","b","c","d","e","f")" + kSep + kSep);
  CHECK(titles(many).empty());
  CHECK(many.notes.size() == 1);

  const auto u = question(kUint, "How many?" + kSep + "x" + kSep + "en");
  CHECK(u.decimals == "18");
  CHECK(titles(u).empty());
  CHECK(question(kDatetime, "When?").type == "datetime");
}

TEST_CASE("mapping reality: more than 255 outcomes", "[mapping][reality]") {
  std::string list = "\"0\"";
  for (int i = 1; i < 300; ++i) list += ",\"" + std::to_string(i) + "\"";
  const auto all = titles(question(kSingle, "Which?" + kSep + list));
  REQUIRE(all.size() == 300);
  CHECK(all[254] == "0xff 254");
  CHECK(all[255] == "0x0100 255");
}

TEST_CASE("mapping reality: a field cannot leave its place", "[mapping][reality]") {
  const auto escaped =
      question(kBool, R"(Did \"X\" \\ happen?\nreally)" + kSep + "cat" + kSep + "en");
  CHECK(escaped.title == "Did \"X\" \\ happen?\nreally");
  CHECK(escaped.notes.empty());
  const auto raw = question(kBool, "Did \"X\" \\ happen?\nreally" + kSep + "cat" + kSep + "en");
  CHECK(raw.title == "Did \"X\" \\ happen?\nreally");
  CHECK(raw.notes.size() == 1);
  const auto injected = question(kBool, R"(T", "type": "uint)" + kSep + "c" + kSep + "en");
  CHECK(injected.type == "bool");
  CHECK(injected.title == R"(T", "type": "uint)");
  const auto fewer = question(kBool, "Just a title");
  CHECK(fewer.title == "Just a title");
  CHECK(fewer.category.empty());
  CHECK(fewer.notes.size() == 1);
  CHECK(question(kBool, "a" + kSep + "b" + kSep + "c" + kSep + "d").notes.size() == 1);
}

TEST_CASE("mapping reality: what cannot be read", "[mapping][reality]") {
  const auto refused = [](std::string_view template_text, std::string_view text) {
    return outcome(read_question(template_text, text));
  };
  const std::string invalid = "mapping.question_invalid ";
  CHECK(refused("not json %s", "x") == invalid);
  CHECK(refused("[\"%s\"]", "x") == invalid);
  CHECK(refused(R"({"title":"%s"})", "x") == invalid);
  CHECK(refused(R"({"title":"%s","type":"colour"})", "x") == invalid);
  CHECK(refused(R"({"title":"\%s","type":"bool"})", "x") == invalid);
  CHECK(refused(kSingle, "x") == invalid);
  CHECK(refused(kSingle, "x" + kSep + "Lakers") == invalid);
  CHECK(refused(kSingle, "x" + kSep + "1,2") == invalid);
  CHECK(refused(kSingle, "x" + kSep + R"("a"],"type":"bool","x":["b")") == invalid);
  CHECK(refused(R"({"title":"%s","type":"single-select","outcomes":[1]})", "x") == invalid);
}

TEST_CASE("mapping reality: the conversation", "[mapping][reality]") {
  const std::string id = "0x" + std::string(64, 'e');
  const std::string arbitrable = "0x5D64Cb92c351e46615ce427015A2F1E0823A2402";
  const std::string reality = "0xAf36da891c03b8A3a675f08f59355c8ff877330d";
  const std::string user = "0x74199ddaC9607A3a694011793f674FA1E0d0Fe2D";
  const std::string context =
      "{\"qid\":\"" + id + "\",\"arbitrableAddress\":\"" + arbitrable + "\"}";
  Resolution r = started(R"([{"type":"reality","realityQuestionID":"{{{qid}}}"}])", context);
  const Request realitio = asked(r);
  CHECK(realitio.kind == RequestKind::EthCall);
  CHECK(realitio.to == arbitrable);
  CHECK(r.provide(body("\"0x" + word("af36da891c03b8a3a675f08f59355c8ff877330d") + "\""))
            .has_value());

  const Request first = asked(r);
  CHECK(first.to == reality);
  // Topic 0 as kleros-sdk's recordings have it.
  CHECK(first.topics ==
        std::vector<Topic>{{"0xfe2dac156a3890636ce13f65f4fdf41dcaee11526e4a5374531572d92194796c"},
                           {id}});
  json::Value values = parse(
      "[\"2\",\"\",\"0x1cC9304B31F05d27470ccD855b05310543b70f17\",\"86400\",\"0\",\"0\","
      "\"1700000000\"]");
  values.items()[1] =
      json::Value::string("Which?" + kSep + R"("a","b")" + kSep + "c" + kSep + "en");
  const std::string log =
      "[{\"address\":\"" + reality + "\",\"topics\":[\"" + first.topics[0][0] + "\",\"" + id +
      "\",\"0x" + word(user.substr(2)) + "\",\"0x" + std::string(64, 'c') + "\"],\"data\":\"" +
      data("uint256,string,address,uint32,uint32,uint256,uint256", values) + "\"}]";
  CHECK(outcome(r.provide(body("[]"))) == "mapping.no_event /0");
  CHECK(outcome(r.provide(body(log))) == "ok");

  const Request second = asked(r);
  CHECK(second.id == 3);
  CHECK(second.topics ==
        std::vector<Topic>{{"0xb87fb721c0a557bb8dff89a86796466931d82ba530a66a239263eb8735ade2e4"},
                           {"0x" + word("2")}});
  json::Value text = json::Value::array();
  text.push(json::Value::string(kSingle));
  const std::string template_log = "[{\"address\":\"" + reality + "\",\"topics\":[\"" +
                                   second.topics[0][0] + "\",\"0x" + word("2") + "\",\"0x" +
                                   word("") + "\"],\"data\":\"" + data("string", text) + "\"}]";
  CHECK(outcome(r.provide(body(template_log))) == "ok");
  CHECK(*r.next() == nullptr);
  CHECK(text_at(r.context(), "question") == "\"Which?\"");
  CHECK(text_at(r.context(), "type") == "\"single-select\"");
  CHECK(text_at(r.context(), "realityAddress") == "\"" + reality + "\"");
  CHECK(text_at(r.context(), "questionId") == "\"" + id + "\"");
  CHECK(text_at(r.context(), "realityUser") == "\"" + user + "\"");
  CHECK(r.context().find("answers")->items().size() == 3);
  // The made-up content hash is noticed.
  CHECK(r.trace()[1].notes.size() == 1);
}

TEST_CASE("mapping reality: an arbitrable without realitio() is asked itself",
          "[mapping][reality]") {
  const std::string context =
      "{\"arbitrableAddress\":\"0x5D64Cb92c351e46615ce427015A2F1E0823A2402\"}";
  const std::string mapping =
      R"([{"type":"reality","realityQuestionID":"0x)" + std::string(64, '1') + "\"}]";
  Response failed;
  failed.failure = "execution reverted";
  for (const Response& response : {failed, body("\"0x\""), body("\"0x" + word("0") + "\"")}) {
    Resolution r = started(mapping, context);
    (void)asked(r);
    CHECK(r.provide(response).has_value());
    CHECK(asked(r).to == "0x5D64Cb92c351e46615ce427015A2F1E0823A2402");
    CHECK(r.trace()[0].notes.size() == 1);
  }
  Options options;
  options.reality_address = "0xAf36da891c03b8A3a675f08f59355c8ff877330d";
  Resolution told = started(mapping, "{}", options);
  CHECK(asked(told).to == options.reality_address);
  Resolution nobody = started(mapping);
  CHECK(outcome(nobody.next()) == "mapping.missing_variable /0");
}
