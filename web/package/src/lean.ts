import { type Dikast, wrap } from "./dikast.js";
import { loadFrom, type LoadOptions, memoised } from "./load.js";

export type * from "./dikast.js";
export { DikastError } from "./errors.js";
export type { LoadOptions, WasmSource } from "./load.js";

/**
 * As in "dikast", with the WebAssembly module in a file of its own: dikast.wasm beside this script,
 * or what is passed as `wasm`. Whoever bundles this hosts that file. Errors: load.failed, load.html.
 */
export const load: (options?: LoadOptions) => Promise<Dikast> = memoised(
  () => loadFrom(new URL("./dikast.wasm", import.meta.url)),
  wrap,
);
