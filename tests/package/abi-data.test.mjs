// dikast/abi: the constants read in the core and in viem, and hold their types.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import * as viem from "viem";
import { importPackage, npm, root } from "./lib/dist.mjs";

const { abi, address } = await (await importPackage("index.js")).load();
const data = await importPackage("abi-data.js");
const abis = Object.entries(data).filter(([name]) => name.endsWith("Abi"));

test("every item reads, and has viem's selector or topic", () => {
  assert.ok(abis.length >= 15);
  for (const [name, items] of abis) {
    assert.ok(items.length > 0, name);
    for (const item of items) {
      assert.deepEqual(abi.parse(item), item);
      const [ours, theirs] =
        item.type === "event"
          ? [abi.topic(item), viem.toEventSelector(item)]
          : [abi.selector(item), viem.toFunctionSelector({ ...item, type: "function" })];
      assert.equal(ours, theirs, `${name} ${item.name}`);
    }
  }
});

test("a whole ABI decodes", () => {
  const call = viem.encodeFunctionData({
    abi: data.disputeTemplateRegistryAbi,
    functionName: "setDisputeTemplate",
    args: ["tag", "{}", "[]"],
  });
  const { functionName, args } = abi.decodeFunctionData(data.disputeTemplateRegistryAbi, call);
  assert.deepEqual([functionName, args], ["setDisputeTemplate", ["tag", "{}", "[]"]]);
  const event = data.disputeResolverNeoAbi.find((item) => item.name === "DisputeRequest");
  const topics = abi.encodeEventTopics(event, { _arbitratorDisputeID: 7n });
  assert.equal(topics[0], "0x8bd32f430ff060e6bd204709b3790c9807987263d3230c580dc80b5f89e27186");
});

test("addresses have their checksum, and say when they were read", () => {
  const { asOf, ...groups } = data.deployments;
  assert.ok(asOf.every((text) => /\d{4}-\d{2}-\d{2}$/.test(text)));
  for (const chains of Object.values(groups)) {
    for (const contracts of Object.values(chains)) {
      for (const text of Object.values(contracts).flat())
        assert.equal(address.checksum(text), text);
    }
  }
});

test("the types are exact enough for viem", { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(root, "tests/package/.abi-types-"));
  const source = `
import { deployments, disputeResolverAbi, klerosCoreAbi } from ${JSON.stringify(join(npm, "types/abi-data.js"))};
import { type ContractFunctionArgs, encodeFunctionData } from "viem";
encodeFunctionData({ abi: disputeResolverAbi, functionName: "createDisputeForTemplate", args: ["0x", "a", "b", 2n] });
// @ts-expect-error a string is no bigint
encodeFunctionData({ abi: disputeResolverAbi, functionName: "createDisputeForTemplate", args: ["0x", "a", "b", "2"] });
// @ts-expect-error there is no such function
encodeFunctionData({ abi: disputeResolverAbi, functionName: "createDisputes", args: [] });
export const args: ContractFunctionArgs<typeof klerosCoreAbi, "view", "arbitrationCost">[0] = "0x";
export const core: "0x991d2df165670b9cac3B022f4B68D65b664222ea" = deployments.klerosV2[42161].KlerosCore;
`;
  try {
    writeFileSync(join(folder, "use.ts"), source);
    await promisify(execFile)(process.execPath, [
      join(root, "node_modules/typescript/bin/tsc"),
      ...["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022"],
      ...["--module", "esnext", "--moduleResolution", "bundler", join(folder, "use.ts")],
    ]).catch((error) => assert.fail(error.stdout));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
