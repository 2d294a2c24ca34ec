// The local world behaves as its counterparts do: contracts, GraphQL server, IPFS gateway, and the
// server that puts a site in front of them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { decodeFunctionResult, encodeErrorResult, encodeFunctionData, parseEther } from "viem";
import { contentSecurityPolicy, serve } from "../../scripts/serve.mjs";
import { describeWorld, startWorld } from "../../scripts/world/index.mjs";
import { Files, rawCid } from "../../scripts/world/ipfs.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(() => world.stop());

/** Calls without a transaction: {value} or {revert: the data}. */
async function call(to, functionName, args, { from = world.accounts.owner, value = 0n } = {}) {
  const data = encodeFunctionData({ abi: world.abi, functionName, args });
  const response = await fetch(world.rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "eth_call",
      params: [{ from, to, data, value: `0x${value.toString(16)}` }, "latest"],
    }),
  });
  const { result, error } = await response.json();
  if (error) {
    return { revert: error.data };
  }
  return { value: decodeFunctionResult({ abi: world.abi, functionName, args, data: result }) };
}

async function refuses(errorName, ...rest) {
  const { revert } = await call(...rest);
  assert.equal(revert, encodeErrorResult({ abi: world.abi, errorName }), errorName);
}

const disputeOf = (name) => world.disputes.find((dispute) => dispute.name === name);
const extraData = (jurors) =>
  `0x${[1n, jurors, 1n].map((n) => n.toString(16).padStart(64, "0")).join("")}`;

describe("contracts", () => {
  it("has every example as a dispute, with ids of its own", () => {
    const names = [...new Set(world.disputes.map((dispute) => dispute.name))].sort();
    const all = ["curate-registration", "curate-removal", "escrow-v2", "lease", "reality"];
    assert.deepEqual(names, all);
    const { context, externalDisputeID, templateId } = disputeOf("escrow-v2");
    assert.equal(new Set([context.arbitratorDisputeID, externalDisputeID, templateId]).size, 3);
  });

  it("publishes the templates in the registry's log, word for word", async () => {
    const topic = "0x00f7cd7255d1073b4e136dd477c38ea0020c051ab17110cc5bfab0c840ff9924";
    const logs = await world.chain.rpc("eth_getLogs", [
      { address: world.addresses.registry, fromBlock: "0x0", topics: [topic] },
    ]);
    assert.equal(logs.length, world.disputes.length);
    const { templateId, template } = disputeOf("curate-removal");
    const log = logs.find(({ topics }) => BigInt(topics[1]) === BigInt(templateId));
    assert.ok(log.data.includes(Buffer.from(template).toString("hex")));
  });

  it("asks the fee of every juror, three when the extra data name none", async () => {
    const { arbitrator } = world.addresses;
    for (const [data, jurors] of [
      [extraData(5n), 5n],
      [extraData(0n), 3n],
      ["0x", 3n],
    ]) {
      const { value } = await call(arbitrator, "arbitrationCost", [data]);
      assert.equal(value, parseEther("0.01") * jurors);
    }
  });

  it("refuses to create what cannot be ruled or is not paid for", async () => {
    const { resolver } = world.addresses;
    const value = parseEther("0.03");
    const create = (options, paid) => [
      resolver,
      "createDisputeForTemplate",
      [extraData(3n), "{}", "", options],
      { value: paid },
    ];
    await refuses("ShouldBeAtLeastTwoRulingOptions", ...create(1n, value));
    await refuses("ArbitrationFeesNotEnough", ...create(2n, value - 1n));
    const uri = [extraData(3n), "/ipfs/bafkrei", 2n];
    const made = await call(resolver, "createDisputeForTemplateUri", uri, { value });
    assert.equal(made.value, BigInt(world.disputes.length));
  });

  it("rules once, within the options, through the arbitrator alone", async () => {
    const { arbitrator, resolver } = world.addresses;
    const { owner, buyer } = world.accounts;
    const id = BigInt(disputeOf("reality").context.arbitratorDisputeID);
    await refuses("ArbitratorOnly", resolver, "rule", [id, 1n], { from: buyer });
    await refuses("RulingOutOfBounds", resolver, "rule", [id, 4n], { from: arbitrator });
    await refuses("OwnerOnly", arbitrator, "giveRuling", [id, 1n], { from: buyer });
    await refuses("RulingOutOfBounds", arbitrator, "giveRuling", [id, 4n]);
    await refuses("DisputeUnknown", arbitrator, "giveRuling", [99n, 1n]);
    const before = await world.chain.rpc("eth_getBalance", [arbitrator, "latest"]);
    const events = await world.chain.transact({
      from: owner,
      to: arbitrator,
      abi: world.abi,
      functionName: "giveRuling",
      args: [id, 3n],
    });
    assert.equal(events.Ruling._ruling, 3n);
    const later = await world.chain.rpc("eth_getBalance", [arbitrator, "latest"]);
    assert.equal(BigInt(before) - BigInt(later), parseEther("0.03"), "the fee is paid out");
    await refuses("DisputeAlreadyRuled", arbitrator, "giveRuling", [id, 3n]);
    await refuses("DisputeAlreadyRuled", resolver, "rule", [id, 1n], { from: arbitrator });
    const { value } = await call(resolver, "disputes", [
      BigInt(disputeOf("reality").externalDisputeID),
    ]);
    assert.deepEqual(value.slice(1), [true, 3n, 3n]);
  });

  it("holds the escrow's payment and says what each ruling does to it", async () => {
    const { escrow, escrowView } = world.addresses;
    const { buyer, seller } = world.accounts;
    await refuses("TransactionDisputed", escrow, "pay", [2n], { from: buyer });
    await refuses("SellerOnly", escrow, "reimburse", [0n], { from: buyer });
    await refuses("BuyerOnly", escrow, "pay", [0n], { from: seller });
    await refuses("DeadlineNotPassed", escrow, "executeTransaction", [0n]);
    await refuses("TransactionUnknown", escrow, "pay", [9n]);
    const messages = await call(escrowView, "getPayoutMessages", [2n]);
    assert.deepEqual(messages.value, [
      "Buyer gets 0.75 ETH, seller gets 0.75 ETH.",
      "Buyer gets 1.5 ETH, seller gets 0 ETH.",
      "Buyer gets 0 ETH, seller gets 1.5 ETH.",
    ]);
    const send = (from, functionName, args, to = escrow) =>
      world.chain.transact({ from, to, abi: world.abi, functionName, args });
    const { Payment } = await send(seller, "reimburse", [0n]);
    assert.deepEqual([Payment._amount, Payment._party], [parseEther("0.25"), buyer]);
    const id = BigInt(disputeOf("escrow-v2").context.arbitratorDisputeID);
    const ruled = await send(
      world.accounts.owner,
      "giveRuling",
      [id, 2n],
      world.addresses.arbitrator,
    );
    assert.deepEqual([ruled.Payment._amount, ruled.Payment._party], [parseEther("1.5"), seller]);
  });
});

