#include <algorithm>

#include "run.hpp"

namespace dikast::court {

namespace {

enum class Contract : std::uint8_t {
  Core,
  Kit,
  Sortition,
  Resolver,
  Registry,
  Evidence,
  Example,
  View,
  None
};

enum class In : std::uint8_t { Both, Neo, V2 };

}  // namespace

/// A row of the dispatch: the functions the contracts have, as far as the model goes.
struct Function {
  Contract contract;
  std::string_view name;
  std::uint8_t arguments;
  bool payable;
  In in;
  void (Run::*run)();
};

namespace {

constexpr Function kFunctions[] = {
    {Contract::Core, "createDispute", 2, true, In::Both, &Run::create_core_dispute},
    {Contract::Core, "createDispute", 4, false, In::Both, &Run::create_core_dispute_with_token},
    {Contract::Core, "passPeriod", 1, false, In::Both, &Run::pass_period},
    {Contract::Core, "draw", 2, false, In::Both, &Run::draw},
    {Contract::Core, "appeal", 3, true, In::Both, &Run::appeal},
    {Contract::Core, "execute", 3, false, In::Both, &Run::execute_round},
    {Contract::Core, "executeRuling", 1, false, In::Both, &Run::execute_ruling},
    {Contract::Core, "changeOwner", 1, false, In::V2, &Run::change_core_owner},
    {Contract::Core, "changeGovernor", 1, false, In::Neo, &Run::change_core_owner},
    {Contract::Core, "changeGuardian", 1, false, In::Both, &Run::change_guardian},
    {Contract::Core, "changeArbitrableWhitelist", 2, false, In::Both, &Run::change_whitelist},
    {Contract::Core, "changeArbitrableWhitelistEnabled", 1, false, In::V2,
     &Run::change_whitelist_enabled},
    {Contract::Core, "changeCourtParameters", 7, false, In::Neo, &Run::change_court_parameters},
    {Contract::Core, "changeCourtParameters", 8, false, In::V2, &Run::change_court_parameters},
    {Contract::Core, "changeAcceptedFeeTokens", 2, false, In::Both, &Run::change_fee_token},
    {Contract::Core, "changeCurrencyRates", 3, false, In::Both, &Run::change_currency_rate},
    {Contract::Core, "pause", 0, false, In::Both, &Run::pause},
    {Contract::Core, "unpause", 0, false, In::Both, &Run::unpause},
    {Contract::Core, "pauseArbitration", 0, false, In::V2, &Run::pause_arbitration},
    {Contract::Core, "unpauseArbitration", 1, false, In::V2, &Run::unpause_arbitration},
    {Contract::Core, "arbitrationCost", 1, false, In::Both, &Run::core_arbitration_cost},
    {Contract::Core, "arbitrationCost", 2, false, In::Both, &Run::core_token_cost},
    {Contract::Core, "appealCost", 1, false, In::Both, &Run::core_appeal_cost},
    {Contract::Core, "appealPeriod", 1, false, In::Both, &Run::core_appeal_period},
    {Contract::Core, "currentRuling", 1, false, In::Both, &Run::core_current_ruling},
    {Contract::Core, "getNumberOfRounds", 1, false, In::Both, &Run::core_rounds},
    {Contract::Core, "getCourtAndDisputeKitJumps", 1, false, In::V2, &Run::core_jump},
    {Contract::Core, "isDisputeKitJumping", 1, false, In::Neo, &Run::core_jump},
    {Contract::Kit, "createDispute", 5, false, In::V2, &Run::kit_create_dispute},
    {Contract::Kit, "createDispute", 4, false, In::Neo, &Run::kit_create_dispute},
    {Contract::Kit, "castCommit", 3, false, In::Both, &Run::cast_commit},
    {Contract::Kit, "castVote", 5, false, In::Both, &Run::cast_vote},
    {Contract::Kit, "fundAppeal", 2, true, In::Both, &Run::fund_appeal},
    {Contract::Kit, "withdrawFeesAndRewards", 3, false, In::V2, &Run::withdraw},
    {Contract::Kit, "withdrawFeesAndRewards", 4, false, In::Neo, &Run::withdraw},
    {Contract::Kit, "getFundedChoices", 1, false, In::Both, &Run::kit_funded_choices},
    {Contract::Kit, "areCommitsAllCast", 1, false, In::Both, &Run::kit_commits_all_cast},
    {Contract::Kit, "areVotesAllCast", 1, false, In::Both, &Run::kit_votes_all_cast},
    {Contract::Kit, "isAppealFunded", 1, false, In::Both, &Run::kit_appeal_funded},
    {Contract::Kit, "changeNextRoundSettings", 2, false, In::V2, &Run::change_next_round},
    {Contract::Sortition, "passPhase", 0, false, In::Both, &Run::pass_phase},
    {Contract::Registry, "setDisputeTemplate", 3, false, In::Both, &Run::set_template},
    {Contract::Registry, "templates", 0, false, In::Both, &Run::registry_templates},
    {Contract::Evidence, "submitEvidence", 2, false, In::Both, &Run::submit_evidence},
    {Contract::Resolver, "createDisputeForTemplate", 4, true, In::Both, &Run::resolver_create},
    {Contract::Resolver, "createDisputeForTemplateUri", 3, true, In::Neo,
     &Run::resolver_create_uri},
    {Contract::Resolver, "rule", 2, false, In::Both, &Run::resolver_rule},
    {Contract::Resolver, "changeOwner", 1, false, In::V2, &Run::resolver_owner},
    {Contract::Resolver, "changeGovernor", 1, false, In::Neo, &Run::resolver_owner},
    {Contract::Resolver, "changeArbitrator", 1, false, In::Both, &Run::resolver_arbitrator},
    {Contract::Resolver, "changeTemplateRegistry", 1, false, In::Both, &Run::resolver_registry},
    {Contract::Example, "createDispute", 1, true, In::V2, &Run::example_create},
    {Contract::Example, "rule", 2, false, In::V2, &Run::example_rule},
    {Contract::Example, "changeArbitratorExtraData", 1, false, In::V2, &Run::example_extra_data},
    {Contract::Example, "changeNumberOfRulingOptions", 1, false, In::V2, &Run::example_options},
    {Contract::View, "disputes", 1, false, In::Both, &Run::view_dispute},
    {Contract::View, "resolver", 1, false, In::Both, &Run::view_resolver},
    {Contract::View, "resolverAdmin", 0, false, In::Both, &Run::view_resolver_admin},
    {Contract::View, "templates", 0, false, In::Both, &Run::view_templates},
    {Contract::View, "sortition", 0, false, In::Both, &Run::view_sortition},
    {Contract::View, "pause", 0, false, In::Both, &Run::view_pause},
    {Contract::View, "appeal", 2, false, In::Both, &Run::view_appeal},
};

Contract contract_of(const World& world, std::string_view label, Index& kit) {
  if (label == "core") return Contract::Core;
  if (label == "sortition") return Contract::Sortition;
  if (label == "resolver") return Contract::Resolver;
  if (label == "evidence") return Contract::Evidence;
  if (label == "example") return Contract::Example;
  if (label == "view") return Contract::View;
  for (const Registry& registry : world.registries) {
    if (registry.label == label) return Contract::Registry;
  }
  for (Index i = 1; i < world.kits.size(); ++i) {
    if (world.kit_label(i) == label) {
      kit = i;
      return Contract::Kit;
    }
  }
  return Contract::None;
}

const Function* find(const World& world, Contract contract, const machine::Call& call) {
  for (const Function& function : kFunctions) {
    if (function.contract == contract && function.name == call.function &&
        function.arguments == call.args.items().size() &&
        (function.in == In::Both || (function.in == In::Neo) == world.neo())) {
      return &function;
    }
  }
  return nullptr;
}

}  // namespace

void Run::execute() {
  const Contract contract = contract_of(world, call.to, kit);
  const Function* function = contract == Contract::None ? nullptr : find(world, contract, call);
  if (function == nullptr) {
    error = Error{ErrorCode::machine_unknown_function, "/function",
                  "There is no " + call.to + "." + call.function + " with " +
                      std::to_string(call.args.items().size()) + " arguments."};
    return;
  }
  if (contract != Contract::View) {
    const Result<Address> from = Address::parse_unchecked(call.from);
    if (!from) {
      error = Error{ErrorCode::machine_argument, "/from", from.error().message};
      return;
    }
    sender = *from;
  }
  if (!function->payable && !call.value.is_zero()) {
    revert_empty();
    return;
  }
  (this->*function->run)();
  if (!args.good() && !error) error = args.check().error();
}

}  // namespace dikast::court
