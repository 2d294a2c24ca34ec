import { html, LitElement, nothing, type TemplateResult } from "lit";
import { goTo } from "../shell/routes.js";
import { sharedStyles } from "../shared-styles.js";
import "../studio/juror-view.js";
import { amount } from "./review-card.js";
import { type ShipForm, ShipModel } from "./ship-model.js";
import "./sign-panel.js";
import { signStyles } from "./sign-styles.js";

/** Register a template or create a dispute with it: review what will be signed, then sign. */
export class Ship extends LitElement {
  static override styles = [sharedStyles, signStyles];

  readonly model = new ShipModel();

  override connectedCallback(): void {
    super.connectedCallback();
    this.model.addEventListener("change", this.#refresh);
    void this.model.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.model.removeEventListener("change", this.#refresh);
    this.model.stop();
  }

  readonly #refresh = (): void => this.requestUpdate();

  #field(name: keyof ShipForm, label: string, value: string, hint = ""): TemplateResult {
    return html`<label>
      ${label}
      <input
        name=${name}
        .value=${value}
        placeholder=${hint}
        autocomplete="off"
        inputmode=${name === "tag" ? "text" : "numeric"}
        @input=${(event: Event) =>
          this.model.edit({ [name]: (event.target as HTMLInputElement).value })}
      />
    </label>`;
  }

  #draft(): TemplateResult {
    const { details, errors, draft } = this.model;
    if (!draft) {
      return html`<section class="panel warn-line">
        <h3>There is no template yet</h3>
        <p>Write one, or open an example, in the Template studio. It is kept in this browser.</p>
        <div class="row"><button class="primary" @click=${() => goTo("studio")}>Open the studio</button></div>
      </section>`;
    }
    return html`<section class="panel">
      <div class="row">
        <h3>1. The template</h3>
        ${
          errors === 0
            ? html`<span class="badge good">\u2713 0 errors</span>`
            : html`<span class="badge error">\u2716 ${errors ?? "?"} errors</span>`
        }
        <button @click=${() => goTo("studio")}>Change it in the studio</button>
      </div>
      ${
        errors
          ? html`<p>
              Jurors may see a blank case or wrong answers. The studio names each error and its repair.
              You can register it all the same.
            </p>`
          : nothing
      }
      <details>
        <summary>What jurors will see, with your parameters</summary>
        ${
          details
            ? html`<dikast-juror-view .details=${details}></dikast-juror-view>`
            : html`<p>It does not render with these parameters; the studio says why.</p>`
        }
      </details>
    </section>`;
  }

  #what(): TemplateResult {
    const { model } = this;
    const { form, targets, target, cost } = model;
    const choice = (action: ShipForm["action"], label: string) => html`<label class="choice">
      <input
        type="radio"
        name="action"
        .checked=${form.action === action}
        @change=${() => model.edit({ action })}
      />
      <span>${label}</span>
    </label>`;
    return html`<section class="panel">
      <h3>2. What to sign</h3>
      <fieldset>
        <legend>Action</legend>
        ${choice("register", "Register the template, so that an arbitrable can refer to it by its id")}
        ${choice("dispute", "Create a dispute with it now, through the DisputeResolver")}
      </fieldset>
      <div class="fields">
        <label>
          Chain
          <select @change=${(event: Event) =>
            model.edit({ chainId: (event.target as HTMLSelectElement).value })}>
            ${targets.map(
              ({ chainId, name }) =>
                html`<option value=${chainId} ?selected=${chainId === target.chainId}>${name}</option>`,
            )}
          </select>
        </label>
        ${
          form.action === "register"
            ? this.#field("tag", "Tag", form.tag, "a name, e.g. lease-v1")
            : html`${this.#field("courtId", "Court id", form.courtId)}
              ${this.#field("jurors", "Jurors", form.jurors)}
              ${this.#field("kit", "Dispute kit", form.kit)}
              ${this.#field("options", "Ruling options, besides refusing", model.options)}
              ${this.#field("value", "Value, in wei", model.value, "read from the court")}`
        }
      </div>
      ${
        form.action === "dispute" && cost !== undefined
          ? html`<p class="row">
              The court asks for ${amount(cost)}.
              ${
                model.value === `${cost}`
                  ? nothing
                  : html`<button @click=${() => model.edit({ value: "" })}>Use exactly that</button>`
              }
            </p>`
          : nothing
      }
    </section>`;
  }

  override render() {
    const { keep, ready, draft, cost } = this.model;
    return html`<div class="page">
      <h2>Register a template, or create a dispute</h2>
      ${ready ? nothing : html`<p class="muted" role="status">Starting the core.</p>`}
      ${
        keep.full
          ? html`<p class="panel warn-line" role="alert">
              This browser does not keep what you type here: its storage is full or turned off.
            </p>`
          : nothing
      }
      ${ready ? this.#draft() : nothing}
      ${
        ready && draft
          ? html`${this.#what()}
              <dikast-sign .model=${this.model} .step=${3} .cost=${cost} .ready=${ready}></dikast-sign>`
          : nothing
      }
    </div>`;
  }
}

customElements.get("dikast-ship") ?? customElements.define("dikast-ship", Ship);
