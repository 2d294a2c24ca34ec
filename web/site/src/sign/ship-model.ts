import type { Dikast, DisputeDetails, Hex } from "dikast/lean";
import { core } from "../core.js";
import { type Draft, fixturesOf } from "../studio/draft.js";
import { LocalStore } from "../studio/local-store.js";
import { resolveRecorded } from "../studio/runs.js";
import { findWorld, loadDemoWallet } from "../world.js";
import { callAbi } from "./abis.js";
import type { Sent } from "./keep.js";
import { type Call, Signing } from "./signing.js";
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

/**
 * From the studio's draft to a transaction: what to sign, with which wallet, and what was sent. Every
 * field is kept as it is typed; the wallet is asked only when somebody presses. Fires "change".
 */
export class ShipModel extends Signing {
  form: ShipForm = { ...FORM, ...this.keep.read<Partial<ShipForm>>("form") };
  draft: Draft | undefined;
  targets: readonly Target[] = targetsWith(undefined);
  /** Errors of the draft by the linter; undefined while it is not known. */
  errors: number | undefined;
  details: DisputeDetails | undefined;
  context: Record<string, unknown> = {};
  cost: bigint | undefined;
  ready = false;

  protected readonly abi = callAbi;
  #dikast: Dikast | undefined;

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
    this.changed();
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
    this.edited();
    if ("courtId" in change || "jurors" in change || "kit" in change || "chainId" in change) {
      this.cost = undefined;
    }
    this.changed();
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
    return this.core.abi.encodeParameters(
      ["uint256", "uint256", "uint256"],
      [courtId, jurors, kit],
    );
  }

  protected get core(): Dikast {
    if (!this.#dikast) throw new Error("The core is still being loaded.");
    return this.#dikast;
  }

  call(): Call {
    const { template, mappings } = this.draft ?? { template: "", mappings: "" };
    const { registry, resolver } = this.target;
    if (this.form.action === "register") {
      const data = this.core.template.registrationCalldata({
        tag: this.form.tag,
        template,
        mappings,
      });
      return { to: registry, data, value: "0" };
    }
    const data = this.core.template.createDisputeCalldata({
      extraData: this.extraData,
      numberOfRulingOptions: this.options,
      template,
      mappings,
    });
    return { to: resolver, data, value: this.value === "" ? "0" : this.value };
  }

  protected override async connected(): Promise<void> {
    if (this.form.action === "dispute") await this.#ask();
  }

  protected override async beforeReview(): Promise<void> {
    if (this.cost === undefined) await this.connected();
  }

  /** Asks the court behind the resolver what a dispute costs now. */
  async #ask(): Promise<void> {
    const provider = this.wallet?.provider;
    if (!provider || !this.onTarget) return;
    const { abi } = this.core;
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

  protected sentRecord(): Omit<Sent, "hash" | "chainId" | "time"> {
    const { template, mappings } = this.draft ?? { template: "", mappings: "" };
    return { template, mappings, context: this.context };
  }

  protected get callName(): string {
    return this.form.action === "register" ? "Register a dispute template" : "Create a dispute";
  }
}
