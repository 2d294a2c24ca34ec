// golden/kleros-v2 resolver-*.jsonl and appeals-*.jsonl: whole scenarios, step by step.
import {
  balancesOf,
  callOf,
  configOf,
  eventsOf,
  leftOut,
  same,
  sameRefusal,
  view,
} from "./lib/court.mjs";

export const name = "kleros-v2 steps";
export const help = leftOut;

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => ["resolver", "appeals"].includes(row?.kind) && Array.isArray(row.steps));

/** Accounts whose balance the step follows. */
function followed({ world }, step) {
  const { contracts, accounts } = world;
  const labels = ["core", "kit", "kit2", "resolver"].map((label) => contracts[label]);
  const all = new Set([step.from, accounts.owner, ...labels, ...Object.keys(step.balances ?? {})]);
  if (step.function === "execute") for (const j of ["J1", "J2", "J3"]) all.add(accounts[j]);
  if (step.function === "withdrawFeesAndRewards") all.add(step.args[1]);
  return all;
}

const keyed = { disputes: "id", resolver: "arbitratorDisputeID" };

function* stateDifferences(machine, step) {
  for (const [part, expected] of Object.entries(step.stateAfter ?? {})) {
    if (part in keyed) {
      for (const row of expected) {
        const actual = view(machine, step, part, row[keyed[part]]);
        if (!same(row, actual)) yield { expected: row, actual, note: part };
      }
      continue;
    }
    const whole = view(machine, step, part);
    const actual =
      part === "templates"
        ? Object.fromEntries(Object.keys(expected).map((label) => [label, whole[label]]))
        : whole;
    if (!same(expected, actual)) yield { expected, actual, note: part };
  }
}

function* differences(machine, scenario, step) {
  const outcome = machine.apply(callOf(step));
  if (outcome.ok !== step.ok) {
    yield { expected: step.error ?? "ok", actual: outcome.ok ? "ok" : outcome.revert };
    return;
  }
  if (!step.ok) {
    if (!sameRefusal(step, outcome)) yield { expected: step.error, actual: outcome.revert };
    return;
  }
  const events = eventsOf(outcome);
  if (!same(events, step.events)) yield { expected: step.events, actual: events, note: "events" };
  const balances = balancesOf(outcome, followed(scenario, step));
  if (!same(balances, step.balances ?? {})) {
    yield { expected: step.balances ?? {}, actual: balances, note: "amounts moved" };
  }
  yield* stateDifferences(machine, step);
}

const finalOf = (machine, step, id) => {
  const { rounds, period, courtID, kit, ruled, currentRuling } = view(
    machine,
    step,
    "disputes",
    id,
  );
  return { id, rounds, period, courtID, kit: kit.name, ruled, ruling: currentRuling };
};

export function* run(records, { court }) {
  for (const scenario of records) {
    const machine = court.open(court.initial(configOf(scenario)));
    for (const [i, step] of scenario.steps.entries()) {
      const found = [...differences(machine, scenario, step)];
      const id = `${scenario.id}#${i} ${step.to}.${step.function}`;
      if (found.length === 0) yield { id, ok: true };
      for (const difference of found) yield { id, ok: false, ...difference };
    }
    const last = scenario.steps.at(-1);
    for (const expected of scenario.final ?? []) {
      const actual = finalOf(machine, last, expected.id);
      yield {
        id: `${scenario.id} final ${expected.id}`,
        ok: same(expected, actual),
        expected,
        actual,
      };
    }
    machine.dispose();
  }
}
