import { wrap } from "./dikast.js";
import type { Dikast } from "./dikast.types.js";
import { loadFrom, memoised } from "./load.js";
import type { LoadOptions } from "./load.types.js";

export type * from "./dikast.types.js";
export { DikastError } from "./errors.js";

/**
 * As in "dikast", with the WebAssembly module in a file of its own: dikast.wasm beside this script,
 * or what is passed as `wasm`. Whoever bundles this hosts that file. Errors: load.failed, load.html.
 */
export const load: (options?: LoadOptions) => Promise<Dikast> = memoised(
  () => loadFrom(new URL("./dikast.wasm", import.meta.url)),
  wrap,
);
