#include "dikast/base.hpp"

#include <catch2/catch.hpp>

#include "support/shared.hpp"

using namespace dikast;

namespace {

Bytes bytes_of(std::string_view text) { return Bytes(text.begin(), text.end()); }

void check_refused(const Result<Bytes>& decoded) {
  REQUIRE_FALSE(decoded);
  CHECK(decoded.error().code == ErrorCode::base_invalid);
  CHECK_FALSE(decoded.error().message.empty());
}

}  // namespace

TEST_CASE("base58: known texts", "[base]") {
  struct Row {
    std::string_view bytes;
    std::string_view text;
  };
  // draft-msporny-base58-03, section 5.
  for (const Row& row : {Row{"", ""}, Row{"Hello World!", "2NEpo7TZRRrLZSi2U"},
                         Row{"The quick brown fox jumps over the lazy dog.",
                             "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"},
                         Row{std::string_view("\0\0\x28\x7f\xb4\xcd", 6), "11233QC4"},
                         Row{std::string_view("\0", 1), "1"}}) {
    CAPTURE(row.text);
    CHECK(base58_encode(ByteView(row.bytes)) == row.text);
    CHECK(base58_decode(row.text) == bytes_of(row.bytes));
  }
  for (const char* text : {"0", "O", "I", "l", "a b", "a+", "\xc3\xa9", "1-"}) {
    CAPTURE(text);
    check_refused(base58_decode(text));
  }
  check_refused(base58_decode(std::string(2000, 'z')));
  CHECK(base58_decode(std::string(1024, 'z')));
}

TEST_CASE("base32: the examples of RFC 4648", "[base]") {
  const std::pair<const char*, const char*> rows[] = {{"", ""},
                                                      {"f", "my"},
                                                      {"fo", "mzxq"},
                                                      {"foo", "mzxw6"},
                                                      {"foob", "mzxw6yq"},
                                                      {"fooba", "mzxw6ytb"},
                                                      {"foobar", "mzxw6ytboi"}};
  for (const auto& [bytes, text] : rows) {
    CAPTURE(text);
    CHECK(base32_encode(ByteView(std::string_view(bytes))) == text);
    CHECK(base32_decode(text) == bytes_of(bytes));
  }
  CHECK(base32_decode("MZXW6") == bytes_of("foo"));
  // A character alone, unused bits, padding, digits outside of the alphabet.
  for (const char* text :
       {"m", "mzx", "mzxw6y", "mz", "mzxw7", "my======", "m1", "m0", "m8", "m "}) {
    CAPTURE(text);
    check_refused(base32_decode(text));
  }
}

TEST_CASE("base64: the examples of RFC 4648", "[base]") {
  const std::pair<const char*, const char*> rows[] = {{"", ""},
                                                      {"f", "Zg=="},
                                                      {"fo", "Zm8="},
                                                      {"foo", "Zm9v"},
                                                      {"foob", "Zm9vYg=="},
                                                      {"fooba", "Zm9vYmE="},
                                                      {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : rows) {
    CAPTURE(text);
    CHECK(base64_encode(ByteView(std::string_view(bytes))) == text);
    CHECK(base64_decode(text) == bytes_of(bytes));
    std::string bare = text;
    while (!bare.empty() && bare.back() == '=') bare.pop_back();
    CHECK(base64_decode(bare) == bytes_of(bytes));
  }
  for (const char* text : {"Z", "Zg=", "Zg===", "Zh==", "Zm9=", "=",
                           "====", "Zg==Zg==", "Z-8=", "Z_8=", "Zm 8", "Zm9v\n", "Zm9v="}) {
    CAPTURE(text);
    check_refused(base64_decode(text));
  }
}

TEST_CASE("base: every length comes back", "[base]") {
  test::Random random(58);
  for (std::size_t n = 0; n < 70; ++n) {
    Bytes bytes(n);
    for (auto& b : bytes) b = static_cast<std::uint8_t>(random.below(3) == 0 ? 0 : random.next());
    CHECK(base58_decode(base58_encode(bytes)) == bytes);
    CHECK(base32_decode(base32_encode(bytes)) == bytes);
    CHECK(base64_decode(base64_encode(bytes)) == bytes);
  }
}
