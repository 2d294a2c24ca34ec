import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { goTo } from "../shell/routes.js";
import { visible } from "../text.js";
import type { Destination } from "./markdown.js";

/** The notice between a document's link and where it leads. */
export class Leave extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      dialog {
        color: inherit;
        background: var(--surface);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        max-width: min(34rem, calc(100vw - 32px));
        padding: 20px 24px;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }
      .body {
        display: grid;
        gap: 12px;
        overflow-wrap: anywhere;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 12px;
        align-items: center;
      }
      a.button {
        display: inline-flex;
        align-items: center;
        color: inherit;
        text-decoration: none;
      }
    `,
  ];

  @state() private to: Destination | undefined;

  /** Shows where a link leads, and lets the person decide. */
  ask(to: Destination): void {
    this.to = to;
    void this.updateComplete.then(() => this.#dialog().showModal());
  }

  #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector("dialog") as HTMLDialogElement;
  }

  readonly #close = (): void => this.#dialog().close();

  #web(url: URL): TemplateResult {
    return html`<p>
        Somebody else wrote this link. It leads to <strong>${visible(url.host)}</strong>, which learns
        your network address and when you came.
      </p>
      ${
        url.hostname.includes("xn--")
          ? html`<p class="badge warning">The host's name has letters that can look like others</p>`
          : nothing
      }
      ${url.protocol === "http:" ? html`<p>The connection is not encrypted.</p>` : nothing}
      <code>${visible(url.href)}</code>
      <div class="row">
        <button class="primary" autofocus @click=${this.#close}>Stay here</button>
        <a
          class="button"
          href=${url.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          referrerpolicy="no-referrer"
          @click=${this.#close}
          >Open ${visible(url.host)} in a new tab</a
        >
      </div>`;
  }

  #ipfs(uri: string): TemplateResult {
    return html`<p>This link names a file of IPFS. Inspect asks a gateway for it and checks its bytes.</p>
      <code>${visible(uri)}</code>
      <div class="row">
        <button class="primary" autofocus @click=${this.#close}>Stay here</button>
        <button
          @click=${() => {
            this.#close();
            goTo(`inspect?q=${encodeURIComponent(uri)}`);
          }}
        >
          Open it in Inspect
        </button>
      </div>`;
  }

  override render() {
    const { to } = this;
    return html`<dialog
      aria-labelledby="title"
      @close=${() => {
        this.to = undefined;
      }}
    >
      <div class="body">
        <h2 id="title">${to?.kind === "web" ? "This leaves Dikast" : "A link of the document"}</h2>
        ${to?.kind === "web" ? this.#web(to.url) : nothing}
        ${to?.kind === "ipfs" ? this.#ipfs(to.uri) : nothing}
        ${
          to?.kind === "none"
            ? html`<p>This leads nowhere that can be opened: <code>${visible(to.text)}</code></p>
                <div class="row"><button class="primary" autofocus @click=${this.#close}>Close</button></div>`
            : nothing
        }
      </div>
    </dialog>`;
  }
}

customElements.get("dikast-leave") ?? customElements.define("dikast-leave", Leave);
