#include "archive.hpp"

namespace dikast::court {
namespace io {

template <class A>
void fields(A& a, CourtParameters& p) {
  a("hiddenVotes", p.hidden_votes);
  a("jurorsForCourtJump", p.jurors_for_court_jump);
  a("timesPerPeriod", p.times);
}

template <class A>
void fields(A& a, NextRound& n) {
  a("disputeKitID", n.kit);
  a("enabled", n.enabled);
  a("jumpCourtID", n.court);
  a("jumpDisputeKitID", n.next_kit);
  a("jumpDisputeKitIDOnCourtJump", n.kit_on_court_jump);
  a("nbVotes", n.votes);
}

// The current parameters stand in the court itself, as getters and recordings have them; those that
// earlier rounds may go by, oldest first, beside them.
template <class A>
void fields(A& a, Court& c) {
  a("parent", c.parent);
  a("minStake", c.min_stake);
  a("alpha", c.alpha);
  a("feeForJuror", c.fee_for_juror);
  a("supportedDisputeKits", c.kits);
  CourtParameters current;
  std::vector<CourtParameters> earlier;
  if (!c.parameters.empty()) {
    earlier.assign(c.parameters.begin(), c.parameters.end() - 1);
    current = c.parameters.back();
  }
  fields(a, current);
  if (a.has("earlierParameters")) a.list("earlierParameters", earlier);
  if (a.has("nextRounds")) a.list("nextRounds", c.next_rounds);
  if constexpr (A::reads) {
    c.parameters = std::move(earlier);
    c.parameters.push_back(std::move(current));
  }
}

template <class A>
void fields(A& a, Round& r) {
  a("disputeKitID", r.kit);
  a("pnkAtStakePerJuror", r.pnk_at_stake);
  a("totalFeesForJurors", r.total_fees);
  a("feeToken", r.fee_token);
  a("nbVotes", r.votes);
  a("drawnJurors", r.drawn);
  a("drawIterations", r.draw_iterations);
  a("courtParamsIndex", r.parameters);
  a("repartitions", r.repartitions);
  a("pnkPenalties", r.pnk_penalties);
  a("sumFeeRewardPaid", r.fee_paid);
  a("sumPnkRewardPaid", r.pnk_paid);
}

template <class A, class E>
void number_of(A& a, const char* key, E& value, std::uint64_t last) {
  auto number = std::uint64_t{static_cast<std::uint8_t>(value)};
  a(key, number);
  if constexpr (A::reads) {
    if (number > last) a.reader.refuse(key, "There are fewer of these.");
    value = static_cast<E>(number);
  }
}

template <class A>
void fields(A& a, Dispute& d) {
  a("courtID", d.court);
  a("arbitrated", d.arbitrated);
  number_of(a, "period", d.period, 4);
  a("ruled", d.ruled);
  a("lastPeriodChange", d.last_period_change);
  a.list("rounds", d.rounds);
}

template <class A>
void fields(A& a, Vote& v) {
  a("account", v.account);
  a("commit", v.commit);
  a("choice", v.choice);
  a("voted", v.voted);
}

template <class A>
void fields(A& a, Funding& f) {
  a("choice", f.choice);
  a("paid", f.paid);
  a("full", f.full);
}

template <class A>
void fields(A& a, Contribution& c) {
  a("account", c.account);
  a("choice", c.choice);
  a("amount", c.amount);
}

template <class A>
void fields(A& a, Count& c) {
  a("choice", c.choice);
  a("votes", c.votes);
}

template <class A>
void fields(A& a, KitRound& r) {
  a.list("votes", r.votes);
  a("winningChoice", r.winning_choice);
  a("tied", r.tied);
  a.list("counts", r.counts);
  a("totalVoted", r.total_voted);
  a("totalCommitted", r.total_committed);
  a.list("fundings", r.fundings);
  a.list("contributions", r.contributions);
  a("feeRewards", r.fee_rewards);
  a("fundedChoices", r.funded);
}

template <class A>
void fields(A& a, RoundLink& l) {
  a("coreRoundID", l.core);
  a("localRoundID", l.local);
}

template <class A>
void fields(A& a, KitDispute& d) {
  a("numberOfChoices", d.choices);
  a("extraData", d.extra_data);
  a("jumped", d.jumped);
  a.list("rounds", d.rounds);
  a.list("roundIDs", d.links);
}

template <class A>
void fields(A& a, DisputeLink& l) {
  a("coreDisputeID", l.core);
  a("localDisputeID", l.local);
  a("currentRound", l.current_round);
}

template <class A>
void fields(A& a, Kit& k) {
  a("address", k.address);
  if (a.has("disputeIDs")) a.list("disputeIDs", k.links);
  if (a.has("disputes")) a.list("disputes", k.disputes);
}

template <class A>
void fields(A& a, FeeToken& t) {
  a("token", t.token);
  a("accepted", t.accepted);
  a("rateInEth", t.rate_in_eth);
  a("rateDecimals", t.rate_decimals);
}

template <class A>
void fields(A& a, ResolverDispute& d) {
  a("arbitratorExtraData", d.extra_data);
  a("isRuled", d.ruled);
  a("ruling", d.ruling);
  a("numberOfRulingOptions", d.options);
}

template <class A>
void fields(A& a, IdLink& l) {
  a("arbitratorDisputeID", l.external);
  a("localID", l.local);
}

template <class A>
void fields(A& a, Arbitrable& r) {
  a("owner", r.owner);
  a("arbitrator", r.arbitrator);
  a("templateRegistry", r.registry);
  if (a.has("disputes")) a.list("disputes", r.disputes);
  if (a.has("disputeIDs")) a.list("disputeIDs", r.links);
  if (a.has("arbitratorExtraData")) a("arbitratorExtraData", r.extra_data);
  if (a.has("numberOfRulingOptions")) a("numberOfRulingOptions", r.options);
  if (a.has("templateId")) a("templateId", r.template_id);
}

template <class A>
void fields(A& a, Registry& r) {
  a("label", r.label);
  a("templates", r.templates);
}

template <class A>
void fields(A& a, Juror& j) {
  a("account", j.account);
  a("courts", j.courts);
}

template <class A>
void fields(A& a, Named& n) {
  a("label", n.label);
  a("address", n.address);
}

// Ids begin at 1: the part at 0 is the forking court, or no kit, and is not written.
template <class A, class T>
void numbered(A& a, const char* key, std::vector<T>& parts) {
  if constexpr (A::reads) {
    parts.emplace_back();
    a.list(key, parts);
  } else {
    std::vector<T> rest(parts.begin() + 1, parts.end());
    a.list(key, rest);
  }
}

template <class A>
void fields(A& a, Setup& s) {
  a.list("contracts", s.contracts);
  a("owner", s.owner);
  if (a.has("guardian")) a("guardian", s.guardian);
  if (a.has("whitelistEnabled")) a("whitelistEnabled", s.whitelist_enabled);
  if (a.has("whitelist")) a("whitelist", s.whitelist);
  if (a.has("refusing")) a("refusing", s.refusing);
  if (a.has("feeTokens")) a.list("feeTokens", s.tokens);
  if (a.has("jurors")) a.list("jurors", s.jurors);
  numbered(a, "courts", s.courts);
  if (a.has("minStakingTime")) a("minStakingTime", s.min_staking_time);
  if (a.has("maxDrawingTime")) a("maxDrawingTime", s.max_drawing_time);
}

template <class A>
void arbitrable(A& a, const char* key, Shared<Arbitrable>& part) {
  if constexpr (A::reads) {
    if (!a.has(key)) return;
    In inside(a.reader.part(key));
    fields(inside, part.edit());
  } else {
    Out inside;
    fields(inside, part.edit());
    put_value(a.value, key, std::move(inside.value));
  }
}

template <class A>
void generation_of(A& a, World& w) {
  std::string generation = w.neo() ? "neo" : "v2";
  a("generation", generation);
  if constexpr (A::reads) {
    if (generation != "neo" && generation != "v2") {
      a.reader.refuse("generation", "This is \"neo\" or \"v2\".");
    }
    w.generation = generation == "neo" ? Generation::Neo : Generation::V2;
  }
}

template <class A>
void fields(A& a, World& w) {
  generation_of(a, w);
  fields(a, w.setup.edit());
  numbered(a, "disputeKits", w.kits);
  if (a.has("paused")) a("paused", w.paused);
  if (a.has("arbitrationPaused")) a("arbitrationPaused", w.arbitration_paused);
  if (a.has("graceStart")) a("graceStart", w.grace_start);
  if (a.has("graceEnd")) a("graceEnd", w.grace_end);
  if (a.has("phase")) number_of(a, "phase", w.phase, 2);
  if (a.has("disputesWithoutJurors")) a("disputesWithoutJurors", w.disputes_without_jurors);
  if (a.has("lastPhaseChange")) a("lastPhaseChange", w.last_phase_change);
  if (a.has("firstDisputeID")) a("firstDisputeID", w.first_dispute);
  if (a.has("disputes")) a.list("disputes", w.disputes);
  arbitrable(a, "resolver", w.resolver);
  arbitrable(a, "example", w.example);
  if (a.has("registries")) a.list("registries", w.registries);
}

}  // namespace io

using io::fields;
using io::generation_of;
using io::In;
using io::numbered;
using io::Out;
using machine::Reader;

Result<World> read_world(const json::Value& value, ErrorCode code) {
  Reader reader(value, "", code);
  World world;
  In in(reader);
  fields(in, world);
  if (reader.good()) check_world(reader, world);
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return world;
}

void read_courts(Reader& reader, World& world) {
  In in(reader);
  generation_of(in, world);
  numbered(in, "courts", world.setup.edit().courts);
  std::uint64_t kits = 1;
  if (reader.has("disputeKits")) {
    const bool list = reader.raw("disputeKits").is_array();
    kits = list ? reader.raw("disputeKits").items().size() : reader.u64("disputeKits");
  }
  if (kits > 1000) reader.refuse("disputeKits", "These are too many.");
  if (!reader.good()) return;
  world.kits.resize(static_cast<std::size_t>(kits) + 1);
  check_courts(reader, world);
}

json::Value write_world(const World& world) {
  // Parts are shared and only read here, although the one description of them could also write.
  World copy = world;
  Out out;
  fields(out, copy);
  return std::move(out.value);
}

}  // namespace dikast::court
