#include <algorithm>
#include <memory>
#include <utility>

#include "dikast/abi.hpp"
#include "dikast/json.hpp"
#include "grammar.hpp"
#include "layout.hpp"

// Items from whatever form they are given in, and what follows from an item.
namespace dikast::abi {
namespace {

const std::vector<StructDefinition> kNoStructs;

std::string_view kind_name(ItemKind kind) {
  switch (kind) {
    case ItemKind::Function:
      return "function";
    case ItemKind::Event:
      return "event";
    case ItemKind::Error:
      return "error";
    case ItemKind::Constructor:
      return "constructor";
    case ItemKind::Fallback:
      return "fallback";
    case ItemKind::Receive:
      return "receive";
  }
  return {};
}

bool is_name(std::string_view text) {
  return !text.empty() && is_name_start(text.front()) &&
         std::all_of(text.begin(), text.end(), is_name_char);
}

Result<std::string> text_member(const json::Value& object, std::string_view key, bool needed,
                                const std::string& path) {
  const json::Value* member = object.find(key);
  if (member == nullptr && !needed) return std::string{};
  if (member == nullptr || !member->is_string()) {
    return fail(ErrorCode::input_type, pointer_join(path, key), "A string is needed here.");
  }
  return member->text();
}

/// Reads JSON ABI objects; the budget bounds the types of one call.
class JsonReader {
 public:
  explicit JsonReader(std::uint32_t& node_budget) : node_budget_(node_budget) {}

  Result<Parameters> parameters(const json::Value* list, const std::string& path,
                                std::uint32_t depth) {
    Parameters result;
    if (list == nullptr) return result;
    if (!list->is_array()) return fail(ErrorCode::input_type, path, "An array is needed here.");
    for (std::size_t i = 0; i < list->items().size(); ++i) {
      auto next = parameter(list->items()[i], pointer_join(path, std::to_string(i)), depth);
      if (!next) return tl::unexpected(std::move(next).error());
      result.push_back(*std::move(next));
    }
    return result;
  }

  Result<Parameter> parameter(const json::Value& value, const std::string& path,
                              std::uint32_t depth) {
    if (!value.is_object()) {
      return fail(ErrorCode::input_type, path, "A parameter is an object with a type.");
    }
    if (depth > kMaxTypeDepth) {
      return fail(ErrorCode::abi_syntax, path, "The types are nested deeper than 64 levels.");
    }
    auto type_text = text_member(value, "type", true, path);
    if (!type_text) return tl::unexpected(std::move(type_text).error());
    const json::Value* list = value.find("components");
    auto components = parameters(list, pointer_join(path, "components"), depth + 1);
    if (!components) return tl::unexpected(std::move(components).error());
    const std::string type_path = pointer_join(path, "type");
    SignatureParser parser(*type_text, type_path, kNoStructs, node_budget_);
    auto type = parser.json_type(components->empty() ? nullptr : &*components);
    if (!type) return tl::unexpected(std::move(type).error());
    auto name = text_member(value, "name", false, path);
    if (!name) return tl::unexpected(std::move(name).error());
    const json::Value* indexed = value.find("indexed");
    return Parameter{*std::move(name), *std::move(type), indexed != nullptr && indexed->as_bool()};
  }

  Result<Item> item(const json::Value& value, const std::string& path) {
    Item result;
    auto kind = item_kind(value, path);
    if (!kind) return tl::unexpected(std::move(kind).error());
    result.kind = *kind;
    const bool named =
        *kind == ItemKind::Function || *kind == ItemKind::Event || *kind == ItemKind::Error;
    auto name = text_member(value, "name", named, path);
    if (!name) return tl::unexpected(std::move(name).error());
    if (named && !is_name(*name)) {
      return fail(ErrorCode::abi_syntax, pointer_join(path, "name"),
                  "A name has letters, digits, _ and $, and begins with no digit.");
    }
    if (named) result.name = *std::move(name);
    auto inputs = parameters(value.find("inputs"), pointer_join(path, "inputs"), 1);
    if (!inputs) return tl::unexpected(std::move(inputs).error());
    result.inputs = *std::move(inputs);
    auto outputs = parameters(value.find("outputs"), pointer_join(path, "outputs"), 1);
    if (!outputs) return tl::unexpected(std::move(outputs).error());
    if (*kind == ItemKind::Function) result.outputs = *std::move(outputs);
    if (auto done = details(value, path, result); !done) {
      return tl::unexpected(std::move(done).error());
    }
    return result;
  }

