import { version } from "dikast:facts";
import type { Core } from "./door.js";
import { createValues } from "./values.js";
import type { ValuesApi } from "./values.types.js";

export type * from "./common.types.js";
export type * from "./values.types.js";

/** The toolkit: pure functions of their arguments, except those marked [io]. */
export interface Dikast extends ValuesApi {
  /** Of the package and its core. */
  readonly version: string;
}

/** The toolkit over a loaded core. */
export function wrap(core: Core): Dikast {
  return { version, ...createValues(core) };
}
