// Content addresses: against the libraries that most of the world uses, in both directions, and
// over HTTP on loopback.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { CarReader } from "@ipld/car";
import { exporter } from "ipfs-unixfs-exporter";
import { importer } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";
import { CID } from "multiformats/cid";
import { importPackage } from "./lib/dist.mjs";
import { Blocks, carOf, gateway } from "./lib/gateway.mjs";

let ipfs;
let dikast;
before(async () => {
  dikast = await (await importPackage("index.js")).load();
  ipfs = dikast.ipfs;
});

const utf8 = (text) => new TextEncoder().encode(text);
const same = (a, b) => Buffer.compare(a, b) === 0;

/** xorshift32, so that a finding can be repeated. */
function random(seed) {
  let x = seed;
  const next = (bound) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % bound;
  };
  next.bytes = (size) => Uint8Array.from({ length: size }, () => next(256));
  return next;
}

/** A tree of files with names in several scripts. */
function tree(next) {
  const names = ["a", "b.txt", "evidence.json", "\u8a3c\u62e0", "\u0105 \u0119", "10", "_x", "A"];
  const files = new Map();
  for (let i = 0, n = 1 + next(8); i < n; i += 1) {
    const depth = next(4);
    const parts = Array.from({ length: depth }, () => `d${next(2)}`);
    const size = next(3) === 0 ? next(5) : next(9_000);
    files.set([...parts, names[next(names.length)]].join("/"), next.bytes(size));
  }
  return [...files].map(([path, content]) => ({ path, content }));
}

/** What ipfs-unixfs-importer makes of the same. */
async function imported(files, { version, rawLeaves, chunkSize, maxLinks }) {
  const blocks = new Blocks();
  const store = { put: (cid, bytes) => blocks.put(cid, bytes), get: (cid) => blocks.get(cid) };
  let root;
  for await (const entry of importer(files, store, {
    cidVersion: version,
    rawLeaves,
    leafType: "file",
    wrapWithDirectory: true,
    chunker: fixedSize({ chunkSize }),
    layout: balanced({ maxChildrenPerNode: maxLinks }),
  })) {
    root = entry.cid;
  }
  return { root, blocks };
}

function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const layouts = [
  { version: 1, rawLeaves: true, chunkSize: 1000, maxLinks: 3 },
  { version: 0, rawLeaves: false, chunkSize: 700, maxLinks: 2 },
  { version: 1, rawLeaves: false, chunkSize: 4096, maxLinks: 174 },
];

describe("beside js-ipfs", () => {
  it("gives the CIDs that ipfs-unixfs-importer gives, on random trees", async () => {
    for (let seed = 1; seed <= 24; seed += 1) {
      const files = tree(random(seed));
      const layout = layouts[seed % layouts.length];
      const { root, blocks } = await imported(files, layout);
      assert.equal(ipfs.cid(files, layout), root.toString(), `tree ${seed}`);
      // Their blocks through our reader.
      const car = await carOf(root, blocks);
      for (const { path, content } of files) {
        assert.ok(same(ipfs.verify(root.toString(), car, path), content), `${seed}: ${path}`);
      }
      assert.equal(ipfs.list(root.toString(), car).type, "directory");
    }
  });

  it("writes CARs that @ipld/car and ipfs-unixfs-exporter read, on random trees", async () => {
    for (let seed = 101; seed <= 116; seed += 1) {
      const files = tree(random(seed));
      const layout = layouts[seed % layouts.length];
      const car = ipfs.car(files, layout);
      const reader = await CarReader.fromBytes(car);
      const [root] = await reader.getRoots();
      assert.equal(root.toString(), ipfs.cid(files, layout));
      const store = {
        async *get(cid) {
          yield (await reader.get(cid)).bytes;
        },
      };
      for (const { path, content } of files) {
        const entry = await exporter(`${root}/${path}`, store);
        const chunks = [];
        for await (const chunk of entry.content()) chunks.push(chunk);
        assert.ok(same(Buffer.concat(chunks), content), `${seed}: ${path}`);
      }
    }
  });

  it("reads CIDs as multiformats does, and refuses what it refuses", () => {
    const next = random(7);
    const text = "bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
    const alphabet = "abcdefghijklmnopqrstuvwxyz234567189ABZ=";
    for (let i = 0; i < 3000; i += 1) {
      const at = 1 + next(text.length - 1);
      const input = text.slice(0, at) + alphabet[next(alphabet.length)] + text.slice(at + 1);
      const theirs = attempt(() => CID.parse(input).bytes);
      const ours = attempt(() => ipfs.parse(input).bytes);
      // Ours may refuse more: unused bits that are not zero, digests cut short.
      if (ours === undefined) continue;
      assert.ok(theirs, input);
      assert.equal(ours, `0x${Buffer.from(theirs).toString("hex")}`);
    }
  });
});

