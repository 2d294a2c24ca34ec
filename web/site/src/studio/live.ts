import type { Eip1193Provider } from "dikast/lean";
import { SERVICES } from "../evidence/services.js";
import { chains, providerOf, type SiteChain } from "../shell/chains.js";
import { net } from "../shell/net.js";
import { worldTransport } from "../world.js";
import type { Live } from "./runs.js";

/** The hosts that the page's own policy lets it ask, but for those that only take content. */
function askable(): ReadonlySet<string> {
  const policy = document.querySelector<HTMLMetaElement>(
    'meta[http-equiv="Content-Security-Policy"]',
  )?.content;
  const sources = /connect-src ([^;]*)/.exec(policy ?? "")?.[1]?.split(" ") ?? [];
  const publishing = new Set(SERVICES.map(({ url }) => new URL(url).host));
  const hosts = sources.flatMap((source) => (source.startsWith("https://") ? source.slice(8) : []));
  return new Set(hosts.filter((host) => !publishing.has(host)));
}

/** A dispute's mappings may read another chain than the one chosen above. */
function chainFor(id: bigint | undefined, chosen: SiteChain): Eip1193Provider {
  const wanted =
    id === undefined ? chosen : chains.list.find((chain) => chain.id === id.toString());
  if (!wanted) throw new Error(`This page knows no node of chain ${id}.`);
  return providerOf(wanted);
}

/** Whom the mappings may ask, as chosen above; nobody is asked before somebody presses. */
export function liveOf(chosen: SiteChain): Live {
  const { world } = chosen;
  if (world) {
    return {
      name: "the local world",
      options: { allowedHosts: [location.hostname] },
      transport: (signal) => worldTransport(world, signal),
    };
  }
  const hosts = askable();
  return {
    name: chosen.name,
    options: {},
    transport: (signal) => ({
      fetch: net.fetch,
      provider: (id) => chainFor(id, chosen),
      allowHost: (host) => hosts.has(host),
      signal,
    }),
  };
}
