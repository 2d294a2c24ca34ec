import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Issue } from "../common.types.js";
import type { Dikast } from "../dikast.js";
import { DikastError } from "../errors.js";
import type { Fixture, MappingContext, TraceStep, Transport } from "../mapping.types.js";
import type { DisputeDetails, RenderOptions } from "../template.types.js";
import { inFolder, isFolder, readText, readSource, type Source, stdinGiven } from "./files.js";
import { readContext } from "./lint.js";
import { issueText } from "./report.js";
import { gateways, nodes } from "./rpc.js";
import { jsonText, type Output, paint, printable, printableLines } from "./terminal.js";
import { type Arguments, type Command, UsageError } from "./usage.js";

export const RENDER: Command = {
  name: "render",
  about: "Shows what jurors will see.",
  usage: [
    "dikast render [options] TEMPLATE",
    "dikast render [options] FOLDER",
    "dikast render [options] - < template.json",
  ],
  options: {
    format: {
      value: "FORMAT",
      oneOf: ["json", "text", "raw"],
      about: "json (default): the document. text: to be read. raw: before it is read as JSON",
    },
    mode: {
      value: "MODE",
      oneOf: ["strict", "kleros-sdk"],
      about: "strict (default): a value is data. kleros-sdk: what Court shows today",
    },
    dialect: {
      value: "DIALECT",
      oneOf: ["auto", "mustache", "handlebars"],
      about: "how the template's tags are read (default auto)",
    },
    context: { value: "FILE|JSON", about: "values by name: a file, - or the JSON itself" },
    set: { value: "NAME=TEXT", many: true, about: "one value as text; wins over --context" },
    mappings: { value: "FILE", about: "data mappings that find the other values" },
    fixtures: { value: "FILE", about: "recorded answers for the mappings: no network" },
    live: { about: "ask the network for what the mappings need; nothing else does" },
    rpc: { value: "[CHAIN=]URL", many: true, about: "node for calls and logs, with --live" },
    gateway: { value: "URL", many: true, about: "IPFS gateway, with --live; tried in this order" },
    "allow-host": {
      value: "HOST",
      many: true,
      about: "with --live: ask no other hosts; these may be private or plain http",
    },
    unverified: { about: "take IPFS files whose bytes cannot be checked against their address" },
    record: { value: "FILE", about: "with --live: write the answers, for --fixtures" },
  },
  notes: [
    "FOLDER is a project: template.json and, where they are, mappings.json, parameters.json (the " +
      "values) and fixtures.json. Options come before these files.",
    "An integer in --context that JavaScript would round is taken as the text of its digits.",
  ],
};

interface Inputs {
  template: Source;
  mappings?: Source;
  context: Record<string, unknown>;
  fixtures?: Fixture[];
}

