#include "dikast/unixfs.hpp"

#include <algorithm>
#include <optional>

#include "dikast/utf8.hpp"

namespace dikast::unixfs {
namespace {

// protobuf wire types
constexpr std::uint64_t kVarint = 0;
constexpr std::uint64_t kBytes = 2;

tl::unexpected<Error> bad(const char* why) { return fail(ErrorCode::ipfs_node, {}, why); }

struct Field {
  std::uint64_t number = 0;
  std::uint64_t wire = 0;
  std::uint64_t value = 0;  ///< of a varint
  ByteView bytes;
};

/// The field at `at`, which moves behind it; nullopt for what is cut or of another wire type.
std::optional<Field> next_field(ByteView message, std::size_t& at) {
  const auto key = cid::read_varint(message, at);
  const auto value = key ? cid::read_varint(message, at) : std::nullopt;
  if (!value) return std::nullopt;
  Field field{.number = *key >> 3, .wire = *key & 7, .value = *value, .bytes = {}};
  if (field.wire == kVarint) return field;
  if (field.wire != kBytes || *value > message.size - at) return std::nullopt;
  field.bytes = ByteView(message.data + at, static_cast<std::size_t>(*value));
  at += field.bytes.size;
  return field;
}

Result<Link> read_link(ByteView message) {
  Link link;
  std::uint64_t last = 0;
  for (std::size_t at = 0; at < message.size;) {
    const auto field = next_field(message, at);
    const std::uint64_t wire = field && field->number == 3 ? kVarint : kBytes;
    if (!field || field->number <= last || field->number > 3 || field->wire != wire) {
      return bad("A link of the node cannot be read.");
    }
    last = field->number;
    if (last == 1) {
      auto cid = cid::decode(field->bytes);
      if (!cid) return tl::unexpected(cid.error());
      link.cid = std::move(*cid);
    } else if (last == 2) {
      link.name.assign(reinterpret_cast<const char*>(field->bytes.data), field->bytes.size);
    } else {
      link.size = field->value;
    }
  }
  if (link.cid.digest.empty()) return bad("A link of the node has no CID.");
  return link;
}

/// The UnixFS message at `from` in the block.
Result<bool> read_data(ByteView message, std::size_t from, Node& node) {
  std::uint64_t last = 0;
  bool has_type = false;
  bool has_size = false;
  for (std::size_t at = 0; at < message.size;) {
    const auto field = next_field(message, at);
    if (!field || field->number < last || (field->number == last && last != 4)) {
      return bad("The node's UnixFS data cannot be read.");
    }
    last = field->number;
    const bool is_bytes = last == 2 || last == 5 || last == 8;
    if (last < 1 || last > 8 || (field->wire == kBytes) != is_bytes) {
      return bad("The node's UnixFS data has an unknown field.");
    }
    if (last == 1) {
      if (field->value > static_cast<std::uint64_t>(Type::Shard)) {
        return bad("The node's UnixFS type is unknown.");
      }
      node.type = static_cast<Type>(field->value);
      has_type = true;
    } else if (last == 2) {
      node.data_at = from + static_cast<std::size_t>(field->bytes.data - message.data);
      node.data_size = field->bytes.size;
    } else if (last == 3) {
      node.file_size = field->value;
      has_size = true;
    } else if (last == 4) {
      node.block_sizes.push_back(field->value);
    }
  }
  if (!has_type) return bad("The node's UnixFS data has no type.");
  if (!has_size && node.block_sizes.empty()) node.file_size = node.data_size;
  return true;
}

Result<bool> check_file(const Node& node) {
  std::uint64_t sum = node.data_size;
  for (const std::uint64_t size : node.block_sizes) {
    // A varint has 63 bits, so two of them do not overflow.
    if (size > node.file_size || sum > node.file_size) break;
    sum += size;
  }
  if (node.block_sizes.size() != node.links.size() || sum != node.file_size) {
    return bad("The sizes of the file's parts do not add up.");
  }
  return true;
}

bool is_segment(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && utf8::is_valid(name) &&
         name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

Result<bool> check_names(const Node& node) {
  std::vector<std::string_view> names;
  for (const Link& link : node.links) {
    if (!is_segment(link.name)) return bad("A name in the directory is no path segment.");
    names.push_back(link.name);
  }
  std::sort(names.begin(), names.end());
  if (std::adjacent_find(names.begin(), names.end()) != names.end()) {
    return bad("A name stands twice in the directory.");
  }
  return true;
}

}  // namespace

Result<Node> read_node(ByteView block) {
  Node node;
  bool has_data = false;
  bool links_end = false;
  for (std::size_t at = 0; at < block.size;) {
    const auto field = next_field(block, at);
    if (!field || field->wire != kBytes || field->number < 1 || field->number > 2) {
      return bad("The block is no dag-pb node.");
    }
    if (field->number == 1) {
      if (has_data) return bad("The node has its data twice.");
      has_data = true;
      links_end = !node.links.empty();
      const auto from = static_cast<std::size_t>(field->bytes.data - block.data);
      if (auto ok = read_data(field->bytes, from, node); !ok) return tl::unexpected(ok.error());
    } else {
      if (links_end) return bad("The node's links do not stand together.");
      auto link = read_link(field->bytes);
      if (!link) return tl::unexpected(link.error());
      node.links.push_back(std::move(*link));
    }
  }
  if (!has_data) return bad("The node has no UnixFS data.");
  Result<bool> ok = true;
  switch (node.type) {
    case Type::Raw:
    case Type::File:
      ok = check_file(node);
      break;
    case Type::Directory:
      ok = check_names(node);
      break;
    case Type::Metadata:
    case Type::Symlink:
    case Type::Shard:
      break;
  }
  if (!ok) return tl::unexpected(ok.error());
  return node;
}

}  // namespace dikast::unixfs
