#include <catch2/catch.hpp>

#include "dikast/template_diff.hpp"

using namespace dikast::lint;

namespace {

std::string document(const std::string& answers, const std::string& more = {}) {
  return R"({"title":"T {{a}}","question":"Q","answers":[)" + answers +
         R"(],"policyURI":"/ipfs/x")" + more + "}";
}
const std::string kYes = R"({"id":"0x1","title":"Yes"})";
const std::string kNo = R"({"id":"0x2","title":"No"})";

}  // namespace

TEST_CASE("diff: equal texts have no changes", "[diff]") {
  CHECK(diff(document(kYes), document(kYes)).empty());
}

TEST_CASE("diff: what jurors do not see is said to be so", "[diff]") {
  SECTION("layout") {
    const auto changes = diff(document(kYes), document(" " + kYes));
    REQUIRE(changes.size() == 1);
    CHECK_FALSE(changes[0].visible);
    CHECK(changes[0].path.empty());
  }
  SECTION("order of answers") {
    const auto changes = diff(document(kYes + "," + kNo), document(kNo + "," + kYes));
    REQUIRE(changes.size() == 1);
    CHECK_FALSE(changes[0].visible);
  }
  SECTION("spelling of an id, braces of a tag, title of answer 0") {
    const auto changes =
        diff(R"({"title":"{{a}}","answers":[{"id":"0x1"},{"id":"0x0","title":"x"}]})",
             R"({"title":"{{{a}}}","answers":[{"id":"0x01"},{"id":"0x0","title":"y"}]})");
    REQUIRE(changes.size() == 3);
    for (const auto& change : changes) CHECK_FALSE(change.visible);
  }
  SECTION("data that Court does not show") {
    const auto changes = diff(document(kYes), document(kYes, R"(,"metadata":{"a":1})"));
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].kind == ChangeKind::Added);
    CHECK(changes[0].weight == ChangeWeight::Data);
    CHECK_FALSE(changes[0].visible);
  }
}

TEST_CASE("diff: what jurors see", "[diff]") {
  SECTION("an answer reworded, matched by its id") {
    const auto changes =
        diff(document(kYes + "," + kNo), document(R"({"id":"0x02","title":"Never"},)" + kYes));
    REQUIRE(changes.size() == 2);
    CHECK(changes[1].path == "/answers/0/title");
    CHECK(changes[1].before == "No");
    CHECK(changes[1].after == "Never");
    CHECK(changes[1].visible);
    CHECK(changes[1].weight == ChangeWeight::Meaning);
  }
  SECTION("an answer removed") {
    const auto changes = diff(document(kYes + "," + kNo), document(kYes));
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].kind == ChangeKind::Removed);
    CHECK(changes[0].path == "/answers/1");
    CHECK(change_text(changes[0].kind) == "removed");
    CHECK(weight_text(changes[0].weight) == "meaning");
  }
  SECTION("a section around answers") {
    const auto changes = diff(document(kYes), document("{{#more}}" + kYes + "{{/more}}"));
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].path == "/answers");
    CHECK(changes[0].visible);
  }
  SECTION("text that is no JSON") {
    const auto changes = diff("", "x");
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].visible);
  }
}