describe("addresses", () => {
  const cid = "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq";

  it("reads every form, and writes one", () => {
    for (const uri of [
      `/ipfs/${cid}/a b/c`,
      `ipfs://${cid}/a%20b/c`,
      `https://ipfs.io/ipfs/${cid}/a%20b/c?download=1`,
      `https://${cid}.ipfs.dweb.link/a%20b/c#x`,
    ]) {
      const address = ipfs.parse(uri);
      assert.equal(address.uri, `/ipfs/${cid}/a%20b/c`);
      assert.equal(address.path, "a b/c");
    }
    assert.equal(ipfs.toUri(cid, "a b/\u8a3c%"), `/ipfs/${cid}/a%20b/%E8%A8%BC%25`);
    assert.equal(ipfs.parse(cid).gateway, undefined);
    assert.equal(ipfs.parse(`https://ipfs.io/ipfs/${cid}`).gateway, "ipfs.io");
    assert.throws(() => ipfs.parse(`https://ipfs.io/ipfs/${cid}`, { gateways: false }), {
      code: "ipfs.mutable",
    });
  });

  it("refuses the rest with its reason", () => {
    const codes = {
      "": "ipfs.cid",
      "\ud800": "ipfs.uri",
      "/ipns/x": "ipfs.mutable",
      "https://example.com/x": "ipfs.mutable",
      [`/ipfs/${cid}/../x`]: "ipfs.uri",
      [`/ipfs/${cid}/%2e%2e/x`]: "ipfs.uri",
    };
    for (const [uri, code] of Object.entries(codes)) {
      assert.throws(() => ipfs.parse(uri), { code }, uri);
    }
    for (const wrong of [undefined, null, 5, {}, []]) {
      assert.throws(() => ipfs.parse(wrong), { code: "input.type" });
    }
    assert.throws(() => ipfs.toUri(cid, ".."), { code: "ipfs.uri" });
    assert.throws(() => ipfs.toUri(cid, "\ud800"), { code: "ipfs.uri" });
    assert.throws(() => ipfs.parse("bafkqaaa", { verifiable: true }), {
      code: "ipfs.unverifiable",
    });
    assert.throws(() => ipfs.verify("bafkqaaa", new Uint8Array()), { code: "ipfs.unverifiable" });
  });

  it("refuses content it cannot address", () => {
    const cases = [
      [() => ipfs.cid("x", { profile: "y" }), "ipfs.options"],
      [() => ipfs.cid("x", { chunkSize: 0 }), "ipfs.options"],
      [() => ipfs.cid("x", { chunkSize: 1.5 }), "ipfs.options"],
      [() => ipfs.cid("x", { version: 2 }), "ipfs.options"],
      [() => ipfs.cid([{ path: "../x", content: "y" }]), "ipfs.files"],
      [() => ipfs.cid([{ content: "y" }]), "ipfs.files"],
      [() => ipfs.cid([{ path: "a", content: 5 }]), "input.type"],
      [() => ipfs.cid("\ud800"), "input.type"],
      [() => ipfs.cid(undefined), "input.type"],
      [() => ipfs.car({}), "input.type"],
      [() => ipfs.verify(cid, "text"), "input.type"],
      [() => ipfs.verify(cid, utf8("hellO")), "ipfs.mismatch"],
      [() => ipfs.verify(cid, ipfs.car("other")), "ipfs.missing_block"],
    ];
    for (const [work, code] of cases) assert.throws(work, { code });
    const dir = [{ path: "d/a", content: "x" }];
    const root = ipfs.cid(dir);
    assert.throws(() => ipfs.verify(root, ipfs.car(dir), "d/b"), { code: "ipfs.path" });
    assert.throws(() => ipfs.verify(root, utf8("<html>")), { code: "ipfs.mismatch" });
    // And builds again at once.
    assert.equal(ipfs.cid("hello"), cid);
  });
});

