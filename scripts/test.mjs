// Everything that must hold before a change is taken: `npm test`.
//   npm test -- --only=native,package    these stages alone
//   npm test -- --skip=browser           all but these
//   npm test -- --list                   the stages' names
// The whole output of a stage is in build/logs/<stage>.log; here are its totals and its failures.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { root } from "./lib/root.mjs";
import { run } from "./lib/run.mjs";
import { add, byCatch, byNode, byOurs, byStatus, line, none } from "./lib/totals.mjs";

const node = process.execPath;
const shared = process.env.DIKAST_SHARED ?? `${root}/../shared`;

const preset = (name) => [
  { run: ["cmake", "--preset", name] },
  { run: ["cmake", "--build", "--preset", name], seconds: 1200 },
];
const ctest = (name) => ({
  run: ["ctest", "--preset", name, "--verbose"],
  totals: byCatch,
});

/** The test files of a folder, through Node's runner; none is a failure, not a success. */
function nodeTests(folder, ...options) {
  const path = `${root}/tests/${folder}`;
  const files = existsSync(path)
    ? readdirSync(path).filter((name) => name.endsWith(".test.mjs"))
    : [];
  return [
    {
      run: [
        node,
        "--test",
        "--test-reporter=spec",
        ...options,
        ...files.sort().map((name) => `tests/${folder}/${name}`),
      ],
      totals: byNode,
      seconds: 2400,
    },
  ];
}

/** Recordings that are kept beside this repository, not in it. */
const recordings = [
  "golden/sdk/golden.jsonl",
  "golden/sdk/handlebars-golden.jsonl",
  "golden/kleros-v2/abi-vectors.json",
  "data/json-testsuite.jsonl",
  "data/abi.jsonl",
  "data/keccak256.jsonl",
  "data/eip55.jsonl",
  "data/attacks.jsonl",
  "data/cid.jsonl",
  "data/unixfs-cid.jsonl",
  "data/gateway-car.jsonl",
  "data/faults.jsonl",
  "golden/escrow-v1/traces.jsonl",
  "golden/reality/traces.jsonl",
  "golden/reality/vectors.json",
  "golden/reality/zodiac.json",
  ...["resolver", "appeals", "courts", "periods"].flatMap((kind) =>
    ["neo", "v2"].map((generation) => `golden/kleros-v2/${kind}-${generation}.jsonl`),
  ),
];
function replay() {
  const specs = `${shared}/data/mustache-spec`;
  if (!existsSync(specs)) {
    return { skip: `the recordings are not here: ${shared} does not exist` };
  }
  const suites = readdirSync(specs)
    .filter((name) => name.endsWith(".json") && name !== "RESULTS.json")
    .map((name) => `${specs}/${name}`);
  const files = [...recordings.map((name) => `${shared}/${name}`), ...suites];
  return [{ run: [node, "scripts/replay.mjs", ...files], totals: byOurs, echo: true }];
}

/**
 * The stages in their order. `needs` names stages without which this one says nothing; `steps` is
 * a list of programs, of which the first to fail ends the stage, or {skip: reason}.
 */
