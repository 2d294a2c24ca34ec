import type { Address, BigIntish, Hex, Issue } from "./common.types.js";
import type { DikastError } from "./errors.js";

/**
 * A value of a resolved context. A JSON or ABI number that a JavaScript number would not hold
 * digit by digit comes as a string of its digits.
 */
export type ContextValue =
  | null
  | boolean
  | number
  | string
  | ContextValue[]
  | { [key: string]: ContextValue };

/** Variables by name. */
export type MappingContext = { [name: string]: ContextValue };

/** POST `body` (application/json) to `url`. */
export interface GraphqlRequest {
  id: number;
  kind: "graphql";
  /** Index of the mapping that asks. */
  mapping: number;
  url: string;
  /** `url` with the host page's keys replaced by their names, for people and recordings. */
  maskedUrl: string;
  body: string;
}

/** The file at `uri`, from any gateway. */
export interface IpfsRequest {
  id: number;
  kind: "ipfs";
  mapping: number;
  /** "/ipfs/CID[/path]", percent-encoded: append it to a gateway's origin. */
  uri: string;
  cid: string;
  /** Below the CID, percent-decoded, without a leading slash; "" for the CID itself. */
  path: string;
}

/** eth_call at the latest block. */
export interface EthCallRequest {
  id: number;
  kind: "eth_call";
  mapping: number;
  chainId?: bigint;
  to: Address;
  data: Hex;
}

/** eth_getLogs. */
export interface EthGetLogsRequest {
  id: number;
  kind: "eth_getLogs";
  mapping: number;
  chainId?: bigint;
  address: Address;
  topics: (Hex | Hex[] | null)[];
  /** 0x-hex, or a tag such as "earliest". */
  fromBlock: string;
  toBlock: string;
}

/** What the resolution needs to know next. */
export type MappingRequest = GraphqlRequest | IpfsRequest | EthCallRequest | EthGetLogsRequest;

/**
 * An answer. For graphql and ipfs the body as text or bytes, or an object with the HTTP status and
 * the content type, whose body may be base64 (`encoding`); for
 * eth_call the returned hex; for eth_getLogs the list of logs. `{ error }` says that there was none.
 */
export type MappingResponse =
  | string
  | Uint8Array
  | readonly unknown[]
  | { status?: number; contentType?: string; body: unknown; encoding?: "base64" }
  | { error: string }
  | { data?: unknown; errors?: unknown };

/** What one request, or one mapping without a request, did. */
export interface TraceStep {
  /** Index of the mapping. */
  mapping: number;
  type: string;
  /** Without the host page's keys. */
  request?: Omit<GraphqlRequest, "maskedUrl"> | IpfsRequest | EthCallRequest | EthGetLogsRequest;
  response?: {
    status: number;
    bytes: number;
    /** Of the bytes as they came. */
    sha256: Hex;
    /** ipfs only: the bytes hash to their address. */
    verified?: boolean;
  };
  extracted: MappingContext;
  /** Also where Court would show something else, and which gateways failed. */
  notes: string[];
  error?: { code: string; path: string; message: string };
}

/** What {@link MappingApi.start} can be told. */
export interface ResolutionOptions {
  /** Hosts (without port) that may be private or plain http. */
  allowedHosts?: string[];
  /** Ask no other host. Default false. */
  onlyAllowedHosts?: boolean;
  /**
   * IPFS bytes must hash to their address, and what cannot be checked is refused with
   * mapping.unverified. Default true. An answer is the file itself, or a CAR or block with its
   * content type (application/vnd.ipld.car, application/vnd.ipld.raw); paths below a directory, and
   * files cut in an unusual way, take a CAR.
   */
  verify?: boolean;
  /** Lower limits than 1,000,000 bytes a response and 32 requests. */
  limits?: { bytes?: number; requests?: number };
  /** Chain of eth_call and eth_getLogs; default the context's arbitrableChainID. */
  chainId?: BigIntish;
  /** Reality.eth's contract; default what the arbitrable's realitio() says. */
  realityAddress?: string;
}

/** A conversation: ask `next`, fetch, `provide`, until `next` gives null. */
export interface Resolution {
  /**
   * The waiting request (the same until it is answered), or null when all is resolved.
   * Errors: mapping.unsafe_value, mapping.argument_invalid, mapping.ipfs_uri, mapping.seek_missing,
   * mapping.context_limit, handle.invalid.
   */
  next(): MappingRequest | null;
  /**
   * Answers the waiting request. After an error the request still waits, and another answer may
   * follow. Errors: mapping.transport, mapping.http_status, mapping.response_invalid,
   * mapping.response_too_large, mapping.ipfs_mismatch, mapping.unverified, mapping.graphql_error,
   * mapping.no_event, mapping.question_invalid, mapping.seek_missing, mapping.context_limit.
   */
  provide(response: MappingResponse): void;
  /** The context given, and what the mappings added so far. */
  readonly context: MappingContext;
  readonly trace: TraceStep[];
  /** Frees what the core holds. Using it afterwards is handle.invalid. */
  dispose(): void;
}

