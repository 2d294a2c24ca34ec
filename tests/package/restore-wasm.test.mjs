// The packed form of the WebAssembly module: what goes in comes out, whatever instruction it holds.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { packWasm } from "../../scripts/lib/pack-wasm.mjs";
import { root } from "../../scripts/lib/root.mjs";
import { wasmFiles } from "../../scripts/lib/wasm.mjs";

const build = process.env.DIKAST_WASM_BUILD ?? "build/wasm";
const restorer = readFileSync(wasmFiles(resolve(root, build)).restorer);

const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A code section with these bodies, each with its size before it, between two other sections. */
function moduleWith(...bodies) {
  const functions = bodies.flatMap((body) => [...size(body.length), ...body]);
  const code = [bodies.length, ...functions];
  return Uint8Array.from([
    ...[...magic, 1, 4, 1, 0x60, 0, 0],
    ...[10, ...size(code.length), ...code],
    ...[11, 2, 1, 7],
  ]);
}

const size = (n) => (n < 128 ? [n] : [(n & 127) | 128, n >> 7]);
const end = 0x0b;

const bodies = {
  empty: [0, end],
  locals: [2, 3, 0x7f, 0x80, 1, 0x7e, 0x20, 0x82, 1, 0x21, 0, 0x22, 1, end],
  blocks: [0, 0x02, 0x40, 0x03, 0x7f, 0x04, 0x80, 1, 0x05, 0x0c, 0, 0x0d, 2, end, end, end, end],
  "br_table and call_indirect": [0, 0x0e, 2, 0, 1, 0x80, 1, 0x11, 5, 0, 0x10, 0x90, 2, end],
  "loads and stores": [
    ...[0, 0x28, 2, 4, 0x29, 0, 0x88, 1, 0x2d, 0, 0, 0x37, 3, 16, 0x3a, 0, 1, 0x3f, 0, 0x40, 0],
    end,
  ],
  constants: [...[0, 0x41, 0xe4, 0, 0x6a, 0x41, 0x7f, 0x42, 0x80, 0x80, 0x7f, 0x41, 0, end]],
  floats: [0, 0x43, 1, 2, 3, 0x0b, 0x44, 1, 2, 3, 4, 5, 6, 0x0b, 8, 0x23, 0, 0x24, 1, end],
  "prefix 0xfc": [0, 0xfc, 3, 0xfc, 10, 0, 0, 0xfc, 11, 0, 0xc0, end],
  "a long body": [0, ...Array.from({ length: 300 }, () => 0x01), end],
};

for (const [name, body] of Object.entries(bodies)) {
  test(`packs and restores: ${name}`, async () => {
    // packWasm itself compares what comes out with what went in.
    const wasm = moduleWith(body, bodies.empty, body);
    const { packed, size: apart } = await packWasm(wasm, restorer);
    assert.equal(gunzipSync(packed).length, apart);
  });
}

test("packs a module without code", async () => {
  await packWasm(Uint8Array.from(magic), restorer);
});

test("the same module packs to the same bytes", async () => {
  const wasm = moduleWith(bodies.constants);
  const [once, again] = [await packWasm(wasm, restorer), await packWasm(wasm, restorer)];
  assert.deepEqual(once.packed, again.packed);
});

test("refuses a module that would come out otherwise", async () => {
  const padded = Uint8Array.from([...magic, 10, 5, 1, 0x82, 0, 0, end]); // a size in two bytes
  await assert.rejects(packWasm(padded, restorer), /does not come out/);
});
