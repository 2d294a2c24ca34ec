#include <optional>

#include "dikast/dispute_template.hpp"
#include "dikast/mustache.hpp"
#include "dikast/sdk_profile.hpp"
#include "dikast/template_skeleton.hpp"
#include "door.hpp"

// The hot functions of dikast.template. A compiled template is known by its handle; the common ones
// have a skeleton, whose values arrive as one text, joined by NUL. What returns 0 says "take the
// general way": the same with the context as JSON.

namespace {

using namespace dikast;

// What compiled templates may take together, of the 256 MiB the module can grow to.
constexpr std::size_t kMemory = 100'000'000;

std::size_t& memory_in_use() {
  static std::size_t bytes = 0;
  return bytes;
}

struct Compiled {
  Compiled() = default;
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;
  ~Compiled() { memory_in_use() -= bytes; }

  void account(std::size_t more) {
    bytes += more;
    memory_in_use() += more;
  }

  std::string source;
  std::size_t bytes = 0;  // about what it takes
  mustache::Dialect dialect = mustache::Dialect::Auto;
  std::optional<dispute_template::Skeleton> skeleton;
  std::optional<mustache::Template> parsed;  // made when the general way is first taken
};

door::Handles<Compiled>& compiled() {
  static door::Handles<Compiled> all;
  return all;
}

std::size_t size_of(const std::vector<mustache::Node>& nodes) {
  std::size_t bytes = nodes.size() * sizeof(mustache::Node);
  for (const mustache::Node& node : nodes) {
    bytes += size_of(node.body) + size_of(node.otherwise);
  }
  return bytes;
}

std::optional<mustache::Dialect> dialect_of(std::uint32_t number) {
  switch (number) {
    case 0:
      return mustache::Dialect::Auto;
    case 1:
      return mustache::Dialect::Mustache;
    case 2:
      return mustache::Dialect::Handlebars;
    case 3:
      return mustache::Dialect::MustacheJs;
    default:
      return std::nullopt;
  }
}

std::int32_t reply_error(ErrorCode code, std::string path) {
  return door::reply_error({code, std::move(path), {}});
}

Result<const mustache::Template*> parsed(Compiled& item) {
  if (!item.parsed) {
    auto fresh = mustache::parse(item.source, item.dialect);
    if (!fresh) {
      Error error = fresh.error().error;
      error.path = "/template";
      return tl::unexpected(std::move(error));
    }
    item.parsed = std::move(*fresh);
    item.account(size_of(item.parsed->nodes));
  }
  return &*item.parsed;
}

// JSON has no bigint, NaN or Infinity: the wrapper sends them as strings that begin with U+0001,
// and doubles that mark for strings that begin with it themselves.
void thaw(json::Value& value) {
  if (value.is_string() && !value.text().empty() && value.text().front() == '\x01') {
    const std::string text = value.text().substr(1);
    value = !text.empty() && text.front() == '\x01' ? json::Value::string(text)
                                                    : json::Value::number(text);
    return;
  }
  for (json::Value& item : value.items()) {
    thaw(item);
  }
  for (json::Member& member : value.members()) {
    thaw(member.value);
  }
}

struct Arguments {
  json::Value context;
  mustache::Partials partials;
};

// {"context":...,"partials":{...}}. The strict render takes no half surrogate pairs.
Result<Arguments> arguments(std::string_view text, bool strict) {
  // 1,000,000 bytes, and the envelope of one level.
  const json::Limits limits{.bytes = 1'000'032, .depth = 65};
  auto params = strict ? json::parse(text, limits) : json::parse_like_javascript(text, limits);
  if (!params) {
    return tl::unexpected(params.error());
  }
  Arguments out;
  if (const json::Value* context = params->find("context")) {
    out.context = *context;
    thaw(out.context);
  }
  if (const json::Value* partials = params->find("partials")) {
    for (const json::Member& member : partials->members()) {
      out.partials.emplace(member.key, member.value.text());
    }
  }
  return out;
}

void quote(std::string& out, std::string_view text) {
  out += '"';
  json::append_escaped(out, text, true);
  out += '"';
}

std::int32_t strict_reply(const mustache::Template& source, const json::Value& context) {
  const auto document = dispute_template::render(source, context);
  if (document) {
    door::output() = json::dump(*document, true);
    return door::reply();
  }
  door::output() = dispute_template::to_json(document.error());
  return door::reply_refused();
}

// What kleros-sdk does with the rendered text, as far as the core can say.
void append_report(std::string& out, std::string_view text) {
  const auto document =
      json::parse_like_javascript(text, {.bytes = mustache::Budget{}.output_bytes, .depth = 256});
  out += document ? sdk::to_json(sdk::check(*document)) : "null";
}

}  // namespace

