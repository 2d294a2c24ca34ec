#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reporter.hpp"

/// The parts of the lint, each over one source.
namespace dikast::lint {

/// Who decides a variable's value.
enum class Origin : std::uint8_t {
  Unknown,  ///< no mappings were given
  Host,     ///< the page that shows the dispute
  Author,   ///< written in the mappings
  Party,    ///< an index, a file, a contract: whoever wrote there
};

struct Populated {
  Origin origin = Origin::Unknown;
  std::size_t mapping = 0;
  std::optional<std::string> constant;  ///< Author: the text, when it is one
  bool plain = false;                   ///< its ABI type leaves only digits, hex, true and false
};

/// What the mappings bring into the template's context.
struct Flow {
  bool known = false;  ///< mappings were given
  bool empty = true;   ///< there is no mapping
  std::map<std::string, Populated, std::less<>> populated;
  std::vector<std::string> host;  ///< further names the host page gives
};

/// Names of the context that the consumers give.
[[nodiscard]] bool court_gives(std::string_view name);
[[nodiscard]] bool sdk_gives(std::string_view name);
[[nodiscard]] bool only_devtools_gives(std::string_view name);
[[nodiscard]] bool is_secret(std::string_view name);
[[nodiscard]] bool is_inherited(std::string_view name);
[[nodiscard]] bool host_adds(const Flow& flow, std::string_view name);

// Template
void check_tags(Reporter& report);
/// Whether the rest of the rules apply: an object that is no MetaEvidence.
[[nodiscard]] bool check_kind(Reporter& report);
void check_document(Reporter& report);
void check_fields(Reporter& report);
void check_answers(Reporter& report, const Options& options);
void check_texts(Reporter& report);
void check_arbitrator(Reporter& report, const Options& options);
void check_variables(Reporter& report, const Flow& flow);

// Mappings
[[nodiscard]] Flow read_flow(const source::Document& mappings, const Options& options);
void check_mappings(Reporter& report, const Flow& flow, const source::Document* template_document);
/// Where each mapping's contract is read: names, seek paths, filters.
void check_abi_mappings(Reporter& report);

/// The top-level list element a node belongs to, -1 for none.
[[nodiscard]] std::int32_t mapping_of(const source::Document& doc, std::int32_t node);
/// The variable a tag reads in the outermost scope: the first part of a dotted name, without "../".
[[nodiscard]] std::string_view base_name(std::string_view name);
[[nodiscard]] bool reads_variable(const source::Tag& tag);
/// The text of a member when it is a string.
[[nodiscard]] const source::Node* string_member(const source::Document& doc,
                                                const source::Node& object, std::string_view key);

}  // namespace dikast::lint
