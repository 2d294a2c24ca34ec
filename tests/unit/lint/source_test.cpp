#include <catch2/catch.hpp>
#include <chrono>
#include <ctime>

#include "dikast/source_document.hpp"
#include "support.hpp"

using namespace dikast;
using namespace dikast::source;

namespace {

std::string text_at(const Document& doc, Span span) {
  return doc.source.substr(span.begin, span.end - span.begin);
}

const Node& only_child(const Document& doc, const Node& node) {
  REQUIRE(node.first >= 0);
  return doc.node(node.first);
}

double cpu_ms(std::string_view text) {
  const std::clock_t begin = std::clock();
  lint::Options options;
  const lint::Report report = lint::lint_template(text, options);
  CHECK(report.issues.size() < 10'000);
  return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

std::string large_template(std::size_t answers) {
  std::string text = R"({"title":"T","description":"D","question":"Q","answers":[)";
  for (std::size_t i = 1; i <= answers; ++i) {
    if (i > 1) text += ",\n";
    text += R"({"id":")" + Uint256(i).to_hex() + R"(","title":"Answer )" + std::to_string(i) +
            R"( {{a}}","description":"{{{b}}} caf\u00e9 and some words to make it longer"})";
  }
  return text +
         R"(],"policyURI":"/ipfs/x","arbitratorChainID":"42161","arbitratorAddress":"0x0","version":"1.0"})";
}

}  // namespace

TEST_CASE("source: values, keys and spans", "[lint]") {
  const Document doc = read(R"( {"a\u0062": [1, "x\n{{y}}", {}], "c": true} )", Flavour::Template);
  CHECK(doc.faults.empty());
  const Node& root = *doc.root_node();
  const Node* ab = doc.find(root, "ab");
  REQUIRE(ab != nullptr);
  CHECK(text_at(doc, ab->span) == R"([1, "x\n{{y}}", {}])");
  CHECK(text_at(doc, ab->key_span) == R"("a\u0062")");
  const Node& text = doc.node(doc.node(ab->first).next);
  CHECK(text.text == "x\n{{y}}");
  CHECK(text.has_tags);
  CHECK(doc.pointer(doc.index_of(text)) == "/ab/1");
  REQUIRE(doc.tags.size() == 1);
  CHECK(doc.tags[0].place == TagPlace::String);
  CHECK(text_at(doc, doc.tags[0].span) == "{{y}}");
  CHECK(text_at(doc, doc.locate(text, 1)) == "\\n");
  CHECK(text_at(doc, doc.locate(text, 2)) == "{");
}

