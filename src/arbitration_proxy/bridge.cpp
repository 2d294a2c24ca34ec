#include <array>

#include "world.hpp"

namespace dikast::arbitration_proxy {

namespace {

/// What a message can call; an address has to be one.
struct Entry {
  std::uint32_t selector;
  std::string_view params;
  bool home;  ///< a function of the home proxy
  Rule rule;
};

constexpr Entry kEntries[] = {
    {kReceiveRequest, "wau", true, receive_request},
    {kReceiveFailure, "wa", true, receive_failure},
    {kReceiveAnswer, "ww", true, receive_answer},
    {kReceiveAcknowledgement, "wa", false, receive_acknowledgement},
    {kReceiveCancelation, "wa", false, receive_cancelation},
};

std::uint32_t selector_of(const Bytes& data) {
  std::uint32_t selector = 0;
  for (std::size_t i = 0; i < 4; ++i) selector = selector << 8 | (i < data.size() ? data[i] : 0U);
  return selector;
}

bool queue(Frame& f, const Word& sender, const Word& to, Bytes data) {
  World& world = f.world;
  const std::array<std::uint8_t, 32> selector = Uint256(selector_of(data)).to_bytes32();
  machine::Event& event = f.run.emit(world.amb, "MessageQueued");
  put(event.args, "id", std::uint64_t{world.messages.size()});
  put(event.args, "sender", as_address(sender));
  put(event.args, "to", as_address(to));
  put(event.args, "selector", to_hex(ByteView(selector.data() + 28, 4)));
  world.messages.push_back({sender, to, std::move(data), false});
  return true;
}

/// Runs the message's call as the bridge makes it.
bool execute(Frame& f, const Message& message) {
  const bool to_home = message.to == f.world.arbitrator;
  // An account without code takes everything.
  if (!to_home && message.to != f.world.foreign) return true;
  const std::uint32_t selector = selector_of(message.data);
  for (const Entry& entry : kEntries) {
    if (entry.selector != selector || entry.home != to_home) continue;
    if (message.data.size() < 4 + 32 * entry.params.size()) break;
    Args args;
    for (std::size_t i = 0; i < entry.params.size(); ++i) {
      const Word word = Uint256::from_bytes32(message.data.data() + 4 + 32 * i);
      if (entry.params[i] == 'a' && word.bit_length() > 160)
        return f.run.refuse(machine::Failure::Empty);
      args.words.push_back(word);
    }
    Frame inner{f.run, f.world, {f.world.amb, {}, message.to}, args, message.sender};
    return entry.rule(inner);
  }
  return f.run.refuse(machine::Failure::Empty);
}

bool require_to_pass(Frame& f) {
  const auto data = from_hex(f.args.texts[0]);
  if (!data) return f.run.refuse(machine::Failure::Empty);
  if (!queue(f, f.msg.sender, f.word(0), *data)) return false;
  return answer_one(f, as_word(Uint256(f.world.messages.size())));
}

bool deliver(Frame& f) {
  auto& messages = f.world.messages;
  if (f.word(0) >= Uint256(messages.size())) return f.run.panic(true, "Panic(0x32)");
  Message& message = messages[static_cast<std::size_t>(f.word(0).words[0])];
  if (!f.run.require(!message.delivered, "AMB: already delivered")) return false;
  message.delivered = true;
  const Message copy = message;
  if (!execute(f, copy)) return false;
  put(f.run.emit(f.world.amb, "MessageDelivered").args, "id", f.word(0));
  return true;
}

}  // namespace

bool send_message(Frame& f, const Word& from, const Word& to, std::uint32_t selector,
                  const std::vector<Word>& words) {
  Bytes data;
  for (int shift = 24; shift >= 0; shift -= 8)
    data.push_back(static_cast<std::uint8_t>(selector >> shift));
  for (const Word& word : words) {
    const std::array<std::uint8_t, 32> bytes = word.to_bytes32();
    data.insert(data.end(), bytes.begin(), bytes.end());
  }
  return queue(f, from, to, std::move(data));
}

const Function kAmbFunctions[] = {
    {"requireToPassMessage", "ayu", false, require_to_pass},
    {"deliver", "u", false, deliver},
    {"", "", false, nullptr},
};

}  // namespace dikast::arbitration_proxy
