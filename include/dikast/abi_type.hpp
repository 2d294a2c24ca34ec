#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/error.hpp"
#include "dikast/json.hpp"

/// Types of the Solidity contract ABI (docs.soliditylang.org, "Contract ABI Specification").
namespace dikast::abi {

enum class TypeKind : std::uint8_t {
  Uint,
  Int,
  Address,
  Bool,
  FixedBytes,  ///< bytes1 to bytes32
  Function,    ///< 24 bytes: address and selector
  Bytes,
  String,
  Array,       ///< T[]
  FixedArray,  ///< T[k]
  Tuple,
};

struct Parameter;

/// One type. `element` holds exactly one type for arrays, `components` the members of a tuple.
struct Type {
  TypeKind kind = TypeKind::Uint;
  std::uint16_t size = 256;  ///< Uint, Int: bits; FixedBytes: bytes
  std::uint32_t count = 0;   ///< FixedArray: number of elements, never 0
  bool dynamic = false;      ///< whether its encoding is reached through an offset
  /// Words of 32 bytes it takes in a head: 1 for dynamic types. Saturates at kMaxWords.
  std::uint64_t head_words = 1;
  std::vector<Type> element;
  std::vector<Parameter> components;

  /// The canonical name, as it enters selectors: "uint256", "(address,bytes)[2][]".
  [[nodiscard]] std::string canonical() const;
};

/// A parameter, a return value or a tuple member; the name may be empty.
struct Parameter {
  std::string name;
  Type type;
  bool indexed = false;  ///< events only
};

using Parameters = std::vector<Parameter>;

/// More words than any input this library reads can hold; sums and products saturate here.
inline constexpr std::uint64_t kMaxWords = std::uint64_t{1} << 40;

/// Bounds on signatures: nesting of types, and types in one signature after structs are expanded.
inline constexpr std::uint32_t kMaxTypeDepth = 64;
inline constexpr std::uint32_t kMaxTypeNodes = 10'000;

/// Whether values of these parameters come back as an object: all named, no name twice.
[[nodiscard]] bool all_named(const Parameters& parameters);

/// Sum of the heads, in words of 32 bytes.
[[nodiscard]] std::uint64_t head_words(const Parameters& parameters);

/// "(address,uint256)"
[[nodiscard]] std::string canonical(const Parameters& parameters);

/// Reads parameter lists: a string ("uint256 a, (address b)[] c"), or an array whose items are such
/// strings with one parameter each, or JSON ABI parameters ({"type","name","components"}).
/// Errors: abi.syntax, abi.unknown_type, input.type; paths below `path`.
[[nodiscard]] Result<Parameters> parse_parameters(const json::Value& types,
                                                  std::string_view path = {});

/// JSON ABI parameters as viem's parseAbiParameters gives them.
[[nodiscard]] json::Value to_json(const Parameters& parameters);

}  // namespace dikast::abi