describe("GraphQL server", () => {
  const query = async (source, variables) => {
    const response = await fetch(world.graphqlUrl, {
      method: "POST",
      body: JSON.stringify({ query: source, variables }),
    });
    return response.json();
  };

  it("answers the Escrow V2 subgraph's query", async () => {
    const source = "query($id: ID!) { escrow(id: $id) { transactionUri buyer amount } }";
    const { data } = await query(source, { id: "2" });
    assert.equal(data.escrow.transactionUri, world.documents.transaction);
    assert.equal(data.escrow.buyer, world.accounts.buyer);
    assert.equal(data.escrow.amount, `${parseEther("1.5")}`);
    assert.deepEqual(await query(source, { id: "77" }), { data: { escrow: null } });
  });

  it("reports a query that does not fit the schema", async () => {
    const { errors, data } = await query("{ escrow(id: 1) { nothing } }");
    assert.match(errors[0].message, /Cannot query field "nothing"/);
    assert.equal(data, undefined);
  });

  it("refuses what is not a small POST of JSON", async () => {
    const status = async (init) => (await fetch(world.graphqlUrl, init)).status;
    assert.equal(await status({ method: "GET" }), 405);
    assert.equal(await status({ method: "POST", body: "{" }), 400);
    assert.equal(await status({ method: "POST", body: "x".repeat(100_001) }), 413);
  });
});

