// The package loads without any configuration wherever people use it: what `npm pack` gives is
// installed into fresh projects, built by the real tools, and the result run.
//   DIKAST_SKIP_SLOW=1 leaves these out while developing.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, serve, visit } from "./lib/browser.mjs";
import { cleanUp, exec, project } from "./lib/consumer.mjs";
import { emptyKeccak, npm, root } from "./lib/dist.mjs";

const slow = process.env.DIKAST_SKIP_SLOW ? "DIKAST_SKIP_SLOW is set" : false;

// What the page does: both doors, an error, and the drop-in beside the toolkit.
const page = `import { load, DikastError } from "dikast";
import { populateTemplate } from "dikast/kleros-sdk";

export async function probe() {
  const dikast = await load();
  let refused;
  try {
    dikast.json.check("{");
  } catch (error) {
    refused = error instanceof DikastError ? error.code : String(error);
  }
  let sdk;
  try {
    populateTemplate("{{", {});
  } catch (error) {
    sdk = error.message;
  }
  return {
    hash: dikast.keccak256("0x"),
    address: dikast.address.isAddress("0x0000000000000000000000000000000000000000"),
    refused,
    sdk,
  };
}
`;
const shown = `import { probe } from "./probe.js";
probe().then(
  (value) => {
    globalThis.result = value;
  },
  (error) => {
    globalThis.result = String(error);
  },
);
`;
const html = (script) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>t</title><script type="module" src="${script}"></script></html>`;
const expected = {
  hash: emptyKeccak,
  address: true,
  refused: "json.syntax",
  sdk: "Unclosed tag at 2",
};

let browser;
before(async () => {
  if (!slow) {
    browser = await launch();
  }
});
after(async () => {
  await browser?.close();
  await cleanUp();
});

/** Serves what was built, visits it, and holds it against what is expected. */
async function works(t, folder, options = {}) {
  const server = await serve(folder, options);
  t.after(() => server.close());
  const { result, errors, reports } = await visit(browser, server.url);
  assert.deepEqual(result, expected);
  assert.deepEqual(errors, []);
  assert.deepEqual(reports, []);
}

test("Vite: development server with dependency pre-bundling", { skip: slow }, async (t) => {
  const { createServer } = await import("vite");
  const folder = await project(t, {
    "index.html": html("./main.js"),
    "main.js": shown,
    "probe.js": page,
  });
  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0 },
  });
  await server.listen();
  t.after(() => server.close());
  const { result, errors } = await visit(browser, server.resolvedUrls.local[0]);
  assert.deepEqual(result, expected);
  assert.deepEqual(errors, []);
});

test("Vite: build for a sub-path", { skip: slow }, async (t) => {
  const { build } = await import("vite");
  const folder = await project(t, {
    "index.html": html("./main.js"),
    "main.js": shown,
    "probe.js": page,
  });
  await build({ root: folder, configFile: false, base: "./", logLevel: "error" });
  await works(t, join(folder, "dist"), { base: "/ipfs/cid/" });
});

test("webpack 5", { skip: slow }, async (t) => {
  const { default: webpack } = await import("webpack");
  const folder = await project(t, { "main.js": shown, "probe.js": page });
  const config = {
    mode: "production",
    context: folder,
    entry: "./main.js",
    output: { path: join(folder, "out"), publicPath: "auto" },
    performance: { hints: false },
  };
  const stats = await new Promise((resolve, reject) => {
    webpack(config, (error, done) => (error ? reject(error) : resolve(done)));
  });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  assert.deepEqual([...errors, ...warnings], []);
  writeFileSync(
    join(folder, "out/index.html"),
    '<!doctype html><meta charset="utf-8"><script src="main.js"></script>',
  );
  await works(t, join(folder, "out"));
});

test("esbuild, under a Content-Security-Policy without unsafe-eval", { skip: slow }, async (t) => {
  const { build } = await import("esbuild");
  const folder = await project(t, { "main.js": shown, "probe.js": page });
  await build({
    entryPoints: [join(folder, "main.js")],
    bundle: true,
    minify: true,
    format: "esm",
    outfile: join(folder, "out/main.js"),
    logLevel: "error",
  });
  writeFileSync(join(folder, "out/index.html"), html("main.js"));
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
  await works(t, join(folder, "out"), { headers: { "content-security-policy": policy } });
});

test("Next: static import, prerendered page, output: export", { skip: slow }, async (t) => {
  const folder = await project(
    t,
    {
      "next.config.mjs": `export default { output: "export", turbopack: { root: "/" } };`,
      "app/layout.js": `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}`,
      "app/probe.js": page,
      "app/client.js": `"use client";
