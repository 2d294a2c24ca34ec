import type { AbiItem, AbiOutput, Dikast, Hex } from "dikast/lean";
import { allAbis, placesOf } from "./known.js";

/** One reading of what was pasted. */
export interface Finding {
  title: string;
  rows: (readonly [name: string, value: string])[];
  note?: string;
  /** A template to look at in the studio. */
  open?: { template: string; mappings: string };
}

const shown = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return String(value);
  return JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? `${item}` : item));
};

const withPlaces = (value: unknown): string => {
  const text = shown(value);
  const [place] = /^0x[0-9a-f]{40}$/i.test(text) ? placesOf(text) : [];
  return place ? `${text} (${place.contract} on ${place.chain})` : text;
};

const rowsOf = (item: AbiItem, values: readonly AbiOutput[]): Finding["rows"] =>
  (item.inputs ?? []).map(
    (input, at) =>
      [`${input.name || `argument ${at + 1}`} (${input.type})`, withPlaces(values[at])] as const,
  );

/** The template in a call's or event's text arguments, when there is one. */
function templateIn(item: AbiItem, values: readonly AbiOutput[]): Finding["open"] {
  const at = (pattern: RegExp): number =>
    (item.inputs ?? []).findIndex(({ name }) => pattern.test(name ?? ""));
  const template = values[at(/^_(templateData|disputeTemplate)$/)];
  const mappings = values[at(/DataMappings$/i)];
  return typeof template === "string"
    ? { template, mappings: typeof mappings === "string" ? mappings : "" }
    : undefined;
}

/** Calldata or error data, by every function and error the package knows. */
export function readCall(dikast: Dikast, data: Hex): Finding[] {
  const found = new Map<string, Finding>();
  for (const [contract, items] of allAbis) {
    for (const item of items) {
      if (item.type !== "function" && item.type !== "error") continue;
      try {
        if (dikast.abi.selector(item) !== data.slice(0, 10).toLowerCase()) continue;
        const { args } =
          item.type === "function"
            ? dikast.abi.decodeFunctionData(item, data)
            : dikast.abi.decodeError(item, data);
        const types = (item.inputs ?? []).map(({ type }) => type).join(",");
        const signature = `${item.name}(${types})`;
        const known = found.get(signature);
        if (known) {
          known.note = `${known.note}, ${contract}`;
          continue;
        }
        const open = templateIn(item, args);
        found.set(signature, {
          title: `${item.type === "error" ? "The error" : "A call of"} ${signature}`,
          rows: rowsOf(item, args),
          note: `Known from: ${contract}`,
          ...(open ? { open } : {}),
        });
      } catch {
        // Other arguments than this item's, or more bytes than they fill.
      }
    }
  }
  return [...found.values()];
}

/** Bytes as an arbitrator's extra data: court, jurors and dispute kit as 32-byte words. */
export function readExtraData(dikast: Dikast, data: Hex): Finding[] {
  const words = (data.length - 2) / 64;
  if (words !== 2 && words !== 3) return [];
  const types = Array.from({ length: words }, () => "uint256");
  const [court, jurors, kit] = dikast.abi.decodeParameters(types, data) as bigint[];
  // Larger numbers are no courts: the bytes mean something else.
  if ([court, jurors, kit].some((value) => (value ?? 0n) > 1_000_000n)) return [];
  const rows: Finding["rows"] = [
    ["Court id", `${court}`],
    ["Least number of jurors", `${jurors}`],
  ];
  if (kit !== undefined) rows.push(["Dispute kit id", `${kit}`]);
  return [
    {
      title:
        words === 3 ? "Extra data of Kleros v2" : "Extra data of Kleros v1, or of v2 without a kit",
      rows,
      note: "Courts count from 0 in Kleros v1 and from 1 in v2. A court, number or kit of 0 stands for the default.",
    },
  ];
}

interface Log {
  address?: string;
  topics: Hex[];
  data: Hex;
}

function readLog(dikast: Dikast, log: Log, at: number): Finding {
  for (const [contract, items] of allAbis) {
    for (const item of items) {
      if (item.type !== "event") continue;
      try {
        if (dikast.abi.topic(item) !== log.topics[0]?.toLowerCase()) continue;
        const { args } = dikast.abi.decodeEventLog(item, log);
        const values = (item.inputs ?? []).map(({ name }, index) =>
          Array.isArray(args) ? args[index] : args[name ?? ""],
        ) as AbiOutput[];
        const open = templateIn(item, values);
        const from: Finding["rows"] = log.address ? [["Contract", withPlaces(log.address)]] : [];
        return {
          title: `Event ${at + 1}: ${item.name}`,
          rows: [...from, ...rowsOf(item, values)],
          note: `Known from: ${contract}. Of indexed texts a log only has the hash.`,
          ...(open ? { open } : {}),
        };
      } catch {
        // The same name with other arguments.
      }
    }
  }
  return {
    title: `Event ${at + 1}: not known here`,
    rows: [
      ["First topic", log.topics[0] ?? "(none)"],
      ["Data", log.data],
    ],
  };
}

export const readLogs = (dikast: Dikast, logs: readonly Log[]): Finding[] =>
  logs.map((log, at) => readLog(dikast, log, at));

/** Logs in a pasted receipt, list or single log; empty when there are none. */
export function logsIn(text: string): Log[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof value !== "object" || value === null) return [];
  const { result } = value as { result?: unknown };
  const inner = (typeof result === "object" && result !== null ? result : value) as object;
  const list = Array.isArray(inner) ? inner : ((inner as { logs?: unknown }).logs ?? [inner]);
  if (!Array.isArray(list)) return [];
  const isHex = (item: unknown): item is Hex =>
    typeof item === "string" && /^0x[0-9a-f]*$/i.test(item);
  return list.filter(
    (log): log is Log =>
      typeof log === "object" &&
      log !== null &&
      Array.isArray((log as Log).topics) &&
      (log as Log).topics.every(isHex) &&
      isHex((log as Log).data),
  );
}

export function readAddress(address: string): Finding {
  const places = placesOf(address);
  return places.length === 0
    ? {
        title: "An address that is in no table of known contracts",
        rows: [["Address", address]],
        note: "That says nothing about it: only deployments of Kleros are in the tables.",
      }
    : {
        title: "A known contract",
        rows: places.map(({ contract, chain }) => [contract, `chain ${chain}`] as const),
        note: "As the projects' repositories list it. Nothing was asked.",
      };
}
