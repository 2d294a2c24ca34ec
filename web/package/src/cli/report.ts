import type { Issue } from "../common.types.js";
import type { Source } from "./files.js";
import { type Output, paint, printable, printableLines } from "./terminal.js";

/** What was found in one template and its mappings. */
export interface Findings {
  template?: Source;
  mappings?: Source;
  issues: Issue[];
}

export type Severity = Issue["severity"];

const COLOURS = { error: "red", warning: "yellow", info: "blue" } as const;

/** The document an issue is about. */
export function sourceOf(findings: Findings, issue: Issue): Source | undefined {
  const { template, mappings } = findings;
  return issue.source === "mappings" ? (mappings ?? template) : (template ?? mappings);
}

/** Line `number` (from 1) of `text`, without its end. */
export function lineOf(text: string, number: number): string {
  let start = 0;
  for (let line = 1; line < number; line += 1) {
    const next = text.indexOf("\n", start);
    if (next < 0) return "";
    start = next + 1;
  }
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end < 0 ? undefined : end);
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

// East Asian wide and fullwidth letters and emoji: two columns of a terminal.
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns of a terminal that `text`, already printable, takes. */
function columns(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!/\p{Mark}/u.test(character)) width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

const LONGEST = 100;
const BEFORE = 40;

/** Moves `at` out of the middle of a surrogate pair. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff && at > 0 ? at - 1 : at;
}

/** The line with what it is about underlined; of long lines, what is around it. */
function excerpt(source: Source, issue: Issue): string[] {
  const line = lineOf(source.text, issue.line);
  const at = Math.min(issue.column - 1, line.length);
  // Without an end it is one place; what goes on in later lines is marked to the end of this one.
  const { endLine = issue.line, endColumn = at + 2 } = issue;
  const stop = endLine === issue.line ? endColumn - 1 : line.length;
  const from = line.length <= LONGEST ? 0 : whole(line, Math.max(0, at - BEFORE));
  const to =
    line.length <= LONGEST ? line.length : whole(line, Math.min(line.length, from + LONGEST));
  const clean = (a: number, b: number): string => printable(line.slice(a, b).replaceAll("\t", " "));
  const lead = from > 0 ? "... " : "";
  const shown = lead + clean(from, to) + (to < line.length ? " ..." : "");
  if (shown.trim() === "") return [];
  const number = String(issue.line).padStart(5);
  const pad = " ".repeat(columns(lead + clean(from, at)));
  const mark = "^".repeat(Math.max(1, columns(clean(at, Math.max(at, Math.min(stop, to))))));
  return [`${number} | ${shown}`, `${" ".repeat(number.length)} | ${pad}${mark}`];
}

/** One issue: a line of its own words, then the place, then what to do. */
export function issueText(
  output: Output,
  findings: Findings,
  issue: Issue,
  excerpts: boolean,
): string {
  const source = sourceOf(findings, issue);
  const place = `${printable(source?.name ?? issue.source)}:${issue.line}:${issue.column}`;
  const severity = paint(output, COLOURS[issue.severity], issue.severity);
  const message = printableLines(issue.message, "  ");
  const lines = [`${paint(output, "bold", place)}: ${severity} ${issue.code}: ${message}`];
  if (excerpts && source !== undefined) lines.push(...excerpt(source, issue));
  if (issue.hint !== undefined) lines.push(`  hint: ${printableLines(issue.hint, "    ")}`);
  if (issue.fix !== undefined)
    lines.push(`  fix: ${printableLines(issue.fix.description, "    ")}`);
  return `${lines.join("\n")}\n`;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

/** How many issues of each severity. */
export function count(issues: readonly Issue[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of issues) counts[severity] += 1;
  return counts;
}

/** "2 templates: 1 error, 3 warnings." */
export function summary(all: readonly Findings[]): string {
  const { error, warning, info } = count(all.flatMap(({ issues }) => issues));
  const what = plural(all.length, "document");
  const found = [
    ...(error > 0 ? [plural(error, "error")] : []),
    ...(warning > 0 ? [plural(warning, "warning")] : []),
    ...(info > 0 ? [plural(info, "note")] : []),
  ];
  return `${what}: ${found.length === 0 ? "nothing found" : found.join(", ")}.\n`;
}

/** The whole report for people. */
export function textReport(output: Output, all: readonly Findings[], excerpts: boolean): string {
  const parts = all.flatMap((findings) =>
    findings.issues.map((issue) => issueText(output, findings, issue, excerpts)),
  );
  // A blank line between findings with an excerpt, for the eye; none where each is one line.
  const between = excerpts ? "\n" : "";
  return parts.map((part) => part + between).join("") + summary(all);
}
