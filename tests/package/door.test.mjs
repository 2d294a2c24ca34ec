// The JavaScript side of the boundary by itself: a made-up instance in place of the core's.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { deflateRawSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { root } from "./lib/dist.mjs";

async function source(name) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "web/package/src", name)],
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  const text = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${text}`);
}
const { createCore, createHandle } = await source("door.ts");
const { inflateGzip } = await source("inflate.ts");

/** An instance that echoes its input; `trap` makes the next call fail. */
function fake() {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const state = { trap: false, next: 1, size: 0, open: new Set(), reserved: [] };
  const guard = () => {
    if (state.trap) {
      throw new WebAssembly.RuntimeError("unreachable");
    }
  };
  const instance = {
    memory,
    version: () => "1",
    call(method, params) {
      guard();
      if (method === "error") {
        return '{"ok":false,"error":{"code":"a.b","path":"/x","message":"m","issues":[]}}';
      }
      return `{"ok":true,"value":${params}}`;
    },
    _dikast_input(capacity) {
      guard();
      state.reserved.push(capacity);
      const pages = Math.ceil((capacity + 1024) / 65536);
      if (memory.buffer.byteLength < pages * 65536) {
        memory.grow(pages - memory.buffer.byteLength / 65536);
      }
      return 1024;
    },
    _dikast_output: () => 1024,
    _echo(size) {
      guard();
      return size;
    },
    _refuse: (size) => -size,
    _open() {
      guard();
      state.open.add(state.next);
      return state.next++;
    },
    _close(id) {
      guard();
      state.open.delete(id);
      return 0;
    },
    ___secret: () => 0,
  };
  return { instance, state };
}

function core() {
  const made = [fake()];
  const boundary = createCore(made[0].instance, () => {
    made.push(fake());
    return made.at(-1).instance;
  });
  return { boundary, made, state: () => made.at(-1).state };
}

test("door: text and bytes go in and come back, also when the memory grows", () => {
  const { boundary } = core();
  for (const text of ["", "abc", "x".repeat(70_000), "y".repeat(2_000_000), "z"]) {
    assert.equal(boundary.take(boundary.exports.echo(boundary.write(text))), text);
    const bytes = new TextEncoder().encode(text);
    assert.equal(boundary.take(boundary.exports.echo(boundary.writeBytes(bytes))), text);
  }
  assert.equal(boundary.write("\u00e9\ud83d\ude00"), 6);
});

test("door: a large buffer is given back by a later small call", () => {
  const { boundary, state } = core();
  boundary.write("y".repeat(2_000_000));
  boundary.write("z");
  boundary.write("z");
  assert.deepEqual(state().reserved, [2_000_000, 65_536]);
});

test("door: refusals are DikastErrors with all their parts", () => {
  const { boundary } = core();
  const text = '{"code":"t.r","path":"/a","message":"no","issues":[{"code":"i"}]}';
  const refused = {
    name: "DikastError",
    code: "t.r",
    path: "/a",
    message: "no",
    issues: [{ code: "i" }],
  };
  assert.throws(() => boundary.take(boundary.exports.refuse(boundary.write(text))), refused);
  assert.throws(() => boundary.call("error", {}), { code: "a.b", path: "/x", issues: [] });
});

test("door: parameters are JSON with bigints as decimal strings", () => {
  const { boundary } = core();
  const params = { a: 2n ** 200n, b: [1n], c: "\ud800", d: undefined };
  assert.deepEqual(boundary.call("echo", params), { a: String(2n ** 200n), b: ["1"], c: "\ud800" });
  const hostile = JSON.parse('{"__proto__":{"x":1}}');
  assert.deepEqual(Object.keys(boundary.call("echo", hostile)), ["__proto__"]);
  const circular = {};
  circular.self = circular;
  assert.throws(() => boundary.call("echo", circular), { code: "input.type" });
});

test("door: the glue's own functions are not exposed", () => {
  const { boundary } = core();
  assert.deepEqual(Object.keys(boundary.exports).sort(), [
    "close",
    "dikast_input",
    "dikast_output",
    "echo",
    "open",
    "refuse",
  ]);
});

test("door: a trap in either door gives internal.abort once, then a new instance", () => {
  const { boundary, made, state } = core();
  for (const call of [() => boundary.call("x", {}), () => boundary.exports.echo(0)]) {
    const generation = boundary.generation;
    state().trap = true;
    assert.throws(call, (error) => {
      assert.equal(error.code, "internal.abort");
      assert.ok(error.cause instanceof WebAssembly.RuntimeError);
      return true;
    });
    assert.equal(boundary.generation, generation + 1);
    call();
    assert.equal(boundary.take(boundary.exports.echo(boundary.write("after"))), "after");
  }
  assert.equal(made.length, 3);
});

test("door: handles are made again in a new instance and freed once", () => {
  const { boundary, state } = core();
  const open = () => boundary.exports.open();
  const close = (id) => boundary.exports.close(id);
  const handle = createHandle(boundary, open, close);
  const other = createHandle(boundary, open, close);
  assert.deepEqual([handle.id(), other.id(), handle.id()], [1, 2, 1]);
  state().trap = true;
  assert.throws(() => boundary.exports.echo(0), { code: "internal.abort" });
  assert.equal(other.id(), 1, "made again");
  handle.dispose();
  assert.deepEqual([...state().open], [1], "what belonged to the old instance frees nothing here");
  other.dispose();
  other.dispose();
  assert.equal(state().open.size, 0);
  assert.throws(() => other.id(), { code: "handle.invalid" });
});

test("inflate: what gzip packs comes back, by every block type", () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >> 16) & 255;
  };
  const inputs = [
    Buffer.alloc(0),
    Buffer.from("a"),
    Buffer.from("abc".repeat(50_000)),
    Buffer.from(Array.from({ length: 100_000 }, random)),
    Buffer.from(Array.from({ length: 100_000 }, () => random() & 15)),
    Buffer.alloc(300_000),
  ];
  for (const input of inputs) {
    for (const level of [0, 1, 6, 9]) {
      assert.deepEqual(Buffer.from(inflateGzip(gzipSync(input, { level }), input.length)), input);
    }
    const raw = deflateRawSync(input, { strategy: 4 }); // fixed codes
    const file = Buffer.concat([Buffer.alloc(10), raw, Buffer.alloc(8)]);
    assert.deepEqual(Buffer.from(inflateGzip(file, input.length)), input);
  }
});

test("inflate: damaged files are refused, none hangs", () => {
  const input = Buffer.from("dispute template ".repeat(400));
  const file = gzipSync(input, { level: 9 });
  for (let at = 10; at < file.length - 8; at++) {
    const cut = file.subarray(0, at);
    assert.throws(() => inflateGzip(cut, input.length), RangeError);
    const changed = Buffer.from(file);
    changed[at] ^= 0x55;
    try {
      inflateGzip(changed, input.length);
    } catch (error) {
      assert.ok(error instanceof RangeError, String(error));
    }
  }
});
