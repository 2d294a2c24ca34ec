import type { BigIntish } from "./common.types.js";

/**
 * A value of a call, event or state as the recordings write it: whole numbers are decimal strings,
 * bytes 0x-hex, tuples objects by the ABI's names. Inputs may hold bigints and safe integers too.
 */
export type MachineValue =
  | null
  | boolean
  | string
  | readonly MachineValue[]
  | { readonly [name: string]: MachineValue };

/** The same for what goes in. */
export type MachineInput =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly MachineInput[]
  | { readonly [name: string]: MachineInput | undefined };

/** Everything a machine remembers; plain JSON that can be stored and given back. */
export type MachineState = { readonly [name: string]: MachineValue };

/** One transaction. */
export interface MachineCall {
  /** Block timestamp, Unix seconds. */
  readonly timestamp: BigIntish;
  /** Who calls: an address, or a label where the machine has labels. */
  readonly from: string;
  /** Label of the contract called; without it the machine's own. */
  readonly to?: string;
  readonly function: string;
  /** In the contract's order. */
  readonly args?: readonly MachineInput[];
  /** Wei sent. */
  readonly value?: BigIntish;
  /** What outside parties would answer; each machine says what it reads. */
  readonly env?: { readonly [name: string]: MachineInput | undefined };
}

/** A log, in the order of the logs. */
export interface MachineEvent {
  readonly contract: string;
  readonly name: string;
  readonly args: { readonly [name: string]: MachineValue };
}

/** What moved; `ok` is false for a send that failed and was ignored. */
export interface MachineTransfer {
  /** "eth" for the native currency, else a token's label or address. */
  readonly asset: string;
  readonly from: string;
  readonly to: string;
  /** In the asset's smallest unit. */
  readonly amount: string;
  readonly ok: boolean;
}

/** The contract accepted the call. */
export interface MachineDone {
  readonly ok: true;
  readonly events: readonly MachineEvent[];
  readonly transfers: readonly MachineTransfer[];
  readonly returns?: MachineValue;
}

/** The contract refused the call: nothing changed. */
export interface MachineRefused {
  readonly ok: false;
  /** The revert reason, the custom error's name, or "Panic(0x11)"; null without any. */
  readonly revert: string | null;
  readonly kind: "reason" | "custom" | "panic" | "empty" | "invalid-opcode";
  /** Arguments of a custom error. */
  readonly args?: MachineValue;
  /** Label of the contract whose code refused, where it is another than the one called. */
  readonly in?: string;
}

export type MachineOutcome = MachineDone | MachineRefused;

/** Who asks, and when. */
export interface MachineQuery {
  /** The account that would call. */
  readonly actor?: string;
  /** Unix seconds. */
  readonly timestamp: BigIntish;
  readonly env?: { readonly [name: string]: MachineInput | undefined };
}

/** A call the actor may make, or why not. */
export interface MachineAction {
  readonly to?: string;
  readonly function: string;
  readonly args: readonly MachineValue[];
  /** Exact, in wei. */
  readonly value: string;
  readonly role: string;
  /** The last second in which it is accepted. */
  readonly deadline?: string;
  readonly enabled: boolean;
  /** What the contract would say, when it is not enabled. */
  readonly reason?: string;
  readonly note?: string;
}

/** When something begins or ends. */
export interface MachineDeadline {
  readonly name: string;
  /** The first second of the new situation. */
  readonly timestamp: string;
  /** Whom it concerns. */
  readonly who: string;
  readonly opens?: true;
  readonly closes?: true;
  readonly function: string;
  /**
   * fixed: by the clock alone; awaitsCall: from then on somebody may end it, and until then it goes
   * on; canBeCut: another's call can end it before.
   */
  readonly certainty: "fixed" | "awaitsCall" | "canBeCut";
  readonly subject?: string;
}

/** A machine kept in the core: its state crosses the boundary only when asked for. */
export interface OpenMachine {
  /** Does what the contract does. A refused call changes nothing. Errors: machine.argument, machine.unknown_function, machine.env. */
  apply(call: MachineCall): MachineOutcome;
  /** Errors: machine.argument, machine.env. */
  actions(query: MachineQuery): MachineAction[];
  /** By time. Errors: machine.argument, machine.env. */
  deadlines(query: MachineQuery): MachineDeadline[];
  state(): MachineState;
  /** Frees it; using it afterwards is handle.invalid. */
  dispose(): void;
}

/** A contract, or contracts that act together, as a pure function of state, call and env. */
export interface MachineApi {
  /** The state before any call. Errors: machine.config with the field's path. */
  initial(config: object): MachineState;
  /** The state that what a node answers stands for. Errors: machine.state, machine.unknown. */
  fromChain(values: object): MachineState;
  /** One call; a refused one leaves the state as it was. Errors: machine.state and those of OpenMachine.apply. */
  apply(state: object, call: MachineCall): MachineOutcome & { readonly state: MachineState };
  /** Every call the actor may make now, with exact values; disabled ones with the contract's reason. */
  actions(state: object, query: MachineQuery): MachineAction[];
  /** Every coming deadline, by time. */
  deadlines(state: object, query: MachineQuery): MachineDeadline[];
  /** Keeps the state in the core for many calls. Errors: machine.state with the field's path. */
  open(state: object): OpenMachine;
}
