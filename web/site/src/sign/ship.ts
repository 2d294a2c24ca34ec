import { html, LitElement, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { goTo } from "../shell/routes.js";
import { sharedStyles } from "../shared-styles.js";
import "../studio/juror-view.js";
import { download } from "../studio/draft.js";
import { visible } from "../text.js";
import { amount, reviewCard } from "./review-card.js";
import { type ShipForm, ShipModel } from "./ship-model.js";
import { signStyles } from "./sign-styles.js";

/** What to do next, by the code of what went wrong. */
const NEXT: Record<string, string> = {
  "wallet.rejected": "Everything is as it was: sign again when you are ready.",
  "wallet.pending": "Then come back here. It was not sent twice.",
  "wallet.wrong_chain": "Press \u201cSwitch the wallet\u201d.",
  "wallet.unknown_chain":
    "Add the chain in the wallet by hand, with the address of a node you trust.",
  "wallet.insufficient_funds": "Choose another account, or send it some ether first.",
  "wallet.locked": "Then press the wallet's name again.",
  "wallet.unauthorized": "Press the wallet's name again.",
  "wallet.disconnected": "Your draft is kept.",
};

/** Register a template or create a dispute with it: review what will be signed, then sign. */
export class Ship extends LitElement {
  static override styles = [sharedStyles, signStyles];

  readonly model = new ShipModel();
  @state() private copied = "";

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

  #wallet(): TemplateResult {
    const { model } = this;
    const { wallets, connection, wallet, target } = model;
    return html`<section class="panel">
      <h3>3. The wallet</h3>
      ${
        connection && wallet
          ? html`<p>
                ${wallet.name}: <code>${connection.account}</code> on chain
                ${connection.chainId.toString()}
                ${
                  model.onTarget
                    ? html`<span class="badge good">\u2713 the right chain</span>`
                    : html`<span class="badge error">\u2716 another chain</span>`
                }
              </p>
              ${
                model.onTarget
                  ? nothing
                  : html`<div class="row">
                      <button class="primary" @click=${() => void model.switch()}>
                        Switch the wallet to ${target.name}
                      </button>
                    </div>`
              }`
          : html`<p>No wallet is asked before you press. Without one, copy the calldata below.</p>`
      }
      <div class="row">
        <button @click=${() => void model.find()}>
          ${wallets === undefined ? "Find my wallets" : "Look again"}
        </button>
        ${wallets?.map(
          (choice) => html`<button
            class=${connection ? "" : "primary"}
            @click=${() => void model.connect(choice)}
          >
            ${visible(choice.name)}
          </button>`,
        )}
      </div>
      ${
        wallets?.length === 0
          ? html`<p>
              No wallet is announced in this browser. Everything else works without one: copy the
              calldata, or save a file for a Safe.
            </p>`
          : nothing
      }
    </section>`;
  }

  async #sign(): Promise<void> {
    const path = await this.model.sign();
    if (path !== undefined) goTo(path);
  }

  #review(): TemplateResult {
    const { model } = this;
    const { reviewed, connection, target, cost } = model;
    return html`<section class="panel">
      <h3>4. Review and sign</h3>
      ${reviewed ? reviewCard(reviewed, target, cost) : html`<p>Read from the very bytes that will be signed.</p>`}
      <div class="row">
        <button
          class=${reviewed ? "" : "primary"}
          ?disabled=${!connection || !model.onTarget || model.busy !== ""}
          @click=${() => void model.review()}
        >
          ${reviewed ? "Review again" : "Review"}
        </button>
        ${
          reviewed
            ? html`<button
                class="primary"
                ?disabled=${!reviewed.simulation.ok || model.busy !== ""}
                @click=${() => void this.#sign()}
              >
                Sign in ${model.wallet ? visible(model.wallet.name) : "the wallet"}
              </button>`
            : nothing
        }
      </div>
      ${this.#without()}
    </section>`;
  }

  /** The ways that need no wallet here. */
  #without(): TemplateResult {
    const { model } = this;
    let call: { to: string; data: string; value: string } | undefined;
    let why = "";
    try {
      if (model.ready && model.draft) call = model.call();
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
    return html`<details>
      <summary>Without a wallet here: calldata, or a file for a Safe</summary>
      ${why ? html`<p role="alert">${visible(why)}</p>` : nothing}
      ${
        call
          ? html`<p>To <code>${call.to}</code>, value ${call.value || "0"} wei:</p>
              <pre tabindex="0" aria-label="Calldata">${call.data}</pre>
              <div class="row">
                <button @click=${() => void this.#copy(call?.data ?? "")}>Copy the calldata</button>
                <button @click=${() => download("dikast-safe.json", model.safeFile())}>
                  Save for a Safe
                </button>
                <span role="status">${this.copied}</span>
              </div>`
          : nothing
      }
    </details>`;
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.copied = "Copied.";
    } catch {
      this.copied = "The browser does not allow copying: select the text above.";
    }
  }

  override render() {
    const { trouble, busy, keep, ready } = this.model;
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
      ${ready ? html`${this.#draft()} ${this.model.draft ? html`${this.#what()} ${this.#wallet()} ${this.#review()}` : nothing}` : nothing}
      <div role="status" aria-live="polite">
        ${busy ? html`<p class="panel">${visible(busy)}\u2026</p>` : nothing}
      </div>
      ${
        trouble
          ? html`<div class="panel trouble" role="alert">
              <p><strong>${visible(trouble.message)}</strong></p>
              <p>${NEXT[trouble.code] ?? "Nothing you typed is lost."}</p>
            </div>`
          : nothing
      }
    </div>`;
  }
}

customElements.get("dikast-ship") ?? customElements.define("dikast-ship", Ship);
