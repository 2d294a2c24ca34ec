// Compiles contracts/*.sol with the solc of package.json. The result is kept under build/world by
// the hash of everything that goes into it, so a second start does not compile.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { root } from "../lib/root.mjs";

const require = createRequire(import.meta.url);
const folder = `${root}/scripts/world/contracts`;
const settings = {
  evmVersion: "paris",
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: "none" },
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
};

/** {name: {abi, bytecode}} for every contract in the folder. */
export function compileContracts() {
  const sources = {};
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith(".sol")) {
      sources[name] = { content: readFileSync(`${folder}/${name}`, "utf8") };
    }
  }
  const input = JSON.stringify({ language: "Solidity", sources, settings });
  const { version } = require("solc/package.json");
  const hash = createHash("sha256").update(version).update(input).digest("hex").slice(0, 16);
  const kept = `${root}/build/world/contracts-${hash}.json`;
  try {
    return JSON.parse(readFileSync(kept, "utf8"));
  } catch {
    // Not compiled yet.
  }
  const output = JSON.parse(require("solc").compile(input));
  const complaints = output.errors ?? [];
  if (complaints.length > 0) {
    throw new Error(complaints.map((entry) => entry.formattedMessage).join("\n"));
  }
  const contracts = {};
  for (const file of Object.values(output.contracts)) {
    for (const [name, { abi, evm }] of Object.entries(file)) {
      contracts[name] = { abi, bytecode: `0x${evm.bytecode.object}` };
    }
  }
  mkdirSync(`${root}/build/world`, { recursive: true });
  writeFileSync(kept, JSON.stringify(contracts));
  return contracts;
}
