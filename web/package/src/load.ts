import { sha256 } from "dikast:facts";
import type { Core } from "./door.js";
import { DikastError } from "./errors.js";
import { instantiate } from "./instance.js";
import type { LoadOptions } from "./load.types.js";

function failed(
  message: string,
  code: "load.failed" | "load.html" = "load.failed",
  cause?: unknown,
) {
  return new DikastError({ code, path: "", message }, { cause });
}

// The first bytes say what a server sent in place of the module.
function check(bytes: Uint8Array): Uint8Array {
  const magic = bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
  if (magic) return bytes;
  const start = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart().toLowerCase();
  if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<!--")) {
    const message =
      "Got HTML instead of WASM: the server answered the address of dikast.wasm with a page. " +
      'Put the file where the address points, or import "dikast", which carries it inside.';
    throw failed(message, "load.html");
  }
  throw failed(`These ${bytes.length} bytes are not a WebAssembly module.`);
}

// Only where the page has Web Crypto (secure contexts and Node); the module is this package's own
// file, so any other bytes are a wrong version or were changed on the way.
async function verify(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (globalThis.crypto?.subtle === undefined) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if (btoa(String.fromCharCode(...digest)) !== sha256) {
    throw failed(
      "This dikast.wasm is not the file of this version of the package: its SHA-256 differs.",
    );
  }
}

async function compile(source: BufferSource): Promise<WebAssembly.Module> {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  check(bytes);
  await verify(bytes);
  return await WebAssembly.compile(bytes);
}

async function fromResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw failed(`${response.url || "The server"} answered ${response.status}.`);
  return await compile(await response.arrayBuffer());
}

interface FileSystem {
  readFile(path: URL): Promise<Uint8Array<ArrayBuffer>>;
}

async function fromUrl(url: URL): Promise<WebAssembly.Module> {
  if (url.protocol !== "file:") return await fromResponse(await fetch(url));
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const files = process?.getBuiltinModule?.("node:fs/promises") as FileSystem | undefined;
  if (files === undefined) throw failed(`${url.href} cannot be read here: pass the bytes instead.`);
  return await compile(await files.readFile(url));
}

async function compileAny(source: unknown): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof URL) return await fromUrl(source);
  if (typeof Response !== "undefined" && source instanceof Response)
    return await fromResponse(source);
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    return await compile(source as BufferSource);
  }
  throw new DikastError({
    code: "input.type",
    path: "/wasm",
    message: "wasm is bytes, a URL, a Response or a WebAssembly.Module.",
  });
}

/** The core from a source of the caller's. Errors: load.failed, load.html, input.type. */
export async function loadFrom(source: unknown): Promise<Core> {
  try {
    return await instantiate(await compileAny(source));
  } catch (cause) {
    if (cause instanceof DikastError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw failed(`The WebAssembly module could not be loaded: ${reason}`, "load.failed", cause);
  }
}

/**
 * load(): one promise for the package's own module, and one for each source passed in. Without a
 * source, whatever was loaded first is given. A failed load is forgotten, so that it can be tried
 * again.
 */
export function memoised<T>(own: () => Promise<Core>, wrap: (core: Core) => T) {
  let first: Promise<T> | undefined;
  const bySource = new WeakMap<object, Promise<T>>();
  return function load(options?: LoadOptions): Promise<T> {
    const source: unknown = options?.wasm;
    const key = typeof source === "object" && source !== null ? source : undefined;
    const known = source === undefined ? first : key && bySource.get(key);
    if (known !== undefined) return known;
    const made = (source === undefined ? own() : loadFrom(source)).then(wrap);
    first ??= made;
    if (key !== undefined) bySource.set(key, made);
    made.catch(() => {
      if (first === made) first = undefined;
      if (key !== undefined) bySource.delete(key);
    });
    return made;
  };
}
