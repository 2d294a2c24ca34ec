import { isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Issue } from "../common.types.js";
import type { LintProfile, LintRule, TextEdit } from "../lint.types.js";
import type { Source } from "./files.js";
import { type Findings, sourceOf } from "./report.js";

// Static Analysis Results Interchange Format 2.1.0 (OASIS). Section numbers below are of that text.

const LEVELS = { error: "error", warning: "warning", info: "note" } as const;

type Level = (typeof LEVELS)[keyof typeof LEVELS] | "none";

interface Place {
  uri: string;
  uriBaseId?: string;
}

/** Below the working folder a relative reference, which is what code hosts show; else absolute. */
function placeOf(name: string): Place {
  if (name === "<stdin>") return { uri: "stdin" };
  const path = relative(process.cwd(), resolve(name));
  if (path.startsWith("..") || isAbsolute(path)) return { uri: pathToFileURL(resolve(name)).href };
  return { uri: path.split(sep).map(encodeURIComponent).join("/"), uriBaseId: "SRCROOT" };
}

interface Region {
  startLine: number;
  startColumn: number;
  endLine?: number;
  endColumn?: number;
}

function regionOf(issue: Issue): Region {
  const start = { startLine: issue.line, startColumn: issue.column };
  if (issue.endLine === undefined || issue.endColumn === undefined) return start;
  return { ...start, endLine: issue.endLine, endColumn: issue.endColumn };
}

/** Line and column (from 1, in UTF-16 units) of an offset. */
function position(text: string, offset: number): [number, number] {
  let line = 1;
  let start = 0;
  for (;;) {
    const next = text.indexOf("\n", start);
    if (next < 0 || next >= offset) return [line, offset - start + 1];
    start = next + 1;
    line += 1;
  }
}

function replacement(source: Source, edit: TextEdit): object {
  const [startLine, startColumn] = position(source.text, edit.offset);
  const [endLine, endColumn] = position(source.text, edit.offset + edit.length);
  return {
    deletedRegion: { startLine, startColumn, endLine, endColumn },
    insertedContent: { text: edit.text },
  };
}

function describe(rule: LintRule, profile: LintProfile): object {
  const severity = rule.severity[profile];
  const level: Level = severity === "off" ? "none" : LEVELS[severity];
  const text = `${rule.why} Source: ${rule.source}.`;
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text },
    defaultConfiguration: severity === "off" ? { enabled: false, level } : { level },
    properties: { tags: ["kleros", rule.id.split(".")[0] ?? "kleros"] },
  };
}

/** Codes that are no rules of the catalogue: what keeps a text from being looked at. */
function describeOther(code: string): object {
  const text = "The text cannot be read.";
  return {
    id: code,
    shortDescription: { text },
    help: { text },
    defaultConfiguration: { level: "error" },
  };
}

function result(findings: Findings, issue: Issue, ruleIndex: number): object {
  const source = sourceOf(findings, issue);
  const artifactLocation = placeOf(source?.name ?? issue.source);
  const message = issue.hint === undefined ? issue.message : `${issue.message} ${issue.hint}`;
  return {
    ruleId: issue.code,
    ruleIndex,
    level: LEVELS[issue.severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: { artifactLocation, region: regionOf(issue) },
        // A JSON Pointer into the document (3.33.5).
        logicalLocations: [{ fullyQualifiedName: issue.path, kind: "member" }],
      },
    ],
    ...(issue.fix !== undefined &&
      source !== undefined && {
        fixes: [
          {
            description: { text: issue.fix.description },
            artifactChanges: [
              {
                artifactLocation,
                replacements: issue.fix.edits.map((edit) => replacement(source, edit)),
              },
            ],
          },
        ],
      }),
  };
}

/** The log of one run. */
export function sarif(
  all: readonly Findings[],
  about: { version: string; rules: readonly LintRule[]; profile: LintProfile },
): object {
  const rules = about.rules.map((rule) => describe(rule, about.profile));
  const indices = new Map(about.rules.map(({ id }, index) => [id, index]));
  const indexOf = (code: string): number => {
    const known = indices.get(code);
    if (known !== undefined) return known;
    indices.set(code, rules.length);
    return rules.push(describeOther(code)) - 1;
  };
  const results = all.flatMap((findings) =>
    findings.issues.map((issue) => result(findings, issue, indexOf(issue.code))),
  );
  const names = new Set(
    all.flatMap(({ template, mappings }) =>
      [template, mappings].flatMap((source) => (source === undefined ? [] : [source.name])),
    ),
  );
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "dikast",
            version: about.version,
            semanticVersion: about.version,
            rules,
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { description: { text: "The folder dikast ran in." } } },
        artifacts: [...names].map((name) => ({ location: placeOf(name) })),
        results,
      },
    ],
  };
}
