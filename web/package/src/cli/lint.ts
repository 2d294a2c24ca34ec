import { writeFileSync } from "node:fs";
import type { Issue } from "../common.types.js";
import type { Dikast } from "../dikast.js";
import type { LintProfile, TemplateValidateOptions } from "../lint.types.js";
import { rules } from "../rules.js";
import {
  isFolder,
  isMappings,
  mappingsBeside,
  parseExactly,
  readDocument,
  readSource,
  type Source,
  stdinGiven,
  templateBeside,
  templatesIn,
} from "./files.js";
import { count, type Findings, type Severity, textReport } from "./report.js";
import { sarif } from "./sarif.js";
import { jsonText, type Output } from "./terminal.js";
import { type Arguments, type Command, UsageError } from "./usage.js";

export const LINT: Command = {
  name: "lint",
  about: "Finds what is wrong with dispute templates and their data mappings.",
  usage: ["dikast lint [options] PATH...", "dikast lint [options] - < template.json"],
  options: {
    format: {
      value: "FORMAT",
      oneOf: ["text", "json", "sarif"],
      about: "text (default), json or sarif (2.1.0)",
    },
    output: {
      value: "FILE",
      short: "o",
      about: "write the report to FILE, and the text report to standard output",
    },
    mappings: { value: "FILE", about: "the data mappings of the one template given" },
    "no-mappings": { about: "leave mappings.json beside the template alone" },
    options: { value: "N", whole: true, about: "numberOfRulingOptions of the dispute" },
    chain: { value: "ID", whole: true, about: "chain the dispute will be created on" },
    profile: {
      value: "PROFILE",
      oneOf: ["strict", "kleros-sdk"],
      about: "strict (default): documents and safety. kleros-sdk: what Court does today",
    },
    context: {
      value: "FILE|JSON",
      about: "values that the page showing the dispute adds; their names count as given",
    },
    "fail-on": {
      value: "SEVERITY",
      oneOf: ["error", "warning", "info"],
      about: "exit with 1 from this severity on (default error)",
    },
    "stdin-name": { value: "NAME", about: "what to call standard input in the report" },
    "no-excerpt": { about: "no source lines in the text report: one line for each finding" },
  },
  notes: [
    "PATH is a template, a mappings.json, a folder (searched for template.json and " +
      "*.template.json) or - for standard input. mappings.json beside template.json, and " +
      "x.mappings.json beside x.template.json, belong to it.",
    "Nothing is asked of the network.",
  ],
};

interface Pair {
  template?: string;
  mappings?: string;
}

/** What the paths stand for, each pair once. */
function pairsOf(args: Arguments): Pair[] {
  const paths = args.positionals.length > 0 ? args.positionals : stdinGiven() ? ["-"] : [];
  if (paths.length === 0) throw new UsageError("name a template, a folder or - for standard input");
  const own = args.one("mappings");
  const beside = !args.has("no-mappings") && own === undefined;
  const pairs = new Map<string, Pair>();
  const add = (template: string | undefined, mappings: string | undefined): void => {
    const pair: Pair = {
      ...(template !== undefined && { template }),
      ...(mappings !== undefined && { mappings }),
    };
    pairs.set(template ?? mappings ?? "", pair);
  };
  const addTemplate = (path: string): void =>
    add(path, own ?? (beside ? mappingsBeside(path) : undefined));
  for (const path of paths) {
    if (isFolder(path)) for (const found of templatesIn(path)) addTemplate(found);
    else if (isMappings(path) && own === undefined) {
      const template = templateBeside(path);
      if (template === undefined || !beside) add(undefined, path);
      else addTemplate(template);
    } else addTemplate(path);
  }
  if (own !== undefined && pairs.size !== 1) {
    throw new UsageError(`--mappings belongs to one template, and ${pairs.size} were given`);
  }
  return [...pairs.values()];
}

/** Bytes that are not UTF-8: the text cannot be registered, and nothing below is certain. */
function brokenText(source: Source, kind: "template" | "mappings"): Issue[] {
  if (source.broken === undefined) return [];
  const { byte, offset } = source.broken;
  const before = source.text.slice(0, offset);
  return [
    {
      severity: "error",
      code: "utf8.invalid",
      path: "",
      message: `Byte ${byte} is not UTF-8. Save the file as UTF-8.`,
      line: before.split("\n").length,
      column: offset - before.lastIndexOf("\n"),
      offset,
      source: kind,
    },
  ];
}

