import type {
  MachineApi,
  MachineCall,
  MachineDeadline,
  MachineDone,
  MachineInput,
  MachineOutcome,
  MachineState,
  MachineTransfer,
  MachineValue,
  OpenMachine,
} from "dikast/lean";
import type { Applied, Done, Env, Play, PlayAction } from "./play.js";
import type { ScenarioCall } from "./scenario.js";

type Rows = readonly { readonly [name: string]: MachineValue }[];

/** An arbitrable contract that asks an arbitrator it does not contain. */
export interface Arbitrable {
  /** Its label, and the machine's name. */
  name: string;
  api: MachineApi;
  /** The numbers of its disputes at the arbitrator. */
  disputes(state: MachineState): string[];
  /** The number of the dispute that a call is about, at the arbitrator. */
  disputeOf(state: MachineState, call: MachineCall): string | undefined;
  /** How many rulings the dispute that a call makes has; undefined when it makes none. */
  creates(call: MachineCall, outcome: MachineOutcome): string | undefined;
  /** Whether a call pays an appeal at the arbitrator. */
  appeals(call: MachineCall, before: MachineState, after: MachineState): boolean;
}

interface Addresses {
  readonly arbitrable: string;
  readonly arbitrator: string;
}

const ANSWERS = [
  ["disputeStatus", "disputeStatus", 0],
  ["currentRuling", "currentRuling", 0],
  ["appealCost", "appealCost", 0],
  ["appealPeriod", "appealPeriodStart", 0],
  ["appealPeriod", "appealPeriodEnd", 1],
] as const;

const same = (a: unknown, b: string): boolean =>
  typeof a === "string" && a.toLowerCase() === b.toLowerCase();

/** An arbitrable and a test arbitrator, each a machine, that call each other as their contracts do. */
export class Pair implements Play {
  readonly #kind: Arbitrable;
  readonly #judges: MachineApi;
  readonly #at: Addresses;
  #arbitrable: OpenMachine;
  #arbitrator: OpenMachine;

  constructor(kind: Arbitrable, judges: MachineApi, configs: [object, object], at: Addresses) {
    this.#kind = kind;
    this.#judges = judges;
    this.#at = at;
    this.#arbitrable = kind.api.open(kind.api.initial(configs[0]));
    this.#arbitrator = judges.open(judges.initial(configs[1]));
  }

