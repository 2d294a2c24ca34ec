import { parseArgs } from "node:util";

/** The program was used wrongly: exit status 2. */
export class UsageError extends Error {}

/** One option, as it is parsed and as --help shows it. */
export interface Option {
  /** What stands for the value in --help; left out for switches. */
  value?: string;
  short?: string;
  /** May be given several times. */
  many?: boolean;
  /** The values it may have. */
  oneOf?: readonly string[];
  /** A whole number, decimal or 0x-hex. */
  whole?: boolean;
  about: string;
}

/** One command, as --help shows it. */
export interface Command {
  name: string;
  about: string;
  /** Lines such as "dikast lint [options] PATH...". */
  usage: readonly string[];
  options: Readonly<Record<string, Option>>;
  /** Paragraphs below the options. */
  notes: readonly string[];
}

/** What the command line says. */
export class Arguments {
  readonly positionals: readonly string[];
  readonly #values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

  constructor(
    positionals: readonly string[],
    values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>,
  ) {
    this.positionals = positionals;
    this.#values = values;
  }
  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }
  one(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }
  all(name: string): string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }
}

const HELP: Option = { short: "h", about: "show this text" };

function check(name: string, option: Option, text: string): void {
  if (option.oneOf !== undefined && !option.oneOf.includes(text)) {
    throw new UsageError(`--${name} is one of ${option.oneOf.join(", ")}, not "${text}"`);
  }
  if (option.whole === true && !/^(?:[0-9]+|0x[0-9a-fA-F]+)$/.test(text)) {
    throw new UsageError(`--${name} is a whole number, decimal or 0x-hex, not "${text}"`);
  }
}

/** Reads the arguments of `command`. A wrong one is a UsageError that says what was expected. */
export function read(command: Command, args: readonly string[]): Arguments {
  const known: Readonly<Record<string, Option>> = { ...command.options, help: HELP };
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value, many, short }]) => [
      name,
      {
        type: value === undefined ? ("boolean" as const) : ("string" as const),
        multiple: many === true,
        ...(short !== undefined && { short }),
      },
    ]),
  );
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
  const seen = new Set<string>();
  for (const token of parsed.tokens ?? []) {
    if (token.kind !== "option") continue;
    const option = known[token.name];
    if (option === undefined) continue;
    if (option.many !== true && seen.has(token.name)) {
      throw new UsageError(`--${token.name} is given twice`);
    }
    seen.add(token.name);
    if (token.value !== undefined) check(token.name, option, token.value);
  }
  return new Arguments(parsed.positionals, parsed.values);
}

/** `text` in lines of at most 100 characters, the later ones indented. */
function wrapped(text: string, indent: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > 100) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.join(`\n${" ".repeat(indent)}`);
}

/** What `dikast COMMAND --help` prints. */
export function help(command: Command): string {
  const names = Object.entries({ ...command.options, help: HELP }).map(([name, option]) => {
    const short = option.short === undefined ? "" : `-${option.short}, `;
    const value = option.value === undefined ? "" : ` ${option.value}`;
    return [`  ${short}--${name}${value}`, option.about] as const;
  });
  const width = Math.max(...names.map(([name]) => name.length)) + 2;
  const options = names.map(([name, about]) => name.padEnd(width) + wrapped(about, width));
  return [
    `${command.about}`,
    "",
    ...command.usage.map((line, i) => (i === 0 ? `Usage: ${line}` : `       ${line}`)),
    "",
    "Options:",
    ...options,
    "",
    ...command.notes.map((note) => wrapped(note, 0)),
    "",
    "Exit status: 0 all is well, 1 there are findings, 2 it could not be done as asked.",
    "",
  ].join("\n");
}
