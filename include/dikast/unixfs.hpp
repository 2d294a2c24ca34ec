#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dikast/bytes.hpp"
#include "dikast/cid.hpp"
#include "dikast/error.hpp"
#include "dikast/sha256.hpp"

/// Files and directories as blocks. Follows the specifications of UnixFS v1, DAG-PB and IPIP-0499.
namespace dikast::unixfs {

enum class Type : std::uint8_t { Raw, Directory, File, Metadata, Symlink, Shard };

struct Link {
  cid::Cid cid;
  std::string name;
  std::uint64_t size = 0;  ///< of everything below it, as its author says
};

/// A dag-pb block without its content, which stands at `data_at` in the block.
struct Node {
  Type type = Type::File;
  std::vector<Link> links;
  std::size_t data_at = 0;
  std::size_t data_size = 0;
  std::uint64_t file_size = 0;
  std::vector<std::uint64_t> block_sizes;
};

/// Reads strictly: known fields in their order, sizes that add up, names that are one path segment
/// and stand once in a directory. Errors: ipfs.node, ipfs.cid.
[[nodiscard]] Result<Node> read_node(ByteView block);

/// How a file is cut into blocks.
struct Layout {
  std::uint8_t version = 1;
  bool raw_leaves = true;
  std::uint32_t chunk_size = 1'048'576;
  std::uint32_t max_links = 1024;
  bool operator==(const Layout&) const = default;
};

constexpr std::uint32_t kMaxChunk = 2'097'152;
/// Chunks of one tree; what they are held by takes some 100 bytes each.
constexpr std::size_t kMaxChunks = 262'144;
/// Names and CIDs of one directory; larger ones are sharded by other tools.
constexpr std::size_t kMaxDirectory = 262'144;

/// A block that was built. Content of leaves stays where it is: with the caller.
struct Block {
  cid::Cid cid;
  std::uint64_t size = 0;       ///< of the block
  std::uint64_t total = 0;      ///< with everything below
  std::uint64_t file_size = 0;  ///< content below
  Bytes before;                 ///< the block, or what stands before the content
  Bytes after;
  std::uint32_t file = 0;  ///< content: a part of this source file
  std::uint64_t offset = 0;
  std::uint32_t content = 0;
  std::vector<std::uint32_t> children;
};

/// Turns files into blocks. Their content comes in pieces of any size and is not kept.
class Builder {
 public:
  /// Errors: ipfs.options.
  [[nodiscard]] static Result<Builder> start(const Layout& layout);

  /// `path` is relative, "/" between its segments; "" only for a single file without a directory.
  /// Errors: ipfs.files, ipfs.options (too many chunks).
  [[nodiscard]] Result<bool> begin_file(std::string_view path, std::uint64_t size);
  /// Content of the file begun, not more than its size. Errors: ipfs.files.
  [[nodiscard]] Result<bool> push(ByteView piece);
  /// The root's place in blocks(). With `wrap` a directory also around a single file; a file
  /// without a path is then named by its CID. Errors: ipfs.files.
  [[nodiscard]] Result<std::uint32_t> finish(bool wrap);

  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }

 private:
  struct Entry {
    std::string path;
    std::uint32_t block = 0;
  };
  [[nodiscard]] Result<bool> end_file();
  void begin_chunk();
  void end_chunk();
  [[nodiscard]] std::uint32_t parent_of(const std::uint32_t* children, std::size_t count);
  [[nodiscard]] Result<std::uint32_t> directory(std::size_t first, std::size_t last,
                                                std::size_t prefix, unsigned depth);
  [[nodiscard]] Result<std::uint32_t> directory_node(
      const std::vector<std::pair<std::string_view, std::uint32_t>>& entries);

  Layout layout_;
  std::vector<Block> blocks_;
  std::vector<Entry> files_;
  // The file begun.
  bool open_ = false;
  std::uint64_t size_ = 0;
  std::uint64_t done_ = 0;
  std::vector<std::uint32_t> leaves_;
  Block chunk_;
  Sha256 hasher_;
};

/// Whether `content` is the file `cid` names, cut by one of the usual layouts: no proof that it is
/// not when it says no. For verifiable CIDs of raw and dag-pb.
[[nodiscard]] bool is_file(const cid::Cid& cid, ByteView content);

}  // namespace dikast::unixfs
