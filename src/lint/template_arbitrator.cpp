#include "dikast/deployments.hpp"
#include "dikast/document_rules.hpp"
#include "rules.hpp"

namespace dikast::lint {
namespace {

using deployments::Deployment;
using deployments::Generation;
using deployments::Role;
using source::Node;

std::string role_text(const Deployment& d) {
  const std::string name(d.contract);
  switch (d.role) {
    case Role::Core:
      return name;
    case Role::EarlierCore:
      return text_of({"an earlier ", name});
    case Role::Ruler:
      return text_of({name, ", where rulings are made by hand"});
    case Role::Implementation:
      return text_of({"the implementation behind the ", name, " proxy"});
    case Role::Arbitrable:
      return text_of({name, ", an arbitrable"});
    case Role::Registry:
    case Role::Other:
      return name;
  }
  return name;
}

void offer_core(Reporter& report, const Node& node, std::uint64_t chain) {
  const Deployment* core = deployments::core_of(chain);
  if (core == nullptr) return;
  const auto address = Address::parse_unchecked(core->address);
  if (address)
    report.fix(text_of({"Use ", core->contract, " of ", deployments::chain_name(chain)}), node.span,
               quoted(address->to_checksum()));
}

std::string as_of() { return text_of({" (as of ", deployments::as_of(), ")"}); }

void check_known(Reporter& report, const Node& node, std::uint64_t chain, const Deployment& d) {
  const std::string where = deployments::chain_name(d.chain_id);
  if (d.role == Role::Core && d.generation == Generation::V2) return;
  if (d.generation == Generation::V1 && d.role == Role::Core) {
    report.add(RuleId::template_arbitrator_v1, node,
               text_of({"This is ", role_text(d), " of Kleros v1 on ", where,
                        ": v2 templates need a KlerosCore."}));
  } else if (d.role == Role::EarlierCore) {
    report.add(
        RuleId::template_arbitrator_unknown, node,
        text_of({"This is ", role_text(d), " on ", where, ", which a later deployment replaced."}));
  } else {
    report.add(RuleId::template_arbitrator_kind, node,
               text_of({"This is ", role_text(d), " on ", where, ", not the KlerosCore proxy."}));
  }
  offer_core(report, node, chain);
}

void check_address(Reporter& report, const Node& node, std::uint64_t chain) {
  const auto address = Address::parse_unchecked(node.text);
  if (!address || address->is_zero()) return;
  if (const Deployment* here = deployments::find(chain, *address))
    return check_known(report, node, chain, *here);
  const std::string name = deployments::chain_name(chain);
  if (const Deployment* elsewhere = deployments::find_anywhere(*address)) {
    const std::string where = deployments::chain_name(elsewhere->chain_id);
    const bool v1_core = elsewhere->generation == Generation::V1 && elsewhere->role == Role::Core;
    report.add(v1_core ? RuleId::template_arbitrator_v1 : RuleId::template_arbitrator_other_chain,
               node,
               text_of({"This is ", role_text(*elsewhere), (v1_core ? " of Kleros v1" : ""), " on ",
                        where, ", but arbitratorChainID says ", name, "."}));
    return offer_core(report, node, chain);
  }
  if (deployments::core_of(chain) == nullptr) return;
  report.add(
      RuleId::template_arbitrator_unknown, node,
      text_of({"No Kleros contract of ", name, " is known at this address: check it.", as_of()}));
  offer_core(report, node, chain);
}

// The chain as a number, when it is written as one that fits.
std::optional<std::uint64_t> chain_of(const Node* node) {
  if (node == nullptr || node->has_tags || document::chain_id_fault(node->text))
    return std::nullopt;
  const auto value = Uint256::parse(node->text);
  if (!value || !value->fits_u64()) return std::nullopt;
  return value->words[0];
}

}  // namespace

void check_arbitrator(Reporter& report, const Options& options) {
  const source::Document& doc = report.document();
  const Node& root = *doc.root_node();
  const Node* chain_node = string_member(doc, root, "arbitratorChainID");
  const auto chain = chain_of(chain_node);
  if (!chain) return;
  if (options.chain_id && *options.chain_id != Uint256(*chain)) {
    report.add(
        RuleId::template_chain_mismatch, *chain_node,
        text_of({"The template names chain ", chain_node->text,
                 ", but the dispute is meant for chain ", options.chain_id->to_decimal(), "."}));
    report.fix(text_of({"Use chain ", options.chain_id->to_decimal()}), chain_node->span,
               quoted(options.chain_id->to_decimal()));
  }
  if (deployments::core_of(*chain) == nullptr) {
    report.add(RuleId::template_chain_unknown, *chain_node,
               text_of({"No Kleros v2 court is known on ", deployments::chain_name(*chain), ".",
                        as_of()}));
  }
  const Node* address = string_member(doc, root, "arbitratorAddress");
  if (address != nullptr && !address->has_tags) check_address(report, *address, *chain);
}

}  // namespace dikast::lint
