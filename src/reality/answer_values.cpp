#include <algorithm>

#include "dikast/reality_question.hpp"

namespace dikast::reality {

namespace {

using json::Value;

constexpr std::size_t kMaxDecimals = 77;

std::string type_of(const Value& question) {
  const Value* type = question.find("type");
  return type != nullptr && type->is_string() ? type->text() : std::string();
}

std::size_t outcome_count(const Value& question) {
  const Value* outcomes = question.find("outcomes");
  return outcomes == nullptr ? 0 : outcomes->items().size();
}

/// A number or its text.
std::size_t decimals_of(const Value& question) {
  const Value* decimals = question.find("decimals");
  if (decimals == nullptr) return 0;
  const auto count = Uint256::parse(decimals->text());
  return count && *count <= Uint256(kMaxDecimals) ? static_cast<std::size_t>(count->words[0]) : 0;
}

tl::unexpected<Error> refused(std::string why) {
  return fail(ErrorCode::reality_answer, "/answer", std::move(why));
}

/// A decimal number with at most `decimals` digits after the point, times 10^decimals.
Result<Uint256> scaled(std::string_view text, std::size_t decimals) {
  const auto not_uint = [] {
    return refused(
        "A whole number from 0 to 2^256-1 is needed, with no more decimals than the "
        "question has.");
  };
  if (text.starts_with("0x")) {
    auto number = Uint256::parse(text);
    for (std::size_t i = 0; i < decimals && number; ++i) number = checked_mul(*number, Uint256(10));
    if (!number) return not_uint();
    return *number;
  }
  const std::size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  if (fraction.size() > decimals) return not_uint();
  digits += fraction;
  digits.append(decimals - fraction.size(), '0');
  const auto number = Uint256::parse(digits);
  if (!number || digits.starts_with("0x")) return not_uint();
  return *number;
}

Result<Word> encode_int(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto size = Uint256::parse(negative ? text.substr(1) : text);
  const Uint256 limit = shift_left(Uint256(1), 255);
  if (!size || *size > limit || (!negative && *size == limit))
    return refused("A whole number from -2^255 to 2^255-1 is needed.");
  return negative ? wrapping_sub(Uint256(), *size) : *size;
}

Result<Word> encode_hash(std::string_view text) {
  if (text.starts_with("0x")) text.remove_prefix(2);
  if (text.size() > 64) return refused("A hash has no more than 32 bytes.");
  const auto number = Uint256::parse("0x" + std::string(text));
  if (!number || text.empty()) return refused("A hash is written in hex digits.");
  return *number;
}

Result<Word> encode_selection(const Value& question, const Value& answer) {
  if (answer.items().size() > std::max<std::size_t>(outcome_count(question), 1) ||
      answer.items().size() > 254)
    return refused("There are more selections than outcomes.");
  Uint256 mask;
  for (std::size_t i = 0; i < answer.items().size(); ++i)
    if (answer.items()[i].as_bool())
      mask = wrapping_add(mask, shift_left(Uint256(1), static_cast<unsigned>(i)));
  return mask;
}

/// value / 10^decimals, exact.
std::string point_text(const Uint256& value, std::size_t decimals) {
  std::string digits = value.to_decimal();
  if (decimals == 0) return digits;
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  digits.insert(digits.size() - decimals, 1, '.');
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

std::string outcome(const Value& question, std::size_t i) {
  const Value* outcomes = question.find("outcomes");
  if (outcomes == nullptr || i >= outcomes->items().size()) return {};
  return outcomes->items()[i].text();
}

std::string selected(const Value& question, const Word& answer) {
  std::string text;
  const std::size_t count = std::min<std::size_t>(outcome_count(question), 256);
  for (std::size_t i = 0; i < count; ++i) {
    if ((answer.words[i / 64] >> (i % 64) & 1) == 0) continue;
    if (!text.empty()) text += " / ";
    text += outcome(question, i);
  }
  return text;
}

struct Date {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

/// Days since 1970-01-01 in the proleptic Gregorian calendar (the era arithmetic of Hinnant).
Date civil(std::uint64_t days) {
  const std::uint64_t z = days + 719'468;
  const std::uint64_t era = z / 146'097;
  const std::uint64_t doe = z % 146'097;
  const std::uint64_t yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
  const std::uint64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::uint64_t mp = (5 * doy + 2) / 153;
  const auto month = static_cast<unsigned>(mp < 10 ? mp + 3 : mp - 9);
  return {static_cast<std::int64_t>(yoe + era * 400) + (month <= 2 ? 1 : 0), month,
          static_cast<unsigned>(doy - (153 * mp + 2) / 5 + 1)};
}

std::string padded(std::uint64_t number, std::size_t size) {
  std::string text = std::to_string(number);
  if (text.size() < size) text.insert(0, size - text.size(), '0');
  return text;
}

/// Index in "YmdHis".
std::size_t needed_precision(std::uint64_t seconds, const Date& date) {
  if (seconds % 60 != 0) return 5;
  if (seconds % 3600 != 0) return 4;
  if (seconds % 86'400 != 0) return 3;
  if (date.day != 1) return 2;
  return date.month != 1 ? 1 : 0;
}

AnswerText decode_datetime(const Value& question, const Word& answer) {
  // The last second that a JavaScript date can be.
  if (!answer.fits_u64() || answer.words[0] > 8'640'000'000'000)
    return {AnswerKind::OutOfRange, "", true};
  const std::uint64_t seconds = answer.words[0];
  const Date date = civil(seconds / 86'400);
  std::size_t declared = 2;
  if (const Value* precision = question.find("precision");
      precision != nullptr && precision->text().size() == 1) {
    const std::size_t at = std::string_view("YmdHis").find(precision->text()[0]);
    if (at != std::string_view::npos) declared = at;
  }
  const std::size_t needed = needed_precision(seconds, date);
  const std::size_t shown = std::max(declared, needed);
  std::string text = padded(static_cast<std::uint64_t>(date.year), 4);
  if (shown >= 1) text += "-" + padded(date.month, 2);
  if (shown >= 2) text += "-" + padded(date.day, 2);
  if (shown >= 3) text += " " + padded(seconds / 3600 % 24, 2);
  if (shown == 3) text += "hr";
  if (shown >= 4) text += ":" + padded(seconds / 60 % 60, 2);
  if (shown >= 5) text += ":" + padded(seconds % 60, 2);
  return {AnswerKind::Value, std::move(text), needed <= declared};
}

std::string decode_int(const Word& answer, std::size_t decimals) {
  if (answer.bit_length() < 256) return point_text(answer, decimals);
  return "-" + point_text(wrapping_sub(Uint256(), answer), decimals);
}

AnswerText named(std::string text) {
  const AnswerKind kind = text.empty() ? AnswerKind::OutOfRange : AnswerKind::Value;
  return {kind, std::move(text), true};
}

}  // namespace

Result<Word> encode_answer(const Value& question, const Value& answer) {
  const std::string type = type_of(question);
  if (answer.is_bool()) return Uint256(answer.as_bool() ? 1 : 0);
  if (answer.is_array()) {
    if (type != "multiple-select") return refused("A list answers a multiple-select question.");
    return encode_selection(question, answer);
  }
  if (!answer.is_string() && !answer.is_number()) return fail(ErrorCode::input_type, "/answer");
  const std::string& text = answer.text();
  if (type == "hash") return encode_hash(text);
  if (type == "int") return encode_int(text);
  auto number = scaled(text, type == "uint" ? decimals_of(question) : 0);
  if (!number) return number;
  const std::size_t outcomes = outcome_count(question);
  if (type == "bool" && *number > Uint256(1)) return refused("A bool is 0 or 1.");
  if (type == "single-select" && outcomes > 0 && *number >= Uint256(outcomes))
    return refused("There is no such outcome.");
  return number;
}

AnswerText decode_answer(const Value& question, const Word& answer) {
  if (answer == invalid_answer()) return {AnswerKind::Invalid, "Invalid", true};
  if (answer == too_soon_answer()) return {AnswerKind::TooSoon, "Answered too soon", true};
  const std::string type = type_of(question);
  if (type == "bool")
    return named(answer.is_zero() ? "No" : answer == Uint256(1) ? "Yes" : std::string());
  if (type == "uint") return {AnswerKind::Value, point_text(answer, decimals_of(question)), true};
  if (type == "int") return {AnswerKind::Value, decode_int(answer, decimals_of(question)), true};
  if (type == "hash") return {AnswerKind::Value, word_text(answer), true};
  if (type == "datetime") return decode_datetime(question, answer);
  if (type == "multiple-select") return {AnswerKind::Value, selected(question, answer), true};
  if (type == "single-select" && answer < Uint256(outcome_count(question)))
    return {AnswerKind::Value, outcome(question, static_cast<std::size_t>(answer.words[0])), true};
  return {AnswerKind::OutOfRange, "", true};
}

}  // namespace dikast::reality
