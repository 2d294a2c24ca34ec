#include "dikast/data_mapping/resolution.hpp"

#include "dikast/sha256.hpp"
#include "support.hpp"

using namespace dikast;
using namespace dikast::mapping;
using namespace dikast::mapping::test;

namespace {
const std::string kHello = "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq";

std::string raw_cid(std::string_view content) {
  const Hash32 hash = sha256(ByteView(content));
  return "f01551220" + to_hex(ByteView(hash.data(), hash.size())).substr(2);
}

std::string ipfs(std::string_view uri, std::string_view seek = R"(["title"])") {
  return R"([{"type":"fetch/ipfs/json","ipfsUri":")" + std::string(uri) + R"(","seek":)" +
         std::string(seek) + R"(,"populate":["title"]}])";
}
}  // namespace

TEST_CASE("mapping resolution: json and chaining", "[mapping][resolution]") {
  Resolution r = started(R"([
    {"type":"json","value":{"a":"{{x}}!","n":9007199254740993},"seek":["a","n"],"populate":["y","n"]},
    {"type":"json","value":"{\"b\":\"{{y}}\"}","seek":["b"],"populate":["z"]}])",
                         R"({"x":"1"})");
  const auto done = r.next();
  REQUIRE(done.has_value());
  CHECK(*done == nullptr);
  CHECK(json::dump(r.context(), false) == R"({"x":"1","y":"1!","n":9007199254740993,"z":"1!"})");
  REQUIRE(r.trace().size() == 2);
  CHECK(json::dump(r.trace()[0].extracted, false) == R"({"y":"1!","n":9007199254740993})");
  CHECK_FALSE(r.trace()[0].request.has_value());
  CHECK(outcome(r.provide(body("{}"))) == "mapping.no_request ");
}

TEST_CASE("mapping resolution: what start refuses", "[mapping][resolution]") {
  const std::string a =
      R"([{"type":"json","value":{"a":1},"seek":["a"],"populate":["arbitrableAddress"]}])";
  CHECK(outcome(start(a, R"({"arbitrableAddress":"0x"})")) ==
        "mapping.reserved_name /0/populate/0");
  CHECK(outcome(start(a, R"({"arbitrableAddress":null})")) == "ok");
  CHECK(
      outcome(start(R"([{"type":"json","value":{"a":"{{q}}"},"seek":["a"],"populate":["b"]}])")) ==
      "mapping.missing_variable /0/value");
  CHECK(outcome(start(graphql("http://example.com/g"))) == "mapping.insecure_url /0/endpoint");
  CHECK(outcome(start(graphql("http://127.0.0.1:8650/admin"))) ==
        "mapping.host_refused /0/endpoint");
  CHECK(outcome(start(graphql("https://localhost/x"))) == "mapping.host_refused /0/endpoint");
  Options options;
  options.allowed_hosts = {"127.0.0.1"};
  CHECK(outcome(start(graphql("http://127.0.0.1:8650/admin"), "{}", options)) == "ok");
  CHECK(outcome(start(graphql("https://example.com/"), "{}", options)) == "ok");
  options.only_allowed_hosts = true;
  CHECK(outcome(start(graphql("https://example.com/"), "{}", options)) ==
        "mapping.host_refused /0/endpoint");
  CHECK(outcome(Resolution::start(read_ok("[]"), parse("[]"), {})) == "input.type /context");
  json::Value large = json::Value::object();
  large.set("x", json::Value::string(std::string(1'100'000, 'x')));
  CHECK(outcome(Resolution::start(read_ok("[]"), large, {})) == "mapping.context_limit /context");
}

TEST_CASE("mapping resolution: graphql request", "[mapping][resolution]") {
  Resolution r = started(
      R"([{"type":"graphql","endpoint":"https://gateway.thegraph.com/api/{{{graphApiKey}}}/x",
    "query":"query($id: ID!) { a(id: $id) }","variables":{"id":"{{id}}","q":"{{{q}}}","l":"{{l}}"},
    "seek":["a.b"],"populate":["c"]}])",
      R"({"graphApiKey":"KEY/1234567","id":7,"q":"\"}, evil","l":[1]})");
  const Request& request = asked(r);
  CHECK(request.kind == RequestKind::Graphql);
  CHECK(request.id == 1);
  CHECK(request.url == "https://gateway.thegraph.com/api/KEY%2F1234567/x");
  CHECK(
      request.body ==
      R"j({"query":"query($id: ID!) { a(id: $id) }","variables":{"id":"7","q":"\"}, evil","l":[1]}})j");
  CHECK(&asked(r) == &request);
  CHECK(outcome(r.provide(body(R"({"data":{"a":{"b":1.10}}})"))) == "ok");
  CHECK(text_at(r.context(), "c") == "1.10");
  CHECK(r.trace()[0].response_bytes == 25);
  CHECK(r.trace()[0].response_sha256.size() == 66);
  CHECK(*r.next() == nullptr);
}

