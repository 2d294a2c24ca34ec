// Changes the rules of the machines on purpose, one at a time, and shows that the recordings notice:
//   node scripts/mutate.mjs              all of tests/mutations/*.json
//   node scripts/mutate.mjs escrow       one of them
// Each file says which test program with which test has to fail:
//   {"program", "modules": [...], "test", "mutations": [{"name", "file", "from", "to"}, ...]}
// `from` stands exactly once in `file`. Works on a copy of the sources in a temporary folder; a
// mutation that nobody notices, or that does not compile, makes the exit status 1.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { atEnd } from "./lib/end.mjs";
import { root } from "./lib/root.mjs";
import { run } from "./lib/run.mjs";

const folder = join(root, "tests/mutations");
const wanted = process.argv.slice(2);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
if (names.length === 0) {
  console.error("usage: node scripts/mutate.mjs [name of a file in tests/mutations]...");
  process.exit(2);
}

const copy = mkdtempSync(join(tmpdir(), "dikast-mutate-"));
atEnd(() => rmSync(copy, { recursive: true, force: true }));
for (const part of ["CMakeLists.txt", "cmake", "include", "src", "tests/unit", "tests/support"]) {
  cpSync(join(root, part), join(copy, part), { recursive: true });
}
const environment = { DIKAST_SHARED: process.env.DIKAST_SHARED ?? resolve(root, "../shared") };

async function must(command, args) {
  const { status, output } = await run(command, args, { cwd: copy, seconds: 1800 });
  if (status !== 0) {
    console.error(output);
    throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
  }
}

const build = (program) => run("ninja", ["-C", join(copy, "build"), program], { seconds: 1800 });

/** Whether the test passes; undefined when the program does not compile. */
async function passes({ program, test }) {
  const built = await build(program);
  if (built.status !== 0) {
    console.error(built.output);
    return undefined;
  }
  const options = { cwd: copy, env: environment, seconds: 300 };
  return (await run(join(copy, "build", program), [test, "-a"], options)).status === 0;
}

function mutate({ file, from, to }) {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  if (text.split(from).length !== 2) {
    throw new Error(`${file}: this stands ${text.split(from).length - 1} times in it: ${from}`);
  }
  // As a function, so that "$" means nothing in the replacement.
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  return () => writeFileSync(path, text);
}

let unnoticed = 0;
for (const name of names) {
  const set = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  await must("cmake", [
    ...["-G", "Ninja", "-S", copy, "-B", join(copy, "build"), "-DCMAKE_BUILD_TYPE=Debug"],
    ...[`-DDIKAST_ONLY=${set.modules.join(";")}`, `-DSIMDJSON_DIR=${join(root, ".deps/simdjson")}`],
    "-DCMAKE_CXX_FLAGS=-O1 -g0",
  ]);
  if ((await passes(set)) !== true) {
    throw new Error(`${name}: "${set.test}" fails on the unchanged sources`);
  }
  for (const mutation of set.mutations) {
    const restore = mutate(mutation);
    const passed = await passes(set);
    restore();
    if (passed !== false) {
      unnoticed += 1;
    }
    const verdict = { true: "NOT NOTICED", false: "noticed", undefined: "DOES NOT COMPILE" };
    console.log(`${name}: ${verdict[passed]}: ${mutation.name}`);
  }
  console.log(`${name}: ${set.mutations.length} mutations, ${unnoticed} not noticed so far`);
}
process.exitCode = unnoticed === 0 ? 0 : 1;
