import type { AbiItem, AbiOutput, AbiParameter } from "../abi.types.js";
import type { Hex } from "../common.types.js";
import type { Dikast } from "../dikast.js";
import { readSource } from "./files.js";
import { jsonText, type Output, paint, printable, printableLines } from "./terminal.js";
import { type Arguments, type Command, UsageError } from "./usage.js";

export const DECODE: Command = {
  name: "decode",
  about: "Says what a transaction, a log or a revert of a Kleros contract means.",
  usage: [
    "dikast decode [options] CALLDATA",
    "dikast decode [options] --topic HEX [--topic HEX]... DATA",
    "dikast decode [options] - < calldata",
  ],
  options: {
    format: { value: "FORMAT", oneOf: ["text", "json"], about: "text (default) or json" },
    topic: { value: "HEX", many: true, about: "DATA is a log's; its topics in their order" },
    error: { about: "the data is what a call reverted with" },
    abi: {
      value: "SIGNATURE|FILE",
      many: true,
      about: "look only at these: signatures as in Solidity, or files with a JSON ABI",
    },
  },
  notes: [
    "Without --abi it knows Kleros v1 and v2, the Escrows, the dispute resolvers, the template " +
      "registries and Reality.eth. What the data says is not who was called: compare the address.",
  ],
};

type Kind = "function" | "event" | "error";

interface Known {
  item: AbiItem;
  /** Contracts that have it. */
  contracts: string[];
}

interface Decoded {
  kind: Kind;
  name: string;
  signature: string;
  contracts: string[];
  args: { name: string; type: string; value: AbiOutput }[];
}

function typeOf({ type, components }: AbiParameter): string {
  if (components === undefined) return type;
  return `(${components.map(typeOf).join(",")})${type.slice("tuple".length)}`;
}

const signatureOf = ({ name = "", inputs = [] }: AbiItem): string =>
  `${name}(${inputs.map(typeOf).join(",")})`;

/** An item and what tells it from others: events also by what is indexed. */
const identity = (item: AbiItem): string =>
  signatureOf(item) + (item.inputs ?? []).map(({ indexed }) => Number(indexed === true)).join("");

function parseAbiFile(path: string): AbiItem[] {
  const { text, name } = readSource(path);
  try {
    const value = JSON.parse(text) as AbiItem[] | { abi?: AbiItem[] };
    const items = Array.isArray(value) ? value : value.abi;
    if (Array.isArray(items)) return items;
  } catch (cause) {
    throw new UsageError(`${name}: not JSON: ${(cause as Error).message}`);
  }
  throw new UsageError(`${name}: a JSON ABI is a list, or an object with the list as "abi"`);
}

async function itemsOf(
  dikast: Dikast,
  args: Arguments,
): Promise<readonly (readonly [string, readonly AbiItem[]])[]> {
  const given = args.all("abi");
  if (given.length > 0) {
    return given.map((text) => {
      const isFile = !text.includes("(");
      return [text, isFile ? parseAbiFile(text) : [dikast.abi.parse(text)]] as const;
    });
  }
  const known: Record<string, unknown> = await import("../abi-data.js");
  return Object.entries(known).flatMap(([name, value]) =>
    Array.isArray(value) ? [[name.replace(/Abi$/, ""), value as AbiItem[]] as const] : [],
  );
}

async function knownOf(dikast: Dikast, args: Arguments, kind: Kind): Promise<Known[]> {
  const found = new Map<string, Known>();
  for (const [contract, items] of await itemsOf(dikast, args)) {
    for (const item of items) {
      if (item.type !== kind) continue;
      const key = identity(item);
      const known = found.get(key) ?? { item, contracts: [] };
      known.contracts.push(contract);
      found.set(key, known);
    }
  }
  return [...found.values()];
}

