import type { Address, BytesLike, Hex } from "./common.types.js";
import type { Core, HotFunction } from "./door.js";
import { DikastError } from "./errors.js";
import type { ValuesApi } from "./values.types.js";

// Not instanceof: bytes may come from another realm (an iframe, a worker, a test runner).
function isBytes(value: unknown): value is Uint8Array {
  return (
    ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]"
  );
}

function hash(core: Core, name: string, data: BytesLike): Hex {
  const run = core.exports[name] as HotFunction;
  if (typeof data === "string") return core.take(run(core.write(data), 1)) as Hex;
  if (isBytes(data)) return core.take(run(core.writeBytes(data), 0)) as Hex;
  throw new DikastError({
    code: "bytes.invalid",
    path: "/data",
    message: "Bytes are a Uint8Array, or 0x followed by an even number of hex digits.",
  });
}

// Half a surrogate pair cannot be written as UTF-8; the encoder would put U+FFFD in its place.
const LONE_SURROGATE = /\p{Surrogate}/u;

function readJson(core: Core, text: string | Uint8Array, compact: boolean): string {
  const run = core.exports["dikast_json_read"] as HotFunction;
  if (isBytes(text)) return core.take(run(core.writeBytes(text), Number(compact)));
  if (typeof text !== "string") {
    throw new DikastError({
      code: "input.type",
      path: "/text",
      message: "JSON text is a string or its UTF-8 bytes in a Uint8Array.",
    });
  }
  if (LONE_SURROGATE.test(text)) {
    const message = "The text holds half of a surrogate pair, which is no character.";
    throw new DikastError({ code: "utf8.invalid", path: "", message });
  }
  return core.take(run(core.write(text), Number(compact)));
}

/** Hashes, addresses and JSON over the core. */
export function createValues(core: Core): ValuesApi {
  return {
    keccak256: (data) => hash(core, "dikast_keccak256", data),
    sha256: (data) => hash(core, "dikast_sha256", data),
    address: {
      checksum: (address) => core.call<Address>("address.checksum", { address }),
      isAddress: (address, options): address is Address =>
        typeof address === "string" &&
        core.call<boolean>("address.isAddress", { address, strict: options?.strict ?? true }),
    },
    json: {
      check(text) {
        readJson(core, text, false);
        return { ok: true };
      },
      compact: (text) => readJson(core, text, true),
    },
  };
}
