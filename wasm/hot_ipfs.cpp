#include <string>
#include <utility>

#include "dikast/base.hpp"
#include "dikast/car.hpp"
#include "dikast/cid.hpp"
#include "dikast/json.hpp"
#include "dikast/unixfs.hpp"
#include "door.hpp"

// The hot functions of dikast.ipfs. Bytes come in pieces and do not stay: what is read is told as
// ranges of the stream ("s<offset>,<size>") or of the content so far ("c<offset>,<size>"), what is
// written as hex digits and parts of the source files ("@<file>,<offset>,<size>").

namespace {

using namespace dikast;

door::Handles<car::Reader>& readers() {
  static door::Handles<car::Reader> all;
  return all;
}

door::Handles<unixfs::Builder>& builders() {
  static door::Handles<unixfs::Builder> all;
  return all;
}

std::int32_t reply_error(const Error& error, const char* path = "") {
  return door::reply_error({error.code, path, error.message});
}

std::int32_t no_handle() { return door::reply_error({ErrorCode::handle_invalid, {}, {}}); }

ByteView input(std::uint32_t size) { return ByteView(door::input(size)); }

void append(std::string& out, std::uint64_t number) { out += std::to_string(number); }

void set(json::Value& object, const char* key, std::string text) {
  object.set(key, json::Value::string(std::move(text)));
}

void set(json::Value& object, const char* key, std::uint64_t number) {
  object.set(key, json::Value::number(std::to_string(number)));
}

std::int32_t reply(const json::Value& value) {
  door::output() = json::dump(value);
  return door::reply();
}

json::Value describe(const cid::Cid& cid) {
  json::Value out = json::Value::object();
  set(out, "version", cid.version);
  set(out, "codec", cid.codec);
  set(out, "hash", cid.hash);
  set(out, "digest", to_hex(cid.digest));
  set(out, "multihash", to_hex(cid::multihash(cid)));
  set(out, "bytes", to_hex(cid::encode(cid)));
  cid::Cid one = cid;
  one.version = 1;
  set(out, "base32", cid::to_text(one));
  out.set("verifiable", json::Value::boolean(cid::check_verifiable(cid).has_value()));
  return out;
}

/// What became known of the content, behind the place from which the stream is still needed.
std::int32_t reply_extents(car::Reader& reader) {
  std::string& out = door::output();
  out.clear();
  append(out, reader.keep_from());
  for (const car::Extent& extent : reader.take()) {
    out += extent.from_content ? " c" : " s";
    append(out, extent.offset);
    out += ',';
    append(out, extent.size);
  }
  return door::reply();
}

const char* type_text(unixfs::Type type) {
  return type == unixfs::Type::Directory ? "directory" : "file";
}

}  // namespace

/// An address (`form` 0), one that may name a gateway (1), or the bytes of a CID (2) as JSON.
/// Errors: ipfs.cid, ipfs.uri, ipfs.mutable.
DIKAST_EXPORT std::int32_t dikast_ipfs_parse(std::uint32_t size, std::uint32_t form) {
  if (form == 2) {
    const auto cid = cid::decode(input(size));
    if (!cid) return reply_error(cid.error(), "/uri");
    json::Value out = describe(*cid);
    const std::string text = cid::to_text(*cid);
    set(out, "cid", text);
    set(out, "path", "");
    set(out, "uri", "/ipfs/" + text);
    return reply(out);
  }
  const auto uri = cid::parse_uri(door::input(size), form == 1);
  if (!uri) return reply_error(uri.error(), "/uri");
  json::Value out = describe(uri->cid);
  set(out, "cid", uri->text);
  set(out, "path", uri->path);
  set(out, "uri", uri->uri);
  if (!uri->gateway.empty()) set(out, "gateway", uri->gateway);
  return reply(out);
}

/// Multibase text as 0x-hex. Errors: ipfs.cid.
DIKAST_EXPORT std::int32_t dikast_ipfs_multibase(std::uint32_t size) {
  const auto bytes = cid::decode_multibase(door::input(size));
  if (!bytes) return reply_error(bytes.error(), "/text");
  door::output() = to_hex(*bytes);
  return door::reply();
}

/// A reader of the address in the input: of a CAR (`block` 0) or of the one block it names. At most
/// `limit` bytes of content. The reply is its handle. Errors: ipfs.cid, ipfs.uri,
/// ipfs.unverifiable, handle.invalid.
DIKAST_EXPORT std::int32_t dikast_ipfs_reader(std::uint32_t size, std::uint32_t block,
                                              std::uint32_t limit, std::uint32_t whole) {
  const auto uri = cid::parse_uri(door::input(size), false);
  if (!uri) return reply_error(uri.error(), "/cid");
  auto reader =
      car::Reader::start(uri->cid, block == 0 ? std::string_view(uri->path) : std::string_view(),
                         block == 0 ? car::Reader::Input::Car : car::Reader::Input::Block,
                         {.bytes = limit, .whole = whole != 0});
  if (!reader) return reply_error(reader.error(), "/cid");
  const std::int32_t handle = readers().add(std::make_unique<car::Reader>(std::move(*reader)));
  if (handle == 0) return no_handle();
  door::output() = std::to_string(handle);
  return door::reply();
}

