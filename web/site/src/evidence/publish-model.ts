import type {
  Dikast,
  IpfsFile,
  Published,
  PublishProgress,
  PublishState,
  PublishTarget,
  Recheck,
} from "dikast/lean";
import { gatewaysHere } from "../documents/pictures.js";
import { drafts } from "../shell/drafts.js";
import { net, OfflineError } from "../shell/net.js";

/** One thing to be published. */
export interface Item {
  label: string;
  /** In a CAR of several. */
  path: string;
  content: Uint8Array;
  cid: string;
}

/** Where an item stands. */
export interface ItemState {
  progress?: PublishState & { bytes?: number; total?: number };
  published?: Published["status"];
  check?: Recheck;
}

interface Kept {
  kind: PublishTarget["kind"];
  node: string;
  service: string;
  gateways: string;
  /** By CID. */
  items: Record<string, ItemState>;
}

const KEY = "evidence.publish";
const TOKEN = "dikast.publish.token";
/** Of how many contents it is remembered how far they came. */
const MOST = 20;

const EMPTY: Kept = {
  kind: "node",
  node: "http://127.0.0.1:5001",
  service: "https://api.pinata.cloud/psa",
  gateways: "",
  items: {},
};

function readKept(): Kept {
  try {
    const kept = JSON.parse(drafts.read(KEY) ?? "{}") as Partial<Kept>;
    const text = (value: unknown, other: string): string =>
      typeof value === "string" ? value : other;
    return {
      kind: kept.kind === "pinning-service" ? "pinning-service" : "node",
      node: text(kept.node, EMPTY.node),
      service: text(kept.service, EMPTY.service),
      gateways: text(kept.gateways, ""),
      items: typeof kept.items === "object" && kept.items !== null ? kept.items : {},
    };
  } catch {
    return { ...EMPTY };
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/**
 * Publishes content under the address it already has, and looks whether it can be had. How far it came
 * is kept, so that a reload goes on from there. Fires "change".
 */
export class PublishModel extends EventTarget {
  kept = readKept();
  busy = "";
  problem = "";
  #abort: AbortController | undefined;

  /** Of the service; kept for this tab alone, and in no file. */
  get token(): string {
    try {
      return sessionStorage.getItem(TOKEN) ?? "";
    } catch {
      return "";
    }
  }

  set token(token: string) {
    try {
      if (token === "") sessionStorage.removeItem(TOKEN);
      else sessionStorage.setItem(TOKEN, token);
    } catch {
      // Storage is turned off: typed again after a reload.
    }
    this.#changed();
  }

  edit(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    this.#write();
  }

  #write(): void {
    drafts.write(KEY, JSON.stringify(this.kept));
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }

  state(cid: string): ItemState {
    return Object.hasOwn(this.kept.items, cid) ? (this.kept.items[cid] ?? {}) : {};
  }

  #set(cid: string, change: ItemState): void {
    const { [cid]: before, ...others } = this.kept.items;
    const items = Object.entries({ [cid]: { ...before, ...change }, ...others });
    this.kept = { ...this.kept, items: Object.fromEntries(items.slice(0, MOST)) };
    this.#write();
  }

  /** Whether an earlier attempt ended before it was done. */
  isHalfway(items: readonly Item[]): boolean {
    return items.some(({ cid }) => {
      const { progress, published } = this.state(cid);
      return progress !== undefined && published !== "pinned" && progress.url === this.#url;
    });
  }

  get #url(): string {
    const { kind, node, service } = this.kept;
    return (kind === "node" ? node : service).trim().replace(/\/+$/, "");
  }

  #target(): PublishTarget {
    const { kind } = this.kept;
    return kind === "node"
      ? { kind, url: this.#url }
      : { kind, url: this.#url, token: this.token.trim() };
  }

  stop(): void {
    this.#abort?.abort();
  }

  async #run(what: string, run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.busy) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.busy = what;
    this.problem = "";
    this.#changed();
    try {
      if (net.offline) throw new OfflineError();
      await run(abort.signal);
    } catch (error) {
      this.problem = abort.signal.aborted ? "Stopped. What came over is kept." : messageOf(error);
    }
    this.busy = "";
    this.#changed();
  }

  publish(dikast: Dikast, items: readonly Item[]): Promise<void> {
    const target = this.#target();
    const host = URL.canParse(target.url) ? new URL(target.url).host : target.url;
    return this.#run(`Publishing to ${host}`, async (signal) => {
      for (const { cid, content } of items) {
        const { progress, published } = this.state(cid);
        if (published === "pinned" && progress?.url === target.url) continue;
        const done = await dikast.ipfs.publish(content, target, {
          fetch: net.fetch,
          signal,
          onProgress: (now: PublishProgress) => this.#set(cid, { progress: now }),
          ...(progress === undefined ? {} : { resume: progress }),
        });
        this.#set(cid, { published: done.status });
      }
    });
  }

  /** Whether gateways give each item, its bytes checked here. */
  recheck(dikast: Dikast, items: readonly Item[]): Promise<void> {
    const own = this.kept.gateways.split(/[\s,]+/).filter((gateway) => gateway !== "");
    const gateways = own.length > 0 ? { gateways: own } : gatewaysHere();
    return this.#run("Asking gateways for it", async (signal) => {
      for (const { cid } of items) {
        const check = await dikast.ipfs.recheck(cid, { fetch: net.fetch, signal, ...gateways });
        this.#set(cid, { check });
      }
    });
  }

  /** Everything in one file to be uploaded anywhere. */
  carOf(dikast: Dikast, items: readonly Item[]): { name: string; bytes: Uint8Array } {
    const files: IpfsFile[] = items.map(({ path, content }) => ({ path, content }));
    const [only] = items;
    const { car, filename } =
      items.length === 1 && only ? dikast.ipfs.carFile(only.content) : dikast.ipfs.carFile(files);
    return { name: filename, bytes: car };
  }
}
