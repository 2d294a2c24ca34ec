// A large template stays fluid: from the key to the preview, on the main thread, nothing held back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../package/lib/dist.mjs";
import { finish, open, startSite } from "./lib/studio.mjs";

let site;
before(async () => {
  site = await startSite();
});
after(() => site?.close());

const example = JSON.parse(readFileSync(join(root, "examples/lease/template.json"), "utf8"));

/** 200 KB of a template, as one long text or as many small ones. */
const shapes = {
  "one long description": {
    ...example,
    description: "The tenant says that the heating failed & nobody came. ".repeat(3700),
  },
  "many pieces of evidence": {
    ...example,
    extraEvidences: Array.from({ length: 700 }, (_, i) => ({
      name: `Evidence ${i}`,
      description: "A letter of the landlord, with the date on which it was sent. ".repeat(3),
      fileURI: "/ipfs/QmTaZuQjJT9NZCYsqyRmEwLb1Vt3gme1a6BS4NQLiWXtH2",
    })),
  },
};

const KEYS = 25;

/** From now on the page knows when each key was pressed, and when the title with all keys is painted. */
function watchKeys(studio) {
  const panel = studio.shadowRoot.querySelector("dikast-jurors-panel");
  const times = [];
  globalThis.keyTimes = times;
  studio.addEventListener(
    "keydown",
    () => {
      const pressed = performance.now();
      const wanted = "x".repeat(times.length + 1);
      const painted = () => {
        const view = panel.shadowRoot.querySelector("dikast-juror-view");
        const title = view?.shadowRoot.querySelector("h2")?.textContent ?? "";
        if (title.includes(wanted)) times.push(performance.now() - pressed);
        else requestAnimationFrame(painted);
      };
      requestAnimationFrame(painted);
    },
    { capture: true },
  );
}

for (const [name, document] of Object.entries(shapes)) {
  test(`200 KB, ${name}: key to preview in less than 100 ms`, async () => {
    const opened = await open(site);
    const { page } = opened;
    const text = JSON.stringify(document, null, 2);
    assert.ok(text.length >= 200_000, `${text.length}`);
    const at = text.indexOf('"title": "') + '"title": "'.length;
    await page.locator("dikast-studio").evaluate((studio, template) => {
      studio.model.edit({ template, mappings: "" });
    }, text);
    const editor = page.locator("dikast-source-editor#template");
    await editor.evaluate(async (element, template) => {
      while (element.text !== template) await new Promise((done) => setTimeout(done, 20));
    }, text);
    await editor.evaluate((element, place) => element.reveal(place, place), at);
    await page.locator("dikast-studio").evaluate(watchKeys);
    for (let i = 0; i < KEYS; i += 1) {
      // Now and then a pause in which everything else is checked again.
      await page.waitForTimeout(i % 5 === 4 ? 500 : 40);
      await page.keyboard.type("x");
      await page.waitForFunction((count) => globalThis.keyTimes.length >= count, i + 1, {
        timeout: 10_000,
      });
    }
    const times = (await page.evaluate(() => globalThis.keyTimes)).sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)];
    const shown = (value) => value.toFixed(0);
    console.log(
      `${name}: ${text.length} characters, key to preview median ${shown(median)} ms, 90 % ${shown(times[Math.floor(times.length * 0.9)])} ms, slowest ${shown(times.at(-1))} ms`,
    );
    assert.ok(median < 100, `${median} ms`);
    await finish(opened);
  });
}
