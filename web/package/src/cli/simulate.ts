import type { Dikast } from "../dikast.js";
import { DikastError } from "../errors.js";
import type { MachineCall, MachineOutcome, MachineQuery, OpenMachine } from "../machine.types.js";
import { writeBytes } from "./content.js";
import { type Expected, MACHINES, openScenario, readScenario, type Scenario } from "./machines.js";
import { jsonText, type Output, paint, printable } from "./terminal.js";
import { type Arguments, type Command, UsageError } from "./usage.js";

const MACHINE = {
  value: "NAME",
  oneOf: MACHINES,
  about: "whose rules: the file's own, else court",
} as const;

export const SIMULATE: Command = {
  name: "simulate",
  about: "Plays the calls of a scenario as the contracts would, and writes what happens.",
  usage: ["dikast simulate [options] SCENARIO", "dikast simulate [options] - < scenario"],
  options: {
    machine: MACHINE,
    actor: { value: "ADDRESS", about: "after each call, what this account may do" },
    deadlines: { about: "after each call, what begins and ends" },
    state: { about: "the state after the last call, on a line of its own" },
    format: {
      value: "FORMAT",
      oneOf: ["jsonl", "text"],
      about: "jsonl (default): one JSON object a line; or text",
    },
  },
  notes: [
    'SCENARIO is JSON: { "machine": "court", "config": {...}, "calls": [{ "timestamp", "from", "to", ' +
      '"function", "args", "value", "env" }] }; in place of "config" a "state" or "chain" values.',
    'A call may say what is expected of it: "ok": false, "revert": "NotAppealPeriod". A call that ' +
      "ends otherwise makes the exit status 1. A revert that nobody spoke about is an answer.",
  ],
};

export const DEADLINES: Command = {
  name: "deadlines",
  about: "Says what begins and ends when, and how certain that is.",
  usage: ["dikast deadlines [options] STATE|SCENARIO", "dikast deadlines [options] - < state"],
  options: {
    machine: MACHINE,
    at: { value: "TIME", whole: true, about: "Unix seconds; the last call's time, else now" },
    actor: { value: "ADDRESS", about: "also what this account may do" },
    ics: { about: "a calendar file (RFC 5545)" },
    title: { value: "TEXT", about: "the calendar's name (default: Dispute)" },
    url: { value: "URL", about: "an address shown in every entry of the calendar" },
    remind: {
      value: "SECONDS",
      many: true,
      whole: true,
      about: "the calendar reminds so long before; may be given several times",
    },
    output: { value: "FILE", short: "o", about: "write to a file" },
    format: { value: "FORMAT", oneOf: ["text", "json"], about: "text (default) or json" },
  },
  notes: [
    "Each deadline ends by itself, waits for somebody's call, or may be cut short by another's call.",
  ],
};

/** What the file expects and did not happen; undefined when all is as expected. */
function difference(expected: Expected, outcome: MachineOutcome): string | undefined {
  if (expected.ok !== undefined && expected.ok !== outcome.ok) {
    return expected.ok ? "it was expected to be accepted" : "it was expected to be refused";
  }
  const reason = expected.revert ?? expected.error;
  if (typeof reason !== "string") return undefined;
  if (!outcome.ok && (outcome.revert ?? "") === reason) return undefined;
  return `"${reason}" was expected`;
}

/** Shortens long lists, which a line of text has no place for. */
const brief = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "";
  return printable(text.length > 120 ? `${text.slice(0, 117)}...` : text);
};

function told(step: number, call: MachineCall, outcome: MachineOutcome, out: Output): string {
  const { timestamp, from, to, args = [], value } = call;
  const sent = value === undefined || BigInt(value) === 0n ? "" : ` with ${value} wei`;
  const name = to === undefined ? call.function : `${to}.${call.function}`;
  const who = printable(`${step}. ${timestamp} ${from}: ${name}`);
  const head = `${who}(${args.map(brief).join(", ")})${sent}`;
  if (!outcome.ok) {
    const reason = printable(outcome.revert ?? "") || outcome.kind;
    return `${head}\n   ${paint(out, "red", "refused")}: ${reason}\n`;
  }
  const { events, transfers, returns } = outcome;
  const lines = [`${head}\n   ${paint(out, "green", "accepted")}`];
  if (returns !== undefined) lines.push(`returns ${brief(returns)}`);
  for (const { contract, name: event, args: values } of events) {
    lines.push(`event ${printable(`${contract}.${event}`)} ${brief(values)}`);
  }
  for (const { asset, from: payer, to: payee, amount, ok } of transfers) {
    const failed = ok ? "" : ", which failed";
    lines.push(printable(`${amount} of ${asset} from ${payer} to ${payee}${failed}`));
  }
  return `${lines.join("\n   ")}\n`;
}

