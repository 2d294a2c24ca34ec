#include "dikast/data_mapping/resolution.hpp"

#include <algorithm>
#include <utility>

#include "contract.hpp"
#include "dikast/address.hpp"
#include "dikast/data_mapping/slots.hpp"
#include "dikast/sha256.hpp"
#include "measure.hpp"

namespace dikast::mapping {
namespace {

constexpr std::uint32_t kMaxDepth = 64;
/// Shorter values stand in a text by chance.
constexpr std::size_t kMinSecret = 8;

Error with_path(Error error, const std::string& path) {
  error.path = path;
  return error;
}

bool is_decimal(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool looks_like_html(const Response& response) {
  const std::size_t at = response.body.find_first_not_of(" \t\r\n");
  const bool html_type = response.content_type.find("text/html") != std::string::npos;
  return html_type || (at != std::string::npos && response.body[at] == '<');
}

/// The first message of a GraphQL reply's errors, shortened.
std::string first_message(const json::Value& errors) {
  constexpr std::size_t longest = 200;
  if (!errors.is_array() || errors.items().empty()) return {};
  const json::Value* message = errors.items()[0].find("message");
  return message == nullptr ? std::string() : message->text().substr(0, longest);
}

}  // namespace

Result<Resolution> Resolution::start(Mappings mappings, json::Value context, Options options) {
  Resolution resolution;
  if (!context.is_object())
    return fail(ErrorCode::input_type, "/context", "The context is an object.");
  const Measure size = measure(context);
  if (size.bytes > max_context_bytes || size.depth > kMaxDepth)
    return fail(ErrorCode::mapping_context_limit, "/context");
  resolution.context_bytes_ = size.bytes;
  std::vector<std::string> names;
  for (const json::Member& member : context.members()) {
    if (!member.value.is_null()) names.push_back(member.key);
  }
  resolution.options_ = std::move(options);
  for (std::size_t i = 0; i < mappings.list.size(); ++i) {
    const Mapping& mapping = mappings.list[i];
    const std::string path = "/" + std::to_string(i);
    const std::vector<std::string> filled = outputs(mapping);
    for (std::size_t k = 0; k < filled.size(); ++k) {
      if (std::find(names.begin(), names.end(), filled[k]) == names.end()) continue;
      const std::string at =
          mapping.kind == Kind::Reality ? path : path + "/populate/" + std::to_string(k);
      return fail(ErrorCode::mapping_reserved_name, at,
                  "\"" + filled[k] +
                      "\" was given with the context and cannot be overwritten by a mapping.");
    }
    if (auto ok = resolution.check_host(mapping, i); !ok) return tl::unexpected(ok.error());
  }
  const auto missing = missing_variables(mappings, names);
  if (!missing.empty()) return tl::unexpected(missing.front());
  resolution.mappings_ = std::move(mappings);
  resolution.context_ = std::move(context);
  return resolution;
}

Result<bool> Resolution::check_host(const Mapping& mapping, std::size_t index) const {
  if (mapping.kind != Kind::Graphql) return true;
  const Url& url = mapping.endpoint;
  const auto& hosts = options_.allowed_hosts;
  if (std::find(hosts.begin(), hosts.end(), url.host) != hosts.end()) return true;
  const std::string path = "/" + std::to_string(index) + "/endpoint";
  if (options_.only_allowed_hosts || url.reach == Reach::Private) {
    return fail(ErrorCode::mapping_host_refused, path,
                "The host " + url.host + " is " +
                    (url.reach == Reach::Private ? "private" : "not one the caller allows") +
                    "; nothing was sent.");
  }
  if (url.scheme == Scheme::Http) return fail(ErrorCode::mapping_insecure_url, path);
  return true;
}

std::string Resolution::path(std::string_view field) const {
  const std::string base = "/" + std::to_string(index_);
  return field.empty() ? base : pointer_join(base, field);
}

std::string Resolution::chain_id() const {
  if (!options_.chain_id.empty()) return options_.chain_id;
  const json::Value* chain = find_variable(context_, "arbitrableChainID");
  return chain != nullptr && is_decimal(chain->text()) ? chain->text() : std::string();
}

Result<const Request*> Resolution::next() {
  if (failed_) return tl::unexpected(*failed_);
  while (!waiting_ && index_ < mappings_.list.size()) {
    const std::size_t steps = trace_.size();
    if (auto ok = begin(); !ok) {
      if (trace_.size() == steps) {
        trace_.emplace_back();
        trace_.back().mapping = index_;
        trace_.back().kind = current().kind;
      }
      trace_.back().error = ok.error();
      failed_ = ok.error();
      return tl::unexpected(ok.error());
    }
  }
  return waiting_ ? &*trace_.back().request : nullptr;
}

Result<bool> Resolution::begin() {
  switch (current().kind) {
    case Kind::Json:
      return begin_json();
    case Kind::Graphql:
      return begin_graphql();
    case Kind::FetchIpfsJson:
      return begin_ipfs();
    case Kind::AbiCall:
      return begin_call();
    case Kind::AbiEvent:
      return begin_event();
    case Kind::Reality:
      return begin_reality();
  }
  return true;
}

Result<bool> Resolution::ask(Request request) {
  if (requests_ >= options_.max_requests) return fail(ErrorCode::mapping_too_many_requests, path());
  request.id = ++requests_;
  request.mapping = index_;
  if (trace_.empty() || trace_.back().mapping != index_ || trace_.back().request) {
    trace_.emplace_back();
    trace_.back().mapping = index_;
    trace_.back().kind = current().kind;
  }
  trace_.back().request = std::move(request);
  waiting_ = true;
  return true;
}

void Resolution::finish_mapping() {
  waiting_ = false;
  stage_ = Stage::Idle;
  ++index_;
}

Result<bool> Resolution::begin_json() {
  trace_.emplace_back();
  trace_.back().mapping = index_;
  trace_.back().kind = Kind::Json;
  const json::Value& value = *current().source.find("value");
  Filler filler(context_, trace_.back().notes);
  const auto root =
      value.is_string() ? filler.document(value, path("value")) : filler.tree(value, path("value"));
  if (!root) return tl::unexpected(root.error());
  if (auto ok = extract(*root, false); !ok) return ok;
  finish_mapping();
  return true;
}

Result<bool> Resolution::begin_graphql() {
  const json::Value& source = current().source;
  std::vector<std::string> notes;
  Filler filler(context_, notes);
  auto url = filler.url(*source.find("endpoint"), path("endpoint"));
  if (!url) return tl::unexpected(url.error());
  const auto parsed = parse_url(*url);
  if (!parsed)
    return fail(ErrorCode::mapping_url_invalid, path("endpoint"), parsed.error().message);
  if (parsed->host != current().endpoint.host || parsed->port != current().endpoint.port) {
    return fail(ErrorCode::mapping_unsafe_value, path("endpoint"),
                "A value would change the endpoint's host.");
  }
  auto query = filler.query(*source.find("query"), path("query"));
  if (!query) return tl::unexpected(query.error());
  json::Value body = json::Value::object();
  body.set("query", json::Value::string(std::move(*query)));
  if (const json::Value* variables = source.find("variables")) {
    auto filled = filler.tree(*variables, path("variables"));
    if (!filled) return tl::unexpected(filled.error());
    body.set("variables", std::move(*filled));
  }
  Request request;
  request.kind = RequestKind::Graphql;
  request.body = json::dump(body, false);
  request.url = std::move(*url);
  // A second wall behind the check of names: the key's value itself, wherever it came from.
  for (const json::Member& member : context_.members()) {
    const Secret* secret = find_secret(member.key);
    const std::string& value = member.value.text();
    if (secret == nullptr || value.size() < kMinSecret) continue;
    const bool home = host_within(parsed->host, secret->domain);
    if ((!home && request.url.find(value) != std::string::npos) ||
        request.body.find(value) != std::string::npos) {
      return fail(ErrorCode::mapping_secret_to_foreign_host, path());
    }
  }
  if (auto ok = ask(std::move(request)); !ok) return ok;
  trace_.back().notes = std::move(notes);
  return true;
}

Result<bool> Resolution::begin_ipfs() {
  std::vector<std::string> notes;
  Filler filler(context_, notes);
  const auto uri = filler.text(*current().source.find("ipfsUri"), path("ipfsUri"));
  if (!uri) return tl::unexpected(uri.error());
  auto address = parse_ipfs_uri(*uri);
  if (!address) return fail(ErrorCode::mapping_ipfs_uri, path("ipfsUri"), address.error().message);
  if (options_.verify && !can_verify(*address)) {
    return fail(ErrorCode::mapping_unverified, path("ipfsUri"),
                "Only SHA-256 of files is checked; `verify: false` shows the content unchecked.");
  }
  Request request;
  request.kind = RequestKind::Ipfs;
  request.ipfs = std::move(*address);
  if (auto ok = ask(std::move(request)); !ok) return ok;
  trace_.back().notes = std::move(notes);
  return true;
}

Result<bool> Resolution::provide(const Response& response) {
  if (!waiting_) return fail(ErrorCode::mapping_no_request, "");
  TraceStep& step = trace_.back();
  step.error.reset();
  step.status = response.status;
  step.response_bytes = response.body.size();
  const ByteView bytes{std::string_view(response.body)};
  const Hash32 hash = sha256(bytes);
  step.response_sha256 =
      response.failure ? std::string() : to_hex(ByteView(hash.data(), hash.size()));
  auto ok = accept(response);
  if (!ok) {
    if (ok.error().path.empty()) ok.error().path = path();
    // `accept` may have added a step for a following request that could not be asked.
    trace_.back().error = ok.error();
  }
  return ok;
}

Result<bool> Resolution::accept(const Response& response) {
  const Request& request = *trace_.back().request;
  const bool http = request.kind == RequestKind::Graphql || request.kind == RequestKind::Ipfs;
  if (current().kind == Kind::Reality && stage_ == Stage::FindReality && response.failure) {
    return accept_reality(json::Value());
  }
  if (response.failure) return fail(ErrorCode::mapping_transport, path(), *response.failure);
  // A CAR is a little larger than the file in it, whose size is checked where it is read.
  constexpr std::size_t least_room = 65'536;
  const std::size_t room =
      request.kind == RequestKind::Ipfs ? options_.max_response_bytes / 8 + least_room : 0;
  if (response.body.size() > options_.max_response_bytes + room)
    return fail(ErrorCode::mapping_response_too_large, path());
  if (http && (response.status < 200 || response.status > 299)) {
    return fail(ErrorCode::mapping_http_status, path(),
                "The server answered with status " + std::to_string(response.status) + ".");
  }
  std::string content;
  if (request.kind == RequestKind::Ipfs) {
    if (auto ok = verify(response, content); !ok) return ok;
  }
  if (http && !trace_.back().verified && looks_like_html(response)) {
    return fail(ErrorCode::mapping_response_invalid, path(),
                "The server answered with an HTML page.");
  }
  const auto reply = json::parse(content.empty() ? response.body : content,
                                 {.bytes = options_.max_response_bytes, .depth = kMaxDepth});
  if (!reply)
    return fail(ErrorCode::mapping_response_invalid, path(),
                "The answer is not JSON: " + reply.error().message);
  switch (current().kind) {
    case Kind::Json:
      return true;
    case Kind::Graphql:
      return accept_graphql(*reply);
    case Kind::FetchIpfsJson: {
      if (auto ok = extract(*reply, false); !ok) return ok;
      finish_mapping();
      return true;
    }
    case Kind::AbiCall:
      return accept_call(*reply);
    case Kind::AbiEvent:
      return accept_event(*reply);
    case Kind::Reality:
      return accept_reality(*reply);
  }
  return true;
}

/// `content` is what the bytes hold where they are a CAR or a block; empty where they are it.
Result<bool> Resolution::verify(const Response& response, std::string& content) {
  TraceStep& step = trace_.back();
  step.verified = false;
  const bool too_large = response.body.size() > options_.max_response_bytes;
  if (!options_.verify) {
    if (too_large) return fail(ErrorCode::mapping_response_too_large, path());
    step.notes.emplace_back("The bytes were not checked against their IPFS address.");
    return true;
  }
  auto proven = trustless_content(step.request->ipfs, response.content_type, response.body,
                                  options_.max_response_bytes);
  if (proven && proven->has_value()) {
    step.verified = true;
    content = std::move(**proven);
    return true;
  }
  if (too_large) return fail(ErrorCode::mapping_response_too_large, path());
  const Verdict verdict =
      verify_content(step.request->ipfs, ByteView(std::string_view(response.body)));
  // A gateway may have sent the file under the name of a CAR.
  if (proven && verdict != Verdict::Match) {
    return fail(proven->error().code, path(), proven->error().message);
  }
  switch (verdict) {
    case Verdict::Match:
      step.verified = true;
      return true;
    case Verdict::Mismatch:
      return fail(ErrorCode::mapping_ipfs_mismatch, path());
    case Verdict::Unknown:
      return fail(ErrorCode::mapping_unverified, path());
  }
  return true;
}

Result<bool> Resolution::accept_graphql(const json::Value& reply) {
  const json::Value* data = reply.find("data");
  const json::Value* errors = reply.find("errors");
  if (errors != nullptr && !errors->is_null() && !(errors->is_array() && errors->items().empty())) {
    trace_.back().notes.emplace_back("Court does not look at the errors of a GraphQL reply.");
    return fail(ErrorCode::mapping_graphql_error, path(),
                "The GraphQL server answered: " + first_message(*errors));
  }
  if (data == nullptr || !data->is_object())
    return fail(ErrorCode::mapping_graphql_error, path(), "The GraphQL reply has no data.");
  if (auto ok = extract(*data, false); !ok) return ok;
  finish_mapping();
  return true;
}

Result<bool> Resolution::extract(const json::Value& root, bool positional) {
  // By value: populating may move the context, never the mapping, but the step's notes grow.
  const Mapping& mapping = current();
  for (std::size_t i = 0; i < mapping.seek.size(); ++i) {
    const std::string at = path("seek") + "/" + std::to_string(i);
    auto value = seek(root, mapping.seek[i], positional);
    if (!value) return tl::unexpected(with_path(value.error(), at));
    if (auto ok = populate(mapping.populate[i], std::move(*value),
                           path("populate") + "/" + std::to_string(i));
        !ok)
      return ok;
  }
  return true;
}

Result<bool> Resolution::populate(const std::string& name, json::Value value,
                                  const std::string& path) {
  const Measure size = measure(value);
  const json::Value* old = context_.find(name);
  const std::size_t freed = old == nullptr ? 0 : measure(*old).bytes + name.size();
  if (size.depth >= kMaxDepth || size.bytes + name.size() > max_context_bytes ||
      context_bytes_ - freed + size.bytes + name.size() > max_context_bytes) {
    return fail(ErrorCode::mapping_context_limit, path);
  }
  context_bytes_ = context_bytes_ - freed + size.bytes + name.size();
  trace_.back().extracted.set(name, value);
  context_.set(name, std::move(value));
  return true;
}

}  // namespace dikast::mapping
