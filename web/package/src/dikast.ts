import { version } from "dikast:facts";
import type { Core } from "./door.js";

export type * from "./common.types.js";

/** The toolkit: pure functions of their arguments, except those marked [io]. */
export interface Dikast {
  /** Of the package and the core. */
  readonly version: string;
}

/** The toolkit over a loaded core. */
export function wrap(_core: Core): Dikast {
  return { version };
}