describe("IPFS gateway", () => {
  it("names files by the hash of their bytes", () => {
    // The block of "hello world\n" with the raw codec, as published in the IPFS documentation.
    const known = "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4";
    assert.equal(rawCid(Buffer.from("hello world\n")), known);
    assert.equal(rawCid(Buffer.alloc(0)).length, known.length);
    assert.equal(new Files().add("hello world\n"), `/ipfs/${known}`);
  });

  it("serves the exact bytes, as JSON and as a raw block", async () => {
    const path = world.documents.transaction;
    for (const [init, suffix, type] of [
      [{}, "", "application/json"],
      [{}, "?format=raw", "application/vnd.ipld.raw"],
      [{ headers: { accept: "application/vnd.ipld.raw" } }, "", "application/vnd.ipld.raw"],
    ]) {
      const response = await fetch(`${world.gatewayUrl}${path}${suffix}`, init);
      assert.equal(response.headers.get("content-type"), type);
      const bytes = Buffer.from(await response.arrayBuffer());
      assert.equal(`/ipfs/${rawCid(bytes)}`, path);
      assert.equal(JSON.parse(bytes).extraDescriptionUri, world.documents.terms);
    }
  });

  it("has nothing else", async () => {
    const status = async (path, init) => (await fetch(`${world.gatewayUrl}${path}`, init)).status;
    const digest = createHash("sha256").update("unknown").digest("hex");
    assert.equal(await status(`/ipfs/${digest}`), 404);
    assert.equal(await status("/ipns/example.org"), 404);
    assert.equal(await status(`${world.documents.terms}/inside`), 404);
    assert.equal(await status(`${world.documents.terms}?format=car`), 400);
    assert.equal(await status(world.documents.terms, { method: "POST" }), 405);
  });
});

describe("the site's server", () => {
  let folder;
  let site;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "dikast-site-"));
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>t</title>");
    writeFileSync(join(folder, "app.js"), "export {};\n");
    writeFileSync(join(folder, "core.wasm"), Buffer.from([0, 97, 115, 109]));
    symlinkSync(new URL(import.meta.url).pathname, join(folder, "outside.mjs"));
    site = await serve({
      folder,
      routes: {
        "/world/world.json": () => ({ json: describeWorld(world, site.url) }),
        "/world/rpc": () => world.rpcUrl,
        "/world/graphql": () => world.graphqlUrl,
        "/world/ipfs": (rest) => `${world.gatewayUrl}/ipfs${rest}`,
      },
    });
  });
  after(async () => {
    await site.stop();
    rmSync(folder, { recursive: true });
  });

  it("sends the content security policy and the right types", async () => {
    for (const [path, type] of [
      ["/", "text/html; charset=utf-8"],
      ["/app.js", "text/javascript; charset=utf-8"],
      ["/core.wasm", "application/wasm"],
    ]) {
      const response = await fetch(site.url + path);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("content-type"), type);
      assert.equal(response.headers.get("content-security-policy"), contentSecurityPolicy);
    }
    assert.match(
      contentSecurityPolicy,
      /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/,
    );
  });

  it("serves nothing from outside its folder", async () => {
    const status = (path) =>
      new Promise((resolve) => {
        // fetch would tidy the path up before it is sent
        httpRequest(site.url, { path }, (response) => resolve(response.resume().statusCode)).end();
      });
    assert.equal(await status("/../../etc/hostname"), 404);
    assert.equal(await status("/..%2f..%2fetc%2fhostname"), 404);
    assert.equal(await status("/outside.mjs"), 404);
    assert.equal(await status("/%00"), 404);
    assert.equal(await status("/%zz"), 404);
    assert.equal(await status("//x"), 404);
    assert.equal(await status("//"), 200);
    assert.equal(await status("/missing.js"), 404);
  });

  it("forwards to the world, and only there", async () => {
    const described = await (await fetch(`${site.url}/world/world.json`)).json();
    assert.equal(described.rpcUrl, `${site.url}/world/rpc`);
    const response = await fetch(described.rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId" }),
    });
    assert.equal((await response.json()).result, "0x7a69");
    const file = await fetch(described.gatewayUrl + described.documents.transaction);
    assert.equal(file.headers.get("content-type"), "application/json");
    assert.equal((await fetch(`${site.url}/world/graphqlx`)).status, 404);
  });

  it("takes another port when the usual one is in use", async () => {
    const second = await serve({ folder, port: Number(new URL(site.url).port) });
    assert.notEqual(second.url, site.url);
    await second.stop();
  });
});
