// Reality.eth as @reality.eth/contracts publishes it, on a chain and as a machine.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { getAddress, toFunctionSelector } from "viem";
import { Contracts } from "./walk.mjs";

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve("@reality.eth/contracts/package.json"));

/** Where the package keeps each version; 2.x was deployed with an older compiler. */
export const versions = {
  "reality-2.0": ["RealityETH-2.0", "solc-0.4.25"],
  "reality-2.1": ["RealityETH-2.1", "solc-0.4.25"],
  "reality-2.2": ["RealityETH-2.2", "solc-0.4.25"],
  "reality-3.0": ["RealityETH-3.0", "solc-0.8.6"],
  "reality-3.2": ["RealityETH-3.2", "solc-0.8.6"],
  "reality-erc20-3.0": ["RealityETH_ERC20-3.0", "solc-0.8.6"],
};

function published(name, compiler) {
  const abi = JSON.parse(readFileSync(join(folder, "abi", compiler, `${name}.abi.json`), "utf8"));
  const code = readFileSync(join(folder, "bytecode", `${name}.bin`), "utf8").trim();
  return { abi, bytecode: code.startsWith("0x") ? code : `0x${code}` };
}

async function deploy(chain, name, compiler) {
  const { abi, bytecode } = published(name, compiler);
  const [from] = await chain.rpc("eth_accounts");
  // What anvil estimates is too little for the constructors.
  const transaction = { from, data: bytecode, gas: "0xf42400" };
  const hash = await chain.rpc("eth_sendTransaction", [transaction]);
  let receipt = null;
  while (receipt === null) receipt = await chain.rpc("eth_getTransactionReceipt", [hash]);
  if (receipt.status !== "0x1") throw new Error(`${name} cannot be deployed`);
  // The ABI is of all versions; a call that the code has not would reach its fallback.
  const has = (item) => bytecode.includes(toFunctionSelector(item).slice(2));
  const own = abi.filter((item) => item.type !== "function" || has(item));
  return { abi: own, address: getAddress(receipt.contractAddress) };
}

// Who has too few tokens, and who has allowed too few.
const balanceOf = (i) => (i === 3 ? 700n : 10n ** 9n);
const allowanceOf = (i) => (i === 2 ? 700n : 10n ** 12n);

async function deployToken(chain, reality, people) {
  const token = await deploy(chain, "ERC20", "solc-0.4.25");
  const { abi, address: to } = token;
  const transact = (from, functionName, args) =>
    chain.transact({ from, to, abi, functionName, args });
  for (const [i, person] of people.entries()) {
    await transact(people[0], "mint", [person, balanceOf(i)]);
    await transact(person, "approve", [reality.address, allowanceOf(i)]);
  }
  const { abi: realityAbi, address } = reality;
  const setToken = { to: address, abi: realityAbi, functionName: "setToken", args: [to] };
  await chain.transact({ from: people[0], ...setToken });
  return token;
}

async function deployArbitrator(chain, reality, owner) {
  // It is the package's Arbitrator with cancelArbitration and assignWinner..., and one thing more.
  const arbitrator = await deploy(chain, "RegisteredWalletArbitrator", "solc-0.4.25");
  const { abi, address: to } = arbitrator;
  const args = [reality.address];
  await chain.transact({ from: owner, to, abi, functionName: "setRealitio", args });
  return arbitrator;
}

/** {contracts, accounts, machine}: the contracts of one version and the machine of the same world. */
export async function startWorld({ chain, dikast, system, arbitratorKind, people }) {
  const [name, compiler] = versions[system];
  const reality = await deploy(chain, name, compiler);
  const { blockNumber } = await chain.send({ from: people[0], to: people[0], data: "0x" });
  const token = system.includes("erc20") && (await deployToken(chain, reality, people));
  const keys = arbitratorKind === "realitykeys-arbitrator";
  const arbitrator = keys && (await deployArbitrator(chain, reality, people[0]));
  const contracts = {
    reality,
    ...(token && { token }),
    ...(arbitrator && { arbitrator }),
  };
  const addresses = Object.entries(contracts).map(([label, { address }]) => [label, address]);
  const accounts = { owner: people[0], ...Object.fromEntries(addresses) };
  const holdings = (amountOf) => Object.fromEntries(people.map((who, i) => [who, amountOf(i)]));
  const machine = dikast.reality.open(
    dikast.reality.initial({
      system,
      arbitratorKind,
      accounts,
      // Templates were made in the block of the contract, the one before this.
      initialTemplateBlock: `${BigInt(blockNumber) - 1n}`,
      ...(token && { tokenBalances: holdings(balanceOf), tokenAllowances: holdings(allowanceOf) }),
    }),
  );
  return { contracts: new Contracts(chain, contracts), accounts, machine };
}
