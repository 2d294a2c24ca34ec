import type { Eip1193Provider, Transport } from "dikast/lean";

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
  disputes: WorldDispute[];
}

/** The local world, when the page is served with one. */
export async function findWorld(): Promise<World | undefined> {
  if (!location.protocol.startsWith("http")) return undefined;
  try {
    const reply = await fetch("./world/world.json");
    if (!reply.ok || !reply.headers.get("content-type")?.includes("json")) return undefined;
    return (await reply.json()) as World;
  } catch {
    return undefined;
  }
}

function rpc(url: string): Eip1193Provider {
  let id = 0;
  return {
    async request({ method, params }) {
      id += 1;
      const reply = await fetch(url, {
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
    provider: rpc(world.rpcUrl),
    gateways: [world.gatewayUrl],
    allowHost: (host) => host === location.hostname,
    signal,
  };
}
