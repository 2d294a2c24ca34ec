// What the browser, the server and other tabs may do to the site: the page scripts of
// ../shared/data/faults.jsonl that apply to it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { draftOf, finish, look, ready, startSite, watch } from "./lib/studio.mjs";

let site;

before(async () => {
  site = await startSite();
});

after(() => site?.close());

const box = (page) => page.locator("dikast-inspect textarea").first();
const text = (page, words) => page.getByText(words, { exact: false }).first().waitFor();

async function open(hash, { context, prepare, width = 1280 } = {}) {
  const page = await (context ?? site.browser).newPage();
  await page.setViewportSize({ width, height: 800 });
  const seen = await watch(page);
  await prepare?.(page);
  await page.goto(`${site.url}/${hash}`);
  return { page, seen };
}

const kept = async (page, button) => {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  return JSON.parse(readFileSync(await (await download).path(), "utf8"));
};

test("page/wasm-404: words and a retry, on every page", async () => {
  for (const hash of ["#/inspect", "#/studio", "#/ship"]) {
    const prepare = (page) => page.route(/\.wasm$/, (route) => route.fulfill({ status: 404 }));
    const { page } = await open(hash, { prepare });
    await text(page, "The part that computes everything could not be loaded");
    await page.unroute(/\.wasm$/);
    await page.getByRole("button", { name: "Try again" }).first().click();
    await page.getByText("could not be loaded").first().waitFor({ state: "detached" });
    await page.close();
  }
});

test("page/wasm-slow: told, and the form is usable meanwhile", async () => {
  let go;
  const held = new Promise((resolve) => {
    go = resolve;
  });
  const prepare = (page) =>
    page.route(/\.wasm$/, async (route) => {
      await held;
      await route.continue();
    });
  const opened = await open("#/inspect", { prepare });
  const { page } = opened;
  await text(page, "The core is being loaded");
  await box(page).fill("0x991d2df165670b9cac3B022f4B68D65b664222ea");
  go();
  await page.locator("dikast-finding").getByText("A known contract").waitFor();
  await finish(opened);
});

test("page/storage-denied: works in memory, with a warning", async () => {
  const prepare = (page) =>
    page.addInitScript(() => {
      const denied = () => {
        throw new DOMException("denied", "SecurityError");
      };
      Object.defineProperty(globalThis, "localStorage", { get: denied });
      Object.defineProperty(globalThis, "indexedDB", { get: denied });
    });
  const opened = await open("#/inspect", { prepare });
  const { page } = opened;
  await box(page).fill("0x991d2df165670b9cac3B022f4B68D65b664222ea");
  await page.locator("dikast-finding").getByText("A known contract").waitFor();
  await text(page, "storage is full or turned off");
  await page.getByRole("link", { name: "Template studio" }).click();
  await ready(page);
  await page.getByRole("link", { name: "Inspect" }).click();
  assert.match(await box(page).inputValue(), /^0x991d/);
  await finish(opened);
});

test("page/storage-corrupt: the draft is set aside with a notice, and the page starts", async () => {
  const prepare = (page) =>
    page.addInitScript(() => {
      if (sessionStorage.getItem("done")) return;
      sessionStorage.setItem("done", "1");
      localStorage.setItem("dikast.studio.template", '"{\\"title\\": \\"cut in ha');
      localStorage.setItem("dikast.sign.form", "{");
    });
  const opened = await open("#/studio", { prepare });
  const { page } = opened;
  await ready(page);
  await text(page, "cannot be read");
  const copies = await kept(page, "Download the copy");
  assert.ok(
    copies.some(({ key, text: copy }) => key.endsWith("template") && copy.includes("cut in ha")),
  );
  await page.reload();
  await ready(page);
  assert.equal(await page.getByText("cannot be read").count(), 0);
  await finish(opened);
});

test("page/two-tabs: no silent overwrite, a copy is kept", async () => {
  const context = await site.browser.newContext();
  const one = await open("#/inspect", { context });
  await box(one.page).fill("0x1111");
  const two = await open("#/inspect", { context });
  assert.equal(await box(two.page).inputValue(), "0x1111");
  await box(two.page).pressSequentially("22");
  await text(one.page, "Another tab of this site changed the same draft");
  const copies = await kept(one.page, "Download the copy");
  assert.deepEqual(
    copies.map(({ text: copy }) => copy),
    ["0x1111"],
  );
  await box(one.page).fill("0x3333");
  await text(two.page, "Another tab of this site changed the same draft");
  assert.equal((await kept(two.page, "Download the copy"))[0].text, "0x111122");
  await finish(one);
  await finish(two);
  await context.close();
});

test("page/two-tabs: in the studio, too", async () => {
  const context = await site.browser.newContext();
  const one = await open("#/studio", { context });
  await ready(one.page);
  const edit = ({ page }, template) =>
    page
      .locator("dikast-studio")
      .evaluate((studio, given) => studio.model.edit({ template: given }), template);
  await edit(one, '{"title":"mine"}');
  const two = await open("#/studio", { context });
  await ready(two.page);
  assert.equal((await draftOf(two.page)).template, '{"title":"mine"}');
  await edit(two, '{"title":"theirs"}');
  await text(one.page, "Another tab of this site changed the same draft");
  const copies = await kept(one.page, "Download the copy");
  assert.ok(copies.some(({ text: copy }) => JSON.parse(copy) === '{"title":"mine"}'));
  await context.close();
});

test("page/sw-update-mid-flow: code that is gone is told, the draft stays", async () => {
  const opened = await open("#/inspect");
  const { page } = opened;
  await box(page).fill("0x5678");
  await page.route(/assets\/ship-/, (route) => route.fulfill({ status: 404 }));
  await page.getByRole("link", { name: "Register" }).click();
  await text(page, "There may be a newer version");
  await page.getByRole("button", { name: "Reload the page" }).waitFor();
  await page.getByRole("link", { name: "Inspect" }).click();
  assert.equal(await box(page).inputValue(), "0x5678");
  opened.seen.errors = [];
  await finish(opened);
});

test("page/zoom-400: nothing is out of reach at 320 px", async () => {
  for (const hash of ["", "#/inspect?q=0x991d2df165670b9cac3B022f4B68D65b664222ea", "#/ship"]) {
    const opened = await open(hash, { width: 320 });
    const { page } = opened;
    await page.waitForLoadState("networkidle");
    assert.deepEqual(await look(page), { violations: [], wide: 0 }, hash);
    await finish(opened);
  }
});
