#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/data_mapping/seek.hpp"
#include "dikast/data_mapping/url.hpp"
#include "dikast/error.hpp"
#include "dikast/json.hpp"

/// Data mappings: the list that says where the variables of a dispute template come from. Reading
/// finds everything that is wrong with the list itself before any request is made; running it is
/// Resolution's part (data_mapping/resolution.hpp).
namespace dikast::mapping {

/// The types of seed 003 and kleros-sdk, and the one only kleros-sdk has (reality).
enum class Kind : std::uint8_t { Json, Graphql, FetchIpfsJson, AbiCall, AbiEvent, Reality };

/// As written in a mapping's "type".
[[nodiscard]] std::string_view kind_text(Kind kind);

constexpr std::size_t max_mappings = 32;
constexpr std::size_t max_requests = 32;
/// Bytes of one response. kleros-sdk's limit for IPFS files.
constexpr std::size_t max_response_bytes = 1'000'000;
/// Bytes of all context values together, as JSON.
constexpr std::size_t max_context_bytes = 1'048'576;

struct Mapping {
  Kind kind = Kind::Json;
  json::Value source;  ///< the mapping as written, placeholders included
  std::vector<SeekPath> seek;
  std::vector<std::string> populate;
  Url endpoint;  ///< Graphql only: scheme, host and port are literal
};

struct Mappings {
  std::vector<Mapping> list;
};

/// Reads the JSON text of mappings. Errors: those of json::parse, with path "".
[[nodiscard]] Result<json::Value> parse_text(std::string_view text);

/// Everything wrong with the list, in order of the list; paths point into it ("/0/seek/1").
/// Codes: mapping.invalid, mapping.too_many, mapping.unknown_type, mapping.unknown_key,
/// mapping.missing_field, mapping.field_type, mapping.length_mismatch, mapping.seek_invalid,
/// mapping.populate_invalid, mapping.reserved_name, mapping.placeholder, mapping.url_invalid,
/// mapping.secret_to_foreign_host, mapping.abi_invalid, mapping.argument_invalid,
/// mapping.block_invalid, mapping.ipfs_uri, mapping.too_many_requests, address.*.
[[nodiscard]] std::vector<Error> check(const json::Value& document);

/// As check, and the list itself when nothing is wrong; else the first error.
[[nodiscard]] Result<Mappings> read(const json::Value& document);

/// Context names whose values are keys of the host page, and the domain each belongs to.
struct Secret {
  std::string_view name;
  std::string_view domain;
};
[[nodiscard]] const Secret* find_secret(std::string_view name);

/// Variables of the mapping that must come from the context or an earlier mapping.
/// Only for mappings that passed check.
[[nodiscard]] std::vector<std::string> variables(const Mapping& mapping);

/// What the mapping adds to the context: `populate`, for Reality its fixed names.
[[nodiscard]] std::vector<std::string> outputs(const Mapping& mapping);

/// A placeholder that nothing fills: not in `context_names`, not populated by an earlier mapping.
/// Code: mapping.missing_variable, one error for each mapping and variable.
[[nodiscard]] std::vector<Error> missing_variables(const Mappings& mappings,
                                                   const std::vector<std::string>& context_names);

}  // namespace dikast::mapping
