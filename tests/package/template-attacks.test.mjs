// The template rows of ../shared/data/attacks.jsonl through the built package, judged by each row's
// machine-readable check.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { attacksPath } from "./lib/attacks.mjs";
import { importPackage } from "./lib/dist.mjs";

const { load, DikastError } = await importPackage("index.js");
const { template } = await load();

const present = existsSync(attacksPath);
if (!present) console.error(`SKIPPED: ${attacksPath} is missing; template attacks are not run`);
const rows = present
  ? readFileSync(attacksPath, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line))
      .filter((row) => row.surface === "template")
  : [];

/** What an "expand" stands for: nesting, or repetition. */
function expand(source, marks = {}) {
  return Object.entries(marks).reduce((text, [mark, rule]) => {
    const nested =
      `${rule.open ?? ""}`.repeat(rule.depth ?? 0) + `${rule.close ?? ""}`.repeat(rule.depth ?? 0);
    const repeated = `${rule.repeat ?? ""}`.repeat(rule.times ?? 0) + (rule.tail ?? "");
    return text.replace(mark, () => nested + repeated);
  }, source);
}

function attempt({ template: source, data = {}, expand: marks }) {
  const text = expand(source, marks);
  const start = process.cpuUsage();
  let details;
  let error;
  try {
    details = template.render(text, data);
  } catch (caught) {
    assert.ok(caught instanceof DikastError, String(caught));
    assert.notEqual(caught.code, "internal.abort");
    error = caught;
  }
  const { user, system } = process.cpuUsage(start);
  return { text, details, error, milliseconds: (user + system) / 1000 };
}

function checkStructure(details, wanted) {
  for (const key of ["policyURI", "question", "arbitratorAddress", "arbitratorChainID"]) {
    assert.equal(details[key], wanted[key]);
  }
  const answers = details.answers
    .filter(({ id }) => BigInt(id) !== 0n)
    .map(({ id, title }) => [`0x${BigInt(id).toString(16)}`, title]);
  assert.deepEqual(answers, wanted.answers);
}

const verdicts = {
  "structure-or-reject": ({ details }, check) => {
    if (details !== undefined) checkStructure(details, check.structure);
  },
  reject: ({ error }) => assert.ok(error),
  "reject-or-visible": ({ error }) => assert.ok(error),
  "reject-or-warn": ({ text, error }) =>
    assert.ok(error ?? template.validate(text).issues.find(({ severity }) => severity !== "info")),
  field: ({ details, error }, check) => {
    assert.ok(details, error?.message);
    assert.equal(details[check.path], check.equals);
  },
  answerId: ({ text }, check, { data }) => {
    // The id is exact; that the ids then are not 1..N is another rule's business.
    const filled = JSON.parse(template.renderText(text, data));
    assert.equal(filled.answers[check.index].id, check.equals);
  },
  bounded: ({ details, milliseconds }, check) => {
    assert.ok(milliseconds < check.maxMs, `${milliseconds} ms`);
    if (details) assert.ok(JSON.stringify(details).length <= check.maxOutputBytes);
  },
  "error-and-alive": ({ milliseconds }, check) => {
    if (check.maxMs) assert.ok(milliseconds < check.maxMs, `${milliseconds} ms`);
  },
  // What a page does with text and links is tested where pages are.
  "safe-html": ({ details, error }) => assert.ok(details ?? error),
  "no-request": ({ details, error }) => assert.ok(details ?? error),
  "external-link": ({ details, error }) => assert.ok(details ?? error),
};

test("every template attack is safe", { skip: present ? false : "../shared is missing" }, () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  for (const row of rows) {
    const outcome = attempt(row.input);
    try {
      verdicts[row.check.verdict](outcome, row.check, row.input);
    } catch (cause) {
      throw new Error(`${row.id}: ${cause.message}`, { cause });
    }
    if (row.check.noPollution) assert.equal({}[row.check.noPollution], undefined);
  }
  assert.deepEqual(Object.getOwnPropertyNames(Object.prototype), before);
  assert.ok(rows.length >= 30);
  assert.throws(() => template.render("{}", {}), DikastError);
});
