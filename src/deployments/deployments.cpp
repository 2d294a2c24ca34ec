#include "dikast/deployments.hpp"

#include <array>

namespace dikast::deployments {
namespace {

using enum Generation;
using enum Role;

constexpr Deployment kKnown[] = {
#define DIKAST_DEPLOYMENT(chain, devnet, generation, role, contract, address) \
  {chain, devnet, generation, role, contract, address},
#include "known.inc"
#undef DIKAST_DEPLOYMENT
};

constexpr std::array<Chain, 8> kChains{{{1, "Ethereum"},
                                        {5, "Goerli"},
                                        {100, "Gnosis Chain"},
                                        {10200, "Gnosis Chiado"},
                                        {31337, "a local chain"},
                                        {42161, "Arbitrum One"},
                                        {421614, "Arbitrum Sepolia"},
                                        {11155111, "Sepolia"}}};

}  // namespace

std::span<const Deployment> known() { return kKnown; }

std::string_view as_of() {
#define DIKAST_DEPLOYMENTS_AS_OF(text) return text;
#include "known.inc"
#undef DIKAST_DEPLOYMENTS_AS_OF
}

const Deployment* find(std::uint64_t chain_id, const Address& address) {
  const std::string text = address.to_lower();
  for (const Deployment& d : kKnown) {
    if (d.chain_id == chain_id && d.address == text) return &d;
  }
  return nullptr;
}

const Deployment* find_anywhere(const Address& address) {
  const std::string text = address.to_lower();
  for (const Deployment& d : kKnown) {
    if (d.address == text) return &d;
  }
  return nullptr;
}

const Deployment* core_of(std::uint64_t chain_id) {
  const Deployment* found = nullptr;
  for (const Deployment& d : kKnown) {
    if (d.chain_id != chain_id || d.generation != V2 || d.role != Core) continue;
    if (found == nullptr || found->devnet) found = &d;
  }
  return found;
}

std::string chain_name(std::uint64_t chain_id) {
  for (const Chain& chain : kChains) {
    if (chain.id == chain_id) return std::string(chain.name);
  }
  return "chain " + std::to_string(chain_id);
}

}  // namespace dikast::deployments
