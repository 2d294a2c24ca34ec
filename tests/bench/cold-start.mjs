// A fresh process each time: importing dikast and rendering once, beside importing what kleros-sdk
// imports. Each child says how much CPU time it took until it was done; what an empty one takes
// (Node's own start) is taken off.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "./measure.mjs";

const child = (name) => fileURLToPath(new URL(`cold/${name}.mjs`, import.meta.url));

function cpuOf(name, env) {
  const output = execFileSync(process.execPath, [child(name)], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return Number(output);
}

export function coldStart({ entry, rounds }) {
  const env = { DIKAST_BENCH_ENTRY: entry };
  const times = { empty: [], dikast: [], peers: [] };
  const names = Object.keys(times);
  for (const name of names) cpuOf(name, env); // files into the system's cache
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? names : names.toReversed();
    for (const name of order) times[name].push(cpuOf(name, env));
  }
  const [empty, ours, theirs] = names.map((name) => median(times[name]));
  return {
    name: "cold-start",
    ours_us: ours - empty,
    peer: "import of mustache, zod, viem, reality-eth-lib",
    peer_us: theirs - empty,
    ratio: (theirs - empty) / (ours - empty),
  };
}