/// The next `size` bytes of the stream. Errors: those of car::Reader.
DIKAST_EXPORT std::int32_t dikast_ipfs_push(std::int32_t handle, std::uint32_t size) {
  car::Reader* reader = readers().get(handle);
  if (reader == nullptr) return no_handle();
  if (const auto ok = reader->push(input(size)); !ok) return reply_error(ok.error());
  return reply_extents(*reader);
}

/// The end of the stream: the last extents, then a line with what the address names, as JSON.
/// Errors: those of car::Reader, ipfs.missing_block.
DIKAST_EXPORT std::int32_t dikast_ipfs_end(std::int32_t handle) {
  car::Reader* reader = readers().get(handle);
  if (reader == nullptr) return no_handle();
  const auto target = reader->finish();
  if (!target) return reply_error(target.error());
  json::Value out = json::Value::object();
  set(out, "type", type_text(target->type));
  set(out, "cid", cid::to_text(target->cid));
  set(out, "size", target->size);
  json::Value entries = json::Value::array();
  for (const unixfs::Link& link : target->entries) {
    json::Value entry = json::Value::object();
    set(entry, "name", link.name);
    set(entry, "cid", cid::to_text(link.cid));
    set(entry, "size", link.size);
    entries.push(std::move(entry));
  }
  out.set("entries", std::move(entries));
  (void)reply_extents(*reader);
  door::output() += '\n' + json::dump(out);
  return door::reply();
}

/// Frees a reader.
DIKAST_EXPORT std::int32_t dikast_ipfs_close(std::int32_t handle) {
  (void)readers().remove(handle);
  return 0;
}

/// A builder; the reply is its handle. Errors: ipfs.options, handle.invalid.
DIKAST_EXPORT std::int32_t dikast_ipfs_build(std::uint32_t version, std::uint32_t raw_leaves,
                                             std::uint32_t chunk_size, std::uint32_t max_links) {
  const auto small = static_cast<std::uint8_t>(version > 1 ? 2 : version);
  auto builder = unixfs::Builder::start({small, raw_leaves != 0, chunk_size, max_links});
  if (!builder) return reply_error(builder.error(), "/options");
  const std::int32_t handle =
      builders().add(std::make_unique<unixfs::Builder>(std::move(*builder)));
  if (handle == 0) return no_handle();
  door::output() = std::to_string(handle);
  return door::reply();
}

/// Begins a file of `bytes` bytes, whose path is the input. Errors: ipfs.files, ipfs.options.
DIKAST_EXPORT std::int32_t dikast_ipfs_file(std::int32_t handle, std::uint32_t size,
                                            std::uint32_t bytes) {
  unixfs::Builder* builder = builders().get(handle);
  if (builder == nullptr) return no_handle();
  if (const auto ok = builder->begin_file(door::input(size), bytes); !ok) {
    return reply_error(ok.error(), "/files");
  }
  door::output().clear();
  return door::reply();
}

/// The next bytes of the file begun. Errors: ipfs.files.
DIKAST_EXPORT std::int32_t dikast_ipfs_data(std::int32_t handle, std::uint32_t size) {
  unixfs::Builder* builder = builders().get(handle);
  if (builder == nullptr) return no_handle();
  if (const auto ok = builder->push(input(size)); !ok) return reply_error(ok.error(), "/files");
  door::output().clear();
  return door::reply();
}

/// The root's CID; with `car` also its size with everything below, the CAR's size and its pieces,
/// separated by spaces. Frees the builder. Errors: ipfs.files.
DIKAST_EXPORT std::int32_t dikast_ipfs_root(std::int32_t handle, std::uint32_t wrap,
                                            std::uint32_t car) {
  unixfs::Builder* builder = builders().get(handle);
  if (builder == nullptr) return no_handle();
  const auto root = builder->finish(wrap != 0);
  if (!root) {
    (void)builders().remove(handle);
    return reply_error(root.error(), "/files");
  }
  std::string& out = door::output();
  out = cid::to_text(builder->blocks()[*root].cid);
  if (car != 0) {
    std::string pieces;
    std::uint64_t size = 0;
    for (const car::Piece& piece : car::write(builder->blocks(), *root)) {
      size += piece.bytes.size() + piece.size;
      pieces += ' ';
      append_hex(pieces, piece.bytes);
      if (piece.size == 0) continue;
      pieces += '@';
      append(pieces, piece.file);
      pieces += ',';
      append(pieces, piece.offset);
      pieces += ',';
      append(pieces, piece.size);
    }
    out += ' ';
    append(out, size);
    out += pieces;
  }
  (void)builders().remove(handle);
  return door::reply();
}
