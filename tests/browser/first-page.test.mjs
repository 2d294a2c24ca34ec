// The first page as a person uses it, in Chromium, under the content security policy it ships with.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "../../scripts/serve.mjs";
import { describeWorld, startWorld } from "../../scripts/world/index.mjs";
import { launch } from "../package/lib/browser.mjs";
import { dist, root } from "../package/lib/dist.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const screenshots = join(root, "tests/browser/screenshots");

let site;
let world;
let browser;

before(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await serve({
    folder: join(dist, "site"),
    routes: {
      "/world/world.json": () => ({ json: describeWorld(world, site.url) }),
      "/world/rpc": () => world.rpcUrl,
      "/world/graphql": () => world.graphqlUrl,
      "/world/ipfs": (rest) => `${world.gatewayUrl}/ipfs${rest}`,
    },
  });
  world = await startWorld({ publicUrl: site.url });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.stop();
  await world?.stop();
});

/** A page with its policy reports, console errors and requests kept. */
async function open({ width = 1280, height = 900, scheme = "light" } = {}) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  const seen = { errors: [], requests: [] };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.errors.push(message.text());
  });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("request", (request) => seen.requests.push(request.url()));
  await page.addInitScript(() => {
    globalThis.reports = [];
    addEventListener("securitypolicyviolation", (event) => {
      globalThis.reports.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(`${site.url}/`);
  await page.locator("dikast-juror-view h2").waitFor();
  return { page, seen };
}

async function finish({ page, seen }) {
  assert.deepEqual(await page.evaluate(() => globalThis.reports), [], "no policy report");
  assert.deepEqual(seen.errors, [], "nothing on the console");
  await page.close();
}

const jurors = (page) => page.locator("dikast-juror-view");

/** Types into an editor as a person who replaces everything. */
const retype = (page, name, text) => page.getByRole("textbox", { name }).fill(text);

test("the Escrow V2 example renders from its recorded answers, and nothing else is asked", async () => {
  const opened = await open();
  const { page, seen } = opened;
  await assertText(jurors(page), "Escrow dispute: Redesign of the landing page");
  await assertText(jurors(page), "Which party abided by the terms of the contract?");
  const foreign = seen.requests.filter((url) => !url.startsWith(site.url));
  assert.deepEqual(foreign, []);
  // Only world.json is looked at: nothing of the world is asked before somebody presses.
  const asked = seen.requests.filter((url) => /\/world\/(rpc|graphql|ipfs)/.test(url));
  assert.deepEqual(asked, []);
  await finish(opened);
});

test("the Escrow V2 dispute of the local world is resolved live", async () => {
  const opened = await open();
  const { page, seen } = opened;
  const choice = page.getByRole("combobox", { name: "Start from" });
  await choice.selectOption("local:escrow-v2");
  await assertText(jurors(page), "Pay the Seller");
  await page.getByRole("tab", { name: "Mappings" }).click();
  const steps = page.locator("dikast-run-view li");
  await steps.nth(3).waitFor();
  assert.equal(await steps.count(), 4);
  await assertText(page.locator("dikast-run-view"), "bytes match their CID");
  for (const part of ["rpc", "graphql", "ipfs"]) {
    assert.ok(
      seen.requests.some((url) => url.startsWith(`${site.url}/world/${part}`)),
      `${part} was asked`,
    );
  }
  await page.getByRole("tab", { name: "What jurors see" }).click();
  await assertText(jurors(page), "Buyer gets 1.5 ETH, seller gets 0 ETH.");
  await finish(opened);
});

test("a draft survives a reload, and a replaced one can be brought back", async () => {
  const opened = await open();
  const { page } = opened;
  const text = await page.getByRole("textbox", { name: "Template" }).inputValue();
  await retype(page, "Template", text.replace("party abided by", "party kept to"));
  await assertText(jurors(page), "Which party kept to the terms");
  await page.reload();
  await assertText(jurors(page), "Which party kept to the terms");
  await page.getByRole("combobox", { name: "Start from" }).selectOption("lease");
  await assertText(jurors(page), "Ms. Jamie Zachreson");
  await page.getByRole("button", { name: "Undo" }).click();
  await assertText(jurors(page), "Which party kept to the terms");
  await finish(opened);
});

test("a broken template is diagnosed at its place and never blank", async () => {
  const opened = await open();
  const { page } = opened;
  const text = await page.getByRole("textbox", { name: "Template" }).inputValue();
  await retype(page, "Template", text.replace('"0x02"', '"0x01"'));
  await assertText(page.locator("dikast-studio"), "There is nothing safe to show.");
  await page.getByRole("tab", { name: /Problems/ }).click();
  const problems = page.locator("dikast-problem-list");
  await assertText(problems, "template.answer_id_duplicate");
  await problems.getByRole("button", { name: /line/ }).first().click();
  const focused = await page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute("aria-label");
  });
  assert.equal(focused, "Template");
  await retype(page, "Template", "{");
  await assertText(problems, "line 1");
  await retype(page, "Template", "");
  await problems.locator("li").first().waitFor();
  await finish(opened);
});

test("hostile values are text: no element, no dialog, nothing hidden", async () => {
  const opened = await open();
  const { page } = opened;
  let dialogs = 0;
  page.on("dialog", (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await page.getByRole("combobox", { name: "Start from" }).selectOption("lease");
  await assertText(jurors(page), "Ms. Jamie Zachreson");
  const text = await page.getByRole("textbox", { name: "Template" }).inputValue();
  const template = JSON.parse(text);
  template.description = "<img src=x onerror=alert(1)> \u200b[x](javascript:alert(1))";
  await retype(page, "Template", JSON.stringify(template, null, 2));
  await assertText(jurors(page), "<img src=x onerror=alert(1)>");
  await assertText(jurors(page), "[U+200B]");
  assert.equal(await jurors(page).locator("img, a, script").count(), 0);
  assert.equal(dialogs, 0);
  await finish(opened);
});

test("every control is reached by keyboard, and tabs obey the arrow keys", async () => {
  const opened = await open();
  const { page } = opened;
  const reached = new Set();
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press("Tab");
    reached.add(
      await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return (element?.getAttribute("aria-label") ?? element?.textContent ?? "").trim();
      }),
    );
  }
  for (const name of ["Template", "Data mappings", "Save to a file", "Safe rendering"]) {
    assert.ok(
      [...reached].some((text) => text.includes(name)),
      `${name} was reached`,
    );
  }
  await page.getByRole("tab", { name: "What jurors see" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.locator("dikast-problem-list").waitFor();
  await page.keyboard.press("End");
  await page.locator("dikast-run-view").waitFor();
  await finish(opened);
});

for (const width of [390, 1280]) {
  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing at ${width} px, ${scheme}; nothing overflows`, async () => {
      const opened = await open({ width, height: 900, scheme });
      const { page } = opened;
      await page.screenshot({ path: join(screenshots, `first-page-${width}-${scheme}.png`) });
      for (const tab of ["What jurors see", "Problems", "Mappings"]) {
        await page.getByRole("tab", { name: new RegExp(tab) }).click();
        await page.evaluate(axe);
        const violations = await page.evaluate(async () => {
          const result = await globalThis.axe.run();
          return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
        });
        assert.deepEqual(violations, [], tab);
      }
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wide, 0, "the page does not scroll sideways");
      await finish(opened);
    });
  }
}

async function assertText(locator, text) {
  await locator.getByText(text, { exact: false }).first().waitFor({ timeout: 10_000 });
}
