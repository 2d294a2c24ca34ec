// The drop-in for @kleros/kleros-sdk 2.4.0: its surface, its modules and its errors.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { encodeAbiParameters, http } from "viem";
import { importPackage, npm } from "./lib/dist.mjs";

const base = "kleros-sdk/src";
const load = (path) => importPackage(`${base}/${path}.js`);
const sdk = await load("index");

const template = (over = {}) =>
  JSON.stringify({
    title: "Title",
    description: "Description",
    question: "Question?",
    answers: [{ id: "0x1", title: "Yes", description: "yes" }],
    policyURI: "/ipfs/QmPolicy/policy.json",
    arbitratorChainID: "42161",
    arbitratorAddress: "0x991d2df165670b9cac3B022f4B68D65b664222ea",
    version: "1.0",
    ...over,
  });

test("the index exports what the SDK's does", () => {
  for (const name of [
    "configureSDK",
    "getPublicClient",
    "getDispute",
    "executeAction",
    "executeActions",
    "populateTemplate",
    "isUndefined",
  ]) {
    assert.equal(typeof sdk[name], "function", name);
  }
  assert.equal(sdk.QuestionType.SingleSelect, "single-select");
  assert.equal(sdk.RefuseToArbitrateAnswer.id, "0x0");
});

test("modules have the SDK's default exports", async () => {
  const types = {
    "dataMappings/utils/retrieveVariables": "function",
    "requests/fetchDisputeDetails": "function",
    "requests/fetchDisputeTemplateFromId": "function",
    "dataMappings/utils/disputeDetailsSchema": "object",
  };
  for (const [path, type] of Object.entries(types)) {
    assert.equal(typeof (await load(path)).default, type, path);
  }
});

test("modules import each other, so that each can be mocked", () => {
  const imports = {
    "dataMappings/actions/callAction": ["../../sdk.js", "../utils/createResultObject.js"],
    "dataMappings/actions/eventAction": ["../../sdk.js", "../utils/createResultObject.js"],
    "dataMappings/executeActions": ["./actions/callAction.js", "./retrieveRealityData.js"],
    "dataMappings/retrieveRealityData": ["./executeActions.js"],
    "utils/getDispute": [
      "../requests/fetchDisputeDetails.js",
      "../requests/fetchDisputeTemplateFromId.js",
      "../dataMappings/executeActions.js",
    ],
  };
  for (const [path, targets] of Object.entries(imports)) {
    const text = readFileSync(join(npm, base, `${path}.js`), "utf8");
    for (const target of targets) {
      assert.ok(text.includes(`"${target}"`), `${path} imports ${target}`);
      assert.ok(existsSync(join(npm, base, path, "..", target)), target);
    }
  }
});

test("error classes carry the SDK's names", async () => {
  const errors = await load("errors/index");
  for (const name of [
    "InvalidContextError",
    "InvalidMappingError",
    "UnsupportedActionError",
    "InvalidFormatError",
    "SdkNotConfiguredError",
  ]) {
    const error = new errors[name]("text");
    assert.ok(error instanceof errors.CustomError && error instanceof Error, name);
    assert.equal(error.name, name);
  }
  assert.equal(new errors.NotFoundError("Thing", "text").resourceName, "Thing");
  assert.equal(new errors.RequestError("text", "https://x.test").endpoint, "https://x.test");
});

test("schemas throw ZodError, whose message is its issues", async () => {
  const schemas = await load("dataMappings/utils/disputeDetailsSchema");
  const answer = { id: "0x1", title: "Yes", description: "yes" };
  assert.deepEqual(schemas.AnswerSchema.parse(answer), answer);
  for (const schema of ["AnswerSchema", "EvidenceSchema", "AttachmentSchema", "default"]) {
    assert.throws(
      () => schemas[schema].parse({}),
      (error) => {
        assert.equal(error.name, "ZodError");
        assert.ok(error.issues.length > 0);
        assert.equal(error.message, JSON.stringify(error.issues, null, 2));
        return true;
      },
    );
  }
  assert.equal(schemas.ethAddressSchema.safeParse("0x12").success, false);
  assert.equal(schemas.isHexId("0x0"), true);
});

