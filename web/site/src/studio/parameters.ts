import { css, html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";

/** A field for each variable that a person gives. Fires "edit" with all values. */
export class ParameterForm extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .parameters {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr));
        gap: 10px 16px;
        padding: 14px;
      }
      .parameters span {
        display: block;
        margin-bottom: 2px;
        font: 0.8125rem var(--mono);
        color: var(--muted);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) names: string[] = [];
  @property({ attribute: false }) values: Record<string, string> = {};

  #edit(name: string, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    const detail = { ...this.values, [name]: value };
    this.dispatchEvent(new CustomEvent("edit", { detail, bubbles: true, composed: true }));
  }

  override render() {
    return html`<div class="parameters panel">
      ${this.names.map(
        (name) => html`<label>
          <span>${name}</span>
          <input
            .value=${this.values[name] ?? ""}
            spellcheck="false"
            autocomplete="off"
            @input=${(event: Event) => this.#edit(name, event)}
          />
        </label>`,
      )}
      ${this.names.length === 0 ? html`<p class="muted">None are needed.</p>` : ""}
    </div>`;
  }
}

customElements.get("dikast-parameter-form") ??
  customElements.define("dikast-parameter-form", ParameterForm);
