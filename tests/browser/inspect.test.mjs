// The Inspect page: what pasted bytes, logs, addresses and numbers say by themselves, and what the local
// world adds once somebody presses.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { importPackage } from "../package/lib/dist.mjs";
import { finish, look, screenshots, startSite, watch } from "./lib/studio.mjs";

const { load } = await importPackage("index.js");
const dikast = await load();

let site;

before(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await startSite({ world: true });
});

after(() => site?.close());

async function open({ width = 1280, scheme = "light" } = {}) {
  const page = await site.browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: scheme,
  });
  const seen = await watch(page);
  await page.goto(`${site.url}/#/inspect`);
  await box(page).waitFor();
  return { page, seen };
}

const box = (page) => page.locator("dikast-inspect textarea").first();
const findings = (page) => page.locator("dikast-finding");
const says = (page, words) =>
  findings(page)
    .getByText(words, { exact: false })
    .locator("visible=true")
    .first()
    .waitFor({ timeout: 10_000 });
const told = (page, words) =>
  page.locator("dikast-inspect").getByText(words, { exact: false }).first().waitFor();

const rpc = async (method, params) => {
  const reply = await fetch(site.world.rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  return (await reply.json()).result;
};

const request = "0x8bd32f430ff060e6bd204709b3790c9807987263d3230c580dc80b5f89e27186";
const requests = () =>
  rpc("eth_getLogs", [{ fromBlock: "0x0", toBlock: "latest", topics: [request] }]);

const core = "0x991d2df165670b9cac3B022f4B68D65b664222ea";
const registration = dikast.template.registrationCalldata({
  tag: "escrow",
  template: '{"title":"{{x}}"}',
  mappings: "[]",
});

test("calldata: named arguments, known addresses, the raw form, and the studio", async () => {
  const opened = await open();
  const { page, seen } = opened;
  await box(page).fill(registration);
  await says(page, "A call of setDisputeTemplate");
  await says(page, "_templateTag");
  await says(page, "the ABI of DisputeTemplateRegistry");
  await page.getByText("Raw form", { exact: true }).click();
  assert.equal(await findings(page).locator("pre").last().textContent(), registration);
  await page.getByRole("button", { name: "Open it in the Template studio" }).click();
  await page.locator("dikast-studio").waitFor();
  const template = await page
    .locator("dikast-studio")
    .evaluate((studio) => studio.model.draft.template);
  assert.equal(template, '{"title":"{{x}}"}');
  assert.deepEqual(
    seen.requests.filter((url) => url.includes("/world/rpc")),
    [],
  );
  await finish(opened);
});

test("calls inside calls are read too, with the extra data in them", async () => {
  const extraData = dikast.abi.encodeParameters("uint256, uint256, uint256", [31, 5, 1]);
  const inner = dikast.template.createDisputeCalldata({
    extraData,
    numberOfRulingOptions: 2,
    template: "{}",
    mappings: "",
  });
  const outer = dikast.abi.encodeFunctionData(
    "execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)",
    [core, 7n, inner, 0, 0, 0, 0, core, core, "0x"],
  );
  const opened = await open();
  const { page } = opened;
  await box(page).fill(outer);
  await says(page, "A call of execTransaction");
  await says(page, "KlerosCore on Arbitrum One");
  await says(page, "A call of createDisputeForTemplate");
  await says(page, "read as extra data of a court");
  await says(page, "jurors at least");
  const multicall = dikast.abi.encodeFunctionData("multicall(bytes[] data)", [
    [registration, "0x12345678"],
  ]);
  await box(page).fill(multicall);
  await says(page, "A call of multicall");
  await says(page, "A call of setDisputeTemplate");
  await finish(opened);
});

test("what is not known is told, and a signature or an ABI helps", async () => {
  const opened = await open();
  const { page } = opened;
  const data = dikast.abi.encodeFunctionData("frobnicate(uint256 amount)", [77n]);
  await box(page).fill(data);
  await says(page, `No known function is named ${data.slice(0, 10)}`);
  await page.locator("summary", { hasText: "Read with another ABI" }).click();
  const abi = page.getByRole("textbox", { name: /Signatures one a line/ });
  await abi.fill("function frobnicate(uint256 amount");
  await told(page, "expected at character");
  await abi.fill("function frobnicate(uint256 amount)");
  await says(page, "A call of frobnicate");
  await says(page, "77");
  await says(page, "what you pasted");
  await abi.fill(
    JSON.stringify({
      abi: [{ type: "function", name: "frobnicate", inputs: [{ type: "uint256", name: "size" }] }],
    }),
  );
  await says(page, "size");
  await page.reload();
  assert.equal(await box(page).inputValue(), data);
  await says(page, "size");
  await finish(opened);
});

test("any text gets an answer", async () => {
  const opened = await open();
  const { page } = opened;
  const finding = [
    ["0x", "No bytes"],
    ["0x1234", "Fewer bytes than"],
    ["0x12345678", "No known function"],
    [registration.slice(0, 10), "The function setDisputeTemplate"],
    [`${registration.slice(0, 10)}00`, "No known function"],
    [dikast.abi.encodeParameters("uint256, uint256", [1, 3]), "Extra data: court and jurors"],
    [dikast.abi.encodeParameters("uint256[3]", [[0, 0, 0]]), "0 stands for the classic kit"],
    [core, "A known contract"],
    [core.toLowerCase(), "KlerosCore on Arbitrum One"],
    ["0x00000000000000000000000000000000000000aa", "in no table of known contracts"],
    [`https://arbiscan.io/address/${core}`, "A known contract"],
    [request, "The first topic of the event DisputeRequest"],
    [`0x08c379a0${dikast.abi.encodeParameters("string", ["too late"]).slice(2)}`, "too late"],
    ["QmTaZuQjJT9NZCYsqyRmEwLb1Vt3gme1a6BS4NQLiWXtH2", "An IPFS address"],
    ["ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy/a.txt", "raw bytes"],
    ['{"title":"{{x}}","answers":{{{y}}}}', "A dispute template"],
    ['[{"type":"json","value":{},"seek":[],"populate":[]}]', "Data mappings"],
    [
      JSON.stringify({ transactions: [{ to: core, value: "5", data: registration }] }),
      "Call 1: A call of",
    ],
    [JSON.stringify({ to: core, input: registration }), "Call 1: A call of setDisputeTemplate"],
  ];
  for (const [given, words] of finding) {
    await box(page).fill(given);
    await says(page, words);
  }
  const problems = [
    ["0x123", "odd number of hex digits"],
    ["0x991d2df165670b9cac3B022f4B68D65b664222eA", "checksum"],
    ["ipfs://Qmnothing", "CID"],
    ["what is this", "Nothing here reads this"],
    ['{"a":1}', "no receipt, log, transaction"],
    ['{"logs":[]}', "no logs"],
    ["[]", "no receipt"],
    ["{", "Nothing here reads this"],
  ];
  for (const [given, words] of problems) {
    await box(page).fill(given);
    await told(page, words);
  }
  await box(page).fill("<img src=x onerror=alert(1)>\u202e");
  await told(page, "Nothing here reads this");
  await finish(opened);
});

test("logs and receipts, of every generation", async () => {
  const opened = await open();
  const { page } = opened;
  const [first] = await requests();
  const receipt = await rpc("eth_getTransactionReceipt", [first.transactionHash]);
  await box(page).fill(JSON.stringify(receipt, null, 2));
  await says(page, "DisputeTemplate");
  await says(page, "DisputeRequest");
  await says(page, "its keccak-256: the log has no more");
  await says(page, "resolver of the local world");
  await page.getByRole("button", { name: "Open it in the Template studio" }).waitFor();
  const word = (value) => `0x${BigInt(value).toString(16).padStart(64, "0")}`;
  const topics = [word(core), word(9)];
  const logs = [
    {
      topics: ["0xa8a9266995639bff048ad93524a5a561269d3f742d2ee429089990d4d1bb09d4", ...topics],
      data: dikast.abi.encodeParameters("uint256, uint256", [4, 5]),
    },
    { topics: [word(1)], data: "0x12" },
  ];
  await box(page).fill(JSON.stringify({ jsonrpc: "2.0", id: 1, result: logs }));
  await says(page, "externalDisputeID");
  await says(page, "Event 2: not known here");
  await finish(opened);
});

test("a transaction, a template and a dispute of the local world, when pressed", async () => {
  const opened = await open();
  const { page, seen } = opened;
  const logs = await requests();
  await box(page).fill(logs[0].transactionHash);
  assert.equal(seen.requests.filter((url) => url.includes("/world/rpc")).length, 0);
  await page.getByRole("button", { name: "Ask Local world" }).click();
  await says(page, "The transaction went through");
  await says(page, "A call of createDisputeForTemplate");
  await says(page, "DisputeRequest");
  await page
    .locator(".row")
    .filter({ hasText: /Dispute \d+, whole/ })
    .getByRole("button", { name: "Ask Local world" })
    .click();
  await says(page, "Ms. Jamie Zachreson");
  await says(page, "the log of");
  const ask = (name) =>
    page
      .locator(".row")
      .filter({ has: page.getByText(name, { exact: true }) })
      .getByRole("button", { name: "Ask Local world" })
      .click();
  const { templateId } = site.world.disputes.find(({ name }) => name === "escrow-v2");
  await box(page).fill(templateId);
  await ask(`Template ${templateId}`);
  await says(page, `Dispute template ${templateId} on Local world`);
  await page.getByRole("button", { name: "Open it in the Template studio" }).waitFor();
  const { context } = site.world.disputes.find(({ name }) => name === "escrow-v2");
  await box(page).fill(context.arbitratorDisputeID);
  await ask(`Dispute ${context.arbitratorDisputeID}`);
  await says(page, "Redesign of the landing page");
  await box(page).fill("999");
  await ask("Template 999");
  await told(page, "has registered no template 999");
  await ask("Dispute 999");
  await told(page, "has created no dispute 999");
  await box(page).fill(`0x${"ab".repeat(32)}`);
  await page.getByRole("button", { name: "Ask Local world" }).click();
  await told(page, "It may be on another chain");
  await finish(opened);
});

test("a file of IPFS is shown once it hashes to its address", async () => {
  const opened = await open();
  const { page } = opened;
  await box(page).fill(site.world.documents.policies.lease);
  await says(page, "An IPFS address");
  await page.getByRole("button", { name: "Ask Local world" }).click();
  await says(page, "which hash to its address");
  await says(page, "checked here with");
  await finish(opened);
});

test("clear can be undone, and a dropped file is read", async () => {
  const opened = await open();
  const { page } = opened;
  await box(page).fill(registration);
  await page.getByRole("button", { name: "Clear" }).click();
  assert.equal(await box(page).inputValue(), "");
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal(await box(page).inputValue(), registration);
  await says(page, "A call of setDisputeTemplate");
  await page.getByLabel("Open a file").setInputFiles({
    name: "address.txt",
    mimeType: "text/plain",
    buffer: Buffer.from(core),
  });
  await says(page, "A known contract");
  await page.getByLabel("Open a file").setInputFiles({
    name: "photo.png",
    mimeType: "image/png",
    buffer: Buffer.from([0x89, 0xff]),
  });
  await told(page, "photo.png is no text");
  await finish(opened);
});

for (const width of [390, 1280]) {
  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing at ${width} px, ${scheme}`, async () => {
      const opened = await open({ width, scheme });
      const { page } = opened;
      const states = {
        empty: "",
        call: registration,
        number: "1",
        unknown: "0x12345678",
        none: "?",
      };
      for (const [name, given] of Object.entries(states)) {
        await box(page).fill(given);
        await page.waitForTimeout(100);
        await page.screenshot({
          path: join(screenshots, `inspect-${name}-${width}-${scheme}.png`),
          fullPage: true,
        });
        assert.deepEqual(await look(page), { violations: [], wide: 0 }, name);
      }
      await finish(opened);
    });
  }
}
