// The Evidence page: composed in both standards, looked at before it is public, published and resumed,
// submitted through the review and the wallet; and what Inspect says of a file that an address names.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CarReader } from "@ipld/car";
import { pagePolicy, contentSecurityPolicy } from "../../web/site/policy.mjs";
import { dist, importPackage } from "../package/lib/dist.mjs";
import { Blocks, gateway, node, pinningService } from "../package/lib/gateway.mjs";
import { assertText, finish, look, screenshots, startSite, watch } from "./lib/studio.mjs";

const { load } = await importPackage("index.js");
const dikast = await load();

let site;
before(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await startSite({ world: true });
});
after(() => site?.close());

const evidence = (page) => page.locator("dikast-evidence");

async function open({ width = 1280, scheme = "light", hash = "#/evidence" } = {}) {
  const page = await site.browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: scheme,
  });
  const seen = await watch(page);
  await page.goto(`${site.url}/${hash}`);
  await page.locator("dikast-publish, dikast-file-check").first().waitFor();
  return { page, seen };
}

async function write(page, name, description) {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Description, in Markdown").fill(description);
}

const choose = (page, name, content) =>
  page
    .locator("dikast-evidence input[type=file]")
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });

const select = (page, name) => evidence(page).getByRole("combobox", { name, exact: true });
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const calldata = async (page) => {
  await page.locator("summary", { hasText: "Without a wallet here" }).click();
  return page.getByLabel("Calldata").textContent();
};

// A picture of one pixel, made by a real encoder, with a comment added.
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const TEXT = Buffer.from([
  ...[0, 0, 0, 12],
  ...Buffer.from("tEXtAuthor\0Jane!"),
  ...[0x6e, 0x3c, 0x2f, 0x11],
]);
const withAuthor = Buffer.concat([PNG.subarray(0, 33), TEXT, PNG.subarray(33)]);

describe("composing", () => {
  test("Kleros v2: the document goes into the transaction, and outlives a reload", async () => {
    const opened = await open();
    const { page, seen } = opened;
    await write(page, "Logo", "Never **delivered**.");
    await page.locator("dikast-markdown strong", { hasText: "delivered" }).waitFor();
    const built = dikast.evidence.build(
      { name: "Logo", description: "Never **delivered**." },
      { standard: "kleros-v2" },
    );
    assert.equal(await page.locator("#document-cid").textContent(), built.uri);
    await assertText(evidence(page), "Nothing has to be published");
    await page.locator("input[name=number]").fill("7");
    const data = dikast.evidence.submitCalldata({
      standard: "kleros-v2",
      kind: "evidence-module",
      id: 7n,
      evidence: built.json,
    });
    assert.equal(await calldata(page), data);
    await page.reload();
    await page.locator("#document-cid").waitFor();
    assert.equal(await page.locator("#document-cid").textContent(), built.uri);
    assert.equal(await calldata(page), data);
    await page.getByLabel("Its address: the document is published too").check();
    assert.notEqual(await page.getByLabel("Calldata").textContent(), data);
    await press(page, "Start anew");
    assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "");
    await press(page, "Undo");
    assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "Logo");
    assert.deepEqual(
      seen.requests.filter((url) => /\/world\/(rpc|ipfs)/.test(url)),
      [],
      "nobody was asked",
    );
    await finish(opened);
  });

  test("ERC-1497: proxies and escrows of Kleros v1, and what is missing is named", async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByLabel("Kleros v1 and older arbitrables (ERC-1497)").check();
    await write(page, "Terms", "Signed.");
    await select(page, "Chain").selectOption("1");
    await select(page, "Contract").selectOption({ label: "ArbitrableProxy" });
    await page.locator("summary", { hasText: "Without a wallet here" }).click();
    await assertText(evidence(page), "The number of the dispute is missing");
    await page.getByLabel("Local dispute id of the proxy").fill("12");
    const { uri } = dikast.evidence.build(
      { name: "Terms", description: "Signed." },
      { standard: "erc-1497" },
    );
    const submit = (kind, id) =>
      dikast.evidence.submitCalldata({ standard: "erc-1497", kind, id, evidence: uri });
    const shown = () => page.getByLabel("Calldata").textContent();
    assert.equal(await shown(), submit("arbitrable-proxy", 12n));
    await assertText(evidence(page), "0x99489D7bb33539F3D1A401741E56e8f02B9AE0Cf");
    await select(page, "Contract").selectOption("");
    await assertText(evidence(page), "The address of the contract is missing");
    await page
      .getByLabel("Address of the contract")
      .fill("0x5AFa42b30955f137e10f89dfb5EF1542a186F90e");
    await select(page, "It is").selectOption("reality-proxy");
    const question = `0x${"ab".repeat(32)}`;
    await page.getByLabel("Question id").fill(question);
    assert.equal(await shown(), submit("reality-proxy", BigInt(question)));
    await select(page, "It is").selectOption("escrow");
    await page.getByLabel("Transaction id of the escrow").fill("3");
    assert.equal(await shown(), submit("escrow", 3n));
    await page
      .getByLabel("Address of the contract")
      .fill("0x5AFa42b30955f137e10f89dfb5EF1542a186F90E");
    await assertText(evidence(page), "checksum");
    await finish(opened);
  });

  test("a picture: its metadata out, its address before anybody has it, kept over a reload", async () => {
    const opened = await open();
    const { page } = opened;
    await write(page, "Photo", "d");
    await choose(page, "photo.png", withAuthor);
    const cid = page.locator("#file-cid");
    await cid.waitFor();
    assert.equal(await cid.textContent(), `/ipfs/${dikast.ipfs.cid(new Uint8Array(PNG))}`);
    await assertText(evidence(page), "nothing that runs");
    await assertText(evidence(page), "tEXt");
    await page.locator("dikast-document img").waitFor();
    await page.reload();
    await cid.waitFor();
    await page.getByLabel(/Take out what the picture says/).uncheck();
    assert.equal(await cid.textContent(), `/ipfs/${dikast.ipfs.cid(new Uint8Array(withAuthor))}`);
    await assertText(evidence(page), "will be public for ever");
    await choose(page, "terms.pdf", "<!doctype html><p>Hello</p>");
    await assertText(evidence(page), "a browser could run it");
    await assertText(evidence(page), "\u201c.pdf\u201d, but by its content");
    await press(page, "Remove it");
    await page.reload();
    await page.locator("#document-cid").waitFor();
    assert.equal(await cid.count(), 0);
    await finish(opened);
  });
});