describe("memory", () => {
  it("stays under 64 MiB while a CAR of 30 MB is verified", () => {
    const content = new Uint8Array(30_000_000);
    for (let i = 0; i < content.length; i += 64) content[i] = (i * 2_654_435_761) >>> 24;
    for (let i = 1; i < content.length; i += 4096) content[i] = i >>> 12;
    const car = ipfs.car(content, { profile: "v1-raw-256k" });
    const cid = ipfs.cid(content, { profile: "v1-raw-256k" });
    globalThis.gc?.();
    const before = process.memoryUsage();
    const found = ipfs.verify(cid, car);
    const after = process.memoryUsage();
    assert.ok(same(found, content));
    // The result itself included; the module's own memory counts as array buffers.
    const grown = after.arrayBuffers - before.arrayBuffers;
    assert.ok(grown < 64 * 1_048_576, `${grown} bytes`);
  });
});

describe("fetch over HTTP", () => {
  it("goes to the next gateway, and says which failed and why", async () => {
    const files = tree(random(900));
    const { root, blocks } = await imported(files, layouts[0]);
    const { path, content } = files.find((file) => file.content.length > 2000) ?? files[0];
    const broken = await gateway(blocks, (_request, response) => {
      response.writeHead(500).end();
      return true;
    });
    const lying = await gateway(blocks, (_request, response) => {
      response.writeHead(200, { "content-type": "application/vnd.ipld.car" }).end("<html>");
      return true;
    });
    const honest = await gateway(blocks);
    const moved = await gateway(blocks, (_request, response) => {
      response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
      return true;
    });
    try {
      const gateways = [broken.url, lying.url, moved.url, honest.url];
      const progress = [];
      const uri = ipfs.toUri(root.toString(), path);
      const found = await ipfs.fetch(uri, { gateways, onProgress: (n) => progress.push(n) });
      assert.ok(same(found.bytes, content));
      assert.equal(found.gateway, honest.url);
      assert.equal(found.proof, "car");
      assert.equal(found.verified, true);
      assert.equal(found.mutable, false);
      assert.equal(found.notes.length, 3);
      assert.match(found.notes[0], /: The server answered with status 500\.$/);
      assert.match(found.notes[1], /CAR/);
      assert.match(found.notes[2], /redirects/);
      assert.ok(progress.at(-1) > 0);
      const dir = ipfs.fetch(`/ipfs/${root}`, { gateways: [honest.url] });
      await assert.rejects(dir, { code: "ipfs.gateways" });
      const recheck = await ipfs.recheck(root.toString(), { gateways: [broken.url, honest.url] });
      assert.equal(recheck.available, true);
      assert.equal(recheck.type, "directory");
      assert.equal(recheck.gateway, honest.url);
      const gone = await ipfs.recheck(root.toString(), { gateways: [broken.url] });
      assert.equal(gone.available, false);
      assert.match(gone.notes[0], /status 500/);
    } finally {
      for (const server of [broken, lying, honest, moved]) await server.stop();
    }
  });

  it("takes the file itself from a gateway that knows no blocks, when it proves itself", async () => {
    const content = random(5).bytes(600_000);
    const cid = ipfs.cid(content, { version: 0 });
    const asked = [];
    const fetch = async (url) => {
      asked.push(String(url));
      return String(url).includes("format=")
        ? new Response("not here", { status: 406 })
        : new Response(content, { headers: { "content-type": "image/png" } });
    };
    const found = await ipfs.fetch(cid, { fetch, gateways: ["https://g.example/ipfs/"] });
    assert.equal(found.proof, "content");
    assert.ok(same(found.bytes, content));
    assert.equal(asked.length, 2);
    assert.equal(asked[1], `https://g.example/ipfs/${cid}`);
    const lying = async () => new Response("something else");
    await assert.rejects(ipfs.fetch(cid, { fetch: lying, gateways: ["https://g.example"] }), {
      code: "ipfs.gateways",
    });
  });

  it("stops at the caller's word, at the limit, and where nobody can be asked", async () => {
    const cid = ipfs.cid("hello");
    const controller = new AbortController();
    const hang = () => new Promise(() => {});
    const gateways = ["https://g.example"];
    const running = ipfs.fetch(cid, { fetch: hang, gateways, signal: controller.signal });
    controller.abort();
    await assert.rejects(running, { code: "ipfs.aborted" });
    const late = ipfs.fetch(cid, { fetch: hang, gateways, limits: { milliseconds: 30 } });
    await assert.rejects(late, (error) => error.cause.code === "ipfs.timeout");
    const large = async () => new Response(new Uint8Array(2000));
    const limits = { bytes: 1000 };
    await assert.rejects(
      ipfs.fetch(cid, { fetch: large, gateways, limits }),
      (error) => error.cause.code === "ipfs.too_large",
    );
    await assert.rejects(ipfs.fetch(cid, { gateways: [] }), { code: "ipfs.gateways" });
    const moved = async () => new Response(null, { status: 301, headers: { location: "/x" } });
    await assert.rejects(
      ipfs.fetch(cid, { fetch: moved, gateways }),
      (error) => error.cause.code === "ipfs.redirect",
    );
    const refused = async () => {
      throw new TypeError("Failed to fetch");
    };
    await assert.rejects(
      ipfs.fetch(cid, { fetch: refused, gateways }),
      (error) => error.cause.code === "ipfs.transport",
    );
    const gone = async () => new Response(null, { status: 410 });
    await assert.rejects(
      ipfs.fetch(cid, { fetch: gone, gateways }),
      (error) => error.cause.code === "ipfs.http_status",
    );
    await assert.rejects(ipfs.fetch("bafkqaaa"), { code: "ipfs.unverifiable" });
  });

  it("labels what can change, and fetches it only when told to", async () => {
    const uri = "https://example.com/terms.md";
    const fetch = async () => new Response("# Terms");
    await assert.rejects(ipfs.fetch(uri, { fetch }), { code: "ipfs.mutable" });
    const found = await ipfs.fetch(uri, { fetch, mutable: true });
    assert.equal(found.verified, false);
    assert.equal(found.mutable, true);
    assert.equal(found.proof, "none");
    assert.equal(found.cid, ipfs.cid("# Terms"));
    for (const inside of ["https://127.0.0.1/x", "http://example.com/", "https://10.0.0.1/"]) {
      await assert.rejects(ipfs.fetch(inside, { fetch, mutable: true }), { code: "ipfs.uri" });
    }
  });
});

describe("mappings", () => {
  it("read files below directories, and files of several blocks, verified", async () => {
    const files = [
      { path: "d/tx.json", content: utf8(JSON.stringify({ title: "T".repeat(5000) })) },
      { path: "other", content: utf8("x") },
    ];
    const { root, blocks } = await imported(files, layouts[0]);
    const server = await gateway(blocks);
    try {
      const mappings = [
        {
          type: "fetch/ipfs/json",
          ipfsUri: `/ipfs/${root}/d/tx.json`,
          seek: ["title"],
          populate: ["title"],
        },
      ];
      const recorder = dikast.mapping.recordFixtures();
      const transport = { gateways: [server.url], record: recorder.record };
      const { context, trace } = await dikast.mapping.execute(mappings, {}, transport);
      assert.equal(context.title, "T".repeat(5000));
      assert.equal(trace[0].response.verified, true);
      const kept = JSON.parse(JSON.stringify(recorder.fixtures));
      const again = await dikast.mapping.execute(
        mappings,
        {},
        dikast.mapping.replayTransport(kept),
      );
      assert.deepEqual(again.context, context);
      assert.equal(again.trace[0].response.verified, true);
    } finally {
      await server.stop();
    }
  });
});
