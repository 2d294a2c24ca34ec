import { realityEthAbi, type RealityContract, type RealityProxy } from "dikast/abi";
import type { AbiItem, Address, ClarityHint, Dikast, Hex, RealityQuestion } from "dikast/lean";
import { core } from "../core.js";
import { drafts } from "../shell/drafts.js";
import type { Sent } from "../sign/keep.js";
import { type Call, Signing } from "../sign/signing.js";
import type { ChainTarget } from "../sign/targets.js";
import { findWorld, loadDemoWallet } from "../world.js";
import {
  attempt,
  type Editor,
  type Form,
  linesOf,
  readForm,
  secondsOf,
  type Tried,
  unitsOf,
} from "./fields.js";
import { contractsOn, proxiesFor, questionTargets, templatesOf } from "./places.js";

export const TYPES: readonly (readonly [type: string, text: string])[] = [
  ["bool", "Yes or no"],
  ["single-select", "One of several outcomes"],
  ["multiple-select", "Any of several outcomes"],
  ["uint", "A number"],
  ["int", "A number that may be negative"],
  ["datetime", "A date or time"],
  ["hash", "A hash"],
];

export const NOBODY: Address = "0x0000000000000000000000000000000000000000";
const KEY = "questions.ask";

const EMPTY = {
  chainId: "",
  contract: "",
  other: "",
  version: "3.0",
  type: "bool",
  title: "",
  outcomes: "",
  category: "",
  lang: "en_US",
  own: "",
  templateId: "",
  template: "",
  typeDecimals: "18",
  precision: "",
  opening: "",
  timeout: "86400",
  seconds: "",
  bond: "0.1",
  bounty: "",
  decimals: "18",
  arbitrator: "",
  otherArbitrator: "",
  sender: "",
  nonce: "0",
};
export type AskName = keyof typeof EMPTY;

const item = (name: string): AbiItem =>
  (realityEthAbi as readonly AbiItem[]).find((each) => each.name === name) as AbiItem;

/** The same call of the contract for tokens: nothing is sent, and the amount is the last argument. */
const forTokens = (ask: AbiItem): AbiItem => ({
  ...ask,
  name: `${ask.name}ERC20`,
  stateMutability: "nonpayable",
  inputs: [...(ask.inputs ?? []), { type: "uint256", name: "tokens" }],
});

const ASK = item("askQuestion");
const ASK_BOND = item("askQuestionWithMinBond");
export const ASKS: readonly AbiItem[] = [ASK, ASK_BOND, forTokens(ASK), forTokens(ASK_BOND)];
const FEE = "function arbitrator_question_fees(address) view returns (uint256)";

/** A question, from its first word to the transaction that asks it. Fires "change". */
export class AskModel extends Signing implements Editor<AskName> {
  form: Form<AskName> = readForm<AskName>(KEY, EMPTY);
  targets: readonly ChainTarget[] = questionTargets(undefined);
  ready = false;
  /** What the arbitrator takes for a question; undefined until the chain was asked. */
  fee: bigint | undefined;

  protected readonly abi = ASKS;
  protected readonly callName = "Ask a question";
  #dikast: Dikast | undefined;

