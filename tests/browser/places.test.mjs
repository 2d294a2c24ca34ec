// The site from wherever it is put: a sub-path, an IPFS gateway's path, and a folder on a disk.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { contentSecurityPolicy } from "../../scripts/serve.mjs";
import { launch, serve } from "../package/lib/browser.mjs";
import { dist } from "../package/lib/dist.mjs";
import { finish, watch } from "./lib/studio.mjs";

const folder = join(dist, "site");
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

/** Start, an example in the studio, the register page, and something pasted: all in one place. */
async function walk(url) {
  const page = await browser.newPage();
  const seen = await watch(page);
  await page.goto(url);
  await page
    .getByRole("listitem")
    .filter({ hasText: "Residential lease" })
    .getByRole("button", { name: "Open" })
    .click();
  await page.locator("dikast-juror-view").getByText("Ms. Jamie Zachreson").first().waitFor();
  await page.getByRole("link", { name: "Register" }).click();
  await page.getByRole("heading", { name: /Register a template/ }).waitFor();
  const box = page.getByRole("textbox", { name: "Find or paste anything" });
  await box.fill("0x991d2df165670b9cac3B022f4B68D65b664222ea");
  await box.press("Enter");
  await page.locator("dikast-finding").getByText("A known contract").waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: /Register a template/ }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: /Register a template/ }).waitFor();
  const root = new URL(".", url).href;
  const elsewhere = seen.requests.filter(
    (each) => !each.startsWith(root) && !each.startsWith("blob:"),
  );
  assert.deepEqual(elsewhere, [], "nothing outside its folder");
  await finish({ page, seen });
}

for (const base of [
  "/",
  "/tools/dikast/",
  "/ipfs/bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi/",
]) {
  test(`served below ${base}`, async () => {
    const headers = { "content-security-policy": contentSecurityPolicy };
    const server = await serve(folder, { base, headers });
    try {
      await walk(`${new URL(server.url).origin}${base}`);
    } finally {
      await server.close();
    }
  });
}

test("opened as a file", () => walk(pathToFileURL(join(folder, "index.html")).href));
