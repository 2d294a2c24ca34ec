// The template studio as a person uses it, in Chromium, under the policy it ships with.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../package/lib/dist.mjs";
import {
  assertText,
  draftOf,
  finish,
  look,
  open,
  ready,
  retype,
  screenshots,
  startSite,
  tab,
  textOf,
  watch,
} from "./lib/studio.mjs";

let site;

before(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await startSite({ world: true });
});
after(() => site?.close());

const jurors = (page) => page.locator("dikast-juror-view");
const start = (page) => page.getByRole("combobox", { name: "Start from" });
const renderAs = (page, name) =>
  page.getByRole("group", { name: "Render as" }).getByRole("button", { name }).click();
const exampleFile = (name) => readFileSync(join(root, "examples/escrow-v2", name), "utf8");

test("the Escrow V2 example renders from its recorded answers, and nothing else is asked", async () => {
  const opened = await open(site);
  const { page, seen } = opened;
  await assertText(jurors(page), "Escrow dispute: Redesign of the landing page");
  await assertText(jurors(page), "Which party abided by the terms of the contract?");
  assert.deepEqual(
    seen.requests.filter((url) => !url.startsWith(site.url)),
    [],
  );
  // Only world.json is looked at: nothing of the world is asked before somebody presses.
  const asked = seen.requests.filter((url) => /\/world\/(rpc|graphql|ipfs)/.test(url));
  assert.deepEqual(asked, []);
  await finish(opened);
});

test("a dispute of the local world is resolved live, and its answers become recordings", async () => {
  const opened = await open(site);
  const { page, seen } = opened;
  await start(page).selectOption("local:escrow-v2");
  await assertText(jurors(page), "Buyer gets 1.5 ETH, seller gets 0 ETH.");
  await tab(page, "Mappings");
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
  // What was recorded answers again after a reload, with nobody asked.
  const before = seen.requests.length;
  await page.reload();
  await ready(page);
  await tab(page, "What jurors see");
  await assertText(jurors(page), "Buyer gets 1.5 ETH, seller gets 0 ETH.");
  const asked = seen.requests.slice(before).filter((url) => /\/world\/(rpc|graphql)/.test(url));
  assert.deepEqual(asked, []);
  await finish(opened);
});

test("live on a public chain asks whom the page may ask, after a press, and tells what failed", async () => {
  const context = await site.browser.newContext();
  await context.addInitScript(() => localStorage.setItem("dikast.chain", "42161"));
  const { page } = await open(site, { context });
  const hosts = new Set();
  await page.route(
    (url) => !url.href.startsWith(site.url),
    (route) => {
      hosts.add(new URL(route.request().url()).host);
      return route.abort();
    },
  );
  await tab(page, "Mappings");
  assert.deepEqual([...hosts], []);
  await page.getByRole("button", { name: "Resolve live" }).click();
  await assertText(page.locator("dikast-studio"), "Asking Arbitrum One stopped:");
  assert.deepEqual([...hosts], ["arb1.arbitrum.io"]);
  // A server that the page's policy does not name is not tried.
  const mappings = JSON.stringify([
    {
      type: "graphql",
      endpoint: "https://example.org/g",
      query: "{a}",
      seek: ["a"],
      populate: ["a"],
    },
  ]);
  await retype(page, "Data mappings", mappings);
  await page.getByRole("button", { name: "Resolve live" }).click();
  await assertText(page.locator("dikast-studio"), "mapping.host_refused");
  assert.deepEqual([...hosts], ["arb1.arbitrum.io"]);
  assert.deepEqual(await page.evaluate(() => globalThis.reports), [], "no policy report");
  await context.close();
});

