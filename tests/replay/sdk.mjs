// What kleros-sdk 2.4.0 gives, from the drop-in of the built package (golden/sdk/FORMAT.md).
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Mustache from "mustache";
import { http } from "viem";
import { withNetwork } from "./lib/sdk-network.mjs";
import { reader, same, tag } from "./lib/sdk-values.mjs";

export const name = "kleros-sdk";

const functions = new Set([
  "populateTemplate",
  "mustache.render",
  "executeActions",
  "executeAction",
  "getDispute",
  "retrieveVariables",
  "replacePlaceholdersWithValues",
  "createResultObject",
  "JSON.parse(mappings)",
  "context",
]);

export const recognises = (records) =>
  Array.isArray(records) && records.length > 0 && records.every((row) => functions.has(row?.fn));

const RPC = "http://127.0.0.1:8633/rpc";
const engineErrors = new Set(["SyntaxError", "TypeError", "RangeError"]);
const plain = (value) => JSON.parse(JSON.stringify(value ?? null));

// A copy for every file: the client, once configured, stays, and group `abi` is about its absence.
async function loadSdk(folder) {
  const load = (part) => import(pathToFileURL(join(folder, "kleros-sdk", part)).href);
  const utils = "src/dataMappings/utils";
  return {
    ...(await load("src/index.js")),
    ...(await load(`${utils}/replacePlaceholdersWithValues.js`)),
    ...(await load(`${utils}/createResultObject.js`)),
    retrieveVariables: (await load(`${utils}/retrieveVariables.js`)).default,
    renderMustache: (await load("core.js")).renderMustache,
  };
}

function work(sdk, row, read) {
  switch (row.fn) {
    case "populateTemplate":
      return sdk.populateTemplate(read(row.template), read(row.context));
    case "mustache.render":
      return sdk.renderMustache(read(row.template), read(row.context), true);
    case "executeActions":
      return sdk.executeActions(read(row.mappings), read(row.context));
    case "executeAction":
      return sdk.executeAction(read(row.mapping), read(row.context));
    case "getDispute":
      return sdk.getDispute(read(row.params));
    case "JSON.parse(mappings)":
      return JSON.parse(row.mappingsText);
    default:
      return sdk[row.fn](...read(row.args));
  }
}

function errorDiffers(expected, error) {
  const found = error?.name ?? typeof error;
  if (found !== expected.name) return `${found}: ${error?.message ?? error}`;
  if (expected.issues) return same(plain(error.issues), expected.issues) ? null : "issues";
  if (expected.issueCount !== undefined) {
    return error.issues?.length === expected.issueCount ? null : "the number of issues";
  }
  if (engineErrors.has(found)) return null;
  const message = String(error.shortMessage ?? error.message);
  if (expected.message !== undefined && message !== expected.message) return message;
  const field = ["endpoint", "resourceName"].find(
    (key) => key in expected && !same(tag(error[key]), expected[key]),
  );
  return field ? `${field} ${error[field]}` : null;
}

function resultDiffers(row, value) {
  if (row.resultSha256 === undefined) {
    return same(plain(tag(value)), row.result ?? null) ? null : (tag(value) ?? "nothing");
  }
  const text = JSON.stringify(value) ?? "";
  const digest = createHash("sha256").update(text).digest("hex");
  const equal = digest === row.resultSha256 && text.length === row.resultLength;
  return equal ? null : `sha256 ${digest} of ${text.length} characters`;
}

/** What differs from the recording, or null. */
function difference(row, outcome) {
  if (!row.ok) return outcome.threw ? errorDiffers(row.error, outcome.error) : "no error";
  if (outcome.threw) return `${outcome.error?.name}: ${outcome.error?.message}`;
  return resultDiffers(row, outcome.value);
}

// Own properties alone, at every level.
function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  const copy = Object.create(null);
  for (const key of Object.keys(value)) copy[key] = bare(value[key]);
  return copy;
}

// The recording holds what mustache.js reads off Object.prototype, and the drop-in gives exactly
// what mustache.js does when there is no prototype to read from.
async function readsPrototype(sdk, row, outcome, read) {
  if (row.fn !== "populateTemplate" && row.fn !== "mustache.render") return false;
  let texts;
  try {
    const [template, context] = [read(row.template), read(row.context)];
    texts = [context, bare(context)].map((view) => Mustache.render(template, view));
  } catch {
    return false;
  }
  if (texts[0] === texts[1] || texts.some((text) => text.includes("{{"))) return false;
  const [full, own] = await Promise.all(
    texts.map((template) =>
      withNetwork([], () => work(sdk, { ...row, template, context: {} }, (value) => value)),
    ),
  );
  const alike = own.threw
    ? outcome.threw && own.error.name === outcome.error.name
    : !outcome.threw && same(own.value, outcome.value);
  return alike && difference(row, full) === null;
}

async function design(sdk, row, outcome, read) {
  if (await readsPrototype(sdk, row, outcome, read)) {
    return "by design: variables never reach Object.prototype";
  }
  return undefined;
}

async function replayRow(sdk, row, read) {
  const outcome = await withNetwork(row.net, () => work(sdk, row, read));
  const differs = difference(row, outcome);
  if (differs === null && outcome.trouble.length === 0) return { id: row.id, ok: true };
  const skip = await design(sdk, row, outcome, read);
  if (skip !== undefined) return { id: row.id, skip };
  return {
    id: row.id,
    ok: false,
    expected: row.ok ? (row.result ?? row.resultSha256) : row.error,
    actual: differs ?? "as recorded",
    ...(outcome.trouble.length > 0 && { note: outcome.trouble.join("; ") }),
  };
}

export async function* run(records, _dikast, { folder }) {
  const named = records.filter((row) => row.fn === "context");
  const read = reader(new Map(named.map((row) => [row.name, row.context])));
  const rows = records.filter((row) => row.fn !== "context");
  const copy = mkdtempSync(join(tmpdir(), "dikast-sdk-"));
  try {
    cpSync(folder, copy, { recursive: true });
    const sdk = await loadSdk(copy);
    for (const row of rows.filter(({ group }) => group === "abi")) {
      yield await replayRow(sdk, row, read);
    }
    sdk.configureSDK({ client: { transport: http(RPC, { retryCount: 0 }) } });
    for (const row of rows.filter(({ group }) => group !== "abi")) {
      yield await replayRow(sdk, row, read);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
