#pragma once

#include <cstdint>
#include <string_view>

#include "dikast/machine.hpp"
#include "dikast/reality.hpp"

/// Who arbitrates Reality.eth questions: the Kleros proxies and the package's own Arbitrator, in
/// one world with the Reality contract they serve.
namespace dikast::arbitration_proxy {

enum class Kind : std::uint8_t {
  Eoa,           ///< an account calls Reality by itself
  RealityKeys,   ///< Arbitrator of @reality.eth/contracts
  WithAppeals,   ///< kleros/realitio-arbitrator-with-appeals
  HomeForeign,   ///< kleros/cross-chain-realitio-proxy 0.8: home and foreign, over an AMB
  RealityV2,     ///< kleros/reality-v2
  SingleRuling,  ///< RealitioArbitratorProxy of 2019 and Foreign 0.7 without appeals: rulings only
};

/// The name in a configuration, e.g. "kleros-reality-v2"; nothing for any other.
[[nodiscard]] std::optional<Kind> find_kind(std::string_view name);

/// The answer that a proxy reports for a ruling. RealityV2 has no ruling for answer 0.
[[nodiscard]] reality::Word answer_of_ruling(Kind kind, const Uint256& ruling);

/// The ruling jurors have to give for an answer; nothing where no ruling yields it.
[[nodiscard]] std::optional<Uint256> ruling_of_answer(Kind kind, const reality::Word& answer);

/// The machine's row: name "reality". initial({system, arbitratorKind, accounts: {label: address},
/// and by kind arbitrationCost, arbitrationCost2, winnerMultiplier, loserMultiplier,
/// loserAppealPeriodMultiplier, divisor, metadata, arbitratorExtraData, wNative, chainId,
/// initialTemplateBlock, tokenBalances and tokenAllowances by label}). `to` is one of the labels
/// reality, arbitrator, foreign, amb, kleros, kleros2; env holds the block number as `block`.
/// Contracts go by those labels, "owner" is who deployed them.
[[nodiscard]] const machine::Kind& kind();

}  // namespace dikast::arbitration_proxy
