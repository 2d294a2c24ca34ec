// The frame of the site: its box that takes anything, pages, switches, and what happens when something
// breaks.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { dist } from "../package/lib/dist.mjs";
import { finish, look, screenshots, startSite, watch } from "./lib/studio.mjs";

let site;

before(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await startSite({ world: true });
});

after(() => site?.close());

async function open(hash = "", { width = 1280, scheme = "light", prepare } = {}) {
  const page = await site.browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: scheme,
  });
  const seen = await watch(page);
  await prepare?.(page);
  await page.goto(`${site.url}/${hash}`);
  await page.locator("dikast-header h1").waitFor();
  return { page, seen };
}

const search = (page) => page.getByRole("textbox", { name: "Find or paste anything" });
const text = (page, words) => page.getByText(words, { exact: false }).first().waitFor();

test("the start has two doors and opens an example, asking nobody", async () => {
  const opened = await open();
  const { page, seen } = opened;
  await page.getByRole("heading", { name: "I integrate Kleros" }).waitFor();
  await page.getByRole("heading", { name: "I have a dispute" }).waitFor();
  assert.equal(await page.title(), "Start \u00b7 Dikast");
  await page.getByRole("button", { name: "Inspect it" }).click();
  await page.locator("dikast-inspect").waitFor();
  await page.goBack();
  await page
    .getByRole("listitem")
    .filter({ hasText: "Residential lease" })
    .getByRole("button", { name: "Open" })
    .click();
  await page.locator("dikast-studio").waitFor();
  await text(page, "Ms. Jamie Zachreson");
  const asked = seen.requests.filter((url) => /\/world\/(rpc|graphql|ipfs)/.test(url));
  assert.deepEqual(asked, []);
  assert.deepEqual(
    seen.requests.filter((url) => !url.startsWith(site.url) && !url.startsWith("blob:")),
    [],
  );
  await finish(opened);
});

const pasted = [
  ["7", "A number", "Inspect"],
  [`0x${"ab".repeat(32)}`, "A transaction", "Inspect"],
  ["QmTaZuQjJT9NZCYsqyRmEwLb1Vt3gme1a6BS4NQLiWXtH2", "An IPFS address", "Inspect"],
  ["ipfs://QmTaZuQjJT9NZCYsqyRmEwLb1Vt3gme1a6BS4NQLiWXtH2/a.pdf", "An IPFS address", "Inspect"],
  ["0xa9059cbb", "Bytes", "Inspect"],
  ["0x991d2df165670b9cac3B022f4B68D65b664222ea", "An address", "Inspect"],
  [`https://arbiscan.io/tx/0x${"ab".repeat(32)}`, "A link with a transaction", "Inspect"],
  ['{"title":"x","answers":[]}', "A JSON document", "Inspect"],
  ['{"title":"{{x}}", "a": {{{b}}}}', "A template", "Inspect"],
  ["0xabc", "odd number", undefined],
  ["what is this?", "no known kind", undefined],
  ["\u202eabc", "no known kind", undefined],
];

test("the box says what a pasted thing is, and goes to the page for it", async () => {
  const opened = await open();
  const { page } = opened;
  for (const [given, kind, goesTo] of pasted) {
    await search(page).fill(given);
    await page.locator("#found").getByText(kind).waitFor();
    await search(page).press("Enter");
    if (goesTo === "Inspect") {
      await page.locator("dikast-inspect").waitFor();
      const read = () => page.locator("dikast-inspect textarea").first().inputValue();
      // The page may still show what was pasted before.
      for (let i = 0; i < 50 && (await read()) !== given; i += 1) await page.waitForTimeout(100);
      assert.equal(await read(), given);
    }
    await search(page).fill("");
  }
  await search(page).press("Enter");
  await page.locator("#found").getByText("Paste or type something").waitFor();
  await finish(opened);
});

