#pragma once

#include <string_view>

#include "dikast/machine.hpp"

namespace dikast::api {

/// The machine of this name, or nullptr. The table is in src/api/machine_table.cpp: one row a
/// machine, or one span a domain.
[[nodiscard]] const machine::Kind* find_machine(std::string_view name);

}  // namespace dikast::api
