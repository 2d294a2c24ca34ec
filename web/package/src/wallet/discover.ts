import type { DiscoverOptions, WalletChoice, WalletProvider } from "../wallet.types.js";

interface Announcement {
  info: { uuid: string; name: string; rdns: string; icon?: string };
  provider: WalletProvider;
}

const isProvider = (value: unknown): value is WalletProvider =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as { request?: unknown }).request === "function";

// A page's wallet is untrusted: whatever is no announcement is left out.
function choiceOf(detail: unknown): WalletChoice | undefined {
  if (typeof detail !== "object" || detail === null) return undefined;
  const { info, provider } = detail as Partial<Announcement>;
  if (!isProvider(provider) || typeof info !== "object" || info === null) return undefined;
  const { uuid, name, rdns, icon } = info;
  if (typeof uuid !== "string" || typeof name !== "string" || name === "") return undefined;
  return {
    id: uuid,
    name,
    rdns: typeof rdns === "string" ? rdns : "",
    ...(typeof icon === "string" && icon.startsWith("data:image/") ? { icon } : {}),
    source: "eip-6963",
    provider,
  };
}

/**
 * The wallets of this page: those that announce themselves (EIP-6963), in the order they did; only
 * when none does, window.ethereum. Empty where there is no window. Sends nothing to any wallet.
 */
export async function discover(options: DiscoverOptions = {}): Promise<WalletChoice[]> {
  const scope = globalThis as { window?: EventTarget & { ethereum?: unknown } };
  const target = options.window ?? scope.window;
  if (target === undefined) return [];
  const found = new Map<string, WalletChoice>();
  const listen = (event: Event): void => {
    const choice = choiceOf((event as CustomEvent<unknown>).detail);
    if (choice !== undefined && !found.has(choice.id)) found.set(choice.id, choice);
  };
  target.addEventListener("eip6963:announceProvider", listen);
  try {
    target.dispatchEvent(new Event("eip6963:requestProvider"));
    await new Promise((resolve) => setTimeout(resolve, options.milliseconds ?? 150));
  } finally {
    target.removeEventListener("eip6963:announceProvider", listen);
  }
  if (found.size > 0) return [...found.values()];
  const { ethereum } = target;
  if (!isProvider(ethereum)) return [];
  return [
    { id: "injected", name: "Browser wallet", rdns: "", source: "injected", provider: ethereum },
  ];
}
