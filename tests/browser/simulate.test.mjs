// The Simulate page: disputes played call by call, with the clock moved, taken back, kept, shared, and
// exported as vectors that the package alone plays again.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { importPackage, root } from "../package/lib/dist.mjs";
import { scenarios } from "../../scripts/record-scenarios.mjs";
import { finish, look, screenshots, startSite, watch } from "./lib/studio.mjs";

const dikast = await (await importPackage("index.js")).load();

let site;
before(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await startSite();
});
after(() => site?.close());

async function open({ width = 1280, scheme = "light", hash = "#/simulate", context } = {}) {
  const options = { viewport: { width, height: 900 }, colorScheme: scheme };
  const page = context ? await context.newPage() : await site.browser.newPage(options);
  page.setDefaultTimeout(8000);
  const seen = await watch(page);
  await page.goto(`${site.url}/${hash}`);
  await page.locator("dikast-play-log").waitFor();
  seen.requests.length = 0;
  return { page, seen };
}

/** Ends a page; what was done on it asked nobody. */
async function end(opened) {
  const asked = opened.seen.requests.filter(
    (url) => /^(https?|wss?):/.test(url) && !url.endsWith("/icon.svg"),
  );
  assert.deepEqual(asked, [], "no request left the page");
  await finish(opened);
}

const button = (page, name, exact = false) => page.getByRole("button", { name, exact }).first();
const says = (page, words) =>
  page.locator("dikast-simulate").getByText(words, { exact: false }).first().waitFor();
const choose = (page, title) => page.getByLabel("What to play").selectOption({ label: title });
const steps = (page) =>
  page
    .locator("dikast-simulate")
    .evaluate(({ model: { steps: all } }) =>
      all.map(({ call, outcome }) => [`${call.to}.${call.function}`, outcome.ok]),
    );

/** The text of a file that pressing the button hands over. */
async function saved(page, name) {
  const download = page.waitForEvent("download");
  await button(page, name).click();
  return readFileSync(await (await download).path(), "utf8");
}

test("the worked examples are what the machines accept today", () => {
  const folder = join(root, "web/site/src/simulate/examples");
  const made = scenarios(dikast);
  assert.deepEqual(readdirSync(folder).sort(), Object.keys(made).sort());
  for (const [name, text] of Object.entries(made)) {
    assert.equal(readFileSync(join(folder, name), "utf8"), text, name);
  }
});

test("a dispute's whole life, through the shortcuts", async () => {
  const opened = await open();
  const { page } = opened;
  await says(page, "Dispute 0");
  await button(page, "Play to the next ruling").click();
  await says(page, "Appeal period");
  await button(page, "Fund both sides of an appeal").click();
  await says(page, "2, in court 2");
  await button(page, "Play to the next ruling").click();
  await button(page, "Close the appeal period and execute").click();
  await page.locator("dikast-simulate .here, dikast-machine-diagram .here").first().waitFor();
  const all = await steps(page);
  assert.ok(
    all.every(([, ok]) => ok),
    JSON.stringify(all.filter(([, ok]) => !ok)),
  );
  const last = all.at(-1)[0];
  assert.equal(last, "core.executeRuling");
  assert.equal(all.filter(([name]) => name === "kit.fundAppeal").length, 2);
  await end(opened);
});

test("by hand: what is possible, why not, the clock, and undo", async () => {
  const opened = await open();
  const { page } = opened;
  await button(page, "owner (").click();
  await button(page, "Show what is not possible now").click();
  await says(page, "EvidenceNotPassedAndNotAppeal");
  await button(page, "Try anyway: Pass to the next period").click();
  await says(page, "refused");
  assert.deepEqual((await steps(page)).at(-1), ["core.passPeriod", false]);
  await button(page, "Undo the last call").click();
  assert.deepEqual(await steps(page), [["resolver.createDisputeForTemplate", true]]);
  await button(page, "Go there: The evidence period can be closed").click();
  await says(page, "2026-01-07 09:00:00 UTC");
  await page.getByRole("textbox", { name: "Set the clock" }).fill("2026-01-01T00:00:00Z");
  await page.keyboard.press("Enter");
  await says(page, "The clock cannot go back");
  await page.getByRole("textbox", { name: "Set the clock" }).fill("noon");
  await page.keyboard.press("Enter");
  await says(page, "Give Unix seconds");
  await end(opened);
});

