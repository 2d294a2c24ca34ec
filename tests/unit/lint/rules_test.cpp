#include <catch2/catch.hpp>
#include <set>

#include "support.hpp"

using namespace dikast;
using namespace dikast::lint;

namespace {

struct Case {
  std::string text;
  Options options;
};

std::string text_of(const json::Value* value) {
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? value->text() : json::dump(*value, false);
}

std::string template_text(const json::Value& side) {
  if (const json::Value* text = side.find("template")) return text->text();
  json::Value document = support::read_vectors("base.json");
  const auto remove = [&](std::string_view key) {
    std::erase_if(document.members(),
                  [&](const json::Member& member) { return member.key == key; });
  };
  if (const json::Value* set = side.find("set")) {
    for (const json::Member& member : set->members()) {
      if (member.value.is_null()) {
        remove(member.key);
      } else {
        document.set(member.key, member.value);
      }
    }
  }
  if (const json::Value* unset = side.find("unset")) {
    for (const json::Value& key : unset->items()) remove(key.text());
  }
  std::string text = json::dump(document, false);
  if (const json::Value* replace = side.find("replace")) {
    const std::size_t at = text.find(replace->items()[0].text());
    REQUIRE(at != std::string::npos);
    text.replace(at, replace->items()[0].text().size(), replace->items()[1].text());
  }
  return text;
}

Case build(const json::Value& side, const json::Value& row) {
  Case made{template_text(side), {}};
  if (const json::Value* pad = side.find("pad")) made.text.resize(std::stoul(pad->text()), ' ');
  if (const json::Value* mappings = side.find("mappings"))
    made.options.mappings = text_of(mappings);
  if (const json::Value* pad = side.find("pad_mappings"))
    made.options.mappings = std::string(std::stoul(pad->text()), ' ');
  if (row.find("profile") != nullptr) made.options.profile = Profile::KlerosSdk;
  if (const json::Value* options = side.find("options")) {
    if (const json::Value* count = options->find("numberOfRulingOptions"))
      made.options.ruling_options = *Uint256::parse(count->text());
    if (const json::Value* chain = options->find("chainId"))
      made.options.chain_id = *Uint256::parse(chain->text());
    if (const json::Value* context = options->find("context")) {
      for (const json::Value& name : context->items()) made.options.context.push_back(name.text());
    }
  }
  return made;
}

const Issue* first_of(const Report& report, std::string_view id) {
  for (const Issue& issue : report.issues) {
    if (rule(issue.rule).id == id) return &issue;
  }
  return nullptr;
}

std::size_t count_of(const Report& report, RuleId id) {
  std::size_t count = 0;
  for (const Issue& issue : report.issues) count += issue.rule == id ? 1 : 0;
  return count;
}

std::string all_of(const Report& report) {
  std::string out;
  for (const Issue& issue : report.issues) {
    out += std::string(rule(issue.rule).id) + " " + std::to_string(issue.begin.line) + ":" +
           std::to_string(issue.begin.column) + " " + issue.path + " " + issue.message + "\n";
  }
  return out;
}

void check_positive(const json::Value& row, std::string_view id) {
  const json::Value& side = *row.find("positive");
  const Case made = build(side, row);
  const Report report = lint_template(made.text, made.options);
  INFO("template " << made.text.substr(0, 2000) << "\nmappings "
                   << made.options.mappings.value_or("-").substr(0, 2000) << "\n"
                   << all_of(report));
  const Issue* issue = first_of(report, id);
  REQUIRE(issue != nullptr);
  const std::string& source =
      issue->source == Source::Template ? made.text : *made.options.mappings;
  if (const json::Value* span = side.find("span"); span != nullptr && span->is_string()) {
    CHECK(support::span_text(source, *issue) == span->text());
  }
  if (const json::Value* path = side.find("path")) CHECK(issue->path == path->text());
  CHECK(utf8::position_at(source, support::byte_at(source, issue->begin.offset)) == issue->begin);
  CHECK_FALSE(issue->message.empty());
}

void check_negative(const json::Value& row, std::string_view id) {
  const Case made = build(*row.find("negative"), row);
  const Report report = lint_template(made.text, made.options);
  INFO("template " << made.text.substr(0, 2000) << "\nmappings "
                   << made.options.mappings.value_or("-").substr(0, 2000) << "\n"
                   << all_of(report));
  CHECK(first_of(report, id) == nullptr);
}

// A repair does away with what it repairs.
void check_fixes(const json::Value& row) {
  const Case made = build(*row.find("positive"), row);
  const Report report = lint_template(made.text, made.options);
  for (const Issue& issue : report.issues) {
    if (!issue.fix) continue;
    Case repaired = made;
    std::string& target =
        issue.source == Source::Template ? repaired.text : *repaired.options.mappings;
    target = support::apply(target, *issue.fix);
    INFO(rule(issue.rule).id << ": " << issue.fix->description << "\n" << target.substr(0, 2000));
    CHECK(count_of(lint_template(repaired.text, repaired.options), issue.rule) <
          count_of(report, issue.rule));
  }
}

}  // namespace

TEST_CASE("lint: every rule finds its case, and spares the near miss", "[lint]") {
  for (const char* file : {"template.json", "mappings.json"}) {
    const json::Value rows = support::read_vectors(file);
    REQUIRE(rows.items().size() > 20);
    for (const json::Value& row : rows.items()) {
      const std::string id = row.find("rule")->text();
      DYNAMIC_SECTION(id) {
        check_positive(row, id);
        check_negative(row, id);
        check_fixes(row);
      }
    }
  }
}

TEST_CASE("lint: the catalogue and the vectors name the same rules", "[lint]") {
  std::set<std::string> tested;
  for (const char* file : {"template.json", "mappings.json"}) {
    const json::Value rows = support::read_vectors(file);
    for (const json::Value& row : rows.items()) {
      CHECK(row.find("positive") != nullptr);
      CHECK(row.find("negative") != nullptr);
      tested.insert(row.find("rule")->text());
    }
  }
  std::set<std::string> known;
  for (const Rule& entry : catalogue()) {
    CHECK(known.insert(std::string(entry.id)).second);
    CHECK((entry.strict != Severity::Off || entry.sdk != Severity::Off));
  }
  CHECK(known == tested);
}

TEST_CASE("lint: the base of the vectors is clean", "[lint]") {
  const std::string base = json::dump(support::read_vectors("base.json"), false);
  for (const Profile profile : {Profile::Strict, Profile::KlerosSdk}) {
    Options options;
    options.profile = profile;
    const Report report = lint_template(base, options);
    INFO(all_of(report));
    CHECK(report.issues.empty());
    CHECK(report.valid());
  }
}
