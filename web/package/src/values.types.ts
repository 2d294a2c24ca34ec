import type { Address, BytesLike, Hex } from "./common.types.js";

/** Addresses as EIP-55 writes them. */
export interface AddressApi {
  /**
   * The address with the capital letters of its checksum. All-lower-case and all-upper-case digits
   * are taken as they are; mixed case has to carry the right checksum already.
   * Errors: `address.invalid`, `address.checksum`. Follows EIP-55.
   */
  checksum(address: string): Address;
  /**
   * Whether `address` is 0x and 40 hex digits and, unless `strict` is false, the checksum of mixed
   * case is right. Never throws for what it is asked about.
   */
  isAddress(address: unknown, options?: { strict?: boolean }): address is Address;
}

/** JSON as this package reads every document that comes from outside. */
export interface JsonApi {
  /**
   * Refuses what is no RFC 8259 JSON, and what readers disagree about: duplicate keys, lone
   * surrogates, a byte-order mark, more than 64 levels, more than 1,000,000 bytes.
   * Errors: `input.too_large`, `utf8.invalid`, `json.syntax` (the message says line and column),
   * `json.duplicate_key` (the path names it), `json.depth`, `json.surrogate`.
   */
  check(text: string | Uint8Array): { ok: true };
  /** The same document without white space, ASCII only, every number with all its digits. Errors: as check. */
  compact(text: string | Uint8Array): string;
}

/** Hashes and addresses. */
export interface ValuesApi {
  /** Keccak-256 as Ethereum uses it (not SHA3-256). Errors: `bytes.invalid`, `input.too_large`. */
  keccak256(data: BytesLike): Hex;
  /** SHA-256 (FIPS 180-4). Errors: `bytes.invalid`, `input.too_large`. */
  sha256(data: BytesLike): Hex;
  address: AddressApi;
  json: JsonApi;
}