function decoded(
  kind: Kind,
  known: Known,
  values: AbiOutput[] | Record<string, AbiOutput>,
): Decoded {
  const args = (known.item.inputs ?? []).map((input, i) => {
    const name = input.name ?? "";
    const value = Array.isArray(values) ? values[i] : values[name];
    return { name, type: typeOf(input), value: value as AbiOutput };
  });
  const { item, contracts } = known;
  return { kind, name: item.name ?? "", signature: signatureOf(item), contracts, args };
}

const STANDARD: readonly AbiItem[] = [
  { type: "error", name: "Error", inputs: [{ type: "string", name: "reason" }] },
  { type: "error", name: "Panic", inputs: [{ type: "uint256", name: "code" }] },
];

function decodeCall(dikast: Dikast, known: readonly Known[], data: Hex): Decoded {
  const items = known.map(({ item }) => item);
  const { signature, args } = dikast.abi.decodeFunctionData(items, data);
  const own = known.find(({ item }) => signatureOf(item) === signature);
  return decoded("function", own ?? { item: dikast.abi.parse(signature), contracts: [] }, args);
}

function decodeRevert(dikast: Dikast, known: readonly Known[], data: Hex): Decoded {
  const all = [...known, ...STANDARD.map((item) => ({ item, contracts: ["Solidity"] }))];
  const items = known.map(({ item }) => item);
  const { args } = dikast.abi.decodeError(items, data);
  const selector = data.slice(0, 10).toLowerCase();
  const own = all.find(({ item }) => dikast.abi.selector(item) === selector);
  return decoded("error", own ?? { item: { type: "error" }, contracts: [] }, args);
}

function decodeLog(dikast: Dikast, known: readonly Known[], topics: Hex[], data: Hex): Decoded {
  const same = known.filter(({ item }) => dikast.abi.topic(item) === topics[0]?.toLowerCase());
  const fitting = same.find(
    ({ item }) => (item.inputs ?? []).filter(({ indexed }) => indexed).length === topics.length - 1,
  );
  const own = fitting ?? same[0];
  // Without one that fits, the core says what does not.
  const items = own === undefined ? known.map(({ item }) => item) : [own.item];
  const { args } = dikast.abi.decodeEventLog(items, { topics, data });
  return decoded("event", own ?? { item: { type: "event" }, contracts: [] }, args);
}

const digits = (_key: string, value: unknown): unknown =>
  typeof value === "bigint" ? value.toString() : value;

function decodedText(output: Output, { kind, signature, contracts, args }: Decoded): string {
  const lines = [`${paint(output, "bold", printable(signature))} (${kind})`];
  if (contracts.length > 0) lines.push(`  in: ${contracts.map(printable).join(", ")}`);
  args.forEach(({ name, type, value }, i) => {
    const plain = typeof value === "string" || typeof value === "bigint";
    const text = plain ? String(value) : JSON.stringify(value, digits);
    const label = name === "" ? `argument ${i}` : printable(name);
    lines.push(`  ${label} (${printable(type)}): ${printableLines(text, "    ")}`);
  });
  return `${lines.join("\n")}\n`;
}

/** `dikast decode`. Returns the exit status. */
export async function decode(
  args: Arguments,
  load: () => Promise<Dikast>,
  out: Output,
): Promise<number> {
  const [given, more] = args.positionals;
  if (given === undefined || more !== undefined) throw new UsageError("decode takes one hex text");
  const data = (given === "-" ? readSource("-").text.trim() : given) as Hex;
  const topics = args.all("topic") as Hex[];
  if (topics.length > 0 && args.has("error")) throw new UsageError("--topic or --error, not both");
  const dikast = await load();
  const kind = topics.length > 0 ? "event" : args.has("error") ? "error" : "function";
  const known = await knownOf(dikast, args, kind);
  if (known.length === 0 && kind !== "error") throw new UsageError(`--abi names no ${kind}`);
  const result =
    kind === "event"
      ? decodeLog(dikast, known, topics, data)
      : kind === "error"
        ? decodeRevert(dikast, known, data)
        : decodeCall(dikast, known, data);
  out.write(args.one("format") === "json" ? jsonText(result) : decodedText(out, result));
  return 0;
}
