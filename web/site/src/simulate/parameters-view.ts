import type { MachineInput } from "dikast/lean";
import { css, html, LitElement, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { signStyles } from "../sign/sign-styles.js";
import { duration, money } from "./amounts.js";
import type { SimulateModel } from "./model.js";
import type { Parameter } from "./system.types.js";

type Part = MachineInput | undefined;

const at = (value: Part, key: string | number): Part =>
  typeof value === "object" && value !== null
    ? (value as Record<string | number, MachineInput>)[key]
    : undefined;

/** A copy in which one part is another. */
function withPart(
  value: Part,
  [key, ...rest]: readonly (string | number)[],
  part: MachineInput,
): MachineInput {
  if (key === undefined) return part;
  const inner = withPart(at(value, key), rest, part);
  if (Array.isArray(value)) return value.map((one, index) => (index === key ? inner : one));
  return { ...(value as { [name: string]: MachineInput }), [key]: inner };
}

/** What the play is made from. A change plays the same calls again on the new ground. */
export class PlayParameters extends LitElement {
  static override styles = [
    sharedStyles,
    signStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      .hint {
        font-weight: 400;
      }
    `,
  ];

  @property({ attribute: false }) model!: SimulateModel;
  @property({ type: Number }) turn = 0;
  @state() private problem = "";

  #change({ path, label, unit }: Parameter, text: string): void {
    const { model } = this;
    const value = unit === "yes or no" ? text === "yes" : text.trim();
    if (typeof value === "string" && unit !== "name" && !/^\d{1,78}$/.test(value)) {
      this.problem = `${label}: whole numbers only.`;
      return;
    }
    this.problem = "";
    const config = withPart(model.scenario.config as MachineInput, path, value);
    model.load({ ...model.scenario, config: config as typeof model.scenario.config });
  }

  #field(parameter: Parameter): TemplateResult {
    const { label, path, unit, options } = parameter;
    const value = path.reduce<Part>(at, this.model.scenario.config as MachineInput);
    const change = (event: Event): void =>
      this.#change(parameter, (event.target as HTMLInputElement).value);
    if (unit === "yes or no" || options) {
      const all = options ?? ["yes", "no"];
      const chosen = unit === "yes or no" ? (value === true ? "yes" : "no") : String(value);
      return html`<label>${label}
        <select @change=${change}>
          ${all.map((one) => html`<option .value=${one} ?selected=${one === chosen}>${one}</option>`)}
        </select>
      </label>`;
    }
    const text = String(value ?? "");
    const read = !/^\d+$/.test(text)
      ? ""
      : unit === "wei"
        ? money(text)
        : unit === "seconds"
          ? duration(text)
          : "";
    return html`<label>
      <span>${label} <span class="muted hint">(${unit}${read && `: ${read}`})</span></span>
      <input inputmode="numeric" autocomplete="off" .value=${text} @change=${change} />
    </label>`;
  }

  override render() {
    const { model } = this;
    return html`
      <p class="small muted">A change plays the same calls again; the log shows what the contracts say to them then.</p>
      <div role="status">${this.problem}</div>
      <div class="fields">${(model.system?.parameters(model.scenario) ?? []).map((each) => this.#field(each))}</div>
    `;
  }
}

customElements.get("dikast-play-parameters") ??
  customElements.define("dikast-play-parameters", PlayParameters);