/** Two files for one: what is published when the document is published too. */
async function prepare(page, content) {
  await write(page, "Recording", "See the file.");
  await page.getByLabel("Its address: the document is published too").check();
  await choose(page, "recording.bin", content);
  await page.locator("#file-cid").waitFor();
  const file = await page.locator("#file-cid").textContent();
  return { file, document: await page.locator("#document-cid").textContent() };
}

const large = Uint8Array.from({ length: 3_500_000 }, (_, i) => (i * 2_654_435_761) >>> 24);

describe("publishing", () => {
  test("to a node, cut in the middle, resumed after a reload, and found again", async () => {
    const blocks = new Blocks();
    let left = 2;
    const rpc = await node(blocks, (_request, response) => {
      left -= 1;
      if (left >= 0) return false;
      response.destroy();
      return true;
    });
    const web = await gateway(blocks);
    const opened = await open();
    const { page, seen } = opened;
    try {
      const { file, document } = await prepare(page, large);
      assert.equal(rpc.requests.length, 0, "nothing was sent");
      await page.getByLabel("Address of the node").fill(rpc.url);
      await page.getByLabel("Gateways to look for it with").fill(web.url);
      await press(page, "Publish");
      await page.locator("dikast-publish .trouble").waitFor();
      await assertText(evidence(page), "2 blocks");
      assert.deepEqual(await look(page), { violations: [], wide: 0 });
      await page.reload();
      await page.getByRole("button", { name: "Go on publishing" }).waitFor();
      left = 1000;
      const before = rpc.requests.length;
      await press(page, "Go on publishing");
      await page.locator("dikast-publish .badge.good").nth(1).waitFor();
      // Two leaves and the root that were missing, the document's block, and two pins.
      assert.equal(rpc.requests.length - before, 6);
      await press(page, "Check that it can be had");
      await page.locator("dikast-publish", { hasText: "can be had from" }).waitFor();
      await page.locator("dikast-publish .badge.good").nth(3).waitFor();
      const found = await dikast.ipfs.fetch(file, { gateways: [web.url] });
      assert.deepEqual(found.bytes, large);
      const json = await dikast.ipfs.fetch(document, { gateways: [web.url] });
      assert.equal(JSON.parse(new TextDecoder().decode(json.bytes)).fileURI, file);
      await page.getByLabel("Gateways to look for it with").fill(`${rpc.url}`);
      await press(page, "Check that it can be had");
      await page.locator("dikast-publish .badge.error").nth(1).waitFor();
      await assertText(evidence(page), "no gateway gives it yet");
      assert.deepEqual(await look(page), { violations: [], wide: 0 });
      seen.errors.length = 0; // The cut connection and the refusals are told by the browser, too.
      await finish(opened);
    } finally {
      await rpc.stop();
      await web.stop();
    }
  });

  test("to a pinning service, with the wrong token first", async () => {
    const service = await pinningService({ token: "right" });
    const opened = await open();
    const { page, seen } = opened;
    try {
      await prepare(page, "short");
      await page.getByLabel("A pinning service: it fetches").check();
      await page.getByLabel("Endpoint of the service").fill(service.url);
      await page.getByLabel("Token, kept in this tab only").fill("wrong");
      await press(page, "Publish");
      await assertText(page.locator("dikast-publish .trouble"), "the token is not known");
      await page.getByLabel("Token, kept in this tab only").fill("right");
      await press(page, "Publish");
      await page.locator("dikast-publish .badge.good").nth(1).waitFor({ timeout: 20_000 });
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
      assert.ok(!kept.includes("right"), "the token is in no draft");
      seen.errors.length = 0;
      await finish(opened);
    } finally {
      await service.stop();
    }
  });

  test("carried away as one CAR file; offline nothing leaves", async () => {
    const opened = await open();
    const { page, seen } = opened;
    const { file, document } = await prepare(page, "short");
    const waiting = page.waitForEvent("download");
    await press(page, "Carry it away (CAR file)");
    const download = await waiting;
    const reader = await CarReader.fromBytes(readFileSync(await download.path()));
    const cids = [];
    for await (const cid of reader.cids()) cids.push(`/ipfs/${cid}`);
    assert.ok(cids.includes(file) && cids.includes(document));
    assert.equal(download.suggestedFilename(), `${(await reader.getRoots())[0]}.car`);
    await page.getByRole("button", { name: /^Offline/ }).click();
    const before = seen.requests.filter((url) => url.startsWith("http")).length;
    await press(page, "Publish");
    await assertText(page.locator("dikast-publish .trouble"), "offline");
    assert.equal(seen.requests.filter((url) => url.startsWith("http")).length, before);
    await finish(opened);
  });
});

