import type { Hex } from "dikast/lean";
import { isHex, type Log } from "./decode.js";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isLog = (value: unknown): value is Log =>
  isObject(value) &&
  Array.isArray(value.topics) &&
  value.topics.every(isHex) &&
  isHex(value.data ?? "");

/** One call out of a document. */
export interface Call {
  to?: string;
  value?: string;
  data: Hex;
}

/** What a pasted JSON text holds. */
export type Document =
  | { kind: "none" }
  | { kind: "logs"; logs: Log[] }
  | { kind: "calls"; calls: Call[] }
  | { kind: "template"; template: string; mappings: string }
  | { kind: "mappings" }
  | { kind: "evidence" }
  | { kind: "other" };

function callIn(value: unknown): Call | undefined {
  if (!isObject(value)) return undefined;
  const data = value.data ?? value.input;
  if (!isHex(data) || data === "0x") return undefined;
  return {
    data,
    ...(typeof value.to === "string" ? { to: value.to } : {}),
    ...(["string", "number"].includes(typeof value.value) ? { value: String(value.value) } : {}),
  };
}

const calls = (values: unknown[]): Call[] =>
  values.map(callIn).filter((call) => call !== undefined);

/** What ERC-1497 and Kleros v2 call evidence, and what people wrote for it. */
function isEvidence(value: Record<string, unknown>): boolean {
  const names = ["fileURI", "fileTypeExtension", "evidenceType", "evidenceDisplayInterfaceURI"];
  return (
    ("description" in value && ("name" in value || "title" in value)) ||
    names.some((name) => name in value)
  );
}

/** Tells a receipt, logs, a transaction, a Safe's batch and a template apart. */
export function documentIn(text: string): Document {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A template is JSON only after its variables have their values.
    const looks = /^\s*[[{]/.test(text) && text.includes("{{");
    return looks ? { kind: "template", template: text, mappings: "" } : { kind: "none" };
  }
  // What a node answers, as a whole.
  if (isObject(value) && "jsonrpc" in value && "result" in value) value = value.result;
  if (isLog(value)) return { kind: "logs", logs: [value] };
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isLog)) return { kind: "logs", logs: value };
    const found = calls(value);
    if (found.length > 0) return { kind: "calls", calls: found };
    const mappings = value.some((item) => isObject(item) && typeof item.type === "string");
    return { kind: mappings ? "mappings" : "other" };
  }
  if (!isObject(value)) return { kind: "none" };
  if (Array.isArray(value.logs) && value.logs.every(isLog))
    return { kind: "logs", logs: value.logs };
  // Safe Transaction Builder, EIP-5792.
  for (const list of [value.transactions, value.calls]) {
    const found = Array.isArray(list) ? calls(list) : [];
    if (found.length > 0) return { kind: "calls", calls: found };
  }
  const call = callIn(value);
  if (call) return { kind: "calls", calls: [call] };
  if (typeof value.template === "string") {
    const { template, mappings } = value;
    return { kind: "template", template, mappings: typeof mappings === "string" ? mappings : "" };
  }
  const looks = ["answers", "question", "rulingOptions"].some((name) => name in value);
  if (looks) return { kind: "template", template: text, mappings: "" };
  return { kind: isEvidence(value) ? "evidence" : "other" };
}
