#include "header.hpp"

#include <algorithm>
#include <optional>

#include "dikast/car.hpp"

namespace dikast::car {
namespace {

// RFC 8949 section 3.1, major types
constexpr std::uint8_t kUnsigned = 0;
constexpr std::uint8_t kByteString = 2;
constexpr std::uint8_t kTextString = 3;
constexpr std::uint8_t kArray = 4;
constexpr std::uint8_t kMap = 5;
constexpr std::uint8_t kTag = 6;
constexpr std::uint64_t kCidTag = 42;  // IANA CBOR tags: IPLD content identifier

struct Cursor {
  ByteView bytes;
  std::size_t at = 0;

  /// The argument of an item of this major type, in its shortest form.
  std::optional<std::uint64_t> item(std::uint8_t major) {
    if (at >= bytes.size || bytes.data[at] >> 5 != major) return std::nullopt;
    const std::uint8_t info = bytes.data[at++] & 31;
    if (info < 24) return info;
    if (info > 26) return std::nullopt;
    const std::size_t size = std::size_t{1} << (info - 24);
    if (size > bytes.size - at) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | bytes.data[at++];
    const std::uint64_t least = size == 1 ? 24 : std::uint64_t{1} << (4 * size);
    return value < least ? std::nullopt : std::optional(value);
  }

  std::optional<ByteView> string(std::uint8_t major) {
    const auto size = item(major);
    if (!size || *size > bytes.size - at) return std::nullopt;
    const ByteView found(bytes.data + at, static_cast<std::size_t>(*size));
    at += found.size;
    return found;
  }
};

bool read_roots(Cursor& cursor) {
  const auto count = cursor.item(kArray);
  for (std::uint64_t i = 0; count && i < *count; ++i) {
    if (cursor.item(kTag) != kCidTag) return false;
    const auto bytes = cursor.string(kByteString);
    // dag-cbor: a zero byte (the multibase of raw bytes), then the CID.
    if (!bytes || bytes->size == 0 || bytes->data[0] != 0) return false;
    if (!cid::decode(ByteView(bytes->data + 1, bytes->size - 1))) return false;
  }
  return count.has_value();
}

void append_text(Bytes& out, std::string_view text) {
  out.push_back(static_cast<std::uint8_t>(kTextString << 5 | text.size()));
  out.insert(out.end(), text.begin(), text.end());
}

}  // namespace

Result<unsigned> read_header(ByteView cbor) {
  const auto bad = fail(ErrorCode::ipfs_car, {}, "The CAR's header cannot be read.");
  Cursor cursor{cbor};
  const auto members = cursor.item(kMap);
  if (!members || *members == 0 || *members > 2) return bad;
  bool has_roots = false;
  std::optional<std::uint64_t> version;
  for (std::uint64_t i = 0; i < *members; ++i) {
    const auto key = cursor.string(kTextString);
    if (!key) return bad;
    const std::string_view name(reinterpret_cast<const char*>(key->data), key->size);
    if (name == "roots" && !has_roots) {
      has_roots = true;
      if (!read_roots(cursor)) return bad;
    } else if (name == "version" && !version) {
      version = cursor.item(kUnsigned);
      if (!version) return bad;
    } else {
      return bad;
    }
  }
  if (!version || cursor.at != cbor.size) return bad;
  const bool ok = (*version == 1 && has_roots) || (*version == 2 && !has_roots);
  if (!ok) return fail(ErrorCode::ipfs_car, {}, "The CAR is of an unknown version.");
  return static_cast<unsigned>(*version);
}

Bytes header(const cid::Cid& root) {
  Bytes cid{0};
  cid::append(cid, root);
  Bytes cbor{kMap << 5 | 2};
  append_text(cbor, "roots");
  cbor.push_back(kArray << 5 | 1);
  cbor.push_back(kTag << 5 | 24);
  cbor.push_back(kCidTag);
  cbor.push_back(kByteString << 5 | 24);
  cbor.push_back(static_cast<std::uint8_t>(cid.size()));
  cbor.insert(cbor.end(), cid.begin(), cid.end());
  append_text(cbor, "version");
  cbor.push_back(1);
  Bytes out;
  cid::append_varint(out, cbor.size());
  out.insert(out.end(), cbor.begin(), cbor.end());
  return out;
}

namespace {

/// Everything below `root`, depth first.
std::vector<std::uint32_t> depth_first(const std::vector<unixfs::Block>& blocks,
                                       std::uint32_t root) {
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> open{root};
  while (!open.empty()) {
    order.push_back(open.back());
    open.pop_back();
    const auto& children = blocks[order.back()].children;
    open.insert(open.end(), children.rbegin(), children.rend());
  }
  return order;
}

/// Leaves out all but the first of the blocks with one CID.
void keep_first(const std::vector<unixfs::Block>& blocks, std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> places(order.size());
  for (std::uint32_t i = 0; i < places.size(); ++i) places[i] = i;
  const auto cid_at = [&](std::uint32_t place) -> const cid::Cid& {
    return blocks[order[place]].cid;
  };
  std::sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int compared = cid_at(a).digest < cid_at(b).digest   ? -1
                         : cid_at(b).digest < cid_at(a).digest ? 1
                                                               : 0;
    return compared != 0 ? compared < 0 : a < b;
  });
  std::vector<std::uint8_t> again(order.size(), 0);
  for (std::size_t i = 1; i < places.size(); ++i) {
    again[places[i]] = cid::same_content(cid_at(places[i - 1]), cid_at(places[i])) ? 1 : 0;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (again[i] == 0) order[kept++] = order[i];
  }
  order.resize(kept);
}

}  // namespace

std::vector<Piece> write(const std::vector<unixfs::Block>& blocks, std::uint32_t root) {
  std::vector<std::uint32_t> order = depth_first(blocks, root);
  keep_first(blocks, order);
  std::vector<Piece> pieces;
  pieces.push_back({.bytes = header(blocks[root].cid), .file = 0, .offset = 0, .size = 0});
  for (const std::uint32_t index : order) {
    const unixfs::Block& block = blocks[index];
    const Bytes cid = cid::encode(block.cid);
    Piece piece{.bytes = {}, .file = block.file, .offset = block.offset, .size = block.content};
    cid::append_varint(piece.bytes, cid.size() + block.size);
    piece.bytes.insert(piece.bytes.end(), cid.begin(), cid.end());
    piece.bytes.insert(piece.bytes.end(), block.before.begin(), block.before.end());
    pieces.push_back(std::move(piece));
    if (!block.after.empty()) {
      pieces.push_back({.bytes = block.after, .file = 0, .offset = 0, .size = 0});
    }
  }
  return pieces;
}

}  // namespace dikast::car
