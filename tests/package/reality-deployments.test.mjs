// dikast/abi: Reality.eth's contracts and Kleros' proxies, held against ../shared/deployments.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { importPackage, root } from "./lib/dist.mjs";

const { address, reality } = await (await importPackage("index.js")).load();
const { realityAsOf, realityContracts, realityProxies } = await importPackage("abi-data.js");
const shared = process.env.DIKAST_SHARED ?? resolve(root, "../shared");
const path = join(shared, "deployments/reality.json");
const skip = !existsSync(path) && "SKIPPED: ../shared/deployments is not there";
if (skip) console.error(skip);

const key = (chainId, text) => `${chainId}:${text.toLowerCase()}`;

test("addresses have their checksum; each proxy is there once", () => {
  assert.ok(realityAsOf.every((text) => text.length > 20));
  for (const row of [...realityContracts, ...realityProxies]) {
    const all = [row.address, row.reality, row.tokenAddress, row.instead, row.foreign?.address];
    for (const text of all.filter(Boolean)) assert.equal(address.checksum(text), text);
  }
  const keys = realityProxies.map((row) => key(row.chainId, row.address));
  assert.equal(new Set(keys).size, keys.length);
});

test("a broken proxy names one of the same contract that is not", () => {
  const instead = realityProxies.filter((row) => row.instead);
  assert.ok(instead.length >= 4);
  for (const { chainId, reality: contract, instead: other } of instead) {
    const found = realityProxies.find((row) => row.chainId === chainId && row.address === other);
    assert.equal(found.reality, contract);
    assert.equal(found.state, undefined);
  }
});

test("every kind is one whose rulings dikast.reality knows", () => {
  for (const kind of new Set(realityProxies.map((row) => row.kind).filter(Boolean)))
    assert.equal(reality.answerOfRuling(kind, 1), `0x${"0".repeat(64)}`);
});

test("every proxy of the four lists is there, and the broken ones are those", { skip }, () => {
  const data = JSON.parse(readFileSync(path, "utf8"));
  const known = new Map(realityProxies.map((row) => [key(row.chainId, row.address), row]));
  for (const row of data.kleros_cross_chain_proxies) {
    const found = known.get(key(row.homeChainId, row.homeProxy));
    assert.equal(found.state, row.broken ? "broken" : undefined, row.file);
    assert.equal(found.foreign.address.toLowerCase(), row.foreignProxy.toLowerCase());
    assert.deepEqual([found.court, found.jurors], [Number(row.courtId), Number(row.minJurors)]);
    assert.equal(found.reality.toLowerCase(), row.reality.address.toLowerCase());
  }
  for (const row of data.kleros_single_chain_with_appeals)
    assert.equal(known.get(key(row.chainId, row.address)).kind, "kleros-v1-with-appeals");
  for (const row of data.kleros_arbitrators_listed_by_reality_eth) {
    const found = known.get(key(row.chainId, row.arbitrator));
    assert.equal(found.reality.toLowerCase(), row.reality.toLowerCase());
    assert.equal(found.state === "broken", row.kleros_repo_says_broken);
  }
  const contracts = Object.values(data.chains).flatMap((chain) => chain.reality);
  const own = contracts.filter((row) => row.version.startsWith("RealityETH"));
  assert.equal(realityContracts.length, own.length);
});

test("the constants are what the generator writes", { skip, timeout: 60_000 }, () => {
  execFileSync(process.execPath, [join(root, "scripts/generate-abi-data.mjs"), "--check"]);
});
