import type { Core } from "./door.js";
import type { LintApi, LintRule } from "./lint.types.js";

/** The rule catalogue over a loaded core. */
export function createLint(core: Core): LintApi {
  return { rules: () => core.call<LintRule[]>("lint.rules", {}) };
}