  protected get core(): Dikast {
    if (!this.#dikast) throw new Error("The core is still being loaded.");
    return this.#dikast;
  }

  get dikast(): Dikast {
    return this.core;
  }

  async start(): Promise<void> {
    const [dikast, world] = await Promise.all([core, findWorld(), drafts.ready]);
    this.#dikast = dikast;
    this.form = readForm<AskName>(KEY, EMPTY);
    this.targets = questionTargets(world);
    this.#settle(false);
    this.ready = true;
    this.changed();
    await loadDemoWallet(world);
  }

  get target(): ChainTarget {
    const { chainId } = this.form;
    return (this.targets.find((each) => each.chainId === chainId) ??
      this.targets[0]) as ChainTarget;
  }

  get contracts(): readonly RealityContract[] {
    return contractsOn(this.target.chainId);
  }

  /** The known contract that is chosen; undefined for one given by its address. */
  get contract(): RealityContract | undefined {
    return this.contracts.find(({ address }) => address === this.form.contract);
  }

  get version(): string {
    return this.contract?.version ?? this.form.version;
  }

  get forTokens(): boolean {
    return this.version.startsWith("ERC20");
  }

  get token(): string {
    if (!this.forTokens) return this.target.chain.nativeCurrency.symbol;
    return this.contract?.token ?? "tokens";
  }

  get decimals(): string {
    return this.forTokens ? this.form.decimals : "18";
  }

  get reality(): string {
    return this.contract?.address ?? this.form.other.trim();
  }

  get proxies(): readonly RealityProxy[] {
    return proxiesFor(this.target.chainId, this.reality);
  }

  get proxy(): RealityProxy | undefined {
    return this.proxies.find(({ address }) => address === this.form.arbitrator);
  }

  get arbitrator(): string {
    if (this.form.arbitrator === NOBODY) return NOBODY;
    return this.proxy?.address ?? this.form.otherArbitrator.trim();
  }

  get sender(): string {
    return this.connection?.account ?? this.form.sender.trim();
  }

  /** Brings chain, contract and arbitrator back to what goes together. */
  #settle(anew: boolean): void {
    const { form } = this;
    if (form.chainId === "")
      form.chainId = this.targets.some(({ chainId }) => chainId === "100")
        ? "100"
        : this.target.chainId;
    const fits = this.contracts.some(({ address }) => address === form.contract);
    if (!fits && (anew || form.other === "")) form.contract = this.contracts[0]?.address ?? "";
    const known =
      form.arbitrator === NOBODY || this.proxies.some(({ address }) => address === form.arbitrator);
    if (!known && (anew || form.otherArbitrator === ""))
      form.arbitrator = this.proxies[0]?.address ?? "";
  }

  edit(change: Partial<Form<AskName>>): void {
    this.form = { ...this.form, ...change };
    if ("chainId" in change || (change.contract ?? "") !== "") this.#settle(true);
    if ("chainId" in change || "contract" in change || "arbitrator" in change) this.fee = undefined;
    drafts.write(KEY, JSON.stringify(this.form));
    this.edited();
    this.changed();
  }

  /** Starts anew on the same chain; {@link undo} brings the words back. */
  clear(): void {
    const { chainId, contract, arbitrator, sender } = this.form;
    this.form = { ...EMPTY, chainId, contract, arbitrator, sender };
    drafts.replace(KEY, JSON.stringify(this.form));
    this.edited();
    this.changed();
  }

  get undoable(): boolean {
    return drafts.versions(KEY).length > 0;
  }

  undo(): void {
    drafts.undo(KEY);
    this.form = readForm<AskName>(KEY, EMPTY);
    this.edited();
    this.changed();
  }

  get selects(): boolean {
    return this.form.type.endsWith("-select");
  }

  /** Number of the built-in template for the type; undefined where the contract has none. */
  get builtIn(): number | undefined {
    const { reality } = this.core;
    const found = [0, 1, 2, 3, 4, 5].find((id) =>
      reality.template(id, templatesOf(this.version))?.includes(`"type": "${this.form.type}"`),
    );
    return found;
  }

  get ownTemplate(): boolean {
    return this.form.own !== "" || this.builtIn === undefined;
  }

  /** A template's text for the type, with what built-in ones do not have. */
  get generated(): string {
    const { type, typeDecimals, precision } = this.form;
    const number = type === "uint" || type === "int";
    const parts = [
      '"title": "%s"',
      `"type": ${JSON.stringify(type)}`,
      ...(number ? [`"decimals": ${/^\d{1,2}$/.test(typeDecimals) ? typeDecimals : "0"}`] : []),
      ...(type === "datetime" && precision !== ""
        ? [`"precision": ${JSON.stringify(precision)}`]
        : []),
      ...(this.selects ? ['"outcomes": [%s]'] : []),
      '"category": "%s"',
      '"lang": "%s"',
    ];
    return `{${parts.join(", ")}}`;
  }

  get templateText(): string {
    if (this.ownTemplate) return this.form.template || this.generated;
    return this.core.reality.template(this.builtIn ?? 0, templatesOf(this.version)) ?? "";
  }

  get templateId(): bigint {
    if (!this.ownTemplate) return BigInt(this.builtIn ?? 0);
    const id = this.form.templateId.trim();
    if (!/^\d+$/.test(id))
      throw new Error("The number of your own template is missing: create it first.");
    return BigInt(id);
  }

  get fields() {
    const { type, title, category, lang } = this.form;
    const outcomes = this.selects ? { outcomes: linesOf(this.form.outcomes) } : {};
    return { type, title, category, lang, ...outcomes };
  }

