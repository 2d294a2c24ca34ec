// A Helia node behind a gateway, a node's RPC and a pinning service on loopback: what it makes is
// fetched and verified here, and what is published here it holds and serves. It meets nobody: its
// libp2p is never started.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sha256 } from "multiformats/hashes/sha2";
import { importPackage } from "./lib/dist.mjs";
import { bodyOf, json, partOf, serve } from "./lib/gateway.mjs";

// Node 20 has no Promise.withResolvers, which Helia's queue calls.
Promise.withResolvers ??= function withResolvers() {
  let resolve;
  let reject;
  const promise = new this((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
};

const { createLibp2p } = await import("libp2p");
const { Helia } = await import("@helia/utils");
const { unixfs } = await import("@helia/unixfs");
const { car } = await import("@helia/car");
const { MemoryBlockstore } = await import("blockstore-core");
const { MemoryDatastore } = await import("datastore-core");

const { ipfs } = await (await importPackage("index.js")).load();

const content = (seed, size) => {
  const bytes = new Uint8Array(size);
  let state = seed;
  for (let i = 0; i < size; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
};

const collect = async (source) => {
  const parts = [];
  for await (const part of source) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
};

let helia;
let files;
/** Of the version of multiformats that Helia uses, which takes no other's. */
let CID;
let endpoints;
/** Answers that are not given once: what a bad line does. */
let cuts = 0;

/** Its blocks and DAGs, as a trustless gateway serves them. */
const gateway = () =>
  serve(async (request, response) => {
    if (cuts > 0) {
      cuts -= 1;
      response.writeHead(200, { "content-type": "application/vnd.ipld.car" });
      response.write("cut");
      response.destroy();
      return;
    }
    const url = new URL(request.url, "http://gateway");
    const cid = CID.parse(url.pathname.split("/")[2]);
    const raw = url.searchParams.get("format") === "raw";
    const bytes = raw
      ? await collect([await helia.blockstore.get(cid)].flat())
      : await collect(car(helia).export(cid));
    response.writeHead(200, { "content-type": `application/vnd.ipld.${raw ? "raw" : "car"}` });
    response.end(bytes);
  });

/** kubo's block/put and pin/add over it. */
const rpc = () =>
  serve(async (request, response) => {
    const url = new URL(request.url, "http://node");
    const sent = await bodyOf(request);
    if (url.pathname === "/api/v0/block/put") {
      const bytes = new Uint8Array(partOf(sent, request.headers["content-type"]));
      const codec = url.searchParams.get("cid-codec") === "raw" ? 0x55 : 0x70;
      const cid = CID.createV1(codec, await sha256.digest(bytes));
      await helia.blockstore.put(cid, bytes);
      json(response, 200, { Key: `${cid}`, Size: bytes.length });
      return;
    }
    const cid = CID.parse(url.searchParams.get("arg"));
    for await (const _ of helia.pins.add(cid));
    json(response, 200, { Pins: [`${cid}`] });
  });

/** A pinning service whose word is the node's: pinned is what it holds. */
const pinning = () =>
  serve(async (request, response) => {
    const show = async (text) => {
      const held = await helia.pins.isPinned(CID.parse(text));
      const status = held ? "pinned" : "queued";
      return {
        requestid: text,
        status,
        created: "2026-01-01T00:00:00Z",
        pin: { cid: text },
        info: {},
      };
    };
    if (request.method === "POST") {
      const { cid } = JSON.parse(await bodyOf(request));
      if (await helia.blockstore.has(CID.parse(cid))) {
        for await (const _ of helia.pins.add(CID.parse(cid)));
      }
      json(response, 202, { ...(await show(cid)), delegates: [] });
      return;
    }
    json(response, 200, { ...(await show(request.url.split("/").at(-1))), delegates: [] });
  });

before(async () => {
  const libp2p = await createLibp2p({ start: false, addresses: { listen: [] } });
  helia = new Helia({
    libp2p,
    blockstore: new MemoryBlockstore(),
    datastore: new MemoryDatastore(),
    blockBrokers: [],
    routers: [],
  });
  files = unixfs(helia);
  CID = (await files.addDirectory()).constructor;
  endpoints = { gateway: await gateway(), rpc: await rpc(), pinning: await pinning() };
});
after(async () => {
  for (const each of Object.values(endpoints)) await each.stop();
});

test("what Helia made is fetched from its gateway and verified here, after a cut line too", async () => {
  const gateways = [endpoints.gateway.url];
  for (const size of [0, 1, 1_048_576, 3_000_001]) {
    const bytes = content(size + 1, size);
    const cid = await files.addBytes(bytes);
    assert.equal(ipfs.cid(bytes, { profile: "v1-2025" }), `${cid}`, `${size} bytes`);
    const found = await ipfs.fetch(`ipfs://${cid}`, { gateways });
    assert.ok(Buffer.compare(found.bytes, bytes) === 0, `${size} bytes`);
    assert.equal(found.verified, true);
  }
  const cid = await files.addBytes(content(9, 2_500_000));
  cuts = 1;
  const twice = [`${endpoints.gateway.url}`, `${endpoints.gateway.url}/`];
  const found = await ipfs.fetch(`/ipfs/${cid}`, { gateways: twice });
  assert.equal(found.bytes.length, 2_500_000);
});

test("a file in a directory of Helia is found by its path", async () => {
  const file = await files.addBytes(content(5, 40_000));
  const empty = await files.addDirectory();
  const folder = await files.cp(file, empty, "policy.pdf");
  const found = await ipfs.fetch(`/ipfs/${folder}/policy.pdf`, {
    gateways: [endpoints.gateway.url],
  });
  assert.ok(Buffer.compare(found.bytes, content(5, 40_000)) === 0);
});

test("what is published here, Helia holds, pins, exports and reads", async () => {
  const bytes = content(11, 2_200_000);
  const target = { kind: "node", url: endpoints.rpc.url };
  const published = await ipfs.publish(bytes, target);
  const cid = CID.parse(published.cid);
  assert.equal(await helia.pins.isPinned(cid), true);
  assert.ok(Buffer.compare(await collect(files.cat(cid)), bytes) === 0);
  const exported = await collect(car(helia).export(cid));
  assert.ok(Buffer.compare(ipfs.verify(published.cid, exported), bytes) === 0);
  const seen = await ipfs.recheck(published.cid, { gateways: [endpoints.gateway.url] });
  assert.equal(seen.available, true);
});

test("a CAR made here is imported by Helia, and its pinning service then says pinned", async () => {
  const bytes = content(13, 1_500_000);
  const { car: archive, cid } = ipfs.carFile(bytes);
  const { CarReader } = await import("@ipld/car");
  await car(helia).import(await CarReader.fromBytes(archive));
  assert.ok(Buffer.compare(await collect(files.cat(CID.parse(cid))), bytes) === 0);
  const target = { kind: "pinning-service", url: endpoints.pinning.url, token: "secret" };
  const published = await ipfs.publish(bytes, target);
  assert.deepEqual([published.cid, published.status], [cid, "pinned"]);
});