  #answer(getter: string, args: MachineInput[], timestamp: string): MachineValue {
    const from = this.#at.arbitrator;
    const outcome = this.#arbitrator.apply({ timestamp, from, function: getter, args });
    return outcome.ok ? (outcome.returns ?? null) : null;
  }

  #disputes(): Rows {
    return this.#arbitrator.state().disputes as Rows;
  }

  /** What the arbitrator answers at that second; about a dispute, when there is one to ask about. */
  #env(disputeID: string | undefined, timestamp: string): Env {
    const env: Record<string, MachineInput> = {
      arbitrationCost: this.#answer("arbitrationCost", ["0x"], timestamp),
      nextDisputeID: `${this.#disputes().length}`,
    };
    if (disputeID === undefined) return env;
    env.disputeID = disputeID;
    for (const [getter, key, index] of ANSWERS) {
      const args = getter === "appealCost" ? [disputeID, "0x"] : [disputeID];
      const answer = this.#answer(getter, args, timestamp);
      env[key] = Array.isArray(answer) ? (answer[index] ?? null) : answer;
    }
    return env;
  }

  /** The call that the arbitrable's call makes at the arbitrator. */
  #outgoing(
    call: MachineCall,
  ): { function: string; args: MachineInput[]; value: string } | undefined {
    const before = this.#arbitrable.state();
    const trial = this.#kind.api.open(before);
    const outcome = trial.apply(call);
    const after = trial.state();
    trial.dispose();
    const paid = outcome.ok
      ? outcome.transfers.find(({ to }) => same(to, this.#at.arbitrator))?.amount
      : `${call.value ?? 0}`;
    const choices = this.#kind.creates(call, outcome);
    if (choices !== undefined && (outcome.ok || outcome.in === "arbitrator")) {
      return { function: "createDispute", args: [choices, "0x"], value: paid ?? "0" };
    }
    if (!outcome.ok || !this.#kind.appeals(call, before, after)) return undefined;
    const id = this.#kind.disputeOf(before, call) ?? "0";
    return { function: "appeal", args: [id, "0x"], value: paid ?? "0" };
  }

  #callArbitrable(given: ScenarioCall): Done {
    const { to: _, ...own } = given;
    const id =
      this.#kind.disputeOf(this.#arbitrable.state(), own) ??
      this.#kind.disputes(this.#arbitrable.state())[0];
    const call = { ...own, env: { ...this.#env(id, given.timestamp), ...given.env } };
    const outgoing = this.#outgoing(call);
    const applied: Applied[] = [];
    if (outgoing) {
      const { timestamp } = given;
      const second = { timestamp, from: this.#at.arbitrable, ...outgoing };
      const outcome = this.#arbitrator.apply(second);
      applied.push({ machine: "arbitrator", call: second, outcome });
      // A refusal goes up unchanged.
      if (!outcome.ok) return { outcome: { in: "arbitrator", ...outcome }, applied, moved: [] };
    }
    const outcome = this.#arbitrable.apply(call);
    applied.push({ machine: this.#kind.name, call, outcome });
    const theirs = applied.length > 1 ? (applied[0]?.outcome as MachineDone) : undefined;
    return { outcome: joined(outcome, theirs), applied, moved: this.#moved(given, applied) };
  }

  /** A solved dispute of the arbitrable that was not solved before. */
  #solved(before: Rows): number {
    return this.#disputes().findIndex(
      ({ status, arbitrated }, id) =>
        status === "2" && before[id]?.status !== "2" && same(arbitrated, this.#at.arbitrable),
    );
  }

  #callArbitrator(given: ScenarioCall): Done {
    const { to: _, ...own } = given;
    const before = this.#arbitrator.state();
    const disputes = before.disputes as Rows;
    const asked = disputes[Number(own.args[0])]?.arbitrated;
    // An account that made a dispute by itself has no rule().
    const noRule =
      /Ruling$/.test(own.function) &&
      asked !== undefined &&
      !same(asked, this.#at.arbitrable) &&
      !same(asked, this.#at.arbitrator);
    const call = noRule ? { ...own, env: { rule: { ok: false } } } : own;
    const outcome = this.#arbitrator.apply(call);
    const applied: Applied[] = [{ machine: "arbitrator", call, outcome }];
    const id = outcome.ok ? this.#solved(disputes) : -1;
    if (id < 0) return { outcome, applied, moved: this.#moved(given, applied) };
    const { timestamp } = given;
    const ruling = this.#disputes()[id]?.ruling as string;
    const ruled: MachineCall = {
      timestamp,
      from: this.#at.arbitrator,
      function: "rule",
      args: [`${id}`, ruling],
      env: this.#env(`${id}`, timestamp),
    };
    const answer = this.#arbitrable.apply(ruled);
    if (!answer.ok) return this.#undone(call, before, answer.revert);
    applied.push({ machine: this.#kind.name, call: ruled, outcome: answer });
    return {
      outcome: joined(outcome, answer),
      applied,
      moved: this.#moved(given, applied),
    };
  }

  /** The arbitrable refused the ruling, so the arbitrator's call reverts as well. */
  #undone(call: MachineCall, before: MachineState, revert: string | null): Done {
    this.#arbitrator.dispose();
    this.#arbitrator = this.#judges.open(before);
    const rule = { ok: false, ...(revert === null ? {} : { revert }) };
    const again = { ...call, env: { rule } };
    const outcome = this.#arbitrator.apply(again);
    return { outcome, applied: [{ machine: "arbitrator", call: again, outcome }], moved: [] };
  }

  /** What the machines moved, and before it what came with the call itself. */
  #moved({ from, to, value }: ScenarioCall, applied: Applied[]): MachineTransfer[] {
    if (!applied.every(({ outcome }) => outcome.ok)) return [];
    const place = to === "arbitrator" ? this.#at.arbitrator : this.#at.arbitrable;
    const sent = { asset: "eth", from, to: place, amount: value, ok: true };
    const inside = applied.flatMap(({ outcome }) => (outcome.ok ? outcome.transfers : []));
    return BigInt(value) === 0n ? inside : [sent, ...inside];
  }

  apply(call: ScenarioCall): Done {
    return call.to === "arbitrator" ? this.#callArbitrator(call) : this.#callArbitrable(call);
  }

  /** Each of the arbitrable's disputes is asked about by itself; what is said twice is kept once. */
  #each<T>(timestamp: string, ask: (env: Env) => readonly T[], key: (one: T) => string): T[] {
    const ids = this.#kind.disputes(this.#arbitrable.state());
    const found = new Map<string, T>();
    for (const id of ids.length === 0 ? [undefined] : ids) {
      for (const one of ask(this.#env(id, timestamp))) {
        if (!found.has(key(one))) found.set(key(one), one);
      }
    }
    return [...found.values()];
  }

  actions(actor: string, timestamp: string): PlayAction[] {
    const own = this.#each(
      timestamp,
      (env) => this.#arbitrable.actions({ actor, timestamp, env }),
      ({ function: name, args }) => JSON.stringify([name, args]),
    );
    const theirs = this.#arbitrator.actions({ actor, timestamp });
    return [
      ...own.map((action) => ({ ...action, to: this.#kind.name })),
      // Disputes are made by the arbitrable here.
      ...theirs
        .filter(({ function: name }) => name !== "createDispute")
        .map((action) => ({ ...action, to: "arbitrator" })),
    ];
  }

  deadlines(timestamp: string): MachineDeadline[] {
    const own = this.#each(
      timestamp,
      (env) => this.#arbitrable.deadlines({ timestamp, env }),
      (deadline) => JSON.stringify(deadline),
    );
    const all = [...own, ...this.#arbitrator.deadlines({ timestamp })];
    return all.sort((a, b) => Number(BigInt(a.timestamp) - BigInt(b.timestamp)));
  }

  ask(
    to: string,
    getter: string,
    args: MachineInput[],
    timestamp: string,
  ): MachineValue | undefined {
    const machine = to === "arbitrator" ? this.#arbitrator : this.#arbitrable;
    const outcome = machine.apply({
      timestamp,
      from: this.#at.arbitrator,
      function: getter,
      args,
      ...(to === "arbitrator" ? {} : { env: this.#env(undefined, timestamp) }),
    });
    return outcome.ok ? outcome.returns : undefined;
  }

  state(): Record<string, MachineState> {
    return { [this.#kind.name]: this.#arbitrable.state(), arbitrator: this.#arbitrator.state() };
  }

  dispose(): void {
    this.#arbitrable.dispose();
    this.#arbitrator.dispose();
  }
}

/** What the called contract did, with what the other one did for it. */
function joined(outcome: MachineOutcome, other: MachineDone | undefined): MachineOutcome {
  if (!outcome.ok || !other) return outcome;
  return {
    ...outcome,
    events: [...outcome.events, ...other.events],
    transfers: [...outcome.transfers, ...other.transfers],
  };
}
