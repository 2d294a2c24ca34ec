import { type Dikast, wrap } from "./dikast.js";
import { loadInline } from "./inline.js";
import { type LoadOptions, memoised } from "./load.js";

export type * from "./dikast.js";
export { DikastError } from "./errors.js";
export type { LoadOptions, WasmSource } from "./load.js";

/**
 * Loads the core and gives the toolkit. The promise is kept, so it may be called anywhere. A failed
 * load is not kept. Errors: load.failed, load.html, input.type.
 */
export const load: (options?: LoadOptions) => Promise<Dikast> = memoised(loadInline, wrap);
