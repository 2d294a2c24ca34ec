#include "dikast/unixfs.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "dikast/base.hpp"
#include "support/shared.hpp"

using namespace dikast;
using unixfs::Builder;
using unixfs::Layout;

namespace {

using Json = nlohmann::ordered_json;

std::uint32_t number(const Json& row, const char* key) {
  const auto* value = row[key].get_ptr<const Json::number_unsigned_t*>();
  REQUIRE(value != nullptr);
  return static_cast<std::uint32_t>(*value);
}

/// The content a row describes; one step of the generator a byte.
Bytes content(const Json& row) {
  const std::string text = test::text_of(row, "utf8");
  if (row.contains("utf8")) return {text.begin(), text.end()};
  test::Random random(number(row, "seed"));
  Bytes bytes(number(row, "size"));
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
  return bytes;
}

Layout layout(const Json& profile) {
  return {static_cast<std::uint8_t>(number(profile, "cidVersion")), profile["rawLeaves"] == true,
          number(profile, "chunk"), number(profile, "width")};
}

void add(Builder& builder, std::string_view path, const Bytes& bytes, std::size_t piece) {
  REQUIRE(builder.begin_file(path, bytes.size()).has_value());
  for (std::size_t i = 0; i < bytes.size(); i += piece) {
    REQUIRE(
        builder.push(ByteView(bytes.data() + i, std::min(piece, bytes.size() - i))).has_value());
  }
}

std::string root_of(Builder& builder, bool wrap) {
  const auto root = builder.finish(wrap);
  REQUIRE(root.has_value());
  return cid::to_text(builder.blocks()[*root].cid);
}

ErrorCode code_of(const std::vector<std::string>& paths) {
  auto builder = Builder::start({});
  for (const std::string& path : paths) {
    if (auto ok = builder->begin_file(path, 0); !ok) return ok.error().code;
  }
  const auto root = builder->finish(true);
  REQUIRE_FALSE(root.has_value());
  return root.error().code;
}

}  // namespace