test("hidden votes are committed, then shown with the same salt", async () => {
  const opened = await open();
  const { page } = opened;
  await choose(page, "Hidden votes (the next contracts)");
  await button(page, "Play to the next ruling").click();
  const all = await steps(page);
  assert.equal(all.filter(([name, ok]) => ok && name === "kit.castCommit").length, 3);
  assert.equal(all.filter(([name, ok]) => ok && name === "kit.castVote").length, 3);
  await says(page, "1: 2, 2: 1");
  await end(opened);
});

test("an escrow and its arbitrator act on each other", async () => {
  const opened = await open();
  const { page } = opened;
  await choose(page, "A payment of 2 ETH (the deployed escrow)");
  await button(page, "Do it: Pay the fee as the sender").click();
  await button(page, "receiver (").click();
  await button(page, "Do it: Pay the fee as the receiver").click();
  await says(page, "DisputeCreated");
  await button(page, "the arbitrator's owner (").click();
  await button(page, "Do it: Give a ruling 0, 1").click();
  await says(page, "Resolved");
  const sums = await page
    .locator("dikast-simulate")
    .evaluate((element) =>
      element.model.balances().map(({ name, paid, received }) => [name, `${received - paid}`]),
    );
  const total = sums.reduce((sum, [, change]) => sum + BigInt(change), 0n);
  assert.equal(total, 0n, "money is neither made nor lost");
  assert.deepEqual(
    sums.find(([name]) => name === "receiver"),
    ["receiver", "-50000000000000000"],
  );
  await end(opened);
});

test("ArbitrableProxy: both sides fund an appeal, and the winner withdraws", async () => {
  const opened = await open();
  const { page } = opened;
  await choose(page, "A dispute of ArbitrableProxy");
  await button(page, "the arbitrator's owner (").click();
  await button(page, "Do it: Give a ruling that can be appealed 0, 1").click();
  await button(page, "sender (").click();
  await button(page, "Do it: Fund an appeal 0, 1").click();
  await button(page, "receiver (").click();
  await button(page, "Do it: Fund an appeal 0, 2").click();
  await button(page, "the arbitrator's owner (").click();
  await button(page, "Do it: Give a ruling 0, 2").click();
  await button(page, "receiver (").click();
  await button(page, "Do it: Withdraw what the appeals brought").click();
  const all = await steps(page);
  assert.ok(
    all.every(([, ok]) => ok),
    JSON.stringify(all),
  );
  await end(opened);
});

test("Reality.eth: an answer is doubled, becomes final, and is claimed to the wei", async () => {
  const opened = await open({ width: 390 });
  const { page } = opened;
  await choose(page, "A question with an answer (Reality.eth 3.0)");
  await says(page, "Best answer");
  assert.deepEqual(await look(page), { violations: [], wide: 0 });
  await button(page, "bob (").click();
  await button(page, "Do it: Answer").click();
  await button(page, "Go there: Finalization").click();
  await button(page, "Do it: Claim what the answers won").click();
  await button(page, "Do it: Withdraw what is yours").click();
  await says(page, "Withdraw what is yours");
  const all = await steps(page);
  assert.deepEqual(
    all.slice(-3).map(([name]) => name),
    ["reality.submitAnswer", "reality.claimWinnings", "reality.withdraw"],
  );
  assert.ok(
    all.every(([, ok]) => ok),
    JSON.stringify(all),
  );
  const won = await page.locator("dikast-simulate").evaluate((element) =>
    element.model
      .balances()
      .filter(({ name }) => name === "bob")
      .map(({ paid, received }) => `${received - paid}`),
  );
  // Both said the same, so the first to say it takes over as much as her bond: of his own 0.02 Bob
  // gets 0.01 back, and the bounty of 0.1 is his.
  assert.deepEqual(won, ["90000000000000000"]);
  await end(opened);
});

