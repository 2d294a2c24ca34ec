// The Questions page: written and asked with the bytes the package says, read back from calldata and logs,
// answers and rulings both ways, who gets what, and Zodiac proposals. Nobody is asked for any of it.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { importPackage, root } from "../package/lib/dist.mjs";
import { assertText, finish, look, screenshots, startSite, watch } from "./lib/studio.mjs";

const dikast = await (await importPackage("index.js")).load();
const { realityEthAbi, realityProxies } = await importPackage("abi-data.js");
const { reality, abi } = dikast;
const item = (name) => realityEthAbi.find((each) => each.name === name);
const alice = "0x1000000000000000000000000000000000000001";
const GNOSIS = "0xE78996A233895bE74a66F451f1019cA9734205cc";
const shared = process.env.DIKAST_SHARED ?? resolve(root, "../shared");

let site;
before(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await startSite({ world: true });
});
after(() => site?.close());

async function open({ width = 1280, scheme = "light", tool = "ask" } = {}) {
  const page = await site.browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: scheme,
  });
  const seen = await watch(page);
  await page.goto(`${site.url}/#/question/${tool}`);
  await page.locator(`dikast-question-${tool} section`).nth(1).waitFor();
  return { page, seen };
}

/** Reality.eth as it is published, on the local chain. */
async function deployed(name) {
  const folder = dirname(
    createRequire(import.meta.url).resolve("@reality.eth/contracts/package.json"),
  );
  const code = readFileSync(join(folder, "bytecode", `${name}.bin`), "utf8").trim();
  const rpc = async (method, params) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const headers = { "content-type": "application/json" };
    const reply = await fetch(site.world.rpcUrl, { method: "POST", headers, body });
    return (await reply.json()).result;
  };
  const [from] = await rpc("eth_accounts", []);
  const data = `0x${code.replace(/^0x/, "")}`;
  const hash = await rpc("eth_sendTransaction", [{ from, data, gas: "0xf42400" }]);
  let receipt;
  while (!receipt) receipt = await rpc("eth_getTransactionReceipt", [hash]);
  return dikast.address.checksum(receipt.contractAddress);
}

const field = (page, name) => page.locator(`dikast-questions [name="${name}"]`);
const at = (page, id) => page.locator(`#${id}`);
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** What left for anywhere but this server's own files and the announcement of the local world. */
const asked = ({ requests }) =>
  requests.filter((url) => !url.startsWith(site.url) || /\/world\/(rpc|ipfs|graphql)/.test(url));

const GOOD = "Did Alice win the final on 2026-04-10 UTC, according to https://a.example/?";
const question = {
  templateId: 0,
  openingTs: Date.UTC(2026, 3, 11) / 1000,
  text: reality.encodeText({ type: "bool", title: GOOD, category: "sport", lang: "en_US" }),
};

async function write(page) {
  await field(page, "title").fill(GOOD);
  await field(page, "category").fill("sport");
  await field(page, "opening").fill("2026-04-11T00:00");
  await field(page, "timeout").selectOption("172800");
  await field(page, "bond").fill("0.5");
  await field(page, "bounty").fill("2");
  await field(page, "sender").fill(alice);
}

