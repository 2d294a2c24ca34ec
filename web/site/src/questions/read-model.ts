import { realityEthAbi } from "dikast/abi";
import type { AbiItem, AbiLog, Dikast, Hex, RealityContent } from "dikast/lean";
import { ASKS } from "./ask-model.js";
import { attempt } from "./fields.js";

/** What a pasted thing says about a question. */
export interface Pasted {
  /** What it is, for a person. */
  what: string;
  text: string;
  /** Of what came as calldata or a log. */
  content?: RealityContent & { templateId: bigint };
  /** The template's text, where the call creates it. */
  template?: string;
  /** Everything else it says, by the contract's names. */
  facts: readonly (readonly [name: string, value: string])[];
  /** As the log has it. */
  contentHash?: Hex;
}

const WITH_TEMPLATE =
  "function createTemplateAndAskQuestion(string content, string question, address arbitrator, uint32 timeout, uint32 opening_ts, uint256 nonce) payable returns (bytes32)";
const NEW_QUESTION = (realityEthAbi as readonly AbiItem[]).find(
  ({ name }) => name === "LogNewQuestion",
) as AbiItem;
/** Values that are shown in another place. */
const SHOWN = ["question", "content", "template_id", "content_hash"];

function fromValues(what: string, values: Readonly<Record<string, unknown>>): Pasted {
  const {
    question,
    template_id: templateId,
    opening_ts: openingTs,
    content,
    content_hash: hash,
  } = values;
  const text = String(question);
  const facts = Object.entries(values).filter(([name]) => !SHOWN.includes(name));
  return {
    what,
    text,
    facts: facts.map(([name, value]) => [name, String(value)] as const),
    ...(templateId === undefined
      ? {}
      : { content: { templateId: templateId as bigint, openingTs: openingTs as bigint, text } }),
    ...(content === undefined ? {} : { template: String(content) }),
    ...(hash === undefined ? {} : { contentHash: hash as Hex }),
  };
}

function fromCalldata({ abi }: Dikast, data: Hex): Pasted {
  const signatures = [...ASKS, abi.parse(WITH_TEMPLATE)];
  const { functionName, args } = abi.decodeFunctionData(signatures, data);
  const inputs = signatures.find(({ name }) => name === functionName)?.inputs ?? [];
  const named = Object.fromEntries(inputs.map(({ name = "" }, at) => [name, args[at]]));
  return fromValues(`Calldata of ${functionName}`, named);
}

function fromLogs({ abi }: Dikast, given: unknown): Pasted {
  const logs = Array.isArray(given) ? given : ((given as { logs?: unknown[] }).logs ?? [given]);
  const found = (logs as AbiLog[]).map((log) =>
    attempt(() => abi.decodeEventLog(NEW_QUESTION, log)),
  );
  const first = found.find(({ problem }) => problem === undefined)?.value;
  if (!first) throw new Error("None of the logs is a LogNewQuestion of Reality.eth.");
  return fromValues("The event LogNewQuestion", first.args as Record<string, unknown>);
}

/** Reads calldata, a log, a receipt, or a question's text. */
export function readPasted(dikast: Dikast, given: string): Pasted {
  const trimmed = given.trim();
  if (/^0x[0-9a-f]*$/i.test(trimmed)) return fromCalldata(dikast, trimmed as Hex);
  const json = /^[[{]/.test(trimmed)
    ? attempt(() => JSON.parse(trimmed) as unknown)
    : { problem: "" };
  const isLog = JSON.stringify(json.value ?? null).includes('"topics"');
  if (isLog) return fromLogs(dikast, json.value);
  return { what: "The text of a question", text: given.replaceAll("\\u241f", "\u241f"), facts: [] };
}
