import type { BigIntish, BytesLike, Hex } from "./common.types.js";

/** A parameter as JSON ABI writes it. */
export interface AbiParameter {
  readonly type: string;
  readonly name?: string;
  /** Of a tuple, or of the tuples of an array. */
  readonly components?: readonly AbiParameter[];
  /** Events only. */
  readonly indexed?: boolean;
}

/** An item of a contract's JSON ABI. */
export interface AbiItem {
  readonly type: "function" | "event" | "error" | "constructor" | "fallback" | "receive";
  readonly name?: string;
  readonly stateMutability?: string;
  readonly inputs?: readonly AbiParameter[];
  readonly outputs?: readonly AbiParameter[];
  readonly anonymous?: boolean;
}

/**
 * One signature: human-readable as in Solidity (`"function f(uint256 a) view returns (bool)"`, or
 * without the keyword, `"f(uint256)"`), the text of a JSON ABI item, or the item itself. In an array,
 * `"struct Name { uint256 a; }"` declares a struct for the others.
 */
export type AbiSignature = string | AbiItem | readonly (string | AbiItem)[];

/** Types for encodeParameters: each `"uint256"`, `"(address a, bytes b)[] c"`, or a JSON ABI parameter. */
export type AbiTypes = string | readonly (string | AbiParameter)[];

/**
 * What is accepted for a value: integers as bigint, safe integer or decimal or 0x-hex string ("-" first
 * for negatives), booleans as such, bytes as 0x-hex or Uint8Array, addresses and text as strings, arrays
 * as arrays, tuples as arrays or as objects by member names.
 */
export type AbiInput =
  | BigIntish
  | boolean
  | BytesLike
  | readonly AbiInput[]
  | { readonly [name: string]: AbiInput };

/**
 * What comes back: every integer is a bigint; addresses have their checksum, bytes are lower-case hex;
 * tuples are objects when all members are named (no name twice), else arrays.
 */
export type AbiOutput = bigint | boolean | string | AbiOutput[] | { [name: string]: AbiOutput };

/** A log as nodes give it. */
export interface AbiLog {
  readonly topics: readonly Hex[];
  readonly data: BytesLike;
}

/**
 * The contract ABI. Follows the Contract ABI Specification; signatures are read as abitype's
 * parseAbiItem reads them.
 *
 * Decoding is strict: data that an encoder does not write is refused, with `abi.decode_short` (it ends
 * early, or an offset, length or count leads outside), `abi.decode_offset` (an offset leads to another
 * value), `abi.decode_padding` (a word is no value of its type), `abi.decode_trailing` (bytes belong to no
 * value), `utf8.invalid`, `bytes.invalid`, `input.too_large` (1,000,000 bytes). All functions report
 * signatures they cannot read with `abi.syntax`, `abi.unknown_type`, `json.*` or `input.type`, and another
 * kind of item than they need with `abi.item`.
 */
export interface AbiApi {
  /**
   * Calldata. `args` by position, or an object by parameter names.
   * Errors: `abi.value`, `abi.length`, `abi.range`, `uint256.invalid`, `address.invalid`,
   * `address.checksum`, `bytes.invalid`, `utf8.invalid`; the path names the value, e.g. "/args/1/0".
   */
  encodeFunctionData(signature: AbiSignature, args?: readonly unknown[] | object): Hex;
  /**
   * Which of the functions the calldata calls, and its arguments by position.
   * Errors: `abi.selector_mismatch`, `abi.ambiguous` (different functions with one selector were given),
   * and those of decoding.
   */
  decodeFunctionData(
    signature: AbiSignature,
    data: BytesLike,
  ): { functionName: string; args: AbiOutput[]; signature: string };
  /** What a call returned: undefined, one value, or several by position. Errors: those of decoding. */
  decodeFunctionResult(signature: AbiSignature, data: BytesLike): AbiOutput | undefined;
  /**
   * Topics for a log filter; null stands for "any", as do arguments that are null or left out.
   * `indexedArgs` go over the indexed parameters by position, or by name in an object.
   * Errors: as encodeFunctionData, with paths such as "/indexedArgs/0".
   */
  encodeEventTopics(
    signature: AbiSignature,
    indexedArgs?: readonly unknown[] | object,
  ): (Hex | null)[];
  /**
   * Which of the events the log is of, and its arguments: an object when all are named, else an array.
   * Indexed strings, bytes, arrays and tuples come back as the Keccak-256 the log holds instead.
   * Errors: `abi.topic_mismatch`, `abi.topics`, and those of decoding.
   */
  decodeEventLog(
    signature: AbiSignature,
    log: AbiLog,
  ): { eventName: string; args: AbiOutput[] | { [name: string]: AbiOutput } };
  /**
   * Which error a call reverted with, and its arguments by position. Solidity's own `Error(string)` and
   * `Panic(uint256)` need not be given. Errors: as decodeFunctionData.
   */
  decodeError(signature: AbiSignature, data: BytesLike): { errorName: string; args: AbiOutput[] };
  /** Values one after another, without a selector. Errors: as encodeFunctionData, with paths such as "/values/0". */
  encodeParameters(types: AbiTypes, values: readonly unknown[] | object): Hex;
  /** The values by position. Errors: those of decoding. */
  decodeParameters(types: AbiTypes, data: BytesLike): AbiOutput[];
  /** The four bytes calldata of a function, or an error's data, begins with. */
  selector(signature: AbiSignature): Hex;
  /** Topic 0 of an event. */
  topic(signature: AbiSignature): Hex;
  /** The JSON ABI item. */
  parse(signature: AbiSignature): AbiItem;
}
