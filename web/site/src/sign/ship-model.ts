import type { Dikast, DisputeDetails, Hex } from "dikast/lean";
import {
  accounts,
  type Connection,
  chainIdOf,
  connect,
  DikastError,
  discover,
  matchesReview,
  type Review,
  review,
  safeBatch,
  send,
  switchChain,
  type WalletChoice,
  watch,
} from "dikast/wallet";
import { core } from "../core.js";
import { net, OfflineError } from "../shell/net.js";
import { type Draft, fixturesOf } from "../studio/draft.js";
import { LocalStore } from "../studio/local-store.js";
import { resolveRecorded } from "../studio/runs.js";
import { findWorld, loadDemoWallet } from "../world.js";
import { callAbi } from "./abis.js";
import { addSent, Keep } from "./keep.js";
import { type Target, targetsWith } from "./targets.js";

export type Action = "register" | "dispute";

/** Everything a person gives on this page. */
export interface ShipForm {
  action: Action;
  chainId: string;
  tag: string;
  courtId: string;
  jurors: string;
  kit: string;
  options: string;
  /** In wei; "" for what the court asks. */
  value: string;
}

const FORM: ShipForm = {
  action: "register",
  chainId: "",
  tag: "",
  courtId: "1",
  jurors: "3",
  kit: "1",
  options: "",
  value: "",
};

const COST = "function arbitrationCost(bytes extraData) view returns (uint256)";
const ARBITRATOR = "function arbitrator() view returns (address)";

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
 * From the studio's draft to a transaction: what to sign, with which wallet, and what was sent. Every
 * field is kept as it is typed; the wallet is asked only when somebody presses. Fires "change".
 */
export class ShipModel extends EventTarget {
  readonly keep = new Keep();
  form: ShipForm = { ...FORM, ...this.keep.read<Partial<ShipForm>>("form") };
  draft: Draft | undefined;
  targets: readonly Target[] = targetsWith(undefined);
  /** Errors of the draft by the linter; undefined while it is not known. */
  errors: number | undefined;
  details: DisputeDetails | undefined;
  context: Record<string, unknown> = {};
  wallets: readonly WalletChoice[] | undefined;
  wallet: WalletChoice | undefined;
  connection: Connection | undefined;
  cost: bigint | undefined;
  reviewed: Review | undefined;
  trouble: Trouble | undefined;
  /** What is being waited for. */
  busy = "";
  ready = false;

  #dikast: Dikast | undefined;
  #unwatch: (() => void) | undefined;
  #last: Promise<void> = Promise.resolve();

  get dikast(): Dikast | undefined {
    return this.#dikast;
  }

  get target(): Target {
    const wanted = this.targets.find(({ chainId }) => chainId === this.form.chainId);
    return wanted ?? (this.targets[0] as Target);
  }

  async start(): Promise<void> {
    this.draft = new LocalStore().read();
    const [dikast, world] = await Promise.all([core, findWorld()]);
    this.#dikast = dikast;
    this.targets = targetsWith(world);
    await loadDemoWallet(world);
    if (this.draft) await this.#look(dikast, this.draft);
    if (this.form.tag === "" && this.draft?.tag) this.form.tag = this.draft.tag;
    this.ready = true;
    this.#changed();
  }

  stop(): void {
    this.#unwatch?.();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }

  async #look(dikast: Dikast, draft: Draft): Promise<void> {
    const { template, mappings, parameters } = draft;
    const given = mappings.trim() === "" ? {} : { mappings };
    const options = { ...given, context: Object.keys(parameters) };
    const { issues } = dikast.template.validate(template, options);
    this.errors = issues.filter(({ severity }) => severity === "error").length;
    try {
      const values = dikast.template.contexts(parameters, { mappings, template })[0]?.values ?? {};
      const outcome =
        mappings.trim() === ""
          ? { context: values }
          : await resolveRecorded(dikast, mappings, values, fixturesOf(draft));
      this.context = outcome.context as Record<string, unknown>;
      this.details = dikast.template.render(template, outcome.context);
    } catch {
      // The studio says why it does not render; it can be registered all the same.
      this.details = undefined;
    }
  }

  /** Any change makes a review worthless. */
  edit(change: Partial<ShipForm>): void {
    this.form = { ...this.form, ...change };
    this.keep.write("form", this.form);
    this.reviewed = undefined;
    this.trouble = undefined;
    if ("courtId" in change || "jurors" in change || "kit" in change || "chainId" in change) {
      this.cost = undefined;
    }
    this.#changed();
  }

  get options(): string {
    if (this.form.options !== "") return this.form.options;
    const count = this.details?.answers.filter(({ id }) => BigInt(id) !== 0n).length;
    return count === undefined ? "" : `${count}`;
  }

  get value(): string {
    if (this.form.action === "register") return "0";
    return this.form.value !== "" ? this.form.value : `${this.cost ?? ""}`;
  }

