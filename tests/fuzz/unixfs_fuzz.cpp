#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "dikast/unixfs.hpp"

using namespace dikast;

namespace {

void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

void check_node(const unixfs::Node& node, std::size_t size) {
  require(node.data_at <= size && node.data_size <= size - node.data_at, "data lies in the block");
  if (node.type == unixfs::Type::File) {
    require(node.block_sizes.size() == node.links.size(), "a size for each link");
  }
  if (node.type != unixfs::Type::Directory) return;
  for (const unixfs::Link& link : node.links) {
    require(!link.name.empty() && link.name.find('/') == std::string::npos && link.name != "..",
            "names are path segments");
  }
}

/// The same content in pieces of another size has the same root.
cid::Cid build(ByteView content, std::size_t piece, const unixfs::Layout& layout) {
  auto builder = unixfs::Builder::start(layout);
  require(builder.has_value(), "the layout is fine");
  require(builder->begin_file({}, content.size).has_value(), "the size is fine");
  for (std::size_t i = 0; i < content.size; i += piece) {
    const std::size_t n = std::min(piece, content.size - i);
    require(builder->push(ByteView(content.data + i, n)).has_value(), "the content fits");
  }
  const auto root = builder->finish(false);
  require(root.has_value(), "a file has a root");
  for (const unixfs::Block& block : builder->blocks()) {
    if (block.content != 0 || block.cid.codec != cid::kDagPb) continue;
    require(block.after.empty() || block.file_size == 0, "only leaves have an end of their own");
    if (!block.after.empty()) continue;
    const auto node = unixfs::read_node(block.before);
    require(node.has_value() && node->file_size == block.file_size, "a node of ours can be read");
  }
  return builder->blocks()[*root].cid;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const Bytes data(bytes, bytes + size);
  if (const auto node = unixfs::read_node(data)) {
    check_node(*node, size);
  } else {
    require(node.error().code == ErrorCode::ipfs_node || node.error().code == ErrorCode::ipfs_cid,
            "only listed codes");
  }
  if (size < 4) return 0;
  const unixfs::Layout layout{static_cast<std::uint8_t>(data[0] & 1), (data[0] & 2) != 0,
                              1U + data[1], 2U + data[2] % 7U};
  const ByteView content(data.data() + 4, size - 4);
  require(build(content, 1U + data[3], layout) == build(content, 1'000'000, layout),
          "the pieces do not matter");
  return 0;
}
