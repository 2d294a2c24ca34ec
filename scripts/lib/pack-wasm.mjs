// The packed form of the WebAssembly module inside the package: taken apart as
// web/package/src/restore-wasm.ts describes, then gzip as small as zopfli makes it.
import { join } from "node:path";
import { gzipAsync } from "@gfx/zopfli";
import * as esbuild from "esbuild";
import { root } from "./root.mjs";

/** The exports of a TypeScript module without dependencies. */
async function load(path) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path],
    bundle: true,
    format: "esm",
    write: false,
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  );
}

function readLeb(bytes, from) {
  let value = 0;
  let at = from;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at];
    at += 1;
    value |= (byte & 127) << shift;
    if (byte < 128) return { value, at };
  }
}

function leb(value) {
  const bytes = [];
  let left = value;
  for (; left > 127; left >>>= 7) bytes.push((left & 127) | 128);
  bytes.push(left);
  return bytes;
}

/** Where the code section's functions start, and how many there are. */
function findCode(wasm) {
  const codeSection = 10;
  for (let at = 8; at < wasm.length; ) {
    const length = readLeb(wasm, at + 1);
    if (wasm[at] === codeSection) return readLeb(wasm, length.at);
    at = length.at + length.value;
  }
  return { value: 0, at: wasm.length };
}

/** The module's pieces, one stream after the other. */
function takeApart(wasm, { streams, streamCount, operandStreams, alignments }) {
  const parts = Array.from({ length: streamCount }, () => []);
  const { value: functions, at: head } = findCode(wasm);
  let at = head;
  const bytes = (stream, count) => {
    for (const end = at + count; at < end; at += 1) parts[stream].push(wasm[at]);
  };
  const number = (stream) => {
    const read = readLeb(wasm, at);
    bytes(stream, read.at - at);
    return read.value;
  };
  const rare = (code) => {
    if (code === 0x0e) {
      for (let left = number(streams.others); left >= 0; left -= 1) number(streams.branches);
    } else if (code === 0x11) {
      number(streams.others);
      number(streams.others);
    } else if (code === 0x43 || code === 0x44) {
      bytes(streams.others, code === 0x43 ? 4 : 8);
    } else if (code === 0xfc) {
      const kind = number(streams.others);
      bytes(streams.others, kind === 10 ? 2 : kind === 11 ? 1 : 0);
    }
  };
  for (let i = 0; i < functions; i += 1) {
    const size = readLeb(wasm, at); // counted again when it is put together
    at = size.at;
    for (let groups = number(streams.locals); groups > 0; groups -= 1) {
      number(streams.locals);
      number(streams.locals);
    }
    while (at < size.at + size.value) {
      const code = wasm[at];
      bytes(streams.opcodes, 1);
      const stream = operandStreams[code];
      if (stream === streams.offsets) {
        parts[streams.alignments].push(wasm[at] ^ alignments[code]);
        at += 1;
      }
      if (stream === streams.constants) number(stream + wasm[readLeb(wasm, at).at]);
      else if (stream === 0) rare(code);
      else number(stream);
    }
  }
  parts[streams.rest] = [...wasm.subarray(0, head), ...wasm.subarray(at)];
  const numbers = [head, functions, ...parts.map((part) => part.length)];
  return Uint8Array.from([...numbers.flatMap(leb), ...parts.flat()]);
}

/** gzip of the module taken apart. Fails when `restorer` would not make of it what went in. */
export async function packWasm(wasm, restorer) {
  const format = await load(join(root, "web/package/src/restore-wasm.ts"));
  const apart = takeApart(wasm, format);
  if (Buffer.compare(format.restoreWasm(apart, wasm.length, restorer), wasm) !== 0) {
    throw new Error("The module does not come out of its packed form as it went in.");
  }
  return { packed: await gzipAsync(apart, { numiterations: 15 }), size: apart.length };
}
