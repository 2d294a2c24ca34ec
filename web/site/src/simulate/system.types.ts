import type { AbiItem, Dikast } from "dikast/lean";
import type { Play, PlayAction } from "./play.js";
import type { Scenario, ScenarioCall } from "./scenario.js";

/** A state of the drawing, by its place in a grid. */
export interface DiagramNode {
  id: string;
  title: string;
  column: number;
  row: number;
}

/** A way from one state to another: any of these functions. */
export interface DiagramEdge {
  from: string;
  to: string;
  functions: readonly string[];
  /** What stands at the arrow. */
  label: string;
  /** Pixels that the arrow bows aside, so that two between the same states stay apart. */
  bend?: number;
}

export interface Diagram {
  nodes: readonly DiagramNode[];
  edges: readonly DiagramEdge[];
}

/** Where something of the play is now. */
export interface Position {
  subject: string;
  node: string;
  facts: readonly (readonly [name: string, text: string])[];
}

/** A field of the configuration that a person may change. */
export interface Parameter {
  label: string;
  /** Into scenario.config. */
  path: readonly (string | number)[];
  unit: "wei" | "seconds" | "number" | "basis points" | "yes or no" | "name";
  /** What a name may be. */
  options?: readonly string[];
}

/** What the person chose for the calls that need a choice. */
export interface Choices {
  vote: string;
  salt: string;
}

/** What a shortcut plays on. */
export interface Host {
  readonly dikast: Dikast;
  readonly play: Play;
  readonly scenario: Scenario;
  readonly now: string;
  readonly choices: Choices;
  /** Makes a call now; whether it was accepted. */
  make(from: string, action: PlayAction, choices?: Choices): boolean;
  /** Moves the clock. */
  wait(until: string): void;
}

export interface Shortcut {
  label: string;
  /** Whether there is something to do. */
  ready(host: Host): boolean;
  run(host: Host): void;
}

/** What can be simulated: a row of the table. */
export interface System {
  /** As scenarios name it. */
  id: string;
  title: string;
  open(dikast: Dikast, scenario: Scenario): Play;
  diagram: Diagram;
  positions(play: Play, now: string): Position[];
  /** Calls that begin something; actions() lists what follows from it. */
  offers(play: Play, scenario: Scenario, now: string): PlayAction[];
  /** What an action lacks to be a call: who is drawn, what is voted. */
  prepare?(host: Host, action: PlayAction, choices: Choices): Partial<ScenarioCall>;
  parameters(scenario: Scenario): Parameter[];
  /** By contract, what can be called. */
  abi(scenario: Scenario): Record<string, readonly AbiItem[]>;
  shortcuts?: readonly Shortcut[];
  /** Whether votes are cast, so that a choice is asked for. */
  votes?: boolean;
}
