import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { keepText } from "../inspect/handed.js";
import { sharedStyles } from "../shared-styles.js";
import { readTheme, type Theme, writeTheme } from "../theme.js";
import { chains } from "./chains.js";
import { net } from "./net.js";
import { type Recognised, recognise } from "./recognise.js";
import { goTo, pages } from "./routes.js";
import "./wallet-button.js";
import { chooseLanguage, language, languages, words } from "./words.js";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const NAME: Record<Theme, string> = { system: "system", light: "light", dark: "dark" };

const LARGEST = 8_000_000;

/** Name, search box, menu and the switches that hold for every page. */
export class Header extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      header {
        max-width: 100rem;
        margin: 0 auto;
        padding: 16px clamp(12px, 3vw, 32px) 8px;
        display: flex;
        flex-wrap: wrap;
        gap: 10px 20px;
        align-items: center;
      }
      .name {
        display: flex;
        gap: 12px;
        align-items: center;
        color: inherit;
        text-decoration: none;
        border-radius: 8px;
      }
      .name svg {
        width: 32px;
        height: 32px;
        flex: none;
      }
      h1 {
        margin: 0;
        font-size: 1.25rem;
        line-height: 1.2;
      }
      form {
        flex: 1 1 18rem;
        max-width: 40rem;
        position: relative;
      }
      .found {
        position: absolute;
        z-index: 2;
        inset: calc(100% + 4px) 0 auto;
        padding: 10px 12px;
        display: grid;
        gap: 6px;
        justify-items: start;
        box-shadow: 0 6px 24px rgb(0 0 0 / 18%);
      }
      .switches select {
        max-width: 11rem;
      }
      .switches {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-left: auto;
      }
      nav {
        max-width: 100rem;
        margin: 0 auto;
        padding: 0 clamp(12px, 3vw, 32px);
      }
      nav ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: flex;
        flex-wrap: wrap;
        gap: 2px 6px;
        border-bottom: 1px solid var(--line);
      }
      nav a {
        display: block;
        padding: 8px 12px;
        color: var(--muted);
        text-decoration: none;
        border-bottom: 3px solid transparent;
      }
      @media (max-width: 30rem) {
        nav a {
          padding: 8px;
        }
      }
      nav a:hover {
        color: var(--text);
      }
      nav a[aria-current] {
        color: var(--text);
        font-weight: 600;
        border-color: var(--accent);
      }
    `,
  ];

  @property() page = "";
  @state() private theme: Theme = readTheme();
  @state() private typed = "";
  @state() private found: Recognised | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    net.addEventListener("change", this.#refresh);
    chains.addEventListener("change", this.#refresh);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    net.removeEventListener("change", this.#refresh);
    chains.removeEventListener("change", this.#refresh);
  }

  readonly #refresh = (): void => this.requestUpdate();

  #look(typed: string): void {
    this.typed = typed;
    this.found = typed.trim() === "" ? undefined : recognise(typed);
  }

  #go(event: Event): void {
    event.preventDefault();
    this.#look(this.typed);
    // A press on Enter gets an answer, too.
    if (this.typed.trim() === "") this.found = recognise(this.typed);
    const route = this.found?.route;
    if (route === undefined) return;
    keepText(this.typed);
    this.#look("");
    goTo(route);
  }

  async #drop(event: DragEvent): Promise<void> {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    if (file.size > LARGEST) {
      this.#look("");
      this.found = { kind: "A file of more than 8 MB", next: "Open a smaller one." };
      return;
    }
    try {
      const bytes = await file.arrayBuffer();
      this.#look(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch {
      this.found = {
        kind: "A file that is no text",
        next: "Open JSON, or a text with bytes in hex.",
      };
    }
  }

  #search() {
    const { found } = this;
    return html`<form
      role="search"
      @submit=${this.#go}
      @dragover=${(event: Event) => event.preventDefault()}
      @drop=${(event: DragEvent) => void this.#drop(event)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Escape") this.#look("");
      }}
    >
      <input
        aria-label=${words.search}
        aria-describedby="found"
        placeholder=${`${words.search}: ${words.searchHint}`}
        .value=${this.typed}
        @input=${(event: Event) => this.#look((event.target as HTMLInputElement).value)}
      />
      <div id="found" role="status">
        ${
          found
            ? html`<div class="panel found">
                <strong>${found.kind}</strong>
                ${
                  found.route === undefined
                    ? html`<span>${found.next}</span>`
                    : html`<button class="primary">${found.next}</button>`
                }
              </div>`
            : nothing
        }
      </div>
    </form>`;
  }

  #chains() {
    return html`<select
      aria-label=${words.chain}
      title=${words.chainHint}
      @change=${(event: Event) => chains.choose((event.target as HTMLSelectElement).value)}
    >
      ${chains.list.map(
        ({ id, name }) =>
          html`<option value=${id} .selected=${id === chains.current.id}>${name}</option>`,
      )}
    </select>`;
  }

  #languages() {
    if (languages.length < 2) return nothing;
    return html`<select
      aria-label=${words.language}
      @change=${(event: Event) => chooseLanguage((event.target as HTMLSelectElement).value)}
    >
      ${languages.map(
        ([code, name]) =>
          html`<option value=${code} .selected=${code === language}>${name}</option>`,
      )}
    </select>`;
  }

  #switches() {
    return html`<div class="switches">
      ${this.#chains()}
      <button
        aria-pressed=${net.offline ? "true" : "false"}
        title=${net.offline ? words.offlineOn : words.offlineOff}
        @click=${() => {
          net.offline = !net.offline;
        }}
      >
        ${net.offline ? "\u2715 " : ""}${words.offline}: ${net.offline ? "on" : "off"}
      </button>
      <button
        @click=${() => {
          this.theme = NEXT[this.theme];
          writeTheme(this.theme);
        }}
      >
        ${words.theme}: ${NAME[this.theme]}
      </button>
      ${this.#languages()}
      <dikast-wallet-button></dikast-wallet-button>
    </div>`;
  }

  override render() {
    return html`
      <header>
        <a class="name" href="#/">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="7" fill="#4b3fc4" />
            <path
              d="M16 6v18M9 25h14M8 10h16M8 10l-4 8a4 4 0 0 0 8 0zM24 10l-4 8a4 4 0 0 0 8 0z"
              fill="none"
              stroke="#fff"
              stroke-width="2"
              stroke-linejoin="round"
              stroke-linecap="round"
            />
          </svg>
          <span>
            <h1>Dikast</h1>
            <span class="muted small">${words.claim}</span>
          </span>
        </a>
        ${this.#search()}
        ${this.#switches()}
      </header>
      <nav aria-label=${words.menu}>
        <ul>
          ${pages
            .filter(({ menu }) => menu)
            .map(
              ({ id, title }) => html`<li>
                <a href=${`#/${id}`} aria-current=${id === this.page ? "page" : nothing}>${title}</a>
              </li>`,
            )}
        </ul>
      </nav>
    `;
  }
}

customElements.get("dikast-header") ?? customElements.define("dikast-header", Header);
