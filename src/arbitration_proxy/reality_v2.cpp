#include "world.hpp"

namespace dikast::arbitration_proxy {

namespace {

using machine::Failure;
using machine::to_value;

bool custom(Frame& f, bool condition, std::string_view name) {
  return condition || f.run.refuse(Failure::Custom, name);
}

bool only_governor(Frame& f) { return custom(f, f.msg.sender == f.world.owner, "GovernorOnly"); }

bool request_arbitration(Frame& f) {
  World& world = f.world;
  const Word id = f.word(0);
  if (!custom(f, world.requests.get(id).status == Status::None, "ArbitrationAlreadyRequested"))
    return false;
  const Word arbitrator = world.params.back().arbitrator;
  Kleros* court = find_court(world, arbitrator);
  if (court == nullptr) return f.run.refuse(Failure::Empty);
  Uint256 dispute;
  if (!create_dispute_v2(f, *court, f.msg.value, dispute)) return false;
  world.question_ids.at(arbitrator).at(dispute) = id;
  Request& request = world.requests.at(id);
  request.status = Status::Disputed;
  request.requester = f.msg.sender;
  request.dispute_id = dispute;
  request.params_index = Uint256(world.params.size() - 1);
  if (!notify_of_arbitration_request(f.run, world.reality, f.msg.self, id, f.msg.sender, f.word(1)))
    return false;
  machine::Event& event = f.run.emit(f.msg.self, "DisputeRequest");
  put(event.args, "_arbitrator", as_address(arbitrator));
  put(event.args, "_arbitratorDisputeID", dispute);
  put(event.args, "_externalDisputeID", id);
  put(event.args, "_templateId", world.template_id);
  put(event.args, "_templateUri", "");
  return answer_one(f, to_value(dispute));
}

bool report_answer(Frame& f) {
  Request* request = f.world.requests.find(f.word(0));
  if (!custom(f, request != nullptr && request->status == Status::Ruled, "StatusNotRuled"))
    return false;
  request->status = Status::Reported;
  return assign_winner(f.run, f.world.reality, f.msg.self, f.word(0),
                       answer_of_ruling(Kind::RealityV2, request->ruling), request->requester,
                       {f.word(1), f.word(2), f.word(3)});
}

bool change_governor(Frame& f) {
  if (!only_governor(f)) return false;
  f.world.owner = f.word(0);
  return true;
}

bool change_params(Frame& f) {
  if (!only_governor(f)) return false;
  f.world.params.push_back({f.word(0), f.args.texts[0], f.word(1)});
  return true;
}

/// registry.setDisputeTemplate("", template, mappings).
bool set_template(Frame& f) {
  if (f.world.registry.is_zero()) return f.run.refuse(Failure::Empty);
  const Uint256 id = f.world.next_template;
  f.world.next_template = wrapping_add(id, Uint256(1));
  machine::Event& event = f.run.emit(f.world.registry, "DisputeTemplate");
  put(event.args, "_templateId", id);
  put(event.args, "_templateTag", as_word(reality::to_word(keccak256(ByteView()))));
  put(event.args, "_templateData", f.args.texts[0]);
  put(event.args, "_templateDataMappings", f.args.texts[1]);
  f.world.template_id = id;
  return true;
}

bool change_template(Frame& f) { return only_governor(f) && set_template(f); }

bool change_registry(Frame& f) {
  if (!only_governor(f)) return false;
  // Only the registry of this world answers.
  if (f.word(0) != f.world.registry) return f.run.refuse(Failure::Empty);
  return set_template(f);
}

bool get_fee(Frame& f) {
  const Kleros* court = find_court(f.world, f.world.params.back().arbitrator);
  if (court == nullptr) return f.run.refuse(Failure::Empty);
  return answer_one(f, to_value(court->cost));
}

bool get_params(Frame& f) {
  const auto& list = f.world.params;
  if (f.word(0) >= Uint256(list.size())) return f.run.refuse(Failure::Empty);
  const Params& params = list[static_cast<std::size_t>(f.word(0).words[0])];
  f.run.returns(
      {as_address(params.arbitrator), to_value(params.extra_data), as_address(params.w_native)});
  return true;
}

bool get_request(Frame& f) {
  const Request request = f.world.requests.get(f.word(0));
  f.run.returns({to_value(static_cast<std::uint64_t>(request.status)),
                 as_address(request.requester), to_value(request.dispute_id),
                 to_value(request.ruling), to_value(request.params_index)});
  return true;
}

bool get_question(Frame& f) {
  return answer_one(f, to_value(f.world.question_ids.get(f.word(0)).get(f.word(1))));
}

bool get_governor(Frame& f) { return answer_one(f, as_address(f.world.owner)); }
bool get_metadata(Frame& f) { return answer_one(f, to_value(f.world.metadata)); }
bool get_reality(Frame& f) { return answer_one(f, as_address(f.world.reality.self)); }
bool get_template(Frame& f) { return answer_one(f, to_value(f.world.template_id)); }
bool get_registry(Frame& f) { return answer_one(f, as_address(f.world.registry)); }

}  // namespace

bool rule_reality_v2(Frame& f) {
  World& world = f.world;
  const Word id = world.question_ids.get(f.msg.sender).get(f.word(0));
  Request& request = world.requests.at(id);
  const Word& arbitrator =
      world.params[static_cast<std::size_t>(request.params_index.words[0])].arbitrator;
  if (!custom(f, f.msg.sender == arbitrator, "ArbitratorOnly") ||
      !custom(f, request.status == Status::Disputed, "StatusNotDisputed"))
    return false;
  request.ruling = f.word(1);
  request.status = Status::Ruled;
  machine::Event& event = f.run.emit(f.msg.self, "Ruling");
  put(event.args, "_arbitrator", as_address(f.msg.sender));
  put(event.args, "_disputeID", f.word(0));
  put(event.args, "_ruling", f.word(1));
  return true;
}

const Function kRealityV2Functions[] = {
    {"requestArbitration", "wu", true, request_arbitration},
    {"reportAnswer", "wwwa", false, report_answer},
    {"rule", "uu", false, rule_reality_v2},
    {"changeGovernor", "a", false, change_governor},
    {"changeArbitrationParams", "aya", false, change_params},
    {"changeDisputeTemplate", "ss", false, change_template},
    {"changeTemplateRegistry", "ass", false, change_registry},
    {"getDisputeFee", "w", false, get_fee},
    {"arbitrationParamsChanges", "u", false, get_params},
    {"arbitrationRequests", "u", false, get_request},
    {"arbitratorDisputeIDToQuestionID", "au", false, get_question},
    {"governor", "", false, get_governor},
    {"metadata", "", false, get_metadata},
    {"realitio", "", false, get_reality},
    {"templateId", "", false, get_template},
    {"templateRegistry", "", false, get_registry},
    {"", "", false, nullptr},
};

}  // namespace dikast::arbitration_proxy