test("a dropped file is read, and one that is no text is told", async () => {
  const opened = await open();
  const { page } = opened;
  const drop = (name, bytes) =>
    search(page).evaluate(
      (input, [fileName, list]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(list)], fileName));
        input.dispatchEvent(
          new DragEvent("drop", { dataTransfer: data, bubbles: true, composed: true }),
        );
      },
      [name, bytes],
    );
  await drop("photo.png", [0x89, 0x50, 0xff]);
  await page.locator("#found").getByText("A file that is no text").waitFor();
  await drop("logs.json", [...new TextEncoder().encode('[{"topics":[],"data":"0x"}]')]);
  await page.locator("#found").getByText("Logs of a transaction").waitFor();
  await finish(opened);
});

test("offline refuses with words, and is remembered", async () => {
  const opened = await open("#/inspect?q=1");
  const { page, seen } = opened;
  await page.getByRole("button", { name: /Offline:/ }).click();
  await page.getByRole("button", { name: "Ask Local world" }).first().click();
  await text(page, "switched to offline");
  assert.deepEqual(
    seen.requests.filter((url) => url.includes("/world/rpc")),
    [],
  );
  await page.reload();
  const pressed = await page.getByRole("button", { name: /Offline:/ }).getAttribute("aria-pressed");
  assert.equal(pressed, "true");
  await page.getByRole("button", { name: /Offline:/ }).click();
  await page.getByRole("button", { name: "Ask Local world" }).first().click();
  await page.locator("dikast-finding").first().waitFor();
  await text(page, "Asked so far");
  await finish(opened);
});

test("theme and chain are remembered", async () => {
  const opened = await open();
  const { page } = opened;
  await page.getByRole("button", { name: /^Theme/ }).click();
  await page.getByRole("button", { name: /^Theme/ }).click();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await page.getByRole("combobox", { name: "Chain" }).selectOption("42161");
  await page.reload();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  assert.equal(await page.getByRole("combobox", { name: "Chain" }).inputValue(), "42161");
  await finish(opened);
});

test("an address without a page, and a page that breaks, leave words and the drafts", async () => {
  const opened = await open("#/nowhere");
  const { page } = opened;
  await text(page, "There is no such page");
  await page.getByRole("button", { name: "Go to the start" }).click();
  await page.getByRole("heading", { name: "I integrate Kleros" }).waitFor();
  await page.evaluate(() => {
    location.hash = "#/inspect";
  });
  await page.locator("dikast-inspect textarea").first().fill("0x12345678");
  await page.evaluate(() => {
    const frame = document.querySelector("dikast-app");
    const inspect = frame.shadowRoot.querySelector("dikast-inspect");
    inspect.render = () => {
      throw new Error("made to break");
    };
    inspect.requestUpdate();
  });
  await text(page, "made to break");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download everything kept here" }).click();
  const kept = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  assert.equal(kept["dikast.kept.inspect.text"], "0x12345678");
  opened.seen.errors = [];
  await finish(opened);
});

test("a page whose code does not come is told, and tried again", async () => {
  let block = true;
  const prepare = (page) =>
    page.route(/assets\/inspect-/, (route) => (block ? route.abort() : route.continue()));
  const opened = await open("#/inspect", { prepare });
  const { page } = opened;
  await text(page, "could not be loaded");
  block = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("dikast-inspect textarea").first().waitFor();
  opened.seen.errors = [];
  await finish(opened);
});

test("a full storage is told, with a download of what was not kept", async () => {
  const prepare = (page) =>
    page.addInitScript(() => {
      const put = Storage.prototype.setItem;
      Storage.prototype.setItem = function (key, value) {
        if (globalThis.storageFull) throw new DOMException("full", "QuotaExceededError");
        put.call(this, key, value);
      };
    });
  const opened = await open("#/inspect", { prepare });
  const { page } = opened;
  const box = page.locator("dikast-inspect textarea").first();
  await box.waitFor();
  await page.evaluate(() => {
    globalThis.storageFull = true;
  });
  await box.fill("0x1234");
  await text(page, "storage is full or turned off");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download what was not kept" }).click();
  const kept = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  assert.equal(kept["inspect.text"], "0x1234");
  await page.evaluate(() => {
    globalThis.storageFull = false;
  });
  await box.fill("0x123456");
  await page
    .getByRole("button", { name: "Download what was not kept" })
    .waitFor({ state: "detached" });
  await finish(opened);
});

