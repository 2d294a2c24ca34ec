#include <array>

#include "dikast/reality.hpp"

namespace dikast::reality {

namespace {

constexpr Profile kProfiles[] = {
    {"reality-2.0", Version::V2_0, false, false, false, false},
    {"reality-2.1", Version::V2_1, false, false, true, false},
    {"reality-2.2", Version::V2_2, false, false, true, true},
    {"reality-3.0", Version::V3_0, true, false, true, false},
    {"reality-3.2", Version::V3_2, true, false, true, true},
    {"reality-erc20-3.0", Version::Erc20_3_0, true, true, true, false},
};

/// abi.encodePacked.
class Packed {
 public:
  Packed& word(const Word& value) { return tail(value, 32); }
  Packed& address(const Word& value) { return tail(value, 20); }
  Packed& u32(std::uint32_t value) { return tail(Uint256(value), 4); }
  Packed& flag(bool value) { return tail(Uint256(value ? 1 : 0), 1); }
  Packed& text(std::string_view value) {
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    return *this;
  }
  [[nodiscard]] Word hash() const { return to_word(keccak256(bytes_)); }

 private:
  Packed& tail(const Word& value, std::ptrdiff_t size) {
    const std::array<std::uint8_t, 32> all = value.to_bytes32();
    bytes_.insert(bytes_.end(), all.end() - size, all.end());
    return *this;
  }
  Bytes bytes_;
};

}  // namespace

Word to_word(const Address& address) {
  std::array<std::uint8_t, 32> bytes{};
  for (std::size_t i = 0; i < 20; ++i) bytes[12 + i] = address.bytes[i];
  return Uint256::from_bytes32(bytes.data());
}

Address to_address(const Word& word) {
  const std::array<std::uint8_t, 32> bytes = word.to_bytes32();
  Address address;
  for (std::size_t i = 0; i < 20; ++i) address.bytes[i] = bytes[12 + i];
  return address;
}

Word to_word(const Hash32& hash) { return Uint256::from_bytes32(hash.data()); }

std::string word_text(const Word& word) {
  const std::array<std::uint8_t, 32> bytes = word.to_bytes32();
  return to_hex(ByteView(bytes.data(), bytes.size()));
}

std::string address_text(const Word& word) { return to_address(word).to_checksum(); }

Word too_soon_answer() { return wrapping_sub(Uint256::max(), Uint256(1)); }

const Profile* find_profile(std::string_view name) {
  for (const Profile& profile : kProfiles)
    if (profile.name == name) return &profile;
  return nullptr;
}

const Profile* find_version(std::string_view version) {
  if (version == "ERC20-3.0") version = "erc20-3.0";
  for (const Profile& profile : kProfiles)
    if (profile.name.substr(8) == version) return &profile;
  return nullptr;
}

std::string built_in_template(const Profile& profile, std::uint64_t id) {
  struct Kind {
    std::string_view type;
    std::string_view extra;
  };
  static constexpr Kind kKinds[] = {
      {"bool", ""},
      {"uint", "\"decimals\": 18, "},
      {"single-select", "\"outcomes\": [%s], "},
      {"multiple-select", "\"outcomes\": [%s], "},
      {"datetime", ""},
      {"hash", ""},
  };
  if (id >= (profile.hash_type ? 6U : 5U)) return {};
  const Kind& kind = kKinds[id];
  std::string text = "{\"title\": \"%s\", \"type\": \"";
  text += kind.type;
  text += "\", ";
  text += kind.extra;
  text += profile.hash_type ? "\"description\"" : "\"category\"";
  text += ": \"%s\", \"lang\": \"%s\"}";
  return text;
}

Word content_hash(const Uint256& template_id, std::uint32_t opening_ts, std::string_view question) {
  return Packed().word(template_id).u32(opening_ts).text(question).hash();
}

Word question_id(const Profile& profile, const QuestionKey& key) {
  Packed packed;
  packed.word(key.content).address(key.arbitrator).u32(key.timeout);
  if (profile.v3) packed.word(key.min_bond).address(key.contract);
  return packed.address(key.sender).word(key.nonce).hash();
}

Word answer_hash(const Word& answer, const Uint256& nonce) {
  return Packed().word(answer).word(nonce).hash();
}

Word commitment_id(const Word& question, const Word& answer_hash, const Uint256& bond) {
  return Packed().word(question).word(answer_hash).word(bond).hash();
}

Word history_hash(const Entry& entry, bool is_commitment) {
  return Packed()
      .word(entry.previous)
      .word(entry.answer)
      .word(entry.bond)
      .address(entry.answerer)
      .flag(is_commitment)
      .hash();
}

}  // namespace dikast::reality
