import type { Eip1193Provider } from "dikast/lean";
import { net } from "./net.js";
import { findWorld, rpc, type World } from "../world.js";

/** A chain the site can read. */
export interface SiteChain {
  /** Decimal. */
  id: string;
  name: string;
  rpcUrl: string;
  /** Transactions there, to which a hash is added; absent where nobody shows them. */
  explorer?: string;
  /** The local world, when this is its chain. */
  world?: World;
}

const KEY = "dikast.chain";

// Hosts that are named here are also named in the content security policy of index.html.
const PUBLIC: readonly SiteChain[] = [
  {
    id: "42161",
    name: "Arbitrum One",
    rpcUrl: "https://arb1.arbitrum.io/rpc",
    explorer: "https://arbiscan.io/tx/",
  },
  {
    id: "421614",
    name: "Arbitrum Sepolia (test)",
    rpcUrl: "https://sepolia-rollup.arbitrum.io/rpc",
    explorer: "https://sepolia.arbiscan.io/tx/",
  },
];

/** The chain that pages read, as chosen in the header. Choosing asks nobody. Fires "change". */
export class Chains extends EventTarget {
  list: readonly SiteChain[] = PUBLIC;
  #wanted = "";

  constructor() {
    super();
    try {
      this.#wanted = localStorage.getItem(KEY) ?? "";
    } catch {
      // Storage is turned off: the first chain.
    }
    void this.#look();
    // Switched to offline the local world is not looked for.
    net.addEventListener("change", () => void this.#look());
  }

  async #look(): Promise<void> {
    const world = await findWorld();
    if (!world || this.list.some((each) => each.world)) return;
    const { chainId: id, rpcUrl } = world;
    this.list = [{ id, name: "Local world", rpcUrl, world }, ...PUBLIC];
    this.dispatchEvent(new Event("change"));
  }

  get current(): SiteChain {
    return this.list.find(({ id }) => id === this.#wanted) ?? (this.list[0] as SiteChain);
  }

  choose(id: string): void {
    this.#wanted = id;
    try {
      localStorage.setItem(KEY, id);
    } catch {
      // Kept for this page only.
    }
    this.dispatchEvent(new Event("change"));
  }
}

export const chains = new Chains();

/** The chain's node; asked only when somebody presses. */
export const providerOf = ({ rpcUrl }: SiteChain): Eip1193Provider => rpc(rpcUrl);
