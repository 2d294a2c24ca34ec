// The recipe of docs/github-action.md: its own steps, run here against the packed package.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folder, template } from "./lib/cli.mjs";
import { npm, root } from "./lib/dist.mjs";
import { parseSarif } from "./lib/sarif.mjs";

const text = readFileSync(join(root, "docs/github-action.md"), "utf8");
const recipe = /```yaml\n([\s\S]*?)```/.exec(text)[1];
const lines = recipe.split("\n");

/** "KEY: value" lines below `name:`, at the next depth. */
function values(name) {
  const start = lines.findIndex((line) => line.trim() === `${name}:`);
  const depth = lines[start].search(/\S/) + 2;
  const found = {};
  for (const line of lines.slice(start + 1)) {
    if (line.search(/\S/) !== depth) break;
    const [, key, value] = /^\s*([\w-]+): (.*)$/.exec(line);
    found[key] = value.replace(/^"(.*)"$/, "$1");
  }
  return found;
}

/** The steps with what they run, in order. */
function steps() {
  const found = [];
  const start = lines.findIndex((line) => line.trim() === "steps:");
  for (const line of lines.slice(start + 1)) {
    const begin = /^ {6}- (.*)$/.exec(line);
    if (begin) found.push({ lines: [` ${" ".repeat(7)}${begin[1]}`] });
    else found.at(-1)?.lines.push(line);
  }
  return found.map(({ lines: own }) => {
    const field = (name) => {
      const at = own.findIndex((line) => line.startsWith(`        ${name}:`));
      if (at < 0) return undefined;
      const value = own[at].slice(9 + name.length).trim();
      if (value !== "|") return value;
      const block = [];
      for (const line of own.slice(at + 1)) {
        if (line.trim() !== "" && !line.startsWith(" ".repeat(10))) break;
        block.push(line.slice(10));
      }
      return block.join("\n");
    };
    return { name: field("name"), uses: field("uses"), run: field("run"), if: field("if") };
  });
}

/** Runs the recipe's `run` steps as the runner does (bash -e), in a checkout with `files`. */
function runRecipe(t, files, env = {}) {
  const workspace = folder(t, files);
  const temp = folder(t, {});
  mkdirSync(join(temp, "pack"));
  const output = execFileSync(
    "npm",
    ["pack", npm, "--pack-destination", join(temp, "pack"), "--json"],
    { cwd: temp, encoding: "utf8" },
  );
  const all = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    CI: "true",
    GITHUB_ACTIONS: "true",
    RUNNER_TEMP: temp,
    npm_config_offline: "true",
    ...values("env"),
    DIKAST: join(temp, "pack", JSON.parse(output)[0].filename),
    ...env,
  };
  const results = [];
  for (const step of steps().filter(({ run }) => run !== undefined)) {
    const { status, stdout, stderr } = spawnSync(
      "bash",
      ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step.run],
      { cwd: workspace, env: all, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
    );
    results.push({ name: step.name, status, stdout, stderr });
    if (status !== 0) break;
  }
  const sarif = () => parseSarif(readFileSync(join(workspace, "dikast.sarif"), "utf8")).runs[0];
  return { results, sarif };
}

test("the recipe names actions by commit, few rights and this version", () => {
  const own = steps();
  assert.deepEqual(
    own.map(({ name, uses }) => name ?? uses.split("@")[0]),
    ["actions/checkout", "actions/setup-node", "Install", "Lint", "Upload"],
  );
  for (const { uses } of own) {
    if (uses !== undefined) assert.match(uses, /^[\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d/);
  }
  const { version } = JSON.parse(readFileSync(join(npm, "package.json"), "utf8"));
  assert.equal(values("env").DIKAST, `dikast@${version}`);
  assert.deepEqual(Object.keys(values("permissions")), ["contents", "security-events"]);
  // The findings are uploaded also when they failed the step before, and only when they were written.
  assert.match(own.at(-1).if, /always\(\).*hashFiles\('dikast\.sarif'\)/);
});

test("the recipe on a sound repository: nothing found, an empty log to upload", (t) => {
  const { results, sarif } = runRecipe(t, {
    "disputes/template.json": template(),
    "disputes/mappings.json": "[]",
  });
  assert.deepEqual(
    results.map(({ name, status }) => [name, status]),
    [
      ["Install", 0],
      ["Lint", 0],
    ],
    JSON.stringify(results),
  );
  assert.deepEqual(sarif().results, []);
});

test("the recipe on a faulty one: the step fails, the findings have their places", (t) => {
  const { results, sarif } = runRecipe(t, {
    "disputes/sale/template.json": template({ arbitratorChainID: "1", answers: [] }),
    "disputes/sale/mappings.json": '[{ "type": "grapql" }]',
  });
  const lint = results.at(-1);
  assert.deepEqual([lint.name, lint.status], ["Lint", 1], lint.stderr);
  assert.match(lint.stdout, /^disputes\/sale\/template\.json:\d+:\d+: error template\./m);
  const places = sarif().results.map(({ ruleId, locations }) => [
    ruleId,
    locations[0].physicalLocation.artifactLocation,
  ]);
  const mapping = places.find(([id]) => id === "mapping.unknown_type");
  assert.deepEqual(mapping[1], { uri: "disputes/sale/mappings.json", uriBaseId: "SRCROOT" });
});

test("the recipe with a wrong path: status 2, nothing to upload", (t) => {
  const { results, sarif } = runRecipe(t, {}, { TEMPLATES: "nowhere" });
  assert.equal(results.at(-1).status, 2);
  assert.match(results.at(-1).stderr, /nowhere: there is no such file/);
  assert.throws(sarif, /ENOENT/);
});
