// A gateway, a node's RPC and a pinning service on loopback, over blocks made by other people's
// libraries; each can be told to fail.
import { createServer } from "node:http";
import { CarReader, CarWriter } from "@ipld/car";
import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";

/** Blocks by their multihash. */
export class Blocks {
  map = new Map();
  put(cid, bytes) {
    this.map.set(Buffer.from(cid.multihash.bytes).toString("hex"), { cid, bytes });
    return cid;
  }
  get(cid) {
    const found = this.map.get(Buffer.from(cid.multihash.bytes).toString("hex"));
    if (found === undefined) throw Object.assign(new Error(`no ${cid}`), { code: "ERR_NOT_FOUND" });
    return found.bytes;
  }
  has(cid) {
    return this.map.has(Buffer.from(cid.multihash.bytes).toString("hex"));
  }
  async addCar(bytes) {
    const reader = await CarReader.fromBytes(bytes);
    for await (const { cid, bytes: block } of reader.blocks()) this.put(cid, block);
    return reader.getRoots();
  }
}

/** All blocks as a CAR of @ipld/car. */
export async function carOf(root, blocks) {
  const { writer, out } = CarWriter.create([root]);
  const chunks = [];
  const read = (async () => {
    for await (const chunk of out) chunks.push(chunk);
  })();
  for (const { cid, bytes } of blocks.map.values()) await writer.put({ cid, bytes });
  await writer.close();
  await read;
  return new Uint8Array(Buffer.concat(chunks));
}

/** What was sent. */
export async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Listens on a free port of loopback: {url, requests, stop}. */
export async function serve(answer) {
  const requests = [];
  const server = createServer((request, response) => {
    // As gateways, nodes set up for it, and services do: pages of other origins may ask.
    response.setHeader("access-control-allow-origin", "*");
    if (request.method === "OPTIONS") {
      const allowed = { "access-control-allow-headers": "authorization, content-type" };
      response.writeHead(204, { ...allowed, "access-control-allow-methods": "GET, POST" }).end();
      return;
    }
    requests.push(`${request.method} ${request.url}`);
    Promise.resolve(answer(request, response)).catch((error) => response.destroy(error));
  });
  await new Promise((next) => server.listen(0, "127.0.0.1", next));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    stop: () =>
      new Promise((next) => {
        server.close(next);
        server.closeAllConnections();
      }),
  };
}

/** A trustless gateway: blocks and CARs. `fault` may answer first. */
export function gateway(blocks, fault = () => false) {
  return serve(async (request, response) => {
    if (await fault(request, response)) return;
    const url = new URL(request.url, "http://gateway");
    const [, , text] = url.pathname.split("/");
    const cid = CID.parse(text);
    if (url.searchParams.get("format") === "raw") {
      response.writeHead(200, { "content-type": "application/vnd.ipld.raw" });
      response.end(blocks.get(cid));
      return;
    }
    response.writeHead(200, { "content-type": "application/vnd.ipld.car; version=1" });
    response.end(await carOf(cid, blocks));
  });
}

/** An answer in JSON. */
export function json(response, status, value) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

/** The block of a multipart form with one part. */
export function partOf(body, contentType) {
  const boundary = /boundary=(.+)$/.exec(contentType)[1];
  const start = body.indexOf("\r\n\r\n") + 4;
  return body.subarray(start, body.lastIndexOf(`\r\n--${boundary}`));
}

/** kubo's block/put and pin/add. */
export function node(blocks, fault = () => false) {
  return serve(async (request, response) => {
    const body = await bodyOf(request);
    if (await fault(request, response)) return;
    const url = new URL(request.url, "http://node");
    if (url.pathname === "/api/v0/block/put") {
      const bytes = partOf(body, request.headers["content-type"]);
      const codec = url.searchParams.get("cid-codec") === "raw" ? 0x55 : 0x70;
      const cid = CID.createV1(codec, await sha256.digest(bytes));
      blocks.put(cid, new Uint8Array(bytes));
      json(response, 200, { Key: cid.toString(), Size: bytes.length });
      return;
    }
    if (url.pathname === "/api/v0/pin/add") {
      const cid = CID.parse(url.searchParams.get("arg"));
      if (blocks.has(cid)) json(response, 200, { Pins: [cid.toString()] });
      else json(response, 500, { Message: "block was not found locally", Code: 0 });
      return;
    }
    json(response, 404, { Message: "no such command" });
  });
}

/** The IPFS Pinning Services API: a pin takes `steps` looks until it is there. */
export function pinningService({ token, steps = 2, outcome = "pinned", fault = () => false }) {
  const pins = new Map();
  const show = (id) => {
    const pin = pins.get(id);
    const status = pin.looks >= steps ? outcome : pin.looks === 0 ? "queued" : "pinning";
    const info = status === "failed" ? { status_details: "nobody has the content" } : {};
    return {
      requestid: id,
      status,
      created: "2026-01-01T00:00:00Z",
      pin: { cid: pin.cid },
      delegates: [],
      info,
    };
  };
  return serve(async (request, response) => {
    const body = await bodyOf(request);
    if (await fault(request, response)) return;
    if (request.headers.authorization !== `Bearer ${token}`) {
      json(response, 401, { error: { reason: "UNAUTHORIZED", details: "the token is not known" } });
      return;
    }
    if (request.method === "POST") {
      const { cid } = JSON.parse(body);
      const id = `pin-${pins.size + 1}`;
      pins.set(id, { cid, looks: 0 });
      json(response, 202, show(id));
      return;
    }
    const id = request.url.split("/").at(-1);
    pins.get(id).looks += 1;
    json(response, 200, show(id));
  });
}
