// All checks that read the sources without running them: `npm run lint [-- --only=name,...]`.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { cppEndings, ownFiles, scriptEndings } from "./lib/files.mjs";
import { root } from "./lib/root.mjs";
import { inParallel, run } from "./lib/run.mjs";

const read = (path) => readFileSync(`${root}/${path}`, "utf8");

async function clangFormat() {
  const files = ownFiles(...cppEndings).filter((path) => !path.endsWith(".inc"));
  return run("clang-format", ["--dry-run", "-Werror", ...files]);
}

/** Runs clang-tidy on the files that changed since they were last found clean. */
async function clangTidy() {
  const configured = await run("cmake", ["--preset", "native"]);
  if (configured.status !== 0) {
    return configured;
  }
  const sources = ownFiles(".cpp").filter((path) => path.startsWith("src/"));
  // A header can change what is found in any file, so all of them are part of every key.
  const shared = createHash("sha256");
  for (const path of [".clang-tidy", ...ownFiles(".hpp", ".inc")]) {
    shared.update(read(path));
  }
  const common = shared.digest("hex");
  const cache = `${root}/build/clang-tidy`;
  mkdirSync(cache, { recursive: true });
  const results = await inParallel(sources, availableParallelism(), async (path) => {
    const key = createHash("sha256").update(common).update(path).update(read(path)).digest("hex");
    if (existsSync(`${cache}/${key}`)) {
      return { status: 0, output: "" };
    }
    const result = await run("clang-tidy", ["--quiet", "-p", "build/native", path]);
    if (result.status === 0) {
      writeFileSync(`${cache}/${key}`, `${path}\n`);
    }
    return result;
  });
  const bad = results.filter((result) => result.status !== 0);
  return { status: bad.length === 0 ? 0 : 1, output: bad.map((result) => result.output).join("") };
}

const biome = () =>
  run("node_modules/.bin/biome", ["check", "--error-on-warnings", "--colors=off"]);

async function types() {
  const projects = ownFiles("tsconfig.json");
  let output = "";
  let status = 0;
  for (const project of projects) {
    const result = await run("node_modules/.bin/tsc", ["--noEmit", "--project", project]);
    output += result.output;
    status ||= result.status;
  }
  return { status, output };
}

/** Sources are ASCII, so that what a reviewer sees is what the compiler reads. */
async function ascii() {
  const bad = [];
  for (const path of ownFiles(...cppEndings, ...scriptEndings, ".sol", ".sh", ".html")) {
    read(path)
      .split("\n")
      .forEach((line, index) => {
        const column = line.search(/[^\t\x20-\x7e]/);
        if (column >= 0) {
          bad.push(`${path}:${index + 1}:${column + 1}: not ASCII`);
        }
      });
  }
  return { status: bad.length === 0 ? 0 : 1, output: bad.map((text) => `${text}\n`).join("") };
}

const longest = { code: 400, test: 800 };

/** A file that has grown beyond its limit should be split. */
async function length() {
  const bad = [];
  for (const path of ownFiles(...cppEndings, ...scriptEndings, ".sol", ".sh")) {
    const limit = path.startsWith("tests/") ? longest.test : longest.code;
    const lines = read(path).split("\n").length - 1;
    if (lines > limit) {
      bad.push(`${path}: ${lines} lines, the limit is ${limit}`);
    }
  }
  return { status: bad.length === 0 ? 0 : 1, output: bad.map((text) => `${text}\n`).join("") };
}

/** The lock file names versions and hashes, not the server they came from. */
async function lockFile() {
  const bad = /"resolved"/.test(read("package-lock.json"));
  return { status: bad ? 1 : 0, output: bad ? 'package-lock.json has "resolved" entries\n' : "" };
}

const checks = { clangFormat, clangTidy, biome, types, ascii, length, lockFile };

const only = process.argv.find((text) => text.startsWith("--only="))?.slice("--only=".length);
const names = only ? only.split(",") : Object.keys(checks);
let passed = 0;
let failed = 0;
for (const name of names) {
  const check = checks[name];
  if (!check) {
    console.error(`lint: no check "${name}"; there are ${Object.keys(checks).join(", ")}`);
    process.exit(2);
  }
  const start = Date.now();
  const { status, output } = await check();
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  if (status === 0) {
    passed++;
    console.log(`ok    ${name} (${seconds} s)`);
  } else {
    failed++;
    console.log(`${output.trimEnd()}\nFAIL  ${name} (${seconds} s)`);
  }
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exit(failed === 0 ? 0 : 1);