/// Input: the template, or with `encoded` its JSON string. Output: handle, 1 with a skeleton, 2
/// with Handlebars tags, else 0, and then the skeleton's variables, separated by commas. Errors:
/// template.syntax, template.depth, input.too_large, json.syntax, template.handles.
DIKAST_EXPORT std::int32_t dikast_template_compile(std::uint32_t size, std::uint32_t dialect,
                                                   std::uint32_t encoded) {
  const auto known = dialect_of(dialect);
  if (!known) {
    return reply_error(ErrorCode::input_type, "/options/dialect");
  }
  auto item = std::make_unique<Compiled>();
  item->dialect = *known;
  if (encoded != 0) {
    auto text = json::parse_like_javascript(door::input(size), {.bytes = 8'000'000, .depth = 1});
    if (!text) {
      return door::reply_error(text.error());
    }
    item->source = text->text();
  } else {
    item->source = door::input(size);
  }
  if (item->source.size() > mustache::kMaxTemplateBytes) {
    return reply_error(ErrorCode::input_too_large, "/template");
  }
  if (memory_in_use() > kMemory) {
    return reply_error(ErrorCode::template_handles, "");
  }
  if (*known == mustache::Dialect::Auto && encoded == 0) {
    item->skeleton = dispute_template::Skeleton::build(item->source);
  }
  if (!item->skeleton) {
    const auto checked = parsed(*item);
    if (!checked) {
      return door::reply_error(checked.error());
    }
  }
  Compiled& kept = *item;
  kept.account(kept.source.size() * (kept.skeleton ? 2 : 1) + 1000);
  const std::int32_t handle = compiled().add(std::move(item));
  if (handle == 0) {
    return reply_error(ErrorCode::template_handles, "");
  }
  std::string& out = door::output();
  out = std::to_string(handle);
  out += kept.skeleton ? ",1" : kept.parsed->uses_handlebars ? ",2" : ",0";
  if (kept.skeleton && kept.skeleton->name_count() > 0) {
    out.append(",").append(kept.skeleton->names());
  }
  return door::reply();
}

/// Frees a handle; 1 when there was something to free.
DIKAST_EXPORT std::int32_t dikast_template_dispose(std::int32_t handle) {
  return compiled().remove(handle) ? 1 : 0;
}

/// Output: the names of the variables as a JSON array.
DIKAST_EXPORT std::int32_t dikast_template_variables(std::int32_t handle) {
  Compiled* item = compiled().get(handle);
  if (item == nullptr) {
    return reply_error(ErrorCode::handle_invalid, "");
  }
  const auto source = parsed(*item);
  if (!source) {
    return door::reply_error(source.error());
  }
  std::string& out = door::output();
  out = "[";
  for (const std::string& name : mustache::variables(**source)) {
    out += out.size() > 1 ? "," : "";
    quote(out, name);
  }
  out += ']';
  return door::reply();
}

/// Input: the values, joined by NUL. Output: the document. 0: take the general way.
DIKAST_EXPORT std::int32_t dikast_template_render(std::int32_t handle, std::uint32_t size) {
  const Compiled* item = compiled().get(handle);
  if (item == nullptr || !item->skeleton) {
    return item == nullptr ? reply_error(ErrorCode::handle_invalid, "") : 0;
  }
  door::output().clear();
  return item->skeleton->render(door::input(size), door::output()) ? door::reply() : 0;
}

/// Input: the values of `count` disputes, all joined by NUL. Output: a JSON array of documents.
/// 0: take the general way.
DIKAST_EXPORT std::int32_t dikast_template_render_many(std::int32_t handle, std::uint32_t size,
                                                       std::uint32_t count) {
  const Compiled* item = compiled().get(handle);
  if (item == nullptr || !item->skeleton) {
    return item == nullptr ? reply_error(ErrorCode::handle_invalid, "") : 0;
  }
  std::string_view values = door::input(size);
  const std::size_t names = item->skeleton->name_count();
  std::string& out = door::output();
  out = "[";
  for (std::uint32_t i = 0; i < count; ++i) {
    std::size_t end = 0;
    for (std::size_t n = 0; n < names && end <= values.size(); ++n) {
      end = std::min(values.find('\0', end), values.size()) + 1;
    }
    const std::string_view own = values.substr(0, end == 0 ? 0 : end - 1);
    values.remove_prefix(std::min(end, values.size()));
    out += i == 0 ? "" : ",";
    if (!item->skeleton->render(own, out)) {
      return 0;
    }
  }
  if (!values.empty()) {
    return 0;  // a NUL inside a value
  }
  out += ']';
  return door::reply();
}

/// Input as for dikast_template_render. 1: the values give a valid document; 0: ask the general
/// way.
DIKAST_EXPORT std::int32_t dikast_template_check(std::int32_t handle, std::uint32_t size) {
  const Compiled* item = compiled().get(handle);
  return item != nullptr && item->skeleton && item->skeleton->check(door::input(size)) ? 1 : 0;
}

/// The general way. Input: {"context":...,"partials":{...}}. Output by `what`:
/// 0 the document; 1 the strict text as a JSON string; 2 the dialect's text as a JSON string;
/// 3 the same with kleros-sdk's hex; 4 as 3: {"text":...,"report":{...} or null}.
/// Errors: those of fill(), render() and mustache::render().
DIKAST_EXPORT std::int32_t dikast_template_general(std::int32_t handle, std::uint32_t size,
                                                   std::uint32_t what) {
  Compiled* item = compiled().get(handle);
  if (item == nullptr) {
    return reply_error(ErrorCode::handle_invalid, "");
  }
  const auto given = arguments(door::input(size), what < 2);
  if (!given) {
    return door::reply_error(given.error());
  }
  const auto source = parsed(*item);
  if (!source) {
    return door::reply_error(source.error());
  }
  if (what == 0) {
    return strict_reply(**source, given->context);
  }
  mustache::RenderOptions options;
  options.hex_lambda = what >= 3;
  options.partials = given->partials.empty() ? nullptr : &given->partials;
  const auto text = what == 1 ? dispute_template::fill(**source, given->context)
                              : mustache::render(**source, given->context, options);
  if (!text) {
    return door::reply_error(text.error());
  }
  std::string& out = door::output();
  out.clear();
  if (what != 4) {
    quote(out, *text);
    return door::reply();
  }
  out = "{\"text\":";
  quote(out, *text);
  out += ",\"report\":";
  append_report(out, *text);
  out += '}';
  return door::reply();
}
