// Generated files are what their generators write today.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { generate, generateModule, readRules } from "../../scripts/rules-doc.mjs";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");

test("docs/rules.md is fresh and names every rule once", () => {
  const text = read("docs/rules.md");
  assert.equal(text, generate());
  const rules = readRules(read("include/dikast/lint_rules.inc"));
  assert.equal(
    rules.length,
    read("include/dikast/lint_rules.inc")
      .split("\n")
      .filter((line) => line.startsWith("DIKAST_RULE(")).length,
  );
  for (const rule of rules) assert.equal(text.split(`| \`${rule.id}\` |`).length, 2, rule.id);
});

test("web/package/src/rules.ts is fresh", () => {
  assert.equal(read("web/package/src/rules.ts"), generateModule());
});

test("src/deployments/known.inc is fresh", () => {
  const script = fileURLToPath(new URL("scripts/generate-deployments.mjs", root));
  console.log(execFileSync(process.execPath, [script, "--check"], { encoding: "utf8" }).trim());
});