TEST_CASE("unixfs: the vectors", "[unixfs]") {
  DIKAST_SHARED_OR_SKIP(path, "data/unixfs-cid.jsonl");
  test::for_each_jsonl(path, [](const Json& row) {
    INFO(test::text_of(row, "id"));
    auto builder = Builder::start(layout(row["profile"]));
    REQUIRE(builder.has_value());
    if (row.contains("files")) {
      for (const Json& file : row["files"])
        add(*builder, test::text_of(file, "path"), content(file), 1000);
    } else {
      add(*builder, "", content(row["content"]), 65'536);
    }
    CHECK(root_of(*builder, row.contains("files")) == test::text_of(row, "cid"));
    if (!row.contains("content")) return;
    if (row.contains("blocks")) CHECK(builder->blocks().size() == number(row, "blocks"));
    const auto wanted = cid::parse(test::text_of(row, "cid"));
    const Bytes bytes = content(row["content"]);
    if (bytes.size() < 1'100'000) CHECK(unixfs::is_file(*wanted, bytes));
  });
}

TEST_CASE("unixfs: what is built is read as the same", "[unixfs]") {
  auto builder = Builder::start({0, false, 10, 3});
  add(*builder, "d/file", Bytes(95, 7), 4);
  add(*builder, "other", Bytes(10, 1), 4);
  REQUIRE(builder->finish(true).has_value());
  for (const unixfs::Block& block : builder->blocks()) {
    if (block.content != 0 || block.before.empty()) continue;
    const auto node = unixfs::read_node(block.before);
    REQUIRE(node.has_value());
    CHECK(node->links.size() == block.children.size());
    if (node->type == unixfs::Type::File) CHECK(node->file_size == block.file_size);
    for (std::size_t i = 0; i < node->links.size(); ++i) {
      CHECK(node->links[i].cid == builder->blocks()[block.children[i]].cid);
      CHECK(node->links[i].size == builder->blocks()[block.children[i]].total);
    }
  }
}

TEST_CASE("unixfs: refusals of the builder", "[unixfs]") {
  for (const Layout& wrong : {Layout{2, true, 10, 10}, Layout{1, true, 0, 10},
                              Layout{1, true, 2'097'153, 10}, Layout{1, true, 10, 1}}) {
    CHECK(Builder::start(wrong).error().code == ErrorCode::ipfs_options);
  }
  CHECK(code_of({"a", "a"}) == ErrorCode::ipfs_files);
  CHECK(code_of({"a", "a/b"}) == ErrorCode::ipfs_files);
  CHECK(code_of({"a/b", "a"}) == ErrorCode::ipfs_files);
  CHECK(code_of({"a/b", "a", "a/c"}) == ErrorCode::ipfs_files);
  CHECK(code_of({"", "b"}) == ErrorCode::ipfs_files);
  for (const std::string& path :
       {std::string("/a"), std::string("a//b"), std::string("a/"), std::string("."),
        std::string("a/../b"), std::string("a\0b", 3), std::string("\xff")}) {
    CHECK(code_of({path}) == ErrorCode::ipfs_files);
  }
  std::string deep = "f";
  for (int i = 0; i < 70; ++i) deep.insert(0, "d/");
  CHECK(code_of({deep}) == ErrorCode::ipfs_files);
  std::vector<std::string> many;
  for (int i = 0; i < 1100; ++i) many.push_back(std::string(210, 'n') + std::to_string(i));
  CHECK(code_of(many) == ErrorCode::ipfs_files);
  auto builder = Builder::start({1, true, 1, 10});
  CHECK(builder->begin_file("a", 300'000).error().code == ErrorCode::ipfs_options);
  CHECK(builder->begin_file("a", 3).has_value());
  CHECK(builder->push(Bytes(4)).error().code == ErrorCode::ipfs_files);
  CHECK(builder->push(Bytes(2)).has_value());
  CHECK(builder->finish(false).error().code == ErrorCode::ipfs_files);
}

TEST_CASE("unixfs: nodes that are refused", "[unixfs]") {
  const std::string cid = "0a221220" + std::string(64, '7');
  const auto link = [&](const std::string& rest) {
    const std::string body = cid + rest;
    Bytes size;
    cid::append_varint(size, body.size() / 2);
    return "12" + to_hex(size).substr(2) + body;
  };
  const std::string dir = "0a020801";
  const std::string file = "0a0408021800";
  const auto read = [](const std::string& digits) {
    const auto bytes = from_hex("0x" + digits);
    REQUIRE(bytes.has_value());
    return unixfs::read_node(*bytes);
  };
  CHECK(read(dir).has_value());
  CHECK(read(file).has_value());
  CHECK(read(link("1201611801") + dir).has_value());
  CHECK(read(dir + link("1201611801")).has_value());  // data first, as other tools may write it
  CHECK(read("0a"
             "0608021202"
             "4142")
            .has_value());  // no filesize
  const std::string refused[] = {
      "",                                     // no data at all
      link("120161"),                         // no data
      dir + dir,                              // twice
      "0a0508021800",                         // cut
      "0802",                                 // data as a varint
      dir + "1a0100",                         // field 3
      link("120161") + dir + link("120162"),  // links on both sides
      "120312016"
      "1" +
          dir,  // a link without CID
      link("1201611201"
           "62") +
          dir,  // a name twice
      link("18011201"
           "61") +
          dir,                                // out of order
      link("1a0161") + dir,                   // size as bytes
      link("2001") + dir,                     // field 4
      link("120161") + link("120161") + dir,  // one name twice
      link("1202"
           "2e2e") +
          dir,  // ..
      link("1203"
           "612f62") +
          dir,             // a slash
      link("1200") + dir,  // no name
      link("1201"
           "ff") +
          dir,  // no UTF-8
      "0a02"
      "0863",  // type 99
      "0a02"
      "1800",  // no type
      "0a04"
      "08021801",  // says one byte, has none
      "0a06"
      "080218002000",  // a block size without a link
      "0a04"
      "08020802",  // the type twice
      "0a04"
      "0802"
      "4801",  // field 9
      "0a03"
      "0a0108",  // type as bytes
  };
  for (const std::string& digits : refused) {
    INFO(digits);
    const auto node = read(digits);
    REQUIRE_FALSE(node.has_value());
    CHECK(node.error().code == ErrorCode::ipfs_node);
  }
}
