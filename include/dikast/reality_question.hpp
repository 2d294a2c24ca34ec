#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/error.hpp"
#include "dikast/json.hpp"
#include "dikast/reality.hpp"

/// Texts of Reality.eth questions and the values of their answers, after the format its contracts'
/// templates give (checked against reality-eth-lib 3.4.25, corrected where that is wrong).
namespace dikast::reality {

/// U+241F SYMBOL FOR UNIT SEPARATOR: between the fields of a question.
inline constexpr std::string_view kDelimiter = "\xE2\x90\x9F";

/// Fields for a template's %s: a text is escaped for the inside of a JSON string, a list becomes
/// quoted texts joined by commas, anything else is written as JSON.
/// Errors: reality.delimiter (a field holds U+241F, which nothing can carry), with "/<i>".
[[nodiscard]] Result<std::string> encode_fields(const std::vector<json::Value>& fields);

/// The question that `text` makes of `template_text`, as readers show it: the JSON document with
/// `errors` ({json_parse_failed, suspicious_extra_data, too_many_outcomes, invalid_precision,
/// invalid_format}: each true or missing), `format` and `title_text`. A document that cannot be
/// read has type "broken-question". With `errors_to_title` the title says it too.
/// Errors: reality.template (a placeholder that is none), reality.question (no object).
[[nodiscard]] Result<json::Value> decode_question(std::string_view template_text,
                                                  std::string_view text, bool errors_to_title);

/// As decode_question, from the filled template.
[[nodiscard]] Result<json::Value> read_document(std::string_view document, bool errors_to_title);

/// bytes32 of an answer. By question.type: bool (true, 0, 1), uint (decimal, scaled by
/// question.decimals, or 0x-hex), int (two's complement; not scaled), single-select (index),
/// multiple-select (list of booleans, or the mask), datetime (Unix seconds), hash (hex).
/// Errors: reality.answer, input.type.
[[nodiscard]] Result<Word> encode_answer(const json::Value& question, const json::Value& answer);

enum class AnswerKind : std::uint8_t { Value, Invalid, TooSoon, OutOfRange };

struct AnswerText {
  AnswerKind kind = AnswerKind::Value;
  std::string text;   ///< exact, without exponents; "" where the type has no such answer
  bool exact = true;  ///< a datetime finer than question.precision is not
};
[[nodiscard]] AnswerText decode_answer(const json::Value& question, const Word& answer);

/// A transaction of a Zodiac proposal; `nonce` is its index.
struct ModuleTransaction {
  Word to;
  Uint256 value;
  Bytes data;
  std::uint8_t operation = 0;
  Uint256 nonce;
};
/// EIP-712, of the domain (chainId, verifyingContract = module).
[[nodiscard]] Word module_domain(const Uint256& chain_id, const Word& module);
[[nodiscard]] Word module_transaction_hash(const Word& domain, const ModuleTransaction& tx);
/// proposalId, delimiter, and the hash of the hashes without 0x.
[[nodiscard]] std::string module_question(std::string_view proposal_id,
                                          const std::vector<Word>& tx_hashes);

/// What the module asks before it executes a transaction.
struct Execution {
  std::optional<Word> result;  ///< nothing: not final
  Uint256 min_bond;
  Uint256 bond;
  std::uint64_t finalize_ts = 0;
  std::uint64_t cooldown = 0;    ///< seconds
  std::uint64_t expiration = 0;  ///< seconds, 0: never
  std::uint64_t now = 0;
  bool previous_executed = true;
};
/// Names of the conditions that do not hold: "result", "bond", "cooldown", "expired", "previous".
[[nodiscard]] std::vector<std::string_view> missing_conditions(const Execution& execution);

}  // namespace dikast::reality
