#include "dikast/data_mapping/slots.hpp"

#include "support.hpp"

using namespace dikast;
using namespace dikast::mapping;
using namespace dikast::mapping::test;

namespace {

const char* const kContext =
    R"({"n":7,"big":12345678901234567890,"t":"a&b","q":"say \"x\"","uri":"/ipfs/Q","b":true,"list":[1,2],"o":{"p":"P"},
        "nul":null,"o.r":"flat","up":"../x","tag":"{{n}}","json":"{\"k\":1}","name":"ok_1","dots":"..","graphApiKey":"s&s"})";

template <class F>
std::string run(F fill, std::string_view source) {
  const json::Value context = parse(kContext);
  std::vector<std::string> notes;
  Filler filler(context, notes);
  const auto result = fill(filler, json::Value::string(std::string(source)));
  if (!result) return std::string(code_text(result.error().code));
  if constexpr (std::is_same_v<std::decay_t<decltype(*result)>, std::string>) {
    return *result;
  } else {
    return json::dump(*result, false);
  }
}
std::string text(std::string_view s) {
  return run([](Filler& f, const json::Value& v) { return f.text(v, "/p"); }, s);
}
std::string url(std::string_view s) {
  return run([](Filler& f, const json::Value& v) { return f.url(v, "/p"); }, s);
}
std::string query(std::string_view s) {
  return run([](Filler& f, const json::Value& v) { return f.query(v, "/p"); }, s);
}
std::string document(std::string_view s) {
  return run([](Filler& f, const json::Value& v) { return f.document(v, "/p"); }, s);
}
std::string tree(std::string_view s) {
  return run([](Filler& f, const json::Value& v) { return f.tree(v, "/p"); }, s);
}

}  // namespace

TEST_CASE("mapping slots: text is not escaped and not read twice", "[mapping][slots]") {
  CHECK(text("a {{n}} b") == "a 7 b");
  CHECK(text("{{t}}{{{t}}}{{&t}}") == "a&ba&ba&b");
  CHECK(text("{{big}}") == "12345678901234567890");
  CHECK(text("{{b}}") == "true");
  CHECK(text("{{o.p}} {{o.r}}") == "P flat");
  CHECK(text("{{tag}}") == "{{n}}");
  CHECK(text("{{! comment }}x") == "x");
  CHECK(text("{{missing}}") == "mapping.missing_variable");
  CHECK(text("{{nul}}") == "mapping.missing_variable");
  CHECK(text("{{o.q}}") == "mapping.missing_variable");
  CHECK(text("{{constructor}}") == "mapping.missing_variable");
  CHECK(text("{{.}}") == "mapping.missing_variable");
  CHECK(text("x {{list}}") == "mapping.unsafe_value");
  CHECK(text("{{#o}}{{p}}{{/o}}") == "mapping.placeholder");
  CHECK(text("{{> p}}") == "mapping.placeholder");
  CHECK(text("{{=<% %>=}}") == "mapping.placeholder");
  CHECK(text("{{n") == "mapping.placeholder");
}

TEST_CASE("mapping slots: where Court would differ is noted, keys are not", "[mapping][slots]") {
  const json::Value context = parse(kContext);
  std::vector<std::string> notes;
  Filler filler(context, notes);
  CHECK(filler.text(json::Value::string("{{uri}} {{{uri}}} {{uri}} {{n}} {{graphApiKey}}"), "/p")
            .has_value());
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].find("&#x2F;ipfs&#x2F;Q") != std::string::npos);
}

TEST_CASE("mapping slots: a URL value stays in its segment", "[mapping][slots]") {
  CHECK(url("https://a.b/{{up}}/x") == "https://a.b/..%2Fx/x");
  CHECK(url("https://a.b/{{q}}?y={{t}}") == "https://a.b/say%20%22x%22?y=a%26b");
}

