#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/abi.hpp"

/// The human-readable grammar, as abitype's parseAbiItem reads it: a hand-written scanner.
namespace dikast::abi {

/// A struct given beside the signatures; its body is read where it is used.
struct StructDefinition {
  std::string_view name;
  std::string_view body;
  std::string path;
};

/// Where a parameter list stands decides which modifiers it may carry.
enum class ListKind : std::uint8_t { Arguments, EventArguments, Members };

/// Reads one signature. `node_budget` is shared by all signatures of one call.
class SignatureParser {
 public:
  SignatureParser(std::string_view text, std::string_view path,
                  const std::vector<StructDefinition>& structs, std::uint32_t& node_budget)
      : text_(text), path_(path), structs_(structs), node_budget_(node_budget) {}

  [[nodiscard]] Result<Item> item(ItemKind bare);
  /// The whole text is a comma-separated list of parameters.
  [[nodiscard]] Result<Parameters> parameters(ListKind kind);
  /// The whole text is a type as JSON ABI writes it; `components` are those of its tuple.
  [[nodiscard]] Result<Type> json_type(const Parameters* components);
  /// The members of a struct body ("uint256 a; string b;"), `depth` levels down.
  [[nodiscard]] Result<Parameters> members(std::uint32_t depth);

 private:
  void skip_spaces();
  [[nodiscard]] char peek();
  [[nodiscard]] bool take(char c);
  [[nodiscard]] std::string_view take_name();
  [[nodiscard]] bool take_word(std::string_view word);
  [[nodiscard]] tl::unexpected<Error> syntax(std::string_view expected);
  [[nodiscard]] tl::unexpected<Error> located(Error error) const;

  [[nodiscard]] Result<Parameters> list(ListKind kind, char separator, std::uint32_t depth);
  [[nodiscard]] Result<Parameter> parameter(ListKind kind, std::uint32_t depth);
  [[nodiscard]] Result<void> modifiers(ListKind kind, Parameter& parameter);
  [[nodiscard]] Result<Type> type(std::uint32_t depth, const Parameters* components);
  [[nodiscard]] Result<Type> base_type(std::uint32_t depth, const Parameters* components);
  [[nodiscard]] Result<Type> suffixes(Type type, std::uint32_t depth);
  [[nodiscard]] Result<Type> tuple(std::uint32_t depth);
  [[nodiscard]] Result<Type> struct_type(const StructDefinition& definition, std::uint32_t depth);
  [[nodiscard]] Result<std::uint32_t> array_length();
  [[nodiscard]] Result<void> count_node(std::uint32_t depth);

  [[nodiscard]] Result<void> head(Item& item, ItemKind bare);
  [[nodiscard]] Result<void> arguments(Parameters& into, ListKind kind);
  [[nodiscard]] Result<void> function_tail(Item& item);
  [[nodiscard]] Result<void> event_tail(Item& item);
  [[nodiscard]] Result<void> special_tail(Item& item);
  [[nodiscard]] Result<void> end();

  std::string_view text_;
  std::string_view path_;
  const std::vector<StructDefinition>& structs_;
  std::uint32_t& node_budget_;
  std::size_t position_ = 0;
};

/// "struct Name { ... }": the name and the body; errors: abi.syntax.
[[nodiscard]] Result<StructDefinition> split_struct(std::string_view text, std::string_view path);

/// Whether the text declares a struct.
[[nodiscard]] bool is_struct(std::string_view text);

/// Solidity allows an event three indexed parameters, four when it is anonymous.
[[nodiscard]] Result<void> check_indexed(const Item& item, std::string_view path);

}  // namespace dikast::abi