  /** Court, jurors and dispute kit as three words. */
  get extraData(): Hex {
    const { courtId, jurors, kit } = this.form;
    return this.#core.abi.encodeParameters(
      ["uint256", "uint256", "uint256"],
      [courtId, jurors, kit],
    );
  }

  get #core(): Dikast {
    if (!this.#dikast) throw new Error("The core is still being loaded.");
    return this.#dikast;
  }

  /** The call as the form says; throws a DikastError that names the field. */
  call(): { to: Hex; data: Hex; value: string } {
    const { template, mappings } = this.draft ?? { template: "", mappings: "" };
    const { registry, resolver } = this.target;
    if (this.form.action === "register") {
      const data = this.#core.template.registrationCalldata({
        tag: this.form.tag,
        template,
        mappings,
      });
      return { to: registry, data, value: "0" };
    }
    const data = this.#core.template.createDisputeCalldata({
      extraData: this.extraData,
      numberOfRulingOptions: this.options,
      template,
      mappings,
    });
    return { to: resolver, data, value: this.value === "" ? "0" : this.value };
  }

  /** Runs one step after the one under way; what it throws is shown, and nothing is lost. */
  #step(what: string, run: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(() => this.#run(what, run));
    return this.#last;
  }

  async #run(what: string, run: () => Promise<void>): Promise<void> {
    this.busy = what;
    this.trouble = undefined;
    this.#changed();
    try {
      if (net.offline) throw new OfflineError();
      await run();
    } catch (error) {
      this.trouble = troubleOf(error);
      await this.#follow();
    } finally {
      this.busy = "";
      this.#changed();
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
      this.connection = account && { account, accounts: all, chainId };
    } catch {
      // What went wrong is told already.
    }
  }

  find(): Promise<void> {
    return this.#step("Looking for wallets", async () => {
      this.wallets = await discover();
    });
  }

  connect(choice: WalletChoice): Promise<void> {
    return this.#step(`Waiting for ${choice.name}`, async () => {
      this.connection = await connect(choice.provider);
      this.wallet = choice;
      this.reviewed = undefined;
      this.#unwatch?.();
      this.#unwatch = watch(choice.provider, (change) => this.#moved(change.kind));
      if (this.form.action === "dispute") await this.#ask();
    });
  }

  /** The wallet changed under the page: what was reviewed no longer holds. */
  #moved(kind: "accounts" | "chain" | "disconnect"): void {
    if (this.busy) return;
    this.connection = undefined;
    this.reviewed = undefined;
    const what = { accounts: "account", chain: "chain", disconnect: "connection" }[kind];
    this.trouble = {
      code: "wallet.account_changed",
      message: `The wallet's ${what} changed. Connect again; nothing was sent.`,
    };
    this.#changed();
  }

  switch(): Promise<void> {
    return this.#step("Waiting for the wallet to change its chain", async () => {
      const { wallet } = this;
      if (!wallet) return;
      await switchChain(wallet.provider, this.target.chain);
      this.connection = await connect(wallet.provider);
      if (this.form.action === "dispute") await this.#ask();
    });
  }

  get onTarget(): boolean {
    return this.connection?.chainId === BigInt(this.target.chainId);
  }

  /** Asks the court behind the resolver what a dispute costs now. */
  async #ask(): Promise<void> {
    const provider = this.wallet?.provider;
    if (!provider || !this.onTarget) return;
    const { abi } = this.#core;
    const read = async (to: string, signature: string, args: unknown[]): Promise<unknown> => {
      const data = abi.encodeFunctionData(signature, args);
      const reply = await provider.request({
        method: "eth_call",
        params: [{ to, data }, "latest"],
      });
      return abi.decodeFunctionResult(signature, reply as Hex);
    };
    const arbitrator = await read(this.target.resolver, ARBITRATOR, []);
    this.cost = (await read(String(arbitrator), COST, [this.extraData])) as bigint;
  }

  review(): Promise<void> {
    return this.#step("Asking the chain what this would do", async () => {
      const { wallet, connection } = this;
      if (!wallet || !connection) return;
      if (this.form.action === "dispute" && this.cost === undefined) await this.#ask();
      const call = { ...this.call(), from: connection.account, chainId: this.target.chainId };
      this.reviewed = await review(this.#core, wallet.provider, call, { abi: callAbi });
    });
  }

  /** Hands the reviewed call to the wallet, and keeps its hash before anything else. */
  async sign(): Promise<string | undefined> {
    // A second press must never become a second transaction.
    if (this.busy) return undefined;
    let path: string | undefined;
    await this.#step("Waiting for your answer in the wallet", async () => {
      const { wallet, reviewed, draft } = this;
      if (!wallet || !reviewed || !draft) return;
      const hash = await send(this.#core, wallet.provider, reviewed);
      const { chainId } = this.target;
      const { template, mappings } = draft;
      addSent(this.keep, {
        hash,
        chainId,
        template,
        mappings,
        context: this.context,
        time: Date.now(),
      });
      await matchesReview(wallet.provider, hash, reviewed);
      path = `receipt/${chainId}/${hash}`;
    });
    return path;
  }

  /** The call as a file for a Safe's Transaction Builder. */
  safeFile(): string {
    const { chainId } = this.target;
    const name =
      this.form.action === "register" ? "Register a dispute template" : "Create a dispute";
    return safeBatch({ chainId, calls: [this.call() as never], name, createdAt: Date.now() });
  }
}
