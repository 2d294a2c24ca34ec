import type { Dikast, MachineDeadline } from "dikast/lean";
import type { Done, Play, PlayAction } from "./play.js";
import type { Scenario, ScenarioCall } from "./scenario.js";
import type { Choices, Host, Position, System } from "./system.types.js";
import { systemOf } from "./systems.js";

/** A call of the scenario and what became of it. */
export interface Step extends Done {
  call: ScenarioCall;
}

/** What changed hands so far, by account; wei. */
export interface Balance {
  name: string;
  received: bigint;
  paid: bigint;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** A scenario being played. Fires "change". */
export class SimulateModel extends EventTarget {
  steps: Step[] = [];
  /** Why there is no play, or why the last call was none. */
  problem = "";
  actor = "";
  choices: Choices = { vote: "1", salt: "1" };
  /** By person: what this one may do now, and why not. */
  offers = new Map<string, PlayAction[]>();
  deadlines: readonly MachineDeadline[] = [];
  positions: readonly Position[] = [];
  system: System | undefined;
  #scenario: Scenario;
  #play: Play | undefined;
  /** Within a shortcut nothing is shown until it is done. */
  #quiet = false;

  constructor(
    readonly dikast: Dikast,
    scenario: Scenario,
    /** Keeps the scenario. */
    readonly keep: (scenario: Scenario) => void,
  ) {
    super();
    this.#scenario = scenario;
    this.load(scenario);
  }

  get scenario(): Scenario {
    return this.#scenario;
  }

  get now(): string {
    return this.#scenario.now;
  }

  stop(): void {
    this.#play?.dispose();
    this.#play = undefined;
  }

