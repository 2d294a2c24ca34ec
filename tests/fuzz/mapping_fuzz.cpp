#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/data_mapping.hpp"
#include "dikast/data_mapping/resolution.hpp"

// The input is lines: the mappings (one line of JSON), the context, then one answer a line.
// Whatever they hold, the conversation ends, its context stays within its bound, what the host gave
// is not overwritten, and every error has a code of this domain or of a layer below it.

namespace {

using namespace dikast;
using namespace dikast::mapping;

constexpr int kMaxAnswers = 200;

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return line;
}

void require(bool condition) {
  if (!condition) std::abort();
}

void require_kept(const json::Value& given, const json::Value& now) {
  for (const json::Member& member : given.members()) {
    if (member.value.is_null()) continue;
    const json::Value* value = now.find(member.key);
    require(value != nullptr && *value == member.value);
  }
}

/// The host page's key goes to no host but its own.
void require_home(const Request& request, const json::Value& context) {
  const json::Value* key = context.find("graphApiKey");
  if (key == nullptr || key->text() != "GRAPHKEY123") return;
  const auto url = parse_url(request.url);
  const bool home = url && host_within(url->host, "thegraph.com");
  require(home || (request.url + request.body).find(key->text()) == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // An exact-size copy, so that the sanitizer sees one byte too many.
  const std::vector<char> copy(data, data + size);
  std::string_view rest(copy.data(), copy.size());
  const auto document = json::parse(next_line(rest));
  const auto context = json::parse(next_line(rest));
  if (!document) return 0;
  const auto mappings = read(*document);
  require(mappings.has_value() == check(*document).empty());
  if (!mappings || !context || !context->is_object()) return 0;
  Options options;
  options.verify = size % 2 == 0;
  auto resolution = Resolution::start(*mappings, *context, options);
  if (!resolution) return 0;
  for (int i = 0; i < kMaxAnswers; ++i) {
    const auto request = resolution->next();
    if (!request || *request == nullptr) break;
    require_home(**request, *context);
    if (rest.empty()) break;
    Response response;
    response.body = std::string(next_line(rest));
    if (response.body.starts_with("!")) response.failure = response.body;
    (void)resolution->provide(response);
  }
  require(json::dump(resolution->context(), false).size() <= 8 * max_context_bytes);
  require_kept(*context, resolution->context());
  return 0;
}
