import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { examples } from "../examples.js";
import { sharedStyles } from "../shared-styles.js";
import type { WorldDispute } from "../world.js";
import { type Draft, download, projectText } from "./draft.js";
import { pack } from "./link.js";
import { panelStyles } from "./styles.js";

const size = (bytes: number): string =>
  bytes < 1000 ? `${bytes} characters` : `${(bytes / 1000).toFixed(1)} KB`;

/** What one begins from and where it goes: fires "start" with an id, "file", "undo" and "register". */
export class StudioBar extends LitElement {
  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      label {
        display: inline-flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        align-items: center;
        max-width: 100%;
      }
      .button:focus-within {
        outline: 3px solid var(--accent);
        outline-offset: 2px;
      }
      select {
        max-width: 100%;
        min-width: 0;
      }
      .push {
        margin-left: auto;
      }
      .link {
        display: grid;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: false }) disputes: readonly WorldDispute[] = [];
  @property({ type: Boolean }) undo = false;
  /** How many errors are in the way of registering; absent: not known yet. */
  @property({ type: Number }) errors: number | undefined;
  @state() private link = "";
  @state() private copied = "";

  #tell(type: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  async #makeLink(): Promise<void> {
    const packed = await pack(this.draft);
    const here = location.href.split("#", 1)[0] ?? "";
    this.link = `${here}#/studio?p=${packed}`;
    this.copied = "";
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link);
      this.copied = "Copied.";
    } catch {
      const field = this.renderRoot.querySelector<HTMLInputElement>(".link input");
      field?.select();
      this.copied = "Press Control C to copy it.";
    }
  }

  #made() {
    if (this.link === "") return nothing;
    return html`<div class="notice link">
      <label>
        Link to this project
        <input class="mono" readonly .value=${this.link} />
      </label>
      <span class="small">
        ${size(this.link.length)}, compressed. The project is in the part after # and is not sent to
        the server of the page. Recorded answers are not in it.
        ${this.link.length > 8000 ? html`<strong>Some programs cut links this long: a file is safer.</strong>` : nothing}
      </span>
      <span class="row">
        <button class="primary" @click=${this.#copy}>Copy</button>
        <button
          @click=${() => {
            this.link = "";
          }}
        >
          Close
        </button>
        <span role="status">${this.copied}</span>
      </span>
    </div>`;
  }

  override render() {
    const { draft, disputes } = this;
    return html`
      <div class="row">
        <label>
          Start from
          <select
            @change=${(event: Event) => this.#tell("start", (event.target as HTMLSelectElement).value)}
          >
            ${
              draft.example === ""
                ? html`<option value="" selected>your own documents</option>`
                : nothing
            }
            <optgroup label="Examples, with recorded answers">
              ${examples.map(
                ({ id, title }) =>
                  html`<option value=${id} ?selected=${draft.example === id}>${title}</option>`,
              )}
            </optgroup>
            ${
              disputes.length > 0
                ? html`<optgroup label="Disputes of the local world, live">
                    ${disputes.map(
                      ({ name }, index) =>
                        html`<option
                          value="local:${name}"
                          ?selected=${draft.example === `local:${name}`}
                        >
                          ${index + 1}. ${name}
                        </option>`,
                    )}
                  </optgroup>`
                : nothing
            }
          </select>
        </label>
        <label class="button">
          Open a file
          <input
            class="visually-hidden"
            type="file"
            accept=".json,.txt,.mustache,application/json"
            @change=${(event: Event) => {
              const input = event.target as HTMLInputElement;
              if (input.files?.[0]) this.#tell("file", input.files[0]);
              input.value = "";
            }}
          />
        </label>
        <button @click=${() => download("dispute-template.dikast.json", projectText(draft))}>
          Save to a file
        </button>
        <button @click=${this.#makeLink}>Save to a link</button>
        ${this.undo ? html`<button @click=${() => this.#tell("undo")}>Undo</button>` : nothing}
        <span class="push"></span>
        <button class="primary" @click=${() => this.#tell("register")}>Register\u2026</button>
      </div>
      ${this.#made()}
    `;
  }
}

customElements.get("dikast-studio-bar") ?? customElements.define("dikast-studio-bar", StudioBar);
