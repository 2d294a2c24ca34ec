// The worked examples of examples/, and their localised form: the same documents with the names
// of the local world in place of those of Arbitrum.
import { readdirSync, readFileSync } from "node:fs";
import { root } from "../lib/root.mjs";

const folder = `${root}/examples`;

/** {name, template, mappings, parameters, fixtures}; template and mappings as text. */
export function readExample(name) {
  const text = (file) => readFileSync(`${folder}/${name}/${file}`, "utf8");
  return {
    name,
    template: text("template.json"),
    mappings: text("mappings.json"),
    parameters: JSON.parse(text("parameters.json")),
    fixtures: JSON.parse(text("fixtures.json")),
  };
}

export function exampleNames() {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** `text` with every key of `names` replaced by its value; the longest keys first. */
export function localise(text, names) {
  const keys = Object.keys(names).sort((a, b) => b.length - a.length);
  return keys.reduce((result, key) => result.replaceAll(key, names[key]), text);
}
