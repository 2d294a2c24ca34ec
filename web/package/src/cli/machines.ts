import type { Dikast } from "../dikast.js";
import type { MachineApi, MachineCall, OpenMachine } from "../machine.types.js";
import { parseExactly, readSource } from "./files.js";
import { UsageError } from "./usage.js";

export const MACHINES = [
  "court",
  "disputeKit",
  "resolver",
  "escrow",
  "reality",
  "arbitrableProxy",
  "arbitrator",
] as const;
export type MachineName = (typeof MACHINES)[number];

/** What a scenario file expects of a call, as recordings have it. */
export interface Expected {
  readonly ok?: boolean;
  readonly revert?: string | null;
  readonly error?: string | null;
}

/** A file that says where a machine begins and what is called. */
export interface Scenario {
  readonly name: string;
  readonly machine: MachineName;
  readonly start: "config" | "state" | "chain";
  readonly value: object;
  readonly calls: readonly (MachineCall & Expected)[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function machineOf(name: string, file: string): MachineName {
  const found = MACHINES.find((known) => known === name);
  if (found === undefined) {
    throw new UsageError(`${file}: no machine "${name}"; there are ${MACHINES.join(", ")}`);
  }
  return found;
}

/** {machine, config | state | chain, calls}, or a bare state. Errors: UsageError. */
export function readScenario(path: string, machine?: string): Scenario {
  const { name, text } = readSource(path);
  const read = parseExactly(text, name);
  if (!isObject(read)) throw new UsageError(`${name}: an object is needed`);
  const starts = (["config", "state", "chain"] as const).filter((key) => key in read);
  const calls = read.calls ?? read.steps ?? [];
  if (!Array.isArray(calls) || !calls.every(isObject)) {
    throw new UsageError(`${name}: "calls" is a list of calls`);
  }
  const [start] = starts;
  const wanted = machineOf(
    machine ?? (typeof read.machine === "string" ? read.machine : "court"),
    name,
  );
  if (start === undefined) {
    if (calls.length > 0) {
      throw new UsageError(
        `${name}: calls need a "config", a "state" or "chain" values before them`,
      );
    }
    return { name, machine: wanted, start: "state", value: read, calls: [] };
  }
  const value = read[start];
  if (starts.length > 1 || !isObject(value)) {
    throw new UsageError(`${name}: one of "config", "state" and "chain" is needed, an object`);
  }
  return { name, machine: wanted, start, value, calls: calls as unknown as Scenario["calls"] };
}

const starting = { config: "initial", chain: "fromChain" } as const;

/** The machine before the first call. */
export function openScenario(dikast: Dikast, scenario: Scenario): OpenMachine {
  const api: MachineApi = dikast[scenario.machine];
  const { start, value } = scenario;
  return api.open(start === "state" ? value : api[starting[start]](value));
}
