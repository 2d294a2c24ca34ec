import type { AbiOutput } from "../abi.types.js";
import type { Hex } from "../common.types.js";
import { DikastError } from "../errors.js";
import type {
  Review,
  ReviewOptions,
  Simulation,
  WalletCall,
  WalletCore,
  WalletProvider,
} from "../wallet.types.js";
import { chainIdOf, wrongChain } from "./connect.js";
import { revertData, walletFailure } from "./errors.js";
import { ask, hex, quantity, uint } from "./request.js";

/** A call whose every field is of the right kind; nothing is guessed. */
export interface Plain {
  chainId: bigint;
  from: Hex;
  to: Hex;
  data: Hex;
  value: bigint;
}

export function plain(call: WalletCall): Plain {
  const { from, to, data } = call;
  for (const [name, address] of [
    ["from", from],
    ["to", to],
  ] as const) {
    if (!/^0x[0-9a-f]{40}$/i.test(String(address))) {
      throw walletFailure(
        "address.invalid",
        `${name} is no address: 0x and 40 hex digits are needed.`,
      );
    }
  }
  if (!/^0x([0-9a-f]{2})*$/i.test(String(data))) {
    throw walletFailure("bytes.invalid", "data is no bytes: 0x and an even number of hex digits.");
  }
  return {
    chainId: uint(call.chainId, "chainId"),
    from,
    to,
    data,
    value: uint(call.value ?? 0n, "value"),
  };
}

export const transactionOf = ({ from, to, data, value }: Plain) => ({
  from,
  to,
  data,
  value: hex(value),
});

const word = (value: bigint): string => value.toString(16).padStart(64, "0");

/** keccak256 over fixed-width chain, from, to and value, then the data. */
export function digestOf(core: Pick<WalletCore, "keccak256">, call: Plain): Hex {
  const { chainId, from, to, data, value } = call;
  const text = `0x${word(chainId)}${from.slice(2)}${to.slice(2)}${word(value)}${data.slice(2)}`;
  return core.keccak256(text.toLowerCase() as Hex);
}

const shown = (args: readonly AbiOutput[]): string => args.map((item) => String(item)).join(", ");

function refusal(core: WalletCore, abi: ReviewOptions["abi"], error: DikastError): Simulation {
  const { cause } = error;
  const data = revertData(cause);
  if (data === undefined || data === "0x") {
    return { ok: false, errorName: "", args: [], message: error.message };
  }
  try {
    const { errorName, args } = core.abi.decodeError(abi, data);
    const message = errorName === "Error" ? String(args[0]) : `${errorName}(${shown(args)})`;
    return { ok: false, errorName, args, message };
  } catch {
    const message = `The contract refuses with an error that is not known here: ${data.slice(0, 10)}`;
    return { ok: false, errorName: "", args: [], message };
  }
}

async function simulate(
  core: WalletCore,
  provider: WalletProvider,
  call: Plain,
  abi: ReviewOptions["abi"],
): Promise<Simulation> {
  try {
    const answer = await ask(provider, "eth_call", [transactionOf(call), "latest"]);
    return { ok: true, returned: answer as Hex };
  } catch (error) {
    if (!(error instanceof DikastError)) throw error;
    const gone = ["wallet.disconnected", "wallet.unsupported", "wallet.unauthorized"];
    if (gone.includes(error.code)) throw error;
    return refusal(core, abi, error);
  }
}

/**
 * Reads the bytes that will be signed back into a function and arguments, and asks the chain what the
 * call would do now. Sends no transaction. Errors: `wallet.wrong_chain`, `wallet.no_contract` (nothing
 * is deployed at `to`), `wallet.unreadable` (the bytes are none of the functions, or would be written
 * otherwise), `wallet.answer`, `uint256.invalid`, `address.invalid`, `bytes.invalid`, and those of
 * walletError. A call that would revert is no error here: see `simulation`.
 */
export async function review(
  core: WalletCore,
  provider: WalletProvider,
  given: WalletCall,
  options: ReviewOptions,
): Promise<Review> {
  const call = plain(given);
  const chainId = await chainIdOf(provider);
  if (chainId !== call.chainId) throw wrongChain(call.chainId, chainId);
  const decoded = readBack(core, call.data, options.abi);
  const [code, balance] = await Promise.all([
    ask(provider, "eth_getCode", [call.to, "latest"]),
    ask(provider, "eth_getBalance", [call.from, "latest"]),
  ]);
  if (code === "0x") {
    throw walletFailure(
      "wallet.no_contract",
      `There is no contract at ${call.to} on chain ${chainId}: what is sent there is lost.`,
    );
  }
  const simulation = await simulate(core, provider, call, options.abi);
  const cost = simulation.ok ? await costOf(provider, call) : {};
  return Object.freeze({
    ...call,
    ...decoded,
    selector: call.data.slice(0, 10) as Hex,
    dataHash: core.keccak256(call.data),
    simulation,
    ...cost,
    balance: quantity(balance, "eth_getBalance"),
    digest: digestOf(core, call),
  });
}

function readBack(core: WalletCore, data: Hex, abi: ReviewOptions["abi"]) {
  try {
    const { functionName, args, signature } = core.abi.decodeFunctionData(abi, data);
    const again = core.abi.encodeFunctionData(`function ${signature}`, args);
    if (again !== data.toLowerCase()) throw new Error("they would be written otherwise");
    return { functionName, args, signature };
  } catch (cause) {
    throw walletFailure(
      "wallet.unreadable",
      "These bytes cannot be read as a call of a known function, so they are not offered for signing.",
      cause,
    );
  }
}

async function costOf(provider: WalletProvider, call: Plain) {
  try {
    const [gas, price] = await Promise.all([
      ask(provider, "eth_estimateGas", [transactionOf(call)]),
      ask(provider, "eth_gasPrice"),
    ]);
    const units = quantity(gas, "eth_estimateGas");
    return { gas: units, fee: units * quantity(price, "eth_gasPrice") };
  } catch {
    // An estimate that a node does not give is no reason to stop: the wallet makes its own.
    return {};
  }
}
