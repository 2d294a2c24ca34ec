// Rows about content addresses, against js-multiformats with @ipld/car. In Node multiformats hashes
// with the platform's own code (node:crypto), which no WebAssembly reaches on large blocks; the rows
// "-noble" have the hash in JavaScript, as where a page has no crypto.subtle.
import { deepStrictEqual, equal } from "node:assert/strict";
import { CarBufferReader } from "@ipld/car/buffer-reader";
import { sha256 as noble } from "@noble/hashes/sha2";
import { CID } from "multiformats/cid";
import { create } from "multiformats/hashes/digest";
import { sha256 } from "multiformats/hashes/sha2";

const SHA256 = 0x12;
const RAW = 0x55;

const bytesOf = (size) => Uint8Array.from({ length: size }, (_, i) => (i * 2_654_435_761) >>> 24);
const byNoble = (bytes) => create(SHA256, noble(bytes));

const textOf = (digest) => CID.createV1(RAW, digest).toString();

function cidRows({ ipfs }) {
  const rows = [];
  for (const [suffix, size] of [
    ["1k", 1000],
    ["256k", 262_144],
  ]) {
    const bytes = bytesOf(size);
    const ours = { run: () => ipfs.cid(bytes) };
    for (const [end, peer, hash] of [
      ["", "multiformats, native hash", (content) => sha256.digest(content)],
      ["-noble", "multiformats, @noble/hashes", byNoble],
    ]) {
      const run = () => textOf(hash(bytes));
      equal(ours.run(), run());
      rows.push({ name: `ipfs-cid-${suffix}${end}`, peer, ours, theirs: { run } });
    }
  }
  return rows;
}

/** Each block hashed, the leaves put together: what a careful reader of a CAR does. */
function readCar(car, hash) {
  const parts = [];
  for (const { cid, bytes } of CarBufferReader.fromBytes(car).blocks()) {
    if (Buffer.compare(hash(bytes).digest, cid.multihash.digest) !== 0) throw new Error("mismatch");
    if (cid.code === RAW) parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function carRows({ ipfs }) {
  const rows = [];
  for (const [suffix, size, chunkSize] of [
    ["1m", 1_000_000, 262_144],
    ["small-blocks", 100_000, 1000],
  ]) {
    const content = bytesOf(size);
    const car = ipfs.car(content, { chunkSize });
    const cid = ipfs.cid(content, { chunkSize });
    const ours = { run: () => ipfs.verify(cid, car) };
    for (const [end, peer, hash] of [
      ["", "@ipld/car, native hash", (bytes) => sha256.digest(bytes)],
      ["-noble", "@ipld/car, @noble/hashes", byNoble],
    ]) {
      const run = () => readCar(car, hash);
      deepStrictEqual(Buffer.from(ours.run()), run());
      rows.push({ name: `ipfs-verify-${suffix}${end}`, peer, ours, theirs: { run } });
    }
  }
  return rows;
}

export const ipfsRows = (dikast) => [...cidRows(dikast), ...carRows(dikast)];
