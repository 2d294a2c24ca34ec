// The studio as a person uses it: opened in Chromium, with everything it reports kept.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { serve } from "../../../scripts/serve.mjs";
import { launch } from "../../package/lib/browser.mjs";
import { dist, root } from "../../package/lib/dist.mjs";

export const screenshots = join(root, "tests/browser/screenshots");

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The site, and a browser; with `world` also the local world behind it. {url, browser, close()}. */
export async function startSite({ world: wanted = false } = {}) {
  let world;
  const { startWorld, worldRoutes } = wanted
    ? await import("../../../scripts/world/index.mjs")
    : {};
  const routes = worldRoutes?.(() => ({ world, url: site.url })) ?? {};
  const site = await serve({ folder: join(dist, "site"), routes });
  world = await startWorld?.({ publicUrl: site.url });
  const browser = await launch();
  const close = async () => {
    await browser.close();
    await site.stop();
    await world?.stop();
  };
  return { url: site.url, browser, close, world };
}

/** Keeps what a page reports: {errors, requests}. Policy reports are in the page itself. */
export async function watch(page) {
  const seen = { errors: [], requests: [] };
  page.on("console", (message) => {
    // A folder without the local world has no world.json: the browser tells of it, the page copes.
    if (message.text().includes("404") && message.location().url.includes("/world/")) return;
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
  return seen;
}

/** The studio in a page of its own, its editors loaded. */
export async function open(
  site,
  { width = 1280, height = 900, scheme = "light", hash = "#/studio", context } = {},
) {
  const options = { viewport: { width, height }, colorScheme: scheme };
  const page = context ? await context.newPage() : await site.browser.newPage(options);
  if (context) await page.setViewportSize({ width, height });
  const seen = await watch(page);
  await page.goto(`${site.url}/${hash}`);
  await ready(page);
  return { page, seen };
}

/** Until the core has spoken and both editors are there. */
export async function ready(page) {
  await page.locator("dikast-studio").waitFor();
  await page.waitForFunction(() => {
    const find = (name) => {
      const search = (root) =>
        root.querySelector(name) ??
        [...root.querySelectorAll("*")]
          .map((e) => e.shadowRoot && search(e.shadowRoot))
          .find(Boolean);
      return search(document);
    };
    const studio = find("dikast-studio");
    const editors = [...(studio?.shadowRoot?.querySelectorAll("dikast-source-editor") ?? [])];
    return (
      studio?.model.seen.size > 0 &&
      studio.more &&
      editors.length === 2 &&
      editors.every((editor) => editor.shadowRoot.querySelector(".cm-content"))
    );
  });
}

export async function finish({ page, seen }) {
  assert.deepEqual(await page.evaluate(() => globalThis.reports), [], "no policy report");
  assert.deepEqual(seen.errors, [], "nothing on the console");
  await page.close();
}

/** What stands in an editor ("template" or "mappings"). */
export const textOf = (page, id) =>
  page.locator(`dikast-source-editor#${id}`).evaluate((editor) => editor.text);

/** Types into an editor as a person who replaces everything. */
export async function retype(page, name, text) {
  await page.getByRole("textbox", { name, exact: true }).focus();
  await page.keyboard.press("ControlOrMeta+a");
  if (text === "") await page.keyboard.press("Delete");
  else await page.keyboard.insertText(text);
}

/** The studio's draft, as its model has it. */
export const draftOf = (page) =>
  page.locator("dikast-studio").evaluate((studio) => studio.model.draft);

export async function assertText(locator, text) {
  await locator.getByText(text, { exact: false }).first().waitFor({ timeout: 10_000 });
}

export const tab = (page, name) => page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();

/** axe's violations, and how far the page scrolls sideways. */
export async function look(page) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const result = await globalThis.axe.run();
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return { violations, wide };
}
