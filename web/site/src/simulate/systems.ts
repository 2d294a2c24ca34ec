import { courtSystem } from "./court-system.js";
import { escrowSystem, proxySystem } from "./escrow-system.js";
import { realitySystem } from "./reality-system.js";
import { readScenario, type Scenario } from "./scenario.js";
import type { System } from "./system.types.js";

/** Everything that can be simulated; a row adds another machine. */
export const systems: readonly System[] = [courtSystem, escrowSystem, proxySystem, realitySystem];

const files = import.meta.glob<string>("./examples/*.json", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Worked examples, written by scripts/record-scenarios.mjs; the one to begin with first. */
export const worked: readonly Scenario[] = Object.entries(files)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([, text]) => readScenario(text));

export const systemOf = (scenario: Scenario): System | undefined =>
  systems.find(({ id }) => id === scenario.system);