test("Register goes on with what is in the studio, also with an untouched example", async () => {
  const opened = await open(site);
  const { page } = opened;
  await page.getByRole("button", { name: "Register" }).click();
  await page.waitForURL(/#\/ship$/);
  const kept = await page.evaluate(() =>
    JSON.parse(localStorage.getItem("dikast.studio.template")),
  );
  assert.equal(kept, exampleFile("template.json"));
  await finish(opened);
});

test("render as: what Court's devnet does not give is said, and the case is blank there", async () => {
  const opened = await open(site);
  const { page } = opened;
  const mappings = JSON.parse(await textOf(page, "mappings"));
  mappings[0].variables = { transactionId: "{{externalDisputeID}}" };
  await page.locator("dikast-studio").evaluate(
    (studio, text) => {
      studio.model.edit({
        mappings: text,
        parameters: { ...studio.model.draft.parameters, externalDisputeID: "45" },
      });
    },
    JSON.stringify(mappings, null, 2),
  );
  await renderAs(page, "Court devnet");
  const panel = page.locator("dikast-jurors-panel");
  await assertText(panel, "Court devnet does not give externalDisputeID.");
  await assertText(panel, "Mapping 1 reads externalDisputeID, which Court devnet does not give");
  await assertText(panel, "Court devnet shows a blank case and asks jurors to refuse.");
  await renderAs(page, "Court testnet");
  await assertText(panel, "Court testnet");
  assert.equal(await panel.getByText("does not give externalDisputeID").count(), 0);
  await finish(opened);
});

test("render as: a difference is said in words and marked", async () => {
  const opened = await open(site);
  const { page } = opened;
  await start(page).selectOption("lease");
  await assertText(jurors(page), "Ms. Jamie Zachreson");
  const template = JSON.parse(await textOf(page, "template"));
  template.title = "Rent & {{arbitratorDisputeID}}";
  await retype(page, "Data mappings", "");
  await retype(page, "Template", JSON.stringify(template, null, 2));
  await renderAs(page, "Court mainnet");
  const panel = page.locator("dikast-jurors-panel");
  await assertText(panel, "renders over an empty context");
  await assertText(panel, "shows the title differently from Strict");
  await assertText(jurors(page), "not as in Strict");
  await page.getByRole("button", { name: "Phone" }).click();
  const width = await jurors(page).evaluate((element) => element.getBoundingClientRect().width);
  assert.ok(width < 380, `${width} px`);
  await finish(opened);
});

test("a draft survives a reload, and a replaced one comes back even after one", async () => {
  const opened = await open(site);
  const { page } = opened;
  const text = await textOf(page, "template");
  await retype(page, "Template", text.replace("party abided by", "party kept to"));
  await assertText(jurors(page), "Which party kept to the terms");
  await page.reload();
  await ready(page);
  await assertText(jurors(page), "Which party kept to the terms");
  await start(page).selectOption("lease");
  await assertText(jurors(page), "Ms. Jamie Zachreson");
  await page.reload();
  await ready(page);
  // What is typed elsewhere is no part of what Undo takes back.
  await tab(page, "Diff");
  await page.getByRole("textbox", { name: "Text compared with" }).fill("typed since");
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal((await draftOf(page)).other, "typed since");
  await tab(page, "What jurors see");
  await assertText(jurors(page), "Which party kept to the terms");
  await finish(opened);
});

test("what is typed before the editor is loaded goes over into it, with caret and focus", async () => {
  const page = await site.browser.newPage();
  const seen = await watch(page);
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(/codemirror/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${site.url}/#/studio`);
  const field = page.getByRole("textbox", { name: "Template", exact: true });
  await field.fill('{"title": "Typed early"}');
  await page.keyboard.press("ArrowLeft");
  release();
  await ready(page);
  await page.keyboard.insertText(', "question": "And on"');
  assert.equal(await textOf(page, "template"), '{"title": "Typed early", "question": "And on"}');
  assert.equal((await draftOf(page)).template, '{"title": "Typed early", "question": "And on"}');
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText("\n1");
  await page.keyboard.insertText("\n2");
  assert.ok((await textOf(page, "template")).endsWith('"And on"}\n1\n2'), "no line break is lost");
  await finish({ page, seen });
});

test("a broken template is diagnosed at its place, repaired by a button, and never blank", async () => {
  const opened = await open(site);
  const { page } = opened;
  const text = await textOf(page, "template");
  await retype(page, "Template", text.replace('"0x02"', '"0x01"'));
  await assertText(page.locator("dikast-studio"), "There is nothing safe to show.");
  await tab(page, "Problems");
  const problems = page.locator("dikast-problem-list");
  await assertText(problems, "template.answer_id_duplicate");
  await problems.getByRole("button", { name: /line/ }).first().click();
  const focused = await page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute("aria-label");
  });
  assert.equal(focused, "Template");
  await page.locator("dikast-source-editor#template .cm-lintRange-error").first().waitFor();
  await retype(page, "Template", text.replace('"category"', '"lang": "en_US", "category"'));
  await problems.getByRole("button", { name: /^Fix: Write en-US/ }).click();
  assert.match(await textOf(page, "template"), /"en-US"/);
  await retype(page, "Template", "{");
  await assertText(problems, "line 1");
  await retype(page, "Template", "");
  await problems.locator("li").first().waitFor();
  for (const name of ["Data flow", "Mappings", "Options", "Diff", "What jurors see"]) {
    await tab(page, name);
    const { height } = await page.locator("#sheet > *").first().boundingBox();
    assert.ok(height > 20, name);
  }
  await finish(opened);
});