 private:
  static Result<ItemKind> item_kind(const json::Value& value, const std::string& path) {
    if (!value.is_object()) {
      return fail(ErrorCode::input_type, path, "A signature or a JSON ABI item is needed here.");
    }
    const json::Value* type = value.find("type");
    // "type can be omitted, defaulting to function" (Contract ABI Specification, JSON).
    if (type == nullptr) return ItemKind::Function;
    for (const ItemKind kind : {ItemKind::Function, ItemKind::Event, ItemKind::Error,
                                ItemKind::Constructor, ItemKind::Fallback, ItemKind::Receive}) {
      if (type->is_string() && type->text() == kind_name(kind)) return kind;
    }
    return fail(ErrorCode::abi_syntax, pointer_join(path, "type"),
                "The type of a JSON ABI item is function, event, error, constructor, fallback or "
                "receive.");
  }

  static Result<void> details(const json::Value& value, const std::string& path, Item& result) {
    const json::Value* mutability = value.find("stateMutability");
    const json::Value* constant = value.find("constant");
    const json::Value* payable = value.find("payable");
    if (mutability != nullptr && mutability->is_string()) {
      result.state_mutability = mutability->text();
    } else if (constant != nullptr && constant->as_bool()) {  // before Solidity 0.5
      result.state_mutability = "view";
    } else if (payable != nullptr && payable->as_bool()) {
      result.state_mutability = "payable";
    }
    if (result.kind != ItemKind::Event) {
      for (Parameter& input : result.inputs) input.indexed = false;
      return {};
    }
    const json::Value* anonymous = value.find("anonymous");
    result.anonymous = anonymous != nullptr && anonymous->as_bool();
    return check_indexed(result, path);
  }

  std::uint32_t& node_budget_;
};

bool looks_like_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

/// Reads one call's signatures: strings, JSON texts and JSON items, mixed as they come.
class ItemsReader {
 public:
  explicit ItemsReader(ItemKind bare) : bare_(bare) {}

  Result<std::vector<Item>> read(const json::Value& signature, std::string_view path) {
    if (auto done = collect(signature, std::string(path), 0); !done) {
      return tl::unexpected(std::move(done).error());
    }
    std::vector<Item> items;
    for (const Source& source : sources_) {
      auto item = read_one(source);
      if (!item) return tl::unexpected(std::move(item).error());
      item->hash = keccak256(ByteView(std::string_view(item->signature())));
      items.push_back(*std::move(item));
    }
    if (items.empty()) {
      return fail(ErrorCode::abi_syntax, std::string(path), "A signature is needed here.");
    }
    return items;
  }

 private:
  struct Source {
    const json::Value* value;
    std::string path;
  };

  Result<void> collect(const json::Value& value, const std::string& path, int level) {
    if (value.is_array() && level < 2) {
      for (std::size_t i = 0; i < value.items().size(); ++i) {
        auto done = collect(value.items()[i], pointer_join(path, std::to_string(i)), level + 1);
        if (!done) return done;
      }
      return {};
    }
    if (value.is_string() && looks_like_json(value.text())) {
      auto parsed = json::parse(value.text());
      if (!parsed) {
        parsed.error().path = path;
        return tl::unexpected(std::move(parsed).error());
      }
      owned_.push_back(std::make_unique<json::Value>(*std::move(parsed)));
      if (owned_.back()->is_object() || level == 0) return collect(*owned_.back(), path, 1);
      return fail(ErrorCode::input_type, path, "One JSON ABI item is needed here.");
    }
    if (value.is_string() && is_struct(value.text())) {
      auto definition = split_struct(value.text(), path);
      if (!definition) return tl::unexpected(std::move(definition).error());
      for (const StructDefinition& other : structs_) {
        if (other.name == definition->name) {
          return fail(ErrorCode::abi_syntax, path, "This struct is declared twice.");
        }
      }
      structs_.push_back(*std::move(definition));
      return {};
    }
    sources_.push_back(Source{&value, path});
    return {};
  }

