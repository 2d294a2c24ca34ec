import type { Hex } from "./common.types.js";
import type { GatewayResult, IpfsTransport } from "./ipfs-fetch.types.js";
import type { PublishApi } from "./publish.types.js";

/** An address of the /ipfs/ namespace, taken apart. */
export interface IpfsAddress {
  /** As it was written. */
  cid: string;
  version: 0 | 1;
  /** Multicodec: 0x55 raw, 0x70 dag-pb. */
  codec: number;
  /** Hash function, length and digest. */
  multihash: Hex;
  /** Multicodec of the hash function: 0x12 SHA-256. */
  hash: number;
  digest: Hex;
  /** The CID in its binary form. */
  bytes: Hex;
  /** The same content as CIDv1 in base32. */
  base32: string;
  /** Whether bytes can be held against it: a full SHA-256 hash. */
  verifiable: boolean;
  /** Below the CID, percent-decoded, without a leading slash; "" for the CID itself. */
  path: string;
  /** "/ipfs/CID[/path]", percent-encoded. */
  uri: string;
  /** Host of the gateway that the address names. */
  gateway?: string;
}

/** One file of several. `path` is relative, with "/" between its names. */
export interface IpfsFile {
  path: string;
  content: Uint8Array | string;
}

/** Content to be addressed: one file, or several as a directory. Text is taken as UTF-8. */
export type IpfsContent = Uint8Array | string | readonly IpfsFile[];

/** How content is cut into blocks: another way gives another CID. */
export interface CidOptions {
  /**
   * One of the usual ways: "v0-2015" (kubo's default: CIDv0, chunks of 262,144 bytes, 174 links),
   * "v1-raw-256k", "v1-dagpb-256k" (the same with CIDv1) and "v1-2025" (IPIP-0499: CIDv1, raw
   * leaves, 1,048,576 bytes, 1,024 links). Default "v1-2025", with `version: 0` "v0-2015".
   */
  profile?: "v0-2015" | "v1-raw-256k" | "v1-dagpb-256k" | "v1-2025";
  version?: 0 | 1;
  rawLeaves?: boolean;
  /** Bytes, 1 to 2,097,152. */
  chunkSize?: number;
  /** Links of one node, 2 to 8,192. */
  maxLinks?: number;
  /** A directory around a single file too, which is then named by its path or its CID. */
  wrap?: boolean;
}

/** What a CAR holds at an address. */
export interface IpfsListing {
  type: "file" | "directory";
  cid: string;
  /** Bytes of the file, or of the directory's own block. */
  size: number;
  entries: { name: string; cid: string; size: number }[];
}

/** The usual ways of cutting content, as {@link CidOptions.profile} names them. */
export type IpfsProfile = NonNullable<CidOptions["profile"]>;

/** How content stands to an address. */
export interface IpfsMatch {
  match: boolean;
  /** The ways of cutting that give the CID; empty where a CAR or a block proves it. */
  profiles: IpfsProfile[];
  /** "content" when it is the file itself, else what it came in. Absent without a match. */
  proof?: "content" | "car" | "block";
  /** The file that the address names: out of the CAR, where it is one. Absent without a match. */
  content?: Uint8Array;
  /** The CID that the content has by each way. */
  cids: { profile: IpfsProfile; cid: string }[];
}

/** Content addresses: what is shown is what was hashed. */
export interface IpfsApi extends PublishApi {
  /**
   * "/ipfs/CID[/path]", "ipfs://CID[/path]", "CID[/path]", and the path and subdomain forms of
   * gateways; or the bytes of a CID. With `verifiable` a CID that cannot be checked is refused.
   * Errors: ipfs.cid, ipfs.uri, ipfs.mutable (ipns, web addresses), ipfs.unverifiable.
   */
  parse(
    uri: string | Uint8Array,
    options?: { verifiable?: boolean; gateways?: boolean },
  ): IpfsAddress;
  /** "/ipfs/CID[/path]", percent-encoded. Errors: ipfs.cid, ipfs.uri. */
  toUri(cid: string, path?: string): string;
  /** Whether both name the same content: CIDv0 and CIDv1 of one hash do. Errors: as parse. */
  same(a: string, b: string): boolean;
  /** The bytes of multibase text. Errors: ipfs.cid. */
  multibase(text: string): Hex;
  /** The CID of content, known before it is sent anywhere. Errors: ipfs.options, ipfs.files. */
  cid(content: IpfsContent, options?: CidOptions): string;
  /**
   * The file that `cid` (and `path` below it) names, from its one block or from a CAR (version 1 or
   * 2, blocks in any order), every byte of it checked. For a directory its own block, once all below
   * it is there. Errors: ipfs.mismatch, ipfs.car, ipfs.missing_block, ipfs.path, ipfs.node,
   * ipfs.unsupported, ipfs.unverifiable, ipfs.too_large.
   */
  verify(cid: string, blockOrCar: Uint8Array, path?: string): Uint8Array;
  /** The block itself, when it hashes to `cid`. Errors: ipfs.mismatch, ipfs.unverifiable. */
  verifyBlock(cid: string, block: Uint8Array): Uint8Array;
  /**
   * Whether a file, a CAR or a block is what an address names, and by which way of cutting. Below a
   * path only a CAR can tell. Errors: those of parse, ipfs.unverifiable.
   */
  match(uri: string, content: Uint8Array): IpfsMatch;
  /** What a CAR holds at an address, checked; of a directory only its own block has to be there. Errors: as verify. */
  list(cid: string, blockOrCar: Uint8Array, path?: string): IpfsListing;
  /** A CARv1 file of content, one root, blocks depth first. Errors: as cid. */
  car(content: IpfsContent, options?: CidOptions): Uint8Array;
  /**
   * The file at an address, from the first gateway that proves it: CAR or block, hashed here. [io]
   * Errors: ipfs.gateways (all failed; the message names each and why), ipfs.aborted, and those of
   * parse.
   */
  fetch(uri: string, transport?: IpfsTransport): Promise<GatewayResult>;
}
