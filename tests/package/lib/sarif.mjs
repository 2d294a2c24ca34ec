// SARIF 2.1.0 as its schema asks, and the rules of the text that a schema cannot say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { root } from "./dist.mjs";

const path = "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
// It calls itself draft 4, of which it uses nothing but the name of its own id.
const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(join(root, path), "utf8"));
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  schema,
);

/** Asserts that `text` is a SARIF log, and gives it. */
export function parseSarif(text) {
  const log = JSON.parse(text);
  assert.ok(validate(log), JSON.stringify(validate.errors, null, 1));
  assert.equal(log.version, "2.1.0");
  for (const run of log.runs) {
    const { rules } = run.tool.driver;
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length, "rules are named once");
    for (const rule of rules) assert.ok(rule.help.text.length > 0, rule.id);
    for (const result of run.results) {
      assert.equal(rules[result.ruleIndex].id, result.ruleId);
      assert.ok(["error", "warning", "note"].includes(result.level));
      assert.equal(result.locations.length, 1);
      for (const region of regionsOf(result)) {
        const { startLine, startColumn, endLine = startLine, endColumn } = region;
        assert.ok(startLine >= 1 && startColumn >= 1);
        assert.ok(endLine > startLine || (endColumn ?? startColumn) >= startColumn);
      }
    }
  }
  return log;
}

const regionsOf = (result) => [
  result.locations[0].physicalLocation.region,
  ...(result.fixes ?? []).flatMap(({ artifactChanges }) =>
    artifactChanges.flatMap(({ replacements }) =>
      replacements.map(({ deletedRegion }) => deletedRegion),
    ),
  ),
];
