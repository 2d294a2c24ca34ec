import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import "./shell/header.js";
import { copies } from "./shell/copies.js";
import { drafts, everythingKept, saveFile } from "./shell/drafts.js";
import { net } from "./shell/net.js";
import { goTo, pages, type Route, readRoute } from "./shell/routes.js";
import { toasts } from "./shell/toasts.js";
import { words } from "./shell/words.js";
import { sharedStyles } from "./shared-styles.js";

type Loaded = "loading" | "ready" | "missing";

/** The frame of the site: header, one page, footer. A page that fails leaves the frame standing. */
export class App extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .skip {
        position: absolute;
        left: -999px;
        top: 8px;
        z-index: 1;
      }
      .skip:focus {
        left: 8px;
      }
      main,
      footer {
        max-width: 100rem;
        margin: 0 auto;
        padding: 16px clamp(12px, 3vw, 32px);
      }
      main {
        min-height: 60vh;
      }
      main:focus {
        outline: none;
      }
      footer {
        color: var(--muted);
        font-size: 0.875rem;
        border-top: 1px solid var(--line);
        margin-top: 24px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .toasts {
        position: fixed;
        z-index: 3;
        inset: auto 16px 16px auto;
        display: grid;
        gap: 8px;
        max-width: min(28rem, calc(100vw - 32px));
      }
      .toast {
        padding: 8px 16px;
        box-shadow: 0 6px 24px rgb(0 0 0 / 18%);
      }
      .notice {
        max-width: 44rem;
        margin: 24px auto;
        padding: 20px 24px;
        display: grid;
        gap: 12px;
        justify-items: start;
      }
    `,
  ];

  @state() private route: Route | undefined = readRoute(location.hash);
  @state() private loaded: Loaded = "loading";
  @state() private broken = "";
  @state() private coreless = false;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.#follow);
    addEventListener("error", this.#failed);
    addEventListener("dikast-core", this.#noCore);
    addEventListener("unhandledrejection", this.#failed);
    for (const service of [net, drafts, toasts, copies])
      service.addEventListener("change", this.#refresh);
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#follow);
    removeEventListener("error", this.#failed);
    removeEventListener("dikast-core", this.#noCore);
    removeEventListener("unhandledrejection", this.#failed);
    for (const service of [net, drafts, toasts, copies])
      service.removeEventListener("change", this.#refresh);
  }

  readonly #refresh = (): void => this.requestUpdate();

  readonly #follow = (): void => {
    const before = this.route?.page;
    this.route = readRoute(location.hash);
    this.broken = "";
    if (this.route?.page !== before || this.loaded === "missing") {
      void this.#load();
      // The new page is where a keyboard or a screen reader goes on.
      void this.updateComplete.then(() => this.#main()?.focus({ preventScroll: true }));
    }
  };

  readonly #noCore = (): void => {
    this.coreless = true;
  };

  readonly #failed = (event: Event): void => {
    const cause =
      event instanceof ErrorEvent ? event.error : (event as PromiseRejectionEvent).reason;
    this.broken = cause instanceof Error ? cause.message : String(cause ?? "no reason given");
  };

  #main(): HTMLElement | null {
    return this.renderRoot.querySelector("main");
  }

  async #load(): Promise<void> {
    const { route } = this;
    const page = pages.find(({ id }) => id === route?.page);
    document.title = page ? `${page.title} \u00b7 Dikast` : "Dikast";
    if (!page) return;
    this.loaded = "loading";
    try {
      await page.load();
      if (this.route === route || this.route?.page === page.id) this.loaded = "ready";
    } catch {
      if (this.route?.page === page.id) this.loaded = "missing";
    }
  }

  #page(): TemplateResult {
    const { route } = this;
    const page = pages.find(({ id }) => id === route?.page);
    if (!page || !route) {
      return html`<div class="panel notice">
        <h2>${words.nowhere}</h2>
        <button @click=${() => goTo("")}>${words.toStart}</button>
      </div>`;
    }
    if (this.loaded === "loading") return html`<p class="muted" role="status">${words.loading}</p>`;
    if (this.loaded === "missing") {
      return html`<div class="panel notice" role="alert">
        <h2>${words.notLoaded}</h2>
        <div class="row">
          <button class="primary" @click=${() => void this.#load()}>${words.again}</button>
          <button @click=${() => location.reload()}>${words.reload}</button>
        </div>
      </div>`;
    }
    return page.view(route);
  }

  #notices() {
    return html`
      ${
        this.broken
          ? html`<div class="panel notice" role="alert">
              <p><strong>${words.broken}</strong></p>
              <p class="mono small">${this.broken}</p>
              <div class="row">
                <button class="primary" @click=${() => location.reload()}>${words.again}</button>
                <button @click=${() => saveFile("dikast-drafts.json", everythingKept())}>
                  ${words.draftsAll}
                </button>
              </div>
            </div>`
          : nothing
      }
      ${
        this.coreless
          ? html`<div class="panel notice" role="alert">
              <p>${words.noCore}</p>
              <button class="primary" @click=${() => location.reload()}>${words.again}</button>
            </div>`
          : nothing
      }
      ${
        copies.reason
          ? html`<div class="panel notice" role="alert">
              <p>${copies.reason === "tab" ? words.copyOfTab : words.copyOfBroken}</p>
              <div class="row">
                <button @click=${() => saveFile("dikast-copies.json", copies.text())}>
                  ${words.copyDownload}
                </button>
                ${
                  copies.reason === "tab"
                    ? html`<button @click=${() => location.reload()}>${words.reload}</button>`
                    : nothing
                }
                <button class="quiet" @click=${() => copies.dismiss()}>${words.close}</button>
              </div>
            </div>`
          : nothing
      }
      ${
        drafts.full
          ? html`<div class="panel notice" role="alert">
              <p>${words.draftsRefused}</p>
              <button @click=${() => saveFile("dikast-not-kept.json", drafts.refusedText())}>
                ${words.draftsDownload}
              </button>
            </div>`
          : nothing
      }
    `;
  }

  override render() {
    return html`
      <button class="skip" @click=${() => this.#main()?.focus()}>${words.skip}</button>
      <dikast-header .page=${this.route?.page ?? ""}></dikast-header>
      ${this.#notices()}
      <main id="page" tabindex="-1" @register=${() => goTo("ship")}>${this.#page()}</main>
      <div class="toasts" role="status" aria-live="polite">
        ${toasts.list.map(
          (toast) => html`<p class="panel toast">
            ${toast.text}
            <button class="quiet" @click=${() => toasts.close(toast)}>${words.close}</button>
          </p>`,
        )}
      </div>
      <footer>
        ${words.footer} ${drafts.full ? nothing : words.draftsKept}
        ${
          net.asked.size > 0
            ? html`<span class="small">
                Asked so far:
                ${[...net.asked].map(([host, times]) => `${host} (${times})`).join(", ")}.
              </span>`
            : nothing
        }
      </footer>
    `;
  }
}

customElements.get("dikast-app") ?? customElements.define("dikast-app", App);
