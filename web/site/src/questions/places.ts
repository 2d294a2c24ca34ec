import {
  realityContracts,
  realityProxies,
  type RealityContract,
  type RealityProxy,
} from "dikast/abi";
import { evidenceTargets } from "../evidence/places.js";
import type { ChainTarget } from "../sign/targets.js";
import type { World } from "../world.js";

export const contracts: readonly RealityContract[] = realityContracts;
export const proxies: readonly RealityProxy[] = realityProxies;

/** Chains beside those of the Evidence page that a wallet may have to be told about. */
const MORE: readonly (readonly [
  id: string,
  name: string,
  symbol: string,
  rpc: string,
  explorer: string,
])[] = [
  ["10", "OP Mainnet", "ETH", "https://mainnet.optimism.io", "https://optimistic.etherscan.io"],
  ["137", "Polygon", "POL", "https://polygon-rpc.com", "https://polygonscan.com"],
  ["8453", "Base", "ETH", "https://mainnet.base.org", "https://basescan.org"],
  ["130", "Unichain", "ETH", "https://mainnet.unichain.org", "https://uniscan.xyz"],
  [
    "84532",
    "Base Sepolia (test)",
    "ETH",
    "https://sepolia.base.org",
    "https://sepolia.basescan.org",
  ],
  [
    "11155420",
    "OP Sepolia (test)",
    "ETH",
    "https://sepolia.optimism.io",
    "https://sepolia-optimism.etherscan.io",
  ],
  [
    "1301",
    "Unichain Sepolia (test)",
    "ETH",
    "https://sepolia.unichain.org",
    "https://sepolia.uniscan.xyz",
  ],
  [
    "300",
    "ZKsync Sepolia (test)",
    "ETH",
    "https://sepolia.era.zksync.dev",
    "https://sepolia.explorer.zksync.io",
  ],
];

/** Other chains with a Reality.eth contract and no Kleros proxy. */
const OTHERS: Readonly<Record<number, string>> = {
  40: "Telos EVM",
  56: "BNB Smart Chain",
  143: "Monad",
  324: "ZKsync Era",
  690: "Redstone",
  1101: "Polygon zkEVM",
  17000: "Holesky (test)",
  42220: "Celo",
  43114: "Avalanche",
};

const described = ([
  chainId,
  chainName,
  symbol,
  rpc,
  explorer,
]: (typeof MORE)[number]): ChainTarget => ({
  chainId,
  name: chainName,
  chain: {
    chainId,
    chainName,
    nativeCurrency: { name: symbol, symbol, decimals: 18 },
    rpcUrls: [rpc],
    blockExplorerUrls: [explorer],
  },
  explorer: `${explorer}/tx/`,
});

const bare = ([chainId, name]: readonly [string, string]): ChainTarget => {
  const symbol = contracts.find((each) => `${each.chainId}` === chainId)?.token ?? "ETH";
  const nativeCurrency = { name: symbol, symbol, decimals: 18 };
  return { chainId, name, chain: { chainId, chainName: name, nativeCurrency, rpcUrls: [] } };
};

export const contractName = ({ version, token }: RealityContract): string =>
  version.startsWith("ERC20-")
    ? `Reality.eth ${version.slice(6)} for ${token}`
    : `Reality.eth ${version}`;

/** The chains a question can be asked on, those where Kleros arbitrates first. */
export function questionTargets(world: World | undefined): readonly ChainTarget[] {
  const known = [
    ...evidenceTargets(world),
    ...MORE.map(described),
    ...Object.entries(OTHERS).map(bare),
  ];
  const arbitrated = (id: string): number =>
    proxies.some(({ chainId, state }) => `${chainId}` === id && state === undefined) ? 0 : 1;
  const test = ({ name }: ChainTarget): number => (name.includes("(test)") ? 1 : 0);
  return known
    .filter(({ chainId }) => world?.chainId === chainId || contractsOn(chainId).length > 0)
    .sort((a, b) => test(a) - test(b) || arbitrated(a.chainId) - arbitrated(b.chainId))
    .map((target) => ({
      ...target,
      names: Object.fromEntries(
        contractsOn(target.chainId).map((each) => [each.address.toLowerCase(), contractName(each)]),
      ),
    }));
}

/** Contracts whose ids and templates the core knows; the newest first. */
export const contractsOn = (chainId: string): readonly RealityContract[] =>
  contracts
    .filter((each) => `${each.chainId}` === chainId && each.version !== "4.0")
    .sort((a, b) => rank(b) - rank(a));

/** What most ask with comes first: 3.0, which has the arbitrators, then the others. */
const rank = ({ version, address, chainId }: RealityContract): number =>
  2 * proxies.filter((each) => each.chainId === chainId && each.reality === address).length +
  (version === "3.0" ? 1 : 0);

/** The Kleros proxies for a contract, those to be used first. */
export const proxiesFor = (chainId: string, reality: string): readonly RealityProxy[] =>
  proxies
    .filter(
      (each) =>
        `${each.chainId}` === chainId && each.reality.toLowerCase() === reality.toLowerCase(),
    )
    .sort((a, b) => Number(a.state !== undefined) - Number(b.state !== undefined));

export const courtOf = ({ court, courtName, jurors }: RealityProxy): string => {
  if (court === undefined) return "";
  const where = courtName ?? `court ${court}`;
  return jurors ? `${where}, ${jurors} juror${jurors === 1 ? "" : "s"}` : where;
};

/** For a list: name, court, and whether it works. */
export function proxyLabel(proxy: RealityProxy): string {
  const marked = proxy.state === undefined ? "" : `${proxy.state.toUpperCase()} \u2014 `;
  const name = /kleros/i.test(proxy.name) ? proxy.name : `Kleros: ${proxy.name}`;
  return marked + [name, courtOf(proxy)].filter(Boolean).join(", ");
}

/** Name of a chain by its number. */
export const chainNameOf = (targets: readonly ChainTarget[], id: number): string =>
  targets.find(({ chainId }) => chainId === `${id}`)?.name ?? `chain ${id}`;

/** The version whose built-in templates a contract has. */
export const templatesOf = (version: string): string =>
  version === "ERC20-3.0" ? version : version.replace("ERC20-", "");
