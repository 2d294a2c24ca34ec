import { DikastError, type ErrorParts } from "./errors.js";

/**
 * The two doors of the WebAssembly module.
 *
 * A domain wrapper is `create<Domain>(core: Core)`. It never keeps a view of the memory or a pointer,
 * and calls into the module only through what is here, so that a trap is caught in one place.
 */
export interface Core {
  /**
   * The exported C functions by name. A call that traps throws internal.abort and drops the
   * instance; the next call runs on a fresh one.
   */
  readonly exports: Readonly<Record<string, HotFunction>>;
  /**
   * The structured door: `params` is one object with the method's named arguments. Bigints are sent
   * as decimal strings. Throws what the method refuses.
   */
  call<T>(method: string, params: object): T;
  /** Puts `text` into the input buffer as UTF-8. The number of bytes. */
  write(text: string): number;
  /** Puts `bytes` into the input buffer. */
  writeBytes(bytes: Uint8Array): number;
  /** The first `size` bytes of the reply. UTF-8; ASCII is read several times as fast. */
  read(size: number): string;
  /** The reply of a hot function by what it returned; throws the error a negative size stands for. */
  take(size: number): string;
  /** Another number after the instance was replaced: handles of the old one are void. */
  readonly generation: number;
}

/** Numbers in, one number out. */
export type HotFunction = (a?: number, b?: number, c?: number, d?: number, e?: number) => number;

/** What Emscripten's module offers, of which only this file knows. */
export interface Instance {
  call(method: string, params: string): string;
  version(): string;
  memory: WebAssembly.Memory;
}

// Emscripten puts the exported C functions beside the rest, with "_" before their names.
function hot(instance: Instance, key: `_${string}`): HotFunction {
  return (instance as unknown as Record<`_${string}`, HotFunction>)[key] as HotFunction;
}

/** Makes a fresh instance at once, or says why not by throwing. */
export type Revive = () => Instance;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

// What one call may bring in. A document is at most 1,000,000 bytes (the core checks that), but a
// call may carry many of them, e.g. the contexts of a batch.
const INPUT_LIMIT = 33_554_432;

function tooLarge(): DikastError {
  return new DikastError({
    code: "input.too_large",
    path: "",
    message: `The input of one call is larger than ${INPUT_LIMIT.toLocaleString("en")} bytes.`,
  });
}

/** JSON.stringify for parameters: bigints become decimal strings. */
export function stringify(value: unknown): string {
  try {
    // undefined for what is no value in JSON: undefined itself, a function, a symbol.
    return JSON.stringify(value) ?? "null";
  } catch {
    // A bigint, or what cannot be written at all: the slower way tells.
  }
  try {
    return JSON.stringify(value, (_key, item: unknown) =>
      typeof item === "bigint" ? item.toString() : item,
    );
  } catch (cause) {
    const message =
      "This input cannot be written as JSON: it is nested too deeply or refers to itself.";
    throw new DikastError({ code: "input.type", path: "", message }, { cause });
  }
}

class Boundary implements Core {
  generation = 1;
  readonly exports: Record<string, HotFunction> = Object.create(null) as Record<
    string,
    HotFunction
  >;
  #live: Instance | undefined;
  #view: Uint8Array = new Uint8Array(0);
  #inputView: Uint8Array = new Uint8Array(0);
  #input = 0;
  #capacity = 0;
  readonly #revive: Revive;

  constructor(first: Instance, revive: Revive) {
    this.#live = first;
    this.#revive = revive;
    for (const key of Object.keys(first)) {
      // Two underscores: the glue's own.
      if (key.startsWith("_") && !key.startsWith("__")) this.#expose(key as `_${string}`);
    }
  }

