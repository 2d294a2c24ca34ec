#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/bytes.hpp"
#include "dikast/cid.hpp"
#include "dikast/error.hpp"
#include "dikast/sha256.hpp"
#include "dikast/unixfs.hpp"

/// CAR files (version 1 written, 1 and 2 read), and the check of what they hold. Follows the IPLD
/// specifications "CARv1" and "CARv2". Content never passes through here: what is read is told as
/// ranges of the input, what is written as ranges of the source files.
namespace dikast::car {

/// A block of a CAR file is at most this large; other tools refuse more than 2 MiB.
constexpr std::size_t kMaxBlock = 4'194'304;
constexpr std::size_t kMaxHeader = 65'536;
constexpr std::size_t kMaxBlocks = 262'144;

/// Cuts a stream into blocks and checks each against its CID. Hashes what the stream brings at once
/// and keeps nothing but dag-pb blocks while they are incomplete.
class Parser {
 public:
  /// A block that hashes to its CID.
  struct Block {
    cid::Cid cid;
    std::uint64_t offset = 0;  ///< of its first byte in the stream
    std::uint64_t size = 0;
    Bytes bytes;  ///< dag-pb only
  };

  Parser() = default;
  /// The stream is one block and nothing else.
  explicit Parser(cid::Cid only);

  /// Takes from `piece` until a block is complete. nullopt: the piece is used up.
  /// Errors: ipfs.car, ipfs.too_large, ipfs.mismatch; final.
  [[nodiscard]] Result<std::optional<Block>> next(ByteView& piece);
  /// The stream is at its end. For a single block: that block. Errors: ipfs.car, ipfs.mismatch.
  [[nodiscard]] Result<std::optional<Block>> finish();
  /// Where the first byte stands that may still be a part of a block.
  [[nodiscard]] std::uint64_t block_start() const;

 private:
  enum class State : std::uint8_t { Header, Skip, Length, Cid, Body, Rest };
  [[nodiscard]] bool hold(ByteView& piece, std::size_t size);
  void skip(ByteView& piece, std::size_t size);
  [[nodiscard]] Result<bool> header(ByteView& piece);
  [[nodiscard]] Result<bool> version_2();
  [[nodiscard]] Result<bool> length(ByteView& piece);
  [[nodiscard]] Result<bool> read_cid(ByteView& piece);
  void body(ByteView bytes);
  [[nodiscard]] Result<std::optional<Block>> end_block();

  State state_ = State::Header;
  bool single_ = false;
  bool inner_ = false;                ///< inside a CARv2
  std::uint64_t at_ = 0;              ///< bytes taken
  std::uint64_t until_ = UINT64_MAX;  ///< where the CARv1 ends
  std::uint64_t left_ = 0;            ///< of what is being read
  Bytes held_;
  Block block_;
  Sha256 hasher_;
};

/// A range of the stream, or of the content made so far.
struct Extent {
  bool from_content = false;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  bool operator==(const Extent&) const = default;
};

/// What an address names.
struct Target {
  cid::Cid cid;
  unixfs::Type type = unixfs::Type::File;
  std::uint64_t size = 0;             ///< of the file
  std::vector<unixfs::Link> entries;  ///< of the directory
};

/// Follows an address through verified blocks, in whatever order they come: along the path, then
/// through all of the file. A directory's content is its own block; with `whole` everything below
/// it has to be there.
class Reader {
 public:
  struct Limits {
    std::uint64_t bytes = 67'108'864;  ///< of the content
    bool whole = true;
  };
  enum class Input : std::uint8_t { Car, Block };

  /// `path`: segments joined by "/". Errors: ipfs.unverifiable.
  [[nodiscard]] static Result<Reader> start(const cid::Cid& root, std::string_view path,
                                            Input input, const Limits& limits);

  /// The next bytes of the stream. Errors: those of Parser, ipfs.node, ipfs.path,
  /// ipfs.unsupported, ipfs.unverifiable, ipfs.too_large; final.
  [[nodiscard]] Result<bool> push(ByteView piece);
  /// The stream is at its end. Errors: as push, ipfs.missing_block.
  [[nodiscard]] Result<Target> finish();

  /// The content, in order, as far as it is known and was not taken yet.
  [[nodiscard]] std::vector<Extent> take();
  /// Bytes of the stream before this are not needed any more.
  [[nodiscard]] std::uint64_t keep_from() const;
  [[nodiscard]] bool done() const { return done_; }

 private:
  struct Stored {
    cid::Cid cid;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::optional<unixfs::Node> node;  ///< dag-pb
    std::optional<Error> broken;       ///< dag-pb that is no UnixFS
    std::uint64_t content_at = 0;      ///< where its data stands in the content, when `used`
    bool used = false;
  };
  struct Frame {
    std::uint32_t block = 0;
    std::size_t next = 0;
  };

  Reader() = default;
  [[nodiscard]] Result<bool> store(Parser::Block block);
  [[nodiscard]] std::size_t slot_of(const cid::Cid& cid) const;
  void grow();
  [[nodiscard]] Result<bool> advance();
  [[nodiscard]] Result<bool> visit(std::uint32_t index);
  [[nodiscard]] Result<bool> step_into(std::uint32_t index);
  [[nodiscard]] Result<bool> target(std::uint32_t index);
  [[nodiscard]] Result<bool> part(std::uint32_t index);
  [[nodiscard]] Result<bool> emit(Stored& block, std::uint64_t from, std::uint64_t size);
  [[nodiscard]] Result<bool> want(const cid::Cid& cid);
  [[nodiscard]] Result<bool> want_next();

  Limits limits_;
  Parser parser_;
  std::vector<Stored> blocks_;
  std::vector<std::uint32_t> slots_;  ///< index + 1 by hash, 0 for none
  std::size_t links_ = 0;
  mutable std::size_t first_unused_ = 0;

  std::vector<std::string> path_;
  std::size_t segment_ = 0;
  cid::Cid wanted_;
  std::uint64_t expected_ = 0;  ///< size of the wanted part
  std::vector<Frame> frames_;
  std::optional<Target> target_;
  std::uint64_t content_ = 0;
  std::size_t visits_ = 0;
  bool done_ = false;
  std::vector<Extent> extents_;
};

/// A CAR file to be written: its own bytes, and parts of the source files.
struct Piece {
  Bytes bytes;
  std::uint32_t file = 0;
  std::uint64_t offset = 0;
  std::uint32_t size = 0;  ///< of the part that follows `bytes`; may be 0
};

/// CARv1 of everything below `root`, depth first, each block once.
[[nodiscard]] std::vector<Piece> write(const std::vector<unixfs::Block>& blocks,
                                       std::uint32_t root);

/// CARv1 header of one root.
[[nodiscard]] Bytes header(const cid::Cid& root);

}  // namespace dikast::car
