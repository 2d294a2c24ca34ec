import type { Clock, IpfsTransport } from "./ipfs-fetch.types.js";
import type { CidOptions, IpfsContent } from "./ipfs.types.js";

/** The RPC of a node of one's own (kubo's /api/v0), which takes the blocks themselves. */
export interface NodeTarget {
  kind: "node";
  /** Origin, e.g. "http://127.0.0.1:5001". */
  url: string;
  /** Sent as the Authorization header, to this node alone. */
  authorization?: string;
}

/** A service of the IPFS Pinning Services API, which fetches the blocks from who has them. */
export interface PinningTarget {
  kind: "pinning-service";
  /** The endpoint, e.g. "https://api.example/psa". */
  url: string;
  token: string;
  /** Multiaddresses of nodes that have the content. */
  origins?: readonly string[];
}

/** Where content is published. */
export type PublishTarget = NodeTarget | PinningTarget;

/** How far publishing is: plain JSON, so that it can be kept over a reload. */
export interface PublishState {
  cid: string;
  /** Of the target. */
  url: string;
  /** Blocks the node has confirmed, from the first on. */
  blocks: number;
  /** Of the pin, once the service has taken it. */
  requestid?: string;
  status: "uploading" | "queued" | "pinning" | "pinned";
}

/** Told while content is sent. */
export interface PublishProgress extends PublishState {
  /** Bytes confirmed, and in all. */
  bytes: number;
  total: number;
}

/** Everything publishing uses of the world. */
export interface PublishTransport {
  /** Default: the global fetch. */
  fetch?: typeof fetch;
  signal?: AbortSignal;
  clock?: Clock;
  /** `attempt` for one answer (30,000), `pinning` until a service has the content (600,000). */
  limits?: { attempt?: number; pinning?: number };
  /** Told after each step; keep the newest to resume from. */
  onProgress?: (progress: PublishProgress) => void;
  /** Where an earlier attempt at the same content and target ended. */
  resume?: PublishState;
}

/** What publishing gives. */
export interface Published {
  cid: string;
  uri: string;
  /** "queued" and "pinning": the service has not fetched all yet. */
  status: "queued" | "pinning" | "pinned";
  requestid?: string;
}

/** Content ready to be carried away: the file to upload anywhere, and the address it will have. */
export interface CarFile {
  cid: string;
  uri: string;
  car: Uint8Array;
  /** "<cid>.car". */
  filename: string;
}

/** Whether a published address can be had. */
export interface Recheck {
  available: boolean;
  /** The gateway that gave it, its bytes checked here. */
  gateway?: string;
  type?: "file" | "directory";
  /** Which gateways failed, and why. */
  notes: string[];
}

/** Publishing: the CID is known before anything is sent. */
export interface PublishApi {
  /** Content as a CAR file and its address. Errors: those of car. */
  carFile(content: IpfsContent, options?: CidOptions): CarFile;
  /**
   * Sends content to a node block by block and pins it, or asks a service to pin it. [io] Whatever
   * the other side calls it, its CID must be ours. Errors: ipfs.upload, ipfs.pin, ipfs.transport,
   * ipfs.timeout, ipfs.aborted, ipfs.http_status, ipfs.redirect.
   */
  publish(
    content: IpfsContent,
    target: PublishTarget,
    transport?: PublishTransport,
    options?: CidOptions,
  ): Promise<Published>;
  /** Asks a service to pin an address that somebody has already. [io] Errors: as publish. */
  pin(cid: string, target: PinningTarget, transport?: PublishTransport): Promise<Published>;
  /** Whether gateways give the content, checked here. [io] Errors: ipfs.aborted, and of parse. */
  recheck(cid: string, transport?: IpfsTransport): Promise<Recheck>;
}