test("hostile values are text: no element, no dialog, nothing hidden", async () => {
  const opened = await open(site);
  const { page } = opened;
  let dialogs = 0;
  page.on("dialog", (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await start(page).selectOption("lease");
  await assertText(jurors(page), "Ms. Jamie Zachreson");
  const template = JSON.parse(await textOf(page, "template"));
  template.description = "<img src=x onerror=alert(1)> \u200b[x](javascript:alert(1))";
  template["\u202e<b>x"] = "<script>alert(1)</script>";
  await retype(page, "Template", JSON.stringify(template, null, 2));
  await assertText(jurors(page), "<img src=x onerror=alert(1)>");
  await assertText(jurors(page), "[U+200B]");
  assert.equal(await jurors(page).locator("img, a, script").count(), 0);
  for (const name of ["Problems", "Data flow", "Options", "Diff"]) {
    await tab(page, name);
    assert.equal(await page.locator("#sheet").locator("img, a, script, b").count(), 0, name);
  }
  assert.equal(dialogs, 0);
  await finish(opened);
});

test("the data flow is drawn and told: what is unresolved is red and named", async () => {
  const opened = await open(site);
  const { page } = opened;
  await tab(page, "Data flow");
  const flow = page.locator("dikast-flow-view");
  await assertText(flow, "Everything is resolved");
  await assertText(flow, "mapping 2 (graphql)");
  const text = await textOf(page, "template");
  await retype(page, "Template", text.replace('"title": "', '"title": "{{nobodyGivesThis}} '));
  await assertText(flow, "1 unresolved");
  await assertText(flow.locator("table"), "nobodyGivesThis");
  assert.equal(await flow.locator("svg g.bad").count(), 2, "the variable and the field");
  await finish(opened);
});

test("mappings run one by one; an answer typed by hand is kept, exported and imported", async () => {
  const opened = await open(site);
  const { page } = opened;
  await tab(page, "Mappings");
  const run = page.locator("dikast-run-view");
  await run.getByRole("button", { name: "Step by step" }).click();
  await assertText(run, "Next: mapping 1 asks");
  await run.getByRole("button", { name: "Use the recorded answer" }).click();
  await assertText(run, "Next: mapping 2 asks");
  await run.getByRole("button", { name: "Run all from recordings" }).click();
  await assertText(run, "All mappings are resolved");
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export" }).click(),
  ]);
  const exported = readFileSync(await saved.path(), "utf8");
  assert.deepEqual(JSON.parse(exported), JSON.parse(exampleFile("fixtures.json")));

  // Another answer, typed.
  await run.getByRole("button", { name: "Step by step" }).click();
  await run.getByText("Type the answer by hand").click();
  const body = JSON.stringify(JSON.parse(exported)[0].response.body);
  await run.getByRole("textbox", { name: "Answer typed by hand" }).fill(body);
  await run.getByRole("button", { name: "Answer with this" }).click();
  await run.getByRole("button", { name: "Keep as recordings" }).click();
  assert.equal((await draftOf(page)).fixtures.length, JSON.parse(exported).length);
  await page.getByRole("button", { name: "Forget them" }).click();
  await assertText(run, "No recorded answer");
  await page
    .locator("dikast-run-sheet input[type=file]")
    .setInputFiles({ name: "f.json", mimeType: "application/json", buffer: Buffer.from(exported) });
  await assertText(run, "All mappings are resolved");
  await finish(opened);
});

