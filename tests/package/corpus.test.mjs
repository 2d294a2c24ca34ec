// Every real template renders or is told why not, and the page that says which is fresh.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { generate, judge, readCorpus } from "../../scripts/corpus-doc.mjs";
import { importPackage } from "./lib/dist.mjs";

const { load } = await importPackage("index.js");
const dikast = await load();
const records = readCorpus();
if (records === undefined) console.log("SKIPPED: ../shared/corpus is missing.");
const options = { skip: records === undefined };

test("each entry of the corpus renders or is diagnosed with rule and place", options, () => {
  const { text, undiagnosed } = generate(dikast, records);
  assert.deepEqual(undiagnosed, []);
  assert.equal(readFileSync(new URL("../../docs/corpus.md", import.meta.url), "utf8"), text);
});

test("a template without errors renders strictly when the context has its values", options, () => {
  for (const record of records) {
    const { strict, errors } = judge(dikast, record);
    const valid = errors.filter(({ source }) => source === "template").length === 0;
    if (!valid) continue;
    // What is left is the context's: a missing or unfit value.
    if (strict)
      assert.match(strict.code, /^template\.(missing_variable|invalid|value_)/, record.name);
  }
});

test("the profile kleros-sdk calls valid what renders in mode kleros-sdk", options, () => {
  for (const record of records) {
    const { court } = judge(dikast, record);
    const { valid } = dikast.template.validate(record.template, { profile: "kleros-sdk" });
    if (court === undefined) assert.equal(valid, true, record.name);
    else if (valid) assert.match(court.code, /^template\./, record.name);
  }
});

test("template.diff and the rules of dikast/rules", async () => {
  const { rules, findRule } = await importPackage("rules.js");
  assert.ok(rules.length > 100);
  assert.equal(findRule("template.lang").severity.strict, "warning");
  assert.equal(findRule("no.such"), undefined);
  const answers = (title) => JSON.stringify({ answers: [{ id: "0x1", title }] });
  assert.deepEqual(dikast.template.diff(answers("Yes"), answers("No")), [
    {
      path: "/answers/0/title",
      kind: "changed",
      weight: "meaning",
      visible: true,
      before: "Yes",
      after: "No",
    },
  ]);
  const text = '{"lang":"en_US"}';
  const issue = dikast.template.validate(text).issues.find(({ code }) => code === "template.lang");
  assert.deepEqual([issue.line, issue.column, issue.offset, issue.endOffset], [1, 9, 8, 15]);
  assert.deepEqual(issue.fix, {
    description: "Write en-US",
    edits: [{ offset: 8, length: 7, text: '"en-US"' }],
  });
  for (const { code } of dikast.template.validate("{}", { mappings: "[{}]" }).issues)
    assert.ok(findRule(code), code);
});

test("options of validate: uints in every form, a wrong profile by name", () => {
  const answers = ["0x1", "0x2"].map((id) => ({ id, title: id, description: "" }));
  const codes = (options) =>
    dikast.template.validate({ answers }, options).issues.map(({ code }) => code);
  for (const numberOfRulingOptions of [3n, 3, "3", "0x3"]) {
    assert.ok(codes({ numberOfRulingOptions }).includes("template.answer_count"));
  }
  for (const numberOfRulingOptions of [2n, 2, "2"]) {
    assert.ok(!codes({ numberOfRulingOptions }).includes("template.answer_count"));
  }
  assert.throws(() => codes({ numberOfRulingOptions: "x" }), { code: "uint256.invalid" });
  assert.throws(() => codes({ profile: "loose" }), {
    code: "input.type",
    path: "/options/profile",
  });
  assert.throws(() => dikast.template.validate(7), { code: "input.type", path: "/template" });
});