describe("asking", () => {
  test("text, ids and calldata are the package's, and outlive a reload", async () => {
    const opened = await open();
    const { page, seen } = opened;
    await write(page);
    const arbitrator = await field(page, "arbitrator").inputValue();
    const known = realityProxies.find(
      (each) => each.address === arbitrator && each.chainId === 100,
    );
    assert.equal(known.reality, GNOSIS);
    const args = [0, question.text, arbitrator, 172800, question.openingTs, 0, 5n * 10n ** 17n];
    const data = abi.encodeFunctionData(item("askQuestionWithMinBond"), args);
    const id = reality.questionId({
      ...question,
      version: "3.0",
      timeout: 172800,
      minBond: 5n * 10n ** 17n,
      arbitrator,
      sender: alice,
      nonce: 0,
      contract: GNOSIS,
    });
    const check = async () => {
      assert.equal(await at(page, "question-text").textContent(), question.text);
      assert.equal(await at(page, "content-hash").textContent(), reality.contentHash(question));
      assert.equal(await at(page, "question-id").textContent(), id);
      assert.equal(await at(page, "ask-calldata").textContent(), data);
    };
    await check();
    await assertText(page.locator("dikast-question-ask"), "Nothing is found to be unclear");
    await page.reload();
    await at(page, "ask-calldata").waitFor();
    await check();
    await page.locator("summary", { hasText: "Without a wallet here" }).click();
    assert.equal(await page.getByLabel("Calldata", { exact: true }).textContent(), data);
    await assertText(page.locator("dikast-sign"), `value ${2n * 10n ** 18n} wei`);
    await press(page, "Start anew");
    assert.equal(await field(page, "title").inputValue(), "");
    await press(page, "Undo");
    assert.equal(await field(page, "title").inputValue(), GOOD);
    assert.deepEqual(asked(seen), []);
    await finish(opened);
  });

  test("hints follow the words; what the delimiter cannot carry is refused", async () => {
    const opened = await open();
    const { page } = opened;
    const hints = page.getByRole("list", { name: "Hints" });
    await assertText(hints, "Nothing is asked yet");
    await field(page, "title").fill("Will it soon be a major success?");
    await assertText(hints, "\u201csoon\u201d, \u201cmajor\u201d");
    await assertText(hints, "No source is named");
    await assertText(hints, "may be answered at once");
    await field(page, "title").fill("a\u241fb");
    await page.locator("dikast-question-ask .problem").first().waitFor();
    await field(page, "type").selectOption("single-select");
    await field(page, "outcomes").fill("Alice\nalice\nOther");
    await assertText(hints, "is there twice");
    await finish(opened);
  });

  test("a broken proxy is marked, and the working one is a press away", async () => {
    const opened = await open();
    const { page } = opened;
    await write(page);
    await field(page, "chainId").selectOption("8453");
    const broken = realityProxies.find((each) => each.chainId === 8453 && each.state === "broken");
    const label = await field(page, "arbitrator")
      .locator(`option[value="${broken.address}"]`)
      .textContent();
    assert.match(label, /BROKEN/);
    assert.notEqual(await field(page, "arbitrator").inputValue(), broken.address);
    await field(page, "arbitrator").selectOption(broken.address);
    await assertText(page.locator("dikast-question-ask"), "calls this proxy broken");
    await press(page, "Use the working one");
    assert.equal(await field(page, "arbitrator").inputValue(), broken.instead);
    await assertText(page.locator("dikast-question-ask dd"), "15 jurors");
    await assertText(page.locator("dikast-question-ask"), "on Ethereum");
    await field(page, "chainId").selectOption("42161");
    await assertText(page.locator("dikast-question-ask"), "calls this proxy broken");
    await finish(opened);
  });

  test("tokens, older contracts, and a template of one's own", async () => {
    const opened = await open();
    const { page } = opened;
    await write(page);
    const polk = "0x934326a86A99DaB25bB8329089ce73ed9c7c0E4a";
    await field(page, "contract").selectOption(polk);
    const arbitrator = await field(page, "arbitrator").inputValue();
    const base = [0, question.text, arbitrator, 172800, question.openingTs, 0];
    const data = abi.encodeFunctionData(
      "function askQuestionWithMinBondERC20(uint256 template_id, string question, address arbitrator, uint32 timeout, uint32 opening_ts, uint256 nonce, uint256 min_bond, uint256 tokens)",
      [...base, 5n * 10n ** 17n, 2n * 10n ** 18n],
    );
    assert.equal(await at(page, "ask-calldata").textContent(), data);
    await assertText(page.locator("dikast-question-ask"), "approve it for the token first");
    const old = "0x79e32aE03fb27B07C89c0c568F80287C01ca2E57";
    await field(page, "contract").selectOption(old);
    assert.equal(await field(page, "bond").count(), 0);
    await field(page, "type").selectOption("int");
    await assertText(page.locator("dikast-question-ask"), "no built-in template");
    await assertText(page.locator("dikast-question-ask"), "number of your own template is missing");
    await field(page, "templateId").fill("77");
    await field(page, "typeDecimals").fill("6");
    const ask = await at(page, "ask-calldata").textContent();
    const { functionName, args } = abi.decodeFunctionData(item("askQuestion"), ask);
    assert.deepEqual([functionName, args[0]], ["askQuestion", 77n]);
    const template = await page.getByLabel("Template", { exact: true }).textContent();
    assert.equal(JSON.parse(template).decimals, 6);
    await page.locator("summary", { hasText: "Calldata that creates it" }).click();
    const create = await page.getByLabel("Calldata of createTemplate").textContent();
    assert.deepEqual(
      abi.decodeFunctionData("function createTemplate(string content)", create).args,
      [template],
    );
    await finish(opened);
  });

  test("another contract by its address, reviewed with a wallet that knows better", async () => {
    const opened = await open();
    const { page } = opened;
    await write(page);
    await field(page, "chainId").selectOption("31337");
    await field(page, "other").fill(GNOSIS);
    await field(page, "otherArbitrator").fill(alice);
    await press(page, "Find my wallets");
    await press(page, "Demo wallet (local chain only)");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Behave as").selectOption("normal");
    await dialog.getByRole("button", { name: "Connect" }).click();
    await assertText(page.locator("dikast-sign"), "There is no contract of Reality.eth");
    await finish(opened);
  });
});

