#include "dikast/machine_table.hpp"

#include <span>

#include "dikast/arbitrable_proxy.hpp"
#include "dikast/arbitration_proxy.hpp"
#include "dikast/arbitrator.hpp"
#include "dikast/court.hpp"
#include "dikast/escrow.hpp"

namespace dikast::api {

const machine::Kind* find_machine(std::string_view name) {
  // A domain with one machine is a span of one.
  const std::span<const machine::Kind> rows[] = {
      court::kinds(),
      {&escrow::kind(), 1},
      {&arbitrator::kind(), 1},
      {&arbitrable_proxy::kind(), 1},
      {&arbitration_proxy::kind(), 1},
  };
  for (const std::span<const machine::Kind>& domain : rows) {
    for (const machine::Kind& kind : domain) {
      if (kind.name == name) return &kind;
    }
  }
  return nullptr;
}

}  // namespace dikast::api
