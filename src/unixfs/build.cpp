#include <algorithm>
#include <array>

#include "dikast/unixfs.hpp"
#include "dikast/utf8.hpp"

namespace dikast::unixfs {
namespace {

constexpr unsigned kMaxDepth = 64;
constexpr std::uint8_t kDirectory[] = {0x0a, 0x02, 0x08, 0x01};

tl::unexpected<Error> bad(const char* why) { return fail(ErrorCode::ipfs_files, {}, why); }

// protobuf keys, field number << 3 | wire type; each message in the order dag-pb prescribes: links
// before data.
void put(Bytes& out, std::uint8_t key, std::uint64_t value) {
  out.push_back(key);
  cid::append_varint(out, value);
}

void put_bytes(Bytes& out, std::uint8_t key, ByteView bytes) {
  put(out, key, bytes.size);
  out.insert(out.end(), bytes.data, bytes.data + bytes.size);
}

void put_link(Bytes& out, std::string_view name, const Block& child) {
  Bytes link;
  put_bytes(link, 0x0a, cid::encode(child.cid));
  put_bytes(link, 0x12, ByteView(name));
  put(link, 0x18, child.total);
  put_bytes(out, 0x12, link);
}

std::size_t varint_size(std::uint64_t value) {
  std::size_t n = 1;
  for (; value >= 0x80; value >>= 7) ++n;
  return n;
}

/// The block of a file's one chunk, without the content itself (UnixFS type file).
void wrap_leaf(std::uint32_t content, Bytes& before, Bytes& after) {
  put(after, 0x18, content);
  std::size_t size = 2 + after.size();
  if (content != 0) size += 1 + varint_size(content) + content;
  put(before, 0x0a, size);
  put(before, 0x08, static_cast<std::uint64_t>(Type::File));
  if (content != 0) put(before, 0x12, content);
}

/// '/' first, so that what stands in one directory stands together, sorted by name.
bool path_less(std::string_view a, std::string_view b) {
  const auto rank = [](char c) {
    return c == '/' ? 0 : static_cast<int>(static_cast<unsigned char>(c));
  };
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [&](char x, char y) { return rank(x) < rank(y); });
}

bool is_path(std::string_view path) {
  if (!utf8::is_valid(path) || path.find('\0') != std::string_view::npos) return false;
  for (;;) {
    const std::size_t end = path.find('/');
    const std::string_view segment = path.substr(0, end);
    if (segment.empty() || segment == "." || segment == "..") return false;
    if (end == std::string_view::npos) return true;
    path.remove_prefix(end + 1);
  }
}

}  // namespace

Result<Builder> Builder::start(const Layout& layout) {
  if (layout.version > 1 || layout.chunk_size == 0 || layout.chunk_size > kMaxChunk ||
      layout.max_links < 2 || layout.max_links > 8192) {
    return fail(ErrorCode::ipfs_options, {},
                "A chunk has 1 to 2,097,152 bytes and a node 2 to 8,192 links.");
  }
  Builder builder;
  builder.layout_ = layout;
  return builder;
}

Result<bool> Builder::begin_file(std::string_view path, std::uint64_t size) {
  if (open_) {
    if (auto ok = end_file(); !ok) return ok;
  }
  if (!path.empty() && !is_path(path)) {
    return bad(
        "A path is relative, of names with \"/\" between them; no name is empty, \".\" or \"..\".");
  }
  if (size / layout_.chunk_size + blocks_.size() >= kMaxChunks) {
    return fail(ErrorCode::ipfs_options, {}, "The content has more than 262,144 chunks.");
  }
  files_.push_back({std::string(path), 0});
  open_ = true;
  size_ = size;
  done_ = 0;
  leaves_.clear();
  begin_chunk();
  return true;
}

void Builder::begin_chunk() {
  chunk_ = Block();
  chunk_.file = static_cast<std::uint32_t>(files_.size() - 1);
  chunk_.offset = done_;
  chunk_.content =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(size_ - done_, layout_.chunk_size));
  hasher_ = Sha256();
  if (!layout_.raw_leaves) wrap_leaf(chunk_.content, chunk_.before, chunk_.after);
  hasher_.update(chunk_.before);
}

void Builder::end_chunk() {
  hasher_.update(chunk_.after);
  const Hash32 hash = hasher_.finish();
  // Raw blocks have no CIDv0.
  chunk_.cid.version = layout_.raw_leaves ? 1 : layout_.version;
  chunk_.cid.codec = layout_.raw_leaves ? cid::kRaw : cid::kDagPb;
  chunk_.cid.digest.assign(hash.begin(), hash.end());
  chunk_.size = chunk_.before.size() + chunk_.content + chunk_.after.size();
  chunk_.total = chunk_.size;
  chunk_.file_size = chunk_.content;
  leaves_.push_back(static_cast<std::uint32_t>(blocks_.size()));
  blocks_.push_back(std::move(chunk_));
}

Result<bool> Builder::push(ByteView piece) {
  if (!open_ || piece.size > size_ - done_) return bad("There is more content than was announced.");
  while (piece.size > 0) {
    const std::uint64_t left = chunk_.offset + chunk_.content - done_;
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(left, piece.size));
    hasher_.update(ByteView(piece.data, n));
    done_ += n;
    piece = ByteView(piece.data + n, piece.size - n);
    if (n == left && done_ < size_) {
      end_chunk();
      begin_chunk();
    }
  }
  return true;
}

