// dikast cid, verify and car: exit status, streams and wrong use; without a network.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { dikast, folder } from "./lib/cli.mjs";
import { importPackage } from "./lib/dist.mjs";

let ipfs;
before(async () => {
  ipfs = (await (await importPackage("index.js")).load()).ipfs;
});

const hello = "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq";

test("cid: files, folders and standard input", async (t) => {
  const here = folder(t, { "a.txt": "hello", "d/x": "1", "d/e/y": "2" });
  const run = async (...args) => {
    const { status, stdout, stderr } = await dikast(["cid", ...args], { cwd: here });
    assert.deepEqual([status, stderr], [0, ""]);
    return stdout.trim();
  };
  assert.equal(await run("a.txt"), hello);
  assert.equal(await run("a.txt", "--v0"), ipfs.cid("hello", { version: 0 }));
  assert.equal(
    await run("a.txt", "--profile", "v1-dagpb-256k"),
    ipfs.cid("hello", { profile: "v1-dagpb-256k" }),
  );
  const wrapped = ipfs.cid([{ path: "a.txt", content: "hello" }]);
  assert.equal(await run("a.txt", "--wrap"), wrapped);
  const tree = [
    { path: "x", content: "1" },
    { path: "e/y", content: "2" },
  ];
  assert.equal(await run("d"), ipfs.cid(tree));
  const both = [
    { path: "a.txt", content: "hello" },
    ...tree.map((file) => ({ ...file, path: `d/${file.path}` })),
  ];
  assert.equal(await run("a.txt", "d"), ipfs.cid(both));
  assert.deepEqual(JSON.parse(await run("a.txt", "--format", "json")), {
    cid: hello,
    uri: `/ipfs/${hello}`,
  });
  const { stdout } = await dikast(["cid", "-"], { cwd: here, input: "hello" });
  assert.equal(stdout, `${hello}\n`);
  assert.match(await run("--parse", `ipfs://${hello}/a`), /path {7}a\n/);
  assert.equal(JSON.parse(await run("--parse", hello, "--format", "json")).codec, 0x55);
});

test("verify and car: a file, a CAR, and what is neither", async (t) => {
  const here = folder(t, { "a.txt": "hello", "b.txt": "hellO", "d/x": "1" });
  const run = (...args) => dikast(args, { cwd: here });
  const right = await run("verify", `/ipfs/${hello}`, "a.txt");
  assert.deepEqual([right.status, right.stdout], [0, `match: /ipfs/${hello} (block)\n`]);
  const wrong = await run("verify", hello, "b.txt");
  assert.equal(wrong.status, 1);
  assert.match(wrong.stdout, /^no match: .*ipfs\.mismatch/);
  const v0 = ipfs.cid("hello", { version: 0 });
  const plain = await run("verify", v0, "a.txt", "--format", "json");
  assert.equal(JSON.parse(plain.stdout).proof, "content");

  const made = await run("car", "d", "--output", "d.car");
  assert.equal(made.status, 0);
  const root = made.stdout.trim();
  assert.equal(root, ipfs.cid([{ path: "x", content: "1" }]));
  const below = await run("verify", `${root}/x`, "d.car", "-o", "out");
  assert.deepEqual([below.status, below.stdout], [0, `match: /ipfs/${root}/x (car)\n`]);
  assert.equal(readFileSync(join(here, "out"), "utf8"), "1");
  const whole = await run("verify", root, "d.car", "-o", "out2");
  assert.equal(whole.status, 0);
  assert.match(whole.stderr, /directory is not written/);
  const car = readFileSync(join(here, "d.car"));
  car[car.length - 1] ^= 1;
  writeFileSync(join(here, "bad.car"), car);
  assert.equal((await run("verify", root, "bad.car")).status, 1);
});

test("cid, verify, car: wrong use is status 2", async (t) => {
  const here = folder(t, { "a.txt": "hello" });
  const cases = [
    [["cid"], /name a file/],
    [["cid", "absent"], /absent: there is no such file/],
    [["cid", "a.txt", "--profile", "x"], /v1-2025/],
    [["cid", "a.txt", "--v0", "--profile", "v1-2025"], /only one/],
    [["cid", "--parse", "x", "a.txt"], /takes no files/],
    [["car", "a.txt"], /--output/],
    [["car", "a.txt", "-o", "absent/x.car"], /absent/],
    [["verify", hello], /an address and a file/],
  ];
  for (const [args, reason] of cases) {
    const { status, stdout, stderr } = await dikast(args, { cwd: here });
    assert.equal(status, 2, args.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, reason);
  }
  // What the core refuses is a finding.
  const refused = [
    [["cid", "--parse", "nothing"], /ipfs\.cid/],
    [["verify", "https://example.com", "a.txt"], /ipfs\.mutable/],
    [["verify", "bafkqaaa", "a.txt"], /ipfs\.unverifiable/],
  ];
  for (const [args, reason] of refused) {
    const { status, stderr } = await dikast(args, { cwd: here });
    assert.equal(status, 1, args.join(" "));
    assert.match(stderr, reason);
  }
});
