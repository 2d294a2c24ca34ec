// From an example to a registered template and a dispute, signed through an EIP-1193 provider on a
// real chain, and every way in which a wallet can say no. Nothing that was typed may be lost.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { assertText, finish, look, screenshots, startSite, watch } from "./lib/studio.mjs";

let site;
before(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await startSite({ world: true });
});
after(() => site?.close());

/** A page with the lease example in the studio, at the page that signs. */
async function shipping({ width = 1280, height = 900, scheme = "light" } = {}) {
  const page = await site.browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  const seen = await watch(page);
  await page.goto(`${site.url}/`);
  const lease = page.locator("li", { hasText: "Residential lease" });
  await lease.getByRole("button", { name: "Open" }).click();
  await page.getByRole("button", { name: /^Register/ }).click();
  await assertText(page.locator("dikast-ship"), "0 errors");
  return { page, seen };
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const dialog = (page) => page.getByRole("dialog");
const alert = (page) => page.locator("dikast-ship .trouble");

async function connect(page, behaviour = "normal") {
  await page.getByRole("button", { name: /^(Find my wallets|Look again)$/ }).click();
  await press(page, "Demo wallet (local chain only)");
  await dialog(page).getByLabel("Behave as").selectOption(behaviour);
  await dialog(page).getByRole("button", { name: "Connect" }).click();
  await page.locator("dikast-ship code", { hasText: "0x" }).first().waitFor();
}

async function sign(page, answer = "Sign") {
  await page.getByRole("button", { name: /^Sign in/ }).click();
  await dialog(page).getByRole("button", { name: answer }).click();
}

describe("a template is registered", () => {
  test("reviewed, signed, and the chain gives back the same", async () => {
    const opened = await shipping();
    const { page } = opened;
    await page.getByLabel("Tag").fill("lease-v1");
    await connect(page);
    await press(page, "Review");
    const review = page.locator("dikast-ship dl");
    await assertText(review, "DisputeTemplateRegistry");
    await assertText(review, "setDisputeTemplate(string,string,string)");
    await assertText(review, "lease-v1");
    await assertText(review, "It would go through now");
    await page.screenshot({ path: join(screenshots, "ship-1280-light.png"), fullPage: true });
    await sign(page);
    const receipt = page.locator("dikast-receipt");
    await assertText(receipt, "Proved");
    await assertText(receipt, "Mined");
    const id = await page.locator("#template-id").textContent();
    assert.match(id, /^\d+$/);
    await page.screenshot({ path: join(screenshots, "receipt-1280-light.png"), fullPage: true });
    // The same from another browser, which never saw the draft: the template, without a comparison.
    const other = await site.browser.newPage();
    await other.goto(page.url());
    await assertText(other.locator("dikast-receipt"), "nothing to compare with");
    assert.equal(await other.locator("#template-id").textContent(), id);
    await other.close();
    await finish(opened);
  });

  test("a dispute is created at exactly the court's price", async () => {
    const opened = await shipping();
    const { page } = opened;
    await page.getByLabel("Create a dispute with it now").check();
    await connect(page);
    await assertText(
      page.locator("dikast-ship"),
      "The court asks for 30000000000000000 wei (0.03 ETH)",
    );
    await press(page, "Review");
    await assertText(page.locator("dikast-ship dl"), "DisputeResolver");
    await sign(page);
    await assertText(page.locator("dikast-receipt"), "Proved");
    assert.match(await page.locator("#dispute-id").textContent(), /^\d+$/);
    await finish(opened);
  });

  test("a reload while it is pending comes back to the same receipt", async () => {
    const opened = await shipping();
    const { page } = opened;
    await connect(page);
    await press(page, "Review");
    await site.world.chain.rpc("evm_setAutomine", [false]);
    try {
      await sign(page);
      await assertText(page.locator("dikast-receipt"), "Waiting until it is mined");
      await page.reload();
      await assertText(page.locator("dikast-receipt"), "Waiting until it is mined");
      await site.world.chain.rpc("evm_mine");
      await assertText(page.locator("dikast-receipt"), "Proved");
    } finally {
      await site.world.chain.rpc("evm_setAutomine", [true]);
    }
    await finish(opened);
  });
});

describe("what goes wrong is told in words, and nothing is lost", () => {
  test("a rejected connection, and a rejected signature", async () => {
    const opened = await shipping();
    const { page } = opened;
    await page.getByLabel("Tag").fill("kept");
    await press(page, "Find my wallets");
    await press(page, "Demo wallet (local chain only)");
    await dialog(page).getByRole("button", { name: "Reject" }).click();
    await assertText(alert(page), "You rejected this in the wallet");
    await connect(page);
    await press(page, "Review");
    await sign(page, "Reject");
    await assertText(alert(page), "Everything is as it was");
    assert.equal(await page.getByLabel("Tag").inputValue(), "kept");
    await sign(page);
    await assertText(page.locator("dikast-receipt"), "Proved");
    await finish(opened);
  });

  test("a wallet on another chain, and one that does not know the chain", async () => {
    for (const [behaviour, answers] of [
      ["elsewhere", ["Change"]],
      ["stranger", ["Add", "Change"]],
    ]) {
      const opened = await shipping();
      const { page } = opened;
      await connect(page, behaviour);
      await assertText(page.locator("dikast-ship"), "another chain");
      assert.ok(await page.getByRole("button", { name: "Review", exact: true }).isDisabled());
      await page.getByRole("button", { name: /^Switch the wallet/ }).click();
      for (const answer of answers) {
        await dialog(page).getByRole("button", { name: answer }).click();
      }
      await assertText(page.locator("dikast-ship"), "the right chain");
      await press(page, "Review");
      await sign(page);
      await assertText(page.locator("dikast-receipt"), "Proved");
      await finish(opened);
    }
  });

  test("too little value: the court's price is named, and put right with a press", async () => {
    const opened = await shipping();
    const { page } = opened;
    await page.getByLabel("Create a dispute with it now").check();
    await connect(page);
    await page.getByLabel("Value, in wei").fill("29999999999999999");
    await press(page, "Review");
    await assertText(page.locator("dikast-ship dl"), "The value is too low");
    await assertText(page.locator("dikast-ship dl"), "0.03 ETH");
    assert.ok(await page.getByRole("button", { name: /^Sign in/ }).isDisabled());
    await press(page, "Use exactly that");
    await press(page, "Review");
    await assertText(page.locator("dikast-ship dl"), "It would go through now");
    await finish(opened);
  });

  test("an account without money", async () => {
    const opened = await shipping();
    const { page } = opened;
    await page.getByLabel("Create a dispute with it now").check();
    await connect(page, "poor");
    await press(page, "Review");
    await page.getByText("refuse it").or(alert(page)).first().waitFor();
    await finish(opened);
  });

  test("a question that is already open in the wallet", async () => {
    const opened = await shipping();
    const { page } = opened;
    await connect(page);
    await press(page, "Review");
    // Somebody else on the page asks first.
    await page.evaluate(() => {
      addEventListener(
        "eip6963:announceProvider",
        ({ detail: { provider } }) => {
          const to = "0x00000000000000000000000000000000000D1CA5";
          void provider
            .request({ method: "eth_sendTransaction", params: [{ to }] })
            .catch(() => {});
        },
        { once: true },
      );
      dispatchEvent(new Event("eip6963:requestProvider"));
    });
    await dialog(page).waitFor();
    await page.getByRole("button", { name: /^Sign in/ }).dispatchEvent("click");
    await assertText(alert(page), "already has a question open");
    await dialog(page).getByRole("button", { name: "Reject" }).click();
    await finish(opened);
  });

  test("offline: nothing is asked, and it is said", async () => {
    const opened = await shipping();
    const { page } = opened;
    await press(page, "Offline: off");
    await press(page, "Find my wallets");
    await assertText(alert(page), "switched to offline");
    await finish(opened);
  });

  test("without a wallet: calldata and a file for a Safe", async () => {
    const opened = await shipping();
    const { page } = opened;
    await page.getByText("Without a wallet here").click();
    const data = await page.getByLabel("Calldata").textContent();
    assert.match(data, /^0x[0-9a-f]+$/);
    const saving = page.waitForEvent("download");
    await press(page, "Save for a Safe");
    assert.equal((await saving).suggestedFilename(), "dikast-safe.json");
    await finish(opened);
  });
});

test("both pages: no axe finding, no sideways scrolling, at both widths and in both themes", async () => {
  for (const width of [390, 1280]) {
    for (const scheme of ["light", "dark"]) {
      const opened = await shipping({ width, scheme, height: 900 });
      const { page } = opened;
      await connect(page);
      await press(page, "Review");
      await assertText(page.locator("dikast-ship dl"), "It would go through now");
      const visit = async (name) => {
        const { violations, wide } = await look(page);
        assert.deepEqual(violations, [], `${name} ${width} ${scheme}`);
        assert.ok(wide <= 0, `${name} ${width}: ${wide} px too wide`);
        await page.screenshot({
          path: join(screenshots, `${name}-${width}-${scheme}.png`),
          fullPage: true,
        });
      };
      await visit("ship");
      await sign(page);
      await assertText(page.locator("dikast-receipt"), "Proved");
      await visit("receipt");
      await finish(opened);
    }
  }
});
