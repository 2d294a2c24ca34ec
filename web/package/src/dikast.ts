import { version } from "dikast:facts";
import { createAbi } from "./abi.js";
import type { AbiApi } from "./abi.types.js";
import type { Core } from "./door.js";
import { createLint } from "./lint.js";
import type { LintApi } from "./lint.types.js";
import { createMapping } from "./mapping.js";
import type { MappingApi } from "./mapping.types.js";
import { createTemplate } from "./template.js";
import type { TemplateApi } from "./template.types.js";
import { createValues } from "./values.js";
import type { ValuesApi } from "./values.types.js";

export type * from "./abi.types.js";
export type * from "./common.types.js";
export type * from "./lint.types.js";
export type * from "./mapping.types.js";
export type * from "./template.types.js";
export type * from "./values.types.js";

/** The toolkit: pure functions of their arguments, except those marked [io]. */
export interface Dikast extends ValuesApi {
  /** Dispute templates: what jurors see. */
  readonly template: TemplateApi;
  /** Data mappings: where a template's values come from. */
  readonly mapping: MappingApi;
  /** The rules that templates and mappings are held to. */
  readonly lint: LintApi;
  /** Calldata, results, logs and errors of contracts. */
  readonly abi: AbiApi;
  /** Of the package and its core. */
  readonly version: string;
}

/** The toolkit over a loaded core. */
export function wrap(core: Core): Dikast {
  return {
    version,
    ...createValues(core),
    template: createTemplate(core),
    abi: createAbi(core),
    mapping: createMapping(core),
    lint: createLint(core),
  };
}