  #expose(key: `_${string}`): void {
    this.exports[key.slice(1)] = (a, b, c, d, e) => {
      const instance = this.#instance();
      try {
        return hot(instance, key)(a, b, c, d, e);
      } catch (cause) {
        throw this.#drop(cause);
      }
    };
  }

  #instance(): Instance {
    this.#live ??= this.#revive();
    return this.#live;
  }

  #drop(cause: unknown): DikastError {
    if (cause instanceof DikastError) return cause;
    this.#live = undefined;
    this.#view = new Uint8Array(0);
    this.#inputView = new Uint8Array(0);
    this.#capacity = 0;
    this.generation += 1;
    const message =
      "The core stopped unexpectedly. This is a bug of ours: please report the input. The next call works again.";
    return new DikastError({ code: "internal.abort", path: "", message }, { cause });
  }

  call<T>(method: string, params: object): T {
    const text = stringify(params);
    if (text.length > INPUT_LIMIT) throw tooLarge();
    const instance = this.#instance();
    let reply: string;
    try {
      reply = instance.call(method, text);
    } catch (cause) {
      throw this.#drop(cause);
    }
    const answer = JSON.parse(reply) as { ok: true; value: T } | { ok: false; error: ErrorParts };
    if (answer.ok) return answer.value;
    throw new DikastError(answer.error);
  }

  /** The memory as it is now. Growing it detaches the old buffer, which leaves its views empty. */
  #bytes(): Uint8Array {
    if (this.#view.length === 0) this.#view = new Uint8Array(this.#instance().memory.buffer);
    return this.#view;
  }

  /** The input buffer, kept as a view for as long as it is there: making one costs more than a call. */
  #room(): Uint8Array {
    if (this.#inputView.length === 0) {
      this.#inputView = this.#bytes().subarray(this.#input, this.#input + this.#capacity);
    }
    return this.#inputView;
  }

  #reserve(size: number): void {
    this.#instance();
    if (size > this.#capacity || this.#capacity > 1 << 20) {
      this.#capacity = Math.max(size, 1 << 16);
      this.#input = (this.exports.dikast_input as HotFunction)(this.#capacity);
      this.#inputView = new Uint8Array(0);
    }
  }

  write(text: string): number {
    // encodeInto needs three bytes a unit at worst; large texts are measured first.
    const room = text.length * 3;
    if (room > 1 << 20) {
      if (text.length > INPUT_LIMIT) throw tooLarge();
      return this.writeBytes(encoder.encode(text));
    }
    this.#reserve(room);
    return encoder.encodeInto(text, this.#room()).written;
  }

  writeBytes(bytes: Uint8Array): number {
    if (bytes.length > INPUT_LIMIT) throw tooLarge();
    this.#reserve(bytes.length);
    const room = this.#bytes();
    try {
      room.set(bytes, this.#input);
    } catch (cause) {
      const message = "These bytes are gone: their buffer was transferred to somewhere else.";
      throw new DikastError({ code: "input.type", path: "", message }, { cause });
    }
    return bytes.length;
  }

  read(size: number): string {
    const start = (this.exports.dikast_output as HotFunction)();
    return decoder.decode(this.#bytes().subarray(start, start + size));
  }

  take(size: number): string {
    if (size >= 0) return this.read(size);
    throw new DikastError(JSON.parse(this.read(-size)) as ErrorParts);
  }
}

/** The doors over `first`, and over what `revive` makes after a trap. */
export function createCore(first: Instance, revive: Revive): Core {
  return new Boundary(first, revive);
}

/** Something that lives in the module and is known here by number. */
export interface Handle {
  /** Its number in the present instance; made again when the instance was replaced. */
  id(): number;
  /** Frees it. Using it afterwards is handle.invalid. Disposing twice does nothing. */
  dispose(): void;
}

interface Kept {
  id: number;
  generation: number;
}

/**
 * A handle that `open` makes and `close` frees. What is forgotten without dispose() is freed when
 * JavaScript collects it.
 */
export function createHandle(core: Core, open: () => number, close: (id: number) => void): Handle {
  let kept: Kept | undefined = { id: open(), generation: core.generation };
  const free = (item: Kept): void => {
    if (item.generation === core.generation) close(item.id);
  };
  const handle: Handle = {
    id() {
      if (kept === undefined) {
        const message = "This object was disposed of.";
        throw new DikastError({ code: "handle.invalid", path: "", message });
      }
      if (kept.generation !== core.generation) {
        kept.id = open();
        kept.generation = core.generation;
      }
      return kept.id;
    },
    dispose() {
      if (kept === undefined) return;
      const item = kept;
      kept = undefined;
      registry?.unregister(handle);
      free(item);
    },
  };
  const registry = collector(core);
  registry?.register(handle, { item: kept, free }, handle);
  return handle;
}

interface Left {
  item: Kept;
  free: (item: Kept) => void;
}

const collectors = new WeakMap<Core, FinalizationRegistry<Left>>();

function collector(core: Core): FinalizationRegistry<Left> | undefined {
  if (typeof FinalizationRegistry === "undefined") return undefined;
  let found = collectors.get(core);
  if (found === undefined) {
    found = new FinalizationRegistry<Left>(({ item, free }) => {
      try {
        free(item);
      } catch {
        // Nobody is left to be told, and the instance is being replaced anyway.
      }
    });
    collectors.set(core, found);
  }
  return found;
}
