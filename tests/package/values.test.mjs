// Hashes, addresses and JSON through the package. The oracles are Node's own crypto and JSON and
// @noble/hashes; agreement with them is a second check beside the vectors.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { keccak_256 } from "@noble/hashes/sha3.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const npm = join(resolve(root, process.env.DIKAST_DIST ?? "dist"), "npm", "index.js");
const { load, DikastError } = await import(pathToFileURL(npm).href);
const dikast = await load();

const hex = (bytes) => `0x${Buffer.from(bytes).toString("hex")}`;
const refuses = (run, code, path) =>
  assert.throws(run, (error) => {
    assert.ok(error instanceof DikastError);
    assert.equal(error.code, code);
    if (path !== undefined) assert.equal(error.path, path);
    return true;
  });

function bytesOf(length) {
  let state = length + 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
}

test("hashes of bytes and of hex agree with the oracles", () => {
  for (const length of [0, 1, 31, 32, 55, 56, 64, 135, 136, 137, 271, 272, 1000, 20_000, 200_000]) {
    const bytes = bytesOf(length);
    const keccak = hex(keccak_256(bytes));
    const sha = `0x${createHash("sha256").update(bytes).digest("hex")}`;
    assert.equal(dikast.keccak256(bytes), keccak);
    assert.equal(dikast.keccak256(hex(bytes)), keccak);
    assert.equal(dikast.keccak256(hex(bytes).toUpperCase().replace("0X", "0x")), keccak);
    assert.equal(dikast.sha256(bytes), sha);
    assert.equal(dikast.sha256(hex(bytes)), sha);
  }
});

test("bytes may be a view of a larger buffer, or a Buffer", () => {
  const bytes = bytesOf(100);
  assert.equal(dikast.keccak256(bytes.subarray(10, 20)), dikast.keccak256(bytes.slice(10, 20)));
  assert.equal(dikast.sha256(Buffer.from("abc")), dikast.sha256("0x616263"));
});

test("what are no bytes is bytes.invalid", () => {
  for (const data of [
    "",
    "00",
    "0x0",
    "0xzz",
    "0X00",
    "abc",
    "0x\u00e9\u00e9",
    undefined,
    null,
    5,
    {},
    [],
  ]) {
    refuses(() => dikast.keccak256(data), "bytes.invalid", "/data");
    refuses(() => dikast.sha256(data), "bytes.invalid", "/data");
  }
  refuses(() => dikast.keccak256(new Uint16Array(2)), "bytes.invalid", "/data");
});

test("addresses", () => {
  const checksummed = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
  const upper = `0x${checksummed.slice(2).toUpperCase()}`;
  const wrong = "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
  assert.equal(dikast.address.checksum(checksummed.toLowerCase()), checksummed);
  assert.equal(dikast.address.checksum(upper), checksummed);
  assert.equal(dikast.address.checksum(checksummed), checksummed);
  refuses(() => dikast.address.checksum(wrong), "address.checksum", "/address");
  for (const text of [
    "",
    "0x",
    "kleros.eth",
    ` ${checksummed}`,
    `${checksummed}\n`,
    undefined,
    5,
    null,
    {},
  ]) {
    refuses(() => dikast.address.checksum(text), "address.invalid", "/address");
    assert.equal(dikast.address.isAddress(text), false);
    assert.equal(dikast.address.isAddress(text, { strict: false }), false);
  }
  assert.equal(dikast.address.isAddress(wrong), false);
  assert.equal(dikast.address.isAddress(wrong, {}), false);
  assert.equal(dikast.address.isAddress(wrong, { strict: false }), true);
  assert.equal(dikast.address.isAddress(upper), true);
});

test("JSON is checked under the one policy", () => {
  assert.deepEqual(dikast.json.check('{"a":[1,2]}'), { ok: true });
  assert.deepEqual(dikast.json.check(new TextEncoder().encode('"\u{1f600}"')), { ok: true });
  refuses(() => dikast.json.check('{"a":1,}'), "json.syntax", "");
  refuses(() => dikast.json.check('[{"a":1,"\\u0061":2}]'), "json.duplicate_key", "/0/a");
  refuses(() => dikast.json.check('["\\ud800"]'), "json.surrogate", "/0");
  refuses(() => dikast.json.check('"\ud800"'), "utf8.invalid", "");
  refuses(() => dikast.json.check(Uint8Array.of(0x22, 0xff, 0x22)), "utf8.invalid", "");
  refuses(() => dikast.json.check("[".repeat(100_000)), "json.depth", "");
  refuses(() => dikast.json.check(" ".repeat(1_000_000) + "1"), "input.too_large", "");
  refuses(() => dikast.json.check(" ".repeat(40_000_000)), "input.too_large", "");
  refuses(() => dikast.json.check('{"a":1}\u0000{}'), "json.syntax", "");
  refuses(() => dikast.json.check("\ufeff{}"), "json.syntax", "");
  refuses(() => dikast.json.check(5), "input.type", "/text");
});

test("the message of a syntax error is for a person", () => {
  assert.throws(() => dikast.json.check('{\n  "title": "x"\n  "id": 1\n}'), {
    message:
      "At line 3, column 3: expected ',' or '}' after a member of the object, but found '\"'.",
  });
});

test("compact JSON keeps every digit and every character", () => {
  const text =
    ' { "n" : [ 123456789012345678901234567890 , 1.10, -0 , 1e400 ] , "t" : "\u00e9\u{1f600}" } ';
  assert.equal(
    dikast.json.compact(text),
    '{"n":[123456789012345678901234567890,1.10,-0,1e400],"t":"\\u00e9\\ud83d\\ude00"}',
  );
});
