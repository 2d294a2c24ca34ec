#pragma once

#include "dikast/machine_io.hpp"
#include "state.hpp"

namespace dikast::court {

/// Reads a configuration or a dumped state: the same notation, where a configuration leaves out
/// what has not happened yet. Errors: `code` with the field's path, also for what cannot be.
[[nodiscard]] Result<World> read_world(const json::Value& value, ErrorCode code);

/// Generation, courts and dispute kits alone (kits: a list, or their number), for what needs no
/// state. Errors go to the reader.
void read_courts(machine::Reader& reader, World& world);

/// What `read_world` reads back.
[[nodiscard]] json::Value write_world(const World& world);

/// Courts and kits alone.
void check_courts(machine::Reader& reader, const World& world);

/// Says what cannot be: references that lead nowhere, sums that do not add up.
void check_world(machine::Reader& reader, const World& world);

}  // namespace dikast::court
