// dist/npm: the JavaScript of the package around the built WebAssembly module.
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import * as esbuild from "esbuild";
import { manifest } from "./manifest.mjs";
import { packWasm } from "./pack-wasm.mjs";
import { root } from "./root.mjs";
import { wasmFiles } from "./wasm.mjs";

const source = join(root, "web/package/src");

/** Modules whose text is made here: the glue, the packed WebAssembly and facts about it. */
async function made({ glue, wasm, restorer, version }) {
  const { packed, size } = await packWasm(wasm, restorer);
  const sha256 = createHash("sha256").update(wasm).digest("base64");
  const text = {
    "dikast:glue": glue,
    "dikast:wasm": `export const packed = ${JSON.stringify(Buffer.from(packed).toString("base64"))};
export const restorer = ${JSON.stringify(restorer.toString("base64"))};
export const packedSize = ${size};
export const size = ${wasm.length};`,
    "dikast:facts": `export const version = ${JSON.stringify(version)};
export const sha256 = ${JSON.stringify(sha256)};`,
  };
  return {
    name: "made",
    setup(build) {
      build.onResolve({ filter: /^dikast:/ }, ({ path }) => ({
        path,
        namespace: "made",
        sideEffects: false,
      }));
      build.onLoad({ filter: /.*/, namespace: "made" }, ({ path }) => ({
        contents: text[path],
        loader: "js",
      }));
    },
  };
}

/**
 * The modules of dikast/kleros-sdk stay apart, file by file, as the SDK's are: whoever replaces one
 * (a test that mocks a module) replaces it for the others too.
 */
const sdkApart = {
  name: "kleros-sdk-apart",
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path, importer }) => {
      const sdk = join(source, "kleros-sdk");
      const target = join(dirname(importer), path);
      const inside =
        !relative(sdk, importer).startsWith("..") && !relative(sdk, target).startsWith("..");
      return inside ? { path, external: true } : undefined;
    });
  },
};

function sources(folder) {
  if (!existsSync(join(source, folder))) return [];
  return readdirSync(join(source, folder), { recursive: true })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .sort();
}

/** Entry name in dist/npm (without .js) to source file. */
function entries() {
  const found = {};
  for (const name of ["index", "lean", "abi-data", "rules", "wallet"]) {
    const path = join(source, `${name}.ts`);
    if (existsSync(path)) found[name] = path;
  }
  for (const name of sources("kleros-sdk")) found[name.slice(0, -3)] = join(source, name);
  const cli = join(source, "cli/main.ts");
  if (existsSync(cli)) found.cli = cli;
  return found;
}

const common = {
  bundle: true,
  minify: true,
  target: "es2022",
  platform: "neutral",
  mainFields: ["module", "main"],
  legalComments: "none",
  charset: "ascii",
  logLevel: "warning",
  external: ["node:*"],
};

async function bundle(out, plugin) {
  await esbuild.build({
    ...common,
    entryPoints: entries(),
    format: "esm",
    splitting: true,
    outdir: out,
    chunkNames: "chunks/[name]-[hash]",
    plugins: [plugin, sdkApart],
  });
  await esbuild.build({
    ...common,
    entryPoints: [join(source, "index.ts")],
    format: "iife",
    globalName: "dikast",
    outfile: join(out, "dikast.iife.js"),
    plugins: [plugin],
  });
}

/** Only the declarations that the entries reach; the rest describes what nobody can import. */
async function declarations(out, must) {
  const types = join(out, "types");
  await must(join(root, "node_modules/.bin/tsc"), [
    "--project",
    join(root, "web/package/tsconfig.json"),
    "--emitDeclarationOnly",
    "--noCheck", // types are checked by npm run lint
    "--declaration",
    "--outDir",
    types,
  ]);
  const reached = new Set();
  const visit = (path) => {
    if (reached.has(path) || !existsSync(path)) return;
    reached.add(path);
    const text = readFileSync(path, "utf8");
    for (const [, , name] of text.matchAll(/(from|import\()\s*"(\.[^"]+)\.js"/g)) {
      visit(join(dirname(path), `${name}.d.ts`));
    }
  };
  for (const name of Object.keys(entries())) {
    if (name !== "cli") visit(join(types, `${name}.d.ts`));
  }
  for (const name of readdirSync(types, { recursive: true })) {
    const path = join(types, name);
    if (name.endsWith(".d.ts") && !reached.has(path)) rmSync(path);
  }
}

/** Builds the package into `out`, which is emptied first. */
export async function buildPackage({ wasmBuild, out, must }) {
  const { glue, wasm, restorer } = wasmFiles(wasmBuild);
  const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const plugin = await made({
    glue: readFileSync(glue, "utf8"),
    wasm: readFileSync(wasm),
    restorer: readFileSync(restorer),
    version,
  });
  await Promise.all([bundle(out, plugin), declarations(out, must)]);
  const cjs = join(root, "web/package/cjs");
  copyFileSync(join(cjs, "index.cjs"), join(out, "index.cjs"));
  copyFileSync(join(cjs, "index.d.cts"), join(out, "types/index.d.cts"));
  copyFileSync(wasm, join(out, "dikast.wasm"));
  chmodSync(join(out, "dikast.wasm"), 0o644);
  for (const name of ["LICENSE", "web/package/README.md"]) {
    const path = join(root, name);
    if (existsSync(path)) copyFileSync(path, join(out, name.split("/").at(-1)));
  }
  if (existsSync(join(out, "cli.js"))) chmodSync(join(out, "cli.js"), 0o755);
  writeFileSync(join(out, "package.json"), `${JSON.stringify(manifest(version, out), null, 2)}\n`);
}