  /** Plays a scenario from its beginning. Whatever it is, there is an answer. */
  load(scenario: Scenario): void {
    this.stop();
    this.#scenario = { ...scenario, calls: [...scenario.calls] };
    this.steps = [];
    this.problem = "";
    this.system = systemOf(scenario);
    if (!scenario.people.some(({ address }) => address === this.actor)) {
      this.actor = scenario.people[0]?.address ?? "";
    }
    try {
      if (!this.system) throw new Error(`There is no machine called "${scenario.system}" here.`);
      this.#play = this.system.open(this.dikast, scenario);
      for (const call of scenario.calls) {
        this.steps.push({ call, ...this.#play.apply(call) });
      }
    } catch (error) {
      const at = this.steps.length;
      this.problem = `${at === 0 ? "" : `Call ${at + 1}: `}${messageOf(error)}`;
      this.#scenario.calls.length = at;
    }
    this.#changed();
  }

  #changed(): void {
    if (this.#quiet) return;
    this.#look();
    this.keep(this.#scenario);
    this.dispatchEvent(new Event("change"));
  }

  /** Asks the machine what there is to see. */
  #look(): void {
    const { system, now } = this;
    const play = this.#play;
    this.offers = new Map();
    this.deadlines = [];
    this.positions = [];
    if (!system || !play) return;
    try {
      const begins = system.offers(play, this.#scenario, now);
      const { vote: choice, salt } = this.choices;
      for (const { address } of this.#scenario.people) {
        const actions = play.actions(address, now, { choice, salt });
        this.offers.set(address, [...actions, ...begins]);
      }
      this.deadlines = play
        .deadlines(now)
        .filter(({ timestamp }) => BigInt(timestamp) > BigInt(now) || BigInt(timestamp) > 0n);
      this.positions = system.positions(play, now);
    } catch (error) {
      this.problem = messageOf(error);
    }
  }

  say(problem: string): void {
    this.problem = problem;
    this.dispatchEvent(new Event("change"));
  }

  choose(actor: string): void {
    this.actor = actor;
    this.dispatchEvent(new Event("change"));
  }

  setChoices(choices: Partial<Choices>): void {
    this.choices = { ...this.choices, ...choices };
    this.#changed();
  }

  /** Moves the clock; a chain's clock never goes back behind its last block. */
  wait(until: string): void {
    const last = this.steps.at(-1)?.call.timestamp ?? "0";
    const wanted = BigInt(until);
    this.#scenario.now = `${wanted < BigInt(last) ? last : wanted}`;
    this.problem =
      wanted < BigInt(last) ? "The clock cannot go back behind the last call; undo it first." : "";
    this.#changed();
  }

  /** Makes a call now; whether it was accepted. */
  call(call: Omit<ScenarioCall, "timestamp">): boolean {
    const play = this.#play;
    if (!play) return false;
    const whole: ScenarioCall = { timestamp: this.now, ...call };
    this.problem = "";
    let ok = false;
    try {
      const done = play.apply(whole);
      this.steps.push({ call: whole, ...done });
      this.#scenario.calls.push(whole);
      ok = done.outcome.ok;
    } catch (error) {
      // The call is none: nothing was tried.
      this.problem = messageOf(error);
    }
    this.#changed();
    return ok;
  }

  #host(): Host | undefined {
    const play = this.#play;
    if (!play) return undefined;
    const model = this;
    return {
      dikast: this.dikast,
      play,
      scenario: this.#scenario,
      choices: this.choices,
      get now() {
        return model.now;
      },
      make: (from, action, choices) => this.make(from, action, choices),
      wait: (until) => this.wait(until),
    };
  }

  /** An action as a call, with what the system adds to it. */
  make(from: string, action: PlayAction, choices = this.choices): boolean {
    const host = this.#host();
    if (!host) return false;
    const { to, function: name, args, value } = action;
    const more = this.system?.prepare?.(host, action, choices) ?? {};
    return this.call({ from, to, function: name, args: [...args], value, ...more });
  }

  /** The shortcuts that lead somewhere now. */
  shortcuts(): { label: string; run: () => void }[] {
    const host = this.#host();
    if (!host) return [];
    const ready = (this.system?.shortcuts ?? []).filter((each) => each.ready(host));
    return ready.map(({ label, run }) => ({
      label,
      run: () => {
        this.#quiet = true;
        try {
          run(host);
        } finally {
          this.#quiet = false;
        }
        this.#changed();
      },
    }));
  }

  /** Takes the last call back. */
  undo(): void {
    const calls = this.#scenario.calls.slice(0, -1);
    const now = this.#scenario.calls.at(-1)?.timestamp ?? this.now;
    this.load({ ...this.#scenario, calls, now });
  }

  /** The state as the machines write it. */
  state(): string {
    return JSON.stringify(this.#play?.state() ?? {}, null, 2);
  }

  /** A name for an address: a person, a contract, or the address itself. */
  nameOf(address: string): string {
    const wanted = address.toLowerCase();
    return this.#names().get(wanted) ?? address;
  }

  #names(): Map<string, string> {
    const { people, config } = this.#scenario;
    const names = new Map(people.map(({ label, address }) => [address.toLowerCase(), label]));
    const contracts = (config.court?.contracts ?? []) as { label: string; address: string }[];
    for (const { label, address } of contracts) names.set(address.toLowerCase(), label);
    for (const [name, one] of Object.entries(config)) {
      const own = one.address ?? (name === "escrow" ? one.escrow : undefined);
      if (typeof own === "string") names.set(own.toLowerCase(), name);
    }
    return names;
  }

  /** What everybody paid and got, so far. */
  balances(): Balance[] {
    const sums = new Map<string, Balance>();
    const of = (address: string): Balance => {
      const name = this.nameOf(address);
      const sum = sums.get(name) ?? { name, received: 0n, paid: 0n };
      sums.set(name, sum);
      return sum;
    };
    for (const { address } of this.#scenario.people) of(address);
    for (const { asset, from, to, amount, ok } of this.steps.flatMap(({ moved }) => moved)) {
      if (!ok || asset !== "eth") continue;
      of(from).paid += BigInt(amount);
      of(to).received += BigInt(amount);
    }
    return [...sums.values()].filter(({ received, paid }) => received + paid > 0n);
  }

  /** The machines that take part. */
  get machines(): string[] {
    return Object.keys(this.#scenario.config);
  }

  /**
   * Every call that one machine got, what is expected of it, and all that it said: `dikast simulate`
   * plays it, and so does the package alone.
   */
  vector(machine: string): string {
    const { title, config } = this.#scenario;
    const rows = this.steps
      .flatMap(({ applied }) => applied)
      .filter((row) => row.machine === machine);
    const calls = rows.map(({ call, outcome }) => ({
      ...call,
      ok: outcome.ok,
      ...(!outcome.ok && outcome.revert !== null && { revert: outcome.revert }),
    }));
    const outcomes = rows.map(({ outcome }) => outcome);
    return `${JSON.stringify({ machine, title, config: config[machine], calls, outcomes }, null, 2)}\n`;
  }
}
