#!/usr/bin/env node
// The program `dikast`: reads files and standard input, and asks the network only for render --live.
import { isatty } from "node:tty";
import { version } from "dikast:facts";
import { type Dikast, wrap } from "../dikast.js";
import { DikastError } from "../errors.js";
import { loadFrom } from "../load.js";
import { COST, cost } from "./cost.js";
import { DECODE, decode } from "./decode.js";
import { DIFF, diff } from "./diff.js";
import { CAR, CID, car, cid, VERIFY, verify } from "./ipfs.js";
import { LINT, lint } from "./lint.js";
import { RENDER, render } from "./render.js";
import { DEADLINES, deadlines, SIMULATE, simulate } from "./simulate.js";
import {
  type Output,
  OutputClosed,
  paint,
  printable,
  printableLines,
  standard,
} from "./terminal.js";
import { type Arguments, type Command, help, read, UsageError } from "./usage.js";

type Run = (
  args: Arguments,
  load: () => Promise<Dikast>,
  out: Output,
  err: Output,
) => Promise<number>;

const COMMANDS: readonly (readonly [Command, Run])[] = [
  [LINT, lint],
  [RENDER, render],
  [DIFF, diff],
  [DECODE, decode],
  [CID, cid],
  [VERIFY, verify],
  [CAR, car],
  [SIMULATE, simulate],
  [DEADLINES, deadlines],
  [COST, cost],
];

const USAGE = `dikast ${version}: dispute toolkit for Kleros

Usage: dikast COMMAND [options]

Commands:
${COMMANDS.map(([{ name, about }]) => `  ${name.padEnd(11)}${about}`).join("\n")}

dikast COMMAND --help says more. dikast --version prints the version.

Exit status: 0 all is well, 1 there are findings, 2 it could not be done as asked.
`;

// The module in its own file: nothing to unpack, which is half of the time of a short run.
const load = async (): Promise<Dikast> =>
  wrap(await loadFrom(new URL("./dikast.wasm", import.meta.url)));

/** A refusal of the core: the code first, because it is what can be looked up. */
function refusal(error: DikastError, err: Output): void {
  const word = paint(err, "red", "error");
  const at = error.path === "" ? "" : ` at ${printable(error.path)}`;
  err.write(`${word} ${error.code}${at}: ${printableLines(error.message, "  ")}\n`);
  for (const { severity, code, path, message } of error.issues ?? []) {
    err.write(
      `  ${severity} ${code} at ${printable(path || "/")}: ${printableLines(message, "    ")}\n`,
    );
  }
}

async function run(args: readonly string[], out: Output, err: Output): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version" || name === "-v" || name === "-V") {
    out.write(`${version}\n`);
    return 0;
  }
  const asked = name === "--help" || name === "-h" || name === "help";
  const wanted = name === "help" ? rest[0] : name;
  const found = COMMANDS.find(([command]) => command.name === wanted);
  if (asked && (name !== "help" || wanted === undefined)) {
    out.write(USAGE);
    return 0;
  }
  if (found === undefined) {
    const what =
      wanted === undefined ? "a command is missing" : `no command "${printable(wanted)}"`;
    throw new UsageError(`${what}\n\n${USAGE.trimEnd()}`);
  }
  const [command, start] = found;
  const parsed = read(command, rest);
  if (asked || parsed.has("help")) {
    out.write(help(command));
    return 0;
  }
  return await start(parsed, load, out, err);
}

async function main(): Promise<number> {
  const out = standard(1, isatty(1), process.env);
  const err = standard(2, isatty(2), process.env);
  try {
    return await run(process.argv.slice(2), out, err);
  } catch (cause) {
    if (cause instanceof OutputClosed) return 0;
    try {
      if (cause instanceof UsageError) {
        err.write(`dikast: ${printableLines(cause.message, "")}\n`);
        return 2;
      }
      if (cause instanceof DikastError) {
        refusal(cause, err);
        return cause.code.startsWith("load.") || cause.code.startsWith("internal.") ? 2 : 1;
      }
      const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      err.write(`dikast: ${printableLines(message, "  ")}\n`);
    } catch {
      // Nobody listens on standard error either.
    }
    return 2;
  }
}

process.exitCode = await main();
