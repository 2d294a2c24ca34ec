#include "dikast/car.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "dikast/base.hpp"
#include "support/shared.hpp"

using namespace dikast;
using car::Reader;

namespace {

using Json = nlohmann::ordered_json;

/// What a reader makes of a stream cut into pieces, with everything it no longer needs gone.
struct Outcome {
  Result<car::Target> target = fail(ErrorCode::internal_abort);
  Bytes content;
  std::uint64_t kept = 0;  ///< the most bytes that had to be kept
};

void append(Outcome& outcome, const Bytes& stream, const std::vector<car::Extent>& extents,
            std::uint64_t gone) {
  for (const car::Extent& extent : extents) {
    const Bytes& source = extent.from_content ? outcome.content : stream;
    REQUIRE(extent.offset + extent.size <= source.size());
    if (!extent.from_content) REQUIRE(extent.offset >= gone);
    const Bytes part(source.begin() + static_cast<std::ptrdiff_t>(extent.offset),
                     source.begin() + static_cast<std::ptrdiff_t>(extent.offset + extent.size));
    outcome.content.insert(outcome.content.end(), part.begin(), part.end());
  }
}

Outcome read(const cid::Cid& root, const std::string& path, const Bytes& stream, std::size_t piece,
             Reader::Input input = Reader::Input::Car, Reader::Limits limits = {}) {
  Outcome outcome;
  auto reader = Reader::start(root, path, input, limits);
  if (!reader) {
    outcome.target = tl::unexpected(reader.error());
    return outcome;
  }
  std::uint64_t gone = 0;
  for (std::size_t i = 0; i < stream.size(); i += piece) {
    // Copied to its exact size, so that the sanitizer sees a read past the end.
    const Bytes part(
        stream.begin() + static_cast<std::ptrdiff_t>(i),
        stream.begin() + static_cast<std::ptrdiff_t>(std::min(i + piece, stream.size())));
    if (auto ok = reader->push(part); !ok) {
      outcome.target = tl::unexpected(ok.error());
      return outcome;
    }
    append(outcome, stream, reader->take(), gone);
    outcome.kept = std::max(outcome.kept, i + part.size() - reader->keep_from());
    gone = reader->keep_from();
  }
  outcome.target = reader->finish();
  append(outcome, stream, reader->take(), gone);
  return outcome;
}

struct Built {
  cid::Cid root;
  std::vector<unixfs::Block> blocks;
  std::vector<Bytes> files;
  Bytes car;
};

Built build(const unixfs::Layout& layout, const std::vector<std::pair<std::string, Bytes>>& files,
            bool wrap) {
  Built built;
  auto builder = unixfs::Builder::start(layout);
  REQUIRE(builder.has_value());
  for (const auto& [path, bytes] : files) {
    REQUIRE(builder->begin_file(path, bytes.size()).has_value());
    REQUIRE(builder->push(bytes).has_value());
    built.files.push_back(bytes);
  }
  const auto root = builder->finish(wrap);
  REQUIRE(root.has_value());
  built.blocks = builder->blocks();
  built.root = built.blocks[*root].cid;
  for (const car::Piece& piece : car::write(built.blocks, *root)) {
    built.car.insert(built.car.end(), piece.bytes.begin(), piece.bytes.end());
    const auto from = built.files[piece.file].begin() + static_cast<std::ptrdiff_t>(piece.offset);
    if (piece.size != 0) built.car.insert(built.car.end(), from, from + piece.size);
  }
  return built;
}

Bytes noise(std::uint32_t seed, std::size_t size) {
  test::Random random(seed);
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
  return bytes;
}

void put(Bytes& out, const Bytes& more) { out.insert(out.end(), more.begin(), more.end()); }

Bytes section(const cid::Cid& cid, const Bytes& block) {
  const Bytes name = cid::encode(cid);
  Bytes out;
  cid::append_varint(out, name.size() + block.size());
  put(out, name);
  put(out, block);
  return out;
}

Bytes hex(const std::string& digits) {
  auto bytes = from_hex("0x" + digits);
  REQUIRE(bytes.has_value());
  return *bytes;
}

ErrorCode code_of(const cid::Cid& root, const Bytes& stream, const std::string& path = "") {
  const Outcome outcome = read(root, path, stream, 7);
  REQUIRE_FALSE(outcome.target.has_value());
  return outcome.target.error().code;
}

}  // namespace

