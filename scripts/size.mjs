// What each part of the package weighs, gzip -9, against its budget: `npm run size`.
// Fails when one is above its limit. A goal below the limit is what the part has still to come down
// to; it is printed, and lowering the limit towards it is how progress is kept. DIKAST_DIST says where dist/ is (default dist).
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { root } from "./lib/root.mjs";

const npm = join(resolve(root, process.env.DIKAST_DIST ?? "dist"), "npm");
const budgets = JSON.parse(readFileSync(join(root, "scripts/budgets.json"), "utf8"));

const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** As a page would carry it: everything the entry reaches in one minified file. */
async function bundled(entry) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(npm, entry)],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "warning",
  });
  return outputFiles[0].contents;
}

const rows = [];
for (const [part, { file, bundle, limit, goal }] of Object.entries(budgets)) {
  if (!existsSync(join(npm, file ?? bundle))) {
    rows.push({ part, size: undefined, limit, goal });
    continue;
  }
  const bytes = bundle ? await bundled(bundle) : readFileSync(join(npm, file));
  rows.push({ part, size: gzip(bytes), limit, goal });
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
let above = 0;
for (const { part, size, limit, goal } of rows) {
  const ok = size !== undefined && size <= limit;
  above += ok ? 0 : 1;
  const figure = size === undefined ? "missing" : kilobytes(size);
  const short = ok && goal !== undefined && size > goal;
  const verdict = short ? `ok, goal ${kilobytes(goal)} missed` : ok ? "ok" : "ABOVE";
  console.log(
    `${part.padEnd(34)} ${figure.padStart(10)} of ${kilobytes(limit).padStart(9)}  ${verdict}`,
  );
}
process.exitCode = above === 0 ? 0 : 1;
