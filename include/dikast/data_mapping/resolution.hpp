#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/data_mapping.hpp"
#include "dikast/data_mapping/cid.hpp"
#include "dikast/error.hpp"
#include "dikast/json.hpp"

/// Running data mappings as a conversation without input and output: the core says which request it
/// needs next, the caller brings the answer, the core checks it and extracts the values.
namespace dikast::mapping {

enum class RequestKind : std::uint8_t { Graphql, Ipfs, EthCall, EthGetLogs };

/// One position of a log filter: empty means any, several mean one of them.
using Topic = std::vector<std::string>;

struct Request {
  std::uint32_t id = 0;
  RequestKind kind = RequestKind::Graphql;
  std::size_t mapping = 0;  ///< index of the mapping that asks
  // Graphql: POST `body` as application/json to `url`.
  std::string url;
  std::string body;
  // Ipfs
  IpfsUri ipfs;
  // EthCall and EthGetLogs
  std::string chain_id;  ///< decimal, "" when nobody said
  std::string to;        ///< checksummed; the log filter's address
  std::string data;
  std::vector<Topic> topics;
  std::string from_block;  ///< 0x-hex or a tag
  std::string to_block;
};

struct Response {
  std::uint16_t status = 200;
  std::string content_type;
  /// Bytes of the body. For EthCall the JSON text of the result ("\"0x..\""), for EthGetLogs of the
  /// array of logs.
  std::string body;
  /// Set when there was no response: what went wrong, in words.
  std::optional<std::string> failure;
};

/// What one request, or one mapping without a request, did.
struct TraceStep {
  std::size_t mapping = 0;
  Kind kind = Kind::Json;
  std::optional<Request> request;
  std::uint16_t status = 0;
  std::size_t response_bytes = 0;
  std::string response_sha256;  ///< 0x-hex, "" without a response
  bool verified = false;        ///< the bytes hash to the address they were asked for
  json::Value extracted = json::Value::object();
  std::vector<std::string> notes;  ///< also where Court would have shown something else
  std::optional<Error> error;
};

struct Options {
  /// Hosts (without port) for which http and private addresses are allowed.
  std::vector<std::string> allowed_hosts;
  /// With it only `allowed_hosts` are asked.
  bool only_allowed_hosts = false;
  /// IPFS bytes must hash to their address; what cannot be checked is refused. Below a directory,
  /// and for files cut in an unusual way, that takes a CAR (Response::content_type).
  bool verify = true;
  std::size_t max_requests = mapping::max_requests;
  std::size_t max_response_bytes = mapping::max_response_bytes;
  std::string chain_id;         ///< decimal; overrides the context's arbitrableChainID
  std::string reality_address;  ///< Reality.eth's contract, "" to ask the arbitrable
};

class Resolution {
 public:
  /// `context` is an object; its names cannot be overwritten by a mapping.
  /// Errors: those of check, mapping.missing_variable, mapping.reserved_name,
  /// mapping.insecure_url, mapping.host_refused, mapping.context_limit, mapping.too_many_requests.
  static Result<Resolution> start(Mappings mappings, json::Value context, Options options);

  /// The request that waits for an answer, or nullptr when all is resolved. The same request is
  /// given again until it is answered. Errors: mapping.unsafe_value, mapping.argument_invalid,
  /// mapping.ipfs_uri, mapping.seek_missing, mapping.context_limit and the like; after an error of
  /// `next` the resolution is at its end and keeps what it has.
  [[nodiscard]] Result<const Request*> next();

  /// Answers the waiting request. After an error the request still waits: another answer (from
  /// another gateway) may follow. Errors: mapping.no_request, mapping.transport,
  /// mapping.http_status, mapping.response_too_large, mapping.response_invalid,
  /// mapping.ipfs_mismatch, mapping.unverified, mapping.graphql_error, mapping.no_event,
  /// mapping.question_invalid, mapping.seek_missing, mapping.context_limit.
  [[nodiscard]] Result<bool> provide(const Response& response);

  [[nodiscard]] const json::Value& context() const { return context_; }
  [[nodiscard]] const std::vector<TraceStep>& trace() const { return trace_; }

 private:
  Resolution() = default;
  [[nodiscard]] const Mapping& current() const { return mappings_.list[index_]; }
  [[nodiscard]] Result<bool> check_host(const Mapping& mapping, std::size_t index) const;
  [[nodiscard]] Result<bool> begin();
  [[nodiscard]] Result<bool> begin_json();
  [[nodiscard]] Result<bool> begin_graphql();
  [[nodiscard]] Result<bool> begin_ipfs();
  [[nodiscard]] Result<bool> begin_call();
  [[nodiscard]] Result<bool> begin_event();
  [[nodiscard]] Result<bool> begin_reality();
  [[nodiscard]] Result<bool> ask(Request request);
  [[nodiscard]] Result<bool> accept(const Response& response);
  [[nodiscard]] Result<bool> accept_graphql(const json::Value& reply);
  [[nodiscard]] Result<bool> accept_call(const json::Value& reply);
  [[nodiscard]] Result<bool> accept_event(const json::Value& reply);
  [[nodiscard]] Result<bool> accept_reality(const json::Value& reply);
  [[nodiscard]] Result<bool> accept_reality_address(const json::Value& reply);
  [[nodiscard]] Result<bool> accept_reality_question(const json::Value& reply);
  [[nodiscard]] Result<bool> accept_reality_template(const json::Value& reply);
  [[nodiscard]] Result<bool> ask_reality_question(std::string address);
  [[nodiscard]] Result<bool> verify(const Response& response, std::string& content);
  [[nodiscard]] Result<bool> extract(const json::Value& root, bool positional);
  [[nodiscard]] Result<bool> populate(const std::string& name, json::Value value,
                                      const std::string& path);
  [[nodiscard]] std::string path(std::string_view field = {}) const;
  [[nodiscard]] std::string chain_id() const;
  void finish_mapping();

  Mappings mappings_;
  json::Value context_;
  Options options_;
  std::size_t context_bytes_ = 0;
  std::vector<TraceStep> trace_;
  std::size_t index_ = 0;
  std::uint32_t requests_ = 0;
  bool waiting_ = false;
  std::optional<Error> failed_;
  // abi/event: what cannot be asked of the node and is compared after decoding.
  json::Value filter_ = json::Value::object();
  // reality: which of its requests waits, and what the earlier ones told.
  enum class Stage : std::uint8_t { Idle, FindReality, Question, Template };
  Stage stage_ = Stage::Idle;
  json::Value question_log_;
};

}  // namespace dikast::mapping