function setValues(args: Arguments): Record<string, string> {
  return Object.fromEntries(
    args.all("set").map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError(`--set is NAME=TEXT, not "${text}"`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function readFixtures(path: string): Fixture[] {
  const { text, name } = readSource(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${name}: not JSON: ${(cause as Error).message}`);
  }
  const valid =
    Array.isArray(value) &&
    value.every(
      (item: unknown) =>
        typeof item === "object" &&
        item !== null &&
        typeof (item as Partial<Fixture>).request === "object" &&
        typeof (item as Partial<Fixture>).response === "object",
    );
  if (!valid) {
    throw new UsageError(`${name}: fixtures are a list of {"request": ..., "response": ...}`);
  }
  return value as Fixture[];
}

function only(args: Arguments): string {
  const [path, more] = args.positionals;
  if (more !== undefined) throw new UsageError("render takes one template");
  if (path === undefined && stdinGiven()) return "-";
  if (path === undefined) throw new UsageError("name a template, a folder or - for standard input");
  return path;
}

function readInputs(args: Arguments): Inputs {
  const path = only(args);
  const folder = isFolder(path) ? path : undefined;
  const beside = (file: string): string | undefined =>
    folder === undefined ? undefined : inFolder(folder, file);
  const mappings = args.one("mappings") ?? beside("mappings.json");
  const parameters = args.one("context") ?? beside("parameters.json");
  const live = args.has("live");
  const fixtures = args.one("fixtures") ?? (live ? undefined : beside("fixtures.json"));
  for (const name of ["rpc", "gateway", "allow-host", "record"]) {
    if (args.has(name) && !live) throw new UsageError(`--${name} needs --live`);
  }
  if (live && fixtures !== undefined) throw new UsageError("--live or --fixtures, not both");
  if ((live || args.has("fixtures")) && mappings === undefined) {
    throw new UsageError("--live and --fixtures need --mappings");
  }
  const template = readText(folder === undefined ? path : join(folder, "template.json"));
  const inputs: Inputs = {
    template,
    context: { ...(parameters && readContext(parameters)), ...setValues(args) },
  };
  if (mappings !== undefined) inputs.mappings = readText(mappings);
  if (fixtures !== undefined) inputs.fixtures = readFixtures(fixtures);
  return inputs;
}

function transportOf(
  args: Arguments,
  inputs: Inputs,
  record: (fixture: Fixture) => void,
): Transport {
  const transport: Transport = { record };
  if (args.has("unverified")) transport.verify = false;
  if (!args.has("live")) {
    // Recordings and nothing else: what is not among them is an error, never a request.
    transport.replay = inputs.fixtures ?? [];
    transport.allowHost = () => true;
    return transport;
  }
  transport.provider = nodes(args.all("rpc"));
  const own = gateways(args.all("gateway"));
  const hosts = args.all("allow-host");
  if (own !== undefined) transport.gateways = own;
  if (hosts.length > 0) transport.allowHost = (host) => hosts.includes(host);
  return transport;
}

function noteTrace(trace: readonly TraceStep[], err: Output): void {
  for (const { mapping, type, notes } of trace) {
    for (const note of notes) {
      err.write(`note: mapping ${mapping} (${printable(type)}): ${printableLines(note, "  ")}\n`);
    }
  }
}

async function resolve(
  dikast: Dikast,
  args: Arguments,
  inputs: Inputs,
  err: Output,
): Promise<MappingContext | Record<string, unknown>> {
  if (inputs.mappings === undefined) return inputs.context;
  const fixtures: Fixture[] = [];
  const transport = transportOf(args, inputs, (fixture) => void fixtures.push(fixture));
  try {
    const { text } = inputs.mappings;
    const { context, trace } = await dikast.mapping.execute(text, inputs.context, transport);
    noteTrace(trace, err);
    return context;
  } catch (cause) {
    if (!args.has("live") && inputs.fixtures === undefined) {
      err.write("note: no network was asked; --fixtures FILE or --live answers mappings\n");
    }
    throw cause;
  } finally {
    const file = args.one("record");
    if (file !== undefined) writeFileSync(file, jsonText(fixtures));
  }
}

/** Lines of "Name: value" with what jurors read, in the order in which Court shows it. */
function detailsText(output: Output, details: DisputeDetails): string {
  const lines: string[] = [];
  const add = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    lines.push(`${paint(output, "bold", `${name}:`)} ${printableLines(text, "  ")}`);
  };
  add("Title", details.title);
  add("Description", details.description);
  add("Question", details.question);
  lines.push(`${paint(output, "bold", "Answers:")} ${details.answers.length}`);
  for (const { id, title, description } of details.answers) {
    const more = description === "" ? "" : ` - ${printableLines(description, "    ")}`;
    lines.push(`  ${printable(id)}: ${printableLines(title, "    ")}${more}`);
  }
  add("Policy", details.policyURI);
  if (details.attachment)
    add("Attachment", `${details.attachment.label}: ${details.attachment.uri}`);
  add("Front end", details.frontendUrl);
  add("Arbitrator", `${details.arbitratorAddress} on chain ${details.arbitratorChainID}`);
  add("Category", details.category);
  add("Language", details.lang);
  add("Specification", details.specification);
  for (const [name, value] of Object.entries(details.aliases ?? {}))
    add(`Alias ${printable(name)}`, value);
  for (const [name, value] of Object.entries(details.metadata ?? {})) {
    add(`Metadata ${printable(name)}`, value);
  }
  for (const { name, description, fileURI } of details.extraEvidences ?? []) {
    add("Evidence", [name, description, fileURI].filter((text) => text).join(" - "));
  }
  add("Version", details.version);
  return `${lines.join("\n")}\n`;
}

/** The first tag that reads the variable a refusal is about. */
function missing(error: DikastError, text: string): Issue | undefined {
  const name = error.path
    .replace(/^\/context\//, "")
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");
  for (let at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", at + 2)) {
    const end = text.indexOf("}}", at);
    const tag = text.slice(at + 2, end < 0 ? at + 2 : end).replace(/^[{&#^]/, "");
    if (tag.trim() !== name && tag.trim() !== name.replaceAll("/", ".")) continue;
    const line = text.slice(0, at).split("\n").length;
    const column = at - text.lastIndexOf("\n", at - 1);
    const close = text.startsWith("}}}", end) ? 3 : 2;
    const endColumn = column + end + close - at;
    const { code, message, path } = error;
    const place = { line, column, offset: at, endLine: line, endColumn, endOffset: end + close };
    return { severity: "error", code, path, message, ...place, source: "template" };
  }
  return undefined;
}

/** Where in the template a refusal comes from, as far as can be said; the rest is the refusal's. */
function explain(dikast: Dikast, error: DikastError, inputs: Inputs, err: Output): boolean {
  const { template } = inputs;
  const found = { template, issues: [] };
  if (error.code === "template.missing_variable") {
    const issue = missing(error, template.text);
    if (issue !== undefined) err.write(issueText(err, found, issue, true));
    return issue !== undefined;
  }
  const { issues } = dikast.template.validate(template.text);
  const errors = issues.filter(({ severity }) => severity === "error");
  const same = errors.filter(({ code }) => code === error.code);
  for (const issue of same.length > 0 ? same : errors)
    err.write(issueText(err, found, issue, true));
  return same.length > 0;
}

/** `dikast render`. Returns the exit status. */
export async function render(
  args: Arguments,
  load: () => Promise<Dikast>,
  out: Output,
  err: Output,
): Promise<number> {
  const inputs = readInputs(args);
  const options: RenderOptions = {};
  const [mode, dialect] = [args.one("mode"), args.one("dialect")];
  if (mode !== undefined) options.mode = mode as NonNullable<RenderOptions["mode"]>;
  if (dialect !== undefined) options.dialect = dialect as NonNullable<RenderOptions["dialect"]>;
  const dikast = await load();
  const context = await resolve(dikast, args, inputs, err);
  try {
    out.write(rendered(dikast, inputs.template.text, context, options, args.one("format"), out));
    return 0;
  } catch (cause) {
    const told = cause instanceof DikastError && explain(dikast, cause, inputs, err);
    if (told) return 1;
    throw cause;
  }
}

function rendered(
  dikast: Dikast,
  text: string,
  context: object,
  options: RenderOptions,
  format: string | undefined,
  out: Output,
): string {
  // The characters as they are: whoever asks for the raw text wants none changed.
  if (format === "raw") return dikast.template.renderText(text, { ...context }, options);
  const details = dikast.template.render(text, { ...context }, options);
  return format === "text" ? detailsText(out, details) : jsonText(details);
}
