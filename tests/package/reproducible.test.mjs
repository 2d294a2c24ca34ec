// The same sources give the same bytes: a second build, in another folder, is compared with the
// first. DIKAST_SKIP_SLOW=1 leaves it out while developing.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { exec } from "./lib/consumer.mjs";
import { dist, npm, root } from "./lib/dist.mjs";

const slow = process.env.DIKAST_SKIP_SLOW ? "DIKAST_SKIP_SLOW is set" : false;
const folder = mkdtempSync(join(tmpdir(), "dikast-again-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("building the package again gives the same files", { skip: slow }, async () => {
  const again = join(folder, "dist");
  const env = { ...process.env, DIKAST_DIST: again };
  await exec(process.execPath, [join(root, "scripts/build.mjs")], { cwd: root, env });
  const sums = (path) => readFileSync(join(path, "SHA256SUMS"), "utf8").trimEnd().split("\n");
  const [first, second] = [sums(dist), sums(again)];
  const other = [
    ...first.filter((line) => !second.includes(line)),
    ...second.filter((line) => !first.includes(line)),
  ];
  assert.deepEqual(other, []);
});

test("linking the WebAssembly module again gives the same file", { skip: slow }, async () => {
  const build = resolve(root, process.env.DIKAST_WASM_BUILD ?? "build/wasm");
  const { stdout } = await exec("ninja", ["-C", build, "-t", "commands", "dikast"], {
    maxBuffer: 1 << 26,
  });
  mkdirSync(join(folder, "wasm"));
  const link = stdout.trimEnd().split("\n").at(-1).replace("-o wasm/", `-o ${folder}/wasm/`);
  await exec("sh", ["-c", link], { cwd: build });
  const hash = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
  assert.equal(hash(join(folder, "wasm/dikast.wasm")), hash(join(npm, "dikast.wasm")));
});

test("SHA256SUMS is what sha256sum says", async () => {
  await exec("sha256sum", ["--check", "--quiet", "SHA256SUMS"], { cwd: dist });
});
