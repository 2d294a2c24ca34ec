#include "dikast/car.hpp"

#include <algorithm>
#include <utility>

namespace dikast::car {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxVisits = 1'048'576;

tl::unexpected<Error> bad_node(const char* why) { return fail(ErrorCode::ipfs_node, {}, why); }

std::uint32_t hash_of(const cid::Cid& cid) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4 && i < cid.digest.size(); ++i) value = value << 8 | cid.digest[i];
  return value ^ static_cast<std::uint32_t>(cid.codec);
}

bool is_raw(const cid::Cid& cid) { return cid.codec == cid::kRaw; }

}  // namespace

Result<Reader> Reader::start(const cid::Cid& root, std::string_view path, Input input,
                             const Limits& limits) {
  if (const auto ok = cid::check_verifiable(root); !ok) return tl::unexpected(ok.error());
  Reader reader;
  reader.limits_ = limits;
  reader.slots_.assign(64, 0);
  if (input == Input::Block) reader.parser_ = Parser(root);
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    reader.path_.emplace_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
  }
  if (auto ok = reader.want(root); !ok) return tl::unexpected(ok.error());
  return reader;
}

/// The place of the CID in `slots_`: of its entry, or of the free one where it belongs.
std::size_t Reader::slot_of(const cid::Cid& cid) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash_of(cid) & mask;
  while (slots_[slot] != 0 && !cid::same_content(blocks_[slots_[slot] - 1].cid, cid)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

void Reader::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::uint32_t i = 0; i < blocks_.size(); ++i) slots_[slot_of(blocks_[i].cid)] = i + 1;
}

Result<bool> Reader::store(Parser::Block block) {
  std::size_t slot = slot_of(block.cid);
  if (slots_[slot] != 0) return true;  // dups=y
  Stored stored{.cid = std::move(block.cid),
                .offset = block.offset,
                .size = block.size,
                .node = {},
                .broken = {},
                .content_at = 0,
                .used = false};
  if (stored.cid.codec == cid::kDagPb) {
    auto node = unixfs::read_node(block.bytes);
    if (node) {
      links_ += node->links.size();
      // A node without content of its own is needed no more once it is read.
      stored.used = node->data_size == 0 && node->type != unixfs::Type::Directory;
      stored.node = std::move(*node);
    } else {
      stored.broken = node.error();
    }
  }
  if (blocks_.size() >= kMaxBlocks || links_ > kMaxBlocks) {
    return fail(ErrorCode::ipfs_too_large, {}, "The CAR has too many blocks or links.");
  }
  blocks_.push_back(std::move(stored));
  slots_[slot] = static_cast<std::uint32_t>(blocks_.size());
  if (blocks_.size() * 2 > slots_.size()) grow();
  return true;
}

Result<bool> Reader::push(ByteView piece) {
  for (;;) {
    auto block = parser_.next(piece);
    if (!block) return tl::unexpected(block.error());
    if (!*block) return true;
    if (auto ok = store(std::move(**block)); !ok) return ok;
    if (auto ok = advance(); !ok) return ok;
  }
}

Result<Target> Reader::finish() {
  auto last = parser_.finish();
  if (!last) return tl::unexpected(last.error());
  if (*last) {
    if (auto ok = store(std::move(**last)); !ok) return tl::unexpected(ok.error());
    if (auto ok = advance(); !ok) return tl::unexpected(ok.error());
  }
  if (!done_ || !target_) {
    return fail(ErrorCode::ipfs_missing_block, {},
                "The block " + cid::to_text(wanted_) + " is not there.");
  }
  return *target_;
}

std::vector<Extent> Reader::take() { return std::exchange(extents_, {}); }

std::uint64_t Reader::keep_from() const {
  while (first_unused_ < blocks_.size() && blocks_[first_unused_].used) ++first_unused_;
  return first_unused_ < blocks_.size() ? blocks_[first_unused_].offset : parser_.block_start();
}

/// Goes on while the wanted block is there.
Result<bool> Reader::advance() {
  while (!done_) {
    const std::uint32_t entry = slots_[slot_of(wanted_)];
    if (entry == 0) return true;
    if (++visits_ > kMaxVisits) {
      return fail(ErrorCode::ipfs_too_large, {}, "The content has too many parts.");
    }
    if (auto ok = visit(entry - 1); !ok) return ok;
  }
  return true;
}

