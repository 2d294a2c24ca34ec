import type { Issue } from "dikast/lean";
import type { Problem } from "./runs.js";

/** A failure of the check itself as a finding, at the beginning of the template. */
export const placeless = (problem: Problem): Issue => ({
  severity: "error",
  ...problem,
  line: 1,
  column: 1,
  offset: 0,
  source: "template",
});

const WEIGHT = { error: 0, warning: 1, info: 2 } as const;

/** Worst first; the template before the mappings. */
export const sorted = (issues: Issue[]): Issue[] =>
  issues.sort(
    (a, b) =>
      WEIGHT[a.severity] - WEIGHT[b.severity] ||
      b.source.localeCompare(a.source) ||
      a.offset - b.offset,
  );
