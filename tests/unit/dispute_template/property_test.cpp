#include <array>

#include "dikast/utf8.hpp"
#include "support.hpp"

using namespace dikast;
using namespace dikast::test;

namespace {

// Neutral templates of the shapes in use: plain slots, slots beside text, values outside of quotes,
// sections, an answer 0 of one's own.
const std::array<std::string, 4>& templates() {
  static const std::array<std::string, 4> all{
      dispute_with("{{a}}", R"(,"metadata":{"x":"{{{b}}}","y":"pre {{c}} post","n":[1,"{{&a}}"]})"),
      R"({ "title":"t {{a}}", "description":"{{{b}}}", "question":"{{c}}\n?",
 "answers":[{"id":"0x00","title":"Invalid","description":"{{b}}"},{"id":"0x1","title":"{{a}}","description":"{{{c}}}"},
 {"id":"0x2","title":"B","description":""}],"policyURI":"/ipfs/QmTaZuQjJT9NZCYsqyRmEwLb1Vt3gme1a6BS4NQLiWXtH2",
 "frontendUrl":"https://x.example/{{c}}","attachment":{"label":"{{a}}","uri":"/ipfs/{{b}}"},
 "arbitratorChainID":"1","arbitratorAddress":"0x991d2df165670b9cac3b022f4b68d65b664222ea","version":"{{c}}" })",
      dispute_with("{{#a}}[{{{a}}}]{{/a}}{{^b}}none{{/b}}", R"(,"metadata":{"x":"{{{c}}}"})"),
      dispute_with("T", R"(,"metadata":{"raw":{{{a}}},"list":[{{{b}}}],"s":"{{c}}"})"),
  };
  return all;
}

std::string random_value(Random& random) {
  static const std::array<std::string, 24> kHostile{"\"",
                                                    "\\",
                                                    "{",
                                                    "}",
                                                    "[",
                                                    "]",
                                                    ",",
                                                    ":",
                                                    "{{a}}",
                                                    "{{{b}}}",
                                                    "{{/a}}",
                                                    "\"},\"answers\":[",
                                                    "\\\"",
                                                    "\\u0022",
                                                    "\n",
                                                    "\x01",
                                                    "\x7f",
                                                    "null",
                                                    "1",
                                                    "{\"x\":1}",
                                                    "/*",
                                                    "</script>",
                                                    "\"answers\":[]",
                                                    "__proto__"};
  std::string out;
  const std::uint32_t pieces = random.below(6);
  for (std::uint32_t i = 0; i < pieces; ++i) {
    if (random.below(2) == 0) {
      out += kHostile[random.below(kHostile.size())];
    } else {
      char32_t code = random.below(4) == 0 ? random.below(0x110000) : random.below(0x250);
      if (code >= 0xd800 && code <= 0xdfff) code = 'x';
      utf8::append(out, code);
    }
  }
  return out;
}

// Keys and kinds, the texts left out: what no value may change.
void shape(const json::Value& value, std::string& out) {
  out += static_cast<char>('0' + static_cast<int>(value.kind()));
  for (const json::Value& item : value.items()) shape(item, out);
  for (const json::Member& member : value.members()) {
    out += member.key + ":";
    shape(member.value, out);
  }
  out += ';';
}

std::string shape_of(json::Value document) {
  std::string out;
  // What stands outside of quotes may be any one value (or values, in a list) by intent.
  if (const json::Value* metadata = document.find("metadata");
      metadata != nullptr && metadata->find("raw") != nullptr) {
    json::Value copy = *metadata;
    copy.set("raw", {});
    copy.set("list", {});
    document.set("metadata", copy);
  }
  shape(document, out);
  return out;
}

json::Value random_context(Random& random) {
  json::Value context = json::Value::object();
  for (const char* name : {"a", "b", "c"}) {
    context.set(name, json::Value::string(random_value(random)));
  }
  return context;
}

}  // namespace

TEST_CASE("property: values never change the structure of a strict render", "[property]") {
  Random random(20240601);
  const json::Value calm = context_of(R"({"a":"1","b":"2","c":"3"})");
  std::array<std::string, 4> shapes;
  std::vector<mustache::Template> parsed;
  for (std::size_t i = 0; i < templates().size(); ++i) {
    parsed.push_back(parse_template(templates()[i]));
    const auto result = dispute_template::render(parsed[i], calm);
    REQUIRE(result.has_value());
    shapes[i] = shape_of(*result);
  }
  const std::uint32_t runs = long_run() ? 1'000'000 : 100'000;
  std::uint32_t rendered = 0;
  for (std::uint32_t n = 0; n < runs; ++n) {
    const std::size_t i = random.below(static_cast<std::uint32_t>(parsed.size()));
    const json::Value context = random_context(random);
    const auto result = dispute_template::render(parsed[i], context);
    if (!result) continue;
    ++rendered;
    if (shape_of(*result) != shapes[i]) {
      FAIL("structure changed by " << json::dump(context) << " in template " << i);
    }
    // What was rendered is one JSON document for a second reader as well.
    if (n % 64 == 0) REQUIRE(json::parse_with_nlohmann(json::dump(*result)).has_value());
  }
  CHECK(rendered > runs / 3);
}

