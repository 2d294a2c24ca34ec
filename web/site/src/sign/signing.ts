import type { AbiItem, Dikast, Hex } from "dikast/lean";
import {
  accounts,
  type Connection,
  chainIdOf,
  connect,
  DikastError,
  matchesReview,
  type Review,
  review,
  safeBatch,
  send,
  switchChain,
  type WalletChoice,
} from "dikast/wallet";
import { net, OfflineError } from "../shell/net.js";
import { wallets } from "../shell/wallets.js";
import { addSent, Keep, type Sent } from "./keep.js";
import type { ChainTarget } from "./targets.js";

/** A call to be signed. */
export interface Call {
  to: Hex;
  data: Hex;
  /** In wei. */
  value: string;
}

/** What went wrong, for a person. */
export interface Trouble {
  code: string;
  message: string;
}

const troubleOf = (error: unknown): Trouble =>
  error instanceof DikastError || error instanceof OfflineError
    ? { code: (error as { code?: string }).code ?? "offline", message: error.message }
    : { code: "internal", message: error instanceof Error ? error.message : String(error) };

/**
 * From a call to a transaction: which wallet, what it would do, and that it was sent. What the call is,
 * a page's own model says. The wallet is asked only when somebody presses. Fires "change".
 */
export abstract class Signing extends EventTarget {
  readonly keep = new Keep();
  reviewed: Review | undefined;
  trouble: Trouble | undefined;
  /** What is being waited for. */
  busy = "";

  #last: Promise<void> = Promise.resolve();
  #known = wallets.connection;

  constructor() {
    super();
    wallets.addEventListener("change", this.#shared);
  }

  get wallets(): readonly WalletChoice[] | undefined {
    return wallets.choices;
  }

  get wallet(): WalletChoice | undefined {
    return wallets.wallet;
  }

  get connection(): Connection | undefined {
    return wallets.connection;
  }

  /** The header, another page or the wallet itself changed what all of them use. */
  readonly #shared = (): void => {
    const { connection } = wallets;
    if (connection !== this.#known) {
      const isLost = this.#known !== undefined && connection === undefined;
      this.#known = connection;
      this.reviewed = undefined;
      if (isLost && !this.busy) this.#moved();
    }
    this.changed();
  };

  abstract get target(): ChainTarget;
  /** The call as the form says; throws a DikastError that names the field. */
  abstract call(): Call;
  /** Functions that this page offers, and the errors they may answer with. */
  protected abstract readonly abi: readonly AbiItem[];
  /** The started core; throws while it is being loaded. */
  protected abstract get core(): Dikast;
  /** What to keep beside the hash of what was sent. */
  protected abstract sentRecord(): Omit<Sent, "hash" | "chainId" | "time">;
  /** A person's name for the call, in the file for a Safe. */
  protected abstract readonly callName: string;
  /** Runs when the wallet is connected to a chain; asks it what a review needs. */
  protected connected(): Promise<void> {
    return Promise.resolve();
  }

  stop(): void {
    wallets.removeEventListener("change", this.#shared);
  }

  protected changed(): void {
    this.dispatchEvent(new Event("change"));
  }

  /** Any change makes a review worthless. */
  protected edited(): void {
    this.reviewed = undefined;
    this.trouble = undefined;
  }

  /** Runs one step after the one under way; what it throws is shown, and nothing is lost. */
  protected step(what: string, run: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(() => this.#run(what, run));
    return this.#last;
  }

  async #run(what: string, run: () => Promise<void>): Promise<void> {
    this.busy = what;
    wallets.asked = true;
    this.trouble = undefined;
    this.changed();
    try {
      if (net.offline) throw new OfflineError();
      await run();
    } catch (error) {
      this.trouble = troubleOf(error);
      await this.#follow();
    } finally {
      this.busy = "";
      wallets.asked = false;
      this.changed();
    }
  }

  /** Where the wallet is now: a step often fails because it moved, and then it must be seen. */
  async #follow(): Promise<void> {
    const { wallet, connection } = this;
    if (!wallet || !connection || net.offline) return;
    try {
      const chainId = await chainIdOf(wallet.provider);
      const all = await accounts(wallet.provider);
      const [account] = all;
      if (chainId === connection.chainId && account === connection.account) return;
      this.reviewed = undefined;
      await wallets.adopt(wallet, account && { account, accounts: all, chainId });
    } catch {
      // What went wrong is told already.
    }
  }

  find(): Promise<void> {
    return this.step("Looking for wallets", async () => {
      await wallets.find();
    });
  }

  connect(choice: WalletChoice): Promise<void> {
    return this.step(`Waiting for ${choice.name}`, async () => {
      await wallets.connect(choice);
      await this.connected();
    });
  }

  /** The wallet changed under the page: what was reviewed no longer holds. */
  #moved(): void {
    this.trouble = {
      code: "wallet.account_changed",
      message: "The wallet's account or chain changed. Connect again; nothing was sent.",
    };
  }

  switch(): Promise<void> {
    return this.step("Waiting for the wallet to change its chain", async () => {
      const { wallet } = this;
      if (!wallet) return;
      await switchChain(wallet.provider, this.target.chain);
      await wallets.adopt(wallet, await connect(wallet.provider));
      await this.connected();
    });
  }

  get onTarget(): boolean {
    return this.connection?.chainId === BigInt(this.target.chainId);
  }

  review(): Promise<void> {
    return this.step("Asking the chain what this would do", async () => {
      const { wallet, connection } = this;
      if (!wallet || !connection) return;
      await this.beforeReview();
      const call = { ...this.call(), from: connection.account, chainId: this.target.chainId };
      this.reviewed = await review(this.core, wallet.provider, call, { abi: this.abi });
    });
  }

  protected beforeReview(): Promise<void> {
    return Promise.resolve();
  }

  /** Hands the reviewed call to the wallet, and keeps its hash before anything else. */
  async sign(): Promise<string | undefined> {
    // A second press must never become a second transaction.
    if (this.busy) return undefined;
    let path: string | undefined;
    await this.step("Waiting for your answer in the wallet", async () => {
      const { wallet, reviewed } = this;
      if (!wallet || !reviewed) return;
      const record = this.sentRecord();
      const { chainId } = this.target;
      const hash = await send(this.core, wallet.provider, reviewed);
      addSent(this.keep, { hash, chainId, ...record, time: Date.now() });
      await matchesReview(wallet.provider, hash, reviewed);
      path = `receipt/${chainId}/${hash}`;
    });
    return path;
  }

  /** The call as a file for a Safe's Transaction Builder. */
  safeFile(): string {
    const { chainId } = this.target;
    const calls = [this.call() as never];
    return safeBatch({ chainId, calls, name: this.callName, createdAt: Date.now() });
  }
}
