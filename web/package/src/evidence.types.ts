import type { BigIntish, Hex, Issue } from "./common.types.js";

/** ERC-1497 evidence and MetaEvidence (Kleros v1), and what Kleros v2 submits. */
export type EvidenceStandard = "erc-1497" | "kleros-v2" | "meta-evidence";

/** What evidence is made of. */
export interface EvidenceInput {
  name: string;
  description: string;
  /** "/ipfs/CID[/path]"; with `file` it is worked out. */
  fileURI?: string;
  /** The file itself: its CID becomes the link, its name gives the type. */
  file?: { name: string; content: Uint8Array };
  fileTypeExtension?: string;
  [field: string]: unknown;
}

/** ERC-1497 MetaEvidence: the context of a dispute of Kleros v1. */
export interface MetaEvidenceInput {
  title: string;
  category?: string;
  description: string;
  question: string;
  rulingOptions?: { type?: string; titles: string[]; descriptions?: string[]; precision?: number };
  fileURI?: string;
  file?: { name: string; content: Uint8Array };
  fileTypeExtension?: string;
  [field: string]: unknown;
}

/** A document ready to be published: its address is known before anybody has it. */
export interface BuiltEvidence {
  json: string;
  /** UTF-8 of `json`: what has to be published, byte for byte. */
  bytes: Uint8Array;
  cid: string;
  uri: string;
  /** Of the file that was given: what has to be published too. */
  file?: { cid: string; uri: string };
  issues: Issue[];
}

/** One form for every spelling. `claims`: what the document says about its own submission. */
export interface EvidenceDocument {
  name?: string;
  description?: string;
  fileURI?: string;
  fileTypeExtension?: string;
  claims?: Record<string, unknown>;
  [field: string]: unknown;
}

/** What {@link EvidenceApi.validate} gives. */
export interface EvidenceReport {
  /** No issue of severity error. */
  valid: boolean;
  issues: Issue[];
  evidence: EvidenceDocument;
}

/** How content stands to the hash that names it. "absent": no hash, or no content to hold against it. */
export type HashVerdict = "match" | "mismatch" | "absent";

/** Files by the field that names them. */
export interface FetchedFiles {
  fileURI?: Uint8Array;
  evidenceDisplayInterfaceURI?: Uint8Array;
  dynamicScriptURI?: Uint8Array;
}

/** What bytes are, by themselves. */
export interface FileKind {
  /** "pdf", "png", "html", "svg", "json", "text", "unknown" ... */
  type: string;
  mime: string;
  /** A browser would run it: HTML, SVG, XML, scripts. Never to be opened in a page's own origin. */
  active: boolean;
}

/** What {@link EvidenceApi.stripMetadata} gives. */
export interface StrippedFile {
  /** The very bytes given, when there was nothing to remove. */
  content: Uint8Array;
  /** "Exif", "XMP", "IPTC", "comment", "thumbnail", a chunk's name ... */
  removed: string[];
  /** False for what is no JPEG, PNG or WebP, and for a damaged one: nothing was removed. */
  known: boolean;
}

/** A contract that takes evidence. All have submitEvidence(uint256,string). */
export type EvidenceContract = "evidence-module" | "arbitrable-proxy" | "escrow" | "reality-proxy";

/** Which number groups the evidence of a dispute. */
export type EvidenceProfile =
  | { profile: "kleros-v2"; arbitratorDisputeID: BigIntish }
  /** Arbitrum One, 2024: the arbitrable's own number, which different arbitrables share. */
  | { profile: "kleros-v2-neo"; externalDisputeID: BigIntish }
  | { profile: "arbitrable-proxy"; localDisputeID: BigIntish }
  | { profile: "escrow-v1"; transactionID: BigIntish }
  /** The question's 32 bytes as a number. */
  | { profile: "reality-proxy"; questionID: string };

/** What the chain says about one submission. */
export interface EvidenceLog {
  /** "Evidence(uint256,address,string)" of v2, or ERC-1497's with the arbitrator. */
  standard: "kleros-v2" | "erc-1497";
  group: bigint;
  party: `0x${string}`;
  arbitrator?: `0x${string}`;
  /** An address, or in Kleros v2 the document itself. */
  evidence: string;
  /** The document, where it stands in the log. */
  document?: EvidenceReport;
  /** The address of the document, where the log names one. */
  uri?: string;
  provenance: {
    address?: string;
    blockNumber?: bigint;
    transactionHash?: string;
    logIndex?: bigint;
  };
}

/** A log as eth_getLogs gives it. */
export interface RawEvidenceLog {
  topics: readonly string[];
  data: string;
  address?: string;
  blockNumber?: string | number | bigint;
  transactionHash?: string;
  logIndex?: string | number | bigint;
}

/** Evidence: composed, read and held against what was hashed. */
export interface EvidenceApi {
  /** Errors: evidence.invalid (with issues), input.type, ipfs.*. */
  build(input: EvidenceInput, options: { standard: "erc-1497" | "kleros-v2" }): BuiltEvidence;
  /** Errors: as build. */
  buildMetaEvidence(input: MetaEvidenceInput): BuiltEvidence;
  /** Reads tolerantly; what is wrong is in `issues`. Errors: json.*, input.type. */
  validate(document: string | object, options: { standard: EvidenceStandard }): EvidenceReport;
  /** The `extraEvidences` of a dispute's details, which hold nothing that the chain proves. */
  readExtra(details: { extraEvidences?: unknown }): EvidenceReport[];
  /**
   * Each hash of the document against its content; `fileURI` also where the link itself is the hash.
   * Errors: json.*, evidence.hash.
   */
  verify(document: string, files?: FetchedFiles): Record<string, HashVerdict>;
  /** What bytes are by their content, not by their name. */
  fileKind(content: Uint8Array): FileKind;
  /**
   * A JPEG, PNG or WebP without place, time, device, comments and what follows the picture. Pixels and
   * colours stay as they are, and how a JPEG is turned.
   */
  stripMetadata(content: Uint8Array): StrippedFile;
  /** Errors: evidence.contract, uint256.invalid. */
  submitCalldata(input: {
    standard: "erc-1497" | "kleros-v2";
    kind: EvidenceContract;
    id: BigIntish;
    /** The document's address, or with Kleros v2 its JSON text. */
    evidence: string;
  }): Hex;
  /** The evidence group of a dispute, which differs between deployments. Errors: uint256.invalid, evidence.contract. */
  groupId(profile: EvidenceProfile): bigint;
  /** Who submitted what: from the log and never from the document. Errors: abi.*. */
  fromLog(log: RawEvidenceLog): EvidenceLog;
}
