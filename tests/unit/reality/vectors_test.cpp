#include <nlohmann/json.hpp>

#include "dikast/reality_question.hpp"
#include "support/shared.hpp"

using namespace dikast;
using namespace dikast::test;
using namespace dikast::reality;

namespace {

using Json = nlohmann::ordered_json;

Word hash_of(const Json& text) { return *Uint256::parse(text.get<std::string>()); }
Uint256 number_of(const Json& text) { return *Uint256::parse(text.get<std::string>()); }
/// The library reads these as hex even without 0x.
Uint256 hex_of(const Json& text) {
  const auto digits = text.get<std::string>();
  return *Uint256::parse(digits.rfind("0x", 0) == 0 ? digits : "0x" + digits);
}
Word address_of(const Json& text) {
  return to_word(*Address::parse_unchecked(text.get<std::string>()));
}
std::uint32_t seconds_of(const Json& text) {
  return static_cast<std::uint32_t>(std::stoul(text.get<std::string>()));
}

/// What a v4 question's id is made of has not changed since 3.0.
const Profile& profile_of(const std::string& version) {
  const Profile* known = find_version(version);
  return known != nullptr ? *known : *find_version("3.0");
}

std::string id_of(const Json& in) {
  QuestionKey key;
  key.content = content_hash(number_of(in["template_id"]), seconds_of(in["opening_ts"]),
                             in["question"].get<std::string>());
  key.arbitrator = address_of(in["arbitrator"]);
  key.timeout = seconds_of(in["timeout"]);
  key.sender = address_of(in["sender"]);
  key.nonce = number_of(in["nonce"]);
  if (in["min_bond"].is_string()) key.min_bond = hex_of(in["min_bond"]);
  if (in["contract"].is_string()) key.contract = address_of(in["contract"]);
  return word_text(question_id(profile_of(in["version"]), key));
}

std::string show(const Result<json::Value>& value) {
  if (!value) return "throws";
  return to_nlohmann(*value).dump(-1, ' ', true, nlohmann::detail::error_handler_t::replace);
}

std::string expected_document(const Json& row) {
  if (row.contains("throws")) return "throws";
  return row["out"].dump(-1, ' ', true, nlohmann::detail::error_handler_t::replace);
}

bool same_document(const std::string& a, const std::string& b) {
  if (a == "throws" || b == "throws") return a == b;
  return nlohmann::json::parse(a) == nlohmann::json::parse(b);
}

std::string answer_of(const Json& row) {
  const auto word = encode_answer(json::from_nlohmann(row["in"]["question"]),
                                  json::from_nlohmann(row["in"]["answer"]));
  return word ? word_text(*word) : "error";
}

}  // namespace

TEST_CASE("reality: the library's vectors", "[reality][shared]") {
  DIKAST_SHARED_OR_SKIP(path, "golden/reality/vectors.json");
  // Lone surrogates stand in it, which nlohmann does not read.
  const auto file = json::parse_like_javascript(read_file(path), {10'000'000, 64});
  REQUIRE(file);
  const Json rows = json::to_nlohmann(*file);
  std::size_t checked = 0;
  for (const Json& row : rows) {
    const Json& in = row["in"];
    const std::string group = row["group"];
    INFO(row["id"]);
    ++checked;
    if (group == "questionID" && row.contains("check")) {
      CHECK(id_of(in) == row["check"].get<std::string>());
    } else if (group == "contentHash") {
      CHECK(word_text(content_hash(number_of(in["template_id"]), seconds_of(in["opening_ts"]),
                                   in["question"].get<std::string>())) ==
            row["check"].get<std::string>());
    } else if (group == "answerHash") {
      CHECK(word_text(answer_hash(hash_of(in["answer"]), hex_of(in["nonce"]))) ==
            row["check"].get<std::string>());
    } else if (group == "commitmentID") {
      CHECK(word_text(commitment_id(hash_of(in["question_id"]), hash_of(in["answer_hash"]),
                                    hex_of(in["bond"]))) == row["check"].get<std::string>());
    } else if (group == "populate") {
      const auto ours = decode_question(in["template"].get<std::string>(),
                                        in["question"].get<std::string>(), in["errors_to_title"]);
      INFO(show(ours));
      CHECK(same_document(show(ours), expected_document(row)));
    } else if (group == "parse") {
      const auto ours = read_document(in["data"].get<std::string>(), in["errors_to_title"]);
      INFO(show(ours));
      CHECK(same_document(show(ours), expected_document(row)));
    } else if (group == "answerToBytes32" && row.contains("correct")) {
      const Json& correct = row["correct"];
      CHECK(answer_of(row) == (correct.is_string() ? correct.get<std::string>() : "error"));
    } else {
      --checked;
    }
  }
  CHECK(checked >= 190);
}