Result<bool> Builder::end_file() {
  if (done_ != size_) return bad("There is less content than was announced.");
  open_ = false;
  end_chunk();
  std::vector<std::uint32_t> level = std::move(leaves_);
  leaves_.clear();
  // A group of one gets a parent too: only a file of one chunk has none.
  while (level.size() > 1) {
    std::vector<std::uint32_t> parents;
    for (std::size_t i = 0; i < level.size(); i += layout_.max_links) {
      const std::size_t n = std::min<std::size_t>(layout_.max_links, level.size() - i);
      parents.push_back(parent_of(level.data() + i, n));
    }
    level = std::move(parents);
  }
  files_.back().block = level.front();
  return true;
}

std::uint32_t Builder::parent_of(const std::uint32_t* children, std::size_t count) {
  Block node;
  Bytes data;
  put(data, 0x08, static_cast<std::uint64_t>(Type::File));
  node.children.assign(children, children + count);
  for (const std::uint32_t child : node.children) {
    put_link(node.before, {}, blocks_[child]);
    node.total += blocks_[child].total;
    node.file_size += blocks_[child].file_size;
  }
  put(data, 0x18, node.file_size);
  for (const std::uint32_t child : node.children) put(data, 0x20, blocks_[child].file_size);
  put_bytes(node.before, 0x0a, data);
  node.cid = cid::of_block(layout_.version, cid::kDagPb, node.before);
  node.size = node.before.size();
  node.total += node.size;
  blocks_.push_back(std::move(node));
  return static_cast<std::uint32_t>(blocks_.size() - 1);
}

Result<std::uint32_t> Builder::directory_node(
    const std::vector<std::pair<std::string_view, std::uint32_t>>& entries) {
  Block node;
  std::size_t estimate = 0;
  for (const auto& [name, child] : entries) {
    estimate += name.size() + cid::encode(blocks_[child].cid).size();
    put_link(node.before, name, blocks_[child]);
    node.total += blocks_[child].total;
    node.children.push_back(child);
  }
  if (estimate > kMaxDirectory) {
    return bad("A directory has too many entries for one block; sharded ones are not written.");
  }
  node.before.insert(node.before.end(), std::begin(kDirectory), std::end(kDirectory));
  node.cid = cid::of_block(layout_.version, cid::kDagPb, node.before);
  node.size = node.before.size();
  node.total += node.size;
  blocks_.push_back(std::move(node));
  return static_cast<std::uint32_t>(blocks_.size() - 1);
}

Result<std::uint32_t> Builder::directory(std::size_t first, std::size_t last, std::size_t prefix,
                                         unsigned depth) {
  if (depth > kMaxDepth) return bad("The directories are nested deeper than 64 levels.");
  std::vector<std::pair<std::string_view, std::uint32_t>> entries;
  while (first < last) {
    const std::string_view path = std::string_view(files_[first].path).substr(prefix);
    const std::size_t slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    if (!entries.empty() && entries.back().first == name) {
      return bad("Two files have the same path, or one a path that is another's directory.");
    }
    if (slash == std::string_view::npos) {
      entries.emplace_back(name, files_[first++].block);
      continue;
    }
    std::size_t end = first + 1;
    while (end < last) {
      const std::string_view next = std::string_view(files_[end].path).substr(prefix);
      if (next.substr(0, next.find('/')) != name || next.size() == name.size()) break;
      ++end;
    }
    auto child = directory(first, end, prefix + name.size() + 1, depth + 1);
    if (!child) return child;
    entries.emplace_back(name, *child);
    first = end;
  }
  return directory_node(entries);
}

Result<std::uint32_t> Builder::finish(bool wrap) {
  if (open_) {
    if (auto ok = end_file(); !ok) return tl::unexpected(ok.error());
  }
  const bool lone = files_.size() == 1 && files_[0].path.find('/') == std::string::npos;
  if (lone && !wrap) return files_[0].block;
  for (Entry& file : files_) {
    if (!file.path.empty()) continue;
    if (!lone) return bad("Each of several files needs a path.");
    file.path = cid::to_text(blocks_[file.block].cid);
  }
  std::sort(files_.begin(), files_.end(),
            [](const Entry& a, const Entry& b) { return path_less(a.path, b.path); });
  return directory(0, files_.size(), 0, 0);
}

bool is_file(const cid::Cid& cid, ByteView content) {
  if (cid.codec == cid::kRaw) return cid::matches(cid, content);
  if (cid.codec != cid::kDagPb) return false;
  // data/README.md's profiles: the defaults of kubo since 2015, kubo with --cid-version=1, and
  // IPIP-0499's unixfs-v1-2025.
  constexpr std::array layouts{Layout{1, false, 262'144, 174}, Layout{1, true, 262'144, 174},
                               Layout{1, true, 1'048'576, 1024}};
  for (const Layout& layout : layouts) {
    Layout used = layout;
    used.version = cid.version;
    auto builder = Builder::start(used);
    if (!builder || !builder->begin_file({}, content.size) || !builder->push(content)) return false;
    const auto root = builder->finish(false);
    if (root && cid::same_content(builder->blocks()[*root].cid, cid)) return true;
  }
  // Older imports made leaves of type raw.
  Bytes leaf;
  Bytes data;
  put(data, 0x08, static_cast<std::uint64_t>(Type::Raw));
  if (content.size != 0) put_bytes(data, 0x12, content);
  put(data, 0x18, content.size);
  put_bytes(leaf, 0x0a, data);
  return content.size <= kMaxChunk && cid::matches(cid, leaf);
}

}  // namespace dikast::unixfs
