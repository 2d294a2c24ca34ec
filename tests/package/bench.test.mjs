// That the benchmarks run and say what was agreed; the figures themselves need a quiet machine.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const bench = fileURLToPath(new URL("../bench/index.mjs", import.meta.url));
const run = (...args) => promisify(execFile)(process.execPath, [bench, ...args]);

const agreed = [
  "render-cached",
  "render-text",
  "render-check",
  "render-cold",
  "render-184k-cold",
  "render-batch",
  "abi-encode",
  "abi-decode-log",
  "keccak-20k",
  "cold-start",
];

test("bench --json: every agreed row once, as one array and line by line", async () => {
  const { stdout } = await run("--json", "--quick");
  const rows = JSON.parse(stdout);
  const names = rows.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const name of agreed) assert.ok(names.includes(name), name);
  for (const row of rows) {
    assert.deepEqual(Object.keys(row), ["name", "ours_us", "peer", "peer_us", "ratio"]);
    assert.ok(row.ours_us > 0 && row.peer_us > 0, row.name);
    assert.ok(Math.abs(row.peer_us / row.ours_us / row.ratio - 1) < 0.05, row.name);
    assert.equal(typeof row.peer, "string");
  }
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  assert.deepEqual(lines.map(JSON.parse), rows);
});

test("bench: a row chosen by name, with its goal", async () => {
  const { stdout } = await run("--quick", "keccak-20k");
  assert.match(stdout, /^keccak-20k .*x {2}viem goal 15x/m);
  assert.doesNotMatch(stdout, /^render/m);
});

test("bench: an unknown option is refused", async () => {
  await assert.rejects(run("--jsno"), (error) => {
    assert.equal(error.code, 2);
    assert.match(error.stderr, /--jsno/);
    return true;
  });
});