test("submitted through the review and the wallet, and proved from the chain", async () => {
  const opened = await open();
  const { page } = opened;
  await write(page, "Logo", "Never delivered.");
  await page.locator("input[name=number]").fill("0");
  await press(page, "Find my wallets");
  await press(page, "Demo wallet (local chain only)");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Behave as").selectOption("normal");
  await dialog.getByRole("button", { name: "Connect" }).click();
  await page.locator("dikast-sign code", { hasText: "0x" }).first().waitFor();
  await press(page, "Review");
  const review = page.locator("dikast-sign dl");
  await assertText(review, "EvidenceModule");
  await assertText(review, "submitEvidence(uint256,string)");
  await assertText(review, "Never delivered.");
  await assertText(review, "It would go through now");
  await page.getByRole("button", { name: /^Sign in/ }).click();
  await dialog.getByRole("button", { name: "Sign", exact: true }).click();
  const receipt = page.locator("dikast-receipt");
  await assertText(receipt, "Proved");
  assert.equal(await page.locator("#evidence-group").textContent(), "0");
  await page.locator("dikast-receipt dikast-evidence-view h4", { hasText: "Logo" }).waitFor();
  await page.screenshot({ path: join(screenshots, "evidence-receipt.png"), fullPage: true });
  await finish(opened);
});

