import { DikastError } from "../../errors.js";
import { abi, values } from "../core.js";
import type { AbiItem, AbiParameter } from "./abi-items.js";
import { encodeParameters } from "./encode.js";
import {
  type BaseError,
  BaseError as ViemError,
  dataTooSmall,
  eventNotFound,
  executionError,
  filterTypeNotSupported,
  functionNotFound,
  invalidAddress,
  noData,
  reverted,
} from "./errors.js";
import { isAddress, narrow } from "./values.js";

type Request = (args: { method: string; params: unknown[] }) => Promise<unknown>;

/** What a viem transport gives when it is called. */
type Transport = (options: { chain?: unknown; pollingInterval?: number }) => { request: Request };

/** viem's configuration of a public client, as far as the SDK uses it. */
export type PublicClientConfig = { transport: Transport; chain?: unknown };

type Log = { topics: `0x${string}`[]; data: `0x${string}` };
type DecodedLog = Log & { eventName: string; args: unknown };
type Filter = { id: unknown; event: AbiItem };

type ReadParameters = {
  address: unknown;
  abi: AbiItem[];
  functionName: string;
  args?: readonly unknown[];
};

type FilterParameters = {
  address: unknown;
  event: AbiItem;
  args?: unknown;
  fromBlock?: unknown;
  toBlock?: unknown;
};

/** The three actions of viem's PublicClient that data mappings need, and its `request`. */
export type PublicClient = {
  request: Request;
  readContract(parameters: ReadParameters): Promise<unknown>;
  createEventFilter(parameters: FilterParameters): Promise<Filter>;
  getFilterLogs(parameters: { filter: Filter }): Promise<DecodedLog[]>;
};

const functionCall = ({ abi: items, functionName, args }: ReadParameters) => {
  // Without a name viem takes the first item.
  const item = functionName ? items.find((candidate) => candidate.name === functionName) : items[0];
  if (!item) throw functionNotFound(functionName);
  if (item.type !== "function") throw functionNotFound();
  const encoded = encodeParameters(item.inputs ?? [], args ?? []);
  const selector = abi().selector(item);
  return { item, data: `${selector}${encoded.slice(2)}` };
};

// viem reads what it needs and leaves the rest; the core refuses bytes that belong to no value, so
// words are taken off the end until none is left over.
const decodeLeading = (outputs: readonly AbiParameter[], data: string): unknown[] => {
  const words = 1024;
  for (let end = data.length; ; end -= 64) {
    try {
      return abi().decodeParameters(outputs, data.slice(0, end) as `0x${string}`);
    } catch (error) {
      const over = error instanceof DikastError && error.code === "abi.decode_trailing";
      if (!over || data.length - end >= words * 64 || end <= 66) throw error;
    }
  }
};

const decodeResult = (item: AbiItem, functionName: string, data: string): unknown => {
  const outputs = item.outputs ?? [];
  const size = (data.length - 2) / 2;
  if (outputs.length === 0) return undefined;
  if (size === 0) throw noData(functionName);
  if (size < 32) throw dataTooSmall(size);
  const values = decodeLeading(outputs, data);
  const narrowed = outputs.map((output, index) => narrow(output, values[index]));
  return outputs.length === 1 ? narrowed[0] : narrowed;
};

// A revert carries its data somewhere down the chain of causes.
const callFailure = (functionName: string, error: unknown): BaseError => {
  const found =
    error instanceof Error && "walk" in error
      ? ((error as BaseError).walk(
          (inner) => typeof inner === "object" && inner !== null && "data" in inner,
        ) ?? (error as BaseError).walk())
      : error;
  const { code, data, details, message } = (found ?? {}) as Record<string, unknown>;
  if ((code === 3 || code === -32603) && (data || details || message)) {
    let reason = typeof details === "string" ? details : undefined;
    try {
      const decoded = abi().decodeError([], data as `0x${string}`);
      if (decoded.errorName === "Error") reason = String(decoded.args[0]);
    } catch {
      // No standard reason: the node's own words stay.
    }
    return executionError(functionName, reverted(functionName, reason));
  }
  return executionError(functionName, error);
};

