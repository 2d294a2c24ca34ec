// golden/kleros-v2 courts-*.jsonl: extraData and costs in every court, and disputes appealed as far
// as it goes.
import { configOf, eventsOf, leftOut, same } from "./lib/court.mjs";

export const name = "kleros-v2 courts";
export const help = leftOut;

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => row?.kind === "courts" && Array.isArray(row.vectors));

/** A world in the hands of one caller after the other, on a clock that only goes on. */
class Court {
  now = 1_000_000_000;
  constructor(scenario, { court }) {
    this.world = scenario.world;
    this.neo = scenario.generation === "neo";
    this.machine = court.open(court.initial(configOf(scenario)));
  }
  call(to, name, args, { from = this.world.accounts.P1, value = "0", env = {} } = {}) {
    return this.machine.apply({ timestamp: this.now, from, to, function: name, args, value, env });
  }
  owner(to, name, args) {
    return this.call(to, name, args, { from: this.world.accounts.owner });
  }
  /** A getter's value, or {error} as the recordings have it. */
  get(to, name, args) {
    const outcome = this.call(to, name, args);
    return outcome.ok ? outcome.returns : { error: outcome.revert ?? "" };
  }
  dispute(id) {
    return this.get("view", "disputes", [id]);
  }
  jump(id) {
    return this.get("core", this.neo ? "isDisputeKitJumping" : "getCourtAndDisputeKitJumps", [id]);
  }
}

const created = (court, id) => {
  const { courtID, round, appealCost } = court.dispute(id);
  const { disputeKitID, nbVotes, totalFeesForJurors, pnkAtStakePerJuror, feeToken } = round;
  const row = { disputeID: id, courtID, disputeKitID, nbVotes, totalFeesForJurors };
  return { ...row, pnkAtStakePerJuror, appealCost, ...(feeToken && { feeToken }) };
};

function createByVector(court, vector) {
  const { extraData, create } = vector;
  if (vector.t !== "token") return court.call("core", "createDispute", ["2", extraData], create);
  const env = { allowance: vector.allowance, balance: vector.balance };
  const args = ["2", extraData, vector.feeToken, create.feeAmount];
  return court.call("core", "createDispute", args, { env });
}

function* vectorDifferences(court, dikast, vector) {
  const { extraData, arbitrationCost, decoded, create, feeToken } = vector;
  if (vector.t === "token") {
    const { accepted, rateInEth, rateDecimals } = vector;
    court.owner("core", "changeAcceptedFeeTokens", [feeToken, accepted]);
    court.owner("core", "changeCurrencyRates", [feeToken, rateInEth, rateDecimals]);
  }
  const costArgs = vector.t === "token" ? [extraData, feeToken] : [extraData];
  const cost = court.get("core", "arbitrationCost", costArgs);
  if (!same(cost, arbitrationCost)) yield { expected: arbitrationCost, actual: cost, note: "cost" };
  if (decoded !== undefined) {
    const courts = court.world.courts.length + 1;
    const disputeKits = court.world.disputeKits.length;
    const read = dikast.court.decodeExtraData(extraData, { courts, disputeKits });
    const actual = {
      courtID: String(read.courtId),
      minJurors: String(read.minJurors),
      disputeKitID: String(read.disputeKitId),
    };
    if (!same(actual, decoded)) yield { expected: decoded, actual, note: "decoded" };
  }
  const outcome = createByVector(court, vector);
  const { ok, error, value: _value, feeAmount: _amount, ...expected } = create;
  if (outcome.ok !== ok || (!ok && (outcome.revert ?? "") !== error)) {
    yield { expected: error ?? "ok", actual: outcome.ok ? "ok" : outcome.revert, note: "create" };
  } else if (ok) {
    const actual = created(court, outcome.returns);
    if (!same(actual, expected)) yield { expected, actual, note: "create" };
  }
}

