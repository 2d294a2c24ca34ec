#include <utility>

#include "run.hpp"

// DisputeResolver, ArbitrableExample, the template registry and the evidence module.
namespace dikast::court {

using machine::at;
using machine::put;

namespace {

std::string hash_of(std::string_view text) {
  const Hash32 hash = keccak256(ByteView(text));
  return to_hex(ByteView(hash.data(), hash.size()));
}

}  // namespace

Uint256 Run::store_template(const Address& registry, const std::string& tag,
                            const std::string& data, const std::string& mappings) {
  const std::string_view label = setup().label_of(registry);
  for (Registry& known : world.registries) {
    if (known.label != label) continue;
    const Uint256 id = known.templates;
    known.templates = add(id, 1);
    json::Value& event = emit(label, "DisputeTemplate");
    put(event, "_templateId", id);
    put(event, "_templateTag", hash_of(tag));  // indexed: the log has its hash only
    put(event, "_templateData", data);
    put(event, "_templateDataMappings", mappings);
    return id;
  }
  revert_empty();  // no registry there
  return {};
}

void Run::set_template() {
  const std::string tag = args.text(at(0));
  const std::string data = args.text(at(1));
  const std::string mappings = args.text(at(2));
  if (good()) answer(store_template(address_of(call.to), tag, data, mappings));
}

void Run::registry_templates() {
  for (const Registry& known : world.registries) {
    if (known.label == call.to) answer(known.templates);
  }
}

void Run::submit_evidence() {
  const Uint256 id = args.number(at(0));
  const std::string evidence = args.text(at(1));
  if (!good()) return;
  json::Value& event = emit("evidence", "Evidence");
  put(event, neo() ? "_externalDisputeID" : "_arbitratorDisputeID", id);
  put(event, "_party", sender);
  put(event, "_evidence", evidence);
}

void Run::resolver_owner() {
  const Address next = args.address(at(0));
  if (!require(sender == world.resolver->owner, Refusal::ResolverOwner)) return;
  world.resolver.edit().owner = next;
}

void Run::resolver_arbitrator() {
  const Address next = args.address(at(0));
  if (!require(sender == world.resolver->owner, Refusal::ResolverOwner)) return;
  world.resolver.edit().arbitrator = next;
}

void Run::resolver_registry() {
  const Address next = args.address(at(0));
  if (!require(sender == world.resolver->owner, Refusal::ResolverOwner)) return;
  world.resolver.edit().registry = next;
}

void Run::create_for_template(const std::string& data, const std::string& mappings,
                              const std::string& uri, const Bytes& extra_data,
                              const Uint256& options) {
  if (!good()) return;
  if (neo() && !require(options > Uint256(1), Refusal::TwoOptions)) return;
  const Address arbitrator = world.resolver->arbitrator;
  const Address self = address_of("resolver");
  if (arbitrator != address_of("core")) {
    revert_empty();  // nothing there that creates disputes
    return;
  }
  const Uint256 id = create_core(self, options, extra_data, {}, call.value);
  if (!good()) return;
  Arbitrable& resolver = world.resolver.edit();
  const auto local = static_cast<Index>(resolver.disputes.size());
  resolver.disputes.push_back({extra_data, false, {}, options});
  resolver.links.push_back({id, local});
  const Uint256 template_id = store_template(resolver.registry, "", data, mappings);
  if (!good()) return;
  json::Value& event = emit("resolver", "DisputeRequest");
  put(event, "_arbitrator", arbitrator);
  put(event, "_arbitratorDisputeID", id);
  if (neo()) put(event, "_externalDisputeID", std::uint64_t{local});
  put(event, "_templateId", template_id);
  if (neo()) put(event, "_templateUri", uri);
  move(sender, self, call.value);
  move(self, arbitrator, call.value);
  answer(id);
}

void Run::resolver_create() {
  const Bytes extra_data = args.bytes(at(0));
  const std::string data = args.text(at(1));
  const std::string mappings = args.text(at(2));
  const Uint256 options = args.number(at(3));
  create_for_template(data, mappings, "", extra_data, options);
}

void Run::resolver_create_uri() {
  const Bytes extra_data = args.bytes(at(0));
  const std::string uri = args.text(at(1));
  const Uint256 options = args.number(at(2));
  create_for_template("", "", uri, extra_data, options);
}

void Run::rule_in(Shared<Arbitrable>& arbitrable, std::string_view label, const Address& from,
                  const Uint256& id, const Uint256& ruling) {
  const Index local = arbitrable->local_id(id);
  if (!in_range(local, arbitrable->disputes.size())) return;
  const ResolverDispute& now = arbitrable->disputes[local];
  if (!require(from == arbitrable->arbitrator, Refusal::ArbitratorOnly) ||
      !require(ruling <= now.options, Refusal::RulingBounds) ||
      !require(!now.ruled, Refusal::AlreadyRuled)) {
    return;
  }
  ResolverDispute& dispute = arbitrable.edit().disputes[local];
  dispute.ruled = true;
  dispute.ruling = ruling;
  json::Value& event = emit(label, "Ruling");
  put(event, "_arbitrator", from);
  put(event, "_disputeID", id);
  put(event, "_ruling", ruling);
}

void Run::resolver_rule() {
  const Uint256 id = args.number(at(0));
  const Uint256 ruling = args.number(at(1));
  if (good()) rule_in(world.resolver, "resolver", sender, id, ruling);
}

void Run::example_rule() {
  const Uint256 id = args.number(at(0));
  const Uint256 ruling = args.number(at(1));
  if (good()) rule_in(world.example, "example", sender, id, ruling);
}

void Run::example_extra_data() {
  const Bytes extra_data = args.bytes(at(0));
  if (!require(sender == world.example->owner, Refusal::ResolverOwner)) return;
  world.example.edit().extra_data = extra_data;
}

void Run::example_options() {
  const Uint256 options = args.number(at(0));
  if (!require(sender == world.example->owner, Refusal::ResolverOwner)) return;
  world.example.edit().options = options;
}

void Run::example_create() {
  const std::string action = args.text(at(0));
  if (!good()) return;
  const Address self = address_of("example");
  put(emit("example", "Action"), "_action", hash_of(action));
  Arbitrable& example = world.example.edit();
  const auto local = static_cast<Index>(example.disputes.size());
  example.disputes.push_back({{}, false, {}, example.options});
  if (example.arbitrator != address_of("core")) {
    revert_empty();
    return;
  }
  const Uint256 id = create_core(self, example.options, example.extra_data, {}, call.value);
  if (!good()) return;
  example.links.push_back({id, local});
  json::Value& event = emit("example", "DisputeRequest");
  put(event, "_arbitrator", example.arbitrator);
  put(event, "_arbitratorDisputeID", id);
  put(event, "_templateId", example.template_id);
  move(sender, self, call.value);
  move(self, example.arbitrator, call.value);
  answer(id);
}

void Run::view_resolver() {
  const Uint256 id = args.number(at(0));
  if (!good()) return;
  const Index local = world.resolver->local_id(id);
  if (!in_range(local, world.resolver->disputes.size())) return;
  const ResolverDispute& dispute = world.resolver->disputes[local];
  json::Value value = json::Value::object();
  put(value, "arbitratorDisputeID", id);
  put(value, "localID", std::uint64_t{local});
  put(value, "arbitratorExtraData", to_hex(dispute.extra_data));
  put(value, "isRuled", dispute.ruled);
  put(value, "ruling", dispute.ruling);
  put(value, "numberOfRulingOptions", dispute.options);
  answer(std::move(value));
}

void Run::view_resolver_admin() {
  json::Value value = json::Value::object();
  put(value, neo() ? "governor" : "owner", world.resolver->owner);
  put(value, "arbitrator", world.resolver->arbitrator);
  put(value, "templateRegistry", world.resolver->registry);
  answer(std::move(value));
}

void Run::view_templates() {
  json::Value value = json::Value::object();
  for (const Registry& known : world.registries) put(value, known.label, known.templates);
  answer(std::move(value));
}

}  // namespace dikast::court
