#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/source_document.hpp"

/// Where a dispute's texts come from: whom each mapping asks, what it reads and brings, where the
/// template shows it, and what each page that shows disputes gives by itself. Faulty texts are read
/// as far as they go.
namespace dikast::lint {

/// Who shows a dispute. They differ in the variables they give and in how they render.
enum class Consumer : std::uint8_t { CourtMainnet, CourtTestnet, CourtDevnet, KlerosSdk };
inline constexpr std::array kConsumers{Consumer::CourtMainnet, Consumer::CourtTestnet,
                                       Consumer::CourtDevnet, Consumer::KlerosSdk};

/// "court-mainnet", "court-testnet", "court-devnet", "kleros-sdk".
[[nodiscard]] std::string_view consumer_text(Consumer consumer);

/// Whether `consumer` gives the variable without any mapping. externalDisputeID: where the
/// DisputeRequest event has it (Arbitrum One and the Sepolia testnet), not on the devnet and not in
/// kleros-sdk 2.4.0 (kleros-v2 47e12808).
[[nodiscard]] bool gives(Consumer consumer, std::string_view name);

/// One mapping, in the order of execution.
struct FlowStep {
  std::string type;                    ///< as written
  std::string from;                    ///< whom it asks, tags as written; empty: nobody
  std::vector<std::string> reads;      ///< in order of first occurrence
  std::vector<std::string> populates;  ///< the names of its populate list, or of reality's result
};

/// One place of the template that reads a variable.
struct FlowRead {
  std::string name;
  std::string path;  ///< JSON Pointer of the value it stands in
  bool raw = false;  ///< {{{name}}}: written without HTML escapes
};

/// One name that is read or populated.
struct FlowVariable {
  std::string name;
  std::optional<std::uint32_t> mapping;  ///< the first that populates it
  /// Whether a party to the dispute, or whoever wrote to the source, decides the value.
  bool party = false;
};

struct DataFlow {
  std::vector<FlowStep> steps;
  std::vector<FlowVariable> variables;  ///< populated ones first, then as they are read
  std::vector<FlowRead> reads;
};

[[nodiscard]] DataFlow data_flow(std::string_view template_text, std::string_view mappings);

/// One value of a template's source.
struct OutlineNode {
  std::string path;
  source::NodeKind kind = source::NodeKind::Invalid;
  std::uint32_t start = 0;       ///< of the member with its key, or of the value
  std::uint32_t offset = 0;      ///< of the value, in UTF-16 units, strings with their quotes
  std::uint32_t end_offset = 0;  ///< one past it
  std::string text;  ///< String: decoded, tags as written. Object, Array: empty. Others: as written
};

/// The value at `pointer` and everything below it, parents first; empty where there is none.
[[nodiscard]] std::vector<OutlineNode> outline(std::string_view template_text,
                                               std::string_view pointer);

}  // namespace dikast::lint
