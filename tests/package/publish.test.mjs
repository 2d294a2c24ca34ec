// Publishing: to a node's RPC and a pinning service on loopback, with what can go wrong.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { VirtualClock } from "../replay/lib/clock.mjs";
import { importPackage } from "./lib/dist.mjs";
import { Blocks, gateway, node, pinningService } from "./lib/gateway.mjs";

let ipfs;
before(async () => {
  ipfs = (await (await importPackage("index.js")).load()).ipfs;
});

const content = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) >> 3);
const options = { chunkSize: 1000 };

describe("carFile", () => {
  it("is the content, ready to be carried away", () => {
    const { cid, uri, car, filename } = ipfs.carFile(content, options);
    assert.equal(cid, ipfs.cid(content, options));
    assert.equal(uri, `/ipfs/${cid}`);
    assert.equal(filename, `${cid}.car`);
    assert.deepEqual(ipfs.verify(cid, car), content);
  });
});

describe("a node", () => {
  it("gets the blocks, pins them, and serves what was published", async () => {
    const blocks = new Blocks();
    const rpc = await node(blocks);
    const web = await gateway(blocks);
    try {
      const steps = [];
      const target = { kind: "node", url: rpc.url };
      const onProgress = (progress) => steps.push(progress);
      const published = await ipfs.publish(content, target, { onProgress }, options);
      assert.deepEqual(published, {
        cid: ipfs.cid(content, options),
        uri: `/ipfs/${published.cid}`,
        status: "pinned",
      });
      assert.deepEqual(
        steps.map(({ blocks: count }) => count),
        [1, 2, 3, 4, 5, 6, 6],
      );
      assert.equal(steps.at(-1).bytes, steps.at(-1).total);
      assert.equal(steps.at(-1).status, "pinned");
      const found = await ipfs.fetch(published.uri, { gateways: [web.url] });
      assert.deepEqual(found.bytes, content);
      assert.equal((await ipfs.recheck(published.cid, { gateways: [web.url] })).available, true);
      const old = await ipfs.publish([{ path: "a", content }], target, {}, { version: 0 });
      assert.ok(old.cid.startsWith("Qm"));
    } finally {
      await rpc.stop();
      await web.stop();
    }
  });

  it("goes on where it was cut", async () => {
    const blocks = new Blocks();
    let left = 3;
    const rpc = await node(blocks, (_request, response) => {
      left -= 1;
      if (left >= 0) return false;
      response.destroy();
      return true;
    });
    try {
      const target = { kind: "node", url: rpc.url };
      let kept;
      const onProgress = (progress) => {
        kept = JSON.parse(JSON.stringify(progress));
      };
      await assert.rejects(ipfs.publish(content, target, { onProgress }, options), {
        code: "ipfs.transport",
      });
      assert.equal(kept.blocks, 3);
      left = 100;
      const before = rpc.requests.length;
      await ipfs.publish(content, target, { resume: kept }, options);
      // The three that were missing, and the pin.
      assert.equal(rpc.requests.length - before, 4);
      // Another content starts anew.
      await ipfs.publish("other", target, { resume: kept });
    } finally {
      await rpc.stop();
    }
  });

  it("is not believed", async () => {
    const other = ipfs.cid("other");
    const answers = [
      [{ Key: other }, "ipfs.upload"],
      [{}, "ipfs.upload"],
      [null, "ipfs.upload"],
    ];
    for (const [answer, code] of answers) {
      const fetch = async () => Response.json(answer);
      const target = { kind: "node", url: "http://127.0.0.1:5001" };
      await assert.rejects(ipfs.publish("x", target, { fetch }), { code });
    }
    const text = async () => new Response("<html>");
    const target = { kind: "node", url: "http://localhost:5001/" };
    await assert.rejects(ipfs.publish("x", target, { fetch: text }), { code: "ipfs.http_status" });
    const unpinned = async (url) =>
      Response.json(String(url).includes("block/put") ? { Key: ipfs.cid("x") } : { Pins: [] });
    await assert.rejects(ipfs.publish("x", target, { fetch: unpinned }), { code: "ipfs.pin" });
    const failing = async () => Response.json({ Message: "disk is full" }, { status: 500 });
    await assert.rejects(ipfs.publish("x", target, { fetch: failing }), /disk is full/);
    const moved = async () => new Response(null, { status: 307, headers: { location: "/" } });
    await assert.rejects(ipfs.publish("x", target, { fetch: moved }), { code: "ipfs.redirect" });
    for (const url of ["http://example.com", "ftp://x", "x", undefined]) {
      await assert.rejects(ipfs.publish("x", { kind: "node", url }), { code: "ipfs.uri" });
    }
    await assert.rejects(ipfs.publish("x", { kind: "y", url: "https://a.example" }), {
      code: "input.type",
    });
  });
});