test("exported vectors are played again by the package alone", async () => {
  const opened = await open();
  const { page } = opened;
  await button(page, "Play to the next ruling").click();
  await button(page, "Fund both sides of an appeal").click();
  await says(page, "2, in court 2");
  const vectors = [await saved(page, "Export as test vector")];
  await choose(page, "A payment of 2 ETH (the deployed escrow)");
  await button(page, "Do it: Pay the fee as the sender").click();
  await button(page, "receiver (").click();
  await button(page, "Do it: Pay the fee as the receiver").click();
  await says(page, "DisputeCreated");
  vectors.push(await saved(page, "Export as test vector (escrow)"));
  vectors.push(await saved(page, "Export as test vector (arbitrator)"));
  let played = 0;
  for (const text of vectors) {
    const { machine: name, config, calls, outcomes } = JSON.parse(text);
    const machine = dikast[name].open(dikast[name].initial(config));
    for (const [at, { ok, revert, ...call }] of calls.entries()) {
      const outcome = machine.apply(call);
      assert.deepEqual(outcome, outcomes[at], `${name} call ${at}`);
      assert.equal(outcome.ok, ok);
      if (revert !== undefined) assert.equal(outcome.revert, revert);
      played += 1;
    }
    machine.dispose();
  }
  assert.ok(played >= 15, `${played} calls`);
  await end(opened);
});

test("a scenario survives a reload, a file and a link", async () => {
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const opened = await open({ context });
  const { page } = opened;
  await button(page, "Play to the next ruling").click();
  const before = await steps(page);
  await page.reload();
  await page.locator("dikast-play-log").waitFor();
  assert.deepEqual(await steps(page), before);
  const file = await saved(page, "Save");
  await button(page, "Copy a link").click();
  await page.getByText("The link is copied").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await choose(page, "A dispute of ArbitrableProxy");
  assert.equal((await steps(page)).length, 1);
  await button(page, "Bring back the one before").click();
  assert.deepEqual(await steps(page), before);
  await choose(page, "A dispute of ArbitrableProxy");
  await page.locator("dikast-simulate input[type=file]").setInputFiles({
    name: "mine.json",
    mimeType: "application/json",
    buffer: Buffer.from(file),
  });
  await page.waitForFunction(
    (count) =>
      document.querySelector("dikast-app").shadowRoot.querySelector("dikast-simulate").model.steps
        .length === count,
    before.length,
  );
  await finish(opened);
  const other = await open({ hash: link.slice(link.indexOf("#")) });
  await other.page.waitForFunction(
    (count) =>
      document.querySelector("dikast-app").shadowRoot.querySelector("dikast-simulate").model.steps
        .length === count,
    before.length,
  );
  assert.deepEqual(await steps(other.page), before);
  await end(other);
  await context.close();
});

test("what is no scenario is told, and nothing is lost", async () => {
  const opened = await open();
  const { page } = opened;
  const give = (text) =>
    page.locator("dikast-simulate input[type=file]").setInputFiles({
      name: "bad.json",
      mimeType: "application/json",
      buffer: Buffer.from(text),
    });
  await give("{");
  await says(page, "bad.json cannot be opened. This is no JSON.");
  await give('{"machine":1}');
  await says(page, 'The scenario lacks "machine"');
  const scenario = JSON.parse(Object.values(scenarios(dikast))[0]);
  await give(JSON.stringify({ ...scenario, config: { ...scenario.config, courts: [] } }));
  await says(page, "court");
  await give(JSON.stringify({ ...scenario, machine: "nothing" }));
  await says(page, 'There is no machine called "nothing" here.');
  await give(JSON.stringify({ ...scenario, title: "<img src=x>\u202e" }));
  await page
    .locator("dikast-simulate option", { hasText: "[U+202E]" })
    .first()
    .waitFor({ state: "attached" });
  await end(opened);
});

