#include <catch2/catch.hpp>

#include "dikast/json.hpp"
#include "support/shared.hpp"

using namespace dikast;

namespace {

constexpr std::string_view kSeeds[] = {
    R"({"title":"Escrow dispute","answers":[{"id":"0x1","title":"Refund","reserved":false}],"n":[0,-1,1.5e10,12345678901234567890],"x":null})",
    R"([[[]],{"a":{"b":{"c":[true,false,null]}}},"\u00e9\ud83d\ude00\n\\\"\/",-0.0e-0])",
    "{\"caf\xc3\xa9\":\"\xf0\x9f\x98\x80 \xe2\x82\xac\",\"a\":[1,2,3],\"b\":[],\"c\":{}}",
    " \t\r\n{ \"k\" : [ 1 , \"two\" , { } ] } \n",
    R"(["",0,"\b\f\n\r\t",{"":[]},1e5,1E+5,1e-5])",
    "\"lone string\"",
    "-12.5e+3",
};

/// Pieces that bring a mutation near the places where readers differ.
constexpr std::string_view kPieces[] = {"\"",
                                        "\\",
                                        "\\u",
                                        "\\ud800",
                                        "\\udc00",
                                        "\\u0061",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        ",",
                                        ":",
                                        "0",
                                        "-",
                                        "+",
                                        ".",
                                        "e",
                                        "E",
                                        "1e999",
                                        "-0",
                                        "00",
                                        "true",
                                        "false",
                                        "null",
                                        "nul",
                                        "NaN",
                                        " ",
                                        "\n",
                                        "\r",
                                        "\t",
                                        "\f",
                                        "\v",
                                        "/",
                                        "//",
                                        "/*",
                                        "*/",
                                        "'",
                                        "#",
                                        "\x7f",
                                        "\x1f",
                                        "\xef\xbb\xbf",
                                        "\xc3\xa9",
                                        "\xc3",
                                        "\xff",
                                        "\xed\xa0\x80",
                                        "\xf4\x90\x80\x80",
                                        "\xc2\xa0",
                                        "\xe2\x80\xa8",
                                        "\"a\":1,",
                                        "[[[[",
                                        "]]]]",
                                        "18446744073709551616",
                                        "\"a\":",
                                        ",\"k\":1"};

std::string mutated(test::Random& random) {
  const auto pick = [&random](const auto& list) {
    return list[random.below(static_cast<std::uint32_t>(std::size(list)))];
  };
  std::string text(pick(kSeeds));
  for (std::uint32_t n = random.below(4); n > 0; --n) {
    const std::size_t at = random.below(static_cast<std::uint32_t>(text.size() + 1));
    const std::size_t length = random.below(4);
    switch (random.below(6)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, pick(kPieces));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(random.next());
        break;
      case 3:
        text.insert(
            at, text.substr(random.below(static_cast<std::uint32_t>(text.size() + 1)), length * 8));
        break;
      case 4:
        text.replace(std::min(at, text.size()), length, pick(kPieces));
        break;
      default:
        if (random.below(8) == 0) {
          text.resize(at);
        } else {
          text.insert(at, 1, '\0');
        }
    }
  }
  return text;
}

}  // namespace

TEST_CASE("json: simdjson, nlohmann and our own reader agree on mutated documents", "[json]") {
  test::Random random(1789);
  const int rounds = test::long_run() ? 1'000'000 : 100'000;
  int accepted = 0;
  for (int i = 0; i < rounds; ++i) {
    const std::string text = mutated(random);
    const json::Limits limits{.bytes = 2000, .depth = 6};
    const auto first = json::parse(text, limits);
    const auto second = json::parse_with_nlohmann(text, limits);
    const auto loose = json::parse_like_javascript(text, limits);
    bool good = first.has_value() == second.has_value();
    if (first) {
      ++accepted;
      good = good && *first == *second && loose && *loose == *first &&
             json::parse(json::dump(*first), limits) == *first &&
             json::parse(json::dump(*first, false), limits) == *first;
    } else {
      // A refusal has a place or a reason; the message that only says "not valid" would mean that
      // a library refuses what our own reader takes.
      good = good && first.error() == second.error() &&
             first.error().message != code_advice(ErrorCode::json_syntax);
      const ErrorCode code = first.error().code;
      const bool policy = code == ErrorCode::json_duplicate_key ||
                          code == ErrorCode::json_surrogate || code == ErrorCode::utf8_invalid;
      good = good && (policy || !loose);
    }
    if (!good) FAIL("round " << i << ": " << text);
  }
  INFO("accepted " << accepted << " of " << rounds);
  CHECK(accepted > rounds / 10);
  CHECK(accepted < rounds - rounds / 10);
}
