// Rewrites the sources in the project's format: `npm run format`.
import { cppEndings, ownFiles } from "./lib/files.mjs";
import { run } from "./lib/run.mjs";

const cpp = ownFiles(...cppEndings).filter((path) => !path.endsWith(".inc"));
const results = [
  await run("clang-format", ["-i", ...cpp], { echo: true }),
  await run("node_modules/.bin/biome", ["check", "--write"], { echo: true }),
];
process.exit(results.every(({ status }) => status === 0) ? 0 : 1);