const stages = {
  setup: {
    about: "what is missing is installed",
    steps: () => [{ run: ["scripts/setup.sh", "test"], echo: true, totals: byStatus }],
  },
  lint: {
    about: "formatters, linters, type checker",
    needs: ["setup"],
    steps: () => [{ run: [node, "scripts/lint.mjs"], totals: byOurs, echo: true }],
  },
  native: {
    about: "the core's unit tests, native",
    needs: ["setup"],
    steps: () => [...preset("native"), ctest("native")],
  },
  build: {
    about: "npm run build",
    needs: ["setup"],
    steps: () => [{ run: ["npm", "run", "--silent", "build"], seconds: 1200, totals: byStatus }],
  },
  wasm: {
    about: "the core's unit tests, compiled to WebAssembly",
    needs: ["setup"],
    onRequest: true, // a second build of everything; the package stage runs the module itself
    steps: () => [...preset("wasm-tests"), ctest("wasm-tests")],
  },
  package: {
    about: "the npm package and the CLI",
    needs: ["build"],
    steps: () => nodeTests("package"),
  },
  e2e: {
    about: "the examples, and the package against a real chain and real servers",
    needs: ["build"],
    steps: () => nodeTests("e2e"),
  },
  replay: { about: "recordings through dist/npm", needs: ["build"], steps: replay },
  browser: {
    about: "the site in Chromium",
    needs: ["build"],
    steps: () => nodeTests("browser", "--test-concurrency=1"),
  },
  size: {
    about: "size budgets",
    needs: ["build"],
    steps: () => [{ run: ["npm", "run", "--silent", "size"], totals: byStatus, echo: true }],
  },
  fuzz: {
    about: "fuzz targets: the kept corpus, then five seconds each",
    needs: ["setup"],
    onRequest: true, // a third build of everything, with sanitizers
    steps: () => [
      { run: [node, "scripts/fuzz.mjs", "--seconds=5"], seconds: 1200, totals: byOurs, echo: true },
    ],
  },
  asan: {
    about: "the core's unit tests under AddressSanitizer and UndefinedBehaviorSanitizer",
    needs: ["setup"],
    onRequest: true, // as the fuzz stage
    steps: () => [...preset("asan"), ctest("asan")],
  },
};

function chosenStages() {
  const option = (name) =>
    process.argv
      .find((text) => text.startsWith(`--${name}=`))
      ?.slice(name.length + 3)
      .split(",");
  const only = option("only");
  const skip = option("skip") ?? [];
  for (const name of [...(only ?? []), ...skip]) {
    if (!stages[name]) {
      console.error(`no stage "${name}"; there are ${Object.keys(stages).join(", ")}`);
      process.exit(2);
    }
  }
  const wanted = (name) => (only ? only.includes(name) : !stages[name].onRequest);
  return Object.keys(stages).filter((name) => wanted(name) && !skip.includes(name));
}

/** The end of a failed program's output, or the part that Node's runner repeats at the end. */
function essence(output) {
  const lines = output.trimEnd().split("\n");
  return lines.slice(-150).join("\n");
}

async function runStage(name, steps) {
  let totals = none;
  let log = "";
  for (const step of steps) {
    const [command, ...args] = step.run;
    const result = await run(command, args, { echo: step.echo, seconds: step.seconds });
    log += `$ ${step.run.join(" ")}\n${result.output}\n`;
    const counted = step.totals ? step.totals(result) : none;
    totals = add(totals, counted);
    if (result.status !== 0) {
      if (!step.totals) {
        totals = add(totals, { passed: 0, failed: 1, skipped: 0 });
      }
      if (!step.echo) {
        console.log(essence(result.output));
      }
      console.log(`${name}: "${step.run.join(" ")}" ended with status ${result.status}`);
      break;
    }
  }
  mkdirSync(`${root}/build/logs`, { recursive: true });
  writeFileSync(`${root}/build/logs/${name}.log`, log);
  return totals;
}

if (process.argv.includes("--list")) {
  for (const [name, { about, onRequest }] of Object.entries(stages)) {
    console.log(`${name.padEnd(8)} ${about}${onRequest ? " (only when named)" : ""}`);
  }
  process.exit(0);
}

const started = Date.now();
const outcome = {};
let total = none;
for (const name of chosenStages()) {
  const stage = stages[name];
  console.log(`\n== ${name}: ${stage.about}`);
  const start = Date.now();
  const broken = (stage.needs ?? []).find((need) => outcome[need]?.failed > 0);
  const steps = broken ? { skip: `the stage "${broken}" failed` } : stage.steps();
  if (steps.skip) {
    console.log(`SKIPPED ${name}: ${steps.skip}`);
    outcome[name] = { passed: 0, failed: 0, skipped: 1 };
  } else {
    outcome[name] = await runStage(name, steps);
  }
  total = add(total, outcome[name]);
  console.log(`${name}: ${line(outcome[name])} (${((Date.now() - start) / 1000).toFixed(0)} s)`);
}

console.log(`\n== totals (${((Date.now() - started) / 60000).toFixed(1)} min)`);
for (const [name, totals] of Object.entries(outcome)) {
  console.log(`${name.padEnd(8)} ${line(totals)}`);
}
console.log(line(total));
process.exitCode = total.failed === 0 ? 0 : 1;
