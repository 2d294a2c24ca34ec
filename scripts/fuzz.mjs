// Builds the libFuzzer targets (clang, AddressSanitizer, UndefinedBehaviorSanitizer) and runs
// them: first each target's kept corpus, then new inputs for a while.
//   npm run fuzz                              60 s each
//   npm run fuzz -- --seconds=5 json abi      these targets, 5 s each
// A finding is written to build/fuzz/findings/<target>/ and makes the exit status 1.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { ownFiles } from "./lib/files.mjs";
import { root } from "./lib/root.mjs";
import { run } from "./lib/run.mjs";
import { line } from "./lib/totals.mjs";

const seconds = Number(
  process.argv.find((text) => text.startsWith("--seconds="))?.slice("--seconds=".length) ?? 60,
);
const named = process.argv.slice(2).filter((text) => !text.startsWith("--"));
const targets = ownFiles("_fuzz.cpp")
  .filter((path) => path.startsWith("tests/fuzz/"))
  .map((path) => path.slice("tests/fuzz/".length, -"_fuzz.cpp".length))
  .filter((name) => named.length === 0 || named.includes(name));
if (targets.length === 0 || !Number.isFinite(seconds)) {
  console.error("usage: npm run fuzz -- [--seconds=N] [target...]");
  process.exit(2);
}

for (const args of [
  ["--preset", "fuzz"],
  ["--build", "--preset", "fuzz"],
]) {
  const { status, output } = await run("cmake", args, { seconds: 1800 });
  if (status !== 0) {
    console.log(output);
    process.exit(1);
  }
}

let failed = 0;
for (const name of targets) {
  const findings = `${root}/build/fuzz/findings/${name}/`;
  const found = `${root}/build/fuzz/corpus/${name}`;
  const kept = `${root}/tests/fuzz/corpus/${name}`;
  mkdirSync(findings, { recursive: true });
  mkdirSync(found, { recursive: true });
  const folders = existsSync(kept) ? [found, kept] : [found];
  const inputs = folders.reduce((count, folder) => count + readdirSync(folder).length, 0);
  const { status, output } = await run(
    `${root}/build/fuzz/tests/fuzz/${name}_fuzz`,
    [
      `-max_total_time=${seconds}`,
      "-timeout=10",
      "-rss_limit_mb=2048",
      "-print_final_stats=1",
      `-artifact_prefix=${findings}`,
      ...folders,
    ],
    { seconds: seconds * 2 + 120 },
  );
  const executions = output.match(/stat::number_of_executed_units:\s*(\d+)/)?.[1] ?? "?";
  if (status === 0) {
    console.log(`ok    ${name}: ${inputs} kept inputs, ${executions} executions, no finding`);
  } else {
    failed++;
    console.log(`${output.split("\n").slice(-60).join("\n")}\nFAIL  ${name}: see ${findings}`);
  }
}
console.log(line({ passed: targets.length - failed, failed, skipped: 0 }));
process.exit(failed === 0 ? 0 : 1);