describe("Inspect holds a file against an address", () => {
  const drop = (page, name, content) =>
    page
      .locator("dikast-file-check input[type=file]")
      .setInputFiles({ name, mimeType: "", buffer: Buffer.from(content) });
  const check = (page) => page.locator("dikast-file-check");
  const policy = "# Policy\n\nRule for the party that kept to the [terms](https://a.example/).\n";

  test("which way of cutting matched, and another file is told", async () => {
    const opened = await open({ hash: "#/inspect" });
    const { page } = opened;
    await drop(page, "policy.md", policy);
    await assertText(check(page), dikast.ipfs.cid(policy));
    const address = check(page).getByLabel("IPFS address");
    for (const profile of ["v0-2015", "v1-2025", "v1-raw-256k", "v1-dagpb-256k"]) {
      await address.fill(`ipfs://${dikast.ipfs.cid(policy, { profile })}`);
      await assertText(check(page), "The very file");
      await assertText(check(page).getByRole("status").first(), profile);
    }
    await page.locator("dikast-file-check dikast-markdown h4", { hasText: "Policy" }).waitFor();
    await drop(page, "policy.md", `${policy} `);
    await assertText(check(page), "Another file");
    await address.fill("/ipfs/QmNothing");
    await check(page).locator(".warn-line").waitFor();
    await address.fill("ipns://a.example");
    await check(page).locator(".warn-line").waitFor();
    await finish(opened);
  });

  test("a file in a directory, out of a CAR; a PDF; an address that was pasted above", async () => {
    const opened = await open({ hash: "#/inspect" });
    const { page } = opened;
    const files = [
      { path: "a/policy.pdf", content: "%PDF-1.7 rules" },
      { path: "b.txt", content: "b" },
    ];
    const root = dikast.ipfs.cid(files);
    await page.locator("dikast-inspect textarea").first().fill(`/ipfs/${root}/a/policy.pdf`);
    await drop(page, "all.car", dikast.ipfs.car(files));
    await assertText(check(page), "Out of a CAR file");
    await page.getByRole("link", { name: "Open the PDF in a new tab" }).waitFor();
    await assertText(check(page), "a PDF");
    await finish(opened);
  });

  test("evidence in JSON, and in a log", async () => {
    const opened = await open({ hash: "#/inspect" });
    const { page } = opened;
    const box = page.locator("dikast-inspect textarea").first();
    await box.fill('{"title":"Old","description":"**d**","sender":"0x11"}');
    await assertText(page.locator("dikast-finding"), "nothing proves");
    await page.locator("dikast-finding dikast-markdown strong").waitFor();
    const logs = [
      {
        topics: [
          "0x39935cf45244bc296a03d6aef1cf17779033ee27090ce9c68d432367ce106996",
          `0x${"0".repeat(63)}7`,
          `0x${"0".repeat(24)}${"ab".repeat(20)}`,
        ],
        data: dikast.abi.encodeParameters("string", ['{"name":"Log","description":"in it"}']),
      },
    ];
    await box.fill(JSON.stringify(logs));
    await page.locator("dikast-finding dikast-evidence-view h4", { hasText: "Log" }).waitFor();
    await finish(opened);
  });
});

test("one policy: what stands in index.html is what the server sends", () => {
  const html = readFileSync(join(dist, "site/index.html"), "utf8").replaceAll(/\s+/g, " ");
  const [, meta] = /Content-Security-Policy" content="([^"]+)"/.exec(html);
  assert.equal(meta.replaceAll("&#39;", "'"), pagePolicy);
  assert.equal(contentSecurityPolicy, `${pagePolicy}; frame-ancestors 'none'`);
});

for (const width of [390, 1280]) {
  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing at ${width} px, ${scheme}`, async () => {
      const opened = await open({ width, scheme });
      const { page } = opened;
      const shoot = async (name) => {
        await page.waitForTimeout(150);
        const path = join(screenshots, `evidence-${name}-${width}-${scheme}.png`);
        await page.screenshot({ path, fullPage: true });
        assert.deepEqual(await look(page), { violations: [], wide: 0 }, name);
      };
      await shoot("empty");
      await write(
        page,
        "The logo was never delivered",
        "# What happened\n\nThe *seller* promised a [logo](https://a.example/logo) by May.\n\n" +
          "| date | event |\n|---|---|\n| 1 May | promised |\n\n![proof](https://a.example/p.png)",
      );
      await choose(page, "photo.png", withAuthor);
      await page.locator("dikast-document img").waitFor();
      await shoot("picture");
      await page.getByLabel("Kleros v1 and older arbitrables (ERC-1497)").check();
      await page.getByLabel("A pinning service: it fetches").check();
      await choose(page, "terms.pdf", "<!doctype html><h1>Terms</h1><script>alert(1)</script>");
      await page.locator("dikast-document iframe").waitFor();
      await page.locator("summary", { hasText: "Without a wallet here" }).click();
      await shoot("page");
      await page.getByRole("button", { name: "logo" }).click();
      await page.getByRole("dialog").waitFor();
      await shoot("notice");
      await page.keyboard.press("Escape");
      await page.goto(`${site.url}/#/inspect`);
      const policy = "# Policy\n\nRule.\n";
      const check = page.locator("dikast-file-check");
      await check.locator("input[type=file]").setInputFiles({
        name: "policy.md",
        mimeType: "",
        buffer: Buffer.from(policy),
      });
      await check.getByLabel("IPFS address").fill(dikast.ipfs.cid(policy));
      await assertText(check, "The very file");
      await shoot("inspect");
      await finish(opened);
    });
  }
}