TEST_CASE("property: the value that goes in is the text that comes out", "[property]") {
  Random random(7);
  const std::string source = dispute_with("T", R"(,"metadata":{"x":"{{v}}","y":"<{{{v}}}>"})");
  const mustache::Template parsed = parse_template(source);
  const auto skeleton = dispute_template::Skeleton::build(source);
  REQUIRE(skeleton.has_value());
  const std::uint32_t runs = long_run() ? 1'000'000 : 100'000;
  for (std::uint32_t n = 0; n < runs; ++n) {
    const std::string value = random_value(random);
    json::Value context = json::Value::object();
    context.set("v", json::Value::string(value));
    const auto result = dispute_template::render(parsed, context);
    REQUIRE(result.has_value());
    const json::Value* metadata = result->find("metadata");
    if (text_at(*metadata, "x") != value || text_at(*metadata, "y") != "<" + value + ">") {
      FAIL("lost: " << json::dump(context));
    }
  }
}

TEST_CASE("property: skeleton and general way give the same document", "[property]") {
  Random random(99);
  const std::uint32_t runs = long_run() ? 200'000 : 20'000;
  for (std::size_t i = 0; i < 2; ++i) {
    const mustache::Template parsed = parse_template(templates()[i]);
    const auto skeleton = dispute_template::Skeleton::build(templates()[i]);
    REQUIRE(skeleton.has_value());
    std::uint32_t fast = 0;
    const std::vector<std::string> names = skeleton->variables();
    for (std::uint32_t n = 0; n < runs; ++n) {
      const json::Value context = random_context(random);
      std::string values;
      for (const std::string& name : names) {
        values += (&name == &names.front() ? "" : std::string(1, '\0'));
        values += context.find(name)->text();
      }
      std::string out;
      const bool done = skeleton->render(values, out);
      const auto general = dispute_template::render(parsed, context);
      if (skeleton->check(values) != done) FAIL("check differs: " << json::dump(context));
      if (!done) continue;
      ++fast;
      if (!general || out != json::dump(*general)) {
        FAIL("differs: " << json::dump(context) << "\n" << out);
      }
    }
    CHECK(fast > runs / 4);
  }
}

TEST_CASE("skeleton: what it cannot do is left to the general way", "[skeleton]") {
  using dispute_template::Skeleton;
  const std::string valid = dispute_with("{{a}}");
  REQUIRE(Skeleton::build(valid).has_value());
  CHECK(Skeleton::build(valid)->variables() == std::vector<std::string>{"a"});
  for (const std::string& source : {
           dispute_with("{{a.b}}"),
           dispute_with("{{#a}}x{{/a}}"),
           dispute_with("{{>a}}"),
           dispute_with("{{!a}}"),
           dispute_with("{{=<% %>=}}"),
           dispute_with("{{a"),
           dispute_with("{{~a}}"),
           dispute_with("{{hex}}"),
           dispute_with("{{}}"),
           dispute_with("\\u0041"),
           dispute_with("\\x"),
           dispute_with("\x01"),
           dispute_with("\xff"),
           dispute_with("\xe2\x80\xae"),
           dispute_with("t", ",\"title\":\"u\""),
           dispute_with("t", ",\"{{a}}\":1"),
           dispute_with("t", ",\"x\":{{a}}"),
           dispute_with("t", ",\"x\":01"),
           dispute_with("t", ",\"x\":1."),
           dispute_with("t", ",\"x\":-"),
           dispute_with("t", ",\"x\":1e"),
           dispute_with("t", ",\"x\":[1,]"),
           dispute_with("t", ","),
           dispute_with("t", ",\"type\":\"{{a}}\""),
           dispute_with("t", ",\"lang\":1"),
           dispute_with("t", ",\"aliases\":{\"A\":\"x\"}"),
           dispute_with("t", ",\"aliases\":{\"0x1234\":\"a.eth\"}"),
           dispute_with("t", ",\"aliases\":{\"A\":\"a.eth\",\"a\":\"b.eth\"}"),
           valid + "x",
           valid.substr(0, valid.size() - 1),
           std::string(),
           std::string("[]"),
       }) {
    INFO(source);
    CHECK_FALSE(Skeleton::build(source).has_value());
  }
  const auto skeleton = Skeleton::build(dispute_with("{{a}}{{b}}"));
  REQUIRE(skeleton.has_value());
  std::string out;
  CHECK(skeleton->render(std::string_view("1\0"
                                          "2",
                                          3),
                         out));
  CHECK_FALSE(skeleton->render("1", out));
  CHECK_FALSE(skeleton->render(std::string_view("1\0"
                                                "2\0",
                                                4),
                               out));
  CHECK_FALSE(skeleton->check(std::string_view("1\0\xef\xbf\xbd", 5)));
  CHECK_FALSE(skeleton->render(std::string("1") + '\0' + std::string(1'048'576, 'x'), out));
}

TEST_CASE("skeleton: numbers, lists and white space are kept as JSON", "[skeleton]") {
  const std::string source = dispute_with(
      "\xc3\xa9 \xf0\x9f\x98\x80 {x} {{a}}",
      " , \"x\" : [ 1 , -2.5e+3 , 0 , true , false , null , { } , [ ] , { \"k\" : \"v\\n\" } ] ");
  const auto skeleton = dispute_template::Skeleton::build(source);
  REQUIRE(skeleton.has_value());
  std::string out;
  REQUIRE(skeleton->render("1", out));
  const auto general = render_strict(source, context_of(R"({"a":"1"})"));
  REQUIRE(general.has_value());
  CHECK(out == json::dump(*general));
}
