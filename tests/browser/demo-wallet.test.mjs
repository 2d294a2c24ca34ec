// The wallet of the local world: what it does as a wallet, and what the site makes of it when it
// misbehaves. What the site does with one that behaves is in sign.test.mjs and walk.test.mjs.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { serve } from "../../scripts/serve.mjs";
import { dist } from "../package/lib/dist.mjs";
import {
  assertText,
  finish,
  look,
  ready,
  retype,
  screenshots,
  startSite,
  watch,
} from "./lib/studio.mjs";

const NAME = "Demo wallet (local chain only)";
const LOCAL = "0x7a69";

let site;
before(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await startSite({ world: true });
});
after(() => site?.close());

/** A page that has the wallet, and its provider as globalThis.wallet. */
async function open({ width = 1280, height = 900, scheme = "light" } = {}) {
  const page = await site.browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  const seen = await watch(page);
  await page.addInitScript(() => {
    addEventListener("eip6963:announceProvider", ({ detail }) => {
      globalThis.announced = detail.info;
      globalThis.wallet = detail.provider;
    });
  });
  await page.goto(`${site.url}/#/start`);
  await page
    .locator("li", { hasText: "Residential lease" })
    .getByRole("button", { name: "Open" })
    .click();
  await page.getByRole("button", { name: /^Register/ }).click();
  await assertText(page.locator("dikast-ship"), "0 errors");
  return { page, seen };
}

/** What the wallet answers to a request, once its dialog is answered: {result} or {code, message}. */
async function ask(page, method, params = [], { answer, behaviour } = {}) {
  const reply = page.evaluate(
    ([method, params]) =>
      globalThis.wallet.request({ method, params }).then(
        (result) => ({ result }),
        ({ code, message }) => ({ code, message }),
      ),
    [method, params],
  );
  if (answer !== undefined) await decide(page, answer, behaviour);
  return reply;
}

