// What Handlebars 4.7.10 gives for a template with its blocks (golden/sdk/FORMAT.md).
import { untag } from "./lib/tagged.mjs";

export const name = "handlebars";

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => row.fn === "handlebars.render");

export function* run(records, dikast) {
  for (const row of records) {
    const options = { dialect: "handlebars" };
    let actual;
    let refused = false;
    try {
      actual = dikast.template.renderText(untag(row.template), untag(row.context), options);
    } catch (error) {
      refused = true;
      actual = `${error.code}: ${error.message}`;
    }
    // The wording of a refusal is Handlebars' own; that there is one is what counts.
    const ok = row.ok ? !refused && actual === row.result : refused;
    yield { id: row.id, ok, expected: row.ok ? row.result : row.error, actual };
  }
}
