import type { AbiItem, MachineInput } from "dikast/lean";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { signStyles } from "../sign/sign-styles.js";
import { visible } from "../text.js";
import { money } from "./amounts.js";
import type { SimulateModel } from "./model.js";
import type { PlayAction } from "./play.js";

const callable = ({ type, stateMutability }: AbiItem): boolean =>
  type === "function" && (stateMutability === "nonpayable" || stateMutability === "payable");

/** What was typed as a machine reads it: lists and tuples are JSON, everything else a text. */
function argumentOf(type: string, text: string): MachineInput {
  if (type === "bool") return /^(true|yes|1)$/.test(text.trim());
  if (type.endsWith("]") || type.startsWith("tuple")) return JSON.parse(text) as MachineInput;
  return type === "string" ? text : text.trim();
}

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** Any call of any contract of the play, with any arguments. */
export class CallForm extends LitElement {
  static override styles = [
    sharedStyles,
    signStyles,
    css`
      form {
        display: grid;
        gap: 12px;
        padding-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) model!: SimulateModel;
  @property({ type: Number }) turn = 0;
  /** An action to begin from. */
  @property({ attribute: false }) given: PlayAction | undefined;
  @state() private to = "";
  @state() private name = "";
  @state() private args: string[] = [];
  @state() private value = "0";
  @state() private drawn = "";
  @state() private problem = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("given") && this.given) this.#begin(this.given);
  }

  #begin({ to, function: name, args, value }: PlayAction): void {
    this.to = to;
    this.name = `${name}/${args.length}`;
    this.args = args.map(textOf);
    this.value = value;
    this.problem = "";
    this.drawn = "";
  }

  #contracts(): Record<string, readonly AbiItem[]> {
    return this.model.system?.abi(this.model.scenario) ?? {};
  }

  #functions(to: string): readonly AbiItem[] {
    return (this.#contracts()[to] ?? []).filter(callable);
  }

  #chosen(): AbiItem | undefined {
    const functions = this.#functions(this.to);
    return (
      functions.find(({ name, inputs }) => `${name}/${inputs?.length ?? 0}` === this.name) ??
      functions[0]
    );
  }

  #submit(event: Event): void {
    event.preventDefault();
    const item = this.#chosen();
    if (!item?.name) return;
    const { model } = this;
    try {
      const args = (item.inputs ?? []).map(({ type }, at) => argumentOf(type, this.args[at] ?? ""));
      const value = this.value.trim() === "" ? "0" : this.value.trim();
      if (!/^\d{1,78}$/.test(value)) throw new Error("The value is a whole number of wei.");
      const names = this.drawn.split(/[\s,;]+/).filter((text) => text !== "");
      const drawn = names.map(
        (name) => model.scenario.people.find(({ label }) => label === name)?.address ?? name,
      );
      const env = item.name === "draw" && drawn.length > 0 ? { env: { drawn } } : {};
      this.problem = "";
      model.call({ from: model.actor, to: this.to, function: item.name, args, value, ...env });
    } catch (error) {
      this.problem =
        error instanceof SyntaxError
          ? 'Lists are written as JSON: ["0", "1"].'
          : (error as Error).message;
    }
  }

  override render() {
    const { model } = this;
    const contracts = Object.keys(this.#contracts());
    if (!contracts.includes(this.to)) this.to = contracts[0] ?? "";
    const item = this.#chosen();
    const input = (event: Event): string => (event.target as HTMLInputElement).value;
    return html`<form @submit=${(event: Event) => this.#submit(event)}>
      <div class="fields">
        <label>Contract
          <select @change=${(event: Event) => {
            this.to = input(event);
            this.name = "";
            this.args = [];
          }}>
            ${contracts.map((one) => html`<option .value=${one} ?selected=${one === this.to}>${one}</option>`)}
          </select>
        </label>
        <label>Function
          <select @change=${(event: Event) => {
            this.name = input(event);
            this.args = [];
          }}>
            ${this.#functions(this.to).map(({ name, inputs }) => {
              const key = `${name}/${inputs?.length ?? 0}`;
              return html`<option .value=${key} ?selected=${key === `${item?.name}/${item?.inputs?.length ?? 0}`}>${name}</option>`;
            })}
          </select>
        </label>
        ${(item?.inputs ?? []).map(
          ({ name, type }, at) => html`<label>
            <span>${visible(name || `argument ${at + 1}`)} <span class="muted">(${type})</span></span>
            <input
              spellcheck="false"
              autocomplete="off"
              .value=${this.args[at] ?? ""}
              @input=${(event: Event) => {
                this.args[at] = input(event);
              }}
            />
          </label>`,
        )}
        ${
          item?.name === "draw"
            ? html`<label>Jurors drawn (addresses or names)
                <input spellcheck="false" .value=${this.drawn} @input=${(event: Event) => {
                  this.drawn = input(event);
                }} />
              </label>`
            : nothing
        }
        <label>Value sent (wei)
          <input
            inputmode="numeric"
            autocomplete="off"
            .value=${this.value}
            @input=${(event: Event) => {
              this.value = input(event);
            }}
          />
        </label>
      </div>
      <div class="row">
        <button type="submit">Call it as ${visible(model.nameOf(model.actor))}</button>
        <span class="muted">${/^\d{1,78}$/.test(this.value) && this.value !== "0" ? money(this.value) : nothing}</span>
      </div>
      <p role="status">${this.problem}</p>
    </form>`;
  }
}

customElements.get("dikast-call-form") ?? customElements.define("dikast-call-form", CallForm);
