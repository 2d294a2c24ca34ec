import type { Fix } from "./lint.types.js";

/** Bytes as lower-case hex digits after 0x. */
export type Hex = `0x${string}`;

/** 20 bytes with the capital letters of the EIP-55 checksum. */
export type Address = `0x${string}`;

/** What is accepted for a uint256: a bigint, a safe integer, or a decimal or 0x-hex string. */
export type BigIntish = bigint | number | string;

/** What is accepted for bytes. */
export type BytesLike = Hex | Uint8Array;

/** One finding about a document, placed so that an editor can underline it. */
export interface Issue {
  severity: "error" | "warning" | "info";
  /** Stable rule id, "domain.reason". */
  code: string;
  /** JSON Pointer (RFC 6901) into the document named by `source`; "" is the whole of it. */
  path: string;
  message: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** From the start of the document, in UTF-16 units. */
  offset: number;
  /** Where it ends, one past the last unit; all three are given together. */
  endLine?: number;
  endColumn?: number;
  endOffset?: number;
  source: string;
  /** What to do about it. */
  hint?: string;
  /** A repair, where one exists. */
  fix?: Fix;
}
