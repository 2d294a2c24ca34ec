import { css, html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";
import { net } from "./net.js";
import { wallets } from "./wallets.js";
import { words } from "./words.js";

/** The header's wallet: optional, found and asked only when somebody presses. */
export class WalletButton extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        position: relative;
        display: inline-block;
      }
      .panel {
        position: absolute;
        z-index: 3;
        top: calc(100% + 6px);
        right: 0;
        width: max-content;
        max-width: min(20rem, 88vw);
        padding: 12px;
        display: grid;
        gap: 8px;
        box-shadow: 0 6px 24px rgb(0 0 0 / 18%);
      }
      .panel p {
        margin: 0;
      }
      code {
        overflow-wrap: anywhere;
      }
      @media (max-width: 30rem) {
        .panel {
          position: fixed;
          top: auto;
          right: 12px;
          left: 12px;
          width: auto;
          max-width: none;
        }
      }
    `,
  ];

  @state() private open = false;
  @state() private trouble = "";
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    wallets.addEventListener("change", this.#refresh);
    document.addEventListener("click", this.#outside);
    this.addEventListener("keydown", this.#escape);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    wallets.removeEventListener("change", this.#refresh);
    document.removeEventListener("click", this.#outside);
  }

  readonly #refresh = (): void => this.requestUpdate();

  readonly #outside = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.open = false;
  };

  readonly #escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.open = false;
  };

  async #try(run: () => Promise<unknown>): Promise<void> {
    this.trouble = "";
    this.busy = true;
    try {
      await run();
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    } finally {
      this.busy = false;
    }
  }

  #press(): void {
    this.open = !this.open;
    if (this.open && wallets.choices === undefined && !net.offline) {
      void this.#try(() => wallets.find());
    }
  }

  #label(): string {
    const { connection } = wallets;
    if (!connection) return `${words.wallet}: ${words.walletNone}`;
    const { account } = connection;
    return `${words.wallet}: ${account.slice(0, 6)}\u2026${account.slice(-4)}`;
  }

  #connected() {
    const { connection, wallet } = wallets;
    if (!connection || !wallet) return nothing;
    return html`<p>${visible(wallet.name)}</p>
      <code>${connection.account}</code>
      <p>${words.chain} ${connection.chainId.toString()}</p>
      <button @click=${() => wallets.forget()}>${words.walletForget}</button>`;
  }

  #choices() {
    const { choices, connection } = wallets;
    if (net.offline) return html`<p>${words.offlineOn}</p>`;
    if (connection || choices === undefined) return nothing;
    if (choices.length === 0) return html`<p>${words.walletMissing}</p>`;
    return choices.map(
      (choice) => html`<button
        ?disabled=${this.busy}
        @click=${() => void this.#try(() => wallets.connect(choice))}
      >
        ${visible(choice.name)}
      </button>`,
    );
  }

  override render() {
    return html`<button
        aria-expanded=${this.open ? "true" : "false"}
        aria-controls="wallet"
        @click=${this.#press}
      >
        ${this.#label()}
      </button>
      <div
        id="wallet"
        role="group"
        aria-label=${words.wallet}
        class=${this.open ? "panel" : ""}
        ?hidden=${!this.open}
      >
        ${this.open ? [this.#connected(), this.#choices()] : nothing}
        ${this.open && this.trouble !== "" ? html`<p role="alert">${this.trouble}</p>` : nothing}
        ${
          this.open && !net.offline && !wallets.connection
            ? html`<button class="link" @click=${() => void this.#try(() => wallets.find())}>
                ${words.walletLook}
              </button>`
            : nothing
        }
      </div>`;
  }
}

customElements.get("dikast-wallet-button") ??
  customElements.define("dikast-wallet-button", WalletButton);
