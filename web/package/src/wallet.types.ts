import type { AbiApi, AbiOutput, AbiSignature } from "./abi.types.js";
import type { Address, BigIntish, Hex } from "./common.types.js";
import type { Eip1193Provider } from "./mapping.types.js";

/** A provider that also tells of changes (EIP-1193, section Events). */
export interface WalletProvider extends Eip1193Provider {
  on?(event: string, listener: (value: never) => void): unknown;
  removeListener?(event: string, listener: (value: never) => void): unknown;
}

/** A wallet a person can choose. */
export interface WalletChoice {
  /** EIP-6963 uuid of this announcement; "injected" for window.ethereum. */
  readonly id: string;
  readonly name: string;
  /** Reverse domain name, as announced; "" for window.ethereum. */
  readonly rdns: string;
  /** A data: URI, as announced. Untrusted: show it as an image or not at all. */
  readonly icon?: string;
  readonly source: "eip-6963" | "injected";
  readonly provider: WalletProvider;
}

export interface DiscoverOptions {
  /** How long announcements are waited for; default 150. */
  milliseconds?: number;
  /** Where wallets announce themselves; default the page's window. */
  window?: EventTarget & { ethereum?: unknown };
}

export interface Connection {
  /** The account the wallet puts first. */
  readonly account: Address;
  readonly accounts: readonly Address[];
  readonly chainId: bigint;
}

/** What a wallet is told about a chain it does not know (EIP-3085). */
export interface ChainDescription {
  chainId: BigIntish;
  chainName: string;
  nativeCurrency: { name: string; symbol: string; decimals: number };
  rpcUrls: readonly string[];
  blockExplorerUrls?: readonly string[];
}

/** One call to be signed. */
export interface WalletCall {
  chainId: BigIntish;
  from: Address;
  to: Address;
  data: Hex;
  /** In wei; default 0. */
  value?: BigIntish;
}

/** The parts of the toolkit that a review needs; what `load()` of `dikast` gives has them. */
export interface WalletCore {
  abi: AbiApi;
  keccak256(bytes: Hex | Uint8Array): Hex;
}

export interface ReviewOptions {
  /** Functions that the call may be of, and the errors it may revert with. */
  abi: AbiSignature;
}

/** What the chain says a call would do now. */
export type Simulation =
  | { readonly ok: true; readonly returned: Hex }
  | {
      readonly ok: false;
      /** A Solidity error's name ("Error" for a reason text), "" when the data is unknown. */
      readonly errorName: string;
      readonly args: readonly AbiOutput[];
      readonly message: string;
    };

/** Everything a person should see before signing, read from the bytes that will be signed. */
export interface Review {
  readonly chainId: bigint;
  readonly from: Address;
  readonly to: Address;
  /** In wei. */
  readonly value: bigint;
  readonly data: Hex;
  readonly selector: Hex;
  readonly functionName: string;
  /** As Solidity writes it, e.g. "setDisputeTemplate(string,string,string)". */
  readonly signature: string;
  readonly args: readonly AbiOutput[];
  /** keccak256 of `data`, for comparing with a device that shows nothing else. */
  readonly dataHash: Hex;
  readonly simulation: Simulation;
  /** Absent when the simulation fails. */
  readonly gas?: bigint;
  /** `gas` at the chain's present price, in wei. */
  readonly fee?: bigint;
  /** Of `from`, in wei. */
  readonly balance: bigint;
  /** Over chain, from, to, value and data: `send` refuses when one of them has changed. */
  readonly digest: Hex;
}

/** A log of a receipt, as nodes give it. */
export interface ReceiptLog {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
}

export interface Receipt {
  readonly hash: Hex;
  readonly blockNumber: bigint;
  readonly gasUsed: bigint;
  readonly logs: readonly ReceiptLog[];
}

export interface WaitOptions {
  /** Blocks on top, counting the transaction's own; default 1. */
  confirmations?: number;
  /** Between two questions; default 1500. */
  pollMilliseconds?: number;
  /** Default 600,000. */
  milliseconds?: number;
  signal?: AbortSignal;
  onProgress?(progress: { state: "pending" | "mined"; confirmations: number }): void;
}

/** Calls for the Safe Transaction Builder. */
export interface SafeBatchInput {
  chainId: BigIntish;
  calls: readonly Pick<WalletCall, "to" | "data" | "value">[];
  name: string;
  description?: string;
  /** The Safe they are meant for. */
  safe?: Address;
  /** Milliseconds since 1970: there is no hidden clock. */
  createdAt: number;
}

/** What became of calls that were sent together. */
export type BatchResult =
  | { readonly kind: "batch" /** For wallet_getCallsStatus (EIP-5792). */; readonly id: string }
  | { readonly kind: "one by one"; readonly hashes: readonly Hex[] };
