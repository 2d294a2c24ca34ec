#include "dikast/deployments.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace dikast;
using namespace dikast::deployments;

namespace {
Address address(std::string_view text) { return *Address::parse(text); }
}  // namespace

TEST_CASE("deployments: the core of each chain", "[deployments]") {
  REQUIRE(core_of(42161) != nullptr);
  CHECK(core_of(42161)->address == "0x991d2df165670b9cac3b022f4b68d65b664222ea");
  REQUIRE(core_of(421614) != nullptr);
  CHECK_FALSE(core_of(421614)->devnet);
  CHECK(core_of(1) == nullptr);
}

TEST_CASE("deployments: what stands at an address", "[deployments]") {
  const Deployment* gnosis = find_anywhere(address("0x9C1dA9A04925bDfDedf0f6421bC7EEa8305F9002"));
  REQUIRE(gnosis != nullptr);
  CHECK(gnosis->chain_id == 100);
  CHECK(gnosis->generation == Generation::V1);
  CHECK(gnosis->role == Role::Core);
  CHECK(find(42161, address("0x9C1dA9A04925bDfDedf0f6421bC7EEa8305F9002")) == nullptr);
  const Deployment* implementation =
      find(42161, address("0xC1210493804eEF123096F9581Ee82B915150E54c"));
  REQUIRE(implementation != nullptr);
  CHECK(implementation->role == Role::Implementation);
  CHECK(find(42161, address("0x0cFBaCA5C72e7Ca5fFABE768E135654fB3F2a5A2"))->role == Role::Registry);
  CHECK(find_anywhere(Address{}) == nullptr);
}

TEST_CASE("deployments: rows are well formed and stand once a chain", "[deployments]") {
  std::set<std::pair<std::uint64_t, std::string_view>> seen;
  for (const Deployment& d : known()) {
    CHECK(Address::parse(d.address).has_value());
    CHECK(seen.insert({d.chain_id, d.address}).second);
    CHECK_FALSE(d.contract.empty());
  }
  CHECK(as_of().find("kleros-v2") != std::string_view::npos);
  CHECK(chain_name(42161) == "Arbitrum One");
  CHECK(chain_name(7) == "chain 7");
}