  get text(): string {
    return this.core.reality.encodeText(this.fields);
  }

  get asReaders(): Tried<RealityQuestion> {
    return attempt(() => this.core.reality.decodeText(this.text, { template: this.templateText }));
  }

  get openingTs(): bigint {
    return BigInt(secondsOf(this.form.opening) || 0);
  }

  get timeout(): bigint {
    const { timeout, seconds } = this.form;
    const given = timeout === "other" ? seconds.trim() : timeout;
    if (!/^\d+$/.test(given)) throw new Error("The timeout is a whole number of seconds.");
    return BigInt(given);
  }

  get hasMinBond(): boolean {
    return !/(^|-)2\./.test(this.version);
  }

  get minBond(): bigint {
    return this.hasMinBond
      ? unitsOf(this.core, this.form.bond, this.decimals, "The minimum bond")
      : 0n;
  }

  get bounty(): bigint {
    return unitsOf(this.core, this.form.bounty, this.decimals, "The bounty") + (this.fee ?? 0n);
  }

  get hints(): readonly ClarityHint[] {
    const { reality } = this.core;
    const timeout = attempt(() => this.timeout).value;
    const minBond = this.hasMinBond ? attempt(() => this.minBond).value : undefined;
    return reality.clarity({
      ...this.fields,
      version: this.version.replace("ERC20-", ""),
      openingTs: this.openingTs,
      ...(timeout === undefined ? {} : { timeout }),
      ...(minBond === undefined ? {} : { minBond }),
      ...(this.arbitrator === "" ? {} : { arbitrator: this.arbitrator as Address }),
    });
  }

  get contentHash(): Hex {
    const { templateId, openingTs, text } = this;
    return this.core.reality.contentHash({ templateId, openingTs, text });
  }

  #address(text: string, what: string): Address {
    if (text === "") throw new Error(`${what} is missing.`);
    return this.core.address.checksum(text);
  }

  get questionId(): Hex {
    const { templateId, openingTs, text, timeout, minBond, version } = this;
    return this.core.reality.questionId({
      version,
      templateId,
      openingTs,
      text,
      timeout,
      minBond,
      arbitrator: this.#address(this.arbitrator, "The arbitrator"),
      sender: this.#address(this.sender, "The address of who asks"),
      nonce: this.#nonce,
      contract: this.#address(this.reality, "The address of the contract"),
    });
  }

  get #nonce(): string {
    const nonce = this.form.nonce.trim() || "0";
    if (!/^\d+$/.test(nonce)) throw new Error("The nonce is a whole number.");
    return nonce;
  }

  call(): Call {
    const { templateId, text, timeout, openingTs, minBond, bounty } = this;
    if (this.form.title.trim() === "") throw new Error("Nothing is asked yet.");
    const arbitrator = this.#address(this.arbitrator, "The arbitrator");
    const to = this.#address(this.reality, "The address of the contract");
    const base = [templateId, text, arbitrator, timeout, openingTs, this.#nonce];
    const plain = minBond === 0n;
    const args = [...base, ...(plain ? [] : [minBond])];
    const tokens = this.forTokens && !(plain && bounty === 0n);
    const ask = plain ? ASK : ASK_BOND;
    const data = this.core.abi.encodeFunctionData(
      tokens ? forTokens(ask) : ask,
      tokens ? [...args, bounty] : args,
    );
    return { to, data, value: this.forTokens ? "0" : `${bounty}` };
  }

  /** Asks the contract what the arbitrator takes for a question. */
  protected override async connected(): Promise<void> {
    const provider = this.wallet?.provider;
    const { arbitrator, reality } = this;
    if (!provider || !this.onTarget || arbitrator === "" || arbitrator === NOBODY || reality === "")
      return;
    const data = this.core.abi.encodeFunctionData(FEE, [arbitrator]);
    const reply = await provider.request({
      method: "eth_call",
      params: [{ to: reality, data }, "latest"],
    });
    if (reply === "0x")
      throw new Error(`There is no contract of Reality.eth at ${reality} on ${this.target.name}.`);
    this.fee = this.core.abi.decodeFunctionResult(FEE, reply as Hex) as bigint;
  }

  protected override async beforeReview(): Promise<void> {
    if (this.fee === undefined) await this.connected();
  }

  protected sentRecord(): Omit<Sent, "hash" | "chainId" | "time"> {
    return { template: "", mappings: "", context: {}, question: this.text };
  }
}
