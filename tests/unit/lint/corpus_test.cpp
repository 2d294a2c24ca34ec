#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <iostream>

#include "dikast/mustache.hpp"
#include "support.hpp"
#include "support/shared.hpp"

using namespace dikast;
using namespace dikast::lint;

namespace {

std::vector<std::filesystem::path> corpus() {
  std::vector<std::filesystem::path> files;
  const auto dir = dikast::test::shared_dir();
  if (!dir || !std::filesystem::is_directory(*dir / "corpus")) {
    std::cout << "SKIPPED: ../shared/corpus is missing; the corpus was not linted.\n";
    return files;
  }
  for (const auto& entry : std::filesystem::directory_iterator(*dir / "corpus")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string member(const json::Value& record, std::string_view key) {
  const json::Value* value = record.find(key);
  return value != nullptr && value->is_string() ? value->text() : std::string();
}

Report lint_record(const json::Value& record, Profile profile) {
  Options options;
  options.profile = profile;
  const json::Value* mappings = record.find("mappings");
  if (mappings != nullptr && mappings->is_string()) options.mappings = mappings->text();
  return lint_template(member(record, "template"), options);
}

}  // namespace

TEST_CASE("lint: every corpus entry is fit to render or diagnosed with a place", "[lint][corpus]") {
  const auto files = corpus();
  std::size_t fit = 0;
  std::size_t metaevidence = 0;
  for (const auto& file : files) {
    const auto record = json::parse(support::read_file(file.string()));
    REQUIRE(record);
    INFO(file.filename().string());
    const Report report = lint_record(*record, Profile::Strict);
    fit += report.valid() ? 1 : 0;
    const std::string text = member(*record, "template");
    const std::string mappings = member(*record, "mappings");
    bool v1 = false;
    for (const Issue& issue : report.issues) {
      const std::string& source = issue.source == Source::Template ? text : mappings;
      CHECK(issue.begin.offset <= issue.end.offset);
      CHECK(utf8::position_at(source, support::byte_at(source, issue.begin.offset)) == issue.begin);
      v1 = v1 || issue.rule == RuleId::template_metaevidence;
    }
    metaevidence += v1 ? 1 : 0;
    CHECK(v1 == (member(*record, "kind") == "v1-metaevidence"));
  }
  if (files.size() == 171) {
    CHECK(metaevidence == 48);
    CHECK(fit >= 17);
  }
}

TEST_CASE("lint: the profile kleros-sdk finds no error in what kleros-sdk accepts",
          "[lint][corpus]") {
  // facts/sdk.md G: with a plausible context 30 of the 171 pass populateTemplate.
  const auto files = corpus();
  std::size_t fit = 0;
  for (const auto& file : files) {
    const auto record = json::parse(support::read_file(file.string()));
    REQUIRE(record);
    Options options;
    options.profile = Profile::KlerosSdk;
    fit += lint_template(member(*record, "template"), options).valid() ? 1 : 0;
  }
  if (files.size() == 171) CHECK(fit == 30);
}

TEST_CASE("lint: repairs of the corpus do away with what they repair", "[lint][corpus]") {
  for (const auto& file : corpus()) {
    const auto record = json::parse(support::read_file(file.string()));
    REQUIRE(record);
    const Report report = lint_record(*record, Profile::Strict);
    for (const Issue& issue : report.issues) {
      if (!issue.fix || issue.source != Source::Template) continue;
      json::Value repaired = *record;
      repaired.set("template",
                   json::Value::string(support::apply(member(*record, "template"), *issue.fix)));
      const auto same = [&](const Issue& other) { return other.rule == issue.rule; };
      const Report after = lint_record(repaired, Profile::Strict);
      INFO(file.filename().string() << " " << rule(issue.rule).id << " " << issue.path);
      CHECK(std::count_if(after.issues.begin(), after.issues.end(), same) <
            std::count_if(report.issues.begin(), report.issues.end(), same));
    }
  }
}
