import { wrap } from "./dikast.js";
import type { Dikast } from "./dikast.types.js";
import { loadInline } from "./inline.js";
import { memoised } from "./load.js";
import type { LoadOptions } from "./load.types.js";

export type * from "./dikast.types.js";
export { DikastError } from "./errors.js";

/**
 * Loads the core and gives the toolkit. The promise is kept, so it may be called anywhere. A failed
 * load is not kept. Errors: load.failed, load.html, input.type.
 */
export const load: (options?: LoadOptions) => Promise<Dikast> = memoised(loadInline, wrap);
