#include "dikast/error.hpp"

#include <iterator>
#include <utility>

namespace dikast {
namespace {

struct Entry {
  std::string_view text;
  std::string_view advice;
};

constexpr Entry kEntries[] = {
#define DIKAST_ERROR(name, text, advice) {text, advice},
#include "dikast/error_codes.inc"
#undef DIKAST_ERROR
};

const Entry& entry(ErrorCode code) { return kEntries[static_cast<std::size_t>(code)]; }

}  // namespace

std::string_view code_text(ErrorCode code) { return entry(code).text; }

std::string_view code_advice(ErrorCode code) { return entry(code).advice; }

Error::Error(ErrorCode code_, std::string path_, std::string message_)
    : code(code_), path(std::move(path_)), message(std::move(message_)) {}

Error::Error(const Error&) = default;
Error::Error(Error&&) noexcept = default;
Error& Error::operator=(const Error&) = default;
Error& Error::operator=(Error&&) noexcept = default;
Error::~Error() = default;
bool Error::operator==(const Error&) const = default;

tl::unexpected<Error> fail(ErrorCode code, std::string path, std::string message) {
  if (message.empty()) message = code_advice(code);
  return tl::unexpected<Error>(Error{code, std::move(path), std::move(message)});
}

tl::unexpected<Error> fail(ErrorCode code, const char* path, const char* message) {
  return fail(code, std::string(path == nullptr ? "" : path),
              std::string(message == nullptr ? "" : message));
}

std::string pointer_join(std::string_view path, std::string_view token) {
  std::string joined(path);
  joined += '/';
  for (const char c : token) {
    if (c == '~') {
      joined += "~0";
    } else if (c == '/') {
      joined += "~1";
    } else {
      joined += c;
    }
  }
  return joined;
}

}  // namespace dikast
