// A local chain: anvil on a loopback port, and just enough JSON-RPC to set it up. All accounts are
// anvil's own, from its published test mnemonic, so every address is the same on every start.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";
import { decodeEventLog, encodeDeployData, encodeFunctionData, getContractAddress } from "viem";

const require = createRequire(import.meta.url);

/** The first accounts of anvil's test mnemonic; each holds 10,000 ether. */
export const accounts = {
  owner: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  buyer: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  seller: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
};

// anvil's npm package starts the real program through a script; this one is ended by its own id.
function anvilProgram() {
  const machine = process.arch === "x64" ? "amd64" : process.arch;
  const system = process.platform;
  const name = `@foundry-rs/anvil-${system}-${machine}`;
  try {
    return require.resolve(`${name}/bin/anvil${system === "win32" ? ".exe" : ""}`);
  } catch {
    throw new Error(`anvil is not installed for this system (${name}): run scripts/setup.sh`);
  }
}

/** Starts anvil and resolves, once it listens, to a Chain. */
export async function startChain({ port = 0, chainId = 31337 } = {}) {
  const args = ["--host", "127.0.0.1", "--port", `${port}`, "--chain-id", `${chainId}`];
  // A fixed first block time, so that what is shown does not depend on the day.
  const child = spawn(anvilProgram(), [...args, "--timestamp", "1767225600"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const url = await new Promise((resolve, reject) => {
    let output = "";
    const look = (chunk) => {
      output += chunk;
      const match = output.match(/Listening on (127\.0\.0\.1:\d+)/);
      if (match) {
        resolve(`http://${match[1]}`);
      }
    };
    child.stdout.setEncoding("utf8").on("data", look);
    child.stderr.setEncoding("utf8").on("data", look);
    child.once("error", reject);
    child.once("close", () => reject(new Error(`anvil ended before it listened:\n${output}`)));
  });
  return new Chain(url, chainId, async () => {
    child.kill("SIGTERM");
    await ended;
  });
}

export class Chain {
  constructor(url, chainId, stop) {
    this.url = url;
    this.chainId = chainId;
    this.stop = stop;
  }

  async rpc(method, params = []) {
    const response = await fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = await response.json();
    if (error) {
      throw new Error(`${method}: ${error.message}`);
    }
    return result;
  }

  /** Sends a transaction from one of anvil's unlocked accounts and resolves to its receipt. */
  async send({ from, to, data, value = 0n }) {
    const transaction = { from, to, data, value: `0x${value.toString(16)}` };
    const hash = await this.rpc("eth_sendTransaction", [transaction]);
    for (;;) {
      const receipt = await this.rpc("eth_getTransactionReceipt", [hash]);
      if (receipt?.status === "0x1") {
        return receipt;
      }
      if (receipt) {
        throw new Error(`transaction ${hash} failed`);
      }
      await setTimeout(10); // anvil mines it at once, but not before it answers
    }
  }

  async deploy({ abi, bytecode }, args) {
    const from = accounts.owner;
    const nonce = await this.rpc("eth_getTransactionCount", [from, "latest"]);
    await this.send({ from, data: encodeDeployData({ abi, bytecode, args }) });
    return getContractAddress({ from, nonce: BigInt(nonce) });
  }

  /** Calls a function in a transaction; resolves to the events that `abi` knows, by name. */
  async transact({ from, to, abi, functionName, args, value }) {
    const data = encodeFunctionData({ abi, functionName, args });
    const { logs } = await this.send({ from, to, data, value });
    const events = {};
    for (const log of logs) {
      try {
        const { eventName, args: values } = decodeEventLog({ abi, ...log });
        events[eventName] = values;
      } catch {
        // Another contract's event.
      }
    }
    return events;
  }
}
