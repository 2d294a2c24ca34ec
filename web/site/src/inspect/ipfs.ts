import type { Dikast } from "dikast/lean";

/** What this page uses of the package's content addresses. */
export interface Ipfs {
  parse(
    uri: string,
    options: { gateways: boolean },
  ): {
    cid: string;
    version: number;
    codec: number;
    hash: number;
    digest: string;
    base32: string;
    path: string;
    uri: string;
    verifiable: boolean;
  };
  fetch(
    uri: string,
    transport: { fetch: typeof fetch; signal: AbortSignal; gateways?: readonly string[] },
  ): Promise<{
    bytes: Uint8Array;
    cid: string;
    gateway: string;
    proof: "car" | "block" | "content" | "none";
    notes: readonly string[];
  }>;
}

/** Absent in a package that was built without them. */
export const ipfsOf = (dikast: Dikast): Ipfs | undefined =>
  (dikast as unknown as { ipfs?: Ipfs }).ipfs;