const read = async (request: Request, parameters: ReadParameters): Promise<unknown> => {
  const { functionName, address } = parameters;
  const { item, data } = functionCall(parameters);
  try {
    // Without an address viem asks all the same, and the node decides.
    if (address && !isAddress(address)) throw invalidAddress(address);
    const reply = await request({ method: "eth_call", params: [{ data, to: address }, "latest"] });
    return decodeResult(item, functionName, reply as string);
  } catch (error) {
    throw callFailure(functionName, error);
  }
};

const topicOf = (parameter: AbiParameter, value: unknown): unknown => {
  const { type } = parameter;
  if (type === "string" || type === "bytes") {
    return values().keccak256(
      type === "bytes" || String(value).startsWith("0x")
        ? (value as `0x${string}`)
        : new TextEncoder().encode(String(value)),
    );
  }
  if (type === "tuple" || type.endsWith("]")) throw filterTypeNotSupported(type);
  return encodeParameters([parameter], [value]);
};

const eventTopics = (event: AbiItem, args: unknown): unknown[] => {
  if (event.type !== "event") throw eventNotFound();
  const indexed = (event.inputs ?? []).filter((input) => input.indexed);
  let values: unknown[] = [];
  if (Array.isArray(args)) values = args;
  else if (args && Object.values(args).length > 0) {
    values = indexed.map((input) => (args as Record<string, unknown>)[input.name ?? ""]);
  }
  const topics =
    values.length === 0
      ? []
      : indexed.map((input, index) => {
          const value = values[index];
          if (Array.isArray(value)) return value.map((one) => topicOf(input, one));
          return value === undefined || value === null ? null : topicOf(input, value);
        });
  return [abi().topic(event), ...topics];
};

const decodeLog = (event: AbiItem, log: Log): DecodedLog | undefined => {
  if (log.topics[0] !== abi().topic(event)) return undefined;
  const eventName = event.name ?? "";
  const inputs = event.inputs ?? [];
  const named = inputs.every((input) => input.name);
  const indexed = inputs.filter((input) => input.indexed).length;
  if (log.topics.length - 1 < indexed) return { ...log, eventName, args: named ? {} : [] };
  try {
    const { args } = abi().decodeEventLog(event, { topics: log.topics, data: log.data });
    const values = args as unknown[] & Record<string, unknown>;
    const entries = inputs.map((input, index) => {
      const value = Array.isArray(args) ? values[index] : values[input.name ?? ""];
      const hashed = input.indexed && /^(string|bytes|tuple|.*\])$/.test(input.type);
      return [input.name ?? "", hashed ? value : narrow(input, value)] as const;
    });
    return {
      ...log,
      eventName,
      args: named ? Object.fromEntries(entries) : entries.map(([, value]) => value),
    };
  } catch {
    return { ...log, eventName, args: named ? {} : [] };
  }
};

const blockNumber = (block: unknown): unknown =>
  typeof block === "bigint" ? `0x${block.toString(16)}` : block;

/** A client over any viem transport; the requests it makes are those of viem's own client. */
export const createPublicClient = (config: PublicClientConfig): PublicClient => {
  if (typeof config.transport !== "function") {
    throw new ViemError(
      "BaseError",
      "No transport was given: pass viem's http(url) or custom(provider).",
    );
  }
  const { request } = config.transport({ chain: config.chain, pollingInterval: 4000 });
  return {
    request,
    readContract: (parameters) => read(request, parameters),
    createEventFilter: async ({ address, event, args, fromBlock, toBlock }) => {
      const topics = eventTopics(event, args);
      const id = await request({
        method: "eth_newFilter",
        params: [
          { address, fromBlock: blockNumber(fromBlock), toBlock: blockNumber(toBlock), topics },
        ],
      });
      return { id, event };
    },
    getFilterLogs: async ({ filter }) => {
      const logs = (await request({ method: "eth_getFilterLogs", params: [filter.id] })) as Log[];
      return logs
        .map((log) => decodeLog(filter.event, log))
        .filter((log): log is DecodedLog => log !== undefined);
    },
  };
};