test("asked through the review and the wallet, and proved from the chain", async () => {
  const reality30 = await deployed("RealityETH-3.0");
  const opened = await open();
  const { page } = opened;
  await write(page);
  await field(page, "chainId").selectOption("31337");
  await field(page, "other").fill(reality30);
  await field(page, "otherArbitrator").fill(alice);
  await press(page, "Find my wallets");
  await press(page, "Demo wallet (local chain only)");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Behave as").selectOption("normal");
  await dialog.getByRole("button", { name: "Connect" }).click();
  await assertText(page.locator("dikast-question-ask"), "takes 0 ETH for a question");
  const id = await at(page, "question-id").textContent();
  await press(page, "Review");
  const review = page.locator("dikast-sign dl");
  await assertText(review, "askQuestionWithMinBond");
  await assertText(review, "Minimum bond");
  await assertText(review, "It would go through now");
  await page.getByRole("button", { name: /^Sign in/ }).click();
  await dialog.getByRole("button", { name: "Sign", exact: true }).click();
  const receipt = page.locator("dikast-receipt");
  await assertText(receipt, "Proved");
  assert.equal(await at(page, "asked-id").textContent(), id);
  assert.deepEqual(await look(page), { violations: [], wide: 0 });
  await page.getByRole("link", { name: "Back to the question" }).click();
  await at(page, "question-id").waitFor();
  await finish(opened);
});

describe("reading", () => {
  const read = (page) => page.locator("dikast-question-read");
  const args = [2, 'Who?\u241f"Alice","Bob"\u241fart\u241fen', alice, 86400, 0, 3];

  test("calldata, a log, and a text", async () => {
    const opened = await open({ tool: "read" });
    const { page, seen } = opened;
    const box = field(page, "given");
    await box.fill(abi.encodeFunctionData(item("askQuestion"), args));
    await assertText(read(page), "Calldata of askQuestion");
    await assertText(read(page).locator("li"), "Bob");
    await assertText(read(page), "1 day");
    const content = { templateId: 2, openingTs: 0, text: args[1] };
    const hash = reality.contentHash(content);
    assert.equal(await at(page, "read-hash").textContent(), hash);
    const event = item("LogNewQuestion");
    const values = [2, args[1], alice, 86400, 0, 3, 1700000000];
    const log = {
      topics: abi.encodeEventTopics(event, [`0x${"11".repeat(32)}`, alice, hash]),
      data: abi.encodeParameters(
        event.inputs.filter(({ indexed }) => !indexed),
        values,
      ),
    };
    await box.fill(JSON.stringify({ logs: [{ topics: [], data: "0x" }, log] }));
    await assertText(read(page), "as the log says");
    log.topics[3] = `0x${"22".repeat(32)}`;
    await box.fill(JSON.stringify(log));
    await assertText(read(page), "the log says 0x2222");
    await page.reload();
    await assertText(read(page), "the log says 0x2222");
    await box.fill('an "open\u241fart\u241fen');
    await assertText(read(page), "json_parse_failed");
    await box.fill("Is it?\\u241fart\\u241fen\\u241fhidden");
    await assertText(read(page), "suspicious_extra_data");
    await field(page, "template").selectOption("5");
    await assertText(read(page), "not built into 3.0");
    await field(page, "version").selectOption("3.2");
    await assertText(read(page).locator(".shown"), "a hash");
    await field(page, "template").selectOption("own");
    await field(page, "own").fill('{"title": "%s", "type": "int"}');
    await assertText(read(page).locator(".shown"), "may be negative");
    await field(page, "template").selectOption("");
    await box.fill("0x12345678");
    await read(page).locator(".problem").waitFor();
    assert.deepEqual(asked(seen), []);
    await finish(opened);
  });
});