TEST_CASE("mapping resolution: graphql answers that are refused", "[mapping][resolution]") {
  const auto answer = [](Response response) {
    Resolution r = started(graphql("https://example.com/g"));
    (void)asked(r);
    const std::string result = outcome(r.provide(response));
    CHECK(text_at(r.context(), "x") == "(absent)");
    REQUIRE(r.trace().size() == 1);
    CHECK(r.trace()[0].error.has_value());
    return result;
  };
  CHECK(answer(body(R"({"errors":[{"message":"rate limited"}],"data":null})")) ==
        "mapping.graphql_error /0");
  CHECK(answer(body(R"({"errors":[{"message":"half"}],"data":{"x":1}})")) ==
        "mapping.graphql_error /0");
  CHECK(answer(body(R"({"data":null})")) == "mapping.graphql_error /0");
  CHECK(answer(body("{}")) == "mapping.graphql_error /0");
  CHECK(answer(body("null")) == "mapping.graphql_error /0");
  CHECK(answer(body("[]")) == "mapping.graphql_error /0");
  CHECK(answer(body("{\"data\":{\"x\":1,\"x\":2}}")) == "mapping.response_invalid /0");
  CHECK(answer(body("")) == "mapping.response_invalid /0");
  CHECK(answer(body(R"({"data":{}})")) == "mapping.seek_missing /0/seek/0");
  CHECK(answer(body("<html>")) == "mapping.response_invalid /0");
  Response status = body(R"({"data":{"x":1}})");
  status.status = 500;
  CHECK(answer(status) == "mapping.http_status /0");
  status.status = 302;
  CHECK(answer(status) == "mapping.http_status /0");
  Response html = body(R"({"data":{"x":1}})");
  html.content_type = "text/html; charset=utf-8";
  CHECK(answer(html) == "mapping.response_invalid /0");
  CHECK(answer(body("\"" + std::string(1'000'000, 'x') + "\"")) == "mapping.response_too_large /0");
  CHECK(answer(body("{\"data\":{\"x\":" + std::string(100, '[') + std::string(100, ']') + "}}")) ==
        "mapping.response_invalid /0");
  Response none;
  none.failure = "connection refused";
  CHECK(answer(none) == "mapping.transport /0");
}

TEST_CASE("mapping resolution: another answer may follow a refused one", "[mapping][resolution]") {
  Resolution r = started(graphql("https://example.com/g"));
  (void)asked(r);
  CHECK_FALSE(r.provide(body("<html>")).has_value());
  CHECK(asked(r).id == 1);
  CHECK(r.provide(body(R"({"data":{"x":"ok"}})")).has_value());
  CHECK(text_at(r.context(), "x") == "\"ok\"");
  CHECK_FALSE(r.trace()[0].error.has_value());
}

TEST_CASE("mapping resolution: a key's value does not leave by another way",
          "[mapping][resolution]") {
  Resolution r = started(graphql("https://example.com/{{other}}"),
                         R"({"graphApiKey":"GRAPHKEY123","other":"GRAPHKEY123"})");
  CHECK(outcome(r.next()) == "mapping.secret_to_foreign_host /0");
}

TEST_CASE("mapping resolution: an error of next ends it and keeps what there is",
          "[mapping][resolution]") {
  Resolution r = started(R"([{"type":"json","value":{"a":"x y"},"seek":["a"],"populate":["a"]},
    {"type":"graphql","endpoint":"https://example.com/","query":"{x(a: {{a}})}","seek":[],"populate":[]}])");
  CHECK(outcome(r.next()) == "mapping.unsafe_value /1/query");
  CHECK(outcome(r.next()) == "mapping.unsafe_value /1/query");
  CHECK(text_at(r.context(), "a") == "\"x y\"");
  REQUIRE(r.trace().size() == 2);
  CHECK(r.trace()[1].error->code == ErrorCode::mapping_unsafe_value);
}

TEST_CASE("mapping resolution: URL values", "[mapping][resolution]") {
  Resolution dots = started(graphql("https://example.com/{{v}}/x"), R"({"v":".."})");
  CHECK(outcome(dots.next()) == "mapping.url_invalid /0/endpoint");
  Resolution host = started(graphql("https://example.com/{{v}}"), R"({"v":"@evil.example/"})");
  CHECK(asked(host).url == "https://example.com/%40evil.example%2F");
}