TEST_CASE("mapping slots: GraphQL text", "[mapping][slots]") {
  CHECK(query(R"({a(id: "{{t}}", n: {{n}}, e: {{name}})})") == R"({a(id: "a&b", n: 7, e: ok_1)})");
  CHECK(query(R"({a(id: "{{q}}")})") == "mapping.unsafe_value");
  CHECK(query("{a(id: {{t}})}") == "mapping.unsafe_value");
  CHECK(query("{a(id: {{q}})}") == "mapping.unsafe_value");
  CHECK(query(R"({a(id: "\{{n}}")})") == "mapping.unsafe_value");
  CHECK(query(R"({a(id: "\\{{t}}")})") == R"({a(id: "\\a&b")})");
  CHECK(query("{a} # {{uri}}\n") == "{a} # /ipfs/Q\n");
  CHECK(query("{a} # \"\n {{uri}}") == "mapping.unsafe_value");
  CHECK(query("\"\"\"doc \" {{uri}} \"\"\" {a}") == "\"\"\"doc \" /ipfs/Q \"\"\" {a}");
  CHECK(query("\"\"\"doc \\\"\"\" {{uri}} \"\"\" {a}") == "\"\"\"doc \\\"\"\" /ipfs/Q \"\"\" {a}");
  CHECK(query("\"a\" {{uri}}") == "mapping.unsafe_value");
}

TEST_CASE("mapping slots: JSON text", "[mapping][slots]") {
  CHECK(document("{{{json}}}") == R"({"k":1})");
  CHECK(document("{{json}}") == R"({"k":1})");
  CHECK(document("{{o}}") == R"({"p":"P"})");
  CHECK(document(R"({"a":"{{q}}","b":{{list}}})") == R"({"a":"say \"x\"","b":[1,2]})");
  CHECK(document(R"({"a":{{t}}})") == "mapping.unsafe_value");
  CHECK(document(R"({"a":"\{{n}}"})") == "mapping.unsafe_value");
  CHECK(document(R"({"a":"{{list}}"})") == "mapping.unsafe_value");
  CHECK(document(R"({"a":{{n}})") == "mapping.field_type");
  CHECK(document("{{missing}}") == "mapping.missing_variable");
}

TEST_CASE("mapping slots: trees keep lists, text stays text", "[mapping][slots]") {
  CHECK(tree("{{list}}") == "[1,2]");
  CHECK(tree("{{n}}") == "\"7\"");
  CHECK(tree("{{list}}x") == "mapping.unsafe_value");
  const json::Value context = parse(kContext);
  std::vector<std::string> notes;
  Filler filler(context, notes);
  const auto filled =
      filler.tree(parse(R"({"{{n}}":["{{n}}",{"x":"{{t}}"},1.50,null,false]})"), "/p");
  REQUIRE(filled.has_value());
  CHECK(json::dump(*filled, false) == R"({"{{n}}":["7",{"x":"a&b"},1.50,null,false]})");
  const auto missing = filler.tree(parse(R"({"a":["x","{{y}}"]})"), "/p");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().path == "/p/a/1");
}

TEST_CASE("mapping slots: size is bounded", "[mapping][slots]") {
  json::Value context = json::Value::object();
  context.set("x", json::Value::string(std::string(600'000, 'x')));
  std::vector<std::string> notes;
  Filler filler(context, notes);
  for (const char* source : {"{{x}}{{x}}"}) {
    const json::Value value = json::Value::string(source);
    CHECK(outcome(filler.text(value, "/p")) == "mapping.context_limit /p");
    CHECK(outcome(filler.tree(value, "/p")) == "mapping.context_limit /p");
    CHECK(outcome(filler.query(json::Value::string("\"{{x}}{{x}}\""), "/p")) ==
          "mapping.context_limit /p");
    CHECK(outcome(filler.url(value, "/p")) == "mapping.context_limit /p");
    CHECK(outcome(filler.document(json::Value::string("\"{{x}}{{x}}\""), "/p")) ==
          "mapping.context_limit /p");
  }
}
