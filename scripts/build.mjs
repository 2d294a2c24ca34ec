// Makes dist/: `npm run build`.
//   DIKAST_WASM_BUILD  CMake build folder of the WebAssembly module (default build/wasm)
//   DIKAST_DIST        where to write (default dist)
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { root } from "./lib/root.mjs";
import { run } from "./lib/run.mjs";
import { buildWasm } from "./lib/wasm.mjs";

const dist = resolve(root, process.env.DIKAST_DIST ?? "dist");
const wasmBuild = resolve(root, process.env.DIKAST_WASM_BUILD ?? "build/wasm");

async function step(name, work) {
  const start = Date.now();
  await work();
  console.log(`${name.padEnd(10)} ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

async function must(command, args, options) {
  const result = await run(command, args, options);
  if (result.status !== 0) {
    console.error(result.output);
    throw new Error(`"${[command, ...args].join(" ")}" ended with status ${result.status}`);
  }
  return result;
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** What `sha256sum -c SHA256SUMS` reads, over everything that was built. */
function writeSums() {
  const lines = filesIn(dist)
    .map((path) => [relative(dist, path).replaceAll("\\", "/"), path])
    .filter(([name]) => name !== "SHA256SUMS" && name !== "README.md")
    .map(
      ([name, path]) => `${createHash("sha256").update(readFileSync(path)).digest("hex")}  ${name}`,
    );
  writeFileSync(join(dist, "SHA256SUMS"), `${lines.join("\n")}\n`);
}

mkdirSync(dist, { recursive: true });
try {
  await step("setup", () => must("scripts/setup.sh", ["build"], { echo: true }));
  await step("wasm", () => buildWasm(wasmBuild, must));
  // Needs esbuild, which the setup may just have installed.
  const { buildPackage } = await import("./lib/package.mjs");
  await step("npm", () => buildPackage({ wasmBuild, out: join(dist, "npm"), must }));
  // The site and what later issues add: one script each, writing below DIKAST_DIST.
  for (const name of ["site", "widget"]) {
    const script = `scripts/build-${name}.mjs`;
    if (existsSync(join(root, script))) {
      await step(name, () => must(process.execPath, [script], { env: { DIKAST_DIST: dist } }));
    }
  }
  writeSums();
  const bytes = filesIn(dist).reduce((sum, path) => sum + statSync(path).size, 0);
  console.log(`${relative(root, dist) || dist}: ${filesIn(dist).length} files, ${bytes} bytes`);
} catch (error) {
  console.error(`build: ${error.message}`);
  process.exitCode = 1;
}
