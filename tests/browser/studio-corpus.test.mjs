// Real templates, opened one after the other: none is blank, none breaks the page.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../package/lib/dist.mjs";
import { finish, open, startSite } from "./lib/studio.mjs";

const folder = resolve(root, process.env.DIKAST_SHARED ?? "../shared", "corpus");
const files = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort()
  : [];
if (files.length === 0) console.log(`SKIPPED: no corpus of real templates at ${folder}`);

let site;
before(async () => {
  if (files.length > 0) site = await startSite();
});
after(() => site?.close());

/** What the studio shows once it has come to rest on this document. */
function settled(studio, template) {
  return new Promise((done) => {
    const { model } = studio;
    const look = () => {
      if (model.draft.template !== template || model.stale || model.seen.size < 5) return;
      model.removeEventListener("change", look);
      studio.updateComplete.then(async () => {
        const panel = studio.shadowRoot.querySelector("dikast-jurors-panel");
        await panel.updateComplete;
        const view = panel.shadowRoot.querySelector("dikast-juror-view");
        await view?.updateComplete;
        done({
          title: view?.shadowRoot.querySelector("h2")?.textContent.trim(),
          problem: panel.shadowRoot.querySelector(".notice.bad")?.textContent.trim(),
          issues: model.issues.length,
          errors: model.issues.filter(({ severity }) => severity === "error").length,
        });
      });
    };
    model.addEventListener("change", look);
    look();
  });
}

test("each entry shows its rendering or its problems, in every front end", {
  skip: files.length === 0,
}, async () => {
  const opened = await open(site);
  const { page } = opened;
  const input = page.locator("dikast-studio-bar input[type=file]");
  const studio = page.locator("dikast-studio");
  let rendered = 0;
  for (const name of files) {
    const buffer = readFileSync(join(folder, name));
    const { template } = JSON.parse(buffer.toString());
    await input.setInputFiles({ name, mimeType: "application/json", buffer });
    const shown = await studio.evaluate(settled, template);
    assert.ok(shown.title !== undefined || shown.problem, `${name} is not blank`);
    if (shown.title === undefined) assert.ok(shown.problem.length > 30, `${name}: in words`);
    if (shown.title !== undefined) rendered += 1;
    for (const consumer of ["court-mainnet", "court-devnet", "kleros-sdk"]) {
      const text = await studio.evaluate(async (element, id) => {
        element.model.edit({ consumer: id });
        await element.updateComplete;
        const panel = element.shadowRoot.querySelector("dikast-jurors-panel");
        await panel.updateComplete;
        const view = panel.shadowRoot.querySelector("dikast-juror-view");
        await view?.updateComplete;
        return (view?.shadowRoot ?? panel.shadowRoot).querySelector("article, .notice.bad")
          ?.textContent;
      }, consumer);
      assert.ok(text?.trim().length > 0, `${name} for ${consumer}`);
    }
    await studio.evaluate((element) => element.model.edit({ consumer: "strict" }));
    assert.deepEqual(opened.seen.errors, [], name);
  }
  console.log(`${files.length} entries: ${rendered} render strictly, the others say why not`);
  await finish(opened);
});
