#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dikast/error.hpp"
#include "dikast/json.hpp"

/// Placeholders in the strings of a mapping. A value is data wherever it is put: each place has its
/// own way of writing it, and what cannot be written safely is refused. Nothing is read twice.
namespace dikast::mapping {

struct Piece {
  bool is_value = false;
  bool raw = false;  ///< {{{name}}} or {{&name}}: kleros-sdk does not HTML-escape it
  std::string text;  ///< literal text, or the variable's name
};
using Pieces = std::vector<Piece>;

/// Literal text and {{name}} / {{{name}}} / {{&name}}; other tags are refused.
/// Errors: mapping.placeholder.
[[nodiscard]] Result<Pieces> parse_pieces(std::string_view source);

/// Names of the variables in every string below `value`, in order, each once. Errors: as
/// parse_pieces, the path pointing to the string.
[[nodiscard]] Result<std::vector<std::string>> variables_of(const json::Value& value,
                                                            const std::string& path);

/// Fills placeholders from a context. `notes` collects where kleros-sdk would have written
/// something else. Every function can fail with mapping.missing_variable, mapping.unsafe_value and
/// mapping.context_limit; paths are those given in.
class Filler {
 public:
  Filler(const json::Value& context, std::vector<std::string>& notes)
      : context_(context), notes_(notes) {}

  /// Plain text.
  [[nodiscard]] Result<std::string> text(const json::Value& source, const std::string& path);
  /// A URL whose scheme, host and port are literal; values are percent-encoded.
  [[nodiscard]] Result<std::string> url(const json::Value& source, const std::string& path);
  /// GraphQL source: inside a string literal anything without quotes, backslashes and line ends,
  /// outside of one a name or a number.
  [[nodiscard]] Result<std::string> query(const json::Value& source, const std::string& path);
  /// JSON text: inside a JSON string the value is escaped, elsewhere it is one complete JSON value.
  [[nodiscard]] Result<json::Value> document(const json::Value& source, const std::string& path);
  /// Every string below `source`. A string that is one placeholder takes over an array or object.
  [[nodiscard]] Result<json::Value> tree(const json::Value& source, const std::string& path);

 private:
  [[nodiscard]] Result<const json::Value*> find(const Piece& piece, const std::string& path);
  [[nodiscard]] Result<std::string> scalar(const Piece& piece, const std::string& path);
  void note_escaping(const Piece& piece, std::string_view written);

  const json::Value& context_;
  std::vector<std::string>& notes_;
};

/// The variable `name` of a context: the member of that very name, else a dotted path through
/// objects; nullptr when absent or null.
[[nodiscard]] const json::Value* find_variable(const json::Value& context, std::string_view name);

}  // namespace dikast::mapping
