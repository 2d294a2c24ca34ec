/** Timers. The default is the platform's own. */
export interface Clock {
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** Everything that fetching by address uses of the world. */
export interface IpfsTransport {
  /** Default: the global fetch. */
  fetch?: typeof fetch;
  /** Origins of IPFS gateways, asked in this order. The caller's own choice: may be http. */
  gateways?: readonly string[];
  /** Decides about the host of a web address; without it public https hosts are asked. */
  allowHost?: (host: string, origin: string) => boolean;
  /**
   * `bytes` of the content (33,554,432), `milliseconds` in all (40,000), `attempt` for one answer of
   * one gateway (15,000), `race`: how long one is waited for before the next is asked as well
   * (2,500).
   */
  limits?: { bytes?: number; milliseconds?: number; attempt?: number; race?: number };
  signal?: AbortSignal;
  /**
   * Fetch plain https documents too, which can change at any time: their result says so. Without
   * it they are refused with ipfs.mutable.
   */
  mutable?: boolean;
  clock?: Clock;
  /** Told of the bytes that came so far. */
  onProgress?: (bytes: number) => void;
}

/** A file whose bytes hash to the address it was asked for by. */
export interface VerifiedFile {
  bytes: Uint8Array;
  /** Of the file itself, also where a path led to it. */
  cid: string;
  /** What was asked for. */
  uri: string;
  gateway: string;
  verified: true;
  /** What proved it: a CAR, its one block, or the file cut into blocks again here. */
  proof: "car" | "block" | "content";
  mutable: false;
  /** Which gateways failed, and why. */
  notes: string[];
}

/** A document of the web: what stands there may be another one tomorrow. */
export interface MutableFile {
  bytes: Uint8Array;
  /** Of the bytes as they are now (profile "v1-2025"), to publish or compare them by. */
  cid: string;
  uri: string;
  gateway: string;
  verified: false;
  proof: "none";
  mutable: true;
  notes: string[];
}

/** What {@link IpfsApi.fetch} gives. Only with `mutable: true` it can be a {@link MutableFile}. */
export type GatewayResult = VerifiedFile | MutableFile;
