// Reality.eth and its arbitrators: every call of a scenario on dikast.reality, and what it says against
// what the chain said (golden/reality/FORMAT.md). A recording lists what changed, so what it does not
// list must not have changed either.
import { configOf, lower, refusalOf } from "./lib/reality.mjs";

export const name = "reality traces";

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => /^reality-/.test(row?.system) && Array.isArray(row.steps));

class Replay {
  constructor(scenario, { reality }) {
    this.scenario = scenario;
    this.reality = reality;
    this.machine = reality.open(reality.initial(configOf(scenario)));
    this.recorded = {};
  }

  *compare(what, recorded, ours) {
    const expected = lower(recorded);
    const actual = lower(ours);
    yield { id: `${this.where} ${what}`, ok: expected === actual, expected, actual };
  }

  *step(step, index) {
    this.now = step.timestamp;
    this.where = `${this.scenario.id}#${index} ${step.to}.${step.function}`;
    const { timestamp, env, from, to, function: called, args, value } = step;
    const outcome = this.machine.apply({ timestamp, env, from, to, function: called, args, value });
    const { events: logs = [], transfers = [] } = outcome;
    const events = logs.map(({ contract, name: event, args: values }) =>
      contract === "reality"
        ? { name: event, args: values }
        : { emitter: contract, name: event, args: values },
    );
    yield* this.compare("revert", step.ok ? "ok" : step.revert, refusalOf(outcome));
    yield* this.compare(
      "returns",
      step.returns ?? null,
      outcome.ok ? (outcome.returns ?? null) : null,
    );
    yield* this.compare("events", step.events, events);
    const { ethDelta = {}, ...changes } = step.stateAfter;
    yield* this.compare("ethDelta", ethDelta, this.weiChanges(transfers));
    for (const [part, records] of Object.entries(changes)) {
      this.recorded[part] = { ...this.recorded[part], ...records };
    }
    yield* this.state();
  }

  weiChanges(transfers) {
    const changes = new Map();
    const add = (label, amount) => changes.set(label, (changes.get(label) ?? 0n) + amount);
    for (const { asset, from, to, amount } of transfers) {
      if (asset !== "eth") continue;
      add(from, -BigInt(amount));
      add(to, BigInt(amount));
    }
    const known = Object.keys(this.scenario.actors).filter(
      (label) => (changes.get(label) ?? 0n) !== 0n,
    );
    return Object.fromEntries(known.map((label) => [label, `${changes.get(label)}`]));
  }

  ask(to, getter, args) {
    const call = { timestamp: this.now, from: "alice", to, function: getter, args };
    const { ok, returns, revert } = this.machine.apply(call);
    if (!ok) return `!${revert ?? ""}`;
    return returns?.length === 1 ? returns[0] : returns;
  }

  *state() {
    this.dump = this.machine.state();
    const differences = [];
    for (const [part, records] of Object.entries(this.recorded)) {
      for (const [key, record] of Object.entries(records)) {
        const mine = this.ours(part, key, record);
        if (lower(record) !== lower(mine)) differences.push([`${part} ${key}`, record, mine]);
      }
    }
    const count = Object.keys(this.recorded.questions ?? {}).length;
    yield* this.compare("question count", count, Object.keys(this.dump.questions).length);
    if (differences.length === 0) yield* this.compare("state", "", "");
    for (const [what, record, mine] of differences) yield* this.compare(what, record, mine);
  }

  ours(part, key, record) {
    const { actors } = this.scenario;
    const readers = {
      questions: () => this.question(key, record),
      commitments: () => this.commitment(key),
      balances: () => this.ask("reality", "balanceOf", [actors[key]]),
      requests: () => this.request(key, record),
      disputes: () => this.dispute(key, record),
      misc: () => this.misc(key),
    };
    return readers[part]?.() ?? `no reader of ${part}`;
  }

  question(id, record) {
    const mine = { ...this.dump.questions[id] };
    for (const view of ["isFinalized", "resultFor", "resultForOnceSettled", "isSettledTooSoon"]) {
      if (view in record) mine[view] = this.ask("reality", view, [id]);
    }
    return mine;
  }

  commitment(id) {
    const [reveal_ts, is_revealed, revealed_answer] = this.ask("reality", "commitments", [id]);
    return { reveal_ts, is_revealed, revealed_answer };
  }

  request(key, record) {
    if ("arbitration_bounty" in record) {
      return {
        arbitration_bounty: this.ask("arbitrator", "arbitration_bounties", [key]),
        disputeFee: this.ask("arbitrator", "getDisputeFee", [key]),
      };
    }
    if (!("foreign" in record)) return only(this.dump.arbitrator.requests[key] ?? {}, record);
    const [id, label] = key.split(":");
    const who = this.scenario.actors[label];
    const [homeStatus, arbitratorAnswer] = this.ask("arbitrator", "requests", [id, who]);
    const [status, deposit, disputeID, answer] = this.ask("foreign", "arbitrationRequests", [
      id,
      who,
    ]);
    return {
      foreign: { status, deposit, disputeID, answer },
      home: { status: homeStatus, arbitratorAnswer },
    };
  }

  dispute(key, record) {
    const [, second, index] = /^(kleros2:)?(\d+)$/.exec(key);
    const mine = this.dump.arbitrator[second ? "kleros2" : "kleros"].disputes[Number(index)];
    return only({ ...mine, ruled: mine.status === "2" }, record);
  }

  misc(key) {
    const { actors } = this.scenario;
    const [name, rest, last] = key.split(":");
    const tokens = (label) => this.dump.token.balances[actors[label]] ?? "0";
    const readers = {
      question_fee: () => this.ask("reality", "arbitrator_question_fees", [actors[rest]]),
      token: () => tokens(rest),
      tokenBalanceOfReality: () => tokens("reality"),
      arbitratorOwner: () => this.dump.arbitrator.owner,
      governor: () => this.dump.arbitrator.owner,
      arbitrationPrice: () => this.dump.arbitrator.kleros.cost,
      ambMessages: () => `${this.dump.arbitrator.messages.length}`,
      homeRequester: () => this.ask("arbitrator", "questionIDToRequester", [rest]),
      templateId: () => this.ask("arbitrator", "templateId", []),
      disputeFee: () => this.ask("arbitrator", "getDisputeFee", [`0x${"0".repeat(64)}`]),
      round: () => {
        const [paidFees, feeRewards, fundedAnswers] = this.ask("foreign", "getRoundInfo", [
          rest,
          last,
        ]);
        return { paidFees, feeRewards, fundedAnswers };
      },
    };
    return readers[name]?.() ?? `no reader of ${key}`;
  }

  *run() {
    for (const [index, step] of this.scenario.steps.entries()) yield* this.step(step, index);
    this.where = this.scenario.id;
    const state = this.machine.state();
    const again = this.reality.open(state);
    yield* this.compare("loaded", state, again.state());
    again.dispose();
    this.machine.dispose();
  }
}

const only = (mine, record) =>
  Object.fromEntries(Object.keys(record).map((field) => [field, mine[field] ?? null]));

export function* run(records, dikast) {
  for (const scenario of records) yield* new Replay(scenario, dikast).run();
}