/** Brings the round to its appeal period, with every vote for choice 1. */
function toAppeal(court, id) {
  const { accounts } = court.world;
  const from = accounts.J1;
  const state = court.dispute(id);
  const votes = Number(state.round.nbVotes);
  while (court.get("view", "sortition", []).phase !== "2") {
    court.now += 1_000_000;
    court.call("sortition", "passPhase", []);
  }
  const env = { drawn: Array(votes).fill(from) };
  court.call("core", "draw", [id, String(votes)], { env });
  court.now += 10_000_000;
  court.call("core", "passPeriod", [id]);
  const ids = Array.from({ length: votes }, (_, i) => String(i));
  const kit = state.kit.name;
  if (court.dispute(id).period === "1") {
    const commit = court.commitment;
    court.call(kit, "castCommit", [id, ids, commit], { from });
    court.now += 10_000_000;
    court.call("core", "passPeriod", [id]);
  }
  court.call(kit, "castVote", [id, ids, "1", "7", ""], { from });
  court.now += 10_000_000;
  court.call("core", "passPeriod", [id]);
}

// The governor changes the fee and the threshold; the rest of the court stays.
function change(court, { courtID, feeForJuror, jurorsForCourtJump }) {
  const found = court.world.courts.find(({ id }) => id === courtID);
  const { hiddenVotes, minStake, alpha, timesPerPeriod } = found;
  const args = [courtID, hiddenVotes, minStake, alpha, feeForJuror, jurorsForCourtJump];
  args.push(timesPerPeriod);
  if (!court.neo) args.push(`0x${"0".repeat(40)}`);
  court.owner("core", "changeCourtParameters", args);
}

function* fundDifferences(court, id, kit, fund) {
  for (const { choice, value, ok, error, events } of fund) {
    const outcome = court.call(kit, "fundAppeal", [id, choice], { value });
    const actual = outcome.ok ? eventsOf(outcome).filter(({ name }) => name !== "NewPeriod") : [];
    if (outcome.ok !== ok || (!ok && outcome.revert !== error)) {
      yield { expected: error ?? "ok", actual: outcome.ok ? "ok" : outcome.revert, note: "fund" };
    } else if (!same(actual, events)) {
      yield { expected: events, actual, note: "fund" };
    }
  }
}

function roundOf(court, id, round) {
  const { courtID, round: now, appealCost } = court.dispute(id);
  const { disputeKitID, nbVotes, totalFeesForJurors, pnkAtStakePerJuror, courtParamsIndex } = now;
  const row = { round, courtID, disputeKitID, nbVotes, totalFeesForJurors, pnkAtStakePerJuror };
  const more = courtParamsIndex === undefined ? {} : { courtParamsIndex };
  return { ...row, ...more, appealCost, jump: court.jump(id) };
}

function* ladderDifferences(court, ladder) {
  const args = [ladder.extraData, "", "", "2"];
  const made = court.call("resolver", "createDisputeForTemplate", args, { value: ladder.value });
  const id = made.returns;
  for (const recorded of ladder.rounds) {
    for (const one of ladder.changes.filter((c) => c.beforeRound === recorded.round)) {
      change(court, one);
    }
    const { fund, appealCostInAppeal, jumpInAppeal, ...start } = recorded;
    const actual = roundOf(court, id, recorded.round);
    if (!same(actual, start)) yield { expected: start, actual, note: `round ${recorded.round}` };
    if (fund === undefined) continue;
    toAppeal(court, id);
    const state = court.dispute(id);
    const inAppeal = { appealCost: state.appealCost, jump: court.jump(id), period: state.period };
    const expected = { appealCost: appealCostInAppeal, jump: jumpInAppeal, period: "3" };
    if (!same(inAppeal, expected)) yield { expected, actual: inAppeal, note: "in appeal" };
    yield* fundDifferences(court, id, state.kit.name, fund);
  }
}

const result = (id, found) =>
  found.length === 0 ? [{ id, ok: true }] : found.map((each) => ({ id, ok: false, ...each }));

export function* run(records, dikast) {
  // keccak256(abi.encodePacked(uint256 1, uint256 7))
  const commitment = dikast.keccak256(`0x${"0".repeat(63)}1${"0".repeat(63)}7`);
  for (const scenario of records) {
    const court = new Court(scenario, dikast);
    for (const [i, vector] of scenario.vectors.entries()) {
      const found = [...vectorDifferences(court, dikast, vector)];
      yield* result(`${scenario.id} vector ${i}`, found);
    }
    for (const [i, ladder] of scenario.ladders.entries()) {
      const fresh = new Court(scenario, dikast);
      fresh.commitment = commitment;
      yield* result(`${scenario.id} ladder ${i}`, [...ladderDifferences(fresh, ladder)]);
      fresh.machine.dispose();
    }
    court.machine.dispose();
  }
}
