// Benchmarks: `npm run bench [-- --json] [-- NAME...]`. Rows whose names begin with a NAME, or all.
//   --json       rows {name, ours_us, peer, peer_us, ratio}: one array, each row on a line of its own
//   --markdown   the table of docs/benchmarks.md
//   --quick      fewer and shorter rounds, to see that everything runs
//   DIKAST_DIST  where dist/ is (default dist)
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/lib/root.mjs";
import { coldStart } from "./cold-start.mjs";
import { ethereumRows } from "./ethereum.mjs";
import { ipfsRows } from "./ipfs.mjs";
import { machineApply } from "./machine.mjs";
import { compare } from "./measure.mjs";
import { realityRows } from "./reality.mjs";
import { sizes } from "./sizes.mjs";
import { templateRows } from "./template.mjs";

/** Least ratio of each row that has a goal. */
const goals = {
  "render-cached": 2.5,
  "render-text": 5,
  "render-check": 6,
  "render-cold": 5,
  "render-184k-cold": 20,
  "abi-encode": 6,
  "abi-decode-log": 4,
  "keccak-20k": 15,
  "cold-start": 15,
  "machine-apply": 0.5,
};

const flags = process.argv.slice(2).filter((argument) => argument.startsWith("--"));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = flags.filter((flag) => !["--json", "--markdown", "--quick"].includes(flag));
const json = flags.includes("--json");
const markdown = flags.includes("--markdown");
const quick = flags.includes("--quick");
const entry = join(resolve(root, process.env.DIKAST_DIST ?? "dist"), "npm/index.js");

const wanted = (name) => names.length === 0 || names.some((start) => name.startsWith(start));
const number = (value) => value.toFixed(value < 100 ? 2 : 0);

function print({ name, ours_us, peer, peer_us, ratio }) {
  const goal = goals[name];
  const verdict = goal === undefined ? "" : ` goal ${goal}x${ratio >= goal ? "" : ", MISSED"}`;
  const figures = `${number(ours_us).padStart(10)} ${number(peer_us).padStart(10)}`;
  console.log(
    `${name.padEnd(24)} ${figures} ${`${ratio.toFixed(1)}x`.padStart(7)}  ${peer}${verdict}`,
  );
}

function printMarkdown({ name, ours_us, peer, peer_us, ratio }) {
  const goal = goals[name] === undefined ? "" : `${goals[name]}x`;
  const figures = `${number(ours_us)} | ${number(peer_us)} | ${ratio.toFixed(1)}x`;
  console.log(`| ${name} | ${peer} | ${figures} | ${goal} |`);
}

/** An array for JSON.parse in which each row is also a line to itself, for grep and jq. */
function printJson(rows) {
  const rounded = rows.map((row) => ({
    ...row,
    ours_us: Number(row.ours_us.toFixed(3)),
    peer_us: Number(row.peer_us.toFixed(3)),
    ratio: Number(row.ratio.toPrecision(4)),
  }));
  console.log(`[\n${rounded.map((row) => JSON.stringify(row)).join("\n,\n")}\n]`);
}

async function printSizes() {
  console.log("\nBundled for a browser, gzip -9:");
  for (const [what, bytes] of await sizes(entry)) {
    console.log(`${what.padEnd(24)} ${(bytes / 1000).toFixed(1).padStart(10)} KB`);
  }
}

async function main() {
  const { load } = await import(pathToFileURL(entry));
  const dikast = await load();
  const options = quick ? { rounds: 3, batchMs: 5 } : { rounds: 21, batchMs: 30 };
  const rows = [];
  const add = (row) => {
    rows.push(row);
    if (markdown) printMarkdown(row);
    else if (!json) print(row);
  };
  if (markdown) {
    console.log("| row | against | ours, us | theirs, us | times faster | goal |");
    console.log("|---|---|---:|---:|---:|---:|");
  } else if (!json) {
    console.log(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}`);
    console.log(
      "CPU time in microseconds a call, medians: ours, the peer's, how many times faster\n",
    );
  }
  for (const rowsOf of [templateRows, ethereumRows, ipfsRows, realityRows]) {
    for (const row of rowsOf(dikast)) if (wanted(row.name)) add(compare(row, options));
  }
  if (wanted("machine-apply")) {
    const row = machineApply(dikast, { ...options, rounds: quick ? 2 : 9, mayBuild: !quick });
    if (row !== undefined) add(row);
  }
  if (wanted("cold-start")) {
    add(coldStart({ entry: pathToFileURL(entry).href, rounds: quick ? 1 : 9 }));
  }
  if (json) printJson(rows);
  else if (names.length === 0 && !markdown) await printSizes();
}

if (unknown.length > 0) {
  console.error(
    `bench: unknown option ${unknown.join(" ")}. There are --json, --markdown and --quick.`,
  );
  process.exitCode = 2;
} else if (!existsSync(entry)) {
  console.error(`bench: ${entry} is not there: run npm run build first.`);
  process.exitCode = 2;
} else {
  await main();
}