test("a text of more than a megabyte outlives the page", async () => {
  const opened = await open("#/inspect");
  const { page } = opened;
  const long = `0x${"00".repeat(700_000)}`;
  const box = page.locator("dikast-inspect textarea").first();
  await box.fill(long);
  await page.waitForFunction(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open("dikast", 1);
        request.onsuccess = () => {
          const get = request.result.transaction("kept").objectStore("kept").get("inspect.text");
          get.onsuccess = () => resolve(get.result?.length > 1_000_000);
        };
      }),
  );
  await page.reload();
  await page.waitForFunction(() => {
    const frame = document.querySelector("dikast-app").shadowRoot;
    const area = frame.querySelector("dikast-inspect")?.shadowRoot?.querySelector("textarea");
    return area?.value.length > 1_000_000;
  });
  await finish(opened);
});

test("every control of the frame is reached by keyboard, and the skip link leads to the page", async () => {
  const opened = await open();
  const { page } = opened;
  const active = () =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return `${element?.getAttribute("aria-label") ?? element?.textContent ?? ""} ${element?.id}`.trim();
    });
  await page.keyboard.press("Tab");
  assert.match(await active(), /Skip to the page/);
  await page.keyboard.press("Enter");
  assert.match(await active(), /page$/);
  const reached = [];
  await page.evaluate(() => document.activeElement.blur?.());
  await page.reload();
  await page.locator("dikast-start").waitFor();
  for (let i = 0; i < 20; i += 1) {
    await page.keyboard.press("Tab");
    reached.push(await active());
  }
  for (const name of ["Find or paste", "Chain", "Offline", "Theme", "Start", "Inspect", "Open"]) {
    assert.ok(
      reached.some((each) => each.includes(name)),
      `${name} was reached: ${reached.join(" | ")}`,
    );
  }
  await finish(opened);
});

test("the first view is small and soon there", async () => {
  const page = await site.browser.newPage();
  const sizes = new Map();
  page.on("response", (response) => {
    if (/\.(js|css|html)$|\/$/.test(new URL(response.url()).pathname)) {
      sizes.set(response.url(), response);
    }
  });
  await page.goto(`${site.url}/`);
  await page.getByRole("heading", { name: "I integrate Kleros" }).waitFor();
  const usable = await page.evaluate(() => performance.now());
  const paint = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  );
  await page.waitForLoadState("networkidle");
  let scripts = 0;
  for (const [url, response] of sizes) {
    if (url.endsWith(".js")) scripts += gzipSync(await response.body(), { level: 9 }).length;
  }
  console.log(
    `# first paint ${Math.round(paint)} ms, usable before ${Math.round(usable)} ms, JavaScript ${Math.round(scripts / 1000)} kB gzip`,
  );
  assert.ok(scripts <= 200_000, `${scripts} bytes of JavaScript`);
  await page.close();
});

test("the build holds no inline code and no address outside the list", () => {
  const files = readdirSync(join(dist, "site"), { recursive: true });
  for (const name of files.filter((each) => /\.(js|html)$/.test(each))) {
    const source = readFileSync(join(dist, "site", name), "utf8");
    assert.doesNotMatch(source, /\bnew Function\b|[^\w.]eval\(/, name);
    assert.doesNotMatch(source, /seed phrase|mnemonic/i, name);
  }
});

for (const width of [390, 1280]) {
  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing on the start at ${width} px, ${scheme}`, async () => {
      const opened = await open("", { width, scheme });
      const { page } = opened;
      await page.locator("dikast-start").waitFor();
      await page.screenshot({
        path: join(screenshots, `start-${width}-${scheme}.png`),
        fullPage: true,
      });
      assert.deepEqual(await look(page), { violations: [], wide: 0 });
      await search(page).fill("7");
      await page.locator("#found").getByText("A number").waitFor();
      await page.screenshot({ path: join(screenshots, `search-${width}-${scheme}.png`) });
      assert.deepEqual(await look(page), { violations: [], wide: 0 });
      await finish(opened);
    });
  }
}
