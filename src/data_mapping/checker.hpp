#pragma once

#include <vector>

#include "dikast/data_mapping.hpp"
#include "dikast/error.hpp"
#include "dikast/json.hpp"

namespace dikast::mapping {

/// Reads the mapping at `index` of the list into `out`; what is wrong with it is appended to
/// `errors`.
void check_mapping(const json::Value& source, std::size_t index, Mapping& out,
                   std::vector<Error>& errors);

}  // namespace dikast::mapping