test("the options table shows and edits the answers", async () => {
  const opened = await open(site);
  const { page } = opened;
  await tab(page, "Options");
  const table = page.locator("dikast-options-table");
  const title = table.getByRole("textbox", { name: "Title of answer 2" });
  await title.fill('Refund "now"');
  assert.equal(JSON.parse(await textOf(page, "template")).answers[1].title, 'Refund "now"');
  await title.press("End");
  await page.keyboard.type("!?");
  assert.equal(await title.inputValue(), 'Refund "now"!?', "the caret stays while one types");
  await table.getByRole("button", { name: "Add an answer" }).click();
  const answers = JSON.parse(await textOf(page, "template")).answers;
  assert.equal(answers.at(-1).id, "0x03");
  await table.getByRole("button", { name: `Remove answer ${answers.length}` }).click();
  assert.equal(JSON.parse(await textOf(page, "template")).answers.length, answers.length - 1);
  await tab(page, "What jurors see");
  await assertText(jurors(page), 'Refund "now"!?');
  await finish(opened);
});

test("diff: against the example, a version put aside, a file and a registered template", async () => {
  const opened = await open(site);
  const { page } = opened;
  await tab(page, "Diff");
  const diff = page.locator("dikast-diff-view");
  await diff.getByRole("textbox", { name: "Put this version aside as" }).fill("First");
  await diff.getByRole("button", { name: "Save version" }).click();
  const text = await textOf(page, "template");
  await retype(page, "Template", text.replace("party abided by", "party kept to"));
  await diff.getByRole("combobox", { name: "Compare with" }).selectOption("saved:0");
  await assertText(diff, "1 change for jurors");
  await assertText(diff.locator("ins"), "Which party kept to the terms");
  await diff.getByRole("textbox", { name: "Registered template" }).fill("1");
  await diff.getByRole("button", { name: "Ask the local world" }).click();
  await page.waitForFunction((before) => {
    const search = (root) =>
      root.querySelector("dikast-studio") ??
      [...root.querySelectorAll("*")]
        .map((e) => e.shadowRoot && search(e.shadowRoot))
        .find(Boolean);
    return search(document).model.draft.other !== before;
  }, text);
  await diff.getByRole("textbox", { name: "Registered template" }).fill("999999");
  await diff.getByRole("button", { name: "Ask the local world" }).click();
  await assertText(diff, "No template 999999 is registered on Local world.");
  await finish(opened);
});

test("a link holds the project; whoever opens it is told, and keeps their own draft", async () => {
  const opened = await open(site);
  const { page } = opened;
  const text = await textOf(page, "template");
  await retype(page, "Template", text.replace("party abided by", "party \u00e9t\u00e9 \u4e2d"));
  await page.getByRole("button", { name: "Save to a link" }).click();
  const link = await page.getByRole("textbox", { name: "Link to this project" }).inputValue();
  await assertText(page.locator("dikast-studio-bar"), "KB, compressed");
  const context = await site.browser.newContext();
  const other = await open(site, { context });
  await retype(other.page, "Template", '{"title":"Mine"}');
  await other.page.goto(link);
  await assertText(other.page.locator("dikast-studio"), "This project came from a link");
  await ready(other.page);
  assert.match(await textOf(other.page, "template"), /party \u00e9t\u00e9 \u4e2d/);
  assert.equal(await other.page.evaluate(() => location.hash), "#/studio");
  await other.page.getByRole("button", { name: "Undo" }).click();
  assert.equal(await textOf(other.page, "template"), '{"title":"Mine"}');
  for (const bad of [
    link.slice(0, -40),
    `${site.url}/#/studio?p=1.AAAA`,
    `${site.url}/#/studio?p=9.x`,
  ]) {
    await other.page.goto("about:blank");
    await other.page.goto(bad);
    await other.page.locator("dikast-studio [role=alert]").first().waitFor();
    await ready(other.page);
    assert.equal(await textOf(other.page, "template"), '{"title":"Mine"}');
  }
  await finish(other);
  await context.close();
  await finish(opened);
});