/** The calls in order, each with what came of it. */
function play(
  open: OpenMachine,
  { calls }: Scenario,
  each: (step: number, call: MachineCall, outcome: MachineOutcome, wrong?: string) => void,
): number {
  let wrongs = 0;
  for (const [step, { ok, revert, error, ...call }] of calls.entries()) {
    let outcome: MachineOutcome;
    try {
      outcome = open.apply(call as MachineCall);
    } catch (cause) {
      if (!(cause instanceof DikastError)) throw cause;
      const { code, path, message } = cause;
      throw new DikastError({ code, path: `/calls/${step}${path}`, message }, { cause });
    }
    const expected: Expected = {
      ...(ok !== undefined && { ok }),
      ...(revert !== undefined && { revert }),
      ...(error !== undefined && { error }),
    };
    const wrong = difference(expected, outcome);
    if (wrong !== undefined) wrongs += 1;
    each(step, call as MachineCall, outcome, wrong);
  }
  return wrongs;
}

function one(args: Arguments): string {
  const [path, ...rest] = args.positionals;
  if (path === undefined || rest.length > 0) throw new UsageError("name one file, or - for stdin");
  return path;
}

const queryOf = (timestamp: MachineCall["timestamp"], actor?: string): MachineQuery => ({
  timestamp,
  ...(actor !== undefined && { actor }),
});

/** JSON on one line, in which nothing acts on a terminal. */
const line = (value: unknown): string =>
  `${jsonText(value)
    .split("\n")
    .map((part) => part.trimStart())
    .join("")}\n`;

export async function simulate(
  args: Arguments,
  load: () => Promise<Dikast>,
  out: Output,
  err: Output,
): Promise<number> {
  const scenario = readScenario(one(args), args.one("machine"));
  const text = args.one("format") === "text";
  const actor = args.one("actor");
  const open = openScenario(await load(), scenario);
  const wrongs = play(open, scenario, (step, call, outcome, wrong) => {
    const query = queryOf(call.timestamp, actor);
    const more = {
      ...(actor !== undefined && { actions: open.actions(query) }),
      ...(args.has("deadlines") && { deadlines: open.deadlines(query) }),
    };
    if (text) {
      out.write(told(step, call, outcome, out));
      for (const action of more.actions ?? []) {
        const name = action.to === undefined ? action.function : `${action.to}.${action.function}`;
        const may = action.enabled ? "may" : `may not (${printable(action.reason ?? "")})`;
        out.write(`   ${may} ${name}(${action.args.map(brief).join(", ")}), ${action.value} wei\n`);
      }
      for (const { timestamp, name } of more.deadlines ?? []) {
        out.write(`   ${timestamp} ${name}\n`);
      }
    } else {
      const { timestamp, from, to, args: given, value } = call;
      const head = { step, timestamp, from, to, function: call.function, args: given, value };
      out.write(line({ ...head, ...outcome, ...more, ...(wrong !== undefined && { wrong }) }));
    }
    if (wrong !== undefined) err.write(`call ${step}: ${printable(wrong)}\n`);
  });
  if (args.has("state")) out.write(line({ state: open.state() }));
  return wrongs === 0 ? 0 : 1;
}

export async function deadlines(
  args: Arguments,
  load: () => Promise<Dikast>,
  out: Output,
): Promise<number> {
  const scenario = readScenario(one(args), args.one("machine"));
  const dikast = await load();
  const open = openScenario(dikast, scenario);
  play(open, scenario, () => {});
  const last = scenario.calls.at(-1)?.timestamp;
  const at = BigInt(args.one("at") ?? last ?? Math.floor(Date.now() / 1000));
  const actor = args.one("actor");
  const list = open.deadlines(queryOf(at, actor));
  const url = args.one("url");
  const remindBefore = args.all("remind");
  const actions = actor === undefined ? undefined : open.actions(queryOf(at, actor));
  let text: string;
  if (args.has("ics")) {
    text = dikast.timeline.ics(list, {
      title: args.one("title") ?? "Dispute",
      now: at,
      ...(url !== undefined && { url }),
      ...(remindBefore.length > 0 && { remindBefore }),
    });
  } else if (args.one("format") === "json") {
    text = jsonText({ at, deadlines: list, ...(actions !== undefined && { actions }) });
  } else {
    const lines = list.map((deadline) => printable(dikast.timeline.describe(deadline, at)));
    for (const action of actions ?? []) {
      const name = action.to === undefined ? action.function : `${action.to}.${action.function}`;
      const may = action.enabled ? "May call" : `May not call (${printable(action.reason ?? "")})`;
      lines.push(`${may} ${name}(${action.args.map(brief).join(", ")}) with ${action.value} wei.`);
    }
    text = `${(lines.length > 0 ? lines : ["Nothing begins or ends by a clock."]).join("\n")}\n`;
  }
  const output = args.one("output");
  if (output === undefined) out.write(text);
  else writeBytes(output, new TextEncoder().encode(text));
  return 0;
}
