import type { Connection, WalletChoice } from "dikast/wallet";
import { net } from "./net.js";

const walletPart = () => import("dikast/wallet");

/**
 * The wallet of the whole site: found and connected once, in the header or on a page, and known to
 * all. It is asked only when somebody presses. Fires "change".
 */
export class Wallets extends EventTarget {
  /** undefined: nobody has looked yet. */
  choices: readonly WalletChoice[] | undefined;
  wallet: WalletChoice | undefined;
  connection: Connection | undefined;
  /** While a page asks the wallet for something, that page sees for itself where the wallet went. */
  asked = false;
  #unwatch: (() => void) | undefined;

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }

  /** Asks the page which wallets announce themselves (EIP-6963); that asks no wallet. */
  async find(): Promise<readonly WalletChoice[]> {
    const { discover } = await walletPart();
    this.choices = await discover();
    this.#changed();
    return this.choices;
  }

  /** Asks a wallet for its accounts. Throws the DikastError of `dikast/wallet`. */
  async connect(choice: WalletChoice): Promise<Connection> {
    const { connect } = await walletPart();
    const connection = await connect(choice.provider);
    await this.adopt(choice, connection);
    return connection;
  }

  /** What a page found out by itself: another chain or account of the same wallet. */
  async adopt(wallet: WalletChoice, connection: Connection | undefined): Promise<void> {
    const { watch } = await walletPart();
    this.wallet = wallet;
    this.connection = connection;
    this.#unwatch?.();
    this.#unwatch = watch(wallet.provider, () => {
      if (!this.asked) this.forget();
    });
    this.#changed();
  }

  /** The page forgets it; the wallet itself keeps what it allowed. */
  forget(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.connection = undefined;
    this.#changed();
  }
}

export const wallets = new Wallets();

/** Switched to offline no wallet is shown as connected: what it says may be old. */
net.addEventListener("change", () => {
  if (net.offline && wallets.connection) wallets.forget();
});