test("files: a project, a template, mappings, recordings, and what is none of them", async () => {
  const opened = await open(site);
  const { page } = opened;
  const input = page.locator("dikast-studio-bar input[type=file]");
  const give = (name, content) =>
    input.setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(content) });
  await give("t.json", '{"title": "From a file"}');
  await assertText(page.locator("dikast-studio"), "t.json is now the template.");
  assert.equal(await textOf(page, "template"), '{"title": "From a file"}');
  await give("m.json", "[]");
  await assertText(page.locator("dikast-studio"), "m.json is now the mappings.");
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save to a file" }).click(),
  ]);
  const project = readFileSync(await saved.path(), "utf8");
  await start(page).selectOption("lease");
  await give("p.dikast.json", project);
  await assertText(page.locator("dikast-studio"), "Opened p.dikast.json.");
  assert.equal(await textOf(page, "template"), '{"title": "From a file"}');
  assert.equal(await textOf(page, "mappings"), "[]");
  await input.setInputFiles({
    name: "picture.png",
    mimeType: "image/png",
    buffer: Buffer.from([0x89, 0x50, 0xff, 0xfe]),
  });
  await assertText(page.locator("dikast-studio"), "picture.png is no text");
  assert.equal(await textOf(page, "template"), '{"title": "From a file"}');
  await finish(opened);
});

test("a full storage is told, with a download, and nothing typed is lost from the page", async () => {
  const opened = await open(site);
  const { page } = opened;
  await page.evaluate(() => {
    const fill = (size) => {
      try {
        for (let i = 0; ; i += 1) localStorage.setItem(`fill.${size}.${i}`, "x".repeat(size));
      } catch {}
    };
    for (const size of [500_000, 10_000, 100]) fill(size);
  });
  const long = `{"title":"${"y".repeat(3000)}"}`;
  await retype(page, "Template", long);
  await assertText(page.locator("dikast-studio"), "This browser does not keep the draft");
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download it" }).click(),
  ]);
  assert.equal(JSON.parse(readFileSync(await saved.path(), "utf8")).template, long);
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage))
      if (key.startsWith("fill.")) localStorage.removeItem(key);
  });
  await retype(page, "Data mappings", "[ ]");
  await page.reload();
  await ready(page);
  assert.equal(await textOf(page, "template"), long);
  await finish(opened);
});

test("every control is reached by keyboard, and tabs obey the arrow keys", async () => {
  const opened = await open(site);
  const { page } = opened;
  const reached = [];
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press("Tab");
    reached.push(
      await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return (element?.getAttribute("aria-label") ?? element?.textContent ?? "").trim();
      }),
    );
  }
  const wanted = [
    "Template",
    "Data mappings",
    "Save to a file",
    "Save to a link",
    "Register",
    "Strict",
    "Court devnet",
    "Phone",
  ];
  for (const name of wanted) {
    assert.ok(
      reached.some((text) => text.includes(name)),
      `${name} was reached`,
    );
  }
  await page.getByRole("tab", { name: "What jurors see" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.locator("dikast-problem-list").waitFor();
  await page.keyboard.press("End");
  await page.locator("dikast-diff-view").waitFor();
  // The editor's own keys: search opens and closes, Tab leaves.
  await page.getByRole("textbox", { name: "Template", exact: true }).focus();
  await page.keyboard.press("ControlOrMeta+f");
  await page.locator("dikast-source-editor#template .cm-search").waitFor();
  await page.keyboard.press("Escape");
  const before = await textOf(page, "template");
  await page.keyboard.press("Tab");
  assert.equal(await textOf(page, "template"), before);
  await finish(opened);
});

for (const width of [390, 1280]) {
  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing at ${width} px, ${scheme}; nothing overflows`, async () => {
      const opened = await open(site, { width, scheme });
      const { page } = opened;
      for (const name of [
        "What jurors see",
        "Problems",
        "Data flow",
        "Mappings",
        "Options",
        "Diff",
      ]) {
        await tab(page, name);
        await page.waitForTimeout(50);
        const file = `studio-${name.toLowerCase().replaceAll(" ", "-")}-${width}-${scheme}.png`;
        await page.screenshot({ path: join(screenshots, file), fullPage: width === 390 });
        const { violations, wide } = await look(page);
        assert.deepEqual(violations, [], name);
        assert.equal(wide, 0, `${name}: the page does not scroll sideways`);
      }
      await finish(opened);
    });
  }
}