test("populateTemplate puts the refuse answer first and reads no prototype", () => {
  const details = sdk.populateTemplate(template({ title: "{{name}}{{constructor}}" }), {
    name: "N",
  });
  assert.equal(details.title, "N");
  assert.deepEqual(
    details.answers.map(({ id }) => id),
    ["0x0", "0x1"],
  );
  assert.throws(() => sdk.populateTemplate("{", {}), { name: "SyntaxError" });
  assert.throws(() => sdk.populateTemplate(template({ answers: 1 }), {}), { name: "ZodError" });
});

test("mappings run in order, and fail with the SDK's errors", async () => {
  const json = (value, seek, populate) => ({
    type: "json",
    value,
    seek: [seek],
    populate: [populate],
  });
  const context = await sdk.executeActions(
    [json({ a: "1" }, "a", "first"), json({ b: "{{first}}2" }, "b", "second")],
    {},
  );
  assert.deepEqual(context, { first: "1", second: "12" });
  await assert.rejects(sdk.executeAction(json({ a: "{{gone}}" }, "a", "x")), {
    name: "InvalidContextError",
    message: 'Expected key "gone" to be provided in context.',
  });
  await assert.rejects(sdk.executeAction({ type: "odd" }), { name: "UnsupportedActionError" });
});

const call = (args) => ({
  type: "abi/call",
  abi: "function f(bytes) view returns (uint256)",
  functionName: "f",
  address: "0xAf36da891c03b8A3a675f08f59355c8ff877330d",
  args,
  seek: ["value"],
  populate: ["out"],
});

test("the chain is read through the configured client alone", async (context) => {
  assert.throws(() => sdk.getPublicClient(), { name: "SdkNotConfiguredError" });
  await assert.rejects(sdk.executeAction(call(["0x12"])), { name: "SdkNotConfiguredError" });

  const calls = [];
  context.mock.method(globalThis, "fetch", async (_url, { body }) => {
    const { id, method } = JSON.parse(body);
    calls.push(method);
    const reply = { jsonrpc: "2.0", id, result: `0x${"1".padStart(64, "0")}` };
    return new Response(JSON.stringify(reply), { headers: { "content-type": "application/json" } });
  });
  const transport = http("http://127.0.0.1:1/rpc", { retryCount: 0 });
  sdk.configureSDK({ client: { transport } });
  assert.deepEqual(await sdk.executeAction(call(["0x12"])), { out: 1n });
  assert.deepEqual(calls, ["eth_call"]);
});

test("text given for bytes goes into calldata as viem puts it there", async () => {
  const { encodeParameters } = await importPackage("kleros-sdk/viem/encode.js");
  const text = (size) => "no hex at all, ".repeat(10).slice(0, size);
  const pair = {
    type: "tuple",
    components: [
      { name: "a", type: "bytes4" },
      { name: "b", type: "bytes" },
    ],
  };
  const cases = [
    [["bytes4"], ["text"]],
    [
      ["bytes32", "bytes32[2]"],
      [text(32), [text(32), `0x${"ab".repeat(32)}`]],
    ],
    [
      ["bytes[]", "string"],
      [["0x12", text(40), text(32), ""], "plain"],
    ],
    [
      [pair, { ...pair, type: "tuple[]" }],
      [{ a: "abcd", b: "0x" }, [{ a: "0x12345678", b: "xyz" }]],
    ],
  ];
  for (let size = 0; size < 140; size += 1) {
    cases.push([
      ["bytes", "uint256", "string"],
      [text(size), 7n, "after"],
    ]);
  }
  const outcome = (run) => {
    try {
      return run();
    } catch (error) {
      return `${error.name}: ${error.shortMessage}`;
    }
  };
  for (const [types, values] of cases) {
    const parameters = types.map((type) => (typeof type === "string" ? { type } : type));
    assert.equal(
      outcome(() => encodeParameters(parameters, values)),
      outcome(() => encodeAbiParameters(parameters, values)),
      JSON.stringify(values, (_key, value) => (typeof value === "bigint" ? `${value}` : value)),
    );
  }
});
