// What parties write reaches jurors as words and pictures: the markdown and file vectors of
// data/attacks.jsonl, and some of our own, open no dialog, break no rule of the policy, and ask nobody.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { importPackage, root } from "../package/lib/dist.mjs";
import { finish, startSite, watch } from "./lib/studio.mjs";

const { load } = await importPackage("index.js");
const dikast = await load();
const path = join(process.env.DIKAST_SHARED ?? join(root, "../shared"), "data/attacks.jsonl");

const rows = existsSync(path)
  ? readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line))
  : [];
if (rows.length === 0) {
  console.log(`SKIPPED: the vectors are not here: ${path} does not exist. Our own are run.`);
}

let site;
before(async () => {
  site = await startSite({ world: true });
});
after(() => site?.close());

/** A page in which whatever a document does is counted. */
async function open(hash) {
  const page = await site.browser.newPage({ viewport: { width: 1000, height: 800 } });
  const seen = await watch(page);
  const dialogs = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    globalThis.messages = [];
    addEventListener("message", (event) => globalThis.messages.push(event.data));
  });
  await page.goto(`${site.url}/${hash}`);
  await page.locator("dikast-publish, dikast-file-check").first().waitFor();
  return { page, seen, dialogs };
}

/** Nothing ran, nothing was reported, nobody else was asked, and the page is as it was. */
async function unharmed({ page, seen, dialogs }, name) {
  await page.waitForTimeout(60);
  assert.deepEqual(dialogs, [], `${name}: no dialog`);
  assert.deepEqual(await page.evaluate(() => globalThis.reports), [], `${name}: no report`);
  assert.deepEqual(await page.evaluate(() => globalThis.messages), [], `${name}: no message`);
  const elsewhere = seen.requests.filter(
    (url) => !url.startsWith(site.url) && !url.startsWith("blob:"),
  );
  assert.deepEqual(elsewhere, [], `${name}: nobody else was asked`);
  assert.deepEqual(seen.errors, [], `${name}: nothing on the console`);
}

/** Elements, attributes and schemes of what is shown, through every shadow tree of the view. */
const shown = (page) =>
  page
    .locator("dikast-evidence-view")
    .first()
    .evaluate((view) => {
      const found = { tags: new Set(), bad: [] };
      const walk = (tree) => {
        for (const element of tree.querySelectorAll("*")) {
          found.tags.add(element.localName);
          for (const { name, value } of element.attributes) {
            const script = /^\s*(javascript|vbscript|data):/i.test(value);
            if (name.startsWith("on") || script) found.bad.push(`${name}=${value}`);
          }
          if (element.shadowRoot) walk(element.shadowRoot);
        }
      };
      walk(view.shadowRoot);
      return { tags: [...found.tags], bad: found.bad };
    });

/** All text below an element, through every shadow tree. */
const wordsOf = (locator) =>
  locator.evaluate((element) => {
    const read = (tree) =>
      [...tree.childNodes]
        .map((node) => {
          if (node.nodeType === 3) return node.nodeValue;
          if (node.localName === "style") return "";
          return (node.shadowRoot ? read(node.shadowRoot) : "") + read(node);
        })
        .join(" ");
    return (element.shadowRoot ? read(element.shadowRoot) : "") + read(element);
  });

const expand = ({ input }) => {
  let text = input.template ?? "";
  for (const [mark, { repeat, times, tail = "" }] of Object.entries(input.expand ?? {})) {
    text = text.replaceAll(mark, repeat.repeat(times) + tail);
  }
  return text;
};

/** The texts that a juror would read in Markdown. */
function textsOf(row) {
  try {
    const { title, description, question } = JSON.parse(expand(row));
    return [title, description, question].filter((text) => typeof text === "string");
  } catch {
    return [];
  }
}

