// docs/walk.md, followed word for word: the commands in a terminal, everything else in Chromium.
//   DIKAST_WALK=whole    builds in the fresh clone, as a newcomer does (ten minutes)
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createPublicClient, http, parseAbiItem } from "viem";
import { launch } from "../package/lib/browser.mjs";
import { root } from "../package/lib/dist.mjs";
import { ready, watch } from "./lib/studio.mjs";
import { readWalk } from "./lib/walk.mjs";

const whole = process.env.DIKAST_WALK === "whole";
const walk = readFileSync(join(root, "docs/walk.md"), "utf8");

let folder;
let browser;
let server;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "dikast-walk-"));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `npm start` in `cwd` until it prints an address. {url, stop()} */
async function start(cwd, ...args) {
  // A group of its own: npm, the shell it starts and our program are ended together.
  const child = spawn("npm", ["start", "--", "--port=0", ...args], { cwd, detached: true });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let output = "";
  const url = await new Promise((resolve, reject) => {
    const look = (chunk) => {
      output += chunk;
      const address = /Open (http:\S+) in a browser/.exec(output)?.[1];
      if (address) resolve(address);
    };
    child.stdout.setEncoding("utf8").on("data", look);
    child.stderr.setEncoding("utf8").on("data", look);
    child.once("error", reject);
    child.once("close", () => reject(new Error(`npm start ended:\n${output.slice(-3000)}`)));
  });
  const stop = async () => {
    process.kill(-child.pid, "SIGTERM");
    await ended;
  };
  return { url, stop };
}

/** The commands as they stand; without `whole`, what was built before is served. */
async function terminal(commands) {
  let at = folder;
  for (const command of commands) {
    const [program, ...args] = command.split(" ");
    if (program === "git") {
      const given = args.map((word) => (word === "REPOSITORY" ? root : word));
      execFileSync("git", given, { cwd: at, stdio: "ignore" });
    } else if (program === "cd") {
      at = join(at, ...args);
      assert.ok(existsSync(join(at, "package.json")), "the clone has what npm needs");
    } else {
      assert.equal(command, "npm start");
      server = await (whole ? start(at) : start(root, "--built"));
    }
  }
}

const literal = (text) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
const labelled = (page, name) => page.getByLabel(new RegExp(`^\\s*${literal(name).source}`));

async function press(page, name) {
  const tab = page.getByRole("tab", { name: new RegExp(`^${literal(name).source}`) });
  const target = page
    .getByRole("button", { name, exact: true })
    .or(page.getByRole("link", { name, exact: true }))
    .or(tab);
  await target.click();
}

async function select(page, { name, from }) {
  await ready(page);
  const found = await page
    .locator(`dikast-source-editor[label="${name}"]`)
    .evaluate((editor, wanted) => {
      const at = editor.text.indexOf(wanted);
      if (at >= 0) editor.reveal(at, at + wanted.length);
      return at >= 0 && editor.text.indexOf(wanted, at + 1) < 0;
    }, from);
  assert.ok(found, `${name} has ${from} once`);
}

async function everything(page, name) {
  await ready(page);
  await page.getByRole("textbox", { name, exact: true }).focus();
  await page.keyboard.press("ControlOrMeta+a");
}

const hands = {
  terminal: (_, { commands }) => terminal(commands),
  open: (page) => page.goto(server.url),
  reload: (page) => page.reload(),
  press: (page, { name }) => press(page, name),
  choose: (page, { name }) => page.getByRole("radio", { name, exact: true }).check(),
  type: (page, { name, text }) => labelled(page, name).fill(text),
  see: (page, { text }) =>
    page.getByText(literal(text)).filter({ visible: true }).first().waitFor({ timeout: 10_000 }),
  async empty(page, { name }) {
    await everything(page, name);
    await page.keyboard.press("Delete");
  },
  async replace(page, { name, text }) {
    await everything(page, name);
    await page.keyboard.insertText(text);
  },
  async change(page, step) {
    await select(page, step);
    await page.keyboard.insertText(step.to);
  },
};

test("a sentence that nobody can follow is not passed over", () => {
  assert.deepEqual(
    readWalk("1. Look around. Press **X**.\n\n   You see **a\n   b**.\n\nPress **Z**."),
    [
      { kind: "press", line: 1, name: "X" },
      { kind: "see", line: 1, text: "a b" },
    ],
  );
  assert.throws(() => readWalk("1. Wave at **X**."), /line 1: nobody knows how to do this/);
  assert.throws(
    () => readWalk("1. Press **X**.\n\n   ```json\n   {}\n   ```"),
    /what is this text for/,
  );
});

test("the newcomer's walk leads where it says", async (t) => {
  if (!existsSync(join(root, ".git"))) {
    t.skip("SKIPPED: this is no git checkout, so there is nothing to clone");
    return;
  }
  const steps = readWalk(walk);
  assert.ok(steps.length > 30, `${steps.length} steps were read`);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const seen = await watch(page);
  for (const step of steps) {
    try {
      await hands[step.kind](page, step);
    } catch (error) {
      const main = await page
        .locator("#page")
        .textContent({ timeout: 1000 })
        .catch(() => "");
      throw new Error(`docs/walk.md line ${step.line}, ${step.kind}: ${error.message}\n${main}`);
    }
  }
  assert.deepEqual(await page.evaluate(() => globalThis.reports), [], "no policy report");
  assert.deepEqual(seen.errors, [], "nothing on the console");
  const own = new URL(server.url).origin;
  assert.deepEqual(
    seen.requests.filter((url) => new URL(url).origin !== own),
    [],
    "no request left the machine's own server",
  );

  // Asked by somebody else: both transactions left this very text on the chain.
  const client = createPublicClient({ transport: http(`${own}/world/rpc`) });
  const event = parseAbiItem(
    "event DisputeTemplate(uint256 indexed _templateId, string indexed _templateTag, string _templateData, string _templateDataMappings)",
  );
  const logs = await client.getLogs({ event, fromBlock: 0n });
  const { text } = steps.find(({ kind }) => kind === "replace");
  const { from, to } = steps.find(({ kind }) => kind === "change");
  const wanted = text.replace(from, to);
  const last = logs.slice(-2).map(({ args }) => [args._templateData, args._templateDataMappings]);
  assert.deepEqual(last, [
    [wanted, ""],
    [wanted, ""],
  ]);
  await page.close();
});