async function decide(page, answer, behaviour) {
  const dialog = page.getByRole("dialog");
  await assertText(dialog, "Demo wallet - local chain only. No real money.");
  if (behaviour) await dialog.getByLabel("Behave as").selectOption(behaviour);
  await dialog.getByRole("button", { name: answer, exact: true }).click();
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const alert = (page) => page.locator("dikast-ship .trouble");
const ship = (page) => page.locator("dikast-ship");

async function connect(page, behaviour) {
  await press(page, "Find my wallets");
  await press(page, NAME);
  await decide(page, "Connect", behaviour);
}

describe("in the header", () => {
  const header = (page) => page.locator("dikast-wallet-button");
  const pressed = (page, name) => header(page).getByRole("button", { name }).click();
  async function looked(page, name) {
    assert.deepEqual(await look(page), { violations: [], wide: 0 });
    await page.screenshot({ path: join(screenshots, `${name}.png`) });
  }

  test("a wallet connected there is the wallet of every page, until it is forgotten", async () => {
    const opened = await open();
    const { page } = opened;
    await pressed(page, "Wallet: none");
    await pressed(page, NAME);
    await decide(page, "Connect");
    await assertText(header(page), /Wallet: 0x\w{4}\u2026\w{4}/);
    await assertText(ship(page), "the right chain");
    await pressed(page, "Wallet: 0x");
    await looked(page, "wallet-header");
    await pressed(page, "Forget it in this page");
    await assertText(header(page), "Wallet: none");
    await assertText(ship(page), "No wallet is asked before you press");
    await finish(opened);
  });

  test("offline it is neither found nor asked", async () => {
    const opened = await open({ width: 390, scheme: "dark" });
    const { page } = opened;
    await page.getByRole("button", { name: /^Offline/ }).click();
    await pressed(page, "Wallet: none");
    await assertText(header(page), "Offline: nothing leaves this page");
    await looked(page, "wallet-header-offline");
    await page.keyboard.press("Escape");
    assert.equal(await header(page).locator("#wallet").isHidden(), true);
    await finish(opened);
  });
});

describe("as a wallet", () => {
  test("it announces itself as EIP-6963 says, and does nothing before it is allowed to", async () => {
    const opened = await open();
    const { page } = opened;
    const info = await page.evaluate(() => globalThis.announced);
    assert.match(
      info.uuid,
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.equal(info.name, NAME);
    assert.match(info.rdns, /^[a-z]+(\.[a-z]+)+$/);
    assert.match(info.icon, /^data:image\/svg\+xml,/);
    assert.deepEqual(await ask(page, "eth_accounts"), { result: [] });
    const to = "0x00000000000000000000000000000000000D1CA5";
    assert.equal((await ask(page, "eth_sendTransaction", [{ to }])).code, 4100);
    assert.equal((await ask(page, "wallet_sendCalls", [{}])).code, 4200);
    assert.equal((await ask(page, "eth_sign", [])).code, 4200);
    assert.equal((await ask(page, "wallet_switchEthereumChain", [{ chainId: "0x2" }])).code, 4902);
    const far = { chainId: "0x2", chainName: "Elsewhere", rpcUrls: ["http://127.0.0.1:1"] };
    assert.equal((await ask(page, "wallet_addEthereumChain", [far])).code, 4200);
    await finish(opened);
  });

  test("it signs for its own account on its own chain, and for no other", async () => {
    const opened = await open();
    const { page } = opened;
    const yes = { answer: "Connect" };
    const { result } = await ask(page, "eth_requestAccounts", [], yes);
    assert.deepEqual(result, [site.world.accounts.buyer]);
    const [from] = result;
    const to = "0x00000000000000000000000000000000000D1CA5";
    const { owner } = site.world.accounts;
    assert.equal((await ask(page, "eth_sendTransaction", [{ from: owner, to }])).code, 4100);
    const elsewhere = { from, to, chainId: "0x1" };
    assert.equal((await ask(page, "eth_sendTransaction", [elsewhere])).code, 4901);
    const here = { from, to, chainId: LOCAL };
    assert.equal((await ask(page, "eth_sendTransaction", [here], { answer: "Reject" })).code, 4001);
    const sent = await ask(page, "eth_sendTransaction", [here], { answer: "Sign" });
    assert.match(sent.result, /^0x[0-9a-f]{64}$/);
    await finish(opened);
  });

  test("its dialog is answered by keyboard, and gives the focus back", async () => {
    const opened = await open();
    const { page } = opened;
    await press(page, "Find my wallets");
    const button = page.getByRole("button", { name: NAME, exact: true });
    const dialog = page.getByRole("dialog");
    await button.focus();
    await page.keyboard.press("Enter");
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await assertText(alert(page), "You rejected this in the wallet");
    await dialog.waitFor({ state: "detached" });
    assert.ok(await button.evaluate((element) => element.matches(":focus")), "the focus is back");
    await page.keyboard.press("Enter");
    await dialog.waitFor();
    assert.ok(await dialog.evaluate((element) => element.matches(":focus-within")));
    await page.keyboard.press("Enter");
    await assertText(ship(page), "the right chain");
    await finish(opened);
  });

  test("its dialog: no axe finding, fits a phone, and is marked", async () => {
    for (const [width, height] of [
      [390, 844],
      [1280, 900],
    ]) {
      for (const scheme of ["light", "dark"]) {
        const opened = await open({ width, height, scheme });
        const { page } = opened;
        await connect(page);
        await press(page, "Review");
        await page.getByRole("button", { name: /^Sign in/ }).click();
        const dialog = page.getByRole("dialog");
        await assertText(dialog, "Demo wallet - local chain only. No real money.");
        const { violations, wide } = await look(page);
        assert.deepEqual(violations, [], `${width} ${scheme}`);
        assert.ok(wide <= 0, `${width}: ${wide} px too wide`);
        const box = await dialog.boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= width, `the dialog at ${width}`);
        const inside = await dialog.evaluate(
          (element) => element.scrollWidth <= element.clientWidth,
        );
        assert.ok(inside, `what is in the dialog at ${width}`);
        await page.screenshot({ path: join(screenshots, `demo-wallet-${width}-${scheme}.png`) });
        await dialog.getByRole("button", { name: "Reject" }).click();
        await finish(opened);
      }
    }
  });
});

describe("when it misbehaves, the site says so in words, and nothing is lost", () => {
  /** Fields that were filled in before, still there; then all goes well. */
  async function goesOn({ page }) {
    assert.equal(await page.getByLabel("Tag").inputValue(), "kept-v1");
    const switching = page.getByRole("button", { name: /^Switch the wallet/ });
    if (await switching.isVisible()) {
      await switching.click();
      await decide(page, "Change");
      await assertText(ship(page), "the right chain");
    }
    await page.getByRole("button", { name: /^Review/ }).click();
    await assertText(page.locator("dikast-ship dl"), "It would go through now");
    await page.getByRole("button", { name: /^Sign in/ }).click();
    await decide(page, "Sign");
    await assertText(page.locator("dikast-receipt"), "Proved");
  }

  for (const [behaviour, words] of [
    ["locked", "unlock it"],
    ["pending", "already has a question open"],
  ]) {
    test(`when it connects: ${behaviour}`, async () => {
      const opened = await open();
      const { page } = opened;
      await page.getByLabel("Tag").fill("kept-v1");
      await connect(page, behaviour);
      await assertText(alert(page), words);
      await press(page, NAME);
      await decide(page, "Connect");
      await assertText(ship(page), "the right chain");
      await goesOn(opened);
      await finish(opened);
    });
  }

  test("when it changes the chain: it says yes and stays", async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByLabel("Tag").fill("kept-v1");
    await connect(page, "elsewhere");
    await page.getByRole("button", { name: /^Switch the wallet/ }).click();
    await decide(page, "Change", "stays");
    await assertText(alert(page), "and the wallet is on chain 1");
    await goesOn(opened);
    await finish(opened);
  });

  for (const [behaviour, words] of [
    ["elsewhere", "no connection to this chain"],
    ["lost", "has lost its connection"],
    ["pending", "already has a question open"],
    ["other", "sent something else than was reviewed"],
  ]) {
    test(`when it signs: ${behaviour}`, async () => {
      const opened = await open();
      const { page } = opened;
      await page.getByLabel("Tag").fill("kept-v1");
      await connect(page);
      await press(page, "Review");
      await page.getByRole("button", { name: /^Sign in/ }).click();
      await decide(page, "Sign", behaviour);
      await assertText(alert(page), words);
      await goesOn(opened);
      await finish(opened);
    });
  }

  test("when it signs: less than the court asks for", async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByLabel("Create a dispute with it now").check();
    await connect(page);
    await press(page, "Review");
    await page.getByRole("button", { name: /^Sign in/ }).click();
    await decide(page, "Sign", "less");
    // It was sent, and it is not what was reviewed.
    await assertText(alert(page), "sent something else than was reviewed");
    await page.getByRole("button", { name: /^Sign in/ }).click();
    await decide(page, "Sign");
    await assertText(page.locator("dikast-receipt"), "Proved");
    await finish(opened);
  });
});

