// Replays recordings through the built package: `npm run replay -- FILE...`
// Each file is JSON, JSON Lines or either of them packed with gzip; its format is recognised by its
// content. One line a file: name, format, cases, mismatches; then the first ten mismatches.
// Exit: 0 all match, 1 a mismatch, 2 a file that cannot be read or is of no known format.
//   DIKAST_DIST  where dist/ is (default dist)
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { root } from "./lib/root.mjs";

const shown = 10;
const npm = join(resolve(root, process.env.DIKAST_DIST ?? "dist"), "npm");
const formatsFolder = join(root, "tests/replay");

const importFrom = (path) => import(pathToFileURL(path).href);

/** A document, or a list of records when there is one on each line. */
function read(path) {
  const bytes = readFileSync(path);
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString(
    "utf8",
  );
  try {
    return { document: JSON.parse(text) };
  } catch (whole) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (lines.length < 2) {
      throw whole;
    }
    return { records: lines.map((line) => JSON.parse(line)) };
  }
}

async function formats() {
  const names = readdirSync(formatsFolder).filter((name) => name.endsWith(".mjs"));
  return Promise.all(names.sort().map((name) => importFrom(join(formatsFolder, name))));
}

const short = (value) => {
  const text = typeof value === "string" ? value : (JSON.stringify(value, plain) ?? String(value));
  return text.length > 300 ? `${text.slice(0, 300)}... (${text.length})` : text;
};
const plain = (_key, value) => (typeof value === "bigint" ? value.toString() : value);

function report(mismatch) {
  console.log(`  ${mismatch.id}`);
  for (const part of ["expected", "actual", "note"]) {
    if (mismatch[part] !== undefined) {
      console.log(`    ${part}: ${short(mismatch[part])}`);
    }
  }
}

/** Runs one file. {passed, failed, skipped}; null when no format knows it. */
async function replay(path, known, dikast) {
  const { document, records = Array.isArray(document) ? document : undefined } = read(path);
  const name = basename(path).replace(/\.gz$/, "");
  const head = records === undefined ? document : records.slice(0, 50);
  const format = known.find((candidate) => candidate.recognises(head, name));
  if (format === undefined) {
    return null;
  }
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const mismatches = [];
  const notes = new Map();
  const context = { name, folder: npm, importPackage: (part) => importFrom(join(npm, part)) };
  for await (const result of await format.run(records ?? document, dikast, context)) {
    if (result.skip !== undefined) {
      totals.skipped++;
      notes.set(result.skip, [...(notes.get(result.skip) ?? []), result.id]);
    } else if (result.ok) {
      totals.passed++;
    } else {
      totals.failed++;
      mismatches.push(result);
    }
  }
  const cases = totals.passed + totals.failed;
  console.log(`${name}  ${format.name}  ${cases} cases  ${totals.failed} mismatches`);
  for (const [reason, ids] of notes) {
    const label = reason.startsWith("by design: ") ? reason : `not run, ${reason}`;
    console.log(`  ${label}: ${short(ids.join(" "))}`);
  }
  mismatches.slice(0, shown).forEach(report);
  if (mismatches.length > shown) {
    console.log(`  and ${mismatches.length - shown} more`);
  }
  return totals;
}

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error("usage: npm run replay -- FILE...");
  process.exit(2);
}
const { load } = await importFrom(join(npm, "index.js"));
const dikast = await load();
const known = await formats();
const total = { passed: 0, failed: 0, skipped: 0 };
let unknown = 0;
for (const path of paths) {
  let totals = null;
  try {
    totals = await replay(path, known, dikast);
    if (totals === null) {
      console.log(`${basename(path)}  unknown format`);
    }
  } catch (error) {
    console.log(`${basename(path)}  cannot be replayed: ${error.message}`);
    if (error.code === undefined && !(error instanceof SyntaxError)) {
      console.log(error.stack);
    }
  }
  if (totals === null) {
    unknown++;
    continue;
  }
  for (const key of Object.keys(total)) {
    total[key] += totals[key];
  }
}
console.log(`${total.passed} passed, ${total.failed + unknown} failed, ${total.skipped} skipped`);
process.exitCode = unknown > 0 ? 2 : total.failed > 0 ? 1 : 0;