test("any call, with any arguments", async () => {
  const opened = await open();
  const { page } = opened;
  await page.getByText("Any other call").click();
  const form = page.locator("dikast-call-form");
  await form.getByLabel("Contract").selectOption("resolver");
  await form.getByLabel("Function").selectOption({ label: "changeGovernor" });
  await form.getByLabel("_governor").fill("0x1");
  await form.getByRole("button", { name: "Call it as" }).click();
  await says(page, "address");
  await form.getByLabel("_governor").fill(`0x${"1".repeat(40)}`);
  await form.getByRole("button", { name: "Call it as" }).click();
  await says(page, "Access not allowed: Governor only.");
  await end(opened);
});

test("parameters are changed, and the same calls played again", async () => {
  const opened = await open();
  const { page } = opened;
  await page.getByText("Parameters", { exact: true }).click();
  const fee = page.getByLabel("Court 2: fee for a juror");
  await fee.fill("9000000000000000");
  await fee.press("Tab");
  await says(page, "ArbitrationFeesNotEnough");
  assert.deepEqual((await steps(page))[0], ["resolver.createDisputeForTemplate", false]);
  await end(opened);
});

test("ten rounds stay fluid", async () => {
  const opened = await open();
  const { page } = opened;
  await choose(page, "Hidden votes (the next contracts)");
  await choose(page, "A dispute begins (Arbitrum One's contracts)");
  await page.getByText("Parameters", { exact: true }).click();
  const jump = page.getByLabel("Court 2: jurors from which it jumps to the parent");
  await jump.fill("100000");
  await jump.press("Tab");
  const times = await page.locator("dikast-simulate").evaluate(async (element) => {
    const { model: play } = element;
    const spent = [];
    const press = async (label) => {
      const start = performance.now();
      play
        .shortcuts()
        .find((each) => each.label === label)
        .run();
      await element.updateComplete;
      await new Promise((resolve) => requestAnimationFrame(() => resolve()));
      spent.push(performance.now() - start);
    };
    for (let round = 0; round < 10; round += 1) {
      await press("Play to the next ruling");
      if (round < 9) await press("Fund both sides of an appeal");
    }
    // One call by hand on the largest state, and the way back.
    const start = performance.now();
    play.wait(`${BigInt(play.now) + 1n}`);
    await element.updateComplete;
    return { spent, one: performance.now() - start, calls: play.steps.length };
  });
  const worst = Math.max(...times.spent);
  console.log(
    `ten rounds: ${times.calls} calls, slowest press ${worst.toFixed(0)} ms, clock ${times.one.toFixed(0)} ms`,
  );
  await says(page, "10, in court 2");
  assert.ok(times.one < 500, `moving the clock took ${times.one} ms`);
  assert.ok(worst < 5000, `a press took ${worst} ms`);
  await end(opened);
});

test("with the keyboard alone", async () => {
  const opened = await open();
  const { page } = opened;
  await page.getByRole("button", { name: "Play to the next ruling" }).focus();
  await page.keyboard.press("Enter");
  await says(page, "Appeal period");
  await button(page, "Undo the last call").focus();
  await page.keyboard.press("Space");
  await end(opened);
});

for (const width of [390, 1280]) {
  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing at ${width} px, ${scheme}`, async () => {
      const opened = await open({ width, scheme });
      const { page } = opened;
      const views = {
        court: async () => {},
        appeal: () => choose(page, "The claimant lost the first round"),
        escrow: () => choose(page, "A payment of 2 ETH (the deployed escrow)"),
        proxy: () => choose(page, "A dispute of ArbitrableProxy"),
      };
      for (const [name, go] of Object.entries(views)) {
        await go();
        if (name === "appeal") {
          await button(page, "Show what is not possible now").click();
          for (const text of ["The same as a table", "Any other call", "Parameters"]) {
            await page.getByText(text, { exact: true }).first().click();
          }
        }
        await page.waitForTimeout(150);
        await page.screenshot({
          path: join(screenshots, `simulate-${name}-${width}-${scheme}.png`),
          fullPage: true,
        });
        assert.deepEqual(await look(page), { violations: [], wide: 0 }, name);
      }
      await end(opened);
    });
  }
}
