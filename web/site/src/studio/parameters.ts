import type { DataFlow, FlowVariable, MappingContext } from "dikast/lean";
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";

const HINTS: Record<string, string> = {
  arbitrator: "address of the court's contract",
  arbitratorDisputeID: "number of the dispute in the court",
  arbitrableAddress: "address of your contract",
  arbitrableChainID: "chain of your contract",
  externalDisputeID: "your contract's own number; not everywhere",
  graphApiKey: "the page's key, never shown",
  alchemyApiKey: "the page's key, never shown",
};

/** A list or an object is typed as JSON; everything else is text. */
function typedValue(typed: string, before: unknown): unknown {
  if (typeof before !== "object" || before === null) return typed;
  try {
    const value: unknown = JSON.parse(typed);
    return typeof value === "object" && value !== null ? value : typed;
  } catch {
    return typed;
  }
}

const shown = (value: unknown): string =>
  value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);

/** A field for each variable that a person gives. Fires "edit" with all values. */
export class ParameterForm extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .box {
        padding: 14px;
        display: grid;
        gap: 14px;
      }
      .parameters {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr));
        gap: 10px 16px;
      }
      .name {
        display: block;
        margin-bottom: 2px;
        font: 0.8125rem var(--mono);
        overflow-wrap: anywhere;
      }
      .hint {
        display: block;
        font-size: 0.8125rem;
        color: var(--muted);
      }
      .field {
        display: grid;
        align-content: start;
        gap: 2px;
      }
      .field .quiet {
        justify-self: start;
        min-height: 24px;
        padding: 0;
        font-size: 0.8125rem;
      }
      summary {
        cursor: pointer;
        min-height: 24px;
        margin-bottom: 8px;
      }
    `,
  ];

  @property({ attribute: false }) flow: DataFlow = { steps: [], variables: [], reads: [] };
  @property({ attribute: false }) values: MappingContext = {};

  #tell(values: Record<string, unknown>): void {
    this.dispatchEvent(new CustomEvent("edit", { detail: values, bubbles: true, composed: true }));
  }

  #edit(name: string, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.#tell({ ...this.values, [name]: typedValue(value, this.values[name]) });
  }

  #remove(name: string): void {
    const { [name]: _gone, ...rest } = this.values;
    this.#tell(rest);
  }

  #field(name: string, variable: FlowVariable | undefined) {
    const value = this.values[name];
    const secret = name === "graphApiKey" || name === "alchemyApiKey";
    const given = Object.hasOwn(this.values, name);
    const hint = Object.hasOwn(HINTS, name)
      ? HINTS[name]
      : !variable
        ? "no document reads it"
        : typeof value === "object"
          ? "as JSON"
          : "";
    return html`<div class="field">
      <label>
        <span class="name">${visible(name)}</span>
        <input
          .value=${shown(value)}
          type=${secret ? "password" : "text"}
          spellcheck="false"
          autocomplete="off"
          @input=${(event: Event) => this.#edit(name, event)}
        />
      </label>
      ${hint ? html`<span class="hint">${hint}</span>` : nothing}
      ${
        given
          ? html`<button class="quiet" @click=${() => this.#remove(name)}>
              Do not give<span class="visually-hidden"> ${visible(name)}</span>
            </button>`
          : html`<span class="hint">not given</span>`
      }
    </div>`;
  }

  override render() {
    const { variables } = this.flow;
    const byName = new Map(variables.map((variable) => [variable.name, variable]));
    const populated = variables.filter(({ mapping }) => mapping !== undefined);
    const isPopulated = new Set(populated.map(({ name }) => name));
    const names = new Set(Object.keys(this.values).filter((name) => !isPopulated.has(name)));
    for (const { name, mapping } of variables) if (mapping === undefined) names.add(name);
    return html`<div class="box panel">
      ${
        names.size === 0
          ? html`<p class="muted">None are needed.</p>`
          : html`<div class="parameters">
              ${[...names].map((name) => this.#field(name, byName.get(name)))}
            </div>`
      }
      ${
        populated.length > 0
          ? html`<details>
              <summary>Values by hand, for mappings without an answer (${populated.length})</summary>
              <div class="parameters">
                ${populated.map((variable) => this.#field(variable.name, variable))}
              </div>
            </details>`
          : nothing
      }
    </div>`;
  }
}

customElements.get("dikast-parameter-form") ??
  customElements.define("dikast-parameter-form", ParameterForm);
