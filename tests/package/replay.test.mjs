// The replay runner: what it recognises, what it reports, and that it can fail.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { root } from "./lib/dist.mjs";

const shared = process.env.DIKAST_SHARED ?? resolve(root, "../shared");
const folder = mkdtempSync(join(tmpdir(), "dikast-replay-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the runner on files: {code, lines}. */
function replay(...paths) {
  return new Promise((done) => {
    const args = [join(root, "scripts/replay.mjs"), ...paths];
    execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) => {
      assert.equal(stderr, "");
      done({ code: error?.code ?? 0, lines: stdout.trimEnd().split("\n") });
    });
  });
}

function write(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const swapDigit = (text) => text.replace(/[0-9a-f](?=[^0-9a-f]*$)/, (c) => (c === "0" ? "1" : "0"));

/** One recording of each format, and the change of one expected value in one of its records. */
const samples = {
  "data/mustache-spec/comments.json": ({ tests }) => {
    tests[3].expected += "x";
  },
  "data/keccak256.jsonl": (rows) => {
    rows[5].sha256 = swapDigit(rows[5].sha256);
  },
  "data/eip55.jsonl": (rows) => {
    const row = rows.find(({ expect }) => expect === "reject");
    row.expect = "accept";
  },
  "data/json-testsuite.jsonl": (rows) => {
    const row = rows.find(({ expect }) => expect === "accept");
    row.expect = "reject";
  },
  "data/abi.jsonl": (rows) => {
    const row = rows.find(({ encoded, expect }) => expect === "accept" && encoded?.length > 2);
    row.encoded = swapDigit(row.encoded);
  },
  "data/attacks.jsonl": (rows) => {
    const row = rows.find(({ check }) => check.verdict === "field");
    row.check.equals += "x";
  },
  "golden/sdk/handlebars-golden.jsonl": (rows) => {
    const row = rows.find(({ ok }) => ok);
    row.result += "x";
  },
  "golden/sdk/golden.jsonl": (rows) => {
    const row = rows.find(({ fn, ok, result }) => ok && fn === "mustache.render" && result);
    row.result += "x";
  },
  "golden/kleros-v2/abi-vectors.json": (rows) => {
    const row = rows.find(({ calldata, kind }) => kind === "function" && calldata?.length > 20);
    row.calldata = swapDigit(row.calldata);
  },
};

for (const [name, change] of Object.entries(samples)) {
  const path = join(shared, name);
  const present = existsSync(path);
  if (!present) {
    console.error(`SKIPPED: ${path} is missing; its replay is not tested`);
  }
  test(`${name}: a changed value is a mismatch`, { skip: !present }, async () => {
    const text = readFileSync(path, "utf8");
    const lines = name.endsWith("l");
    const content = lines ? text.trimEnd().split("\n").map(JSON.parse) : JSON.parse(text);
    const put = (data) =>
      lines ? `${data.map(JSON.stringify).join("\n")}\n` : JSON.stringify(data);
    const file = name.split("/").at(-1);
    const same = await replay(write(`same-${file}`, put(content)));
    assert.equal(same.code, 0, same.lines.join("\n"));
    assert.match(same.lines[0], / {2}[1-9]\d* cases {2}0 mismatches$/);
    change(content);
    const packed = write(`changed-${file}.gz`, gzipSync(put(content)));
    const changed = await replay(packed);
    assert.equal(changed.code, 1, changed.lines.join("\n"));
    assert.match(changed.lines[0], / {2}[12] mismatches$/);
    assert.ok(changed.lines.some((line) => line.startsWith("    expected: ")));
  });
}

test("a file of no known format, of no format at all, or that is not there: exit 2", async () => {
  const good = write("good.jsonl", '{"hex":"","keccak256":"00","sha256":"00"}\n'.repeat(12));
  const odd = write("odd.json", '{"never":"seen"}');
  const broken = write("broken.jsonl", '{"a":1}\n{"a":\n');
  const { code, lines } = await replay(odd, good, broken, join(folder, "missing.json"));
  assert.equal(code, 2);
  assert.equal(lines[0], "odd.json  unknown format");
  assert.equal(lines[1], "good.jsonl  keccak256  24 cases  24 mismatches");
  assert.equal(lines.filter((line) => line.startsWith("  ") && line[2] !== " ").length, 11);
  assert.ok(lines.includes("  and 14 more"));
  assert.ok(lines.some((line) => line.startsWith("broken.jsonl  cannot be replayed: ")));
  assert.ok(lines.some((line) => line.startsWith("missing.json  cannot be replayed: ")));
  assert.equal(lines.at(-1), "0 passed, 27 failed, 0 skipped");
});
