#include "dikast/data_mapping/url.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace dikast;
using namespace dikast::mapping;

TEST_CASE("mapping url: what is read", "[mapping][url]") {
  const auto url = parse_url("https://Gateway.TheGraph.com:8443/api/k?x=1");
  REQUIRE(url.has_value());
  CHECK(url->scheme == Scheme::Https);
  CHECK(url->host == "gateway.thegraph.com");
  CHECK(url->port == 8443);
  CHECK(url->reach == Reach::Public);
  CHECK(url->path_begin == 33);
  CHECK(parse_url("http://example.com")->port == 80);
  CHECK(parse_url("https://example.com?x")->path_begin == 19);
  CHECK(parse_url("https://localhost./x")->host == "localhost");
}

TEST_CASE("mapping url: refused", "[mapping][url]") {
  const std::vector<std::string> bad{
      "",
      "https://",
      "https:///x",
      "HTTPS://example.com/",
      "ftp://example.com/",
      "javascript:alert(1)",
      "//example.com/",
      "https:/example.com",
      "https:\\\\example.com",
      "https://user@example.com/",
      "https://user:pass@example.com/",
      "https://example.com\\@evil.example/",
      "https://example.com/\\..\\x",
      "https://example.com/#f",
      "https://example.com/a b",
      "https://example.com/\n",
      "https://example.com/\xc3\xa9",
      "https://ex\xc3\xa4mple.com/",
      "https://ex%61mple.com/",
      "https://example.com/%",
      "https://example.com/%2",
      "https://example.com/%zz",
      "https://example.com/./x",
      "https://example.com/a/../x",
      "https://example.com/a/%2e%2E/x",
      "https://example.com/.%2e",
      "https://example.com:0/",
      "https://example.com:65536/",
      "https://example.com:080/",
      "https://example.com:/",
      "https://example.com:1:2/",
      "https://-example.com/",
      "https://example-.com/",
      "https://a..b.com/",
      "https://.example.com/",
      "https://exa mple.com/",
      "https://2130706433/",
      "https://0x7f000001/",
      "https://0x7f.1/",
      "https://127.1/",
      "https://0177.0.0.1/",
      "https://127.0.0.01/",
      "https://256.1.1.1/",
      "https://1.2.3.4.5/",
      "https://evil.0x/",
      "https://[::1/",
      "https://[::1]x/",
      "https://[fe80::1%25eth0]/",
      "https://[1:2:3]/",
      "https://[1::2::3]/",
      "https://[::12345]/",
      "https://[1:2:3:4:5:6:7:8:9]/",
      "https://[::ffff:127.0.0.1]/",
      "https://" + std::string(254, 'a') + ".com/",
      "https://" + std::string(64, 'a') + ".com/",
      "https://example.com/" + std::string(2048, 'a'),
  };
  for (const std::string& text : bad) {
    INFO(text);
    const auto url = parse_url(text);
    REQUIRE_FALSE(url.has_value());
    CHECK(url.error().code == ErrorCode::mapping_url_invalid);
  }
}

TEST_CASE("mapping url: reach", "[mapping][url]") {
  const std::vector<std::string> open{
      "example.com",           "8.8.8.8",       "[2606:4700::1111]",    "[2001:4860:4860::8888]",
      "xn--bcher-kva.example", "1.example.com", "my_graph.example.com", "172.32.0.1",
      "100.128.0.1",           "192.167.1.1"};
  for (const std::string& host : open) {
    INFO(host);
    const auto url = parse_url("https://" + host + "/");
    REQUIRE(url.has_value());
    CHECK(url->reach == Reach::Public);
  }
  const std::vector<std::string> closed{"localhost",
                                        "a.localhost",
                                        "LOCALHOST",
                                        "printer.local",
                                        "db.internal",
                                        "nas",
                                        "x.home.arpa",
                                        "127.0.0.1",
                                        "127.255.255.255",
                                        "0.0.0.0",
                                        "10.1.2.3",
                                        "172.16.0.1",
                                        "172.31.255.255",
                                        "192.168.0.1",
                                        "169.254.169.254",
                                        "100.64.0.1",
                                        "192.0.2.1",
                                        "198.18.0.1",
                                        "203.0.113.9",
                                        "224.0.0.1",
                                        "255.255.255.255",
                                        "[::1]",
                                        "[::]",
                                        "[fe80::1]",
                                        "[fc00::1]",
                                        "[fd12:3456::1]",
                                        "[ff02::1]",
                                        "[::ffff:7f00:1]",
                                        "[64:ff9b::7f00:1]",
                                        "[2002:7f00:1::]",
                                        "[2001:db8::1]",
                                        "[2001::1]"};
  for (const std::string& host : closed) {
    INFO(host);
    const auto url = parse_url("https://" + host + "/");
    REQUIRE(url.has_value());
    CHECK(url->reach == Reach::Private);
  }
}

TEST_CASE("mapping url: hosts within a domain", "[mapping][url]") {
  CHECK(host_within("thegraph.com", "thegraph.com"));
  CHECK(host_within("gateway.thegraph.com", "thegraph.com"));
  CHECK_FALSE(host_within("eviltthegraph.com", "thegraph.com"));
  CHECK_FALSE(host_within("thegraph.com.evil.example", "thegraph.com"));
  CHECK_FALSE(host_within("com", "thegraph.com"));
}

TEST_CASE("mapping url: percent-encoding keeps a value in its segment", "[mapping][url]") {
  std::string out;
  append_percent_encoded(out, "a/../b?c#d%e@f g\xc3\xa9-._~");
  CHECK(out == "a%2F..%2Fb%3Fc%23d%25e%40f%20g%C3%A9-._~");
}
