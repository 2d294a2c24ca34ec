#include <algorithm>
#include <utility>

#include "dikast/court.hpp"
#include "liquid.hpp"
#include "run.hpp"
#include "state_io.hpp"

// Costs and rounds without a state: what a court asks for, now and in the appeals to come.
namespace dikast::court {

using machine::put;
using machine::Reader;

namespace {

/// extraData in words of 32 bytes.
void push_word(Bytes& out, const Uint256& word) {
  const auto bytes = word.to_bytes32();
  out.insert(out.end(), bytes.begin(), bytes.end());
}

/// 96 bits: what both versions keep of a court's id. A larger one is refused, because v2 runs into
/// a panic over it.
bool fits_court(const Uint256& id) { return id.bit_length() <= 96; }

json::Value planned(Run& run, const Dispute& dispute, bool& more) {
  const Round& round = dispute.rounds.back();
  json::Value row = json::Value::object();
  put(row, "round", std::uint64_t{dispute.rounds.size() - 1});
  put(row, "courtID", std::uint64_t{dispute.court});
  put(row, "disputeKitID", std::uint64_t{round.kit});
  put(row, "nbVotes", round.votes);
  put(row, "feesForJurors", round.total_fees);
  const NextSettings next = run.next_settings(dispute);
  const Uint256 cost = run.appeal_cost(dispute);
  put(row, "appealCost", cost);
  const Uint256 winner = run.total_to_fund(cost, true);
  const Uint256 loser = run.total_to_fund(cost, false);
  const Uint256 fee = run.world.court(next.court).fee_for_juror;
  more = run.good() && !fee.is_zero();
  // An overflow, as in the General Court of neo: nobody can fund this appeal.
  put(row, "payable", more);
  if (!more) return row;
  put(row, "winnerTotal", winner);
  put(row, "loserTotal", loser);
  put(row, "courtJump", next.court != dispute.court);
  put(row, "disputeKitJump", next.kit != round.kit);
  return row;
}

/// The dispute that params describe: courtID, disputeKitID, nbVotes.
Dispute first_dispute(Reader& reader, const World& world, std::uint64_t shift) {
  Dispute dispute;
  Round first;
  const Uint256 court = wrapping_add(reader.number("courtID"), shift);
  const Uint256 kit = reader.has("disputeKitID") && shift == 0 ? reader.number("disputeKitID")
                                                               : Uint256(kClassicKit);
  first.votes = reader.number("nbVotes");
  if (court.is_zero() || court >= Uint256(world.setup->courts.size())) {
    reader.refuse("courtID", "There is no such court.");
  }
  if (kit.is_zero() || kit >= Uint256(world.kits.size())) {
    reader.refuse("disputeKitID", "There is no such dispute kit.");
  }
  if (!reader.good()) return dispute;
  dispute.court = static_cast<Index>(court.words[0]);
  first.kit = static_cast<Index>(kit.words[0]);
  first.parameters = static_cast<Index>(world.court(dispute.court).parameters.size() - 1);
  first.total_fees = capped_mul(world.court(dispute.court).fee_for_juror, first.votes);
  dispute.rounds.push_back(first);
  return dispute;
}

}  // namespace

Bytes encode_extra_data(const Uint256& court, const Uint256& jurors,
                        const std::optional<Uint256>& kit, const Bytes& kit_data) {
  Bytes out;
  push_word(out, court);
  push_word(out, jurors);
  if (kit) push_word(out, *kit);
  out.insert(out.end(), kit_data.begin(), kit_data.end());
  return out;
}

Result<json::Value> encode_extra_data(const json::Value& params) {
  Reader reader(params, "", ErrorCode::machine_argument);
  const bool v1 = reader.has("version") && reader.number("version") == Uint256(1);
  const Uint256 court = reader.number("courtId");
  const Uint256 jurors = reader.number("minJurors");
  std::optional<Uint256> kit;
  Bytes kit_data;
  if (!v1) kit = reader.has("disputeKitId") ? reader.number("disputeKitId") : Uint256(1);
  if (reader.has("kitData")) kit_data = reader.bytes("kitData");
  if (!fits_court(court)) reader.refuse("courtId", "A court's id has at most 96 bits.");
  if (v1 && !kit_data.empty()) reader.refuse("kitData", "Version 1 has no dispute kits.");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return machine::to_value(to_hex(encode_extra_data(court, jurors, kit, kit_data)));
}

Result<json::Value> decode_extra_data(const json::Value& params) {
  Reader reader(params, "", ErrorCode::machine_argument);
  const bool v1 = reader.has("version") && reader.number("version") == Uint256(1);
  const Bytes data = reader.bytes("extraData");
  json::Value read = json::Value::object();
  // Without a number of courts or kits every id is taken to exist.
  const Uint256 courts = reader.has("courts") ? reader.number("courts") : Uint256::max();
  const Uint256 kits = reader.has("disputeKits") ? reader.number("disputeKits") : Uint256::max();
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  const ExtraData found = read_extra_data(data, courts, kits, v1);
  put(read, "courtId", found.court);
  put(read, "minJurors", found.jurors);
  if (v1) return read;
  put(read, "disputeKitId", found.kit);
  const Bytes rest(
      data.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(96, data.size())),
      data.end());
  put(read, "kitData", to_hex(rest));
  // Bits above the 96 of a court that exists: v2 runs into Panic(0x32) over them.
  put(read, "dirty", found.dirty);
  return read;
}