TEST_CASE("car: the vectors", "[car]") {
  DIKAST_SHARED_OR_SKIP(path, "data/gateway-car.jsonl");
  test::for_each_jsonl(path, [](const Json& row) {
    INFO(test::text_of(row, "id"));
    const auto root = cid::parse(test::text_of(row, "root"));
    const auto body = base64_decode(test::text_of(row, "body"));
    REQUIRE((root.has_value() && body.has_value()));
    const bool raw = test::text_of(row, "request").find("format=raw") != std::string::npos;
    const std::string expect = test::text_of(row, "expect");
    for (const std::size_t piece : {std::size_t{1}, std::size_t{100}, std::size_t{100'000}}) {
      const Outcome outcome =
          read(*root, "", *body, piece, raw ? Reader::Input::Block : Reader::Input::Car);
      if (expect == "accept") CHECK(outcome.target.has_value());
      if (expect == "reject") CHECK_FALSE(outcome.target.has_value());
      if (!outcome.target || !row.contains("content") || row["content"].is_null()) continue;
      const Hash32 hash = sha256(outcome.content);
      CHECK(to_hex(ByteView(hash.data(), hash.size())).substr(2) ==
            test::text_of(row["content"], "sha256"));
    }
  });
}

TEST_CASE("car: what is written is read, piece by piece", "[car]") {
  for (const unixfs::Layout& layout :
       {unixfs::Layout{1, true, 100, 3}, unixfs::Layout{0, false, 100, 3},
        unixfs::Layout{1, false, 64, 174}}) {
    const Bytes bytes = noise(3, 2345);
    const Built built = build(layout, {{"", bytes}}, false);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{333}, std::size_t{10'000}}) {
      const Outcome outcome = read(built.root, "", built.car, piece);
      REQUIRE(outcome.target.has_value());
      CHECK(outcome.content == bytes);
      CHECK(outcome.target->size == bytes.size());
      // The largest block, while it is not complete.
      if (piece == 1) CHECK(outcome.kept < 1800);
    }
  }
}

TEST_CASE("car: a block that occurs again is copied from the content", "[car]") {
  Bytes bytes(1000, 0);
  const Built built = build({1, true, 100, 4}, {{"", bytes}}, false);
  const Outcome outcome = read(built.root, "", built.car, 50);
  REQUIRE(outcome.target.has_value());
  CHECK(outcome.content == bytes);
  CHECK(built.car.size() < 900);
}

TEST_CASE("car: blocks in any order, twice, and others between them", "[car]") {
  const Bytes bytes = noise(5, 900);
  auto built = build({1, true, 100, 4}, {{"d/a", bytes}, {"b", noise(6, 10)}}, true);
  std::vector<Bytes> sections;
  for (const unixfs::Block& block : built.blocks) {
    Bytes whole = block.before;
    const auto from = built.files[block.file].begin() + static_cast<std::ptrdiff_t>(block.offset);
    if (block.content != 0) whole.insert(whole.end(), from, from + block.content);
    put(whole, block.after);
    sections.push_back(section(block.cid, whole));
  }
  sections.push_back(section(cid::of_block(1, 0x71, hex("a0")), hex("a0")));  // dag-cbor, unasked
  sections.push_back(section(cid::of_block(1, cid::kDagPb, hex("ff")), hex("ff")));  // broken
  sections.push_back(sections[2]);
  test::Random random(9);
  for (int round = 0; round < 40; ++round) {
    for (std::size_t i = sections.size() - 1; i > 0; --i) {
      std::swap(sections[i], sections[random.below(static_cast<std::uint32_t>(i + 1))]);
    }
    Bytes stream = car::header(built.root);
    for (const Bytes& one : sections) put(stream, one);
    const Outcome file = read(built.root, "d/a", stream, 1 + random.below(500));
    REQUIRE(file.target.has_value());
    CHECK(file.content == bytes);
    const Outcome whole = read(built.root, "", stream, 64);
    REQUIRE(whole.target.has_value());
    CHECK(whole.target->type == unixfs::Type::Directory);
    CHECK(whole.target->entries.size() == 2);
    CHECK(cid::matches(built.root, whole.content));
  }
  Bytes stream = car::header(built.root);
  for (const Bytes& one : sections) put(stream, one);
  CHECK(code_of(built.root, stream, "d/x") == ErrorCode::ipfs_path);
  CHECK(code_of(built.root, stream, "b/x") == ErrorCode::ipfs_path);
}

TEST_CASE("car: version 2", "[car]") {
  const Bytes bytes = noise(7, 500);
  const Built built = build({1, true, 100, 4}, {{"", bytes}}, false);
  const auto little = [](std::uint64_t value) {
    Bytes out;
    for (int i = 0; i < 8; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    return out;
  };
  const auto wrap = [&](std::uint64_t offset, std::uint64_t size) {
    Bytes stream = hex("0aa16776657273696f6e02");
    put(stream, Bytes(16, 0));
    put(stream, little(offset));
    put(stream, little(size));
    put(stream, little(0));
    put(stream, Bytes(9, 0));  // padding
    put(stream, built.car);
    put(stream, Bytes(30, 0xee));  // an index
    return stream;
  };
  for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}}) {
    const Outcome outcome = read(built.root, "", wrap(60, built.car.size()), piece);
    REQUIRE(outcome.target.has_value());
    CHECK(outcome.content == bytes);
  }
  CHECK(code_of(built.root, wrap(60, built.car.size() + 5)) != ErrorCode::internal_abort);
  CHECK(code_of(built.root, wrap(60, built.car.size() - 1)) == ErrorCode::ipfs_too_large);
  CHECK(code_of(built.root, wrap(0, 0)) == ErrorCode::ipfs_car);
  CHECK(code_of(built.root, wrap(60, UINT64_MAX)) == ErrorCode::ipfs_car);
}