describe("answers and rulings", () => {
  test("every type, both ways, and what each proxy makes of it", async () => {
    const opened = await open({ tool: "answers" });
    const { page } = opened;
    const word = () => at(page, "answer-word").textContent();
    const says = (text) => assertText(at(page, "answer-text"), text);
    await field(page, "answer").selectOption("1");
    assert.equal(await word(), reality.encodeAnswer({ type: "bool" }, true));
    await says("Yes");
    assert.equal(await at(page, "ruling-kleros-v1-with-appeals").textContent(), "2");
    await field(page, "answer").selectOption("0");
    assert.equal(await at(page, "ruling-kleros-reality-v2").textContent(), "no ruling says it");
    await field(page, "say").selectOption("invalid");
    assert.equal(await word(), `0x${"f".repeat(64)}`);
    assert.equal(await at(page, "ruling-kleros-v1-with-appeals").textContent(), "0");
    await field(page, "say").selectOption("soon");
    assert.equal(await word(), `0x${"f".repeat(63)}e`);
    await field(page, "say").selectOption("value");
    await field(page, "type").selectOption("multiple-select");
    await field(page, "outcomes").fill("Red\nGreen\nBlue");
    await page.getByLabel("Red", { exact: true }).check();
    await page.getByLabel("Blue", { exact: true }).check();
    await says("Red / Blue");
    await field(page, "type").selectOption("uint");
    await field(page, "answer").fill("1.5");
    assert.equal(await word(), reality.encodeAnswer({ type: "uint", decimals: 18 }, "1.5"));
    await field(page, "answer").fill("1.5.5");
    await page.locator("dikast-question-answers .problem").waitFor();
    await field(page, "type").selectOption("datetime");
    await field(page, "answer").fill("2023-11-14T22:13");
    await says("2023-11-14 22:13");
    await field(page, "type").selectOption("single-select");
    await field(page, "answer").selectOption("2");
    await says("Blue");
    await field(page, "ruling").fill("2");
    await assertText(at(page, "of-kleros-v1-home-foreign-gnosis-0-8"), "Green");
    await field(page, "word").fill(`0x${"0".repeat(63)}9`);
    await assertText(at(page, "word-text"), "No answer to a question of this type");
    await page.reload();
    await says("Blue");
    await finish(opened);
  });
});

describe("money", () => {
  test("a history of answers: who gets what, what is kept, and nothing is lost", async () => {
    const opened = await open({ tool: "money" });
    const { page } = opened;
    const money = page.locator("dikast-question-money");
    await press(page, "Add an answer");
    const last = (name) => page.getByLabel(`${name} of answer 3`);
    assert.equal(await last("Bond, ETH").inputValue(), "0.4");
    await last("Answerer").fill("Carol");
    await last("Answer").fill("Yes");
    await field(page, "bounty").fill("1");
    const ether = 10n ** 18n;
    const word = (n) => `0x${n.toString(16).padStart(64, "0")}`;
    const person = (n) => `0x${n.toString(16).padStart(40, "0")}`;
    const entries = [
      { answerer: person(1), bond: ether / 10n, answer: word(1) },
      { answerer: person(2), bond: ether / 5n, answer: word(2) },
      { answerer: person(3), bond: (2n * ether) / 5n, answer: word(1) },
    ];
    const told = reality.payout({ version: "3.0", entries, bestAnswer: word(1), bounty: ether });
    const gets = (n) =>
      told.payments
        .filter(({ to }) => BigInt(to) === BigInt(n))
        .reduce((sum, { amount }) => sum + amount, 0n);
    const shown = (units) =>
      `${reality.decodeAnswer({ type: "uint", decimals: 18 }, word(units)).text} ETH`;
    for (const [name, n] of [
      ["Alice", 1],
      ["Bob", 2],
      ["Carol", 3],
    ]) {
      const row = at(page, "payout").getByRole("row", { name: new RegExp(`^${name}`) });
      assert.equal(await row.locator("td").nth(2).textContent(), shown(gets(n)), name);
    }
    assert.equal(await at(page, "kept-fees").textContent(), shown(told.keptFees));
    assert.equal(await at(page, "paid-total").textContent(), "1.7 ETH");
    await field(page, "version").selectOption("2.0");
    assert.equal(await at(page, "kept-fees").textContent(), "0 ETH");
    await field(page, "best").selectOption("No");
    await assertText(money, "When \u201cNo\u201d is final");
    await page.getByRole("button", { name: "Remove answer 1" }).click();
    assert.equal(
      await at(page, "payout")
        .getByRole("row", { name: /^Alice/ })
        .count(),
      0,
    );
    await field(page, "bond").fill("0.4");
    await assertText(at(page, "ladder"), "0.8 ETH");
    await field(page, "steps").fill("1000");
    await money.locator(".problem").waitFor();
    await field(page, "steps").fill("3");
    await field(page, "proxy").selectOption({ label: await optionOf(page, "15 jurors") });
    await field(page, "fee").fill("0.02");
    await assertText(at(page, "arbitration-fee"), "0.3 for 15 jurors");
    await page.reload();
    await assertText(at(page, "arbitration-fee"), "0.3 for 15 jurors");
    await finish(opened);
  });

  const optionOf = async (page, text) =>
    (await field(page, "proxy").locator("option", { hasText: text }).first().textContent()).trim();
});

