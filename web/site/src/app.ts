import { css, html, LitElement } from "lit";
import { state } from "lit/decorators.js";
import { sharedStyles } from "./shared-styles.js";
import "./studio/studio.js";
import { readTheme, type Theme, writeTheme } from "./theme.js";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const NAME: Record<Theme, string> = { system: "as the system", light: "light", dark: "dark" };

/** The frame of the site: header, the page, footer. */
export class App extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .skip {
        position: absolute;
        left: -999px;
        top: 8px;
        padding: 8px 12px;
        background: var(--surface);
        z-index: 1;
      }
      .skip:focus {
        left: 8px;
      }
      header,
      main,
      footer {
        max-width: 100rem;
        margin: 0 auto;
        padding: 16px clamp(12px, 3vw, 32px);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 20px;
        align-items: center;
        justify-content: space-between;
      }
      .name {
        display: flex;
        gap: 12px;
        align-items: center;
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
      main {
        padding-top: 4px;
      }
      footer {
        color: var(--muted);
        font-size: 0.875rem;
        border-top: 1px solid var(--line);
        margin-top: 24px;
      }
    `,
  ];

  @state() private theme: Theme = readTheme();

  #switch(): void {
    this.theme = NEXT[this.theme];
    writeTheme(this.theme);
  }

  override render() {
    return html`
      <header>
        <button class="skip" @click=${this.#skip}>Skip to the template</button>
        <div class="name">
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
          <div>
            <h1>Dikast</h1>
            <span class="muted small">See what Kleros jurors will see</span>
          </div>
        </div>
        <button @click=${this.#switch}>Theme: ${NAME[this.theme]}</button>
      </header>
      <main id="studio" tabindex="-1">
        <dikast-studio></dikast-studio>
      </main>
      <footer>
        Everything is computed in this page and stays in this browser. Nothing is sent unless you
        press \u201cResolve live\u201d or open a dispute of the local world.
      </footer>
    `;
  }

  // A button, because a hash link would change the route.
  #skip(): void {
    this.renderRoot.querySelector<HTMLElement>("main")?.focus();
  }
}

customElements.get("dikast-app") ?? customElements.define("dikast-app", App);
