import type { Hex } from "../common.types.js";
import type { Eip1193Provider } from "../mapping.types.js";
import type { Receipt, ReceiptLog, Review, WaitOptions } from "../wallet.types.js";
import { walletFailure } from "./errors.js";
import { ask, quantity } from "./request.js";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function receiptOf(value: Record<string, unknown>, hash: Hex): Receipt & { ok: boolean } {
  const logs = Array.isArray(value.logs) ? value.logs.filter(isObject) : [];
  return {
    hash,
    ok: quantity(value.status, "eth_getTransactionReceipt") === 1n,
    blockNumber: quantity(value.blockNumber, "eth_getTransactionReceipt"),
    gasUsed: quantity(value.gasUsed, "eth_getTransactionReceipt"),
    logs: logs.map(({ address, topics, data }) => ({ address, topics, data }) as ReceiptLog),
  };
}

const pause = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(walletFailure("wallet.aborted", "The waiting was ended; the transaction goes on."));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
  });

/** Whether another transaction with the same nonce went through instead. */
class Nonce {
  #from = "";
  #nonce: bigint | undefined;

  constructor(
    private readonly provider: Eip1193Provider,
    private readonly hash: Hex,
  ) {}

  async taken(): Promise<boolean> {
    const known = await ask(this.provider, "eth_getTransactionByHash", [this.hash]);
    if (isObject(known)) {
      this.#from = String(known.from);
      this.#nonce = quantity(known.nonce, "eth_getTransactionByHash");
      return false;
    }
    if (this.#nonce === undefined) return false;
    const used = await ask(this.provider, "eth_getTransactionCount", [this.#from, "latest"]);
    return quantity(used, "eth_getTransactionCount") > this.#nonce;
  }
}

/**
 * Waits until a transaction is in the chain with the wished confirmations; a reorganisation puts it
 * back to pending. Errors: `wallet.failed_on_chain` (it was mined and reverted), `wallet.replaced`
 * (another one with its nonce was mined), `wallet.unknown` (not known after `milliseconds`: check
 * again later), `wallet.aborted`, `wallet.answer`, and those of walletError.
 */
export async function waitFor(
  provider: Eip1193Provider,
  hash: Hex,
  options: WaitOptions = {},
): Promise<Receipt> {
  const { confirmations = 1, pollMilliseconds = 1500, milliseconds = 600_000, signal } = options;
  const nonce = new Nonce(provider, hash);
  for (let waited = 0; ; waited += pollMilliseconds) {
    const found = await ask(provider, "eth_getTransactionReceipt", [hash]);
    if (isObject(found)) {
      const { ok, ...receipt } = receiptOf(found, hash);
      const newest = quantity(await ask(provider, "eth_blockNumber"), "eth_blockNumber");
      const deep = Number(newest - receipt.blockNumber) + 1;
      options.onProgress?.({ state: "mined", confirmations: Math.max(deep, 0) });
      if (deep >= confirmations) {
        if (ok) return receipt;
        throw walletFailure(
          "wallet.failed_on_chain",
          "The transaction was mined and refused by the contract: nothing changed but the fee.",
          receipt,
        );
      }
    } else {
      options.onProgress?.({ state: "pending", confirmations: 0 });
      if (await nonce.taken()) {
        throw walletFailure(
          "wallet.replaced",
          "Another transaction with the same number was mined instead: this one will not be.",
        );
      }
    }
    if (waited + pollMilliseconds > milliseconds) {
      throw walletFailure(
        "wallet.unknown",
        "Nothing is known of the transaction yet. It may still be mined: check again later.",
      );
    }
    await pause(pollMilliseconds, signal);
  }
}

/**
 * Whether the transaction in the chain is what was reviewed. False while the node does not know it.
 * Errors: `wallet.tampered` (the wallet sent something else), `wallet.answer`.
 */
export async function matchesReview(
  provider: Eip1193Provider,
  hash: Hex,
  reviewed: Review,
): Promise<boolean> {
  const sent = await ask(provider, "eth_getTransactionByHash", [hash]);
  if (!isObject(sent)) return false;
  const text = (value: unknown): string => String(value).toLowerCase();
  const same =
    text(sent.to) === text(reviewed.to) &&
    text(sent.from) === text(reviewed.from) &&
    text(sent.input ?? sent.data) === text(reviewed.data) &&
    quantity(sent.value, "eth_getTransactionByHash") === reviewed.value &&
    (sent.chainId === undefined ||
      sent.chainId === null ||
      quantity(sent.chainId, "eth_getTransactionByHash") === reviewed.chainId);
  if (same) return true;
  throw walletFailure(
    "wallet.tampered",
    "The wallet sent something else than was reviewed. Look at the transaction in a block explorer.",
  );
}
