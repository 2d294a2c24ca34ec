import { deployments } from "dikast/abi";
import type { Address } from "dikast/lean";
import type { ChainDescription } from "dikast/wallet";
import type { World } from "../world.js";

/** A chain that calls can be sent to. */
export interface ChainTarget {
  chainId: string;
  name: string;
  /** What a wallet is told that does not know the chain. */
  chain: ChainDescription;
  /** Transactions there, to which a hash is added; undefined where nobody shows them. */
  explorer?: string;
  /** What stands at an address, by its lower-case digits. */
  names?: Readonly<Record<string, string>>;
}

/** Where a template can be registered: a chain and the contracts of Kleros v2 on it. */
export interface Target extends ChainTarget {
  registry: Address;
  resolver: Address;
}

const ETHER = { name: "Ether", symbol: "ETH", decimals: 18 };

function known(chainId: "42161" | "421614", name: string, rpc: string, explorer: string): Target {
  const { DisputeTemplateRegistry, DisputeResolver } = deployments.klerosV2[chainId];
  return {
    chainId,
    name,
    registry: DisputeTemplateRegistry,
    resolver: DisputeResolver,
    chain: {
      chainId,
      chainName: name,
      nativeCurrency: ETHER,
      rpcUrls: [rpc],
      blockExplorerUrls: [explorer],
    },
    explorer: `${explorer}/tx/`,
  };
}

const PUBLIC: readonly Target[] = [
  known("42161", "Arbitrum One", "https://arb1.arbitrum.io/rpc", "https://arbiscan.io"),
  known(
    "421614",
    "Arbitrum Sepolia (test)",
    "https://sepolia-rollup.arbitrum.io/rpc",
    "https://sepolia.arbiscan.io",
  ),
];

/** The chains a template can go to; the local world first, where there is one. */
export function targetsWith(world: World | undefined): readonly Target[] {
  if (!world?.addresses) return PUBLIC;
  const { registry, resolver } = world.addresses;
  const rpcUrl = new URL(world.rpcUrl, document.baseURI).href;
  const local: Target = {
    chainId: world.chainId,
    name: "Local world (this machine)",
    registry,
    resolver,
    chain: {
      chainId: world.chainId,
      chainName: "Dikast local world",
      nativeCurrency: ETHER,
      rpcUrls: [rpcUrl],
    },
  };
  return [local, ...PUBLIC];
}

/** What is known of an address on a chain, for a person: never a guess. */
export function nameOf(target: ChainTarget, address: string): string | undefined {
  const { registry, resolver } = target as Partial<Target>;
  const wanted = address.toLowerCase();
  if (registry?.toLowerCase() === wanted) return "DisputeTemplateRegistry";
  if (resolver?.toLowerCase() === wanted) return "DisputeResolver";
  return target.names?.[wanted];
}