TEST_CASE("car: one block", "[car]") {
  const Bytes bytes = noise(8, 80);
  const cid::Cid raw = cid::of_block(1, cid::kRaw, bytes);
  const Outcome whole = read(raw, "", bytes, 13, Reader::Input::Block);
  REQUIRE(whole.target.has_value());
  CHECK(whole.content == bytes);
  CHECK_FALSE(read(raw, "", noise(9, 80), 13, Reader::Input::Block).target.has_value());
  CHECK_FALSE(read(raw, "", {}, 13, Reader::Input::Block).target.has_value());
  const Built leaf = build({0, false, 100, 4}, {{"", bytes}}, false);
  Bytes block = leaf.blocks[0].before;
  put(block, bytes);
  put(block, leaf.blocks[0].after);
  const Outcome file = read(leaf.root, "", block, 13, Reader::Input::Block);
  REQUIRE(file.target.has_value());
  CHECK(file.content == bytes);
  // A root without its leaves proves nothing about the file.
  const Built two = build({1, true, 50, 4}, {{"", bytes}}, false);
  const Outcome part = read(two.root, "", two.blocks.back().before, 13, Reader::Input::Block);
  REQUIRE_FALSE(part.target.has_value());
  CHECK(part.target.error().code == ErrorCode::ipfs_missing_block);
}

TEST_CASE("car: refusals", "[car]") {
  const Bytes bytes = noise(10, 300);
  const Built built = build({1, true, 100, 4}, {{"", bytes}}, false);
  const Bytes header = car::header(built.root);
  CHECK(code_of(built.root, {}) == ErrorCode::ipfs_car);
  CHECK(code_of(built.root, header) == ErrorCode::ipfs_missing_block);
  for (std::size_t cut = 1; cut < built.car.size(); ++cut) {
    const Bytes stream(built.car.begin(), built.car.begin() + static_cast<std::ptrdiff_t>(cut));
    CHECK_FALSE(read(built.root, "", stream, 64).target.has_value());
  }
  for (std::size_t i = 0; i < built.car.size(); ++i) {
    Bytes stream = built.car;
    stream[i] ^= 1;
    const Outcome outcome = read(built.root, "", stream, 64);
    // Only the root that the header names may differ.
    if (outcome.target) CHECK((i < header.size() && outcome.content == bytes));
  }
  for (const char* text :
       {"a0", "a1657665727369", "a16776657273696f6e03", "a16776657273696f6e01",
        "a265726f6f7473806776657273696f6e02", "a265726f6f7473806776657273696f6e1801",
        "a265726f6f747381d82a42000167766572"
        "73696f6e01",
        "a265726f6f74738067766572736965"
        "6e01",
        "80", "a265726f6f7473806776657273696f6e0100"}) {
    INFO(text);
    const Bytes cbor = hex(text);
    Bytes stream{static_cast<std::uint8_t>(cbor.size())};
    put(stream, cbor);
    CHECK(code_of(built.root, stream) == ErrorCode::ipfs_car);
  }
  const auto unverifiable = cid::decode(hex("0155000568656c6c6f"));
  CHECK(code_of(*unverifiable, built.car) == ErrorCode::ipfs_unverifiable);
}