function names(args: Arguments): string[] | undefined {
  const given = args.one("context");
  if (given === undefined) return undefined;
  const value = readContext(given);
  return Object.keys(value);
}

/** --context: a file, - or the JSON itself. */
export function readContext(given: string): Record<string, unknown> {
  const inline = given.trimStart().startsWith("{");
  const { text, name } = inline ? { text: given, name: "--context" } : readSource(given);
  const value = parseExactly(text, name);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`${name}: a context is a JSON object, values by name`);
  }
  return value as Record<string, unknown>;
}

function optionsOf(args: Arguments): TemplateValidateOptions {
  const options: TemplateValidateOptions = {};
  const number = args.one("options");
  const chain = args.one("chain");
  const context = names(args);
  if (number !== undefined) options.numberOfRulingOptions = number;
  if (chain !== undefined) options.chainId = chain;
  if (context !== undefined) options.context = context;
  options.profile = (args.one("profile") ?? "strict") as LintProfile;
  return options;
}

function lintOne(
  dikast: Dikast,
  pair: Pair,
  options: TemplateValidateOptions,
  stdinName: string | undefined,
): Findings {
  const template =
    pair.template === undefined
      ? undefined
      : readDocument(pair.template, pair.template === "-" ? stdinName : undefined);
  const mappings = pair.mappings === undefined ? undefined : readDocument(pair.mappings);
  const broken = [
    ...(template === undefined ? [] : brokenText(template, "template")),
    ...(mappings === undefined ? [] : brokenText(mappings, "mappings")),
  ];
  const found = { ...(template && { template }), ...(mappings && { mappings }) };
  if (template !== undefined) {
    const all = mappings === undefined ? options : { ...options, mappings: mappings.text };
    return {
      ...found,
      issues: [...broken, ...dikast.template.validate(template.text, all).issues],
    };
  }
  const { context, profile } = options;
  const own = { ...(context && { context }), ...(profile && { profile }) };
  const { issues } = dikast.mapping.validate(mappings?.text ?? "", own);
  return { ...found, issues: [...broken, ...issues] };
}

const RANK: Record<Severity, number> = { info: 0, warning: 1, error: 2 };

function jsonReport(all: readonly Findings[]): object {
  const counts = count(all.flatMap(({ issues }) => issues));
  return {
    documents: all.map(({ template, mappings, issues }) => ({
      ...(template !== undefined && { template: template.name }),
      ...(mappings !== undefined && { mappings: mappings.name }),
      valid: !issues.some(({ severity }) => severity === "error"),
      issues,
    })),
    errors: counts.error,
    warnings: counts.warning,
    infos: counts.info,
  };
}

/** `dikast lint`. Returns the exit status. */
export async function lint(
  args: Arguments,
  load: () => Promise<Dikast>,
  out: Output,
): Promise<number> {
  const pairs = pairsOf(args);
  const options = optionsOf(args);
  const dikast = await load();
  const all = pairs.map((pair) => lintOne(dikast, pair, options, args.one("stdin-name")));
  const format = args.one("format") ?? "text";
  const report = (output: Output): string => {
    if (format === "json") return jsonText(jsonReport(all));
    if (format === "sarif") {
      const profile = options.profile ?? "strict";
      return jsonText(sarif(all, { version: dikast.version, rules, profile }));
    }
    return textReport(output, all, !args.has("no-excerpt"));
  };
  const file = args.one("output");
  if (file === undefined) {
    out.write(report(out));
  } else {
    writeReport(file, report({ ...out, colour: false }));
    out.write(textReport(out, all, !args.has("no-excerpt")));
  }
  const least = RANK[(args.one("fail-on") ?? "error") as Severity];
  return all.some(({ issues }) => issues.some(({ severity }) => RANK[severity] >= least)) ? 1 : 0;
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new UsageError(`${file}: it cannot be written: ${(cause as Error).message}`);
  }
}