describe("a pinning service", () => {
  const token = "secret-token";
  const transport = (clock, more = {}) => ({ clock, ...more });

  it("is asked until it has the content, again after a pause, and after a reload", async () => {
    let busy = 1;
    const service = await pinningService({
      token,
      fault: (_request, response) => {
        busy -= 1;
        if (busy < 0) return false;
        response.writeHead(429, { "retry-after": "0" }).end();
        return true;
      },
    });
    try {
      const target = { kind: "pinning-service", url: service.url, token };
      const states = [];
      const clock = {
        setTimeout: (run, milliseconds) => setTimeout(run, milliseconds > 20_000 ? 20_000 : 1),
        clearTimeout,
      };
      const onProgress = ({ status, requestid }) => states.push([status, requestid]);
      const published = await ipfs.publish(content, target, transport(clock, { onProgress }));
      assert.equal(published.status, "pinned");
      assert.equal(published.requestid, "pin-1");
      assert.deepEqual(states, [
        ["queued", "pin-1"],
        ["pinning", "pin-1"],
        ["pinned", "pin-1"],
      ]);
      const before = service.requests.length;
      const resume = { cid: published.cid, url: service.url, blocks: 0, requestid: "pin-1" };
      const again = await ipfs.pin(published.cid, target, transport(clock, { resume }));
      assert.equal(again.status, "pinned");
      assert.deepEqual(service.requests.slice(before), ["GET /pins/pin-1"]);
      const wrong = ipfs.pin(published.cid, { ...target, token: "x" }, transport(clock));
      await assert.rejects(wrong, /the token is not known/);
    } finally {
      await service.stop();
    }
  });

  it("says when it fails, and when it takes too long", async () => {
    const failing = await pinningService({ token, steps: 0, outcome: "failed" });
    const slow = await pinningService({ token, steps: 1000 });
    try {
      const target = (url) => ({ kind: "pinning-service", url, token });
      const clock = {
        setTimeout: (run, milliseconds) => setTimeout(run, milliseconds > 20_000 ? 20_000 : 1),
        clearTimeout,
      };
      const failed = ipfs.pin(ipfs.cid("x"), target(failing.url), { clock });
      await assert.rejects(failed, /nobody has the content/);
      const limits = { pinning: 5000 };
      const late = await ipfs.pin(ipfs.cid("x"), target(slow.url), { clock, limits });
      assert.equal(late.status, "pinning");
      const controller = new AbortController();
      const stopped = ipfs.pin(ipfs.cid("x"), target(slow.url), {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      });
      await assert.rejects(stopped, { code: "ipfs.aborted" });
    } finally {
      await failing.stop();
      await slow.stop();
    }
  });

  it("gets its token and nobody else does", async () => {
    const asked = [];
    const fetch = async (url, init) => {
      asked.push([String(url), new Headers(init.headers).get("authorization"), init.redirect]);
      return Response.json({ requestid: "1", status: "pinned", pin: { cid: ipfs.cid("x") } });
    };
    const target = { kind: "pinning-service", url: "https://pins.example/psa/", token };
    await ipfs.publish("x", target, { fetch });
    assert.deepEqual(asked, [["https://pins.example/psa/pins", `Bearer ${token}`, "manual"]]);
    const other = async () =>
      Response.json({ requestid: "1", status: "pinned", pin: { cid: ipfs.cid("y") } });
    await assert.rejects(ipfs.publish("x", target, { fetch: other }), { code: "ipfs.pin" });
    await assert.rejects(ipfs.pin(`/ipfs/${ipfs.cid("x")}/a`, target), { code: "ipfs.uri" });
  });

  it("is given up at the time limit of one answer", async () => {
    const clock = new VirtualClock();
    const fetch = () => new Promise(() => {});
    const target = { kind: "pinning-service", url: "https://pins.example", token };
    await assert.rejects(clock.until(ipfs.publish("x", target, { fetch, clock })), {
      code: "ipfs.timeout",
    });
    assert.equal(clock.now, 30_000);
  });
});