TEST_CASE("mapping resolution: ipfs is checked against its address", "[mapping][resolution]") {
  const std::string content = R"({"title":"T"})";
  Resolution r = started(ipfs("/ipfs/{{{c}}}"), "{\"c\":\"" + raw_cid(content) + "\"}");
  CHECK(asked(r).ipfs.uri == "/ipfs/" + raw_cid(content));
  CHECK(outcome(r.provide(body(R"({"title":"LIES"})"))) == "mapping.ipfs_mismatch /0");
  CHECK(outcome(r.provide(body(content + "\n"))) == "mapping.ipfs_mismatch /0");
  Response html = body(content);
  html.content_type = "text/html";
  CHECK(outcome(r.provide(html)) == "ok");  // the bytes are right, whatever the gateway calls them
  CHECK(r.trace()[0].verified);
  CHECK(text_at(r.context(), "title") == "\"T\"");

  Resolution below = started(ipfs("/ipfs/" + kHello + "/x.json"));
  CHECK(asked(below).ipfs.path == "x.json");
  CHECK(outcome(below.provide(body(content))) == "mapping.unverified /0");
  Response packed = body(content);
  packed.content_type = "application/vnd.ipld.car; version=1";
  CHECK(outcome(below.provide(packed)) == "mapping.ipfs_mismatch /0");
  Resolution block = started(ipfs("/ipfs/" + raw_cid(content)));
  (void)asked(block);
  packed.content_type = "application/vnd.ipld.raw";
  CHECK(outcome(block.provide(packed)) == "ok");
  CHECK(block.trace()[0].verified);
  const std::string blake = "bafy2bzacebeezjkp7gazdd76qsfoo3vmzuck5n7fcocprihx7h4lykloxiox2";
  Resolution unknown = started(ipfs("/ipfs/" + blake));
  CHECK(outcome(unknown.next()) == "mapping.unverified /0/ipfsUri");
  const std::string dag_pb = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";
  Resolution other = started(ipfs("/ipfs/" + dag_pb));
  (void)asked(other);
  CHECK(outcome(other.provide(body(content))) == "mapping.unverified /0");
  CHECK(outcome(other.provide(body("hello world"))) == "mapping.response_invalid /0");

  Options unchecked;
  unchecked.verify = false;
  Resolution trusting = started(ipfs("/ipfs/" + dag_pb + "/x.json"), "{}", unchecked);
  CHECK(asked(trusting).ipfs.path == "x.json");
  CHECK(outcome(trusting.provide(body(content))) == "ok");
  CHECK_FALSE(trusting.trace()[0].verified);
  CHECK(trusting.trace()[0].notes.size() == 1);
}

TEST_CASE("mapping resolution: a value that is no address", "[mapping][resolution]") {
  Resolution r = started(ipfs("{{{u}}}"), R"({"u":"https://evil.example/x"})");
  CHECK(outcome(r.next()) == "mapping.ipfs_uri /0/ipfsUri");
}

TEST_CASE("mapping resolution: the context is bounded", "[mapping][resolution]") {
  std::string doubling = R"([{"type":"json","value":{"v":"x"},"seek":["v"],"populate":["v0"]})";
  for (int i = 0; i < 28; ++i) {
    const std::string from = "{{v" + std::to_string(i) + "}}";
    doubling += R"(,{"type":"json","value":{"v":")" + from + from +
                R"("},"seek":["v"],"populate":["v)" + std::to_string(i + 1) + R"("]})";
  }
  Resolution r = started(doubling + "]");
  const auto end = r.next();
  REQUIRE_FALSE(end.has_value());
  CHECK(end.error().code == ErrorCode::mapping_context_limit);
  CHECK(json::dump(r.context(), false).size() <= max_context_bytes);

  std::string nested = "1";
  for (int i = 0; i < 50; ++i) nested = "[" + nested + "]";
  Resolution deep = started(R"([{"type":"json","value":{"v":"{{d}}"},"seek":["v"],"populate":["w"]},
    {"type":"json","value":[[[[[[[[[[[[[[["{{w}}"]]]]]]]]]]]]]]],"seek":["[0]"],"populate":["z"]}])",
                            "{\"d\":" + nested + "}");
  CHECK(outcome(deep.next()) == "mapping.context_limit /1/populate/0");
}

TEST_CASE("mapping resolution: the caller's own limits", "[mapping][resolution]") {
  Options options;
  options.max_requests = 0;
  Resolution none = started(graphql("https://example.com/"), "{}", options);
  CHECK(outcome(none.next()) == "mapping.too_many_requests /0");
  options.max_requests = 1;
  options.max_response_bytes = 10;
  Resolution small = started(graphql("https://example.com/"), "{}", options);
  (void)asked(small);
  CHECK(outcome(small.provide(body(R"({"data":{"x":1}})"))) == "mapping.response_too_large /0");
}

TEST_CASE("mapping resolution: an empty list is resolved at once", "[mapping][resolution]") {
  Resolution r = started("[]", R"({"a":1})");
  CHECK(*r.next() == nullptr);
  CHECK(text_at(r.context(), "a") == "1");
}
