// The Court page: costs, appeals, extra data, two courts, and a chain's courts once somebody presses.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { importPackage } from "../package/lib/dist.mjs";
import { finish, look, screenshots, startSite, watch } from "./lib/studio.mjs";

const dikast = await (await importPackage("index.js")).load();
const { klerosCoreNeoAbi } = await importPackage("abi-data.js");

let site;
before(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await startSite({ world: true });
});
after(() => site?.close());

async function open({ width = 1280, scheme = "light", context } = {}) {
  const options = { viewport: { width, height: 900 }, colorScheme: scheme };
  const page = context ? await context.newPage() : await site.browser.newPage(options);
  page.setDefaultTimeout(8000);
  const seen = await watch(page);
  await page.goto(`${site.url}/#/court`);
  await page.getByRole("heading", { name: "With appeals" }).waitFor();
  await page.getByRole("combobox", { name: "Chain" }).waitFor();
  return { page, seen };
}

const says = (page, words) =>
  page
    .locator("dikast-court")
    .getByText(words, { exact: false })
    .locator("visible=true")
    .first()
    .waitFor();
const section = (page, name) =>
  page.locator("dikast-court section").filter({ has: page.getByRole("heading", { name }) });
const draft = (page) => page.locator("dikast-court").evaluate(({ model }) => model.draft);
const asked = ({ seen }) => seen.requests.filter((url) => url.includes("/world/rpc"));

/** A node that has these courts and kits, in the neo generation. */
function courtNode(courts, kits) {
  const item = (name) =>
    klerosCoreNeoAbi.find((one) => one.name === name && one.type === "function");
  const names = ["courts", "getTimesPerPeriod", "isSupported", "getDisputeKitsLength"];
  return (data) => {
    const { functionName, args } = dikast.abi.decodeFunctionData(names.map(item), data);
    const court = courts[Number(args[0] ?? 1) - 1];
    if (!court) return undefined;
    const encode = (values) => dikast.abi.encodeParameters(item(functionName).outputs, values);
    if (functionName === "getDisputeKitsLength") return encode([kits + 1]);
    if (functionName === "isSupported") return encode([court.kits.includes(Number(args[1]))]);
    if (functionName === "getTimesPerPeriod") return encode([court.times]);
    const { parent, hidden, fee, jump } = court;
    const values = { parent, hiddenVotes: hidden, feeForJuror: fee, jurorsForCourtJump: jump };
    const other = ({ type }) => (type === "bool" ? false : 1);
    return encode(item("courts").outputs.map((output) => values[output.name] ?? other(output)));
  };
}

test("a cost, its appeals and its payments are the package's, to the wei", async () => {
  const opened = await open();
  const { page } = opened;
  const { courts } = await draft(page);
  const input = {
    generation: "neo",
    courts: JSON.parse(courts),
    disputeKits: "1",
    courtID: "2",
    disputeKitID: "1",
    nbVotes: "3",
  };
  const projected = dikast.court.project(input, 3);
  await says(page, `(${projected.arbitrationCost} wei)`);
  const rows = await section(page, "With appeals").locator("tbody tr").count();
  assert.equal(rows, projected.rounds.length);
  await page.getByText("Who pays what, and when").click();
  assert.equal(
    await section(page, "With appeals").locator("ol li").count(),
    projected.payments.length,
  );
  await page.getByLabel("Appeals from here").fill("20");
  await says(page, "appeals can be paid here");
  await page.getByLabel("Jurors in the first round").fill("");
  await page.locator("dikast-court [role=alert]").first().waitFor();
  await page.getByLabel("Jurors in the first round").fill("5");
  await says(page, "0.025 ETH");
  assert.deepEqual(asked(opened), []);
  await finish(opened);
});

test("extra data is written and read, with the contract's fallbacks", async () => {
  const opened = await open();
  const { page } = opened;
  const hex = dikast.court.encodeExtraData({ courtId: 2, minJurors: 3, disputeKitId: 1 });
  await says(page, hex);
  await page.getByText("What does other extra data say?").click();
  const box = page.getByLabel("Extra data (0x");
  const dd = (at) => section(page, "A dispute").locator("details dd").nth(at).textContent();
  await box.fill(dikast.court.encodeExtraData({ courtId: 99, minJurors: 7 }));
  await says(page, "What the contract takes instead");
  assert.deepEqual([await dd(0), await dd(1)], ["1", "7"]);
  await box.fill("0x");
  assert.deepEqual([await dd(0), await dd(1), await dd(2)], ["1", "3", "1"]);
  await box.fill("0x123");
  await section(page, "A dispute").locator("details .notice.bad").waitFor();
  await finish(opened);
});

