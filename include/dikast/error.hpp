#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace dikast {

/// Every failure the core can report. The names, the stable text ("domain.reason") and the default
/// advice are written once, in error_codes.inc.
enum class ErrorCode {
#define DIKAST_ERROR(name, text, advice) name,
#include "dikast/error_codes.inc"
#undef DIKAST_ERROR
};

/// The stable text of a code, e.g. "json.syntax". Codes are added, never renamed.
[[nodiscard]] std::string_view code_text(ErrorCode code);

/// What a person can do about the code, for where no better message is at hand.
[[nodiscard]] std::string_view code_advice(ErrorCode code);

/// `path` is a JSON Pointer (RFC 6901) into the caller's input, "" for the root; `message` is for
/// people and may change.
struct Error {
  ErrorCode code;
  std::string path;
  std::string message;

  // Out of line: errors are rare, and every function that returns a Result would carry these.
  Error(ErrorCode code, std::string path = {}, std::string message = {});
  Error(const Error&);
  Error(Error&&) noexcept;
  Error& operator=(const Error&);
  Error& operator=(Error&&) noexcept;
  ~Error();

  bool operator==(const Error&) const;
};

template <class T>
using Result = tl::expected<T, Error>;

/// The failing side of a Result; an empty message means the code's own advice.
[[nodiscard]] tl::unexpected<Error> fail(ErrorCode code, std::string path,
                                         std::string message = {});
/// The same for literals, of which nullptr is an empty one: a third of the code at each use.
[[nodiscard]] tl::unexpected<Error> fail(ErrorCode code, const char* path = nullptr,
                                         const char* message = nullptr);

/// `path` extended by one reference token, escaped as RFC 6901 section 3 says.
[[nodiscard]] std::string pointer_join(std::string_view path, std::string_view token);

}  // namespace dikast
