import type { AbiApi } from "./abi.types.js";
import type { Address, Hex } from "./common.types.js";
import { DikastError } from "./errors.js";
import type { Eip1193Provider, Transport } from "./mapping.types.js";
import { askUntil } from "./transport.js";

/** A log with its place on the chain. */
export interface ChainLog {
  address: Address;
  topics: Hex[];
  data: Hex;
  blockNumber: bigint;
  transactionHash: Hex;
}

export interface LogFilter {
  address: string;
  topics: readonly (Hex | readonly Hex[] | null)[];
}

/** Nodes limit what one eth_getLogs may cover; this many questions find one log in 2^40 blocks. */
const MOST_REQUESTS = 400;
const TOO_MUCH = /range|limit|too (many|large|big|wide)|exceed|more than|timed? ?out|-32005/i;

export const hex = (value: bigint): Hex => `0x${value.toString(16)}`;

export function badAnswer(message: string, cause?: unknown): DikastError {
  return new DikastError({ code: "dispute.answer", path: "", message }, { cause });
}

/** The node of one chain, asked with the transport's limits. */
export class Chain {
  readonly #provider: Eip1193Provider;
  readonly #transport: Transport;
  readonly #abi: AbiApi;
  #left: number;

  constructor(abi: AbiApi, chainId: bigint, transport: Transport) {
    const given = transport.provider;
    if (given === undefined) {
      const message = "A dispute is read from the logs of its chain: give transport.provider.";
      throw new DikastError({ code: "dispute.option", path: "/options/transport", message });
    }
    this.#provider = typeof given === "function" ? given(chainId) : given;
    this.#transport = transport;
    this.#abi = abi;
    this.#left =
      transport.limits?.requests === undefined ? MOST_REQUESTS : transport.limits.requests;
  }

  async #ask(method: string, params: readonly unknown[]): Promise<unknown> {
    if (this.#left <= 0) throw badAnswer("The node was asked too often: name a later fromBlock.");
    this.#left -= 1;
    let result: unknown;
    const ask = async () => {
      result = await this.#provider.request({ method, params });
      return { status: 200, contentType: "", body: new Uint8Array() };
    };
    const source = { name: "the node", again: false, ask };
    await askUntil(
      [source],
      method,
      this.#transport,
      () => undefined,
      () => false,
    );
    return result;
  }

  async latest(): Promise<bigint> {
    const answer = await this.#ask("eth_blockNumber", []);
    if (typeof answer !== "string" || !/^0x[0-9a-f]+$/i.test(answer)) {
      throw badAnswer("The node did not say which block is the latest.");
    }
    return BigInt(answer);
  }

  /** What a function without arguments returns, as one address; undefined when it has none. */
  async addressOf(contract: string, name: string): Promise<Address | undefined> {
    const signature = `function ${name}() view returns (address)`;
    const call = { to: contract, data: this.#abi.encodeFunctionData(signature) };
    try {
      const returned = await this.#ask("eth_call", [call, "latest"]);
      return this.#abi.decodeFunctionResult(signature, returned as Hex) as Address;
    } catch (error) {
      const { code } = error as DikastError;
      if (code === "mapping.timeout" || code === "mapping.aborted") throw error;
      return undefined;
    }
  }

  /** The logs from `from` to `to`; of a span that is too much for the node the later half first. */
  async logs(filter: LogFilter, from: bigint, to: bigint): Promise<ChainLog[]> {
    if (from > to) return [];
    try {
      const span = { ...filter, fromBlock: hex(from), toBlock: hex(to) };
      return readLogs(await this.#ask("eth_getLogs", [span])).filter(
        // A node that ignores the filter must not decide whose log it is.
        (log) => log.address.toLowerCase() === filter.address.toLowerCase(),
      );
    } catch (error) {
      const { code, message } = error as DikastError;
      const split = code === "mapping.transport" && TOO_MUCH.test(message) && from < to;
      if (!split) throw error;
      const middle = (from + to) / 2n;
      const late = await this.logs(filter, middle + 1n, to);
      // What is looked for is announced once.
      return late.length > 0 ? late : this.logs(filter, from, middle);
    }
  }
}

function readLogs(answer: unknown): ChainLog[] {
  if (!Array.isArray(answer)) throw badAnswer("The node answered no list of logs.");
  return answer.map((item: Record<string, unknown> | null) => {
    const whole =
      typeof item === "object" &&
      item !== null &&
      [item.address, item.data, item.blockNumber, item.transactionHash].every(
        (each) => typeof each === "string" && /^0x[0-9a-f]*$/i.test(each),
      ) &&
      item.blockNumber !== "0x" &&
      Array.isArray(item.topics);
    if (!whole) throw badAnswer("The node answered a log without its parts.");
    return { ...item, blockNumber: BigInt(item.blockNumber as string) } as unknown as ChainLog;
  });
}