Result<json::Value> arbitration_cost(const json::Value& params) {
  Reader reader(params, "", ErrorCode::machine_argument);
  const Uint256 fee = reader.number("feeForJuror");
  const Uint256 jurors =
      reader.has("minJurors") ? reader.number("minJurors") : Uint256(kDefaultJurors);
  std::optional<FeeToken> token;
  if (reader.has("token")) {
    Reader rate = reader.part("token");
    token = FeeToken{{}, true, rate.number("rateInEth"), rate.number("rateDecimals")};
    if (token->rate_decimals > Uint256(255)) rate.refuse("rateDecimals", "A uint8 is needed.");
  }
  const bool v1 = reader.has("version") && reader.number("version") == Uint256(1);
  if (v1 && token) reader.refuse("token", "Version 1 takes no tokens.");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  // KlerosLiquid was compiled before Solidity checked its arithmetic.
  if (v1) return machine::to_value(wrapping_mul(fee, jurors));
  World world;
  if (token) world.setup.edit().tokens.push_back(*token);
  machine::Call call;
  Run run(world, call);
  const Uint256 wei = run.mul(fee, jurors);
  const Uint256 cost = token ? run.token_cost({}, wei) : wei;
  if (!run.good())
    return fail(ErrorCode::machine_argument, "", "The contract reverts: " + run.out.error);
  return machine::to_value(cost);
}

json::Value plan_rounds(Run& run, Dispute dispute, std::uint64_t rounds) {
  json::Value list = json::Value::array();
  bool more = true;
  for (std::uint64_t i = 0; i < rounds && more; ++i) {
    list.push(planned(run, dispute, more));
    if (more) run.begin_round(dispute, run.next_settings(dispute), run.appeal_cost(dispute));
    more = more && run.good();
  }
  return list;
}

Result<json::Value> appeal_plan(const json::Value& params) {
  Reader reader(params, "", ErrorCode::machine_argument);
  const json::Value* generation = params.find("generation");
  const bool v1 = generation != nullptr && generation->text() == "v1";
  World world;
  if (v1) {
    read_liquid_courts(reader, world);
  } else {
    read_courts(reader, world);
  }
  const std::uint64_t rounds = reader.has("rounds") ? reader.u64("rounds") : 1;
  if (rounds > 64) reader.refuse("rounds", "At most 64 rounds are planned.");
  const Dispute dispute = first_dispute(reader, world, v1 ? 1 : 0);
  std::optional<Multipliers> multipliers;
  if (v1 && reader.has("multipliers")) multipliers = read_multipliers(reader.part("multipliers"));
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  machine::Call call;
  Run run(world, call);
  json::Value list = plan_rounds(run, dispute, rounds);
  return v1 ? liquid_rows(std::move(list), multipliers) : std::move(list);
}

Result<json::Value> appeal_funding(const json::Value& params) {
  Reader reader(params, "", ErrorCode::machine_argument);
  const Uint256 cost = reader.number("appealCost");
  const bool winner = reader.flag("winner");
  const Uint256 paid = reader.has("paid") ? reader.number("paid") : Uint256();
  std::optional<Uint256> multiplier;
  if (reader.has("multiplier")) multiplier = reader.number("multiplier");
  AppealWindow window;
  const bool timed = reader.has("start");
  if (timed) window = {reader.number("start"), reader.number("end")};
  if (timed && window.end < window.start) reader.refuse("end", "The period ends before it starts.");
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  World world;
  machine::Call call;
  Run run(world, call);
  json::Value value = json::Value::object();
  const Uint256 total =
      multiplier ? liquid_total(cost, *multiplier) : run.total_to_fund(cost, winner);
  const bool payable = run.good() && !(multiplier && cost >= non_payable());
  put(value, "payable", payable);
  if (!payable) return value;
  put(value, "total", total);
  put(value, "remaining", capped_sub(total, paid));
  if (timed) {
    // The first second in which it is too late.
    const Uint256 end = winner ? window.end : wrapping_add(window.start, run.loser_time(window));
    put(value, "end", end);
  }
  return value;
}

}  // namespace dikast::court
