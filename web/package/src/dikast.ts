import { version } from "dikast:facts";
import { createAbi } from "./abi.js";
import type { Dikast } from "./dikast.types.js";
import type { Core } from "./door.js";
import { createMapping } from "./mapping.js";
import { createTemplate } from "./template.js";
import { createValues } from "./values.js";

export type { Dikast } from "./dikast.types.js";

/** The toolkit over a loaded core. */
export function wrap(core: Core): Dikast {
  return {
    version,
    ...createValues(core),
    template: createTemplate(core),
    abi: createAbi(core),
    mapping: createMapping(core),
  };
}
