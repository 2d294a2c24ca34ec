// Puts a WebAssembly module together again whose code was taken apart into one stream a kind of
// operand, as web/package/src/restore-wasm.ts describes. It is a module of its own, small enough to
// stand in the package as it is: in JavaScript the same loop takes 25 ms of a cold start.
// No library, no data segment: everything lies in the memory that is handed over.
#include <cstddef>
#include <cstdint>

namespace {

// The streams of restore-wasm.ts.
enum Stream : std::uint32_t {
  kRest,
  kOpcodes,
  kTypes,
  kBranches,
  kCalls,
  kVariables,
  kOffsets,
  kAlignments,
  kLocals,
  kOthers,
  kConstants
};
constexpr std::size_t kStreams = kConstants + 256;
// Room for a function's size in front of it, until the size is known.
constexpr std::size_t kRoom = 5;

struct Restorer {
  const std::uint8_t* operands;    // stream of each opcode's operand
  const std::uint8_t* alignments;  // as compilers write them
  const std::uint8_t** next;       // where each stream is read
  std::uint8_t* out;

  static std::uint32_t number(const std::uint8_t*& at) {
    std::uint32_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const std::uint8_t byte = *at++;
      value |= static_cast<std::uint32_t>(byte & 127U) << shift;
      if (byte < 128) return value;
    }
  }

  void copy(std::uint32_t stream, std::uint32_t count) {
    __builtin_memcpy(out, next[stream], count);
    next[stream] += count;
    out += count;
  }

  /// Copies a number, and gives it.
  std::uint32_t counted(std::uint32_t stream) {
    const std::uint8_t* at = next[stream];
    const std::uint8_t* start = at;
    const std::uint32_t value = number(at);
    copy(stream, static_cast<std::uint32_t>(at - start));
    return value;
  }

  /// The operands of what `operands` does not know.
  void rare(std::uint8_t code) {
    if (code == 0x0e) {
      const std::uint32_t last = counted(kOthers);
      for (std::uint32_t i = 0; i <= last; ++i) counted(kBranches);
    } else if (code == 0x11) {
      counted(kOthers);
      counted(kOthers);
    } else if (code == 0x43 || code == 0x44) {
      copy(kOthers, code == 0x43 ? 4 : 8);
    } else if (code == 0xfc) {
      // Saturating conversions have no operand, memory.copy has two and memory.fill one.
      const std::uint32_t kind = counted(kOthers);
      copy(kOthers, kind == 10 ? 2 : kind == 11 ? 1 : 0);
    }
  }

  // Nearly all the time goes into this loop.
  void instructions() {
    const std::uint8_t* code_at = next[kOpcodes];
    std::uint8_t* to = out;
    for (std::uint32_t open = 1; open > 0;) {
      const std::uint8_t code = *code_at++;
      *to++ = code;
      std::uint32_t stream = operands[code];
      if (stream == 0) {
        if (code == 0x0b) {
          --open;
        } else if (code == 0x0e || code == 0x11 || code == 0x43 || code == 0x44 || code == 0xfc) {
          out = to;
          rare(code);
          to = out;
        }
        continue;
      }
      if (stream == kTypes) {
        ++open;
      } else if (stream == kConstants) {
        stream += *code_at;
      } else if (stream == kOffsets) {
        *to++ = static_cast<std::uint8_t>(*next[kAlignments]++ ^ alignments[code]);
      }
      const std::uint8_t* operand = next[stream];
      std::uint8_t byte = *operand++;
      *to++ = byte;
      while (byte > 127) *to++ = byte = *operand++;
      next[stream] = operand;
    }
    next[kOpcodes] = code_at;
    out = to;
  }

  void function() {
    std::uint8_t* const start = out;
    std::uint8_t* const body = start + kRoom;
    out = body;
    for (std::uint32_t groups = counted(kLocals); groups > 0; --groups) {
      counted(kLocals);
      counted(kLocals);
    }
    instructions();
    const std::uint8_t* const end = out;
    out = start;
    auto left = static_cast<std::uint32_t>(end - body);
    for (; left > 127; left >>= 7) *out++ = static_cast<std::uint8_t>((left & 127U) | 128U);
    *out++ = static_cast<std::uint8_t>(left);
    const auto size = static_cast<std::size_t>(end - body);
    __builtin_memmove(out, body, size);
    out += size;
  }
};

}  // namespace

/// Writes the `size` bytes of the module to `out`, which has room for 5 more. `next` has room for a
/// pointer to each stream. What is packed is trusted: the build compares what comes out.
extern "C" __attribute__((export_name("restore"), used)) void dikast_restore(
    const std::uint8_t* tables, const std::uint8_t** next, const std::uint8_t* packed,
    std::uint8_t* out, std::uint32_t size) {
  Restorer restorer{tables, tables + 256, next, out};
  const std::uint32_t head = Restorer::number(packed);
  const std::uint32_t functions = Restorer::number(packed);
  for (std::size_t stream = 0; stream < kStreams; ++stream) {
    // The lengths first, for the streams begin behind the last of them.
    next[stream] = reinterpret_cast<const std::uint8_t*>(Restorer::number(packed));
  }
  for (std::size_t stream = 0; stream < kStreams; ++stream) {
    const auto length = reinterpret_cast<std::uintptr_t>(next[stream]);
    next[stream] = packed;
    packed += length;
  }
  restorer.copy(kRest, head);
  for (std::uint32_t i = 0; i < functions; ++i) restorer.function();
  restorer.copy(kRest, size - static_cast<std::uint32_t>(restorer.out - out));
}