TEST_CASE("car: hostile graphs", "[car]") {
  // A node of `links`, each to `child`, with UnixFS data of its own.
  const auto node = [](const cid::Cid& child, std::size_t links, const std::string& data) {
    Bytes out;
    const Bytes name = cid::encode(child);
    for (std::size_t i = 0; i < links; ++i) {
      Bytes link{0x0a};
      cid::append_varint(link, name.size());
      put(link, name);
      out.push_back(0x12);
      cid::append_varint(out, link.size());
      put(out, link);
    }
    const Bytes body = hex(data);
    out.push_back(0x0a);
    cid::append_varint(out, body.size());
    put(out, body);
    return out;
  };
  // Empty parts, doubled 40 times.
  const Bytes nothing = hex("0a0408021800");
  cid::Cid top = cid::of_block(1, cid::kDagPb, nothing);
  Bytes stream = car::header(top);
  put(stream, section(top, nothing));
  for (int i = 0; i < 40; ++i) {
    const Bytes block = node(top, 2,
                             "08021800"
                             "20002000");
    top = cid::of_block(1, cid::kDagPb, block);
    put(stream, section(top, block));
  }
  CHECK(code_of(top, stream) == ErrorCode::ipfs_too_large);
  // Deeper than any file.
  top = cid::of_block(1, cid::kDagPb, nothing);
  stream = car::header(top);
  put(stream, section(top, nothing));
  for (int i = 0; i < 70; ++i) {
    const Bytes block = node(top, 1,
                             "08021800"
                             "2000");
    top = cid::of_block(1, cid::kDagPb, block);
    put(stream, section(top, block));
  }
  CHECK(code_of(top, stream) == ErrorCode::ipfs_node);
  const auto lone = [&](const Bytes& block, std::uint64_t codec) {
    const cid::Cid cid = cid::of_block(1, codec, block);
    Bytes one = car::header(cid);
    put(one, section(cid, block));
    return code_of(cid, one);
  };
  CHECK(lone(hex("0a0408041200"), cid::kDagPb) == ErrorCode::ipfs_unsupported);  // a symbolic link
  CHECK(lone(hex("0a020805"), cid::kDagPb) == ErrorCode::ipfs_unsupported);      // a shard
  CHECK(lone(hex("a0"), 0x71) == ErrorCode::ipfs_unsupported);                   // dag-cbor
  CHECK(lone(hex("0a0608"
                 "0218ffff7f"),
             cid::kDagPb) == ErrorCode::ipfs_node);
  // A part of another size than its parent says; a link that cannot be checked; too much content.
  const Bytes leaf = noise(1, 5);
  const cid::Cid leaf_cid = cid::of_block(1, cid::kRaw, leaf);
  const auto above = [&](const cid::Cid& child, const std::string& data) {
    const Bytes block = node(child, 1, data);
    const cid::Cid cid = cid::of_block(1, cid::kDagPb, block);
    Bytes one = car::header(cid);
    put(one, section(leaf_cid, leaf));
    put(one, section(cid, block));
    return code_of(cid, one);
  };
  CHECK(above(leaf_cid,
              "08021806"
              "2006") == ErrorCode::ipfs_node);
  CHECK(above(*cid::decode(hex("0155000568656c6c6f")),
              "08021805"
              "2005") == ErrorCode::ipfs_unverifiable);
  CHECK(above(leaf_cid,
              "0802188080808001"
              "208080808001") == ErrorCode::ipfs_too_large);
}
