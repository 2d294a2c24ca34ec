import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { goTo } from "../shell/routes.js";
import { sharedStyles } from "../shared-styles.js";
import { download } from "../studio/draft.js";
import { visible } from "../text.js";
import { reviewCard } from "./review-card.js";
import { signStyles } from "./sign-styles.js";
import type { Call, Signing } from "./signing.js";

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

/** The wallet, the review of the bytes, the signature, and the ways that need no wallet here. */
export class SignPanel extends LitElement {
  static override styles = [sharedStyles, signStyles];

  @property({ attribute: false }) model!: Signing;
  /** Of the first of the two panels, in the page's own count. */
  @property({ type: Number }) step = 1;
  /** Whether there is a call to be made. */
  @property({ type: Boolean }) ready = false;
  @property({ attribute: false }) cost: bigint | undefined;
  @state() private copied = "";

  #heard: Signing | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("model")) return;
    this.#heard?.removeEventListener("change", this.#refresh);
    this.#heard = this.model;
    this.#heard.addEventListener("change", this.#refresh);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#heard?.removeEventListener("change", this.#refresh);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#heard?.addEventListener("change", this.#refresh);
  }

  readonly #refresh = (): void => this.requestUpdate();

  #wallet(): TemplateResult {
    const { model } = this;
    const { wallets, connection, wallet, target } = model;
    return html`<section class="panel">
      <h3>${this.step}. The wallet</h3>
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
    const { model, cost } = this;
    const { reviewed, connection, target } = model;
    return html`<section class="panel">
      <h3>${this.step + 1}. Review and sign</h3>
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
    let call: Call | undefined;
    let why = "";
    try {
      if (this.ready) call = model.call();
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
    const { trouble, busy } = this.model;
    return html`<div class="page">
      ${this.#wallet()} ${this.#review()}
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

customElements.get("dikast-sign") ?? customElements.define("dikast-sign", SignPanel);