/** EIP-1193. */
export interface Eip1193Provider {
  request(args: { method: string; params?: readonly unknown[] | object }): Promise<unknown>;
}

/** One recorded exchange. Plain JSON, so that a list of them can be a file. */
export interface Fixture {
  /** The request without `id`, `mapping` and keys; `chainId` in decimal. */
  request: FixtureRequest;
  response:
    | { status?: number; contentType?: string; body: unknown; encoding?: "base64" }
    | { error: string };
}

/** The part of a request that decides its answer. */
export type FixtureRequest =
  | { kind: "graphql"; url: string; body: string }
  | { kind: "ipfs"; uri: string }
  | { kind: "eth_call"; chainId?: string; to: string; data: string }
  | {
      kind: "eth_getLogs";
      chainId?: string;
      address: string;
      topics: (string | string[] | null)[];
      fromBlock: string;
      toBlock: string;
    };

/** Everything {@link MappingApi.execute} uses of the world. */
export interface Transport {
  /** Default: the global fetch. */
  fetch?: typeof fetch;
  /** For abi/call, abi/event and reality. */
  provider?: Eip1193Provider | ((chainId: bigint | undefined) => Eip1193Provider);
  /** Origins of IPFS gateways, tried in this order. The caller's own choice: may be http. */
  gateways?: string[];
  /**
   * Decides about each host (without port) that the mappings name, once, before any request.
   * Without it public https hosts are asked and nothing else.
   */
  allowHost?: (host: string, origin: string) => boolean;
  /**
   * `bytes` of one response (at most 1,000,000), `milliseconds` for one request with its retries
   * (15,000), `requests` in all (at most 32).
   */
  limits?: { bytes?: number; milliseconds?: number; requests?: number };
  signal?: AbortSignal;
  /** As {@link ResolutionOptions.verify}. */
  verify?: boolean;
  /** Chain of eth_call and eth_getLogs; default the context's arbitrableChainID. */
  chainId?: BigIntish;
  /** Reality.eth's contract; default what the arbitrable's realitio() says. */
  realityAddress?: string;
  /** Told of every exchange that was used. */
  record?: (fixture: Fixture) => void;
  /** Answers from recordings instead of the network. */
  replay?: readonly Fixture[];
}

/** What a failed {@link MappingApi.execute} or {@link MappingApi.start} throws: nothing is lost. */
export interface MappingError extends DikastError {
  /** What was resolved before the failure. */
  context: MappingContext;
  trace: TraceStep[];
}

/** Single exchanges of a {@link Resolution}, for pages that show the conversation. */
export interface MappingExchangeApi {
  /** The recording that answers a waiting request; `provide` its response. */
  recorded(request: MappingRequest, fixtures: readonly Fixture[]): Fixture | undefined;
  /**
   * A text typed by hand as the recording of an answer: a body, the hex of eth_call, or the JSON
   * list of eth_getLogs. Errors: mapping.response_invalid.
   */
  typed(request: MappingRequest, body: string): Fixture;
  /**
   * Asks for one answer, without judging it: `provide` its response to the resolution. Where the
   * transport has `allowHost`, it decides about a GraphQL server. [io] Errors: mapping.host_refused,
   * mapping.transport, mapping.timeout, mapping.aborted, mapping.redirect, mapping.http_status,
   * mapping.response_too_large.
   */
  ask(request: MappingRequest, transport: Transport): Promise<Fixture>;
}

/** Data mappings: where a template's variables come from. */
export interface MappingApi extends MappingExchangeApi {
  /** Everything wrong with the mappings, placed. Never throws for what the mappings hold. */
  validate(
    mappings: string | readonly object[],
    options?: { template?: string; context?: string[] },
  ): { valid: boolean; issues: Issue[] };
  /**
   * Starts a conversation without input and output. Errors: every mapping.* code of the list
   * itself, json.*, mapping.missing_variable, mapping.reserved_name, mapping.host_refused,
   * mapping.insecure_url.
   */
  start(
    mappings: string | readonly object[],
    context?: object,
    options?: ResolutionOptions,
  ): Resolution;
  /**
   * Resolves the mappings over the network. [io] Errors: those of start, next and provide, and
   * mapping.timeout, mapping.aborted, mapping.redirect; each is a {@link MappingError}.
   */
  execute(
    mappings: string | readonly object[],
    context?: object,
    transport?: Transport,
  ): Promise<{ context: MappingContext; trace: TraceStep[] }>;
  /** A transport that answers from recordings and from nothing else. */
  replayTransport(fixtures: readonly Fixture[]): Transport;
  /** A recorder: give `record` to a transport, then keep `fixtures`. */
  recordFixtures(): { record: (fixture: Fixture) => void; fixtures: Fixture[] };
}
