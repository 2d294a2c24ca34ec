// A random walk over the studio's controls, ended at 200 points by a reload, by closing the page or
// by killing its process: every field is there again.
//   DIKAST_SEED=7 node --test tests/browser/studio-kill.test.mjs
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { importPackage, root } from "../package/lib/dist.mjs";
import { startSite, watch } from "./lib/studio.mjs";

const KILLS = Number(process.env.DIKAST_KILLS ?? 200);
const SEED = Number(process.env.DIKAST_SEED ?? Date.now() % 1_000_000);

/** mulberry32: small, seeded, good enough to walk with. */
function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
}

const next = random(SEED);
const pick = (list) => list[next(list.length)];
const word = () =>
  pick(["a", "{{b}}", '"c"', " \u00e9", "\n", "0x12", "\u4e2d\u6587", "\ud83d\ude80", "\\", "}"]) +
  next(1000);

const example = (id, name) => readFileSync(join(root, `examples/${id}/${name}.json`), "utf8");
const documents = (id) => ({
  example: id,
  template: example(id, "template"),
  mappings: example(id, "mappings"),
  parameters: JSON.parse(example(id, "parameters")),
});

let site;
let dikast;
before(async () => {
  site = await startSite();
  dikast = await (await importPackage("index.js")).load();
});
after(() => site?.close());

const tab = (page, name) => page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();

async function append(page, name) {
  const text = word();
  await page.getByRole("textbox", { name, exact: true }).focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText(text);
  return text;
}

/** What a person may do; each changes `draft` as the page is expected to. */
const actions = {
  async template(page, draft) {
    draft.template += await append(page, "Template");
  },
  async mappings(page, draft) {
    draft.mappings += await append(page, "Data mappings");
  },
  async parameter(page, draft) {
    const name = pick([
      "arbitrator",
      "arbitratorDisputeID",
      "arbitrableAddress",
      "arbitrableChainID",
    ]);
    const value = word().replaceAll("\n", "");
    await page.getByRole("textbox", { name, exact: true }).fill(value);
    draft.parameters[name] = value;
  },
  async look(page, draft) {
    await tab(page, "What jurors see");
    const [id, name] = pick([
      ["strict", "Strict"],
      ["court-mainnet", "Court mainnet"],
      ["court-devnet", "Court devnet"],
      ["kleros-sdk", "kleros-sdk"],
    ]);
    await page.getByRole("group", { name: "Render as" }).getByRole("button", { name }).click();
    Object.assign(draft, { consumer: id, tab: "jurors" });
  },
  async width(page, draft) {
    await tab(page, "What jurors see");
    const [id, name] = pick([
      ["wide", "Desktop"],
      ["phone", "Phone"],
    ]);
    await page.getByRole("button", { name }).click();
    Object.assign(draft, { width: id, tab: "jurors" });
  },
  async option(page, draft) {
    await tab(page, "Options");
    draft.tab = "options";
    const answers = dikast.template.answers(draft.template).filter(({ fixed }) => !fixed);
    if (answers.length === 0) return;
    const { index } = pick(answers);
    const value = word().replaceAll("\n", " ");
    await page.getByRole("textbox", { name: `Title of answer ${index + 1}` }).fill(value);
    const edit = { set: index, field: "title", value };
    draft.template = dikast.template.editAnswers(draft.template, edit);
  },
  async version(page, draft) {
    await tab(page, "Diff");
    const value = word().replaceAll("\n", "");
    await page.getByRole("textbox", { name: "Put this version aside as" }).fill(value);
    draft.tab = "diff";
    draft.fields.version = value;
  },
  async save(page, draft) {
    await tab(page, "Diff");
    await page.getByRole("button", { name: "Save version" }).click();
    draft.tab = "diff";
    const name = draft.fields.version?.trim() || "Version";
    draft.versions.unshift({ name, template: draft.template });
    draft.versions.length = Math.min(draft.versions.length, 50);
    draft.fields.version = "";
  },
  async other(page, draft) {
    await tab(page, "Diff");
    draft.tab = "diff";
    const field = page.getByRole("textbox", { name: "Text compared with" });
    if (!(await field.isVisible())) await page.getByText("The text compared with").click();
    draft.other = word();
    await field.fill(draft.other);
  },
  async example(page, draft) {
    const id = pick(["escrow-v2", "lease", "reality", "curate-removal"]);
    const field = page.getByRole("combobox", { name: "Start from" });
    if ((await field.inputValue()) === id) return;
    const { example: from, template, mappings, parameters } = draft;
    draft.previous = structuredClone({ example: from, template, mappings, parameters });
    await field.selectOption(id);
    Object.assign(draft, documents(id));
  },
  async undo(page, draft) {
    if (!draft.previous) return;
    const { example: from, template, mappings, parameters } = draft;
    await page.getByRole("button", { name: "Undo" }).click();
    Object.assign(draft, structuredClone(draft.previous));
    draft.previous = structuredClone({ example: from, template, mappings, parameters });
  },
};

/** As a new page finds it. */
const found = (studio) => {
  const { draft, undo, saved } = studio.model;
  const documentsOf = ({ example, template, mappings, parameters }) => ({
    example,
    template,
    mappings,
    parameters,
  });
  const { tab, consumer, width, other, fields } = draft;
  return {
    ...documentsOf(draft),
    tab,
    consumer,
    width,
    other,
    version: fields.version ?? "",
    previous: undo && documentsOf(undo),
    versions: saved.map(({ name, template }) => ({ name, template })),
  };
};

const ends = {
  reload: async (page) => {
    await page.reload({ waitUntil: "commit" });
    return page;
  },
  close: async (page, context) => {
    await page.close({ runBeforeUnload: false });
    return context.newPage();
  },
  crash: async (page, context) => {
    const crashed = page.waitForEvent("crash");
    page.goto("chrome://crash").catch(() => {});
    await crashed;
    await page.close();
    return context.newPage();
  },
};

test(`${KILLS} ends of the page at random points lose nothing (seed ${SEED})`, async () => {
  console.log(`seed ${SEED}`);
  const context = await site.browser.newContext();
  let page = await context.newPage();
  let seen = await watch(page);
  const draft = {
    ...documents("escrow-v2"),
    tab: "jurors",
    consumer: "strict",
    width: "wide",
    other: "",
    fields: {},
    versions: [],
    previous: undefined,
  };
  const names = Object.keys(actions);
  const counts = {};
  await page.goto(`${site.url}/#/studio`);
  for (let kill = 0; kill < KILLS; kill += 1) {
    const studio = page.locator("dikast-studio");
    await studio.waitFor();
    const path = [];
    for (let step = next(4); step >= 0; step -= 1) {
      const name = pick(names);
      path.push(name);
      await actions[name](page, draft);
    }
    assert.deepEqual(seen.errors, [], `kill ${kill}: ${path}`);
    const end = next(10) === 0 ? "crash" : pick(["reload", "close"]);
    counts[end] = (counts[end] ?? 0) + 1;
    const again = await ends[end](page, context);
    if (again !== page) {
      page = again;
      seen = await watch(page);
      await page.goto(`${site.url}/#/studio`, { waitUntil: "commit" });
    }
    const there = await page.locator("dikast-studio").evaluate(found);
    const { fields, ...rest } = draft;
    const wanted = { ...rest, version: fields.version ?? "" };
    assert.deepEqual(there, wanted, `seed ${SEED}, kill ${kill} (${end}) after ${path}`);
  }
  console.log(`${KILLS} ends: ${JSON.stringify(counts)}; 0 fields lost`);
  await context.close();
});
