import type { AbiApi, AbiItem, AbiLog, AbiOutput, AbiSignature, AbiTypes } from "./abi.types.js";
import {
  isBytes,
  leftToSlowDoor,
  listReader,
  take,
  type Tokens,
  toHex,
  toJson,
  tupleReader,
  tupleWriter,
  type Writer,
} from "./abi-values.js";
import type { BytesLike, Hex } from "./common.types.js";
import { type Core, createHandle, type Handle, type HotFunction, stringify } from "./door.js";
import { DikastError } from "./errors.js";

// What signatures are opened for, and what data is decoded as: wasm/hot_abi.cpp.
const Use = { functions: 0, events: 1, errors: 2, parameters: 3 } as const;
const As = { call: 0, result: 1, log: 2, parameters: 3 } as const;
type UseNumber = (typeof Use)[keyof typeof Use];
type AsNumber = (typeof As)[keyof typeof As];

type Args = readonly unknown[] | object | undefined;
type Item = AbiItem & { signature: string };

/** An item with what is made from it once. */
interface Prepared {
  readonly item: Item;
  readonly readList: (tokens: Tokens) => AbiOutput[];
  readonly readEvent: (tokens: Tokens) => AbiOutput[] | { [name: string]: AbiOutput };
  readonly readOutputs: (tokens: Tokens) => AbiOutput[];
}

interface Opened {
  readonly handle: Handle;
  readonly items: readonly Prepared[];
  readonly write: Writer;
}

// Signatures are few in a program; a server that is sent new ones all the time must not grow.
const mostOpened = 512;

function prepare(item: Item): Prepared {
  const inputs = item.inputs ?? [];
  return {
    item,
    readList: listReader(inputs),
    readEvent: inputs.length === 0 ? () => ({}) : tupleReader(inputs),
    readOutputs: listReader(item.outputs ?? []),
  };
}

/** Opens signatures in the core, once for each text. */
class Signatures {
  readonly #core: Core;
  readonly #opened: Map<string, Opened>[] = [new Map(), new Map(), new Map(), new Map()];

  constructor(core: Core) {
    this.#core = core;
  }

  get(signature: AbiSignature | AbiTypes, use: UseNumber): Opened {
    const known = this.#opened[use] as Map<string, Opened>;
    // A string itself is the key, so that a repeated call does no work for it. No string begins like
    // the JSON of an array or object and is read as something else.
    const key = typeof signature === "string" ? signature : stringify(signature ?? null);
    let found = known.get(key);
    if (found === undefined) {
      found = this.#open(stringify(signature ?? null), use);
      if (known.size >= mostOpened) this.#forgetOldest(known);
      known.set(key, found);
    }
    return found;
  }

  #open(text: string, use: UseNumber): Opened {
    const core = this.#core;
    const open = core.exports.dikast_abi_open as HotFunction;
    const close = core.exports.dikast_abi_close as HotFunction;
    let items: Item[] = [];
    const handle = createHandle(
      core,
      () => {
        const reply = JSON.parse(core.take(open(core.write(text), use))) as {
          handle: number;
          items: Item[];
        };
        items = reply.items;
        return reply.handle;
      },
      (id) => close(id),
    );
    const prepared = items.map(prepare);
    return { handle, items: prepared, write: tupleWriter(items[0]?.inputs ?? []) };
  }

  #forgetOldest(known: Map<string, Opened>): void {
    for (const [key, opened] of known) {
      known.delete(key);
      opened.handle.dispose();
      return;
    }
  }
}

// Half a surrogate pair cannot be written as UTF-8; the encoder would put U+FFFD in its place.
const loneSurrogate = /\p{Surrogate}/u;
const isWellFormed: (text: string) => boolean =
  "isWellFormed" in String.prototype
    ? (text) => (text as string & { isWellFormed(): boolean }).isWellFormed()
    : (text) => !loneSurrogate.test(text);

/** The tokens of the values; undefined for what the slow door has to judge. */
function writeTokens(write: Writer, values: unknown): string | undefined {
  try {
    const text = write(values);
    return isWellFormed(text) ? text : undefined;
  } catch (error) {
    if (error === leftToSlowDoor) return undefined;
    throw error;
  }
}

