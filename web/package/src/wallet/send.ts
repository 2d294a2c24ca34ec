import type { Hex } from "../common.types.js";
import type { BatchResult, Review, WalletCore, WalletProvider } from "../wallet.types.js";
import { accounts, chainIdOf, wrongChain } from "./connect.js";
import { walletFailure } from "./errors.js";
import { ask, hex } from "./request.js";
import { digestOf, plain, transactionOf } from "./review.js";

function unchanged(core: Pick<WalletCore, "keccak256">, reviewed: Review) {
  const call = plain(reviewed);
  if (digestOf(core, call) !== reviewed.digest) {
    throw walletFailure(
      "wallet.changed",
      "What would be sent is no longer what was reviewed. Review it again.",
    );
  }
  return call;
}

function affordable({ value, fee, balance, simulation }: Review): void {
  if (value + (fee ?? 0n) > balance) {
    throw walletFailure(
      "wallet.insufficient_funds",
      `The account holds ${balance} wei; value and fee need ${value + (fee ?? 0n)} wei.`,
    );
  }
  if (!simulation.ok) {
    throw walletFailure("wallet.reverted", `The contract would refuse this: ${simulation.message}`);
  }
}

async function sameWallet(provider: WalletProvider, reviewed: Review): Promise<void> {
  const available = await accounts(provider);
  if (available.length === 0) {
    throw walletFailure("wallet.unauthorized", "The wallet is no longer connected: connect again.");
  }
  if (!available.some((item) => item.toLowerCase() === reviewed.from.toLowerCase())) {
    throw walletFailure(
      "wallet.account_changed",
      `The wallet now uses ${available[0]}, and ${reviewed.from} was reviewed. Review it again.`,
    );
  }
  const chainId = await chainIdOf(provider);
  if (chainId !== reviewed.chainId) throw wrongChain(reviewed.chainId, chainId);
}

function hashOf(answer: unknown): Hex {
  if (typeof answer === "string" && /^0x[0-9a-f]{64}$/i.test(answer)) return answer as Hex;
  throw walletFailure("wallet.answer", "The wallet gave no transaction hash.");
}

/**
 * Hands a reviewed call to the wallet; resolves to the transaction's hash, and does not wait for it.
 * Errors: `wallet.changed`, `wallet.reverted` and `wallet.insufficient_funds` (by the review),
 * `wallet.account_changed`, `wallet.wrong_chain`, `wallet.unauthorized`, `wallet.rejected`,
 * `wallet.pending`, `wallet.answer`, and those of walletError.
 */
export async function send(
  core: Pick<WalletCore, "keccak256">,
  provider: WalletProvider,
  reviewed: Review,
): Promise<Hex> {
  const call = unchanged(core, reviewed);
  affordable(reviewed);
  await sameWallet(provider, reviewed);
  return hashOf(await ask(provider, "eth_sendTransaction", [transactionOf(call)]));
}

const UNSUPPORTED = new Set(["wallet.unsupported", "wallet.failed"]);

/**
 * Several reviewed calls of one account on one chain as one question (EIP-5792); a wallet that cannot
 * is asked for one after the other. Errors: as send, for the first call that has one; calls before it
 * may have been sent, as the error's cause says in `hashes`.
 */
export async function sendCalls(
  core: Pick<WalletCore, "keccak256">,
  provider: WalletProvider,
  reviews: readonly Review[],
): Promise<BatchResult> {
  const [first] = reviews;
  if (first === undefined) throw walletFailure("input.type", "There is no call to send.");
  const calls = reviews.map((reviewed) => unchanged(core, reviewed));
  for (const reviewed of reviews) {
    affordable(reviewed);
    await sameWallet(provider, reviewed);
  }
  const together = {
    version: "2.0.0",
    chainId: hex(first.chainId),
    from: first.from,
    atomicRequired: false,
    calls: calls.map(({ to, data, value }) => ({ to, data, value: hex(value) })),
  };
  try {
    const answer = await ask(provider, "wallet_sendCalls", [together]);
    const id = typeof answer === "string" ? answer : (answer as { id?: unknown } | null)?.id;
    if (typeof id === "string" && id !== "") return { kind: "batch", id };
    throw walletFailure("wallet.answer", "The wallet gave no id for the calls.");
  } catch (error) {
    if (!UNSUPPORTED.has((error as { code?: string }).code ?? "")) throw error;
  }
  const hashes: Hex[] = [];
  for (const reviewed of reviews) {
    try {
      hashes.push(await send(core, provider, reviewed));
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      throw walletFailure(code, message, Object.assign(new Error(message), { hashes }));
    }
  }
  return { kind: "one by one", hashes };
}
