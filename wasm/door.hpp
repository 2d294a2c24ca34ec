#pragma once

#include <emscripten/em_macros.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dikast/error.hpp"

/// The hot door of the boundary: exported C functions over one input and one output buffer.
///
/// A hot function takes sizes and handles, reads what JavaScript wrote with `input`, fills `output`
/// with ASCII text, and ends with `return reply();` or `return reply_error(error);`.
#define DIKAST_EXPORT extern "C" EMSCRIPTEN_KEEPALIVE

namespace dikast::door {

/// The first `size` bytes JavaScript wrote; cut to what the buffer holds, so a wrong size reads no
/// foreign memory. Valid until JavaScript writes again.
[[nodiscard]] std::string_view input(std::uint32_t size);

/// The buffer the reply is built in. Clear it first.
[[nodiscard]] std::string& output();

/// The size of the output. Errors: none; the output is what succeeded.
[[nodiscard]] std::int32_t reply();

/// Puts {"code","path","message"} into the output and returns its negated size.
[[nodiscard]] std::int32_t reply_error(const Error& error);

/// As reply_error, for an output already filled with an error object of one's own (with "issues").
[[nodiscard]] std::int32_t reply_refused();

/// Things JavaScript holds by number: positive, and not given out again soon after removal.
template <class T>
class Handles {
 public:
  /// The new handle, or 0 when 65,536 are alive.
  [[nodiscard]] std::int32_t add(std::unique_ptr<T> item) {
    std::uint32_t slot = 0;
    if (!free_.empty()) {
      slot = free_.back();
      free_.pop_back();
    } else if (slots_.size() <= kSlotMask) {
      slot = static_cast<std::uint32_t>(slots_.size());
      slots_.emplace_back();
    } else {
      return 0;
    }
    Slot& place = slots_[slot];
    place.stamp = place.stamp % kStamps + 1;
    place.item = std::move(item);
    return static_cast<std::int32_t>(place.stamp << kSlotBits | slot);
  }

  /// The item, or nullptr for a handle that was never given out or is removed.
  [[nodiscard]] T* get(std::int32_t handle) const {
    const std::optional<std::uint32_t> slot = find(handle);
    return slot ? slots_[*slot].item.get() : nullptr;
  }

  /// False when there was nothing to remove.
  bool remove(std::int32_t handle) {
    const std::optional<std::uint32_t> slot = find(handle);
    if (!slot) {
      return false;
    }
    slots_[*slot].item.reset();
    free_.push_back(*slot);
    return true;
  }

 private:
  static constexpr std::uint32_t kSlotBits = 16;
  static constexpr std::uint32_t kSlotMask = (1U << kSlotBits) - 1;
  static constexpr std::uint32_t kStamps =
      (1U << (31 - kSlotBits)) - 1;  // keeps the sign bit clear

  struct Slot {
    std::uint32_t stamp = 0;
    std::unique_ptr<T> item;
  };

  [[nodiscard]] std::optional<std::uint32_t> find(std::int32_t handle) const {
    if (handle <= 0) {
      return std::nullopt;
    }
    const auto bits = static_cast<std::uint32_t>(handle);
    const std::uint32_t slot = bits & kSlotMask;
    if (slot >= slots_.size() || !slots_[slot].item || slots_[slot].stamp != bits >> kSlotBits) {
      return std::nullopt;
    }
    return slot;
  }

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace dikast::door
