#include "dikast/data_mapping/seek.hpp"

#include "support.hpp"

using namespace dikast;
using namespace dikast::mapping;
using namespace dikast::mapping::test;

namespace {
std::string found(std::string_view root, std::string_view path, bool positional = false) {
  const auto parsed = parse_seek(path);
  if (!parsed) return std::string(code_text(parsed.error().code));
  const auto value = seek(parse(root), *parsed, positional);
  return value ? json::dump(*value, false) : std::string(code_text(value.error().code));
}
}  // namespace

TEST_CASE("mapping seek: paths", "[mapping][seek]") {
  const std::string root =
      R"({"a":{"b":[{"c":1},[2,3]]},"0":"zero","n":null,"s":"h\u00e9\ud83d\ude00","x":12345678901234567890})";
  CHECK(found(root, "a.b[0].c") == "1");
  CHECK(found(root, "a.b.0.c") == "1");
  CHECK(found(root, "a.b[1][0]") == "2");
  CHECK(found(root, "a.b.1.1") == "3");
  CHECK(found(root, "a.b.length") == "2");
  CHECK(found(root, "s.length") == "4");
  CHECK(found(root, "0") == "\"zero\"");
  CHECK(found(root, "n") == "null");
  CHECK(found(root, "x") == "12345678901234567890");
  CHECK(found("[[7]]", "[0][0]") == "7");
  CHECK(found("[{\"a\":7}]", "[0].a") == "7");
}

TEST_CASE("mapping seek: missing is an error", "[mapping][seek]") {
  const std::string root = R"({"a":{"b":[1]},"n":null,"s":"text"})";
  for (const char* path : {"b", "a.c", "a.b[1]", "a.b.01", "a.b.-1", "n.x", "s.0", "a[b]x",
                           "a.length", "constructor", "__proto__", "constructor.constructor",
                           "a.b[0].c", "a.b[0].length", "s[0]", "a.toString", "a.b.length.x"}) {
    INFO(path);
    const std::string result = found(root, path);
    CHECK((result == "mapping.seek_missing" || result == "mapping.seek_invalid"));
  }
}

TEST_CASE("mapping seek: own __proto__ is data", "[mapping][seek]") {
  CHECK(found(R"({"__proto__":{"x":1}})", "__proto__.x") == "1");
}

TEST_CASE("mapping seek: malformed paths", "[mapping][seek]") {
  for (const char* path : {"", ".", "a.", ".a", "a..b", "a[", "a[]", "a[x]", "a[0", "a]", "a[0]b",
                           "a[-1]", "a[00]", "[0]a", "[", "[0"}) {
    INFO(path);
    const auto parsed = parse_seek(path);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().code == ErrorCode::mapping_seek_invalid);
  }
  std::string deep = "a";
  for (int i = 0; i < 70; ++i) deep += ".a";
  CHECK_FALSE(parse_seek(deep).has_value());
}

TEST_CASE("mapping seek: position in an ABI result", "[mapping][seek]") {
  CHECK(found(R"({"a":1,"b":2})", "1", true) == "2");
  CHECK(found(R"({"a":1,"b":2})", "[1]", true) == "2");
  CHECK(found(R"({"a":1,"b":2})", "1", false) == "mapping.seek_missing");
}