test("two courts, and Kleros v1", async () => {
  const opened = await open();
  const { page } = opened;
  await page.getByLabel("Compare").check();
  const table = page.getByRole("region", { name: "The two courts" });
  await table.getByText("+0.015 ETH").first().waitFor();
  await page.getByLabel("Contracts").selectOption({ label: "Kleros v1 (KlerosLiquid)" });
  await says(page, "and not played");
  assert.match((await draft(page)).courts, /"parent": "0"/);
  const cells = await page
    .getByRole("region", { name: "The courts" })
    .locator("tbody th")
    .allInnerTexts();
  assert.deepEqual(cells, ["0", "1", "2"]);
  await finish(opened);
});

test("the local world's arbitrator has a price and no courts", async () => {
  const opened = await open();
  const { page } = opened;
  await page.getByRole("button", { name: "Ask Local world" }).click();
  await says(page, "its arbitrator has no courts and says one price");
  await says(page, "0.03 ETH");
  assert.ok(asked(opened).length > 0);
  await finish(opened);
});

test("a chain's courts are read when somebody presses, and refusals are told", async () => {
  const opened = await open();
  const { page } = opened;
  const courts = [
    { parent: 0, hidden: false, fee: 10n ** 15n, jump: 511, times: [10, 20, 30, 40], kits: [1, 2] },
    { parent: 1, hidden: true, fee: 3n * 10n ** 15n, jump: 15, times: [1, 2, 3, 4], kits: [1] },
  ];
  const answer = courtNode(courts, 2);
  let broken = false;
  await page.route("**/world/rpc", async (route) => {
    const { id, params } = route.request().postDataJSON();
    const result = broken ? "0x12" : answer(params[0].data);
    const body = result === undefined ? { error: { message: "execution reverted" } } : { result };
    await route.fulfill({ json: { jsonrpc: "2.0", id, ...body } });
  });
  await page.getByRole("button", { name: "Ask Local world" }).click();
  await says(page, "KlerosCore 0x");
  const read = await draft(page);
  assert.equal(read.disputeKits, "2");
  assert.deepEqual(
    JSON.parse(read.courts).map(({ feeForJuror, supportedDisputeKits, hiddenVotes }) => [
      feeForJuror,
      supportedDisputeKits,
      hiddenVotes,
    ]),
    [
      ["1000000000000000", ["1", "2"], false],
      ["3000000000000000", ["1"], true],
    ],
  );
  await says(page, "(9000000000000000 wei)");
  broken = true;
  await page.getByRole("button", { name: "Ask Local world" }).click();
  await says(page, "did not answer as hoped");
  assert.equal((await draft(page)).courts, read.courts, "nothing is lost");
  await page.getByRole("button", { name: /^Offline: off/ }).click();
  await page.getByRole("button", { name: "Ask Local world" }).click();
  await says(page, "switched to offline");
  await finish(opened);
});

test("a draft survives a reload; its dispute goes to a calendar and to Simulate", async () => {
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const opened = await open({ context });
  const { page } = opened;
  await page.getByLabel("Jurors in the first round").fill("7");
  await page.reload();
  await says(page, "0.035 ETH");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as calendar" }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  assert.match(text, /^BEGIN:VCALENDAR/);
  assert.match(text, /20260107T090000Z/);
  await page.getByRole("button", { name: "Play it in Simulate" }).click();
  await page.locator("dikast-simulate").getByText("0 of 7").waitFor();
  await page.getByRole("button", { name: "Play to the next ruling" }).click();
  await page.locator("dikast-simulate").getByText("Appeal period").first().waitFor();
  await finish(opened);
  await context.close();
});

test("courts that cannot be are told, field by field", async () => {
  const opened = await open();
  const { page } = opened;
  await page.getByText("Edit the courts as JSON").click();
  const box = page.getByLabel("Courts, from 1 on");
  await box.fill("{");
  await says(page, "The courts cannot be read");
  await box.fill("[]");
  await page.locator("dikast-court [role=alert]").first().waitFor();
  await box.fill('[{"parent":"<b>","feeForJuror":"x"}]');
  await page.locator("dikast-court [role=alert]").first().waitFor();
  await finish(opened);
});

for (const width of [390, 1280]) {
  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing at ${width} px, ${scheme}`, async () => {
      const opened = await open({ width, scheme });
      const { page } = opened;
      const views = {
        first: async () => {},
        open: async () => {
          await page.getByLabel("Compare").check();
          for (const text of ["What does other extra data say?", "Edit the courts as JSON"]) {
            await page.getByText(text).click();
          }
          await page.getByText("Who pays what, and when").click();
          await page.getByLabel("Extra data (0x").fill("0x");
        },
        v1: () => page.getByLabel("Contracts").selectOption({ label: "Kleros v1 (KlerosLiquid)" }),
      };
      for (const [name, go] of Object.entries(views)) {
        await go();
        await page.waitForTimeout(100);
        await page.screenshot({
          path: join(screenshots, `court-${name}-${width}-${scheme}.png`),
          fullPage: true,
        });
        assert.deepEqual(await look(page), { violations: [], wide: 0 }, name);
      }
      await finish(opened);
    });
  }
}
