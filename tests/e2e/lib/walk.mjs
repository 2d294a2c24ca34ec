// Random walks on anvil and on the machines at the same time: what the model says a call does is what
// the published bytecode does, step by step.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import {
  decodeErrorResult,
  decodeEventLog,
  decodeFunctionResult,
  encodeFunctionData,
  parseAbi,
} from "viem";

const require = createRequire(import.meta.url);
const solidityErrors = parseAbi(["error Error(string)", "error Panic(uint256)"]);
const gas = "0x5b8d80"; // enough for every call, so that refused ones are mined too

/** A build file of a published package. */
export const artifact = (name) => require(name);

/** xorshift32: the same numbers on every machine, so that a finding can be repeated. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed === 0 ? 1 : seed;
  }

  below(bound) {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state % bound;
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}

/**
 * Calls of an arbitrable and its arbitrator at random, on the chain and on the pair of machines. A walk
 * says how it chooses a call and what it compares after one.
 */
export class PairWalk {
  constructor(parts) {
    Object.assign(this, { accepted: 0, refused: 0 }, parts);
  }

  async run(steps) {
    for (let i = 0; i < steps; i++) {
      this.now += 1 + (this.random.below(8) === 0 ? this.random.below(70) : this.random.below(3));
      const call = { timestamp: this.now, value: "0", ...this.choose(i) };
      await this.step(call, `step ${i} ${call.to}.${call.function} ${call.args}`);
    }
    this.pair.dispose();
  }
}

/** Numbers as decimal strings, as machines write them. */
export const plain = (value) => {
  if (typeof value === "bigint" || typeof value === "number") return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
};

/** Contracts by label, on one chain. */
export class Contracts {
  constructor(chain, contracts) {
    this.chain = chain;
    this.contracts = contracts;
  }

  label(address) {
    const found = Object.entries(this.contracts).find(
      ([, contract]) => contract.address.toLowerCase() === address.toLowerCase(),
    );
    return found?.[0];
  }

  async read(label, functionName, args = []) {
    const [answer] = await this.ask([{ to: label, function: functionName, args }]);
    if (!answer.ok) throw new Error(`${label}.${functionName} reverts`);
    return answer.returns;
  }

  /** What getters answer now, in one request: {ok, returns} each. */
  async ask(questions) {
    const body = questions.map(({ to, function: functionName, args = [] }, id) => {
      const { abi, address } = this.contracts[to];
      const data = encodeFunctionData({ abi, functionName, args });
      const params = [{ to: address, data }, "latest"];
      return { jsonrpc: "2.0", id, method: "eth_call", params };
    });
    const request = { method: "POST", headers: { "content-type": "application/json" } };
    const response = await fetch(this.chain.url, { ...request, body: JSON.stringify(body) });
    const answers = await response.json();
    return questions.map(({ to, function: functionName }, id) => {
      const { result } = answers.find((one) => one.id === id);
      if (result === undefined) return { ok: false };
      const { abi } = this.contracts[to];
      return {
        ok: true,
        returns: plain(decodeFunctionResult({ abi, functionName, data: result })),
      };
    });
  }

  async balance(label) {
    const { address } = this.contracts[label];
    return BigInt(await this.chain.rpc("eth_getBalance", [address, "latest"])).toString();
  }

  #events(logs) {
    return logs.flatMap((log) => {
      const contract = this.label(log.address);
      if (contract === undefined) return [];
      const { eventName, args } = decodeEventLog({ abi: this.contracts[contract].abi, ...log });
      return [{ contract, name: eventName, args: plain(args) }];
    });
  }

  #trace(hash) {
    return this.chain.rpc("debug_traceTransaction", [hash, { tracer: "callTracer" }]);
  }

  async #refusal(hash) {
    const trace = await this.#trace(hash);
    if (trace.output === undefined || trace.output === "0x") {
      return { revert: null, invalid: !/revert/i.test(trace.error ?? "") };
    }
    const { errorName, args } = decodeErrorResult({ abi: solidityErrors, data: trace.output });
    return { revert: errorName === "Error" ? args[0] : errorName, invalid: false };
  }

  /**
   * Sends a call at `timestamp`, whatever becomes of it: {ok, events, transfers, block} or {ok: false,
   * revert, invalid, block}.
   */
  async send({ timestamp, from, to, function: functionName, args, value }) {
    const { abi, address } = this.contracts[to];
    const data =
      functionName === "(fallback)" ? "0x" : encodeFunctionData({ abi, functionName, args });
    await this.chain.rpc("evm_setNextBlockTimestamp", [Number(timestamp)]);
    const transaction = { from, to: address, data, gas, value: `0x${BigInt(value).toString(16)}` };
    const hash = await this.chain.rpc("eth_sendTransaction", [transaction]);
    let receipt = null;
    while (receipt === null) {
      receipt = await this.chain.rpc("eth_getTransactionReceipt", [hash]);
    }
    const block = BigInt(receipt.blockNumber).toString();
    if (receipt.status !== "0x1") return { ok: false, block, ...(await this.#refusal(hash)) };
    const transfers = (await this.#trace(hash)).calls?.flatMap(weiOf) ?? [];
    return { ok: true, block, events: this.#events(receipt.logs), transfers };
  }
}

/** The wei that a traced call and those inside it moved, or tried to. */
function weiOf({ type, from, to, value = "0x0", error, calls = [] }) {
  const amount = BigInt(value).toString();
  const moves = type === "CALL" && amount !== "0" && from !== to;
  const own = moves ? [{ from, to, amount, ok: error === undefined }] : [];
  return error === undefined ? [...own, ...calls.flatMap(weiOf)] : own;
}

/** The model's transfers of ether as a trace has them. */
const etherOf = (transfers) =>
  transfers
    .filter(({ asset, amount, from, to }) => asset === "eth" && amount !== "0" && from !== to)
    .map(({ from, to, amount, ok = true }) => ({
      from: from.toLowerCase(),
      to: to.toLowerCase(),
      amount,
      ok,
    }));

/** What the model said against what the chain did. */
export function sameOutcome(outcome, mined, where) {
  const { events = [] } = mined;
  assert.equal(outcome.ok, mined.ok, `${where} ${mined.revert ?? ""} ${outcome.revert ?? ""}`);
  if (mined.ok) {
    assert.deepEqual(outcome.events, events, where);
    assert.deepEqual(etherOf(outcome.transfers), mined.transfers, `${where} transfers`);
    return;
  }
  assert.equal(outcome.revert, mined.revert, where);
  assert.equal(outcome.kind === "invalid-opcode", mined.invalid, where);
}
