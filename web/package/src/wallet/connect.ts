import type { Address } from "../common.types.js";
import { DikastError } from "../errors.js";
import type { ChainDescription, Connection, WalletProvider } from "../wallet.types.js";
import { walletFailure } from "./errors.js";
import { ask, hex, quantity, uint } from "./request.js";

function accountsOf(answer: unknown): Address[] {
  if (!Array.isArray(answer)) {
    throw walletFailure("wallet.answer", "The wallet answered with something else than accounts.");
  }
  return answer.filter((item): item is Address => /^0x[0-9a-f]{40}$/i.test(String(item)));
}

/** The chain the wallet is on. Errors: `wallet.answer` and those of walletError. */
export async function chainIdOf(provider: WalletProvider): Promise<bigint> {
  return quantity(await ask(provider, "eth_chainId"), "eth_chainId");
}

/** Accounts the page may use already, without a question to the person. */
export async function accounts(provider: WalletProvider): Promise<Address[]> {
  return accountsOf(await ask(provider, "eth_accounts"));
}

/**
 * Asks the person for an account (EIP-1102). Errors: `wallet.rejected`, `wallet.pending`,
 * `wallet.locked` (no account was given), `wallet.answer`, `wallet.failed`.
 */
export async function connect(provider: WalletProvider): Promise<Connection> {
  const all = accountsOf(await ask(provider, "eth_requestAccounts"));
  const [account] = all;
  if (account === undefined) {
    throw walletFailure(
      "wallet.locked",
      "The wallet gave no account: unlock it and connect again.",
    );
  }
  return { account, accounts: all, chainId: await chainIdOf(provider) };
}

/**
 * Asks the wallet to go to a chain (EIP-3326); one it does not know (4902) is offered to it
 * (EIP-3085). Errors: `wallet.rejected`, `wallet.unknown_chain` (it cannot be added either),
 * `wallet.wrong_chain` (the wallet said yes and stayed where it was), `wallet.pending`, `wallet.failed`.
 */
export async function switchChain(
  provider: WalletProvider,
  chain: ChainDescription,
): Promise<void> {
  const chainId = uint(chain.chainId, "chainId");
  const there = [{ chainId: hex(chainId) }];
  try {
    await ask(provider, "wallet_switchEthereumChain", there);
  } catch (error) {
    if (!(error instanceof DikastError) || error.code !== "wallet.unknown_chain") throw error;
    const { chainName, nativeCurrency, rpcUrls, blockExplorerUrls } = chain;
    const described = { chainId: hex(chainId), chainName, nativeCurrency, rpcUrls };
    await ask(provider, "wallet_addEthereumChain", [
      blockExplorerUrls === undefined ? described : { ...described, blockExplorerUrls },
    ]);
    // Adding does not always select it.
    if ((await chainIdOf(provider)) !== chainId) {
      await ask(provider, "wallet_switchEthereumChain", there);
    }
  }
  const now = await chainIdOf(provider);
  if (now !== chainId) throw wrongChain(chainId, now);
}

export const wrongChain = (wanted: bigint, actual: bigint): DikastError =>
  walletFailure(
    "wallet.wrong_chain",
    `This is for chain ${wanted}, and the wallet is on chain ${actual}. Switch the wallet's chain.`,
  );

/**
 * Tells of changes a page must stop for: other accounts, another chain, a lost connection. Returns
 * what ends it. A wallet without events is never told of.
 */
export function watch(
  provider: WalletProvider,
  listener: (
    change:
      | { kind: "accounts"; accounts: Address[] }
      | { kind: "chain"; chainId: bigint }
      | { kind: "disconnect" },
  ) => void,
): () => void {
  const onAccounts = (value: unknown): void =>
    listener({ kind: "accounts", accounts: Array.isArray(value) ? accountsOf(value) : [] });
  const onChain = (value: unknown): void => {
    if (typeof value === "string" && /^(0x[0-9a-f]+|\d+)$/i.test(value)) {
      listener({ kind: "chain", chainId: BigInt(value) });
    }
  };
  const onDisconnect = (): void => listener({ kind: "disconnect" });
  const listeners: [string, (value: never) => void][] = [
    ["accountsChanged", onAccounts],
    ["chainChanged", onChain],
    ["disconnect", onDisconnect],
  ];
  for (const [event, handler] of listeners) provider.on?.(event, handler);
  return () => {
    for (const [event, handler] of listeners) provider.removeListener?.(event, handler);
  };
}
