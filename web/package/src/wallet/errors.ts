import { DikastError } from "../errors.js";

/** EIP-1193, EIP-1474 and EIP-3326 numbers, and what each means for a person. */
const BY_NUMBER: Readonly<Record<number, readonly [code: string, message: string]>> = {
  4001: ["wallet.rejected", "You rejected this in the wallet. Nothing was sent."],
  4100: [
    "wallet.unauthorized",
    "The wallet has not allowed this page to use the account: connect first.",
  ],
  4200: ["wallet.unsupported", "This wallet cannot do that."],
  4900: ["wallet.disconnected", "The wallet has lost its connection. Reconnect and try again."],
  4901: [
    "wallet.disconnected",
    "The wallet has no connection to this chain. Reconnect and try again.",
  ],
  4902: ["wallet.unknown_chain", "The wallet does not know this chain: it has to be added first."],
  [-32002]: [
    "wallet.pending",
    "The wallet already has a question open: open the wallet and answer it there.",
  ],
  [-32601]: ["wallet.unsupported", "This wallet cannot do that."],
};

export const walletFailure = (code: string, message: string, cause?: unknown): DikastError =>
  new DikastError({ code, path: "", message }, cause === undefined ? undefined : { cause });

const inner = (value: unknown): unknown[] => {
  if (typeof value !== "object" || value === null) return [];
  const { cause, data, error, info, originalError } = value as Record<string, unknown>;
  return [data, originalError, error, info, cause];
};

/** The error and what it wraps, outermost first: wallets nest the node's own error differently. */
export function* layers(error: unknown, depth = 5): Generator<Record<string, unknown>> {
  if (typeof error !== "object" || error === null || depth === 0) return;
  yield error as Record<string, unknown>;
  for (const next of inner(error)) yield* layers(next, depth - 1);
}

const words = (error: unknown): string => {
  if (typeof error === "string" && error !== "") return error;
  for (const { message } of layers(error)) {
    if (typeof message === "string" && message !== "") return message;
  }
  return "it gave no reason";
};

/** Revert data anywhere in an error; undefined when the node gave none. */
export function revertData(error: unknown): `0x${string}` | undefined {
  for (const layer of layers(error)) {
    const { data } = layer;
    if (typeof data === "string" && /^0x([0-9a-f]{2})*$/i.test(data)) return data as `0x${string}`;
  }
  return undefined;
}

/**
 * What a wallet or node threw, as this package's error: `wallet.rejected`, `wallet.unauthorized`,
 * `wallet.unsupported`, `wallet.disconnected`, `wallet.unknown_chain`, `wallet.pending`,
 * `wallet.insufficient_funds`, or `wallet.failed` with the wallet's own words.
 */
export function walletError(cause: unknown): DikastError {
  if (cause instanceof DikastError) return cause;
  const text = words(cause);
  // Nodes have no number for it; the words are those of geth, which others copied.
  if (/insufficient funds/i.test(text)) {
    return walletFailure(
      "wallet.insufficient_funds",
      "The account does not hold enough for the value and the network's fee.",
      cause,
    );
  }
  for (const { code } of layers(cause)) {
    const known = typeof code === "number" ? BY_NUMBER[code] : undefined;
    if (known) return walletFailure(known[0], known[1], cause);
  }
  return walletFailure("wallet.failed", `The wallet could not do it: ${text}`, cause);
}
