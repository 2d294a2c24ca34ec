// What a page downloads: bundled and minified for a browser by esbuild, gzip -9.
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { root } from "../../scripts/lib/root.mjs";

async function gzipped(code) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "error",
    define: { global: "globalThis" },
    external: ["assert", "stream"], // of Node; reality-eth-lib's parts want them filled in
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

const all = (names) => names.map((name) => `export * from ${JSON.stringify(name)};`).join("\n");
const asNames = (names) =>
  names.map((name, i) => `export * as p${i} from ${JSON.stringify(name)};`).join("\n");

/** [what, bytes] for each. */
export async function sizes(entry) {
  const reality = "@reality.eth/reality-eth-lib/formatters/question.js";
  const parts = {
    dikast: all([entry]),
    mustache: 'export { default } from "mustache";',
    "zod 3": 'export { z } from "zod";',
    viem: asNames(["viem"]),
    ox: asNames(["ox"]),
    "@noble/hashes sha3": asNames(["@noble/hashes/sha3"]),
    "all kleros-sdk imports": asNames(["mustache", "zod", "viem", reality]),
  };
  const rows = [];
  for (const [what, code] of Object.entries(parts)) rows.push([what, await gzipped(code)]);
  return rows;
}
