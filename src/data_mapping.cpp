#include "dikast/data_mapping.hpp"

#include <algorithm>
#include <array>

#include "data_mapping/checker.hpp"
#include "dikast/data_mapping/slots.hpp"

namespace dikast::mapping {
namespace {

constexpr std::array kSecrets{Secret{"graphApiKey", "thegraph.com"},
                              Secret{"alchemyApiKey", "alchemy.com"}};

constexpr std::array<std::string_view, 6> kRealityOutputs{
    "question", "type", "realityAddress", "questionId", "realityUser", "answers"};

/// Requests a mapping can need: Reality's address, its question and its template.
std::size_t requests_of(Kind kind) {
  switch (kind) {
    case Kind::Json:
      return 0;
    case Kind::Graphql:
    case Kind::FetchIpfsJson:
    case Kind::AbiCall:
    case Kind::AbiEvent:
      return 1;
    case Kind::Reality:
      return 3;
  }
  return 0;
}

std::vector<Error> run_checks(const json::Value& document, Mappings& out) {
  std::vector<Error> errors;
  if (!document.is_array()) {
    errors.push_back({ErrorCode::mapping_invalid, "", "Data mappings are a JSON list of objects."});
    return errors;
  }
  if (document.items().size() > max_mappings) {
    errors.push_back({ErrorCode::mapping_too_many, "",
                      "There are " + std::to_string(document.items().size()) +
                          " mappings; at most 32 are read."});
    return errors;
  }
  std::size_t requests = 0;
  for (std::size_t i = 0; i < document.items().size(); ++i) {
    Mapping mapping;
    check_mapping(document.items()[i], i, mapping, errors);
    requests += requests_of(mapping.kind);
    out.list.push_back(std::move(mapping));
  }
  if (requests > max_requests) {
    errors.push_back(
        {ErrorCode::mapping_too_many_requests, "",
         "The mappings can need " + std::to_string(requests) + " requests; at most 32 are made."});
  }
  return errors;
}

bool is_known(const std::vector<std::string>& names, const std::string& variable) {
  const std::string first = variable.substr(0, variable.find('.'));
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name == variable || name == first; });
}

}  // namespace

std::string_view kind_text(Kind kind) {
  switch (kind) {
    case Kind::Json:
      return "json";
    case Kind::Graphql:
      return "graphql";
    case Kind::FetchIpfsJson:
      return "fetch/ipfs/json";
    case Kind::AbiCall:
      return "abi/call";
    case Kind::AbiEvent:
      return "abi/event";
    case Kind::Reality:
      return "reality";
  }
  return "";
}

const Secret* find_secret(std::string_view name) {
  const auto found = std::find_if(kSecrets.begin(), kSecrets.end(),
                                  [&](const Secret& s) { return s.name == name; });
  return found == kSecrets.end() ? nullptr : &*found;
}

Result<json::Value> parse_text(std::string_view text) { return json::parse(text); }

std::vector<Error> check(const json::Value& document) {
  Mappings mappings;
  return run_checks(document, mappings);
}

Result<Mappings> read(const json::Value& document) {
  Mappings mappings;
  const auto errors = run_checks(document, mappings);
  if (!errors.empty()) return tl::unexpected(errors.front());
  return mappings;
}

std::vector<std::string> variables(const Mapping& mapping) {
  const auto names = variables_of(mapping.source, "");
  return names ? *names : std::vector<std::string>{};
}

std::vector<std::string> outputs(const Mapping& mapping) {
  if (mapping.kind != Kind::Reality) return mapping.populate;
  return {kRealityOutputs.begin(), kRealityOutputs.end()};
}

std::vector<Error> missing_variables(const Mappings& mappings,
                                     const std::vector<std::string>& context_names) {
  std::vector<Error> errors;
  std::vector<std::string> names = context_names;
  for (std::size_t i = 0; i < mappings.list.size(); ++i) {
    const Mapping& mapping = mappings.list[i];
    for (const json::Member& member : mapping.source.members()) {
      const std::string path = pointer_join("/" + std::to_string(i), member.key);
      const auto used = variables_of(member.value, path);
      if (!used) continue;
      for (const std::string& variable : *used) {
        if (is_known(names, variable)) continue;
        errors.push_back({ErrorCode::mapping_missing_variable, path,
                          "No value for \"" + variable +
                              "\": neither the context nor an earlier mapping gives it."});
      }
    }
    for (std::string& name : outputs(mapping)) names.push_back(std::move(name));
  }
  return errors;
}

}  // namespace dikast::mapping