const markdown = [
  ...rows
    .filter(({ surface }) => surface === "template")
    .flatMap((row) => textsOf(row).map((text) => [row.id, text])),
  ["script", "<script>alert(1)</script><svg onload=alert(1)><img src=x onerror=alert(1)>"],
  ["autolink", "<javascript:alert(1)> <https://evil.example/a> <data:text/html,x>"],
  ["links", "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](&#106;avascript:alert(1))"],
  [
    "schemes",
    "[a](data:text/html,<script>alert(1)</script>) [b](vbscript:x) [c](blob:x) [d](file:///etc/passwd)",
  ],
  [
    "hosts",
    "[a](//evil.example) [b](/\\evil.example) [c](\\\\evil.example) [d](https:evil.example)",
  ],
  ["reference", "[a]\n\n[a]: javascript:alert(1) 'x'"],
  [
    "image",
    "![x](https://evil.example/p.png) ![y](//evil.example/q.png) ![z](javascript:alert(1))",
  ],
  ["image in a link", "[![x](https://evil.example/p.png)](https://evil.example/)"],
  ["title", '[a](https://evil.example "x\\" onmouseover=\\"alert(1)")'],
  [
    "style",
    "<p style='background:url(https://evil.example/x)'>x</p><style>@import 'https://evil.example'</style>",
  ],
  [
    "frames",
    "<iframe src=https://evil.example></iframe><object data=x></object><embed src=x><base href=https://evil.example>",
  ],
  ["form", "<form action=https://evil.example><input name=x autofocus onfocus=alert(1)></form>"],
  [
    "table",
    "| <img src=x onerror=alert(1)> | [x](javascript:alert(1)) |\n|---|---|\n| a | ![p](https://evil.example/t.png) |",
  ],
  ["bidi", "pay \u202eelles\u202c [\u202ethe\u202c](https://evil.example)"],
  [
    "mutation",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
  ],
  ["mail", "[write](mailto:x@evil.example?body=secret)"],
];

test("markdown of parties: words, tables, and nothing that acts", async () => {
  const opened = await open("#/evidence");
  const { page } = opened;
  await page.getByLabel("Name", { exact: true }).fill("Evidence");
  const allowed = new Set(
    "article h4 h5 h6 p span strong em a-link button blockquote ul ol li pre code br hr table thead tbody tr th td div dikast-markdown dikast-leave dialog h2 style".split(
      " ",
    ),
  );
  for (const [name, text] of markdown) {
    await page.getByLabel("Description, in Markdown").fill(text);
    await page.locator("dikast-evidence-view").first().waitFor();
    const { tags, bad } = await shown(page);
    assert.deepEqual(bad, [], name);
    assert.deepEqual(
      tags.filter((tag) => !allowed.has(tag)),
      [],
      name,
    );
    const raw = await wordsOf(page.locator("dikast-markdown").first());
    assert.doesNotMatch(raw, /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/, name);
    await unharmed(opened, name);
  }
  await finish(opened);
});

