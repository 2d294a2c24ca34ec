import { packed, packedSize, restorer, size } from "dikast:wasm";
import type { Core } from "./door.js";
import { DikastError } from "./errors.js";
import { inflateGzip } from "./inflate.js";
import { instantiate, instantiateNow } from "./instance.js";
import { restoreWasm } from "./restore-wasm.js";

interface NodeZlib {
  gunzipSync(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
}

function fromBase64(text: string): Uint8Array {
  const { Buffer } = globalThis as { Buffer?: { from(text: string, kind: "base64"): Uint8Array } };
  if (Buffer !== undefined) return Buffer.from(text, "base64");
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

const restored = (apart: Uint8Array): Uint8Array<ArrayBuffer> =>
  restoreWasm(apart, size, fromBase64(restorer));

// Node's own zlib where it can be had without an import that a bundler would stumble over.
function unpack(): Uint8Array<ArrayBuffer> {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const zlib = process?.getBuiltinModule?.("node:zlib") as NodeZlib | undefined;
  const bytes = fromBase64(packed);
  const apart = zlib === undefined ? inflateGzip(bytes, packedSize) : zlib.gunzipSync(bytes);
  return restored(apart);
}

async function unpackAside(): Promise<Uint8Array<ArrayBuffer>> {
  const { process } = globalThis as { process?: unknown };
  if (process !== undefined || typeof DecompressionStream === "undefined") return unpack();
  const stream = new Blob([fromBase64(packed) as BlobPart]).stream();
  const plain = stream.pipeThrough(new DecompressionStream("gzip"));
  return restored(new Uint8Array(await new Response(plain).arrayBuffer()));
}

function blocked(cause: unknown): DikastError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message =
    `The WebAssembly module could not be started: ${reason}. ` +
    "A page with a Content-Security-Policy needs 'wasm-unsafe-eval' in script-src.";
  return new DikastError({ code: "load.failed", path: "", message }, { cause });
}

/** The core from the module this package carries inside. Errors: load.failed. */
export async function loadInline(): Promise<Core> {
  try {
    return await instantiate(await WebAssembly.compile(await unpackAside()));
  } catch (cause) {
    throw cause instanceof DikastError ? cause : blocked(cause);
  }
}

/**
 * The same at once, for functions that cannot wait. It blocks for some milliseconds, and Chromium
 * before 115 refuses to compile at once on a page's main thread. Errors: load.failed.
 */
export function loadInlineNow(): Core {
  try {
    return instantiateNow(new WebAssembly.Module(unpack()));
  } catch (cause) {
    throw cause instanceof DikastError ? cause : blocked(cause);
  }
}