describe("Zodiac", () => {
  const path = join(shared, "golden/reality/zodiac.json");
  const skip = !existsSync(path) && "SKIPPED: ../shared/golden is not there";
  if (skip) console.error(skip);

  test("a recorded proposal gives its question", { skip }, async () => {
    const opened = await open({ tool: "zodiac" });
    const { page } = opened;
    const [given] = JSON.parse(readFileSync(path, "utf8"));
    const { chainId, module, proposalId, txs: transactions } = given;
    await field(page, "chainId").fill(`${chainId}`);
    await field(page, "module").fill(module);
    await field(page, "proposalId").fill(proposalId);
    await field(page, "transactions").fill(JSON.stringify(transactions));
    const told = reality.zodiacQuestion({ chainId, module, proposalId, transactions });
    assert.equal(await at(page, "zodiac-question").textContent(), told.question);
    assert.equal(await at(page, "zodiac-hash").textContent(), told.questionHash);
    for (const hash of told.txHashes) await page.locator("code", { hasText: hash }).waitFor();
    await field(page, "transactions").fill("[{");
    await page.locator("dikast-question-zodiac .problem").waitFor();
    await finish(opened);
  });

  test("what is missing before it can be executed", async () => {
    const opened = await open({ tool: "zodiac" });
    const { page } = opened;
    const missing = at(page, "zodiac-missing");
    await assertText(missing, "its answer Yes");
    await field(page, "result").selectOption("yes");
    await field(page, "final").fill("2026-01-01T00:00");
    await field(page, "now").fill("2026-01-02T00:00");
    await assertText(missing, "The cooldown after");
    await field(page, "now").fill("2026-01-02T00:01");
    await assertText(missing, "It can be executed");
    await field(page, "minBond").fill("1");
    await assertText(missing, "below the module's minimum");
    await field(page, "previous").selectOption("no");
    await assertText(missing, "was not executed");
    await finish(opened);
  });
});

test("the tools are reached by keyboard, and a link stays on the page", async () => {
  const opened = await open();
  const { page } = opened;
  const link = page.getByRole("link", { name: "Bonds and payout" });
  await link.focus();
  await page.keyboard.press("Enter");
  await page.locator("dikast-question-money section").first().waitFor();
  assert.equal(await link.getAttribute("aria-current"), "page");
  assert.ok(await link.evaluate((each) => each.getRootNode().activeElement === each));
  await finish(opened);
});

for (const width of [390, 1280]) {
  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing at ${width} px, ${scheme}`, async () => {
      const opened = await open({ width, scheme });
      const { page, seen } = opened;
      const shoot = async (name) => {
        await page.waitForTimeout(150);
        const path = join(screenshots, `questions-${name}-${width}-${scheme}.png`);
        await page.screenshot({ path, fullPage: true });
        assert.deepEqual(await look(page), { violations: [], wide: 0 }, name);
      };
      const go = async (tool) => {
        await page.goto(`${site.url}/#/question/${tool}`);
        await page.locator(`dikast-question-${tool} section`).nth(1).waitFor();
      };
      await shoot("empty");
      await write(page);
      await field(page, "type").selectOption("single-select");
      await field(page, "title").fill("Who will soon win the final of 2026?");
      await field(page, "outcomes").fill("Alice\nBob\nNobody");
      await field(page, "chainId").selectOption("42161");
      await page.locator("summary", { hasText: "Template" }).click();
      await shoot("ask");
      await go("read");
      await field(page, "given").fill('Is it "so"?\u241fart\u241fen\u241fhidden');
      await shoot("read");
      await go("answers");
      await field(page, "type").selectOption("multiple-select");
      await field(page, "outcomes").fill("Red\nGreen\nBlue");
      await field(page, "ruling").fill("3");
      await shoot("answers");
      await go("money");
      await press(page, "Add an answer");
      await field(page, "proxy").selectOption({ index: 10 });
      await shoot("money");
      await go("zodiac");
      await field(page, "module").fill("0x59a667a6430CBcED19023a97c0A6faC758259Bfc");
      await field(page, "proposalId").fill("QmProposal");
      await field(page, "transactions").fill(JSON.stringify([{ to: alice, value: "1" }]));
      await shoot("zodiac");
      assert.deepEqual(asked(seen), []);
      await finish(opened);
    });
  }
}
