import type { MachineInput } from "dikast/lean";

/** An account or contract with the name people know it by here. */
export interface Person {
  label: string;
  address: string;
  /** What this one is in the play: "party", "juror", ... */
  role: string;
}

/** One transaction of a scenario; `to` is a contract's label. */
export interface ScenarioCall {
  timestamp: string;
  from: string;
  to: string;
  function: string;
  args: MachineInput[];
  /** Wei. */
  value: string;
  /** What outside parties answered, as far as the play does not say it: the jurors drawn. */
  env?: { [name: string]: MachineInput };
}

/** How it starts, and what was done. */
export interface Scenario {
  /** A row of the table of systems; the name of its machine. */
  system: string;
  title: string;
  about: string;
  people: Person[];
  /** By machine, what `initial` takes. */
  config: Record<string, Record<string, MachineInput>>;
  /** The clock, Unix seconds. */
  now: string;
  calls: ScenarioCall[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isTime = (value: unknown): value is string =>
  typeof value === "string" && /^\d{1,15}$/.test(value);
const isText = (value: unknown): value is string => typeof value === "string";

function badCall(call: unknown): string {
  if (!isObject(call)) return "is no object";
  if (!isTime(call.timestamp)) return "has no time";
  for (const field of ["from", "to", "function"])
    if (!isText(call[field])) return `lacks "${field}"`;
  if (!Array.isArray(call.args)) return "has no list of arguments";
  if (!isText(call.value) || !/^\d{1,78}$/.test(call.value)) return "has no value in wei";
  if (call.env !== undefined && !isObject(call.env)) return "has an env that is no object";
  return "";
}

/**
 * What a file, a link and the draft hold: what `dikast simulate` plays, with the people and the clock
 * beside it. Where a test arbitrator takes part, its configuration stands under "arbitrator".
 *
 * A scenario's text as a scenario; an Error says what is wrong with it.
 */
export function readScenario(text: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("This is no JSON.");
  }
  if (!isObject(value)) throw new Error("This is no scenario: it is no object.");
  for (const field of ["machine", "title", "about"]) {
    if (!isText(value[field])) throw new Error(`The scenario lacks "${field}".`);
  }
  if (!isTime(value.now)) throw new Error('The scenario lacks "now", Unix seconds as a text.');
  const { machine, people, config, arbitrator, calls, title, about, now } = value;
  if (!isObject(config)) throw new Error('The scenario lacks "config".');
  if (arbitrator !== undefined && !isObject(arbitrator)) {
    throw new Error('"arbitrator" of the scenario is no object.');
  }
  const known = (one: unknown): boolean =>
    isObject(one) && isText(one.label) && isText(one.role) && isText(one.address);
  if (!Array.isArray(people) || people.length === 0 || !people.every(known)) {
    throw new Error('The scenario lacks "people", each with label, role and address.');
  }
  if (!Array.isArray(calls)) throw new Error('The scenario lacks "calls".');
  calls.forEach((call, at) => {
    const bad = badCall(call);
    if (bad !== "") throw new Error(`Call ${at + 1} ${bad}.`);
  });
  const parts = { [machine as string]: config, ...(arbitrator && { arbitrator }) };
  return { system: machine, title, about, people, config: parts, now, calls } as Scenario;
}

export function writeScenario({ system: machine, config, ...rest }: Scenario): string {
  const { arbitrator } = config;
  const file = {
    machine,
    title: rest.title,
    about: rest.about,
    people: rest.people,
    config: config[machine] ?? {},
    ...(arbitrator && { arbitrator }),
    now: rest.now,
    calls: rest.calls,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
