#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "dikast/car.hpp"

using namespace dikast;

namespace {

void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

struct Outcome {
  bool ok = false;
  std::string reason;
  Bytes content;
};

Outcome read(const cid::Cid& root, ByteView stream, std::size_t piece) {
  Outcome out;
  auto reader = car::Reader::start(root, {}, car::Reader::Input::Car, {.bytes = 1'000'000});
  if (!reader) return out;
  std::uint64_t gone = 0;
  const auto take = [&] {
    for (const car::Extent& extent : reader->take()) {
      const std::uint64_t end = extent.offset + extent.size;
      if (extent.from_content) {
        require(end <= out.content.size(), "what is copied is there");
        const Bytes part(out.content.begin() + static_cast<std::ptrdiff_t>(extent.offset),
                         out.content.begin() + static_cast<std::ptrdiff_t>(end));
        out.content.insert(out.content.end(), part.begin(), part.end());
      } else {
        require(end <= stream.size && extent.offset >= gone, "what is needed was kept");
        out.content.insert(out.content.end(), stream.data + extent.offset, stream.data + end);
      }
    }
  };
  for (std::size_t i = 0; i < stream.size; i += piece) {
    const Bytes part(stream.data + i, stream.data + std::min(i + piece, stream.size));
    if (const auto ok = reader->push(part); !ok) {
      out.reason = std::string(code_text(ok.error().code));
      return out;
    }
    take();
    gone = reader->keep_from();
    require(gone <= i + part.size(), "nothing of the future is gone");
  }
  const auto target = reader->finish();
  take();
  out.ok = target.has_value();
  if (!target) out.reason = std::string(code_text(target.error().code));
  if (target && target->type == unixfs::Type::File) {
    require(target->size == out.content.size(), "the content has its size");
    if (target->cid.codec == cid::kRaw)
      require(cid::matches(target->cid, out.content), "and its hash");
  }
  return out;
}

/// Gives every block of the stream the hash it has, so that more than hashes is tried.
void repair(Bytes& stream, cid::Cid& root) {
  std::size_t at = 0;
  const auto header = cid::read_varint(stream, at);
  if (!header || *header > stream.size() - at) return;
  at += static_cast<std::size_t>(*header);
  while (at < stream.size()) {
    const auto size = cid::read_varint(stream, at);
    if (!size || *size > stream.size() - at) return;
    const std::size_t end = at + static_cast<std::size_t>(*size);
    std::size_t body = at;
    const auto cid = cid::read(stream, body);
    if (!cid || body > end || cid->digest.size() != 32) return;
    const Hash32 hash = sha256(ByteView(stream.data() + body, end - body));
    std::copy(hash.begin(), hash.end(),
              stream.begin() + static_cast<std::ptrdiff_t>(body - hash.size()));
    std::size_t again = at;
    if (auto fixed = cid::read(stream, again)) root = *fixed;  // the last block is the root
    at = end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  Bytes stream(data + 1, data + size);
  cid::Cid root = cid::of_block(1, cid::kRaw, ByteView());
  if ((data[0] & 1) != 0) repair(stream, root);
  const Outcome whole = read(root, stream, 1'000'000);
  const Outcome pieces = read(root, stream, 1U + data[0] / 2U);
  require(whole.ok == pieces.ok && whole.reason == pieces.reason, "the pieces do not matter");
  if (whole.ok) require(whole.content == pieces.content, "nor to what is read");
  return 0;
}
