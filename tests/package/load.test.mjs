// Loading, and what the boundary does when something goes wrong.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { exec } from "./lib/consumer.mjs";
import { emptyKeccak, importPackage, npm } from "./lib/dist.mjs";

const wasm = readFileSync(join(npm, "dikast.wasm"));
const refuses = (code, promise) =>
  assert.rejects(promise, (error) => {
    assert.equal(error.code, code);
    assert.equal(error.name, "DikastError");
    return true;
  });

/** A fresh copy of a module of the package: nothing is loaded in it yet. */
let copies = 0;
const fresh = (path) => import(`${pathToFileURL(join(npm, path)).href}?copy=${++copies}`);

test("importing and loading leave process listeners and globals as they were", async () => {
  const script = `
    const listeners = () => JSON.stringify(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
    const intrinsics = () => JSON.stringify([Object, Array, Function, String, Promise, Error, WebAssembly.Module]
      .map((type) => [Object.getOwnPropertyNames(type), Object.getOwnPropertyNames(type.prototype)]));
    // Node makes some of its own globals when they are first looked at.
    for (const name of Object.getOwnPropertyNames(globalThis)) void globalThis[name];
    const names = () => Reflect.ownKeys(globalThis).map(String).sort().join();
    const before = [listeners(), names(), intrinsics()];
    const entries = ${JSON.stringify(["index.js", "lean.js", "kleros-sdk/src/index.js"].map((path) => pathToFileURL(join(npm, path)).href))};
    for (const entry of entries) {
      const { load } = await import(entry);
      if (load) (await load()).keccak256("0x");
    }
    console.log(JSON.stringify([before, [listeners(), names(), intrinsics()]]));`;
  const { stdout, stderr } = await exec(process.execPath, [
    "--no-warnings", // of Node, about globals of its own that are only looked at
    "--input-type=module",
    "-e",
    script,
  ]);
  const [before, after] = JSON.parse(stdout);
  assert.deepEqual(after, before);
  assert.equal(stderr, "");
});

test("it works with frozen intrinsics", async () => {
  const script = `const { load } = await import(${JSON.stringify(pathToFileURL(join(npm, "index.js")).href)});
    console.log((await load()).keccak256("0x"));`;
  const flags = ["--frozen-intrinsics", "--no-warnings", "--input-type=module", "-e", script];
  const { stdout } = await exec(process.execPath, flags);
  assert.equal(stdout, `${emptyKeccak}\n`);
});

