import type { Address, Eip1193Provider, Transport } from "dikast/lean";
import { net } from "./shell/net.js";

/** One dispute of the local world of `npm start`. */
export interface WorldDispute {
  name: string;
  template: string;
  mappings: string;
  context: Record<string, string>;
}

/** The local world behind the page: a chain, a GraphQL server and an IPFS gateway. */
export interface World {
  chainId: string;
  rpcUrl: string;
  gatewayUrl: string;
  addresses?: Record<"registry" | "resolver" | "arbitrator", Address> & {
    evidenceModule?: Address;
  };
  /** A script that announces a wallet for trying things out; only the local world has one. */
  wallet?: string;
  disputes: WorldDispute[];
}

let found: Promise<World | undefined> | undefined;

/** The local world, when the page is served with one; looked for once. */
export function findWorld(): Promise<World | undefined> {
  // Switched to offline nobody looks; afterwards somebody may.
  if (net.offline && !found) return Promise.resolve(undefined);
  found ??= lookForWorld();
  return found;
}

async function lookForWorld(): Promise<World | undefined> {
  if (!location.protocol.startsWith("http")) return undefined;
  try {
    const reply = await fetch("./world/world.json");
    if (!reply.ok || !reply.headers.get("content-type")?.includes("json")) return undefined;
    return (await reply.json()) as World;
  } catch {
    return undefined;
  }
}

/** Lets the local world's demo wallet announce itself. */
export async function loadDemoWallet(world: World | undefined): Promise<void> {
  if (world?.wallet === undefined) return;
  const url = new URL(world.wallet, document.baseURI);
  // Only what this very server offers: a wallet from elsewhere is no demo.
  if (url.origin === location.origin) await import(/* @vite-ignore */ url.href);
}

/** A chain's node as a provider. */
export function rpc(url: string): Eip1193Provider {
  let id = 0;
  return {
    async request({ method, params }) {
      id += 1;
      const reply = await net.fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id, method, params: params ?? [] }),
      });
      const body = (await reply.json()) as { result?: unknown; error?: { message: string } };
      if (body.error) throw new Error(body.error.message);
      return body.result;
    },
  };
}

/** Reaches the local world and no other place. */
export function worldTransport(world: World, signal: AbortSignal): Transport {
  return {
    fetch: net.fetch,
    provider: rpc(world.rpcUrl),
    gateways: [world.gatewayUrl],
    allowHost: (host) => host === location.hostname,
    signal,
  };
}