Result<bool> Reader::visit(std::uint32_t index) {
  const Stored& block = blocks_[index];
  if (block.broken) return tl::unexpected(*block.broken);
  if (!is_raw(block.cid) && !block.node) {
    return fail(ErrorCode::ipfs_unsupported, {}, "Only raw and dag-pb blocks are read.");
  }
  if (segment_ < path_.size()) return step_into(index);
  return target_ ? part(index) : target(index);
}

Result<bool> Reader::step_into(std::uint32_t index) {
  const Stored& block = blocks_[index];
  const std::string& name = path_[segment_];
  if (block.node && block.node->type == unixfs::Type::Shard) {
    return fail(ErrorCode::ipfs_unsupported, {}, "Sharded directories are not read.");
  }
  if (block.node && block.node->type == unixfs::Type::Directory) {
    for (const unixfs::Link& link : block.node->links) {
      if (link.name != name) continue;
      ++segment_;
      return want(link.cid);
    }
  }
  return fail(ErrorCode::ipfs_path, {}, "There is no \"" + name + "\" at this place of the path.");
}

Result<bool> Reader::target(std::uint32_t index) {
  const Stored& block = blocks_[index];
  Target found{.cid = block.cid, .type = unixfs::Type::File, .size = block.size, .entries = {}};
  if (block.node) {
    found.type = block.node->type;
    found.size = block.node->file_size;
  }
  expected_ = found.size;
  switch (found.type) {
    case unixfs::Type::Raw:
    case unixfs::Type::File:
      if (found.size > limits_.bytes) return fail(ErrorCode::ipfs_too_large);
      break;
    case unixfs::Type::Directory:
      found.entries = block.node->links;
      found.size = block.size;
      break;
    case unixfs::Type::Metadata:
    case unixfs::Type::Symlink:
    case unixfs::Type::Shard:
      return fail(ErrorCode::ipfs_unsupported);
  }
  target_ = std::move(found);
  if (target_->type != unixfs::Type::Directory) return part(index);
  if (auto ok = emit(blocks_[index], 0, block.size); !ok) return ok;
  if (limits_.whole) frames_.push_back({index, 0});
  return want_next();
}

/// A block below the target.
Result<bool> Reader::part(std::uint32_t index) {
  Stored& block = blocks_[index];
  const bool counts = target_->type != unixfs::Type::Directory;
  const std::uint64_t size = block.node ? block.node->file_size : block.size;
  if (counts) {
    if (block.node && block.node->type != unixfs::Type::File &&
        block.node->type != unixfs::Type::Raw) {
      return bad_node("A part of the file is no file.");
    }
    if (size != expected_) return bad_node("A part of the file has another size than stated.");
    const std::uint64_t from = block.node ? block.node->data_at : 0;
    const std::uint64_t own = block.node ? block.node->data_size : block.size;
    if (auto ok = emit(block, from, own); !ok) return ok;
  } else if (block.used && block.node && !block.node->links.empty() && block.content_at != 0) {
    return want_next();  // seen already, and everything below it
  } else {
    block.used = true;
    block.content_at = 1;
  }
  if (block.node && !block.node->links.empty()) {
    if (frames_.size() >= kMaxDepth)
      return bad_node("The blocks are nested deeper than 64 levels.");
    frames_.push_back({index, 0});
  }
  return want_next();
}

Result<bool> Reader::want(const cid::Cid& cid) {
  if (const auto ok = cid::check_verifiable(cid); !ok) return tl::unexpected(ok.error());
  wanted_ = cid;
  return true;
}

Result<bool> Reader::want_next() {
  while (!frames_.empty()) {
    Frame& frame = frames_.back();
    const unixfs::Node& node = *blocks_[frame.block].node;
    if (frame.next == node.links.size()) {
      frames_.pop_back();
      continue;
    }
    const std::size_t next = frame.next++;
    if (next < node.block_sizes.size()) expected_ = node.block_sizes[next];
    return want(node.links[next].cid);
  }
  done_ = true;
  return true;
}

/// Adds a part of the block to the content. A block that stands in the file again is copied from
/// the content, so that the stream need not be kept.
Result<bool> Reader::emit(Stored& block, std::uint64_t from, std::uint64_t size) {
  if (size > limits_.bytes || content_ > limits_.bytes - size) {
    return fail(ErrorCode::ipfs_too_large);
  }
  const bool again = block.used && size != 0;
  if (!again) block.content_at = content_;
  if (size != 0) {
    extents_.push_back({again, again ? block.content_at : block.offset + from, size});
  }
  block.used = true;
  content_ += size;
  return true;
}

}  // namespace dikast::car
