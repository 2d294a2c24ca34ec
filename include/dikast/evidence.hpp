#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/bytes.hpp"
#include "dikast/error.hpp"
#include "dikast/json.hpp"

/// Evidence and MetaEvidence documents: ERC-1497 and what Kleros v2 submits. Read tolerantly, since
/// what is on chain stays as it is, and never believed about itself: who submitted and when is told
/// by the log alone.
namespace dikast::evidence {

enum class Standard : std::uint8_t { Erc1497, KlerosV2, MetaEvidence };

enum class Severity : std::uint8_t { Error, Warning, Info };

/// `path` is a JSON Pointer into the document; `code` one of the evidence.* codes.
struct Issue {
  ErrorCode code;
  Severity severity = Severity::Error;
  std::string path;
  std::string message;
};

/// What a document says, in one form whatever spelling it used.
struct Reading {
  json::Value evidence = json::Value::object();
  std::vector<Issue> issues;
  /// No issue of severity error.
  [[nodiscard]] bool valid() const;
};

/// `title` is read as `name`, `evidenceType` as `fileTypeExtension`; fields that claim what only
/// the log tells (sender, timestamp, transactionHash, and the like) are moved to `claims`; links
/// are of the /ipfs/ namespace, everything else is refused or, for web and ipns addresses, labelled
/// mutable. Codes: evidence.shape, evidence.required, evidence.field_type, evidence.link,
/// evidence.mutable, evidence.claim, evidence.hidden_text, evidence.hash, evidence.spelling,
/// evidence.extension, evidence.display, evidence.answers, evidence.too_long.
[[nodiscard]] Reading read(const json::Value& document, Standard standard);

/// A hash as documents state it: 0x-hex of 32 bytes (Keccak-256), or a base58 multihash of
/// Keccak-256 or SHA-256, whose digest may itself be spelled in hex digits, as archon writes it.
struct FileHash {
  bool sha256 = false;
  Bytes digest;
};
/// Errors: evidence.hash.
[[nodiscard]] Result<FileHash> read_hash(std::string_view text);

/// Whether `content` has the hash. Errors: evidence.hash.
[[nodiscard]] Result<bool> matches(std::string_view hash, ByteView content);

/// What `selfHash` is the hash of: the document without it, compact, in its order.
[[nodiscard]] std::string without_self_hash(const json::Value& document);

}  // namespace dikast::evidence
