// Every control of every page is reached by the Tab key alone, or by arrow keys inside a tab list.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { finish, startSite, watch } from "./lib/studio.mjs";

let site;
before(async () => {
  site = await startSite({ world: true });
});
after(() => site?.close());

/** Marks all controls that are shown, through every shadow tree, and says how many there are. */
const mark = (page) =>
  page.evaluate(() => {
    const found = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) walk(element.shadowRoot);
        if (!element.matches("button, a[href], input, select, textarea, summary")) continue;
        if (element.disabled || element.tabIndex < 0 || !element.checkVisibility()) continue;
        // Of a group of radio buttons the Tab key reaches the chosen one, arrow keys the others.
        if (element.type === "radio" && !element.checked) continue;
        found.push(element);
      }
    };
    walk(document);
    globalThis.controls = new Set(found);
    return found.length;
  });

/** Takes what has the focus off the list; resolves to how many are left. */
const visit = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    globalThis.controls.delete(active);
    return globalThis.controls.size;
  });

for (const [name, selector] of [
  ["start", "dikast-start"],
  ["studio", "dikast-studio"],
  ["ship", "dikast-ship"],
  ["evidence", "dikast-evidence"],
  ["question", "dikast-questions"],
  ["inspect", "dikast-inspect"],
  ["court", "dikast-court"],
  ["simulate", "dikast-simulate"],
  ["receipt/31337/0x", "dikast-receipt"],
]) {
  test(`#/${name}: every control is reached`, async () => {
    const page = await site.browser.newPage({ viewport: { width: 1280, height: 900 } });
    const seen = await watch(page);
    await page.goto(`${site.url}/#/${name}`);
    await page.locator(selector).waitFor();
    await page.waitForTimeout(1500);
    const count = await mark(page);
    assert.ok(count >= 8, `${count} controls`);
    let left = count;
    for (let i = 0; i < 4 * count + 40 && left > 0; i += 1) {
      await page.keyboard.press("Tab");
      const editor = await page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return active?.classList.contains("cm-content") ?? false;
      });
      // In an editor Tab indents; Escape lets the next one leave.
      if (editor) await page.keyboard.press("Escape");
      left = await visit(page);
    }
    const missed = await page.evaluate(() =>
      [...globalThis.controls].map((element) => element.outerHTML.slice(0, 120)),
    );
    assert.deepEqual(missed, []);
    await finish({ page, seen });
  });
}