import { useEffect } from "react";
import { probe } from "./probe.js";
export default function Client() {
  useEffect(() => {
    probe().then((value) => { globalThis.result = value; }, (error) => { globalThis.result = String(error); });
  }, []);
  return null;
}`,
      "app/page.js": `import Client from "./client.js";
import { probe } from "./probe.js";
export default async function Page() {
  const { hash } = await probe();
  return <main><code>{hash}</code><Client /></main>;
}`,
    },
    { tools: ["next", "react", "react-dom"] },
  );
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  const next = join(root, "node_modules/next/dist/bin/next");
  await exec(process.execPath, [next, "build", "--webpack"], { cwd: folder, env });
  await works(t, join(folder, "out"));
  const server = await serve(join(folder, "out"));
  t.after(() => server.close());
  const text = await (await fetch(server.url)).text();
  assert.ok(text.includes(emptyKeccak), "the page was rendered while building");
});

test("Node: import, require, deep paths, the packed files", { skip: slow }, async (t) => {
  const folder = await project(t, {
    "probe.js": page,
    "main.mjs": `import { probe } from "./probe.js";
import { load } from "dikast/lean";
import retrieveVariables from "dikast/kleros-sdk/src/dataMappings/utils/retrieveVariables";
const lean = (await load()).keccak256("0x");
console.log(JSON.stringify({ ...(await probe()), lean, variables: retrieveVariables("{{a}}") }));`,
    "main.cjs": `const { load, DikastError } = require("dikast");
load().then((dikast) => {
  try {
    dikast.json.check("{");
  } catch (error) {
    console.log(error instanceof DikastError, error.code, dikast.keccak256("0x"));
  }
});`,
  });
  const esm = await exec(process.execPath, ["main.mjs"], { cwd: folder });
  assert.deepEqual(JSON.parse(esm.stdout), { ...expected, lean: emptyKeccak, variables: ["a"] });
  assert.equal(esm.stderr, "");
  const cjs = await exec(process.execPath, ["main.cjs"], { cwd: folder });
  assert.equal(cjs.stdout, `true json.syntax ${emptyKeccak}\n`);
  const installed = join(folder, "node_modules/dikast");
  for (const name of [
    "LICENSE",
    "README.md",
    "dikast.wasm",
    "dikast.iife.js",
    "types/index.d.ts",
  ]) {
    assert.ok(existsSync(join(installed, name)), `${name} is in the package`);
  }
});

test("a script tag on a page from file://", { skip: slow }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "dikast-file-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(join(npm, "dikast.iife.js"), join(folder, "dikast.iife.js"));
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><meta charset="utf-8"><script src="dikast.iife.js"></script><script>
dikast.load().then((d) => { result = d.keccak256("0x"); }, (error) => { result = String(error); });
</script>`,
  );
  const { result, errors } = await visit(browser, pathToFileURL(join(folder, "index.html")).href);
  assert.equal(result, emptyKeccak);
  assert.deepEqual(errors, []);
});

test("ES modules straight from a server, the .wasm beside them", { skip: slow }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "dikast-plain-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "app"));
  const installed = await project(t, {});
  await exec("cp", ["-r", join(installed, "node_modules/dikast"), join(folder, "dikast")]);
  writeFileSync(
    join(folder, "main.js"),
    `import { load } from "./dikast/lean.js";
load().then((d) => { globalThis.result = d.keccak256("0x"); }, (e) => { globalThis.result = String(e); });`,
  );
  writeFileSync(join(folder, "index.html"), html("main.js"));
  const server = await serve(folder);
  t.after(() => server.close());
  const { result } = await visit(browser, server.url);
  assert.equal(result, emptyKeccak);
});