test("a template that does not render: the proof is of its characters, and says no more", async () => {
  const opened = await open();
  const { page } = opened;
  await page.goto(`${site.url}/#/studio`);
  await ready(page);
  await retype(page, "Template", '{ "title": "{{nobody_gives_this}}" }');
  await page.getByRole("button", { name: /^Register/ }).click();
  await assertText(ship(page), "errors");
  await connect(page);
  await press(page, "Review");
  await page.getByRole("button", { name: /^Sign in/ }).click();
  await decide(page, "Sign");
  const receipt = page.locator("dikast-receipt");
  await assertText(receipt, "Proved");
  await assertText(receipt, "Neither renders with the values at hand");
  assert.equal(await receipt.getByText("they render the same").count(), 0);
  await finish(opened);
});

describe("it is of the local world alone", () => {
  test("nothing of it is in the published site", () => {
    const folder = join(dist, "site");
    const texts = readdirSync(folder, { recursive: true }).filter((name) =>
      /\.(js|html)$/.test(name),
    );
    assert.ok(texts.length > 3);
    for (const name of texts) {
      const text = readFileSync(join(folder, name), "utf8");
      assert.doesNotMatch(text, /local\.dikast\.demo|Demo wallet/, name);
    }
  });

  test("without a local world there is no such wallet, and it is said", async () => {
    const bare = await serve({ folder: join(dist, "site") });
    try {
      const page = await site.browser.newPage();
      const seen = await watch(page);
      await page.goto(`${bare.url}/#/start`);
      await page
        .locator("li", { hasText: "Residential lease" })
        .getByRole("button", { name: "Open" })
        .click();
      await page.getByRole("button", { name: /^Register/ }).click();
      await press(page, "Find my wallets");
      await assertText(ship(page), "No wallet is announced in this browser");
      await finish({ page, seen });
    } finally {
      await bare.stop();
    }
  });
});
