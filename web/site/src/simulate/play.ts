import type {
  MachineAction,
  MachineApi,
  MachineCall,
  MachineDeadline,
  MachineInput,
  MachineOutcome,
  MachineState,
  MachineTransfer,
  MachineValue,
  OpenMachine,
} from "dikast/lean";
import type { ScenarioCall } from "./scenario.js";

export type Env = { readonly [name: string]: MachineInput | undefined };

/** A call as one machine got it, and what it said: a row of a test vector. */
export interface Applied {
  machine: string;
  call: MachineCall;
  outcome: MachineOutcome;
}

/** What became of a call of the scenario. */
export interface Done {
  outcome: MachineOutcome;
  applied: Applied[];
  /** Everything that moved, what was sent with the call included. */
  moved: readonly MachineTransfer[];
}

/** A call somebody may make; `to` is always there. */
export type PlayAction = MachineAction & { to: string };

/** One machine, or several that act on each other, behind one door. */
export interface Play {
  apply(call: ScenarioCall): Done;
  actions(actor: string, timestamp: string, env?: Env): PlayAction[];
  deadlines(timestamp: string): MachineDeadline[];
  /** What a getter answers; undefined when it reverts. */
  ask(
    to: string,
    getter: string,
    args: MachineInput[],
    timestamp: string,
  ): MachineValue | undefined;
  state(): Record<string, MachineState>;
  dispose(): void;
}

export const isRefused = (outcome: MachineOutcome): boolean => !outcome.ok;

/** A machine that holds its whole world, as dikast.court does. */
export class Alone implements Play {
  readonly #machine: OpenMachine;

  constructor(
    api: MachineApi,
    readonly name: string,
    config: object,
    /** The contract that is called where an action names none. */
    readonly own: string,
  ) {
    this.#machine = api.open(api.initial(config));
  }

  apply(call: ScenarioCall): Done {
    const outcome = this.#machine.apply(call);
    return {
      outcome,
      applied: [{ machine: this.name, call, outcome }],
      moved: outcome.ok ? outcome.transfers : [],
    };
  }

  actions(actor: string, timestamp: string, env: Env = {}): PlayAction[] {
    return this.#machine
      .actions({ actor, timestamp, env })
      .map((action) => ({ ...action, to: action.to ?? this.own }));
  }

  deadlines(timestamp: string): MachineDeadline[] {
    return this.#machine.deadlines({ timestamp });
  }

  ask(
    to: string,
    getter: string,
    args: MachineInput[],
    timestamp: string,
  ): MachineValue | undefined {
    const from = `0x${"0".repeat(40)}`;
    const outcome = this.#machine.apply({ timestamp, from, to, function: getter, args });
    return outcome.ok ? outcome.returns : undefined;
  }

  state(): Record<string, MachineState> {
    return { [this.name]: this.#machine.state() };
  }

  dispose(): void {
    this.#machine.dispose();
  }
}