test("no output evaluates text as code", () => {
  const files = readdirSync(npm, { recursive: true }).filter((name) => /\.c?js$/.test(name));
  assert.ok(files.length > 3);
  for (const name of files) {
    const text = readFileSync(join(npm, name), "utf8");
    assert.doesNotMatch(text, /\beval\s*\(|new Function\b|[^.\w]Function\s*\(/, name);
  }
});

test("load() is one promise", async () => {
  const { load } = await fresh("index.js");
  assert.equal(load(), load());
  assert.equal(await load(), await load({}));
});

test("the module comes from bytes, a URL, a Response or compiled", async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/wasm" }).end(wasm);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const url = new URL(`http://127.0.0.1:${server.address().port}/dikast.wasm`);
  try {
    const sources = {
      buffer: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length),
      view: new Uint8Array(wasm),
      part: new Uint8Array(new Uint8Array([9, ...wasm, 9]).buffer, 1, wasm.length),
      file: pathToFileURL(join(npm, "dikast.wasm")),
      url,
      response: await fetch(url),
      module: await WebAssembly.compile(wasm),
    };
    for (const [name, source] of Object.entries(sources)) {
      const { load } = await fresh("lean.js");
      const dikast = await load({ wasm: source });
      assert.equal(dikast.keccak256("0x"), emptyKeccak, name);
      assert.equal(await load({ wasm: source }), dikast, `${name}: kept`);
      assert.equal(await load(), dikast, `${name}: what was loaded first is given`);
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("load.html: a page in place of the module is told", async () => {
  const { load } = await fresh("index.js");
  const page = new TextEncoder().encode("\n<!DOCTYPE html><html></html>");
  await refuses("load.html", load({ wasm: page }));
  await refuses("load.html", load({ wasm: new Response("<html>") }));
  await assert.rejects(load({ wasm: new Response("<html>") }), /Got HTML instead of WASM/);
});

test("load.failed: other bytes, another module, a changed byte, an error of the server", async () => {
  const { load } = await fresh("index.js");
  const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  const changed = new Uint8Array(wasm);
  changed[changed.length - 1] ^= 1;
  for (const source of [
    new Uint8Array(0),
    new TextEncoder().encode("hello"),
    empty,
    changed,
    await WebAssembly.compile(empty),
    new Response(wasm, { status: 404 }),
    new URL("file:///nowhere/dikast.wasm"),
    new URL("http://127.0.0.1:1/dikast.wasm"),
  ]) {
    await refuses("load.failed", load({ wasm: source }));
  }
  for (const source of ["dikast.wasm", 7, {}, null]) {
    await refuses("input.type", load({ wasm: source }));
  }
});

test("a failed load is not kept", async () => {
  const { load } = await fresh("lean.js");
  let answers = 0;
  const server = createServer((_request, response) => {
    answers++;
    response.writeHead(answers === 1 ? 503 : 200).end(answers === 1 ? "" : wasm);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    const url = new URL(`http://127.0.0.1:${server.address().port}/`);
    await refuses("load.failed", load({ wasm: url }));
    assert.equal((await load({ wasm: url })).keccak256("0x"), emptyKeccak);
    assert.equal(answers, 2);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

/** Loads a fresh copy and gives the memories of its instances as they are made. */
async function spied() {
  const memories = [];
  const seen = (instance) => {
    memories.push(Object.values(instance.exports).find((x) => x instanceof WebAssembly.Memory));
    return instance;
  };
  const { instantiate, Instance } = WebAssembly;
  WebAssembly.instantiate = async (...args) => seen(await instantiate(...args));
  WebAssembly.Instance = class extends Instance {
    constructor(...args) {
      super(...args);
      seen(this);
    }
  };
  try {
    const { load } = await fresh("index.js");
    const dikast = await load();
    return { dikast, memories, destroy: () => new Uint8Array(memories.at(-1).buffer).fill(0xff) };
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}

test("internal.abort: a trap drops the instance and the next call works", async () => {
  const { Instance } = WebAssembly;
  try {
    const { dikast, memories, destroy } = await spied();
    const calls = {
      hot: () => dikast.keccak256("0x00"),
      structured: () => dikast.address.checksum("0x0000000000000000000000000000000000000000"),
    };
    const right = Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, call()]));
    for (const [name, call] of Object.entries(calls)) {
      for (let round = 0; round < 3; round++) {
        const made = memories.length;
        destroy();
        assert.throws(call, (error) => {
          assert.equal(error.code, "internal.abort", `${name}: ${error.stack}`);
          assert.ok(error.cause !== undefined);
          return true;
        });
        const start = process.cpuUsage();
        assert.equal(call(), right[name]);
        const { user, system } = process.cpuUsage(start);
        assert.ok(user + system < 100_000, `${name}: ${user + system} us to come back`);
        assert.equal(memories.length, made + 1, "one new instance");
      }
    }
  } finally {
    WebAssembly.Instance = Instance;
  }
});

test("what was opened before a trap works after it", async () => {
  const { Instance } = WebAssembly;
  try {
    const { dikast, destroy } = await spied();
    const signature = "function f(uint256 a)";
    const data = dikast.abi.encodeFunctionData(signature, [7n]);
    const template = `{"title":"{{x}}"}`;
    const compiled = dikast.template.compile(template);
    destroy();
    assert.throws(() => dikast.keccak256("0x"), { code: "internal.abort" });
    assert.equal(dikast.abi.encodeFunctionData(signature, [7n]), data);
    assert.deepEqual(compiled.variables, ["x"]);
    assert.throws(() => compiled.render({}), { code: "template.missing_variable" });
    compiled.dispose();
    compiled.dispose();
    assert.throws(() => compiled.render({ x: "1" }), { code: "handle.invalid" });
  } finally {
    WebAssembly.Instance = Instance;
  }
});

test("input.too_large and large inputs", async () => {
  const { load } = await importPackage("index.js");
  const dikast = await load();
  assert.throws(() => dikast.keccak256(new Uint8Array(33_554_433)), { code: "input.too_large" });
  const megabyte = `"${"\u00e9".repeat(499_998)}"`;
  assert.equal(dikast.json.check(megabyte).ok, true);
  assert.throws(() => dikast.json.check(`${megabyte}    `), { code: "input.too_large" });
  assert.equal(dikast.keccak256("0x"), emptyKeccak);
});

test("arguments of any kind end in a DikastError", async () => {
  const { load, DikastError } = await importPackage("index.js");
  const dikast = await load();
  const detached = new Uint8Array(8);
  structuredClone(detached, { transfer: [detached.buffer] });
  const circular = {};
  circular.self = circular;
  const hostile = [
    undefined,
    null,
    Number.POSITIVE_INFINITY,
    -0,
    {},
    [],
    "",
    "\ud800",
    "x".repeat(100_000),
    detached,
    circular,
    () => {},
    Symbol("s"),
    10n ** 100n,
    new Proxy({}, {}),
    Object.create(null),
    JSON.parse('{"__proto__":{"polluted":true}}'),
  ];
  const functions = [];
  const collect = (path, object) => {
    for (const [name, value] of Object.entries(object)) {
      if (typeof value === "function") {
        functions.push([`${path}${name}`, value]);
      } else if (typeof value === "object" && value !== null) {
        collect(`${path}${name}.`, value);
      }
    }
  };
  collect("", dikast);
  assert.ok(functions.length > 10);
  const keys = Reflect.ownKeys(Object.prototype).length;
  for (const [name, call] of functions) {
    for (const first of hostile) {
      for (const second of [undefined, null, {}, [], "x", circular]) {
        try {
          const result = call(first, second);
          if (typeof result?.then === "function") {
            await result;
          }
        } catch (error) {
          const what = `${name}(${String(typeof first)}, ${typeof second}): ${error?.stack}`;
          assert.ok(error instanceof DikastError, what);
          assert.notEqual(error.code, "internal.abort", what);
        }
      }
    }
  }
  assert.equal(Reflect.ownKeys(Object.prototype).length, keys);
  assert.equal(dikast.keccak256("0x"), emptyKeccak);
});
