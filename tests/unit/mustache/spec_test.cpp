#include <array>

#include "dikast/mustache.hpp"
#include "recordings.hpp"

using namespace dikast;

namespace {

constexpr std::array kRequired = {"comments", "delimiters", "interpolation",
                                  "inverted", "partials",   "sections"};

struct SpecCase {
  std::string name;
  std::string expected;
  Result<std::string> rendered;
};

template <class Each>
std::size_t for_each_spec_case(const std::filesystem::path& file, mustache::Dialect dialect,
                               Each each) {
  const auto document = json::parse_like_javascript(test::read_file(file));
  REQUIRE(document.has_value());
  const json::Value tests = test::value_at(*document, "tests");
  for (const json::Value& item : tests.items()) {
    mustache::Partials partials;
    for (const json::Member& partial : test::value_at(item, "partials").members()) {
      partials.emplace(partial.key, partial.value.text());
    }
    SpecCase one{test::text_at(item, "name"), test::text_at(item, "expected"), std::string()};
    const auto parsed = mustache::parse(test::text_at(item, "template"), dialect);
    if (parsed) {
      one.rendered = mustache::render(*parsed, test::value_at(item, "data"),
                                      {.hex_lambda = false, .budget = {}, .partials = &partials});
    } else {
      one.rendered = tl::unexpected(parsed.error().error);
    }
    each(one);
  }
  return tests.items().size();
}

}  // namespace

TEST_CASE("mustache: the required modules of the specification", "[mustache]") {
  DIKAST_SHARED_OR_SKIP(folder, "data/mustache-spec");
  std::size_t count = 0;
  for (const char* module : kRequired) {
    count += for_each_spec_case(folder / (std::string(module) + ".json"),
                                mustache::Dialect::Mustache, [&](const SpecCase& one) {
                                  INFO(module << ": " << one.name);
                                  REQUIRE(one.rendered.has_value());
                                  CHECK(*one.rendered == one.expected);
                                });
  }
  CHECK(count == 136);
}

TEST_CASE("mustache: the mustache.js dialect leaves the specification in one case only",
          "[mustache]") {
  DIKAST_SHARED_OR_SKIP(folder, "data/mustache-spec");
  for (const mustache::Dialect dialect : {mustache::Dialect::MustacheJs, mustache::Dialect::Auto}) {
    std::vector<std::string> differing;
    for (const char* module : kRequired) {
      for_each_spec_case(folder / (std::string(module) + ".json"), dialect,
                         [&](const SpecCase& one) {
                           if (!one.rendered || *one.rendered != one.expected)
                             differing.push_back(one.name);
                         });
    }
    CHECK(differing == std::vector<std::string>{"Dotted Names - Context Precedence"});
  }
}

TEST_CASE("mustache: the optional modules, as far as mustache.js has them", "[mustache]") {
  DIKAST_SHARED_OR_SKIP(folder, "data/mustache-spec");
  // Lambdas, inheritance and dynamic names are no part of mustache.js 4.2 or of dispute templates;
  // RESULTS.json counts what it gives by chance.
  const auto results = json::parse_like_javascript(test::read_file(folder / "RESULTS.json"));
  REQUIRE(results.has_value());
  const json::Value files = test::value_at(test::value_at(*results, "mustache_js"), "files");
  for (const char* module : {"~dynamic-names", "~inheritance"}) {
    std::size_t passed = 0;
    const std::string file = std::string(module) + ".json";
    const std::size_t all =
        for_each_spec_case(folder / file, mustache::Dialect::MustacheJs, [&](const SpecCase& one) {
          if (one.rendered && *one.rendered == one.expected) ++passed;
        });
    CHECK(std::to_string(passed) + "/" + std::to_string(all) == test::text_at(files, file));
  }
}