/** Hex of the first item's encoding; undefined where only the slow door can tell what is wrong. */
function encode(core: Core, opened: Opened, values: unknown): Hex | undefined {
  const tokens = writeTokens(opened.write, values);
  if (tokens === undefined) return undefined;
  const id = opened.handle.id();
  const size = (core.exports.dikast_abi_encode as HotFunction)(id, core.write(tokens));
  return size < 0 ? undefined : (core.read(size) as Hex);
}

function hexOf(data: BytesLike, path: string): string {
  if (typeof data === "string") return data;
  if (isBytes(data)) return toHex(data);
  throw new DikastError({
    code: "bytes.invalid",
    path,
    message: "Bytes are a Uint8Array, or 0x followed by an even number of hex digits.",
  });
}

function decode(
  core: Core,
  opened: Opened,
  text: string,
  as: AsNumber,
  topics = 0,
): [Prepared, Tokens] {
  const id = opened.handle.id();
  const run = core.exports.dikast_abi_decode as HotFunction;
  const tokens = { text: core.take(run(id, core.write(text), as, topics)), next: 0 };
  const index = Number(take(tokens));
  return [opened.items[index] as Prepared, tokens];
}

/** The topics, each of one length, and the data behind them. */
function logText({ topics, data }: AbiLog): string {
  let text = "";
  let wellFormed = Array.isArray(topics) && topics.length <= 4;
  for (let i = 0; wellFormed && i < topics.length; i++) {
    const topic: unknown = topics[i];
    wellFormed = typeof topic === "string" && topic.length === 66;
    text += topic;
  }
  if (wellFormed) return text + hexOf(data, "/log/data");
  const message = "A log has up to four topics, each 0x and 64 hex digits.";
  throw new DikastError({ code: "abi.topics", path: "/log/topics", message });
}

function needLog(log: AbiLog): void {
  if (typeof log === "object" && log !== null) return;
  const message = "A log is an object with topics and data.";
  throw new DikastError({ code: "input.type", path: "/log", message });
}

/** The contract ABI over the core. */
export function createAbi(core: Core): AbiApi {
  const signatures = new Signatures(core);
  const slow = <T>(method: string, params: object): T => core.call<T>(`abi.${method}`, params);

  return {
    encodeFunctionData(signature, args: Args = []) {
      const opened = signatures.get(signature, Use.functions);
      const only = opened.items.length === 1 && opened.items[0]?.item.type === "function";
      const hex = only ? encode(core, opened, args) : undefined;
      return hex ?? slow("encodeFunctionData", { signature, args: toJson(args, "/args") });
    },
    decodeFunctionData(signature, data) {
      const opened = signatures.get(signature, Use.functions);
      const [{ item, readList }, tokens] = decode(core, opened, hexOf(data, "/data"), As.call);
      return {
        functionName: item.name as string,
        args: readList(tokens),
        signature: item.signature,
      };
    },
    decodeFunctionResult(signature, data) {
      const opened = signatures.get(signature, Use.functions);
      const [{ readOutputs }, tokens] = decode(core, opened, hexOf(data, "/data"), As.result);
      const values = readOutputs(tokens);
      return values.length > 1 ? values : values[0];
    },
    encodeEventTopics: (signature, indexedArgs: Args = []) =>
      slow("encodeEventTopics", { signature, indexedArgs: toJson(indexedArgs, "/indexedArgs") }),
    decodeEventLog(signature, log) {
      needLog(log);
      const opened = signatures.get(signature, Use.events);
      const [{ item, readEvent }, tokens] = decode(
        core,
        opened,
        logText(log),
        As.log,
        log.topics.length,
      );
      return { eventName: item.name as string, args: readEvent(tokens) };
    },
    decodeError(signature, data) {
      const opened = signatures.get(signature, Use.errors);
      const [{ item, readList }, tokens] = decode(core, opened, hexOf(data, "/data"), As.call);
      return { errorName: item.name as string, args: readList(tokens) };
    },
    encodeParameters(types, values) {
      const hex = encode(core, signatures.get(types, Use.parameters), values);
      return hex ?? slow("encodeParameters", { types, values: toJson(values, "/values") });
    },
    decodeParameters(types, data) {
      const opened = signatures.get(types, Use.parameters);
      const [{ readList }, tokens] = decode(core, opened, hexOf(data, "/data"), As.parameters);
      return readList(tokens);
    },
    selector: (signature) => slow("selector", { signature }),
    topic: (signature) => slow("topic", { signature }),
    parse: (signature) => slow("parse", { signature }),
  };
}
