#include <algorithm>

#include "dikast/car.hpp"
#include "header.hpp"

namespace dikast::car {
namespace {

// A varint has nine bytes; a CID four of them and its digest.
constexpr std::size_t kMaxVarint = 9;
constexpr std::size_t kMaxCid = 4 * kMaxVarint + cid::kMaxDigest;
// CARv2: the pragma {version: 2}, then 16 bytes of characteristics and three 64-bit numbers.
constexpr std::size_t kV2Header = 40;

tl::unexpected<Error> bad(const char* why) { return fail(ErrorCode::ipfs_car, {}, why); }

std::uint64_t little_endian(const std::uint8_t* p) {
  std::uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | p[i];
  return value;
}

}  // namespace

Parser::Parser(cid::Cid only) : state_(State::Body), single_(true), left_(UINT64_MAX) {
  block_.cid = std::move(only);
}

void Parser::skip(ByteView& piece, std::size_t size) {
  piece = ByteView(piece.data + size, piece.size - size);
  at_ += size;
}

/// Fills `held_` up to `size` bytes; false while the piece has too few.
bool Parser::hold(ByteView& piece, std::size_t size) {
  if (held_.size() < size) {
    const std::size_t n = std::min(size - held_.size(), piece.size);
    held_.insert(held_.end(), piece.data, piece.data + n);
    skip(piece, n);
  }
  return held_.size() >= size;
}

/// Reads a length into `left_`, byte by byte; false while it is incomplete.
Result<bool> Parser::length(ByteView& piece) {
  while (held_.empty() || (held_.back() & 0x80U) != 0) {
    if (held_.size() >= kMaxVarint) return bad("A length of the CAR is longer than nine bytes.");
    if (at_ >= until_ || !hold(piece, held_.size() + 1)) return false;
  }
  std::size_t end = 0;
  const auto value = cid::read_varint(held_, end);
  if (!value || *value == 0)
    return bad("A length of the CAR is zero, or not in its shortest form.");
  held_.clear();
  left_ = *value;
  return true;
}

Result<bool> Parser::header(ByteView& piece) {
  if (left_ == 0) {
    const auto ok = length(piece);
    if (!ok || !*ok) return ok;
    if (left_ > kMaxHeader) return bad("The CAR's header is too long, or this is no CAR.");
  }
  const auto size = static_cast<std::size_t>(left_);
  if (!hold(piece, size)) return false;
  const auto version = read_header(ByteView(held_.data(), size));
  if (!version) return tl::unexpected(version.error());
  if (*version == 1) {
    held_.clear();
    state_ = State::Length;
    return true;
  }
  if (inner_) return bad("A CAR of version 2 holds one of version 1.");
  if (!hold(piece, size + kV2Header)) return false;
  return version_2();
}

Result<bool> Parser::version_2() {
  const std::uint8_t* numbers = held_.data() + held_.size() - 24;
  const std::uint64_t offset = little_endian(numbers);
  const std::uint64_t size = little_endian(numbers + 8);
  if (offset < at_ || size == 0 || size > UINT64_MAX - offset || offset - at_ > kMaxBlock) {
    return bad("The CAR of version 2 does not say where its data is.");
  }
  held_.clear();
  inner_ = true;
  left_ = offset - at_;
  until_ = offset + size;
  state_ = State::Skip;
  return true;
}

Result<bool> Parser::read_cid(ByteView& piece) {
  const auto head = static_cast<std::size_t>(std::min<std::uint64_t>(left_, kMaxCid));
  if (!hold(piece, head)) return false;
  std::size_t end = 0;
  auto cid = cid::read(held_, end);
  if (!cid) return bad("A block of the CAR has no readable CID.");
  block_ = Block();
  block_.cid = std::move(*cid);
  block_.offset = at_ - (held_.size() - end);
  hasher_ = Sha256();
  left_ -= end;
  const Bytes rest = std::move(held_);
  held_.clear();
  body(ByteView(rest.data() + end, rest.size() - end));
  state_ = State::Body;
  return true;
}

void Parser::body(ByteView bytes) {
  hasher_.update(bytes);
  block_.size += bytes.size;
  left_ -= bytes.size;
  if (block_.cid.codec == cid::kDagPb) {
    block_.bytes.insert(block_.bytes.end(), bytes.data, bytes.data + bytes.size);
  }
}

Result<std::optional<Parser::Block>> Parser::end_block() {
  const Hash32 hash = hasher_.finish();
  state_ = State::Length;
  // A block whose hash cannot be checked is not used for anything.
  if (!cid::check_verifiable(block_.cid)) return std::optional<Block>();
  if (!std::equal(hash.begin(), hash.end(), block_.cid.digest.begin())) {
    return fail(ErrorCode::ipfs_mismatch, {},
                "A block does not hash to its CID, " + cid::to_text(block_.cid) + ".");
  }
  return std::optional(std::move(block_));
}

Result<std::optional<Parser::Block>> Parser::next(ByteView& piece) {
  for (;;) {
    Result<bool> ok = true;
    switch (state_) {
      case State::Header:
        ok = header(piece);
        break;
      case State::Skip: {
        const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece.size));
        skip(piece, n);
        left_ -= n;
        ok = left_ == 0;
        if (left_ == 0) state_ = State::Header;
        break;
      }
      case State::Length:
        if (held_.empty() && at_ >= until_) {
          state_ = State::Rest;
          break;
        }
        ok = length(piece);
        if (!ok || !*ok) break;
        if (left_ > kMaxBlock + kMaxCid || left_ > until_ - at_) {
          return fail(ErrorCode::ipfs_too_large, {}, "A block of the CAR is larger than 4 MiB.");
        }
        state_ = State::Cid;
        break;
      case State::Cid:
        ok = read_cid(piece);
        break;
      case State::Body: {
        if (left_ == 0) {
          auto block = end_block();
          if (!block || *block) return block;
          break;
        }
        if (single_ && block_.cid.codec == cid::kDagPb && block_.bytes.size() > kMaxBlock) {
          return fail(ErrorCode::ipfs_too_large, {}, "The block is larger than 4 MiB.");
        }
        ok = piece.size > 0;
        const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece.size));
        body(ByteView(piece.data, n));
        skip(piece, n);
        break;
      }
      case State::Rest:
        skip(piece, piece.size);
        ok = false;
        break;
    }
    if (!ok) return tl::unexpected(ok.error());
    if (!*ok) return std::optional<Block>();
  }
}

Result<std::optional<Parser::Block>> Parser::finish() {
  if (single_) return end_block();
  const bool whole =
      (state_ == State::Length && held_.empty() && at_ <= until_) || state_ == State::Rest;
  const bool cut = state_ == State::Length && until_ != UINT64_MAX && at_ < until_;
  if (!whole || cut) return bad("The CAR ends in the middle.");
  return std::optional<Block>();
}

std::uint64_t Parser::block_start() const {
  return state_ == State::Body ? block_.offset : at_ - held_.size();
}

}  // namespace dikast::car
