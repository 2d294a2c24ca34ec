#include "door.hpp"

#include <algorithm>

#include "dikast/json.hpp"

namespace dikast::door {
namespace {

struct Buffers {
  std::unique_ptr<char[]> input;
  std::uint32_t capacity = 0;
  std::string output;
};

// The one piece of state of the boundary; the core below has none.
Buffers& buffers() {
  static Buffers both;
  return both;
}

// A larger buffer is given back by the next small request, so one large document does not keep
// its memory for the life of the page.
constexpr std::uint32_t kKeep = 1U << 20;

}  // namespace

std::string_view input(std::uint32_t size) {
  const Buffers& both = buffers();
  return {both.input.get(), std::min(size, both.capacity)};
}

std::string& output() { return buffers().output; }

std::int32_t reply() { return static_cast<std::int32_t>(buffers().output.size()); }

std::int32_t reply_refused() { return -reply(); }

std::int32_t reply_error(const Error& error) {
  std::string& out = output();
  out = "{\"code\":\"";
  out += code_text(error.code);
  out += "\",\"path\":\"";
  json::append_escaped(out, error.path, true);
  out += "\",\"message\":\"";
  json::append_escaped(out, error.message.empty() ? code_advice(error.code) : error.message, true);
  out += "\"}";
  return reply_refused();
}

}  // namespace dikast::door

/// The input buffer, able to hold `capacity` bytes. What was in it is lost when it has to grow.
DIKAST_EXPORT char* dikast_input(std::uint32_t capacity) {
  dikast::door::Buffers& both = dikast::door::buffers();
  const bool shrink = both.capacity > dikast::door::kKeep && capacity <= dikast::door::kKeep;
  if (capacity > both.capacity || shrink) {
    const std::uint32_t size = std::max(capacity, dikast::door::kKeep / 16);
    both.input.reset();
    both.capacity = 0;
    both.input.reset(new char[size]);
    both.capacity = size;
  }
  return both.input.get();
}

/// Where the last reply starts. It moves: ask after every call.
DIKAST_EXPORT const char* dikast_output() { return dikast::door::buffers().output.data(); }
