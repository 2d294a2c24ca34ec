// golden/kleros-v2 periods-*.jsonl: one call at a time around each deadline, each from the same state.
import { callOf, configOf, leftOut, same, view } from "./lib/court.mjs";

export const name = "kleros-v2 periods";
export const help = `${leftOut} A case's state is built with fromChain from what its getters said.`;

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => row?.kind === "periods" && Array.isArray(row.cases));

/** Whose votes they are is told by who commits; nobody else's matters. */
function votesOf({ state, attempts }, accounts) {
  const { counts, nbVoters, totalCommitted } = state.kit;
  const casting = attempts.find((attempt) => attempt.function === "castCommit");
  const owner = (i) => (casting?.args[1].includes(String(i)) === true ? casting.from : accounts.J1);
  const voted = counts.flatMap((count, choice) => Array(Number(count)).fill(String(choice)));
  return Array.from({ length: Number(nbVoters) }, (_, i) => ({
    account: owner(i),
    voted: i < voted.length,
    choice: voted[i] ?? "0",
    commit: `0x${(i < Number(totalCommitted) ? "1" : "0").repeat(64)}`,
  }));
}

/** What was paid before the case begins: its label says so, the getters do not. */
function fundingsOf({ label, state, attempts }) {
  const cost = BigInt(state.appealCost);
  const total = (choice) =>
    cost + (cost * (choice === state.currentRuling.ruling ? 10_000n : 20_000n)) / 10_000n;
  const funded = state.kit.fundedChoices.map((choice) => ({ choice, paid: String(total(choice)) }));
  if (!label.endsWith("1 wei short")) return funded;
  const attempt = attempts.find(
    ({ function: called, value, args }) =>
      called === "fundAppeal" && value === "1" && args[1] !== state.currentRuling.ruling,
  );
  const choice = attempt?.args[1];
  return choice === undefined ? funded : [...funded, { choice, paid: String(total(choice) - 1n) }];
}

function valuesOf(scenario, one) {
  const { contracts, accounts } = scenario.world;
  const { state } = one;
  const { id, kit } = state;
  const config = configOf(scenario);
  const options = kit.numberOfChoices;
  const dispute = { arbitratorExtraData: "0x", isRuled: false, ruling: "0" };
  const byResolver = state.arbitrated === contracts.resolver;
  return {
    ...config,
    resolver: {
      ...config.resolver,
      disputes: byResolver ? [{ ...dispute, numberOfRulingOptions: options }] : [],
      disputeIDs: byResolver ? [{ arbitratorDisputeID: id, localID: 0 }] : [],
    },
    paused: state.paused,
    arbitrationPaused: state.arbitrationPaused ?? false,
    graceStart: state.graceStart ?? 0,
    graceEnd: state.graceEnd ?? 0,
    readings: [
      { ...state, kit: { ...kit, votes: votesOf(one, accounts), fundings: fundingsOf(one) } },
    ],
  };
}

/** Who paid is told by who withdraws in the end; no getter says it. */
function withContributions(state, { attempts, state: { round } }) {
  const withdrawal = attempts.find((attempt) => attempt.function === "withdrawFeesAndRewards");
  if (withdrawal === undefined) return state;
  const [, account] = withdrawal.args;
  const copy = structuredClone(state);
  const last = copy.disputeKits[Number(round.disputeKitID) - 1].disputes.at(-1).rounds.at(-1);
  last.contributions = last.fundings.map(({ choice, paid: amount }) => ({
    account,
    choice,
    amount,
  }));
  return copy;
}

function afterOf(machine, attempt, id) {
  const state = view(machine, attempt, "disputes", id);
  const { period, lastPeriodChange, rounds, courtID, ruled, currentRuling, appealPeriod } = state;
  const { fundedChoices } = state.kit;
  return {
    period,
    lastPeriodChange,
    rounds,
    courtID,
    ruled,
    currentRuling,
    appealPeriod,
    fundedChoices,
  };
}

function* differences(machine, attempt, { id, kit }) {
  if (attempt.isAppealFundedAtT !== undefined) {
    const call = { timestamp: attempt.t, from: "", to: kit.name, args: [id] };
    const from = attempt.from;
    const actual = machine.apply({ ...call, from, function: "isAppealFunded" }).returns;
    const expected = attempt.isAppealFundedAtT;
    if (actual !== expected) yield { expected, actual, note: "isAppealFunded" };
  }
  const outcome = machine.apply(callOf(attempt));
  if (outcome.ok !== attempt.ok || (!attempt.ok && (outcome.revert ?? "") !== attempt.error)) {
    yield { expected: attempt.error ?? "ok", actual: outcome.ok ? "ok" : outcome.revert };
    return;
  }
  if (!attempt.ok) return;
  const names = outcome.events.map((event) => event.name);
  if (!same(names, attempt.events)) yield { expected: attempt.events, actual: names };
  const after = afterOf(machine, attempt, id);
  if (!same(after, attempt.after)) yield { expected: attempt.after, actual: after };
}

export function* run(records, { court }) {
  for (const scenario of records) {
    for (const one of scenario.cases) {
      const start = withContributions(court.fromChain(valuesOf(scenario, one)), one);
      for (const [i, attempt] of one.attempts.entries()) {
        const machine = court.open(start);
        const found = [...differences(machine, attempt, one.state)];
        const id = `${scenario.id} ${one.label} #${i} ${attempt.function} at ${attempt.t}`;
        if (found.length === 0) yield { id, ok: true };
        for (const difference of found) yield { id, ok: false, ...difference };
        machine.dispose();
      }
    }
  }
}
