// Records the fixtures of examples/: runs every example's mappings as they stand, and lets the
// local world answer in the place of Arbitrum, The Graph and the public gateways.
//   node scripts/record-examples.mjs            rewrites examples/*/fixtures.json
//   node scripts/record-examples.mjs --check    says which of them are not what is recorded now
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { root } from "./lib/root.mjs";
import { exampleNames, localise, readExample } from "./world/examples.mjs";
import { startWorld } from "./world/index.mjs";

const word = (number) => BigInt(number).toString(16).padStart(64, "0");
const digits = (address) => address.slice(2).toLowerCase();

/** The names in an example's requests and what the local world calls the same things. */
function translation(world, { parameters, name }) {
  const { context } = world.disputes.find((dispute) => dispute.name === name);
  const { arbitratorDisputeID: id, arbitrator, arbitrableAddress } = parameters;
  return {
    [digits(arbitrator)]: digits(context.arbitrator),
    [digits(arbitrableAddress)]: digits(context.arbitrableAddress),
    [digits("0xAf36da891c03b8A3a675f08f59355c8ff877330d")]: digits(world.addresses.escrowView),
    [word(id)]: word(context.arbitratorDisputeID),
    [`"disputeID":"${id}"`]: `"disputeID":"${context.arbitratorDisputeID}"`,
    '"fromBlock":"0x15c75912"': '"fromBlock":"0x0"',
  };
}

const inverse = (names) => Object.fromEntries(Object.entries(names).map(([a, b]) => [b, a]));
const withoutCase = (text) => text.replace(/0x[0-9a-fA-F]{40}\b/g, (hex) => hex.toLowerCase());

// When and where a log was written is the local chain's affair; a fixed place is as good.
const fixedPlace = {
  blockHash: `0x${"11".repeat(32)}`,
  transactionHash: `0x${"22".repeat(32)}`,
  blockNumber: "0x15c80000",
  blockTimestamp: "0x6955b900",
};

function recorder(world, example, dikast) {
  const there = translation(world, example);
  const back = inverse(there);
  delete back['"fromBlock":"0x0"'];
  const { record, fixtures } = dikast.mapping.recordFixtures();
  const transport = {
    record,
    gateways: [world.gatewayUrl],
    fetch: async (url, init) => {
      const { hostname } = new URL(url);
      if (hostname !== "gateway.thegraph.com") {
        return fetch(url, init);
      }
      const response = await fetch(world.graphqlUrl, { ...init, body: localise(init.body, there) });
      const text = localise(withoutCase(await response.text()), back);
      return new Response(text, { headers: { "content-type": "application/json" } });
    },
    provider: {
      request: async ({ method, params }) => {
        const asked = localise(withoutCase(JSON.stringify(params)), there);
        const result = await world.chain.rpc(method, JSON.parse(asked));
        return JSON.parse(localise(JSON.stringify(result), back), (key, value) =>
          key in fixedPlace ? fixedPlace[key] : value,
        );
      },
    },
  };
  return { transport, fixtures };
}

const dist = process.env.DIKAST_DIST ?? `${root}/dist`;
const { load } = await import(pathToFileURL(`${dist}/npm/index.js`).href);
const dikast = await load();
const world = await startWorld();
const stale = [];
try {
  for (const name of exampleNames()) {
    const example = readExample(name);
    const { transport, fixtures } = recorder(world, example, dikast);
    await dikast.mapping.execute(example.mappings, example.parameters, transport);
    const path = `${root}/examples/${name}/fixtures.json`;
    const text = `${JSON.stringify(fixtures, null, 2)}\n`;
    if (text !== readFileSync(path, "utf8")) {
      stale.push(name);
      if (!process.argv.includes("--check")) {
        writeFileSync(path, text);
      }
    }
    console.log(`${name}: ${fixtures.length} exchanges`);
  }
} finally {
  await world.stop();
}
console.log(stale.length === 0 ? "all as recorded" : `changed: ${stale.join(", ")}`);
process.exitCode = process.argv.includes("--check") && stale.length > 0 ? 1 : 0;