  Result<Item> read_one(const Source& source) {
    if (source.value->is_string()) {
      return SignatureParser(source.value->text(), source.path, structs_, node_budget_).item(bare_);
    }
    return JsonReader(node_budget_).item(*source.value, source.path);
  }

  ItemKind bare_;
  std::uint32_t node_budget_ = kMaxTypeNodes;
  std::vector<std::unique_ptr<json::Value>> owned_;  // addresses stay where they are
  std::vector<StructDefinition> structs_;
  std::vector<Source> sources_;
};

}  // namespace

std::string Item::signature() const { return name + canonical(inputs); }

Result<std::vector<Item>> parse_items(const json::Value& signature, ItemKind bare,
                                      std::string_view path) {
  return ItemsReader(bare).read(signature, path);
}

Result<Item> parse_one(const json::Value& signature, ItemKind bare, std::string_view path) {
  auto items = parse_items(signature, bare, path);
  if (!items) return tl::unexpected(std::move(items).error());
  if (items->size() != 1) {
    return fail(ErrorCode::abi_syntax, std::string(path), "One signature is needed here.");
  }
  return std::move(items->front());
}

Result<Item> parse_item(std::string_view text, ItemKind bare) {
  return parse_one(json::Value::string(std::string(text)), bare);
}

Result<Parameters> parse_parameters(const json::Value& types, std::string_view path) {
  std::uint32_t node_budget = kMaxTypeNodes;
  if (types.is_string()) {
    return SignatureParser(types.text(), path, kNoStructs, node_budget)
        .parameters(ListKind::Arguments);
  }
  if (!types.is_array()) {
    return fail(ErrorCode::input_type, std::string(path), "A list of types is needed here.");
  }
  Parameters result;
  for (std::size_t i = 0; i < types.items().size(); ++i) {
    const json::Value& entry = types.items()[i];
    const std::string entry_path = pointer_join(path, std::to_string(i));
    if (!entry.is_string()) {
      auto next = JsonReader(node_budget).parameter(entry, entry_path, 1);
      if (!next) return tl::unexpected(std::move(next).error());
      result.push_back(*std::move(next));
      continue;
    }
    auto list = SignatureParser(entry.text(), entry_path, kNoStructs, node_budget)
                    .parameters(ListKind::Arguments);
    if (!list) return list;
    if (list->size() != 1) {
      return fail(ErrorCode::abi_syntax, entry_path, "One type is needed here.");
    }
    result.push_back(std::move(list->front()));
  }
  return result;
}

json::Value to_json(const Item& item) {
  json::Value result = json::Value::object();
  const auto set_text = [&result](std::string key, std::string_view text) {
    result.set(std::move(key), json::Value::string(std::string(text)));
  };
  if (!item.name.empty()) set_text("name", item.name);
  set_text("type", kind_name(item.kind));
  const bool is_call = item.kind != ItemKind::Event && item.kind != ItemKind::Error;
  if (is_call) set_text("stateMutability", item.state_mutability);
  if (item.kind == ItemKind::Fallback || item.kind == ItemKind::Receive) return result;
  result.set("inputs", to_json(item.inputs));
  if (item.kind == ItemKind::Function) result.set("outputs", to_json(item.outputs));
  if (item.anonymous) result.set("anonymous", json::Value::boolean(true));
  return result;
}

}  // namespace dikast::abi
