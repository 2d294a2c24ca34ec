#include "world.hpp"

namespace dikast::arbitration_proxy {

namespace {

using machine::to_value;

bool only_foreign(Frame& f) {
  return f.run.require(f.msg.sender == f.world.amb, "Only AMB allowed") &&
         f.run.require(f.bridge_sender.has_value(), "Only foreign chain allowed") &&
         f.run.require(f.bridge_sender == f.world.foreign, "Only foreign proxy allowed");
}

machine::Event& log_request(Frame& f, std::string_view name) {
  machine::Event& event = f.run.emit(f.msg.self, name);
  put(event.args, "_questionID", as_word(f.word(0)));
  put(event.args, "_requester", as_address(f.word(1)));
  return event;
}

bool handle_notified(Frame& f) {
  HomeRequest& request = f.world.home_requests.at(f.word(0)).at(f.word(1));
  // Acknowledging again is allowed.
  if (!f.run.require(request.status == Home::Notified || request.status == Home::AwaitingRuling,
                     "Invalid request status"))
    return false;
  request.status = Home::AwaitingRuling;
  if (!send_message(f, f.world.arbitrator, f.world.foreign, kReceiveAcknowledgement,
                    {f.word(0), f.word(1)}))
    return false;
  log_request(f, "RequestAcknowledged");
  return true;
}

bool handle_rejected(Frame& f) {
  HomeRequest& request = f.world.home_requests.at(f.word(0)).at(f.word(1));
  if (!f.run.require(request.status == Home::Rejected, "Invalid request status")) return false;
  request.status = Home::None;
  if (!send_message(f, f.world.arbitrator, f.world.foreign, kReceiveCancelation,
                    {f.word(0), f.word(1)}))
    return false;
  log_request(f, "RequestCanceled");
  return true;
}

bool report_answer(Frame& f) {
  const Word requester = f.world.home_requester.get(f.word(0));
  HomeRequest& request = f.world.home_requests.at(f.word(0)).at(requester);
  if (!f.run.require(request.status == Home::Ruled, "Arbitrator has not ruled yet")) return false;
  request.status = Home::Finished;
  if (!assign_winner(f.run, f.world.reality, f.msg.self, f.word(0), request.answer, requester,
                     {f.word(1), f.word(2), f.word(3)}))
    return false;
  put(f.run.emit(f.msg.self, "ArbitrationFinished").args, "_questionID", as_word(f.word(0)));
  return true;
}

bool get_request(Frame& f) {
  const HomeRequest request = f.world.home_requests.get(f.word(0)).get(f.word(1));
  f.run.returns({to_value(static_cast<std::uint64_t>(request.status)), as_word(request.answer)});
  return true;
}

bool get_requester(Frame& f) {
  return answer_one(f, as_address(f.world.home_requester.get(f.word(0))));
}
bool get_metadata(Frame& f) { return answer_one(f, to_value(f.world.metadata)); }
bool get_realitio(Frame& f) { return answer_one(f, as_address(f.world.reality.self)); }
bool get_foreign(Frame& f) { return answer_one(f, as_address(f.world.foreign)); }
bool get_foreign_chain(Frame& f) { return answer_one(f, as_word(f.world.chain_id)); }
bool get_amb(Frame& f) { return answer_one(f, as_address(f.world.amb)); }

}  // namespace

bool receive_request(Frame& f) {
  if (!only_foreign(f)) return false;
  HomeRequest& request = f.world.home_requests.at(f.word(0)).at(f.word(1));
  if (!f.run.require(request.status == Home::None, "Request already exists")) return false;
  // try realitio.notifyOfArbitrationRequest(...): a refusal is an answer too.
  machine::Outcome before = std::move(f.run.out);
  f.run.out = machine::Outcome();
  const bool notified = notify_of_arbitration_request(f.run, f.world.reality, f.msg.self, f.word(0),
                                                      f.word(1), f.word(2));
  const std::string reason = f.run.out.error;
  if (notified)
    for (machine::Event& event : f.run.out.events) before.events.push_back(std::move(event));
  f.run.out = std::move(before);
  request.status = notified ? Home::Notified : Home::Rejected;
  if (notified) f.world.home_requester.at(f.word(0)) = f.word(1);
  machine::Event& event = log_request(f, notified ? "RequestNotified" : "RequestRejected");
  put(event.args, "_maxPrevious", f.word(2));
  if (!notified) put(event.args, "_reason", reason);
  return true;
}

bool receive_failure(Frame& f) {
  if (!only_foreign(f)) return false;
  HomeRequest& request = f.world.home_requests.at(f.word(0)).at(f.word(1));
  if (!f.run.require(request.status == Home::AwaitingRuling, "Invalid request status"))
    return false;
  request = {};
  if (!cancel_arbitration(f.run, f.world.reality, f.msg.self, f.word(0))) return false;
  log_request(f, "ArbitrationFailed");
  return true;
}

bool receive_answer(Frame& f) {
  if (!only_foreign(f)) return false;
  const Word requester = f.world.home_requester.get(f.word(0));
  HomeRequest& request = f.world.home_requests.at(f.word(0)).at(requester);
  if (!f.run.require(request.status == Home::AwaitingRuling, "Invalid request status"))
    return false;
  request.status = Home::Ruled;
  request.answer = f.word(1);
  machine::Event& event = f.run.emit(f.msg.self, "ArbitratorAnswered");
  put(event.args, "_questionID", as_word(f.word(0)));
  put(event.args, "_answer", as_word(f.word(1)));
  return true;
}

const Function kHomeFunctions[] = {
    {"receiveArbitrationRequest", "wau", false, receive_request},
    {"receiveArbitrationFailure", "wa", false, receive_failure},
    {"receiveArbitrationAnswer", "ww", false, receive_answer},
    {"handleNotifiedRequest", "wa", false, handle_notified},
    {"handleRejectedRequest", "wa", false, handle_rejected},
    {"reportArbitrationAnswer", "wwwa", false, report_answer},
    {"requests", "wa", false, get_request},
    {"questionIDToRequester", "w", false, get_requester},
    {"metadata", "", false, get_metadata},
    {"realitio", "", false, get_realitio},
    {"foreignProxy", "", false, get_foreign},
    {"foreignChainId", "", false, get_foreign_chain},
    {"amb", "", false, get_amb},
    {"", "", false, nullptr},
};

}  // namespace dikast::arbitration_proxy