test("every link to another host goes through the notice", async () => {
  const opened = await open("#/evidence");
  const { page } = opened;
  await page.getByLabel("Name", { exact: true }).fill("Evidence");
  const given = rows.flatMap(({ check }) => (check.verdict === "external-link" ? check.urls : []));
  const urls = ["//evil.example/policy", "https://evil.example/a", "/\\evil.example/b", ...given];
  for (const url of new Set(urls)) {
    await page
      .getByLabel("Description, in Markdown")
      .fill(`[the terms](<${url.replaceAll("\\", "\\\\")}>)`);
    await page.locator("dikast-markdown", { hasText: "the terms" }).waitFor();
    assert.equal(await page.locator("dikast-markdown a[href]").count(), 0);
    if (url.includes("\\")) {
      // Markdown writes a backslash as %5C, which leads nowhere.
      await page.locator("dikast-markdown", { hasText: "[no link: /%5C" }).waitFor();
      assert.equal(await page.locator("dikast-markdown button").count(), 0, url);
      continue;
    }
    await page.locator("dikast-markdown button.link").click();
    const notice = page.getByRole("dialog", { name: "This leaves Dikast" });
    await notice.getByText("evil.example").first().waitFor();
    const link = notice.getByRole("link");
    assert.match(await link.getAttribute("href"), /^https:\/\/evil\.example\//);
    assert.match(await link.getAttribute("rel"), /noopener.*noreferrer/);
    await page.keyboard.press("Escape");
    await notice.waitFor({ state: "hidden" });
    await unharmed(opened, url);
  }
  await page.getByLabel("Description, in Markdown").fill("![x](https://evil.example/p.png)");
  await page.getByRole("button", { name: "Picture, not loaded: x" }).click();
  await page.getByRole("button", { name: "Stay here" }).click();
  await unharmed(opened, "picture");
  await finish(opened);
});

test("a picture of IPFS is loaded when pressed, its bytes checked", async () => {
  const opened = await open("#/evidence");
  const { page } = opened;
  await page.getByLabel("Name", { exact: true }).fill("Evidence");
  const uri = site.world.documents.policies.lease;
  await page.getByLabel("Description, in Markdown").fill(`![plan](ipfs://${uri.slice(6)})`);
  await page.getByRole("button", { name: "Picture, not loaded: plan" }).click();
  await page.locator("dikast-markdown [role=alert]", { hasText: "no picture" }).waitFor();
  await unharmed(opened, "no picture");
  await finish(opened);
});

test("nesting and length: the page stays, and answers at once", async () => {
  const opened = await open("#/evidence");
  const { page } = opened;
  await page.getByLabel("Name", { exact: true }).fill("Evidence");
  for (const [name, text, limit] of [
    ["quotes", `${">".repeat(5000)}x`, 500],
    ["lists", `${"- ".repeat(3000)}x`, 500],
    ["numbers", `${"1. ".repeat(3000)}x`, 500],
    ["mixed", `${"> - ".repeat(1500)}x`, 500],
    ["brackets", "[".repeat(50_000), 500],
    ["emphasis", "a**b".repeat(12_000), 500],
    ["paragraphs", `${"a**b ".repeat(1500)}\n\n`.repeat(10), 3000],
  ]) {
    const took = await page.locator("dikast-evidence").evaluate(async (element, description) => {
      const start = performance.now();
      element.model.edit({ description });
      await element.updateComplete;
      await new Promise((next) => setTimeout(next));
      return performance.now() - start;
    }, text);
    // A machine that is busy with other things is given some more.
    assert.ok(took < limit * 4, `${name}: ${took.toFixed(0)} ms`);
    await page.locator("dikast-evidence-view").first().waitFor();
  }
  await unharmed(opened, "nesting");
  await finish(opened);
});

const page = `<!doctype html><html><head><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/"><link rel="stylesheet" href="https://evil.example/x.css"><style>body{background:url(https://evil.example/y)}</style></head><body onload="alert(1)" style="color:red"><h1>Words</h1><script>parent.postMessage("x","*");alert(1)</script><img src="https://evil.example/p.png" onerror="alert(1)"><iframe src="https://evil.example/"></iframe><form action="https://evil.example/"><input autofocus onfocus="alert(1)"><button>Send</button></form><a href="https://evil.example/" target="_top">leave</a><a href="javascript:alert(1)">run</a><object data="https://evil.example/o"></object><svg onload="alert(1)"><script>alert(1)</script></svg><noscript><img src="https://evil.example/n.png"></noscript><template><img src="https://evil.example/t.png"></template></body></html>`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="80" onload="alert(1)"><script>alert(1)</script><style>@import url(https://evil.example/s.css);rect{fill:red}</style><rect width="50" height="50" style="stroke:blue"/><image xlink:href="https://evil.example/i.png" width="9" height="9"/><use href="https://evil.example/u.svg#x"/><foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml"><img src="https://evil.example/f.png"/></body></foreignObject><a href="javascript:alert(1)"><text y="60">Text</text></a></svg>`;

const files = [
  ...rows
    .filter(({ input }) => typeof input?.evidence?.fileBytesUtf8 === "string")
    .map(({ id, input: { evidence } }) => [
      id,
      `${evidence.name}.${evidence.fileTypeExtension ?? "txt"}`,
      evidence.fileBytesUtf8,
    ]),
  ["page", "terms.pdf", page],
  ["page as text", "terms.txt", `  \n${page}`],
  ["drawing", "plan.png", svg],
  ["drawing with a declaration", "plan.svg", `<?xml version="1.0"?><!-- x -->${svg}`],
  ["stylesheet in XML", "x.xml", '<?xml-stylesheet href="https://evil.example/x.xsl"?><a/>'],
  [
    "XHTML",
    "x.xhtml",
    `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>`,
  ],
  ["script", "run.sh", "#!/bin/sh\ncurl https://evil.example"],
  ["markdown", "policy.md", "# P\n\n<script>alert(1)</script> ![x](https://evil.example/m.png)"],
  ["PDF that begins like a page", "x.html", "%PDF-1.7\n<script>alert(1)</script>"],
  ["GIF that is a script", "x.gif", "GIF89a=1;alert(1)"],
  ["picture that is a page", "x.png", `<!-- \u0089PNG -->${page}`],
  ["unclosed", "x.html", '<html><p title="never closed><script>alert(1)</script>'],
  ["hidden name", "terms\u202efdp.exe", "hello"],
];

describe("files of parties", () => {
  for (const [where, hash, input] of [
    ["Evidence", "#/evidence", "dikast-evidence input[type=file]"],
    ["Inspect", "#/inspect", "dikast-file-check input[type=file]"],
  ]) {
    test(`${where}: shown by what they are, and nothing in them acts`, async () => {
      const opened = await open(hash);
      const { page: tab } = opened;
      if (where === "Evidence") {
        await tab.getByLabel("Name", { exact: true }).fill("Evidence");
        await tab.getByLabel("Description, in Markdown").fill("d");
      }
      for (const [name, filename, content] of files) {
        const buffer = Buffer.from(content);
        await tab.locator(input).setInputFiles({ name: filename, mimeType: "", buffer });
        const view = tab.locator("dikast-document").first();
        await view.locator(".badge").waitFor();
        const frames = await view
          .locator("iframe")
          .evaluateAll((all) =>
            all.map((frame) => [frame.getAttribute("sandbox"), new URL(frame.src).protocol]),
          );
        for (const frame of frames) assert.deepEqual(frame, ["", "blob:"], name);
        const text = await wordsOf(
          tab.locator(where === "Evidence" ? "dikast-evidence" : "dikast-file-check"),
        );
        assert.doesNotMatch(text, /[\u202a-\u202e]/, name);
        await unharmed(opened, name);
        for (const frame of tab.frames().slice(1)) {
          const inside = await frame.content();
          assert.doesNotMatch(inside, /<(script|img|iframe|a|form|svg|style|link|base)\b/i, name);
        }
      }
      await finish(opened);
    });
  }
});

test("evidence of the vectors, pasted: claims are claims, and nobody is asked", async () => {
  const opened = await open("#/inspect");
  const { page: tab } = opened;
  const box = tab.locator("dikast-inspect textarea").first();
  const documents = rows
    .filter(({ surface, input }) => surface === "evidence" && input.evidence)
    .map(({ id, input }) => [id, input.evidence]);
  const own = {
    name: "n",
    description: "d",
    fileURI: "javascript:alert(1)",
    sender: "0x1",
    timestamp: 1,
    dynamicScriptURI: "https://evil.example/s.js",
  };
  for (const [id, document] of [...documents, ["own", own]]) {
    await box.fill("");
    await tab.locator("dikast-finding").waitFor({ state: "detached" });
    await box.fill(JSON.stringify(document));
    await tab.locator("dikast-finding, .warn-line").first().waitFor();
    await unharmed(opened, id);
    if (Array.isArray(document)) continue;
    const { valid, evidence } = dikast.evidence.validate(document, { standard: "erc-1497" });
    const said = await wordsOf(tab.locator("dikast-inspect"));
    if (evidence.claims) assert.match(said, /nothing proves/, id);
    if (!valid) assert.match(said, /error/, id);
    assert.equal(await tab.locator("dikast-inspect iframe").count(), 0, id);
  }
  await finish(opened);
});