TEST_CASE("source: tags where JSON has values, commas, keys", "[lint]") {
  SECTION("a slot") {
    const Document doc = read(R"({"a":{{{x}}},"b":[{{y}}]})", Flavour::Template);
    CHECK(doc.faults.empty());
    CHECK(doc.find(*doc.root_node(), "a")->kind == NodeKind::Slot);
    CHECK(only_child(doc, *doc.find(*doc.root_node(), "b")).kind == NodeKind::Slot);
    CHECK(doc.tags[0].place == TagPlace::Value);
  }
  SECTION("sections around elements and commas") {
    const Document doc =
        read(R"([{{#a}}{"x":1}{{^last}},{{/last}}{{/a}} {{#b}},{{/b}} 2])", Flavour::Template);
    CHECK(doc.faults.empty());
    CHECK(doc.root_node()->dynamic);
    CHECK(doc.node(doc.root_node()->first).conditional);
  }
  SECTION("a run of tags and digits is one value") {
    const Document doc = read(R"({"a":1{{x}}{{y}}})", Flavour::Template);
    CHECK(doc.faults.empty());
    const Node* a = doc.find(*doc.root_node(), "a");
    CHECK(a->kind == NodeKind::Slot);
    CHECK(text_at(doc, a->span) == "1{{x}}{{y}}");
  }
  SECTION("quotes inside a tag do not end the string") {
    const Document doc = read(R"({"a":"{{#if x "y"}}z{{/if}}"})", Flavour::Template);
    CHECK(doc.faults.empty());
  }
  SECTION("a member that is a tag") {
    const Document doc = read(R"({{{all}}})", Flavour::Template);
    CHECK(doc.root_node()->kind == NodeKind::Slot);
  }
  SECTION("either value of a section and its inverse") {
    const Document doc = read(R"({"a":{{#x}}"b"{{/x}}{{^x}}"c"{{/x}},"d":1})", Flavour::Template);
    CHECK(doc.faults.empty());
    CHECK(doc.find(*doc.root_node(), "d") != nullptr);
  }
}

TEST_CASE("source: a fault is placed and reading goes on", "[lint]") {
  struct Row {
    const char* text;
    FaultKind kind;
    const char* span;
  };
  const Row rows[] = {
      {R"({"a":1,})", FaultKind::TrailingComma, ","},
      {R"([1,])", FaultKind::TrailingComma, ","},
      {R"([1,,2])", FaultKind::Syntax, ","},
      {R"([,1])", FaultKind::Syntax, ","},
      {R"([1 2])", FaultKind::MissingComma, "2"},
      {R"({"a":1 "b":2})", FaultKind::MissingComma, "\""},
      {R"({"a" 1})", FaultKind::Syntax, "1"},
      {R"({a:1})", FaultKind::Syntax, "a"},
      {R"({"a":})", FaultKind::Syntax, "\"a\""},
      {R"({"a"})", FaultKind::Syntax, "\"a\""},
      {R"({"a":b})", FaultKind::Syntax, "b"},
      {R"({"a":01})", FaultKind::Syntax, "01"},
      {R"({"a":'b'})", FaultKind::Syntax, "'b'"},
      {R"({"a":[1})", FaultKind::Syntax, "}"},
      {R"({"a":1]})", FaultKind::Syntax, "]"},
      {R"({"a":1)", FaultKind::Syntax, "{"},
      {R"({"a":1} x)", FaultKind::Syntax, "x"},
      {R"({"a":"b)", FaultKind::Syntax, "\""},
      {R"({"a":"\x"})", FaultKind::Syntax, "\\x"},
      {R"({"a":"\u12"})", FaultKind::Syntax, "\\u"},
      {R"({"a":"\ud800"})", FaultKind::LoneSurrogate, "\\ud800"},
      {R"({"a":1,"a":2})", FaultKind::DuplicateKey, "\"a\""},
      {"{\"a\":\"b\nc\"}", FaultKind::ControlCharacter, "\n"},
      {"{\"a\":\"b\n\"c\":1}", FaultKind::Syntax, "\""},
      {"{\"a\":1 // b\n}", FaultKind::Comment, "// b"},
      {"\xEF\xBB\xBF{}", FaultKind::Syntax, "\xEF\xBB\xBF"},
      {"", FaultKind::Syntax, ""},
  };
  for (const Row& row : rows) {
    const Document doc = read(row.text, Flavour::Template);
    INFO(row.text);
    REQUIRE_FALSE(doc.faults.empty());
    CHECK(doc.faults[0].kind == row.kind);
    CHECK(text_at(doc, doc.faults[0].span) == row.span);
  }
  const Document doc = read("{\"a\":1,,\"b\":[1 2],\"c\":\"x\"}", Flavour::Template);
  CHECK(doc.faults.size() == 2);
  CHECK(doc.find(*doc.root_node(), "c") != nullptr);
}

TEST_CASE("source: any cut of a document is read without harm", "[lint]") {
  const std::string text =
      R"({"t":"a{{x}}\u00e9\ud83d\ude00","l":[{{#s}}{"i":{{{v}}}},{{/s}}null,1e5],/*c*/"o":{"k":true}})";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    for (const Flavour flavour : {Flavour::Template, Flavour::Mappings}) {
      // An exact-size copy lets the sanitizers see one byte too many.
      const std::string head(text.data(), cut);
      const Document doc = read(head, flavour);
      CHECK(doc.root >= -1);
      lint::Options options;
      options.mappings = head;
      (void)lint::lint_template(head, options);
    }
  }
}

TEST_CASE("source: positions count UTF-16 units", "[lint]") {
  std::string text;
  for (int i = 0; i < 300; ++i)
    text += i % 3 == 0 ? "\xF0\x9F\x98\x80" : i % 7 == 0 ? "\n" : "\xC3\xA9";
  const LineIndex lines(text);
  for (std::uint32_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
    CHECK(lines.at(at) == utf8::position_at(text, at));
  }
}

TEST_CASE("lint: time grows with the size, not faster", "[lint]") {
  const std::string small = large_template(250);
  const std::string large = large_template(2000);
  const double one = cpu_ms(small);
  const double eight = cpu_ms(large);
  WARN(large.size() << " bytes: " << eight << " ms of CPU");
  CHECK(eight < 30 * (one + 1));
}
